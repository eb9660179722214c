"""Laws of editions over the years: nothing is lost, nothing chained to a stranger."""

import csv
import io
import json
import zipfile
from collections import Counter

import pytest

from plandiff.comparison.across.series import Series, series
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.series_table import render_series, sparkline
from plandiff.corpus.formats.documents import read_document
from plandiff.corpus.model import Plan
from plandiff.corpus.parsing import parse

EDITIONS = {
    2022: "学前三年毛入园率达到85%。新建幼儿园6所。教育经费投入达到9000万元。",
    2023: "学前三年毛入园率达到88%。培训教师1200人次。教育经费投入达到1亿元。",
    2025: "学前三年毛入园率达到92%。新建幼儿园3所。教育经费投入达到1.2亿元。",
}


def plan(year: int, body: str) -> Plan:
    text = f"澜川区{year}年教育工作要点\n一、主要目标\n{body}\n二、组织保障\n落实责任。\n"
    return parse(read_document(f"{year}.txt", data=text.encode()))


@pytest.fixture(scope="module")
def found() -> Series:
    return series([plan(year, EDITIONS[year]) for year in (2025, 2022, 2023)])


def amounts(found: Series, name: str) -> list[float | None]:
    (item,) = (item for item in found.indicators if item.name.endswith(name))
    return [item.amount(at) for at in range(len(found.plans))]


def test_editions_stand_in_order_of_year_and_missing_years_are_told(found: Series) -> None:
    assert [plan.year for plan in found.plans] == [2022, 2023, 2025]
    assert found.missing_years == (2024,)


def test_an_indicator_is_followed_over_a_year_that_leaves_it_out(found: Series) -> None:
    assert amounts(found, "毛入园率") == [85, 88, 92]
    assert amounts(found, "幼儿园") == [6, None, 3]


def test_amounts_are_told_in_the_unit_of_the_newest_edition(found: Series) -> None:
    assert amounts(found, "经费投入") == pytest.approx([0.9, 1, 1.2])


def test_every_target_of_every_edition_is_in_one_indicator(found: Series) -> None:
    held = Counter(
        (at, target.id)
        for item in found.indicators
        for at, target in enumerate(item.values)
        if target is not None
    )
    wanted = {(at, t.id) for at, plan in enumerate(found.plans) for t in plan.targets}
    assert held.keys() == wanted
    assert set(held.values()) == {1}


def test_the_life_of_a_section_has_a_place_an_edition(found: Series) -> None:
    lives = {life.heading: life.places for life in found.sections}
    assert all(place is not None for place in lives["主要目标"])


def test_json_and_csv_hold_the_same_values(found: Series) -> None:
    data = json.loads(render_series(found, "json", ReportOptions()))
    text = render_series(found, "csv", ReportOptions()).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text))
    assert head[:4] == ["指标", "2022", "2023", "2025"]
    assert len(rows) == len(data["indicators"])
    assert data["schema"] == "plandiff.series/1"
    assert all(len(item["values"]) == len(data["plans"]) for item in data["indicators"])


def test_the_line_of_a_series_rises_and_falls_with_its_values() -> None:
    assert sparkline([1, 2, 3]) == "▁▅█"
    assert sparkline([3, None, 1]) == "█·▁"
    assert sparkline([2, 2]) == "▅▅"
    assert sparkline([None, None]) == "··"


def test_the_order_in_which_editions_are_given_does_not_matter(found: Series) -> None:
    again = series([plan(year, EDITIONS[year]) for year in (2022, 2023, 2025)])
    assert render_series(again, "csv", ReportOptions()) == render_series(
        found, "csv", ReportOptions()
    )


def test_new_jobs_are_never_chained_to_jobs_found_again() -> None:
    bodies = {
        2012: "全年实现新增就业5000人，失业人员再就业2900人。",
        2013: "确保新增城镇就业5400人，下岗失业人员再就业2100人。",
        2014: "新增就业5100人，城镇失业人员实现再就业2000人。",
    }
    items = series([plan(year, body) for year, body in bodies.items()]).indicators
    for item in items:
        kinds = {"再就业" in target.name for target in item.values if target is not None}
        assert len(kinds) == 1


def test_investment_of_all_society_is_not_chained_to_that_of_the_district() -> None:
    bodies = {
        2016: "区本级固定资产投资完成108亿元。",
        2017: "全社会固定资产投资完成110亿元。",
    }
    items = series([plan(year, body) for year, body in bodies.items()]).indicators
    assert all(item.values.count(None) == 1 for item in items)


def test_pages_and_workbooks_have_a_chart_of_each_indicator_of_several_years(
    found: Series,
) -> None:
    page = render_series(found, "html", ReportOptions()).decode()
    book = zipfile.ZipFile(io.BytesIO(render_series(found, "xlsx", ReportOptions())))
    document = zipfile.ZipFile(io.BytesIO(render_series(found, "docx", ReportOptions())))
    several = sum(len([v for v in item.values if v]) > 1 for item in found.indicators)
    assert page.count("<svg") == several
    assert sum(name.startswith("xl/charts/chart") for name in book.namelist()) == several
    assert document.read("word/document.xml").count(b"<w:drawing>") == several
