"""The summary as text: for the terminal, for a mail, for a log.

Every mark can be read without colour: ``毛入园率达到【81%→85%】以上``.
"""

from collections.abc import Iterable, Iterator, Sequence

from comparison.model import Comparison
from comparison.reports import styles
from comparison.reports.cells import Segment, cells, wrap
from comparison.reports.digest import Digest, make_digest
from comparison.reports.items import Detail, Group, Item
from comparison.reports.labels import Labels, labels_for
from comparison.reports.marks import Mark, Piece
from comparison.reports.numerals import heading_number
from comparison.reports.options import ReportOptions
from comparison.reports.progress import Meter
from comparison.reports.target_lines import TargetLine
from comparison.reports.templates import render_template

_LONG = 20
"""Characters up to which a replacement reads best as one mark, old → new."""

Line = list[Segment]


def _mark(key: str, text: str, style: str, labels: Labels, place: str = "") -> Line:
    """The words of a mark with its text in a style."""
    before, _, after = labels.say(key, text="\0", place=place).partition("\0")
    return [(before, styles.MUTED), (text, style), (after, styles.MUTED)]


def _change(piece: Piece, labels: Labels) -> Line:
    """One marked piece that stands by itself."""
    style = styles.DELETE if piece.mark in {Mark.DELETE, Mark.MOVED_OUT} else styles.INSERT
    key = f"mark.{piece.mark.value}"
    if not piece.text:
        inserted = piece.mark in {Mark.INSERT, Mark.MOVED_IN, Mark.REORDERED_IN}
        return [
            (labels.say("mark.break-insert" if inserted else "mark.break-delete"), styles.MUTED)
        ]
    if piece.mark in {Mark.MOVED_OUT, Mark.MOVED_IN} and not piece.link:
        key += "-somewhere"
    return _mark(key, piece.text, style, labels, piece.link or "")


def _replacement(old: str, new: str, labels: Labels) -> Line:
    before, _, rest = labels.say("mark.replace", old="\0", new="\1").partition("\0")
    between, _, after = rest.partition("\1")
    return [
        (before, styles.MUTED),
        (old, styles.DELETE),
        (between, styles.MUTED),
        (new, styles.INSERT),
        (after, styles.MUTED),
    ]


def marked_segments(pieces: Sequence[Piece], labels: Labels) -> Line:
    """Pieces as text with marks; a short deletion and the insertion after it as one mark."""
    line: Line = []
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        after = pieces[index + 1] if index + 1 < len(pieces) else None
        index += 1
        if piece.mark is Mark.GAP:
            line.append((labels["mark.gap"], styles.MUTED))
        elif not piece.mark.is_change:
            line.append((piece.text, styles.PLAIN))
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


def _detail(detail: Detail, labels: Labels) -> Line:
    label = [(labels.say("detail.label", label=detail.label), styles.MUTED)] if detail.label else []
    return [*label, *marked_segments(detail.pieces, labels)]


def _laid(line: Line, width: int, first: str, rest: str) -> Iterator[Line]:
    """A line wrapped, with one indent before its first line and one before the others."""
    room = width - cells(rest) if width > 0 else 0
    for index, part in enumerate(wrap(line, max(room, 16) if width > 0 else 0)):
        yield [(rest if index else first, styles.PLAIN), *part]


def _item(item: Item, number: int, width: int, labels: Labels) -> Iterator[Line]:
    indent = " " * 5
    first = f"{number:>3}. "
    yield from _laid([(item.title, styles.PLACE)], width, first, indent)
    for detail in item.details:
        yield from _laid(_detail(detail, labels), width, indent, indent)


def _plain_item(item: Item, width: int, labels: Labels) -> Iterator[Line]:
    yield from _laid([(item.title, styles.PLAIN)], width, f"  {item.sign} ", " " * 4)
    for detail in item.details:
        yield from _laid(_detail(detail, labels), width, "    · ", " " * 6)


def _target_said(line: TargetLine, labels: Labels) -> Line:
    """``▲ 提高  学前三年毛入园率：81%以上 → 85%以上（+4个百分点）``."""
    style = {"▲": styles.RAISED, "▼": styles.LOWERED}.get(line.sign, styles.PLACE)
    scope = labels.say("target.scope", scope=line.scope) if line.scope else ""
    values = labels["value.arrow"].join(line.values)
    return [
        (f"{line.sign} {line.direction}  ", style),
        (f"{line.indicator}{scope}", styles.PLACE),
        (labels.say("target.values", values=values), styles.PLAIN),
        (labels.say("target.delta", delta=line.delta) if line.delta else "", style),
    ]


def _target_notes(line: TargetLine, labels: Labels) -> list[str]:
    """The deadline, unless a note says how it moved, and the notes."""
    deadline = [line.deadline] if line.deadline and not _deadline_moved(line) else []
    return [*(labels.say("target.deadline", deadline=text) for text in deadline), *line.notes]


def _target(line: TargetLine, number: int, width: int, labels: Labels) -> Iterator[Line]:
    """A changed target, and under it its place and notes."""
    indent = " " * 5
    yield from _laid(_target_said(line, labels), width, f"{number:>3}. ", indent)
    notes = _target_notes(line, labels)
    said_too = labels.say("target.scope", scope=labels["list.semicolon"].join(notes))
    facts = line.place + (said_too if notes else "")
    yield from _laid([(facts, styles.MUTED)], width, indent, indent)


def _deadline_moved(line: TargetLine) -> bool:
    return any(line.deadline in note for note in line.notes)


def _heading(title: str, number: int, labels: Labels) -> Line:
    return [(f"{heading_number(number, labels)}{title}", styles.HEADING)]


def _group(group: Group, width: int, labels: Labels) -> Iterator[Line]:
    numbered = any(item.row for item in group.items)
    for number, item in enumerate(group.items, 1):
        yield from (
            _item(item, number, width, labels) if numbered else _plain_item(item, width, labels)
        )


def _listed_target(line: TargetLine, number: int, width: int, labels: Labels) -> Iterator[Line]:
    """A new or dropped target in one line, under the place that it shares with its neighbours."""
    notes = labels["list.semicolon"].join(_target_notes(line, labels))
    said = [*_target_said(line, labels)]
    if notes:
        said.append((labels.say("target.scope", scope=notes), styles.MUTED))
    yield from _laid(said, width, f"{number:>3}. ", " " * 5)


def _targets(lines: Iterable[TargetLine], width: int, labels: Labels) -> Iterator[Line]:
    """Changed targets each with their place; of new and dropped ones the place stands above."""
    above = ("", "")
    for number, line in enumerate(lines, 1):
        if line.old and line.new:
            yield from _target(line, number, width, labels)
            continue
        if above != (line.kind.value, line.place):
            above = (line.kind.value, line.place)
            place = labels.say("target.at", place=line.place)
            yield from _laid([(place, styles.MUTED)], width, "  ", " " * 4)
        yield from _listed_target(line, number, width, labels)


def summary_lines(digest: Digest, options: ReportOptions) -> Iterator[Line]:
    """The whole summary as styled lines."""
    labels = labels_for(options.language)
    width = options.width
    yield [(digest.title, styles.TITLE)]
    yield []
    for fact in (*digest.sources, *digest.counts):
        label = f"{fact.label}  "
        said = [(label, styles.HEADING), (fact.text, styles.PLAIN)]
        yield from _laid(said, width, "", " " * cells(label))
    number = 0
    if digest.targets:
        title = labels.say("group.targets", count=len(digest.targets))
        yield from ([], _heading(title, number, labels))
        yield from _targets(digest.targets, width, labels)
        number += 1
    for group in digest.groups:
        yield from ([], _heading(group.title, number, labels))
        yield from _group(group, width, labels)
        number += 1
    if digest.groups:
        yield from ([], *_laid([(labels.say("legend.text"), styles.MUTED)], width, "", ""))


def render(comparison: Comparison, options: ReportOptions, meter: Meter) -> bytes:
    """The summary as UTF-8 text; with ANSI styles where ``options.color`` asks for them."""
    meter.begin(passes=1)
    if options.template is not None:
        return render_template(comparison, options, meter)
    lines = summary_lines(make_digest(comparison, options, meter), options)
    text = "\n".join(styles.styled(line, color=options.color).rstrip() for line in lines)
    return f"{text}\n".encode("utf-8", errors="replace")
