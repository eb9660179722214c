"""Bar lengths for targets that both plans state: growth rates, shares and amounts separately.

Takes target changes and returns numbers, which
`plandiff.tui.screens.dialogs.targets.ChartsDialog` draws.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from plandiff.comparison.model import TargetChange
from plandiff.comparison.target_changes.units import base_unit
from plandiff.corpus.model import Target

_SHARES = frozenset({"%", "‰", "百分点", "pp"})
_RATES = ("增长率", "增速", "增幅", "growth", "rate of increase")


class ChartKind(StrEnum):
    """Kind of values, which determines the scale of the bars."""

    GROWTH = "growth"
    """Rates of growth: all on one scale."""
    SHARE = "share"
    """Percentages of a whole: all on one scale."""
    AMOUNT = "amount"
    """Numbers with various units: each indicator has its own scale."""


class Bars(Struct, frozen=True):
    """The two bars of an indicator."""

    change: TargetChange
    kind: ChartKind
    old: float
    """Length as a share of the full width, from 0 to 1."""
    new: float


def charts_of(changes: Sequence[TargetChange]) -> tuple[Bars, ...]:
    """Return the bars of targets with a value in both plans, by kind and then document order.

    Values are compared in base units: 3640万元 and 0.4亿元 have one scale.  For a range the lower
    end is used, for negative values the absolute value.
    """
    found = [(change, kind, ends) for change in changes if (ends := _ends(change)) is not None
             for kind in (_kind_of(change),)]  # fmt: skip
    bars: list[Bars] = []
    for kind in ChartKind:
        own = [(change, ends) for change, its, ends in found if its is kind]
        longest = max((max(ends) for _, ends in own), default=0.0)
        for change, ends in own:
            full = max(ends) if kind is ChartKind.AMOUNT else longest
            bars.append(Bars(change, kind, *(end / full if full else 0.0 for end in ends)))
    return tuple(bars)


def _kind_of(change: TargetChange) -> ChartKind:
    both = [target for target in (change.old, change.new) if target is not None]
    if any(base_unit(target.unit).name not in _SHARES for target in both):
        return ChartKind.AMOUNT
    is_rate = any(t.change or any(word in t.name.lower() for word in _RATES) for t in both)
    return ChartKind.GROWTH if is_rate else ChartKind.SHARE


def _ends(change: TargetChange) -> tuple[float, float] | None:
    """Return both absolute values in base units; None if they cannot be compared."""
    values = list(_values(change.old, change.new))
    if len(values) < 2 or values[0][1] != values[1][1]:
        return None
    return values[0][0], values[1][0]


def _values(*targets: Target | None) -> Iterator[tuple[float, tuple[str, str]]]:
    for target in targets:
        if target is not None and target.value is not None:
            unit = base_unit(target.unit)
            yield abs(target.value) * unit.factor, (unit.name, unit.per)
