"""Locations of plans: a file, or a member of a zip archive as ``archive.zip::plan.docx``."""

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
"""Suffixes of plans; other files are accepted too, and their format is detected by content."""
READABLE_SUFFIXES = PLAN_SUFFIXES | {".zip"}


class Location(NamedTuple):
    """A file, and the path of a member inside it; ``''`` for the file itself."""

    file: str
    member: str = ""


def locate(name: str) -> Location:
    """Split a name into file and member; an existing file with the whole name takes precedence.

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


def plans_below(folder: str) -> list[str]:
    """Paths of all possible plans in a folder and its subfolders, sorted by name.

    Hidden files and the lock files of office programs (``~$plan.docx``) are skipped; links to
    folders are not followed.  Raises OSError if the folder itself cannot be listed.
    """
    with os.scandir(folder):  # `os.walk` silently ignores a missing folder
        pass
    found: list[str] = []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [
            os.path.join(root, name)  # noqa: PTH118 - pathlib costs 10 ms at the start of the app
            for name in sorted(names)
            if not name.startswith((".", "~$"))
            and os.path.splitext(name)[1].lower() in READABLE_SUFFIXES  # noqa: PTH122 - as above
        ]
    return found
