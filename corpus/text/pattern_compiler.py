"""Compile a pattern to bytecode of the standard library's engine that searches faster.

`re` tries a pattern at every character of a text, and all its alternatives there, unless each of
them begins with a plain letter.  Patterns made of word lists have hundreds of alternatives that
begin with lookbehinds, optional words or classes.  One addition to the steps of
`re._compiler.compile` speeds them up, and matches the same: the characters that a match can begin
with, so that the engine skips to the next of them.

`lazy_re` keeps the bytecode, so this module is imported only for patterns that are new.
"""

from array import array
from collections.abc import Sequence
from importlib import import_module
from re import IGNORECASE, LOCALE
from typing import Any

_parser: Any = import_module("re._parser")
_compiler: Any = import_module("re._compiler")
_codes: Any = import_module("re._constants")

Program = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""Arguments of `_sre.compile`: all flags, bytecode, group count, groups by name, names by group."""
_Item = tuple[Any, Any]
"""One operation of a parsed pattern, or one part of a class like [零一二0-9], and its argument."""

_SKIPS = 1 | 4
"""Bits of a program's third word: searches skip to a known prefix, or to a set of characters."""
_NO_WIDTH = frozenset({_codes.ASSERT, _codes.ASSERT_NOT, _codes.AT})
_REPEATS = frozenset({_codes.MAX_REPEAT, _codes.MIN_REPEAT, _codes.POSSESSIVE_REPEAT})


def compile_program(source: str | bytes, flags: int) -> Program:
    """Compile a pattern to the arguments of `_sre.compile`; raises `re.error` as `re` does."""
    parsed = _parser.parse(source, flags)
    state = parsed.state
    all_flags = flags | state.flags
    is_plain = isinstance(source, str) and not all_flags & (IGNORECASE | LOCALE)
    first, may_be_empty = _beginning(parsed) if is_plain else (None, True)
    code = _code(parsed, all_flags, None if may_be_empty else first)
    names: list[str | None] = [None] * state.groups
    for name, group in state.groupdict.items():
        names[group] = name
    packed = array("I", code).tobytes()
    return all_flags, packed, state.groups - 1, dict(state.groupdict), tuple(names)


def _code(parsed: Any, flags: int, first: list[_Item] | None) -> list[int]:  # noqa: ANN401 - a private class of re
    """Return the bytecode; ``first``: the class of the first characters of a match, if known."""
    code: list[int] = []
    _compiler._compile_info(code, parsed, flags)  # noqa: SLF001 - there is no public compiler
    if first and not code[2] & _SKIPS:
        # The class stands in for the pattern where its head is made.
        head = _parser.SubPattern(parsed.state, [(_codes.IN, first)])
        head.width = parsed.getwidth()
        code = []
        _compiler._compile_info(code, head, flags)  # noqa: SLF001
    _compiler._compile(code, parsed.data, flags)  # noqa: SLF001
    code.append(_codes.SUCCESS)
    return code


def _first_of(operation: Any, value: Any) -> tuple[list[_Item] | None, bool]:  # noqa: ANN401 - as re gives it
    """Return the same as `_beginning` for one operation that consumes characters."""
    if operation is _codes.LITERAL:
        return [(operation, value)], False
    if operation is _codes.NOT_LITERAL:
        return [(_codes.NEGATE, None), (_codes.LITERAL, value)], False
    if operation is _codes.IN:
        return list(value), False
    if operation is _codes.BRANCH:
        each = [_beginning(branch) for branch in value[1]]
        return _union([items for items, _ in each]), any(optional for _, optional in each)
    inner = _inner(operation, value)
    if inner is None:
        return None, False
    items, optional = _beginning(inner)
    return items, optional or (operation in _REPEATS and value[0] == 0)


def _beginning(operations: Sequence[_Item]) -> tuple[list[_Item] | None, bool]:
    """Return the class of the characters that a match can begin with, and whether it may be empty.

    The class is None if it is not known.
    """
    found: list[_Item] | None = []
    for operation, value in operations:
        if operation in _NO_WIDTH:
            continue
        items, optional = _first_of(operation, value)
        found = _union([found, items])
        if found is None or not optional:
            return found, False
    return found, True


def _inner(operation: Any, value: Any) -> Any:  # noqa: ANN401
    """Return the operations inside a group or a repeat; None for any other operation."""
    if operation is _codes.SUBPATTERN and not value[1]:  # 1: flags of (?i:…)
        return value[3]
    if operation is _codes.ATOMIC_GROUP:
        return value
    return value[2] if operation in _REPEATS else None


def _union(classes: Sequence[list[_Item] | None]) -> list[_Item] | None:
    """Join classes; None if one is not known, or a negated one is not the only one."""
    if None in classes:
        return None
    filled = [items for items in classes if items]
    if len(filled) > 1 and any(items[0][0] is _codes.NEGATE for items in filled):
        return None
    return list(dict.fromkeys(item for items in filled for item in items))
