"""Edges of printed pages: page numbers, headers and footers that repeat on every page.

Page numbers count up or are set off by dashes; headers repeat beside them or cut sentences.
"""

import re
from collections import Counter, defaultdict
from itertools import pairwise

from plandiff.corpus.cleaning.characters import ends_sentence, squash, width
from plandiff.corpus.cleaning.page_marks import Mark, longest_count
from plandiff.corpus.model import Line, Removed

_BARE_NUMBER = re.compile(r"\s*(?P<number>\d{1,4})\s*$")
_DRESSED_NUMBER = re.compile(
    r"\s*(?:[-—–―－·•~]{1,3}\s*\d{1,4}\s*[-—–―－·•~]{1,3}"
    r"|第\s*\d{1,4}\s*[页頁](?:\s*[,，/]?\s*[共总]\s*\d{1,4}\s*[页頁])?"
    r"|\d{1,4}\s*/\s*\d{1,4}|[Pp]age\s+\d{1,4}(?:\s+of\s+\d{1,4})?|[共总]\s*\d{1,4}\s*[页頁])\s*$"
)
_DIGITS = re.compile(r"\d+")

_SHORTEST_PAGE = 120
"""Characters."""

PAGE_NUMBER = "page-number"
REPEATED_LINE = "repeated-line"


def take_page_edges(lines: list[Line]) -> tuple[list[Line], list[Removed]]:
    """Lines without page numbers, and without the headers and footers that repeat on each page."""
    numbers = _page_numbers(lines)
    repeated = _repeated_lines(lines, numbers) - numbers
    removed = [
        Removed(lines[i].text.strip(), PAGE_NUMBER if i in numbers else REPEATED_LINE)
        for i in sorted(numbers | repeated)
    ]
    taken = _with_blanks(lines, numbers | repeated)
    return [line for i, line in enumerate(lines) if i not in taken], removed


def _with_blanks(lines: list[Line], taken: set[int]) -> set[int]:
    """The lines taken and the blank ones around them, which part pages and not paragraphs."""
    around = set(taken)
    for step in (1, -1):
        for i in taken:
            at = i + step
            while 0 <= at < len(lines) and not lines[at].text.strip() and at not in around:
                around.add(at)
                at += step
    return around


def _page_numbers(lines: list[Line]) -> set[int]:
    """Lines that hold nothing but a page number: set off by marks, or counting up."""
    bare = [
        Mark(i, 0, 0, int(found["number"]))
        for i, line in enumerate(lines)
        if (found := _BARE_NUMBER.match(line.text))
    ]
    counted = longest_count(bare)
    numbers = {mark.line for mark in counted} if _are_pages_apart(lines, counted) else set()
    return numbers | {i for i, line in enumerate(lines) if _DRESSED_NUMBER.match(line.text)}


def _are_pages_apart(lines: list[Line], run: list[Mark]) -> bool:
    """Whether pages lie between the numbers, and not the cells of a table."""
    if len(run) < 2:
        return False
    between = sum(len(line.text) for line in lines[run[0].line : run[-1].line])
    return between >= _SHORTEST_PAGE * (len(run) - 1)


def _repeated_lines(lines: list[Line], numbers: set[int]) -> set[int]:
    """Short lines that repeat at the edges of pages.

    A list also repeats lines (``牵头部门：市教育局``); only where the repeats cut sentences or
    stand beside page numbers are they the page's and not the plan's.
    """
    places: dict[str, list[int]] = defaultdict(list)
    filled = [i for i, line in enumerate(lines) if line.text.strip()]
    for i in filled:
        if len(lines[i].text) <= 120 and not lines[i].heading_level:
            text = _DIGITS.sub("#", squash(lines[i].text))
            if width(text) <= 80:
                places[text].append(i)
    before = {later: earlier for earlier, later in pairwise(filled)}
    after = dict(pairwise(filled))
    edges = {before.get(i) for i in numbers} | {after.get(i) for i in numbers}
    return {
        i
        for text, found in places.items()
        if len(found) >= 3 and not ends_sentence(text)
        if _interrupts(lines, found, before) or len(edges.intersection(found)) > len(found) / 2
        for i in found
    }


def _interrupts(lines: list[Line], places: list[int], before: dict[int, int]) -> bool:
    """Whether the lines before the repeats mostly break off in long sentences."""
    cut = Counter(
        len(lines[before[i]].text) >= 20 and not ends_sentence(lines[before[i]].text)
        for i in places
        if i in before
    )
    return cut[True] >= 2 and cut[True] >= 0.4 * sum(cut.values())
