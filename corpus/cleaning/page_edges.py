"""Edges of printed pages: page numbers, and the headers and footers that repeat on every page.

A repeated line is a page edge only where the document has pages (PDF, plain text) and the line is
the same each time, or counts up as pages do.  Table rows, headings and lines with a target repeat
too, and differ in exactly the digits that a reader looks for: they always stay.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from plandiff.corpus.cleaning.characters import ends_sentence, squash, width
from plandiff.corpus.cleaning.content import holds_quantity, is_table_row
from plandiff.corpus.cleaning.page_marks import Mark, longest_count
from plandiff.corpus.cleaning.removed_content import PAGE_NUMBER
from plandiff.corpus.model import Line, Removed
from plandiff.corpus.outline.labels import starts_with_label
from plandiff.corpus.text import lazy_re as re

_BARE_NUMBER = re.compile(r"\s*(?P<number>\d{1,4})\s*$")
_DRESSED_NUMBER = re.compile(
    r"\s*(?:[-—–―－·•~]{1,3}\s*\d{1,4}\s*[-—–―－·•~]{1,3}"
    r"|第\s*\d{1,4}\s*[页頁](?:\s*[,，/]?\s*[共总]\s*\d{1,4}\s*[页頁])?"
    r"|[Pp]age\s+\d{1,4}(?:\s+of\s+\d{1,4})?|[共总]\s*\d{1,4}\s*[页頁])\s*$"
)
_FRACTION = re.compile(r"\s*(?P<number>\d{1,4})\s*/\s*(?P<total>\d{1,4})\s*$")
_NUMBER = re.compile(r"\d+")
_PAGE_WORD = re.compile(r"第\s*\d{1,4}\s*[页頁]|[Pp]age\s+\d")
"""Lines that count up in these words are page edges wherever they occur."""

_SHORTEST_PAGE = 120
"""Characters."""
_MOST_GAPS = 0.6
"""Share of the pages that must be this long: some hold a picture or a table of numbers."""
_LONGEST_EDGE = 120
_WIDEST_EDGE = 80
"""Characters and columns of a header; longer lines are text."""
_FEWEST_PAGES = 3
"""Fewest occurrences of a header: a list may contain the same line twice."""

REPEATED_LINE = "repeated-line"


def take_page_edges(lines: list[Line], *, paged: bool) -> tuple[list[Line], list[Removed]]:
    """Remove page numbers and, if ``paged``, repeated headers and footers.

    ``paged``: the format prints or copies pages; the body of a Word file or web page has none.
    """
    numbers = _page_numbers(lines)
    repeated = _repeated_lines(lines, numbers) - numbers if paged else set()
    removed = [
        Removed(lines[i].text.strip(), PAGE_NUMBER if i in numbers else REPEATED_LINE)
        for i in sorted(numbers | repeated)
    ]
    taken = _with_blanks(lines, numbers | repeated)
    return [line for i, line in enumerate(lines) if i not in taken], removed


def _with_blanks(lines: list[Line], taken: set[int]) -> set[int]:
    """Add the blank lines around the removed ones: they separate pages and not paragraphs."""
    around = set(taken)
    for step in (1, -1):
        for i in taken:
            at = i + step
            while 0 <= at < len(lines) and not lines[at].text.strip() and at not in around:
                around.add(at)
                at += step
    return around


def _page_numbers(lines: list[Line]) -> set[int]:
    """Find lines that hold only a page number: delimited by marks, or counting up."""
    bare = [
        Mark(i, 0, 0, int(found["number"]))
        for i, line in enumerate(lines)
        if not line.row and (found := _BARE_NUMBER.match(line.text))
    ]
    counted = longest_count(bare)
    numbers = (
        {mark.line for mark in counted}
        if _are_pages_apart(lines, [mark.line for mark in counted])
        else set()
    )
    numbers |= _fractions(lines)
    return numbers | {
        i for i, line in enumerate(lines) if not line.row and _DRESSED_NUMBER.match(line.text)
    }


def _fractions(lines: list[Line]) -> set[int]:
    """Find lines such as ``2/9`` that count up to one total; ``8358/244`` is a table cell."""
    by_total: dict[int, list[Mark]] = defaultdict(list)
    for i, line in enumerate(lines):
        found = None if line.row else _FRACTION.match(line.text)
        if found and 1 <= int(found["number"]) <= int(found["total"]):
            by_total[int(found["total"])].append(Mark(i, 0, 0, int(found["number"])))
    runs = ((total, longest_count(marks)) for total, marks in by_total.items())
    return {mark.line for total, run in runs if len(run) >= min(2, total) for mark in run}


def _are_pages_apart(lines: list[Line], places: Sequence[int]) -> bool:
    """Whether most of the places are a page apart, unlike the cells of a table."""
    gaps = [sum(len(line.text) for line in lines[i:j]) for i, j in pairwise(places)]
    return bool(gaps) and sum(gap >= _SHORTEST_PAGE for gap in gaps) >= _MOST_GAPS * len(gaps)


def _repeated_lines(lines: list[Line], numbers: set[int]) -> set[int]:
    """Find short lines that repeat at the edges of pages.

    A list also repeats lines (``牵头部门：市教育局``); repeats belong to the page only where they
    interrupt sentences or are next to page numbers.
    """
    filled = [i for i, line in enumerate(lines) if line.text.strip()]
    before = {later: earlier for earlier, later in pairwise(filled)}
    after = dict(pairwise(filled))
    edges = {before.get(i) for i in numbers} | {after.get(i) for i in numbers}
    return {
        i
        for places in _groups_of_edges(lines, filled)
        if (_PAGE_WORD.search(lines[places[0]].text) and _counts_pages(lines, places))
        or (_interrupts(lines, places, before) and _are_pages_apart(lines, places))
        or len(edges.intersection(places)) > len(places) / 2
        for i in places
    }


def _groups_of_edges(lines: list[Line], filled: list[int]) -> list[list[int]]:
    """Group places of lines that repeat with the same digits, or whose digits count pages."""
    same: dict[str, list[int]] = defaultdict(list)
    alike: dict[str, list[int]] = defaultdict(list)
    for i in filled:
        if _may_be_edge(lines[i]):
            text = squash(lines[i].text)
            same[text].append(i)
            alike[_NUMBER.sub("\0", text)].append(i)
    groups = [found for found in alike.values() if _counts_pages(lines, found)]
    counted = {i for found in groups for i in found}
    groups += [found for found in same.values() if not counted.intersection(found)]
    groups = [found for found in groups if len(found) >= _FEWEST_PAGES]
    # Checked last: finding targets is slower than comparing texts.
    return [found for found in groups if not any(holds_quantity(lines[i].text) for i in found)]


def _may_be_edge(line: Line) -> bool:
    text = line.text
    return (
        not line.row
        and len(text) <= _LONGEST_EDGE
        and not line.heading_level
        and not line.label
        and not is_table_row(text)
        and not starts_with_label(text)
        and not ends_sentence(text)
        and width(squash(text)) <= _WIDEST_EDGE
    )


def _counts_pages(lines: list[Line], places: Sequence[int]) -> bool:
    """Whether lines of one wording differ in one number only, which increases by one.

    ``青禾县教育规划 第1页``, ``第2页`` …: other numbers in them, such as a year or the number of
    pages, are the same in all of them.
    """
    rows = [[int(n) for n in _NUMBER.findall(squash(lines[i].text))] for i in places]
    varying = [column for column in zip(*rows, strict=True) if len(set(column)) > 1]
    return len(varying) == 1 and all(b - a == 1 for a, b in pairwise(varying[0]))


def _interrupts(lines: list[Line], places: list[int], before: dict[int, int]) -> bool:
    """Whether the lines before the repeats mostly break off in long sentences."""
    cut = Counter(
        len(lines[before[i]].text) >= 20 and not ends_sentence(lines[before[i]].text)
        for i in places
        if i in before
    )
    return cut[True] >= 2 and cut[True] >= 0.4 * sum(cut.values())
