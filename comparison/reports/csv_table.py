"""Target changes or rows as CSV that a spreadsheet reads as UTF-8 and never runs as formulas."""

import csv
import io
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from plandiff.comparison.model import Comparison
from plandiff.comparison.reports.options import Meter, ReportOptions
from plandiff.comparison.reports.shared.labels import Labels, labels_for
from plandiff.comparison.reports.shared.rows import format_points, records
from plandiff.comparison.reports.shared.table_cells import (
    ROW_COLUMNS,
    TARGET_COLUMNS,
    Cell,
    row_cells,
    target_cells,
)
from plandiff.comparison.reports.shared.targets import all_target_lines
from plandiff.corpus.text import lazy_re as re

_ACTIVE = re.compile(r"[=+\-@\t\r\n＝＋－＠]")


def inert(cell: Cell) -> Cell:
    """Prefix text that a spreadsheet would run with an apostrophe; numbers are unchanged.

    >>> inert("=1+1"), inert(-480), inert("毛入园率")
    ("'=1+1", -480, '毛入园率')
    """
    return f"'{cell}" if isinstance(cell, str) and _ACTIVE.match(cell) else cell


def _table(
    comparison: Comparison, options: ReportOptions, labels: Labels, meter: Meter
) -> Iterator[Sequence[Cell]]:
    columns = ROW_COLUMNS if options.csv_rows else TARGET_COLUMNS
    yield [labels[f"column.{name}"] for name in columns]
    if options.csv_rows:
        rows = meter.each(records(comparison, options, labels))
        for record in rows:
            is_root = any(section.parent is None for section in (*record.row.old, *record.row.new))
            points = format_points(options) if is_root else ()
            yield row_cells(replace(record, notes=(*record.notes, *points)), labels)
    else:
        lines = all_target_lines(comparison, options, labels)
        yield from (target_cells(line, labels) for line in lines)


def render(comparison: Comparison, options: ReportOptions, meter: Meter) -> bytes:
    """Return the table as CSV with a byte order mark, without which Excel does not assume UTF-8."""
    labels = labels_for(options.language)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    meter.begin(passes=1)
    for cells in _table(comparison, options, labels, meter):
        writer.writerow([inert(cell) for cell in cells])
    meter.end_pass()
    return text.getvalue().encode("utf-8-sig", errors="replace")
