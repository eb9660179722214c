"""Tokens of a clause, the lists in ``words.txt``, and counts of words in a plan."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import add
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from plandiff.comparison.force.pairing import ClausePair, PlacedClause
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
    ("、", "和", "与", "及", "以及", "或", "或者", "并", "和其他", "and", "or", "/", ",")
)
IDLE = frozenset(("的", "等", "其", "各", "要", "应", "将", "对", "在", " "))
"""Words that name nothing."""
_BROADER = frozenset(
    (narrow, broad) for broad, _, narrow in (entry.partition(">") for entry in WORDS["BROADER"])
)
_QUOTED = re.compile(r"《[^》]*》|\"[^\"]*\"")
_LATIN = re.compile("[a-z]{3,}")
_CLAUSE_END = re.compile(r"[,;。!?\n]")


def pattern_of(*names: str) -> re.Pattern[str]:
    """Compile a pattern that matches any entry of the named lists."""
    return re.compile("|".join(entry for name in names for entry in WORDS[name]))


class Token(Struct, frozen=True):
    """A token of a clause; all level names have the same key."""

    key: str
    span: Span


def tokens_of(clause: PlacedClause) -> list[Token]:
    """Tokenize the folded clause without white space; spans are offsets in the section."""
    tokens: list[Token] = []
    at = 0
    for match in (*_LOCAL.finditer(clause.folded), None):
        stop = match.start() if match else len(clause.folded)
        borders = [at + border for border in cut(clause.folded[at:stop])]
        for start, end in pairwise(borders):
            if not (word := clause.folded[start:end]).isspace():
                tokens.append(_token(clause, start, end, word))
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


def broader_word(
    mine: Sequence[Token], theirs: Sequence[Token], pair: ClausePair
) -> tuple[bool, Span, Span] | None:
    """Return whether the new word is broader, and both spans, as of 学校 for 小学; else None.

    ``mine``, ``theirs``: tokens that replace each other.  None also if the narrower word is
    elsewhere in the clause that has the broader one.
    """
    old, new = ("".join(t.key for t in side if t.key not in IDLE) for side in (mine, theirs))
    spans = (
        Span(mine[0].span.start, mine[-1].span.end),
        Span(theirs[0].span.start, theirs[-1].span.end),
    )
    if (old, new) in _BROADER and old not in _without(pair.new.folded, old, new):
        return True, *spans
    if (new, old) in _BROADER and new not in _without(pair.old.folded, new, old):
        return False, *spans
    return None


def _without(folded: str, narrow: str, broad: str) -> str:
    """Return a text without a broader word that contains the narrower one: 中小学生, 小学生."""
    return folded.replace(broad, "") if narrow in broad else folded


@lru_cache(maxsize=4096)
def is_act(word: str) -> bool:
    """Whether a word may be a verb."""
    return lexicon().kind_of(word).startswith("v")


@lru_cache(maxsize=4096)
def belongs_to_act(word: str) -> bool:
    """Whether a word may be a verb, adverb, adjective or idiom, which names no thing."""
    kind = lexicon().kind_of(word)
    return kind.startswith(("v", "d", "ad", "a")) or kind == "i"


class PlanWording:
    """An index of the words of a plan's clauses, folded; callers omit chapters on the past."""

    def __init__(self, sections: Iterable[Section]) -> None:
        self._texts = [section.text for section in sections]
        self._clauses: dict[str, set[int]] | None = None
        self._counts: dict[tuple[str, ...], int] = {}

    def count(self, words: tuple[str, ...]) -> int:
        """Count the clauses of the plan that contain all these folded words."""
        if words not in self._counts:
            pairs = sorted({key for word in words for key in _index_keys(word)})
            index = self._index()
            places = sorted((index.get(pair, set()) for pair in pairs), key=len)
            self._counts[words] = len(set.intersection(*places)) if places else 0
        return self._counts[words]

    def count_beside(self, clause: str, words: tuple[str, ...]) -> int:
        """Like `count`, but one folded clause of the plan is not counted."""
        return max(self.count(words) - all(word in clause for word in words), 0)

    def _index(self) -> dict[str, set[int]]:
        """Return the inverted index from `_index_keys` to clauses; built on first use."""
        if self._clauses is None:
            self._clauses = {}
            folded = "\n".join(fold_lines(text).lower() for text in self._texts)
            for place, clause in enumerate(_CLAUSE_END.split(folded)):
                for key in _index_keys(clause):
                    self._clauses.setdefault(key, set()).add(place)
        return self._clauses


def _index_keys(text: str) -> Iterable[str]:
    """Yield the character bigrams, and each Latin word behind a space, as rent is in parents."""
    yield from map(add, text, text[1:])
    yield from (f" {word}" for word in _LATIN.findall(text))
