"""Printed lines joined into paragraphs by right edge, indent, size and distance.

A line that ends short of the right edge, although the next word would have fitted, ends its
paragraph.  One that reaches the edge goes on unless the next line is indented like the paragraphs
of this document, stands further off, is of another size, or begins with a label after a full stop.
"""

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from plandiff.corpus.cleaning.characters import is_finished
from plandiff.corpus.cleaning.contents import is_contents_title, is_dotted_entry
from plandiff.corpus.formats.pdf.columns import all_lines
from plandiff.corpus.formats.pdf.layout import LABEL, Page, PrintedLine, joined
from plandiff.corpus.formats.pdf.margins import take_margins, take_watermarks
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
"""What moves to the next line as a whole; typesetters do not break beside curved quotes."""
_CHAPTER = re.compile(
    r"第[一二三四五六七八九十百零〇\d]{1,5}(?:[章节節篇编編]|部分)[ \u3000][^。；，]*$"
)
"""A heading with its name set apart and no pause; a broken sentence is not parted behind 第三章."""
_SHORT = 0.7
"""Of its column: a heading."""
_COUNTED = re.compile(
    r"(?P<stem>[^\d，。；,;：:]{0,6}?)(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3})"
    r"(?P<end>[^\d，。；,;]{0,3}?[：:、.．)）])(?!\d)"
)
"""How a line of a list begins that counts: 第3周：, 4月份：, Step 2:."""
_FINAL = re.compile(r"[。！？；：!?;:][”’」』）)]*$")
_INDENT = 1.2
"""Ems from which a first line counts as indented; the custom is two."""
_SAME_SIZE = 0.12
_FURTHER_OFF = 1.35
_NEARLY_FULL = 0.8
"""Of its column."""
_BEYOND = 1.5
"""Ems by which a line within the margin shows that an edge is none."""
_FAR = 2.5
"""Ems between a right edge and the margin."""
_FEWEST_BROKEN, _BROKEN = 3, 0.5
"""Lines without a stop at a right edge far from the margin, and their share there."""
_LARGE = 1.08
"""Of the usual font size: a title."""
_TITLE_LEADING = 2.4
"""Ems from one line of a title to the next one, at most."""
_SHIFTED = 3.0
"""Points by which a line in the middle begins behind the left edge."""
_TELLING = 6
"""Lines that a column needs to tell its own edges."""


@dataclass(frozen=True, slots=True)
class _Edges:
    """Left and right edge of the text in one column, in points."""

    left: float
    right: float
    full: float
    """The right edge that a line must reach to go on although it may be a paragraph's last one."""


@dataclass(frozen=True, slots=True)
class _Measures:
    """What is usual in this document."""

    edges: dict[int, _Edges]
    """By column."""
    indented: bool
    """Paragraphs begin with an indent."""
    distance: float
    """From one line to the next within a paragraph, in ems."""
    size: float
    """Of the font in most of the lines, in points."""
    widths: Mapping[int, float]
    """Of the pages that are known, in points."""


def join_paragraphs(
    lines: Sequence[PrintedLine], widths: Mapping[int, float] | None = None
) -> list[Line]:
    """The paragraphs and the rows of tables that the lines make up, in order.

    ``widths``: of the pages in points, by number, where they are known.
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
    """Whether a line begins like the paragraph before it, with the next number: 第3周：, 第2周：.

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
    if offset >= _INDENT:  # an indented paragraph, or the further lines of a hanging one
        hanging = offset > before_offset + 0.5 and LABEL.match(before.text) is not None
        aligned = abs(offset - before_offset) < 0.3 and not measures.indented
        return (hanging or aligned) and not ended and not labelled
    return not (labelled and (ended or LABEL.match(before.text)))


def _is_heading(line: PrintedLine, measures: _Measures) -> bool:
    """Whether a line is short and has no stop: the last one of a paragraph has one."""
    edges = measures.edges[line.column]
    short = line.box.right - edges.left < _SHORT * (edges.full - edges.left)
    return short and not is_finished(line.text)


def _is_title_going_on(before: PrintedLine, line: PrintedLine, measures: _Measures) -> bool:
    """Whether both lines are in the middle of the page and larger than its text: a long title."""
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
    """Whether a line was cut by its number of characters, some of them narrow: 3200 for four.

    Where paragraphs have an indent, a line without one goes on the sentence before it.
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
    """Whether the first word of ``line`` had no room at the end of ``before``."""
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
    """Where the right margin begins if it is as wide as the left one; None beside a column."""
    pages = {line.page for line in lines}
    if any(len(columns_of[page]) > 1 or page not in widths for page in pages):
        return None
    left = min(line.box.left for line in lines)
    return min(widths[page] for page in pages) - left


def _edges(lines: list[PrintedLine], margin: float | None) -> _Edges:
    """The outermost edges that at least two lines (or a tenth of them) share.

    Short lines may end at one place by chance.  A right edge far from the ``margin`` counts for
    finished lines only where others are broken at it.
    """
    lines = [line for line in lines if not line.wide_gaps] or lines
    size = median(line.size for line in lines)
    lines = [line for line in lines if abs(line.size - size) <= _SAME_SIZE * size] or lines
    lefts = sorted(line.box.left for line in lines)
    rights = sorted((line.box.right for line in lines), reverse=True)
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
    """Whether a line may be all of a paragraph: it has a stop, or a label."""
    return (
        is_finished(text)
        or text.rstrip()[-1:] in set(")）")
        or _COUNTED.match(text) is not None
        or LABEL.match(text) is not None
    )


def _like(own: _Edges, known: list[_Edges], slack: float) -> _Edges:
    """Edges of a short column: those of a longer one that it fits into best, else its own."""
    fitting = [
        edges
        for edges in known
        if own.left >= edges.left - slack and own.right <= edges.right + slack
    ]
    return min(fitting, key=lambda edges: edges.right - edges.left, default=own)


def _is_indented(lines: Sequence[PrintedLine], edges: dict[int, _Edges]) -> bool:
    """Whether most lines that begin a paragraph for certain are indented by some two ems."""
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
    """The smaller distances: those between paragraphs may well be the more frequent ones."""
    distances = sorted(
        (before.box.middle - line.box.middle) / line.size
        for before, line in itertools.pairwise(lines)
        if before.column == line.column and before.box.middle > line.box.middle
    )
    return distances[len(distances) // 4] if distances else 1.5


def pages_to_reading(pages: list[Page], findings: Sequence[Finding] = ()) -> Reading:
    """The paragraphs of the pages; headers, footers, page numbers, watermarks are ``removed``."""
    watermarks = dict.fromkeys(text for page in pages for text in page.slanted)
    pages, upright = take_watermarks(pages)
    pages, margins = take_margins(pages)
    pages = [take_ruled_tables(page) for page in pages]
    lines = align_rows(all_lines(pages))
    return Reading(
        lines=tuple(join_paragraphs(lines, {page.number: page.width for page in pages})),
        removed=(
            *margins,
            *upright,
            *(Removed(text, "watermark") for text in watermarks),
        ),
        findings=tuple(findings),
    )
