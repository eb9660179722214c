"""The prompt report: changes by consequence with both texts, for a language model, in a budget.

Changes that exceed the budget are counted and listed by id, so that the reader knows what is
missing.  Texts of the plans are put in guillemets and introduced as quotations, because a plan may
contain sentences that a model would take for instructions.
"""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby

from msgspec import Struct

from plandiff.comparison.consequence import (
    Consequence,
    Ranked,
    count_consequences,
    order_by_consequence,
    unit_of_change,
)
from plandiff.comparison.edits import Side
from plandiff.comparison.model import Comparison, Row
from plandiff.comparison.reports.options import Meter, ReportOptions
from plandiff.comparison.reports.shared.labels import Labels, labels_for
from plandiff.comparison.reports.shared.section_paths import end_paths, plan_name, section_paths_of
from plandiff.comparison.reports.shared.verdict import verdict_of
from plandiff.comparison.reports.summary.items import ChangeWords
from plandiff.corpus.text.escape import visible_line

_LONGEST_NAME = 60
_SHARE = 16
"""A quoted text may take 1/16 of the budget, and at least ``_LEAST_TEXT`` characters."""
_LEAST_TEXT = 80
_TAIL = 600
"""Characters reserved for the note on the changes that do not fit."""


class _Writer(Struct, frozen=True):
    """Writes the parts of one prompt."""

    comparison: Comparison
    rows: dict[str, Row]
    """Rows by id."""
    labels: Labels
    words: ChangeWords
    anchors: dict[str, str]
    """Anchors of rows and passages by their ids; empty without a review."""
    longest: int
    """Maximum number of characters of a quoted text."""

    def head(self, ranked: tuple[Ranked, ...]) -> Iterator[str]:
        """The head of the prompt: names, verdict, and instructions for reading and answering."""
        labels = self.labels
        names = {side.value: plan_name(self.comparison.plan(side))[:_LONGEST_NAME] for side in Side}
        yield labels("prompt.title", **names)
        yield verdict_of(self.comparison, ranked, labels)
        yield labels("prompt.how", count=len(ranked))
        if self.anchors:
            yield labels["prompt.answer"]

    def group(self, group: Consequence, count: int) -> str:
        """The heading above the changes of one consequence."""
        own = {Consequence.LIST_CHANGED: "prompt.listed", Consequence.FORM: "prompt.form"}
        key = own.get(group) or f"verdict.{group.name.lower().replace('_', '-')}"
        return f"\n## {self.labels(key, count=count)}"

    def change(self, change: Ranked, quoted: set[str]) -> str:
        """A change with its place and both texts; a text quoted before is only referred to.

        Adds the unit whose texts are quoted here to ``quoted``.
        """
        item = self.words.item(change)
        place = "".join(piece.text for piece in item.details[0].pieces)
        unit = unit_of_change(self.comparison, change.id, self.rows)
        anchor = f" #{self.anchors[unit]}" if unit in self.anchors else ""
        lines = [f"- {change.id}{anchor} {item.title}", f"  {place}"]
        if unit in quoted:
            return "\n".join([*lines, f"  {self.labels('prompt.above', unit=unit)}"])
        quoted.add(unit)
        return "\n".join([*lines, *self._texts(change, unit)])

    def _texts(self, change: Ranked, unit: str) -> Iterator[str]:
        row = self.rows[change.row]
        if change.group is Consequence.SECTION_MOVED:
            return
        for side in Side:
            text = _text(row, unit, side)
            if text:
                yield f"  {self.labels[f'side.{side.value}']} «{self._cut(_quotable(text))}»"

    def _cut(self, text: str) -> str:
        """Shorten a long text to its beginning and end, with the number of omitted characters."""
        if len(text) <= self.longest:
            return text
        end = self.longest // 4
        begin = self.longest - end
        left = self.labels("prompt.cut", count=len(text) - self.longest)
        return f"{text[:begin]}{left}{text[-end:]}"


def _quotable(text: str) -> str:
    r"""Replace characters that could end the quotation.

    >>> _quotable("甲»。\n乙")
    '甲›。 乙'
    """
    return visible_line(text).replace("«", "‹").replace("»", "›")


def _text(row: Row, unit: str, side: Side) -> str:
    """The text of one side of a row or of one of its passages."""
    if unit == row.id:
        return row.text(side)
    return next(passage.text(side) for passage in row.passages if passage.id == unit)


def render(comparison: Comparison, options: ReportOptions, meter: Meter) -> bytes:
    """Return the prompt as UTF-8, of at most ``options.budget`` characters."""
    meter.begin(passes=1)
    labels = labels_for(options.language)
    form = options.review.form
    printed = form.anchors.items() if form else ()
    anchors = {unit: json.loads(anchor)["id"][:10] for unit, anchor in printed}
    paths = end_paths(comparison, section_paths_of(comparison))
    writer = _Writer(
        comparison,
        {row.id: row for row in comparison.rows},
        labels,
        ChangeWords(comparison, options, paths, labels),
        anchors,
        max(options.budget // _SHARE, _LEAST_TEXT),
    )
    ranked = order_by_consequence(comparison)
    lines, left = _fitted(writer, ranked, options.budget)
    text = "\n".join([*lines, *_left_out(left, labels, options.budget)])
    meter.end_pass()
    return f"{text.rstrip()}\n".encode("utf-8", errors="replace")


def _fitted(
    writer: _Writer, ranked: tuple[Ranked, ...], budget: int
) -> tuple[list[str], tuple[Ranked, ...]]:
    """The lines that fit into the budget, and the changes that do not."""
    lines = list(writer.head(ranked))
    room = budget - _TAIL - sum(len(line) + 1 for line in lines)
    counts = count_consequences(ranked)
    quoted: set[str] = set()
    written = 0
    for group, changes in groupby(ranked, key=lambda change: change.group):
        title = writer.group(group, counts[group])
        for change in changes:
            entry = [*([title] if title else []), writer.change(change, quoted)]
            room -= sum(len(line) + 1 for line in entry)
            if room < 0:
                return lines, ranked[written:]
            lines += entry
            title, written = "", written + 1
    return lines, ()


def _left_out(left: Iterable[Ranked], labels: Labels, budget: int) -> Iterator[str]:
    """The number of omitted changes, and as many of their ids as fit into ``budget``."""
    ids = [change.id for change in left]
    if not ids:
        return
    named, length = [], _TAIL // 2
    for identity in ids:
        length -= len(identity) + 1
        if length < 0:
            named.append("…")
            break
        named.append(identity)
    yield labels("prompt.left-out", count=len(ids), budget=budget, ids=" ".join(named))
