"""The few styles of the text report, and their ANSI sequences."""

from collections.abc import Iterable, Mapping

from plandiff.comparison.reports.cells import Segment

PLAIN = ""
TITLE = "title"
HEADING = "heading"
PLACE = "place"
MUTED = "muted"
DELETE = "delete"
INSERT = "insert"
NOTE = "note"
RAISED = "raised"
LOWERED = "lowered"

_SEQUENCES: Mapping[str, str] = {
    TITLE: "1",
    HEADING: "1;36",
    PLACE: "1",
    MUTED: "2",
    DELETE: "31;9",
    INSERT: "32;4",
    NOTE: "33",
    RAISED: "1;32",
    LOWERED: "1;31",
}


def styled(line: Iterable[Segment], *, color: bool) -> str:
    """One line as text, with ANSI sequences if asked."""
    return "".join(
        f"\x1b[{_SEQUENCES[style]}m{text}\x1b[0m" if color and style in _SEQUENCES else text
        for text, style in line
    )
