"""The comparison as one HTML file that opens from disk, without a network.

The switch between side by side and unified, and the filters by kind, are plain form fields and
style rules: they work in every browser and where scripts are blocked.  The only script, which the
content security policy of the page allows by its hash, lets a reader mark and annotate changes and
save them as a review; no text of a plan can ever run.  Rows are passed to the template as values
whose texts are already escaped.
"""

import base64
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from msgspec import Struct
from msgspec.structs import replace

from plandiff.comparison.edits import RowKind, Side
from plandiff.comparison.model import Comparison, Row, TargetChangeKind
from plandiff.comparison.reports.options import Meter, ReportOptions
from plandiff.comparison.reports.shared.context_lines import (
    changed_lines,
    cut_long_runs,
    elide,
)
from plandiff.comparison.reports.shared.labels import Labels, labels_for
from plandiff.comparison.reports.shared.marks import (
    Mark,
    Piece,
    is_removed_text,
    lines_of,
    unified_pieces,
)
from plandiff.comparison.reports.shared.rows import (
    Record,
    RemarkContext,
    records,
    remarks,
    shortened_lines,
    side_lines,
)
from plandiff.comparison.reports.shared.section_paths import (
    SectionPaths,
    end_paths,
    row_path,
    section_paths_of,
)
from plandiff.comparison.reports.shared.selection import category_of
from plandiff.comparison.reports.shared.target_chart import drawings
from plandiff.comparison.reports.shared.targets import TargetLine, TargetList, target_lists
from plandiff.comparison.reports.summary.summary import Summary, make_summary
from plandiff.comparison.reports.summary.templates import render_template
from plandiff.corpus.text.escape import visible, visible_line

SIGNS: Mapping[str, str] = {
    "modified": "~",
    "added": "+",
    "removed": "−",
    "regrouped": "⇄",
    "moved": "↕",
    "formal": "≈",
    "renumbered": "#",
    "unchanged": "·",
}
"""One sign per category, in the order of the page's filters."""


_AROUND = 12
"""Characters of context around each change of a passage, whose full text is shown above."""
_WHOLE = 400
"""Rows of up to this many characters, both sides together, are kept on one printed page."""


class Part(Struct, frozen=True):
    """A run of text: ``tag`` is ``del``, ``ins`` or empty; ``note`` explains the mark."""

    tag: str
    text: str
    note: str = ""
    href: str = ""


class Paragraph(Struct, frozen=True):
    """One line of a side or of the unified text."""

    heading: bool
    parts: tuple[Part, ...]


class PagePassage(Struct, frozen=True):
    """The short form of one changed passage in a row that has several."""

    id: str
    lines: tuple[Paragraph, ...]


class PageRow(Struct, frozen=True):
    """One row of the page."""

    id: str
    category: str
    """Key of `SIGNS`, by which readers filter."""
    sign: str
    kinds: str
    title: str
    name: str
    """Label and heading only, for the outline."""
    level: int
    old: tuple[Paragraph, ...]
    new: tuple[Paragraph, ...]
    unified: tuple[Paragraph, ...]
    """The unified text; empty if one side alone shows everything."""
    remarks: tuple[str, ...]
    reason: str
    doubt: str
    """The confidence of a doubtful match; empty otherwise."""
    targets: tuple[TargetLine, ...]
    reviewed: bool
    passages: tuple[PagePassage, ...]
    """Passages to be marked separately; empty if the page is not reviewable or has one change."""

    @property
    def long(self) -> bool:
        """Whether keeping the row on one printed page could leave most of a page blank."""
        sides = (*self.old, *self.new)
        return sum(len(part.text) for line in sides for part in line.parts) > _WHOLE

    @property
    def same(self) -> bool:
        """Whether both sides have the same text, which is then shown once."""
        return self.category in {"unchanged", "renumbered"} or (
            self.category == "moved" and self.old == self.new
        )


class RowPrinter(Struct, frozen=True):
    """Makes page rows from records; contains their shared context."""

    options: ReportOptions
    labels: Labels
    places: dict[Side, SectionPaths]
    paths: Mapping[str, str]
    targets: Mapping[str, Sequence[TargetLine]]

    def _part(self, piece: Piece) -> Part:
        """Convert one piece to the template's form."""
        if piece.mark is Mark.GAP:
            return Part("", self.labels["mark.gap"])
        if not piece.mark.is_change:
            return Part("", piece.text)
        tag = "del" if is_removed_text(piece.mark) else "ins"
        if piece.mark in {Mark.DELETE, Mark.INSERT}:
            return Part(tag, piece.text or "¶")
        place = self.paths.get(piece.end) or self.labels["elsewhere"]
        note = self.labels(f"md.{piece.mark.value}", place=place)
        return Part(tag, piece.text or "¶", note, f"#{piece.link}" if piece.link else "")

    def _side(self, row: Row, side: Side) -> tuple[Paragraph, ...]:
        lines = shortened_lines(side_lines(row, side), self.options.context)
        return tuple(
            Paragraph(line.heading, tuple(self._part(piece) for piece in line.pieces))
            for line in lines
        )

    def _unified(self, row: Row) -> tuple[Paragraph, ...]:
        """The unified text of both sides; empty if there is nothing to unify."""
        if not row.old or not row.new or row.kind is RowKind.UNCHANGED:
            return ()
        context = self.options.context
        pieces = (replace(p, text=visible(p.text)) for p in unified_pieces(row.edits))
        made: list[Paragraph] = []
        heads = bool((row.new or row.old)[0].heading)
        for line in lines_of(pieces):
            kept = line if context is None else elide(line, context)
            parts = tuple(self._part(piece) for piece in kept)
            made.append(Paragraph(heads and not made, parts))
        return tuple(made)

    def row(self, record: Record) -> PageRow:
        """Convert one record to a page row."""
        row = record.row
        category = category_of(row)
        targets = tuple(self.targets.get(row.id, ()))
        first = (row.new or row.old)[0]
        return PageRow(
            id=row.id,
            category=category,
            sign=SIGNS[category],
            kinds=record.kinds,
            title=row_path(row, self.places),
            name=visible_line(self.places[row.side].name(first)),
            level=min(first.level, 6),
            old=self._side(row, Side.OLD),
            new=self._side(row, Side.NEW),
            unified=self._unified(row),
            remarks=remarks(
                record,
                targets,
                RemarkContext(self.labels, self.places, self.paths, doubt_shown=True),
            ),
            reason=record.reason,
            doubt=f"{row.confidence:.2f}" if row.doubtful else "",
            targets=targets,
            reviewed=record.reviewed,
            passages=tuple(self._passages(row)) if self.options.review.form else (),
        )

    def _passages(self, row: Row) -> Iterator[PagePassage]:
        """The changed passages of a row that has several, each with a few words of context."""
        changed = row.changed_passages
        for passage in changed if len(changed) > 1 else ():
            pieces = [replace(p, text=visible(p.text)) for p in unified_pieces(passage.edits)]
            # For a change of form the new text is shown, without a mark.
            lines = changed_lines(pieces, _AROUND) or (elide(pieces, _AROUND * 2),)
            yield PagePassage(
                passage.id,
                tuple(
                    Paragraph(heading=False, parts=tuple(map(self._part, line)))
                    for line in cut_long_runs(lines, self.labels)
                ),
            )


def page_rows(comparison: Comparison, printer: RowPrinter) -> Iterator[PageRow]:
    """The selected rows in display order."""
    for record in records(comparison, printer.options, printer.labels):
        yield printer.row(record)


_HIDDEN_AT_FIRST = frozenset({"unchanged", "formal", "renumbered"})
"""Categories that are hidden until the reader turns them on."""


@cache
def _asset(name: str) -> str:
    return files("plandiff.comparison.reports").joinpath("assets", name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_asset("page.html.jinja"))


def content_hash(text: str) -> str:
    """The source expression (hash) of a Content Security Policy that allows exactly this text."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _by_row(lines: Iterable[TargetLine]) -> dict[str, list[TargetLine]]:
    found: defaultdict[str, list[TargetLine]] = defaultdict(list)
    for line in lines:
        found[line.change.row].append(line)
    return found


def _filters(rows: Iterable[PageRow]) -> list[tuple[str, str, int, bool]]:
    """Category, sign, count and initial visibility of each category that occurs."""
    rows = tuple(rows)
    counts = {name: sum(row.category == name for row in rows) for name in SIGNS}
    present = [name for name in SIGNS if counts[name]]
    all_hidden = all(name in _HIDDEN_AT_FIRST for name in present)
    return [
        (name, SIGNS[name], counts[name], all_hidden or name not in _HIDDEN_AT_FIRST)
        for name in present
    ]


def _target_columns(digest: Summary, labels: Labels) -> list[tuple[str, str]]:
    """Names and heads of the columns; heads are the plans' years if those differ."""
    years = dict(zip(("old", "new"), digest.years or (), strict=False))
    names = ("kind", "indicator", "old", "new", "delta", "deadline", "place")
    return [(name, years.get(name) or labels[f"column.{name}"]) for name in names]


def _targets_alone(digest: Summary, labels: Labels) -> Iterator[tuple[str, tuple[TargetList, ...]]]:
    """The new and the dropped targets under their titles."""
    for kind in (TargetChangeKind.ADDED, TargetChangeKind.REMOVED):
        if lists := target_lists(digest.targets, kind, labels):
            count = sum(line.kind is kind for line in digest.targets)
            yield labels(f"targets.{kind.value}", count=count), lists


_WORDS = (
    "title", "nobody", "counts", "unsaved", "note", "reviewed", "accepted", "questioned", "save",
    "open", "name", "file", "unreadable", "passages", "whole", "by", "me", "foreign",
)  # fmt: skip
_NO_MARKUP = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def _form(options: ReportOptions, labels: Labels) -> str:
    """The data from which the page's script makes a review, as JSON without markup characters."""
    form = options.review.form
    if form is None:
        return ""
    words = {name: labels.texts[f"page.review-{name}"] for name in _WORDS}
    anchors = ",".join(f"{json.dumps(row)}:{anchor}" for row, anchor in form.anchors.items())
    data = f'{{"review":{form.review},"anchors":{{{anchors}}},"words":{json.dumps(words)}}}'
    return data.translate(_NO_MARKUP)


def render(comparison: Comparison, options: ReportOptions, meter: Meter) -> bytes:
    """Return the page as UTF-8."""
    if options.template is not None:
        meter.begin(passes=1)
        return render_template(comparison, options, meter, autoescape=True)
    labels = labels_for(options.language)
    places = section_paths_of(comparison)
    meter.begin(passes=2)
    digest = make_summary(comparison, options, meter)
    paths = end_paths(comparison, places)
    printer = RowPrinter(options, labels, places, paths, _by_row(digest.targets))
    rows = tuple(meter.each(page_rows(comparison, printer)))
    style, script = _asset("page.css"), _asset("review.js")
    page = _template().render(
        digest=digest,
        drawings=drawings(digest.chart, labels) if digest.chart else (),
        columns=_target_columns(digest, labels),
        alone=_targets_alone(digest, labels),
        rows=rows,
        filters=_filters(rows),
        label=labels.__call__,
        language="zh-CN" if labels.language == "zh" else "en",
        style=style,
        style_hash=content_hash(style),
        form=_form(options, labels),
        script=script,
        script_hash=content_hash(script),
        shown={row.id for row in rows},
    )
    meter.end_pass()
    return page.encode("utf-8", errors="replace")
