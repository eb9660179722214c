"""What is fuzzed: each harness takes bytes, uses plandiff on them and checks what must always hold.

    >>> HARNESSES["diff"](b"3640\\xff3860")

Clear errors (`PlandiffError` and its kin) pass; every other exception is a finding.  The harnesses
know nothing of the fuzzer that feeds them; `tests.fuzz.atheris_run` is one, pytest is another.
"""

import io
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

from comparison.engine import compare
from comparison.model import Comparison, Edit, Op
from comparison.reports.registry import FORMATS, render
from comparison.words import diff_texts
from corpus.errors import PlandiffError
from corpus.formats.documents import read_document
from corpus.formats.pdf.reader import read_pdf
from corpus.model import Document, Line, Plan, Source
from corpus.parsing import parse
from corpus.reading import read_plan
from tui.review.jsonform import from_json, to_json
from tui.settings import load_settings

CORPUS = Path(__file__).with_name("corpus")
BETWEEN = b"\xff"
"""Parts two texts of one input; no UTF-8 holds it."""
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
    with suppress(PlandiffError):
        check_reading(read_document(TEXT_NAMES[data[0] % len(TEXT_NAMES)], data=data[1:]))


def fuzz_html(data: bytes) -> None:
    with suppress(PlandiffError):
        check_reading(read_document("plan.html", data=b"<html>" + data))


def fuzz_mhtml(data: bytes) -> None:
    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n"
    with suppress(PlandiffError):
        check_reading(read_document("plan.mht", data=head + data))


@cache
def _package() -> dict[str, bytes]:
    with zipfile.ZipFile(CORPUS / "plan.docx") as package:
        return {name: package.read(name) for name in package.namelist()}


WORD_PARTS = (
    "word/document.xml", "word/numbering.xml", "word/styles.xml", "word/footnotes.xml",
    "word/header1.xml", "word/_rels/document.xml.rels", "[Content_Types].xml",
)  # fmt: skip


def fuzz_word(data: bytes) -> None:
    """The first byte picks a part of a Word document, the rest replaces it."""
    parts = _package() | {WORD_PARTS[data[0] % len(WORD_PARTS)]: data[1:]}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    for original in (False, True):
        with suppress(PlandiffError):
            check_reading(read_document("plan.docx", data=stream.getvalue(), original=original))


def fuzz_package(data: bytes) -> None:
    """A zip archive as it comes; .odt ends at the converter, which the harness does not start."""
    with suppress(PlandiffError):
        read_plan("plan.docx", data=b"PK\x03\x04" + data)


def fuzz_pdf(data: bytes) -> None:
    """In this process, for its coverage; the product reads it in one of its own."""
    with suppress(PlandiffError):
        reading = read_pdf("plan.pdf", b"%PDF-1.4\n" + data)
        source = Source("plan.pdf", "pdf", None, "", 0)
        check_reading(Document(source, reading.lines, reading.removed))


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


def fuzz_reports(data: bytes) -> None:
    old, new = two_texts(data)
    result = check_comparison(parse(as_document(old)), parse(as_document(new)))
    for form in FORMATS.values():
        render(result, form.name)


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
    "parse": fuzz_parse,
    "diff": fuzz_diff,
    "compare": fuzz_compare,
    "reports": fuzz_reports,
    "package": fuzz_package,
    "mhtml": fuzz_mhtml,
    "review": fuzz_review,
    "settings": fuzz_settings,
}


def seeds(name: str) -> list[bytes]:
    """What a harness begins with, made of the files in ``corpus``."""

    def read(file: str) -> bytes:
        return (CORPUS / file).read_bytes()

    plan, english = read("plan.txt"), read("plan.en.md")
    changed = plan.replace(b"91%", b"93%").replace("扩大".encode(), "增加".encode())
    pairs = [plan + BETWEEN + changed, english + BETWEEN + english.replace(b"120", b"150"),
             "新增学位3640个".encode() + BETWEEN + "新增学位3860个".encode()]  # fmt: skip
    made = {
        "text": [bytes([at]) + read(file) for at, file in enumerate(
            ("plan.txt", "plan.en.md", "plan.html", "comparison.json", "summary.md"))]
        + [b"\0" + plan.decode().encode(encoding) for encoding in ("gb18030", "utf-16")],
        "html": [read("plan.html"), read("report.html")],
        "word": [bytes([at]) + _package()[part] for at, part in enumerate(WORD_PARTS)
                 if part in _package()],
        "pdf": [read("plan.pdf")],
        "parse": [plan, english],
        "package": [read("plan.docx")[4:], read("plan.odt")[4:]],
        "mhtml": [b"\n--b\nContent-Type: text/html\n\n" + read("plan.html") + b"\n--b--\n"],
        "review": [read("review.json")],
        "settings": [b'theme = "nord"\n[keys]\nnext = "]"\n'],
    }  # fmt: skip
    return made.get(name, pairs)
