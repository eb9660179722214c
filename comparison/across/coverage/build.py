"""From plans to a coverage.

cut the superior plan into acts -> say who is addressed -> for each local plan: link clauses,
judge each act, compare what is asked, list what is added
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from plandiff.comparison.across.coverage.acts import Act, body_clauses, cut_acts
from plandiff.comparison.across.coverage.additions import find_additions
from plandiff.comparison.across.coverage.addressee import addressee_of, is_for_others, own_level
from plandiff.comparison.across.coverage.demand import compare_demand, demand_of
from plandiff.comparison.across.coverage.judging import Judgement, Surroundings, judge, quotes
from plandiff.comparison.across.coverage.linking import Sentence, link_clauses, sentence_of
from plandiff.comparison.across.coverage.model import (
    Addition,
    Addressee,
    Answer,
    Coverage,
    Quote,
    Requirement,
    Status,
)
from plandiff.comparison.force.pairing import (
    ClausePair,
    PlacedClause,
    similarity,
)
from plandiff.comparison.target_changes.features import Features, read_features
from plandiff.corpus.model import Plan
from plandiff.corpus.text.folding import fold

_FARTHEST = 3
"""Acts before and after among which one that is answered shows where an answer may be."""
_WIDEST = 5
"""Sections from the answer before to the answer after, within which it may be."""

Progress = Callable[[int, int], object]
"""Called with the number of local plans that are done and of all."""


def cover(
    superior: Plan, locals_: Iterable[Plan], progress: Progress = lambda _done, _total: None
) -> Coverage:
    """How each local plan answers the requirements of the superior plan, and what it adds."""
    plans = tuple(locals_)
    acts = cut_acts(superior)
    addressees = _addressees(acts, superior)
    statements = _statements(acts, superior)
    columns: list[list[Answer]] = []
    additions: list[Addition] = []
    for local, plan in enumerate(plans):
        answers, added = _Local(superior, plan, local, acts).read(addressees, statements)
        columns.append(answers)
        additions += added
        progress(local + 1, len(plans))
    return Coverage(
        superior=superior,
        locals=plans,
        requirements=tuple(
            Requirement(f"q{at}", Quote(act.place, act.text), addressee)
            for at, (act, addressee) in enumerate(zip(acts, addressees, strict=True))
        ),
        answers=tuple(zip(*columns, strict=True)) if columns else tuple(() for _ in acts),
        additions=tuple(additions),
    )


def _statements(acts: Sequence[Act], superior: Plan) -> list[str]:
    """Clauses of the superior plan that ask for nothing, folded."""
    asking = {(act.section.id, clause.span.start) for act in acts for clause in act.clauses}
    return [
        clause.folded
        for section in superior.sections
        for clause in body_clauses(superior, section)
        if (section.id, clause.span.start) not in asking
    ]


def _addressees(acts: Sequence[Act], superior: Plan) -> list[Addressee]:
    """Who must act; an act without a subject has that of the act before in its sentence."""
    level = own_level(superior)
    for_others: set[str] = set()
    for section in superior.sections[1:]:  # parents come before their children
        if section.parent in for_others or is_for_others(fold(section.heading)):
            for_others.add(section.id)
    found: list[Addressee] = []
    subject, sentence = "", ("", -1)
    for act in acts:
        first = act.clauses[0]
        here = (act.section.id, first.clause.sentence)
        goes_on = here[0] == sentence[0] and first.folded.startswith(("要", "还要", "并", "同时"))
        if here != sentence and not (goes_on and _in_paragraph(act)):
            subject, sentence = ",".join(clause.folded for clause in act.clauses), here
        sentence = here
        among = act.section.id in for_others
        found.append(addressee_of(act, subject, level, among_others=among))
    return found


def _in_paragraph(act: Act) -> bool:
    """Whether something precedes the act in its paragraph."""
    return act.section.text[: act.place.start].rpartition("\n")[2].strip() != ""


class _Local:
    """One local plan beside the superior one."""

    def __init__(self, superior: Plan, plan: Plan, local: int, acts: Sequence[Act]) -> None:
        self._plan, self._local, self._acts = plan, local, acts
        self._links = link_clauses(acts, plan)
        self._features = read_features(superior), read_features(plan)
        self._order = {section.id: place for place, section in enumerate(plan.sections)}
        self._years = superior.year, plan.year
        self._sentences: defaultdict[Sentence, list[PlacedClause]] = defaultdict(list)
        for clause in self._links.clauses:
            self._sentences[sentence_of(clause)].append(clause)

    def read(
        self, addressees: Sequence[Addressee], statements: Sequence[str]
    ) -> tuple[list[Answer], list[Addition]]:
        """Answers by requirement, and additions in the order of the text."""
        judgements = self._judgements(addressees)
        answers = [
            self._answer(act, judgement)
            for act, judgement in zip(self._acts, judgements, strict=True)
        ]
        added = find_additions(self._local, self._plan, self._links, judgements, statements)
        return answers, added

    def _up_to(self, clause: PlacedClause) -> str:
        """The clauses of a local clause's sentence up to it."""
        before = self._sentences[sentence_of(clause)]
        return ",".join(one.folded for one in before if one.span.start <= clause.span.start)

    def _judgements(self, addressees: Sequence[Addressee]) -> list[Judgement]:
        """Judgements of all acts; an act beside one that is answered gets a second look."""
        first = [
            judge(act, addressee, self._links)
            for act, addressee in zip(self._acts, addressees, strict=True)
        ]
        answering: defaultdict[Sentence, set[Sentence]] = defaultdict(set)
        for act, judgement in zip(self._acts, first, strict=True):
            answering[sentence_of(act.clauses[0])].update(
                sentence_of(self._links.clauses[at]) for at in judgement.local
            )
        taken = {at for judgement in first for at in judgement.local}
        table = list(first)
        for at, (act, addressee) in enumerate(zip(self._acts, addressees, strict=True)):
            if first[at].status is Status.MISSING:
                sentences = answering[sentence_of(act.clauses[0])]
                around = Surroundings(sentences, self._sections_around(at, first), taken)
                table[at] = judge(act, addressee, self._links, around)
        return table

    def _sections_around(self, at: int, judgements: Sequence[Judgement]) -> set[str]:
        """Local sections that answer the nearest acts before and after, and those between."""
        answering: list[int] = []
        parent = self._acts[at].section.parent
        for step in (-1, 1):
            for other in range(at + step, at + step * (_FARTHEST + 1), step):
                if not 0 <= other < len(self._acts) or self._acts[other].section.parent != parent:
                    break
                if local := judgements[other].local:
                    answering += [self._order[self._links.clauses[one].section.id] for one in local]
                    break
        first, last = min(answering, default=0), max(answering, default=-1)
        places = range(first, last + 1) if last - first <= _WIDEST else answering
        return {self._plan.sections[place].id for place in places}

    def _answer(self, act: Act, judgement: Judgement) -> Answer:
        if judgement.status is Status.MISSING:
            return Answer(self._local, Status.MISSING)
        pairs = [
            (
                ClausePair(old, new, similarity(old, new, self._links.weights)),
                ",".join(clause.folded for clause in act.clauses),
                self._up_to(new),
            )
            for old, new in judgement.pairs
        ]
        targets = (
            _within(self._features[0], [old for old, _ in judgement.pairs]),
            _within(self._features[1], [new for _, new in judgement.pairs]),
        )
        differences = compare_demand(pairs, targets, self._years)
        return Answer(
            local=self._local,
            status=judgement.status,
            demand=demand_of(differences),
            likeness=judgement.likeness,
            quotes=quotes(judgement.local, self._links),
            differences=differences,
            kept=round(judgement.kept, 4),
        )


def _within(features: Sequence[Features], clauses: Sequence[PlacedClause]) -> list[Features]:
    """Targets that begin in the clauses."""
    return [
        one
        for one in features
        if any(
            clause.section.id == one.target.section
            and clause.span.start <= one.target.span.start < clause.span.end
            for clause in clauses
        )
    ]
