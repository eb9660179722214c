"""Finds the predecessor of a plan, and lists the candidate files that cannot be read."""

import os
from collections.abc import Iterable

from msgspec.structs import replace

from plandiff.comparison.across.predecessor import (
    Edition,
    Predecessor,
    Standing,
    find_predecessor,
    read_edition,
)
from plandiff.comparison.library.store import default_library
from plandiff.comparison.reports.predecessor_list import format_candidate
from plandiff.comparison.reports.shared.labels import labels_for
from plandiff.corpus.errors import OutputError, PlandiffError, UsageError, sentence, system_reason
from plandiff.corpus.locations import locate, plans_below
from plandiff.tui.request import Reading, Request
from plandiff.tui.terminal.streams import print_error, print_progress
from plandiff.tui.work.shelving import file_stamp, open_library


def predecessor_of(request: Request, language: str) -> tuple[Predecessor, dict[str, PlandiffError]]:
    """The predecessor of ``request.new`` in the library or in folders, and unreadable files.

    If folders are named, only their files are candidates; otherwise the library and the folder of
    the new plan.  A file that is unchanged since the library read it is not read again.  Raises an
    `InputError` if the new plan cannot be read, `UsageError` for a folder that cannot be listed.
    """
    reading = request.reading
    new = read_edition(request.new, encoding=reading.encoding, original=reading.original)
    files = files_of(request)
    known = _known_editions(request, language)
    absolute = {path: os.path.abspath(path) for path in files}  # noqa: PTH100 - keeps odd names
    editions, unread = read_editions([f for f in files if absolute[f] not in known], reading)
    editions += [replace(known[absolute[f]], path=f) for f in files if absolute[f] in known]
    if not request.folders:
        editions += [known[path] for path in sorted(known.keys() - set(absolute.values()))]
    return find_predecessor(new, editions), unread


def _known_editions(request: Request, language: str) -> dict[str, Edition]:
    """The library's editions of files that are unchanged since it read them, by absolute path.

    An unusable library that the user did not name is reported and ignored.
    """
    if request.library is None and not default_library().exists():
        return {}
    try:
        with open_library(request.library, language) as library:
            stamps = library.stamps()
            editions = {edition.path: edition for edition in library.editions()}
    except OutputError as error:
        if request.library is not None:
            raise
        print_error(sentence(error, language))
        return {}
    return {path: one for path, one in editions.items() if file_stamp(path) == stamps[path][0]}


def offers_for(request: Request, language: str) -> tuple[tuple[str, str], ...]:
    """Plans of the family of ``request.new`` that are not later, with the evidence for each."""
    found, _ = predecessor_of(request, language)
    labels = labels_for(language)
    return tuple(
        (one.edition.path, format_candidate(one, labels))
        for one in found.candidates
        if one.standing in {Standing.EARLIER, Standing.UNDATED, Standing.SAME_YEAR}
    )


def files_of(request: Request) -> list[str]:
    """The candidate files; without named folders, those in the folder of the new plan."""
    beside = os.path.dirname(locate(request.new).file) or "."  # noqa: PTH120 - keeps odd names
    named = request.folders or (() if request.new == "-" else (beside,))
    found: dict[str, None] = {}
    for name in named:
        found.update(dict.fromkeys([name] if os.path.isfile(name) else list_plans(name)))  # noqa: PTH113
    return list(found)


def list_plans(folder: str) -> list[str]:
    """The plans in a folder tree; raises `UsageError` if it cannot be listed."""
    try:
        return plans_below(folder)
    except (OSError, ValueError) as error:
        known = error if isinstance(error, OSError) else OSError()
        raise UsageError("no-folder", folder=folder, reason=system_reason(known)) from error


def read_editions(
    files: Iterable[str], reading: Reading
) -> tuple[list[Edition], dict[str, PlandiffError]]:
    """Editions of the readable files, and the errors of the others by path.

    Progress is shown on a terminal.
    """
    paths = list(files)
    found: list[Edition] = []
    unread: dict[str, PlandiffError] = {}
    for at, path in enumerate(paths, 1):
        print_progress(f"{at}/{len(paths)} {path}")
        try:
            found.append(read_edition(path, encoding=reading.encoding, original=reading.original))
        except PlandiffError as error:
            unread[path] = error
    print_progress("")
    return found, unread
