"""A Word document, an OpenDocument and scans in a few hundred bytes a part: fast to breed from.

What real programs write is a hundred times as large and says nothing more to a reader; a fuzzer
spends its time on the letters of a theme.  Parts are stored unpacked, so that a changed byte
changes the text and not a code of the packing.
"""

import io
import struct
import zipfile
import zlib

_WORD = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _text(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def _paragraph(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def _field(turn: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{turn}"/></w:r>'


_LIST = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
_BODY = (
    _paragraph(_text("云川县2026年教育工作要点"), '<w:pStyle w:val="Title"/>')
    + _paragraph(
        _field("begin") + '<w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
        + _field("separate") + _text("目标 1") + _field("end"))
    + _paragraph(_text("一、目标"), '<w:pStyle w:val="H1"/>')
    + _paragraph(
        '<w:del w:id="1"><w:r><w:delText>毛入园率达到88%。</w:delText></w:r></w:del>'
        f'<w:ins w:id="2">{_text("毛入园率达到91%。")}</w:ins>'
        '<w:r><w:footnoteReference w:id="2"/></w:r>', _LIST)
    + _paragraph(
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><m:oMath><m:r><m:t>x=1</m:t></m:r>"
        '</m:oMath><w:r><w:sym w:char="00B7"/><w:tab/><w:br/></w:r><w:fldSimple w:instr="PAGE">'
        f"{_text('3')}</w:fldSimple><w:hyperlink>{_text('新建学校3所')}</w:hyperlink>",
        f'{_LIST}<w:rPr><w:del w:id="3"/></w:rPr>')
    + "<w:tbl><w:tr><w:tc>" + _paragraph(_text("指标")) + "</w:tc><w:tc>"
    + _paragraph(_text("91%")) + '</w:tc></w:tr><w:tr><w:trPr><w:ins w:id="4"/></w:trPr><w:tc>'
    "<w:tcPr><w:vMerge/></w:tcPr>" + _paragraph("") + "</w:tc><w:tc>" + _paragraph(_text("3所"))
    + "</w:tc></w:tr></w:tbl>"
    + "<w:sdt><w:sdtContent>" + _paragraph(
        "<mc:AlternateContent><mc:Choice><w:r><w:drawing><w:txbxContent>"
        + _paragraph(_text("框")) + "</w:txbxContent></w:drawing></w:r></mc:Choice>"
        "<mc:Fallback/></mc:AlternateContent>") + "</w:sdtContent></w:sdt>"
)  # fmt: skip
_STYLES = (
    '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/>'
    '<w:basedOn w:val="Title"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
)
_NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%1）"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
    '<w:startOverride w:val="2"/></w:lvlOverride></w:num>'
)
_NOTES = f'<w:footnote w:id="2">{_paragraph(_text("含民办园"))}</w:footnote>'
_SIDE_PARTS = {
    "styles": ("styles", _STYLES),
    "numbering": ("numbering", _NUMBERING),
    "footnotes": ("footnotes", _NOTES),
    "header1": ("hdr", _paragraph(_text("云川县教育局文件"))),
}


def word_parts() -> dict[str, bytes]:
    """Every part of a small Word document, by name."""
    relations = "".join(
        f'<Relationship Id="r{at}" Type="{_RELATION}/{name.rstrip("1")}" Target="{name}.xml"/>'
        for at, name in enumerate(_SIDE_PARTS)
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Override '
        f'PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f"{relations}</Relationships>",
        "word/document.xml": f"<w:document {_WORD}><w:body>{_BODY}</w:body></w:document>",
    }
    for name, (tag, content) in _SIDE_PARTS.items():
        parts[f"word/{name}.xml"] = f"<w:{tag} {_WORD}>{content}</w:{tag}>"
    return {name: content.encode() for name, content in parts.items()}


def opendocument_parts() -> dict[str, bytes]:
    """What is looked at before a document is handed to LibreOffice."""
    return {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": b"<a>%s</a>" % "一、目标".encode(),
        "META-INF/manifest.xml": b"<m/>",
    }


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip package of these parts, stored as they are."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content)
    return stream.getvalue()


def scans() -> dict[str, bytes]:
    """A scanned page of 4 x 4 grey pixels in each format that is read, by the format."""
    return {"pdf": _scanned_pdf(), "png": _png(), "tiff": _tiff()}


def _scanned_pdf() -> bytes:
    """A page that one picture covers."""
    picture = b"/Type/XObject/Subtype/Image/Width 4/Height 4/ColorSpace/DeviceGray"
    drawing = b"60 0 0 80 0 0 cm /I Do"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 60 80]/Contents 4 0 R/Resources 6 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing),
        b"<<%s/BitsPerComponent 8/Length 16>>stream\n%s\nendstream" % (picture, b"x" * 16),
        b"<</XObject<</I 5 0 R>>>>",
    )
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % item for item in enumerate(objects, 1))
    return b"%%PDF-1.4\n%strailer<</Root 1 0 R/Size 7>>\n%%%%EOF" % body


def _png() -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", 4, 4, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0xxxx" * 4)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _tiff() -> bytes:
    """Pixels, then one directory of the tags that a reader must have."""
    tags = {256: 4, 257: 4, 258: 8, 259: 1, 262: 1, 273: 8, 277: 1, 278: 4, 279: 16}
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items())
    directory = struct.pack("<H", len(tags)) + entries + struct.pack("<I", 0)
    return struct.pack("<2sHI", b"II", 42, 24) + b"x" * 16 + directory
