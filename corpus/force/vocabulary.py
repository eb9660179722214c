"""The words of ``vocabulary.txt``, found in a text."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from plandiff.corpus.model import Span
from plandiff.corpus.packs import FORCE_GRADES, pack_words
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.folding import fold

_FILE = Path(__file__).with_name("vocabulary.txt")
_LATIN = re.compile(r"[A-Za-z]{3}")


class Kind(StrEnum):
    """What a word does; the head of ``vocabulary.txt`` explains each."""

    EXCEPTION = "exception"
    BAR = "bar"
    DUTY = "duty"
    NORM = "norm"
    ENSURE = "ensure"
    WAIVE = "waive"
    LEAVE = "leave"
    EXPLORE = "explore"
    EFFORT = "effort"
    PROMOTE = "promote"
    PUSH = "push"
    PLAIN = "plain"
    FIRM = "firm"
    ACT = "act"
    HEDGE = "hedge"
    ALL = "all"
    SOME = "some"
    GRADUAL = "gradual"
    INTENSITY = "intensity"


FORCE = frozenset(Kind) - {
    Kind.ACT,
    Kind.EXCEPTION,
    Kind.HEDGE,
    Kind.ALL,
    Kind.SOME,
    Kind.GRADUAL,
    Kind.INTENSITY,
}
"""The kinds that bind; ``act`` is a plain verb."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the vocabulary at its place in a text."""

    kind: Kind
    grade: int
    """5 must, 4 firm, 3 effort, 2 promotion, 1 leave; 0 of a kind without a grade."""
    span: Span
    text: str
    """As printed."""


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    pattern: re.Pattern[str]
    entries: tuple[tuple[Kind, int], ...]
    """Kind and grade of each group of the pattern."""


def find_words(folded: str, text: str) -> Iterator[Word]:
    """The words of a folded text in order, none within another; ``text`` is the same unfolded.

    >>> [(word.text, word.kind.value) for word in find_words("主要学校应开放", "主要學校應開放")]
    [('應', 'norm')]
    """
    more = tuple((kind, word) for kind in FORCE_GRADES for word in pack_words(kind))
    vocabulary = _load(latin=_LATIN.search(folded) is not None, more=more)
    for match in vocabulary.pattern.finditer(folded):
        kind, grade = vocabulary.entries[(match.lastindex or 1) - 1]
        yield Word(kind, grade, Span(*match.span()), text[match.start() : match.end()])


@cache
def _load(*, latin: bool, more: tuple[tuple[str, str], ...]) -> _Vocabulary:
    """The words of the file; with English ones (``latin``) where a text may hold such.

    ``more``: kind and word of what packs add, which goes before the file.
    """
    groups = [rf"({re.escape(fold(word).lower())})" for _, word in more]
    entries = [(Kind(kind), FORCE_GRADES[kind]) for kind, _ in more]
    for line in _FILE.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        kind, grade, *patterns = line.split()
        is_latin = bool(re.match(r"[(?<!:=]*[a-z]", patterns[0]))
        if is_latin and not latin:
            continue
        body = "|".join(patterns).replace("_", r"\s")
        groups.append(rf"(\b(?i:{body})\b)" if is_latin else f"({body})")
        entries.append((Kind(kind), int(grade)))
    return _Vocabulary(re.compile("|".join(groups)), tuple(entries))
