"""Twelve pairs of whole Word documents, written by python-docx and by LibreOffice.

A document is a list of blocks: ``("Title", text)``, ``("Heading", text)``, ``("Text", text)``,
``("Item", text)``, ``("Picture", "")`` and ``("Table", rows)``.  In a text, ``**甲**`` is a large
red run, ``[注：甲]`` a footnote, ``[批：甲]`` a comment, ``[增：甲]`` and ``[删：甲]`` are tracked
changes of somebody else.  A cell ``<`` belongs to the cell at its left, ``^`` to the one above.
"""

import base64
import io
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as WordDocument
from docx.shared import Pt, RGBColor

Rows = list[list[str]]
Block = tuple[str, str | Rows]
Blocks = list[Block]
OTHER = "甲"
"""The author of the changes that the documents have already."""
_MARKED = re.compile(r"(\*\*.+?\*\*|\[[注批增删]：.+?\])")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents, how they are written, and what was really changed between them."""

    name: str
    old: Blocks
    new: Blocks
    changed: int
    """Paragraphs, those of cells too, that no redline can leave untouched."""
    rows: tuple[int, int] = (0, 0)
    """Rows of tables that are new, and that are gone."""
    office: bool = False
    """Written by LibreOffice."""
    header: tuple[str, str] = ("澜川县教育局", "澜川县教育局")


def plan() -> Blocks:
    """A plan of which every pair is a variant."""
    return [
        ("Title", "澜川县2031年教育工作计划"),
        ("Text", "为做好2031年教育工作，结合本县实际，制定本计划。"),
        ("Heading", "一、总体要求"),
        ("Text", "坚持立德树人，办好人民满意的教育，推动城乡教育协调发展。"),
        ("Heading", "二、主要目标"),
        ("Text", "新增学位**1200**个，学前三年毛入园率达到92%以上。"),
        ("Text", "义务教育巩固率保持在98%，普通高中优质化率达到75%。"),
        ("Table", [["指标", "单位", "数值"], ["新增学位", "个", "1200"],
                   ["新建幼儿园", "所", "4"], ["培训教师", "人次", "800"]]),
        ("Heading", "三、重点任务"),
        ("Item", "新建幼儿园4所，年底前全部投入使用。"),
        ("Item", "改造薄弱学校6所，由县教育局牵头。"),
        ("Item", "组织教师全员培训800人次，考核结果记入档案。"),
        ("Text", "各校必须配备专职保安员，门卫室实行全天值守。"),
        ("Heading", "四、家校共育"),
        ("Text", "每学期家访一次，建立台账。结果报县教育局备案。"),
        ("Text", "办好家长学校，每季度授课不少于两次。"),
        ("Heading", "五、保障措施"),
        ("Text", "加强组织领导，各单位主要负责人为第一责任人。"),
        ("Text", "县财政安排专项经费3000万元，按季度拨付。"),
        ("Text", "本计划自印发之日起施行。"),
    ]  # fmt: skip


def _edited(*edits: tuple[str, str], blocks: Blocks | None = None) -> Blocks:
    """The plan with texts and cells replaced; each must be there once."""
    made = [*(blocks or plan())]
    for before, after in edits:
        found = 0
        for at, (kind, content) in enumerate(made):
            if isinstance(content, str):
                found += content.count(before)
                made[at] = (kind, content.replace(before, after))
            else:
                found += sum(cell == before for row in content for cell in row)
                rows = [[after if cell == before else cell for cell in row] for row in content]
                made[at] = (kind, rows)
        if found != 1:
            raise ValueError(f"{before}: {found}")
    return made


def _table(rows: Rows, blocks: Blocks | None = None) -> Blocks:
    return [("Table", rows) if kind == "Table" else (kind, text) for kind, text in blocks or plan()]


def _after(text: str, *more: Block, blocks: Blocks | None = None) -> Blocks:
    made = [*(blocks or plan())]
    at = next(i for i, (_, content) in enumerate(made) if isinstance(content, str)
              and content.startswith(text))  # fmt: skip
    made[at + 1 : at + 1] = more
    return made


_MERGED: Rows = [["领域", "指标", "数值"], ["学前", "新建幼儿园", "4"], ["^", "毛入园率", "92%"],
                 ["合计", "<", "96"]]  # fmt: skip


_ROWS: Rows = [["指标", "单位", "数值"], ["新增学位", "个", "1500"], ["新建幼儿园", "所", "4"],
               ["智慧教室", "间", "60"], ["培训教师", "人次", "800"]]  # fmt: skip


def _split_and_merged() -> Blocks:
    made = _after(
        "每学期家访一次",
        ("Text", "结果报县教育局备案。"),
        blocks=_edited(("台账。结果", "台账。|")),
    )
    made = [(kind, text.partition("|")[0] if isinstance(text, str) else text)
            for kind, text in made]  # fmt: skip
    return _edited(("按季度拨付。", "按季度拨付。本计划自印发之日起施行。"), blocks=made[:-1])


def pairs() -> tuple[Pair, ...]:
    """The twelve pairs."""
    base = plan()
    noted = _edited(("98%，", "98%[注：按常住人口计。]，"), ("6所，", "6所[注：名单另发。]，"))
    asked = _edited(("3000万元，", "3000万元[批：请财政局核。]，"))
    others = _edited(("县教育局牵头", "县教育局[增：会同财政局]牵头"), ("两次", "[删：三]两次"))
    pictured = _after("二、主要目标", ("Picture", ""))
    everything = _table(_MERGED, _after("二、主要目标", ("Picture", ""), blocks=[
        (kind, text.replace("3000万元，", "3000万元[批：请财政局核。]，") if isinstance(text, str)
         else text) for kind, text in noted]))  # fmt: skip
    item: Block = ("Item", "翻修操场9个，验收合格后开放。")
    merged = _table(_MERGED)
    return (
        Pair("numbers, a coloured run", base,
             _edited(("**1200**", "**1500**"), ("75%", "80%"), ("3000万元", "3600万元")), 3),
        Pair("a table row inserted", base,
             _edited(("**1200**", "**1500**"), blocks=_table(_ROWS)), 5, (1, 0)),
        Pair("a row of merged cells deleted", merged,
             _table([_MERGED[0], _MERGED[1], ["合计", "<", "98"]]), 4, (0, 1)),
        Pair("numbered items", base,
             _after("改造薄弱学校", item, blocks=_edited(("全员培训800", "全员培训950"))), 2),
        Pair("a paragraph split, two merged", base, _split_and_merged(), 3),
        Pair("a section moved", base, base[:13] + base[16:19] + base[13:16] + base[19:], 6),
        Pair("footnotes", noted, _edited(("75%", "80%"), blocks=noted), 1, office=True),
        Pair("comments", asked, _edited(("3000万元", "3600万元"), blocks=asked), 1, office=True),
        Pair("changes of others", others,
             _edited(("改造薄弱学校6所", "改造薄弱学校9所"), ("每学期家访一次", "每学期家访两次"),
                     blocks=others), 2, office=True),
        Pair("a picture, a changed header", pictured,
             _edited(("92%以上", "95%以上"), blocks=pictured), 1, office=True,
             header=("澜川县教育局", "澜川县教育体育局")),
        Pair("a table row inserted (LibreOffice)", base,
             _edited(("**1200**", "**1500**"), blocks=_table(_ROWS)), 5, (1, 0), office=True),
        Pair("all of these at once", everything,
             _after("改造薄弱学校", item, blocks=_edited(
                 ("75%", "80%"), ("必须配备", "鼓励配备"), blocks=everything)), 3, office=True),
    )  # fmt: skip


PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478"
    "9c6360f8cf500f00038201804a26f6d60000000049454e44ae426082"
)
"""One dot."""


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """The parts of a text: what marks them (``**``, ``注``, …; empty for none) and their words."""
    for part in _MARKED.split(text):
        if part.startswith("**"):
            yield "**", part[2:-2]
        elif part.startswith("["):
            yield part[1], part[3:-1]
        elif part:
            yield "", part


def by_python_docx(blocks: Blocks, header: str) -> bytes:
    """The document as python-docx writes it; it has neither footnotes nor tracked changes."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = header
    for kind, content in blocks:
        if isinstance(content, list):
            _add_table(document, content)
            continue
        style = {"Heading": "Heading 1", "Title": "Title", "Item": "List Number"}.get(kind)
        paragraph = document.add_paragraph(style=style)
        for mark, words in _pieces(content):
            run = paragraph.add_run(words)
            if mark:
                run.font.color.rgb, run.font.size = RGBColor(0xFF, 0, 0), Pt(16)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _add_table(document: WordDocument, rows: Rows) -> None:
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            if text == "<":
                table.cell(at, column - 1).merge(table.cell(at, column))
            elif text == "^":
                table.cell(at - 1, column).merge(table.cell(at, column))
            else:
                table.cell(at, column).paragraphs[0].text = text


_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0"'
    for name, uri in (
        ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"),
        ("draw", "drawing"), ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
_STYLES = (
    '<office:styles><style:style style:name="Heading_20_1" style:family="paragraph"/>'
    '</office:styles><office:automatic-styles><style:style style:name="red" style:family="text">'
    '<style:text-properties fo:color="#ff0000" fo:font-size="16pt"/></style:style>'
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" '
    'style:num-format="1" style:num-suffix="."/></text:list-style>'
    '<style:page-layout style:name="P1"><style:header-style/></style:page-layout>'
    "</office:automatic-styles>"
)


def flat_odt(blocks: Blocks, header: str) -> str:
    """The document as one file of OpenDocument, from which LibreOffice writes a ``.docx``."""
    changes: list[str] = []
    body = "".join(
        _odt_table(content) if isinstance(content, list) else _odt_text(kind, content, changes)
        for kind, content in blocks
    )
    tracked = f"<text:tracked-changes>{''.join(changes)}</text:tracked-changes>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_SPACES} office:version="1.3" '
        f'office:mimetype="application/vnd.oasis.opendocument.text">{_STYLES}<office:master-styles>'
        '<style:master-page style:name="Standard" style:page-layout-name="P1"><style:header>'
        f"<text:p>{header}</text:p></style:header></style:master-page></office:master-styles>"
        f"<office:body><office:text>{tracked if changes else ''}{body}</office:text></office:body>"
        "</office:document>"
    )


def _odt_text(kind: str, content: str, changes: list[str]) -> str:
    if kind == "Picture":
        data = base64.b64encode(PICTURE).decode()
        return (
            '<text:p><draw:frame draw:name="图" text:anchor-type="as-char" svg:width="2cm" '
            f'svg:height="2cm"><draw:image><office:binary-data>{data}</office:binary-data>'
            "</draw:image></draw:frame></text:p>"
        )
    words = "".join(_odt_piece(mark, escape(said), changes) for mark, said in _pieces(content))
    if kind == "Heading":
        return f'<text:h text:outline-level="1">{words}</text:h>'
    if kind == "Item":
        item = f"<text:list-item><text:p>{words}</text:p></text:list-item>"
        return f'<text:list text:style-name="L1" text:continue-numbering="true">{item}</text:list>'
    style = ' text:style-name="Title"' if kind == "Title" else ""
    return f"<text:p{style}>{words}</text:p>"


def _odt_piece(mark: str, words: str, changes: list[str]) -> str:
    who = f"<dc:creator>{OTHER}</dc:creator><dc:date>2030-01-01T00:00:00</dc:date>"
    if mark == "**":
        return f'<text:span text:style-name="red">{words}</text:span>'
    if mark == "注":
        return (
            '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
            f"<text:note-body><text:p>{words}</text:p></text:note-body></text:note>"
        )
    if mark == "批":
        return f"<office:annotation>{who}<text:p>{words}</text:p></office:annotation>"
    if mark not in {"增", "删"}:
        return words
    name = f"c{len(changes)}"
    kind, held = ("insertion", "") if mark == "增" else ("deletion", f"<text:p>{words}</text:p>")
    changes.append(
        f'<text:changed-region xml:id="{name}" text:id="{name}"><text:{kind}>'
        f"<office:change-info>{who}</office:change-info>{held}</text:{kind}></text:changed-region>"
    )
    if mark == "删":
        return f'<text:change text:change-id="{name}"/>'
    start, end = (f'<text:change-{at} text:change-id="{name}"/>' for at in ("start", "end"))
    return start + words + end


def _odt_table(rows: Rows) -> str:
    lines = []
    for at, row in enumerate(rows):
        cells = []
        for column, text in enumerate(row):
            if text in {"<", "^"}:
                cells.append("<table:covered-table-cell/>")
                continue
            wide = (
                ' table:number-columns-spanned="2"' if row[column + 1 : column + 2] == ["<"] else ""
            )
            high = at + 1 < len(rows) and rows[at + 1][column] == "^"
            tall = ' table:number-rows-spanned="2"' if high else ""
            cells.append(
                f"<table:table-cell{wide}{tall}><text:p>{text}</text:p></table:table-cell>"
            )
        lines.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    columns = f'<table:table-column table:number-columns-repeated="{len(rows[0])}"/>'
    return f"<table:table>{columns}{''.join(lines)}</table:table>"


def written(made: Iterable[Pair], folder: Path) -> Iterator[tuple[Pair, Path, Path]]:
    """Each pair with its two files in the folder; LibreOffice is started once for all."""
    made = tuple(made)
    sources = []
    for number, pair in enumerate(made, 1):
        for side, blocks, header in zip("ab", (pair.old, pair.new), pair.header, strict=True):
            file = folder / f"{number:02}{side}.docx"
            if pair.office:
                sources.append(file.with_suffix(".fodt"))
                sources[-1].write_text(flat_odt(blocks, header), encoding="utf-8")
            else:
                file.write_bytes(by_python_docx(blocks, header))
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", str(folder)]
    if sources:
        subprocess.run([*command, *map(str, sources)], check=True, capture_output=True)
    for number, pair in enumerate(made, 1):
        yield pair, folder / f"{number:02}a.docx", folder / f"{number:02}b.docx"
