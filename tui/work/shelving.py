"""Plans into the library: what is new or changed is read, on all cores where there is much."""

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

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
"""So many plans are read here, before other processes would have begun."""


def listed_plans() -> tuple[StoredPlan, ...]:
    """The plans of the user's own library by series and year; none where it cannot be read."""
    if not default_library().exists():
        return ()
    try:
        with closing(Library(default_library())) as found:
            return found.plans(Filters())
    except StoreError:  # whoever asks the library itself is told why
        return ()


@dataclass
class Shelved:
    """What became of the files of a scan."""

    added: int = 0
    changed: int = 0
    same: int = 0
    gone: int = 0
    """Plans whose file is no longer there."""
    unread: dict[str, str] = field(default_factory=dict)
    """Why files could not be read, by path, in words."""


@contextmanager
def open_library(name: str | None, language: str) -> Iterator[Library]:
    """The library that was named, or the user's own; its failures in the words of libraries."""
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
    """Read what is new or changed in files and folders, and forget what is gone from them.

    Without names all that was ever added is scanned.  A file whose size and time are the same is
    not read; one whose content is the same, also under a new name, is not read as a plan.
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
    """Files that were added, and those below folders that were."""
    found: dict[str, None] = {}
    for source in sources:
        if os.path.isdir(source):  # noqa: PTH112 - keeps odd names
            found.update(dict.fromkeys(plans_below(source)))
        elif os.path.exists(locate(source).file):  # noqa: PTH110 - as above
            found[source] = None
    return list(found)


def _gone(known: Iterable[str], sources: Sequence[str], files: Sequence[str]) -> list[str]:
    """Plans of the sources that are no longer there; a disk that is away takes none along."""
    there = set(files)
    present = [source for source in sources if os.path.exists(source)]  # noqa: PTH110 - as above
    return [
        path
        for path in known
        if path not in there
        and any(path == source or path.startswith(source + os.sep) for source in present)
    ]


def file_stamp(path: str) -> Stamp:
    """The stamp of a plan's file; of one that is not there, a stamp that no file has."""
    try:
        return stamp_of(locate(path).file)
    except OSError:
        return Stamp(-1, -1)


def _is_known_content(
    library: Library, path: str, known: dict[str, tuple[Stamp, str]], gone: list[str]
) -> bool:
    """Whether a file that is new or newer holds what was read before; the library notes it.

    A plan that is gone from where it was and has the same content was moved here; its title is
    that of before, also where only the name of its file gave the year.
    """
    try:
        found = sha256(documents.read_content(path)[1]).hexdigest()
    except PlandiffError:
        return False  # said when it is read
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
    """Read plans for the library, by several processes where there are many."""

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
