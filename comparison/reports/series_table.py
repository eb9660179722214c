"""Editions over the years: indicators by edition, with a line that shows how each went."""

from collections.abc import Iterator, Sequence
from typing import Any

from plandiff.comparison.across.series import Indicator, Series
from plandiff.comparison.reports.charts import Chart
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.plain_table import PlainTable, render_table
from plandiff.comparison.reports.shared.json_values import to_json_bytes
from plandiff.comparison.reports.shared.labels import Labels, labels_for
from plandiff.comparison.reports.shared.section_paths import plan_name
from plandiff.comparison.reports.shared.targets import format_value
from plandiff.corpus.model import Plan, Target
from plandiff.corpus.text.escape import visible_line
from plandiff.corpus.text.numerals import tidy_number
from plandiff.corpus.text.width import cell_width, cut

_BARS = "▁▂▃▄▅▆▇█"
_GAP = "·"
_NAME = 34
"""Cells of an indicator's name in the text table."""
_VALUE = 14


def render_series(series: Series, form: str, options: ReportOptions) -> bytes:
    """The series in a format; raises `UsageError` for one that is unknown."""
    labels = labels_for(options.language)
    if form == "json":
        return to_json_bytes(series_to_dict(series, labels))
    if form == "text":
        return ("\n".join(_text(series, labels)) + "\n").encode("utf-8", "replace")
    return render_table(_table(series, labels, options.language), form, options)


def series_to_dict(series: Series, labels: Labels) -> dict[str, Any]:
    """The series in the keys of ``plandiff.series/1``."""
    return {
        "schema": "plandiff.series/1",
        "plans": [{"name": plan_name(plan), "year": plan.year} for plan in series.plans],
        "indicators": [_indicator(item, labels) for item in series.indicators],
        "sections": [
            {"heading": life.heading, "places": [s.id if s else None for s in life.places]}
            for life in series.sections
        ],
    }


def _indicator(item: Indicator, labels: Labels) -> dict[str, Any]:
    return {
        "name": item.name,
        "unit": item.unit,
        "of": item.of,
        "scope": item.scope,
        "note": format_note(item, labels) or None,
        "values": [_value(at, target) for at, target in enumerate(item.values)],
    }


def _value(edition: int, target: Target | None) -> dict[str, Any] | None:
    if target is None:
        return None
    return {
        "plan": edition,
        "target": target.id,
        "value": tidy_number(target.value),
        "upper": tidy_number(target.upper),
        "relation": target.relation.value,
        "unit": target.unit,
    }


def format_note(item: Indicator, labels: Labels) -> str:
    """What a reader must know before he compares the values: other units, other names."""
    notes = []
    if item.units_differ:
        units = dict.fromkeys(visible_line(t.unit) for t in item.values if t is not None)
        notes.append(labels("series.units", units=labels["list.comma"].join(filter(None, units))))
    if item.names:
        names = labels["list.comma"].join(visible_line(name) for name in item.names)
        notes.append(labels("series.names", names=names))
    return labels["list.semicolon"].join(notes)


def sparkline(amounts: Sequence[float | None]) -> str:
    """One sign an edition, as high as its value; a dot where there is none.

    >>> sparkline([1.0, None, 2.0, 3.0])
    '▁·▅█'
    """
    known = [amount for amount in amounts if amount is not None]
    if not known:
        return _GAP * len(amounts)
    low, high = min(known), max(known)
    steps = len(_BARS) - 1

    def sign(amount: float | None) -> str:
        if amount is None:
            return _GAP
        share = (amount - low) / (high - low) if high > low else 0.5
        return _BARS[int(share * steps + 0.5)]

    return "".join(map(sign, amounts))


def _shown(series: Series) -> list[Indicator]:
    """Indicators of several editions first, each kind in its order."""
    return sorted(series.indicators, key=lambda item: -sum(v is not None for v in item.values) > -2)


def edition_heads(plans: Sequence[Plan]) -> tuple[str, ...]:
    """Year of each edition; its name where the year is unknown or not its own."""
    years = [plan.year for plan in plans]
    own = [year is not None and years.count(year) == 1 for year in years]
    return tuple(
        str(plan.year) if is_own else visible_line(plan_name(plan) or plan.source.name)
        for plan, is_own in zip(plans, own, strict=True)
    )


def _cells(item: Indicator, labels: Labels) -> list[str]:
    return [format_value(target, labels) if target else "" for target in item.values]


def _line_of(item: Indicator) -> str:
    if item.units_differ:
        return ""
    return sparkline([item.amount(at) for at in range(len(item.values))])


def _facts(series: Series, labels: Labels) -> tuple[str, ...]:
    several = sum(sum(v is not None for v in item.values) > 1 for item in series.indicators)
    facts = [labels("series.facts", editions=len(series.plans), several=several)]
    if missing := series.missing_years:
        years = labels["list.comma"].join(map(str, missing))
        facts.append(labels("series.missing", years=years))
    return tuple(facts)


def _table(series: Series, labels: Labels, language: str) -> PlainTable:
    heads = edition_heads(series.plans)
    return PlainTable(
        title=labels["series.title"],
        facts=_facts(series, labels),
        columns=(
            (labels["series.indicator"], 34),
            *((head, 16) for head in heads),
            (labels["series.trend"], 10),
            (labels["series.note"], 28),
        ),
        rows=tuple(
            (
                _name(item),
                *_cells(item, labels),
                _line_of(item),
                format_note(item, labels),
            )
            for item in _shown(series)
        ),
        language="zh-CN" if language.startswith("zh") else "en",
        charts=tuple(_charts(series, heads)),
        charts_title=labels["series.charts"],
    )


def _charts(series: Series, heads: tuple[str, ...]) -> Iterator[Chart]:
    """A chart of each indicator that two editions state in one unit."""
    for item in _shown(series):
        amounts = tuple(item.amount(at) for at in range(len(item.values)))
        if not item.units_differ and sum(amount is not None for amount in amounts) > 1:
            yield Chart(_name(item), item.unit, heads, amounts)


def _name(item: Indicator) -> str:
    return (
        f"{item.name}（{item.scope}）" if item.scope and item.scope not in item.name else item.name
    )


def _text(series: Series, labels: Labels) -> Iterator[str]:
    """A table for the terminal: indicators of one edition only are counted."""
    yield labels["series.title"]
    yield from _facts(series, labels)
    yield ""
    heads = edition_heads(series.plans)
    yield _padded(labels["series.indicator"], _NAME) + "".join(_padded(h, _VALUE) for h in heads)
    once = 0
    for item in _shown(series):
        if sum(value is not None for value in item.values) < 2:
            once += 1
            continue
        cells = "".join(_padded(cell or _GAP, _VALUE) for cell in _cells(item, labels))
        yield (_padded(visible_line(_name(item)), _NAME) + cells + _line_of(item)).rstrip()
        if note := format_note(item, labels):
            yield f"    {note}"
    if once:
        yield ""
        yield labels("series.once", count=once)


def _padded(text: str, width: int) -> str:
    said = cut(text, width - 1)
    return said + " " * (width - cell_width(said))
