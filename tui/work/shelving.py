"""Adds plans to the library: reads new or changed files, many of them on all cores."""

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from plandiff.comparison.library.entries import Entry, read_entry
from plandiff.comparison.library.store import (
    Filters,
    Library,
    Stamp,
    StoredPlan,
    default_library,
    stamp_of,
)
from plandiff.comparison.options import count_cores
from plandiff.comparison.review.problems import StoreError
from plandiff.corpus.errors import OutputError, Phrase, PlandiffError, UsageError, sentence
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.locations import locate, plans_below
from plandiff.corpus.pool import Task, run_in_pool
from plandiff.tui.terminal.streams import print_error, print_progress

if TYPE_CHECKING:
    from plandiff.corpus.formats import documents
else:
    documents = LazyModule("plandiff.corpus.formats.documents")

_ALONE = 8
"""Up to this many plans are read in this process, faster than starting others."""


def listed_plans() -> tuple[StoredPlan, ...]:
    """The plans of the user's own library by series and year; empty if it cannot be read."""
    if not default_library().exists():
        return ()
    try:
        with closing(Library(default_library())) as found:
            return found.plans(Filters())
    except StoreError:  # the library commands report the reason
        return ()


class Shelved(Struct):
    """The result of a scan."""

    added: int = 0
    changed: int = 0
    same: int = 0
    gone: int = 0
    """Number of plans whose file no longer exists."""
    unread: dict[str, str] = field(default_factory=dict)
    """Error messages of unreadable files, by path."""


@contextmanager
def open_library(name: str | None, language: str) -> Iterator[Library]:
    """Open the named library, or the user's own; its errors are worded for libraries."""
    try:
        with closing(Library(Path(name) if name else default_library(), shared=not name)) as found:
            if found.trouble is not None:
                trouble = found.trouble
                phrase = Phrase(f"library.{trouble.kind}", path=trouble.path, detail=trouble.detail)
                print_error(sentence(phrase, language))
            yield found
    except StoreError as error:
        kind, path, detail = error.trouble.kind, error.trouble.path, error.trouble.detail
        raise OutputError(path, Phrase(f"library-reason.{kind}", detail=detail)) from error


def shelve(library: Library, named: Iterable[str], language: str) -> Shelved:
    """Read new or changed files of ``named`` files and folders, and remove missing ones.

    Without names everything ever added is scanned.  A file with unchanged size and time is not
    read; a file with known content, even under a new name, is not parsed as a plan.
    Raises `UsageError` for a name that is neither a file nor a folder.
    """
    given = [os.path.abspath(name) for name in named]  # noqa: PTH100 - keeps odd names
    for path in given:
        if not os.path.exists(path):  # noqa: PTH110 - as above
            raise UsageError("no-folder", folder=path, reason=Phrase("reason.no-file"))
    library.add_sources(given)
    sources = given or library.sources()
    known = library.stamps()
    result = Shelved()
    files = _files(sources)
    gone = _gone(known, sources, files)
    todo: list[str] = []
    for path in files:
        if (path in known and known[path][0] == file_stamp(path)) or _is_known_content(
            library, path, known, gone
        ):
            result.same += 1
        else:
            todo.append(path)
    result.gone = library.remove(gone)
    for place, answer in _read_all(todo):
        path = todo[place]
        print_progress(f"{result.added + result.changed + len(result.unread)}/{len(todo)} {path}")
        if not isinstance(answer, Entry):
            result.unread[path] = _worded(answer, language)
            continue
        library.put(answer, file_stamp(path))
        if path in known:
            result.changed += 1
        else:
            result.added += 1
    print_progress("")
    return result


def _files(sources: Iterable[str]) -> list[str]:
    """The added files, and the plans in added folders."""
    found: dict[str, None] = {}
    for source in sources:
        if os.path.isdir(source):  # noqa: PTH112 - keeps odd names
            found.update(dict.fromkeys(plans_below(source)))
        elif os.path.exists(locate(source).file):  # noqa: PTH110 - as above
            found[source] = None
    return list(found)


def _gone(known: Iterable[str], sources: Sequence[str], files: Sequence[str]) -> list[str]:
    """Plans of the sources that no longer exist, unless their source, e.g. a disk, is missing."""
    there = set(files)
    present = [source for source in sources if os.path.exists(source)]  # noqa: PTH110 - as above
    return [
        path
        for path in known
        if path not in there
        and any(path == source or path.startswith(source + os.sep) for source in present)
    ]


def file_stamp(path: str) -> Stamp:
    """The stamp of a plan's file; for a missing file, a stamp that no file has."""
    try:
        return stamp_of(locate(path).file)
    except OSError:
        return Stamp(-1, -1)


def _is_known_content(
    library: Library, path: str, known: dict[str, tuple[Stamp, str]], gone: list[str]
) -> bool:
    """Whether a new or changed file has known content, which is then recorded in the library.

    A missing plan with the same content was moved here; it keeps its title, even if its year came
    only from the file name.
    """
    try:
        found = sha256(documents.read_content(path)[1]).hexdigest()
    except PlandiffError:
        return False  # reported when it is read
    if path in known:
        before = path if known[path][1] == found else None
    else:
        before = next((one for one in gone if known[one][1] == found), None)
    if before is None:
        return False
    library.touch(path, file_stamp(path), before)
    if before in gone:
        gone.remove(before)
    return True


def _worded(error: Exception, language: str) -> str:
    if isinstance(error, PlandiffError | OSError | MemoryError):
        return sentence(error, language)
    return sentence(Phrase("batch.defect", kind=type(error).__name__), language)


def _read_all(paths: Sequence[str]) -> Generator[tuple[int, Entry | Exception], None, None]:
    """Read plans for the library, in several processes if there are many."""

    def task(path: str) -> Task:
        return lambda: (path,)

    if len(paths) > _ALONE:
        yield from run_in_pool(read_entry, [task(path) for path in paths], count_cores())
        return
    for place, path in enumerate(paths):
        yield place, _attempt(read_entry, path)


def _attempt(read: Callable[[str], Entry], path: str) -> Entry | Exception:
    try:
        return read(path)
    except PlandiffError as error:
        return error
