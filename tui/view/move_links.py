"""The other end of what moved: of a row, or of a sentence that left its section."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from plandiff.comparison.model import Edit, EditNature, Row
from plandiff.corpus.lazy_import import LazyModule
from plandiff.tui.layout.geometry import Block
from plandiff.tui.layout.items import ItemKind
from plandiff.tui.render.canvas import shown_text
from plandiff.tui.view.model import View

if TYPE_CHECKING:
    from rapidfuzz import distance
else:
    distance = LazyModule("rapidfuzz.distance")


def counterpart(view: View) -> int | None:
    """The line at the other end of the move under the cursor."""
    item = view.item()
    if item is None:
        return None
    if item.kind is ItemKind.GHOST:
        return view.geometry.top_of_row(item.first)
    row = view.rows[item.first]
    if item.kind is ItemKind.ROW and (carried := moved_text_line(view, row)) is not None:
        return carried
    if item.kind is not ItemKind.ROW or not row.moved:
        return None
    for index, other in enumerate(view.geometry.items):
        if other.kind is ItemKind.GHOST and _same_move(view.rows[other.first], row):
            return view.geometry.starts[index]
    return None


def _same_move(one: Row, other: Row) -> bool:
    return one is other or (one.block is not None and one.block == other.block)


def moved_text_line(view: View, row: Row) -> int | None:
    """The line of the other end of the sentence under the cursor, which is in this row.

    Where the cursor is on no such sentence, that of the row's first one; None where it has none.
    """
    moved = [edit for edit in row.edits if edit.nature is EditNature.MOVED]
    index, offset = view.geometry.locate(view.cursor)
    block = view.geometry.blocks[index]
    here = _moved_text(block, offset)
    if not moved or (row.moved and not here):
        return None
    edit = next((e for e in moved if here and here in shown_text(e.text)), moved[0])
    if edit.link is None:
        return None
    other = view.row_index[edit.link]
    item = view.geometry.item_of_row(other)
    if item is None:
        return view.geometry.top_of_row(other)
    end = _other_end(edit, row, view.rows[other])
    inside = view.rows[other] is row
    ends, last = ([edit, end], offset) if inside else ([end], -1)
    return view.geometry.starts[item] + _next_begin(view.geometry.blocks[item], ends, last)


def _other_end(edit: Edit, row: Row, other: Row) -> Edit:
    """The sentence of the other row that this one of the row has become, or was."""
    ends = [end for end in other.edits if end.link == row.id and end.op is not edit.op]
    return max(
        ends,
        key=lambda end: distance.Indel.normalized_similarity(end.text, edit.text),
        default=edit,
    )


def _moved_text(block: Block, offset: int) -> str:
    """What a line shows of a sentence that moved to or from another section."""
    return next(_moved_texts(block, offset), "")


def _moved_texts(block: Block, offset: int) -> Iterator[str]:
    for line in (block.left[offset], block.right[offset]):
        for start, end, name in line.paragraph.paints if line is not None else ():
            if line is not None and name == "carried" and start < line.end and end > line.start:
                yield line.paragraph.text[max(start, line.start) : min(end, line.end)]


def _next_begin(block: Block, ends: Sequence[Edit], offset: int) -> int:
    """The line after this one where one of these sentences begins, round the end of the block.

    The top where none does.
    """
    texts = [shown_text(end.text) for end in ends]
    begins = [
        line
        for line in range(block.height)
        if any(text.startswith(found) for found in _moved_texts(block, line) for text in texts)
    ]
    return next((line for line in begins if line > offset), begins[0] if begins else 0)
