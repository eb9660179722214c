"""Cache of parsed plans in the user's cache folder.

The key is everything that a plan depends on: its bytes and name, the options, and the state of the
code and of the installed packages.  So an entry is never stale; it is just not found any more.
Entries contain the text of plans, so other users have no access to the folder; `MOST_ENTRIES` and
`MOST_BYTES` limit its size.

If the folder or an entry is missing or damaged, the plan is read without the cache.
"""

import hashlib
import io
import os
import pickle
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TypeVar

from plandiff.corpus import model, user_folders
from plandiff.corpus.text.atomic_write import replace_file

Read = TypeVar("Read")
LEAST = 4096
"""Minimum bytes of a cached plan; reading smaller ones is as fast as a lookup."""
MOST_ENTRIES = 200
MOST_BYTES = 64 * 2**20
"""Maximum total size of the entries; the least recently used are removed first."""
_MAGIC = b"plandiff-plan-1\n"
_SUFFIX = ".plan"
_DIGEST = hashlib.sha256().digest_size
_BROKEN = (
    pickle.UnpicklingError, EOFError, KeyError, IndexError,
    AttributeError, TypeError, ValueError, MemoryError, OverflowError, RecursionError,
)  # fmt: skip


def cached(
    name: str,
    content: bytes,
    options: object,
    read: Callable[[], Read],
    kind: type[Read],
) -> Read:
    """Return the reading of a file with this name and content from the cache, or call ``read``.

    ``options``: everything else that the reading depends on; equal options have an equal ``repr``.
    ``kind``: `Plan`, or another struct whose fields are values of the model.
    Raises the errors of ``read``; failures are not cached.
    """
    folder, state = _folder(), _state_of_code()
    if len(content) < LEAST or folder is None or state is None:
        return read()
    key = hashlib.sha256(repr((state, os.path.basename(name), options)).encode())  # noqa: PTH119 - odd names stay as they are
    key.update(content)
    path = folder / (key.hexdigest() + _SUFFIX)
    plan = _load(path, kind)
    if plan is None:
        plan = read()
        _store(path, plan)
    return plan


def _load(path: Path, kind: type[Read]) -> Read | None:
    """The value of an entry; None if it is missing or damaged."""
    try:
        data = path.read_bytes()
        os.utime(path)  # mark as recently used
    except OSError:
        return None
    head, packed = data[: len(_MAGIC) + _DIGEST], data[len(_MAGIC) + _DIGEST :]
    if head != _MAGIC + hashlib.sha256(packed).digest():
        return None
    try:
        plan = _Unpickler(io.BytesIO(packed), kind).load()
    except _BROKEN:
        return None
    return plan if isinstance(plan, kind) else None


class _Unpickler(pickle.Unpickler):
    """Loads only the classes of a plan and one more class."""

    def __init__(self, file: io.BytesIO, kind: type) -> None:
        super().__init__(file)
        self._kind = kind

    def find_class(self, module_name: str, global_name: str) -> type:
        if (module_name, global_name) == (self._kind.__module__, self._kind.__qualname__):
            return self._kind
        found = vars(model).get(global_name)
        if module_name != model.__name__ or getattr(found, "__module__", "") != module_name:
            raise pickle.UnpicklingError(global_name)
        if not isinstance(found, type):
            raise pickle.UnpicklingError(global_name)
        return found


def _store(path: Path, plan: object) -> None:
    packed = pickle.dumps(plan, protocol=5)
    if len(packed) > MOST_BYTES:
        return
    with suppress(OSError):  # the only cost is reading again
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(path, _MAGIC + hashlib.sha256(packed).digest() + packed, sync=False)
        _remove_oldest(path)


def _remove_oldest(kept: Path) -> None:
    """Remove the oldest entries until the folder is within its limits; never removes ``kept``.

    Temporary files of killed processes count as entries and are removed like them.
    """
    entries = []
    for path in kept.parent.iterdir():
        with suppress(OSError):  # another program removed it first
            stat = path.stat()
            entries.append((path != kept, -stat.st_mtime_ns, path, stat.st_size))
    total = 0
    for number, (_, _, path, size) in enumerate(sorted(entries), start=1):
        total += size
        if number > MOST_ENTRIES or total > MOST_BYTES:
            with suppress(OSError):
                path.unlink()


def _folder() -> Path | None:
    """The folder of the entries; None without a home folder."""
    try:
        return user_folders.cache_folder() / "plans"
    except (OSError, RuntimeError):
        return None


@cache
def _state_of_code() -> str | None:
    """A value that changes with our code and vocabularies, Python, and the installed packages."""
    try:
        files = sorted(_files(os.path.dirname(__file__)))  # noqa: PTH120 - pathlib is slow here
        packages = [(p, os.stat(p).st_mtime_ns) for p in sys.path if p.endswith("-packages")]  # noqa: PTH116
    except OSError:
        return None
    return hashlib.sha256(repr((sys.version, packages, files)).encode()).hexdigest()


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    """Path, size and time of each file below a folder, without compiled files."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _files(entry.path)
            else:
                stat = entry.stat()
                yield entry.path, stat.st_size, stat.st_mtime_ns
