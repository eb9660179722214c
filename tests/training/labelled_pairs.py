"""Pairs of plans whose partners were decided by reading, for learning and for measuring.

A pair is a file ``NAME.gold.json`` beside its two plans, ``NAME.old.txt`` and ``NAME.new.txt`` or
those that it names:

    {"old": [{"i": 0, "label": "第一条", "text": "…"}], "new": [{"i": 0, "label": …, "text": …}],
     "edges": [[0, 0, "sure"], [1, 2, "optional"]], "optional_edges": [[3, 1]],
     "old_file": "a.txt", "new_file": "b.txt"}

Units are the sections as the reader cut them, in the order of the plan.  An edge links an old and
a new unit; an optional one is neither right nor wrong.  Other keys are not read.

A file without units has the numbers of sections that the two plans had when they were labelled,
``"sections": [16, 11]``: unit N is section N, 0 the root.
"""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from plandiff.comparison.alignment.plan_index import PlanIndex, index_both
from plandiff.comparison.subsequences import heaviest_increasing_subsequence
from plandiff.corpus.model import Plan, Section, Source
from plandiff.corpus.reading import read_plan
from tests.alignment_plans import flat, revised

Pair = tuple[int, int]

_LEAST_SHARE = 0.4
"""Share of a section's grams that a unit must have to be the same text, cut differently."""
_NEAREST = 8
"""Units of most shared grams that are tried for a section."""


_MERGED = 3
"""Every third section of a plan, at most, takes in another one in a merged variant."""


_GENERATED = tuple((100 + at, (0.4, 0.8)[at % 2]) for at in range(8))
"""Seeds and rates of change of the generated pairs."""
_GENERATED_SIZE = 40


class TrainingError(Exception):
    """Labelled pairs that nothing can be learned from; the message is for a developer."""


class LabelledPair(Struct, frozen=True):
    """Two plans, and which of their sections belong together."""

    name: str
    old: Plan
    new: Plan
    places: tuple[dict[int, int], dict[int, int]]
    """On each side: place of a section -> number of its unit; other sections are not judged."""
    edges: frozenset[Pair]
    """Linked units, those that no section was found for among them."""
    optional: frozenset[Pair]
    """Units whose link is neither right nor wrong."""

    def units(self, pair: Pair) -> Pair | None:
        """The units of an old and a new place; None where one of the two is not judged."""
        old, new = (side.get(place) for side, place in zip(self.places, pair, strict=True))
        return None if old is None or new is None else (old, new)


def read_labelled_pairs(folder: Path, plans: Path | None = None) -> list[LabelledPair]:
    """All pairs in a folder, by name; plans that are not there are looked for in ``plans``.

    Raises TrainingError where there is none or one is malformed, InputError where a plan cannot be
    read.
    """
    files = sorted(folder.glob("*.gold.json"))
    if not files:
        raise TrainingError(f"{folder}: holds no labelled pair (NAME.gold.json)")
    return [_read(file, plans) for file in files]


def _read(file: Path, plans: Path | None) -> LabelledPair:
    name = file.name.removesuffix(".gold.json")
    try:
        gold = json.loads(file.read_text("utf-8"))
        paths = [gold.get(f"{side}_file", f"{name}.{side}.txt") for side in ("old", "new")]
        edges = [(int(edge[0]), int(edge[1]), "optional" in edge[2:3]) for edge in gold["edges"]]
        edges += [(int(edge[0]), int(edge[1]), True) for edge in gold.get("optional_edges", ())]
        old, new = (read_plan(str(_beside(file, path, plans))) for path in paths)
        places = _places(gold, old, new)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise TrainingError(f"{file}: is not a labelled pair ({error!r})") from error
    optional = frozenset((one, other) for one, other, may in edges if may)
    return LabelledPair(
        name=name,
        old=old,
        new=new,
        places=places,
        edges=frozenset((one, other) for one, other, may in edges if not may) - optional,
        optional=optional,
    )


def _beside(file: Path, path: str, plans: Path | None) -> Path:
    beside = file.with_name(path)
    return beside if plans is None or beside.exists() else plans / path


def _places(gold: dict[str, Any], old: Plan, new: Plan) -> tuple[dict[int, int], dict[int, int]]:
    if "sections" in gold:
        counts = [len(plan.sections) for plan in (old, new)]
        if counts != gold["sections"]:
            raise ValueError(f"the plans have {counts} sections, not {gold['sections']}")
        return dict(enumerate(range(counts[0]))), dict(enumerate(range(counts[1])))
    old_units, new_units = (
        [(int(u["i"]), str(u["text"])) for u in gold[side]] for side in ("old", "new")
    )
    return find_units(old, old_units), find_units(new, new_units)


def generated_pairs() -> Iterator[LabelledPair]:
    """Plans made of a few stock phrases, and a revision of each: strangers that sound alike."""
    for seed, rate in _GENERATED:
        revision = revised(seed, _GENERATED_SIZE, rate)
        old, new = flat(revision.old), flat(revision.new)
        old_places, new_places = (
            {place: place - 1 for place in range(1, len(plan.sections))} for plan in (old, new)
        )
        yield LabelledPair(
            name=f"generated {seed}",
            old=old,
            new=new,
            places=(old_places, new_places),
            edges=frozenset(revision.links),
            optional=frozenset(),
        )


def merged_variants(pair: LabelledPair) -> Iterator[LabelledPair]:
    """The same pair with sections of one plan put together, so that their partners are parts.

    Real splits and merges are few; these are as many as one wants, of texts that people rewrote.
    A section takes in the sibling that follows it, or one from anywhere; the same pair gives the
    same variants.
    """
    for side in (0, 1):
        for anywhere in (False, True):
            into = _mergers(pair, side, anywhere=anywhere)
            if into:
                yield _merged(pair, side, into)


def _mergers(pair: LabelledPair, side: int, *, anywhere: bool) -> dict[int, int]:
    """Places of sections that are put into others, and the places of these."""
    sections = (pair.old, pair.new)[side].sections
    parents = {section.parent for section in sections}
    leaves = [
        at
        for at, section in enumerate(sections)
        if at and at in pair.places[side] and section.id not in parents
    ]
    dice = random.Random(f"{pair.name} {side} {anywhere}")  # noqa: S311 - repeatable, not secret
    into: dict[int, int] = {}
    for number in dice.sample(range(len(leaves)), len(leaves) // _MERGED):
        taker = leaves[number]
        taken = dice.choice(leaves) if anywhere else leaves[(number + 1) % len(leaves)]
        siblings = taken == taker + 1 and sections[taken].parent == sections[taker].parent
        busy = {*into, *into.values()}
        if (anywhere or siblings) and taken != taker and not {taken, taker} & busy:
            into[taken] = taker
    return into


def _merged(pair: LabelledPair, side: int, into: dict[int, int]) -> LabelledPair:
    plan = (pair.old, pair.new)[side]
    sections = list(plan.sections)
    for taken, taker in into.items():
        one, other = sections[taker], sections[taken]
        body = "\n".join(text for text in (one.body, other.heading, other.body) if text)
        sections[taker] = replace(one, body=body)
    kept = [at for at in range(len(sections)) if at not in into]
    plan = replace(plan, sections=tuple(sections[at] for at in kept))
    places = pair.places[side]
    unit = {places[taken]: places[taker] for taken, taker in into.items()}
    numbered = {new: places[at] for new, at in enumerate(kept) if at in places}

    def renamed(edges: frozenset[Pair]) -> frozenset[Pair]:
        return frozenset(
            (unit.get(one, one), other) if side == 0 else (one, unit.get(other, other))
            for one, other in edges
        )

    edges = renamed(pair.edges)
    return replace(
        pair,
        old=plan if side == 0 else pair.old,
        new=plan if side == 1 else pair.new,
        places=(numbered, pair.places[1]) if side == 0 else (pair.places[0], numbered),
        edges=edges,
        optional=renamed(pair.optional) - edges,
    )


def find_units(plan: Plan, units: list[tuple[int, str]]) -> dict[int, int]:
    """The unit of each section: place -> number, for sections whose text a unit has.

    Both are in the order of the document, so that the heaviest chain that keeps the order is
    right also where texts are repeated.  A unit has one section: the sections that it was cut
    into by us carry no label of their own.
    """
    sections, texts = index_both(plan, _as_plan(units))
    places: list[int] = []
    found: list[int] = []
    weights: list[int] = []
    for place, grams in enumerate(sections.grams):
        # Of the units of one section, later ones come first: a chain takes at most one of them.
        for unit, shared in sorted(_shared(grams, texts).items(), reverse=True):
            if shared > _LEAST_SHARE * len(grams):
                places.append(place)
                found.append(unit)
                weights.append(1000 * shared * shared // len(grams))
    return {
        places[at]: units[found[at] - 1][0]
        for at in heaviest_increasing_subsequence(found, weights)
    }


def _as_plan(units: list[tuple[int, str]]) -> Plan:
    """Units as sections below an empty root: unit N has place N + 1."""
    root = Section("root", None, 0, None, None, "", "")
    below = (
        Section(f"u{at}", "root", 1, None, None, "", text) for at, (_, text) in enumerate(units)
    )
    return Plan(Source("units", "txt", "utf-8", "", 0), "", None, None, (root, *below))


def _shared(grams: set[str], texts: PlanIndex) -> dict[int, int]:
    """How many grams of a section the units have that have most of them."""
    counts: dict[int, int] = {}
    for gram in grams:
        for place in texts.postings.get(gram, ()):
            counts[place] = counts.get(place, 0) + 1
    nearest = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_NEAREST]
    return dict(nearest)
