"""A plan as the JSON that other programs read (schema ``plandiff.plan/1``)."""

import math
from typing import Any

from plandiff.comparison.reports.json_bytes import to_json_bytes
from plandiff.corpus.model import Plan, Section, Target, Task

PLAN_SCHEMA = "plandiff.plan/1"


def number(value: float | None) -> int | float | None:
    """A JSON number: whole values without a fraction, no binary noise, no NaN.

    >>> number(3640.0), number(0.1 + 0.2), number(None)
    (3640, 0.3, None)
    """
    if value is None or not math.isfinite(value):
        return None
    rounded = float(f"{value:.12g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 2**53 else rounded


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
        "value": number(target.value),
        "upper": number(target.upper),
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
    """A task in the keys of the public schema."""
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
    """The plan in the keys of the public schema, and a few more after them."""
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
    }


def render_plan(plan: Plan) -> bytes:
    """The json report of one plan."""
    return to_json_bytes(plan_to_dict(plan))
