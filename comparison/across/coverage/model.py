"""Frozen values of a coverage: how lower-level plans answer the superior plan."""

from collections import Counter
from enum import StrEnum

from msgspec import Struct

from plandiff.comparison.edits import Place
from plandiff.corpus.model import Plan


class Addressee(StrEnum):
    """The party that must act on a requirement."""

    LOWER = "lower"
    """The level below; only here a missing answer is a gap."""
    SELF = "self"
    """The superior level acts itself: 省财政, 全省评选."""
    OTHER = "other"
    """Bodies that the lower level does not run: universities, enterprises of the State."""


class Status(StrEnum):
    """Whether a plan answers a requirement."""

    COVERED = "covered"
    PARTLY = "partly"
    """The core is answered; a measure, group, place, number or date is missing."""
    MISSING = "missing"


class Demand(StrEnum):
    """Whether the answer asks more or less than the requirement."""

    MORE = "more"
    LESS = "less"
    SAME = "same"


class Likeness(StrEnum):
    """How much of the requirement's wording an answer keeps."""

    COPIED = "copied"
    REWORDED = "reworded"
    OWN = "own"


class Quote(Struct, frozen=True):
    """A text of a plan and its place."""

    place: Place
    text: str


class Requirement(Struct, frozen=True):
    """A clause, or a run of clauses, of the superior plan that asks for something."""

    id: str
    """``q0``, ``q1`` … in document order."""
    quote: Quote
    addressee: Addressee


class Difference(Struct, frozen=True):
    """One reason why an answer asks more or less."""

    demand: Demand
    """MORE or LESS."""
    superior: str
    """Words of the superior plan; empty where only the answer has them."""
    local: str


class Answer(Struct, frozen=True):
    """The answer of one plan to one requirement."""

    local: int
    """Index of the plan among the local ones."""
    status: Status
    demand: Demand | None = None
    """None if the requirement is missing."""
    likeness: Likeness | None = None
    quotes: tuple[Quote, ...] = ()
    """In the order of the local plan; empty if the requirement is missing."""
    differences: tuple[Difference, ...] = ()
    kept: float = 0.0
    """Share of the requirement's tokens in the quotes, weighted by idf, 0 to 1."""
    doubtful: bool = False
    """Missing, but ``nearest`` may be the answer; or the answer may be about something else."""
    nearest: tuple[Quote, ...] = ()
    """Possible answer to a requirement with the status missing."""


class Addition(Struct, frozen=True):
    """A clause, or a run of clauses, of a local plan that answers no requirement."""

    local: int
    quote: Quote


class Coverage(Struct, frozen=True):
    """One superior plan and how each local plan answers it."""

    superior: Plan
    locals: tuple[Plan, ...]
    requirements: tuple[Requirement, ...]
    answers: tuple[tuple[Answer, ...], ...]
    """For each requirement, one answer of each local plan, in their order."""
    additions: tuple[Addition, ...] = ()
    """Sorted by local plan, then in the order of its text."""

    def answers_of(self, local: int) -> tuple[Answer, ...]:
        """Return the answers of one local plan, in the order of the requirements."""
        return tuple(answers[local] for answers in self.answers)

    def is_gap(self, requirement: int, local: int) -> bool:
        """Whether a plan lacks the answer to a requirement for the lower level."""
        owed = self.requirements[requirement].addressee is Addressee.LOWER
        return owed and self.answers[requirement][local].status is Status.MISSING

    def leads_and_lags(self, requirement: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the plans that ask more than a requirement, and those that lag behind.

        A plan lags if it does not answer, answers in part or asks less.  Both are empty for a
        single plan, and if no answer is required.
        """
        answers = self.answers[requirement]
        if len(answers) < 2 or self.requirements[requirement].addressee is not Addressee.LOWER:
            return (), ()
        lags = [
            one.local
            for one in answers
            if one.status is not Status.COVERED or one.demand is Demand.LESS
        ]
        leads = [
            one.local for one in answers if one.demand is Demand.MORE and one.local not in lags
        ]
        return tuple(leads), tuple(lags)

    def gaps(self, local: int) -> int:
        """Count the gaps of a plan."""
        return sum(self.is_gap(at, local) for at in range(len(self.requirements)))

    def counts(self, local: int) -> Counter[str]:
        """Count a plan's answers by status, demand and likeness, its gaps and its additions."""
        found: Counter[str] = Counter()
        for answer in self.answers_of(local):
            found.update(
                value.value
                for value in (answer.status, answer.demand, answer.likeness)
                if value is not None
            )
        found["gaps"] = self.gaps(local)
        found["additions"] = sum(addition.local == local for addition in self.additions)
        return found
