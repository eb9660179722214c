"""Pair the clauses of two aligned texts that ask for the same act, regardless of their force.

Words of force are masked: 必须完成轮岗 and 鼓励完成轮岗 are the same act.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, product
from operator import add
from sys import intern

from msgspec import Struct

from plandiff.corpus.force import Clause, Kind, read_clauses
from plandiff.corpus.model import Section, Span
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.folding import fold_lines

_MASKED = frozenset(Kind) - {Kind.ACT, Kind.SOME, Kind.ALL}
_TOKEN = re.compile(r"\d[\d.,]*\s?[^\W\d_]?|[A-Za-z]+|[^\W\d_a-zA-Z]+")
_NUMBER = re.compile(
    r"(?:19|20)\d\d\s?年?|百分之[一二三四五六七八九十百点零]+|[一二三四五六七八九十百千万亿两零]{2,}"
)
"""Years, and numbers in characters: bigrams of these carry no meaning and are masked."""
_FILLER = re.compile("[的地和与及并或等对在为以各]")
_UNSEEN = 50
"""Clauses added to the total (smoothing), as the counts of a short plan are no statistics."""
_ALL_PAIRS = 10_000
"""Number of clause pairs up to which all are compared."""
_RARE = 6
"""A token in more clauses of one side is not used to find candidates."""
_LONGEST = 2_000
"""Characters of a clause whose tokens are compared; a longer text without a mark is no clause."""
_LEAST = 0.12
"""Similarity below which two clauses are not paired."""


class PlacedClause(Struct, frozen=True, eq=False):
    """A clause of a section; `content_of` computes its content tokens."""

    section: Section
    clause: Clause
    """Its spans are offsets in the section's text."""
    folded: str

    @property
    def span(self) -> Span:
        """Place in the section's text."""
        return self.clause.span


class ClausePair(Struct, frozen=True, eq=False):
    """A clause of the old plan and its counterpart."""

    old: PlacedClause
    new: PlacedClause
    similarity: float
    """1 for the same content, 0 for no common content."""
    alone: bool = False
    """Each side has only one clause that asks for something, so the passage implies the pair."""


def placed_clauses(section: Section) -> tuple[PlacedClause, ...]:
    """Return all clauses of a section in order; the title of the plan is skipped."""
    text = section.text
    folded = fold_lines(text).lower()
    return tuple(
        PlacedClause(
            section,
            clause,
            folded[clause.span.start : clause.span.end],
        )
        for clause in read_clauses(text)
        if section.parent is not None or clause.span.start >= len(section.heading)
    )


def content_of(placed: PlacedClause) -> set[str]:
    """Return character bigrams, Latin words, numbers with their units; masked words are left out.

    Equal tokens are interned: the clauses of a plan share most of them.
    """
    start = placed.span.start
    masked = list(placed.folded[:_LONGEST])
    for word in placed.clause.words:
        if word.kind in _MASKED and word.span.end - start <= _LONGEST:
            stop = min(word.span.end - start, len(masked))
            masked[word.span.start - start : stop] = "|" * (stop - word.span.start + start)
    text = _NUMBER.sub("|", "".join(masked))
    return set(map(intern, _tokens(text)))


def _tokens(text: str) -> Iterable[str]:
    """Yield character bigrams, Latin words, and numbers with a unit.

    >>> sorted(_tokens("建成公厕30座"))
    ['30座', '公厕', '建成', '成公']
    """
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token[0].isdigit() or token[0].isascii():
            yield token.replace(" ", "")
            continue
        for run in _FILLER.split(token):
            yield from map(add, run, run[1:])


class ContentWeights:
    """Inverse document frequency (idf) of content tokens: 经济发展, in every clause, counts little.

    Weights are integers, so that sums over sets do not depend on the iteration order.
    """

    def __init__(self, clauses: Iterable[PlacedClause]) -> None:
        """``clauses``: the clauses of both plans."""
        self._content = {clause: content_of(clause) for clause in clauses}
        frequency = Counter(chain.from_iterable(self._content.values()))
        total = len(self._content)
        by_count = {
            count: round(1000 * math.log(1 + (total + _UNSEEN) / count))
            for count in set(frequency.values())
        }
        self._weight = {token: by_count[count] for token, count in frequency.items()}
        self._masses: dict[PlacedClause, int] = {}
        self.rare = round(2000 * math.log(1 + total + _UNSEEN))
        """Weight of two tokens that occur once each."""

    def mass(self, content: set[str]) -> int:
        """Return the summed weight of tokens."""
        return sum(map(self._weight.__getitem__, content))

    def mass_of(self, clause: PlacedClause) -> int:
        """Return the summed weight of a clause; cached, as each clause is compared with many."""
        if clause not in self._masses:
            self._masses[clause] = self.mass(self._content[clause])
        return self._masses[clause]

    def content(self, clause: PlacedClause) -> set[str]:
        """Return the content tokens of a clause, which must be among those given."""
        return self._content[clause]


def similarity(old: PlacedClause, new: PlacedClause, weights: ContentWeights) -> float:
    """Return the mean of the Dice and the overlap coefficient of the weighted content, 0 to 1."""
    if old.folded == new.folded:
        return 1.0
    sizes = weights.mass_of(old), weights.mass_of(new)
    if not min(sizes):
        return 0.0
    content = weights.content(old), weights.content(new)
    both = weights.mass(content[0] & content[1])
    if content[0] == content[1]:
        return 1.0
    least = max(min(sizes), weights.rare)  # a short 推进项目 would match on one common word
    return both / sum(sizes) + both / least / 2


def _candidates(
    old: Sequence[PlacedClause], new: Sequence[PlacedClause], weights: ContentWeights
) -> Iterable[tuple[int, int]]:
    """Return index pairs of clauses to compare: all, or for many clauses a selection.

    Selected are equal clauses in order, and clauses that share a rare content token.
    """
    if len(old) * len(new) <= _ALL_PAIRS:
        return product(range(len(old)), range(len(new)))
    found: set[tuple[int, int]] = set()
    for clauses in _index(old, new, lambda placed: (placed.folded,)):
        found.update(zip(*clauses, strict=False))
    for clauses in _index(old, new, weights.content):
        if max(map(len, clauses)) <= _RARE:
            found.update(product(*clauses))
    return found


def _index(
    old: Sequence[PlacedClause],
    new: Sequence[PlacedClause],
    keys_of: Callable[[PlacedClause], Iterable[str]],
) -> Iterable[tuple[list[int], list[int]]]:
    """Build an inverted index: for each key, the indices of its clauses on both sides."""
    index: dict[str, tuple[list[int], list[int]]] = {}
    for side, clauses in enumerate((old, new)):
        for place, placed in enumerate(clauses):
            for key in keys_of(placed):
                index.setdefault(key, ([], []))[side].append(place)
    return [clauses for clauses in index.values() if all(clauses)]


def pair_clauses(
    old: Sequence[PlacedClause], new: Sequence[PlacedClause], weights: ContentWeights
) -> list[ClausePair]:
    """Return the best pairs (greedy), each clause in at most one; equal clauses pair in order."""
    scored = [
        (-score, abs((a + 0.5) / len(old) - (b + 0.5) / len(new)), a, b)
        for a, b in _candidates(old, new, weights)
        if (score := similarity(old[a], new[b], weights)) >= _LEAST
    ]
    alone = all(sum(one.clause.grade > 0 for one in side) == 1 for side in (old, new))
    used: tuple[set[int], set[int]] = (set(), set())
    pairs: list[tuple[int, int, float]] = []
    for score, _, a, b in sorted(scored):
        if a not in used[0] and b not in used[1]:
            used[0].add(a)
            used[1].add(b)
            pairs.append((a, b, -score))
    return [ClausePair(old[a], new[b], score, alone) for a, b, score in sorted(pairs)]
