"""Every word that people read: one catalogue a language, ``zh.json`` and ``en.json``.

A catalogue maps areas to texts by key: ``app``, ``reports``, ``review`` (saved reviews as lists),
``show`` (one plan as it was read), ``help``, ``errors``, and ``terms``, which the first four share,
so that a kind of change has one name everywhere.

Facts are put in by name, ``{path}``.  A count chooses between singular and plural of a language
that has both: ``{count:section|sections}`` is ``1 section`` or ``3 sections``.

>>> Words("en", "app")("fold", count=1), Words("en", "app")("fold", count=3)
('1 section unchanged', '3 sections unchanged')
>>> Words("zh", "errors")("not-found", name="甲.docx")
'甲.docx：没有这个文件，请检查路径'

A catalogue is read at the first word that is asked for, and of its areas only those in use.
"""

import os
from collections.abc import Mapping
from functools import cache

LANGUAGES = ("zh", "en")
_WITH_TERMS = frozenset({"app", "reports", "review", "show"})


class _Count(int):
    """A number that knows its plural: the format ``section|sections`` puts the noun after it."""

    def __format__(self, form: str) -> str:
        one, bar, other = form.partition("|")
        if not bar:
            return format(int(self), form)
        return f"{int(self)} {one if self == 1 else other}"


class Words:
    """The words of one area in one language; an unknown key is a defect and raises KeyError.

    Languages other than Chinese are answered in English.
    """

    def __init__(self, language: str, area: str) -> None:
        self.language = "zh" if language.lower().startswith("zh") else "en"
        self.area = area
        self.texts: Mapping[str, str] = _texts(self.language, area)

    def __call__(self, key: str, /, **facts: object) -> str:
        """The text of a key with its facts filled in; facts are never read as a format."""
        return self.texts[key].format_map({name: _ready(fact) for name, fact in facts.items()})

    def __getitem__(self, key: str) -> str:
        """The text of a key that takes no facts."""
        return self.texts[key]

    def maybe(self, key: str, name: str) -> str:
        """The text of a key of an open vocabulary, or its name made readable.

        A name that came out of a file must have been escaped.

        >>> Words("en", "reports").maybe("evidence.shape-of-list", "shape-of-list")
        'shape of list'
        """
        return self.texts.get(key) or name.replace("_", " ").replace("-", " ")

    def other(self) -> "Words":
        """The words of the same area in the next language."""
        following = LANGUAGES[(LANGUAGES.index(self.language) + 1) % len(LANGUAGES)]
        return Words(following, self.area)

    def has(self, key: str) -> bool:
        """Whether there is a text for the key."""
        return key in self.texts


@cache
def _texts(language: str, area: str) -> dict[str, str]:
    """The texts of an area, with the shared terms where it has them.

    A catalogue is JSON with one text a line and an area at an indent of one, which a test holds;
    so it is read without ``json``, whose import takes four times as long as reading does.
    """
    lines = _source(language).partition(f'\n "{area}": {{\n')[2].partition("\n }")[0].split("\n")
    pairs = (line.strip().rstrip(",")[1:-1].partition('": "') for line in lines)
    own = {key: text.replace(r"\n", "\n").replace(r"\"", '"') for key, _, text in pairs}
    return _texts(language, "terms") | own if area in _WITH_TERMS else own


@cache
def _source(language: str) -> str:
    # pathlib and importlib.resources cost more than the rest of this module.
    path = os.path.join(os.path.dirname(__file__), f"{language}.json")  # noqa: PTH118, PTH120
    with open(path, "rb") as file:  # noqa: PTH123
        return file.read().decode("utf-8")


def _ready(fact: object) -> object:
    return _Count(fact) if type(fact) is int else fact
