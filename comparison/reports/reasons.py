"""Why sections stand side by side, or alone, in words that a reader can check."""

from plandiff.comparison.model import Comparison, Row, Side
from plandiff.comparison.reports.labels import Labels
from plandiff.comparison.reports.places import short_place

_SHOWN = 4
"""Evidence beyond the strongest few says nothing more to a reader."""


_DOUBTFUL = 0.6
"""Confidence below which a match may well be wrong, and a reader must be told."""


def is_doubtful(row: Row) -> bool:
    """Whether the sections of the row may not belong together; a reader's own pin never is."""
    return bool(row.old and row.new) and not row.pinned and row.confidence < _DOUBTFUL


def is_heading_only(row: Row) -> bool:
    """Whether an added or removed row holds no text but headings."""
    return not (row.old and row.new) and not any(s.body for s in (*row.old, *row.new))


def _evidence(row: Row, labels: Labels) -> str:
    strongest = sorted(row.evidence, key=lambda item: (-item.weight, item.name))[:_SHOWN]
    said = [
        labels.maybe(f"evidence.{item.name}", item.name)
        if item.weight >= 0.995
        else labels.say(
            "evidence.weighted",
            name=labels.maybe(f"evidence.{item.name}", item.name),
            weight=f"{item.weight:.2f}",
        )
        for item in strongest
    ]
    return labels["list.comma"].join(said)


def _nearest(row: Row, comparison: Comparison, labels: Labels) -> str:
    """The runner-up of an unmatched section: ``最接近的是“…”(0.31),不足以配对``."""
    side = Side.NEW if row.new else Side.OLD
    other = Side.OLD if side is Side.NEW else Side.NEW
    if not row.candidates:
        return labels[f"reason.alone.{side.value}"]
    best = max((found for _, found in row.candidates), key=lambda c: (c.score, c.section))
    there = comparison.row_of[other, best.section].sections(other)
    section = next(section for section in there if section.id == best.section)
    return labels.say(
        f"reason.nearest.{side.value}", place=short_place(section), score=f"{best.score:.2f}"
    )


def reason_in_words(row: Row, comparison: Comparison, labels: Labels) -> str:
    """One sentence without a full stop: what speaks for this row being as it is."""
    if row.pinned:
        return labels["reason.pinned"]
    if not row.old or not row.new:
        return _nearest(row, comparison, labels)
    if row.evidence:
        return _evidence(row, labels)
    return labels["reason.same" if not row.changed else "reason.matched"]
