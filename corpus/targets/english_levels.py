"""Levels listed by year or label on one line: 2024 - 60 %; Target 2025: 80%."""

from msgspec import Struct

from plandiff.corpus import word_patterns as re
from plandiff.corpus.model import Relation
from plandiff.corpus.targets import english_words as words
from plandiff.corpus.targets.english_numbers import Quantity, read_at
from plandiff.corpus.targets.target_candidates import Draft
from plandiff.corpus.targets.tense import Clock

_ENDS = re.compile(r"(?: [a-z]+){0,3} ?(?=[,;|)\n.]|\Z|(?:->|→|/|and|then|to) )", re.IGNORECASE)
_SIGN = re.compile(
    r"(?:(?P<least>≥ ?|>= ?|at least |over |more than )|(?P<most>≤ ?|<= ?|"
    rf"{re.any_of('SIGN')})|(?P<about>~ ?|about |around ))?",
    re.IGNORECASE,
)
_SIGNS = {"least": Relation.AT_LEAST, "most": Relation.AT_MOST, "about": Relation.ABOUT}
_SPANS = ("-", "/", "\u2013")
"""Separators between two years, without spaces around them."""
_LONGEST_NAME = 120


class _Level(Struct, frozen=True):
    start: int
    quantity: Quantity
    relation: Relation
    year: tuple[int, int] | None
    is_baseline: bool


def has_levels(text: str) -> bool:
    """Return whether ``find_levels`` may find any."""
    return bool(words.LEVEL.search(text) or ("(" in text and words.EARLIER_VALUE.search(text)))


def find_levels(text: str, clock: Clock) -> tuple[list[Draft], list[tuple[int, int]]]:
    """Return the targets of lines that list levels, and the spans of all their numbers.

    A baseline or an earlier year belongs to the target after it.  Several levels on one line share
    the name before the first level, or the name on the line above.
    """
    drafts, spans = [], []
    for line in re.finditer(r"[^\n]+", text):
        if listed := _read_listed(text, line.span(), clock):
            drafts.append(listed)
            spans.append((listed.start, line.end()))
            continue
        name, baseline = None, None
        for m in words.LEVEL.finditer(text, *line.span()):
            level = _read(text, m, line.end(), clock)
            if level is None:
                continue
            name = name or _name(text, line, m.start(), level.quantity)
            number = (level.quantity.start, level.quantity.end)
            if level.is_baseline:
                baseline = number
                spans.append(number)
            elif name:
                drafts.append(_draft(level, name, baseline))
                spans.append((level.start, number[1]))
    return drafts, spans


def _read_listed(text: str, line: tuple[int, int], clock: Clock) -> Draft | None:
    """The target of a line of a list: Recycling rate: 52% (2025: 49.3%); None for other lines."""
    head = words.LISTED.match(text, *line)
    sign = _SIGN.match(text, head.end(), line[1]) if head else None
    value = read_at(text, sign.end()) if sign else None
    earlier = words.EARLIER_VALUE.match(text, value.end, line[1]) if value else None
    base = read_at(text, earlier.end()) if earlier else None
    if not (head and sign and value and earlier and base) or base.end > line[1]:
        return None
    past = earlier["year"] is None or clock.year is None or int(earlier["year"]) < clock.year
    if not past or text[base.end : line[1]].strip(" .;").count(")") != 1:
        return None
    noun = earlier["noun"].strip().lower()
    return Draft(
        start=head.end(),
        end=earlier.end("noun"),
        indicator=head.span("name"),
        relation=_SIGNS[sign.lastgroup] if sign.lastgroup else Relation.EQUAL,
        value=value.value,
        unit=value.unit or noun,
        baseline=(base.start, base.end),
    )


def _draft(level: _Level, name: tuple[int, int], baseline: tuple[int, int] | None) -> Draft:
    return Draft(
        start=level.start,
        end=level.quantity.end,
        indicator=name,
        relation=level.relation,
        value=level.quantity.value,
        unit=level.quantity.unit,
        deadline=level.year,
        baseline=baseline,
    )


def _read(text: str, m: re.Match[str], end: int, clock: Clock) -> _Level | None:
    """Read the value after a year or label; None for a period or a school year."""
    sign = _SIGN.match(text, m.end(), end)
    start = sign.end() if sign else m.end()
    quantity = read_at(text, start)
    if quantity and not quantity.unit and words.YEAR.fullmatch(text, start, quantity.end):
        return None  # the Plan (2021-2025)
    if m["year"] and quantity and not quantity.unit and text[m.end("year") : start] in _SPANS:
        return None  # the school year 2026-27
    if quantity is None or quantity.end > end or not _ENDS.match(text, quantity.end):
        return None
    label = (m["label"] or "") + (m["behind"] or "")
    dated = "year" if m["year"] else "labelled" if m["labelled"] else None
    year = m.span(dated) if dated else None
    early = dated is not None and clock.year is not None and _year(m[dated]) < clock.year
    is_baseline = bool(words.BASELINE_LABEL.search(label)) or (early and not label)
    relation = _SIGNS[str(sign.lastgroup)] if sign and sign.lastgroup else Relation.EQUAL
    return _Level(m.end(), quantity, relation, year, is_baseline)


def _year(printed: str) -> int:
    """The first year of a printed period: 2025 for FY 2025/26."""
    found = words.YEAR.search(printed)
    return int(found[0]) if found else 0


def _name(text: str, line: re.Match[str], start: int, quantity: Quantity) -> tuple[int, int] | None:
    """Span of the indicator: the words before the first level, else the whole line above.

    A count contains its own name: Target: 500,000 visitors.
    """
    begin = line.start()
    found = (
        None if words.DEADLINE_ALONE.fullmatch(text, begin, start) else _trim(text, begin, start)
    )
    counts = quantity.is_bare and text[quantity.end : line.end()].strip(" .;,)") != ""
    if found is None and begin and not counts:
        above = text.rfind("\n", 0, begin - 1) + 1
        found = _trim(text, above, begin - 1) if text[begin - 2 : begin - 1] not in ".;" else None
    return found if found and found[1] - found[0] <= _LONGEST_NAME else None


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Strip label, bullets and punctuation from ``text[start:end]``; None if nothing is left."""
    if label := words.NAME_LABEL.match(text, start, end):
        start = label.end()
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not (text[end - 1].isalnum() or text[end - 1] == ")"):
        end -= 1
    return (start, end) if end - start > 2 and text[start:end].lower() != "target" else None
