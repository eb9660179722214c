"""Find the force words listed in ``vocabulary.txt`` in a text."""

from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path

from msgspec import Struct

from plandiff.corpus.model import Span
from plandiff.corpus.packs import FORCE_GRADES, pack_words
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.folding import fold

_FILE = Path(__file__).with_name("vocabulary.txt")
_LATIN = re.compile(r"[A-Za-z]{3}")


class Kind(StrEnum):
    """Category of a force word; the header of ``vocabulary.txt`` explains each."""

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
"""The kinds that have binding force; ``act`` is a plain verb."""


class Word(Struct, frozen=True):
    """An occurrence of a vocabulary word in a text."""

    kind: Kind
    grade: int
    """5 must, 4 firm, 3 effort, 2 promotion, 1 permission; 0 for a kind without a grade."""
    span: Span
    text: str
    """As printed."""


class _Vocabulary(Struct, frozen=True):
    pattern: re.Pattern[str]
    entries: tuple[tuple[Kind, int], ...]
    """Kind and grade for each capture group of the pattern."""


def find_words(folded: str, text: str) -> Iterator[Word]:
    """Yield the force words of a folded text in order, without overlap.

    ``text`` is the same text before folding, of the same length.

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
    """Compile the words of the file; ``latin`` includes the English ones.

    ``more``: pairs of kind and word that packs add; they take precedence over the file.
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
