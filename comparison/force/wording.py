"""Tokens of a clause, the lists in ``words.txt``, and counts of words in a plan."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from operator import add
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from plandiff.comparison.force.pairing import PlacedClause
from plandiff.comparison.words.lexicon import lexicon
from plandiff.comparison.words.tokens import cut
from plandiff.corpus.model import Section, Span
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.folding import fold_lines
from plandiff.corpus.word_lists import read_lists

WORDS = read_lists(Path(__file__).with_name("words.txt"))
"""Entries by list name; the file explains each list."""

_LEVEL = "[省市县区州国盟旗乡镇]"
_LOCAL = re.compile(
    rf"(?:全|我|本|各){_LEVEL}(?:、?\(?{_LEVEL}(?:、{_LEVEL})*\)?)*|各地区?|[全我本]校"
)
"""Names of levels, which differ if a lower level restates its superior's text."""
LOCAL = "各地"
"""The common token key of all level names."""
CONNECTORS = frozenset(
    ("、", "和", "与", "及", "以及", "或", "或者", "并", "和其他", "and", "or", "/")
)
_QUOTED = re.compile(r"《[^》]*》|\"[^\"]*\"")
_CLAUSE_END = re.compile(r"[,;。!?\n]")


def pattern_of(*names: str) -> re.Pattern[str]:
    """Compile a pattern that matches any entry of the named lists."""
    return re.compile("|".join(entry for name in names for entry in WORDS[name]))


class Token(Struct, frozen=True):
    """A token of a clause; all level names have the same key."""

    key: str
    span: Span


def tokens_of(clause: PlacedClause) -> list[Token]:
    """Tokenize the folded clause; spans are offsets in the section's text."""
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
    """Rename connectors inside titles and quotations: 《关于加强和改进……的意见》."""
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
    """An index of the words of a plan's clauses, folded; callers omit chapters on the past."""

    def __init__(self, sections: Iterable[Section]) -> None:
        self._texts = [section.text for section in sections]
        self._clauses: dict[str, set[int]] | None = None
        self._counts: dict[tuple[str, ...], int] = {}

    def count(self, words: tuple[str, ...]) -> int:
        """Count the clauses of the plan that contain all these folded words."""
        if words not in self._counts:
            pairs = sorted({pair for word in words for pair in _letter_pairs(word)})
            index = self._index()
            places = sorted((index.get(pair, set()) for pair in pairs), key=len)
            self._counts[words] = len(set.intersection(*places)) if places else 0
        return self._counts[words]

    def count_beside(self, clause: str, words: tuple[str, ...]) -> int:
        """Like `count`, but one folded clause of the plan is not counted."""
        return max(self.count(words) - all(word in clause for word in words), 0)

    def _index(self) -> dict[str, set[int]]:
        """Return the inverted index from character bigrams to clauses; built on first use."""
        if self._clauses is None:
            self._clauses = {}
            folded = "\n".join(fold_lines(text).lower() for text in self._texts)
            for place, clause in enumerate(_CLAUSE_END.split(folded)):
                for pair in _letter_pairs(clause):
                    self._clauses.setdefault(pair, set()).add(place)
        return self._clauses


def _letter_pairs(text: str) -> Iterable[str]:
    return map(add, text, text[1:])
