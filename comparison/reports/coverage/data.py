"""A coverage as data: CSV with codes for statistics packages, JSON, and traced sentences."""

import csv
import io
from typing import Any

from plandiff.comparison.across.coverage.model import Answer, Coverage, Quote
from plandiff.comparison.across.diffusion import SUPERIOR, Diffusion
from plandiff.comparison.edits import Op
from plandiff.comparison.reports.coverage.table import CoverageTable, distinct_names
from plandiff.comparison.reports.csv_table import inert
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.shared.json_values import plan_to_dict, to_json_bytes
from plandiff.comparison.reports.shared.labels import labels_for
from plandiff.comparison.reports.shared.section_paths import SectionPaths
from plandiff.comparison.reports.shared.verification import verified
from plandiff.corpus.text.escape import visible_line

COLUMNS = (
    "requirement", "chapter", "section", "text", "addressee", "plan", "file", "year", "status",
    "gap", "doubtful", "demand", "likeness", "kept", "answer", "answer_section",
)  # fmt: skip


def render_csv(coverage: Coverage, options: ReportOptions) -> bytes:
    """CSV with one row per requirement and local plan, ordered by requirement, then by plan."""
    table = CoverageTable(coverage, options.language)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in table.in_order:
        for cell in line.cells:
            answer, plan = cell.answer, coverage.locals[cell.answer.local]
            values = (
                line.requirement.id,
                line.chapter,
                line.place,
                line.quote,
                line.requirement.addressee.value,
                table.names[answer.local],
                plan.source.name,
                plan.year,
                answer.status.value,
                int(cell.gap),
                int(answer.doubtful),
                answer.demand.value if answer.demand else None,
                answer.likeness.value if answer.likeness else None,
                answer.kept,
                " … ".join(cell.quotes if answer.quotes else ()),
                " … ".join(dict.fromkeys(cell.places if answer.quotes else ())),
            )
            writer.writerow([inert(value) for value in values])
    return text.getvalue().encode("utf-8-sig", errors="replace")


DIFFUSION_COLUMNS = (
    "plan", "file", "year", "issued", "chapter", "section", "sentence", "came_from",
    "source_plan", "source_file", "source_chapter", "source_section", "source_sentence",
    "likeness", "kept", "removed", "added",
)  # fmt: skip


def render_diffusion(found: Diffusion, language: str) -> bytes:
    """CSV of the sentences that were adopted, each next to its source sentence."""
    plans = {SUPERIOR: found.superior, **dict(enumerate(found.locals))}
    names = dict(zip(plans, distinct_names(tuple(plans.values())), strict=True))
    places = {at: SectionPaths(plan) for at, plan in plans.items()}
    comma = labels_for(language)["list.comma"]

    def place(at: int, quote: Quote) -> tuple[str, str, str]:
        """Chapter, section and sentence."""
        section = places[at].section(quote.place.section)
        chain = places[at].chain(section)
        return places[at].names(chain[:1]), places[at].paths((section,)), visible_line(quote.text)

    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(DIFFUSION_COLUMNS)
    for one in found.travelled:
        plan, source = plans[one.local], plans[one.source]
        changes = [
            comma.join(visible_line(edit.text) for edit in one.edits if edit.op is op)
            for op in (Op.DELETE, Op.INSERT)
        ]
        values = (
            names[one.local],
            plan.source.name,
            plan.year,
            "-".join(f"{part:02}" for part in found.days[one.local] if part),
            *place(one.local, one.quote),
            "superior" if one.source == SUPERIOR else "local",
            names[one.source],
            source.source.name,
            *place(one.source, one.origin),
            one.likeness.value,
            one.kept,
            *changes,
        )
        writer.writerow([inert(value) for value in values])
    return verified(text.getvalue().encode("utf-8-sig", errors="replace"), "csv")


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
                    **dict(zip(("leads", "lags"), coverage.leads_and_lags(at), strict=True)),
                    "answers": [_answer(answer) for answer in answers],
                }
                for at, (requirement, answers) in enumerate(
                    zip(coverage.requirements, coverage.answers, strict=True)
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
