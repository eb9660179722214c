"""Redlines of documents with text boxes, nested tables, content controls, fields and the like.

Accepting gives the new document and rejecting the old one, by our resolver and by LibreOffice;
paragraphs that did not change stay byte for byte, and elements are in the order of the schema.
"""

import io
import shutil
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from docx import Document
from lxml import etree

from plandiff.comparison.reports.word.word_resolution import plain, resolve, shape_of
from plandiff.comparison.reports.word.word_source import ObjectCharacters, read_blocks
from tests.comparison.reports.test_redline import libreoffice_lines
from tests.comparison.reports.test_word_copy import (
    FIELD,
    HEAD,
    NOTE,
    OFFICE,
    OURS,
    PARTS,
    PICTURE,
    SPACE,
    TAIL,
    WORD_TYPE,
    body,
    ours,
    resolved,
    shape,
)
from tests.comparison.reports.test_word_schema import misplaced
from tests.reports_plans import WORD, document_xml
from tests.word_documents import cell, docx, p, r, redline, table, theirs, with_relations

_DRAWING = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
_MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def text_box(text: str) -> str:
    """A run with a text box, as Word writes it."""
    content = f"<w:txbxContent>{p(text)}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent {_MC}><mc:Choice Requires="wps" {_DRAWING}><w:drawing>'
        '<wp:inline><wp:extent cx="1800000" cy="360000"/><wp:docPr id="7" name="框"/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="1800000" cy="360000"/></a:xfrm><a:prstGeom prst="rect"/></wps:spPr>'
        f"<wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
        "</wp:inline></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )


def control(content: str) -> str:
    """A content control around runs, blocks, rows or cells."""
    return (
        f'<w:sdt><w:sdtPr><w:tag w:val="部门"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent>'
        "</w:sdt>"
    )


def link(text: str, target: str = 'w:anchor="目标"') -> str:
    return f"<w:hyperlink {target}>{r(text)}</w:hyperlink>"


def entry(text: str, page: str) -> str:
    """An entry of a table of contents: a link, a tab and a field with the page number."""
    number = FIELD.format(r(page)).replace("QUOTE", "PAGEREF _Toc1")
    inner = f"{r(text)}<w:r><w:tab/></w:r>{number}"
    return p(f'<w:hyperlink w:anchor="_Toc1">{inner}</w:hyperlink>', style="TOC1")


def contents(*entries: str) -> str:
    """A table of contents in a content control: one field over several paragraphs."""
    begin, end = FIELD.replace("QUOTE", 'TOC \\o "1-1"').split("{}")
    first, *others = entries
    marked = first.replace("</w:pPr>", f"</w:pPr>{begin}", 1)
    kind = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    return control(marked + "".join(others) + p(end)).replace('<w:tag w:val="部门"/>', kind)


def commented(text: str, key: int = 70) -> str:
    return (
        f'<w:commentRangeStart w:id="{key}"/>{r(text)}<w:commentRangeEnd w:id="{key}"/>'
        f'<w:r><w:commentReference w:id="{key}"/></w:r>'
    )


def item(text: str, level: int = 0) -> str:
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')


def section(header: int, *, wide: bool = False) -> str:
    size = (
        '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
        if wide
        else ('<w:pgSz w:w="11906" w:h="16838"/>')
    )
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="rIdHead{header}"/>{size}</w:sectPr>'
    )


TALL = '<w:vMerge w:val="restart"/>'
GOES_ON = "<w:vMerge/>"
WIDE = '<w:gridSpan w:val="2"/>'
FORMULA = "<m:oMath><m:r><m:t>a+b={}</m:t></m:r></m:oMath>"
_COMMENTS = with_relations(
    f'<Relationship Id="rIdC" Type="{OFFICE}/comments" Target="comments.xml"/>',
    f'<Override PartName="/word/comments.xml" ContentType="{WORD_TYPE}.comments+xml"/>',
) | {
    "word/comments.xml": f'<w:comments {SPACE}><w:comment w:id="70" w:author="甲">{p("请核。")}'
    "</w:comment></w:comments>"
}
_LINKS = with_relations(
    f'<Relationship Id="rIdL" Type="{OFFICE}/hyperlink" Target="https://example.org/" '
    'TargetMode="External"/>'
)
_HEADERS = with_relations(
    "".join(
        f'<Relationship Id="rIdHead{at}" Type="{OFFICE}/header" Target="header{at}9.xml"/>'
        for at in (1, 2)
    ),
    "".join(
        f'<Override PartName="/word/header{at}9.xml" ContentType="{WORD_TYPE}.header+xml"/>'
        for at in (1, 2)
    ),
)


def with_headers(first: str, second: str) -> dict[str, str]:
    texts = {1: first, 2: second}
    return _HEADERS | {
        f"word/header{at}9.xml": f"<w:hdr {SPACE}>{p(text, FIELD.format(r('1')))}</w:hdr>"
        for at, text in texts.items()
    }


_GOALS = p("二、主要目标", style="Heading1")
_FIRST = p("坚持立德树人，办好人民满意的教育，推动城乡协调发展。")

_TARGET = HEAD.replace("一、", '</w:t></w:r><w:bookmarkStart w:id="41" w:name="_Toc1"/>'
                       '<w:bookmarkEnd w:id="41"/><w:r><w:t>一、')  # fmt: skip

OLD: dict[str, str] = {
    "a text box beside changed words": p(text_box("内部资料"), "新增学位100个，年内完成。") + TAIL,
    "a text box with other words": p(text_box("征求意见稿"), "新增学位100个，年内完成。") + TAIL,
    "a table within a cell": table(
        ["指标", "数"],
        [cell(table(["小学", "100"], ["初中", "60"]) + p("")), "160"],
        ["教师", "30"],
    )
    + TAIL,
    "content controls around runs, paragraphs and rows": p(
        "牵头单位：", control(r("县教育局")), "，时限为年底。"
    )
    + control(p("培训教师300人次，分批组织。") + p("新增学位100个，年内完成。"))
    + table(["指标", "数"], ["学位", "100"]).replace(
        '<w:tr><w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>' + p("学位"),
        '<w:tr><w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>' + p(control(r("学位"))),
    )
    + TAIL,
    "a table of contents": contents(entry("一、工作目标", "1"), entry("二、组织保障", "2"))
    + _TARGET
    + _FIRST
    + TAIL,
    "comments of others around changed words": HEAD
    + p("县财政安排", commented("专项经费3000万元"), "，按季度拨付。")
    + TAIL,
    "two sections with headers of their own": HEAD
    + p("新增学位100个。", properties=section(1))
    + _FIRST
    + p("以下为附表。", properties=section(2, wide=True))
    + table(["指标", "数"], ["学位", "100"])
    + TAIL,
    "links inside the document and out of it": HEAD
    + p("见", link("主要目标"), "，依据", link("省级方案", 'r:id="rIdL"'), "制定。")
    + _GOALS
    + _FIRST
    + TAIL,
    "notes, of which one is new": HEAD
    + p("新增学位100个", NOTE, "，年内完成。")
    + p("培训教师300人次，分批组织。")
    + TAIL,
    "lists of two levels": HEAD
    + item("改善办学条件。")
    + item("新建幼儿园2所。", 1)
    + item("改造校舍6处。", 1)
    + item("加强教师队伍。")
    + item("培训教师300人次。", 1)
    + TAIL,
    "many kinds of changes of others": HEAD
    + p("新增学位100个，由教育局牵头，年内完成。")
    + p("每月通报一次进度，结果报县政府。")
    + table(["指标", "数"], ["学位", "100"])
    + p("督查一次。")
    + TAIL,
    "a picture exchanged beside a formula": HEAD
    + p(PICTURE, "图一 学位分布，共100处。")
    + p("按", FORMULA.format("c"), "计算，取整数，结果为100。")
    + TAIL,
    "a row inserted into merged cells": HEAD
    + table(
        ["领域", "指标", "数值"],
        [cell("学前", TALL), "新建幼儿园", "4"],
        [cell("", GOES_ON), "毛入园率", "92%"],
        [cell("合计", WIDE), "96"],
    )
    + TAIL,
    "tabs, breaks, symbols and bookmarks": HEAD
    + p(
        '<w:bookmarkStart w:id="40" w:name="目标"/>',
        "责任单位",
        "<w:r><w:tab/></w:r>",
        "县教育局",
        "<w:r><w:br/></w:r>",
        "完成时限",
        "<w:r><w:tab/></w:r>",
        "2031年6月",
        '<w:bookmarkEnd w:id="40"/>',
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>',
    )
    + TAIL,
}
"""The body of each old document, after `HEAD` where it does not hold it."""
NEW: dict[str, str] = {
    "a text box beside changed words": p(text_box("内部资料"), "新增学位120个，年内完成。") + TAIL,
    "a text box with other words": p(text_box("送审稿"), "新增学位100个，年内完成。") + TAIL,
    "a table within a cell": table(
        ["指标", "数"],
        [cell(table(["小学", "100"], ["初中", "80"], ["高中", "20"]) + p("")), "200"],
        ["教师", "30"],
    )
    + TAIL,
    "content controls around runs, paragraphs and rows": p(
        "牵头单位：", control(r("县教育体育局")), "，时限为年底。"
    )
    + control(
        p("培训教师300人次，分批组织。") + p("翻修操场6个。") + p("新增学位120个，年内完成。")
    )
    + table(["指标", "数"], ["学位", "120"]).replace(
        '<w:tr><w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>' + p("学位"),
        '<w:tr><w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>' + p(control(r("学位"))),
    )
    + TAIL,
    "a table of contents": contents(
        entry("一、工作目标", "1"), entry("二、安全管理", "2"), entry("三、组织保障", "3")
    )
    + _TARGET
    + _FIRST
    + p("二、安全管理", style="Heading1")
    + p("排查校舍隐患，每月通报一次。")
    + TAIL.replace("二、", "三、"),
    "comments of others around changed words": HEAD
    + p("县财政安排", commented("专项经费3600万元"), "，按季度拨付。")
    + TAIL,
    "two sections with headers of their own": HEAD
    + p("新增学位120个。", properties=section(1))
    + _FIRST
    + p("以下为附表。", properties=section(2, wide=True))
    + table(["指标", "数"], ["学位", "120"], ["教师", "30"])
    + TAIL,
    "links inside the document and out of it": HEAD
    + p(
        "见",
        link("主要目标和任务"),
        "，依据",
        link("省级方案", 'r:id="rIdL"'),
        "、",
        link("附件"),
        "制定。",
    )
    + _GOALS
    + _FIRST
    + TAIL,
    "notes, of which one is new": HEAD
    + p("新增学位120个", NOTE, "，年内完成。")
    + p("培训教师300人次", NOTE, "，分批组织。")
    + TAIL,
    "lists of two levels": HEAD
    + item("改善办学条件。")
    + item("新建幼儿园3所。", 1)
    + item("翻修操场9个，年底完工。", 1)
    + item("改造校舍6处。", 1)
    + item("加强教师队伍。")
    + item("培训教师300人次。", 1)
    + TAIL,
    "many kinds of changes of others": HEAD
    + p(
        "新增学位",
        theirs("ins", r("120"), key=91),
        theirs("del", r("100"), key=92),
        "个，由教育局牵头，年底前完成。",
        properties='<w:jc w:val="center"/><w:pPrChange w:id="93" w:author="甲"><w:pPr/>'
        "</w:pPrChange>",
    )
    + p(
        r("每月通报", '<w:b/><w:rPrChange w:id="94" w:author="甲"><w:rPr/></w:rPrChange>'),
        "两次进度，结果报县政府。",
    )
    + table(["指标", "数"], ["学位", "120"], ["教师", "30"]).replace(
        f"<w:tr>{cell('教师')}",
        f"<w:tr><w:trPr>{theirs('ins', key=95)}</w:trPr>{cell('教师')}",
    )
    + p("督查一次。")
    + TAIL,
    "a picture exchanged beside a formula": HEAD
    + p(PICTURE.replace('cx="10000"', 'cx="20000"'), "图一 学位分布，共120处。")
    + p("按", FORMULA.format("d"), "计算，取整数，结果为120。")
    + TAIL,
    "a row inserted into merged cells": HEAD
    + table(
        ["领域", "指标", "数值"],
        [cell("学前", TALL), "新建幼儿园", "4"],
        [cell("", GOES_ON), "新增学位", "900"],
        [cell("", GOES_ON), "毛入园率", "95%"],
        [cell("合计", WIDE), "996"],
    )
    + TAIL,
    "tabs, breaks, symbols and bookmarks": HEAD
    + p(
        '<w:bookmarkStart w:id="40" w:name="目标"/>',
        "责任单位",
        "<w:r><w:tab/></w:r>",
        "县教育体育局",
        "<w:r><w:br/></w:r>",
        "完成时限",
        "<w:r><w:tab/></w:r>",
        "2031年9月",
        '<w:bookmarkEnd w:id="40"/>',
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>',
    )
    + TAIL,
}
"""The same of the new documents."""
_PARTS_OF: dict[str, tuple[dict[str, str | bytes], dict[str, str | bytes]]] = {
    "comments of others around changed words": ({**_COMMENTS}, {**_COMMENTS}),
    "links inside the document and out of it": ({**_LINKS}, {**_LINKS}),
    "notes, of which one is new": (PARTS, PARTS),
    "a picture exchanged beside a formula": (PARTS, PARTS),
    "two sections with headers of their own": (
        {**with_headers("澜川县教育局 第", "附表 第")},
        {**with_headers("澜川县教育体育局 第", "附表 第")},
    ),
}


def pair(name: str) -> tuple[bytes, bytes]:
    parts = _PARTS_OF.get(name, ({}, {}))
    made = []
    for bodies, more in zip((OLD, NEW), parts, strict=True):
        text = bodies[name]
        made.append(docx(text if "一、工作目标" in text else HEAD + text, more))
    return made[0], made[1]


def _id(node: etree._Element) -> str | None:
    return node.get(f"{WORD}id")


@cache
def marked_pair(name: str) -> bytes:
    return redline(*pair(name))


_CUT = frozenset({f"{WORD}{tag}" for tag in ("r", "t", "rPr", "pPr", "trPr", "tcPr")})
"""Elements that a redline may cut in two or add empty."""
_COMMENT = {f"{WORD}comment{tag}" for tag in ("RangeStart", "RangeEnd", "Reference")}


def _skeleton(root: etree._Element) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """All elements with their attributes except runs, texts and our comments, in order."""
    keys = {node.get(f"{WORD}id") for node in root.iter(f"{WORD}commentReference")} - {"70"}
    return [
        (str(node.tag), tuple(sorted((str(k), str(v)) for k, v in node.attrib.items())))
        for node in root.iter(etree.Element)
        if node.tag not in _CUT and not (node.tag in _COMMENT and node.get(f"{WORD}id") in keys)
    ]


def _accepted(data: bytes) -> etree._Element:
    root = etree.fromstring(document_xml(data))
    resolve(root, lambda node: node.get(f"{WORD}author") == OURS, accept=True)
    return root


@pytest.mark.parametrize("name", OLD)
def test_accepting_keeps_every_control_field_link_and_look_of_the_new_document(name: str) -> None:
    new = etree.fromstring(document_xml(pair(name)[1]))
    accepted = _accepted(marked_pair(name))
    assert _skeleton(accepted) == _skeleton(new)
    assert _looks(accepted) == _looks(new)


def _looks(root: etree._Element) -> list[tuple[str, bytes]]:
    """Each character with the properties of its run."""
    return [
        (sign, b"".join(etree.tostring(own, method="c14n") for own in run.iterfind(f"{WORD}rPr/*")))
        for run in root.iter(f"{WORD}r")
        for text in run.iterfind(f"{WORD}t")
        for sign in text.text or ""
    ]


def _paragraphs(data: bytes) -> Counter[bytes]:
    return Counter(
        etree.tostring(paragraph, method="c14n", exclusive=True)
        for paragraph in body(data).iter(f"{WORD}p")
    )


@pytest.mark.parametrize("name", OLD)
def test_accepting_gives_the_new_document_and_rejecting_the_old_one(name: str) -> None:
    old, new = pair(name)
    marked = marked_pair(name)
    assert resolved(marked, accept=True) == shape(new)
    # A row can have one insertion only: the one of somebody else counts as ours too.
    root = etree.fromstring(document_xml(marked))
    resolve(root, lambda node: node.get(f"{WORD}author") == OURS or _id(node) == "95", accept=False)
    assert shape_of(read_blocks(root, ObjectCharacters(), {}), plain) == shape(old)
    assert ours(marked)
    assert misplaced(document_xml(marked)) == []
    Document(io.BytesIO(marked))


@pytest.mark.parametrize("name", OLD)
def test_paragraphs_that_did_not_change_stay_byte_for_byte(name: str) -> None:
    old, new = pair(name)
    marked = marked_pair(name)
    before, after = _paragraphs(old), _paragraphs(new)
    kept = before & after
    first = next(iter(_paragraphs(new)))  # bears the comment with the verdict
    assert kept - _paragraphs(marked) - Counter([first]) == Counter()
    with zipfile.ZipFile(io.BytesIO(new)) as file, zipfile.ZipFile(io.BytesIO(marked)) as copy:
        changed = {m for m in file.namelist() if file.read(m) != copy.read(m)}
    assert changed <= {
        "word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels",
        "[Content_Types].xml", "word/header19.xml",
    }  # fmt: skip


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.slow
def test_libreoffice_resolves_them_to_both_documents(tmp_path: Path) -> None:
    accept, reject = "AcceptAllTrackedChanges", "RejectAllTrackedChanges"
    jobs = []
    for number, name in enumerate(OLD):
        old, new = pair(name)
        files = [tmp_path / f"{number}{stem}.docx" for stem in ("old", "new", "marked")]
        for file, data in zip(files, (old, new, marked_pair(name)), strict=True):
            file.write_bytes(data)
        jobs += [(files[2], accept), (files[1], accept), (files[2], reject), (files[0], reject)]
    found = iter([line for line in lines if line.strip()] for lines in libreoffice_lines(*jobs))
    for name in OLD:
        assert next(found) == next(found), name
        rejected, old_lines = next(found), next(found)
        # LibreOffice rejects what others have changed too.
        assert name == "many kinds of changes of others" or rejected == old_lines, name
