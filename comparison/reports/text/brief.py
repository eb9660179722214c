"""The short summary, for a screen or two.

It lists changed targets, then added, dropped and moved sections, and the most significant changes
of each reworded section.  Omissions are counted; the full summary lists everything.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from plandiff.comparison.model import Comparison, Row
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.shared.context_lines import (
    OneLineSummary,
    beginning,
    format_rewritten,
    is_rewritten,
    one_line_summary,
)
from plandiff.comparison.reports.shared.labels import Labels, labels_for
from plandiff.comparison.reports.shared.marks import Piece
from plandiff.comparison.reports.shared.targets import TargetLine
from plandiff.comparison.reports.summary.items import Detail, Group, Item
from plandiff.comparison.reports.summary.summary import Summary
from plandiff.comparison.reports.text.lines import (
    MUTED,
    PLACE,
    PLAIN,
    Line,
    detail_segments,
    head_lines,
    heading_line,
    laid,
    marked_segments,
    target_notes,
    target_segments,
)
from plandiff.corpus.text.width import cell_width

_ORDER = (
    "top",
    "force",
    "tasks",
    "added",
    "removed",
    "moved",
    "regrouped",
    "reworded",
    "replaced",
    "left-out",
    "hints",
)
_MOST = {
    "force": 8,
    "tasks": 8,
    "added": 10,
    "removed": 8,
    "moved": 6,
    "regrouped": 6,
    "reworded": 12,
    "replaced": 5,
}
"""Maximum number of items per group."""
_MOST_TARGETS = {"changed": 20, "added": 10, "removed": 6}
"""Maximum number of targets: those in both plans, new ones, dropped ones."""
_FEW = 4
"""Up to this many excess items are listed anyway: counting them would hardly be shorter."""
_INDENT = " " * 5
_LITTLE = 18
"""Minimum cells left on a line for the beginning of a text to be useful."""


class _Brief(Struct):
    """Shared inputs of all lines, and the number of omitted changes."""

    rows: Mapping[str, Row]
    paths: Mapping[str, str]
    """The path of each row, by its id."""
    width: int
    labels: Labels
    untold: int = 0
    """Number of changed places in reworded and regrouped sections that no line shows."""

    @property
    def room(self) -> int:
        """Cells of a line after its indent."""
        return self.width - len(_INDENT) if self.width > 0 else 10_000

    def width_of(self, pieces: Sequence[Piece]) -> int:
        """Width of marked words in cells."""
        return sum(cell_width(text) for text, _ in marked_segments(pieces, self.labels))


def _rest(count: int, unit: str, brief: _Brief) -> Iterator[Line]:
    """A line with the number of items that are not listed."""
    if count > 0:
        text = brief.labels(f"brief.rest-{unit}", count=count)
        yield [(f"{_INDENT}{text}", MUTED)]


def _room(most: int, count: int) -> int:
    """How many of ``count`` items are listed if there is room for ``most``."""
    return count if count <= most + _FEW else most


def _target_group(line: TargetLine) -> str:
    if line.old and line.new:
        return "changed"
    return "added" if line.new else "removed"


def _targets(lines: Sequence[TargetLine], brief: _Brief) -> Iterator[Line]:
    """One target per line, with its place if it fits."""
    counts = Counter(map(_target_group, lines))
    room = {group: _room(most, counts[group]) for group, most in _MOST_TARGETS.items()}
    listed: Counter[str] = Counter()
    number = 0
    for line in lines:
        group = _target_group(line)
        listed[group] += 1
        if listed[group] > room[group]:
            continue
        number += 1
        notes = brief.labels["list.semicolon"].join(target_notes(line, brief.labels))
        said = target_segments(line, brief.labels)
        if notes:
            said.append((brief.labels("target.scope", scope=notes), MUTED))
        place = f"  › {line.place.rpartition(' › ')[2]}"
        if sum(cell_width(text) for text, _ in said) + cell_width(place) <= brief.room:
            said.append((place, MUTED))
        yield from laid(said, brief.width, f"{number:>3}. ", _INDENT)
    yield from _rest(len(lines) - number, "targets", brief)


def _alone(item: Item, brief: _Brief) -> Iterator[Line]:
    """A new or dropped section: its name, and as much of its beginning as fits on the line."""
    row = brief.rows[item.row or ""]
    size = sum(len(section.body) for section in row.new or row.old)
    said = brief.labels("excerpt.length", count=size) if size else ""
    text = "".join(piece.text for detail in item.details[:1] for piece in detail.pieces[:1])
    room = brief.room - cell_width(item.title) - cell_width(said) - 6
    shown = beginning(text, room // 2 - 3, 3) if room > _LITTLE else ""
    if shown:
        more = brief.labels["mark.gap"] if len(shown) < size else ""
        said = brief.labels("target.values", values=f"{shown}{more}") + said
    yield [(item.title, PLACE), (said, PLAIN)]


def _moved(item: Item, brief: _Brief) -> Iterator[Line]:
    """The new and the old place of a moved section."""
    place, *others = sorted(
        _linked(item, brief), key=lambda detail: detail.label != brief.labels["detail.to"]
    )
    yield [(piece.text, PLACE) for piece in place.pieces]
    yield from (detail_segments(detail, brief.labels) for detail in others)


def _regrouped(item: Item, brief: _Brief) -> Iterator[Line]:
    """The old and new places of regrouped sections, without their words."""
    brief.untold += _gist(brief.rows[item.row or ""], brief, 0).places
    yield [(item.title, PLACE)]
    yield from (detail_segments(detail, brief.labels) for detail in _linked(item, brief))


def _linked(item: Item, brief: _Brief) -> Iterator[Detail]:
    """The details that link to places."""
    names = {brief.labels[f"detail.{key}"] for key in ("from", "to", "along")}
    yield from (detail for detail in item.details if detail.label in names)


def _gist(row: Row, brief: _Brief, room: int) -> OneLineSummary:
    return one_line_summary(row, brief.paths, brief.width_of, room)


def _reworded(item: Item, brief: _Brief) -> Iterator[Line]:
    """The name and the size of the change, and below it the most significant words."""
    row = brief.rows[item.row or ""]
    title: Line = [(item.title, PLACE)]
    if is_rewritten(row):
        yield [*title, (format_rewritten(row, brief.labels, "brief.rewritten"), MUTED)]
        return
    found = _gist(row, brief, brief.room)
    brief.untold += found.places - found.shown
    if found.shown < found.places:
        key = "brief.size" if found.inserted or found.deleted else "brief.size-places"
        size = brief.labels(
            key, places=found.places, inserted=found.inserted, deleted=found.deleted
        )
        title.append((size, MUTED))
    yield title
    yield marked_segments(found.pieces, brief.labels)


def _notes(item: Item, brief: _Brief) -> Iterator[Detail]:
    """The reader's notes on an item, which are always shown."""
    label = brief.labels["detail.note"]
    yield from (detail for detail in item.details if detail.label == label)


_LINES = {
    "added": _alone,
    "removed": _alone,
    "moved": _moved,
    "regrouped": _regrouped,
    "reworded": _reworded,
}


def _weight(item: Item, brief: _Brief) -> tuple[bool, int]:
    """Importance of a section: whether the reader has notes on it, then the size of the change."""
    row = brief.rows[item.row or ""]
    size = sum(len(edit.text) for edit in row.edits if edit.op.value != "equal")
    return any(True for _ in _notes(item, brief)), size


def _listed(group: Group, brief: _Brief) -> tuple[Item, ...]:
    """The items that fit: of reworded sections those that changed most, otherwise the first."""
    most = _room(_MOST.get(group.key, len(group.items)), len(group.items))
    if len(group.items) <= most or group.key != "reworded":
        return group.items[:most]
    heaviest = sorted(group.items, key=lambda item: _weight(item, brief), reverse=True)[:most]
    kept = {item.row for item in heaviest}
    return tuple(item for item in group.items if item.row in kept)


def _group(group: Group, brief: _Brief) -> Iterator[Line]:
    """The items that fit, with the reader's notes, and the number of items not listed."""
    if group.key not in _LINES:
        yield from _plain_group(group, brief)
        return
    listed = _listed(group, brief)
    for number, item in enumerate(listed, 1):
        first, *others = _LINES[group.key](item, brief)
        yield from laid(first, brief.width, f"{number:>3}. ", _INDENT)
        for line in (*others, *(detail_segments(n, brief.labels) for n in _notes(item, brief))):
            yield from laid(line, brief.width, _INDENT, _INDENT)
    missing = set(group.items) - set(listed)
    if group.key in {"reworded", "regrouped"}:
        rows = (brief.rows[item.row or ""] for item in missing)
        brief.untold += sum(_gist(row, brief, 0).places for row in rows)
    yield from _rest(len(missing), "sections", brief)


def _plain_group(group: Group, brief: _Brief) -> Iterator[Line]:
    most = _room(_MOST.get(group.key, len(group.items)), len(group.items))
    for item in group.items[:most]:
        yield from laid([(item.title, PLAIN)], brief.width, f"  {item.sign} ", " " * 4)
        for detail in item.details:
            line = detail_segments(detail, brief.labels)
            yield from laid(line, brief.width, "    · ", " " * 6)
    yield from _rest(len(group.items) - most, "items", brief)


def _with_untold(groups: Sequence[Group], brief: _Brief) -> Iterator[Group]:
    """The groups in order; the group of omissions starts with the changes that no line showed."""
    by_key = {group.key: group for group in groups}
    for key in _ORDER:
        group = by_key.get(key)
        if key == "left-out" and brief.untold:
            said = brief.labels("brief.untold", count=brief.untold)
            others = group.items if group else ()
            title = brief.labels["group.left-out"]
            yield Group(key, title, (Item("·", said, None), *others))
        elif group:
            yield group


def brief_lines(comparison: Comparison, digest: Summary, options: ReportOptions) -> Iterator[Line]:
    """Return the short summary as styled lines."""
    labels = labels_for(options.language)
    rows = {row.id: row for row in comparison.rows}
    brief = _Brief(rows, digest.paths, options.width, labels)
    yield from head_lines(digest, options.width)
    number = 0
    if digest.targets:
        title = labels("group.targets", count=len(digest.targets))
        yield from ([], heading_line(title, number, labels))
        yield from _targets(digest.targets, brief)
        number += 1
    for group in _with_untold(digest.groups, brief):
        yield from ([], heading_line(group.title, number, labels))
        yield from _group(group, brief)
        number += 1
    if digest.groups:
        yield from ([], *laid([(labels("brief.legend"), MUTED)], options.width, "", ""))
