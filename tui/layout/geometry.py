"""Row geometry shared by both panes: the paragraphs of a row, wrapped to lines.

Both sides are wrapped by the same function at the same width and padded to the same height, so
corresponding lines of the two panes are always at the same height.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate

from msgspec import Struct

from plandiff.comparison.edits import Side
from plandiff.corpus.text.line_breaking import wrap
from plandiff.tui.layout.items import Item, ItemKind

Paint = tuple[int, int, str]
"""Half-open range of a paragraph's text and the name of a style of the palette."""


class Paragraph(Struct, frozen=True):
    """A run of text that is wrapped separately."""

    text: str
    paints: tuple[Paint, ...] = ()
    inlays: tuple[tuple[int, int], ...] = ()
    """Ranges added by the app (target badges), not text of the plan; never broken, never copied."""
    signs: tuple[Paint, ...] = ()
    """Ranges with a gutter sign, shown on every line that intersects them."""
    anchors: tuple[Paint, ...] = ()
    """Ranges that navigation can reach, each with the id of a change: ``r4.2``, ``t0``."""
    tag: bool = False
    """A line that describes the row (moved, split, merged), not text of the plan."""
    continued: bool = False
    """Whether the next paragraph continues this one, which was cut to keep both sides aligned."""


Chunk = tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]
"""Paragraphs of the left and of the right side that start on the same line."""


class RowDrawing(Struct, frozen=True):
    """The painted text of a row, ready for wrapping."""

    chunks: tuple[Chunk, ...]


class Line(Struct, frozen=True):
    """A line on the screen: a range of a paragraph's text."""

    paragraph: Paragraph
    start: int
    end: int

    @property
    def text(self) -> str:
        """The visible text of the line, without spaces that overhang its end."""
        return self.paragraph.text[self.start : self.end].rstrip(" \u3000")

    def shown_signs(self) -> list[str]:
        """Return the gutter signs of the ranges that intersect this line."""
        signs = self.paragraph.signs
        if not signs:
            return []
        end = max(self.end, self.start + 1)
        return [sign for first, last, sign in signs if first < end and last > self.start]

    def shows(self, anchor: str) -> bool:
        """Return whether the range of an anchor intersects this line."""
        end = max(self.end, self.start + 1)
        return any(
            name == anchor and first < end and last > self.start
            for first, last, name in self.paragraph.anchors
        )

    def shown_anchors(self) -> Iterator[str]:
        """Yield the names of the anchors whose ranges intersect this line."""
        end = max(self.end, self.start + 1)
        return (n for first, last, n in self.paragraph.anchors if first < end and last > self.start)

    def begun(self) -> Iterator[str]:
        """Yield the names of the anchors that begin in this line."""
        end = max(self.end, self.start + 1)
        return (name for first, _, name in self.paragraph.anchors if self.start <= first < end)


Side_ = tuple[Line | None, ...]
"""Lines of one side; None is padding."""


class Block(Struct, frozen=True, dict=True):
    """The lines of an item on both sides; the unified view uses only the right side."""

    left: Side_
    right: Side_

    @property
    def height(self) -> int:
        """Number of lines."""
        return len(self.right)

    def side(self, side: Side) -> Side_:
        """Return the lines of the left (old) or right (new) pane."""
        return self.left if side is Side.OLD else self.right

    def anchor_offsets(self) -> dict[str, int]:
        """Return the line offset where each anchor begins; the right side takes precedence."""
        return self._begins

    def lines_of(self, anchor: str) -> tuple[int, ...]:
        """Return the rising line offsets that intersect the range of an anchor, on either side."""
        return self._shown.get(anchor, ())

    # Cached: one key press queries the block of a long row several times.

    @cached_property
    def _begins(self) -> dict[str, int]:
        offsets: dict[str, int] = {}
        for lines in (self.right, self.left):
            own: dict[str, int] = {}
            for offset, line in enumerate(lines):
                for name in line.begun() if line is not None else ():
                    own.setdefault(name, offset)
            offsets = own | offsets
        return offsets

    @cached_property
    def _shown(self) -> dict[str, tuple[int, ...]]:
        shown: dict[str, set[int]] = {}
        for lines in (self.left, self.right):
            for offset, line in enumerate(lines):
                for name in line.shown_anchors() if line is not None else ():
                    shown.setdefault(name, set()).add(offset)
        return {name: tuple(sorted(offsets)) for name, offsets in shown.items()}


class NoteBeside(Struct, frozen=True):
    """A note with its anchor in a row."""

    anchor: str
    """Name of the range in the row's drawing; empty: the whole row."""
    text: str
    """Text of the note, with its author if that is not the reader."""


NotesByRow = Mapping[str, tuple[NoteBeside, ...]]


def set_row(drawing: RowDrawing, width: int, spacing: int = 1) -> Block:
    """Wrap a row to ``width`` cells and pad both sides to the same height, chunk by chunk.

    ``spacing`` empty lines follow the row, at least one if it has no text.
    """
    left: list[Line | None] = []
    right: list[Line | None] = []
    for old, new in drawing.chunks:
        old_lines, new_lines = _lines(old, width), _lines(new, width)
        height = max(len(old_lines), len(new_lines))
        left += [*old_lines, *[None] * (height - len(old_lines))]
        right += [*new_lines, *[None] * (height - len(new_lines))]
    filling: list[None] = [None] * (spacing if left else max(spacing, 1))
    return Block((*left, *filling), (*right, *filling))


def with_notes(block: Block, notes: Sequence[tuple[str, Paragraph]], spacing: int) -> Block:
    """Insert a line for each note below the last line that shows its anchor.

    A note whose anchor is empty or not in the block follows the text of the whole row.
    """
    left, right = list(block.left), list(block.right)
    end = max(block.height - spacing, 0)
    placed = sorted(
        ((_last_shown(block, anchor) + 1 or end), number)
        for number, (anchor, _) in enumerate(notes)
    )
    # From the bottom up, so that earlier offsets stay valid.
    for at, number in reversed(placed):
        paragraph = notes[number][1]
        left.insert(at, None)
        right.insert(at, Line(paragraph, 0, len(paragraph.text)))
    return Block(tuple(left), tuple(right))


def _last_shown(block: Block, anchor: str) -> int:
    """Return the last line that intersects the range of an anchor; -1 if there is none."""
    return max(block.lines_of(anchor), default=-1) if anchor else -1


def rough_block(lines: int) -> Block:
    """Return a placeholder block for an item that is not wrapped yet."""
    filling: tuple[Line | None, ...] = (None,) * max(lines, 1)
    return Block(filling, filling)


def set_line(old: Paragraph, new: Paragraph) -> Block:
    """Return a block of one line, for folds and pointers."""
    return Block((Line(old, 0, len(old.text)),), (Line(new, 0, len(new.text)),))


def _lines(paragraphs: Sequence[Paragraph], width: int) -> list[Line]:
    lines = []
    for paragraph in paragraphs:
        start = 0
        for end in wrap(paragraph.text, width, paragraph.inlays):
            lines.append(Line(paragraph, start, end))
            start = end
    return lines


class Geometry:
    """Items with their blocks; maps lines of the document to items and back."""

    def __init__(
        self, items: Sequence[Item], blocks: Sequence[Block], rough: Iterable[int] = ()
    ) -> None:
        self.items = list(items)
        self.blocks = list(blocks)
        self.rough = set(rough)
        """Indices of items that are not wrapped yet; the heights of their blocks are estimates."""
        self.starts = [0, *accumulate(block.height for block in blocks)]
        self._index()

    def _index(self) -> None:
        """Index rows and folds for bisection; pointers are omitted, their rows are not in order."""
        pairs = [
            (item.first, index)
            for index, item in enumerate(self.items)
            if item.kind is not ItemKind.GHOST
        ]
        self._firsts = [first for first, _ in pairs]
        self._holders = [index for _, index in pairs]

    def replace(
        self,
        index: int,
        count: int,
        items: Sequence[Item],
        blocks: Sequence[Block],
        rough: Iterable[int],
    ) -> None:
        """Replace ``count`` items from ``index`` on; ``rough`` are indices within the new items.

        No other item is wrapped again, so opening a fold is cheap in a long plan.
        """
        more = len(items) - count
        self.items[index : index + count] = items
        self.blocks[index : index + count] = blocks
        behind = index + count
        self.rough = {own + more if own >= behind else own for own in self.rough}
        self.rough.update(index + own for own in rough)
        heights = [block.height for block in self.blocks[index:]]
        self.starts[index:] = accumulate(heights, initial=self.starts[index])
        self._index()

    def measure(self, blocks: Mapping[int, Block]) -> None:
        """Replace rough blocks, by index, with wrapped ones."""
        grown = [i for i, block in blocks.items() if self.blocks[i].height != block.height]
        for index, block in blocks.items():
            self.blocks[index] = block
        self.rough -= blocks.keys()
        if grown:
            first = min(grown)  # items before it stay where they are
            heights = [len(block.right) for block in self.blocks[first:]]
            self.starts[first:] = accumulate(heights, initial=self.starts[first])

    @property
    def height(self) -> int:
        """Number of lines of the whole document."""
        return self.starts[-1]

    def index_at(self, line: int) -> int:
        """Return the index of the item that contains a line; clamped to the document."""
        last = len(self.items) - 1
        if last < 0 or line <= 0:
            return 0
        # The last start is the end of the document.
        return min(bisect_right(self.starts, line) - 1, last)

    def locate(self, line: int) -> tuple[int, int]:
        """Return the index of the item at a line, and the offset of the line in the item."""
        index = self.index_at(line)
        return index, line - self.starts[index]

    def at(self, line: int, side: Side) -> Line | None:
        """Return the line of a side; None for padding and outside the document."""
        if not 0 <= line < self.height:
            return None
        index, offset = self.locate(line)
        return self.blocks[index].side(side)[offset]

    def item_of_row(self, row: int) -> int | None:
        """Return the index of the item that shows a row; None if it is folded or hidden."""
        index = self.holder_of_row(row)
        if not self.items or self.items[index].first != row:
            return None
        return index if self.items[index].kind is ItemKind.ROW else None

    def holder_of_row(self, row: int) -> int:
        """Return the index of the item that shows a row, or of the fold that contains it."""
        at = bisect_right(self._firsts, row) - 1
        return self._holders[at] if at >= 0 else 0

    def top_of_row(self, row: int) -> int:
        """Return the first line of a row, or of the fold that contains it."""
        return self.starts[self.holder_of_row(row)]

    def line_of(self, row: int, side: Side, paragraph: Paragraph, offset: int) -> int:
        """Return the line that shows the character at ``offset`` of a row's paragraph."""
        holder = self.holder_of_row(row)
        for index, line in enumerate(self.blocks[holder].side(side)):
            if line is not None and line.paragraph is paragraph and offset < max(line.end, 1):
                return self.starts[holder] + index
        return self.starts[holder]
