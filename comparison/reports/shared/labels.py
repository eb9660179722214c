"""The words of the reports: the area ``reports`` of the catalogues, in traditional script too."""

from collections.abc import Mapping
from functools import cache

from plandiff.corpus.locales import Words

TRADITIONAL = "zh-Hant"
"""Language of reports in traditional characters, as in Taiwan."""

Labels = Words
"""The words of the reports in one language."""


@cache
def labels_for(language: str) -> Labels:
    """The words of a language; Chinese for every ``zh-…``, English for every other.

    >>> labels_for("zh-Hant")["column.indicator"]
    '指標'
    """
    labels = Words(language, "reports")
    if language == TRADITIONAL:
        labels.texts = _traditional(labels.texts)
    return labels


def _traditional(texts: Mapping[str, str]) -> Mapping[str, str]:
    from opencc import OpenCC  # noqa: PLC0415 - for those who ask only

    convert = OpenCC("s2tw").convert
    return {key: convert(text) for key, text in texts.items()}
