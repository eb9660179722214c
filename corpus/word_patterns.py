r"""Build patterns from word lists, including the words that packs add.

    from plandiff.corpus import word_patterns as re

    _COUNT = re.compile(rf"\d+(?:{re.any_of('COUNT_UNITS')})")

The lists are those of `plandiff.corpus.word_lists`.  The words of a pack's section
``[count-units]`` are added to ``COUNT_UNITS`` for the plans that are read with it.  The module
replaces `plandiff.corpus.text.lazy_re` for patterns with lists.
"""

from functools import cache
from typing import Any, cast

from plandiff.corpus.packs import list_name, pack_words, packs_in_use
from plandiff.corpus.text import lazy_re
from plandiff.corpus.text.folding import fold
from plandiff.corpus.text.lazy_re import (
    IGNORECASE,
    MULTILINE,
    Match,
    Pattern,
    RegexFlag,
    escape,
    finditer,
    match,
)
from plandiff.corpus.word_lists import word_lists

__all__ = [
    "IGNORECASE",
    "MULTILINE",
    "Match",
    "Pattern",
    "RegexFlag",
    "any_of",
    "compile",
    "escape",
    "finditer",
    "match",
    "word_set",
]

_MARK = lazy_re.compile(r"\(\?<(\w+)>\)")
"""Placeholder of a list in an uncompiled pattern; it is not valid syntax of `re`."""


def any_of(*names: str) -> str:
    """Placeholders for a pattern's alternatives: entries of the lists ``names`` and of packs."""
    return "|".join(f"(?<{name}>)" for name in names)


class word_set:  # noqa: N801 - used like the sets that it represents
    """The entries of a list as a set, including those of packs.

    >>> "所" in word_set("CONCRETE"), "顶" in word_set("CONCRETE")
    (True, False)
    """

    def __init__(self, name: str) -> None:
        self._name, self._words = name, frozenset(word_lists()[name])

    def __contains__(self, word: object) -> bool:
        if word in self._words:
            return True
        return bool(packs_in_use()) and word in tuple(map(fold, pack_words(list_name(self._name))))


def compile(pattern: str, flags: int | RegexFlag = 0) -> Pattern[str]:  # noqa: A001 - as in `re`
    """Return a pattern that is compiled on use, with the words of the packs in use."""
    if _MARK.search(pattern) is None:
        return lazy_re.compile(pattern, flags)
    return cast("Pattern[str]", _WithLists(pattern, flags))


class _WithLists:
    """Proxy of a pattern with lists; compiles one pattern per set of packs."""

    def __init__(self, pattern: str, flags: int | RegexFlag) -> None:
        self._asked = pattern, flags
        self._packs: object = None
        self._plain: Pattern[str] | None = None
        self._current: Pattern[str] | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return compile, self._asked

    def _now(self) -> Pattern[str]:
        packs = packs_in_use()
        if not packs:
            self._plain = self._plain or _compiled(*self._asked, ())
            return self._plain
        if packs is not self._packs or self._current is None:
            self._packs, self._current = packs, _with_packs(*self._asked)
        return self._current

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as those of patterns are
        return getattr(self._now(), name)

    def search(self, *place: Any) -> Match[str] | None:  # noqa: ANN401 - as that of patterns
        return self._now().search(*place)

    def match(self, *place: Any) -> Match[str] | None:  # noqa: ANN401 - as that of patterns
        return self._now().match(*place)

    def fullmatch(self, *place: Any) -> Match[str] | None:  # noqa: ANN401 - as that of patterns
        return self._now().fullmatch(*place)


def _with_packs(pattern: str, flags: int) -> Pattern[str]:
    names = _MARK.findall(pattern)
    more = tuple(
        (name, tuple(sorted(words, key=lambda word: (-len(word), word))))
        for name in dict.fromkeys(names)
        if (words := pack_words(list_name(name)))
    )
    return _compiled(pattern, flags, more)


@cache
def _compiled(
    pattern: str, flags: int, more: tuple[tuple[str, tuple[str, ...]], ...]
) -> Pattern[str]:
    """Compile the pattern with its lists; words of packs, taken literally, come first."""
    added = dict(more)

    def entries(mark: Match[str]) -> str:
        own = [escape(fold(word).replace("_", " ")) for word in added.get(mark[1], ())]
        return "|".join((*own, *word_lists()[mark[1]]))

    return lazy_re.compile(_MARK.sub(entries, pattern), flags)
