"""Shortened text: unchanged context around a change, and long deleted or inserted runs.

Text is cut at the nearest punctuation mark, never inside a number or a Latin word.  Summaries keep
the head, the tail and the number of characters of a long deleted or inserted run, because they are
read in mails; the comparison table and the page have the full text.

`one_line_summary` selects the most significant changes of a section, with a few words of context.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from plandiff.comparison.edits import EditNature, Op, RowKind
from plandiff.comparison.model import Row
from plandiff.comparison.reports.shared.labels import Labels
from plandiff.comparison.reports.shared.marks import Mark, Piece, lines_of, unified_pieces
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.escape import visible

_STOP = re.compile(r"[。；;！!？?，,、：:）)”》\s]")
_SOLID = re.compile(r"[0-9A-Za-z.%％*]")
_REACH = 24
"""Characters by which kept context may grow to end at a punctuation mark."""
_LITTLE = 6
"""An omission must be longer than this many characters to be worth a gap."""


def _nearest_stop(lengths: Sequence[int], keep: int) -> int | None:
    """The length nearest to ``keep`` and not shorter than half of it; None if there is none."""
    fitting = [length for length in lengths if length >= keep // 2 and length]
    return min(fitting, key=lambda length: (abs(length - keep), length), default=None)


def _tail(text: str, keep: int, reach: int = _REACH) -> str:
    """The end of the text, from just after a punctuation mark if one is near."""
    window = text[-(keep + reach) :]
    stops = [len(window) - m.end() for m in _STOP.finditer(window)]
    length = _nearest_stop(stops, keep)
    if length is not None:
        return window[-length:]
    # Without punctuation nearby: extend the cut to the start of a number or Latin word.
    start = max(len(text) - keep, 0)
    while 0 < start < len(text) and _SOLID.match(text[start]) and _SOLID.match(text[start - 1]):
        start -= 1
    return text[start:]


def _head(text: str, keep: int, reach: int = _REACH) -> str:
    """The beginning of the text, up to and including a punctuation mark if one is near."""
    length = _nearest_stop([m.end() for m in _STOP.finditer(text[: keep + reach])], keep)
    if length is not None:
        return text[:length]
    # Without punctuation nearby: extend the cut to the end of a number or Latin word.
    end = keep
    while 0 < end < len(text) and _SOLID.match(text[end]) and _SOLID.match(text[end - 1]):
        end += 1
    return text[:end]


def _shortened(
    piece: Piece, *, first: bool, last: bool, context: int, reach: int
) -> tuple[Piece, ...]:
    """An equal piece with its middle, or the end away from any change, omitted."""
    gap = Piece(Mark.GAP, "")
    head = "" if first else _head(piece.text, context, reach)
    tail = "" if last else _tail(piece.text, context, reach)
    if len(head) + len(tail) + _LITTLE >= len(piece.text):
        return (piece,)
    parts = (Piece(Mark.SAME, head), gap, Piece(Mark.SAME, tail))
    return tuple(part for part in parts if part.text or part is gap)


def elide(line: Sequence[Piece], context: int, reach: int = _REACH) -> tuple[Piece, ...]:
    """Keep ``context`` characters around each change of a line; -1 keeps all.

    Kept context grows by up to ``reach`` characters to end at a punctuation mark.
    """
    if context < 0:
        return tuple(line)
    kept: list[Piece] = []
    for index, piece in enumerate(line):
        if piece.mark is not Mark.SAME:
            kept.append(piece)
            continue
        ends = {"first": index == 0, "last": index == len(line) - 1}
        kept.extend(_shortened(piece, **ends, context=context, reach=reach))
    return tuple(kept)


def changed_lines(pieces: Iterable[Piece], context: int) -> tuple[tuple[Piece, ...], ...]:
    """The lines that contain a change, each shortened; with ``context`` -1 all lines in full."""
    return tuple(
        elide(line, context)
        for line in lines_of(pieces)
        if context < 0 or any(piece.mark.is_change for piece in line)
    )


def beginning(text: str, limit: int, reach: int = _REACH) -> str:
    """The text in one line up to about ``limit`` characters, cut at punctuation; -1 keeps all."""
    line = " ".join(text.split())
    if limit < 0 or len(line) <= limit + _LITTLE:
        return line
    return _head(line, limit, reach)


def ending(text: str, limit: int) -> str:
    """The last characters of the text in one line, about ``limit`` of them, from punctuation on."""
    line = " ".join(text.split())
    return line if len(line) <= limit + _LITTLE else _tail(line, limit)


_HEAD = 40
_TAIL = 20
"""Characters kept at each end of a long run: a clause or two."""
_LONG = 100
"""Runs of up to this many characters are shown in full."""
_MUCH = 400
"""A section whose longer side has fewer characters is always shown change by change: it is readable
at a glance however much of it differs."""
_KEPT = 0.25
"""Kept share below which equal text is accidental: names, set phrases, single clauses."""

Line = tuple[Piece, ...]


def _alone(line: Line) -> Mark | None:
    """The mark of a line that was deleted or inserted as a whole; otherwise None."""
    marks = {piece.mark for piece in line}
    mark = next(iter(marks)) if len(marks) == 1 else Mark.SAME
    return mark if mark in {Mark.DELETE, Mark.INSERT} else None


def cut_text(text: str, labels: Labels, key: str = "excerpt.cut", paragraphs: int = 1) -> str:
    """Head, tail and size of a long text; a short text is unchanged."""
    if len(text) <= _LONG:
        return text
    head, tail = beginning(text, _HEAD), ending(text, _TAIL)
    size = len(text) - (paragraphs - 1)
    return labels(key, head=head, tail=tail, count=size, paragraphs=paragraphs)


def _cut_pieces(line: Line, labels: Labels) -> Line:
    return tuple(
        replace(piece, text=cut_text(piece.text, labels)) if piece.mark.is_change else piece
        for piece in line
    )


def _run(lines: Sequence[Line], labels: Labels) -> tuple[Line, ...]:
    """Join adjacent lines that were all deleted, or all inserted, and cut them if they are long."""
    filled = [line for line in lines if any(piece.text for piece in line)]
    texts = ["".join(piece.text for piece in line) for line in filled]
    if len(filled) < 2 or sum(map(len, texts)) <= _LONG:
        return tuple(_cut_pieces(line, labels) for line in lines)
    text = cut_text("\n".join(texts), labels, "excerpt.cut-paragraphs", len(filled))
    return ((Piece(filled[0][0].mark, text),),)


def cut_long_runs(lines: Iterable[Line], labels: Labels) -> tuple[Line, ...]:
    """Cut long deleted and inserted runs in the changed lines of a row.

    ``【删：“十二五”时期，……崭新局面。（共145字）】``
    """
    cut: list[Line] = []
    for mark, group in groupby(lines, key=_alone):
        run = tuple(group)
        cut.extend(_run(run, labels) if mark else (_cut_pieces(line, labels) for line in run))
    return tuple(cut)


def kept_share(row: Row) -> float:
    """The share of the longer side, 0 to 1, that is common to both sides or only moved."""
    sizes = dict.fromkeys(Op, 0)
    for edit in row.edits:
        known = edit.op is Op.EQUAL or edit.nature is not EditNature.SUBSTANCE
        sizes[edit.op] += 0 if known and edit.op is not Op.EQUAL else len(edit.text)
    longer = sizes[Op.EQUAL] + max(sizes[Op.DELETE], sizes[Op.INSERT])
    return sizes[Op.EQUAL] / longer if longer else 1.0


def is_rewritten(row: Row) -> bool:
    """Whether so little of a long section is kept that marks in its text are useless."""
    longer = max(sum(len(s.text) for s in side) for side in (row.old, row.new))
    return (
        row.kind is not RowKind.UNCHANGED
        and bool(row.old and row.new)
        and longer > _MUCH
        and kept_share(row) < _KEPT
    )


def format_rewritten(row: Row, labels: Labels, key: str = "reworded.wholly") -> str:
    """``大部改写：旧版2410字，新版1570字，相同约13%``."""
    old, new = (sum(len(s.text) for s in side) for side in (row.old, row.new))
    share = round(kept_share(row) * 100)
    return labels(key, old=old, new=new, share=share)


_LINE_CONTEXT = 5
_LINE_REACH = 3
"""Characters of context around a change, and by how many it may grow to reach punctuation."""
_LINE_RUN = 14
"""Maximum characters of one run of new or old words."""
_GAP = Piece(Mark.GAP, "")


class OneLineSummary(Struct, frozen=True):
    """The changes of a section in one line."""

    pieces: tuple[Piece, ...]
    shown: int
    """Number of places that the pieces show."""
    places: int
    """Number of changed places; a deletion and its replacement are one place."""
    inserted: int
    """Number of inserted characters; ``deleted`` likewise."""
    deleted: int


class _Place(Struct, frozen=True):
    """A run of changed words with the unchanged text on both sides, up to the adjacent changes."""

    line: int
    before: str
    changed: tuple[Piece, ...]
    after: str

    @property
    def lead(self) -> tuple[Piece, ...]:
        """The last words before the change."""
        line = (Piece(Mark.SAME, self.before), self.changed[0])
        return elide(line, _LINE_CONTEXT, _LINE_REACH)[:-1] if self.before else ()

    @property
    def trail(self) -> tuple[Piece, ...]:
        """The first words after the change."""
        line = (self.changed[-1], Piece(Mark.SAME, self.after))
        return elide(line, _LINE_CONTEXT, _LINE_REACH)[1:] if self.after else ()

    @property
    def weight(self) -> int:
        """Rank of the place: changed numbers are most significant, then the longest changes."""
        words = "".join(piece.text for piece in self.changed)
        return len(words) + (1000 if any(map(str.isdigit, words)) else 0)


def _is_change(piece: Piece) -> bool:
    return piece.mark.is_change


def _places(row: Row, names: Mapping[str, str]) -> Iterator[_Place]:
    for number, line in enumerate(lines_of(unified_pieces(row.edits))):
        safe = (
            replace(piece, text=visible(piece.text), link=names.get(piece.end)) for piece in line
        )
        runs = [(changed, tuple(run)) for changed, run in groupby(safe, key=_is_change)]
        texts = ["", *("".join(piece.text for piece in run) for _, run in runs), ""]
        for index, (changed, run) in enumerate(runs):
            if changed:
                yield _Place(number, texts[index], tuple(map(_short, run)), texts[index + 2])


def _short(piece: Piece) -> Piece:
    """Cut the end of long new or old words."""
    if len(piece.text) <= _LINE_RUN + 6:
        return piece
    return replace(piece, text=f"{beginning(piece.text, _LINE_RUN, _LINE_REACH)}…")


def _chosen(
    places: Sequence[_Place], width_of: Callable[[Sequence[Piece]], int], room: int
) -> list[int]:
    """Indices, in text order, of the places that fit; texts greedily by descending weight."""
    chosen: list[int] = []
    for index in sorted(range(len(places)), key=lambda i: (-places[i].weight, i)):
        place = places[index]
        size = width_of((*place.lead, *place.changed, *place.trail))
        if size <= room or not chosen:
            chosen.append(index)
            room -= size
    return sorted(chosen)


def _told(places: Sequence[_Place], chosen: Sequence[int]) -> Iterator[Piece]:
    """The chosen places in order; between two close places the text in between is kept."""
    for at, index in enumerate(chosen):
        place = places[index]
        if at and _is_close(places, chosen[at - 1], index):
            yield Piece(Mark.SAME, place.before)
        else:
            yield from (*(() if index == 0 else (_GAP,)), *place.lead)
        yield from place.changed
        following = chosen[at + 1] if at + 1 < len(chosen) else len(places)
        if not _is_close(places, index, following):
            yield from place.trail
    if chosen and chosen[-1] < len(places) - 1:
        yield _GAP


def _is_close(places: Sequence[_Place], index: int, following: int) -> bool:
    """Whether two places are adjacent on the same line, with little text in between."""
    return (
        following == index + 1 < len(places)
        and places[index].line == places[following].line
        and len(places[index].after) <= 2 * _LINE_CONTEXT + _LINE_REACH
    )


def _without_doubled_gaps(pieces: Iterable[Piece]) -> Iterator[Piece]:
    for gap, run in groupby(pieces, key=lambda piece: piece.mark is Mark.GAP):
        yield from (_GAP,) if gap else run


def one_line_summary(
    row: Row, names: Mapping[str, str], width_of: Callable[[Sequence[Piece]], int], room: int
) -> OneLineSummary:
    """The most significant changes of a row that fit into ``room`` cells, at least one.

    ``names`` maps the other end of a moved sentence to the name of its place.
    """
    places = tuple(_places(row, names))
    chosen = _chosen(places, width_of, room)
    sizes = dict.fromkeys(Op, 0)
    for edit in row.edits:
        if edit.nature is EditNature.SUBSTANCE:
            sizes[edit.op] += len(edit.text)
    return OneLineSummary(
        tuple(_without_doubled_gaps(_told(places, chosen))),
        len(chosen),
        len(places),
        sizes[Op.INSERT],
        sizes[Op.DELETE],
    )
