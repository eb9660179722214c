"""What office formats share: dates, and containers whose bytes do not depend on the clock."""

import io
import zipfile
from datetime import UTC, datetime, timedelta

from comparison.reports.options import FIXED_DATE, ReportOptions
from corpus.errors import UsageError

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip file can name."""


def created_at(options: ReportOptions) -> datetime:
    """The date of the report, from the options; naive, in UTC."""
    try:
        date = datetime.fromisoformat(options.date or FIXED_DATE)
    except ValueError as error:
        raise UsageError(
            f"{options.date!r} is no date; write it as 2025-01-31 or 2025-01-31T09:00:00Z"
        ) from error
    return (date.astimezone(UTC) if date.tzinfo else date).replace(tzinfo=None)


def revision_date(options: ReportOptions, *, minutes: int = 0) -> str:
    """The date, some minutes later if asked, as Word writes it: ``2025-01-31T09:00:00Z``."""
    date = created_at(options) + timedelta(minutes=minutes)
    return f"{date:%Y-%m-%dT%H:%M:%S}Z"


def fixed_zip(data: bytes) -> bytes:
    """The same container with every member dated alike, in the order in which they stand."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            new.writestr(info, old.read(name))
    return packed.getvalue()
