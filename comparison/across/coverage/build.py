"""Build a coverage from plans.

split the superior plan into acts -> determine addressees -> for each local plan: link clauses,
judge each act, compare the demands, list the additions
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from plandiff.comparison.across.coverage.acts import Act, body_clauses, cut_acts
from plandiff.comparison.across.coverage.additions import find_additions, with_details
from plandiff.comparison.across.coverage.addressee import addressees_of
from plandiff.comparison.across.coverage.demand import compare_demand, demand_of, loses_measure
from plandiff.comparison.across.coverage.in_order import TopicsInOrder
from plandiff.comparison.across.coverage.judging import (
    Judgement,
    judge_acts,
    judge_own_words,
    known_of,
    own_likenesses,
)
from plandiff.comparison.across.coverage.linking import (
    Sentence,
    link_clauses,
    quotes,
    sentence_of,
)
from plandiff.comparison.across.coverage.model import (
    Addition,
    Addressee,
    Answer,
    Coverage,
    Quote,
    Requirement,
    Status,
)
from plandiff.comparison.across.coverage.own_words import (
    LocalText,
    are_of_one_field,
    least_likelihood,
    look_for_own_words,
)
from plandiff.comparison.force.pairing import (
    ClausePair,
    PlacedClause,
    similarity,
)
from plandiff.comparison.target_changes.features import Features, read_features
from plandiff.corpus.model import Plan
from plandiff.corpus.packs import using

Progress = Callable[[int, int], object]
"""Called with the number of finished local plans and of all."""


def cover(
    superior: Plan, locals_: Iterable[Plan], progress: Progress = lambda _done, _total: None
) -> Coverage:
    """Return each local plan's answers to the superior plan's requirements, and its additions."""
    plans = tuple(locals_)
    acts = cut_acts(superior)
    addressees = addressees_of(acts, superior)
    statements = _statements(acts, superior)
    columns: list[list[Answer]] = []
    additions: list[Addition] = []
    for local, plan in enumerate(plans):
        with using((*superior.packs, *plan.packs)):
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
    """Return clauses of the superior plan that are no requirements, folded."""
    asking = {(act.section.id, clause.span.start) for act in acts for clause in act.clauses}
    return [
        clause.folded
        for section in superior.sections
        for clause in body_clauses(superior, section)
        if (section.id, clause.span.start) not in asking
    ]


class _Local:
    """One local plan, compared with the superior one."""

    def __init__(self, superior: Plan, plan: Plan, local: int, acts: Sequence[Act]) -> None:
        self._plan, self._local, self._acts = plan, local, acts
        self._links = link_clauses(acts, plan)
        self._features = read_features(superior), read_features(plan)
        self._years = superior.year, plan.year
        self._sentences: defaultdict[Sentence, list[PlacedClause]] = defaultdict(list)
        for clause in self._links.clauses:
            self._sentences[sentence_of(clause)].append(clause)

    def read(
        self, addressees: Sequence[Addressee], statements: Sequence[str]
    ) -> tuple[list[Answer], list[Addition]]:
        """Return answers by requirement, and additions in the order of the text."""
        judgements = self._judgements(addressees)
        answers = [
            self._answer(act, judgement)
            for act, judgement in zip(self._acts, judgements, strict=True)
        ]
        added = find_additions(self._local, self._plan, self._links, judgements, statements)
        return answers, added

    def _up_to(self, clause: PlacedClause) -> str:
        """Return the text of a local clause's sentence up to and including the clause."""
        before = self._sentences[sentence_of(clause)]
        return ",".join(one.folded for one in before if one.span.start <= clause.span.start)

    def _judgements(self, addressees: Sequence[Addressee]) -> list[Judgement]:
        """Judge all acts; owed but unanswered ones are matched again by `own_words`."""
        table = judge_acts(self._acts, addressees, self._links, self._plan)
        owed = [at for at, who in enumerate(addressees) if who is Addressee.LOWER]
        wanted = [at for at in owed if table[at].status is Status.MISSING]
        clauses = self._links.clauses
        if wanted and (self._links.related or are_of_one_field(self._acts, clauses)):
            least = least_likelihood(len(owed) - len(wanted), len(owed))
            local = LocalText(clauses)
            found = look_for_own_words(self._acts, wanted, known_of(table), local)
            for at, scores in found.items():
                table[at] = judge_own_words(self._acts[at], scores, least, self._links)
            topics = TopicsInOrder(self._acts, table, found, self._links)
            for at, judgement in topics.answers(wanted, table, least):
                table[at] = judgement
        taken = {place for judgement in table for place in judgement.local}
        likenesses = own_likenesses(table)
        for at, judgement in enumerate(table):
            own = judgement.likeness in likenesses
            table[at] = with_details(judgement, self._acts[at], self._links, taken, own=own)
        return table

    def _answer(self, act: Act, judgement: Judgement) -> Answer:
        if judgement.status is Status.MISSING:
            nearest = quotes(judgement.nearest, self._links)
            return Answer(self._local, Status.MISSING, doubtful=bool(nearest), nearest=nearest)
        pairs = [
            (
                ClausePair(old, new, similarity(old, new, self._links.weights)),
                ",".join(clause.folded for clause in act.clauses),
                self._up_to(new),
            )
            for old, new in judgement.pairs
        ]
        targets = (
            _within(self._features[0], act.clauses),
            _within(self._features[1], [new for _, new in judgement.pairs]),
        )
        texts = (
            ",".join(clause.folded for clause in act.clauses),
            ",".join(self._links.clauses[at].folded for at in judgement.local),
        )
        differences = compare_demand(pairs, targets, self._years, texts)
        return Answer(
            local=self._local,
            status=Status.PARTLY if loses_measure(targets, differences) else judgement.status,
            demand=demand_of(differences),
            likeness=judgement.likeness,
            quotes=quotes(judgement.local, self._links),
            differences=differences,
            kept=round(judgement.kept, 4),
            doubtful=judgement.doubtful,
        )


def _within(features: Sequence[Features], clauses: Sequence[PlacedClause]) -> list[Features]:
    """Return the targets that begin in the clauses."""
    return [
        one
        for one in features
        if any(
            clause.section.id == one.target.section
            and clause.span.start <= one.target.span.start < clause.span.end
            for clause in clauses
        )
    ]
