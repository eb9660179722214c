"""The chart on the first page: old and new values of the targets that both plans have.

Growth rates share one scale.  Amounts have different units, so each pair is scaled to its larger
value.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from plandiff.comparison.edits import Side
from plandiff.comparison.model import Comparison, TargetChangeKind
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.shared.labels import Labels
from plandiff.comparison.reports.shared.section_paths import shorten
from plandiff.comparison.reports.shared.targets import TargetLine, all_target_lines, by_indicator
from plandiff.corpus.text.escape import visible_line
from plandiff.corpus.text.width import cell_width

MOST_BARS = 6
"""Maximum pairs per panel: changed targets before others, in the order of the plans, which state
main targets first."""
_LONGEST_NAME = 24
_RATES = frozenset({"%", "％", "‰", "pp"})


class Bars(Struct, frozen=True):
    """Both values of one target; control characters in all texts are escaped."""

    name: str
    old: float
    new: float
    """On the scale of the panel, from 0."""
    old_label: str
    new_label: str

    def value(self, side: Side) -> float:
        """The length of one bar."""
        return self.old if side is Side.OLD else self.new

    def label(self, side: Side) -> str:
        """The label of one bar."""
        return self.old_label if side is Side.OLD else self.new_label


class Panel(Struct, frozen=True):
    """Targets that are drawn in one panel."""

    title: str
    bars: tuple[Bars, ...]

    @property
    def most(self) -> float:
        """The length of the longest bar."""
        return max((max(bar.old, bar.new) for bar in self.bars), default=0) or 1


class TargetChart(Struct, frozen=True):
    """The content of the chart."""

    title: str
    panels: tuple[Panel, ...]
    names: tuple[str, str]
    """Names of the old and the new plan, for the legend."""
    rest: str
    """A note on how many common targets are not drawn; empty if all are."""


def plan_years(comparison: Comparison, labels: Labels) -> tuple[str, str] | None:
    """The years of both plans in words; None unless both are known and differ."""
    old, new = comparison.old.year, comparison.new.year
    if old is None or new is None or old == new:
        return None
    return labels("cn.year", year=old), labels("cn.year", year=new)


def target_chart(
    comparison: Comparison, options: ReportOptions, labels: Labels
) -> TargetChart | None:
    """The chart of the selected targets; None if no number of a target differs."""
    lines = by_indicator(comparison, all_target_lines(comparison, options, labels))
    both = [line for line in lines if line.change.old and line.change.new]
    drawn = [line for line in both if _is_drawable(line)]
    rates = _main([line for line in drawn if _is_rate(line)])
    amounts = _main([line for line in drawn if not _is_rate(line)])
    panels = [
        Panel(labels["chart.rates"], tuple(_bars(rates, shared=True))),
        Panel(labels["chart.amounts"], tuple(_bars(amounts, shared=False))),
    ]
    # A chart of equal bars only would show less than the table does.
    shown = tuple(panel for panel in panels if any(bar.old != bar.new for bar in panel.bars))
    if not shown:
        return None
    rest = len(both) - sum(len(panel.bars) for panel in shown)
    return TargetChart(
        labels["chart.title"],
        shown,
        plan_years(comparison, labels) or (labels["side.old"], labels["side.new"]),
        labels("chart.rest", count=rest) if rest else "",
    )


def _main(lines: Sequence[TargetLine]) -> list[TargetLine]:
    """The lines that are drawn, in their order."""
    changed = sorted(lines, key=lambda line: line.kind is TargetChangeKind.UNCHANGED)
    kept = changed[:MOST_BARS]
    return [line for line in lines if line in kept]


def _is_drawable(line: TargetLine) -> bool:
    """Whether both values are single numbers of one unit that can be drawn as lengths from 0."""
    ends = [target for target in (line.change.old, line.change.new) if target]
    return len({target.unit for target in ends}) == 1 and all(
        target.value is not None and target.upper is None and target.value >= 0 for target in ends
    )


def _is_rate(line: TargetLine) -> bool:
    return line.change.new is not None and line.change.new.unit in _RATES


def _bars(lines: Iterable[TargetLine], *, shared: bool) -> Iterator[Bars]:
    lines = tuple(lines)
    names = Counter(_names(line)[-1] for line in lines)
    for line in lines:
        old, new = ((t.value if t else None) or 0.0 for t in (line.change.old, line.change.new))
        scale = 1.0 if shared else 100 / (max(old, new) or 1)
        first, last = _names(line)
        name = shorten((last if names[last] == 1 else first) + line.scope, _LONGEST_NAME)
        yield Bars(name, old * scale, new * scale, line.old, line.new)


def _names(line: TargetLine) -> tuple[str, str]:
    """The names in the old and the new plan: one new target may replace two old ones.

    For example, 城乡收入增长7.5% replaces one rate for towns and another for the countryside.
    """
    old, new = (target.name if target else "" for target in (line.change.old, line.change.new))
    return visible_line(old or new), visible_line(new or old)


# In a page: one drawing per panel, narrow enough for a phone to show it without scaling.

_WIDTH = 360
_ROOM = 190
"""Length of the longest bar in drawing units; the rest is for names and values."""
_LEFT = 52
_PAIR = 46


class DrawnBar(Struct, frozen=True):
    """One bar with its label, in drawing units."""

    side: str
    name: str
    label: str
    y: int
    width: float
    after: float
    """x coordinate of the label."""


class Drawing(Struct, frozen=True):
    """One panel laid out for SVG."""

    title: str
    width: int
    height: int
    left: int
    names: tuple[tuple[int, str], ...]
    bars: tuple[DrawnBar, ...]
    alternative: str
    """Text alternative of the whole drawing, for screen readers."""


def drawings(chart: TargetChart, labels: Labels) -> tuple[Drawing, ...]:
    """The panels of the chart with the coordinates of their bars."""
    return tuple(_drawing(panel, chart.names, labels) for panel in chart.panels)


def _drawing(panel: Panel, names: Sequence[str], labels: Labels) -> Drawing:
    bars: list[DrawnBar] = []
    tops = [at * _PAIR for at in range(len(panel.bars))]
    for top, pair in zip(tops, panel.bars, strict=True):
        for line, (side, name) in enumerate(zip(Side, names, strict=True)):
            width = round(max(pair.value(side) / panel.most * _ROOM, 1), 1)
            y = top + 18 + line * 13
            after = _LEFT + width + 5
            bars.append(DrawnBar(side.value, name, pair.label(side), y, width, after))
    alternative = labels["list.semicolon"].join(
        labels("chart.said", name=pair.name, old=pair.old_label, new=pair.new_label)
        for pair in panel.bars
    )
    return Drawing(
        title=panel.title,
        width=_WIDTH,
        height=len(tops) * _PAIR,
        left=_LEFT,
        names=tuple((top + 12, pair.name) for top, pair in zip(tops, panel.bars, strict=True)),
        bars=tuple(bars),
        alternative=f"{labels('detail.label', label=panel.title)}{alternative}",
    )


# In office files: an xlsxwriter chart, whose part is also valid in a Word document.

_HOLLOW = {"fill": {"color": "#FFFFFF"}, "border": {"color": "#000000", "width": 1}}
_SOLID = {"fill": {"color": "#1F3864"}, "border": {"color": "#1F3864", "width": 1}}
_FONT = {"name": "宋体", "size": 9}


def chart_rows(panel: Panel) -> tuple[tuple[str, float, float], ...]:
    """The cells that a chart of the panel refers to: name, old, new."""
    return tuple((bar.name, bar.old, bar.new) for bar in panel.bars)


def office_chart(
    book: Any,  # noqa: ANN401
    sheet: str,
    top: int,
    panel: Panel,
    names: Sequence[str],
) -> Any:  # noqa: ANN401
    """A bar chart of `chart_rows`, which start at row ``top`` of the sheet, below their heads."""
    chart = book.add_chart({"type": "bar"})
    last = top + len(panel.bars) - 1
    for side, name, look in zip(Side, names, (_HOLLOW, _SOLID), strict=True):
        column = 1 if side is Side.OLD else 2
        values = [{"value": bar.label(side)} for bar in panel.bars]
        chart.add_series(
            {
                "name": name,
                "categories": [sheet, top, 0, last, 0],
                "values": [sheet, top, column, last, column],
                "data_labels": {"value": True, "custom": values, "font": _FONT},
                "gap": 45,
                **look,
            }
        )
    chart.set_title({"name": panel.title, "name_font": {**_FONT, "size": 10.5, "bold": True}})
    # Bars are drawn from the bottom up; the first target should be at the top.
    chart.set_y_axis({"reverse": True, "num_font": _FONT, "major_tick_mark": "none"})
    # Room for the label after the longest bar.
    most = {"min": 0, "max": round(panel.most * 1.35, 4)}
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, **most})
    chart.set_legend({"position": "bottom", "font": _FONT})
    return chart


def office_height(panel: Panel) -> int:
    """Height of the chart in pixels: two bars per target, title and legend."""
    longest = max(cell_width(bar.name) for bar in panel.bars)
    wrapped = 1 if longest <= _LONGEST_NAME else 2
    return 56 + len(panel.bars) * max(33, 18 * wrapped)
