"""A native chart in a Word document: the part that xlsxwriter makes, with its cells beside it.

Word and LibreOffice draw it from the values in the part; in Word the cells can be edited.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import quoteattr

import xlsxwriter
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.shared.office import BOOK_OPTIONS, created_at
from plandiff.comparison.reports.shared.target_chart import (
    Panel,
    TargetChart,
    chart_rows,
    office_chart,
    office_height,
)
from plandiff.comparison.reports.word.parts import paragraph, run

_EMU = 635
"""English Metric Units of a twentieth of a point."""
_PIXEL = 9525
_PAGE = 14_500
"""Width of the text on landscape A4, in twentieths of a point."""
_GAP = 200
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006"


def chart_paragraphs(
    document: Any,  # noqa: ANN401 - a python-docx document
    chart: TargetChart,
    options: ReportOptions,
) -> Iterator[str]:
    """The panels side by side in one paragraph; what is not drawn in another.

    Adds the parts of the charts to the document.
    """
    width = (_PAGE - _GAP) // 2
    height = max(office_height(panel) for panel in chart.panels) * _PIXEL
    drawings = [
        _drawing(at, panel, _parts_of(document, at, panel, chart, options), width, height)
        for at, panel in enumerate(chart.panels, 1)
    ]
    yield paragraph("".join(drawings), properties='<w:jc w:val="center"/>')
    if chart.rest:
        yield paragraph(run(chart.rest), "Line")


def _parts_of(
    document: Any,  # noqa: ANN401
    number: int,
    panel: Panel,
    chart: TargetChart,
    options: ReportOptions,
) -> str:
    """Add the chart and its workbook to the package; the id of the document's relation to it."""
    xml, workbook = _chart_part(panel, chart, options)
    package = document.part.package
    cells = Part(
        PackURI(f"/word/embeddings/chart{number}.xlsx"), CONTENT_TYPE.SML_SHEET, workbook, package
    )
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), CONTENT_TYPE.DML_CHART, b"", package)
    relation = part.relate_to(cells, RELATIONSHIP_TYPE.PACKAGE)
    # The schema has the data of a chart before its print settings.
    data = f'<c:externalData r:id="{relation}"><c:autoUpdate val="0"/></c:externalData>'
    part._blob = xml.replace(b"<c:printSettings>", data.encode() + b"<c:printSettings>", 1)  # noqa: SLF001 - its blob is settable only here
    return str(document.part.relate_to(part, RELATIONSHIP_TYPE.CHART))


def _chart_part(panel: Panel, chart: TargetChart, options: ReportOptions) -> tuple[bytes, bytes]:
    """The chart as XML, and the workbook that it was made in."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, BOOK_OPTIONS)
    book.set_properties({"created": created_at(options)})
    sheet = book.add_worksheet()
    for line, cells in enumerate((("", *chart.names), *chart_rows(panel))):
        sheet.write_row(line, 0, cells)
    sheet.insert_chart(0, 4, office_chart(book, sheet.get_name(), 1, panel, chart.names))
    book.close()
    with zipfile.ZipFile(io.BytesIO(data.getvalue())) as package:
        return package.read("xl/charts/chart1.xml"), data.getvalue()


def _drawing(number: int, panel: Panel, relation: str, width: int, height: int) -> str:
    described = "；".join(f"{bar.name}：{bar.old_label} → {bar.new_label}" for bar in panel.bars)
    return (
        "<w:r><w:drawing><wp:inline "
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width * _EMU}" cy="{height}"/>'
        f'<wp:docPr id="{number}" name={quoteattr(panel.title)} descr={quoteattr(described)}/>'
        f'<a:graphic xmlns:a="{_MAIN}/main"><a:graphicData uri="{_MAIN}/chart">'
        f'<c:chart xmlns:c="{_MAIN}/chart" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        f'r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
