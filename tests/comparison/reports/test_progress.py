"""A long report tells how far it has come."""

import pytest

from plandiff.comparison.reports import FORMATS, ReportOptions, Show, render
from tests.reports_plans import a_plan, in_order, sample_comparison

_OPTIONS = {
    "as it is": ReportOptions(),
    "table": ReportOptions(table=True),
    "rows": ReportOptions(csv_rows=True),
    "short": ReportOptions(short=True),
    "nothing chosen": ReportOptions(only=frozenset({Show.SPLIT}), reviewed=True),
}


_CASES = [(form, options) for form in FORMATS for options in _OPTIONS.values()] + [
    (form, ReportOptions(template="{{ digest.title }}")) for form in ("text", "md", "html")
]


@pytest.mark.parametrize(("form", "options"), _CASES)
def test_progress_begins_with_nothing_never_falls_and_ends_with_everything(
    form: str, options: ReportOptions
) -> None:
    told: list[tuple[int, int]] = []
    render(sample_comparison(), form, options, lambda *said: told.append(said))
    done = [part for part, _ in told]
    totals = {total for _, total in told}
    assert done[0] == 0
    assert done == sorted(set(done))
    assert totals == {done[-1]}


@pytest.mark.parametrize("form", ["docx", "xlsx", "html", "text"])
def test_a_report_of_many_rows_is_told_row_by_row_but_at_most_once_a_per_cent(form: str) -> None:
    sections = [(f"{n}.", f"任务{n}", f"新增学位{n}个。") for n in range(400)]
    old = a_plan((None, "计划", ""), *sections)
    new = a_plan((None, "计划", ""), *((a, b, c.replace("新增", "增加")) for a, b, c in sections))
    told: list[int] = []
    render(in_order(old, new), form, None, lambda done, _: told.append(done))
    assert 50 < len(told) <= 101


def test_a_listener_that_raises_ends_the_report() -> None:
    def stop(done: int, _total: int) -> None:
        if done:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        render(sample_comparison(), "xlsx", None, stop)
