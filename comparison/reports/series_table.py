"""Editions over the years: indicators by edition, each with a sparkline of its values."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from plandiff.comparison.across.series import Indicator, SectionLife, Series
from plandiff.comparison.reports.charts import Chart, bar_lines
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.plain_table import PlainTable, render_table
from plandiff.comparison.reports.shared.json_values import to_json_bytes
from plandiff.comparison.reports.shared.labels import Labels, labels_for
from plandiff.comparison.reports.shared.section_paths import plan_name
from plandiff.comparison.reports.shared.targets import format_value
from plandiff.comparison.reports.shared.verification import verified
from plandiff.corpus.model import Plan, Section, Target
from plandiff.corpus.text.escape import visible_line
from plandiff.corpus.text.numerals import tidy_number
from plandiff.corpus.text.width import cell_width, cut

_BARS = "▁▂▃▄▅▆▇█"
_GAP = "·"
_NO_PLAN = "—"
"""Cell of a year without an edition."""
_NAME = 34
"""Maximum width of an indicator's name in the text table, in cells."""
_VALUE = 14


def render_series(
    series: Series, form: str, options: ReportOptions, *, charts: bool = False
) -> bytes:
    """Render the series in a format; raises `UsageError` for an unknown format.

    ``charts``: text has a chart of each indicator below the table; other formats always have
    charts.
    """
    labels = labels_for(options.language)
    if form == "json":
        return to_json_bytes(series_to_dict(series, labels))
    if form == "text":
        lines = [*_text(series, labels), *(_drawn(series, labels) if charts else ())]
        return verified(("\n".join(lines) + "\n").encode("utf-8", "replace"), "text")
    return render_table(_table(series, labels, options.language), form, options)


def series_to_dict(series: Series, labels: Labels) -> dict[str, Any]:
    """Convert the series to the schema ``plandiff.series/1``."""
    return {
        "schema": "plandiff.series/1",
        "plans": [{"name": plan_name(plan), "year": plan.year} for plan in series.plans],
        "indicators": [_indicator(series, item, labels) for item in series.indicators],
        "sections": [
            {
                "heading": life.heading,
                "places": [place.id if place else None for place in life.places],
                "renamed": life.renamed,
                "moved": life.moved,
            }
            for life in series.sections
        ],
    }


def _indicator(series: Series, item: Indicator, labels: Labels) -> dict[str, Any]:
    return {
        "name": item.name,
        "unit": item.unit,
        "of": item.of,
        "scope": item.scope,
        "note": format_note(series, item, labels) or None,
        "values": [
            _value(at, target, joint=at in item.joint) for at, target in enumerate(item.values)
        ],
    }


def _value(edition: int, target: Target | None, *, joint: bool) -> dict[str, Any] | None:
    if target is None:
        return None
    return {
        "plan": edition,
        "target": target.id,
        "value": tidy_number(target.value),
        "upper": tidy_number(target.upper),
        "relation": target.relation.value,
        "unit": target.unit,
        "joint": joint,
    }


def format_note(series: Series, item: Indicator, labels: Labels) -> str:
    """Caveats for comparing the values of an indicator.

    Different units, earlier names, values stated jointly for two holders, and targets in another
    row that a comparison matches to the same indicator.
    """
    heads = edition_heads(series.plans)
    comma = labels["list.comma"]

    def named(name: str, editions: Iterable[int]) -> str:
        years = comma.join(heads[at] for at in editions)
        return labels("series.named", name=visible_line(name), years=years)

    notes = []
    if item.units_differ:
        units = dict.fromkeys(visible_line(t.unit) for t in item.values if t is not None)
        notes.append(labels("series.units", units=comma.join(filter(None, units))))
    if item.joint:
        notes.append(labels("series.joint", years=comma.join(heads[at] for at in item.joint)))
    if names := [named(name, _editions_of(item, name)) for name in item.names]:
        notes.append(labels("series.names", names=comma.join(names)))
    if rivals := [named(name, (at,)) for at, name in item.rivals]:
        notes.append(labels("series.rivals", names=comma.join(rivals)))
    return labels["list.semicolon"].join(notes)


def _editions_of(item: Indicator, name: str) -> Iterator[int]:
    return (at for at, target in enumerate(item.values) if target and target.name == name)


def sparkline(amounts: Sequence[float | None]) -> str:
    """One block character per edition, as high as its value; a dot for a missing value.

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
    """Indicators of several editions first, then the others, in their original order."""
    return sorted(series.indicators, key=lambda item: -sum(v is not None for v in item.values) > -2)


def edition_heads(plans: Sequence[Plan]) -> tuple[str, ...]:
    """Year of each edition; its name if the year is unknown or not unique."""
    years = [plan.year for plan in plans]
    own = [year is not None and years.count(year) == 1 for year in years]
    return tuple(
        str(plan.year) if is_own else visible_line(plan_name(plan) or plan.source.name)
        for plan, is_own in zip(plans, own, strict=True)
    )


def columns(series: Series) -> tuple[tuple[str, int | None], ...]:
    """Head and edition index of each column; the index is None for a missing year in between."""
    heads = edition_heads(series.plans)
    years = [plan.year for plan in series.plans]
    found: list[tuple[str, int | None]] = []
    for at, head in enumerate(heads):
        if found and head == str(years[at]) and heads[at - 1] == str(years[at - 1]):
            gap = range((years[at - 1] or 0) + 1, years[at] or 0)
            found += [(str(year), None) for year in gap if year in series.missing_years]
        found.append((head, at))
    return tuple(found)


def cells(series: Series, item: Indicator, labels: Labels) -> list[str]:
    """One cell per column: the value, empty if the edition has none, a dash without an edition."""
    values = [format_value(target, labels) if target else "" for target in item.values]
    return [_NO_PLAN if at is None else values[at] for _, at in columns(series)]


def trend(series: Series, item: Indicator) -> str:
    """The sparkline of the comparable values; empty if there are fewer than two."""
    amounts = [None if at is None else item.amount(at) for _, at in columns(series)]
    return sparkline(amounts) if sum(amount is not None for amount in amounts) > 1 else ""


def _facts(series: Series, labels: Labels) -> tuple[str, ...]:
    several = sum(sum(v is not None for v in item.values) > 1 for item in series.indicators)
    facts = [labels("series.facts", editions=len(series.plans), several=several)]
    if missing := series.missing_years:
        years = labels["list.comma"].join(map(str, missing))
        facts.append(labels("series.missing", years=years))
    return tuple(facts)


def _table(series: Series, labels: Labels, language: str) -> PlainTable:
    heads = [head for head, _ in columns(series)]
    return PlainTable(
        title=labels["series.title"],
        facts=_facts(series, labels),
        columns=(
            (labels["series.indicator"], 34),
            *((head, 16) for head in heads),
            (labels["series.trend"], 14),
            (labels["series.note"], 28),
        ),
        rows=tuple(
            (
                _name(item),
                *cells(series, item, labels),
                trend(series, item),
                format_note(series, item, labels),
            )
            for item in _shown(series)
        ),
        language="zh-CN" if language.startswith("zh") else "en",
        charts=tuple(_charts(series)),
        charts_title=labels["series.charts"],
        more=_lives_table(series, labels),
    )


def _lives_table(series: Series, labels: Labels) -> PlainTable:
    """The table of section lives; a cell has the label, and the heading if it differs."""
    heads = edition_heads(series.plans)
    return PlainTable(
        title=labels["series.sections"],
        facts=(),
        columns=(
            (labels["series.section"], 34),
            *((head, 16) for head, _ in columns(series)),
            (labels["series.note"], 28),
        ),
        rows=tuple(
            (
                life.heading,
                *(_NO_PLAN if at is None else _place(life, at) for _, at in columns(series)),
                format_life(life, heads, labels),
            )
            for life in series.sections
        ),
    )


def _place(life: SectionLife, edition: int) -> str:
    section = life.places[edition]
    if section is None:
        return ""
    same = section.heading == life.heading
    return _label(section) if same else f"{section.label}{section.heading}"


def _label(section: Section) -> str:
    """The label of a section; its heading if it has no label."""
    return (section.label or "").strip() or section.heading


def format_life(life: SectionLife, heads: Sequence[str], labels: Labels) -> str:
    """The first and last edition of a section, and the editions that renamed or moved it."""

    def years(editions: Iterable[int]) -> str:
        return labels["list.comma"].join(heads[at] for at in editions)

    notes = []
    if life.first == life.last:
        notes.append(labels("series.only", years=heads[life.first]))
    else:
        if life.first:
            notes.append(labels("series.since", years=heads[life.first]))
        if life.last < len(life.places) - 1:
            notes.append(labels("series.until", years=heads[life.last]))
    for key, editions in (("renamed", life.renamed), ("moved", life.moved)):
        if editions:
            notes.append(labels(f"series.{key}", years=years(editions)))
    return labels["list.semicolon"].join(notes)


def _charts(series: Series) -> Iterator[Chart]:
    """A chart of each indicator that has at least two comparable values."""
    heads = tuple(head for head, _ in columns(series))
    for item in _shown(series):
        amounts = tuple(None if at is None else item.amount(at) for _, at in columns(series))
        if sum(amount is not None for amount in amounts) > 1:
            yield Chart(_name(item), item.unit, heads, amounts)


def _name(item: Indicator) -> str:
    return (
        f"{item.name}（{item.scope}）" if item.scope and item.scope not in item.name else item.name
    )


def _text(series: Series, labels: Labels) -> Iterator[str]:
    """The table for the terminal; indicators of a single edition are only counted."""
    yield labels["series.title"]
    yield from _facts(series, labels)
    yield ""
    heads = "".join(_padded(head, _VALUE) for head, _ in columns(series))
    yield (_padded(labels["series.indicator"], _NAME) + heads).rstrip()
    once = 0
    for item in _shown(series):
        if sum(value is not None for value in item.values) < 2:
            once += 1
            continue
        line = "".join(_padded(cell or _GAP, _VALUE) for cell in cells(series, item, labels))
        yield (_padded(visible_line(_name(item)), _NAME) + line + trend(series, item)).rstrip()
        if note := format_note(series, item, labels):
            yield f"    {note}"
    if once:
        yield ""
        yield labels("series.once", count=once)
    yield from _lives_text(series, labels)


def _lives_text(series: Series, labels: Labels) -> Iterator[str]:
    """The sections of several editions, with their labels; the others are only counted."""
    heads = edition_heads(series.plans)
    lives = [life for life in series.sections if life.first < life.last]
    if lives:
        yield ""
        yield labels["series.sections"]
        yield ""
        head = _padded(labels["series.section"], _NAME)
        yield (head + "".join(_padded(h, _VALUE) for h, _ in columns(series))).rstrip()
    for life in lives:
        cells = [
            _NO_PLAN if at is None else _label(section) if (section := life.places[at]) else _GAP
            for _, at in columns(series)
        ]
        line = "".join(_padded(visible_line(cell), _VALUE) for cell in cells)
        yield (_padded(visible_line(life.heading), _NAME) + line).rstrip()
        if note := format_life(life, heads, labels):
            yield f"    {note}"
    if once := len(series.sections) - len(lives):
        yield ""
        yield labels("series.sections-once", count=once)


def _drawn(series: Series, labels: Labels) -> Iterator[str]:
    """A chart of each indicator for a terminal."""
    yield ""
    yield labels["series.charts"]
    for chart in _charts(series):
        yield ""
        yield from bar_lines(chart, _GAP)


def _padded(text: str, width: int) -> str:
    shown = cut(text, width - 1)
    return shown + " " * (width - cell_width(shown))
