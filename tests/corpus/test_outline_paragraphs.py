"""A text without labels and headings is read by its paragraphs."""

from plandiff.comparison.engine import compare
from plandiff.corpus.model import Document, Line, Plan, Source
from plandiff.corpus.parsing import parse

ROAD = "今年我们修通了柳湾村到镇中心小学的道路，三百多名学生不用再绕过河滩走到学校去上课。"
MEALS = "食堂的饭菜由家长委员会每周检查一次，检查的结果贴在校门口，让所有家长都能看得到。"
BOOKS = "图书室新添图书2000册，每个班每周有一节阅读课，由语文教师带领学生到图书室去读书。"
SPORT = "操场铺上了塑胶跑道，学生每天锻炼不少于一小时，运动会改为每学期举办一次。"


def read(*lines: str) -> Plan:
    text = "\n".join(lines)
    source = Source("plan.txt", "text", "utf-8", "", len(text))
    return parse(Document(source, tuple(map(Line, lines))))


def texts(plan: Plan) -> list[tuple[str | None, str, str]]:
    return [(section.label, section.heading, section.body) for section in plan.sections]


def test_each_paragraph_is_a_section_without_label_and_heading() -> None:
    assert texts(read("柳湾镇教育工作报告", ROAD, MEALS, BOOKS)) == [
        (None, "柳湾镇教育工作报告", ""),
        (None, "", ROAD),
        (None, "", MEALS),
        (None, "", BOOKS),
    ]


def test_short_lines_go_with_what_stands_before_them() -> None:
    plan = read(
        "柳湾镇教育工作报告", "各位代表：", ROAD, MEALS, BOOKS, "柳湾镇中心学校", "2024年3月1日"
    )
    assert texts(plan) == [
        (None, "柳湾镇教育工作报告", "各位代表："),
        (None, "", ROAD),
        (None, "", MEALS),
        (None, "", f"{BOOKS}\n柳湾镇中心学校\n2024年3月1日"),
    ]
    assert plan.year == 2024


def test_two_paragraphs_are_one_text() -> None:
    assert len(read(ROAD, MEALS).sections) == 1


def test_one_label_series_is_the_outline_and_paragraphs_are_bodies() -> None:
    plan = read("工作要点", f"一、道路。{ROAD}", MEALS, f"二、图书。{BOOKS}", SPORT)
    assert [(section.label, section.body) for section in plan.sections[1:]] == [
        ("一、", f"{ROAD}\n{MEALS}"),
        ("二、", f"{BOOKS}\n{SPORT}"),
    ]


def test_a_paragraph_that_changed_its_place_is_a_move_and_the_others_stay() -> None:
    old, new = read(ROAD, MEALS, BOOKS, SPORT), read(SPORT, ROAD, MEALS, BOOKS)
    rows = [(row.moved, row.new[0].body) for row in compare(old, new).rows if row.new[0].body]
    assert rows == [(True, SPORT), (False, ROAD), (False, MEALS), (False, BOOKS)]
