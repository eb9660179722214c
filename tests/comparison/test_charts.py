"""Charts of one quantity over the years: what is drawn, and what is left open."""

import io
import zipfile
from collections.abc import Sequence
from itertools import pairwise

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from plandiff.comparison.reports.charts import (
    Chart,
    add_chart_sheet,
    bar_lines,
    explicit,
    svg,
    values_line,
)

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


@given(st.lists(amount, min_size=1, max_size=8), st.text(max_size=20))
def test_bars_of_a_terminal_are_as_long_as_the_values_and_cut_no_name(
    amounts: list[float | None], title: str
) -> None:
    name, *lines = bar_lines(chart(amounts, title), "—")
    assert name == chart(amounts, title).name
    bars = [line.split()[1] for line in lines]
    lengths = [0 if bar == "—" else 8 * bar.count("█") + bar.count("█") for bar in bars]
    known = [(a, n) for a, n in zip(amounts, lengths, strict=True) if a is not None]
    assert [bar == "—" for bar in bars] == [a is None for a in amounts]
    assert sorted(n for _, n in known) == [n for _, n in sorted(known)]


def test_a_bar_below_zero_begins_with_a_minus() -> None:
    lines = list(bar_lines(chart([2.0, -1.0]), "—"))
    assert lines[1:] == [f"  2020 {'█' * 40} 2", f"  2021 -{'█' * 20} -1"]


def test_a_native_chart_leaves_years_without_value_open() -> None:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        add_chart_sheet(book, "图", [chart([1, None, 3])])
    part = explicit(zipfile.ZipFile(data).read("xl/charts/chart1.xml"))
    root = etree.fromstring(part)
    (values,) = root.iter("{*}val")
    assert [point.get("idx") for point in values.iter("{*}pt")] == ["0", "2"]
    assert [node.get("val") for node in root.iter("{*}dispBlanksAs")] == ["gap"]
    shown = {etree.QName(n).localname for n in root.iter() if str(n.tag).find("}show") > 0}
    assert {"showVal", "showSerName", "showCatName", "showLegendKey"} <= shown


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
