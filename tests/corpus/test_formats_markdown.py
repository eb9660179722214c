"""Markdown: marks are no text, masks are no marks, and no character is lost."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plandiff.corpus.formats.encodings import Decoded
from plandiff.corpus.formats.markdown import read_markdown
from plandiff.corpus.formats.markdown_inline import read_inline
from plandiff.corpus.formats.text import read_text
from plandiff.corpus.model import Document, Line, Plan, Source
from plandiff.corpus.parsing import parse


def markdown(text: str) -> Sequence[Line]:
    return read_markdown(Decoded(text, "utf-8")).lines


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("# 要点", Line("要点", 1)),
        ("### （一）目标 ###", Line("（一）目标", 3)),
        ("##一、目标", Line("一、目标", 2)),
        ("#5号楼", Line("5号楼", 1)),
        ("#标签#", Line("标签#", 1)),
        ("- 要点", Line("要点")),
        ("- [ ] 更新公交车60辆", Line("更新公交车60辆")),
        ("* [x] 更新公交车60辆", Line("更新公交车60辆")),
        ("## 目标 {#goals .unnumbered}", Line("目标", 2)),
        ("::: tip 说明", Line("说明")),
        ("> 引文", Line("引文")),
        ("1. 第一", Line("1. 第一")),
        ("**一、总体要求**", Line("一、总体要求")),
        ("- **重点。**办好学校。", Line("重点。办好学校。")),
        ("**年**月，**县达到**%以上", Line("**年**月，**县达到**%以上")),
        ("覆盖率达到**%，巩固率达到*%", Line("覆盖率达到**%，巩固率达到*%")),
        ("*年是关键之年", Line("*年是关键之年")),
        ("| 甲 | 乙 |", Line("| 甲 | 乙 |")),
    ],
)
def test_markdown_marks_are_taken_away_and_masks_stay(source: str, line: Line) -> None:
    assert markdown(source) == (line,)


def test_underlined_lines_are_headings_where_they_stand_alone() -> None:
    assert markdown("要点\n===\n\n目标\n---\n正文") == (
        Line("要点", 1),
        Line(""),
        Line("目标", 2),
        Line("正文"),
    )
    assert markdown("正文一\n正文二\n---") == (Line("正文一"), Line("正文二"), Line(""))


def test_marks_inside_a_fence_stay() -> None:
    assert markdown("```\n# 不是标题\n```\n# 标题") == (Line("# 不是标题"), Line("标题", 1))


def test_front_matter_and_comments_are_removed() -> None:
    read = read_markdown(Decoded("---\nauthor: a\n---\n正文<!-- 注 -->", "utf-8"))
    assert read.lines == (Line("正文"),)
    assert [x.reason for x in read.removed] == ["front-matter", "comment"]


@given(st.text("# -*_>|`~=<!\n\t一、目标1.（）%。ab", max_size=60))
def test_markdown_loses_no_character(text: str) -> None:
    read = read_markdown(Decoded(text, "utf-8"))
    kept = [line.text for line in read.lines] + [removed.text for removed in read.removed]
    assert sorted("".join("".join(kept).split())) == sorted("".join(text.split()))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("**夯实基础：**覆盖率达到**100%**。", "夯实基础：覆盖率达到100%。"),
        ("推进**“双减”**工作", "推进“双减”工作"),
        ("带宽达到*1000*兆，***全部***学校", "带宽达到1000兆，全部学校"),
        ("**个人**和**人才**", "个人和人才"),
        ("**年度目标**：**一所**新校", "年度目标：一所新校"),
        ("**总目标（2026—2030年****）**", "总目标（2026—2030年）"),
        ("达到~~90%~~**95%**以上", "达到95%以上"),
        ("`学习空间`使用率，``a`b``", "学习空间使用率，a`b"),
        ("见[计划](https://a.example/b_(c).html)", "见计划"),
        ("见[计划](附件1.docx '名称')和[办法][2]", "见计划和办法"),
        ("![图](a.png)如上", "如上"),
        ("<https://a.example>", "https://a.example"),
        ("提出<u>新</u>要求<br>落实", "提出新要求\n落实"),
        ("增长__20%__以上", "增长20%以上"),
        ("改为<del>90</del>95", "改为95"),
        ("==重点==保障[^1]", "重点保障"),
        (r"1\. 目标 \*甲\*", "1. 目标 *甲*"),
        ("_重点_ 和 __难点__", "重点 和 难点"),
        ("`**不是强调**`", "**不是强调**"),
    ],
)
def test_inline_marks_are_no_text(source: str, text: str) -> None:
    assert read_inline(source).text == text


@pytest.mark.parametrize(
    "text",
    [
        "达到**%以上，新建**所学校",
        "到****年，达到**万元以上",
        "第**条，*年*月*日",
        "*.强化管理",
        "投入**多万元，**名教师",
        "5 * 3 = 15",
        "国发[2021](36号)",
        "名单_2026_定稿",
        "____年____月",
        "于20__年__月__日前",
        "不足<1%，大于>3",
        "约5~10人，3~~4人",
        "- [ ] 未完成"[2:],
    ],
)
def test_what_only_looks_like_a_mark_stays(text: str) -> None:
    assert read_inline(text).text == text


def test_a_mask_beside_emphasis_stays() -> None:
    assert read_inline("**目标**：达到**%以上").text == "目标：达到**%以上"
    assert read_inline("**到**年**，完成").text == "到**年，完成"


def test_struck_text_is_set_aside_under_its_own_reason() -> None:
    removed = read_inline("达到~~90%~~**95%**").removed
    assert [(piece.text, piece.reason) for piece in removed] == [
        ("~~ ~~ ** **", "markup"),
        ("90%", "struck-text"),
    ]


@given(st.text("*_`~=[]()<>!\\|#^年%个9甲， .:/-ab", max_size=60))
def test_every_character_of_a_line_is_kept_or_set_aside(text: str) -> None:
    inline = read_inline(text)
    kept = inline.text + "".join(piece.text for piece in inline.removed)
    assert sorted("".join(kept.split())) == sorted("".join(text.split()))


def read(text: str) -> Plan:
    reading = read_markdown(Decoded(text, "utf-8"))
    source = Source("a.md", "md", "utf-8", "", len(text))
    return parse(Document(source, reading.lines, reading.removed, reading.findings, reading.title))


def outline(plan: Plan) -> list[tuple[int, str | None, str]]:
    return [(s.level, s.label, s.heading) for s in plan.sections[1:]]


def test_the_only_heading_of_the_first_level_is_the_title_wherever_it_stands() -> None:
    info = "\n\n".join(f"内容{'甲' * n}说明" for n in range(1, 16))
    plan = read(f"{info}\n\n# 数字校园\n\n## 一、目标\n\n办好学校。")
    assert plan.title == "数字校园"
    assert outline(plan) == [(1, "一、", "目标")]


def test_an_answer_whose_top_heading_is_of_the_third_level_has_it_for_its_title() -> None:
    plan = read("好的，以下是计划：\n\n### 云溪县教研计划\n\n#### 一、目标\n\n办好学校。")
    assert plan.title == "云溪县教研计划"
    assert outline(plan) == [(1, "一、", "目标")]


def test_front_matter_names_the_plan_where_no_heading_does() -> None:
    matter = "---\ntitle: 数字校园方案\ndate: 2026-02-20\n---\n"
    assert read(f"{matter}\n## 一、目标\n办好学校。").title == "数字校园方案"
    assert read(f"{matter}\n# 云溪计划\n## 一、目标\n办好学校。").title == "云溪计划"


def test_lists_within_lists_are_one_level_deeper() -> None:
    text = """# 云溪县方案
## 任务
1. 课堂
   1. 改造教室24间
   2. 培训教师120人
2. 资源
   - 开发微课60节
3. 安全
  1. 设备
     1. 门禁
     2. 监控
  2. 预案
## 保障
1. 经费"""
    assert outline(read(text)) == [
        (1, None, "任务"),
        (2, "1.", "课堂"),
        (3, "1.", "改造教室24间"),
        (3, "2.", "培训教师120人"),
        (2, "2.", "资源"),
        (2, "3.", "安全"),
        (3, "1.", "设备"),
        (4, "1.", "门禁"),
        (4, "2.", "监控"),
        (3, "2.", "预案"),
        (1, None, "保障"),
        (2, "1.", "经费"),
    ]


def test_tables_are_rows_with_cells_parted_by_tabs() -> None:
    table = r"""| 指标 | 2025年 | **2026年** |
|:---|:-:|--:|
| 入园率 | 94% | `95%` |
| 甲\|乙 | | 3 |"""
    lines = [line for line in markdown(table) if line.text]
    assert lines == [
        Line("指标\t2025年\t2026年", whole=True),
        Line("入园率\t94%\t95%", whole=True),
        Line("甲|乙\t\t3", whole=True),
    ]
    open_table = [line.text for line in markdown("指标 | 目标\n--- | ---\n入园率 | 95%\n\n正文")]
    assert open_table == ["指标\t目标", "入园率\t95%", "", "", "正文"]


def test_a_line_with_a_bar_is_no_table_without_dashes_below() -> None:
    assert [line.text for line in markdown("甲 | 乙\n丙 | 丁")] == ["甲 | 乙", "丙 | 丁"]
    assert [line.text for line in markdown("甲 | 乙\n---")] == ["甲 | 乙"]


def test_an_answer_fenced_as_markdown_is_markdown() -> None:
    assert markdown("```markdown\n# 要点\n```") == (Line("要点", 1),)


@pytest.mark.parametrize(
    "text", ["[TOC]", "[1]: https://a.example/b '名称'", "* * *", "<div align=center>", "> [!NOTE]"]
)
def test_lines_of_marks_alone_are_set_aside(text: str) -> None:
    read = read_markdown(Decoded(text, "utf-8"))
    assert [line.text.strip() for line in read.lines] in ([""], [])
    assert [piece.text for piece in read.removed] == [text]


def test_a_text_with_a_table_of_markdown_is_read_as_markdown() -> None:
    text = "云溪县计划\n| 指标 | 目标 |\n| --- | --- |\n| 入园率 | 95% |"
    assert [line.text for line in read_text(Decoded(text, "utf-8")).lines if line.text] == [
        "云溪县计划",
        "指标\t目标",
        "入园率\t95%",
    ]


@pytest.mark.parametrize("top", ["# 云溪县计划", "云溪县计划\n===="])
@pytest.mark.parametrize("matter", ['---\ntitle: "草案 v3"\n---', '+++\ntitle = "草案 v3"\n+++'])
def test_a_heading_of_the_first_level_is_the_title_and_not_the_front_matter(
    matter: str, top: str
) -> None:
    reading = read_markdown(Decoded(f"{matter}\n\n{top}\n\n办好学校。\n", "utf-8"))
    assert reading.title == "云溪县计划"
    assert [r.text for r in reading.removed if r.reason == "front-matter"] == [matter]


def test_a_sentence_broken_at_a_width_goes_on_in_its_paragraph() -> None:
    source = (
        "为营造良好阅读氛围，提升学生阅读素养，结合我区实际，制定本\n方案。\n\n"
        "- 全区中小学生均图书达到40册以上，图书更新率每年不低于5%，阅\n  读课开课率达到100%。\n"
        "- 评选阅读之星\n- 改造图书馆*12*\n\n"
        "Every school will open its library for at least forty hours a\nweek from May.\n"
    )
    assert [line.text for line in markdown(source) if line.text] == [
        "为营造良好阅读氛围，提升学生阅读素养，结合我区实际，制定本方案。",
        "全区中小学生均图书达到40册以上，图书更新率每年不低于5%，阅读课开课率达到100%。",
        "评选阅读之星",
        "改造图书馆12",
        "Every school will open its library for at least forty hours a week from May.",
    ]


def test_lines_that_end_a_sentence_or_begin_with_a_label_stay_apart() -> None:
    lines = [
        "全区中小学生均图书达到40册以上，图书更新率每年不低于5%。",
        "阅读课开课率达到100%，每所学校配备专职图书管理员不少于1名",
        "一、建好阅读空间",
        "责任单位：区教育局",
    ]
    assert [line.text for line in markdown("\n".join(lines))] == lines


def test_a_comparison_in_a_formula_is_shown_as_its_sign() -> None:
    assert read_inline(r"管理率 $\geq 75\%$，每亩$5元").text == "管理率 ≥75%，每亩$5元"


def test_text_behind_a_fence_around_markdown_is_read_as_markdown() -> None:
    lines = markdown("```markdown\n# 要点\n```\n\n这份**要点**可以直接使用。")
    assert [line.text for line in lines if line.text] == ["要点", "这份要点可以直接使用。"]


def test_a_link_of_a_wiki_is_shown_as_its_words_and_an_embedded_picture_not_at_all() -> None:
    read = read_inline("认定[[县级名单|县级基地]]18个，见[[附表]]![[分布图.png]]")
    assert read.text == "认定县级基地18个，见附表"
    assert "![[分布图.png]]" in read.removed[0].text
