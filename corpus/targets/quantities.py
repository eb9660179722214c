"""Parse numbers with their units in folded text: 81%, 3640万元, 1-2所, 至少两次, *个, 三分之一.

This is lexical only; ``commitment`` decides whether a quantity is a target.
"""

from collections.abc import Iterator
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from plandiff.corpus import word_patterns as re
from plandiff.corpus.packs import UNITS, pack_words
from plandiff.corpus.targets import vocabulary
from plandiff.corpus.text.folding import fold
from plandiff.corpus.text.numerals import HAN_NUMERAL, read_number

_ARABIC = (
    r"(?<![\d.])(?:\d{1,3}(?:,\d{3}){1,4}(?!\d)|\d{1,12})(?:\.\d{1,6})?(?:[十百千]"
    rf"(?!{re.any_of('ARABIC')}))?"
)
_HAN = rf"(?<![{HAN_NUMERAL}])[{HAN_NUMERAL}]{{1,14}}(?:点[零一二三四五六七八九]{{1,4}})?"
_MASK = r"(?<![*×○□_\d])(?:[*×○□]{1,6}|_{2,8})|(?<![A-Za-z])[Xx]{1,4}(?![A-Za-z])"
_PARTLY_READ = (
    r"(?:百分之)?(?:(?<![\d.])\d[\d,.]{0,12}"
    rf"|(?<![{HAN_NUMERAL}])[{HAN_NUMERAL}]{{1,12}})□[\d,.□{HAN_NUMERAL}]{{0,12}}(?<![,.])"
    rf"|(?:百分之)?□{{1,6}}(?:[\d.,]{{0,12}}\d|[{HAN_NUMERAL}]{{1,12}})"
)
"""A scanned number with unreadable digits, whose value is unknown: 12□50."""
_NUMERAL = re.compile(
    # Lookahead for the first characters of the alternatives: rejects most positions quickly.
    rf"(?=[百{HAN_NUMERAL}\d*×○□_Xx])(?:(?P<partly>{_PARTLY_READ})|百分之(?P<percent>{_ARABIC}|{_HAN})"
    r"|(?<=[的占之于到为过近约超足])(?P<ratio>[1-9]/[2-9])(?![\d/.年月日])"
    rf"|(?<![{HAN_NUMERAL}])(?P<fraction>[二三四五六七八九十百]{{1,3}}分之[一二三四五六七八九十]{{1,3}})"
    rf"|(?P<arabic>{_ARABIC})|(?P<han>{_HAN})|(?P<mask>{_MASK}))"
)
_RANGE = re.compile(r" ?(?:-{1,2}|~|至|到) ?|(?P<least>以上)(?=[^,;。]{1,9}以[下内])")
"""Separator of a range: 一至两项; 五倍以上十倍以下."""
_TENTHS = re.compile(r"[一二三四五六七八九]|半")
_VAGUE = re.compile(r"[余多来几]")
_DIGIT_PAIR = re.compile(rf"(?:{re.any_of('DIGIT_PAIR')})\Z")
_NEXT_LISTED = re.compile(r"( ?个)? ?(?:[、和及与]|以及) ?(?:[\d.]{1,9}|[*×○□]{1,6})")
_MOST_LISTED = 8
_ALL_SCALE = re.compile(r"[百千万亿]+\Z")
_CURRENCY_SIGN = re.compile(r"(HK|US|NT|RMB)?[$¥] ?\Z", re.IGNORECASE)
_CURRENCIES = {"HK": "港元", "US": "美元"}
_SCALES = {"万": 10.0**4, "亿": 10.0**8}
_LOWER_PART = re.compile(
    r" ?(?:亿(?=[\d,]{1,5}[千百]?万)|万(?=[\d,]{1,5}[千百]?[^\d,千百万亿年月日.]))"
    r"(?P<part>(?:\d,\d{3}|\d{1,4})[千百]?)万?(?!\d)"
)
"""The part of a number below 亿 or 万: 2亿4,000万, 3万5千."""


def _unit_pattern() -> re.Pattern[str]:
    """Pattern for scale and unit after a number, including the units of active packs."""
    return _unit_pattern_with(pack_words(UNITS))


@cache
def _unit_pattern_with(more: tuple[str, ...]) -> re.Pattern[str]:
    """Compile the pattern; longer units come first, so that they win over their prefixes."""
    words = {
        *map(fold, more),
        *vocabulary.RATE_UNITS,
        *vocabulary.MONEY_UNITS,
        *vocabulary.MEASURE_UNITS,
        *vocabulary.PERSON_UNITS,
        *vocabulary.COUNT_UNITS,
        *vocabulary.TIME_UNITS,
    }
    longest_first = "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))
    longest_first = longest_first.replace("/10万", "/10 ?万")
    return re.compile(
        rf" ?(?P<scale>[万亿]{{0,2}}) ?(?:(?!{vocabulary.UNIT_TRAPS})(?P<unit>{longest_first}))?"
    )


class Quantity(Struct, frozen=True):
    """A number with its unit at ``start:end`` of the folded text."""

    start: int
    end: int
    value: float | None
    upper: float | None
    unit: str
    """The unit with its scale: 万元, 亿元, 个百分点; empty for a bare number."""
    form: str
    """``arabic``, ``han``, ``mask``, ``percent`` or ``fraction``."""
    vague: bool = False
    """Whether 余 or 多 follows the number."""

    @property
    def base_unit(self) -> str:
        """The unit without 万 and 亿."""
        return self.unit.lstrip("万亿")


def find_quantities(text: str) -> Iterator[Quantity]:
    """Yield every number of folded ``text`` with its unit, in order, without overlap.

    >>> [(q.value, q.upper, q.unit) for q in find_quantities("投资4.9亿元,开办1-2所,达到*%")]
    [(4.9, None, '亿元'), (1.0, 2.0, '所'), (None, None, '%')]
    """
    position = 0
    while numeral := _NUMERAL.search(text, position):
        quantity = _read_quantity(text, numeral)
        position = max(quantity.end, numeral.end())
        yield quantity


def _form(numeral: re.Match[str]) -> str:
    form = str(numeral.lastgroup)
    return {"partly": "mask", "ratio": "fraction"}.get(form, form)


def _value(numeral: re.Match[str]) -> float | None:
    form = _form(numeral)
    if form == "mask":
        return None
    above, _, below = (numeral["ratio"] or "").partition("/")  # 不少于全校的1/2
    value = int(above) / int(below) if below else read_number(numeral[form])
    if value is None:
        return None
    return round(value * 100, 4) if form == "fraction" else value


def _read_quantity(text: str, numeral: re.Match[str]) -> Quantity:
    """Read one number with range and unit, given the match of its first numeral."""
    start, form, value = numeral.start(), _form(numeral), _value(numeral)
    if form in ("percent", "fraction"):
        return _with_range(text, Quantity(start, numeral.end(), value, None, "%", form))
    if form == "han" and (pair := _DIGIT_PAIR.search(numeral[0])) and len(numeral[0]) == 2:
        low, high = (read_number(c) for c in pair[0])
        return _finish(text, numeral.end(), Quantity(start, numeral.end(), low, high, "", form))
    return _with_range(
        text, _finish(text, numeral.end(), Quantity(start, numeral.end(), value, None, "", form))
    )


def _finish(text: str, position: int, quantity: Quantity) -> Quantity:
    """Extend the quantity by the vague word, scale and unit at ``position``."""
    vague = _VAGUE.match(text, position)
    position = vague.end() if vague else position
    value, upper = quantity.value, quantity.upper
    scale = ""
    if quantity.form == "han" and value is not None:
        numeral = text[quantity.start : position].rstrip("余多来几")
        scale = numeral[len(numeral.rstrip("万亿")) :]
        if scale and scale != numeral:
            value = _in_scale(value, scale)
        else:
            scale = ""
    if quantity.form == "arabic" and not vague and (lower := _LOWER_PART.match(text, position)):
        value = round((value or 0) + (read_number(lower["part"]) or 0) / _SCALES["万"], 8)
        scale, position = lower[0].lstrip()[0], lower.end()
    elif quantity.form != "han" and (shared := _shared_unit(text, position)):
        end, unit_name = shared
        return Quantity(quantity.start, end, value, upper, unit_name, quantity.form)
    unit = _unit_pattern().match(text, position)
    found = (unit["scale"] + (unit["unit"] or "").replace(" ", "")) if unit else ""
    if (
        not vague
        and found
        and unit
        and not unit["unit"]
        and (vague := _VAGUE.match(text, unit.end()))
    ):
        behind = _unit_pattern().match(text, vague.end())
        found, unit = found + ((behind["unit"] or "") if behind else ""), behind
    if quantity.form == "arabic" and not (unit and unit["unit"]):
        found += _currency_before(text, quantity.start)
    end = unit.end() if unit and found else position
    if found and text[end - 1 : end] == " ":  # the blank belongs to the unit only if one follows
        end -= 1
    if found == "成" and value is not None and (tenths := _TENTHS.match(text, end)):
        value, end = round(value + _tenths(tenths[0]), 1), tenths.end()  # 九成五
    return Quantity(
        quantity.start, end, value, upper, scale + found, quantity.form, vague is not None
    )


def _currency_before(text: str, start: int) -> str:
    """Return the currency whose sign precedes a number: HK$86,000 is 港元."""
    sign = _CURRENCY_SIGN.search(text, max(0, start - 4), start)
    return _CURRENCIES.get((sign[1] or "").upper(), "元") if sign else ""


def _tenths(digit: str) -> float:
    return 0.5 if digit == "半" else (read_number(digit) or 0.0) / 10


def _shared_unit(text: str, position: int) -> tuple[int, str] | None:
    """End of the number and the unit shared by its list: 8、10、12课时, 3个和4个百分点; or None."""
    first = item = _NEXT_LISTED.match(text, position)
    for _ in range(_MOST_LISTED):
        if first is None or item is None:
            return None
        unit = _unit_pattern().match(text, item.end())
        following = _NEXT_LISTED.match(text, item.end())
        if unit and unit["unit"] and not (following and following[1]):
            fits = not first[1] or unit["unit"].startswith("个")
            found = unit["scale"] + unit["unit"]
            return (first.end(1) if first[1] else position, found) if fits else None
        item = following
    return None


def _in_scale(value: float, scale: str) -> float:
    for character in scale:
        value /= _SCALES[character]
    return round(value, 6)


def _in_units(quantity: Quantity, unit: str) -> float:
    """Convert the value to a unit of another scale: 5000元 to 0.5万元."""
    value = quantity.value or 0.0
    for character in quantity.unit.removesuffix(quantity.base_unit):
        value *= _SCALES[character]
    return _in_scale(value, unit.removesuffix(unit.lstrip("万亿")))


def _with_range(text: str, low: Quantity) -> Quantity:
    """Extend ``low`` to a range joined by a dash or 至: 1-2所, 80%-85%, 一至两项."""
    dash = _RANGE.match(text, low.end)
    numeral = _NUMERAL.match(text, dash.end()) if dash else None
    if not numeral or _form(numeral) == "fraction":
        return low
    if _form(numeral) == "percent":
        high = Quantity(numeral.start(), numeral.end(), _value(numeral), None, "%", "percent")
    else:
        bare = Quantity(numeral.start(), numeral.end(), _value(numeral), None, "", _form(numeral))
        high = _finish(text, numeral.end(), bare)
    if low.unit and low.unit != high.unit:
        scale_only = not low.base_unit and high.unit.startswith(("万", "亿"))  # 20万至22万吨
        alike = low.base_unit == high.base_unit or scale_only
        if not alike or low.value is None or not high.base_unit:
            return low
        low = replace(low, value=_in_units(low, high.unit))  # 五千元以上五万元以下
    form = low.form if low.form != "mask" else high.form
    if "mask" in (low.form, high.form):
        return Quantity(low.start, high.end, None, None, high.unit, "mask")
    return Quantity(low.start, high.end, low.value, high.value, high.unit, form, high.vague)


def only_scale(text: str) -> bool:
    """Whether a Chinese numeral is only an order of magnitude: 千, 百万, 上亿."""
    return _ALL_SCALE.match(text) is not None
