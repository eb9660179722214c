"""Laws of the redline of two Word documents: it is the new one, with the way from the old one."""

import io
import shutil
import zipfile
from functools import cache
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from plandiff.comparison.reports import ReportOptions, Review, ReviewNote
from plandiff.comparison.reports.word.word_markup import Marker
from plandiff.comparison.reports.word.word_resolution import (
    find_fault,
    plain,
    resolve,
    shape_of,
)
from plandiff.comparison.reports.word.word_source import (
    ObjectCharacters,
    SourceDocument,
    read_blocks,
)
from plandiff.corpus.errors import RedlineError
from tests.comparison.reports.test_redline import libreoffice_lines
from tests.reports_plans import WORD, document_xml
from tests.word_documents import cell, docx, p, r, redline, table, theirs, with_relations

RED = '<w:color w:val="FF0000"/><w:sz w:val="32"/>'
HEAD = p("青榆县2031年工作计划", style="Title") + p("一、工作目标", style="Heading1")
TAIL = p("二、组织保障", style="Heading1") + p("各单位落实经费，按季度报送进度。")
OURS = "plandiff"


def numbered(text: str) -> str:
    return p(text, properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')


PICTURE = (
    '<w:r><w:drawing><wp:inline><wp:extent cx="10000" cy="10000"/><wp:docPr id="1" name="图"/>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="图"/><pic:cNvPicPr/></pic:nvPicPr>'
    '<pic:blipFill><a:blip r:embed="rIdPicture"/><a:stretch><a:fillRect/></a:stretch>'
    '</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="10000" cy="10000"/></a:xfrm>'
    '<a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
    "</w:drawing></w:r>"
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PARTS: dict[str, str | bytes] = {
    **with_relations(
        f'<Relationship Id="rIdPicture" Type="{OFFICE}/image" Target="media/a.png"/>'
        f'<Relationship Id="rIdNotes" Type="{OFFICE}/footnotes" Target="footnotes.xml"/>'
        f'<Relationship Id="rIdHead" Type="{OFFICE}/header" Target="header9.xml"/>',
        f'<Override PartName="/word/footnotes.xml" ContentType="{WORD_TYPE}.footnotes+xml"/>'
        f'<Override PartName="/word/header9.xml" ContentType="{WORD_TYPE}.header+xml"/>'
        '<Default Extension="png" ContentType="image/png"/>',
    ),
    "word/media/a.png": bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478"
        "9c6360f8cf500f00038201804a26f6d60000000049454e44ae426082"
    ),
    "word/footnotes.xml": (
        f'<w:footnotes {SPACE}><w:footnote w:id="2"><w:p><w:r><w:t>按常住人口计。</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    ),
    "word/header9.xml": f"<w:hdr {SPACE}>{p('青榆县教育局')}</w:hdr>",
}
NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>QUOTE</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
MOVED = p("三、家校共育", style="Heading1") + p("每学期家访一次，建立台账，结果报县教育局备案。")
STAYS = p("四、安全管理", style="Heading1") + p("排查校舍隐患，整改率达到100%，每月通报一次。")
END = p("五、附则", style="Heading1")

PAIRS = {
    "a number in a coloured run": (
        HEAD + p("新增学位", r("100", RED), "个，建成幼儿园2所。") + TAIL,
        HEAD + p("新增学位", r("120", RED), "个，建成幼儿园2所。") + TAIL,
    ),
    "a row inserted in a table and a cell changed": (
        HEAD + table(["指标", "数"], ["学位", "100"], ["教师", "30"]) + TAIL,
        HEAD + table(["指标", "数"], ["学位", "120"], ["图书", "9"], ["教师", "30"]) + TAIL,
    ),
    "a row deleted, another merged over rows": (
        HEAD
        + table(["指标", "数"], ["小学", "7"], ["学位", "100"], ["教师", "30"])
        + TAIL,
        HEAD
        + table(
            ["指标", "数"],
            [cell("学位", '<w:vMerge w:val="restart"/>'), "100"],
            [cell("", "<w:vMerge/>"), "教师30"],
        )
        + TAIL,
    ),
    "a row of a cell that is merged downwards deleted": (
        HEAD
        + table(
            [cell("学位", '<w:vMerge w:val="restart"/>'), "小学100"],
            [cell("", "<w:vMerge/>"), "初中60"],
            ["教师", "30"],
        )
        + TAIL,
        HEAD + table(["学位", "小学100"], ["教师", "30"]) + TAIL,
    ),
    "a table more and a table less": (
        HEAD + table(["责任单位", "教育局"]) + TAIL,
        HEAD + TAIL + table(["完成时限", "年底"]) + p("附表完。"),
    ),
    "numbered items, one new": (
        HEAD + numbered("新建幼儿园2所。") + numbered("培训教师300人次。") + TAIL,
        HEAD
        + numbered("新建幼儿园2所。")
        + numbered("翻修操场6个。")
        + numbered("培训教师350人次。")
        + TAIL,
    ),
    "a paragraph split": (
        HEAD + p("新增学位100个，由教育局牵头。培训教师300人次，年底前完成。") + TAIL,
        HEAD + p("新增学位100个，由教育局牵头。") + p("培训教师300人次，年底前完成。") + TAIL,
    ),
    "two paragraphs merged, in one a word changed": (
        HEAD + p("新增学位100个，由教育局牵头。") + p("培训教师300人次，年底前完成。") + TAIL,
        HEAD + p("新增学位100个，由教育局牵头。培训教师350人次，年底前完成。") + TAIL,
    ),
    "a section moved": (HEAD + MOVED + STAYS + END, HEAD + STAYS + MOVED + END),
    "changes of others": (
        HEAD + p("新增学位", theirs("ins", r("100")), "个。") + TAIL,
        HEAD
        + p("新增学位", theirs("ins", r("120"), key=91), theirs("del", r("99"), key=92), "个。")
        + p("督查一次。", mark=theirs("ins", key=93))
        + TAIL,
    ),
    "a picture, a note, a field and a header": (
        HEAD + p("新增学位100个。", NOTE) + p(PICTURE) + p("第", FIELD.format(r("1")), "页") + TAIL,
        HEAD + p("新增学位120个。", NOTE) + p(PICTURE) + p("第", FIELD.format(r("2")), "页") + TAIL,
    ),
    "the last paragraph gone, another first": (
        HEAD + TAIL + p("本计划自印发之日起施行。"),
        p("附件", style="Quote") + HEAD + TAIL,
    ),
    "a style that the new file lacks": (
        HEAD + p("作废的一段话。", style="OnlyInOld") + TAIL,
        HEAD + TAIL,
    ),
}  # fmt: skip


def pair(name: str) -> tuple[bytes, bytes]:
    old, new = PAIRS[name]
    parts = PARTS if "picture" in name else None
    return docx(old, parts), docx(new, parts)


@cache
def redline_of(name: str) -> bytes:
    """The redline of a pair of `PAIRS`."""
    return redline(*pair(name))


def body(data: bytes) -> etree._Element:
    found = etree.fromstring(document_xml(data)).find(f"{WORD}body")
    assert found is not None
    return found


def ours(data: bytes) -> list[etree._Element]:
    names = (f"{WORD}{name}" for name in ("ins", "del", "moveTo", "moveFrom"))
    return [node for node in body(data).iter(*names) if node.get(f"{WORD}author") == OURS]


def touched(data: bytes) -> int:
    """Paragraphs with a change of ours in them."""
    found = {a for n in ours(data) for a in n.iterancestors() if a.tag == f"{WORD}p"}
    return len(found)


def resolved(data: bytes, *, accept: bool) -> object:
    """Paragraphs and tables after accepting or rejecting all, ours and others' (if accepted)."""
    root = etree.fromstring(document_xml(data))
    resolve(root, lambda node: node.get(f"{WORD}author") == OURS, accept=accept)
    return shape_of(read_blocks(root, ObjectCharacters(), {}), plain)


def shape(data: bytes) -> object:
    return shape_of(SourceDocument(data, "a.docx", ObjectCharacters()).blocks, plain)


@pytest.mark.parametrize("name", [name for name in PAIRS if name != "changes of others"])
def test_accepting_gives_the_new_document_and_rejecting_the_old_one(name: str) -> None:
    old, new = pair(name)
    marked = redline_of(name)
    assert resolved(marked, accept=True) == shape(new)
    assert resolved(marked, accept=False) == shape(old)
    keys = [node.get(f"{WORD}id") for node in ours(marked)]
    assert len(keys) == len(set(keys)) > 0


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("a number in a coloured run", 1),
        ("a row inserted in a table and a cell changed", 3),
        ("a row of a cell that is merged downwards deleted", 2),
        ("numbered items, one new", 2),
        ("a paragraph split", 1),
        ("two paragraphs merged, in one a word changed", 2),
        ("a picture, a note, a field and a header", 2),
        ("a style that the new file lacks", 1),
    ],
)
def test_no_more_paragraphs_are_touched_than_truly_changed(name: str, count: int) -> None:
    assert touched(redline_of(name)) == count


@pytest.mark.parametrize("name", PAIRS)
def test_everything_else_of_the_new_file_stays_byte_for_byte(name: str) -> None:
    _, new = pair(name)
    marked = redline_of(name)
    changed = {"word/document.xml", "word/comments.xml"}
    changed |= {"word/_rels/document.xml.rels", "[Content_Types].xml"}  # name the comments
    with zipfile.ZipFile(io.BytesIO(new)) as before, zipfile.ZipFile(io.BytesIO(marked)) as after:
        for member in set(before.namelist()) - changed:
            assert after.read(member) == before.read(member)
    kept = {etree.tostring(paragraph) for paragraph in body(marked).iter(f"{WORD}p")}
    untouched = [
        etree.tostring(paragraph)
        for paragraph in body(new).iter(f"{WORD}p")
        if etree.tostring(paragraph) in kept
    ]
    assert len(untouched) >= 3
    Document(io.BytesIO(marked))


def test_a_deleted_word_keeps_its_look_and_a_style_that_is_missing_is_left_out() -> None:
    marked = redline_of("a number in a coloured run")
    deleted = body(marked).find(f".//{WORD}del/{WORD}r")
    assert deleted is not None
    assert b"FF0000" in etree.tostring(deleted)
    assert b"OnlyInOld" not in document_xml(redline_of("a style that the new file lacks"))


def test_an_inserted_row_is_a_row_and_its_neighbours_are_not_touched() -> None:
    rows = body(redline_of("a row inserted in a table and a cell changed")).findall(f".//{WORD}tr")
    inserted = [row.find(f"{WORD}trPr/{WORD}ins") is not None for row in rows]
    assert inserted == [False, False, True, False]


def test_changes_of_others_stay_and_count_as_accepted() -> None:
    old, new = pair("changes of others")
    marked = redline_of("changes of others")
    others = [n for n in body(marked).iter() if n.get(f"{WORD}author") == "甲"]
    assert [n.get(f"{WORD}id") for n in others] == ["91", "92", "93"]
    assert resolved(marked, accept=True) == shape(new)
    # The mark of a paragraph has room for one insertion: the one that is there stands for ours.
    root = etree.fromstring(document_xml(marked))
    resolve(
        root, lambda n: n.get(f"{WORD}author") == OURS or n.get(f"{WORD}id") == "93", accept=False
    )
    assert shape_of(read_blocks(root, ObjectCharacters(), {}), plain) == shape(old)


def test_a_section_that_moved_is_told_at_both_ends_and_one_that_stays_is_not_touched() -> None:
    marked = redline_of("a section moved")
    comments = document_xml(marked, "word/comments.xml").decode()
    assert comments.count("<w:comment ") == 3  # and the overview
    assert "移至" in comments
    assert "移自" in comments
    assert touched(marked) == 4


def test_a_section_that_moved_is_a_tracked_move_where_asked() -> None:
    old, new = pair("a section moved")
    marked = redline(old, new, ReportOptions(author=OURS, native_moves=True))
    names = {
        kind: [n.get(f"{WORD}name") for n in body(marked).iter(f"{WORD}{kind}RangeStart")]
        for kind in ("moveFrom", "moveTo")
    }
    assert len(names["moveFrom"]) == 2
    assert names["moveFrom"] == names["moveTo"]
    assert resolved(marked, accept=True) == shape(new)
    assert resolved(marked, accept=False) == shape(old)


def test_a_deleted_picture_comes_with_its_file() -> None:
    lost = docx(HEAD + p(PICTURE) + TAIL, PARTS), docx(HEAD + TAIL)
    marked = redline(*lost)
    with zipfile.ZipFile(io.BytesIO(marked)) as package:
        assert package.read("word/media/plandiff1.png") == PARTS["word/media/a.png"]
    assert "未带入" not in document_xml(marked, "word/comments.xml").decode()
    kept = next(body(marked).iter("{*}blip")).get(f"{{{OFFICE}}}embed")
    assert Document(io.BytesIO(marked)).part.rels[kept].target_ref == "media/plandiff1.png"


def test_a_deleted_note_is_told_where_it_was() -> None:
    marked = redline(docx(HEAD + p("新增学位。", NOTE) + TAIL, PARTS), docx(HEAD + TAIL))
    assert "注释1处，未带入" in document_xml(marked, "word/comments.xml").decode()


def test_the_first_comment_is_the_verdict_with_the_main_targets() -> None:
    marked = redline_of("a number in a coloured run")
    first = etree.fromstring(document_xml(marked, "word/comments.xml"))[0]
    assert ["".join(map(str, line.itertext())) for line in first] == [
        "总体变化：未发现指标和要求降低；1项指标提高。",
        "▲ 新增学位：100个 → 120个（+20个）",
    ]
    paragraph = next(body(marked).iter(f"{WORD}p"))
    assert paragraph.find(f"{WORD}commentRangeStart") is not None


def test_notes_and_author_are_those_of_the_options() -> None:
    old, new = pair("a number in a coloured run")
    review = Review(notes=(ReviewNote("r1", "请核实"),))
    marked = redline(old, new, ReportOptions(author="李四", review=review))
    assert "请核实" in document_xml(marked, "word/comments.xml").decode()
    assert 'w:author="李四"' in document_xml(marked).decode()


def test_the_same_documents_give_the_same_bytes() -> None:
    for name in list(PAIRS)[::4]:
        assert redline(*pair(name)) == redline(*pair(name))


def test_a_redline_that_does_not_lead_to_both_documents_is_not_given_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Marker, "_insert_row", lambda *_: None)
    with pytest.raises(RedlineError, match="rejecting"):
        redline(*pair("a row inserted in a table and a cell changed"))


def test_a_lost_colour_is_found_though_the_text_is_right() -> None:
    old, new = pair("a number in a coloured run")
    marked = etree.fromstring(document_xml(redline(old, new)))
    for color in list(marked.iter(f"{WORD}color")):
        above = color.getparent()
        assert above is not None
        above.remove(color)
    keys = {str(n.get(f"{WORD}id")) for n in ours(redline(old, new))}
    objects = ObjectCharacters()
    before, after = (SourceDocument(data, "a.docx", objects) for data in (old, new))
    fault = find_fault(marked, before, after, objects, digests={}, ours=keys, shared=set())
    assert fault is not None
    assert (fault.accept, fault.number) == (True, 3)


WORDS = st.sampled_from(
    [
        "新增学位",
        "100个",
        "幼儿园",
        "教师",
        "。",
        "，",
        "培训",
        "提高到95%",
        "（牵头：教育局）",
        "一、",
    ]
)
TEXT = st.lists(WORDS, max_size=4).map("".join)
KEYS = st.integers(100, 999)


@st.composite
def runs(draw: st.DrawFn) -> str:
    run = r(draw(TEXT), draw(st.sampled_from(["", "<w:b/>", RED])))
    kind = draw(st.sampled_from(["", "", "", "ins", "del", "field"]))
    if kind == "field":
        return FIELD.format(run)
    return theirs(kind, run, key=draw(KEYS)) if kind else run


@st.composite
def paragraphs(draw: st.DrawFn) -> str:
    kind = draw(st.sampled_from(["", "", "", "", "ins", "del"]))
    mark = theirs(kind, key=draw(KEYS)) if kind else ""
    style = draw(st.sampled_from(["", "", "Heading1"]))
    return p(*draw(st.lists(runs(), max_size=3)), style=style, mark=mark)


@st.composite
def tables(draw: st.DrawFn) -> str:
    columns = draw(st.integers(1, 2))
    row = st.lists(TEXT, min_size=columns, max_size=columns)
    return table(*draw(st.lists(row, min_size=1, max_size=3)))


OTHERS = st.lists(st.one_of(paragraphs(), tables()), max_size=3)
BLOCKS = st.lists(st.one_of(paragraphs(), paragraphs(), tables()), max_size=5)


@st.composite
def documents(draw: st.DrawFn) -> tuple[bytes, bytes]:
    old = draw(BLOCKS)
    new = list(old)
    for block in draw(OTHERS):
        at = draw(st.integers(0, len(new)))
        new[at : at + draw(st.integers(0, 1))] = [block]
    shortened = draw(st.booleans())
    if new and shortened:
        del new[draw(st.integers(0, len(new) - 1))]
    end = p("完。")
    return docx("".join(old) + end), docx("".join(new) + end)


@settings(max_examples=10)
@given(documents())
def test_any_two_documents_have_a_redline_that_leads_to_both(pair: tuple[bytes, bytes]) -> None:
    old, new = pair
    marked = redline(old, new)  # which is checked before it is given away
    assert resolved(marked, accept=True) == shape(new)
    assert touched(redline(new, new)) == 0


_NEEDS_OFFICE = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed"
)


@_NEEDS_OFFICE
@pytest.mark.slow
def test_libreoffice_opens_them_and_resolves_them_to_both_documents(tmp_path: Path) -> None:
    accept, reject = "AcceptAllTrackedChanges", "RejectAllTrackedChanges"
    jobs = []
    for number, name in enumerate(PAIRS):
        old, new = pair(name)
        files = [tmp_path / f"{number}{stem}.docx" for stem in ("old", "new", "marked")]
        for file, data in zip(files, (old, new, redline_of(name)), strict=True):
            file.write_bytes(data)
        jobs += [(files[2], accept), (files[1], accept), (files[2], reject), (files[0], accept)]
    found = iter([line for line in lines if line.strip()] for lines in libreoffice_lines(*jobs))
    for name in PAIRS:
        assert next(found) == next(found), name
        rejected, old_lines = next(found), next(found)
        # LibreOffice rejects what others have changed too.
        assert name == "changes of others" or rejected == old_lines, name
