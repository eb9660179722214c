"""Search on both sides at once.

Text that is the same on both sides stands on the screen twice but is one match; width, case and
quote style do not matter: ``85%`` finds ``８５％``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plandiff.comparison.model import Side
from plandiff.corpus.text.folding import fold_width
from plandiff.tui.layout.geometry import Paint, Paragraph, RowDrawing


@dataclass(frozen=True, slots=True)
class Match:
    """One place where the text was found."""

    row: int
    side: Side
    paragraph: Paragraph
    start: int


def pattern_of(text: str) -> re.Pattern[str] | None:
    """What to look for; None where there is nothing to look for."""
    folded = searchable(text)
    return re.compile(re.escape(folded)) if folded.strip() else None


def spans_in(paragraph: Paragraph, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Where a paragraph holds the text; what is ours in it (badges) does not count."""
    if paragraph.tag:
        return
    for found in pattern.finditer(searchable(paragraph.text)):
        if not any(start < found.end() and end > found.start() for start, end in paragraph.inlays):
            yield found.span()


def matches_in(row: int, drawing: RowDrawing, pattern: re.Pattern[str]) -> Iterator[Match]:
    """Matches of a row, in reading order: old side before new side, chunk by chunk."""
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
    """Matches of all these rows (index and drawing), in order."""
    return tuple(
        match for index, drawing in drawings for match in matches_in(index, drawing, pattern)
    )


def haystack(drawing: RowDrawing) -> str:
    """All that a row shows, folded: a row without a match in it need not be looked at closer."""
    return "\n".join(
        searchable(paragraph.text)
        for chunk in drawing.chunks
        for side in chunk
        for paragraph in side
    )


def _painted(paragraph: Paragraph, start: int, end: int) -> bool:
    """Whether a range holds something that differs from the other side."""
    kept = ("heading", "title", "label")
    return any(_cuts(paint, start, end) and paint[2] not in kept for paint in paragraph.paints)


def _cuts(paint: Paint, start: int, end: int) -> bool:
    return paint[0] < end and paint[1] > start


def searchable(text: str) -> str:
    """The text as it is looked for: width, case and quote style do not matter; as long as it was.

    >>> searchable("８５％ Ａ")
    '85% a'
    """
    folded = fold_width(text)
    lower = folded.lower()
    return lower if len(lower) == len(folded) else folded
