"""What a local plan adds of its own, also inside sentences that it took over."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from plandiff.comparison.across.coverage.acts import Act, cut_acts, is_manner
from plandiff.comparison.across.coverage.judging import quote_of
from plandiff.comparison.across.coverage.linking import Link, Links
from plandiff.comparison.across.coverage.model import Addition
from plandiff.comparison.force.pairing import PlacedClause
from plandiff.corpus.model import Plan

_KNOWN = (0.5, 0.3)
"""Likelihood and share of the local clause from which it says again what the superior plan says."""
_SHORT = 6
"""Characters of a clause that adds something."""


def find_additions(local: int, plan: Plan, links: Links, answers: set[int]) -> Iterator[Addition]:
    """Acts, or clauses within acts, that answer nothing; ``answers`` are the clauses that do."""
    index = {_key(clause): at for at, clause in enumerate(links.clauses)}
    known = _known(links) | answers
    for act in cut_acts(plan):
        places = [index[_key(clause)] for clause in act.clauses if _key(clause) in index]
        for run in _runs(act, places, known):
            yield Addition(local, quote_of(run[0], run[-1]))


def _known(links: Links) -> set[int]:
    """Local clauses that some clause of the superior plan says too."""
    return {
        link.local
        for found in links.by_clause.values()
        for link in found
        if _is_known(link)
    }


def _is_known(link: Link) -> bool:
    return link.likelihood >= _KNOWN[0] and max(link.share, link.back) >= _KNOWN[1]


def _runs(act: Act, places: Sequence[int], known: set[int]) -> Iterator[list[PlacedClause]]:
    """Runs of clauses that nobody asked for; how something is done adds nothing by itself."""
    if len(places) != len(act.clauses):
        return
    numbered = list(zip(places, act.clauses, strict=True))
    for added, run in groupby(numbered, lambda item: item[0] not in known):
        clauses = [clause for _, clause in run]
        long_enough = sum(len(clause.folded) for clause in clauses) >= _SHORT
        if added and long_enough and not all(map(is_manner, clauses)):
            yield clauses


def _key(clause: PlacedClause) -> tuple[str, int]:
    return clause.section.id, clause.span.start
