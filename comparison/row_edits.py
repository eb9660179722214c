"""Assemble the edits of a row from those of its passages.

Both texts are traversed from beginning to end.  The passages that keep their order contribute
their edits; between them old text is deleted before new text is inserted.  A passage of several
places is split into one part for each pair of places, because other passages may be in between.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, takewhile

from msgspec import Struct
from msgspec.structs import replace

from plandiff.comparison.edits import Edit, EditNature, Op, Passage, Place, Side
from plandiff.comparison.model import Row
from plandiff.comparison.subsequences import heaviest_increasing_subsequence
from plandiff.corpus.model import Section, Span

_NEAR_COPY = 0.9
"""Least kept share of a passage out of order that is shown as moved between sections."""


class _Part(Struct, frozen=True):
    """The edits of a passage between one old and one new place; offsets in the row's texts."""

    passage: Passage
    old: tuple[int, int]
    new: tuple[int, int]
    edits: tuple[Edit, ...]

    @property
    def kept(self) -> int:
        return sum(len(edit.text) for edit in self.edits if edit.op is Op.EQUAL)

    def span(self, side: Side) -> tuple[int, int]:
        return self.old if side is Side.OLD else self.new


Piece = tuple[int, int, Edit]
"""Deleted or inserted text of one side: start and end in the row's text, and its edit."""


class _Texts(Struct, frozen=True):
    """A row's two texts, and the offsets of its sections in them."""

    row: Row
    whole: dict[Side, str]
    bases: dict[Side, dict[str, int]]

    @classmethod
    def of(cls, row: Row) -> "_Texts":
        """Join the sections of a row."""
        return cls(
            row,
            {side: row.text(side) for side in Side},
            {side: _bases(row.sections(side)) for side in Side},
        )

    def start(self, side: Side, place: Place) -> int:
        """Return the start offset of a place in the text of its side."""
        return self.bases[side][place.section] + place.start

    def span(self, side: Side, place: Place) -> tuple[int, int]:
        """Return start and end offset of a place in the text of its side."""
        base = self.bases[side][place.section]
        return base + place.start, base + place.end


def lay_out(row: Row, passages: Iterable[Passage]) -> tuple[tuple[Passage, ...], tuple[Edit, ...]]:
    """Return the passages of a row in order, ``moved`` if out of order, and the row's edits."""
    table, texts = list(passages), _Texts.of(row)
    parts = [part for passage in table for part in _parts(texts, passage)]
    chain = _in_order(texts, parts)
    kept = {part.passage.id for part in chain}
    moved = {item.id for item in table if item.old and item.new and item.id not in kept}
    keys = {passage.id: _sort_key(texts, passage, chain) for passage in table}
    ordered = sorted(table, key=lambda passage: keys[passage.id])
    edits = _row_edits(texts, table, parts, chain, moved)
    return tuple(replace(item, moved=True) if item.id in moved else item for item in ordered), edits


def _row_edits(
    texts: _Texts,
    passages: Sequence[Passage],
    parts: Iterable[_Part],
    chain: Sequence[_Part],
    moved: set[str],
) -> tuple[Edit, ...]:
    on_chain = set(map(id, chain))
    aside = [part for part in parts if id(part) not in on_chain]
    pieces = {
        side: sorted(_pieces(texts, passages, aside, moved, side), key=_start) for side in Side
    }
    edits: list[Edit] = []
    at = {Side.OLD: 0, Side.NEW: 0}
    before: _Part | None = None
    for part in (*chain, None):
        ends = {side: part.span(side)[0] if part else len(texts.whole[side]) for side in Side}
        gap = _gap(
            *(
                _gap_pieces(texts.whole[side], at[side], ends[side], pieces[side], side)
                for side in Side
            )
        )
        edits += gap
        if part:
            same = bool(before and not gap and before.passage is part.passage)
            edits += _joined(edits, part.edits) if same else part.edits
            at = {side: part.span(side)[1] for side in Side}
        before = part
    return tuple(_merge_equal(edits))


def _joined(edits: list[Edit], more: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """Return ``more``, its first edit joined to the last of ``edits`` if a place border cut it.

    The joined edit is popped from ``edits``.
    """
    last, first = edits[-1], more[0]
    alike = replace(last, text="", core=()) == replace(first, text="", core=())
    if not alike or bool(last.core) != bool(first.core):
        return more
    edits.pop()
    size = len(last.text)
    spans = (*last.core, *(Span(span.start + size, span.end + size) for span in first.core))
    core = tuple(span for span in spans if span.start < span.end) or spans[:1]
    return (replace(last, text=last.text + first.text, core=core), *more[1:])


def _sort_key(texts: _Texts, passage: Passage, chain: Sequence[_Part]) -> tuple[int, int]:
    """Return a sort key: the new plan's order; a removed passage follows its old predecessor."""
    if passage.new:
        return texts.start(Side.NEW, passage.new[0]), -1
    start = texts.start(Side.OLD, passage.old[0])
    before = bisect_left(chain, start, key=lambda part: part.old[0])
    return (chain[before - 1].new[0] if before else -1), start


def _bases(sections: Iterable[Section]) -> dict[str, int]:
    """Return the offset of each section in the joined text of its side."""
    bases, at = dict[str, int](), 0
    for section in sections:
        bases[section.id] = at
        at += len(section.text) + 1
    return bases


def _parts(texts: _Texts, passage: Passage) -> Iterator[_Part]:
    """Yield the parts of a two-sided passage, split where a place of either side ends."""
    if not passage.old or not passage.new:
        return
    if len(passage.old) == len(passage.new) == 1:  # the common case: no line end to split at
        old, new = (texts.span(side, passage.places(side)[0]) for side in Side)
        yield _Part(passage, old, new, passage.edits)
        return
    places = {side: iter(passage.places(side)) for side in Side}

    def next_start(side: Side) -> int:
        return texts.start(side, next(places[side]))

    start = {side: next_start(side) for side in Side}
    end = dict(start)
    edits: list[Edit] = []
    for edit in (piece for whole in passage.edits for piece in _cut_at_line_ends(whole)):
        sides = [side for side in Side if edit.op in (Op.EQUAL, side.op)]
        if edit.text == "\n":
            yield _part(passage, start, end, edits)
            start = {side: next_start(side) if side in sides else end[side] for side in Side}
            end, edits = dict(start), []
        else:
            edits.append(edit)
            for side in sides:
                end[side] += len(edit.text)
    yield _part(passage, start, end, edits)


def _part(
    passage: Passage, start: dict[Side, int], end: dict[Side, int], edits: Iterable[Edit]
) -> _Part:
    old, new = ((start[side], end[side]) for side in Side)
    return _Part(passage, old, new, tuple(edits))


def _cut_at_line_ends(edit: Edit) -> Iterator[Edit]:
    """Split an edit at line ends, which separate places and are yielded as pieces of their own."""
    at = 0
    for is_end, run in groupby(edit.text, "\n".__eq__):
        for text in ("\n" for _ in run) if is_end else ("".join(run),):
            core = tuple(
                Span(max(span.start - at, 0), min(span.end - at, len(text)))
                for span in edit.core
                if span.start < at + len(text) and span.end > at
            )
            # An empty tuple means that all of the text differs; an empty span, that none does.
            none = (Span(0, 0),) if edit.core else ()
            yield replace(edit, text=text, core=core or none)
            at += len(text)


def _in_order(texts: _Texts, parts: Iterable[_Part]) -> list[_Part]:
    """Return the parts that keep their order on both sides, with the most equal text.

    Ties are broken with the smaller text as the old one, so that the result mirrors.
    """
    first, second = Side.OLD, Side.NEW
    if texts.whole[first] > texts.whole[second]:
        first, second = second, first
    both = [part for part in parts if all(a < b for a, b in (part.old, part.new))]
    both.sort(key=lambda part: part.span(first))
    if not both:
        return []
    chosen = heaviest_increasing_subsequence(
        [part.span(second)[0] for part in both], [1 + 2 * part.kept for part in both]
    )
    return [both[index] for index in chosen]


def _pieces(
    texts: _Texts,
    passages: Iterable[Passage],
    aside: Iterable[_Part],
    moved: set[str],
    side: Side,
) -> Iterator[Piece]:
    """Yield the pieces in the gaps of one side: one-sided passages, and parts out of order."""
    for passage in passages:
        if passage.places(side) and not passage.places(side.other):
            at = texts.start(side, passage.places(side)[0])
            for edit in passage.edits:
                yield at, at + len(edit.text), edit
                at += len(edit.text)
    for part in aside:
        start, end = part.span(side)
        if start < end:
            edit, *more = part.edits
            alone = edit.op is side.op and not more
            text = texts.whole[side][start:end]
            left = part.passage.id in moved
            yield start, end, edit if alone else _aside(texts.row, part.passage, left, side, text)


def _aside(row: Row, passage: Passage, moved: bool, side: Side, text: str) -> Edit:
    """Return the edit of a part out of order; it links near copies in another section."""
    if (len(row.old) > 1 or len(row.new) > 1) and moved and passage.kept >= _NEAR_COPY:
        section = passage.places(side.other)[0].section
        return Edit(side.op, text, EditNature.MOVED, link=row.id, section=section)
    return Edit(side.op, text)


def _start(piece: Piece) -> int:
    return piece[0]


def _gap_pieces(text: str, start: int, end: int, pieces: list[Piece], side: Side) -> list[Edit]:
    """Return the edits of a gap; white space between its pieces belongs to the preceding piece."""
    found: list[Edit] = []
    at = start
    first_piece, last_piece = (bisect_left(pieces, place, key=_start) for place in (start, end))
    for first, last, edit in pieces[first_piece:last_piece]:
        if at < first:
            found.append(Edit(side.op, text[at:first], EditNature.FORM))
        found.append(edit)
        at = last
    if at < end:
        found.append(Edit(side.op, text[at:end], EditNature.FORM))
    return found


def _gap(old: list[Edit], new: list[Edit]) -> list[Edit]:
    """Join the edits of a gap: deletions first; common white space at both ends is equal."""
    head = _common_space(old, new, 0)
    tail = _common_space(old, new, -1)
    return [
        *([Edit(Op.EQUAL, head)] if head else ()),
        *_merge_pieces(old),
        *_merge_pieces(new),
        *([Edit(Op.EQUAL, tail)] if tail else ()),
    ]


def _common_space(old: list[Edit], new: list[Edit], at: int) -> str:
    """Strip and return the common white space of the first (0) or last (-1) edits."""
    if not old or not new or old[at].text.strip() or new[at].text.strip():
        return ""
    step = 1 if at == 0 else -1
    pairs = zip(old[at].text[::step], new[at].text[::step], strict=False)
    common = "".join(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    for side in (old, new):
        rest = side[at].text[::step][len(common) :][::step]
        if rest:
            side[at] = replace(side[at], text=rest)
        else:
            del side[at]
    return common[::step]


def _merge_pieces(edits: Iterable[Edit]) -> list[Edit]:
    """Join neighbouring edits of one nature; white space takes that of the preceding edit."""
    merged: list[Edit] = []
    for edit in edits:
        last = merged[-1] if merged else None
        plain = {EditNature.SUBSTANCE, EditNature.FORM}
        if last and last.nature in plain and edit.nature in plain and not (last.core or edit.core):
            nature = EditNature.SUBSTANCE
            if last.nature is edit.nature:
                nature = edit.nature
            merged[-1] = replace(last, text=last.text + edit.text, nature=nature)
        else:
            merged.append(edit)
    return merged


def _merge_equal(edits: Iterable[Edit]) -> Iterator[Edit]:
    """Join consecutive equal edits."""
    for equal, run in groupby(edits, lambda edit: edit.op is Op.EQUAL):
        if equal:
            yield Edit(Op.EQUAL, "".join(edit.text for edit in run))
        else:
            yield from run
