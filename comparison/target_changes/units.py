"""Units made comparable: 0.364 亿元 and 3640 万元 are both 36400000 元."""

from dataclasses import dataclass
from functools import lru_cache

from plandiff.comparison.target_changes.english_names import singular
from plandiff.corpus.text.folding import simplify

_SCALES = {"千": 10.0**3, "百": 10.0**2, "万": 10.0**4, "亿": 10.0**8}
_FACTORS = {
    "成": ("%", 10.0),
    "‰": ("%", 0.1),
    "个百分点": ("百分点", 1.0),
    "名": ("人", 1.0),
    "位": ("人", 1.0),
    "平米": ("平方米", 1.0),
    "㎡": ("平方米", 1.0),
    "千米": ("公里", 1.0),
    "km": ("公里", 1.0),
    "公顷": ("亩", 15.0),
    "平方公里": ("亩", 1500.0),
    "平方千米": ("亩", 1500.0),
    "吨": ("斤", 2000.0),
    "公斤": ("斤", 2.0),
    "千克": ("斤", 2.0),
    "吨标煤": ("吨标准煤", 1.0),
    "标箱": ("标准箱", 1.0),
    "场次": ("场", 1.0),
    "个小时": ("小时", 1.0),
    "个工作日": ("工作日", 1.0),
    "percent": ("%", 1.0),
    "per cent": ("%", 1.0),
    "percentage points": ("百分点", 1.0),
    "percentage point": ("百分点", 1.0),
}
_PERIODS = {"日": "天", "季": "季度", "生": "人"}
_ENGLISH_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_CURRENCIES = {
    **dict.fromkeys(("us dollars", "us dollar", "us$", "usd", "dollars", "dollar"), "$"),
    **dict.fromkeys(("rmb", "cny", "¥"), "yuan"),
    **dict.fromkeys(("euros", "euro", "eur"), "€"),
    **dict.fromkeys(("pounds", "pound", "pounds sterling", "gbp"), "£"),
}
_NOT_SCALED = ("百分点", "千瓦", "千米", "千克", "千兆", "百分")


@dataclass(frozen=True, slots=True)
class BaseUnit:
    """A unit without its scale; ``factor`` turns a printed value into base units."""

    name: str
    per: str
    """学期 in 次/学期; empty for a plain unit."""
    factor: float


@lru_cache(maxsize=1 << 10)
def base_unit(unit: str) -> BaseUnit:
    """The unit that values are compared in.

    >>> base_unit("万元")
    BaseUnit(name='元', per='', factor=10000.0)
    >>> base_unit("次/学期")
    BaseUnit(name='次', per='学期', factor=1.0)
    >>> base_unit("Hours").name, base_unit("million US dollars").name
    ('hour', '$')
    >>> base_unit("萬元") == base_unit("万元")
    True
    """
    name, _, per = simplify(unit.strip()).partition("/")
    per = _PERIODS.get(per, per)
    factor = 1.0
    for word, scale in _ENGLISH_SCALES.items():
        if word in name.split():
            name = " ".join(part for part in name.split() if part != word)
            factor *= scale
    name = _CURRENCIES.get(name.lower(), name)
    while len(name) > 1 and name[0] in _SCALES and not name.startswith(_NOT_SCALED):
        factor *= _SCALES[name[0]]
        name = name[1:]
    if name in ("万", "亿"):
        factor, name = factor * _SCALES[name], ""
    name, more = _FACTORS.get(name, (name, 1.0))
    if name.isascii() and name[-1:].isalpha():
        name = " ".join(singular(word) for word in name.lower().split())
    return BaseUnit(name, per, factor * more)
