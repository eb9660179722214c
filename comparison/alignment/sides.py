"""One plan as alignment sees it: places instead of ids, and an index of its grams."""

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from plandiff.comparison.alignment.texts import Matter, grams, prepare, sentences
from plandiff.corpus.model import Plan

_DEEPEST = 8
"""Levels of an outline that a reader tells apart; keeps the cost of odd input linear."""


@dataclass(frozen=True)
class Known:
    """What was worked out of texts before: most sections stand in both plans as they are."""

    matter: dict[tuple[str, str, str], Matter] = field(default_factory=dict)
    grams: dict[Matter, set[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Outlook:
    """A plan's sections by place (0 is the root), with their matter and their family."""

    plan: Plan
    matter: tuple[Matter, ...]
    parent: tuple[int, ...]
    """Place of the parent; the root is its own."""
    children: tuple[tuple[int, ...], ...]
    known: Known

    @property
    def size(self) -> int:
        """Number of sections, the root included."""
        return len(self.matter)

    @cached_property
    def heading_grams(self) -> list[set[str]]:
        """Grams of each heading."""
        return [grams(matter.heading) for matter in self.matter]

    @cached_property
    def grams(self) -> list[set[str]]:
        """Grams of each section's own text, its numbers among them."""
        known = self.known.grams
        for heading, matter in zip(self.heading_grams, self.matter, strict=True):
            if matter not in known:
                known[matter] = heading | grams(matter.body) | matter.numbers
        return [known[matter] for matter in self.matter]

    @cached_property
    def postings(self) -> dict[str, list[int]]:
        """Places of the sections that hold a gram."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for place, section_grams in enumerate(self.grams):
            for gram in section_grams:
                found[gram].append(place)
        return found

    def sentences(self, place: int) -> list[str]:
        """Sentences of a section; its heading is one."""
        matter = self.matter[place]
        return [*sentences(matter.heading), *sentences(matter.body)]

    def paragraphs(self, place: int) -> list[str]:
        """Lines of a section, a heading together with the line that follows."""
        matter = self.matter[place]
        lines = [line for line in matter.body.split("\n") if line.strip()]
        if matter.heading:
            lines[:1] = ["\n".join([matter.heading, *lines[:1]])]
        return lines

    def labels(self, place: int) -> tuple[str, ...]:
        """Printed labels of a section and of the chapters above it, nearest first."""
        return tuple(self.plan.sections[at].label or "" for at in (place, *self.ancestors(place)))

    def ancestors(self, place: int) -> list[int]:
        """Parent, its parent, and so on, without the root; the nearest few of a deep nest."""
        found: list[int] = []
        while (place := self.parent[place]) > 0 and len(found) < _DEEPEST:
            found.append(place)
        return found


def look_at_both(one: Plan, other: Plan) -> tuple[Outlook, Outlook]:
    """Prepare two plans for alignment; sections that say the same share what is known of them."""
    known = Known()
    return look_at(one, known), look_at(other, known)


def look_at(plan: Plan, known: Known) -> Outlook:
    """Prepare a plan for alignment; ``known`` is read and added to."""
    place_of = {section.id: place for place, section in enumerate(plan.sections)}
    parent = tuple(place_of.get(section.parent or "", 0) for section in plan.sections)
    children: list[list[int]] = [[] for _ in parent]
    for place in range(1, len(parent)):
        children[parent[place]].append(place)
    return Outlook(plan, prepare(plan, known.matter), parent, tuple(map(tuple, children)), known)


class Rarity:
    """Weights of grams: the squared inverse document frequency over both plans.

    Weights are whole numbers, so that sums over sets do not depend on the order of the sets.
    """

    def __init__(self, frequency: Mapping[str, int], total: int) -> None:
        """``frequency`` counts the texts that hold a gram; ``total`` counts all texts."""
        self.weight = {
            gram: round(1000 * math.log(1 + total / count) ** 2)
            for gram, count in frequency.items()
        }

    @classmethod
    def of(cls, old: Outlook, new: Outlook) -> "Rarity":
        """Weights of the grams of two plans; their texts are the sections."""
        return cls(_document_frequency(old, new), old.size + new.size)

    def mass(self, found: set[str]) -> int:
        """Summed weight of the grams."""
        return sum(map(self.weight.__getitem__, found))


def _document_frequency(old: Outlook, new: Outlook) -> dict[str, int]:
    frequency = {gram: len(places) for gram, places in old.postings.items()}
    for gram, places in new.postings.items():
        frequency[gram] = frequency.get(gram, 0) + len(places)
    return frequency
