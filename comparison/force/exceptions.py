"""Duties and bans that lose or gain an exception: 但…除外, 除…外, …的，不予禁止."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from plandiff.comparison.force.pairing import ClausePair, PlacedClause
from plandiff.comparison.model import ForceKind, Side
from plandiff.corpus.force import Mode

_REFERS_BACK = re.compile(r"(?:但是?|对?(?:前款|前项|上述|第[^,;。]{1,6}款))")
"""How a sentence begins that takes cases out of the one before."""

_FARTHEST = 30
"""Clauses before it among which a sentence that refers back looks for the one that it limits."""


def compare_exceptions(
    old: Sequence[PlacedClause], new: Sequence[PlacedClause], pairs: Sequence[ClausePair]
) -> Iterator[tuple[ClausePair, ForceKind]]:
    """Pairs of clauses of a row of which one side has more exceptions than the other.

    ``old`` and ``new`` are all clauses of the row in order, ``pairs`` those that correspond.
    """
    counts = {
        Side.OLD: _exceptions_of(old, {id(pair.old): at for at, pair in enumerate(pairs)}),
        Side.NEW: _exceptions_of(new, {id(pair.new): at for at, pair in enumerate(pairs)}),
    }
    for at, pair in enumerate(pairs):
        more = counts[Side.NEW][at] - counts[Side.OLD][at]
        if more:
            yield pair, ForceKind.WEAKENED if more > 0 else ForceKind.STRENGTHENED


def _exceptions_of(clauses: Sequence[PlacedClause], paired: dict[int, int]) -> Counter[int]:
    """How many exceptions each pair has on one side; ``paired`` is the pair of each clause."""
    counts: Counter[int] = Counter()
    for at, placed in enumerate(clauses):
        host = _host(clauses, at, paired) if placed.clause.exceptions else None
        if host is not None:
            counts[host] += len(placed.clause.exceptions)
    return counts


def _host(clauses: Sequence[PlacedClause], at: int, paired: dict[int, int]) -> int | None:
    """The pair whose force the exceptions of a clause limit."""
    first, last = at, at
    while first > 0 and _same_sentence(clauses[first - 1], clauses[at]):
        first -= 1
    while last + 1 < len(clauses) and _same_sentence(clauses[last + 1], clauses[at]):
        last += 1
    before = list(range(at, first - 1, -1))
    behind = range(at + 1, last + 1)
    if _REFERS_BACK.match(clauses[first].folded):
        section = clauses[at].section.id
        near = range(first - 1, max(first - _FARTHEST, 0) - 1, -1)
        before += [one for one in near if clauses[one].section.id == section]
    for one in (*before, *behind):
        placed = clauses[one]
        if placed.clause.mode is Mode.EXPLICIT and id(placed) in paired:
            return paired[id(placed)]
    return None


def _same_sentence(one: PlacedClause, other: PlacedClause) -> bool:
    return one.section.id == other.section.id and one.clause.sentence == other.clause.sentence
