"""English quantities: numbers in digits or words with rate, scale, currency and range."""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from plandiff.corpus import word_patterns as re
from plandiff.corpus.targets import english_words as words

_MONEY = re.compile(
    rf"{re.any_of('MONEY')}",
    re.IGNORECASE,
)
_SCALED = re.compile(rf"(?:(?:{re.any_of('SCALED')}) ?)*")
_LONE_WORD = frozenset(("a", "an"))


class Quantity(Struct, frozen=True):
    """A number in folded text; ``unit`` contains scale, rate and currency but no counted noun.

    3.9 trillion yuan has the value 3.9 and the unit ``trillion yuan``.
    """

    start: int
    end: int
    value: float
    unit: str
    upper: float | None = None
    is_share: bool = False
    """Whether it is a share of the noun after it: one in five."""
    is_word: bool = False
    """Whether it is written in words."""

    @property
    def is_rate(self) -> bool:
        """Whether it is in per cent or in points."""
        return "%" in self.unit or "points" in self.unit

    @property
    def is_money(self) -> bool:
        """Whether it has a currency."""
        return _MONEY.search(self.unit) is not None

    @property
    def is_bare(self) -> bool:
        """Whether it has neither rate nor currency and is therefore a count."""
        return _SCALED.fullmatch(self.unit) is not None


def find_quantities(text: str) -> Iterator[Quantity]:
    """Yield the quantities of ``text`` in order, without years, labels, ages, times and names.

    >>> [(q.value, q.unit) for q in find_quantities("US$1.2 billion and 480 million US dollars")]
    [(1.2, 'billion US$'), (480.0, 'million US dollars')]
    >>> [(q.value, q.upper, q.unit) for q in find_quantities("5 to 6 percent; one in five boys")]
    [(5.0, 6.0, '%'), (20.0, None, '%')]
    """
    taken = 0
    shares = {m.start(): m for m in words.SHARE.finditer(text)}
    for m in words.NUMBER.finditer(text):
        if m.start() < taken:
            continue
        share = _read_share(shares[m.start()]) if m.start() in shares else None
        quantity = share or _with_range(text, _read(m))
        if not share and (_is_label(text, m.start()) or _is_year(text, quantity, m)):
            continue
        taken = quantity.end
        if share or not words.NOT_BEFORE.match(text, quantity.end):
            yield quantity


def read_at(text: str, start: int) -> Quantity | None:
    """Return the quantity that begins at ``start``, or None."""
    found = words.NUMBER_HERE.match(text, start)
    return _read(found) if found else None


def _is_label(text: str, start: int) -> bool:
    """Whether the word before the number makes it a label or a date: Table 3, May 15."""
    before = max(0, start - 24)
    if words.EVERY_PERIOD.search(text, before, start):
        return False  # Every year 7,500 students
    return any(
        pattern.search(text, before, start)
        for pattern in (words.NOT_BEHIND, words.MONTH_BEFORE, words.TOP_BEFORE)
    )


def _is_year(text: str, quantity: Quantity, m: re.Match[str]) -> bool:
    lone = not quantity.unit and words.YEAR.fullmatch(m["digits"] or "") is not None
    return lone and "," not in text[quantity.start : quantity.end]


def _read(m: re.Match[str]) -> Quantity:
    """Convert a match to a quantity, by the kind of numeral that matched."""
    scale, factor = _read_scale(m["scale"])
    currency = (m["money"] or m["currency"] or "").strip()
    unit = " ".join(part for part in (scale, currency or _read_rate(m["rate"])) if part)
    if m["digits"]:
        return Quantity(m.start(), m.end(), float(m["digits"].replace(",", "")) * factor, unit)
    if m["fraction"]:
        return Quantity(m.start(), m.end(), _read_fraction(m["fraction"]), "%")
    if m["half"]:
        return Quantity(m.start(), m.end(), 50.0, "%")
    if m["often"]:
        return Quantity(m.start(), m.end(), words.TIMES_A_YEAR[m["often"].lower()], "times")
    value = _read_words(m["word"]) * factor
    return Quantity(m.start(), m.end(), value, unit, is_word=not m["scale"])


def _read_scale(printed: str | None) -> tuple[str, float]:
    """Return (unit part, factor): million is part of the unit, hundred and dozen are factors."""
    factor, kept = 1.0, []
    for scale in (printed or "").lower().split():
        factor *= words.MULTIPLIERS.get(scale, 1.0)
        if scale not in words.MULTIPLIERS:
            kept.append(words.SCALES.get(scale, scale))
    return " ".join(kept), factor


def _read_rate(printed: str | None) -> str:
    rate = "".join((printed or "").lower().replace("-", " ").split())
    if rate in ("", "%", "percent"):
        return "%" if rate else ""
    return "basis points" if rate.startswith("basis") else "percentage points"


def _read_words(printed: str) -> float:
    """Convert a number written in words, such as Twenty-five, an, half a.

    >>> _read_words("Twenty-five"), _read_words("half a")
    (25.0, 0.5)
    """
    parts = printed.lower().replace("-", " ").split()
    if parts[0] == "half":
        return 0.5
    return float(sum(1 if part in _LONE_WORD else words.NUMBER_WORDS[part] for part in parts))


def _read_fraction(printed: str) -> float:
    """Convert a fraction in words to per cent: two-thirds is 66.6667."""
    above, below = printed.lower().replace("-", " ").split()
    count = 1 if above in _LONE_WORD else words.NUMBER_WORDS[above]
    return round(100.0 * count / words.PARTS[below.removesuffix("s")], 4)


def _read_share(m: re.Match[str]) -> Quantity | None:
    """Convert four in five to 80 per cent; None if the part exceeds the whole."""
    part, whole = (
        float(printed) if printed.isdigit() else _read_words(printed)
        for printed in (m["part"], m["whole"])
    )
    if not 0 < part < whole:
        return None
    return Quantity(m.start(), m.end(), round(100.0 * part / whole, 4), "%", is_share=True)


def _with_range(text: str, low: Quantity) -> Quantity:
    """Extend ``low`` to a range: 10-15, between 20 and 25, 31 million to 33 million.

    ``from 81% to 85%`` is a baseline and a value, not a range.
    """
    link = words.RANGE_LINK.match(text, low.end)
    high = read_at(text, link.end()) if link else None
    if link is None or high is None or high.value <= low.value:
        return low
    before = text[max(0, low.start - 8) : low.start].lower()
    opens = before.endswith(("between ", "from ", "by ", "of "))
    is_range = {
        " and ": before.endswith("between "),
        " to ": not before.endswith("from ") and not _is_step(before, low, high),
    }.get(link[0], True)
    fits = low.unit in ("", high.unit) or (low.is_money and not high.is_money and high.is_bare)
    if not is_range or not fits or (words.YEAR.fullmatch(text[low.start : low.end]) and not opens):
        return low
    unit = high.unit if not low.is_money else _join_units(high.unit, low.unit)
    return replace(low, end=high.end, upper=high.value, unit=unit)


def _is_step(before: str, low: Quantity, high: Quantity) -> bool:
    """Whether ``low`` is a change and ``high`` the resulting level: by 200 to 2,400."""
    # An upper end at least 3 times the lower one is unlikely to be the end of a range.
    by = before.endswith("by ")
    return by and (bool(low.unit) or (not high.is_rate and high.value >= 3 * low.value))


def _join_units(high: str, low: str) -> str:
    """Combine the scale of the upper end with the currency of the lower end: $3-4 million."""
    return high if _MONEY.search(high) else f"{high} {low}".strip()
