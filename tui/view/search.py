"""Search on both sides at once.

Text that is equal on both sides is shown twice but is one match; width, case and quote style are
ignored: ``85%`` finds ``８５％``.
"""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from plandiff.comparison.edits import Side
from plandiff.comparison.model import Comparison, Row
from plandiff.corpus.model import Plan, Section
from plandiff.corpus.text.folding import fold_width
from plandiff.corpus.text.numerals import read_count
from plandiff.tui.layout.geometry import Paint, Paragraph, RowDrawing
from plandiff.tui.view.navigation import Stop


class Match(Struct, frozen=True):
    """A match of the search."""

    row: int
    side: Side
    paragraph: Paragraph
    start: int


def pattern_of(text: str) -> re.Pattern[str] | None:
    """Compile the search text to a pattern; None if it is empty."""
    folded = searchable(text)
    return re.compile(re.escape(folded)) if folded.strip() else None


def spans_in(paragraph: Paragraph, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield the ranges of matches in a paragraph; inlays of the app (badges) are skipped."""
    if paragraph.tag:
        return
    if not paragraph.inlays:
        yield from (found.span() for found in pattern.finditer(searchable(paragraph.text)))
        return
    places = _own_places(paragraph)
    for found in pattern.finditer(searchable(_own_text(paragraph))):
        yield places[found.start()], places[found.end() - 1] + 1


def _own_places(paragraph: Paragraph) -> list[int]:
    """Return the offsets of the plan's characters in a paragraph, without inlays."""
    ours = {place for start, end in paragraph.inlays for place in range(start, end)}
    return [place for place in range(len(paragraph.text)) if place not in ours]


def _own_text(paragraph: Paragraph) -> str:
    """Return the plan's text of a paragraph, without inlays; most have none."""
    if not paragraph.inlays:
        return paragraph.text
    return "".join([paragraph.text[place] for place in _own_places(paragraph)])


def matches_in(row: int, drawing: RowDrawing, pattern: re.Pattern[str]) -> Iterator[Match]:
    """Yield the matches of a row in reading order: chunk by chunk, old side before new side."""
    for old, new in drawing.chunks:
        for paragraph in old:
            for start, end in spans_in(paragraph, pattern):
                if not new or _painted(paragraph, start, end):
                    yield Match(row, Side.OLD, paragraph, start)
        for paragraph in new:
            for start, _ in spans_in(paragraph, pattern):
                yield Match(row, Side.NEW, paragraph, start)


def find_all(
    drawings: Sequence[tuple[int, RowDrawing]], pattern: re.Pattern[str]
) -> tuple[Match, ...]:
    """Return the matches of rows (index and drawing), in order."""
    return tuple(
        match for index, drawing in drawings for match in matches_in(index, drawing, pattern)
    )


def haystack(drawing: RowDrawing) -> str:
    """Return all text of a row, folded; a cheap test before the ranges of matches are found."""
    return "\n".join(
        searchable(_own_text(paragraph))
        for chunk in drawing.chunks
        for side in chunk
        for paragraph in side
    )


def _painted(paragraph: Paragraph, start: int, end: int) -> bool:
    """Return whether a range contains text that differs from the other side."""
    kept = ("heading", "title", "label")
    return any(_cuts(paint, start, end) and paint[2] not in kept for paint in paragraph.paints)


def _cuts(paint: Paint, start: int, end: int) -> bool:
    return paint[0] < end and paint[1] > start


def searchable(text: str) -> str:
    """Fold width, case and quote style of a text; the length is preserved.

    >>> searchable("８５％ Ａ")
    '85% a'
    """
    folded = fold_width(text)
    lower = folded.lower()
    return lower if len(lower) == len(folded) else folded


_NUMBERS = re.compile(r"\d+|[一二三四五六七八九十百〇零两]+")
_BETWEEN = re.compile(r"[()、.\s第章节条篇编款]*")


class FoundSection(Struct, frozen=True):
    """A section that matches the reader's input."""

    section: Section
    side: Side
    stop: Stop
    """Its row, and its anchor in a row of several sections."""


def find_sections(comparison: Comparison, wanted: str, side: Side) -> tuple[FoundSection, ...]:
    """Return the matching sections of a side, by rising row; of the other side if there are none.

    A label as printed (``（三）``) matches every section with it; numbers (``3.2``, ``三（二）``)
    are a path from the top; any other text is searched in the headings.
    """
    text = fold_width(wanted).strip().lower()
    if not text:
        return ()
    index_of = {row.id: index for index, row in enumerate(comparison.rows)}
    for finder in (_by_label, _by_numbers, _by_heading):
        for own in (side, side.other):
            found = [
                FoundSection(section, own, section_stop(row, index_of[row.id], own, section))
                for section in finder(comparison.plan(own), text)
                if (row := comparison.row_of.get((own, section.id))) is not None
            ]
            if found:
                return tuple(sorted(found, key=lambda one: one.stop.row))
    return ()


def section_stop(row: Row, index: int, side: Side, section: Section) -> Stop:
    """Return the stop of a section of a row: the row's top for the first section of a side.

    In a row of several sections each further one has an anchor, ``new.s3``.
    """
    first = row.sections(side)[0] is section
    return Stop(index) if first else Stop(index, f"{side.value}.{section.id}")


def numbers_of(text: str) -> tuple[int, ...]:
    """Return the numbers of a text; empty if it contains anything else."""
    if _BETWEEN.fullmatch(_NUMBERS.sub("", text)) is None:
        text = fold_width(text)
        if _BETWEEN.fullmatch(_NUMBERS.sub("", text)) is None:
            return ()
    numbers = [read_count(part) for part in _NUMBERS.findall(text)]
    return tuple(number for number in numbers if number is not None)


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
