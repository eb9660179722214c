"""Align the sections of two plans and return them as rows.

    old: s1 开展研学实践   s2 改善办学条件          new: s1 改善办学条件   s2 开展研学实践
    align(old, new) -> rows (s0, s0), (s2, s1) and, moved, (s1, s2)

Everything is computed in a canonical order of the two plans that depends on their content only, so
that `align(new, old)` is the mirror of `align(old, new)`.
"""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from plandiff.comparison.alignment.linking import connected_components
from plandiff.comparison.alignment.links import Link, strongest
from plandiff.comparison.alignment.moves import RowPosition, find_moved_blocks
from plandiff.comparison.alignment.pins import PlacedPins, place_pins
from plandiff.comparison.alignment.pipeline import Linked, link_sections
from plandiff.comparison.alignment.plan_index import PlanIndex, index_both
from plandiff.comparison.edits import Side
from plandiff.comparison.mirror import mirror_match
from plandiff.comparison.model import Candidate, Evidence, Match
from plandiff.comparison.options import Options
from plandiff.comparison.thresholds import SURE
from plandiff.corpus.model import Plan

_DEFAULT = Options()
_CANDIDATES = 3
_SIDES = (Side.OLD, Side.NEW)


def align(old: Plan, new: Plan, options: Options = _DEFAULT) -> tuple[Match, ...]:
    """Match the sections of two plans; every section is in exactly one row, in reading order."""
    pins = place_pins(options.pins, old, new)
    sides, swapped = canonical_sides(old, new, pins)
    linked = link_sections(sides, pins.mirrored() if swapped else pins)
    matches = _matches(sides, linked)
    if swapped:
        matches = [mirror_match(match) for match in matches]
    return in_reading_order(matches, _places(old), _places(new))


def canonical_sides(
    old: Plan, new: Plan, pins: PlacedPins
) -> tuple[tuple[PlanIndex, PlanIndex], bool]:
    """Index both plans in canonical order; return them, and whether the order was swapped."""
    swapped = _canonical_key(new, pins.mirrored()) < _canonical_key(old, pins)
    return (index_both(new, old) if swapped else index_both(old, new)), swapped


def _canonical_key(plan: Plan, pins: PlacedPins) -> tuple[object, ...]:
    texts = tuple(
        (section.heading, section.body, section.level, section.label or "")
        for section in plan.sections
    )
    return texts, pins


def _places(plan: Plan) -> dict[str, int]:
    return {section.id: place for place, section in enumerate(plan.sections)}


def _matches(sides: tuple[PlanIndex, PlanIndex], linked: Linked) -> list[Match]:
    groups = connected_components(linked.links)
    moved = find_moved_blocks(_row_positions(sides, groups), related=_related(sides, linked))
    block_of = {at: number for number, block in enumerate(moved, start=1) for at in block}
    matches = [_match(sides, linked, group, block_of.get(at)) for at, group in enumerate(groups)]
    for which in (0, 1):
        taken = {link.pair[which] for link in linked.links}
        matches += [
            _single(sides, linked, which, place)
            for place in range(sides[which].size)
            if place not in taken
        ]
    return matches


def _row_positions(
    sides: tuple[PlanIndex, PlanIndex], groups: Sequence[Sequence[Link]]
) -> list[RowPosition]:
    row_of = {link.old: at for at, group in enumerate(groups) for link in group}
    return [_row_position(sides, group, row_of) for group in groups]


def _row_position(
    sides: tuple[PlanIndex, PlanIndex], group: Sequence[Link], row_of: dict[int, int]
) -> RowPosition:
    def length(link: Link) -> int:
        return min(
            len(side.texts[at].normalized) for side, at in zip(sides, link.pair, strict=True)
        )

    main = max(group, key=lambda link: (link.pair == (0, 0), length(link), -link.old, -link.new))
    children = sides[0].children[main.old]
    bodies = [side.texts[at].body for side, at in zip(sides, main.pair, strict=True)]
    text = length(main)
    # Rows with long texts and many children cost the most to report as moved, rows with tiny texts
    # cost little.  The root never moves.
    weight = 1000 + min(text, 500) if text > 10 else 300
    if main.pair == (0, 0):
        weight = 10**9
    elif children:
        weight += 500 * len(children)
    return RowPosition(
        old=main.old,
        new=main.new,
        weight=round(weight * max(0.2, main.confidence)),
        confidence=main.confidence,
        likeness=main.likeness,
        text=text,
        links=tuple(link.pair for link in group),
        bare=bool(children) and not any(bodies),
        children=tuple(sorted({row_of[child] for child in children if child in row_of})),
    )


def _related(sides: tuple[PlanIndex, PlanIndex], linked: Linked) -> bool:
    """Whether at least half of the sections of one plan have a partner."""
    places = ({link.old for link in linked.links}, {link.new for link in linked.links})
    return any(2 * len(some) >= side.size for side, some in zip(sides, places, strict=True))


def _match(
    sides: tuple[PlanIndex, PlanIndex], linked: Linked, group: Sequence[Link], block: int | None
) -> Match:
    confidence = min(link.confidence for link in group)
    places = tuple(sorted({link.pair[which] for link in group}) for which in (0, 1))
    runners = (
        [
            item
            for which in (0, 1)
            for place in places[which]
            for item in _runners_up(sides, linked, which, place)
        ]
        if confidence < SURE
        else []
    )
    return Match(
        old=_ids(sides[0], places[0]),
        new=_ids(sides[1], places[1]),
        links=tuple(
            (sides[0].plan.sections[link.old].id, sides[1].plan.sections[link.new].id)
            for link in group
        ),
        moved=block is not None,
        block=block,
        confidence=round(confidence, 3),
        evidence=_evidence(group),
        candidates=tuple(runners),
        pinned=any(place in linked.decided[which] for which in (0, 1) for place in places[which]),
    )


def _single(sides: tuple[PlanIndex, PlanIndex], linked: Linked, which: int, place: int) -> Match:
    runners = _runners_up(sides, linked, which, place)
    ids = _ids(sides[which], (place,))
    alone = place in linked.alone[which]
    return Match(
        old=ids if which == 0 else (),
        new=ids if which == 1 else (),
        confidence=1.0 if alone else round(1 - max((c.score for _, c in runners), default=0), 3),
        evidence=(Evidence("pinned", 1.0),) if alone else (),
        candidates=tuple(runners),
        pinned=place in linked.decided[which],
    )


def _runners_up(
    sides: tuple[PlanIndex, PlanIndex], linked: Linked, which: int, place: int
) -> list[tuple[str, Candidate]]:
    """Return the most likely sections of the other side that this one is not linked with."""
    here, there = sides[which].plan.sections, sides[1 - which].plan.sections
    return [
        (here[place].id, Candidate(there[other].id, round(probability, 3), _SIDES[1 - which]))
        for other, probability in linked.runners_up(which, place)[:_CANDIDATES]
    ]


def _ids(side: PlanIndex, places: Iterable[int]) -> tuple[str, ...]:
    return tuple(side.plan.sections[place].id for place in places)


def _evidence(group: Iterable[Link]) -> tuple[Evidence, ...]:
    weights: dict[str, float] = {}
    for link in group:
        for item in link.evidence:
            weights[item.name] = max(weights.get(item.name, 0.0), item.weight)
    return strongest(weights.items())


def in_reading_order(
    matches: Sequence[Match], old_place: dict[str, int], new_place: dict[str, int]
) -> tuple[Match, ...]:
    """Sort rows by their first new section; a removed one follows its old predecessor."""
    key_of: dict[int, tuple[int, ...]] = {}
    row_at = {old_place[identity]: match for match in matches for identity in match.old}
    for place in range(len(old_place)):
        match = row_at[place]
        if id(match) not in key_of:
            key_of[id(match)] = (
                (min(new_place[identity] for identity in match.new),)
                if match.new
                else (*_key_before(place, row_at, key_of), place)
            )
    for match in matches:
        if not match.old:
            key_of[id(match)] = (new_place[match.new[0]],)
    shown = sorted(matches, key=lambda match: key_of[id(match)])
    number = {block: at for at, block in enumerate(_blocks(shown), start=1)}
    return tuple(
        replace(
            match,
            block=number[match.block] if match.block is not None else None,
            links=tuple(sorted(match.links, key=lambda link: _at(link, old_place, new_place))),
        )
        for match in shown
    )


def _blocks(matches: Sequence[Match]) -> list[int]:
    """Return the block numbers in display order."""
    return list(dict.fromkeys(match.block for match in matches if match.block is not None))


def _at(
    link: tuple[str, str], old_place: dict[str, int], new_place: dict[str, int]
) -> tuple[int, int]:
    return old_place[link[0]], new_place[link[1]]


def _key_before(
    place: int, row_at: dict[int, Match], key_of: dict[int, tuple[int, ...]]
) -> tuple[int, ...]:
    """Return the key of the nearest row before that fixes this place on the new side.

    There always is one: the root comes before every section and never moves.
    """
    after = row_at.get(place + 1)
    before = next(
        match
        for match in (row_at[earlier] for earlier in range(place - 1, -1, -1))
        if not match.moved or (after is not None and after.block == match.block)
    )
    return key_of[id(before)][:1]
