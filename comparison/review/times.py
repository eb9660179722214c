"""Stamps of the store as a reader tells the time."""

from datetime import UTC, datetime


def local_time(stamp: str) -> str:
    """A stamp (UTC) to the minute, by the reader's own clock; other texts cut there.

    >>> local_time("2031-03-01")
    '2031-03-01'
    """
    try:
        moment = datetime.strptime(stamp, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except ValueError:
        return stamp[:16].replace("T", " ")
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")
