"""Editions of one plan over the years: the values of each indicator, the history of each section.

Each pair of editions is compared; the resulting pairs are chained from the nearest editions to
the farthest, so that an indicator that is missing in one year is continued.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from plandiff.comparison.across.indicator_names import (
    core_words,
    holder_and_core,
    identity,
    is_part,
    shared_name,
)
from plandiff.comparison.engine import compare
from plandiff.comparison.model import Comparison, TargetChangeKind
from plandiff.comparison.options import Options
from plandiff.comparison.target_changes.units import base_unit
from plandiff.corpus.model import Plan, Section, Target
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.folding import fold

_FARTHEST = 3
"""Largest distance of compared editions if there are many; limits the number of comparisons."""
_ALL_PAIRS = 6
"""Number of editions up to which all pairs are compared."""

_NEAR_NAME, _SAME_NAME = 0.5, 0.6
"""Least share of a common name: for a changed indicator; for a part of a whole, or a target that
no comparison links."""
_SURE, _CHANGED, _BY_NAME = range(3)
"""Certainty of a link: same definition, changed definition, linked by name alone."""

T = TypeVar("T")
Node = tuple[int, str]
"""Index of an edition, and the id of a target or section in it."""
Link = tuple[Node, Node]
"""Two nodes that a comparison pairs as the same thing; the older edition first."""


class Indicator(Struct, frozen=True):
    """One indicator over the editions."""

    name: str
    unit: str
    """Unit of the newest value; those of the others are in ``values``."""
    of: str | None
    scope: str | None
    values: tuple[Target | None, ...]
    """One for each edition; None if it does not state the indicator."""
    units_differ: bool = False
    """Whether the values have different base units and cannot be compared."""
    names: tuple[str, ...] = ()
    """Earlier names that differ from ``name`` by more than formal words, oldest first."""
    joint: tuple[int, ...] = ()
    """Editions that state one value for town and countryside: 城乡居民收入增长7.5%."""
    rivals: tuple[tuple[int, str], ...] = ()
    """Edition and name of targets that a comparison also links to this indicator, but that are
    kept apart: the edition has another target here, or most editions do not agree."""

    def amount(self, edition: int) -> float | None:
        """Return the value of an edition in the scale of ``unit``; None if there is none."""
        target = self.values[edition]
        if target is None or target.value is None:
            return None
        mine, wanted = base_unit(target.unit), base_unit(self.unit)
        if (mine.name, mine.per) != (wanted.name, wanted.per):
            return None
        return target.value * mine.factor / wanted.factor


class SectionLife(Struct, frozen=True):
    """One section over the editions."""

    heading: str
    places: tuple[Section | None, ...]
    """One for each edition; None if it has no such section."""
    renamed: tuple[int, ...] = ()
    """Editions in which its heading differs from the one before by more than a year."""
    moved: tuple[int, ...] = ()
    """Editions in which its parent section differs from that in the one before."""

    @property
    def first(self) -> int:
        """Index of the first edition that has it."""
        return next(at for at, place in enumerate(self.places) if place is not None)

    @property
    def last(self) -> int:
        """Index of the last edition that has it."""
        return max(at for at, place in enumerate(self.places) if place is not None)


class Series(Struct, frozen=True):
    """The result of `series`; editions in order of year."""

    plans: tuple[Plan, ...]
    indicators: tuple[Indicator, ...]
    sections: tuple[SectionLife, ...]

    @property
    def missing_years(self) -> tuple[int, ...]:
        """Years between the first and the last edition without an edition."""
        years = {plan.year for plan in self.plans if plan.year is not None}
        return tuple(y for y in range(min(years), max(years)) if y not in years) if years else ()


def series(plans: Sequence[Plan], options: Options | None = None) -> Series:
    """Chain the indicators and sections of two or more editions.

    Editions without a year keep their position in the given order.  An indicator has at most one
    target of each edition: a pair that would join two is skipped and listed in ``rivals``.
    A target is in one indicator; a joint one (城乡居民收入) is in that of the towns and in that of
    the countryside if other editions state them separately.
    """
    ordered = _by_year(plans)
    targets: list[tuple[int, Link]] = []
    sections: list[Link] = []
    for first, second in _pairs(len(ordered)):
        comparison = compare(ordered[first], ordered[second], options or Options())
        found = [*_target_links(comparison), *_links_by_name(comparison)]
        targets += [(sureness, ((first, a), (second, b))) for sureness, a, b in found]
        sections += [((first, a), (second, b)) for a, b in _section_links(comparison)]
    return Series(
        ordered,
        tuple(_with_joint(list(_indicators(ordered, targets)))),
        tuple(_lives(ordered, sections)),
    )


def _by_year(plans: Sequence[Plan]) -> tuple[Plan, ...]:
    known = [plan.year for plan in plans if plan.year is not None]
    if len(known) < len(plans):
        return tuple(plans)
    return tuple(sorted(plans, key=lambda plan: plan.year or 0))


def _pairs(count: int) -> list[tuple[int, int]]:
    """Return the index pairs of editions to compare, the nearest first."""
    pairs = [
        (a, b)
        for a, b in combinations(range(count), 2)
        if count <= _ALL_PAIRS or b - a <= _FARTHEST
    ]
    return sorted(pairs, key=lambda pair: (pair[1] - pair[0], pair))


class _Chains:
    """Union–find over nodes, with the members of each chain.

    Two chains are joined if at least half of their node pairs are linked, so that similar names
    do not drift to another indicator; and never if both have a node of one edition.
    """

    def __init__(self, links: Sequence[Link], alike: Callable[[Link], bool] | None = None) -> None:
        """``links``: pairs of nodes, the most certain (of the nearest editions) first.

        ``alike``: whether two nodes without a link count as linked.
        """
        self._chain_of: dict[Node, list[Node]] = {}
        self._links = set(links)
        self._alike = alike or (lambda _link: False)
        for first, second in links:
            self._join(self.chain(first), self.chain(second))

    def chain(self, node: Node) -> list[Node]:
        """Return the nodes of a node's chain; a node without links is its own chain."""
        return self._chain_of.setdefault(node, [node])

    def _join(self, first: list[Node], second: list[Node]) -> None:
        if first is second or {at for at, _ in first} & {at for at, _ in second}:
            return
        pairs = [(min(a, b), max(a, b)) for a in first for b in second]
        linked = sum(pair in self._links or self._alike(pair) for pair in pairs)
        if 2 * linked < len(pairs):
            return
        first += second
        for node in second:
            self._chain_of[node] = first


def _target_chains(plans: Sequence[Plan], links: Iterable[tuple[int, Link]]) -> _Chains:
    """Build chains of targets; links with the same definition are joined first."""
    targets = {(at, target.id): target for at, plan in enumerate(plans) for target in plan.targets}

    def alike(link: Link) -> bool:
        first, second = (targets[node] for node in link)
        same_unit = base_unit(first.unit).name == base_unit(second.unit).name
        return same_unit and shared_name(first, second) >= _SAME_NAME

    ordered = sorted(links, key=lambda item: item[0])  # stable: the nearest editions stay first
    return _Chains([link for _, link in ordered], alike)


def _target_links(comparison: Comparison) -> Iterator[tuple[int, str, str]]:
    """Yield certainty and ids of two paired targets that are one indicator.

    新增就业 and 失业人员再就业 share one word and are not one indicator; nor are a whole and its
    parts, unless they have the same name.
    """
    for change in comparison.targets:
        if change.old is None or change.new is None:
            continue
        changed = change.kind is TargetChangeKind.CHANGED or change.breakdown is not None
        least = _SAME_NAME if change.breakdown is not None else _NEAR_NAME
        if not changed:
            yield _SURE, change.old.id, change.new.id
        elif shared_name(change.old, change.new) >= least and not is_part(change.old, change.new):
            yield _CHANGED, change.old.id, change.new.id


def _links_by_name(comparison: Comparison) -> Iterator[tuple[int, str, str]]:
    """Yield unpaired targets whose names differ by formal words only.

    新增就业5400人 is followed by 新增就业岗位5000个, 农民人均纯收入 by 农村常住居民人均可支配收入.
    """
    paired = {(c.old.id, c.new.id) for c in comparison.targets if c.old and c.new}
    taken = [{ids[side] for ids in paired} for side in (0, 1)]
    keys: list[dict[tuple[str, str, str], list[Target]]] = [{}, {}]
    for side, plan in enumerate((comparison.old, comparison.new)):
        for target in plan.targets:
            keys[side].setdefault(identity(target), []).append(target)
    for key in keys[0].keys() & keys[1].keys():
        (old, *more_old), (new, *more_new) = keys[0][key], keys[1][key]
        if key[1] and not (more_old or more_new):
            # Household income is identified by its holder, even if a comparison pairs it with the
            # joint statement.
            free = old.id not in taken[0] and new.id not in taken[1]
            if free or (key[0] in ("urban", "rural") and (old.id, new.id) not in paired):
                yield _BY_NAME, old.id, new.id


def _section_links(comparison: Comparison) -> Iterator[tuple[str, str]]:
    """Yield sections with a certain match, then remaining ones with the same unique heading."""
    sure = {link for row in comparison.rows if not row.doubtful for link in row.links}
    yield from sorted(sure)
    headings: list[dict[str, list[str]]] = [{}, {}]
    for side, plan in enumerate((comparison.old, comparison.new)):
        taken = {link[side] for link in sure}
        for section in plan.sections:
            if section.level and section.id not in taken:
                headings[side].setdefault(_bare(section), []).append(section.id)
    for heading in sorted(headings[0].keys() & headings[1].keys()):
        (old, *more_old), (new, *more_new) = headings[0][heading], headings[1][heading]
        if heading and not (more_old or more_new):
            yield old, new


def _groups(nodes: Iterable[Node], chains: _Chains) -> list[list[Node]]:
    """Group nodes by chain; chains are in the order of the nodes (newest edition first)."""
    groups: dict[int, list[Node]] = {}
    for node in nodes:
        groups.setdefault(id(chains.chain(node)), []).append(node)
    return list(groups.values())


def _indicators(plans: Sequence[Plan], links: Iterable[tuple[int, Link]]) -> Iterator[Indicator]:
    links = list(links)
    chains = _target_chains(plans, links)
    by_node = {(at, t.id): t for at, plan in enumerate(plans) for t in plan.targets}
    rivals = _rivals(chains, [link for sureness, link in links if sureness == _SURE])
    newest_first = sorted(by_node, key=lambda node: -node[0])
    for group in _groups(newest_first, chains):
        values = _by_edition(group, by_node, len(plans))
        last = by_node[group[0]]
        units = {(u.name, u.per) for t in values if t and (u := base_unit(t.unit))}
        names = dict.fromkeys(
            t.name for t in values if t is not None and core_words(t.name) != core_words(last.name)
        )
        others = sorted(rivals.get(id(chains.chain(group[0])), ()))
        # The shortest of the names that differ by formal words: 大唐露天矿, not 大唐露天矿一季度.
        alike = [t.name for t in values if t and core_words(t.name) == core_words(last.name)]
        yield Indicator(
            name=min(reversed(alike), key=len),
            unit=last.unit,
            of=last.of,
            scope=last.scope,
            values=values,
            units_differ=len(units) > 1,
            names=tuple(names),
            rivals=tuple((node[0], by_node[node].name) for node in others),
        )


def _rivals(chains: _Chains, links: Iterable[Link]) -> dict[int, set[Node]]:
    """Map a chain's id() to the targets linked to it that are in another chain."""
    found: dict[int, set[Node]] = {}
    for first, second in links:
        mine, other = chains.chain(first), chains.chain(second)
        if mine is not other:
            found.setdefault(id(mine), set()).add(second)
            found.setdefault(id(other), set()).add(first)
    return found


def _with_joint(items: Sequence[Indicator]) -> Iterator[Indicator]:
    """Yield the indicators; a joint statement fills the gaps of the two holders' indicators.

    Its own row is left out if both of them contain each of its values.
    """
    holders = [holder_and_core(item.name) for item in items]
    rows = {key: at for at, key in reversed(list(enumerate(holders))) if key[0]}
    filled = dict(enumerate(items))
    for at, (item, (holder, core)) in enumerate(zip(items, holders, strict=True)):
        parts = [rows.get((side, core)) for side in ("urban", "rural")]
        if holder != "both" or None in parts:
            continue
        stated = {edition for edition, value in enumerate(item.values) if value is not None}
        for part in parts:
            if part is not None:
                filled[part] = _filled(filled[part], item)
        if all(part is not None and stated <= set(filled[part].joint) for part in parts):
            del filled[at]
    yield from filled.values()


def _filled(part: Indicator, joint: Indicator) -> Indicator:
    values = list(part.values)
    gaps = [
        at
        for at, (mine, whole) in enumerate(zip(values, joint.values, strict=True))
        if mine is None and whole is not None and base_unit(whole.unit) == base_unit(part.unit)
    ]
    for at in gaps:
        values[at] = joint.values[at]
    return replace(part, values=tuple(values), joint=tuple(sorted({*part.joint, *gaps})))


_YEAR = re.compile(r"(?:19|20)\d\d年?")


def _lives(plans: Sequence[Plan], links: Sequence[Link]) -> Iterator[SectionLife]:
    by_node = {(at, s.id): s for at, plan in enumerate(plans) for s in plan.sections if s.level}
    chains = _Chains(
        [link for link in links if by_node.keys() >= set(link)],
        lambda link: _bare(by_node[link[0]]) == _bare(by_node[link[1]]),
    )
    newest_first = sorted(by_node, key=lambda node: -node[0])

    def parent(at: int) -> list[Node] | None:
        """Return the chain of the parent section, in an edition of the current group."""
        section = places[at]
        above = section.parent if section else None
        return chains.chain((at, above)) if above and (at, above) in by_node else None

    for group in _groups(newest_first, chains):
        places = _by_edition(group, by_node, len(plans))
        stated = [at for at, place in enumerate(places) if place is not None]
        pairs = list(pairwise(stated))
        renamed = [new for old, new in pairs if _bare(places[old]) != _bare(places[new])]
        moved = [new for old, new in pairs if parent(old) is not parent(new)]
        heading = by_node[group[0]].heading
        yield SectionLife(heading, places, tuple(renamed), tuple(moved))


def _bare(section: Section | None) -> str:
    """Return a heading without its year."""
    return _YEAR.sub("", fold(section.heading)) if section else ""


def _by_edition(
    group: Iterable[Node], by_node: Mapping[Node, T], count: int
) -> tuple[T | None, ...]:
    values: list[T | None] = [None] * count
    for node in group:
        values[node[0]] = by_node[node]
    return tuple(values)
