"""Plans (schema ``plandiff.plan/1``) and comparisons (``plandiff.comparison/1``) as JSON."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from plandiff.comparison.consequence import order_by_consequence
from plandiff.comparison.edits import Edit, Op, Passage, Place, RowKind
from plandiff.comparison.model import (
    BoundClause,
    Breakdown,
    Comparison,
    ForceChange,
    ForceKind,
    Notice,
    Row,
    TargetChange,
    TargetChangeKind,
    TaskChange,
    TaskChangeKind,
)
from plandiff.comparison.reports.shared.labels import Labels, format_reason, labels_for
from plandiff.comparison.reports.shared.verdict import verdict_of
from plandiff.comparison.reports.shared.verification import verified
from plandiff.corpus.locales import LANGUAGES
from plandiff.corpus.model import Plan, Section, Target, Task
from plandiff.corpus.text.escape import escape_json
from plandiff.corpus.text.numerals import tidy_number

_compact = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
"""Reused, because `json.dumps` would create an encoder for each of the thousands of items."""


def _laid_out(value: Any, depth: int) -> str:  # noqa: ANN401 - any JSON value
    """Encode a value, with one line per item in lists and dictionaries down to ``depth`` levels."""
    if depth == 0 or not value or not isinstance(value, dict | list):
        return _compact(value)
    if isinstance(value, list):
        return "[\n" + ",\n".join(_compact(item) for item in value) + "\n]"
    parts = (f"{_compact(key)}: {_laid_out(item, depth - 1)}" for key, item in value.items())
    return "{" + ",\n ".join(parts) + "}"


def to_json_bytes(document: Mapping[str, Any]) -> bytes:
    r"""Encode the document as UTF-8 with a closing newline.

    Terminal control characters, and lone surrogates, which UTF-8 cannot encode, are written as
    ``\uXXXX`` escapes, so a JSON reader gets back the identical string.
    """
    return verified((escape_json(_laid_out(dict(document), 3)) + "\n").encode(), "json")


PLAN_SCHEMA = "plandiff.plan/1"


def _section(section: Section) -> dict[str, Any]:
    return {
        "id": section.id,
        "parent": section.parent,
        "level": section.level,
        "label": section.label,
        "number": section.number,
        "heading": section.heading,
        "body": section.body,
        "text": section.text,
    }


def _target(target: Target) -> dict[str, Any]:
    return {
        "id": target.id,
        "section": target.section,
        "quote": target.quote,
        "indicator": target.indicator,
        "relation": target.relation.value,
        "value": tidy_number(target.value),
        "upper": tidy_number(target.upper),
        "unit": target.unit,
        "deadline": target.deadline,
        "masked": target.masked,
        "span": [target.span.start, target.span.end],
        "scope": target.scope,
        "modality": target.modality,
        "baseline": target.baseline,
        "of": target.of,
        "name": target.name,
    }


def task_to_dict(task: Task) -> dict[str, Any]:
    """Convert a task to the public schema."""
    due = task.deadline
    return {
        "id": task.id,
        "section": task.section,
        "start": task.span.start,
        "end": task.span.end,
        "quote": task.quote,
        "task": task.task,
        "lead": list(task.lead),
        "with": list(task.helpers),
        "deadline": None
        if due is None
        else {"text": due.text, "from": due.start, "until": due.until},
    }


def plan_to_dict(plan: Plan) -> dict[str, Any]:
    """Convert the plan to the public schema, with a few additional keys after it."""
    source = plan.source
    return {
        "schema": PLAN_SCHEMA,
        "source": {
            "name": source.name,
            "format": source.format,
            "encoding": source.encoding,
            "sha256": source.sha256,
            "characters": source.characters,
        },
        "title": plan.title,
        "year": plan.year,
        "sections": [_section(section) for section in plan.sections],
        "targets": [_target(target) for target in plan.targets],
        "removed": [{"text": removed.text, "reason": removed.reason} for removed in plan.removed],
        "findings": [
            {"kind": finding.kind, "section": finding.section, "text": finding.text}
            for finding in plan.findings
        ],
        "issuer": plan.issuer,
        "tasks": [task_to_dict(task) for task in plan.tasks],
        "packs": [pack.name for pack in plan.packs],
    }


def render_plan(plan: Plan) -> bytes:
    """Return the json report of one plan."""
    return to_json_bytes(plan_to_dict(plan))


COMPARISON_SCHEMA = "plandiff.comparison/1"


def edit_to_dict(edit: Edit) -> dict[str, Any]:
    """Convert an edit to the public schema; keys with default values are omitted."""
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


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "id": passage.id,
        "kind": passage.kind.value,
        "moved": passage.moved,
        "other": passage.other,
        "substantive": passage.substantive,
        "kept": tidy_number(passage.kept),
        "old": [place_to_dict(place) for place in passage.old],
        "new": [place_to_dict(place) for place in passage.new],
        "edits": [edit_to_dict(edit) for edit in passage.edits],
    }


def place_to_dict(place: Place) -> dict[str, Any]:
    """Convert a place to the public schema."""
    return {"section": place.section, "start": place.start, "end": place.end}


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
        "confidence": tidy_number(round(row.confidence, 4)),
        "reason": format_reason(row, comparison, labels),
        "edits": [edit_to_dict(edit) for edit in row.edits],
        "passages": [_passage(passage) for passage in row.passages],
        "block": row.block,
        "pinned": row.pinned,
        "evidence": [
            {"name": item.name, "weight": tidy_number(round(item.weight, 4))}
            for item in row.evidence
        ],
        "candidates": [
            {"of": section, "section": found.section, "score": tidy_number(round(found.score, 4))}
            for section, found in row.candidates
        ],
    }


def _target_change(place: int, change: TargetChange) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "id": f"t{place}",
        "kind": change.kind.value,
        "old": change.old.id if change.old else None,
        "new": change.new.id if change.new else None,
        "delta": tidy_number(change.delta),
        "delta_unit": change.delta_unit,
        "deadline": change.deadline,
        "row": change.row,
        "relation": change.relation,
        "effect": change.effect,
        "force": change.force.value if change.force else None,
    }
    if change.breakdown is not None:
        plain["breakdown"] = _breakdown(change.breakdown)
        plain["parting"] = plain["breakdown"]  # the key's former name, for existing readers
    return plain


def _task_change(place: int, change: TaskChange) -> dict[str, Any]:
    return {
        "id": f"k{place}",
        "kind": change.kind.value,
        "old": change.old.id if change.old else None,
        "new": change.new.id if change.new else None,
        "lead": change.lead,
        "with": change.helpers,
        "deadline": change.deadline,
        "row": change.row,
    }


def _force_change(place: int, change: ForceChange) -> dict[str, Any]:
    return {
        "id": f"f{place}",
        "kind": change.kind.value,
        "row": change.row,
        "passage": change.passage,
        "listed": change.listed,
        "old": _bound_clause(change.old),
        "new": _bound_clause(change.new),
    }


def _bound_clause(clause: BoundClause) -> dict[str, Any]:
    """Convert a clause; ``mark`` is the span of its word of force in the section's text."""
    return {
        "section": clause.section,
        "start": clause.span.start,
        "end": clause.span.end,
        "quote": clause.quote,
        "word": clause.word,
        "grade": clause.grade,
        "mark": [clause.mark.start, clause.mark.end],
    }


def _told(notice: Notice) -> dict[str, str]:
    """The two texts of a notice on removed text."""
    return dict(notice.facts) if notice.differs else {}


def _breakdown(breakdown: Breakdown) -> dict[str, Any]:
    """Ids of a whole and its parts; ``total`` is the sum of the parts in the whole's unit."""
    return {
        "side": breakdown.side.value,
        "whole": breakdown.whole.id,
        "parts": [part.id for part in breakdown.parts],
        "total": tidy_number(breakdown.total),
        "within": breakdown.within,
    }


def counts_to_dict(comparison: Comparison) -> dict[str, Any]:
    """Counts of rows, targets, tasks and force by kind; kinds that do not occur are omitted."""
    rows = comparison.row_counts
    targets = comparison.target_counts
    tasks = comparison.task_counts
    force = comparison.force_counts
    return {
        "rows": {kind.value: rows[kind.value] for kind in RowKind if rows[kind.value]},
        "targets": {
            kind.value: targets[kind.value] for kind in TargetChangeKind if targets[kind.value]
        },
        "tasks": {kind.value: tasks[kind.value] for kind in TaskChangeKind if tasks[kind.value]},
        "force": {kind.value: force[kind.value] for kind in ForceKind if force[kind.value]},
        "moved": rows["moved"],
        "renumbered": rows["renumbered"],
        "substantive": sum(row.substantive for row in comparison.rows),
    }


def verdict_to_dict(comparison: Comparison) -> dict[str, Any]:
    """The verdict in both languages, and the ids of all changes by consequence."""
    ranked = order_by_consequence(comparison)
    said = {
        language: verdict_of(comparison, ranked, labels_for(language)) for language in LANGUAGES
    }
    return said | {"order": [item.id for item in ranked]}


def comparison_to_dict(
    comparison: Comparison, language: str = "zh", only_rows: Collection[str] | None = None
) -> dict[str, Any]:
    """Convert the comparison to the public schema, with a few additional keys after it.

    ``language`` is the language of the reasons; ``only_rows`` selects rows by id, with their
    targets; the counts always cover the whole comparison.
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
        "counts": counts_to_dict(comparison),
        "replacements": [
            {"old": item.old, "new": item.new, "count": item.count, "rows": list(item.rows)}
            for item in comparison.replacements
        ],
        "notices": [
            {"kind": notice.kind, "text": notice.text, "row": notice.row, **_told(notice)}
            for notice in comparison.notices
        ],
        "force": [
            _force_change(place, change)
            for place, change in enumerate(comparison.force)
            if wanted(change.row)
        ],
        "tasks": [
            _task_change(place, change)
            for place, change in enumerate(comparison.tasks)
            if wanted(change.row)
        ],
        "verdict": verdict_to_dict(comparison),
    }
