"""A replacement for `re` that compiles patterns on first use and caches them across runs.

    from plandiff.corpus.text import lazy_re as re

Compiling the patterns of all vocabularies takes longer than comparing two plans, and hardly any run
uses them all.  So a pattern is compiled on first use, and its compiled code is stored in the user's
cache folder, per Python version.  After the first use a pattern is as fast as one of `re`.  If the
cache is missing or damaged, the pattern is compiled by `re`.

New patterns are compiled by `pattern_compiler`, for faster searches.
"""

import atexit
import marshal
import sys
import zlib
from array import array
from contextlib import suppress
from importlib import import_module
from re import (
    ASCII,
    DOTALL,
    IGNORECASE,
    MULTILINE,
    VERBOSE,
    Match,
    Pattern,
    RegexFlag,
    error,
    escape,
    findall,
    finditer,
    fullmatch,
    match,
    search,
    split,
    sub,
)
from re import compile as _compile_now
from typing import TYPE_CHECKING, Any, AnyStr, cast

from plandiff.corpus import user_folders
from plandiff.corpus.lazy_import import LazyModule

if TYPE_CHECKING:
    import mmap
    from pathlib import Path

    from plandiff.corpus.text import atomic_write, pattern_compiler
    from plandiff.corpus.text.pattern_compiler import Program
else:
    mmap = LazyModule("mmap")
    pattern_compiler = LazyModule("plandiff.corpus.text.pattern_compiler")
    atomic_write = LazyModule("plandiff.corpus.text.atomic_write")

__all__ = [
    "ASCII",
    "DOTALL",
    "IGNORECASE",
    "MULTILINE",
    "VERBOSE",
    "Match",
    "Pattern",
    "RegexFlag",
    "compile",
    "error",
    "escape",
    "findall",
    "finditer",
    "fullmatch",
    "match",
    "search",
    "split",
    "sub",
]

_MAGIC = b"plandiff-patterns-4\n"
_WORD = 4
"""Bytes of a number in the head of the file."""
_MOST = 4096
"""Maximum patterns in the cache; the product has about 700."""

_Key = tuple[str | bytes, int]
"""A pattern and its flags."""


class _Programs:
    """Compiled patterns of this and earlier runs."""

    def __init__(self) -> None:
        self._kept: _File | None = None
        """The patterns of earlier runs; None before the first use."""
        self._new: dict[_Key, bytes] = {}
        self._machine: Any = None
        """The private module ``_sre`` with the matching engine."""

    def pattern(self, source: str | bytes, flags: int) -> Pattern[Any]:
        """Like `re.compile`, which is the fallback for any failure here."""
        try:
            return self._from_program(source, flags)
        except Exception:  # noqa: BLE001 - private APIs may raise anything; re raises its own errors
            return _compile_now(source, flags)

    def _from_program(self, source: str | bytes, flags: int) -> Pattern[Any]:
        flags = int(flags)  # marshal cannot store enumerations
        if self._kept is None:
            # On a Python without these private APIs, the fallback compiles the pattern.
            self._machine = import_module("_sre")
            self._kept = _File(_path(self._machine))
        packed = self._new.get((source, flags)) or self._kept.packed((source, flags))
        if packed is None:
            packed = marshal.dumps(pattern_compiler.compile_program(source, flags))
            if not self._new:
                atexit.register(self.save)
            self._new[source, flags] = packed
        program: Program = marshal.loads(packed)  # noqa: S302 - checked by its sum, from the user's own cache
        all_flags, code, groups, by_name, names = program
        numbers = array("I", code).tolist()
        found: Pattern[Any] = self._machine.compile(
            source, all_flags, numbers, groups, by_name, names
        )
        return found

    def save(self) -> None:
        """Add new patterns to the file; if two processes end at once, one set may be lost."""
        path = _path(self._machine)
        if path is None:
            return
        if self._kept is not None:
            self._kept.close()  # Windows replaces no file that is open
        kept = _File(path)
        known = kept.all()
        kept.close()
        known = self._new if len(known) + len(self._new) > _MOST else known | self._new
        with suppress(OSError):  # the only cost is compiling again
            path.parent.mkdir(parents=True, exist_ok=True)
            atomic_write.replace_file(path, _file_of(known), sync=False)


class _File:
    """The file with the packed programs of earlier runs, of which a run reads those that it uses.

    Magic, sum and length of the index; the index with place, length and sum of each program; the
    programs.
    """

    def __init__(self, path: "Path | None") -> None:
        """A missing or damaged file holds no programs."""
        self._index: dict[_Key, tuple[int, int, int]] = {}
        self._start = 0
        self._data: mmap.mmap | None = None
        with suppress(OSError, ValueError):  # ValueError: an empty file
            if path is not None:
                with path.open("rb") as file:
                    self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
                self._read_index(self._data)

    def _read_index(self, data: "mmap.mmap") -> None:
        start = len(_MAGIC) + 2 * _WORD
        total, size = (
            int.from_bytes(data[at : at + _WORD], "big")
            for at in (len(_MAGIC), len(_MAGIC) + _WORD)
        )
        packed = data[start : start + size]
        if data[: len(_MAGIC)] == _MAGIC and zlib.crc32(packed) == total:
            self._index = marshal.loads(packed)  # noqa: S302 - checked by its sum, from the user's own cache
            self._start = start + size

    def packed(self, key: _Key) -> bytes | None:
        """Return the packed program of a pattern; None if it is not there or damaged."""
        at, size, total = self._index.get(key, (0, 0, 0))
        at += self._start
        found = self._data[at : at + size] if self._data and size else b""
        return found if found and zlib.crc32(found) == total else None

    def all(self) -> dict[_Key, bytes]:
        """Return all packed programs that are not damaged."""
        return {key: packed for key in self._index if (packed := self.packed(key))}

    def close(self) -> None:
        """Close the file; its programs are no longer found."""
        self._index = {}
        if self._data is not None:
            self._data.close()
            self._data = None


def _file_of(programs: dict[_Key, bytes]) -> bytes:
    """Return the bytes of the file with these packed programs."""
    index: dict[_Key, tuple[int, int, int]] = {}
    at = 0
    for key, packed in programs.items():
        index[key] = at, len(packed), zlib.crc32(packed)
        at += len(packed)
    listed = marshal.dumps(index)
    head = _MAGIC + zlib.crc32(listed).to_bytes(_WORD, "big") + len(listed).to_bytes(_WORD, "big")
    return b"".join([head, listed, *programs.values()])


def _path(machine: Any) -> "Path | None":  # noqa: ANN401 - a module
    """Path of the cache file, one per Python version; None without a home folder."""
    state = f"{_MAGIC!r} {sys.version} {machine.MAGIC} {machine.CODESIZE} {sys.byteorder}"
    try:
        folder = user_folders.cache_folder()
    except (OSError, RuntimeError):
        return None
    return folder / f"patterns-{zlib.crc32(state.encode()):08x}.bin"


_programs = _Programs()


class _Lazy:
    """Proxy of a pattern that copies each of its attributes on first access."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self._asked = pattern, flags

    def __reduce__(self) -> tuple[Any, ...]:
        return compile, self._asked

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as those of patterns are
        known = vars(self)
        if "_compiled" not in known:
            known["_compiled"] = _programs.pattern(*self._asked)
        found = known[name] = getattr(known["_compiled"], name)
        return found


def compile(pattern: AnyStr, flags: int | RegexFlag = 0) -> Pattern[AnyStr]:  # noqa: A001 - as in `re`
    """Return a pattern that is compiled on first use; `re.error` is raised only then.

    >>> compile("[0-9]+").findall("1年级到6年级")
    ['1', '6']
    """
    return cast("Pattern[AnyStr]", _Lazy(pattern, int(flags)))
