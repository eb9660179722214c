"""Lines: broken ones joined, run-on ones parted, whole ones left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plandiff.corpus.cleaning.characters import ends_sentence, is_cut, join, width
from plandiff.corpus.cleaning.line_joining import join_wraps
from plandiff.corpus.cleaning.spaces import part_line, part_paragraphs
from plandiff.corpus.model import Document, Line, Source
from plandiff.corpus.parsing import parse

SENTENCE = (
    "坚持党的全面领导，落实立德树人根本任务，深化教育改革，提高教育质量，办好人民满意的教育。"
)


def wrap(text: str, columns: int) -> list[str]:
    """The text cut into lines as a printer would: no closing mark at the start of a line."""
    lines, line = [], ""
    for character in text:
        if width(line + character) > columns and character not in "，。；：”）":
            lines.append(line)
            line = ""
        line += character
    return [*lines, line]


def joined(texts: list[str]) -> list[str]:
    return [line.text.strip() for line in join_wraps([Line(text) for text in texts])]


@pytest.mark.parametrize("columns", [40, 56, 64, 76])
@pytest.mark.parametrize("indent", ["　　", ""])
def test_lines_wrapped_at_one_width_are_joined(columns: int, indent: str) -> None:
    paragraphs = ["一、教学工作", SENTENCE * 3, "（一）课程。" + SENTENCE * 2, SENTENCE * 2]
    wrapped = [line for text in paragraphs for line in wrap(indent + text, columns)]
    parted = joined(wrapped)
    assert "".join(parted) == "".join(paragraphs)
    assert parted[0] == "一、教学工作"
    assert parted[2].startswith("（一）课程。")
    if indent:
        assert parted == paragraphs


def test_lines_of_so_many_characters_are_joined_where_indents_tell_the_paragraphs() -> None:
    figures = "新建学校12所，培训教师3480人次，毛入学率达到98.5%，投入资金2600万元，确保按期完成。"
    paragraphs = [SENTENCE + figures, figures * 3, SENTENCE * 2 + figures]
    lines = [
        ("    " if at == 0 else "") + text[at : at + 37]
        for text in paragraphs
        for at in range(0, len(text), 37)
    ]
    assert len(set(map(width, lines))) > 3
    assert joined(lines) == paragraphs


def test_indented_lines_without_stops_are_paragraphs_of_their_own() -> None:
    bare = SENTENCE.rstrip("。")
    lines = [text for _ in range(4) for text in (f"    {bare}", f"{bare}，{bare}")]
    assert joined(lines) == [line.strip() for line in lines]


def test_a_single_line_that_breaks_off_is_joined_where_the_others_do_not() -> None:
    broken = [f"{SENTENCE}落实社会主", "", f"义核心价值观。{SENTENCE}"]
    mended = f"{SENTENCE}落实社会主义核心价值观。{SENTENCE}"
    assert joined([SENTENCE, *broken, SENTENCE, "", SENTENCE, SENTENCE])[:2] == [SENTENCE, mended]


def test_one_clause_a_line_is_joined_to_its_sentence() -> None:
    lines = ["坚持党的全面领导，", "落实根本任务，", "提高质量。", "办好教育。"]
    assert joined(lines) == ["坚持党的全面领导，落实根本任务，提高质量。", "办好教育。"]


def test_lines_of_different_lengths_without_stops_stay_apart() -> None:
    lines = ["坚持深化改革，推动教育发展", "提高质量", SENTENCE[:-1], "推进均衡发展，缩小差距"]
    assert joined(lines) == lines


def test_a_label_that_was_cut_from_its_text_is_joined_to_it() -> None:
    lines = ["一、", "总体要求", "（", "一）课程。好。", "（二）", "教研。好。", "三", "、保障"]
    assert joined(lines) == ["一、总体要求", "（一）课程。好。", "（二）教研。好。", "三、保障"]


def test_paragraphs_that_the_format_knows_stay_whole() -> None:
    lines = [
        Line("坚持，", whole=True),
        Line("落实。", whole=True),
        Line("标题，", 2),
        Line("好。"),
    ]
    assert len(join_wraps(lines)) == 4


def test_sentences_are_parted_where_the_line_holds_labels() -> None:
    texts = [SENTENCE, SENTENCE, "一、教学", f"“双减”{SENTENCE}", "二、德育", SENTENCE]
    assert [part.strip() for part in part_line(" ".join(texts))] == texts


def test_spaces_beside_quotes_part_no_heading_where_they_are_a_habit() -> None:
    noise = "用好 “甲” 和 “乙” 以及 “丙” 与 “丁” 抓好落实，办好学校，提高教育教学的质量。"
    parts = part_line(f"一、深入实施 “提升工程” 方案。{noise} 二、加强管理。{SENTENCE}")
    assert parts[0].startswith("一、深入实施 “提升工程”")


def test_a_paragraph_of_the_format_that_holds_a_whole_plan_is_parted() -> None:
    texts = ["云溪县要点", f"一、教学。{SENTENCE}", f"二、德育。{SENTENCE}"]
    lines = part_paragraphs([Line(" ".join(texts), whole=True), Line("甲。 乙。", whole=True)])
    assert [line.text.strip() for line in lines] == [*texts, "甲。 乙。"]


def test_a_line_of_wrapped_pieces_is_joined_and_parted_at_labels() -> None:
    paragraphs = ["要点", "一、教学", f"1.课程。{SENTENCE * 3}", f"2.教研。{SENTENCE * 3}"]
    text = " ".join(piece for paragraph in paragraphs for piece in wrap(paragraph, 56))
    assert [part.strip() for part in part_line(text, first=True)][-2:] == paragraphs[-2:]


def test_a_line_of_paragraphs_is_parted_at_its_spaces() -> None:
    paragraphs = ["云溪县要点", SENTENCE, "一、教学工作", SENTENCE, f"（一）课程。{SENTENCE}"]
    assert [part.strip() for part in part_line(" ".join(paragraphs), first=True)] == paragraphs


def test_wide_runs_part_paragraphs_where_single_spaces_do_not() -> None:
    text = f"　　第一篇　转变方式　开创新局面　　{SENTENCE}　　第一章　环境　　{SENTENCE}"
    assert [part.strip() for part in part_line(text)] == [
        "第一篇　转变方式　开创新局面",
        SENTENCE,
        "第一章　环境",
        SENTENCE,
    ]


@pytest.mark.parametrize(
    "text",
    [
        "云溪县人民政府县长　　李　明",
        f"要用好“四有” 、“五心” 教育，组织 “双语” 大赛， “一师一课” 活动。{SENTENCE}",
        "The plan of the district was written by its board and will be read by many people.",
        f"{SENTENCE} {SENTENCE}",
        "- 第一条 本社由志愿者组成，依 “共识” 原则工作，遵守法律和社会公德，接受监督。",
    ],
)
def test_other_spaces_part_nothing(text: str) -> None:
    assert part_line(text, first=True) == [text]


@given(
    st.lists(
        st.sampled_from([*"教育发展。，：；、 \u3000\t一（）1.", "word", "一、"]), max_size=200
    )
)
def test_parting_and_joining_change_nothing_but_white_space(parts: list[str]) -> None:
    text = "".join(parts)
    assert "".join("".join(part_line(text)).split()) == "".join(text.split())
    lines = [Line(part) for part in text.split("。")]
    again = "".join(line.text for line in join_wraps(lines))
    assert "".join(again.split()) == "".join(text.replace("。", "").split())


def test_edges_of_lines() -> None:
    assert ends_sentence("他说：“好。”")
    assert not ends_sentence("推进“双减”")
    assert is_cut("落实《实施")
    assert not is_cut("")
    assert join("early", "education") == "early education"
    assert join("develop-", "ment") == "develop-ment"
    assert join("教育", "") == "教育"


LOST = (
    "“十五五”时期是我县加快建设教育强县的关键五年,必须准确把握人口变化趋势,统筹优化学校布局,"
    "让每一个孩子都能就近享有公平而有质量的教育,新建公办幼儿园15所,普惠性幼儿园覆盖率达到93%。"
)


@pytest.mark.parametrize("columns", [48, 56, 60])
def test_lines_whose_indents_were_lost_and_whose_commas_are_ascii_are_joined(columns: int) -> None:
    paragraphs = [f"第{n}点来看,{LOST}" for n in "一二三四五"]
    lines = ["第一章 发展形势"]
    for text in paragraphs:
        first, rest = text[: columns // 2 - 2], text[columns // 2 - 2 :]
        lines += [first, *wrap(rest, columns)]
    parted = joined(lines)
    assert parted[0] == "第一章 发展形势"
    assert "".join(parted[1:]) == "".join(paragraphs)
    assert all(ends_sentence(text) for text in parted[1:])


@pytest.mark.parametrize("kind", ["篇", "章", "部分"])
def test_a_heading_on_two_lines_before_an_inner_label_is_one(kind: str) -> None:
    lines = [
        line
        for n in "一二三"
        for line in (
            f"第{n}{kind} 锚定目标任务",
            "奋力谱写教育强县新篇章",
            "一、准确把握形势",
            SENTENCE,
        )
    ]
    assert joined(lines)[::3] == [
        f"第{n}{kind} 锚定目标任务奋力谱写教育强县新篇章" for n in "一二三"
    ]


def test_a_sentence_without_a_stop_below_a_chapters_heading_stays_text() -> None:
    bare = "坚持以信息化带动工业化，以工业化促进信息化，提高信息化水平"
    lines = [x for n in "一二三" for x in (f"第{n}章 推进信息化", bare, "第一节 应用", SENTENCE)]
    assert joined(lines) == lines


def test_a_heading_of_its_own_below_a_chapters_stays() -> None:
    lines = ["第一章 目标", "指导思想", SENTENCE, "第二章 任务", "基本原则", SENTENCE]
    assert joined(lines) == lines


RUN_INS = [
    f"{n}、抓紧抓实开学准备工作。围绕教\n室改造、校车检修、食堂备案逐项排查。{SENTENCE}"
    for n in range(1, 5)
]


@pytest.mark.parametrize("whole", [False, True], ids=["text", "paragraphs of the format"])
def test_a_sentence_that_breaks_off_behind_a_run_in_heading_is_joined(whole: bool) -> None:
    lines = [Line(part, whole=whole) for text in RUN_INS for part in text.split("\n")]
    assert [line.text for line in join_wraps(lines)] == [t.replace("\n", "") for t in RUN_INS]


@pytest.mark.parametrize(
    "following",
    ["责任单位：县教育局。", "二、安全工作", "“双减”工作另行安排。", "（一）课程。开齐开足。"],
)
def test_a_run_in_paragraph_without_a_stop_is_left_before_a_line_of_another_kind(
    following: str,
) -> None:
    lines = [SENTENCE, SENTENCE * 2, SENTENCE, "1、学前教育。新增学位800个", following]
    assert joined(lines) == lines


def test_a_torn_sentence_is_no_heading() -> None:
    lines = ["云溪县教育规划", "第一章 发展形势"]
    for n in "一二三四五六":
        lines += wrap(f"第{n}点来看,{LOST}", 56)
    source = Source("a.txt", "txt", "utf-8", "", 0)
    plan = parse(Document(source, tuple(Line(text) for text in lines)))
    assert [section.heading for section in plan.sections] == ["云溪县教育规划", "发展形势"]


def test_the_mark_of_a_note_on_its_own_line_stays_in_its_sentence() -> None:
    lines = ["一、目标", "实施重点产业链“突围工程”", "16", "，推动产业提质扩量。", SENTENCE]
    assert joined(lines) == ["一、目标", "实施重点产业链“突围工程”16，推动产业提质扩量。", SENTENCE]


def test_a_printed_line_cut_before_a_comma_goes_on() -> None:
    text = "高质量谱写“双城记”,推动同城化水平提升,在建设世界级城市群的过程中发挥引领作用。"
    first, *others = wrap(text, 60)
    place = first.index(",")
    lines = [*wrap(SENTENCE * 3, 60), first[:place], first[place:], *others]
    assert joined(lines) == [SENTENCE * 3, text]


def test_latin_paragraphs_whose_lines_are_all_indented_are_joined() -> None:
    lines = [
        "1. Hiring",
        "    Fill all 46 vacancies before the first day of school, and offer",
        "    mathematics teachers a bonus of $3,000; the board will pay up to",
        "    40 of them.",
        "    Report in May.",
        "2. Training",
        "    Train every teacher.",
    ]
    text = joined(lines)
    assert text[1].endswith(
        "and offer mathematics teachers a bonus of $3,000; the board will pay up to 40 of them."
    )
    assert text[2:] == ["Report in May.", "2. Training", "Train every teacher."]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("新建社会足球场6片，人均体育场地面积达到", "2.9平方米。"),
        ("推进全县城乡供水一体化的", "工程建设。"),
    ],
)
def test_a_line_that_wants_an_object_goes_on(first: str, second: str) -> None:
    assert joined(["一、目标", first, second]) == ["一、目标", first + second]


def test_the_number_of_a_note_that_parts_a_sentence_is_in_it() -> None:
    first, second = "深入践行绿水青山就是金山银山的理念，以碳达峰碳中和", "为牵引，推进降碳。"
    assert joined([first, "131", second]) == [f"{first}131{second}"]
    cells = ["单位地区生产总值二氧化碳排放", "28", "36", "约束性"]
    assert joined(cells) == cells


def test_wide_digits_that_a_line_spreads_are_one_number() -> None:
    assert [line.text for line in part_paragraphs([Line("培育特色学校１ ２所")])] == [
        "培育特色学校１２所"
    ]


def test_an_item_goes_on_below_its_own_text() -> None:
    lines = [
        "Tutors meet pupils.",
        "",
        "  * Each team reviews its tests every term, and share",
        "    the results with the board.",
        "  * Pupils read.",
        "",
        "The board meets twice a year.",
    ]
    assert joined(lines)[1] == (
        "* Each team reviews its tests every term, and share the results with the board."
    )


def test_a_line_that_begins_with_a_field_is_not_joined_to_the_line_before() -> None:
    fields = ["牵头科室：教材科、义务教育科、督导室", "配合科室：财务科", "完成时限：8月底前"]
    entries = [
        line
        for task in "甲乙丙丁"
        for line in (f"任务名称：修订{task}类学校年检办法和规程", *fields)
    ]
    assert joined(entries) == entries
