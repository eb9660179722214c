"""What is fuzzed: each harness takes bytes, uses plandiff on them and checks what must always hold.

    >>> HARNESSES["diff"](b"3640\\xff3860")

Clear errors (`PlandiffError` and its kin) pass; every other exception is a finding.  The harnesses
know nothing of the fuzzer that feeds them; `tests.fuzz.atheris_run` is one, pytest is another.
"""

import importlib.util
import io
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import NoReturn
from unittest.mock import patch

import xlsxwriter

from plandiff.comparison.edits import Edit, Op
from plandiff.comparison.engine import compare
from plandiff.comparison.model import Comparison
from plandiff.comparison.reports.options import Preset, ReportOptions, Review
from plandiff.comparison.reports.registry import FORMATS, render
from plandiff.comparison.review.consult import is_form, review_of_form
from plandiff.comparison.review.json_form import from_json, to_json
from plandiff.comparison.review.reporting import review_form
from plandiff.comparison.words import diff_texts
from plandiff.corpus.errors import ConverterError, Phrase, PlandiffError
from plandiff.corpus.formats.detect import PICTURES
from plandiff.corpus.formats.documents import read_document
from plandiff.corpus.formats.pdf.reader import read_pdf
from plandiff.corpus.formats.scan.engine import Picture, ReadLine, Recognition
from plandiff.corpus.formats.scan.reader import recognise_scan
from plandiff.corpus.model import Document, Line, Plan, Source
from plandiff.corpus.packs import read_pack
from plandiff.corpus.parsing import parse
from plandiff.corpus.reading import read_plan
from plandiff.tui.settings import load_settings
from tests.fuzz.small_files import opendocument_parts, scans, word_parts, zipped
from tests.package_builders import Placed, ofd, page_xml, pptx, shape, slide

CORPUS = Path(__file__).with_name("corpus")
BETWEEN = b"\xff"
"""Parts two texts of one input; no UTF-8 holds it."""
LONGEST_SEED = 3_000
"""Bytes: what is bred from it is as long as it is, and takes its time."""
SCAN_FORMS = ("pdf", *(sorted(PICTURES) if importlib.util.find_spec("PIL") else ()))
"""What a scan may be in; pictures are opened by Pillow, which comes with an engine."""
TEXT_NAMES = ("plan.txt", "plan.md", "plan.html", "plan.json", "plan", "-")


def visible(texts: Iterable[str]) -> Counter[str]:
    """How often each character stands there, without white space and the stops of run-in heads."""
    return Counter(c for text in texts for c in text if not c.isspace() and c not in "。｡")


def check_reading(document: Document) -> Plan:
    """Every character of the lines is in one heading, body, label or removed text."""
    plan = parse(document)
    given = visible([*(line.text for line in document.lines), *(r.text for r in document.removed)])
    kept = visible(
        [s.heading + s.body + (s.label or "") for s in plan.sections]
        + [removed.text for removed in plan.removed]
    )
    labels = visible(line.label for line in document.lines if line.label)
    lost, invented = given - kept, kept - given - labels
    assert not lost, f"lost: {dict(lost)}"
    assert not invented, f"invented: {dict(invented)}"
    texts = {section.id: section.text for section in plan.sections}
    for target in plan.targets:
        assert texts[target.section][target.span.start : target.span.end] == target.quote
    return plan


def joined(edits: Iterable[Edit], *sides: Op) -> str:
    return "".join(edit.text for edit in edits if edit.op in sides)


def check_edits(old: str, new: str, edits: tuple[Edit, ...]) -> None:
    """Rejecting all edits gives the old text, accepting them the new one."""
    assert joined(edits, Op.EQUAL, Op.DELETE) == old
    assert joined(edits, Op.EQUAL, Op.INSERT) == new


def check_comparison(old: Plan, new: Plan) -> Comparison:
    """Each section is in one row, edits rebuild both texts, the other way round is the mirror."""
    there, back = compare(old, new), compare(new, old)
    for plan, side in ((old, "old"), (new, "new")):
        ids = [section.id for row in there.rows for section in getattr(row, side)]
        assert sorted(ids) == sorted(section.id for section in plan.sections)
    for row in there.rows:
        texts = ["\n".join(s.text for s in side) for side in (row.old, row.new)]
        check_edits(texts[0], texts[1], row.edits)
    assert Counter((row.old, row.new, row.moved, row.substantive) for row in there.rows) == Counter(
        (row.new, row.old, row.moved, row.substantive) for row in back.rows
    )
    return there


def two_texts(data: bytes) -> tuple[str, str]:
    old, _, new = data.partition(BETWEEN)
    return old.decode("utf-8", "replace"), new.decode("utf-8", "replace")


def as_document(text: str) -> Document:
    lines = tuple(Line(line) for line in text.split("\n"))
    return Document(Source("a.txt", "txt", "utf-8", "", len(text)), lines)


def fuzz_text(data: bytes) -> None:
    """The first byte picks the name, the rest is the file."""
    with suppress(PlandiffError), in_one_process():
        check_reading(read_document(TEXT_NAMES[data[0] % len(TEXT_NAMES)], data=data[1:]))


def fuzz_html(data: bytes) -> None:
    with suppress(PlandiffError):
        check_reading(read_document("plan.html", data=b"<html>" + data))


def fuzz_mhtml(data: bytes) -> None:
    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n"
    with suppress(PlandiffError):
        check_reading(read_document("plan.mht", data=head + data))


_package = cache(word_parts)
WORD_PARTS = tuple(_package())


def fuzz_word(data: bytes) -> None:
    """The first byte picks a part of a Word document and a view of it; the rest is that part."""
    view, part = divmod(data[0], len(WORD_PARTS))
    package = zipped(_package() | {WORD_PARTS[part]: data[1:]})
    with suppress(PlandiffError):
        check_reading(read_document("plan.docx", data=package, original=bool(view % 2)))


@cache
def packages() -> dict[str, dict[str, bytes]]:
    """The parts of a small workbook, presentation, OFD and filled form, by their suffixes."""
    book = io.BytesIO()
    workbook = xlsxwriter.Workbook(book)
    sheet = workbook.add_worksheet("指标")
    for at, row in enumerate((("指标", "2030年目标"), ("新增学位（个）", 600), ("入园率", 0.95))):
        sheet.write_row(at, 0, row)
    workbook.close()
    old, new = (parse(as_document(text)) for text in ("一、新建3所。", "一、新建4所。"))
    result = compare(old, new)
    options = ReportOptions(consult=True, review=Review(form=review_form(result)))
    files = {
        "xlsx": book.getvalue(),
        "pptx": pptx(slide(shape("2030年工作要点", "title"), shape("一、新增学位600个"))),
        "ofd": ofd([page_xml([Placed("一、新增学位600个", 30, 40)])]),
        "docx": render(result, "docx", options),
    }
    return {suffix: unzipped(data) for suffix, data in files.items()}


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def damaged(suffix: str, data: bytes) -> bytes:
    """The package with one part, which the first byte picks, in other bytes."""
    parts = packages()[suffix]
    return zipped(parts | {tuple(parts)[data[0] % len(parts)]: data[1:]})


def fuzz_reader(suffix: str) -> Callable[[bytes], None]:
    """A harness for the reader of a package."""

    def fuzz(data: bytes) -> None:
        with suppress(PlandiffError), in_one_process():
            check_reading(read_document(f"plan.{suffix}", data=damaged(suffix, data)))

    return fuzz


def fuzz_archive(data: bytes) -> None:
    """A plan inside an archive inside an archive, under a name that the input gives."""
    name, _, rest = data.partition(BETWEEN)
    inner = zipped({name.decode("utf-8", "replace") or "a": rest, "计划.txt": b"x"})
    with suppress(PlandiffError), in_one_process():
        check_reading(read_document("plans.zip", data=zipped({"inner.zip": inner})))


def fuzz_form(data: bytes) -> None:
    """A form for comments that came back, with one part in other bytes."""
    package = damaged("docx", data)
    with suppress(PlandiffError, ValueError):  # both are how `plandiff review merge` refuses
        if is_form(package):
            to_json(review_of_form(package, "form.docx"))


def fuzz_pack(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder, suppress(PlandiffError):
        path = Path(folder) / "own.txt"
        path.write_bytes(data)
        read_pack(path)


@contextmanager
def in_one_process() -> Iterator[None]:
    """Refuse what LibreOffice or a process of its own would read: it says nothing about us."""

    def refuse(name: str, *_rest: object) -> NoReturn:
        raise ConverterError(name, Phrase("reason.no-libreoffice", suffix=".doc"))

    with (
        patch("plandiff.corpus.formats.converter.convert_to_docx", refuse),
        patch("plandiff.corpus.formats.pdf.sandbox.read_pdf_in_subprocess", refuse),
    ):
        yield


def fuzz_package(data: bytes) -> None:
    """An archive as it comes, or made of parts that the input names: odd names, parts, order."""
    named = (part.partition(b"\0") for part in data[1:].split(BETWEEN))
    package = b"PK\x03\x04" + data[1:]
    if data[0] % 2:
        package = zipped({name.decode("utf-8", "replace"): part for name, _, part in named})
    with suppress(PlandiffError), in_one_process():
        read_plan("plan.docx", data=package)


def fuzz_pdf(data: bytes) -> None:
    """In this process, for its coverage; the product reads it in one of its own."""
    with suppress(PlandiffError):
        reading = read_pdf("plan.pdf", b"%PDF-1.4\n" + data)
        source = Source("plan.pdf", "pdf", None, "", 0)
        check_reading(Document(source, reading.lines, reading.removed))


def fuzz_scan(data: bytes) -> None:
    """Lines as an OCR engine returns them, and the scan that the engine is given.

    Two `BETWEEN` separate lines and file.  The first byte of the file picks its format; lines are
    separated by `BETWEEN`, and `recognised_line` reads one.
    """
    texts, _, file = data.partition(BETWEEN * 2)
    form = SCAN_FORMS[(file or b"\0")[0] % len(SCAN_FORMS)]
    lines = tuple(recognised_line(text[:8], text[8:]) for text in texts.split(BETWEEN))

    def engine(picture: Picture) -> Recognition:
        assert len(picture.pixels) == picture.width * picture.height
        return Recognition(lines, picture.width, picture.height)

    with suppress(PlandiffError):
        reading = recognise_scan("scan", form, file[1:], lambda: engine)
        source = Source("scan", form, None, "", 0)
        check_reading(Document(source, reading.lines, reading.removed, reading.findings))


def recognised_line(numbers: bytes, text: bytes) -> ReadLine:
    """A line of an OCR engine; eight bytes are its place, slope and confidences."""
    left, top, width, height, slope, sure, unsure, doubtful = numbers.ljust(8, b"\0")
    right, fall = left + width, width * (slope - 128) / 64
    recognised = text.decode("utf-8", "replace") or "一"
    return ReadLine(
        recognised,
        tuple((unsure if at == doubtful else sure) / 255 for at in range(len(recognised))),
        ((left, top), (right, top + fall), (right, top + fall + height), (left, top + height)),
        recognised.replace("3", "8") if doubtful % 2 else None,
    )


def fuzz_parse(data: bytes) -> None:
    check_reading(as_document(data.decode("utf-8", "replace")))


def fuzz_diff(data: bytes) -> None:
    old, new = two_texts(data)
    there, back = diff_texts(old, new), diff_texts(new, old)
    check_edits(old, new, there)
    check_edits(new, old, back)
    deleted = [[edit.text for edit in edits if edit.op is op] for edits, op in (
        (there, Op.DELETE), (back, Op.INSERT),
    )]  # fmt: skip
    assert deleted[0] == deleted[1], "the other way round it is no mirror"


def fuzz_compare(data: bytes) -> None:
    old, new = two_texts(data)
    check_comparison(parse(as_document(old)), parse(as_document(new)))


def report_of(bits: int) -> tuple[str, ReportOptions]:
    """Which report two bytes ask for, and with what."""
    bits, at = divmod(bits, len(FORMATS))
    options = ReportOptions(
        language="zh" if bits & 1 else "en",
        table=bool(bits & 2),
        short=bool(bits & 4),
        native_moves=bool(bits & 8),
        csv_rows=bool(bits & 16),
        context=3 if bits & 32 else None,
        color=bool(bits & 64),
        preset=tuple(Preset)[bits % len(Preset)],
    )
    return tuple(FORMATS)[at], options


def fuzz_reports(data: bytes) -> None:
    """Two bytes pick the report, the rest is two texts."""
    old, new = two_texts(data[2:])
    result = compare(parse(as_document(old)), parse(as_document(new)))
    assert render(result, *report_of(int.from_bytes(data[:2], "big")))


def fuzz_review(data: bytes) -> None:
    """A review as JSON: refused, or kept so that it is read the same way again."""
    with suppress(ValueError):  # what `from_json` names as its way to refuse
        reviews = from_json(data)
        kept = to_json(reviews)
        assert to_json(from_json(kept)) == kept


def fuzz_settings(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "settings.toml"
        path.write_bytes(data)
        load_settings(path)


HARNESSES: dict[str, Callable[[bytes], None]] = {
    "text": fuzz_text,
    "html": fuzz_html,
    "word": fuzz_word,
    "pdf": fuzz_pdf,
    "scan": fuzz_scan,
    "parse": fuzz_parse,
    "diff": fuzz_diff,
    "compare": fuzz_compare,
    "reports": fuzz_reports,
    "package": fuzz_package,
    "mhtml": fuzz_mhtml,
    "review": fuzz_review,
    "settings": fuzz_settings,
    "sheet": fuzz_reader("xlsx"),
    "slides": fuzz_reader("pptx"),
    "ofd": fuzz_reader("ofd"),
    "archive": fuzz_archive,
    "form": fuzz_form,
    "pack": fuzz_pack,
}


def seeds(name: str) -> list[bytes]:
    """What a harness begins with: small, since what is small is tried more often in an hour."""

    def read(file: str) -> bytes:
        return (CORPUS / file).read_bytes()

    plan, english, page = read("plan.txt"), read("plan.en.md"), read("plan.html")
    pairs = [old + BETWEEN + new for old, new in _pairs(plan, english)]
    parts = _package()
    small = [zipped(parts)[4:], zipped(opendocument_parts())[4:]]
    named = (b"\0".join((key.encode(), part)) for key, part in parts.items())
    made = {
        "text": [bytes([at]) + one for at, one in enumerate((
            plan, english, page, b'{"title": "\xe8\xae\xa1", "sections": []}', read("summary.md")))]
        + [b"\0" + plan.decode().encode(encoding) for encoding in ("gb18030", "utf-16")],
        "html": [page, read("report.html").partition(b"<body")[2][:LONGEST_SEED]],
        "word": [bytes([at + len(parts) * view]) + part
                 for at, part in enumerate(parts.values()) for view in (0, 1)],
        "pdf": [read("plan.pdf")],
        "scan": [_recognised(plan) + BETWEEN * 2 + bytes([at]) + scans()[form]
                 for at, form in enumerate(SCAN_FORMS) if form in scans()],
        "parse": [plan, english],
        "reports": [at.to_bytes(2, "big") + pair for at in range(3 * len(FORMATS))
                    for pair in pairs[-2:]],
        "package": [*(b"\0" + one for one in small), b"\x01" + BETWEEN.join(named)],
        "mhtml": [b"\n--b\nContent-Type: text/html\n\n" + page + b"\n--b--\n"],
        "review": [read("review.json")],
        **{harness: [bytes([at]) + part for at, part in enumerate(packages()[suffix].values())
                     if len(part) <= LONGEST_SEED]
           for harness, suffix in (("sheet", "xlsx"), ("slides", "pptx"), ("ofd", "ofd"),
                                   ("form", "docx"))},
        "archive": ["计划/要点.md".encode() + BETWEEN + plan[:LONGEST_SEED],
                    b"../a" + BETWEEN + b"PK"],
        "pack": ["[units]\n眼井\n[synonyms]\n渠系=灌排沟渠\n".encode()],
        "settings": [b'theme = "nord"\n[keys]\nnext = "]"\n'],
    }  # fmt: skip
    return made.get(name, pairs)


def _recognised(plan: bytes) -> bytes:
    """The first lines of a plan for `fuzz_scan`, below each other, with one doubtful character."""
    return BETWEEN.join(
        bytes((20 + 10 * (at % 2), 20 * at, 200, 14, 128, 250, 90, 7)) + line
        for at, line in enumerate(plan.split(b"\n")[:10])
    )


def _pairs(plan: bytes, english: bytes) -> Iterator[tuple[bytes, bytes]]:
    yield plan, plan.replace(b"91%", b"93%").replace("扩大".encode(), "增加".encode())
    yield english, english.replace(b"120", b"150")
    yield "一、扩大学位。\n二、新建3所。".encode(), "一、新建4所。\n二、扩大学位。".encode()
    yield "新增学位3640个".encode(), "新增学位3860个".encode()
