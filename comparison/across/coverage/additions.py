"""Find the additions of a local plan, also inside sentences that it took over.

Clauses behind an answer belong to it if they only detail it, and are additions otherwise.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby

from msgspec.structs import replace
from rapidfuzz import fuzz

from plandiff.comparison.across import WORDS
from plandiff.comparison.across.coverage.acts import Act, cut_acts, is_manner
from plandiff.comparison.across.coverage.judging import Judgement
from plandiff.comparison.across.coverage.likeness import LEVEL, share_alike
from plandiff.comparison.across.coverage.linking import (
    Link,
    Links,
    one_sentence,
    quote_of,
    sentence_of,
)
from plandiff.comparison.across.coverage.model import Addition, Quote
from plandiff.comparison.across.coverage.own_words import units_of
from plandiff.comparison.edits import Op, Place
from plandiff.comparison.force.pairing import PlacedClause
from plandiff.comparison.force.wording import is_act, tokens_of
from plandiff.comparison.words import diff_texts
from plandiff.corpus.force import Kind
from plandiff.corpus.model import Plan
from plandiff.corpus.text import lazy_re as re

_GOES_ON = re.compile(
    r"(?:其[他余它]|每|各|总[数量]|累计|合计|其中|均|不[少低]于|至少|达到)|[^,;。]{2,10}的(?:予以|给予|一律)"
)
"""A clause without an act of its own: an amount, another group, a further effect."""
_PREFIX = re.compile(f"(?:{'|'.join(WORDS['MODIFIES'])})*")
_EVENT = re.compile("|".join(WORDS["EVENT"]))
_STARTS = re.compile("|".join((*WORDS["STARTS"], *WORDS["EVENT"])))
_FURNISHES = re.compile("|".join(WORDS["FURNISHES"]))
_LAYS_DOWN = re.compile("[^,;。]{2,12}的(?:予以|给予|一律|一票)")
"""A rule for some cases: 发现占用的予以通报."""
_EACH = re.compile("每[名个位所校家支]")
"""Beginning of an amount for each of something."""
_BRIEF = 6
"""Most characters of a clause without an object: 24小时待命."""
_FIGURE = re.compile(r"\d")
_REGULAR = re.compile(r"(?:每[半一两二三]?个?(?:年|季度?|月|周|学期|学年)|定期)(?![^,;。]{0,4}\d)")
_BODY = re.compile("(?:" + "|".join(WORDS["BODIES"]) + ")")
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


def elaborates(clause: PlacedClause, units: AbstractSet[str] = frozenset()) -> bool:
    """Whether a clause behind an answer only details it, without an act of its own.

    人手一册 and 由骨干教师兼任 do; what has a number (评选小院士50名, 每人不少于5天) does not,
    unless the number is in one of the requirement's ``units``.
    """
    text, at = clause.folded, clause.span.start
    if text.startswith("由"):
        return True
    prefix = _PREFIX.match(text)
    begins = prefix.end() if prefix else 0
    if _FIGURE.search(text):
        # Better a detail listed as an addition than a new number not listed.
        of_act = bool(units & units_of(text)) or len(text) <= _BRIEF
        return (of_act and not _EVENT.search(text)) or bool(_FURNISHES.match(text, begins))
    verbs = (*clause.clause.force_words, *clause.clause.of_kind(Kind.ACT))
    if _FURNISHES.match(text, begins):
        return True
    if clause.clause.is_condition or clause.clause.of_kind(Kind.PLAIN) or _REGULAR.match(text):
        return False
    if (body := _BODY.match(text)) and any(word.span.start >= at + body.end() for word in verbs):
        return False
    starts = any(word.span.start == at + begins for word in verbs) or _STARTS.match(text, begins)
    return not (starts or _EVENT.search(text) or _starts_with_verb(clause, begins))


def _starts_with_verb(clause: PlacedClause, begins: int) -> bool:
    if _LAYS_DOWN.match(clause.folded, begins):
        return False
    first = next(
        (one for one in tokens_of(clause) if one.span.start >= clause.span.start + begins), None
    )
    return first is not None and is_act(first.key)


def with_details(
    judgement: Judgement, act: Act, links: Links, taken: Collection[int], *, own: bool
) -> Judgement:
    """Extend an answer by the clauses behind it in the sentence that only detail it.

    总数不少于60名 belongs to 聘请校外辅导员, 由骨干教师兼任 to 设教研员1名.  Amounts behind an
    answer in ``own`` words are also compared.  ``taken``: local clauses that answer an act.
    """
    if not judgement.pairs:
        return judgement
    local, pairs = list(judgement.local), list(judgement.pairs)
    units = units_of(",".join(clause.folded for clause in act.clauses))
    while (at := local[-1] + 1) < len(links.clauses) and at not in taken:
        clause = links.clauses[at]
        goes_on = own and _goes_on(clause.folded, units)
        details = goes_on or elaborates(clause, units)
        if not (details and one_sentence(links.clauses[at - 1], clause)):
            break
        local.append(at)
        if goes_on:
            pairs.append((pairs[-1][0], clause))
    return replace(judgement, local=tuple(local), pairs=tuple(pairs))


def _goes_on(text: str, units: AbstractSet[str]) -> bool:
    """Whether a clause states a further amount; one for each of something in the same units."""
    of_each = _EACH.match(text) and units_of(text)
    return bool(_GOES_ON.match(text)) and not (of_each and not units & units_of(text))


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
    found = [
        quote_of(run[0], run[-1])
        for run in _joined(runs, index)
        if sum(len(clause.folded) for clause in run) >= _SHORT
    ]
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
    return bool(_COUNTS.search(clause.folded)) and not _GOES_ON.match(clause.folded)


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
        if added and not all(map(is_manner, clauses)):
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
