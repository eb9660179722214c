"""The summary as Markdown: reads well on GitHub, with a short form for pull requests.

Words are marked with ``<del>`` and ``<ins>``: ``~~`` and ``**`` fail between Chinese characters
and punctuation, where CommonMark sees no word boundary.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from plandiff.comparison.model import Comparison, Row, TargetChangeKind
from plandiff.comparison.reports.options import Meter, ReportOptions
from plandiff.comparison.reports.shared.context_lines import (
    format_rewritten,
    is_rewritten,
    one_line_summary,
)
from plandiff.comparison.reports.shared.labels import Labels, heading_number, labels_for
from plandiff.comparison.reports.shared.marks import Mark, Piece, is_removed_text
from plandiff.comparison.reports.shared.targets import TargetLine, target_lists
from plandiff.comparison.reports.summary.items import Detail, Group, Item
from plandiff.comparison.reports.summary.summary import Summary, make_summary
from plandiff.comparison.reports.summary.templates import render_template
from plandiff.corpus.text import lazy_re as re

_GIST = 60
"""Characters of a reworded section's changes in the short form."""
_SPECIAL = re.compile(r"[\\`*_\[\]#|~$!]")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_REFERENCE = re.compile(r"(@|\\#)(?=[0-9A-Za-z])")
_LEADING = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")


def escape(text: str) -> str:
    r"""Escape text of a plan so that Markdown shows exactly these characters.

    An empty comment breaks up text that GitHub would link: ``@name`` and ``#12``.

    >>> escape("达到*%以上<b>")
    '达到\\*%以上&lt;b&gt;'
    """
    plain = _SPECIAL.sub(r"\\\g<0>", text.translate(_ENTITIES))
    return _REFERENCE.sub(r"\1<!-- -->", plain)


def _line_start(text: str) -> str:
    r"""Text that begins a line: a leading number or dash must not open a list."""
    return _LEADING.sub(
        lambda m: f"{m[1]}{m[2]}\\" if m[2].isdigit() else f"{m[1]}\\{m[2]}", text, count=1
    )


def _marked(piece: Piece, labels: Labels) -> str:
    if piece.mark is Mark.GAP:
        return labels["mark.gap"]
    text = escape(piece.text)
    if not piece.mark.is_change:
        return text
    removed = is_removed_text(piece.mark)
    if not text:
        text = labels("mark.break-delete" if removed else "mark.break-insert")
    tag = "del" if removed else "ins"
    key = f"md.{piece.mark.value}"
    about = labels(key, place=escape(piece.link or labels["elsewhere"])) if _told(piece) else ""
    return f"{about}<{tag}>{text}</{tag}>"


def _told(piece: Piece) -> bool:
    return piece.mark not in {Mark.DELETE, Mark.INSERT}


def _detail(detail: Detail, labels: Labels) -> str:
    label = labels("detail.label", label=detail.label) if detail.label else ""
    return label + "".join(_marked(piece, labels) for piece in detail.pieces)


def _item(item: Item, bullet: str, labels: Labels) -> Iterator[str]:
    """A list item, with each detail as a separate paragraph inside it."""
    indent = " " * len(bullet)
    yield f"{bullet}**{escape(item.title)}**" if item.row else f"{bullet}{escape(item.title)}"
    for detail in item.details:
        text = _line_start(_detail(detail, labels))
        yield from (f"{indent}- {text}",) if detail.label else ("", f"{indent}{text}")


def _group(group: Group, labels: Labels) -> Iterator[str]:
    for number, item in enumerate(group.items, 1):
        yield from _item(item, f"{number}. " if group.numbered else "- ", labels)
        if item.details:
            yield ""


def _length(pieces: Sequence[Piece]) -> int:
    return sum(len(piece.text) for piece in pieces)


def _telling(row: Row, paths: Mapping[str, str], labels: Labels) -> str:
    """The name of a reworded section and its most significant changes."""
    if is_rewritten(row):
        return format_rewritten(row, labels, "brief.rewritten")
    marked = "".join(
        _marked(piece, labels) for piece in one_line_summary(row, paths, _length, _GIST).pieces
    )
    return labels("target.values", values=marked)


_MOST = 12
"""Maximum number of targets and of reworded sections in the short form."""
_MOST_NAMES = 8
"""Maximum number of names in any other group of the short form."""


def _short_targets(digest: Summary, labels: Labels) -> Iterator[str]:
    """The main targets as a table; new and dropped targets in one line each."""
    if digest.both:
        yield from ("", *_target_table(digest.both[:_MOST], digest, labels))
    if len(digest.both) > _MOST:
        yield from ("", labels("brief.rest-targets", count=len(digest.both) - _MOST))
    yield ""
    for kind in (TargetChangeKind.ADDED, TargetChangeKind.REMOVED):
        alone = [line for line in digest.targets if line.kind is kind]
        names = [f"{line.indicator} {line.new or line.old}" for line in alone]
        if alone:
            yield _short_list(labels(f"targets.{kind.value}", count=len(alone)), names, labels)


def _short_list(title: str, names: Sequence[str], labels: Labels) -> str:
    listed = labels["list.semicolon"].join(map(escape, names[:_MOST_NAMES]))
    more = labels("list.and-more", list=listed) if len(names) > _MOST_NAMES else listed
    return f"- **{escape(title)}** {more}"


def _short_lines(digest: Summary, telling: Callable[[Item], str], labels: Labels) -> Iterator[str]:
    """The short form for a pull request: fewer than sixty lines, the verdict first."""
    yield from _short_targets(digest, labels)
    groups = {group.key: group for group in digest.groups}
    reworded = groups.pop("reworded", None)
    for group in groups.values():
        names = [
            labels("target.scope", scope=place).join((item.title, ""))
            if group.key == "regrouped" and (place := _new_place(item, labels))
            else item.title
            for item in group.items
        ]
        yield _short_list(group.title, names, labels)
    if reworded:
        yield from ("", f"<details><summary>{reworded.title.translate(_ENTITIES)}</summary>", "")
        for item in reworded.items[:_MOST]:
            yield f"- {escape(item.title)}{telling(item)}"
        if len(reworded.items) > _MOST:
            yield f"- {labels('brief.rest-sections', count=len(reworded.items) - _MOST)}"
        yield from ("", "</details>")


def _new_place(item: Item, labels: Labels) -> str:
    return next(
        ("".join(p.text for p in d.pieces) for d in item.details if d.label == labels["detail.to"]),
        "",
    )


def _cell(text: str) -> str:
    return escape(text) or "—"


def _target_table(lines: Iterable[TargetLine], digest: Summary, labels: Labels) -> Iterator[str]:
    years = dict(zip(("old", "new"), digest.years or (), strict=False))
    columns = ("kind", "indicator", "old", "new", "delta", "deadline", "place")
    heads = (years.get(name) or labels[f"column.{name}"] for name in columns)
    yield "| " + " | ".join(heads) + " |"
    yield "| --- | --- | ---: | ---: | ---: | --- | --- |"
    for line in lines:
        scope = labels("target.scope", scope=line.scope) if line.scope else ""
        notes = labels["list.semicolon"].join(
            dict.fromkeys(note for note in (line.deadline, *line.notes) if note)
        )
        values = (
            f"{line.sign} {line.direction}",
            f"{line.indicator}{scope}",
            line.old,
            line.new,
            line.delta,
            notes,
            line.place,
        )
        yield "| " + " | ".join(map(_cell, values)) + " |"


def _head(digest: Summary) -> Iterator[str]:
    """The verdict as one sentence, then the plans and the counts."""
    yield from (f"**{escape(digest.verdict.text)}**", "")
    for fact in digest.head[1:]:
        yield f"- **{escape(fact.label)}** {escape(fact.text)}"


def markdown_lines(
    comparison: Comparison, digest: Summary, options: ReportOptions
) -> Iterator[str]:
    """The whole summary, line by line."""
    labels = labels_for(options.language)
    rows = {row.id: row for row in comparison.rows}

    def telling(item: Item) -> str:
        return _telling(rows[item.row or ""], digest.paths, labels)

    yield from (f"# {digest.title}", "", *_head(digest))
    if options.short:
        yield from _short_lines(digest, telling, labels)
        return
    number = 0
    if digest.targets:
        title = labels("group.targets", count=len(digest.targets))
        yield from ("", f"## {heading_number(number, labels)}{title}", "")
        yield from _targets(digest, labels)
        number += 1
    for group in digest.groups:
        title = f"{heading_number(number, labels)}{group.title}"
        yield from ("", f"## {title}", "", *_group(group, labels))
        number += 1
    if digest.groups:
        yield from ("", "---", "", labels("legend.md"))


def _targets(digest: Summary, labels: Labels) -> Iterator[str]:
    """The table of targets in both plans, then the other targets as lists by section."""
    if digest.both:
        yield from _target_table(digest.both, digest, labels)
    for kind in (TargetChangeKind.ADDED, TargetChangeKind.REMOVED):
        lists = target_lists(digest.targets, kind, labels)
        if lists:
            count = sum(line.kind is kind for line in digest.targets)
            yield from ("", f"**{escape(labels(f'targets.{kind.value}', count=count))}**", "")
        for found in lists:
            place = labels("detail.label", label=found.place) if found.place else ""
            yield f"- {escape(place + found.said)}"


def render(comparison: Comparison, options: ReportOptions, meter: Meter) -> bytes:
    """Return the summary as UTF-8 Markdown."""
    meter.begin(passes=1)
    if options.template is not None:
        return render_template(comparison, options, meter)
    digest = make_summary(comparison, options, meter)
    text = "\n".join(markdown_lines(comparison, digest, options))
    compact = re.sub(r"\n{3,}", "\n\n", text)
    return f"{compact.rstrip()}\n".encode("utf-8", errors="replace")
