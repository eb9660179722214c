"""The reader's own regular expressions, which may be ill-formed or take for ever.

`regex` does the search instead of `re`: it can be given a time after which it stops, also in a
thread, where no signal arrives and ``re`` would hold up the whole program.
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
"""For one pattern on the text of one row; a sound pattern needs thousandths of a second."""
MOST_REPEATED = 10_000
"""Parts of a pattern with its least repetitions written out: `regex` does write them out, and takes
a gigabyte for ``(a{999999999})`` before anything is searched."""
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
"""What an error of `regex` begins with, and the key of its words."""


def check_pattern(pattern: str) -> None:
    """Raise `UsageError` where ``pattern`` is no regular expression."""
    _compiled(pattern)


@lru_cache(maxsize=256)
def spans_of(pattern: str, text: str) -> tuple[tuple[int, int], ...]:
    """Where ``pattern`` matches, as start and end.

    Raises `UsageError` for what is no regular expression, and for one that takes longer than
    `SECONDS`.

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
    """Raise `UsageError` where more than `MOST_REPEATED` parts have to match.

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
        if not piece[0].isspace():  # blanks may stand between a part and its repetition, in (?x)
            last = last + added if piece[1] else added
        if groups[-1] > MOST_REPEATED:
            reason = Phrase("pattern.count", position=piece.start() + 1)
            raise UsageError("pattern", pattern=pattern, reason=reason)


def _fault(error: Any) -> Phrase:  # noqa: ANN401 - regex has no types
    """What is wrong with a pattern and at which character; `regex` says it in English only."""
    known = (key for opening, key in _FAULTS.items() if error.msg.startswith(opening))
    if error.pos is None:
        return Phrase("pattern.whole")
    return Phrase(f"pattern.{next(known, 'other')}", position=error.pos + 1)
