"""Compile a pattern to bytecode of the standard library's engine that searches faster.

`re` tries a pattern at every character of a text, and all its alternatives there, unless each of
them begins with a plain letter.  Patterns made of word lists have hundreds of alternatives that
begin with lookbehinds, optional words or classes.  Two additions to the steps of
`re._compiler.compile` speed them up, and match the same:

- the characters that a match can begin with: the engine skips to the next of them;
- groups of alternatives by their first character: the engine tries the alternatives of one group.

`lazy_re` keeps the bytecode, so this module is imported only for patterns that are new.
"""

from array import array
from collections.abc import Iterable, Sequence
from importlib import import_module
from math import isqrt
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
_FEWEST = 12
"""Number of alternatives from which sorting them into groups is worth the tests of the groups."""
_GROWTH = 1.7
"""Maximum growth of the bytecode by groups, as alternatives of several groups are repeated."""
_WIDEST = 64
"""Maximum size of a range whose characters are sorted into groups."""


def compile_program(source: str | bytes, flags: int) -> Program:
    """Compile a pattern to the arguments of `_sre.compile`; raises `re.error` as `re` does."""
    parsed = _parser.parse(source, flags)
    state = parsed.state
    all_flags = flags | state.flags
    is_plain = isinstance(source, str) and not all_flags & (IGNORECASE | LOCALE)
    first, may_be_empty = _beginning(parsed) if is_plain else (None, True)
    if may_be_empty:
        first = None
    code = _code(parsed, all_flags, first)
    if is_plain and _group_alternatives(parsed):
        grouped = _code(parsed, all_flags, first)
        if len(grouped) <= _GROWTH * len(code):
            code = grouped
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


def _group_alternatives(operations: Any) -> bool:  # noqa: ANN401
    """Sort the alternatives that a pattern begins with into groups; whether there are enough.

    a…|b…|c…|d… becomes (?=[ab])(?:a…|b…)|(?=[cd])(?:c…|d…): few tests lead to few alternatives.
    Within a group alternatives keep their order, and one that begins with characters of several
    groups is in each.
    """
    for at, (operation, value) in enumerate(operations):
        if operation in _NO_WIDTH:
            continue
        if operation is _codes.BRANCH:
            groups = _groups(operations.state, value[1])
            operations[at] = (operation, (None, groups))
            return groups is not value[1]
        inner = None if operation in _REPEATS else _inner(operation, value)
        return inner is not None and _group_alternatives(inner)
    return False


def _groups(state: Any, branches: list[Any]) -> list[Any]:  # noqa: ANN401
    characters: dict[int, None] = {}  # a dict keeps the order, which keeps alternatives together
    unknown = [branch for branch in branches if not _add_characters(branch, characters)]
    if _size(branches) < _FEWEST or len(characters) < _FEWEST:
        return branches
    every = list(characters)
    step = 2 * isqrt(len(every))
    groups: list[Any] = []
    for start in range(0, len(every), step):
        group = set(every[start : start + step])
        test = [(_codes.IN, [(_codes.LITERAL, one) for one in sorted(group)])]
        ahead = (_codes.ASSERT, (1, _parser.SubPattern(state, test)))
        kept = [part for branch in branches if (part := _restricted(branch, group)) is not None]
        groups.append(_parser.SubPattern(state, [ahead, (_codes.BRANCH, (None, kept))]))
    return groups + unknown


def _size(branches: Iterable[Any]) -> int:
    """Return the number of alternatives, those inside of alternatives included."""
    return sum(
        _size(value[1]) if operation is _codes.BRANCH else _size([inner]) if inner else 1
        for branch in branches
        for operation, value in branch[:1]
        for inner in [_inner(operation, value)]
    )


def _add_characters(branch: Any, found: dict[int, None]) -> bool:  # noqa: ANN401
    """Add the characters that an alternative begins with; whether these are all."""
    items, optional = _beginning(branch)
    if items is None:
        return False
    complete = not optional
    for operation, value in items:
        if operation is _codes.LITERAL:
            found[value] = None
        elif operation is _codes.RANGE and value[1] - value[0] < _WIDEST:
            found.update(dict.fromkeys(range(value[0], value[1] + 1)))
        else:
            complete = False
    return complete


def _restricted(operations: Any, group: set[int]) -> Any:  # noqa: ANN401
    """Leave out the alternatives that begin with none of the characters; None if nothing is left.

    What is not known to begin with other characters is kept.
    """
    kept: list[_Item] = []
    for at, (operation, value) in enumerate(operations):
        items, optional = ([], True) if operation in _NO_WIDTH else _first_of(operation, value)
        begins = items is None or any(_may_be_in(item, group) for item in items)
        if not optional:
            part = _restricted_operation(operation, value, group) if begins else None
            if part is None:
                return None
            return _parser.SubPattern(operations.state, [*kept, part, *operations[at + 1 :]])
        if begins:
            break
        # It consumes nothing here, so what follows begins with one of the characters.
        if operation not in _REPEATS or value[0]:
            kept.append((operation, value))
    else:
        return _parser.SubPattern(operations.state, kept)
    return _parser.SubPattern(operations.state, [*kept, *operations[at:]])


def _restricted_operation(operation: Any, value: Any, group: set[int]) -> _Item | None:  # noqa: ANN401
    if operation is _codes.BRANCH:
        kept = [part for one in value[1] if (part := _restricted(one, group)) is not None]
        return operation, (None, kept)
    inner = _inner(operation, value)
    if inner is None or operation in _REPEATS:
        return operation, value
    part = _restricted(inner, group)
    if part is None:
        return None
    return operation, ((*value[:3], part) if operation is _codes.SUBPATTERN else part)


def _may_be_in(item: _Item, group: set[int]) -> bool:
    operation, value = item
    if operation is _codes.LITERAL:
        return value in group
    if operation is _codes.RANGE:
        return any(value[0] <= one <= value[1] for one in group)
    return True
