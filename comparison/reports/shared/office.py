"""Shared code of the office formats: dates, and containers with reproducible bytes."""

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from plandiff.comparison.model import Comparison
from plandiff.comparison.reports.options import FIXED_DATE, ReportOptions
from plandiff.corpus.errors import UsageError

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest timestamp that a zip file can store."""


_YEARS = range(1949, 2200)
"""Plausible years of a plan; a number outside this range is not used as a date."""


BOOK_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}
"""Options of xlsxwriter workbooks: no text of a plan becomes a formula, a link or a number."""


def dated(options: ReportOptions, comparison: Comparison) -> ReportOptions:
    """The options, with the first day of the new plan's year if no date was given.

    The system clock is never read, so the same plans give the same bytes.
    """
    year = comparison.new.year
    if options.date not in {"", FIXED_DATE} or year not in _YEARS:
        return options
    return replace(options, date=f"{year}-01-01T00:00:00Z")


def created_at(options: ReportOptions) -> datetime:
    """The date of the report, from the options; naive, in UTC."""
    try:
        date = datetime.fromisoformat(options.date or FIXED_DATE)
    except ValueError as error:
        forms = {"day": "2025-01-31", "moment": "2025-01-31T09:00:00Z"}
        raise UsageError("report-date", value=options.date, **forms) from error
    return (date.astimezone(UTC) if date.tzinfo else date).replace(tzinfo=None)


def revision_date(options: ReportOptions, *, minutes: int = 0) -> str:
    """The report's date plus ``minutes``, in Word's format: ``2025-01-31T09:00:00Z``."""
    date = created_at(options) + timedelta(minutes=minutes)
    return f"{date:%Y-%m-%dT%H:%M:%S}Z"


def fixed_zip(data: bytes, instead: Mapping[str, bytes]) -> bytes:
    """Rewrite a zip container with the same date for every member, in the original order.

    ``instead`` maps member names to replacement contents, or to the contents of new members.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in dict.fromkeys((*old.namelist(), *instead)):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            new.writestr(info, instead[name] if name in instead else old.read(name))
    return packed.getvalue()
