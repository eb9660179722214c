"""A presentation reads as it is told: slides in order, titles as headings, notes aside."""

import pytest

from plandiff.corpus.errors import NoTextError
from plandiff.corpus.formats.documents import read_document
from plandiff.corpus.model import Document, Line
from plandiff.corpus.reading import read_plan
from tests.package_builders import drawn_table, pptx, shape, slide

NUMBERED = '<a:pPr><a:buAutoNum type="{}"/></a:pPr>'


def read(*slides: str, notes: dict[int, str] | None = None) -> Document:
    return read_document("plan.pptx", data=pptx(*slides, notes=notes))


def test_titles_without_labels_are_headings_and_texts_follow_them() -> None:
    plan = read_plan(
        "plan.pptx",
        data=pptx(
            slide(shape("青禾县2026年工作计划", "ctrTitle"), shape("县教育局", "subTitle")),
            slide(shape("新建学校3所。", "body"), shape("学位供给", "title")),
            slide(shape("学位供给（续）", "title"), shape("新增学位600个。", "body")),
            slide(shape("队伍建设", "title"), shape("招聘教师90名。", "body")),
        ),
    )
    assert [(s.level, s.heading, s.body) for s in plan.sections] == [
        (0, "青禾县2026年工作计划", "县教育局"),
        (1, "学位供给", "新建学校3所。\n新增学位600个。"),
        (1, "队伍建设", "招聘教师90名。"),
    ]
    assert [(r.text, r.reason) for r in plan.removed] == [("学位供给（续）", "repeated-title")]


def test_notes_footers_and_hidden_slides_are_set_aside_and_hidden_slides_said() -> None:
    document = read(
        slide(shape("目标", "title"), shape("9", "sldNum"), shape("教育局", "ftr")),
        slide(shape("备用", "title"), shape("新建学校4所", "body"), hidden=True),
        notes={0: "先讲背景"},
    )
    assert [line.text for line in document.lines] == ["目标"]
    assert [(r.text, r.reason) for r in document.removed] == [
        ("9", "page-number"),
        ("教育局", "footer"),
        ("先讲背景", "speaker-notes"),
        ("备用\n新建学校4所", "hidden-text"),
    ]
    assert [(f.kind, f.text) for f in document.findings] == [("hidden-slide", "2 备用")]


def test_slides_that_are_all_hidden_are_the_text() -> None:
    document = read(slide(shape("目标", "title"), shape("新建学校4所", "body"), hidden=True))
    assert [line.text for line in document.lines] == ["目标", "新建学校4所"]


@pytest.mark.parametrize(
    ("kind", "labels"),
    [
        ("ea1ChsPeriod", ["一.", "二."]),
        ("arabicParenBoth", ["(1)", "(2)"]),
        ("circleNumDbPlain", ["①", "②"]),
        ("romanUcPeriod", ["I.", "II."]),
        ("unknown", [None, None]),
    ],
)
def test_automatic_numbers_are_labels(kind: str, labels: list[str | None]) -> None:
    body = shape("新建\n改造", "body", properties=NUMBERED.format(kind))
    document = read(slide(shape("任务", "title"), body))
    assert document.lines[1:] == tuple(
        Line(text, None, label, whole=True)
        for text, label in zip(("新建", "改造"), labels, strict=True)
    )


def test_merged_cells_leave_the_places_blank_that_they_cover() -> None:
    rows = (
        ("指标", "2026年", "", "责任"),
        ("", "目标", "下限", ""),
        ("入园率", "95%", "93%", "学前股"),
    )
    attributes = {"指标": 'rowSpan="2"', "责任": 'rowSpan="2"', "2026年": 'gridSpan="2"'}
    document = read(slide(drawn_table(rows, attributes)))
    assert [line.text for line in document.lines] == [
        "指标\t2026年\t\t责任",
        "\t目标\t下限",
        "入园率\t95%\t93%\t学前股",
    ]


def test_groups_and_newer_shapes_are_read_once() -> None:
    choice = f"<mc:Choice>{shape('新')}</mc:Choice><mc:Fallback>{shape('旧')}</mc:Fallback>"
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    both = f"<mc:AlternateContent {space}>{choice}</mc:AlternateContent>"
    document = read(slide(f"<p:grpSp>{shape('甲')}</p:grpSp>", both))
    assert [line.text for line in document.lines] == ["甲", "新"]


def test_a_presentation_of_pictures_holds_no_text() -> None:
    with pytest.raises(NoTextError, match="OCR"):
        read(slide("<p:pic/>"))


def test_boxes_without_a_placeholder_are_read_from_the_top() -> None:
    def box(text: str, top: int) -> str:
        place = f'<p:spPr><a:xfrm><a:off x="0" y="{top}"/></a:xfrm></p:spPr>'
        return shape(text).replace("<p:txBody>", f"{place}<p:txBody>")

    document = read(slide(box("开设课程36门。", 1_828_800), box("一、课程建设", 365_760)))
    assert [line.text for line in document.lines] == ["一、课程建设", "开设课程36门。"]
