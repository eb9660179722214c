"""A coverage as JSON, schema ``plandiff.coverage/1``."""

from typing import Any

from plandiff.comparison.across.coverage.model import Answer, Coverage, Quote
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.shared.json_values import plan_to_dict, to_json_bytes

SCHEMA = "plandiff.coverage/1"


def render_json(coverage: Coverage, _options: ReportOptions) -> bytes:
    """The whole coverage, its plans included."""
    return to_json_bytes(
        {
            "schema": SCHEMA,
            "superior": plan_to_dict(coverage.superior),
            "locals": [plan_to_dict(plan) for plan in coverage.locals],
            "requirements": [
                {
                    "id": requirement.id,
                    **_quote(requirement.quote),
                    "addressee": requirement.addressee.value,
                    "answers": [_answer(answer) for answer in answers],
                }
                for requirement, answers in zip(
                    coverage.requirements, coverage.answers, strict=True
                )
            ],
            "additions": [
                {"local": addition.local, **_quote(addition.quote)}
                for addition in coverage.additions
            ],
            "counts": {
                "requirements": len(coverage.requirements),
                "locals": [
                    dict(sorted(coverage.counts(at).items())) for at in range(len(coverage.locals))
                ],
            },
        }
    )


def _quote(quote: Quote) -> dict[str, Any]:
    place = quote.place
    return {
        "section": place.section,
        "start": place.start,
        "end": place.end,
        "quote": quote.text,
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "local": answer.local,
        "status": answer.status.value,
        "demand": answer.demand.value if answer.demand else None,
        "likeness": answer.likeness.value if answer.likeness else None,
        "kept": answer.kept,
        "doubtful": answer.doubtful,
        "quotes": [_quote(quote) for quote in answer.quotes],
        "nearest": [_quote(quote) for quote in answer.nearest],
        "differences": [
            {
                "demand": difference.demand.value,
                "superior": difference.superior,
                "local": difference.local,
            }
            for difference in answer.differences
        ],
    }
