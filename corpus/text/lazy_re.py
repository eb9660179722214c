"""A replacement for `re` that compiles patterns on first use and caches them across runs.

    from plandiff.corpus.text import lazy_re as re

Compiling the patterns of all vocabularies takes longer than comparing two plans, and hardly any run
uses them all.  So a pattern is compiled on first use, and its compiled code is stored in the user's
cache folder, per Python version.  After the first use a pattern is as fast as one of `re`.  If the
cache is missing or damaged, the pattern is compiled by `re`.
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

from plandiff.corpus.lazy_import import LazyModule

if TYPE_CHECKING:
    from pathlib import Path

    import platformdirs

    from plandiff.corpus.text import atomic_write
else:
    platformdirs = LazyModule("platformdirs")
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

_MAGIC = b"plandiff-patterns-1\n"
_SUM = 4
_MOST = 4096
"""Maximum patterns in the cache; the product has about 700."""

_Key = tuple[str | bytes, int]
"""A pattern and its flags."""
_Program = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""Arguments of `_sre.compile`: all flags, bytecode, group count, groups by name, names by group."""


class _Programs:
    """Compiled patterns of this and earlier runs."""

    def __init__(self) -> None:
        self._known: dict[_Key, _Program] | None = None
        self._new: dict[_Key, _Program] = {}
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
        if self._known is None:
            # On a Python without these private APIs, the fallback compiles the pattern.
            self._machine = import_module("_sre")
            self._known = _load(_path(self._machine))
        program = self._known.get((source, flags))
        if program is None:
            program = _compiled(source, flags)
            if not self._new:
                atexit.register(self.save)
            self._known[source, flags] = self._new[source, flags] = program
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
        known = _load(path)
        known = self._new if len(known) + len(self._new) > _MOST else known | self._new
        packed = marshal.dumps(known)
        with suppress(OSError):  # the only cost is compiling again
            path.parent.mkdir(parents=True, exist_ok=True)
            data = _MAGIC + zlib.crc32(packed).to_bytes(_SUM, "big") + packed
            atomic_write.replace_file(path, data, sync=False)


def _compiled(source: str | bytes, flags: int) -> _Program:
    """Compile to `_sre.compile` arguments, with the steps of `re._compiler.compile`."""
    parsed = import_module("re._parser").parse(source, flags)
    code = array("I", vars(import_module("re._compiler"))["_code"](parsed, flags)).tobytes()
    state = parsed.state
    names: list[str | None] = [None] * state.groups
    for name, group in state.groupdict.items():
        names[group] = name
    return flags | state.flags, code, state.groups - 1, dict(state.groupdict), tuple(names)


def _path(machine: Any) -> "Path | None":  # noqa: ANN401 - a module
    """Path of the cache file, one per Python version; None without a home folder."""
    state = f"{sys.version} {machine.MAGIC} {machine.CODESIZE} {sys.byteorder}"
    try:
        folder = platformdirs.user_cache_path("plandiff", appauthor=False)
    except (OSError, RuntimeError):
        return None
    return folder / f"patterns-{zlib.crc32(state.encode()):08x}.bin"


def _load(path: "Path | None") -> dict[_Key, _Program]:
    """The programs in a file; empty if it is missing or damaged."""
    try:
        data = path.read_bytes() if path else b""
    except OSError:
        return {}
    head, packed = data[: len(_MAGIC) + _SUM], data[len(_MAGIC) + _SUM :]
    if head != _MAGIC + zlib.crc32(packed).to_bytes(_SUM, "big"):
        return {}
    found: dict[_Key, _Program] = marshal.loads(packed)  # noqa: S302 - checked by its sum, from the user's own cache
    return found


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
