"""The user's regular expressions, which may be invalid or run forever.

`regex` is used instead of `re`: it supports a timeout, also in a thread, where no signal arrives
and ``re`` would block the whole program.
"""

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from plandiff.corpus.errors import Phrase, UsageError
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.text import lazy_re as re

if TYPE_CHECKING:
    import regex
else:
    regex = LazyModule("regex")

SECONDS = 2
"""Timeout of one pattern on the text of one row; a sound pattern takes milliseconds."""
MOST_REPEATED = 10_000
"""Parts of a pattern with its least repetitions expanded: `regex` does expand them, and takes a
gigabyte for ``(a{999999999})`` before it searches anything."""
_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{(\d+)(?:,\d*)?\}|[()]|.", re.DOTALL)
"""An escape, a set, a repetition, a bracket, or one character."""
_FAULTS = {
    "missing )": "open",
    "unbalanced parenthesis": "closed",
    "unterminated character set": "set",
    "missing ]": "set",
    "nothing to repeat": "nothing",
    "multiple repeat": "repeat",
    "min repeat greater": "bounds",
    "repeat count too big": "count",
    "bad escape": "escape",
    "incomplete escape": "escape",
    "bad hex escape": "escape",
    "bad character range": "range",
    "unknown extension": "extension",
    "unknown property": "property",
    "unknown group": "group",
    "invalid group reference": "group",
    "missing group name": "name",
    "bad character in group name": "name",
}
"""Prefix of an error message of `regex` -> key of our message."""


def check_pattern(pattern: str) -> None:
    """Raise `UsageError` if ``pattern`` is no valid regular expression."""
    _compiled(pattern)


@lru_cache(maxsize=256)
def spans_of(pattern: str, text: str) -> tuple[tuple[int, int], ...]:
    """Return the (start, end) of each match of ``pattern``.

    Raises `UsageError` if the pattern is invalid, or if the search takes longer than `SECONDS`.

    >>> spans_of(r"（.+?印发）", "（3月印发）学校")
    ((0, 6),)
    """
    try:
        return tuple(match.span() for match in _compiled(pattern).finditer(text, timeout=SECONDS))
    except TimeoutError as error:
        raise UsageError("pattern-slow", pattern=pattern, seconds=SECONDS) from error


@cache
def _compiled(pattern: str) -> Any:  # noqa: ANN401 - regex has no types
    _check_size(pattern)
    try:
        return regex.compile(pattern)
    except regex.error as error:
        raise UsageError("pattern", pattern=pattern, reason=_fault(error)) from error
    except (ValueError, OverflowError, RecursionError) as error:
        raise UsageError("pattern", pattern=pattern, reason=Phrase("pattern.whole")) from error


def _check_size(pattern: str) -> None:
    """Raise `UsageError` if the pattern expands to more than `MOST_REPEATED` parts.

    The sizes of open groups are kept on a stack: ``(ab){3}`` has 2 parts in the group and 6 with
    the repetition.
    """
    groups, last = [0], 0
    for piece in _PIECE.finditer(pattern):
        if piece[0] == "(":
            groups.append(0)
            continue
        if piece[1]:
            added = last * (int(piece[1][:9]) - 1)  # the last part is counted once already
        elif piece[0] == ")" and len(groups) > 1:
            added = groups.pop()
        else:
            added = 1
        groups[-1] += max(added, 0)
        if not piece[0].isspace():  # in (?x), blanks may separate a part and its repetition
            last = last + added if piece[1] else added
        if groups[-1] > MOST_REPEATED:
            reason = Phrase("pattern.count", position=piece.start() + 1)
            raise UsageError("pattern", pattern=pattern, reason=reason)


def _fault(error: Any) -> Phrase:  # noqa: ANN401 - regex has no types
    """Return the error and its position as a message; `regex` has English messages only."""
    known = (key for opening, key in _FAULTS.items() if error.msg.startswith(opening))
    if error.pos is None:
        return Phrase("pattern.whole")
    return Phrase(f"pattern.{next(known, 'other')}", position=error.pos + 1)
