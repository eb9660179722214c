"""The text report: the full summary with every change, or the short one."""

from collections.abc import Iterable, Iterator

from plandiff.comparison.model import Comparison
from plandiff.comparison.reports.options import Meter, ReportOptions
from plandiff.comparison.reports.shared.labels import Labels, labels_for
from plandiff.comparison.reports.shared.targets import TargetLine
from plandiff.comparison.reports.summary.items import Group, Item
from plandiff.comparison.reports.summary.summary import Summary, make_summary
from plandiff.comparison.reports.summary.templates import render_template
from plandiff.comparison.reports.text.brief import brief_lines
from plandiff.comparison.reports.text.lines import (
    MUTED,
    PLACE,
    PLAIN,
    Line,
    detail_segments,
    head_lines,
    heading_line,
    laid,
    styled,
    target_notes,
    target_segments,
)


def _item(item: Item, number: int, width: int, labels: Labels) -> Iterator[Line]:
    indent = " " * 5
    first = f"{number:>3}. "
    yield from laid([(item.title, PLACE)], width, first, indent)
    for detail in item.details:
        yield from laid(detail_segments(detail, labels), width, indent, indent)


def _plain_item(item: Item, width: int, labels: Labels) -> Iterator[Line]:
    yield from laid([(item.title, PLAIN)], width, f"  {item.sign} ", " " * 4)
    for detail in item.details:
        yield from laid(detail_segments(detail, labels), width, "    · ", " " * 6)


def _target(line: TargetLine, number: int, width: int, labels: Labels) -> Iterator[Line]:
    """A changed target, and below it its place and notes."""
    indent = " " * 5
    yield from laid(target_segments(line, labels), width, f"{number:>3}. ", indent)
    notes = target_notes(line, labels)
    said_too = labels("target.scope", scope=labels["list.semicolon"].join(notes))
    facts = line.place + (said_too if notes else "")
    yield from laid([(facts, MUTED)], width, indent, indent)


def _group(group: Group, width: int, labels: Labels) -> Iterator[Line]:
    for number, item in enumerate(group.items, 1):
        yield from (
            _item(item, number, width, labels)
            if group.numbered
            else _plain_item(item, width, labels)
        )


def _listed_target(line: TargetLine, number: int, width: int, labels: Labels) -> Iterator[Line]:
    """A new or dropped target in one line; its place is printed once for adjacent targets."""
    notes = labels["list.semicolon"].join(target_notes(line, labels))
    segments = [*target_segments(line, labels)]
    if notes:
        segments.append((labels("target.scope", scope=notes), MUTED))
    yield from laid(segments, width, f"{number:>3}. ", " " * 5)


def _targets(lines: Iterable[TargetLine], width: int, labels: Labels) -> Iterator[Line]:
    """Changed targets, each with its place; new and dropped ones are grouped below their place."""
    above = ("", "")
    for number, line in enumerate(lines, 1):
        if line.old and line.new:
            yield from _target(line, number, width, labels)
            continue
        if above != (line.kind.value, line.place):
            above = (line.kind.value, line.place)
            place = labels("target.at", place=line.place)
            yield from laid([(place, MUTED)], width, "  ", " " * 4)
        yield from _listed_target(line, number, width, labels)


def summary_lines(digest: Summary, options: ReportOptions) -> Iterator[Line]:
    """The whole summary as styled lines."""
    labels = labels_for(options.language)
    width = options.width
    yield from head_lines(digest, width)
    number = 0
    if digest.targets:
        title = labels("group.targets", count=len(digest.targets))
        yield from ([], heading_line(title, number, labels))
        yield from _targets(digest.targets, width, labels)
        number += 1
    for group in digest.groups:
        yield from ([], heading_line(group.title, number, labels))
        yield from _group(group, width, labels)
        number += 1
    if digest.groups:
        yield from ([], *laid([(labels("legend.text"), MUTED)], width, "", ""))


def render(comparison: Comparison, options: ReportOptions, meter: Meter) -> bytes:
    """Return the summary as UTF-8 text, with ANSI styles if ``options.color``."""
    meter.begin(passes=1)
    if options.template is not None:
        return render_template(comparison, options, meter)
    digest = make_summary(comparison, options, meter)
    lines = (
        brief_lines(comparison, digest, options)
        if options.short
        else summary_lines(digest, options)
    )
    text = "\n".join(styled(line, color=options.color).rstrip() for line in lines)
    return f"{text}\n".encode("utf-8", errors="replace")
