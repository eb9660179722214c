"""Components of the text reports: styles, marked words, wrapped lines, one-line targets.

Every mark is readable without colour: ``毛入园率达到【81%→85%】以上``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from plandiff.comparison.reports.shared.labels import Labels, heading_number
from plandiff.comparison.reports.shared.marks import Mark, Piece
from plandiff.comparison.reports.shared.targets import TargetLine
from plandiff.comparison.reports.summary.items import Detail
from plandiff.comparison.reports.summary.summary import Summary
from plandiff.corpus.text.line_breaking import Segment, wrap_segments
from plandiff.corpus.text.width import cell_width

PLAIN = ""
TITLE = "title"
HEADING = "heading"
PLACE = "place"
MUTED = "muted"
DELETE = "delete"
INSERT = "insert"
NOTE = "note"
RAISED = "raised"
LOWERED = "lowered"

_SEQUENCES: Mapping[str, str] = {
    TITLE: "1",
    HEADING: "1;36",
    PLACE: "1",
    MUTED: "2",
    DELETE: "31;9",
    INSERT: "32;4",
    NOTE: "33",
    RAISED: "1;32",
    LOWERED: "1;31",
}


def styled(line: Iterable[Segment], *, color: bool) -> str:
    """Convert one line to text, with ANSI sequences if ``color``."""
    return "".join(
        f"\x1b[{_SEQUENCES[style]}m{text}\x1b[0m" if color and style in _SEQUENCES else text
        for text, style in line
    )


_LONG = 20
"""Replacements of up to this many characters are printed as one mark, old → new."""

Line = list[Segment]


def _mark(key: str, text: str, style: str, labels: Labels, place: str = "") -> Line:
    """The words of a mark, with its text in a style."""
    before, _, after = labels(key, text="\0", place=place).partition("\0")
    return [(before, MUTED), (text, style), (after, MUTED)]


def _change(piece: Piece, labels: Labels) -> Line:
    """One marked piece that is not part of a replacement."""
    style = DELETE if piece.mark in {Mark.DELETE, Mark.MOVED_OUT} else INSERT
    key = f"mark.{piece.mark.value}"
    if not piece.text:
        inserted = piece.mark in {Mark.INSERT, Mark.MOVED_IN, Mark.REORDERED_IN}
        return [(labels("mark.break-insert" if inserted else "mark.break-delete"), MUTED)]
    if piece.mark in {Mark.MOVED_OUT, Mark.MOVED_IN} and not piece.link:
        key += "-somewhere"
    return _mark(key, piece.text, style, labels, piece.link or "")


def _replacement(old: str, new: str, labels: Labels) -> Line:
    before, _, rest = labels("mark.replace", old="\0", new="\1").partition("\0")
    between, _, after = rest.partition("\1")
    return [
        (before, MUTED),
        (old, DELETE),
        (between, MUTED),
        (new, INSERT),
        (after, MUTED),
    ]


def marked_segments(pieces: Sequence[Piece], labels: Labels) -> Line:
    """Pieces as text with marks; a short deletion and the following insertion are one mark."""
    line: Line = []
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        after = pieces[index + 1] if index + 1 < len(pieces) else None
        index += 1
        if piece.mark is Mark.GAP:
            line.append((labels["mark.gap"], MUTED))
        elif not piece.mark.is_change:
            line.append((piece.text, PLAIN))
        elif after and _pairs(piece, after):
            line.extend(_replacement(piece.text, after.text, labels))
            index += 1
        else:
            line.extend(_change(piece, labels))
    return line


def _pairs(piece: Piece, after: Piece) -> bool:
    return (
        piece.mark is Mark.DELETE
        and after.mark is Mark.INSERT
        and 0 < len(piece.text) <= _LONG
        and 0 < len(after.text) <= _LONG
    )


def detail_segments(detail: Detail, labels: Labels) -> Line:
    """A detail preceded by its label."""
    label = [(labels("detail.label", label=detail.label), MUTED)] if detail.label else []
    return [*label, *marked_segments(detail.pieces, labels)]


def laid(line: Line, width: int, first: str, rest: str) -> Iterator[Line]:
    """Wrap a line to ``width`` cells (0: no wrapping), with ``first`` and ``rest`` as indents."""
    room = width - cell_width(rest) if width > 0 else 0
    for index, part in enumerate(wrap_segments(line, max(room, 16) if width > 0 else 0)):
        yield [(rest if index else first, PLAIN), *part]


def target_segments(line: TargetLine, labels: Labels) -> Line:
    """``▲ 提高  学前三年毛入园率：81%以上 → 85%以上（+4个百分点）``."""
    style = {"▲": RAISED, "▼": LOWERED}.get(line.sign, PLACE)
    scope = labels("target.scope", scope=line.scope) if line.scope else ""
    values = labels["value.arrow"].join(line.values)
    return [
        (f"{line.sign} {line.direction}  ", style),
        (f"{line.indicator}{scope}", PLACE),
        (labels("target.values", values=values), PLAIN),
        (labels("target.delta", delta=line.delta) if line.delta else "", style),
    ]


def target_notes(line: TargetLine, labels: Labels) -> list[str]:
    """The deadline, unless a note states how it moved, and the notes."""
    deadline = [line.deadline] if line.deadline and not _deadline_moved(line) else []
    return [*(labels("target.deadline", deadline=text) for text in deadline), *line.notes]


def _deadline_moved(line: TargetLine) -> bool:
    return any(line.deadline in note for note in line.notes)


def heading_line(title: str, number: int, labels: Labels) -> Line:
    """The title of a part with its number, from a 0-based index: ``一、指标变化（3项）``."""
    return [(f"{heading_number(number, labels)}{title}", HEADING)]


def head_lines(digest: Summary, width: int) -> Iterator[Line]:
    """Title, the two plans, the counts."""
    yield [(digest.title, TITLE)]
    yield []
    for fact in digest.head:
        label = f"{fact.label}  "
        segments = [(label, HEADING), (fact.text, PLAIN)]
        yield from laid(segments, width, "", " " * cell_width(label))
