"""A replacement for `re` that compiles patterns on first use and caches them across runs.

    from plandiff.corpus.text import lazy_re as re

Compiling the patterns of all vocabularies takes longer than comparing two plans, and hardly any run
uses them all.  So a pattern is compiled on first use, and its compiled code is stored in the user's
cache folder, per Python version.  After the first use a pattern is as fast as one of `re`.  If the
cache is missing or damaged, the pattern is compiled by `re`.

A pattern of many alternatives is tried at each character of a text, unless all alternatives begin
with plain letters.  If the characters that a match can begin with are known nevertheless, the
pattern is compiled behind a lookahead for them: a search takes a third of the time.
"""

import atexit
import marshal
import sys
import zlib
from array import array
from collections.abc import Iterable
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

_MAGIC = b"plandiff-patterns-2\n"
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


_SKIPS = 1 | 4
"""Bits of a program's third word: searches skip to a known prefix, or to a set of characters."""
_NO_WIDTH = frozenset({"ASSERT", "ASSERT_NOT", "AT"})
_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
_MOST_FIRST = 500
"""Maximum size of a set of first characters that is worth testing."""


def _compiled(source: str | bytes, flags: int) -> _Program:
    """Compile to `_sre.compile` arguments, with the steps of `re._compiler.compile`."""
    parser = import_module("re._parser")
    parsed = parser.parse(source, flags)
    code = _code(parsed, flags)
    if isinstance(source, str) and not code[2] & _SKIPS:
        all_flags = flags | parsed.state.flags
        first = None if all_flags & (IGNORECASE | VERBOSE) else _first_characters(parsed)
        if first and len(first) <= _MOST_FIRST:
            guard = f"(?=[{escape(''.join(sorted(first)))}])(?:{source})"
            parsed = parser.parse(guard, flags)
            code = _code(parsed, flags)
    state = parsed.state
    names: list[str | None] = [None] * state.groups
    for name, group in state.groupdict.items():
        names[group] = name
    packed = array("I", code).tobytes()
    return flags | state.flags, packed, state.groups - 1, dict(state.groupdict), tuple(names)


def _code(parsed: Any, flags: int) -> list[int]:  # noqa: ANN401 - a private class of re
    found: list[int] = vars(import_module("re._compiler"))["_code"](parsed, flags)
    return found


def _first_characters(parsed: Iterable[Any]) -> set[str] | None:
    """The characters that a match begins with; None if they are many or a match may be empty."""
    found: set[str] = set()
    for operation, value in parsed:
        kind = str(operation)
        if kind in _NO_WIDTH:
            continue
        step, optional = _first_of(kind, value)
        if step is None:
            return None
        found |= step
        if not optional:
            return found
    return None


def _first_of(kind: str, value: Any) -> tuple[set[str] | None, bool]:  # noqa: ANN401 - as re gives it
    """First characters of one operation of a parsed pattern, and whether it may match nothing."""
    if kind == "LITERAL":
        return {chr(value)}, False
    if kind == "IN":
        return _members(value), False
    if kind == "SUBPATTERN":
        return (None if value[1] else _first_characters(value[3])), False  # 1: flags of (?i:…)
    if kind == "ATOMIC_GROUP":
        return _first_characters(value), False
    if kind == "BRANCH":
        each = [_first_characters(branch) for branch in value[1]]
        return (None if None in each else {one for part in each for one in part or ()}), False
    if kind in _REPEATS:
        return _first_characters(value[2]), value[0] == 0
    return None, False


def _members(parts: Iterable[tuple[Any, Any]]) -> set[str] | None:
    """The characters of a class like [零一二0-9]; None for categories and negated classes."""
    found: set[str] = set()
    for operation, value in parts:
        if str(operation) == "LITERAL":
            found.add(chr(value))
        elif str(operation) == "RANGE" and value[1] - value[0] < _MOST_FIRST:
            found |= set(map(chr, range(value[0], value[1] + 1)))
        else:
            return None
    return found


def _path(machine: Any) -> "Path | None":  # noqa: ANN401 - a module
    """Path of the cache file, one per Python version; None without a home folder."""
    state = f"{_MAGIC!r} {sys.version} {machine.MAGIC} {machine.CODESIZE} {sys.byteorder}"
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
