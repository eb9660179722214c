"""Twins: one plan in many layouts reads to one outline."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from opencc import OpenCC

from plandiff.corpus.cleaning.characters import width
from plandiff.corpus.cleaning.steps import clean
from plandiff.corpus.folding import simplify
from plandiff.corpus.model import Document, Line, Plan, Source
from plandiff.corpus.parsing import parse
from plandiff.corpus.samples import sample_paths

OPENING = "2024年是关键的一年，全区教育系统要坚持党的全面领导，落实立德树人根本任务，办好教育。"
TEXT = "制定实施方案，明确责任分工，加强过程管理，定期督导检查，确保各项任务按时完成。"
PARAGRAPHS = (
    "松岗区2024年教育工作要点",
    OPENING,
    "一、加强党的建设，把牢正确办学方向",
    f"（一）强化理论武装。{TEXT}全年集中学习不少于12次。",
    f"（二）建强基层组织。{TEXT}创建示范支部5个。",
    "二、提高教育质量，促进学生全面发展",
    f"（三）深化课程改革。{TEXT}",
    f"1.开齐课程。{TEXT}开发校本课程30门。",
    f"2.改进教研。{TEXT}组织活动40场。{TEXT}",
    f"（四）加强体育美育。{TEXT}{TEXT}",
    "三、改善办学条件，推进均衡发展",
    f"（五）新建学校。{TEXT}投入资金2300万元，新增学位1200个。{TEXT}",
    f"（六）更新设备。{TEXT}{TEXT}",
)

HALF = str.maketrans("，（）：０１２３４５６７８９．", ",():0123456789.")
FULL = str.maketrans("0123456789.", "０１２３４５６７８９．")

Layout = Callable[[tuple[str, ...]], str]


def document(text: str) -> Document:
    lines = tuple(Line(line) for line in text.splitlines())
    return Document(Source("a.txt", "text", "utf-8", "", len(text)), lines)


def outline(plan: Plan) -> list[tuple[int, int | None, str]]:
    return [
        (s.level, s.number, "".join(s.heading.translate(HALF).split())) for s in plan.sections[1:]
    ]


def letters(plan: Plan) -> str:
    """The plan's own text without white space and without the stops that headings lose."""
    text = "".join(s.heading + s.body for s in plan.sections)
    return re.sub(r"[\s。]", "", text).translate(HALF)


def wrap(text: str, columns: int) -> list[str]:
    lines, line = [], ""
    for character in text:
        if width(line + character) > columns and character not in "，。；：、”）》！？,.;:)":
            lines.append(line)
            line = ""
        line += character
    return [*lines, line]


def sentences(text: str) -> list[str]:
    return re.findall(r"[^。]*。|[^。]+$", text)


def with_page_markers(paragraphs: tuple[str, ...], size: int = 151) -> str:
    text = "".join(paragraphs)
    starts = range(0, len(text), size)
    return "\n".join(f"{n}、{text[start : start + size]}" for n, start in enumerate(starts, 1))


def as_printed_pages(paragraphs: tuple[str, ...]) -> str:
    lines = [line for text in paragraphs for line in wrap(f"　　{text}", 60)]
    pages = [lines[i : i + 12] for i in range(0, len(lines), 12)]
    foot = "— {} —"
    return "\n".join(
        "\n".join(["松岗区教育局公报", *page, foot.format(n)]) for n, page in enumerate(pages, 1)
    )


LAYOUTS: dict[str, Layout] = {
    "indented paragraphs with blank lines": lambda p: "\n\n".join(f"　　{text}" for text in p),
    "one line, wide spaces": "　　".join,
    "one line, single spaces": " ".join,
    "one line, wrapped by single spaces": lambda p: " ".join(x for t in p for x in wrap(t, 56)),
    "one sentence a line": lambda p: "\n".join(x for t in p for x in sentences(t)),
    "hard wraps with indents": lambda p: "\n".join(x for t in p for x in wrap(f"　　{t}", 64)),
    "hard wraps without indents": lambda p: "\n".join(x for t in p for x in wrap(t, 64)),
    "printed pages": as_printed_pages,
    "page markers cut into one text": with_page_markers,
    "page markers and a page's words": lambda p: (
        f"《{p[0]}.docx》由会员分享，可在线阅读，请在某某文库上搜索。\n"
        f"{with_page_markers(p, 211)}\n下载文档"
    ),
    "a table of contents before it": lambda p: "\n".join(
        [p[0], "目录", *(f"{t}……{n}" for n, t in enumerate(p) if t[1] == "、"), *p[1:]]
    ),
    "half-width marks": lambda p: "\n".join(p).translate(HALF),
    "full-width digits": lambda p: "\n".join(p).translate(FULL),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_plan_reads_the_same_in_every_layout(layout: str) -> None:
    expected = parse(document("\n".join(PARAGRAPHS)))
    plan = parse(document(LAYOUTS[layout](PARAGRAPHS)))
    assert outline(plan) == outline(expected)
    assert letters(plan) == letters(expected)


def test_the_reference_itself_is_read_right() -> None:
    plan = parse(document("\n".join(PARAGRAPHS)))
    assert (plan.title, plan.year) == ("松岗区2024年教育工作要点", 2024)
    assert [(s.level, s.label) for s in plan.sections] == [
        (0, None),
        (1, "一、"),
        (2, "（一）"),
        (2, "（二）"),
        (1, "二、"),
        (2, "（三）"),
        (3, "1."),
        (3, "2."),
        (2, "（四）"),
        (1, "三、"),
        (2, "（五）"),
        (2, "（六）"),
    ]


REAL_LAYOUTS = [
    "indented paragraphs with blank lines",
    "one line, wide spaces",
    "one sentence a line",
    "hard wraps with indents",
    "printed pages",
]


@pytest.mark.shared
@pytest.mark.parametrize("layout", REAL_LAYOUTS)
@pytest.mark.parametrize("name", ["edu_arts_henan", "edu_arts_quanzhou", "gov_hailar_2018"])
def test_real_plans_read_the_same_in_every_layout(shared: Path, name: str, layout: str) -> None:
    given = document((shared / "plans" / f"{name}.txt").read_text(encoding="utf-8"))
    cleaned = clean(given)
    paragraphs = (cleaned.title, *(line.text.strip() for line in cleaned.lines))
    assert outline(parse(document(LAYOUTS[layout](paragraphs)))) == outline(parse(given))


@pytest.mark.parametrize("form", ["s2t", "s2tw", "s2hk"])
def test_the_traditional_form_of_a_plan_reads_to_the_same_outline(form: str) -> None:
    simplified = [path.read_text(encoding="utf-8") for path in sample_paths()]
    for text in (*simplified, "\n".join(PARAGRAPHS)):
        plan, twin = parse(document(text)), parse(document(OpenCC(form).convert(text)))
        assert [(s.level, s.number, simplify(s.heading)) for s in twin.sections] == [
            (s.level, s.number, simplify(s.heading)) for s in plan.sections
        ]
        assert (twin.year, len(twin.removed)) == (plan.year, len(plan.removed))
