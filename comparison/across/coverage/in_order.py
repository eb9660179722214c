"""Answers by the order of topics: what lies between two answers answers what lies between them.

A local plan that goes through the topics of its superior one says much in words of its own:
轮流承担校园保洁 is answered by 责任区由各班轮值.  Where the answers found so far ascend, those
clauses between two of them that answer nothing yet are taken for doubtful answers to the
requirements between, if both have a rare word or character in common.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from plandiff.comparison.across.coverage.acts import Act
from plandiff.comparison.across.coverage.judging import Judgement, judge_own_words
from plandiff.comparison.across.coverage.linking import Links, Sentence, sentence_of
from plandiff.comparison.across.coverage.model import Status
from plandiff.comparison.across.coverage.own_words import Scores, tokens_of

_LEAST_ANSWERS, _ASCENDING = 8, 0.75
"""Answers of which that share must ascend, so that the topics are in the same order."""
_WIDEST = 10
"""Clauses between two answers, beyond which the order shows nothing."""
_LIKELY = 0.12
"""Likelihood by the texts from which a clause between answers is one."""
_SIBLING = 0.3
"""The same of a clause of a sentence that answers the requirement's own sentence."""
_RARE = 0.5
"""One by the clauses that hold a token in common, from which it shows much: at most two do."""


class TopicsInOrder:
    """The places of the answers found so far, as far as they ascend."""

    def __init__(
        self, acts: Sequence[Act], table: Sequence[Judgement], scores: Mapping[int, Scores],
        links: Links,
    ) -> None:  # fmt: skip
        self._acts, self._scores, self._links = acts, scores, links
        self._tokens = [tokens_of(clause.folded) for clause in links.clauses]
        self._frequency = Counter(token for tokens in self._tokens for token in tokens)
        sure = [at for at, one in enumerate(table) if one.local and not one.doubtful]
        kept = _ascending([table[at].local[0] for at in sure])
        self.corresponds = len(sure) >= _LEAST_ANSWERS and len(kept) >= _ASCENDING * len(sure)
        self._places = {sure[which]: table[sure[which]].local for which in kept}
        self._claimed: dict[Sentence, Sentence] = {}
        self._by_order: set[Sentence] = set()
        for at in sure:
            self._claim(at, table[at].local)

    def answers(
        self, wanted: Sequence[int], table: Sequence[Judgement], least: float
    ) -> Iterator[tuple[int, Judgement]]:
        """Doubtful answers to wanted acts (their indices) that are missing or doubtful."""
        # Twice: 校外劳动 goes with the clause behind it once that one has its answer.
        answered: set[int] = set()
        for at in (*wanted, *wanted) if self.corresponds else ():
            if at in answered:
                continue
            missing = table[at].status is Status.MISSING
            if not missing and not (table[at].doubtful and self._strays(at, table[at].local)):
                continue
            rare = _RARE if missing else _RARE / 2  # an answer is likely; the question is which
            best = max(self._free(at, rare), default=None)
            if best is not None:
                place = -best[1]
                answered.add(at)
                self._places[at] = (place,)
                self._claim(at, (place,))
                self._by_order.add(sentence_of(self._links.clauses[place]))
                yield at, judge_own_words(self._acts[at], {place: least}, least, self._links)

    def _claim(self, at: int, local: Sequence[int]) -> None:
        for place in local:
            clause = self._links.clauses[place]
            self._claimed[sentence_of(clause)] = sentence_of(self._acts[at].clauses[0])

    def _strays(self, at: int, local: Sequence[int]) -> bool:
        first, last = self._bounds(at)
        return not any(first < place < last for place in local)

    def _bounds(self, at: int) -> tuple[int, int]:
        """The local clauses that answer the nearest acts before and after."""
        before = max((other for other in self._places if other < at), default=None)
        after = min((other for other in self._places if other > at), default=None)
        if before is None or after is None:
            return 0, 0
        first, last = max(self._places[before]), min(self._places[after])
        mine = sentence_of(self._acts[at].clauses[0])
        later = sentence_of(self._links.clauses[last])
        if later in self._by_order and self._claimed[later] == mine:
            last += 1
        if sentence_of(self._acts[before].clauses[0]) == mine:
            first = min(self._places[before]) - 1  # the answer to both may be one sentence
        return (first, last) if last - first <= _WIDEST else (0, 0)

    def _free(self, at: int, least: float) -> Iterator[tuple[float, int]]:
        """Evidence and, negated, place of the clauses that may answer an act."""
        first, last = self._bounds(at)
        mine = sentence_of(self._acts[at].clauses[0])
        asked = {token for clause in self._acts[at].core for token in tokens_of(clause.folded)}
        for place in range(first + 1, last):
            sentence = sentence_of(self._links.clauses[place])
            claimed = self._claimed.get(sentence)
            score = self._scores.get(at, {}).get(place, 0.0)
            shared = asked & self._tokens[place]
            rare = max((1 / self._frequency[token] for token in shared), default=0.0)
            likely = score >= _LIKELY or rare >= least
            if (likely and claimed is None) or (
                claimed == mine and (score >= _SIBLING or sentence in self._by_order)
            ):
                yield score + _LIKELY * rare, -place


def _ascending(values: Sequence[int]) -> list[int]:
    """Indices of a longest subsequence that never falls.

    >>> _ascending([1, 9, 2, 3])
    [0, 2, 3]
    """
    ends: list[int] = []
    chosen: list[int] = []
    before: list[int | None] = []
    for at, value in enumerate(values):
        length = bisect_left(ends, value + 1)
        ends[length : length + 1] = [value]
        before.append(chosen[length - 1] if length else None)
        chosen[length : length + 1] = [at]
    found: list[int] = []
    step = chosen[-1] if chosen else None
    while step is not None:
        found.append(step)
        step = before[step]
    return found[::-1]
