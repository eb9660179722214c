"""Printed pages become paragraphs: joined lines, columns in order, margins set aside."""

import io
from collections.abc import Sequence

import pypdfium2
import pytest

from plandiff.corpus.errors import BrokenFileError, NoTextError
from plandiff.corpus.formats.documents import read_document
from plandiff.corpus.formats.pdf.columns import all_lines
from plandiff.corpus.formats.pdf.layout import Box, Page, Piece, PrintedLine, joined
from plandiff.corpus.formats.pdf.margins import (
    page_number_in,
    take_line_numbers,
    take_margins,
    take_watermarks,
)
from plandiff.corpus.formats.pdf.paragraphs import join_paragraphs
from plandiff.corpus.formats.pdf.rows import align_rows
from plandiff.corpus.formats.pdf.ruled_tables import take_ruled_tables
from plandiff.corpus.parsing import parse

EM = 10.0
LEFT = 100.0
WIDTH = 30
"""Characters of a full line."""


def paragraphs(lines: Sequence[PrintedLine]) -> list[str]:
    return [line.text for line in join_paragraphs(lines)]


def printed(*rows: tuple[str, float], page: int = 0, top: float = 700) -> list[PrintedLine]:
    """Lines of ten-point text, each given with its indent in ems."""
    return [
        PrintedLine(
            text,
            Box(
                LEFT + indent * EM,
                top - n * 16,
                LEFT + (indent + len(text)) * EM,
                top - n * 16 + EM,
            ),
            EM,
            page,
            column=page,
        )
        for n, (text, indent) in enumerate(rows)
    ]


def full(start: str, indent: int = 0, end: str = "") -> str:
    """A line that reaches the right edge."""
    return (start + "发展教育事业提升质量" * 5)[: WIDTH - indent - len(end)] + end


def test_indented_paragraphs_are_parted_by_their_indent() -> None:
    lines = printed(
        (full("一、甲", 2), 2),
        (full("乙", end="。"), 0),
        (full("丙", 2), 2),
        ("丁。", 0),
        ("二、戊", 2),
        (full("己", 2, end="。"), 2),
        (full("三、庚", 2), 2),
        ("辛。", 0),
    )
    assert [text[:3] for text in paragraphs(lines)] == [
        "一、甲",
        full("丙", 2)[:3],
        "二、戊",
        full("己", 2)[:3],
        "三、庚",
    ]


def test_without_indents_a_short_line_or_a_label_after_a_full_stop_parts() -> None:
    lines = printed(
        ("工作要点", 0),
        (full("甲"), 0),
        (full("一、", end="。"), 0),
        ("（一）乙", 0),
        (full("丙", end="。"), 0),
        ("二、丁", 0),
    )
    assert [text[:4] for text in paragraphs(lines)] == [
        "工作要点",
        full("甲")[:4],
        "（一）乙",
        full("丙")[:4],
        "二、丁",
    ]


def test_a_word_that_did_not_fit_shows_that_the_line_went_on() -> None:
    text = full("甲")[: WIDTH - 6]
    lines = printed((full("乙"), 0), (text, 0), ("https://www", 0), (full("丙"), 0))
    assert paragraphs(lines)[0] == f"{full('乙')}{text}https://www"


def test_a_line_of_another_size_is_another_paragraph() -> None:
    small, large = printed((full("甲"), 0), ("乙", 0))
    other = PrintedLine(large.text, large.box, 14.0, 0)
    assert paragraphs([small, other]) == [full("甲"), "乙"]


def test_a_paragraph_goes_on_across_the_page() -> None:
    first = printed(("目标", 2), (full("甲", 2), 2), (full("乙"), 0))
    second = printed((full("丙"), 0), ("丁。", 0), ("戊", 2), page=1)
    assert paragraphs([*first, *second]) == [
        "目标",
        full("甲", 2) + full("乙") + full("丙") + "丁。",
        "戊",
    ]


@pytest.mark.parametrize(
    ("left", "right", "whole"),
    [
        ("提升", "质量", "提升质量"),
        ("达到95", "%以上", "达到95%以上"),
        ("work", "plan", "work plan"),
        ("edu\x02", "cation", "education"),
        ("教育 ", " plan", "教育plan"),
    ],
)
def test_parts_of_a_wrapped_text_are_joined(left: str, right: str, whole: str) -> None:
    assert joined(left, right) == whole


def piece(text: str, left: float, bottom: float) -> Piece:
    return Piece(text, Box(left, bottom, left + len(text) * EM, bottom + EM), EM)


def test_two_columns_of_prose_are_read_one_after_the_other() -> None:
    title = piece("题" * 30, 100, 720)
    left = [piece(f"左{n}" + "文" * 12, 100, 700 - 16 * n) for n in range(10)]
    right = [piece(f"右{n}" + "文" * 12, 270, 700 - 16 * n) for n in range(10)]
    mixed = [p for pair in zip(left, right, strict=True) for p in pair]
    lines = all_lines([Page(0, 600, 800, (title, *mixed))])
    assert [line.text[:2] for line in lines] == [
        "题题",
        *(f"左{n}" for n in range(10)),
        *(f"右{n}" for n in range(10)),
    ]


def test_a_short_last_page_has_the_columns_of_the_page_before() -> None:
    prose = [piece("文" * 15, left, 600 - 16 * n) for left in (100, 270) for n in range(10)]
    last = [piece("丙文", 270, 600), piece("甲文", 100, 600), piece("乙文", 100, 584)]
    lines = all_lines([Page(0, 600, 800, tuple(prose)), Page(1, 600, 800, tuple(last))])
    assert [line.text for line in lines[20:]] == ["甲文", "乙文", "丙文"]


def test_the_rows_of_a_table_stay_rows() -> None:
    cells = [
        p
        for n in range(12)
        for p in (piece(f"项{n}", 100, 700 - 16 * n), piece("值", 350, 700 - 16 * n))
    ]
    lines = all_lines([Page(0, 600, 800, tuple(cells))])
    assert [line.text for line in lines] == [f"项{n}\t值" for n in range(12)]


def test_headers_and_page_numbers_are_taken_from_every_page() -> None:
    pages = []
    for number, sign in enumerate("甲乙丙丁"):
        body = [piece(f"{word}{sign}", 100, 700 - 16 * n) for n, word in enumerate("正又再")]
        header, footer = piece("青禾县教育局", 100, 760), piece(f"— {number + 1} —", 280, 40)
        pages.append(Page(number, 600, 800, (header, *body, footer)))
    kept, removed = take_margins(pages)
    assert [[p.text for p in page.pieces] for page in kept] == [
        [f"{word}{sign}" for word in "正又再"] for sign in "甲乙丙丁"
    ]
    assert [(x.text, x.reason) for x in removed[:2]] == [
        ("青禾县教育局", "header"),
        ("— 1 —", "page-number"),
    ]


def test_heads_that_alternate_from_page_to_page_are_taken() -> None:
    heads = ["青禾县规划", "青禾县教育局编印", "青禾县规划"]
    pages = [
        Page(n, 600, 800, (piece(head, 100, 760), piece(f"正文{'甲乙丙'[n]}", 100, 600)))
        for n, head in enumerate(heads)
    ]
    kept, removed = take_margins(pages)
    assert [p.text for page in kept for p in page.pieces] == ["正文甲", "正文乙", "正文丙"]
    assert [(x.text, x.reason) for x in removed] == [(head, "header") for head in heads]


def test_a_number_that_does_not_count_the_pages_stays() -> None:
    pages = [Page(n, 600, 800, (piece(f"{2030 - 7 * n}", 100, 700),)) for n in range(3)]
    assert take_margins(pages) == (pages, [])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("- 3 -", 3),
        ("— 12 —", 12),
        ("第3页", 3),
        ("第 3 页 共 8 页", 3),
        ("3/8", 3),
        ("Page 3 of 8", 3),
        ("2024年", None),
        ("一、", None),
        ("3.5", None),
    ],
)
def test_page_numbers_are_known_by_their_form(text: str, number: int | None) -> None:
    assert page_number_in(text) == number


def pdf(content: str, *more: str) -> bytes:
    """A PDF of one page with a Latin font; ``more`` goes into the trailer."""
    font = "<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources{font}>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
    ]
    body = "".join(f"{n} 0 obj\n{text}\nendobj\n" for n, text in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer<</Root 1 0 R/Size 5{''.join(more)}>>\n%%EOF".encode()


def test_a_page_of_words_is_read_with_its_watermark_aside() -> None:
    content = (
        "BT /F 12 Tf 72 700 Td (1. Goals) Tj 0 -40 Td (Build 3 schools.) Tj ET "
        "BT /F 40 Tf 0.7 0.7 -0.7 0.7 200 300 Tm (DRAFT) Tj ET"
    )
    document = read_document("plan.pdf", data=pdf(content))
    assert [line.text for line in document.lines] == ["1. Goals", "Build 3 schools."]
    assert [(x.text, x.reason) for x in document.removed] == [("DRAFT", "watermark")]


@pytest.mark.parametrize("matrix", ["1 0 0 1", "0 1 -1 0", "-1 0 0 -1", "0 -1 1 0"])
def test_text_that_runs_in_any_of_four_directions_is_read_upright(matrix: str) -> None:
    shown = "(1. Goals) Tj 0 -40 Td (Build three schools.) Tj"
    document = read_document("plan.pdf", data=pdf(f"BT /F 12 Tf {matrix} 300 400 Tm {shown} ET"))
    assert [line.text for line in document.lines] == [
        "1. Goals",
        "Build three schools.",
    ]


def test_a_dotted_table_of_contents_is_removed() -> None:
    rows = ["Contents", "Goals ........ 1", "Tasks ........ 2", "Goals", "Text of the goals."]
    content = "BT /F 12 Tf 72 700 Td " + " 0 -30 Td ".join(f"({row}) Tj" for row in rows) + " ET"
    document = read_document("plan.pdf", data=pdf(content))
    plan = parse(document)
    kept = [line for section in plan.sections for line in section.text.split("\n") if line]
    assert kept == rows[3:]
    assert [x.text for x in plan.removed] == rows[:3]


@pytest.mark.parametrize("size", [EM, 3 * EM], ids=["across a line", "large"])
def test_text_across_the_same_place_of_every_page_is_a_watermark(size: float) -> None:
    mark = Piece("内部资料", Box(200, 395, 200 + 4 * size, 395 + size), size)
    pages = [
        Page(
            n,
            600,
            800,
            (*(piece(f"第{n}页第{k}行" + "文" * 20, 100, 700 - 20 * k) for k in range(20)), mark),
        )
        for n in range(4)
    ]
    kept, removed = take_watermarks(pages)
    assert [(r.text, r.reason) for r in removed] == [("内部资料", "watermark")]
    assert [len(page.pieces) for page in kept] == [20] * 4


def test_the_head_of_a_table_that_every_page_repeats_is_no_watermark() -> None:
    heads = (piece("序号", 100, 700), piece("项目", 200, 700))
    pages = [Page(n, 600, 800, (*heads, piece(f"{n}", 100, 600))) for n in range(4)]
    assert take_watermarks(pages) == (pages, [])


def test_a_scan_asks_for_ocr() -> None:
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(200, 200)
    picture = pypdfium2.PdfImage.new(document)
    bitmap = pypdfium2.PdfBitmap.new_native(20, 20, 4)
    picture.set_bitmap(bitmap)
    page.insert_obj(picture)
    page.gen_content()
    stream = io.BytesIO()
    document.save(stream)
    with pytest.raises(NoTextError, match=r"plandiff\[ocr\]"):
        read_document("scan.pdf", data=stream.getvalue())


def test_a_locked_pdf_says_so() -> None:
    key = "0" * 64
    lock = f"/Encrypt<</Filter/Standard/V 1/R 2/O<{key}>/U<{key}>/P -4>>/ID[<00><00>]"
    with pytest.raises(BrokenFileError, match="password"):
        read_document("plan.pdf", data=pdf("BT ET", lock))


PAGE_WIDTH = 2 * LEFT + WIDTH * EM


def on_page(*rows: tuple[str, float]) -> list[str]:
    """The paragraphs of lines on a page whose margins are of one width."""
    return [line.text for line in join_paragraphs(printed(*rows), {0: PAGE_WIDTH})]


def test_finished_lines_that_happen_to_end_at_one_place_are_paragraphs() -> None:
    first, second = "新招教师135名，分到各校。", "新建社团26个，全员参加。。"
    assert on_page((first, 0), (second, 0), ("全年演练8次。", 0)) == [
        first,
        second,
        "全年演练8次。",
    ]


def test_lines_that_count_are_paragraphs_of_their_own() -> None:
    weeks = [f"第{n}周：新授{n % 3 + 3}课时，检测1次" for n in range(1, 10)]
    assert on_page(*((week, 0) for week in weeks)) == weeks


def test_a_short_line_without_a_stop_behind_a_full_one_with_a_stop_is_a_heading() -> None:
    lines = ((full("学", end="。"), 0), ("组织保障", 0), (full("建", end="。"), 0))
    assert on_page(*lines) == [text for text, _ in lines]


def test_a_title_in_the_middle_of_the_page_goes_on_in_its_next_line() -> None:
    title = [
        PrintedLine(text, Box(250 - 7 * len(text), top, 250 + 7 * len(text), top + 14), 14, 0)
        for text, top in (("云溪县第三中学高一年级", 760.0), ("数学教学计划", 738.0))
    ]
    lines = [*title, *printed((full("本"), 0), ("学期结束。", 0))]
    joined_lines = [line.text for line in join_paragraphs(lines, {0: PAGE_WIDTH})]
    assert joined_lines == ["云溪县第三中学高一年级数学教学计划", full("本") + "学期结束。"]


def ruled(cells: Sequence[tuple[str, float, float]], rules: Sequence[Box]) -> list[str]:
    """The rows of a page with these cells, each at its place, and borders."""
    page = Page(0, 500, 800, tuple(piece(*cell) for cell in cells), rules=tuple(rules))
    return [line.text for line in all_lines([take_ruled_tables(page)])]


def level(height: float, left: float = 100, right: float = 400) -> Box:
    return Box(left, height, right, height)


def upright(place: float, bottom: float = 600, top: float = 700) -> Box:
    return Box(place, bottom, place, top)


CELLS = (
    ("指标", 105, 680),
    ("目标", 305, 680),
    ("公办园在园", 105, 645),
    ("幼儿占比", 105, 630),
    ("62", 305, 638),
)


def test_borders_part_cells_and_hold_their_wrapped_lines_together() -> None:
    borders = [level(h) for h in (700, 665, 600)] + [upright(x) for x in (100, 300, 400)]
    assert ruled(CELLS, borders) == ["指标\t目标", "公办园在园幼儿占比\t62"]


def test_sides_without_a_border_end_where_the_lines_across_them_do() -> None:
    borders = [*(level(h) for h in (700, 665, 600)), upright(300)]
    assert ruled(CELLS, borders) == ["指标\t目标", "公办园在园幼儿占比\t62"]


def test_borders_that_browsers_draw_for_each_cell_are_those_of_one_table() -> None:
    borders = [
        side
        for left, right in ((100, 299), (301, 400))
        for bottom, top in ((600, 664), (666, 700))
        for side in (
            level(bottom, left, right),
            level(top, left, right),
            upright(left, bottom, top),
            upright(right, bottom, top),
        )
    ]
    assert ruled(CELLS, borders) == ["指标\t目标", "公办园在园幼儿占比\t62"]


def test_places_without_a_line_between_them_are_one_merged_cell() -> None:
    borders = [
        *(level(h) for h in (700, 600)),
        level(650, 200),
        *(upright(x) for x in (100, 200, 400)),
        upright(300, 600, 650),
    ]
    cells = (("普及", 105, 645), ("数值", 250, 670), ("95", 205, 620), ("96", 305, 620))
    assert ruled(cells, borders) == ["普及\t数值", "\t95\t96"]


def test_a_frame_and_lines_below_words_are_no_table() -> None:
    frame = [level(700), level(600), upright(100), upright(400), level(640, 105, 200)]
    assert ruled(CELLS[2:4], frame) == ["公办园在园", "幼儿占比"]


def test_a_word_does_not_run_through_a_border() -> None:
    text = "BT /F1 12 Tf 100 700 Td (Rate) Tj 26 0 Td (95) Tj ET"
    borders = "90 690 m 160 690 l S 90 720 m 160 720 l S 90 690 m 90 720 l S"
    walls = "125 690 m 125 720 l S 160 690 m 160 720 l S"
    page = read_document("plan.pdf", data=pdf(f"{text} {borders} {walls}"))
    assert [line.text for line in page.lines] == ["Rate\t95"]


def set_out(*rows: tuple[float, Sequence[tuple[str, float]]]) -> list[str]:
    """The lines of a page with cells at their places, each row at its height, without borders."""
    cells = [piece(text, left, height) for height, row in rows for text, left in row]
    page = Page(0, 500, 800, tuple(cells))
    return [line.text for line in align_rows(all_lines([page]))]


def test_lines_of_wrapped_cells_are_one_row_where_rows_stand_further_apart() -> None:
    assert set_out(
        (700, [("Measure", 100), ("2026 target", 220), ("Lead", 330)]),
        (676, [("Teachers", 100), ("55", 220), ("Human", 330)]),
        (664, [("hired", 100), ("Resources", 330)]),
        (640, [("Spending", 100), ("24", 220), ("Finance", 330)]),
    ) == [
        "Measure\t2026 target\tLead",
        "Teachers hired\t55\tHuman Resources",
        "Spending\t24\tFinance",
    ]


def test_rows_with_a_number_each_stay_apart_however_near_they_are() -> None:
    heights = (700, 686, 672, 640, 626)
    rows = [(h, [(f"指标{n}", 100), (f"{n}0", 200), ("%", 300)]) for n, h in enumerate(heights, 1)]
    assert set_out(*rows) == [f"指标{n}\t{n}0\t%" for n in range(1, 6)]


def test_cells_that_nearly_touch_are_apart_where_the_column_above_ends() -> None:
    def row(height: float, name: str) -> list[Piece]:
        parts = (piece(name, 100, height), piece("%", 180, height))
        whole = Piece(f"{name}%", Box(100, height, 190, height + 10), 10, parts=parts)
        return [whole, piece("95", 240, height), piece("96", 300, height)]

    head = [
        piece(t, x, 700) for t, x in (("指标", 100), ("单位", 170), ("现状", 240), ("目标", 300))
    ]
    names = ("学前毛入园率一", "学前毛入园率二")
    cells = [*head, *(p for n, name in enumerate(names) for p in row(680 - 20 * n, name))]
    lines = align_rows(all_lines([Page(0, 500, 800, tuple(cells))]))
    assert [line.text for line in lines][1:] == [f"{name}\t%\t95\t96" for name in names]


def test_rows_without_a_border_between_them_are_told_by_their_numbers() -> None:
    borders = [level(h) for h in (700, 665, 600)] + [upright(x) for x in (100, 300, 400)]
    cells = (
        *CELLS[:2],
        ("入园率", 105, 650),
        ("95", 305, 650),
        ("巩固率", 105, 620),
        ("99.2", 305, 620),
    )
    assert ruled(cells, borders) == ["指标\t目标", "入园率\t95", "巩固率\t99.2"]


def test_an_address_broken_at_one_of_its_signs_keeps_the_sign() -> None:
    assert joined("打开网页（https://zs.qinghe-\x02", "edu.example.cn/a）") == (
        "打开网页（https://zs.qinghe--edu.example.cn/a）"
    )
    assert joined("https://zs.qinghe\x02", "edu.example.cn") == "https://zs.qinghe-edu.example.cn"
    assert (
        joined("see https://a.example/plan/", "index.html")
        == "see https://a.example/plan/index.html"
    )


def test_facts_with_a_name_each_are_rows_of_their_own() -> None:
    facts = [("标 题：", "某县攻坚方案"), ("索引号：", "JC02"), ("公开方式：", "主动公开")]
    pieces = [
        piece(text, 100 + 140 * n, 700 - 14 * row)
        for row, fact in enumerate(facts)
        for n, text in enumerate(fact)
    ]
    lines = align_rows(all_lines([Page(0, 500, 800, tuple(pieces))]))
    assert [line.text for line in lines] == ["\t".join(fact) for fact in facts]


def numbered(numbers: Sequence[int]) -> Page:
    """A page of one line of text beside each number."""
    pieces = []
    for n, number in enumerate(numbers):
        top = 700 - 16 * n
        pieces.append(Piece(str(number), Box(50, top - EM, 60, top), EM))
        pieces.append(Piece("发展教育事业", Box(LEFT, top - EM, LEFT + 60, top), EM))
    return Page(0, 600, 800, tuple(pieces))


@pytest.mark.parametrize("first", [1, 21])
def test_numbers_that_count_the_lines_of_a_page_are_removed(first: int) -> None:
    pages, removed = take_line_numbers([numbered(range(first, first + 8))])
    assert {piece.text for piece in pages[0].pieces} == {"发展教育事业"}
    assert len(removed) == 1


@pytest.mark.parametrize("numbers", [(12, 30, 8, 45, 60, 7), (1, 2, 3)])
def test_other_numbers_beside_the_text_stay(numbers: Sequence[int]) -> None:
    page = numbered(numbers)
    assert take_line_numbers([page]) == ([page], [])
