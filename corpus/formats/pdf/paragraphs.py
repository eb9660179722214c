"""Join printed lines into paragraphs by right edge, indent, font size and line distance.

A line ends its paragraph if it ends before the right edge although the next word would have fitted.
A line that reaches the edge continues, unless the next line is indented like the paragraphs of this
document, is further away, has another size, or begins with a label after a full stop.
"""

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import median

from msgspec import Struct

from plandiff.corpus.cleaning.characters import is_finished
from plandiff.corpus.cleaning.contents import is_contents_title, is_dotted_entry
from plandiff.corpus.formats.pdf.columns import all_lines
from plandiff.corpus.formats.pdf.layout import LABEL, Page, PrintedLine, joined
from plandiff.corpus.formats.pdf.margins import (
    take_line_numbers,
    take_margins,
    take_watermarks,
)
from plandiff.corpus.formats.pdf.rows import align_rows
from plandiff.corpus.formats.pdf.ruled_tables import take_ruled_tables
from plandiff.corpus.formats.reading_parts import Reading
from plandiff.corpus.model import Finding, Line, Removed
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.numerals import read_count

_UNIT = r"(?:[A-Za-z0-9.,:;/%@_+&?=#~*-]++|.(?:[,.;:!?)%]++[A-Za-z0-9]*+)?)"
_FIRST_WORD = re.compile(
    rf"[（《“‘【〔「『(\[]*+{_UNIT}(?:[“”‘’]++{_UNIT}?)*+[，。、；：？！）》”’】〕」』…—%％]*+"
)
"""Text that wraps as a unit; typesetters do not break lines next to curved quotes."""
_CHAPTER = re.compile(
    r"第[一二三四五六七八九十百零〇\d]{1,5}(?:[章节節篇编編]|部分)[ \u3000][^。；，]*$"
)
"""A chapter heading: a space after 第三章 and no pause; a wrapped sentence has no such space."""
_SHORT = 0.7
"""Maximum width of a heading, as a share of its column."""
_COUNTED = re.compile(
    r"(?P<stem>[^\d，。；,;：:]{0,6}?)(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3})"
    r"(?P<end>[^\d，。；,;]{0,3}?[：:、.．)）])(?!\d)"
)
"""The start of a line in a counted list: 第3周：, 4月份：, Step 2:."""
_FINAL = re.compile(r"[。！？；：!?;:][”’」』）)]*$")
_INDENT = 1.2
"""Ems; minimum indent of a first line.  The convention is two."""
_SAME_SIZE = 0.12
_FURTHER_OFF = 1.35
_NEARLY_FULL = 0.8
"""Minimum width of a nearly full line, as a share of its column."""
_BEYOND = 1.5
"""Ems; a line within the margin that exceeds an edge by this much disproves the edge."""
_FAR = 2.5
"""Ems; a right edge further than this from the margin is doubtful."""
_FEWEST_BROKEN, _BROKEN = 3, 0.5
"""Minimum number and share of unfinished lines that confirm a right edge far from the margin."""
_LARGE = 1.08
"""Minimum size of a title, relative to the usual font size."""
_TITLE_LEADING = 2.4
"""Ems; maximum distance between the lines of a title."""
_SHIFTED = 3.0
"""Points; minimum distance of a centred line from the left edge."""
_TELLING = 6
"""Minimum number of lines from which a column's edges are measured."""


class _Edges(Struct, frozen=True):
    """Left and right edge of the text in one column, in points."""

    left: float
    right: float
    full: float
    """The right edge that a line which could end a paragraph must reach to continue."""


class _Measures(Struct, frozen=True):
    """Typical measures of this document."""

    edges: dict[int, _Edges]
    """By column."""
    indented: bool
    """Whether paragraphs begin with an indent."""
    distance: float
    """Distance between lines of a paragraph, in ems."""
    size: float
    """Median font size of the lines, in points."""
    widths: Mapping[int, float]
    """Page widths in points, by page number, if known."""


def join_paragraphs(
    lines: Sequence[PrintedLine], widths: Mapping[int, float] | None = None
) -> list[Line]:
    """Join lines into paragraphs and table rows, in order.

    ``widths``: page widths in points by page number, if known.
    """
    if not lines:
        return []
    measures = _measure(lines, widths or {})
    paragraphs = [lines[0].text]
    rows = [lines[0].row]
    for before, line in itertools.pairwise(lines):
        if not _counts_on(paragraphs[-1], line.text) and _goes_on(before, line, measures):
            paragraphs[-1] = joined(paragraphs[-1], line.text)
        else:
            paragraphs.append(line.text)
            rows.append(line.row)
    return [
        Line(text.replace("\x02", "-"), whole=True, row=row)
        for text, row in zip(paragraphs, rows, strict=True)
        if text.strip()
    ]


def _counts_on(paragraph: str, text: str) -> bool:
    """Whether a line starts like the previous paragraph with the next number: 第2周：, 第3周：.

    >>> _counts_on("第9周：检测", "第10周：复习"), _counts_on("3.5亿元", "4年内完成。")
    (True, False)
    """
    first, second = _COUNTED.match(paragraph), _COUNTED.match(text)
    if not (first and second) or first["stem"] + first["end"] != second["stem"] + second["end"]:
        return False
    return read_count(second["number"]) == (read_count(first["number"]) or 0) + 1


def _goes_on(before: PrintedLine, line: PrintedLine, measures: _Measures) -> bool:
    if before.wide_gaps or line.wide_gaps:
        return False
    if is_dotted_entry(before.text) or is_contents_title(before.text):
        return False
    if abs(before.size - line.size) > _SAME_SIZE * before.size:
        return False
    if _CHAPTER.match(line.text) or is_contents_title(line.text):
        return False
    if _is_title_going_on(before, line, measures):
        return True
    if not _reaches_edge(before, line, measures.edges[before.column]):
        return _is_short_of_edge(before, line, measures)
    if _stands_off(before, line, measures):
        return False
    ended = _FINAL.search(before.text) is not None
    labelled = LABEL.match(line.text) is not None
    if is_finished(before.text) and _is_heading(line, measures):
        return False
    offset = (line.box.left - measures.edges[line.column].left) / line.size
    before_offset = (before.box.left - measures.edges[before.column].left) / before.size
    if measures.indented and offset < _INDENT:
        return True
    if offset >= _INDENT:  # an indented first line, or a later line of a hanging indent
        hanging = offset > before_offset + 0.5 and LABEL.match(before.text) is not None
        aligned = abs(offset - before_offset) < 0.3 and not measures.indented
        return (hanging or aligned) and not ended and not labelled
    return not (labelled and (ended or LABEL.match(before.text)))


def _is_heading(line: PrintedLine, measures: _Measures) -> bool:
    """Whether a line is short and lacks a full stop, which the last line of a paragraph has."""
    edges = measures.edges[line.column]
    short = line.box.right - edges.left < _SHORT * (edges.full - edges.left)
    return short and not is_finished(line.text)


def _is_title_going_on(before: PrintedLine, line: PrintedLine, measures: _Measures) -> bool:
    """Whether both lines are centred and larger than the text: a title over several lines."""
    if before.page != line.page or min(before.size, line.size) < _LARGE * measures.size:
        return False
    distance = (before.box.middle - line.box.middle) / line.size
    ended = _FINAL.search(before.text) is not None or LABEL.match(line.text) is not None
    shifted = line.box.left - measures.edges[line.column].left > _SHIFTED
    centred = shifted and all(_is_centred(x, measures) for x in (before, line))
    return centred and not ended and 0 < distance <= _TITLE_LEADING


def _is_centred(line: PrintedLine, measures: _Measures) -> bool:
    middle = measures.widths.get(line.page, 0.0) / 2
    return abs((line.box.left + line.box.right) / 2 - middle) <= 0.6 * line.size


def _is_short_of_edge(before: PrintedLine, line: PrintedLine, measures: _Measures) -> bool:
    """Whether a line was wrapped by character count and is short because some are narrow: 3200.

    In a document with indented paragraphs, a line without indent continues the paragraph.
    """
    edges = measures.edges[before.column]
    offset = (line.box.left - measures.edges[line.column].left) / line.size
    return (
        measures.indented
        and before.column == line.column
        and offset < _INDENT / 2
        and before.box.right - edges.left >= _NEARLY_FULL * (edges.right - edges.left)
        and not _stands_off(before, line, measures)
        and _FINAL.search(before.text) is None
        and LABEL.match(line.text) is None
    )


def _reaches_edge(before: PrintedLine, line: PrintedLine, edges: _Edges) -> bool:
    """Whether the first word of ``line`` did not fit at the end of ``before``."""
    word = _FIRST_WORD.match(line.text)
    width = sum(0.5 if c.isascii() else 1.0 for c in word[0]) if word else 1.0
    begins = LABEL.match(line.text) or _COUNTED.match(line.text)
    right = edges.full if begins or _may_end(before.text) else edges.right
    return before.box.right + min(width, 40) * line.size >= right - 0.5 * line.size


def _stands_off(before: PrintedLine, line: PrintedLine, measures: _Measures) -> bool:
    if before.column != line.column:
        return False
    distance = (before.box.middle - line.box.middle) / line.size
    return distance > _FURTHER_OFF * measures.distance or distance < 0


def _measure(lines: Sequence[PrintedLine], widths: Mapping[int, float]) -> _Measures:
    by_column: dict[int, list[PrintedLine]] = defaultdict(list)
    for line in lines:
        by_column[line.column].append(line)
    columns_of: dict[int, set[int]] = defaultdict(set)
    for line in lines:
        columns_of[line.page].add(line.column)
    edges = {
        c: _edges(in_column, _margin(in_column, widths, columns_of))
        for c, in_column in by_column.items()
    }
    known = [edges[c] for c, in_column in by_column.items() if len(in_column) >= _TELLING]
    known.append(_edges(list(lines), _margin(list(lines), widths, columns_of)))
    for column, in_column in by_column.items():
        if len(in_column) < _TELLING:
            edges[column] = _like(edges[column], known, in_column[0].size)
    size = median(line.size for line in lines)
    return _Measures(edges, _is_indented(lines, edges), _usual_distance(lines), size, widths)


def _margin(
    lines: list[PrintedLine], widths: Mapping[int, float], columns_of: Mapping[int, set[int]]
) -> float | None:
    """Find x of the right margin, assumed as wide as the left one; None on multi-column pages."""
    pages = {line.page for line in lines}
    if any(len(columns_of[page]) > 1 or page not in widths for page in pages):
        return None
    left = min(line.box.left for line in lines)
    return min(widths[page] for page in pages) - left


def _edges(lines: list[PrintedLine], margin: float | None) -> _Edges:
    """The outermost edges shared by at least two lines (a twentieth of the lines if more).

    Short lines can end at the same x by chance, so a right edge far from the ``margin`` applies to
    finished lines only if enough unfinished lines are wrapped at it.
    """
    lines = [line for line in lines if not line.wide_gaps] or lines
    size = median(line.size for line in lines)
    lines = [line for line in lines if abs(line.size - size) <= _SAME_SIZE * size] or lines
    lefts = sorted(line.box.left for line in lines)
    rights = sorted((line.box.right for line in lines), reverse=True)
    # An edge needs this many further lines near it, so single outliers do not count.
    few = max(1, len(lines) // 20)

    def shared(values: list[float]) -> float:
        for place, value in enumerate(values[:-few]):
            if abs(values[place + few] - value) < 0.6 * size:
                return value
        return values[0]

    left, right = shared(lefts), shared(rights)
    if margin is not None and right + _BEYOND * size < rights[0] <= margin + size:
        right = rights[0]
    if margin is None or right >= margin - _FAR * size:
        return _Edges(left, right, right)
    at_edge = [line for line in lines if abs(line.box.right - right) <= size]
    broken = sum(not _may_end(line.text) for line in at_edge)
    shown = broken >= max(_FEWEST_BROKEN, _BROKEN * len(at_edge))
    return _Edges(left, right, right if shown else margin)


def _may_end(text: str) -> bool:
    """Whether a line may be a whole paragraph: it has a full stop or a label."""
    return (
        is_finished(text)
        or text.rstrip()[-1:] in set(")）")
        or _COUNTED.match(text) is not None
        or LABEL.match(text) is not None
    )


def _like(own: _Edges, known: list[_Edges], slack: float) -> _Edges:
    """Edges for a short column: the narrowest known edges that contain it, else its own."""
    fitting = [
        edges
        for edges in known
        if own.left >= edges.left - slack and own.right <= edges.right + slack
    ]
    return min(fitting, key=lambda edges: edges.right - edges.left, default=own)


def _is_indented(lines: Sequence[PrintedLine], edges: dict[int, _Edges]) -> bool:
    """Whether most lines that certainly begin a paragraph are indented by about two ems."""
    starts = indented = 0
    for before, line in itertools.pairwise(lines):
        column = edges[line.column]
        short = before.box.right < edges[before.column].right - 2.5 * before.size
        far = line.box.right > column.right - 2.5 * line.size
        if short and far and before.column == line.column:
            starts += 1
            indented += _INDENT <= (line.box.left - column.left) / line.size <= 4
    return indented * 2 > starts


def _usual_distance(lines: Sequence[PrintedLine]) -> float:
    """Lower quartile of line distances in ems, since paragraph distances may be the majority."""
    distances = sorted(
        (before.box.middle - line.box.middle) / line.size
        for before, line in itertools.pairwise(lines)
        if before.column == line.column and before.box.middle > line.box.middle
    )
    return distances[len(distances) // 4] if distances else 1.5


def pages_to_reading(pages: list[Page], findings: Sequence[Finding] = ()) -> Reading:
    """Convert pages to a `Reading`; headers, footers, page numbers and watermarks are removed."""
    watermarks = dict.fromkeys(text for page in pages for text in page.slanted)
    pages, upright = take_watermarks(pages)
    pages, margins = take_margins(pages)
    pages, counted = take_line_numbers(pages)
    pages = [take_ruled_tables(page) for page in pages]
    lines = align_rows(all_lines(pages))
    return Reading(
        lines=tuple(join_paragraphs(lines, {page.number: page.width for page in pages})),
        removed=(
            *margins,
            *counted,
            *upright,
            *(Removed(text, "watermark") for text in watermarks),
        ),
        findings=tuple(findings),
    )
