"""Laws of the file format: elements in the order of the schema (ECMA-376), headers with changes."""

import io
import zipfile

import pytest
from lxml import etree

from plandiff.comparison.reports import ReportOptions, Review, render
from plandiff.comparison.review.reporting import review_form
from tests.comparison.reports.test_word_copy import (
    HEAD,
    OFFICE,
    PAIRS,
    SPACE,
    TAIL,
    WORD_TYPE,
    ours,
    redline_of,
)
from tests.reports_plans import WORD, document_xml, sample_comparison
from tests.word_documents import docx, p, r, redline, with_relations

# Children in the order in which the schema has them; names that are no property are left out.
ORDER = {
    "pPr": (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers "
        "pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE "
        "autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents "
        "suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle "
        "rPr sectPr pPrChange"
    ),
    "rPr": (
        "ins del moveFrom moveTo rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline "
        "shadow emboss imprint noProof snapToGrid vanish webHidden color spacing w kern position "
        "sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout "
        "specVanish oMath rPrChange"
    ),
    "tblPr": (
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc "
        "tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption "
        "tblDescription tblPrChange"
    ),
    "tcPr": (
        "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText "
        "vAlign hideMark cellIns cellDel cellMerge tcPrChange"
    ),
    "sectPr": (
        "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders "
        "lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter "
        "docGrid printerSettings sectPrChange"
    ),
    "tbl": "tblPr tblGrid tr",
    "tc": "tcPr p",
}
AFTER_ALL = {"trPr": ("ins", "del", "trPrChange")}
"""What stands behind all others, which may have any order."""
FIRST = {"p": "pPr", "r": "rPr", "tr": "trPr"}


def misplaced(xml: bytes) -> list[str]:
    """Elements that stand where the schema does not have them."""
    found = []
    for element in etree.fromstring(xml).iter(f"{WORD}*"):
        name = str(element.tag).removeprefix(WORD)
        children = [str(c.tag).removeprefix(WORD) for c in element if isinstance(c.tag, str)]
        order = ORDER.get(name, "").split()
        places = [order.index(child) for child in children if child in order]
        if places != sorted(places):
            found.append(f"{name}: {children}")
        last = AFTER_ALL.get(name, ())
        late = [child in last for child in children]
        if late != sorted(late):
            found.append(f"{name}: {children}")
        if FIRST.get(name) in children[1:] and children[0] != "tblPrEx":
            found.append(f"{name}: {children}")
        if name == "tc" and children[-1:] != ["p"]:
            found.append(f"{name} ends with {children[-1:]}")
    return found


@pytest.mark.parametrize("name", PAIRS)
def test_a_redline_has_its_elements_in_the_order_of_the_schema(name: str) -> None:
    assert misplaced(document_xml(redline_of(name))) == []


@pytest.mark.parametrize(
    "options", [ReportOptions(), ReportOptions(table=True), ReportOptions(consult=True)]
)
def test_reports_in_word_have_their_elements_in_the_order_of_the_schema(
    options: ReportOptions,
) -> None:
    comparison = sample_comparison()
    form = Review(form=review_form(comparison))
    data = render(
        comparison, "docx", ReportOptions(table=options.table, consult=options.consult, review=form)
    )
    assert misplaced(document_xml(data)) == []


def test_the_check_finds_what_is_out_of_place() -> None:
    wrong = f"<w:p {SPACE}><w:r/><w:pPr><w:jc/><w:pStyle/></w:pPr></w:p>"
    assert len(misplaced(wrong.encode())) == 2


_PARTS = with_relations(
    f'<Relationship Id="rIdHead" Type="{OFFICE}/header" Target="header9.xml"/>'
    f'<Relationship Id="rIdFoot" Type="{OFFICE}/footer" Target="footer9.xml"/>',
    f'<Override PartName="/word/header9.xml" ContentType="{WORD_TYPE}.header+xml"/>'
    f'<Override PartName="/word/footer9.xml" ContentType="{WORD_TYPE}.footer+xml"/>',
)
_SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rIdHead"/>'
    '<w:footerReference w:type="default" r:id="rIdFoot"/></w:sectPr>'
)


def _with_margins(header: str, footer: str, section: str = _SECTION) -> bytes:
    parts = {
        "word/header9.xml": f"<w:hdr {SPACE}>{header}</w:hdr>",
        "word/footer9.xml": f"<w:ftr {SPACE}>{footer}</w:ftr>",
    }
    body = HEAD + TAIL + p("分节。", properties=section)
    return docx(body, {**_PARTS, **parts})


def _texts(data: bytes, part: str, tag: str) -> list[str]:
    root = etree.fromstring(document_xml(data, part))
    return [str(node.text) for node in root.iterfind(f".//{WORD}{tag}")]


def test_a_changed_header_bears_tracked_changes_and_an_equal_footer_stays_as_it_is() -> None:
    footer = p("青榆县教育局")
    old = _with_margins(p(r("青榆县"), r("2031年工作计划", "<w:b/>")) + p("甲"), footer)
    new = _with_margins(p(r("青榆县"), r("2032年工作计划", "<w:b/>")), footer)
    marked = redline(old, new)
    assert _texts(
        marked, "word/header9.xml", "ins//*[@{http://www.w3.org/XML/1998/namespace}space]"
    )
    assert "1" in "".join(_texts(marked, "word/header9.xml", "delText"))
    assert "甲" in "".join(_texts(marked, "word/header9.xml", "delText"))
    assert misplaced(document_xml(marked, "word/header9.xml")) == []
    with zipfile.ZipFile(io.BytesIO(new)) as before, zipfile.ZipFile(io.BytesIO(marked)) as after:
        assert after.read("word/footer9.xml") == before.read("word/footer9.xml")
    assert ours(marked) == []


def test_ids_of_changes_in_headers_are_those_of_no_other_change() -> None:
    old = _with_margins(p("2031年") + p("第一号"), p("旧"))
    new = _with_margins(p("2032年") + p("第二号"), p("新"))
    marked = redline(old, new)
    names = (f"{WORD}ins", f"{WORD}del")
    parts = ("word/header9.xml", "word/footer9.xml", "word/document.xml")
    ids = [
        node.get(f"{WORD}id")
        for part in parts
        for node in etree.fromstring(document_xml(marked, part)).iter(*names)
    ]
    assert len(ids) == len(set(ids)) >= 6


def test_a_header_that_one_document_lacks_is_told_in_a_comment() -> None:
    footer_only = _SECTION.replace('<w:headerReference w:type="default" r:id="rIdHead"/>', "")
    old = _with_margins(p("甲"), p("乙"), footer_only)
    new = _with_margins(p("甲"), p("乙"))
    marked = redline(old, new)
    assert "页眉页脚另有1处不同" in document_xml(marked, "word/comments.xml").decode()


_TWO_HEADERS = with_relations(
    "".join(
        f'<Relationship Id="rId{at}" Type="{OFFICE}/header" Target="header{at}.xml"/>'
        for at in (8, 9)
    ),
    "".join(
        f'<Override PartName="/word/header{at}.xml" ContentType="{WORD_TYPE}.header+xml"/>'
        for at in (8, 9)
    ),
)


def _with_sections(headers: tuple[str, str], *references: tuple[int, str]) -> bytes:
    """Two headers, and a section for each reference: which header, and on which pages."""
    parts = {
        f"word/header{at}.xml": f"<w:hdr {SPACE}>{p(text)}</w:hdr>"
        for at, text in zip((8, 9), headers, strict=True)
    }
    sections = (
        f'<w:sectPr><w:headerReference w:type="{pages}" r:id="rId{at}"/></w:sectPr>'
        for at, pages in references
    )
    body = HEAD + TAIL + "".join(p("分节。", properties=section) for section in sections)
    return docx(body, {**_TWO_HEADERS, **parts})


def test_a_header_that_takes_the_place_of_two_is_told_unless_they_were_alike() -> None:
    new = _with_sections(("甲", "乙"), (8, "default"), (8, "default"))
    for second, told in (("乙", True), ("甲", False)):
        old = _with_sections(("甲", second), (8, "default"), (9, "default"))
        with zipfile.ZipFile(io.BytesIO(redline(old, new))) as marked:
            comments = "word/comments.xml" in marked.namelist() and marked.read("word/comments.xml")
        assert ("页眉页脚另有1处不同".encode() in (comments or b"")) is told


def test_a_new_header_is_told_whatever_its_part_is_called() -> None:
    old = _with_sections(("甲", "甲"), (8, "default"), (9, "default"))
    new = _with_sections(("甲", "甲"), (9, "default"), (9, "default"), (8, "first"))
    comments = document_xml(redline(old, new), "word/comments.xml").decode()
    assert "页眉页脚另有1处不同" in comments
