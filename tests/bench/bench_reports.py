"""``python -m tests.bench.bench_reports``: processor seconds and peak memory of each format.

Plans of 10,000 sections; each format runs in a process of its own.  The bar is a minute, 1 GB.
"""

import os
import resource
import sys
import time

from msgspec.structs import replace

from plandiff.comparison.model import Candidate, Comparison, Row
from plandiff.comparison.reports import FORMATS, ReportOptions, Review, render
from plandiff.comparison.review.reporting import review_form
from tests.reports_plans import a_plan, a_row

SECTIONS = 10_000
KINDS = 10
"""Of ten sections seven are reworded, one is new, one dropped, one moved."""


def comparison(sections: int) -> Comparison:
    """Plans of that size, compared section by section."""
    body = "全面推进各项重点工作，新增公办学位{}个，改造校舍{}间，确保年内完成并投入使用。" * 3
    texts = [(f"{n}.", f"第{n}项任务", body.format(*([n] * 6))) for n in range(1, sections)]
    old = a_plan((None, "计划", ""), *texts)
    new = a_plan((None, "计划", ""), *((a, b, c.replace("年内", "明年")) for a, b, c in texts))
    rows: list[Row] = []
    for n, (left, right) in enumerate(zip(old.sections, new.sections, strict=True)):
        if n % KINDS == 1:
            alone = replace(
                a_row(len(rows), (left,), ()), candidates=((left.id, Candidate("s0", 0.2)),)
            )
            rows += [alone, a_row(len(rows) + 1, (), (right,))]
        else:
            rows.append(a_row(len(rows), (left,), (right,), moved=n % KINDS == 2))
    return Comparison(old, new, tuple(rows))


def measure(form: str, options: ReportOptions) -> None:
    """Print what one report costs."""
    made = comparison(SECTIONS)
    start = time.process_time()
    if options.consult or form in {"html", "prompt"}:  # which hold what a review is made of
        options = replace(options, review=Review(form=review_form(made)))
    size = len(render(made, form, options))
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ways = {
        "table": options.table,
        "consult": options.consult,
        "rows": options.csv_rows,
        "short": options.short,
    }
    name = " ".join([form, *(way for way, asked in ways.items() if asked)])
    print(f"{name:12} {seconds:6.1f} s  {peak:6.0f} MB  {size / 1e6:6.1f} MB written", flush=True)


def main() -> None:
    cases = [(form, ReportOptions()) for form in FORMATS]
    cases += [("docx", ReportOptions(table=True)), ("docx", ReportOptions(consult=True))]
    cases += [("csv", ReportOptions(csv_rows=True))]
    cases += [(form, ReportOptions(short=True)) for form in ("text", "md")]
    for form, options in cases:
        child = os.fork()
        if not child:
            measure(form, options)
            sys.exit()
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
