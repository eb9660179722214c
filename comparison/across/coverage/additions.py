"""Find the additions of a local plan, also inside sentences that it took over."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from rapidfuzz import fuzz

from plandiff.comparison.across.coverage.acts import Act, cut_acts, is_manner
from plandiff.comparison.across.coverage.judging import (
    GOES_ON,
    Judgement,
    elaborates,
    one_sentence,
    quote_of,
)
from plandiff.comparison.across.coverage.likeness import LEVEL, share_alike
from plandiff.comparison.across.coverage.linking import Link, Links, sentence_of
from plandiff.comparison.across.coverage.model import Addition, Quote
from plandiff.comparison.edits import Op, Place
from plandiff.comparison.force.pairing import PlacedClause
from plandiff.comparison.words import diff_texts
from plandiff.corpus.model import Plan
from plandiff.corpus.text import lazy_re as re

_KNOWN = (0.5, 0.4)
"""Least likelihood and share of a local clause that repeats a clause of the superior plan."""
_REPEATED = 70.0
"""Least likeness in per cent of two clauses that are the same."""
_TAKEN_OVER = 0.55
"""Least likeness of a clause to the one from which it was taken over."""
_LONG = 10
"""Least characters, without level names, of inserted words that are an addition."""
_ADVERBIAL = re.compile("[与同由在按从]")
"""Beginning of inserted words that only say how or with whom."""
_COUNTS = re.compile(r"\d[\d.,]*[余多]?[^\W\d_年月日]+\Z")
"""A clause that ends in a number of things: an act of its own."""
_SHORT = 6
"""Least number of characters of a clause that is an addition."""


def find_additions(
    local: int,
    plan: Plan,
    links: Links,
    judgements: Iterable[Judgement],
    statements: Sequence[str],
) -> list[Addition]:
    """Return acts, clauses within acts, and words within clauses that answer nothing, in order.

    ``statements``: clauses of the superior plan that are no requirements, folded.
    """
    index = {_key(clause): at for at, clause in enumerate(links.clauses)}
    table = tuple(judgements)
    known = _known(links).union(*(judgement.local for judgement in table))
    known |= set(_repeated(links, known, statements))
    known.update(at for judgement in table for at in _beside(judgement, links, known))
    known |= _going_on(links, known)
    runs = [
        run
        for act in cut_acts(plan)
        for run in _runs(act, [index[_key(clause)] for clause in act.clauses], known)
    ]
    found = [quote_of(run[0], run[-1]) for run in _joined(runs, index)]
    found += _inserted(pair for judgement in table for pair in judgement.pairs)
    order = {section.id: at for at, section in enumerate(plan.sections)}
    found.sort(key=lambda quote: (order[quote.place.section], quote.place.start))
    return [Addition(local, quote) for quote in found]


def _inserted(pairs: Iterable[tuple[PlacedClause, PlacedClause]]) -> Iterator[Quote]:
    """Yield words inserted into clauses that were taken over; compares with the nearest source."""
    likest: dict[PlacedClause, tuple[float, PlacedClause]] = {}
    for old, new in pairs:
        alike = share_alike(old.folded, new.folded)
        if alike > likest.get(new, (_TAKEN_OVER, new))[0]:
            likest[new] = alike, old
    for new, (_, old) in likest.items():
        at = new.span.start
        for edit in diff_texts(old.folded, new.folded):
            is_long = len(LEVEL.sub("", edit.text)) >= _LONG
            if edit.op is Op.INSERT and is_long and not _ADVERBIAL.match(edit.text):
                text = new.section.text[at : at + len(edit.text)]
                yield Quote(Place(new.section.id, at, at + len(text)), text)
            at += len(edit.text) if edit.op is not Op.DELETE else 0


def _known(links: Links) -> set[int]:
    """Return local clauses that repeat a clause of the superior plan."""
    return {link.local for found in links.by_clause.values() for link in found if _is_known(link)}


def _repeated(links: Links, known: Collection[int], statements: Sequence[str]) -> Iterator[int]:
    """Yield local clauses that repeat a statement (no requirement) of the superior plan."""
    for at, clause in enumerate(links.clauses):
        if at not in known and any(
            fuzz.ratio(clause.folded, one, score_cutoff=_REPEATED) for one in statements
        ):
            yield at


def _beside(judgement: Judgement, links: Links, known: Collection[int]) -> list[int]:
    """Return neighbours of an answer in own words that match its unanswered clauses.

    发现后立即封闭，树立标牌 answers 封闭危桥，并设置标志 with both its clauses.
    """
    clauses = links.clauses
    sentences = {sentence_of(clauses[at]) for at in judgement.local}
    near = {at + step for at in judgement.local for step in (1, -1)}
    found = [
        at
        for at in sorted(near - set(known))
        if 0 <= at < len(clauses)
        and sentence_of(clauses[at]) in sentences
        and not (at - 1 in judgement.local and _is_act_of_its_own(clauses[at]))
    ]
    return found[: judgement.unanswered]


def _is_act_of_its_own(clause: PlacedClause) -> bool:
    """Whether a clause after an answer is an act with a number: 评选…200名."""
    return bool(_COUNTS.search(clause.folded)) and not GOES_ON.match(clause.folded)


def _going_on(links: Links, known: Collection[int]) -> set[int]:
    """Return local clauses that detail a known clause before them in the sentence."""
    found: set[int] = set()
    for at, clause in enumerate(links.clauses):
        behind = at not in known and (at - 1 in known or at - 1 in found)
        if behind and one_sentence(links.clauses[at - 1], clause) and elaborates(clause):
            found.add(at)
    return found


def _is_known(link: Link) -> bool:
    return link.likelihood >= _KNOWN[0] and link.back >= _KNOWN[1]


def _runs(act: Act, places: Sequence[int], known: set[int]) -> Iterator[list[PlacedClause]]:
    """Yield runs of clauses that answer no requirement; clauses of manner alone are skipped."""
    numbered = list(zip(places, act.clauses, strict=True))
    for added, run in groupby(numbered, lambda item: item[0] not in known):
        clauses = [clause for _, clause in run]
        long_enough = sum(len(clause.folded) for clause in clauses) >= _SHORT
        if added and long_enough and not all(map(is_manner, clauses)):
            yield clauses


def _joined(
    runs: Iterable[list[PlacedClause]], index: Mapping[tuple[str, int], int]
) -> Iterator[list[PlacedClause]]:
    """Join runs that follow each other within a sentence."""
    joined: list[PlacedClause] = []
    for run in runs:
        follows = (
            joined
            and index[_key(run[0])] == index[_key(joined[-1])] + 1
            and run[0].section.id == joined[-1].section.id
            and run[0].clause.sentence == joined[-1].clause.sentence
        )
        if follows:
            joined += run
            continue
        if joined:
            yield joined
        joined = list(run)
    if joined:
        yield joined


def _key(clause: PlacedClause) -> tuple[str, int]:
    return clause.section.id, clause.span.start
