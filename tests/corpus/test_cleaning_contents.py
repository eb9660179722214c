"""Tables of contents: irregular ones go whole, and nothing else goes with them."""

import io

import pytest
from docx import Document as Docx

from plandiff.corpus.formats.documents import read_document
from plandiff.corpus.model import Plan
from plandiff.corpus.parsing import parse

TITLE = "云溪县教育事业发展规划"
HEADINGS = [
    "第一章 发展基础",
    "第一节 主要成就",
    "第二节 存在问题",
    "第二章 总体要求",
    "第三章 重点任务，建设彰显山水人文特色的现代化教育强县",
    "第一节 扩大普惠资源",
    "第四章 保障措施",
]
SENTENCE = "全县新建改扩建学校26所，群众满意度明显提高，办学条件持续改善。"
LABELS = ["第一章", "第一节", "第二节", "第二章", "第三章", "第一节", "第四章"]


def body(headings: list[str]) -> list[str]:
    return [line for n, h in enumerate(headings) for line in (h, f"{SENTENCE}{n}号。")]


def read(lines: list[str]) -> Plan:
    return parse(read_document("a.txt", data="\n".join(lines).encode()))


def gone(plan: Plan) -> list[str]:
    return [r.text for r in plan.removed if r.reason == "contents"]


def labels(plan: Plan) -> list[str | None]:
    return [s.label for s in plan.sections[1:]]


ENDS = {
    "dots": " .......... {}",
    "Chinese dots": "……………………{}",
    "middle dots": "·················{}",
    "tab": "\t{}",
    "wide space": "        {}",
    "no page": "",
    "one space": " {}",
    "a stroke": " / {}",
    "the letter P": "……………………P{}",
    "the word 页": "\t第{}页",
    "brackets alone": "（{}）",
    "dots with a bracketed page": " ............ （{}）",
}


@pytest.mark.parametrize(
    "word", ["目录", "目　　录", "目 次", "【目录】", "Contents", "CONTENTS 目录"]
)
@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_a_table_of_contents_goes_whole(end: str, word: str) -> None:
    entries = [heading + end.format(3 * n + 1) for n, heading in enumerate(HEADINGS)]
    plan = read([TITLE, word, *entries, *body(HEADINGS)])
    assert gone(plan) == [word, *(entry.strip() for entry in entries)]
    assert labels(plan) == LABELS
    assert plan.root.body == ""


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_an_untitled_table_goes(end: str) -> None:
    entries = [heading + end.format(3 * n + 1) for n, heading in enumerate(HEADINGS)]
    plan = read([TITLE, *entries, *body(HEADINGS)])
    assert len(gone(plan)) == len(entries)
    assert labels(plan) == LABELS


@pytest.mark.parametrize("end", [ENDS["dots"], ENDS["tab"], ENDS["no page"]])
@pytest.mark.parametrize("between", ["I", "— 2 —", "Ⅱ", "- iii -", "4"])
def test_page_numbers_in_the_midst_do_not_end_it(between: str, end: str) -> None:
    entries = [heading + end.format(n + 1) for n, heading in enumerate(HEADINGS)]
    plan = read([TITLE, "目录", *entries[:3], between, *entries[3:], *body(HEADINGS)])
    assert labels(plan) == LABELS
    assert between in [r.text for r in plan.removed]
    assert between not in "\n".join(s.text for s in plan.sections).split("\n")


@pytest.mark.parametrize("end", [ENDS["dots"], ENDS["tab"], ENDS["no page"]])
def test_an_entry_on_two_lines_is_one(end: str) -> None:
    entries = [heading + end.format(n + 1) for n, heading in enumerate(HEADINGS)]
    halves = ["第三章 重点任务，建设彰显山水", "人文特色的现代化教育强县" + end.format(5)]
    plan = read([TITLE, "目录", *entries[:4], *halves, *entries[5:], *body(HEADINGS)])
    assert labels(plan) == LABELS
    assert [h.strip() for h in halves] == gone(plan)[5:7]


@pytest.mark.parametrize("end", [ENDS["dots"], ENDS["tab"], ENDS["no page"]])
@pytest.mark.parametrize("first", ["前言", "序　言", "引言"])
@pytest.mark.parametrize("last", ["附录", "结语", "附件：重点任务分工表", "附表1 主要指标"])
def test_names_of_parts_are_entries_too(first: str, last: str, end: str) -> None:
    names = [first, *HEADINGS, last]
    entries = [name + end.format(n + 1) for n, name in enumerate(names)]
    plan = read([TITLE, "目录", *entries, *body(names)])
    assert gone(plan) == ["目录", *(entry.strip() for entry in entries)]
    assert [s.heading for s in plan.sections[1:2]] == [first.replace("\u3000", "")]
    assert {s.level for s in plan.sections[1:] if s.label in {None, "第一章", "第四章"}} == {1}


def test_an_entry_may_be_worded_otherwise_than_its_heading() -> None:
    entries = [
        "一、指导思想和目标",
        "二、重点工作",
        "（一）推进普惠发展",
        "（二）做强高中",
        "三、保障",
    ]
    headings = [
        "一、指导思想与主要目标",
        "二、重点工作",
        "（一）推进普及普惠发展",
        "（二）做优做强普通高中",
        "三、保障措施",
    ]
    plan = read([TITLE, "目录", *entries, *body(headings)])
    assert gone(plan) == ["目录", *entries]
    assert [s.label for s in plan.sections[1:]] == ["一、", "二、", "（一）", "（二）", "三、"]


def test_the_title_and_a_preface_between_contents_and_text_stay() -> None:
    preface = f"为办好人民满意的教育，制定本规划。{SENTENCE}"
    plan = read([TITLE, "目录", *HEADINGS, preface, *body(HEADINGS)])
    assert gone(plan) == ["目录", *HEADINGS]
    assert plan.root.body == preface


def test_a_table_of_contents_in_word_and_in_a_page_goes() -> None:
    lines = [TITLE, "目录", *(f"{h}\t{n + 1}" for n, h in enumerate(HEADINGS)), *body(HEADINGS)]
    docx = Docx()
    for line in lines:
        docx.add_paragraph(line)
    stream = io.BytesIO()
    docx.save(stream)
    html = "".join(f"<p>{line}</p>" for line in lines)
    page = f"<!DOCTYPE html><html><body>{html}</body></html>".encode()
    for name, data in (("a.docx", stream.getvalue()), ("a.html", page)):
        assert labels(parse(read_document(name, data=data))) == LABELS


def test_a_list_of_targets_that_come_again_with_other_numbers_is_no_table_of_contents() -> None:
    short = ["一、新建学校7所", "二、培训教师300人", "三、建成图书角60个"]
    long = ["一、新建学校9所", "二、培训教师320人", "三、建成图书角80个"]
    assert gone(read([TITLE, *short, SENTENCE, *body(long)])) == []


@pytest.mark.parametrize(
    "head", ["章节\t标题\t页码", "目录\n章节\t标题\t页次", "Section\tTitle\tPage"]
)
def test_contents_printed_as_a_table_go_with_their_head(head: str) -> None:
    cells = [h.replace(" ", "\t", 1) for h in HEADINGS]
    rows = [f"{row}\t{n + 1}" for n, row in enumerate(cells)]
    plan = read([TITLE, head, *rows, *body(HEADINGS)])
    assert gone(plan) == [*head.split("\n"), *rows]
    assert labels(plan) == LABELS


def test_a_table_with_a_number_of_pages_is_no_table_of_contents() -> None:
    rows = ["序号\t项目\t印刷页数", "1\t建设书库\t30", "2\t建设机房\t50", "3\t建设操场\t9"]
    assert gone(read([TITLE, "一、任务", *rows, "二、保障", SENTENCE])) == []


def test_a_word_about_contents_is_no_table_of_them() -> None:
    plan = read([TITLE, "一、目录管理", SENTENCE, "二、清单", SENTENCE])
    assert gone(plan) == []
    assert labels(plan) == ["一、", "二、"]


def test_a_heading_on_two_lines_is_joined_as_the_contents_name_it() -> None:
    entries = [f"{h}\t{n + 1}" for n, h in enumerate(HEADINGS)]
    text = body(HEADINGS)
    at = text.index(HEADINGS[4])
    text[at : at + 1] = ["第三章 重点任务，建设彰显山水人文特色", "的现代化教育强县"]
    plan = read([TITLE, "目录", *entries, *text])
    assert plan.sections[5].heading == HEADINGS[4].partition(" ")[2]
