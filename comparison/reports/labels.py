"""Every word of the reports, per language, as frozen data; the core knows no other wording."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from plandiff.comparison.reports.labels_en import ENGLISH
from plandiff.comparison.reports.labels_zh import CHINESE
from plandiff.comparison.reports.visible import visible_line


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of one language; a missing key is an error of ours and raised as KeyError."""

    language: str
    words: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.words[key]

    def say(self, key: str, **values: object) -> str:
        """A sentence with its places filled in."""
        return self.words[key].format_map(values)

    def maybe(self, key: str, otherwise: str) -> str:
        """The word of an open vocabulary, or the given one made readable and safe to show.

        >>> labels_for("en").maybe("evidence.shape-of-list", "shape-of-list")
        'shape of list'
        """
        return self.words.get(key) or visible_line(otherwise).replace("_", " ").replace("-", " ")


_LABELS: Mapping[str, Labels] = MappingProxyType(
    {
        "zh": Labels("zh", MappingProxyType(CHINESE)),
        "en": Labels("en", MappingProxyType(ENGLISH)),
    }
)


TRADITIONAL = "zh-Hant"
"""Language of reports in traditional characters, as in Taiwan."""


@cache
def _traditional() -> Labels:
    from opencc import OpenCC  # noqa: PLC0415 - for those who ask only

    convert = OpenCC("s2tw").convert
    return Labels("zh", MappingProxyType({key: convert(said) for key, said in CHINESE.items()}))


def labels_for(language: str) -> Labels:
    """The words of a language; Chinese for every ``zh-…``, English for every other.

    >>> labels_for("zh-Hant")["column.indicator"]
    '指標'
    """
    if language == TRADITIONAL:
        return _traditional()
    return _LABELS["zh" if language.lower().startswith("zh") else "en"]
