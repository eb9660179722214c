"""Year and issuer, where the plan states them, and nothing where it does not."""

import pytest

from plandiff.corpus.model import Section
from plandiff.corpus.outline.facts import find_issuer, find_year


def sections(preamble: str, ending: str = "抓好落实。") -> list[Section]:
    root = Section("s0", None, 0, None, None, "", preamble)
    return [root, Section("s1", "s0", 1, "一、", 1, "目标", ending)]


@pytest.mark.parametrize(
    ("title", "preamble", "ending", "year"),
    [
        ("云溪县2024年工作要点", "", "", 2024),
        ("2023-2024学年度工作计划", "", "", 2023),
        ("云溪县教育规划（２０２１—２０２５年）", "", "", 2021),
        ("二〇二四年工作计划", "", "", 2024),
        ("Education Plan 2024", "", "", 2024),
        ("2024学校工作计划", "", "", 2024),
        ("工作报告", "——2016年2月19日在代表大会上", "", 2016),
        ("工作方案", "（云政办〔2017〕106号）", "2018年起施行", 2017),
        ("工作方案", "各学校：", "云溪县人民政府\n2016年5月4日", 2016),
        ("教育条例", "2000年3月1日大会通过，2015年4月2日大会修订", "", 2015),
        ("教育法", "1996年5月15日 大会通过\n2022年4月20日 大会修订", "", 2022),
        ("工作计划", "今年是关键的一年。", "", None),
        ("工作方案", "检索时间: 2026-02-02 15:25:09\n云政办〔2025〕6号", "", 2025),
        ("工作方案", "打印日期：2026年3月1日\n2024年5月6日印发", "", 2024),
        ("雲溪縣115年度教育施政計畫", "", "", 2026),
        ("雲溪國民中學114學年度校務計畫", "", "", 2025),
        ("雲溪國小一一五學年度課程計畫", "", "", 2026),
        ("雲溪國小115至119學年度校務發展計畫", "", "", 2026),
        ("中華民國一百一十五年教育白皮書", "", "", 2026),
        ("民國98年度施政計畫", "", "", 2009),
        ("雲溪縣民國115年至118年中程計畫", "", "", 2026),
        ("雲溪縣教育施政計畫", "中華民國115年1月5日訂定", "", 2026),
        ("投入115万元的工作计划", "新建校舍115年内完成", "", None),
        ("建校100年校庆工作方案", "", "", None),
        ("2026年云溪中学建校115年度庆典方案", "", "", 2026),
        ("Roadmap to 2030: A Plan for Public Schools", "", "", None),
    ],
)
def test_the_year_is_the_one_that_the_plan_is_for(
    title: str, preamble: str, ending: str, year: int | None
) -> None:
    assert find_year(title, sections(preamble, ending)) == year


@pytest.mark.parametrize(
    ("title", "preamble", "ending", "issuer"),
    [
        ("云溪县人民政府办公室关于加强教育的意见", "", "", "云溪县人民政府办公室"),
        ("澜川区教育局2024年工作要点", "", "", "澜川区教育局"),
        ("政府工作报告", "现在，我代表云溪区人民政府向大会报告工作", "", "云溪区人民政府"),
        ("工作报告", "云溪区人民政府区长　　李　明", "", "云溪区人民政府"),
        ("教育法", "2015年第十届全国人民代表大会第三次会议通过", "", "全国人民代表大会"),
        ("工作方案", "", "抓好落实。\n云溪县教育局\n2024年3月1日", "云溪县教育局"),
        ("工作方案", "各学校：", "抓好落实。", None),
    ],
)
def test_the_issuer_is_who_signs_speaks_or_stands_in_the_title(
    title: str, preamble: str, ending: str, issuer: str | None
) -> None:
    assert find_issuer(title, sections(preamble, ending)) == issuer


def test_headings_state_the_year_where_nothing_else_does() -> None:
    chapters = [
        Section("s1", "s0", 1, "一、", 1, "2023年工作回顾", "成绩很大。"),
        Section("s2", "s0", 1, "二、", 2, "2024年工作安排", "任务很重。"),
    ]
    assert find_year("", [*sections("各位代表：")[:1], *chapters]) == 2024


def test_without_sections_the_title_alone_decides() -> None:
    assert find_year("工作计划", []) is None
    assert find_issuer("工作计划", []) is None


def test_issuer_and_year_are_found_in_traditional_form_and_named_as_printed() -> None:
    opening = "第三屆全國人民代表大會常務委員會第二次會議2022年4月20日修訂"
    sections = [Section("s0", None, 0, None, None, "某法", opening)]
    assert find_issuer("某法", sections) == "全國人民代表大會常務委員會"
    assert find_year("某法", sections) == 2022
    assert find_issuer("云溪縣教育廳關於印發要點的通知", []) == "云溪縣教育廳"
