"""WordprocessingML written as text: runs, paragraphs, cells, tables; and its container.

python-docx does not support revisions and takes minutes for a table of ten thousand rows, so it
supplies only the package, the styles and the numbering of parts.  The body is inserted into the
package as text: an element tree would take several times the memory.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from msgspec import Struct

from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.shared.office import created_at, fixed_zip
from plandiff.corpus.text.escape import visible_line


class Look(Struct, frozen=True):
    """Formatting of a run; every mark is recognisable in black and white."""

    bold: bool = False
    underline: bool = False
    strike: bool = False
    color: str | None = None
    font: str | None = None
    """East Asian font, if it differs from the paragraph's."""
    size: int | None = None
    """Type size in half points."""


PLAIN = Look()


_SHARED_MARKS = frozenset("“”‘’—…·×①②③④⑤⑥⑦⑧⑨⑩")
"""Marks of both scripts: by default Word sets them in the Latin font, which is too narrow."""


def run_properties(look: Look, *, chinese_marks: bool = False) -> str:
    """``<w:rPr>`` in the order that the schema requires; empty for a plain run."""
    parts = []
    if look.font or chinese_marks:
        font = f" w:eastAsia={quoteattr(look.font)}" if look.font else ""
        parts.append(f'<w:rFonts{font} w:hint="eastAsia"/>')
    if look.bold:
        parts.append("<w:b/>")
    if look.strike:
        parts.append("<w:strike/>")
    if look.color:
        parts.append(f'<w:color w:val="{look.color}"/>')
    if look.size:
        parts.append(f'<w:sz w:val="{look.size}"/><w:szCs w:val="{look.size}"/>')
    if look.underline:
        parts.append('<w:u w:val="single"/>')
    inner = "".join(parts)
    return f"<w:rPr>{inner}</w:rPr>" if inner else ""


def run(text: str, look: Look = PLAIN, *, deleted: bool = False) -> str:
    """One run; white space is preserved, and line breaks become ``<w:br/>``."""
    tag = "w:delText" if deleted else "w:t"
    lines = (f'<{tag} xml:space="preserve">{escape(line)}</{tag}>' for line in text.split("\n"))
    marks = not text.isascii() and not _SHARED_MARKS.isdisjoint(text)
    properties = run_properties(look, chinese_marks=marks)
    return f"<w:r>{properties}{'<w:br/>'.join(lines)}</w:r>"


_INITIALS = 8


def comment_element(identity: int, text: str, author: str, date: str) -> Any:  # noqa: ANN401 - an element
    """One ``<w:comment>`` with one paragraph per line of the text."""
    body = "".join(paragraph(run(line)) for line in text.split("\n"))
    return parse_xml(
        f'<w:comment {nsdecls("w")} w:id="{identity}" w:author={quoteattr(author)} '
        f'w:date="{date}" w:initials={quoteattr(author[:_INITIALS])}>{body}</w:comment>'
    )


def paragraph(runs: str, style: str | None = None, properties: str = "") -> str:
    """One paragraph; ``properties`` are elements of ``<w:pPr>`` after the style."""
    named = f"<w:pStyle w:val={quoteattr(style)}/>" if style else ""
    inner = f"<w:pPr>{named}{properties}</w:pPr>" if named or properties else ""
    return f"<w:p>{inner}{runs}</w:p>"


def cell(
    paragraphs: str,
    width: int,
    *,
    shade: str | None = None,
    merge: str | None = None,
    columns: int = 1,
) -> str:
    """One table cell; ``width`` in twentieths of a point.

    ``merge``: ``restart`` begins a vertically merged cell, ``continue`` continues it.
    ``columns``: the number of columns that the cell spans.
    """
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merged}{fill}</w:tcPr>'
        f"{paragraphs or '<w:p/>'}</w:tc>"
    )


def table_row(cells: Iterable[str], *, header: bool = False, whole: bool = False) -> str:
    """One table row; a header repeats on each page; it and a ``whole`` row are not split."""
    kept = "<w:cantSplit/>" if header or whole else ""
    repeated = "<w:tblHeader/>" if header else ""
    properties = f"<w:trPr>{kept}{repeated}</w:trPr>" if kept else ""
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


def table(widths: Sequence[int], rows: Iterable[str]) -> Iterator[str]:
    """A bordered table with fixed column widths, generated row by row."""
    borders = "".join(f'<w:{edge} w:val="single" w:sz="4" w:color="000000"/>' for edge in _EDGES)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    yield (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    )
    yield from rows
    yield "</w:tbl>"


def parse_elements(xml: str) -> list[Any]:
    """Parse elements of WordprocessingML from text without namespace declarations."""
    return list(parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>"))


class Fonts(Struct, frozen=True):
    """The East Asian fonts of a document, and its language."""

    body: str = "仿宋"
    heading: str = "黑体"
    title: str = "宋体"
    table: str = "宋体"
    second: str = "楷体"
    """Font of second-level headings."""
    language: str = "zh-CN"
    latin: str = "Times New Roman"


def set_style_font(
    style: Any,  # noqa: ANN401 - a python-docx style
    fonts: Fonts,
    east_asian: str,
    half_points: int,
    *,
    bold: bool = False,
) -> None:
    """Set the fonts of a style for all scripts: Word takes the Chinese font from eastAsia."""
    latin = quoteattr(fonts.latin)
    xml = (
        f"<w:rPr><w:rFonts w:ascii={latin} w:hAnsi={latin} w:cs={latin} "
        f"w:eastAsia={quoteattr(east_asian)}/>{'<w:b/>' if bold else ''}"
        f'<w:color w:val="000000"/><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
        f'<w:lang w:val="en-US" w:eastAsia="{fonts.language}"/></w:rPr>'
    )
    properties = style.element.get_or_add_rPr()
    style.element.replace(properties, parse_elements(xml)[0])


def _center_title(style: Any) -> None:  # noqa: ANN401 - a python-docx style
    """Centre the title and remove the template's line below it."""
    properties = style.element.get_or_add_pPr()
    xml = '<w:pPr><w:spacing w:after="200"/><w:jc w:val="center"/></w:pPr>'
    style.element.replace(properties, parse_elements(xml)[0])


def _add_page_number(document: Any) -> None:  # noqa: ANN401 - a python-docx document
    footer = document.sections[0].footer.paragraphs[0]._p  # noqa: SLF001 - the element itself
    fields = " / ".join(
        f'<w:fldSimple w:instr="{name}">{run("1")}</w:fldSimple>' if name else ""
        for name in ("PAGE", "NUMPAGES")
    ).replace(" / ", run(" / "))
    centered = '<w:pPr><w:jc w:val="center"/></w:pPr>'
    footer.getparent().replace(footer, parse_elements(f"<w:p>{centered}{fields}</w:p>")[0])


def add_paragraph_style(document: Any, name: str, properties: str, look: Look) -> None:  # noqa: ANN401
    """Add a paragraph style based on Normal; ``properties`` are elements of its pPr."""
    xml = (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name.replace(" ", "")}">'
        f'<w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f"<w:pPr>{properties}</w:pPr>{run_properties(look)}</w:style>"
    )
    document.styles.element.append(parse_elements(xml)[0])


class Page(Struct, frozen=True):
    """Paper and type sizes, in half points."""

    landscape: bool
    body: int = 21
    title: int = 36
    headings: tuple[int, ...] = (28, 24, 22)
    """Sizes of the first heading levels; deeper levels use the last one."""


def _set_paper(document: Any, *, landscape: bool) -> None:  # noqa: ANN401 - a python-docx document
    """Set the paper to A4 with margins of 2 cm."""
    section = document.sections[0]._sectPr  # noqa: SLF001 - the page size in one place
    width, height = (16838, 11906) if landscape else (11906, 16838)
    orient = ' w:orient="landscape"' if landscape else ""
    section[:] = parse_elements(
        f'<w:pgSz w:w="{width}" w:h="{height}"{orient}/>'
        '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" '
        'w:header="567" w:footer="567" w:gutter="0"/>'
    )


def new_document(fonts: Fonts, page: Page) -> Any:  # noqa: ANN401 - a python-docx document
    """Create an empty A4 document with the fonts set in its styles.

    First-level headings use the heading font, the second level 楷体 and deeper levels the body
    font, as the standard for official documents (GB/T 9704) requires.
    """
    document = Document()
    _set_paper(document, landscape=page.landscape)
    styles = document.styles
    set_style_font(styles["Normal"], fonts, fonts.body, page.body)
    for level in range(1, 10):
        size = page.headings[min(level, len(page.headings)) - 1]
        font = (fonts.heading, fonts.second)[level - 1] if level < 3 else fonts.body
        set_style_font(styles[f"Heading {level}"], fonts, font, size, bold=level > 2)
    set_style_font(styles["Title"], fonts, fonts.title, page.title, bold=True)
    _center_title(styles["Title"])
    _add_page_number(document)
    return document


def document_bytes(
    document: Any,  # noqa: ANN401 - a python-docx document
    body: Iterable[str],
    options: ReportOptions,
    title: str,
) -> bytes:
    """Return the document with this body as bytes; equal text and options give equal bytes."""
    properties = document.core_properties
    properties.title = title[:250]
    properties.author = properties.last_modified_by = visible_line(options.author)[:250]
    properties.created = properties.modified = created_at(options)
    properties.comments = properties.keywords = properties.subject = ""
    properties.revision = 1
    data = io.BytesIO()
    document.save(data)
    # python-docx escapes text, so only the tag of the body can match.
    xml = document.part.blob.replace(b"<w:body>", b"<w:body>" + "".join(body).encode(), 1)
    return fixed_zip(data.getvalue(), {"word/document.xml": xml})
