"""Link the clauses of a local plan to the clauses of the superior one that they answer.

Every clause is a unit of `plandiff.comparison.passages`, whose index and scores are used; the
whole local plan is searched at once, so an answer may be in any section.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from plandiff.comparison.across.coverage.acts import Act, body_clauses
from plandiff.comparison.across.coverage.model import Quote
from plandiff.comparison.alignment.plan_index import IdfWeights
from plandiff.comparison.edits import Place
from plandiff.comparison.force.pairing import ContentWeights, PlacedClause, similarity
from plandiff.comparison.passages.scoring import score_units
from plandiff.comparison.passages.units import Unit, make_unit
from plandiff.corpus.model import Plan
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.folding import fold

LINKED = 0.4
"""Least likelihood of a clause that answers another one."""
SHARED = 0.17
"""Least share of the requirement's weighted tokens in its best answer."""
SAME_CONTENT = 0.37
"""Least content similarity of two clauses of the same act: 适时开展督导 and 适时开征燃油税 share
wording only.  Plans of unrelated fields are below it, answers in own words above."""
_OWN_WORDS = (0.85, 0.1, 0.12)
"""Least likelihood, share and content of an answer in own words, in plans of one field."""
_NEARBY = (0.3, 0.08, 0.0)
"""The same if neighbours of the requirement are answered next to it."""
_RELATED = (0.8, 0.5)
"""Least likelihood and content of a link that is evidence of plans of one field."""
_ENOUGH_RELATED = 0.2
"""Least share of the requirements' clauses with such a link, for plans of one field."""
_LEAST_RELATED = 5
"""Least number of such links; fewer may occur by chance."""
_ECHO = (0.8, 0.5)
"""Least likelihood and share of a further answer, besides the best one."""
_RATE = re.compile(
    r"([\u4e00-\u9fff]{2})(?:比例|比重|占比|(?:覆盖|达标|普及|合格|入园|入学|建成|配备)率)"
)
"""A rate with the thing that it is of, whose last two characters identify it."""


Sentence = tuple[str, int]
"""Id of a section and number of a sentence in it."""


class Link(Struct, frozen=True):
    """A clause of the local plan that may answer one of the superior plan."""

    local: int
    """Index of the local clause."""
    likelihood: float
    share: float
    """Share of the superior clause's tokens in the local clause, weighted by idf."""
    back: float
    """Share of the local clause's tokens in the superior clause, weighted by idf."""
    content: float
    """Content similarity, with words of force masked; 0 for an unlikely pair."""
    related: bool = False
    """The two plans are known to be of one field."""

    @property
    def holds(self) -> bool:
        """Whether the link is an answer."""
        return self.has_same_content or (self.related and self._reaches(_OWN_WORDS))

    @property
    def has_same_content(self) -> bool:
        """Whether the link is an answer, even in plans of different fields."""
        return self.may_hold and self.content >= SAME_CONTENT

    @property
    def may_hold_nearby(self) -> bool:
        """Whether the link is an answer if the surrounding clauses correspond."""
        return self.related and self._reaches(_NEARBY)

    def _reaches(self, least: tuple[float, float, float]) -> bool:
        mine = self.likelihood, self.share, self.content
        return all(value >= wanted for value, wanted in zip(mine, least, strict=True))

    @property
    def may_hold(self) -> bool:
        """Whether the link is an answer if its sentence is known to answer."""
        return self.likelihood >= LINKED and self.share >= SHARED

    @property
    def echoes(self) -> bool:
        """Whether the link is an answer even if another clause answers better."""
        return self.likelihood >= _ECHO[0] and self.share >= _ECHO[1]


class Links(Struct, frozen=True):
    """The clauses of a local plan and their links to those of the superior one."""

    clauses: tuple[PlacedClause, ...]
    """All clauses of the local plan's sections that can answer, in order."""
    by_clause: Mapping[PlacedClause, tuple[Link, ...]]
    """Links by clause of the superior plan, the most likely first."""
    idf: IdfWeights
    weights: ContentWeights
    units: Mapping[PlacedClause, Unit]
    """Units of both plans, by clause."""
    related: bool = False
    """Many clauses of the two plans agree, so that they are of one field."""

    def kept(self, superior: Sequence[PlacedClause], local: Sequence[PlacedClause]) -> float:
        """Return the share of superior clauses' tokens in local ones, weighted by idf."""
        asked, given = (
            set[str]().union(*(self.units[clause].grams for clause in side))
            for side in (superior, local)
        )
        whole = self.idf.weight_of(asked)
        return self.idf.weight_of(asked & given) / whole if whole else 0.0


def sentence_of(clause: PlacedClause) -> Sentence:
    """Return the sentence of a clause."""
    return clause.section.id, clause.clause.sentence


def link_clauses(acts: Sequence[Act], plan: Plan) -> Links:
    """Link the clauses of a superior plan's acts with those of a local plan."""
    asked = [clause for act in acts for clause in act.clauses]
    given = answering_clauses(plan)
    units = [_units(side) for side in (asked, given)]
    frequency: Counter[str] = Counter()
    for side in units:
        for unit in side:
            frequency.update(unit.grams)
    idf = IdfWeights(frequency, len(asked) + len(given))
    scores = score_units((units[0], units[1]), (range(len(asked)), range(len(given))), idf, {})
    weights = ContentWeights((*asked, *given))
    links: dict[PlacedClause, list[Link]] = {}
    for (a, b), likelihood in scores.items():
        if _are_other_rates(asked[a].folded, given[b].folded):
            continue
        both = idf.weight_of(units[0][a].grams & units[1][b].grams)
        masses = [max(idf.weight_of(units[which][at].grams), 1) for which, at in ((0, a), (1, b))]
        likely = likelihood >= LINKED
        content = similarity(asked[a], given[b], weights) if likely else 0.0
        link = Link(b, likelihood, both / masses[0], both / masses[1], content)
        links.setdefault(asked[a], []).append(link)
    related = sum(any(map(_shows_relation, found)) for found in links.values())
    of_one_field = related >= max(_ENOUGH_RELATED * len(asked), _LEAST_RELATED)
    if of_one_field:
        links = {a: [replace(link, related=True) for link in found] for a, found in links.items()}
    ranked = {
        clause: tuple(sorted(found, key=lambda link: (-link.likelihood, -link.share, link.local)))
        for clause, found in links.items()
    }
    known = dict(zip((*asked, *given), (*units[0], *units[1]), strict=True))
    return Links(tuple(given), ranked, idf, weights, known, of_one_field)


def _are_other_rates(asked: str, given: str) -> bool:
    """Whether two clauses give rates of different things: 站点比例达到60%, 学校比例达到95%."""
    mine, theirs = (_RATE.search(text) for text in (asked, given))
    if mine is None or theirs is None:
        return False
    return mine[1] not in given and theirs[1] not in asked


def _shows_relation(link: Link) -> bool:
    return link.likelihood >= _RELATED[0] and link.content >= _RELATED[1]


def answering_clauses(plan: Plan) -> list[PlacedClause]:
    """Return the clauses of a plan without headings and, if it has sections, preamble."""
    return [
        clause
        for section in plan.sections[1:] or plan.sections
        for clause in body_clauses(plan, section)
    ]


def _units(clauses: Iterable[PlacedClause]) -> list[Unit]:
    """Convert clauses to units; each section is folded once."""
    units: list[Unit] = []
    for section, run in groupby(clauses, lambda clause: clause.section):
        texts = section.text, fold(section.text)
        units += [make_unit(section, texts, c.span.start, c.span.end) for c in run]
    return units


def one_sentence(one: PlacedClause, other: PlacedClause) -> bool:
    """Whether two clauses are of one sentence."""
    return one.section.id == other.section.id and one.clause.sentence == other.clause.sentence


def quotes(local: Sequence[int], links: Links) -> tuple[Quote, ...]:
    """Return local clauses as quotes; neighbours in one sentence are joined."""
    runs: list[list[PlacedClause]] = []
    before = -2
    for at in local:
        clause = links.clauses[at]
        if at == before + 1 and one_sentence(runs[-1][-1], clause):
            runs[-1].append(clause)
        else:
            runs.append([clause])
        before = at
    return tuple(quote_of(run[0], run[-1]) for run in runs)


def quote_of(first: PlacedClause, last: PlacedClause) -> Quote:
    """Return the text from one clause to another one of its section."""
    start, end = first.span.start, last.span.end
    return Quote(Place(first.section.id, start, end), first.section.text[start:end])
