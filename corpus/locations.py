"""Where a plan is: a file, or a member of a zip archive, written ``archive.zip::plan.docx``."""

import os
from typing import NamedTuple

SEPARATOR = "::"

MARKDOWN_SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".mkd"})
HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".shtml"})
PLAN_SUFFIXES = frozenset(
    {
        *(".txt", ".docx", ".docm", ".pdf", ".mht", ".mhtml", ".doc", ".wps", ".odt", ".rtf"),
        *(".xlsx", ".xlsm", ".et", ".xls", ".ods", ".ofd", ".pptx"),
        *MARKDOWN_SUFFIXES,
        *HTML_SUFFIXES,
    }
)
"""Suffixes of plans; files of other names can be given too, and are told by their content."""
READABLE_SUFFIXES = PLAN_SUFFIXES | {".zip"}


class Location(NamedTuple):
    """A file, and the name of the member inside it; ``''`` for the file itself."""

    file: str
    member: str = ""


def locate(name: str) -> Location:
    """The file and the member that a name means; a file that is called so itself comes first.

    >>> locate("-::计划/要点.docx")
    Location(file='-', member='计划/要点.docx')
    """
    if SEPARATOR not in name or _is_there(name):
        return Location(name)
    parts = name.split(SEPARATOR)
    for count in range(1, len(parts)):
        file = SEPARATOR.join(parts[:count])
        if file == "-" or _is_there(file):
            return Location(file, SEPARATOR.join(parts[count:]))
    return Location(parts[0], SEPARATOR.join(parts[1:]))


def _is_there(name: str) -> bool:
    try:
        return os.path.lexists(name)
    except ValueError:  # a NUL in the name
        return False
