"""A spreadsheet reads as it is shown: numbers with their formats, a table below its head."""

import datetime as dt
import io
from collections import Counter
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from plandiff.corpus.formats.documents import read_document
from plandiff.corpus.formats.sheet.value_formats import shown
from plandiff.corpus.model import Document, Finding
from plandiff.corpus.reading import read_plan
from tests.package_builders import relationships, zipped

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def saved(workbook: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def a_sheet(workbook: openpyxl.Workbook, *rows: tuple[Any, ...]) -> Worksheet:
    sheet = workbook.worksheets[0]
    for row in rows:
        sheet.append(row)
    return sheet


def read(workbook: openpyxl.Workbook) -> Document:
    return read_document("plan.xlsx", data=saved(workbook))


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines]


def sheet_xml(rows: str, *, shared: str = "", parts: dict[str, str] | None = None) -> bytes:
    """A workbook of one sheet whose rows are given as XML."""
    usual = {
        "[Content_Types].xml": "<Types>spreadsheetml</Types>",
        "_rels/.rels": relationships({"r": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/'
            '2006/relationships"><sheets><sheet name="表" r:id="s"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": relationships(
            {"s": ("worksheet", "sheet.xml"), "t": ("sharedStrings", "strings.xml")}
        ),
        "xl/sheet.xml": (f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'),
        "xl/strings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>',
    }
    return zipped(usual | (parts or {}))


VALUES = [
    (0.95, "0%", "95%"),
    (0.956, "0.0%", "95.6%"),
    (94.200000000000003, "General", "94.2"),
    (0.1 + 0.2, "General", "0.3"),
    (1234567.891, "#,##0.00", "1,234,567.89"),
    (-1234.5, "#,##0.00_);[Red](#,##0.00)", "(1,234.50)"),
    (2600, '#,##0"万元"', "2,600万元"),
    (12345, "0!.0,", "1.2"),  # in units of ten thousand, as offices write it
    (12345678, "#,##0,", "12,346"),
    (0.125, "0.00", "0.13"),
    (5, "0.##", "5"),
    (5.5, "0.##", "5.5"),
    (3, "000", "003"),
    (0, '0;-0;"—"', "—"),
    (3, '[<5]"低";"高"', "低"),
    (46086, 'yyyy"年"m"月"d"日"', "2026年3月5日"),
    (46086, 'yyyy"年"m"月";@', "2026年3月"),
    (46086.75, "yyyy/m/d h:mm", "2026/3/5 18:00"),
    (0.5, "h:mm:ss", "12:00:00"),
    (1.25, "[h]:mm", "30:00"),
    (46086, "[$-804]aaaa", "星期四"),
    (61, "yyyy-mm-dd", "1900-03-01"),
    (-5, "yyyy-mm-dd", "-5"),  # no such day
    (1.5, "# ?/?", "1.5"),
    (7, "第0期", "第7期"),
    (36, "@", "36"),
    (36, "(((", "((("),
    (1e20, "0%", "10,000,000,000,000,000,000,000%".replace(",", "")),
]


@pytest.mark.parametrize(("value", "code", "expected"), VALUES)
def test_a_number_reads_as_the_sheet_shows_it(value: float, code: str, expected: str) -> None:
    assert shown(value, code) == expected


@given(
    st.floats(allow_nan=False, allow_infinity=False),
    st.text('0#?.,%;E+"[]hmsyd年@-_*\\! GeneralA/P', max_size=24),
)
def test_no_format_code_stops_the_reader(value: float, code: str) -> None:
    assert isinstance(shown(value, code), str)


def test_dates_and_shares_of_a_workbook_are_read_as_shown() -> None:
    workbook = openpyxl.Workbook()
    sheet = a_sheet(workbook, ("覆盖率", 0.95, dt.date(2026, 9, 30), True, "=B1*2"))
    sheet["B1"].number_format = "0%"
    sheet["C1"].number_format = 'yyyy"年"m"月"d"日"'
    document = read(workbook)
    assert texts(document) == ["覆盖率\t95%\t2026年9月30日\tTRUE"]
    assert document.findings == (Finding("formula-without-value", None, "Sheet E1"),)


TWO_ROW_HEAD = (
    ("青禾县2026年教育主要指标",),
    ("类别", "指标", "单位", "数值", None, "责任股室"),
    (None, None, None, "2025年完成", "2026年目标", None),
    ("普及", "毛入园率", "%", 93.5, 95, "学前股"),
    (None, "巩固率", "%", 98.2, 98.8, "义教股"),
)
TWO_ROW_MERGES = ("A1:F1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:F3", "A4:A5")


def test_the_columns_of_a_head_of_two_rows_are_named_by_both() -> None:
    workbook = openpyxl.Workbook()
    sheet = a_sheet(workbook, *TWO_ROW_HEAD)
    for cells in TWO_ROW_MERGES:
        sheet.merge_cells(cells)
    plan = read_plan("plan.xlsx", data=saved(workbook))
    assert plan.root.body.split("\n") == [
        "类别\t指标\t单位\t数值\t\t责任股室",
        "\t\t\t2025年完成\t2026年目标",
        "普及\t毛入园率\t%\t93.5\t95\t学前股",
        "\t巩固率\t%\t98.2\t98.8\t义教股",
    ]
    assert [(t.indicator, t.value, t.unit, t.baseline) for t in plan.targets] == [
        ("毛入园率", 95, "%", "93.5"),
        ("巩固率", 98.8, "%", "98.2"),
    ]


def test_merged_cells_among_values_make_no_head() -> None:
    workbook = openpyxl.Workbook()
    sheet = a_sheet(workbook, ("项目", "合计", None), ("投资", 260, 300), ("学位", 90, 120))
    sheet.merge_cells("B1:C1")
    assert texts(read(workbook)) == ["项目\t合计", "投资\t260\t300", "学位\t90\t120"]


@pytest.mark.parametrize("group", ["一、普及普惠", "普及普惠"])
def test_rows_below_the_name_of_a_group_keep_their_head(group: str) -> None:
    workbook = openpyxl.Workbook()
    sheet = a_sheet(
        workbook,
        ("青禾县2026年主要指标",),
        ("指标", "单位", "2025年", "2026年目标"),
        (group,),
        ("毛入园率", "%", 94.2, 95.5),
        ("二、条件保障" if group.startswith("一") else "条件保障",),
        ("新增学位", "个", 900, 1260),
    )
    sheet.merge_cells("A3:D3")
    plan = read_plan("plan.xlsx", data=saved(workbook))
    assert [(t.indicator, t.value, t.unit, t.deadline, t.baseline) for t in plan.targets] == [
        ("毛入园率", 95.5, "%", "2026年", "94.2"),
        ("新增学位", 1260, "个", "2026年", "900"),
    ]
    for target in plan.targets:
        section = next(s for s in plan.sections if s.id == target.section)
        assert section.text[target.span.start : target.span.end] == target.quote


def test_a_row_stays_one_whatever_lists_its_cells_hold() -> None:
    workbook = openpyxl.Workbook()
    a_sheet(
        workbook,
        ("青禾县2026年重点任务分解表",),
        ("序号", "重点任务", "工作措施", "2026年目标", "责任单位"),
        (1, "扩大学位", "1.新增公办学位600个。\n2.改造幼儿园9所。", "90%", "学前股"),
        (2, "建强队伍", "（1）招聘教师110名；\n（2）培训1500人次。", "95%", "人事股"),
    )
    plan = read_plan("plan.xlsx", data=saved(workbook))
    assert plan.root.body.split("\n")[1:] == [
        "1\t扩大学位\t1.新增公办学位600个。 2.改造幼儿园9所。\t90%\t学前股",
        "2\t建强队伍\t（1）招聘教师110名； （2）培训1500人次。\t95%\t人事股",
    ]
    assert len(plan.sections) == 1
    assert [target.quote for target in plan.targets] == [
        *("600个", "9所", "90%"),
        *("110名", "1500人次", "95%"),
    ]
    assert plan.findings == ()


def test_rows_that_are_sections_themselves_keep_their_head() -> None:
    workbook = openpyxl.Workbook()
    a_sheet(
        workbook,
        ("青禾县2026年重点任务分解表",),
        ("序号", "重点任务", "2026年目标", "责任单位"),
        ("一、", "学位供给", "600个", "计财股"),
        ("二、", "队伍建设", "110名", "人事股"),
    )
    plan = read_plan("plan.xlsx", data=saved(workbook))
    assert [s.label for s in plan.sections] == [None, "一、", "二、"]
    assert [(t.section, t.indicator, t.quote, t.deadline) for t in plan.targets] == [
        ("s1", "学位供给", "600个", "2026年"),
        ("s2", "队伍建设", "110名", "2026年"),
    ]


def test_each_of_several_sheets_is_a_section_below_the_title_of_the_first() -> None:
    workbook = openpyxl.Workbook()
    first = a_sheet(workbook, ("青禾县2026年重点任务",), ("序号", "任务"), (1, "新建学校3所"))
    first.title = "任务分解表"
    workbook.create_sheet("空表")
    workbook.create_sheet("指标表").append(("指标", "2026年目标"))
    plan = read_plan("plan.xlsx", data=saved(workbook))
    assert [(s.level, s.heading, s.body) for s in plan.sections] == [
        (0, "青禾县2026年重点任务", ""),
        (1, "任务分解表", "序号\t任务\n1\t新建学校3所"),
        (1, "指标表", "指标\t2026年目标"),
    ]


def test_a_head_without_a_title_above_it_is_no_title() -> None:
    workbook = openpyxl.Workbook()
    a_sheet(workbook, ("序号", "任务", "2026年计划"), (1, "新建学校", "3所"))
    plan = read_plan("plan.xlsx", data=saved(workbook))
    assert plan.title == ""
    assert [(t.indicator, t.value, t.unit) for t in plan.targets] == [("新建学校", 3, "所")]


def test_what_is_hidden_is_left_out_and_said() -> None:
    workbook = openpyxl.Workbook()
    sheet = a_sheet(
        workbook,
        ("任务", "目标", "内部"),
        ("学校", "3所", "略"),
        ("教师", "9名", "存"),
        ("学位", "8个"),
    )
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    secret = workbook.create_sheet("底稿")
    secret.append(("旧数", 7))
    secret.sheet_state = "veryHidden"
    document = read(workbook)
    assert texts(document) == ["任务\t目标", "学校\t3所", "学位\t8个"]
    assert [(r.text, r.reason) for r in document.removed] == [
        ("教师\t9名\t存\n内部\n略", "hidden-text"),
        ("底稿\n旧数\t7", "hidden-text"),
    ]
    assert [(f.kind, f.text) for f in document.findings] == [
        ("hidden-rows", "Sheet 3"),
        ("hidden-sheet", "底稿"),
    ]


def test_what_is_hidden_is_the_text_where_it_is_most_of_it() -> None:
    workbook = openpyxl.Workbook()
    sheet = a_sheet(workbook, ("任务", "目标"), ("学校", "3所"), ("教师", "9名"))
    for row in (2, 3):
        sheet.row_dimensions[row].hidden = True
    document = read(workbook)
    assert texts(document) == ["任务\t目标", "学校\t3所", "教师\t9名"]
    assert [finding.kind for finding in document.findings] == ["hidden-rows"]


def test_rich_text_is_one_text_and_reading_signs_are_none_of_it() -> None:
    workbook = openpyxl.Workbook()
    bold = TextBlock(InlineFont(b=True), "学位")
    a_sheet(workbook, (CellRichText("新增", bold, "600个\n其中城区200个"), "x"))
    assert texts(read(workbook)) == ["新增学位600个 其中城区200个\tx"]
    strings = (
        "<si><r><t>東京</t></r><rPh><t>とうきょう</t></rPh></si><si><t>a_x000D_b_x005F_</t></si>"
    )
    rows = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>9</v></c></row>'
    document = read_document("a.xlsx", data=sheet_xml(rows, shared=strings))
    assert texts(document) == ["東京\ta b_"]


def test_blank_rows_and_columns_leave_no_trace() -> None:
    workbook = openpyxl.Workbook()
    a_sheet(workbook, (), (None, "任务", None, "目标"), (), (), (None, "学校", " ", "3所"))
    assert texts(read(workbook)) == ["任务\t目标", "学校\t3所"]


def test_text_boxes_follow_the_rows_and_comments_are_set_aside() -> None:
    workbook = openpyxl.Workbook()
    sheet = a_sheet(workbook, ("任务", "目标"))
    sheet["A1"].comment = Comment("请核实", "张三")
    document = read(workbook)
    assert texts(document) == ["任务\t目标"]
    assert [(r.text, r.reason) for r in document.removed] == [("请核实", "comment")]
    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    box = (
        f'<d xmlns:a="{space}"><sp><txBody><a:p><a:r><a:t>说明</a:t></a:r></a:p></txBody></sp></d>'
    )
    drawn = {
        "xl/_rels/sheet.xml.rels": relationships({"d": ("drawing", "drawing.xml")}),
        "xl/drawing.xml": box,
    }
    rows = '<row><c t="str"><v>任务</v></c></row>'
    assert texts(read_document("a.xlsx", data=sheet_xml(rows, parts=drawn))) == ["任务", "说明"]


CELLS = st.text("年学位所123 %", max_size=4)


@given(
    st.lists(st.lists(CELLS, max_size=5), min_size=1, max_size=8),
    st.sets(st.integers(1, 8), max_size=3),
)
def test_every_character_of_a_sheet_is_in_one_line_or_removed(
    rows: list[list[str]], hidden: set[int]
) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            sheet.cell(number, column).value = text or None
    for number in hidden:
        sheet.row_dimensions[number].hidden = True
    written = Counter("".join("".join(text.split()) for row in rows for text in row))
    if not written:
        return
    document = read(workbook)
    kept = [*texts(document), *(removed.text for removed in document.removed)]
    assert Counter("".join("".join(text.split()) for text in kept)) == written
