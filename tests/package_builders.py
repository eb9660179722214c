"""Small OFD and PPTX packages, and archives, for tests that say themselves what is in them."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, groupby
from xml.sax.saxutils import escape, quoteattr

OFD = "http://www.ofdspec.org/2016"
EM = 5.64
"""Millimetres: 16 points, the size of official documents."""
PER_LINE = 28
LEFT, TOP, LINE = 28.0, 37.0, 10.0
"""Margins of an official document and the distance of its lines, in millimetres."""


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip package of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


@dataclass(frozen=True)
class Placed:
    """Text at a place: millimetres from the upper left corner."""

    text: str
    x: float
    y: float
    size: float = EM
    attributes: str = ""
    """More of its object: ``CTM="…"``, ``Visible="false"``."""


def steps(text: str, size: float) -> str:
    """From character to character, runs counted: letters and digits are half as wide."""
    widths = [size / 2 if character.isascii() else size for character in text[:-1]]
    return " ".join(f"g {len(list(run))} {width:g}" for width, run in groupby(widths))


def text_object(placed: Placed, number: int) -> str:
    """A text object with its characters side by side."""
    return (
        f'<ofd:TextObject ID="{number}" Font="1" Size="{placed.size}" {placed.attributes} '
        f'Boundary="{placed.x} {placed.y} 160 {placed.size * 1.1}">'
        f'<ofd:TextCode X="0" Y="{placed.size * 0.88}" DeltaX="{steps(placed.text, placed.size)}">'
        f"{escape(placed.text)}</ofd:TextCode></ofd:TextObject>"
    )


def page_xml(texts: Iterable[Placed], *, more: str = "", head: str = "", space: str = OFD) -> str:
    """The content of one page; ``head`` goes before it, ``more`` behind its texts."""
    numbers = count(100)
    objects = "".join(text_object(text, next(numbers)) for text in texts)
    return (
        f'<ofd:Page xmlns:ofd="{space}">{head}<ofd:Content><ofd:Layer ID="3">{objects}{more}'
        "</ofd:Layer></ofd:Content></ofd:Page>"
    )


def ofd(
    pages: Sequence[str | bytes],
    *,
    common: str = "",
    document: str = "",
    parts: dict[str, str | bytes] | None = None,
    space: str = OFD,
) -> bytes:
    """An OFD of pages; ``common`` and ``document`` are more of the document's description."""
    listed = "".join(
        f'<ofd:Page ID="{n + 1}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages))
    )
    contents: dict[str, str | bytes] = {
        "OFD.xml": (
            f'<ofd:OFD xmlns:ofd="{space}" DocType="OFD" Version="1.1"><ofd:DocBody>'
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
        ),
        "Doc_0/Document.xml": (
            f'<ofd:Document xmlns:ofd="{space}"><ofd:CommonData><ofd:PageArea>'
            f"<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>{common}"
            f"</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>{document}</ofd:Document>"
        ),
    }
    for number, page in enumerate(pages):
        contents[f"Doc_0/Pages/Page_{number}/Content.xml"] = page
    return zipped(contents | (parts or {}))


def ems(text: str) -> float:
    """How wide a text is."""
    return sum(0.5 if character.isascii() else 1 for character in text)


def wrapped(text: str) -> Iterator[tuple[float, str]]:
    """Indent and text of each line of a paragraph; numbers are not broken."""
    indent, line = 2.0, ""
    for word in re.findall(r"[!-~]+[，。、；：％]?|[^!-~][，。、；：”》）]*", text):
        if indent + ems(line + word) > PER_LINE + 1:
            yield indent, line
            indent, line = 0.0, ""
        line += word
    yield indent, line


def typeset(title: str, paragraphs: Sequence[tuple[int, str]], header: str = "") -> list[str]:
    """Pages of an official document: 22 lines of 28 characters, numbered at the foot."""
    lines: list[tuple[float, str]] = [((PER_LINE - ems(title)) / 2, title)]
    for _, text in paragraphs:
        lines += wrapped(text)
    pages = []
    for number, start in enumerate(range(0, len(lines), 22), 1):
        texts = [
            Placed(text, LEFT + indent * EM, TOP + row * LINE)
            for row, (indent, text) in enumerate(lines[start : start + 22])
        ]
        texts.append(Placed(f"— {number} —", 95, 280, 4.9))
        if header:
            texts.append(Placed(header, 80, 20, 3.7))
        pages.append(page_xml(texts))
    return pages


def table_page(title: str, rows: Sequence[Sequence[str]], widths: Sequence[float]) -> str:
    """A page with a title and a table whose columns have these widths in millimetres."""
    texts = [Placed(title, 60, TOP, EM)]
    for number, row in enumerate(rows):
        x = LEFT
        for text, width in zip(row, widths, strict=True):
            if text:
                texts.append(Placed(text, x, TOP + (number + 2) * LINE, 3.7))
            x += width
    return page_xml(texts)


A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"


def relationships(targets: Mapping[str, tuple[str, str]]) -> str:
    """A ``.rels`` part: id to kind and target."""
    entries = "".join(
        f"<Relationship Id={quoteattr(id_)} Type={quoteattr(f'{R}/{kind}')} "
        f"Target={quoteattr(target)}/>"
        for id_, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{RELATIONSHIPS}">{entries}</Relationships>'


def shape(text: str, kind: str = "", *, properties: str = "") -> str:
    """A shape with one paragraph a line; ``kind`` is that of a placeholder, such as ``title``."""
    placeholder = f"<p:ph type={quoteattr(kind)}/>" if kind else ""
    paragraphs = "".join(
        f"<a:p>{properties}<a:r><a:t>{escape(line)}</a:t></a:r></a:p>" for line in text.split("\n")
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="x"/><p:nvPr>{placeholder}</p:nvPr></p:nvSpPr>'
        f"<p:txBody>{paragraphs}</p:txBody></p:sp>"
    )


def drawn_table(rows: Sequence[Sequence[str]], attributes: Mapping[str, str] | None = None) -> str:
    """A table on a slide; ``attributes`` of cells by their text: ``gridSpan="2"``."""
    more = attributes or {}
    cells = [
        "".join(
            f"<a:tc {more.get(text, '')}><a:txBody><a:p><a:r><a:t>{escape(text)}</a:t></a:r></a:p>"
            "</a:txBody></a:tc>"
            for text in row
        )
        for row in rows
    ]
    drawn = "".join(f"<a:tr>{row}</a:tr>" for row in cells)
    return (
        f"<p:graphicFrame><a:graphic><a:graphicData><a:tbl>{drawn}</a:tbl></a:graphicData>"
        "</a:graphic></p:graphicFrame>"
    )


def slide(*shapes: str, hidden: bool = False) -> str:
    """A slide of these shapes."""
    show = 'show="0"' if hidden else ""
    return (
        f'<p:sld xmlns:p="{P}" xmlns:a="{A}" xmlns:r="{R}" {show}><p:cSld><p:spTree>'
        f"{''.join(shapes)}</p:spTree></p:cSld></p:sld>"
    )


def pptx(*slides: str | bytes, notes: Mapping[int, str] | None = None) -> bytes:
    """A presentation; ``notes`` are those of slides by their 0-based number."""
    listed = "".join(f'<p:sldId id="{256 + n}" r:id="s{n}"/>' for n in range(len(slides)))
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types>presentationml</Types>",
        "_rels/.rels": relationships({"r": ("officeDocument", "ppt/presentation.xml")}),
        "ppt/presentation.xml": (
            f'<p:presentation xmlns:p="{P}" xmlns:r="{R}"><p:sldIdLst>{listed}</p:sldIdLst>'
            "</p:presentation>"
        ),
        "ppt/_rels/presentation.xml.rels": relationships(
            {f"s{n}": ("slide", f"slides/slide{n}.xml") for n in range(len(slides))}
        ),
    }
    for number, content in enumerate(slides):
        parts[f"ppt/slides/slide{number}.xml"] = content
    for number, text in (notes or {}).items():
        parts[f"ppt/slides/_rels/slide{number}.xml.rels"] = relationships(
            {"n": ("notesSlide", f"../notes/n{number}.xml")}
        )
        parts[f"ppt/notes/n{number}.xml"] = (
            f'<p:notes xmlns:p="{P}" xmlns:a="{A}">{shape(text, "body")}</p:notes>'
        )
    return zipped(parts)
