"""Finding a section by what a reader types: its label, its numbers, or a part of its heading.

>>> numbers_of("三（二）")
(3, 2)
"""

import re
from collections.abc import Iterator

from plandiff.comparison.model import Comparison, Side
from plandiff.corpus.folding import fold_width
from plandiff.corpus.model import Plan, Section

_NUMBERS = re.compile(r"\d+|[一二三四五六七八九十百〇零两]+")
_BETWEEN = re.compile(r"[()、.\s第章节条篇编款]*")
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def find_section(comparison: Comparison, wanted: str, here: int = -1) -> int | None:
    """Index of the row of a section; the new plan is looked at first, then the old one.

    A label as printed (``（三）``) finds the next section with it behind row ``here``, numbers
    (``3.2``, ``三（二）``) walk down from the top, anything else is looked for in the headings.
    """
    text = fold_width(wanted).strip().lower()
    index_of = {row.id: index for index, row in enumerate(comparison.rows)}
    if not text:
        return None
    for finder in (_by_label, _by_numbers, _by_heading):
        for side in (Side.NEW, Side.OLD):
            rows = sorted(
                index_of[comparison.row_of[side, section.id].id]
                for section in finder(comparison.plan(side), text)
                if (side, section.id) in comparison.row_of
            )
            if rows:
                return next((row for row in rows if row > here), rows[0])
    return None


def numbers_of(text: str) -> tuple[int, ...]:
    """The numbers that a text consists of; empty where there is anything else in it."""
    if _BETWEEN.fullmatch(_NUMBERS.sub("", text)) is None:
        text = fold_width(text)
        if _BETWEEN.fullmatch(_NUMBERS.sub("", text)) is None:
            return ()
    return tuple(_value(part) for part in _NUMBERS.findall(text))


def _by_label(plan: Plan, text: str) -> list[Section]:
    return [s for s in plan.sections if s.label and fold_width(s.label).strip().lower() == text]


def _by_numbers(plan: Plan, text: str) -> list[Section]:
    numbers = numbers_of(text)
    if not numbers:
        return []
    found = list(_shallowest(plan, numbers[0]))
    for number in numbers[1:]:
        parents = {section.id for section in found}
        found = [s for s in plan.sections if s.parent in parents and s.number == number]
    return found


def _shallowest(plan: Plan, number: int) -> Iterator[Section]:
    fitting = [s for s in plan.sections if s.number == number and s.level > 0]
    level = min((section.level for section in fitting), default=0)
    return (section for section in fitting if section.level == level)


def _by_heading(plan: Plan, text: str) -> list[Section]:
    return [s for s in plan.sections if text in fold_width(f"{s.label or ''}{s.heading}").lower()]


def _value(text: str) -> int:
    if text.isdigit():
        return int(text)
    total = current = 0
    for character in text:
        if character in "十百":
            total += (current or 1) * (10 if character == "十" else 100)
            current = 0
        else:
            current = current * 10 + _DIGITS[character]
    return total + current
