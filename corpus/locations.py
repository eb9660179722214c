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


def plans_below(folder: str) -> list[str]:
    """Paths of all files in a folder and its subfolders that may be plans, in order of their names.

    Hidden files and the lock files of office programs (``~$plan.docx``) are left out; links to
    folders are not followed.  Raises OSError where the folder itself cannot be listed.
    """
    with os.scandir(folder):  # `os.walk` would pass over a folder that is missing in silence
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
