"""From a request to the plan before a new one: which files are read, and which cannot be."""

import os
from collections.abc import Iterable
from dataclasses import replace

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
    """The plan before ``request.new`` in the library or in folders, and files that are unreadable.

    Where folders are named, only what is in them counts; without any, the library and the folder
    of the new plan.  A file that the library holds as it is now is not read again.  Raises an
    `InputError` where the new plan cannot be read, `UsageError` for a folder that cannot be listed.
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
    """What the library holds of files that are as they were when it read them, by absolute path.

    A library that the reader did not name and that cannot be used is reported and left out.
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
    """Plans of the family of ``request.new`` that are not later, with what speaks for each."""
    found, _ = predecessor_of(request, language)
    labels = labels_for(language)
    return tuple(
        (one.edition.path, format_candidate(one, labels))
        for one in found.candidates
        if one.standing in {Standing.EARLIER, Standing.UNDATED, Standing.SAME_YEAR}
    )


def files_of(request: Request) -> list[str]:
    """The files that may be the plan before; without folders, those beside the new plan."""
    beside = os.path.dirname(locate(request.new).file) or "."  # noqa: PTH120 - keeps odd names
    named = request.folders or (() if request.new == "-" else (beside,))
    found: dict[str, None] = {}
    for name in named:
        found.update(dict.fromkeys([name] if os.path.isfile(name) else list_plans(name)))  # noqa: PTH113
    return list(found)


def list_plans(folder: str) -> list[str]:
    """The plans below a folder; raises `UsageError` where it cannot be listed."""
    try:
        return plans_below(folder)
    except (OSError, ValueError) as error:
        known = error if isinstance(error, OSError) else OSError()
        raise UsageError("no-folder", folder=folder, reason=system_reason(known)) from error


def read_editions(
    files: Iterable[str], reading: Reading
) -> tuple[list[Edition], dict[str, PlandiffError]]:
    """Editions of the files that can be read, and what is wrong with the others.

    A person at a terminal sees how far it is.
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
