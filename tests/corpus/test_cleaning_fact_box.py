"""Facts above a published plan: they go, and the value of a title's label is the title."""

import pytest

from plandiff.corpus.cleaning.steps import Cleaned, clean
from plandiff.corpus.model import Document, Line, Source
from plandiff.corpus.outline.facts import find_year
from plandiff.corpus.parsing import parse

TITLE = "云溪县校园阅读行动方案（2026—2028年）"
BODY = ["一、发展目标", "建成书香校园20所。", "二、主要举措", "每周开设1节阅读课。"]


def document(*lines: str, title: str | None = None, form: str = "txt") -> Document:
    source = Source(f"a.{form}", form, "utf-8", "", 100)
    return Document(source, tuple(Line(line) for line in lines), title=title)


def read(*lines: str, title: str | None = None, form: str = "txt") -> Cleaned:
    return clean(document(*lines, title=title, form=form))


def texts(cleaned: Cleaned) -> list[str]:
    return [line.text.strip() for line in cleaned.lines]


@pytest.mark.parametrize("form", ["txt", "docx", "html", "pdf"])
@pytest.mark.parametrize(
    "label", ["题名：", "信息名称：", "【法规名称】", "名称：", "原标题：", "标　　题：", "名 称:"]
)
@pytest.mark.parametrize(
    "above", [[], ["最后更新：2025/12/15"], ["索引号：YX01", "发文机关：教育局"]]
)
def test_the_value_of_a_titles_label_is_the_title(form: str, label: str, above: list[str]) -> None:
    cleaned = read(*above, label + TITLE, *BODY, form=form)
    assert cleaned.title == TITLE
    assert texts(cleaned) == BODY
    assert {r.text for r in cleaned.removed} == {*above, label}


@pytest.mark.parametrize(
    "box",
    [
        ["信息名称：" + TITLE, "信息索引：YX-2026-1", "生成日期：2026-02-18", "发文机构：教育局"],
        ["索 引 号：\tYX-1\t分类：\t教育", "名　　称：\t" + TITLE, "文　　号：\t云教〔2026〕3号"],
        ["索引号：", "YX-1", "标题：", TITLE, "成文日期：", "2026-02-14", "时　效："],
        ["2026-02-18 09:34 来源：云溪日报", "字号：大 中 小 浏览次数：120"],
        ["时间：2026-02-26 来源：县教育局"],
    ],
    ids=["lines", "table rows", "values below", "date first", "two on a line"],
)
def test_a_box_goes_where_the_title_comes_again(box: list[str]) -> None:
    cleaned = read(*box, TITLE, *BODY)
    assert cleaned.title == TITLE
    assert texts(cleaned) == BODY
    assert "".join(r.text for r in cleaned.removed) == "".join(line.strip() for line in box)


@pytest.mark.parametrize(
    "line",
    ["时间：上学日大课间。", "牵头单位：县教育局", "项目名称：城东小学扩建", "来源：财政拨款。"],
)
def test_a_line_that_a_plan_writes_of_itself_stays(line: str) -> None:
    cleaned = read(TITLE, line, *BODY)
    assert texts(cleaned) == [line, *BODY]


def test_facts_amidst_the_plan_stay() -> None:
    body = [*BODY, "三、备查", "发布日期：2026-03-01", "索引号：YX01", "四、总则", "办好学校。"]
    assert texts(read(TITLE, *body)) == body


@pytest.mark.parametrize("joint", ["_", " - ", "-", "|"])
def test_the_pages_title_without_the_sites_name_is_the_title(joint: str) -> None:
    name = "云溪县校园阅读三年路线图"
    cleaned = read("政务动态", "要闻", name, *BODY, title=f"{name}{joint}云溪教育网", form="html")
    assert cleaned.title == name


def test_a_date_and_a_source_behind_the_title_are_facts() -> None:
    cleaned = read(f"{TITLE} 2026-02-09 来源：云溪日报", *BODY, title=TITLE, form="html")
    assert cleaned.title == TITLE
    assert [r.text for r in cleaned.removed] == ["2026-02-09 来源：云溪日报"]


def test_a_line_with_a_date_first_is_no_title() -> None:
    assert read("2024/12/26第一版", "文海播报教程", *BODY).title == "文海播报教程"


@pytest.mark.parametrize(
    ("title", "opening", "year"),
    [
        ("云溪县教育事业第十五个五年规划", "2021年以来，各项工作稳步推进。", 2026),
        ("云溪县“十四五”教育发展规划", "", 2021),
        ("云溪县教育局工作要点", "2024年成绩显著。现制定2026年工作要点。", 2026),
        ("云溪县教育局工作要点", "2024年成绩显著，2025年有所回落。", None),
        ("云溪县教育局工作要点", "现印发2026年要点。", 2026),
    ],
)
def test_the_year_is_the_plans(title: str, opening: str, year: int | None) -> None:
    plan = parse(document(title, opening, "一、目标", "办好学校。"))
    assert plan.title == title
    assert find_year(plan.title, plan.sections) == year


def test_facts_of_law_databases_and_tables_go() -> None:
    brackets = ["【发布部门】云溪县人大常委会", "【实施日期】2026.05.01", "【全文】"]
    tabs = ["索引号\tYX001-2026-00031\t主题分类\t农业、林业、水利、水务和教育科技文化卫生"]
    for facts in (brackets, tabs):
        cleaned = read(*facts, TITLE, *BODY)
        assert (cleaned.title, texts(cleaned)) == (TITLE, BODY)
        assert {r.text for r in cleaned.removed} == set(facts)


def test_a_plan_alone_has_its_own_title_and_not_that_of_its_notice() -> None:
    fact = f"信息名称: 关于印发《{TITLE}》的通知"
    assert read(fact, "索引号: YX01", TITLE, *BODY).title == TITLE


def test_whom_a_paper_addresses_does_not_belong_to_the_facts_above() -> None:
    facts = "发布日期：2026-02-15 09:30 来源：林业局 浏览次数：128 字体：[大 中 小]"
    text = ["各县（区）林业局：", "现将工作要点印发给你们，请认真执行。"]
    cleaned = read(TITLE, facts, *text, *BODY, form="html", title=TITLE)
    assert texts(cleaned) == [*text, *BODY]


def test_an_english_box_of_a_document_goes_with_its_heading() -> None:
    box = ["Document control", "Document title: Attendance Plan 2026-27", "Version: 1.4"]
    cleaned = read(*box, "Document owner: The head", "Attendance Plan 2026-27", "1. Our aim")
    assert (cleaned.title, texts(cleaned)) == ("Attendance Plan 2026-27", ["1. Our aim"])


def test_fields_of_an_english_plan_without_a_box_stay() -> None:
    cleaned = read("Attendance Plan", "Approved by: The board", "Budget: £4,000", "1. Our aim")
    assert texts(cleaned) == ["Approved by: The board", "Budget: £4,000", "1. Our aim"]


def test_two_centred_lines_are_one_title_and_a_papers_number_is_none_of_it() -> None:
    body = "　　一、工作目标"
    assert read("　　　　农村学校改造", "　　　　　　三年行动方案", body).title == (
        "农村学校改造三年行动方案"
    )
    numbered = read("　　　　　青教〔2026〕5号", "　　　　三年行动方案", body)
    assert numbered.title == "三年行动方案"


def test_the_plan_that_a_letter_encloses_gives_the_title() -> None:
    letter = ["云溪縣政府 函", "受文者：河口國小", "速別：普通件", "附件：如主旨"]
    subject = "主旨：檢送「云溪縣閱讀實施計畫」1份，請查照。"
    cleaned = read(
        *letter, subject, "云溪縣閱讀實施計畫", "壹、目的", "培養習慣。", "貳、內容", "無。"
    )
    assert cleaned.title == "云溪縣閱讀實施計畫"
    assert [line for line in texts(cleaned) if line.startswith(("受文者", "速別", "附件"))] == []


def test_fields_above_the_title_are_no_title() -> None:
    fields = ["Report to: Family Committee", "Date of meeting: 14 May 2026", "Wards affected: All"]
    cleaned = read("Agenda item 7", *fields, "Family Hubs Plan 2026–28", "1. Purpose", "We help.")
    assert cleaned.title == "Family Hubs Plan 2026–28"
