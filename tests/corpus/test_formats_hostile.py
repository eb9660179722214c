"""Files that are damaged, foreign or made to harm give a clear error, soon and in little memory."""

import contextlib
import http.server
import io
import os
import random
import shutil
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import openpyxl
import pytest

from plandiff.corpus.background import EndedError, Work
from plandiff.corpus.errors import (
    BrokenFileError,
    ConverterError,
    InputError,
    NotAFileError,
    NotFoundError,
    TooLargeError,
    UnknownFormatError,
    UnreadableError,
)
from plandiff.corpus.formats import converter, file_input, packages
from plandiff.corpus.formats.documents import read_document
from plandiff.corpus.formats.limits import MAX_FILE_BYTES
from plandiff.corpus.formats.pdf import sandbox
from plandiff.corpus.formats.pdf.reader import read_pdf
from plandiff.corpus.formats.reading_parts import Reading
from plandiff.corpus.model import Document
from tests.package_builders import Placed, drawn_table, ofd, page_xml, pptx, shape, slide
from tests.package_builders import zipped as zipped_parts
from tests.timing import PATIENCE, processor_time


@pytest.fixture(autouse=True)
def _soon() -> Iterator[None]:
    """Nothing here may keep the processor busy; other processes of ours count, too."""
    started = processor_time()
    yield
    assert processor_time() - started < 30


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine is no reason to end another process; its limit of processor time is."""
    monkeypatch.setattr(converter, "CONVERTER_SECONDS", PATIENCE)
    monkeypatch.setattr(sandbox, "WAITING_SECONDS", PATIENCE)


def read(data: bytes, name: str = "plan") -> Document:
    return read_document(name, data=data)


def a_docx() -> bytes:
    document = docx.Document()
    document.add_heading("一、总体要求", 1)
    document.add_paragraph("新增学位810个。", style="List Number")
    document.add_table(2, 2).cell(0, 0).text = "项目"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def with_body(xml: bytes) -> bytes:
    """A .docx whose main part is ``xml``, and nothing else."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types>wordprocessingml</Types>")
        file.writestr("word/document.xml", xml)
    return stream.getvalue()


def a_page() -> bytes:
    return "<html><ol><li>甲<li>乙</ol><table><tr><td>丙<td>丁</table><h2>戊</h2></html>".encode()


def a_pdf() -> bytes:
    content = zlib.compress(b"BT /F 12 Tf 72 700 Td (1. Goals) Tj 0 -20 Td (Build.) Tj ET")
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
        b"4 0 obj<</Filter/FlateDecode/Length " + str(len(content)).encode() + b">>stream\n"
        b"" + content + b"\nendstream endobj\ntrailer<</Root 1 0 R/Size 5>>\n%%EOF"
    )


def an_archive() -> bytes:
    return (
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
        b"Content-Type: text/html; charset=utf-8\n\n" + a_page() + b"\n--b--\n"
    )


def a_document_part() -> bytes:
    with zipfile.ZipFile(io.BytesIO(a_docx())) as package:
        return package.read("word/document.xml")


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cols>'
    '<col min="2" max="2" hidden="1"/></cols><sheetData><row r="1"><c r="A1" t="inlineStr"><is>'
    '<t>项目</t></is></c><c r="B1" t="str"><v>数</v></c></row><row r="2" hidden="1"><c r="A2">'
    '<v>0.5</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>'
)


def a_workbook() -> bytes:
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].append(("项目", 0.5))
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def sheet_xml_of(xml: bytes) -> bytes:
    """A workbook whose sheet is ``xml``."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(a_workbook())) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, xml if name.endswith("sheet1.xml") else old.read(name))
    return stream.getvalue()


def an_ofd_page() -> str:
    return page_xml([Placed("一、总体要求", 28, 37), Placed("新增学位810个。", 28, 47)])


def a_slide() -> str:
    return slide(
        shape("一、总体要求", "title"), shape("新增学位810个。"), drawn_table((("项", "目"),))
    )


SAMPLES: dict[str, tuple[Callable[[], bytes], Callable[[bytes], bytes]]] = {
    "docx": (a_docx, bytes),
    "docx-xml": (a_document_part, with_body),
    "pdf": (a_pdf, bytes),
    "html": (a_page, bytes),
    "mhtml": (an_archive, bytes),
    "xlsx": (a_workbook, bytes),
    "xlsx-xml": (SHEET.encode, sheet_xml_of),
    "ofd": (lambda: ofd([an_ofd_page()]), bytes),
    "ofd-xml": (lambda: an_ofd_page().encode(), lambda xml: ofd([xml])),
    "pptx": (lambda: pptx(a_slide()), bytes),
    "pptx-xml": (lambda: a_slide().encode(), pptx),
    "zip": (lambda: zipped_parts({"计划.txt": "一、目标\n新增学位810个。"}), bytes),
    "txt": (lambda: "一、总体要求\n新增学位810个。".encode("gb18030"), bytes),
}


def damaged(data: bytes, chance: random.Random) -> bytes:
    """A variant that is cut, has bytes flipped, or has a part twice."""
    kind = chance.randrange(3)
    start, end = sorted(chance.randrange(len(data) + 1) for _ in "ab")
    if kind == 0:
        return data[:start]
    if kind == 1:
        return data[:end] + data[start:]
    flipped = bytearray(data)
    for _ in range(chance.randrange(1, 12)):
        flipped[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(flipped)


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_damaged_file_gives_a_document_or_an_input_error(kind: str) -> None:
    make, finish = SAMPLES[kind]
    data = make()
    chance = random.Random(kind)  # noqa: S311 - the same damage on every run
    for _ in range(150):
        variant = finish(damaged(data, chance))
        name = "plan.html" if kind == "html" else "plan"
        with contextlib.suppress(InputError):
            assert (read_pdf(name, variant) if kind == "pdf" else read(variant, name)).lines


FOREIGN = {
    "picture": b"GIF89a" + bytes(100),
    "program": b"\x7fELF" + bytes(100),
    "gzip": b"\x1f\x8b\x08" + bytes(100),
    "empty zip": b"PK\x05\x06" + bytes(18),
    "sound": b"RIFF" + bytes(100),
    "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "ppt": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    + bytes(600)
    + "PowerPoint Document".encode("utf-16-le"),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_foreign_files_are_named_whatever_their_suffix(kind: str) -> None:
    with pytest.raises(UnknownFormatError, match="not a plan"):
        read(FOREIGN[kind], "plan.docx")


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/").replace("Types", "[Content_Types].xml"), content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (zipped(a=b"x", b=b"y"), "a zip archive without a plan"),
        (zipped(Types=b"other"), "a zip archive"),
        (zipped(Types=b"", xl__workbook=b"", **{"xl__workbook.bin": b""}), "a spreadsheet"),
        (zipped(mimetype=b"application/epub+zip"), "an EPUB book"),
    ],
)
def test_other_packages_are_told_from_word_documents(data: bytes, what: str) -> None:
    with pytest.raises(UnknownFormatError, match=what):
        read(data)


def test_a_locked_word_document_says_so() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(BrokenFileError, match="password"):
        read(data, "plan.docx")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_word_document_is_broken(share: float) -> None:
    data = a_docx()
    with pytest.raises(BrokenFileError, match="docx"):
        read(data[: int(len(data) * share)], "plan.docx")


def test_a_word_document_without_its_main_part_is_broken() -> None:
    with pytest.raises(BrokenFileError, match="main part"):
        read(zipped(Types=b"wordprocessingml"))
    with pytest.raises(BrokenFileError, match="list of parts"):
        read(_without_types())


def _without_types() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("word/document.xml", "<a/>")
    return stream.getvalue()


@pytest.mark.parametrize("size", [10, 40])
def test_a_zip_bomb_is_refused_by_what_it_would_unpack_to(size: int) -> None:
    with pytest.raises(TooLargeError, match="unpack"):
        read(with_body(b"<a>" + b" " * (size * 2**20) + b"</a>"))


def test_many_parts_together_may_not_unpack_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MAX_ZIP_BYTES", 1000)
    with pytest.raises(TooLargeError, match="unpacked"):
        read(zipped(Types=b"wordprocessingml", a=b"a" * 600, b=b"b" * 600))


def test_a_package_of_too_many_parts_is_refused() -> None:
    with pytest.raises(TooLargeError, match="parts"):
        read(zipped(**{f"a{n}": b"" for n in range(6000)}))


def test_entity_bombs_and_external_entities_are_refused() -> None:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE a [<!ENTITY a0 "x">{levels}]><a>&a11;</a>'
    outside = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'
    for text in (bomb, outside):
        for encoding in ("utf-8", "utf-16"):
            head = f'<?xml version="1.0" encoding="{encoding}"?>'
            with pytest.raises(BrokenFileError):
                read(with_body((head + text).encode(encoding)))


def forms_that_draw_forms(levels: int) -> bytes:
    """A PDF of 2 kB whose page draws ten forms that draw ten forms …."""
    font = "/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</X 4 0 R>>>>>>",
    ]
    for number in range(4, 4 + levels):
        last = number == 3 + levels
        drawn = "BT /F 12 Tf (x) Tj ET" if last else "/X Do " * 10
        resources = font if last else f"/Resources<</XObject<</X {number + 1} 0 R>>>>"
        form = f"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]{resources}/Length {len(drawn)}>>"
        objects.append(f"{form}stream\n{drawn}\nendstream")
    body = "".join(f"{n} 0 obj\n{text}\nendobj\n" for n, text in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer<</Root 1 0 R/Size 99>>\n%%EOF".encode()


def test_a_pdf_that_would_be_drawn_for_hours_is_ended() -> None:
    with pytest.raises(TooLargeError, match="reading its pages"):
        read(forms_that_draw_forms(12))


@pytest.mark.parametrize(
    ("code", "error"),
    [(-9, TooLargeError), (-24, TooLargeError), (-6, TooLargeError), (-11, BrokenFileError)],
)
def test_the_end_of_the_pdf_reader_is_explained(
    code: int, error: type[InputError], monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(_work: Work[Reading], *_: object) -> Reading:
        raise EndedError(code)

    monkeypatch.setattr(Work, "answer", answer)
    with pytest.raises(error):
        read(a_pdf())


def test_a_pdf_whose_pages_turn_in_a_circle_ends() -> None:
    data = a_pdf().replace(b"/Kids[3 0 R]/Count 1", b"/Kids[2 0 R]/Count 9999999")
    with pytest.raises(InputError):
        read(data)


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("no-such-file.txt", NotFoundError),
        ("no-such-folder/plan.txt", NotFoundError),
        ("a\0b", NotFoundError),
        ("a" * 5000, NotFoundError),
        (".", NotAFileError),
        (os.devnull, NotAFileError),
    ],
)
def test_a_path_that_leads_to_no_file_is_told(path: str, error: type[InputError]) -> None:
    with pytest.raises(error):
        read_document(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_that_nobody_writes_to_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NotAFileError):
        read_document(str(tmp_path / "pipe"))


def test_a_refusal_of_the_system_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("一、目标", "utf-8")

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(UnreadableError, match="Permission denied"):
        read_document(str(path))


def test_a_file_of_100_megabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    with path.open("wb") as file:
        file.truncate(100 * 2**20)
    with pytest.raises(TooLargeError, match="100 MB"):
        read_document(str(path))


def test_a_file_that_grows_while_it_is_read_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(b"a" * 100)
    monkeypatch.setattr(file_input, "MAX_FILE_BYTES", 50)
    monkeypatch.setattr(file_input, "_refuse_unsuitable", lambda *_: None)
    with pytest.raises(TooLargeError):
        read_document(str(path))
    assert MAX_FILE_BYTES > 50


@pytest.mark.parametrize("size", [17 * 2**20, 5 * 2**20])
def test_text_beyond_the_limit_is_refused(size: int) -> None:
    with pytest.raises(TooLargeError):
        read(b"a" * size)


class _Input:
    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", _Input("一、目标".encode()))
    document = read_document("-")
    assert (document.source.name, document.lines[0].text) == ("-", "一、目标")


def test_a_closed_standard_input_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(UnreadableError, match="standard input"):
        read_document("-")


RTF = rb"{\rtf1 Plan}"


def test_without_libreoffice_the_error_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ConverterError, match="needs LibreOffice"):
        read(RTF)


def test_a_converter_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep {PATIENCE}\n")
    program.chmod(0o755)
    monkeypatch.setattr("shutil.which", lambda _: str(program))
    monkeypatch.setattr(converter, "CONVERTER_SECONDS", 0.3)
    with pytest.raises(ConverterError, match="longer than"):
        read(RTF)


def test_a_converter_that_makes_nothing_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nexit 0\n")
    program.chmod(0o755)
    monkeypatch.setattr("shutil.which", lambda _: str(program))
    with pytest.raises(ConverterError, match="could not convert"):
        read(RTF)


def odt_with_links(port: int) -> bytes:
    """An .odt with a picture and a section that lie on a server."""
    kinds = ("office", "text", "drawing", "manifest")
    office, text, drawing, manifest = (
        f"urn:oasis:names:tc:opendocument:xmlns:{kind}:1.0" for kind in kinds
    )
    link = f'xlink:type="simple" xlink:href="http://127.0.0.1:{port}/'
    content = (
        f'<o:document-content xmlns:o="{office}" xmlns:t="{text}" xmlns:d="{drawing}" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink" o:version="1.2"><o:body><o:text>'
        f'<t:p>目标<d:frame><d:image {link}a.png"/></d:frame></t:p>'
        f'<t:section t:name="S"><t:section-source {link}b.odt"/><t:p>任务</t:p></t:section>'
        f"</o:text></o:body></o:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    entries = "".join(
        f'<m:file-entry m:full-path="{path}" m:media-type="{media}"/>'
        for path, media in (("/", kind), ("content.xml", "text/xml"))
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("mimetype", kind)
        file.writestr("content.xml", content)
        file.writestr(
            "META-INF/manifest.xml", f'<m:manifest xmlns:m="{manifest}">{entries}</m:manifest>'
        )
    return stream.getvalue()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_converting_fetches_nothing() -> None:
    asked: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def handle(self) -> None:
            asked.append("something")

    with http.server.HTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        document = read(odt_with_links(server.server_port))
        server.shutdown()
    assert [line.text for line in document.lines] == ["目标", "任务"]
    assert asked == []
