"""Cache of rows wrapped at one width: a new filter or fold needs no wrapping."""

from collections.abc import Sequence

from plandiff.comparison.edits import Side
from plandiff.comparison.model import Row
from plandiff.corpus.text.width import cut
from plandiff.tui.layout.geometry import (
    Block,
    Geometry,
    NoteBeside,
    NotesByRow,
    Paragraph,
    rough_block,
    set_line,
    set_row,
    with_notes,
)
from plandiff.tui.layout.items import Item, ItemKind
from plandiff.tui.render.rows import RowRenderer
from plandiff.tui.render.section_names import name_of, place_of

_NOTHING = Paragraph("", tag=True)


class RowLayout:
    """Wraps the rows of a comparison at one width, for two panes or one, and caches the blocks."""

    def __init__(
        self, renderer: RowRenderer, width: int, *, unified: bool, spacing: int = 1
    ) -> None:
        self.renderer = renderer
        self.width = max(width, 4)
        self.unified = unified
        self.spacing = spacing
        self._rows: Sequence[Row] = renderer.comparison.rows
        self.blocks: dict[int, Block] = {}
        self._notes: NotesByRow = {}

    def put_notes(self, notes: NotesByRow) -> None:
        """Show these notes below their anchors; rows whose notes changed are wrapped again."""
        if notes == self._notes:
            return
        changed = {row for row in {*notes, *self._notes} if notes.get(row) != self._notes.get(row)}
        for index in [i for i in self.blocks if self._rows[i].id in changed]:
            del self.blocks[index]
        self._notes = notes

    def geometry(self, items: Sequence[Item]) -> Geometry:
        """Return the geometry of all items, wrapped."""
        return Geometry(items, [self.block(item) for item in items])

    def rough_geometry(self, items: Sequence[Item], before: "RowLayout | None") -> Geometry:
        """Return the geometry of all items; rows not yet wrapped at this width are rough.

        A rough row has its block from ``before``, else padding of its estimated height: wrapping
        ten thousand rows would be too slow, and only some of them are visible.
        """
        known = before.blocks if before is not None and before.unified == self.unified else {}
        blocks: list[Block] = []
        rough: list[int] = []
        for index, item in enumerate(items):
            if item.kind is not ItemKind.ROW or item.first in self.blocks:
                blocks.append(self.block(item))
                continue
            rough.append(index)
            blocks.append(known.get(item.first) or rough_block(self._rough_height(item.first)))
        return Geometry(items, blocks, rough)

    def _rough_height(self, row: int) -> int:
        """Estimate the lines of a row of Chinese prose without wrapping it."""
        sections = self._rows[row].new or self._rows[row].old
        letters = sum(len(section.heading) + len(section.body) for section in sections)
        # A Chinese character takes two cells; one line for the incomplete last one.
        return 2 * letters // self.width + 1 + self.spacing

    def block(self, item: Item) -> Block:
        """Return the wrapped block of an item."""
        if item.kind is ItemKind.ROW:
            return self._row(item.first)
        if item.kind is ItemKind.FOLD:
            return self._fold(item)
        return self._ghost(item)

    def _row(self, index: int) -> Block:
        block = self.blocks.get(index)
        if block is None:
            row = self._rows[index]
            draw = self.renderer.unified if self.unified else self.renderer.split
            block = set_row(draw(row), self.width, self.spacing)
            if row.id in self._notes:
                lines = [(note.anchor, self._note(note)) for note in self._notes[row.id]]
                block = with_notes(block, lines, self.spacing)
            self.blocks[index] = block
        return block

    def _note(self, note: NoteBeside) -> Paragraph:
        """Return a note as one line; the status line and the details show its full text."""
        return _own(cut(f"{self.renderer.glyphs.note} {note.text}", self.width), "accent")

    def _fold(self, item: Item) -> Block:
        count = item.last - item.first + 1
        changed = sum(row.changed for row in self._rows[item.first : item.last + 1])
        words = self.renderer.words
        text = words("fold.hidden", count=count) if changed else words("fold", count=count)
        rule = self.renderer.glyphs.fold * 2
        line = _own(f"{rule} {text} {rule}", "fold")
        return set_line(line, line)

    def _ghost(self, item: Item) -> Block:
        row = self._rows[item.first]
        side = item.side or Side.OLD
        other = side.other
        comparison, words = self.renderer.comparison, self.renderer.words
        key = "ghost.gone" if side is Side.OLD else "ghost.came"
        text = words(
            key,
            name=name_of(row.sections(side)[0]),
            place=place_of(comparison.plan(other), row.sections(other)[0].id),
        )
        line = _own(cut(f"{self.renderer.glyphs.moved} {text}", self.width), "ghost")
        if self.unified:
            return set_line(line, line)
        return set_line(line, _NOTHING) if side is Side.OLD else set_line(_NOTHING, line)


def _own(text: str, name: str) -> Paragraph:
    return Paragraph(text, ((0, len(text), name),), ((0, len(text)),), tag=True)
