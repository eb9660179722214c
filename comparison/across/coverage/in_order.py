"""Answers by the order of topics: clauses between two answers match requirements between them.

A local plan that follows the topics of its superior one uses many words of its own:
轮流承担校园保洁 is answered by 责任区由各班轮值.  If the answers found so far ascend, unused
clauses between two of them become doubtful answers to the requirements in between, provided that
both share a rare word or character.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from msgspec.structs import replace

from plandiff.comparison.across.coverage.acts import Act
from plandiff.comparison.across.coverage.judging import MISSING, Judgement, judge_own_words
from plandiff.comparison.across.coverage.linking import Links, Sentence, sentence_of
from plandiff.comparison.across.coverage.model import Status
from plandiff.comparison.across.coverage.own_words import Scores, tokens_of

_LEAST_ANSWERS, _ASCENDING = 8, 0.75
"""Least number of answers, and least ascending share of them, for the same order of topics."""
_WIDEST = 10
"""Most clauses between two answers; with more the order is no evidence."""
_LIKELY = 0.12
"""Least likelihood by text of a clause between answers."""
_SIBLING = 0.3
"""The same for a clause in a sentence that already answers the requirement's sentence."""
_RARE = 0.5
"""Least 1/df of a shared token to be rare: at most two local clauses contain it."""


_OF_ANY_BODY = frozenset(f".{character}" for character in "省市县区镇乡级校")
"""Tokens of names of places and bodies, which say nothing about a subject."""

_RARE_OF_DOUBTFUL = 0.3
"""The same if a doubtful answer was found elsewhere: at most three clauses."""


class TopicsInOrder:
    """The local places of the answers found so far, reduced to an ascending sequence."""

    def __init__(
        self, acts: Sequence[Act], table: Sequence[Judgement], scores: Mapping[int, Scores],
        links: Links,
    ) -> None:  # fmt: skip
        self._acts, self._scores, self._links = acts, scores, links
        self._tokens = [tokens_of(clause.folded) for clause in links.clauses]
        self._frequency = Counter(token for tokens in self._tokens for token in tokens)
        sure = [at for at, one in enumerate(table) if one.local and not one.doubtful]
        likely = [
            max(scores[at].get(place, 0.0) for place in table[at].local) if at in scores else 1.0
            for at in sure
        ]
        kept = _ascending([table[at].local[0] for at in sure], likely)
        self.corresponds = len(sure) >= _LEAST_ANSWERS and len(kept) >= _ASCENDING * len(sure)
        self._places = {sure[which]: table[sure[which]].local for which in kept}
        self._claimed: dict[Sentence, Sentence] = {}
        self._by_order: set[Sentence] = set()
        for at in sure:
            self._claim(at, table[at].local)

    def answers(
        self, wanted: Sequence[int], table: Sequence[Judgement], least: float
    ) -> Iterator[tuple[int, Judgement]]:
        """Yield doubtful answers to those wanted acts (indices) that are missing or doubtful.

        A gap is doubtful if the plan has an unused clause in that place.
        """
        # Two passes: an answer found in the first one narrows the bounds for its neighbours.
        answered: set[int] = set()
        for at in (*wanted, *wanted) if self.corresponds else ():
            if at in answered:
                continue
            missing = table[at].status is Status.MISSING
            if not missing and not (table[at].doubtful and self._strays(at, table[at].local)):
                continue
            rare = _RARE if missing else _RARE_OF_DOUBTFUL  # lower: an answer is already likely
            best = max(self._free(at, rare), default=None)
            if best is not None:
                place = -best[1]
                answered.add(at)
                self._places[at] = (place,)
                self._claim(at, (place,))
                self._by_order.add(sentence_of(self._links.clauses[place]))
                yield at, judge_own_words(self._acts[at], {place: least}, least, self._links)
        for at in wanted if self.corresponds else ():
            if at not in answered and table[at] == MISSING:
                nearest = tuple(islice(self._unclaimed(at), 1))
                yield at, replace(MISSING, nearest=nearest)

    def _unclaimed(self, at: int) -> Iterator[int]:
        """Yield unused clauses between the neighbouring answers; they make a gap doubtful."""
        first, last = self._bounds(at)
        for place in range(first + 1, last):
            if sentence_of(self._links.clauses[place]) not in self._claimed:
                yield place

    def _claim(self, at: int, local: Sequence[int]) -> None:
        for place in local:
            clause = self._links.clauses[place]
            self._claimed[sentence_of(clause)] = sentence_of(self._acts[at].clauses[0])

    def _strays(self, at: int, local: Sequence[int]) -> bool:
        first, last = self._bounds(at)
        return not any(first < place < last for place in local)

    def _bounds(self, at: int) -> tuple[int, int]:
        """Return exclusive bounds: local clauses that answer the nearest acts before and after."""
        before = max((other for other in self._places if other < at), default=None)
        after = min((other for other in self._places if other > at), default=None)
        first = -1 if before is None else max(self._places[before])
        last = len(self._links.clauses) if after is None else min(self._places[after])
        mine = sentence_of(self._acts[at].clauses[0])
        later = None if after is None else sentence_of(self._links.clauses[last])
        if later in self._by_order and self._claimed[later] == mine:
            last += 1
        if before is not None and sentence_of(self._acts[before].clauses[0]) == mine:
            first = min(self._places[before]) - 1  # the sentence may answer both
        return (first, last) if last - first <= _WIDEST else (0, 0)

    def _free(self, at: int, least: float) -> Iterator[tuple[float, int]]:
        """Yield (evidence, negated place) of the clauses that may answer an act."""
        first, last = self._bounds(at)
        mine = sentence_of(self._acts[at].clauses[0])
        asked = {token for clause in self._acts[at].core for token in tokens_of(clause.folded)}
        for place in range(first + 1, last):
            sentence = sentence_of(self._links.clauses[place])
            claimed = self._claimed.get(sentence)
            score = self._scores.get(at, {}).get(place, 0.0)
            shared = (asked & self._tokens[place]) - _OF_ANY_BODY
            rare = max((1 / self._frequency[token] for token in shared), default=0.0)
            likely = score >= _LIKELY or rare >= least
            if (likely and claimed is None) or (
                claimed == mine and (score >= _SIBLING or sentence in self._by_order)
            ):
                yield score + _LIKELY * rare, -place


def _ascending(values: Sequence[int], weights: Sequence[float]) -> list[int]:
    """Return the indices of the heaviest non-decreasing subsequence, in O(n²).

    >>> _ascending([1, 9, 2, 3], [1.0, 1.0, 1.0, 1.0])
    [0, 2, 3]
    """
    totals: list[float] = []
    before: list[int | None] = []
    for at, value in enumerate(values):
        last = max(
            (other for other in range(at) if values[other] <= value),
            key=lambda other: totals[other],
            default=None,
        )
        totals.append(weights[at] + (totals[last] if last is not None else 0.0))
        before.append(last)
    step = max(range(len(totals)), key=lambda at: totals[at], default=None)
    found: list[int] = []
    while step is not None:
        found.append(step)
        step = before[step]
    return found[::-1]
