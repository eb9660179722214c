"""Charts of one quantity over the years: what is drawn, and what is left open."""

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from itertools import pairwise

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from plandiff.comparison.reports.charts import Chart, add_chart_sheet, png, svg, values_line

SVG = "{http://www.w3.org/2000/svg}"
amount = st.none() | st.floats(0, 1e9)


def chart(amounts: Sequence[float | None], title: str = "毛入园率") -> Chart:
    return Chart(title, "%", tuple(str(2020 + at) for at in range(len(amounts))), tuple(amounts))


@given(st.lists(amount, min_size=2, max_size=8), st.text(max_size=20))
def test_svg_has_a_dot_for_each_value_and_a_line_between_neighbours_only(
    amounts: list[float | None], title: str
) -> None:
    root = etree.fromstring(svg(chart(amounts, title)))
    neighbours = sum(None not in pair for pair in pairwise(amounts))
    assert len(root.findall(f"{SVG}circle")) == len(amounts) - amounts.count(None)
    assert len(root.findall(f"{SVG}line")) == neighbours


@given(st.lists(amount, min_size=2, max_size=8))
def test_a_png_is_whole_and_its_bars_are_as_long_as_the_values(
    amounts: list[float | None],
) -> None:
    data = png(chart(amounts))
    width, height = struct.unpack(">II", data[16:24])
    length = struct.unpack(">I", data[33:37])[0]
    pixels = zlib.decompress(data[41 : 41 + length])
    assert len(pixels) == height * (1 + 3 * width)
    heights = []
    for at in range(len(amounts)):
        middle = 1 + 3 * (at * (width // len(amounts)) + width // len(amounts) // 2)
        column = [pixels[row * (1 + 3 * width) + middle] for row in range(height)]
        heights.append(sum(value != 0xFF for value in column))
    known = [(a, h) for a, h in zip(amounts, heights, strict=True) if a is not None]
    assert [h for a, h in zip(amounts, heights, strict=True) if a is None] == [0] * amounts.count(
        None
    )
    assert sorted(h for _, h in known) == [h for _, h in sorted(known)]


@given(st.floats(0.1, 1e6), st.floats(0.1, 1e6))
def test_a_bar_below_zero_ends_where_one_above_begins(rise: float, fall: float) -> None:
    data = png(chart([rise, -fall]))
    width, height = struct.unpack(">II", data[16:24])
    length = struct.unpack(">I", data[33:37])[0]
    pixels = zlib.decompress(data[41 : 41 + length])
    above, below = (
        [r for r in range(height) if pixels[r * (1 + 3 * width) + 1 + 3 * middle] != 0xFF]
        for middle in (width // 4, 3 * width // 4)
    )
    assert not above or not below or above[-1] < below[0]
    assert bool(above) if rise >= fall else bool(below)


@pytest.mark.parametrize("title", ["毛入园率", "=1+1", "=cmd|x!A1"])
def test_the_title_of_a_chart_in_excel_is_the_text_of_its_cell(title: str) -> None:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_formulas": False}) as book:
        add_chart_sheet(book, "图", [chart([1, None], title)])
    root = etree.fromstring(zipfile.ZipFile(data).read("xl/charts/chart1.xml"))
    (heading,) = root.iter("{*}title")
    assert [node.text for node in heading.iter("{*}f")] == ["'图'!$A$1"]
    assert [node.text for node in heading.iter("{*}v")] == [f"{title}（%）"]


def test_values_are_printed_with_their_years_and_gaps_as_dashes() -> None:
    assert values_line(chart([85, None, 92.5])) == "2020: 85 · 2021: — · 2022: 92.5"
