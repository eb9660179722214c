"""Small charts of one quantity over the years: inline SVG, a PNG without a library, Excel's own.

A year without a value is a gap in the line, never a zero.
"""

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any

from plandiff.corpus.text.escape import visible_line
from plandiff.corpus.text.numerals import tidy_number

_WIDTH, _HEIGHT = 420, 150
"""Of a chart in SVG, in pixels; a picture in Word has as many."""
_LEFT, _TOP, _BOTTOM = 30, 26, 26
"""Room for the signs at the line's ends, for values above, for years below."""
_BAR, _GROUND = b"\x2f\x5d\x8a", b"\xff\xff\xff"
_LEAST = 2
"""Height of the lowest bar, so that it is seen."""


@dataclass(frozen=True, slots=True)
class Chart:
    """One quantity: a value or None for each head."""

    title: str
    unit: str
    heads: tuple[str, ...]
    amounts: tuple[float | None, ...]

    @property
    def name(self) -> str:
        """Title and unit in one line, safe to show."""
        return visible_line(f"{self.title}（{self.unit}）" if self.unit else self.title)


def svg(chart: Chart) -> str:
    """The chart as an ``svg`` element: a line, a dot and a value for each year, gaps left open.

    It takes the colour of the text around it, and has no style that a page's policy forbids.
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
    """Where each value is, from left to right; the height is None where there is none."""
    step = (_WIDTH - 2 * _LEFT) / max(len(amounts) - 1, 1)
    room = _HEIGHT - _TOP - _BOTTOM - 10
    for at, share in enumerate(_shares(amounts)):
        yield (
            round(_LEFT + at * step),
            None if share is None else round(_TOP + (1 - share) * room),
        )


def _shares(amounts: Sequence[float | None]) -> Iterator[float | None]:
    """Each value between the lowest (0) and the highest (1); equal ones are in the middle."""
    known = [amount for amount in amounts if amount is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    for amount in amounts:
        if amount is None:
            yield None
        else:
            yield (amount - low) / (high - low) if high > low else 0.5


def _value(amount: float | None) -> str:
    return escape(str(tidy_number(amount)))


def png(chart: Chart) -> bytes:
    """The chart as bars in a PNG; years and values are to be printed beside it."""
    width = _WIDTH // max(len(chart.amounts), 1)
    rows = [bytearray(_GROUND * _WIDTH) for _ in range(_HEIGHT)]
    # Bars begin at zero, upwards or downwards: their lengths are compared, not their ends.
    known = [amount for amount in chart.amounts if amount is not None]
    highest, lowest = max((0.0, *known)), min((0.0, *known))
    span = highest - lowest
    zero = round(highest / span * _HEIGHT) if span else _HEIGHT
    for at, amount in enumerate(chart.amounts):
        if amount is None:
            continue
        share = abs(amount) / span if span else 0.0
        height = max(round(share * (_HEIGHT - 4)), _LEAST)
        first, last = at * width + width // 5, (at + 1) * width - width // 5
        for row in rows[zero : zero + height] if amount < 0 else rows[max(zero - height, 0) : zero]:
            row[3 * first : 3 * last] = _BAR * (last - first)
    return _png_of(rows)


def _png_of(rows: Sequence[bytearray]) -> bytes:
    """A PNG of rows of RGB pixels (PNG specification, chapters 5 and 11)."""
    header = struct.pack(">IIBBBBB", len(rows[0]) // 3, len(rows), 8, 2, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows), 9)
    chunks = ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def picture_run(relation: str, number: int, chart: Chart) -> str:
    """A run with a picture that the document has as ``relation``, in WordprocessingML."""
    wide, high = (pixels * 9525 for pixels in (_WIDTH, _HEIGHT))  # English metric units
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    name = escape(chart.name)
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{drawing}/wordprocessingDrawing">'
        f'<wp:extent cx="{wide}" cy="{high}"/><wp:docPr id="{number}" name="{number}" '
        f'descr="{name}"/><a:graphic xmlns:a="{drawing}/main">'
        f'<a:graphicData uri="{drawing}/picture"><pic:pic xmlns:pic="{drawing}/picture">'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="{number}"/><pic:cNvPicPr/></pic:nvPicPr>'
        '<pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships" r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )


def values_line(chart: Chart) -> str:
    """Years and values in a line: ``2022: 85 · 2023: — · 2024: 92``."""
    return " · ".join(
        f"{visible_line(head)}: {'—' if amount is None else tidy_number(amount)}"
        for head, amount in zip(chart.heads, chart.amounts, strict=True)
    )


def add_chart_sheet(book: Any, name: str, charts: Sequence[Chart]) -> None:  # noqa: ANN401 - xlsxwriter has no types
    """A sheet with the values as numbers and a chart of Excel's own for each row."""
    sheet = book.add_worksheet(name)
    quoted = "'" + name.replace("'", "''") + "'"
    sheet.set_column(0, 0, 40)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    height = 12  # rows of one chart
    for at, chart in enumerate(charts):
        top, last = at * (height + 2), len(chart.heads)
        sheet.write_string(top, 0, chart.name)
        for column, (head, amount) in enumerate(zip(chart.heads, chart.amounts, strict=True), 1):
            sheet.write_string(top, column, visible_line(head))
            if amount is not None:
                sheet.write_number(top + 1, column, amount)
        # The cell and not its text, which xlsxwriter takes for a formula where it begins with "=".
        title = f"={quoted}!$A${top + 1}"
        drawn = book.add_chart({"type": "line"})
        drawn.add_series(
            {
                "name": title,
                "categories": [name, top, 1, top, last],
                "values": [name, top + 1, 1, top + 1, last],
                "marker": {"type": "circle"},
                "data_labels": {"value": True, "position": "above"},
            }
        )
        drawn.set_title({"name": title, "name_font": {"size": 11}})
        drawn.set_legend({"none": True})
        drawn.show_blanks_as("gap")
        drawn.set_size({"width": 640, "height": 200})
        sheet.insert_chart(top + 2, 0, drawn)
