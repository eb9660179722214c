"""Laws of the options of reports: each changes something in what is written, or is refused."""

from typing import Any

import pytest
from msgspec.structs import replace

from plandiff.comparison.reports import ReportOptions, Review, ReviewMark, render
from plandiff.comparison.reports.options import Preset, Show
from plandiff.comparison.review.reporting import review_form
from plandiff.corpus.errors import UsageError
from plandiff.tui.request import Reporting, Request
from plandiff.tui.work.reporting import check_formats
from tests.reports_plans import few_of_each

# The field of the request, what is asked for, and the fields of the options of a report.
ASKED: dict[str, tuple[object, dict[str, Any]]] = {
    "details": (True, {"details": True}),
    "preset": ("tw", {"preset": Preset.TW}),
    "only": (("added",), {"only": frozenset({Show.ADDED})}),
    "top": (2, {"top": 2}),
    "budget": (2000, {"budget": 2000}),
    "reviewed": (True, {"reviewed": True}),
    "context": (0, {"context": 0}),
    "short": (True, {"short": True}),
    "rows": (True, {"csv_rows": True}),
    "date": ("2033-01-02T00:00:00", {"date": "2033-01-02T00:00:00"}),
    "width": (50, {"width": 50}),
}
FORMS = ("text", "md", "html", "json", "csv", "xlsx", "prompt", "docx --table", "docx --consult")
SUFFIXES = {"text": "txt"}


def _is_refused(reporting: Reporting, **more: Any) -> bool:  # noqa: ANN401 - fields of a request
    try:
        check_formats(Request(old="a.txt", new="b.txt", reporting=reporting, **more))
    except UsageError:
        return True
    return False


def _reporting(form: str, **asked: Any) -> Reporting:  # noqa: ANN401 - fields of a request
    name, _, table = form.partition(" --")
    kind = {table: True} if table else {}
    return Reporting(output=(f"r.{SUFFIXES.get(name, name)}",), **kind | asked)


@pytest.mark.slow
@pytest.mark.parametrize("option", ASKED)
def test_an_option_is_refused_exactly_where_it_changes_nothing(option: str) -> None:
    comparison = few_of_each(2)
    added = next(row.id for row in comparison.rows if row.kind.value == "added")
    review = Review((ReviewMark(added),), form=review_form(comparison))
    value, fields = ASKED[option]
    for form in FORMS:
        name, _, table = form.partition(" --")
        plain = ReportOptions(review=review, table=table == "table", consult=table == "consult")
        changes = render(comparison, name, plain) != render(
            comparison, name, replace(plain, **fields)
        )
        refused = _is_refused(_reporting(form, **{option: value}))
        # --only may ask for rows of csv, which lists targets unless --rows is there as well.
        assert refused is not changes or (option, form) == ("only", "csv"), form


@pytest.mark.parametrize(
    ("form", "asked"),
    [
        ("html", {"table": True}),
        ("html", {"native_moves": True}),
        ("docx --table", {"native_moves": True}),
        ("docx", {"only": ("added",)}),
        ("json", {"short": True}),
        ("html", {"full": True}),
    ],
)
def test_an_option_for_another_format_is_refused(form: str, asked: dict[str, Any]) -> None:
    assert _is_refused(_reporting(form, **asked))


def test_one_format_that_takes_an_option_is_enough() -> None:
    both = replace(_reporting("csv", table=True), output=("a.csv", "b.docx"))
    assert not _is_refused(both)
    assert not _is_refused(_reporting("docx"), author="李")
    assert _is_refused(_reporting("html"), author="李")
