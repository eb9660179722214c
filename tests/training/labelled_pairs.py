"""Pairs of plans whose partners were decided by reading, for learning and for measuring.

A pair is a file ``NAME.gold.json`` beside its two plans, ``NAME.old.txt`` and ``NAME.new.txt`` or
those that it names:

    {"old": [{"i": 0, "label": "第一条", "text": "…"}], "new": [{"i": 0, "label": …, "text": …}],
     "edges": [[0, 0, "sure"], [1, 2, "optional"]], "optional_edges": [[3, 1]],
     "old_file": "a.txt", "new_file": "b.txt"}

Units are the sections as the reader cut them, in the order of the plan.  An edge links an old and
a new unit; an optional one is neither right nor wrong.  Other keys are not read.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from plandiff.comparison.alignment.sides import Outlook, look_at_both
from plandiff.comparison.subsequences import heaviest_increasing_subsequence
from plandiff.corpus.errors import UsageError
from plandiff.corpus.model import Plan, Section, Source
from plandiff.corpus.reading import read_plan

Pair = tuple[int, int]

_LEAST_SHARE = 0.4
"""Share of a section's grams that a unit must have to be the same text, cut differently."""
_NEAREST = 8
"""Units of most shared grams that are tried for a section."""


@dataclass(frozen=True, slots=True)
class LabelledPair:
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


def read_labelled_pairs(folder: Path) -> list[LabelledPair]:
    """All pairs in a folder, by name.

    Raises UsageError where there is none or one is malformed, InputError where a plan cannot be
    read.
    """
    files = sorted(folder.glob("*.gold.json"))
    if not files:
        raise UsageError("no-labelled-pairs", folder=str(folder))
    return [_read(file) for file in files]


def _read(file: Path) -> LabelledPair:
    name = file.name.removesuffix(".gold.json")
    try:
        gold = json.loads(file.read_text("utf-8"))
        paths = [gold.get(f"{side}_file", f"{name}.{side}.txt") for side in ("old", "new")]
        units = [[(int(u["i"]), str(u["text"])) for u in gold[side]] for side in ("old", "new")]
        edges = [(int(edge[0]), int(edge[1]), "optional" in edge[2:3]) for edge in gold["edges"]]
        edges += [(int(edge[0]), int(edge[1]), True) for edge in gold.get("optional_edges", ())]
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise UsageError("not-a-labelled-pair", file=str(file), detail=repr(error)) from error
    old, new = (read_plan(str(file.with_name(path))) for path in paths)
    optional = frozenset((one, other) for one, other, may in edges if may)
    return LabelledPair(
        name=name,
        old=old,
        new=new,
        places=(find_units(old, units[0]), find_units(new, units[1])),
        edges=frozenset((one, other) for one, other, may in edges if not may) - optional,
        optional=optional,
    )


def find_units(plan: Plan, units: list[tuple[int, str]]) -> dict[int, int]:
    """The unit of each section: place -> number, for sections whose text a unit has.

    Both are in the order of the document, so that the heaviest chain that keeps the order is
    right also where texts are repeated.  A unit has one section: the sections that it was cut
    into by us carry no label of their own.
    """
    sections, texts = look_at_both(plan, _as_plan(units))
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


def _shared(grams: set[str], texts: Outlook) -> dict[int, int]:
    """How many grams of a section the units have that have most of them."""
    counts: dict[int, int] = {}
    for gram in grams:
        for place in texts.postings.get(gram, ()):
            counts[place] = counts.get(place, 0) + 1
    nearest = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_NEAREST]
    return dict(nearest)
