"""One plan in the form that alignment uses: places instead of ids, and an index of its grams."""

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from msgspec import Struct, field

from plandiff.comparison.alignment.section_text import SectionText, grams, part_grams, prepare
from plandiff.corpus.model import Plan

_DEEPEST = 8
"""Outline levels that are taken into account; keeps the cost of odd input linear."""


class Known(Struct, frozen=True):
    """Cache of prepared texts: most sections are the same in both plans."""

    texts: dict[tuple[str, str, str], SectionText] = field(default_factory=dict)
    grams: dict[SectionText, set[str]] = field(default_factory=dict)


class PlanIndex(Struct, frozen=True, dict=True):
    """A plan's sections by place (0 is the root), with their texts, parents and children."""

    plan: Plan
    texts: tuple[SectionText, ...]
    parent: tuple[int, ...]
    """Place of the parent; the parent of the root is the root."""
    children: tuple[tuple[int, ...], ...]
    known: Known

    @property
    def size(self) -> int:
        """Number of sections, the root included."""
        return len(self.texts)

    @cached_property
    def heading_grams(self) -> list[set[str]]:
        """Set of grams of each heading."""
        return [grams(text.heading) for text in self.texts]

    @cached_property
    def grams(self) -> list[set[str]]:
        """Set of grams of each section's own text, including its numbers."""
        known = self.known.grams
        for heading, text in zip(self.heading_grams, self.texts, strict=True):
            if text not in known:
                known[text] = grams(text.body)
                known[text] |= heading | text.numbers  # no copy of a long body
        return [known[text] for text in self.texts]

    @cached_property
    def postings(self) -> dict[str, Sequence[int]]:
        """Places of the sections that hold each gram."""
        return postings_of(self.grams)

    def parts(self, place: int) -> tuple[list[set[str]], list[set[str]]]:
        """Return the grams of the sentences and of the paragraphs of a section."""
        return part_grams(self.texts[place], self.grams[place])

    def labels(self, place: int) -> tuple[str, ...]:
        """Return the printed labels of a section and of the chapters above it, nearest first."""
        return tuple(self.plan.sections[at].label or "" for at in (place, *self.ancestors(place)))

    def ancestors(self, place: int) -> list[int]:
        """Return the nearest ancestors, parent first, without the root; at most `_DEEPEST`."""
        found: list[int] = []
        while (place := self.parent[place]) > 0 and len(found) < _DEEPEST:
            found.append(place)
        return found


def postings_of(token_sets: Iterable[set[str]]) -> dict[str, Sequence[int]]:
    """Return the places of the sets that hold each gram, in order.

    >>> postings_of([{"学校"}, {"学校", "教师"}]) == {"学校": [0, 1], "教师": (1,)}
    True
    """
    found: dict[str, Sequence[int]] = {}
    for place, tokens in enumerate(token_sets):
        alone = (place,)  # one tuple for all grams: most occur once, and a list has 88 bytes
        for gram in tokens:
            places = found.setdefault(gram, alone)
            if places is alone:
                continue
            if isinstance(places, list):
                places.append(place)
            else:
                found[gram] = [*places, place]
    return found


def index_both(one: Plan, other: Plan) -> tuple[PlanIndex, PlanIndex]:
    """Prepare two plans for alignment with a common cache for sections with the same text."""
    known = Known()
    return index_plan(one, known), index_plan(other, known)


def index_plan(plan: Plan, known: Known) -> PlanIndex:
    """Prepare a plan for alignment; ``known`` is a cache that is read and extended."""
    place_of = {section.id: place for place, section in enumerate(plan.sections)}
    parent = tuple(place_of.get(section.parent or "", 0) for section in plan.sections)
    children: list[list[int]] = [[] for _ in parent]
    for place in range(1, len(parent)):
        children[parent[place]].append(place)
    return PlanIndex(plan, prepare(plan, known.texts), parent, tuple(map(tuple, children)), known)


class IdfWeights:
    """Weights of grams: the squared inverse document frequency over both plans.

    Weights are integers, so that sums over sets do not depend on the iteration order of the sets.
    """

    def __init__(self, frequency: Mapping[str, int], total: int) -> None:
        """``frequency`` counts the texts that hold a gram; ``total`` counts all texts."""
        # Grams of one count share their weight, which saves a logarithm and an integer for each.
        by_count = {
            count: round(1000 * math.log(1 + total / count) ** 2)
            for count in set(frequency.values())
        }
        self.weight = {gram: by_count[count] for gram, count in frequency.items()}

    @classmethod
    def of(cls, old: PlanIndex, new: PlanIndex) -> "IdfWeights":
        """Compute the weights of the grams of two plans; the documents are the sections."""
        return cls(_document_frequency(old, new), old.size + new.size)

    def weight_of(self, found: set[str]) -> int:
        """Return the summed weight of the grams."""
        return sum(map(self.weight.__getitem__, found))


def _document_frequency(old: PlanIndex, new: PlanIndex) -> dict[str, int]:
    frequency = {gram: len(places) for gram, places in old.postings.items()}
    for gram, places in new.postings.items():
        frequency[gram] = frequency.get(gram, 0) + len(places)
    return frequency
