"""A comparison as the JSON that other programs read (schema ``plandiff.comparison/1``)."""

from collections.abc import Collection
from typing import Any

from plandiff.comparison.model import (
    Breakdown,
    Comparison,
    Edit,
    Notice,
    Op,
    Row,
    RowKind,
    TargetChange,
    TargetChangeKind,
)
from plandiff.comparison.reports.labels import Labels, labels_for
from plandiff.comparison.reports.plan_json import number, plan_to_dict
from plandiff.comparison.reports.reasons import reason_in_words

COMPARISON_SCHEMA = "plandiff.comparison/1"


def _edit(edit: Edit) -> dict[str, Any]:
    plain: dict[str, Any] = {"op": edit.op.value, "text": edit.text}
    if edit.op is not Op.EQUAL:
        plain["nature"] = edit.nature.value
    if edit.core:
        plain["core"] = [[span.start, span.end] for span in edit.core]
    if edit.link is not None:
        plain["link"] = edit.link
    if edit.section is not None:
        plain["section"] = edit.section
    return plain


def _row(row: Row, comparison: Comparison, labels: Labels) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind.value,
        "moved": row.moved,
        "renumbered": row.renumbered,
        "substantive": row.substantive,
        "old": [section.id for section in row.old],
        "new": [section.id for section in row.new],
        "links": [list(link) for link in row.links],
        "confidence": number(round(row.confidence, 4)),
        "reason": reason_in_words(row, comparison, labels),
        "edits": [_edit(edit) for edit in row.edits],
        "block": row.block,
        "pinned": row.pinned,
        "evidence": [
            {"name": item.name, "weight": number(round(item.weight, 4))} for item in row.evidence
        ],
        "candidates": [
            {"of": section, "section": found.section, "score": number(round(found.score, 4))}
            for section, found in row.candidates
        ],
    }


def _target_change(place: int, change: TargetChange) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "id": f"t{place}",
        "kind": change.kind.value,
        "old": change.old.id if change.old else None,
        "new": change.new.id if change.new else None,
        "delta": number(change.delta),
        "delta_unit": change.delta_unit,
        "deadline": change.deadline,
        "row": change.row,
        "relation": change.relation,
        "effect": change.effect,
    }
    if change.breakdown is not None:
        plain["breakdown"] = _breakdown(change.breakdown)
    return plain


def _told(notice: Notice) -> dict[str, str]:
    """The two texts of a notice on removed text."""
    return dict(notice.facts) if notice.differs else {}


def _breakdown(breakdown: Breakdown) -> dict[str, Any]:
    """Ids of a whole and its parts; ``total`` is their sum in the whole's unit."""
    return {
        "side": breakdown.side.value,
        "whole": breakdown.whole.id,
        "parts": [part.id for part in breakdown.parts],
        "total": number(breakdown.total),
        "within": breakdown.within,
    }


def _counts(comparison: Comparison) -> dict[str, Any]:
    rows = comparison.row_counts
    targets = comparison.target_counts
    return {
        "rows": {kind.value: rows[kind.value] for kind in RowKind if rows[kind.value]},
        "targets": {
            kind.value: targets[kind.value] for kind in TargetChangeKind if targets[kind.value]
        },
        "moved": rows["moved"],
        "renumbered": rows["renumbered"],
        "substantive": sum(row.substantive for row in comparison.rows),
    }


def comparison_to_dict(
    comparison: Comparison, language: str = "zh", only_rows: Collection[str] | None = None
) -> dict[str, Any]:
    """The comparison in the keys of the public schema, and a few more after them.

    ``language`` is that of the reasons; ``only_rows`` leaves out the rows that it does not name,
    and their targets; the counts are always those of the whole comparison.
    """
    labels = labels_for(language)

    def wanted(row: str) -> bool:
        return only_rows is None or row in only_rows

    return {
        "schema": COMPARISON_SCHEMA,
        "old": plan_to_dict(comparison.old),
        "new": plan_to_dict(comparison.new),
        "rows": [_row(row, comparison, labels) for row in comparison.rows if wanted(row.id)],
        "targets": [
            _target_change(place, change)
            for place, change in enumerate(comparison.targets)
            if wanted(change.row)
        ],
        "counts": _counts(comparison),
        "replacements": [
            {"old": item.old, "new": item.new, "count": item.count, "rows": list(item.rows)}
            for item in comparison.replacements
        ],
        "notices": [
            {"kind": notice.kind, "text": notice.text, "row": notice.row, **_told(notice)}
            for notice in comparison.notices
        ],
    }
