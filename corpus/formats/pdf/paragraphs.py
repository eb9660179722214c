"""Printed lines joined into paragraphs by right edge, indent, size and distance.

A line that ends short of the right edge, although the next word would have fitted, ends its
paragraph.  One that reaches the edge goes on unless the next line is indented like the paragraphs
of this document, stands further off, is of another size, or begins with a label after a full stop.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from plandiff.corpus.cleaning.contents import is_contents_title, is_dotted_entry
from plandiff.corpus.formats.pdf.layout import PrintedLine, joined
from plandiff.corpus.model import Line

_UNIT = r"(?:[A-Za-z0-9.,:;/%@_+&?=#~*-]++|.(?:[,.;:!?)%]++[A-Za-z0-9]*+)?)"
_FIRST_WORD = re.compile(
    rf"[（《“‘【〔「『(\[]*+{_UNIT}(?:[“”‘’]++{_UNIT}?)*+[，。、；：？！）》”’】〕」』…—%％]*+"
)
"""What moves to the next line as a whole; typesetters do not break beside curved quotes."""
_LABEL = re.compile(
    r"[（(]?[一二三四五六七八九十百零〇]{1,5}[)）、.．]|[（(]\d{1,3}[)）]|\d{1,3}[、.．)）](?!\d)"
    r"|第[一二三四五六七八九十百零〇\d]{1,5}[章节条篇部编款]|[①-⑳⑴-⒇]|附件|附录"
)
_CHAPTER = re.compile(
    r"第[一二三四五六七八九十百零〇\d]{1,5}(?:[章节節篇编編]|部分)[ \u3000][^。；，]*$"
)
"""A heading with its name set apart and no pause; a broken sentence is not parted behind 第三章."""
_FINAL = re.compile(r"[。！？；：!?;:][”’」』）)]*$")
_INDENT = 1.2
"""Ems from which a first line counts as indented; the custom is two."""
_SAME_SIZE = 0.12
_FURTHER_OFF = 1.35
_NEARLY_FULL = 0.8
"""Of its column."""
_TELLING = 6
"""Lines that a column needs to tell its own edges."""


@dataclass(frozen=True, slots=True)
class _Edges:
    """Left and right edge of the text in one column, in points."""

    left: float
    right: float


@dataclass(frozen=True, slots=True)
class _Measures:
    """What is usual in this document."""

    edges: dict[int, _Edges]
    """By column."""
    indented: bool
    """Paragraphs begin with an indent."""
    distance: float
    """From one line to the next within a paragraph, in ems."""


def join_paragraphs(lines: Sequence[PrintedLine]) -> list[Line]:
    """The paragraphs and the rows of tables that the lines make up, in order."""
    if not lines:
        return []
    measures = _measure(lines)
    paragraphs = [lines[0].text]
    rows = [lines[0].row]
    for before, line in itertools.pairwise(lines):
        if _goes_on(before, line, measures):
            paragraphs[-1] = joined(paragraphs[-1], line.text)
        else:
            paragraphs.append(line.text)
            rows.append(line.row)
    return [
        Line(text.replace("\x02", "-"), whole=True, row=row)
        for text, row in zip(paragraphs, rows, strict=True)
        if text.strip()
    ]


def _goes_on(before: PrintedLine, line: PrintedLine, measures: _Measures) -> bool:
    if before.wide_gaps or line.wide_gaps:
        return False
    if is_dotted_entry(before.text) or is_contents_title(before.text):
        return False
    if abs(before.size - line.size) > _SAME_SIZE * before.size:
        return False
    if _CHAPTER.match(line.text):
        return False
    if not _reaches_edge(before, line, measures.edges[before.column]):
        return _is_short_of_edge(before, line, measures)
    if _stands_off(before, line, measures):
        return False
    ended = _FINAL.search(before.text) is not None
    labelled = _LABEL.match(line.text) is not None
    offset = (line.box.left - measures.edges[line.column].left) / line.size
    before_offset = (before.box.left - measures.edges[before.column].left) / before.size
    if measures.indented and offset < _INDENT:
        return True
    if offset >= _INDENT:  # an indented paragraph, or the further lines of a hanging one
        hanging = offset > before_offset + 0.5 and _LABEL.match(before.text) is not None
        aligned = abs(offset - before_offset) < 0.3 and not measures.indented
        return (hanging or aligned) and not ended and not labelled
    return not (labelled and (ended or _LABEL.match(before.text)))


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
        and _LABEL.match(line.text) is None
    )


def _reaches_edge(before: PrintedLine, line: PrintedLine, edges: _Edges) -> bool:
    """Whether the first word of ``line`` had no room at the end of ``before``."""
    word = _FIRST_WORD.match(line.text)
    width = sum(0.5 if c.isascii() else 1.0 for c in word[0]) if word else 1.0
    return before.box.right + min(width, 40) * line.size >= edges.right - 0.5 * line.size


def _stands_off(before: PrintedLine, line: PrintedLine, measures: _Measures) -> bool:
    if before.column != line.column:
        return False
    distance = (before.box.middle - line.box.middle) / line.size
    return distance > _FURTHER_OFF * measures.distance or distance < 0


def _measure(lines: Sequence[PrintedLine]) -> _Measures:
    by_column: dict[int, list[PrintedLine]] = defaultdict(list)
    for line in lines:
        by_column[line.column].append(line)
    edges = {c: _edges(in_column) for c, in_column in by_column.items()}
    known = [edges[c] for c, in_column in by_column.items() if len(in_column) >= _TELLING]
    known.append(_edges(list(lines)))
    for column, in_column in by_column.items():
        if len(in_column) < _TELLING:
            edges[column] = _like(edges[column], known, in_column[0].size)
    return _Measures(edges, _is_indented(lines, edges), _usual_distance(lines))


def _edges(lines: list[PrintedLine]) -> _Edges:
    """The outermost edges that at least two lines (or a tenth of them) share."""
    size = median(line.size for line in lines)
    lefts = sorted(line.box.left for line in lines)
    rights = sorted((line.box.right for line in lines), reverse=True)
    few = max(1, len(lines) // 20)

    def shared(values: list[float]) -> float:
        for place, value in enumerate(values[:-few]):
            if abs(values[place + few] - value) < 0.6 * size:
                return value
        return values[0]

    return _Edges(shared(lefts), shared(rights))


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
