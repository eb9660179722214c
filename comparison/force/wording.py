"""The words of a clause, those of ``words.txt``, and how often a plan says something."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from operator import add
from pathlib import Path

from plandiff.comparison.force.pairing import PlacedClause
from plandiff.comparison.words.lexicon import lexicon
from plandiff.comparison.words.tokens import cut
from plandiff.corpus.model import Section, Span
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.folding import fold_lines
from plandiff.corpus.word_lists import read_lists

WORDS = read_lists(Path(__file__).with_name("words.txt"))
"""Entries by the name of their list; the file explains each."""

_LEVEL = "[省市县区州国盟旗乡镇]"
_LOCAL = re.compile(
    rf"(?:全|我|本|各){_LEVEL}(?:、?\(?{_LEVEL}(?:、{_LEVEL})*\)?)*|各地区?|[全我本]校"
)
"""How a lower level restates its superior's text: all alike."""
LOCAL = "各地"
"""The key of all of them."""
CONNECTORS = frozenset(
    ("、", "和", "与", "及", "以及", "或", "或者", "并", "和其他", "and", "or", "/")
)
_QUOTED = re.compile(r"《[^》]*》|\"[^\"]*\"")
_CLAUSE_END = re.compile(r"[,;。!?\n]")


def pattern_of(*names: str) -> re.Pattern[str]:
    """What finds an entry of the lists."""
    return re.compile("|".join(entry for name in names for entry in WORDS[name]))


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a clause; a level is the same word everywhere."""

    key: str
    span: Span


def tokens_of(clause: PlacedClause) -> list[Token]:
    """Words of the folded clause, at their places in the section."""
    tokens: list[Token] = []
    at = 0
    for match in (*_LOCAL.finditer(clause.folded), None):
        stop = match.start() if match else len(clause.folded)
        borders = [at + border for border in cut(clause.folded[at:stop])]
        for start, end in pairwise(borders):
            tokens.append(_token(clause, start, end, clause.folded[start:end]))
        if match:
            tokens.append(_token(clause, match.start(), match.end(), LOCAL))
            at = match.end()
    return _with_whole_titles(tokens, clause)


def _with_whole_titles(tokens: list[Token], clause: PlacedClause) -> list[Token]:
    """Signs in titles and quotations are no connectors: 《关于加强和改进……的意见》."""
    offset = clause.span.start
    places = [found.span() for found in _QUOTED.finditer(clause.folded)]
    return [
        replace(token, key=f"《{token.key}》")
        if token.key in CONNECTORS
        and any(start < token.span.start - offset < end for start, end in places)
        else token
        for token in tokens
    ]


def _token(clause: PlacedClause, start: int, end: int, key: str) -> Token:
    offset = clause.span.start
    return Token(key, Span(offset + start, offset + end))


@lru_cache(maxsize=4096)
def is_act(word: str) -> bool:
    """Whether a word may be a verb."""
    return lexicon().kind_of(word).startswith("v")


class PlanWording:
    """What a plan asks for, in folded words; chapters that give account of the past left out."""

    def __init__(self, sections: Iterable[Section]) -> None:
        self._texts = [section.text for section in sections]
        self._clauses: dict[str, set[int]] | None = None
        self._counts: dict[tuple[str, ...], int] = {}

    def count(self, words: tuple[str, ...]) -> int:
        """How many clauses of the plan have all these folded words."""
        if words not in self._counts:
            pairs = sorted({pair for word in words for pair in _letter_pairs(word)})
            index = self._index()
            places = sorted((index.get(pair, set()) for pair in pairs), key=len)
            self._counts[words] = len(set.intersection(*places)) if places else 0
        return self._counts[words]

    def count_beside(self, clause: str, words: tuple[str, ...]) -> int:
        """The same without one folded clause of the plan."""
        return max(self.count(words) - all(word in clause for word in words), 0)

    def _index(self) -> dict[str, set[int]]:
        """The clauses that have each pair of neighbouring letters; made when first asked for."""
        if self._clauses is None:
            self._clauses = {}
            folded = "\n".join(fold_lines(text).lower() for text in self._texts)
            for place, clause in enumerate(_CLAUSE_END.split(folded)):
                for pair in _letter_pairs(clause):
                    self._clauses.setdefault(pair, set()).add(place)
        return self._clauses


def _letter_pairs(text: str) -> Iterable[str]:
    return map(add, text, text[1:])
