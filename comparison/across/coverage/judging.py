"""Judge whether a local plan answers a requirement, and how much of its wording it keeps."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from plandiff.comparison.across.coverage.acts import Act, bare_items
from plandiff.comparison.across.coverage.likeness import LEVEL, likeness_of
from plandiff.comparison.across.coverage.linking import (
    Link,
    Links,
    Sentence,
    one_sentence,
    sentence_of,
)
from plandiff.comparison.across.coverage.model import Addressee, Likeness, Status
from plandiff.comparison.across.coverage.own_words import (
    DOUBTFUL,
    SURE,
    Known,
    Scores,
)
from plandiff.comparison.force.pairing import PlacedClause, similarity
from plandiff.corpus.model import Plan
from plandiff.corpus.text import lazy_re as re

_NEARBY = 4
"""Number of clauses around an answer that are searched for its subject."""
_SAME_WORDS = 0.6
"""Least kept share of a clause that was taken over, so that missing words were left out."""
_ITEM = re.compile(r"[、,]|以及|(?<![^、]共)和|(?<!参)与|及(?!时)|或者?")
_UPPER = re.compile("大、(?=中)|大(?=中小)")
"""Higher levels that a local plan omits: 大、中小学生 becomes 中小学生."""
_LONG_ITEM = 5
_TELLING = 10
"""Least number of characters of a clause of manner that can identify its act."""
_SURE = (0.6, 0.2)
"""Least likelihood and share of an answer to that clause, to answer the act."""
_POSSIBLE = 0.15
"""Least likelihood of a clause that may contain items missing from the best answer."""
_GONE, _WHOLE = 0.45, 0.8
"""Shares of an item: below the first a text lacks it, from the second on it has it."""
_COMPANION = 0.3
"""Least likelihood of a clause in the sentence of an answer that answers a further clause."""
_FARTHEST = 3
"""Most acts before and after that are searched for an answered one."""
_WIDEST = 5
"""Most sections from the previous to the next answer that are searched."""
_OTHERS = re.compile(r"高校|高等|大学|院校|本科|企业|台湾|两岸|海峡")


class Judgement(Struct, frozen=True):
    """The answer to one requirement, before its demand is compared."""

    status: Status
    likeness: Likeness | None
    local: tuple[int, ...]
    """Indices of the local clauses that answer, ascending."""
    pairs: tuple[tuple[PlacedClause, PlacedClause], ...]
    """Clauses of the requirement with the local clauses that answer them best."""
    kept: float
    unanswered: int = 0
    """Number of unanswered clauses, if the answer is in the plan's own words."""
    doubtful: bool = False
    """The answer is in other words and uncertain."""
    nearest: tuple[int, ...] = ()
    """Possible answer to a requirement with the status missing."""


MISSING = Judgement(Status.MISSING, None, (), (), 0.0)


class Surroundings(Struct, frozen=True):
    """Places in which an answer is likely, so that less evidence is required."""

    sentences: Collection[Sentence] = ()
    """Local sentences that answer another act of the requirement's sentence."""
    sections: Collection[str] = ()
    """Local sections that answer the acts before and after."""
    taken: Collection[int] = ()
    """Local clauses that answer another act."""


_NOWHERE = Surroundings()


def judge_acts(
    acts: Sequence[Act], addressees: Sequence[Addressee], links: Links, plan: Plan
) -> list[Judgement]:
    """Judge all acts; a missing one is judged again, with the answers of its neighbours."""
    first = [judge(act, who, links) for act, who in zip(acts, addressees, strict=True)]
    answering: defaultdict[Sentence, set[Sentence]] = defaultdict(set)
    for act, judgement in zip(acts, first, strict=True):
        answering[sentence_of(act.clauses[0])].update(
            sentence_of(links.clauses[at]) for at in judgement.local
        )
    taken = {at for judgement in first for at in judgement.local}
    table = list(first)
    for at, (act, addressee) in enumerate(zip(acts, addressees, strict=True)):
        if first[at].status is Status.MISSING:
            sections = _sections_around(at, acts, first, links, plan)
            around = Surroundings(answering[sentence_of(act.clauses[0])], sections, taken)
            table[at] = judge(act, addressee, links, around)
    return table


def _sections_around(
    at: int, acts: Sequence[Act], judgements: Sequence[Judgement], links: Links, plan: Plan
) -> set[str]:
    """Return ids of local sections that answer the nearest acts, and those in between."""
    order = {section.id: place for place, section in enumerate(plan.sections)}
    answering: list[int] = []
    parent = acts[at].section.parent
    for step in (-1, 1):
        for other in range(at + step, at + step * (_FARTHEST + 1), step):
            if not 0 <= other < len(acts) or acts[other].section.parent != parent:
                break
            if local := judgements[other].local:
                answering += [order[links.clauses[one].section.id] for one in local]
                break
    first, last = min(answering, default=0), max(answering, default=-1)
    places = range(first, last + 1) if last - first <= _WIDEST else answering
    return {plan.sections[place].id for place in places}


def known_of(judgements: Sequence[Judgement]) -> Known:
    """Collect the answers found in the first step, as input of `own_words`."""
    return Known(
        {at: judgement.local for at, judgement in enumerate(judgements) if judgement.local},
        {
            place
            for judgement in judgements
            if judgement.likeness is not Likeness.OWN
            for place in judgement.local
        },
    )


def judge_own_words(act: Act, scores: Scores, least: float, links: Links) -> Judgement:
    """Judge an act that the first step left unanswered, by the scores of `own_words`.

    ``least``: the least likelihood of an answer.
    """
    best = min(scores, key=lambda place: (-scores[place], place), default=None)
    if best is None or scores[best] < min(DOUBTFUL, least):
        return MISSING
    if scores[best] < least:
        return replace(MISSING, nearest=(best,))
    local = [best]
    for step in (-1, 1):  # 规模千人以上的学校不少于2人,其他学校不少于1人
        at = best + step
        while scores.get(at, 0.0) >= least and one_sentence(links.clauses[at], links.clauses[best]):
            local.append(at)
            at += step
    local.sort()
    answers = [links.clauses[at] for at in local]
    pairs = [
        (max(act.core, key=lambda one: similarity(one, new, links.weights)), new) for new in answers
    ]
    return Judgement(
        status=Status.COVERED,
        likeness=likeness_of(act.core, answers),
        local=tuple(local),
        pairs=tuple(pairs),
        kept=links.kept(act.clauses, answers),
        unanswered=max(len(act.clauses) - 1, 1),
        doubtful=scores[best] < SURE,
    )


def own_likenesses(judgements: Sequence[Judgement]) -> Collection[Likeness]:
    """Return the likenesses of answers whose neighbours may be answers in own words.

    Rewordings are included if most answers are in the plan's own words.
    """
    found = [judgement.likeness for judgement in judgements if judgement.local]
    mostly = 2 * found.count(Likeness.OWN) > len(found)
    return (Likeness.OWN, Likeness.REWORDED) if mostly else (Likeness.OWN,)


def judge(
    act: Act, addressee: Addressee, links: Links, around: Surroundings = _NOWHERE
) -> Judgement:
    """Judge whether and how the local plan answers an act."""
    owed = addressee is Addressee.LOWER
    best = {
        clause: link
        for clause in act.core
        if (link := _best(clause, links, around, owed=owed)) is not None
    }
    best = best or _by_manner(act, links, owed=owed)
    core = tuple(best)
    if not core or (addressee is not Addressee.LOWER and not _is_sure(best)):
        return MISSING
    if addressee is Addressee.OTHER and _is_for_others(core, best, links):
        return MISSING
    best |= _beside(act, best, links)
    further = set(_holders_of_items(core, best, links)) | _in_sentence(act, best, links, around)
    local = sorted({*further, *(link.local for link in best.values())})
    lacks = _lacks(act, best, further, links)
    likeness = likeness_of(
        [clause for clause in act.clauses if clause in best or clause in act.core],
        [links.clauses[at] for at in sorted({link.local for link in best.values()})],
    )
    if lacks and likeness is Likeness.COPIED:
        likeness = Likeness.REWORDED
    status = Status.PARTLY if lacks and likeness is not Likeness.OWN else Status.COVERED
    echoes = {
        link.local for clause in core for link in links.by_clause.get(clause, ()) if link.echoes
    }
    return Judgement(
        status=status,
        likeness=likeness,
        local=tuple(sorted({*local, *echoes})),
        pairs=(
            *((clause, links.clauses[link.local]) for clause, link in best.items()),
            *((core[0], links.clauses[at]) for at in sorted(further)),
        ),
        kept=links.kept(act.clauses, [links.clauses[at] for at in local]),
        unanswered=len(act.clauses) - len(best) if likeness is Likeness.OWN else 0,
    )


def _beside(act: Act, best: dict[PlacedClause, Link], links: Links) -> dict[PlacedClause, Link]:
    """Find answers to clauses of manner and purpose in the sections that answer the act.

    Dates differ in digits only, which scores mask: equal words are preferred, then the nearest.
    """
    sections = {links.clauses[link.local].section.id for link in best.values()}
    places = [link.local for link in best.values()]
    found: dict[PlacedClause, Link] = {}
    for clause in act.clauses:
        near = [
            link
            for link in links.by_clause.get(clause, ())
            if link.holds and links.clauses[link.local].section.id in sections
        ]
        if clause not in best and near:
            found[clause] = min(
                near,
                key=lambda link: (
                    links.clauses[link.local].folded != clause.folded,
                    min(abs(link.local - place) for place in places),
                ),
            )
    return found


def _in_sentence(
    act: Act, best: dict[PlacedClause, Link], links: Links, around: Surroundings
) -> set[int]:
    """Answer further clauses by clauses beside an answer in its sentence, which need less evidence.

    Adds the likeliest ones to ``best``; returns the places of the others.
    """
    sentences = {sentence_of(links.clauses[link.local]) for link in best.values()}
    places = {link.local for link in best.values()}
    others: set[int] = set()
    for clause in act.core:
        if clause in best:
            continue
        near = [
            link
            for link in links.by_clause.get(clause, ())
            if link.likelihood >= _COMPANION
            and link.local not in places
            and link.local not in around.taken
            and sentence_of(links.clauses[link.local]) in sentences
        ]
        if near:
            best[clause] = near[0]
            others.update(link.local for link in near[1:])
    return others


def _holders_of_items(
    core: Sequence[PlacedClause], best: dict[PlacedClause, Link], links: Links
) -> Iterator[int]:
    """Yield local clauses with a list item that the best answer lacks.

    建设A和B is answered by 建设A and, in another sentence, 创建100所B.
    """
    for clause in core:
        answer = links.clauses[best[clause].local]
        for item in _items(clause.folded):
            if _held(item, [answer]) >= _GONE:
                continue
            for link in links.by_clause.get(clause, ()):
                likely = link.likelihood >= _POSSIBLE
                if likely and _held(item, [links.clauses[link.local]]) >= _WHOLE:
                    yield link.local
                    break


def _best(clause: PlacedClause, links: Links, around: Surroundings, *, owed: bool) -> Link | None:
    """Return the most likely answer to a clause; if it is not owed, the content must agree.

    鼓励有条件的学校 begins many clauses, so that the content counts as much as the wording.
    """
    found = links.by_clause.get(clause, ())
    good = [link for link in found if (link.holds if owed else link.has_same_content)]
    if good:
        return max(good, key=lambda link: link.likelihood + link.content)
    for link in found:
        local = links.clauses[link.local]
        if link.may_hold and sentence_of(local) in around.sentences:
            return link
        near = local.section.id in around.sections and link.local not in around.taken
        if owed and near and link.may_hold_nearby:
            return link
    return None


def _is_sure(best: Mapping[PlacedClause, Link]) -> bool:
    """Whether an answer is likely; used if no answer is owed, where answers are rare."""
    return any(link.likelihood >= _SURE[0] for link in best.values())


def _by_manner(act: Act, links: Links, *, owed: bool) -> dict[PlacedClause, Link]:
    """Find answers to clauses of manner, which name the subject: 幼儿园美育要遵循…,尊重…."""
    return {
        clause: link
        for clause in act.clauses
        if len(clause.folded) >= _TELLING
        and (link := _best(clause, links, _NOWHERE, owed=owed)) is not None
        and link.likelihood >= _SURE[0]
        and link.share >= _SURE[1]
    }


def _is_for_others(
    core: Sequence[PlacedClause], best: dict[PlacedClause, Link], links: Links
) -> bool:
    """Whether the answers concern bodies of the local level and were not simply copied."""
    return not any(
        best[clause].share >= _SAME_WORDS
        or _OTHERS.search(links.clauses[best[clause].local].folded)
        for clause in core
    )


def _lacks(act: Act, best: dict[PlacedClause, Link], further: set[int], links: Links) -> bool:
    """Whether a clause or an item is missing from an act that was otherwise taken over."""
    near = [*_nearby(best, links), *(links.clauses[at] for at in further)]
    taken = any(best[clause].share >= _SAME_WORDS for clause in act.core if clause in best)
    for clause in act.core:
        if clause not in best:
            if taken and links.kept([clause], near) < _SAME_WORDS:
                return True
        elif any(_held(item, near) < _GONE for item in _items(clause.folded)):
            return True
    return False


def _nearby(best: dict[PlacedClause, Link], links: Links) -> list[PlacedClause]:
    places = {
        at
        for link in best.values()
        for at in range(link.local - _NEARBY, link.local + _NEARBY + 1)
        if 0 <= at < len(links.clauses)
    }
    return [links.clauses[at] for at in sorted(places)]


def _items(folded: str) -> Iterator[str]:
    """Yield the list items of a clause, without level names and schools of other levels."""
    pieces = _ITEM.split(_UPPER.sub("", folded))
    if len(pieces) > 1:
        for piece in bare_items(pieces):
            item = LEVEL.sub("", piece).strip('"()等的 ')
            if len(item) >= _LONG_ITEM:
                yield item


def _held(item: str, clauses: Sequence[PlacedClause]) -> float:
    """Return the share of an item's character bigrams that the clauses contain."""
    pairs = {item[at : at + 2] for at in range(len(item) - 1)}
    text = "\n".join(clause.folded for clause in clauses)
    return sum(pair in text for pair in pairs) / len(pairs)
