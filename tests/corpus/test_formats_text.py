"""Text files in the encodings that Chinese plans come in, and Markdown."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from plandiff.corpus.errors import EncodingError, NoTextError, UnknownFormatError
from plandiff.corpus.formats.documents import read_document
from plandiff.corpus.formats.encodings import Decoded, decode
from plandiff.corpus.formats.text import read_text
from plandiff.corpus.model import Line

SIMPLIFIED = "一、总体要求\n全县教育系统要坚持立德树人，新增学位810个。\n"
TRADITIONAL = "一、總體要求\n全縣教育系統要堅持立德樹人，新增學位810個。\n"


@pytest.mark.parametrize(
    ("text", "written", "told"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8"),
        (SIMPLIFIED, "gbk", "gb18030"),
        (SIMPLIFIED, "gb18030", "gb18030"),
        (SIMPLIFIED, "utf-16", "utf-16"),
        (SIMPLIFIED, "utf-16-le", "utf-16"),
        (SIMPLIFIED, "utf-16-be", "utf-16"),
        (SIMPLIFIED, "utf-32", "utf-32"),
        (TRADITIONAL, "big5", "big5"),
        (TRADITIONAL, "gbk", "gb18030"),
        (TRADITIONAL, "utf-8", "utf-8"),
        ("教育", "gbk", "gb18030"),
        ("督导", "gbk", "gb18030"),
        ("教育", "big5", "big5"),
        ("Plan 2024 教育", "gbk", "gb18030"),
        ("plain ASCII\n", "ascii", "utf-8"),
        ("café, naïve\n", "cp1252", "cp1252"),
        ("“quoted” — plan", "cp1252", "cp1252"),
        ("①②③", "gbk", "gb18030"),
    ],
)
def test_the_encoding_is_found(text: str, written: str, told: str) -> None:
    assert decode(text.encode(written)) == Decoded(text, told)


PROSE = "".join(
    sorted(set(SIMPLIFIED + "推进义务教育优质均衡发展，达到百分之九十以上。年内完成；"))
)


@given(st.text(PROSE, min_size=4), st.sampled_from(["utf-8", "gb18030"]))
def test_short_texts_of_common_words_are_never_taken_for_another_language(
    text: str, encoding: str
) -> None:
    data = text.encode(encoding)
    if encoding == "gb18030":  # 一一一一 is valid UTF-8 as well, and the next law says what that is
        assume(not _is_utf8(data))
    assert decode(data).text == text


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@pytest.mark.parametrize("text", ["0\n0、", "00\n0、", "1\n0。", "3\n目标"])
def test_few_bytes_of_gb18030_are_never_taken_for_utf16(text: str) -> None:
    assert decode(text.encode("gb18030")) == Decoded(text, "gb18030")


@given(st.text().filter(lambda text: not text.startswith("\ufeff")))
@example("一\x00二")
def test_what_is_valid_utf8_is_read_as_utf8_unless_it_is_binary(text: str) -> None:
    if "\0" not in text and sum(c < " " or "\x7f" <= c < "\xa0" for c in text) == 0:
        assert decode(text.encode()) == Decoded(text, "utf-8")


def test_a_text_cut_inside_a_character_is_read_with_a_finding() -> None:
    for encoding in ("utf-8", "gb18030"):
        document = read_document("plan.txt", data=SIMPLIFIED.encode(encoding)[:-2])
        assert document.lines[0].text == "一、总体要求"
        assert [f.kind for f in document.findings] == ["damaged-text"]
        assert document.source.encoding == encoding


@pytest.mark.parametrize(
    ("encoding", "told"), [("gbk", "gbk"), ("GB2312", "gb2312"), ("gb18030", "gb18030")]
)
def test_a_named_encoding_is_used_with_all_that_its_superset_has(encoding: str, told: str) -> None:
    document = read_document("plan.txt", data="镕𠮷".encode("gb18030"), encoding=encoding)
    assert (document.lines[0].text, document.source.encoding) == ("镕𠮷", told)


@pytest.mark.parametrize(
    ("text", "written", "named"),
    [
        (SIMPLIFIED, "gbk", "utf-8"),
        (SIMPLIFIED, "utf-8", "gb18030"),
        (SIMPLIFIED, "utf-8", "latin-1"),
        (SIMPLIFIED, "utf-8", "utf-16"),
        (SIMPLIFIED, "gbk", "big5"),
        (SIMPLIFIED, "utf-8", "ascii"),
        (SIMPLIFIED, "utf-8", "no-such-encoding"),
        (SIMPLIFIED, "utf-8", "rot13"),
        (SIMPLIFIED, "utf-8", "base64"),
        (SIMPLIFIED, "utf-8", "unicode_escape"),
        (SIMPLIFIED, "utf-8", ""),
        (SIMPLIFIED, "utf-8", "a\0b"),
    ],
)
def test_a_wrong_named_encoding_is_an_error_that_names_it(
    text: str, written: str, named: str
) -> None:
    if named:
        with pytest.raises(EncodingError, match="--encoding"):
            read_document("plan.txt", data=text.encode(written), encoding=named)
    else:
        assert read_document("plan.txt", data=text.encode(written), encoding=named).lines


def test_lines_stay_as_they_stand() -> None:
    text = "  一、目标 \r\n\r\n\t好\x0c坏\n"
    document = read_document("plan.txt", data=text.encode())
    assert document.lines == (Line("  一、目标 "), Line(""), Line("\t好"), Line("坏"))
    assert document.source.characters == len(text)


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", "\u3000\n".encode(), b"\xef\xbb\xbf", b"\0\1"])
def test_a_file_without_a_visible_character_holds_no_text(data: bytes) -> None:
    with pytest.raises(NoTextError):
        read_document("plan.txt", data=data)


def test_random_bytes_are_no_plan() -> None:
    data = bytes((value * value * 7 + value * 13) % 256 for value in range(3000))
    with pytest.raises(UnknownFormatError):
        read_document("plan.txt", data=data)


def test_a_text_with_headings_of_markdown_is_read_as_markdown() -> None:
    text = "### 云溪县计划\n#### 一、目标\n到2025年达到**%以上。"
    assert read_text(Decoded(text, "utf-8")).lines == (
        Line("云溪县计划", 3),
        Line("一、目标", 4),
        Line("到2025年达到**%以上。"),
    )
    assert read_text(Decoded("## 一个\n# 号", "utf-8")).lines[0] == Line("## 一个")


def rows_of(text: str) -> list[str]:
    return [line.text for line in read_text(Decoded(text, "utf-8")).lines if line.row]


def test_cells_parted_by_four_blanks_are_rows_though_no_column_is_below_another() -> None:
    text = """专栏2  主要指标
分类    序号    指标    2030年目标值
经济强    1    生产总值年均增长率（%）    5以上
    2    研发投入占比（%）    与经济增长
保持同步
百姓富    3    人均预期寿命（岁）    ≥85"""
    assert rows_of(text) == [
        "分类\t序号\t指标\t2030年目标值",
        "经济强\t1\t生产总值年均增长率（%）\t5以上",
        "\t2\t研发投入占比（%）\t与经济增长保持同步",
        "百姓富\t3\t人均预期寿命（岁）\t≥85",
    ]


def test_a_table_of_indicators_out_of_a_pdf_is_rows() -> None:
    text = """序号 指 标 2030 年目标 属性
1 生产总值年均增长（%） 5 左右 预期性
2 规上数字经济核心产业营业收入占规上企业营业
收入比重（%） 32.5 预期性
— 13 —
3 粮食综合生产能力（亿斤） ＞19 约束性
到2030年，主要指标全面完成。"""
    assert rows_of(text) == [
        "序号\t指标\t2030年目标\t属性",
        "1\t生产总值年均增长（%）\t5 左右\t预期性",
        "2\t规上数字经济核心产业营业收入占规上企业营业收入比重（%）\t32.5\t预期性",
        "3\t粮食综合生产能力（亿斤）\t＞19\t约束性",
    ]
    assert [line.text for line in read_text(Decoded(text, "utf-8")).lines if not line.row] == [
        "— 13 —",
        "到2030年，主要指标全面完成。",
    ]


def test_a_part_with_one_gap_in_its_heading_is_no_row_of_the_table_below() -> None:
    rows = ["序号\t项目\t规模", "1\t东渠改造\t18公里", "2\t西河水库\t9米"]
    text = "\n".join(["第一章  要求", "修渠。", "附件1  项目表", *rows])
    lines = read_text(Decoded(text, "utf-8")).lines
    assert [(line.text, line.row) for line in lines[-4:]] == [
        ("附件1  项目表", False),
        *((row, True) for row in rows),
    ]
