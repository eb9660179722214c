"""Makes the corpus of the fuzzers with our own writers: ``python -m tests.fuzz.make_corpus``.

The files are kept in git, so that a run begins with the same bytes everywhere; ``plan.txt``,
``plan.html`` and ``plan.en.md`` are written by hand; ``plan.odt`` and ``plan.rtf`` need
LibreOffice.
"""

import shutil
import subprocess
import tempfile
import zlib
from pathlib import Path

import docx

from plandiff.comparison.engine import compare
from plandiff.comparison.model import Comparison
from plandiff.comparison.options import Pin, PinKind
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.registry import render
from plandiff.corpus.reading import read_plan
from plandiff.tui.review.protocol import Mark
from plandiff.tui.review.store import open_store
from tests.fuzz.harnesses import CORPUS


def word_document() -> bytes:
    """Numbering, a table, a header and styles: a part for each reader of parts."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "云川县教育局文件"
    for number, line in enumerate((CORPUS / "plan.txt").read_text("utf-8").split("\n")):
        document.add_paragraph(line, style="List Number" if number % 5 == 4 else None)
    document.add_table(2, 2).cell(0, 0).text = "指标"
    with tempfile.NamedTemporaryFile(suffix=".docx") as file:
        document.save(file.name)
        return Path(file.name).read_bytes()


def pdf_document() -> bytes:
    """Two pages that share a font, a form in a form, a watermark, a packed stream."""
    page = b"BT /F 12 Tf 72 700 Td (1. Goals) Tj 0 -20 Td (Build 3 schools by 2026.) Tj ET /X Do"
    mark = b"BT /F 40 Tf 0.7 0.7 -0.7 0.7 200 300 Tm (DRAFT) Tj ET"
    font = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    kind = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 5 0 R/Resources<<"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>",
        kind + font + b"/XObject<</X 6 0 R>>>>>>",
        kind + font + b">>/Rotate 90>>",
        _stream(b"", page),
        _stream(b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<<" + font + b">>", mark),
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % item for item in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R/Size 7>>\n%%EOF"


def _stream(facts: bytes, content: bytes) -> bytes:
    packed = zlib.compress(content)
    return b"<<%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (
        facts,
        len(packed),
        packed,
    )


def converted(source: Path, suffix: str) -> bytes | None:
    """A Word document in another format, where LibreOffice is installed."""
    program = shutil.which("soffice")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", suffix, "--outdir", folder]
        subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=120)
        return (Path(folder) / f"{source.stem}.{suffix}").read_bytes()


def review_of(result: Comparison) -> bytes:
    """A review with marks and a note, as the app keeps it in a file of its own."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        store, _ = open_store("old.txt", "new.txt", author="李", review=place / "review.json")
        store.attach(result)
        store.set_marks(tuple(row.id for row in result.rows), Mark.REVIEWED)
        store.add_note(result.rows[-1].id, "请核对数字")
        store.add_pin(Pin(PinKind.TOGETHER, "s1", "s1"))
        store.close()
        return (place / "review.json").read_bytes()


def main() -> None:
    """Write the files that are made."""
    plan = (CORPUS / "plan.txt").read_bytes()
    changed = plan.replace(b"91%", b"93%").replace("扩大".encode(), "增加".encode())
    result = compare(read_plan("old.txt", data=plan), read_plan("new.txt", data=changed))
    made = {
        "plan.docx": word_document(),
        "plan.pdf": pdf_document(),
        "redline.docx": render(result, "docx"),
        "table.docx": render(result, "docx", ReportOptions(table=True)),
        "report.html": render(result, "html"),
        "summary.md": render(result, "md"),
        "review.json": review_of(result),
        "comparison.json": render(result, "json"),
    }
    for name, content in made.items():
        (CORPUS / name).write_bytes(content)
    for suffix in ("odt", "rtf"):
        if (other := converted(CORPUS / "plan.docx", suffix)) is not None:
            (CORPUS / f"plan.{suffix}").write_bytes(other)


if __name__ == "__main__":
    main()
