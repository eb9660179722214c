"""Conversion to base units: 0.364 亿元 and 3640 万元 are both 36400000 元."""

from functools import cache, lru_cache

from msgspec import Struct

from plandiff.comparison.target_changes.english_names import singular
from plandiff.corpus.packs import pack_words
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.folding import simplify
from plandiff.corpus.word_lists import word_lists

_LISTS = word_lists()
_FACTOR_PARTS = 3
_NUMBER = re.compile(r"\d+(?:\.\d+)?")

_SCALES = {"千": 10.0**3, "百": 10.0**2, "万": 10.0**4, "亿": 10.0**8}
_PERIODS = {"日": "天", "季": "季度", "生": "人"}
_ENGLISH_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_NOT_SCALED = ("百分点", "千瓦", "千米", "千克", "千兆", "百分")


class BaseUnit(Struct, frozen=True):
    """A unit without its scale; ``factor`` turns a printed value into base units."""

    name: str
    per: str
    """学期 in 次/学期; empty for a plain unit."""
    factor: float


def base_unit(unit: str) -> BaseUnit:
    """Return the base unit in which values are compared.

    >>> base_unit("万元")
    BaseUnit(name='元', per='', factor=10000.0)
    >>> base_unit("次/学期")
    BaseUnit(name='次', per='学期', factor=1.0)
    >>> base_unit("Hours").name, base_unit("million US dollars").name
    ('hour', '$')
    >>> base_unit("萬元") == base_unit("万元")
    True
    """
    return _base_unit(unit, pack_words("unit-factors"), pack_words("currency-names"))


@lru_cache(maxsize=1 << 10)
def _base_unit(unit: str, factors: tuple[str, ...], currencies: tuple[str, ...]) -> BaseUnit:
    """Cached `base_unit`; ``factors`` and ``currencies`` are the entries of packs."""
    name, _, per = simplify(unit.strip()).partition("/")
    per = _PERIODS.get(per, per)
    factor = 1.0
    for word, scale in _ENGLISH_SCALES.items():
        if word in name.split():
            name = " ".join(part for part in name.split() if part != word)
            factor *= scale
    name = _currencies(currencies).get(name.lower(), name)
    while len(name) > 1 and name[0] in _SCALES and not name.startswith(_NOT_SCALED):
        factor *= _SCALES[name[0]]
        name = name[1:]
    if name in ("万", "亿"):
        factor, name = factor * _SCALES[name], ""
    name, more = _factors(factors).get(name, (name, 1.0))
    if name.isascii() and name[-1:].isalpha():
        name = " ".join(singular(word) for word in name.lower().split())
    return BaseUnit(name, per, factor * more)


@cache
def _factors(added: tuple[str, ...]) -> dict[str, tuple[str, float]]:
    """Return base unit and factor by unit; ``added`` are entries of packs: 垧=亩=15."""
    entries = (word.replace("_", " ").split("=") for word in (*_LISTS["UNIT_FACTORS"], *added))
    return {
        entry[0]: (entry[1], float(entry[2]))
        for entry in entries
        if len(entry) == _FACTOR_PARTS and _NUMBER.fullmatch(entry[2])
    }


@cache
def _currencies(added: tuple[str, ...]) -> dict[str, str]:
    """Map lower-case names of currencies to their sign or canonical name."""
    entries = (
        word.replace("_", " ").partition("=") for word in (*_LISTS["CURRENCY_NAMES"], *added)
    )
    return {name.lower(): sign for name, _, sign in entries if sign}
