"""Damaged files give a result or a clear error; more of it: ``python tests/fuzz/damage.py``."""

import io
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.fuzz.damage import use, variant
from tests.package_builders import ofd, pptx, shape, slide, typeset
from tests.timing import at_most, cost

CORPUS = Path(__file__).parents[1].joinpath("fuzz") / "corpus"
VARIANTS = 30


def a_docx() -> bytes:
    document = docx.Document()
    for number, line in enumerate((CORPUS / "plan.txt").read_text("utf-8").split("\n")):
        document.add_paragraph(line, style="List Number" if number % 5 == 4 else None)
    document.add_table(2, 2).cell(0, 0).text = "指标"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def an_xlsx() -> bytes:
    workbook = openpyxl.Workbook()
    for line in (CORPUS / "plan.txt").read_text("utf-8").split("\n"):
        workbook.worksheets[0].append((line, 0.5))
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def an_ofd() -> bytes:
    first, *others = (CORPUS / "plan.txt").read_text("utf-8").split("\n")
    return ofd(typeset(first, [(0, line) for line in others if line]))


def a_pptx() -> bytes:
    lines = (CORPUS / "plan.txt").read_text("utf-8").split("\n")
    return pptx(*(slide(shape(line, "title"), shape(line)) for line in lines))


MADE = {".docx": a_docx, ".xlsx": an_xlsx, ".ofd": an_ofd, ".pptx": a_pptx}


def content(name: str) -> bytes:
    made = MADE.get(Path(name).suffix)
    return made() if made else (CORPUS / name).read_bytes()


@pytest.mark.parametrize(
    "name",
    [*("plan.txt", "plan.html", "plan.en.md"), *(f"plan{suffix}" for suffix in MADE)],
)
def test_a_damaged_plan_is_compared_or_refused_with_a_clear_error(name: str) -> None:
    original = content(name)
    came_of_it = {use(name, original, original)}  # modules and dictionaries are loaded by now
    reference = cost(lambda: use(name, original, original))
    for number in range(VARIANTS):
        with at_most(60, reference):
            came_of_it.add(use(name, original, variant(original, number)))
    assert "compared" in came_of_it


@pytest.mark.parametrize("name", ["plan.txt", "plan.docx"])
def test_the_number_of_a_variant_makes_its_bytes(name: str) -> None:
    data = content(name)
    assert variant(data, 7) == variant(data, 7)
    assert variant(data, 7) != data


def test_an_undamaged_plan_passes_through_every_format() -> None:
    data = content("plan.txt")
    assert use("plan.txt", data, data, binary_too=True) == "compared"
