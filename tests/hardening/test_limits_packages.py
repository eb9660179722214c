"""Spreadsheets, OFD and presentations that claim or draw more than anybody could read."""

import io
import zipfile
from collections.abc import Callable, Iterator

import pytest

from plandiff.corpus.errors import BrokenFileError, TooLargeError
from plandiff.corpus.formats.documents import read_document
from plandiff.corpus.model import Document
from tests.package_builders import (
    OFD,
    Placed,
    ofd,
    page_xml,
    pptx,
    relationships,
    shape,
    slide,
    zipped,
)
from tests.timing import at_most, cost

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.fixture(scope="module")
def reference() -> float:
    """Processor time for reading a sheet of 2,000 rows."""
    data = workbook("".join(row(n, cell(f"A{n}", f"建成{n}所")) for n in range(1, 2001)))
    return cost(lambda: lines(data))


@pytest.fixture(autouse=True)
def _soon(reference: float) -> Iterator[None]:
    with at_most(200, reference):
        yield


def workbook(sheet: str, *, strings: str = "<sst/>", times: int = 1, more: str = "") -> bytes:
    """A workbook whose sheet is named ``times`` times."""
    named = "".join(f'<sheet name="{n}" r:id="s"/>' for n in range(times))
    return zipped(
        {
            "[Content_Types].xml": "<Types>spreadsheetml</Types>",
            "_rels/.rels": relationships({"r": ("officeDocument", "xl/workbook.xml")}),
            "xl/workbook.xml": f'<w xmlns:r="{OFFICE}"><sheets>{named}</sheets></w>',
            "xl/_rels/workbook.xml.rels": relationships(
                {"s": ("worksheet", "s.xml"), "t": ("sharedStrings", "t.xml")}
            ),
            "xl/s.xml": f'<s xmlns="{MAIN}"><sheetData>{sheet}</sheetData>{more}</s>',
            "xl/t.xml": strings,
        }
    )


def cell(reference: str, text: str = "甲") -> str:
    return f'<c r="{reference}" t="str"><v>{text}</v></c>'


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def lines(data: bytes, name: str = "plan.xlsx") -> list[str]:
    return [line.text for line in read_document(name, data=data).lines]


def column(number: int) -> str:
    """The letters of a column: ``column(27)`` is ``AA``."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def test_a_sheet_takes_what_it_holds_and_not_what_it_claims() -> None:
    claimed = '<dimension ref="A1:XFD1048576"/><cols><col min="1" max="16384"/></cols>'
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    rows = row(1, cell("A1"), cell("XFD1", "乙")) + row(1048576, cell("A1048576", "丙"))
    assert lines(workbook(rows, more=claimed + merged)) == ["甲\t乙", "丙"]


def test_a_sheet_of_blank_rows_is_read_soon() -> None:
    blank = "".join(f'<row r="{number}"/>' for number in range(2, 300_000))
    assert lines(workbook(row(1, cell("A1")) + blank)) == ["甲"]


def test_a_sheet_named_ten_thousand_times_is_read_once() -> None:
    assert lines(workbook(row(1, cell("A1")), times=10_000)) == ["甲"]


def test_a_few_cells_that_claim_a_wide_table_are_refused() -> None:
    diagonal = (row(n, cell(f"A{n}"), cell(f"{column(n)}{n}")) for n in range(2, 3000))
    with pytest.raises(TooLargeError, match="cells"):
        lines(workbook("".join(diagonal)))


def test_one_string_used_often_counts_each_time() -> None:
    strings = f'<sst xmlns="{MAIN}"><si><t>{"甲" * 30_000}</t></si></sst>'
    cells = "".join('<c t="s"><v>0</v></c>' for _ in range(200))
    with pytest.raises(TooLargeError, match="4,000,000 characters"):
        lines(workbook(row(1, cells), strings=strings))


LEVELS = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))


def entity_bomb(inside: str) -> Callable[[str], bytes]:
    def made(encoding: str) -> bytes:
        head = f'<?xml version="1.0" encoding="{encoding}"?>'
        return f"{head}<!DOCTYPE a [<!ENTITY l0 '目'>{LEVELS}]>{inside}".encode(encoding)

    return made


SHEET_BOMB = entity_bomb(f'<s xmlns="{MAIN}"><row><c t="str"><v>&l9;</v></c></row></s>')
STRINGS_BOMB = entity_bomb(f'<sst xmlns="{MAIN}"><si><t>&l9;</t></si></sst>')
PAGE_BOMB = entity_bomb(page_xml([Placed("甲", 9, 9)]).replace("甲", "&l9;"))
SLIDE_BOMB = entity_bomb(slide(shape("甲")).replace("甲", "&l9;"))


def with_part(package: bytes, part: str, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as old:
        parts: dict[str, str | bytes] = {name: old.read(name) for name in old.namelist()}
    return zipped(parts | {part: content})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    ("package", "part", "bomb"),
    [
        (workbook(""), "xl/s.xml", SHEET_BOMB),
        (workbook(""), "xl/t.xml", STRINGS_BOMB),
        (ofd([page_xml([])]), "Doc_0/Pages/Page_0/Content.xml", PAGE_BOMB),
        (pptx(slide()), "ppt/slides/slide0.xml", SLIDE_BOMB),
    ],
    ids=["sheet", "strings", "ofd", "slide"],
)
def test_an_entity_bomb_in_any_part_is_refused(
    package: bytes, part: str, bomb: Callable[[str], bytes], encoding: str
) -> None:
    with pytest.raises(BrokenFileError):
        read_document("plan", data=with_part(package, part, bomb(encoding)))


def drawings(levels: int, width: int) -> dict[str, str | bytes]:
    """Drawings that draw the next one ``width`` times; the last one draws itself too."""
    units = "".join(
        f'<ofd:CompositeGraphicUnit ID="{n}"><ofd:Content>'
        + f'<ofd:CompositeObject ResourceID="{min(n + 1, levels)}"/>' * width
        + "</ofd:Content></ofd:CompositeGraphicUnit>"
        for n in range(1, levels + 1)
    )
    return {"Doc_0/Res.xml": f'<ofd:Res xmlns:ofd="{OFD}">{units}</ofd:Res>'}


def read_drawings(levels: int, width: int) -> Document:
    page = page_xml([Placed("甲", 9, 9)], more='<ofd:CompositeObject ResourceID="1"/>')
    common = "<ofd:PublicRes>Res.xml</ofd:PublicRes>"
    data = ofd([page], common=common, parts=drawings(levels, width))
    return read_document("plan.ofd", data=data)


def test_drawings_that_draw_each_other_without_end_are_refused_or_end() -> None:
    with pytest.raises(TooLargeError, match="objects"):
        read_drawings(12, 12)
    assert [line.text for line in read_drawings(1, 1).lines] == ["甲"]


def test_a_page_named_again_and_again_is_refused() -> None:
    page = page_xml([Placed("甲", 9, 9)], more=" " * 900_000)
    pages = "".join(f'<ofd:Page ID="{n}" BaseLoc="P.xml"/>' for n in range(1500))
    document = f'<ofd:Document xmlns:ofd="{OFD}"><ofd:Pages>{pages}</ofd:Pages></ofd:Document>'
    data = with_part(ofd([page]), "Doc_0/Document.xml", document.encode())
    with pytest.raises(TooLargeError, match="64 MB"):
        read_document("plan.ofd", data=with_part(data, "Doc_0/P.xml", page.encode()))


def test_pages_beyond_the_limit_are_refused() -> None:
    pages = '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>' * 2001
    document = f'<ofd:Document xmlns:ofd="{OFD}"><ofd:Pages>{pages}</ofd:Pages></ofd:Document>'
    with pytest.raises(TooLargeError, match="2,001 pages"):
        read_document(
            "plan.ofd", data=with_part(ofd([page_xml([])]), "Doc_0/Document.xml", document.encode())
        )


@pytest.mark.parametrize("size", ["1e308", "-1", "nan", "0", "x", "1e-300"])
def test_any_size_and_place_of_a_character_is_read(size: str) -> None:
    code = '<ofd:TextCode X="1e300" Y="-inf" DeltaX="g 9999999999 1e99">新增学位</ofd:TextCode>'
    text = f'<ofd:TextObject Size="{size}" Boundary="nan 1e9 0 0" CTM="0 0 0 0 1e7 1">{code}'
    document = read_document("plan.ofd", data=ofd([page_xml([], more=f"{text}</ofd:TextObject>")]))
    assert (
        "".join(sorted("".join("".join(line.text.split()) for line in document.lines)))
        == "位增学新"
    )
