"""Editions of one plan over the years: how each indicator went, and the life of each section.

Every two editions are compared; what the comparisons pair is chained from the nearest editions to
the farthest, so that an indicator that a year leaves out is found again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from plandiff.comparison.engine import compare
from plandiff.comparison.model import Comparison, TargetChangeKind
from plandiff.comparison.options import Options
from plandiff.comparison.target_changes.features import CONTRASTS
from plandiff.comparison.target_changes.units import base_unit
from plandiff.corpus.model import Plan, Section, Target
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.folding import fold

_FARTHEST = 3
"""Editions apart that are still compared where there are many; work grows with their product."""
_ALL_PAIRS = 6
"""Editions up to which every two are compared."""

_NEAR_NAME, _SAME_NAME = 0.5, 0.6
"""Share of a name from which a changed indicator is the same one; from which a part of a whole, or
a target that no comparison links, is."""
_MARKS = re.compile(r"[\W_]+")

T = TypeVar("T")
Node = tuple[int, str]
"""Index of an edition, and the id of a target or section in it."""
Link = tuple[Node, Node]
"""Two nodes of which a comparison says that they are of the same thing; the older edition first."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator over the editions."""

    name: str
    unit: str
    """Of the newest value; the others say theirs in ``values``."""
    of: str | None
    scope: str | None
    values: tuple[Target | None, ...]
    """One an edition; None where it does not state the indicator."""
    units_differ: bool = False
    """Values of different kinds of unit cannot be compared."""
    names: tuple[str, ...] = ()
    """Earlier names where they differ from ``name``, oldest first."""

    def amount(self, edition: int) -> float | None:
        """The value of an edition in the scale of ``unit``; None where there is none."""
        target = self.values[edition]
        if target is None or target.value is None:
            return None
        mine, wanted = base_unit(target.unit), base_unit(self.unit)
        if (mine.name, mine.per) != (wanted.name, wanted.per):
            return None
        return target.value * mine.factor / wanted.factor


@dataclass(frozen=True, slots=True)
class SectionLife:
    """One section over the editions."""

    heading: str
    places: tuple[Section | None, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """The whole answer; editions in order of year."""

    plans: tuple[Plan, ...]
    indicators: tuple[Indicator, ...]
    sections: tuple[SectionLife, ...]

    @property
    def missing_years(self) -> tuple[int, ...]:
        """Years between the first and the last edition that have none."""
        years = {plan.year for plan in self.plans if plan.year is not None}
        return tuple(y for y in range(min(years), max(years)) if y not in years) if years else ()


def series(plans: Sequence[Plan], options: Options | None = None) -> Series:
    """Chain the indicators and sections of two or more editions.

    Editions without a year keep their place in the order given.  A target stands in one indicator,
    and an indicator holds one target an edition: a pair that would join two of one edition is
    left apart.
    """
    ordered = _by_year(plans)
    targets: list[tuple[int, Link]] = []
    sections: list[Link] = []
    for first, second in _pairs(len(ordered)):
        comparison = compare(ordered[first], ordered[second], options or Options())
        targets += [
            (surest, ((first, a), (second, b))) for surest, a, b in _target_links(comparison)
        ]
        sections += [((first, a), (second, b)) for a, b in _section_links(comparison)]
    return Series(
        ordered,
        tuple(_indicators(ordered, _target_chains(ordered, targets))),
        tuple(_lives(ordered, _Chains(sections))),
    )


def _by_year(plans: Sequence[Plan]) -> tuple[Plan, ...]:
    known = [plan.year for plan in plans if plan.year is not None]
    if len(known) < len(plans):
        return tuple(plans)
    return tuple(sorted(plans, key=lambda plan: plan.year or 0))


def _pairs(count: int) -> list[tuple[int, int]]:
    """Pairs of editions, the nearest first."""
    pairs = [
        (a, b)
        for a, b in combinations(range(count), 2)
        if count <= _ALL_PAIRS or b - a <= _FARTHEST
    ]
    return sorted(pairs, key=lambda pair: (pair[1] - pair[0], pair))


class _Chains:
    """Union–find over nodes, with the members of each chain.

    Two chains are joined where at least half of their pairs are linked, so that no chain of
    near names ends at a stranger; and never where both hold a node of one edition.
    """

    def __init__(self, links: Sequence[Link], alike: Callable[[Link], bool] | None = None) -> None:
        """``links``: pairs of nodes, the surest (of the nearest editions) first.

        ``alike``: whether two nodes that no comparison links count as linked all the same.
        """
        self._chain_of: dict[Node, list[Node]] = {}
        self._links = set(links)
        self._alike = alike or (lambda _link: False)
        for first, second in links:
            self._join(self.chain(first), self.chain(second))

    def chain(self, node: Node) -> list[Node]:
        """The nodes of a chain; a node that no link names is its own chain."""
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
    """Chains of targets; a pair whose definition changed comes behind those that stayed."""
    targets = {(at, target.id): target for at, plan in enumerate(plans) for target in plan.targets}

    def alike(link: Link) -> bool:
        first, second = (targets[node] for node in link)
        same_unit = base_unit(first.unit).name == base_unit(second.unit).name
        return same_unit and _shared_name(first, second) >= _SAME_NAME

    ordered = sorted(links, key=lambda item: item[0])  # the nearest editions stay first
    return _Chains([link for _, link in ordered], alike)


def _target_links(comparison: Comparison) -> Iterator[tuple[int, str, str]]:
    """Targets that are of the same thing, with 0 where it is sure and 1 where names changed.

    新增就业 and 失业人员再就业 share one word, and are not one indicator; nor are a whole and its
    parts, unless they bear the same name.
    """
    for change in comparison.targets:
        if change.old is None or change.new is None:
            continue
        changed = change.kind is TargetChangeKind.CHANGED or change.breakdown is not None
        least = _SAME_NAME if change.breakdown is not None else _NEAR_NAME
        if not changed or _shared_name(change.old, change.new) >= least:
            yield int(changed), change.old.id, change.new.id


def _shared_name(one: Target, other: Target) -> float:
    """Share of the shorter name's pairs of characters that the other one has.

    0 where the names are told apart: 全社会投资 and 区本级投资.
    """
    names = [target.name or target.indicator for target in (one, other)]
    for words in CONTRASTS:
        mine, theirs = ({word for word in words if word in name} for name in names)
        if mine and theirs and mine != theirs:
            return 0.0
    pairs = [
        {name[at : at + 2] for at in range(len(name) - 1)}
        for name in (_MARKS.sub("", fold(name)) for name in names)
    ]
    least = min(map(len, pairs))
    return len(pairs[0] & pairs[1]) / least if least else 0.0


def _section_links(comparison: Comparison) -> Iterator[tuple[str, str]]:
    for row in comparison.rows:
        if not row.doubtful:
            yield from row.links


def _groups(nodes: Iterable[Node], chains: _Chains) -> list[list[Node]]:
    """The nodes of each chain, chains in the order of their newest edition's text."""
    groups: dict[int, list[Node]] = {}
    for node in nodes:
        groups.setdefault(id(chains.chain(node)), []).append(node)
    return list(groups.values())


def _indicators(plans: Sequence[Plan], chains: _Chains) -> Iterator[Indicator]:
    by_node = {(at, t.id): t for at, plan in enumerate(plans) for t in plan.targets}
    newest_first = sorted(by_node, key=lambda node: -node[0])
    for group in _groups(newest_first, chains):
        values = _by_edition(group, by_node, len(plans))
        last = by_node[group[0]]
        units = {(u.name, u.per) for t in values if t and (u := base_unit(t.unit))}
        names = dict.fromkeys(t.name for t in values if t is not None and t.name != last.name)
        yield Indicator(
            last.name, last.unit, last.of, last.scope, values, len(units) > 1, tuple(names)
        )


def _lives(plans: Sequence[Plan], chains: _Chains) -> Iterator[SectionLife]:
    by_node = {(at, s.id): s for at, plan in enumerate(plans) for s in plan.sections if s.level}
    newest_first = sorted(by_node, key=lambda node: -node[0])
    for group in _groups(newest_first, chains):
        places = _by_edition(group, by_node, len(plans))
        yield SectionLife(by_node[group[0]].heading, places)


def _by_edition(
    group: Iterable[Node], by_node: Mapping[Node, T], count: int
) -> tuple[T | None, ...]:
    values: list[T | None] = [None] * count
    for node in group:
        values[node[0]] = by_node[node]
    return tuple(values)
