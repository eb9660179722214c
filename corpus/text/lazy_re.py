"""The module `re`, whose patterns are compiled when they are first used.

    from plandiff.corpus.text import lazy_re as re

Compiling the patterns of all vocabularies takes longer than comparing two plans, and hardly any run
uses them all.  A pattern that was used once is as fast as one of `re`.
"""

import re
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
from typing import Any, AnyStr, cast

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


class _Lazy:
    """Stands for a pattern, and takes over each of its attributes when that is first asked for."""

    def __init__(self, pattern: str | bytes, flags: int | RegexFlag) -> None:
        self._asked = pattern, flags

    def __reduce__(self) -> tuple[Any, ...]:
        return compile, self._asked

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as those of patterns are
        known = vars(self)
        if "_compiled" not in known:
            known["_compiled"] = re.compile(*self._asked)
        found = known[name] = getattr(known["_compiled"], name)
        return found


def compile(pattern: AnyStr, flags: int | RegexFlag = 0) -> Pattern[AnyStr]:  # noqa: A001 - as in `re`
    """A pattern that is compiled when it is first used; only then `re.error` is raised.

    >>> compile("[0-9]+").findall("1年级到6年级")
    ['1', '6']
    """
    return cast("Pattern[AnyStr]", _Lazy(pattern, flags))
