"""The verdict: one sentence of the significant counts, lowered requirements first."""

from collections import Counter
from collections.abc import Sequence

from plandiff.comparison.consequence import (
    Consequence,
    Ranked,
    count_consequences,
    group_of_task,
    order_by_consequence,
)
from plandiff.comparison.model import Comparison, TargetChange
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.shared.labels import Labels, labels_for
from plandiff.comparison.reports.shared.targets import TargetLine, format_value, target_lines
from plandiff.corpus.text.escape import visible_line

_GRAVE = tuple(group for group in Consequence if group < Consequence.TARGET_CHANGED)
_UNCOUNTED = (Consequence.LIST_CHANGED, Consequence.FORM)
_OTHER = tuple(group for group in Consequence if group not in (*_GRAVE, *_UNCOUNTED))
_REARRANGED = (
    Consequence.SECTION_MERGED,
    Consequence.SECTION_REGROUPED,
    Consequence.SECTION_MOVED,
)
"""Counted together with split sections: rearranging does not change what a section asks."""
_WORDS = {Consequence.SECTION_SPLIT: "section-rearranged"}
_LONGEST_NAME = 20
_MOST_TARGETS = 8
"""Targets that the overview lists: they are in the order of the plans, main ones first."""


def verdict(comparison: Comparison, language: str) -> str:
    """The difference between the two plans in one sentence, with its full stop.

    Control characters are escaped.
    """
    return verdict_of(comparison, order_by_consequence(comparison), labels_for(language))


def overview(comparison: Comparison, options: ReportOptions) -> str:
    """The verdict and the first targets that both plans have with other values, one a line.

    Redlines carry it as the comment on their first paragraph, because they have no page of their
    own.
    """
    labels = labels_for(options.language)
    selected = ReportOptions(language=options.language)  # a redline shows all changes
    lines = [line for line in target_lines(comparison, selected, labels) if len(line.values) > 1]
    facts = [labels("overview.verdict", verdict=verdict(comparison, options.language))]
    facts += [_target(line, labels) for line in lines[:_MOST_TARGETS]]
    rest = len(lines) - _MOST_TARGETS
    return "\n".join([*facts, labels("overview.rest", count=rest)] if rest > 0 else facts)


def _target(line: TargetLine, labels: Labels) -> str:
    scope = labels("target.scope", scope=line.scope) if line.scope else ""
    values = labels("target.values", values=labels["value.arrow"].join(line.values))
    delta = labels("target.delta", delta=line.delta) if line.delta else ""
    return f"{line.sign} {line.indicator}{scope}{values}{delta}"


def verdict_of(comparison: Comparison, ranked: Sequence[Ranked], labels: Labels) -> str:
    """The verdict for changes that are already ranked."""
    counts = count_consequences(ranked)
    counts[Consequence.REWORDED] += counts[Consequence.LIST_CHANGED]
    # A task whose deadline and owner changed is listed once, but both facts are stated.
    counts[Consequence.OWNER_CHANGED] += sum(
        bool(change.lead) and group_of_task(change) is Consequence.DEADLINE_LATER
        for change in comparison.tasks
    )
    counts[Consequence.SECTION_SPLIT] += sum(counts.pop(group, 0) for group in _REARRANGED)
    grave = _pieces(counts, _GRAVE, labels)
    if lowered := _lowered(comparison, ranked):
        grave[0] = _example(lowered, counts[Consequence.TARGET_LOWERED], labels)
    other = _pieces(counts, _OTHER, labels)
    comma = labels["verdict.comma"]
    if grave and other:
        sentence = labels("verdict.both", grave=comma.join(grave), other=comma.join(other))
    elif grave or other:
        sentence = labels("verdict.one", pieces=comma.join(grave or other))
    else:
        sentence = labels["verdict.form" if counts[Consequence.FORM] else "verdict.same"]
    if not grave and other:
        sentence = labels("verdict.nothing-lowered", sentence=sentence)
    doubts = comparison.removal_doubts
    return labels("verdict.removed", sentence=sentence, count=doubts) if doubts else sentence


def _pieces(
    counts: Counter[Consequence], groups: Sequence[Consequence], labels: Labels
) -> list[str]:
    return [
        labels(f"verdict.{_WORDS.get(group) or _key(group)}", count=counts[group])
        for group in groups
        if counts[group]
    ]


def _key(group: Consequence) -> str:
    return group.name.lower().replace("_", "-")


def _lowered(comparison: Comparison, ranked: Sequence[Ranked]) -> TargetChange | None:
    """The first lowered target, used as an example; None if there is none."""
    if not ranked or ranked[0].group is not Consequence.TARGET_LOWERED:
        return None
    return comparison.targets[int(ranked[0].id[1:])]


def _example(change: TargetChange, count: int, labels: Labels) -> str:
    old, new = change.old, change.new
    if old is None or new is None:
        return labels("verdict.target-lowered", count=count)
    name = visible_line(new.name)
    return labels(
        "verdict.lowered-one" if count == 1 else "verdict.lowered-many",
        name=name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…",
        old=format_value(old, labels),
        new=format_value(new, labels),
        count=count,
    )
