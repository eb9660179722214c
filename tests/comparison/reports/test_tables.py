"""Laws of the tables: CSV and Excel cells are inert, the Word table can be read on paper."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from plandiff.comparison.edits import Edit, Op
from plandiff.comparison.model import Comparison, TargetChange, TargetChangeKind
from plandiff.comparison.reports import (
    Preset,
    ReportOptions,
    Review,
    ReviewMark,
    ReviewNote,
    Show,
    render,
)
from plandiff.comparison.reports.csv_table import inert
from plandiff.comparison.reports.shared.labels import labels_for
from plandiff.comparison.reports.shared.targets import by_indicator, target_lines
from plandiff.corpus.errors import UsageError
from plandiff.corpus.model import Plan, Relation, Span, Target
from tests.reports_plans import a_plan, a_row, in_order, sample_comparison

OLD = a_plan(
    (None, "青榆县计划", "=1+1"),
    ("一、", "+目标", "毛入园率达到81%。"),
    ("二、", "@旧事", "删去的话。"),
    ("三、", "形式", "甲，乙。"),
)
NEW = a_plan(
    (None, "青榆县计划", "=1+2"),
    ("一、", "+目标", "毛入园率达到85%。"),
    ("二、", "-新事", "新增的话。"),
    ("三、", "形式", "甲,乙。"),
)


def _comparison() -> Comparison:
    rows = (
        a_row(0, OLD.sections[:1], NEW.sections[:1]),
        replace(
            a_row(1, OLD.sections[1:2], NEW.sections[1:2]),
            edits=(
                Edit(Op.EQUAL, "+目标\n毛入园率达到"),
                Edit(Op.DELETE, "81%"),
                Edit(Op.INSERT, "85%"),
                Edit(Op.EQUAL, "。"),
            ),
            renumbered=True,
        ),
        a_row(2, OLD.sections[2:3], ()),
        a_row(3, (), NEW.sections[2:3]),
        replace(a_row(4, OLD.sections[3:], NEW.sections[3:]), substantive=False),
    )
    old = Target("t0", "s1", Span(0, 2), "达到81%", "=毛入园率", Relation.EQUAL, 81.0, unit="%")
    new = replace(old, quote="达到85%", value=85.0)
    change = TargetChange(TargetChangeKind.RAISED, old, new, "r1", 4.0)
    return Comparison(OLD, NEW, rows, (change,))


def _csv(options: ReportOptions) -> list[list[str]]:
    data = render(_comparison(), "csv", options)
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_lists_targets_with_numbers_as_numbers() -> None:
    head, line = _csv(ReportOptions())
    assert dict(zip(head, line, strict=True)) == {
        "类型": "提高", "指标": "'=毛入园率", "范围": "", "旧值": "81", "新值": "85", "单位": "%",
        "变化": "4", "变化单位": "个百分点", "旧版原文": "达到81%", "新版原文": "达到85%",
        "旧期限": "", "新期限": "",
        "说明": "", "旧版位置": "一、+目标", "新版位置": "一、+目标", "行号": "r1",
    }  # fmt: skip


def test_csv_lists_rows_where_asked() -> None:
    head, *lines = _csv(ReportOptions(csv_rows=True, language="en"))
    assert head[:4] == ["Row", "Kind", "Place in the old plan", "Place in the new plan"]
    assert [line[1] for line in lines] == [
        "modified", "modified, renumbered", "removed", "added", "form only",
    ]  # fmt: skip


def test_csv_says_a_masked_value_and_a_range_in_words() -> None:
    masked = Target("t0", "s1", Span(0, 2), "达到*%", "甲", Relation.EQUAL, None, masked=True)
    ranged = Target("t0", "s1", Span(0, 2), "1—2所", "甲", Relation.RANGE, 1.0, 2.0, "所")
    change = TargetChange(TargetChangeKind.CHANGED, masked, ranged, "r1")
    data = render(replace(_comparison(), targets=(change,)), "csv").decode("utf-8-sig")
    assert "调整,甲,,达到*%,1—2, → 所,," in data


@given(st.text(max_size=5), st.sampled_from("=+-@\t\r\n＝＋－＠"))
def test_no_text_that_a_spreadsheet_would_run_stays_bare(text: str, sign: str) -> None:
    assert str(inert(sign + text)).startswith("'")
    assert inert(-480) == -480


def _sheets(options: ReportOptions | None = None) -> dict[str, Any]:
    book = openpyxl.load_workbook(
        io.BytesIO(render(_comparison(), "xlsx", options)), rich_text=True
    )
    return {sheet.title: sheet for sheet in book.worksheets}


def test_the_workbook_has_three_sheets_with_filters_and_frozen_heads() -> None:
    sheets = _sheets()
    assert [name for name in sheets if sheets[name].sheet_state == "visible"] == [
        "摘要", "指标", "章节",
    ]  # fmt: skip
    for name in ("指标", "章节"):
        assert sheets[name].freeze_panes == "C2"
        assert sheets[name].auto_filter.ref.startswith("A1:")
    english = list(_sheets(ReportOptions(language="en")))
    assert english == ["Summary", "Targets", "Sections", "Chart data"]


def test_ids_and_probabilities_are_columns_for_those_who_ask() -> None:
    heads = {
        details: {
            cell.value
            for name in ("指标", "章节")
            for cell in _sheets(ReportOptions(details=details))[name][1]
        }
        for details in (False, True)
    }
    assert heads[True] - heads[False] == {"行号", "匹配可信度", "匹配依据"}


def test_the_first_sheet_holds_the_verdict_the_picture_and_the_changed_targets() -> None:
    sheet = _sheets()["摘要"]
    texts = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    heads = next(at for at, row in enumerate(texts) if row[0] == "类型")
    assert texts[2][1].startswith("删除1节")
    assert texts[heads + 1][:5] == ["▲ 提高", "=毛入园率", "81%", "85%", "+4个百分点"]
    (chart,) = sheet._charts
    assert 2 < chart.anchor._from.row < heads


def test_no_cell_of_the_workbook_is_a_formula_or_a_link() -> None:
    for sheet in _sheets().values():
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
    texts = [cell.value for cell in _sheets()["章节"]["D"]]
    assert "青榆县计划\n=1+1" in [str(text) for text in texts]


def test_marked_words_are_rich_text_that_reads_in_black_and_white() -> None:
    sheet = _sheets()["章节"]
    old, new = (sheet[f"{column}3"].value for column in "DE")
    struck = [part.text for part in old if getattr(part, "font", None) and part.font.strike]
    marked = [
        part.text for part in new if getattr(part, "font", None) and part.font.u and part.font.b
    ]
    assert struck == ["81%"]
    assert marked == ["85%"]


def test_a_text_beyond_the_limit_of_a_cell_is_cut_and_says_so() -> None:
    long = a_plan((None, "计划", "甲" * 40_000))
    data = render(in_order(long, long), "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(data))["章节"]
    text = str(sheet["D2"].value)
    assert len(text) <= 32_767
    assert "单元格已满" in text


def _document(options: ReportOptions) -> Any:  # noqa: ANN401 - python-docx has no types
    return Document(io.BytesIO(render(_comparison(), "docx", options)))


TABLE = ReportOptions(table=True)


def _cells(options: ReportOptions = TABLE) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in _document(options).tables[-1].rows]


def test_the_table_stands_on_landscape_a4_and_its_head_repeats() -> None:
    document = _document(TABLE)
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    for table in document.tables:
        assert table.rows[0]._tr.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None
    assert [cell.text.split("\n")[0] for cell in document.tables[-1].rows[0].cells] == [
        "序号", "章节", "修订前", "修订后", "修订类型", "说明",
    ]  # fmt: skip


def test_additions_and_removals_say_so_in_the_empty_cell() -> None:
    rows = _cells()
    assert rows[3][2:5] == ["二、@旧事\n删去的话。", "删除", "删除"]
    assert rows[4][2:5] == ["新增", "二、-新事\n新增的话。", "新增"]


def test_targets_stand_before_the_table_and_in_its_remarks() -> None:
    document = _document(TABLE)
    section, target = document.tables[0].rows[1:]
    assert {cell.text for cell in section.cells} == {"一、+目标"}
    assert [cell.text for cell in target.cells] == [
        "1", "▲提高", "=毛入园率", "81%", "85%", "+4个百分点", "—",
    ]  # fmt: skip
    assert "指标提高：=毛入园率（81% → 85%；+4个百分点）" in _cells()[2][5]


def test_what_was_left_out_as_formal_is_counted() -> None:
    texts = [paragraph.text for paragraph in _document(TABLE).paragraphs]
    assert any("形式不同的：1节" in text for text in texts)
    assert not any("甲,乙" in cell for row in _cells() for cell in row)


def test_only_may_ask_for_what_is_left_out() -> None:
    rows = _cells(replace(TABLE, only=frozenset({Show.FORMAL})))
    assert [row[3] for row in rows[1:]] == ["三、形式\n甲,乙。"]


def test_changed_words_are_marked_on_both_sides() -> None:
    old, new = _document(TABLE).tables[-1].rows[2].cells[2:4]
    struck = [run.text for p in old.paragraphs for run in p.runs if run.font.strike]
    marked = [run.text for p in new.paragraphs for run in p.runs if run.bold and run.underline]
    assert struck == ["81%"]
    assert marked == ["85%"]


def test_notes_and_reviewed_marks_stand_in_the_remarks() -> None:
    review = Review((ReviewMark("r2"),), (ReviewNote("r2", "报局长审定", "王芳", "2031-04-01"),))
    remarks = _cells(replace(TABLE, review=review))[3][5]
    assert remarks == "批注：报局长审定（王芳 2031-04-01）\n已阅"


def test_chinese_fonts_are_named_for_east_asian_text() -> None:
    styles = _document(TABLE).styles
    fonts = {
        name: styles[name].element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia"))
        for name in ("Normal", "Heading 1", "Title", "Table Text")
    }
    assert fonts == {
        "Normal": "仿宋", "Heading 1": "黑体", "Title": "宋体", "Table Text": "宋体",
    }  # fmt: skip


def test_quotes_and_dashes_are_set_in_the_chinese_font() -> None:
    plan = a_plan((None, "计划", "落实“双减”——到底"))
    data = render(in_order(plan, a_plan((None, "计划", ""))), "docx", TABLE)
    runs = Document(io.BytesIO(data)).tables[-1].rows[1].cells[2].paragraphs[1].runs
    hints = {run.text: run._r.rPr.find(qn("w:rFonts")).get(qn("w:hint")) for run in runs}
    assert hints == {"落实“双减”——到底": "eastAsia"}


@pytest.mark.parametrize(
    ("preset", "head", "added"),
    [
        (Preset.TW, ["修正條文", "現行條文", "說明"], "（本條新增）"),
        (Preset.JP, ["改正後", "改正前", "備考"], "（新設）"),
    ],
)
def test_presets_put_the_new_text_first(preset: Preset, head: list[str], added: str) -> None:
    rows = _cells(replace(TABLE, preset=preset))
    assert [cell.split("\n")[0] for cell in rows[0]] == head
    assert rows[4][:2] == ["二、-新事\n新增的话。", added]


def test_the_words_around_a_table_of_taiwan_are_traditional_and_the_plans_stay_as_they_are() -> (
    None
):
    document = _document(replace(TABLE, preset=Preset.TW))
    said = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert said.startswith("修正條文對照表\n總體變化：刪除1節")
    assert "\n舊版：青榆县计划（plan.txt，2031年，4節" in said
    assert "指標變化表（1項）" in said


def _table_of(old: Plan, new: Plan) -> list[list[str]]:
    docx = render(in_order(old, new), "docx", TABLE)
    table = Document(io.BytesIO(docx)).tables[-1]
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_plans_of_one_title_are_told_apart_by_their_files() -> None:
    old = a_plan((None, "青榆县章程", "甲。"), name="旧.docx")
    new = a_plan((None, "青榆县章程", "乙。"), name="新.docx")
    assert _table_of(old, new)[0][2:4] == ["修订前\n旧.docx", "修订后\n新.docx"]


def test_a_place_whose_name_differs_in_form_only_is_named_once() -> None:
    old = a_plan((None, "章程", ""), ("第一章", "总则", "甲。"))
    new = a_plan((None, "章程", ""), ("第一章", "总　则", "乙。"))
    assert _table_of(old, new)[1][1] == "第一章 总 则"


def test_a_title_is_followed_by_the_year_that_it_does_not_name() -> None:
    plans = (a_plan((None, f"青榆县{year}计划", "甲。")) for year in ("", "2031年"))
    said = render(in_order(*plans), "text").decode()
    assert "旧版  青榆县计划（plan.txt，2031年，1节" in said
    assert "新版  青榆县2031年计划（plan.txt，1节" in said


def test_context_shortens_the_cells() -> None:
    long = "前面的话很长，" * 20
    old, new = a_plan((None, "计划", f"{long}81%。")), a_plan((None, "计划", f"{long}85%。"))
    comparison = in_order(old, new)
    whole, short = (
        Document(io.BytesIO(render(comparison, "docx", replace(TABLE, context=context))))
        .tables[-1].rows[1].cells[2].text
        for context in (None, 10)
    )  # fmt: skip
    assert whole == f"计划\n{long}81%。"
    assert short == "计划\n……前面的话很长，81%。"


def test_context_leaves_out_paragraphs_without_a_change_and_keeps_the_heading() -> None:
    old = a_plan((None, "计划", "甲\n乙\n丙\n丁81%"))
    new = a_plan((None, "计划", "甲\n乙\n丙\n丁85%"))
    data = render(in_order(old, new), "docx", replace(TABLE, context=5))
    assert Document(io.BytesIO(data)).tables[-1].rows[1].cells[2].text == "计划\n……\n丁81%"


def test_targets_alone_are_a_document_of_the_target_table() -> None:
    document = _document(replace(TABLE, only=frozenset({Show.TARGETS})))
    assert len(document.tables) == 1
    document = _document(replace(TABLE, only=frozenset({Show.REMOVED})))
    assert [cell.text for cell in document.tables[-1].rows[1].cells][4] == "删除"


def test_the_date_of_the_options_is_printed_and_an_impossible_one_is_refused() -> None:
    document = _document(replace(TABLE, date="2031-04-01"))
    assert any(p.text == "编制日期：2031-04-01" for p in document.paragraphs)
    with pytest.raises(UsageError, match="is not a date"):
        render(_comparison(), "docx", replace(TABLE, date="昨天"))


def test_the_sample_plans_fill_every_part_of_the_table() -> None:
    document = Document(io.BytesIO(render(sample_comparison(), "docx", TABLE)))
    heads = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
    assert [head.split("（")[0] for head in heads] == [
        "一、指标变化表", "二、全文统一修改的用语", "三、移动的章节", "四、拆分、合并的章节",
        "五、修订对照表", "六、未逐条列出的变化",
    ]  # fmt: skip


def _target(key: str, name: str, value: float, unit: str, deadline: str | None = None) -> Target:
    quote = f"{value:g}{unit}"
    return Target(
        key, "s1", Span(0, 2), quote, name, Relation.EQUAL, value, unit=unit, deadline=deadline
    )


def test_targets_of_one_plan_alone_are_lists_below_the_table_of_those_that_changed() -> None:
    raised = TargetChange(
        TargetChangeKind.RAISED,
        _target("t0", "毛入园率", 81.0, "%", "到2024年"),
        _target("t0", "毛入园率", 85.0, "%"),
        "r1",
        4.0,
    )
    new = _target("t1", "学位", 900.0, "个", "年内")
    gone = _target("t1", "生产总值", 320.0, "亿元")
    rate = _target("t2", "生产总值增长率", 8.0, "%")
    changes = (
        TargetChange(TargetChangeKind.REMOVED, gone, None, "r1"),
        TargetChange(TargetChangeKind.ADDED, None, new, "r1"),
        raised,
        TargetChange(TargetChangeKind.REMOVED, rate, None, "r1"),
    )
    data = render(replace(_comparison(), targets=changes), "docx", ReportOptions(table=True))
    document = Document(io.BytesIO(data))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    # The old plan's deadline is not the new target's.
    assert [row[1:7] for row in rows[2:]] == [
        ["▲提高", "毛入园率", "81%", "85%", "+4个百分点", "—"]
    ]
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert lines[lines.index("新增指标（1项）") + 1] == "一、+目标：学位900个（年内）。"
    assert lines[lines.index("未再列入的指标（2项）") + 1] == (
        "一、+目标：生产总值320亿元；生产总值增长率8%。"
    )


def test_growth_and_amount_of_one_indicator_stand_together_in_the_order_of_the_plans() -> None:
    def change(name: str) -> TargetChange:
        both = _target("t0", name, 1.0, "%"), _target("t0", name, 2.0, "%")
        return TargetChange(TargetChangeKind.RAISED, *both, "r1")

    comparison = replace(
        _comparison(), targets=tuple(map(change, ["财政收入", "生产总值", "财政收入增长率"]))
    )
    lines = target_lines(comparison, ReportOptions(), labels_for("zh"))
    ordered = [line.indicator for line in by_indicator(comparison, lines)]
    assert ordered == ["财政收入", "财政收入增长率", "生产总值"]
