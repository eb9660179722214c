"""Small charts of one quantity over the years: terminal bars, inline SVG, native Office charts.

A year without a value is a gap, never a zero.  The bars of a terminal are horizontal, so that names
and values of any width fit beside them without being cut: vertical bars, as plotext draws them,
have no room for Chinese labels below.
"""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import Any

from msgspec import Struct

from plandiff.corpus.text.escape import visible_line
from plandiff.corpus.text.numerals import tidy_number
from plandiff.corpus.text.width import cell_width, pad

_WIDTH, _HEIGHT = 420, 150
"""Size of a chart in SVG, in pixels."""
_LEFT, _TOP, _BOTTOM = 30, 26, 26
"""Margins in pixels: for the points at the line's ends, for values above, for years below."""
_BLOCKS = " ▏▎▍▌▋▊▉█"
_ROOM = 40
"""Length of the longest bar in a terminal, in cells."""
_FONT = {"name": "宋体", "size": 9}
OFFICE_SIZE = 475, 170
"""Size of a chart in Word and Excel, in pixels: two fit side by side on landscape A4."""
_CHART_ROWS = 10
"""Rows of a sheet that a chart covers."""


class Chart(Struct, frozen=True):
    """One quantity: a value, or None, for each column head."""

    title: str
    unit: str
    heads: tuple[str, ...]
    amounts: tuple[float | None, ...]

    @property
    def name(self) -> str:
        """Title and unit in one line, with control characters escaped."""
        return visible_line(f"{self.title}（{self.unit}）" if self.unit else self.title)


def svg(chart: Chart) -> str:
    """Return the chart as an ``svg`` element: a line, with a dot and a label for each value.

    It takes the colour of the surrounding text, and has no inline style, which the page's content
    security policy would block.
    """
    places = list(_places(chart.amounts))
    size = f'width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
    begin = f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size} fill="currentColor" '
    parts = [f'{begin}font-size="12"><title>{escape(chart.name)}</title>']
    for before, after in pairwise(places):
        if before[1] is not None and after[1] is not None:
            parts.append(
                f'<line x1="{before[0]}" y1="{before[1]}" x2="{after[0]}" y2="{after[1]}" '
                'stroke="currentColor" stroke-width="2"/>'
            )
    for (x, y), head, amount in zip(places, chart.heads, chart.amounts, strict=True):
        middle = f'x="{x}" text-anchor="middle"'
        parts.append(f'<text {middle} y="{_HEIGHT - 8}">{escape(visible_line(head))}</text>')
        if y is not None:
            parts.append(f'<circle cx="{x}" cy="{y}" r="3"/>')
            parts.append(f'<text {middle} y="{y - 8}">{_value(amount)}</text>')
    return "".join((*parts, "</svg>"))


def _places(amounts: Sequence[float | None]) -> Iterator[tuple[int, int | None]]:
    """Position (x, y) of each value, from left to right; y is None for a missing value."""
    step = (_WIDTH - 2 * _LEFT) / max(len(amounts) - 1, 1)
    room = _HEIGHT - _TOP - _BOTTOM - 10
    for at, share in enumerate(_shares(amounts)):
        yield (
            round(_LEFT + at * step),
            None if share is None else round(_TOP + (1 - share) * room),
        )


def _shares(amounts: Sequence[float | None]) -> Iterator[float | None]:
    """Scale the values to 0 (lowest) to 1 (highest); if all are equal, to the middle."""
    known = [amount for amount in amounts if amount is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    for amount in amounts:
        if amount is None:
            yield None
        else:
            yield (amount - low) / (high - low) if high > low else 0.5


def _value(amount: float | None) -> str:
    return escape(str(tidy_number(amount)))


def bar_lines(chart: Chart, gap: str) -> Iterator[str]:
    """Lines of the chart for a terminal: its name, then one bar and value per year.

    Bars start at zero, since readers compare their lengths.  The bar of a negative value has a
    leading minus.  ``gap`` is printed for a year without a value.

    >>> print(*bar_lines(Chart("增长率", "%", ("2022", "2023"), (2.0, 1.0)), "—"), sep=chr(10))
    增长率（%）
      2022 ████████████████████████████████████████ 2
      2023 ████████████████████ 1
    """
    heads = [visible_line(head) for head in chart.heads]
    room = max(map(cell_width, heads))
    most = max((abs(amount) for amount in chart.amounts if amount is not None), default=0.0) or 1.0
    yield chart.name
    for head, amount in zip(heads, chart.amounts, strict=True):
        drawn = gap if amount is None else f"{_bar(amount / most)} {tidy_number(amount)}"
        yield f"  {pad(head, room)} {drawn}"


def _bar(share: float) -> str:
    """A bar that fills ``share`` of the room, with a resolution of an eighth of a cell."""
    eighths = round(abs(share) * _ROOM * 8)
    rest = _BLOCKS[eighths % 8] if eighths % 8 else ""
    return ("-" if share < 0 else "") + "█" * (eighths // 8) + rest or _BLOCKS[1]


def values_line(chart: Chart) -> str:
    """Years and values in one line: ``2022: 85 · 2023: — · 2024: 92``."""
    return " · ".join(
        f"{visible_line(head)}: {'—' if amount is None else tidy_number(amount)}"
        for head, amount in zip(chart.heads, chart.amounts, strict=True)
    )


def add_chart_sheet(book: Any, name: str, charts: Sequence[Chart]) -> None:  # noqa: ANN401 - xlsxwriter has no types
    """Add a sheet with the values as numbers and a native Excel chart for each row."""
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, 40)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    for at, chart in enumerate(charts):
        top = at * (_CHART_ROWS + 2)
        sheet.insert_chart(top + 2, 0, office_line_chart(book, sheet, top, chart))


def explicit(chart_part: bytes) -> bytes:
    """Make the defaults of a line chart explicit, which xlsxwriter leaves to Excel.

    Without explicit values LibreOffice labels points with the names of series and category,
    smooths lines and draws gaps as zeros.
    """
    for place, words in _EXPLICIT:
        chart_part = chart_part.replace(place, words)
    return chart_part


_EXPLICIT = (
    (
        b'<c:showVal val="1"/>',
        b'<c:showLegendKey val="0"/><c:showVal val="1"/>'
        + b"".join(
            b'<c:show%b val="0"/>' % kind
            for kind in (b"CatName", b"SerName", b"Percent", b"BubbleSize")
        ),
    ),
    (b"</c:val></c:ser>", b'</c:val><c:smooth val="0"/></c:ser>'),
    (b'<c:plotVisOnly val="1"/>', b'<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/>'),
)


def office_line_chart(
    book: Any,  # noqa: ANN401
    sheet: Any,  # noqa: ANN401
    top: int,
    chart: Chart,
) -> Any:  # noqa: ANN401
    """Return an xlsxwriter line chart; writes its values to two rows of the sheet, from ``top``."""
    name, last = sheet.get_name(), len(chart.heads)
    quoted = "'" + name.replace("'", "''") + "'"
    sheet.write_string(top, 0, chart.name)
    for column, (head, amount) in enumerate(zip(chart.heads, chart.amounts, strict=True), 1):
        sheet.write_string(top, column, visible_line(head))
        if amount is not None:
            sheet.write_number(top + 1, column, amount)
    # Refer to the cell: xlsxwriter takes a text that begins with "=" for a formula.
    title = f"={quoted}!$A${top + 1}"
    drawn = book.add_chart({"type": "line"})
    drawn.add_series(
        {
            "name": title,
            "categories": [name, top, 1, top, last],
            "values": [name, top + 1, 1, top + 1, last],
            "line": {"color": "#1F3864", "width": 2},
            "marker": {
                "type": "circle",
                "size": 6,
                "fill": {"color": "#1F3864"},
                "border": {"color": "#1F3864"},
            },
            "data_labels": {"value": True, "position": "above", "font": _FONT},
        }
    )
    drawn.set_title({"name": title, "name_font": {**_FONT, "size": 11}})
    drawn.set_x_axis({"num_font": _FONT})
    drawn.set_y_axis({"num_font": _FONT, "major_gridlines": {"visible": False}})
    drawn.set_legend({"none": True})
    drawn.show_blanks_as("gap")
    drawn.set_size(dict(zip(("width", "height"), OFFICE_SIZE, strict=True)))
    return drawn
