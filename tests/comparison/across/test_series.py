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
from plandiff.corpus.reading import read_plan
from plandiff.corpus.samples import edition_paths

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
    assert head[:5] == ["指标", "2022", "2023", "2024", "2025"]
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
    assert sum(name.startswith("word/charts/chart") for name in document.namelist()) == several


def chained(bodies: dict[int, str]) -> Series:
    return series([plan(year, body) for year, body in bodies.items()])


def test_a_joint_statement_is_the_value_of_its_two_holders() -> None:
    found = chained(
        {
            2012: "城镇居民人均可支配收入增长18%；农民人均纯收入增长17%。",
            2013: "城乡居民可支配收入增长16%。",
            2014: "城镇居民人均可支配收入增长12%，农村常住居民人均可支配收入增长14%。",
        }
    )
    rows = {item.name: item for item in found.indicators}
    assert amounts(found, "城镇居民人均可支配收入增长率") == [18, 16, 12]
    assert amounts(found, "农村常住居民人均可支配收入增长率") == [17, 16, 14]
    assert [item.joint for item in rows.values()] == [(1,), (1,)]


def test_a_joint_statement_alone_keeps_its_row() -> None:
    found = chained({2012: "城乡居民收入增长8%。", 2013: "城乡居民收入增长7%。"})
    assert amounts(found, "收入增长率") == [8, 7]


def test_a_part_is_not_chained_to_its_whole_nor_projects_to_what_they_measure() -> None:
    found = chained(
        {
            2012: "实施1.8万亩节水灌溉工程。实施12个菜篮子项目。",
            2013: "实施奋斗镇1万亩节水灌溉工程。启动1.5万亩菜篮子项目。",
        }
    )
    assert all(item.values.count(None) == 1 for item in found.indicators)


def test_new_jobs_are_one_indicator_whatever_they_are_counted_in() -> None:
    found = chained({2013: "新增城镇就业5400人。", 2014: "新增就业岗位5000个。"})
    (item,) = found.indicators
    assert [target and target.value for target in item.values] == [5400, 5000]
    assert item.units_differ


def test_a_year_without_a_plan_is_a_column_of_dashes(found: Series) -> None:
    text = render_series(found, "csv", ReportOptions()).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text))
    assert {row[head.index("2024")] for row in rows} == {"—"}


def test_the_life_of_a_section_says_when_it_was_renamed_and_moved() -> None:
    def edition(year: int, *headings: str) -> Plan:
        lines = "\n".join(f"{heading}\n做好{heading[-4:]}各项工作。" for heading in headings)
        return parse(read_document(f"{year}.txt", data=f"澜川区{year}年要点\n{lines}\n".encode()))

    found = series(
        [
            edition(2022, "一、学校安全管理", "（一）食堂卫生监督", "二、教师队伍建设"),
            edition(2023, "一、学校安全管理", "二、教师队伍建设", "（一）食堂卫生监督"),
            edition(2024, "一、学校安全管理", "二、教师队伍建设", "（一）食堂卫生监督"),
        ]
    )
    (canteen,) = (life for life in found.sections if life.heading == "食堂卫生监督")
    assert canteen.moved == (1,)
    assert canteen.renamed == ()


@pytest.mark.parametrize("count", [2, 3])
def test_text_has_a_chart_of_each_indicator_when_asked(found: Series, count: int) -> None:
    options = ReportOptions(language="zh")
    plain = render_series(found, "text", options).decode()
    drawn = render_series(found, "text", options, charts=True).decode()
    assert drawn.startswith(plain.rstrip())
    several = [
        i for i in found.indicators if sum(i.amount(at) is not None for at in range(3)) == count
    ]
    assert all(f"{item.name}（{item.unit}）" in drawn for item in several)


@pytest.mark.slow
def test_every_main_indicator_of_the_made_up_district_is_followed_through_five_editions() -> None:
    found = series([read_plan(str(path)) for path in edition_paths()])
    assert found.missing_years == (2021,)
    assert amounts(found, "毛入园率")[:5] == [90, 93, 95, 96, 97.5]
    assert amounts(found, "投入资金") == pytest.approx([2800, 3100, 3400, 3600, 3600])
    assert amounts(found, "招聘教师") == [120, 160, 170, 180, 150]
    assert amounts(found, "教育集团") == [2, 4, 5, 6, 8]
