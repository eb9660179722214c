"""A coverage as CSV for statistics packages: one row a requirement and plan, codes not words."""

import csv
import io

from plandiff.comparison.across.coverage.model import Coverage
from plandiff.comparison.reports.coverage.table import CoverageTable
from plandiff.comparison.reports.csv_table import inert
from plandiff.comparison.reports.options import ReportOptions

COLUMNS = (
    "requirement", "chapter", "section", "text", "addressee", "plan", "file", "year", "status",
    "gap", "doubtful", "demand", "likeness", "kept", "answer", "answer_section",
)  # fmt: skip


def render_csv(coverage: Coverage, options: ReportOptions) -> bytes:
    """Rows in the order of the superior plan, then of the local plans."""
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
