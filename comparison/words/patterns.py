"""The reader's own regular expressions, which may be ill-formed or take for ever.

`regex` does the search instead of `re`: it can be given a time after which it stops, also in a
thread, where no signal arrives and ``re`` would hold up the whole program.
"""

from functools import cache, lru_cache
from typing import Any

from plandiff.corpus.errors import UsageError

SECONDS = 2
"""For one pattern on the text of one row; a sound pattern needs thousandths of a second."""


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
        message = f"takes longer than {SECONDS} s; put no repetition inside a repetition"
        raise UsageError(f"--ignore-pattern {pattern!r}: {message}") from error


@cache
def _compiled(pattern: str) -> Any:  # noqa: ANN401 - regex has no types
    import regex  # noqa: PLC0415 - only where somebody has a pattern

    try:
        return regex.compile(pattern)
    except (regex.error, ValueError, OverflowError, RecursionError) as error:
        raise UsageError(f"--ignore-pattern {pattern!r}: {error}") from error
