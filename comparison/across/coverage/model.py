"""How plans of a lower level answer the plan of the superior one: frozen values."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from plandiff.comparison.model import Place
from plandiff.corpus.model import Plan


class Addressee(StrEnum):
    """Who has to act on a requirement."""

    LOWER = "lower"
    """The level below; only here a missing answer is a gap."""
    SELF = "self"
    """The superior level keeps it for itself: 省财政, 全省评选."""
    OTHER = "other"
    """Bodies that the lower level does not run: universities, enterprises of the State."""


class Status(StrEnum):
    """Whether a plan answers a requirement."""

    COVERED = "covered"
    PARTLY = "partly"
    """The core is answered; a measure, group, place, number or date is gone."""
    MISSING = "missing"


class Demand(StrEnum):
    """Whether the answer asks more or less than the requirement."""

    MORE = "more"
    LESS = "less"
    SAME = "same"


class Likeness(StrEnum):
    """In whose words a requirement is answered."""

    COPIED = "copied"
    REWORDED = "reworded"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Quote:
    """Text of a plan and its place."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """A clause, or a run of clauses, of the superior plan that asks for something."""

    id: str
    """``q0``, ``q1`` … in document order."""
    quote: Quote
    addressee: Addressee


@dataclass(frozen=True, slots=True)
class Difference:
    """Why an answer asks more or less."""

    demand: Demand
    """MORE or LESS."""
    superior: str
    """Words of the superior plan; empty where only the answer has them."""
    local: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What one plan says to one requirement."""

    local: int
    """Index of the plan among the local ones."""
    status: Status
    demand: Demand | None = None
    """None where the requirement is missing."""
    likeness: Likeness | None = None
    quotes: tuple[Quote, ...] = ()
    """In the order of the local plan; empty where the requirement is missing."""
    differences: tuple[Difference, ...] = ()
    kept: float = 0.0
    """Share of the requirement's matter, weighted by rarity, that the quotes hold, 0 to 1."""
    doubtful: bool = False
    """Missing, but ``nearest`` may be the answer; or answered in words that may mean another."""
    nearest: tuple[Quote, ...] = ()
    """What may be the answer to a requirement that is called missing."""


@dataclass(frozen=True, slots=True)
class Addition:
    """A clause, or a run of clauses, of a local plan that answers nothing."""

    local: int
    quote: Quote


@dataclass(frozen=True, slots=True)
class Coverage:
    """One superior plan and how each local plan answers it."""

    superior: Plan
    locals: tuple[Plan, ...]
    requirements: tuple[Requirement, ...]
    answers: tuple[tuple[Answer, ...], ...]
    """By requirement, one answer of each local plan in their order."""
    additions: tuple[Addition, ...] = ()
    """By local plan, in the order of its text."""

    def answers_of(self, local: int) -> tuple[Answer, ...]:
        """The answers of one local plan, by requirement."""
        return tuple(answers[local] for answers in self.answers)

    def is_gap(self, requirement: int, local: int) -> bool:
        """Whether a plan lacks an answer that it owes."""
        owed = self.requirements[requirement].addressee is Addressee.LOWER
        return owed and self.answers[requirement][local].status is Status.MISSING

    def gaps(self, local: int) -> int:
        """How many answers a plan owes and lacks."""
        return sum(self.is_gap(at, local) for at in range(len(self.requirements)))

    def counts(self, local: int) -> Counter[str]:
        """Answers of a plan by status, demand and likeness, its gaps and its additions."""
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
