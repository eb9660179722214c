"""Charts in Word that Word draws itself, from the values in the chart's part.

The part is the one that xlsxwriter makes.  No workbook is embedded, because mail filters take
embedded files for an attack.
"""

import io
import zipfile
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import quoteattr

import xlsxwriter
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.shared.office import BOOK_OPTIONS, created_at

EMU = 635
"""English Metric Units of a twentieth of a point."""
PIXEL = 9525
"""English Metric Units of a pixel."""
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006"

Build = Callable[[Any, Any], Any]
"""Writes the cells of a chart to a sheet of a workbook and returns the chart of xlsxwriter."""


def add_chart(
    document: Any,  # noqa: ANN401 - a python-docx document
    number: int,
    build: Build,
    options: ReportOptions,
    finish: Callable[[bytes], bytes] = bytes,
) -> str:
    """Add chart ``number`` to the package; the id of the document's relation to it.

    ``finish`` is applied to the XML that xlsxwriter makes.
    """
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, BOOK_OPTIONS)
    book.set_properties({"created": created_at(options)})
    sheet = book.add_worksheet()
    sheet.insert_chart(0, 4, build(book, sheet))
    book.close()
    with zipfile.ZipFile(io.BytesIO(data.getvalue())) as package:
        xml = package.read("xl/charts/chart1.xml")
    name = PackURI(f"/word/charts/chart{number}.xml")
    part = Part(name, CONTENT_TYPE.DML_CHART, finish(xml), document.part.package)
    return str(document.part.relate_to(part, RELATIONSHIP_TYPE.CHART))


def chart_run(number: int, relation: str, size: tuple[int, int], words: tuple[str, str]) -> str:
    """A run of WordprocessingML with the chart of ``relation``.

    ``size``: width and height in English Metric Units; ``words``: its name and what it shows.
    """
    name, described = map(quoteattr, words)
    return (
        "<w:r><w:drawing><wp:inline "
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{size[0]}" cy="{size[1]}"/>'
        f'<wp:docPr id="{number}" name={name} descr={described}/>'
        f'<a:graphic xmlns:a="{_MAIN}/main"><a:graphicData uri="{_MAIN}/chart">'
        f'<c:chart xmlns:c="{_MAIN}/chart" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        f'r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
