"""Headers, footers and page numbers: what stands at the edge of page after page.

>>> page_number_in("— 12 —"), page_number_in("第3页 共8页"), page_number_in("2024年")
(12, 3, None)
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from plandiff.corpus.formats.pdf.layout import Box, Page, Piece, PrintedLine, make_lines
from plandiff.corpus.model import Removed

_PAGE_NUMBER = re.compile(
    r"[-—–－·\s]*(?:第|page\s*)?\s*(\d{1,4})\s*页?\s*"
    r"(?:(?:[/／,，]|of)?\s*共?\s*\d{1,4}\s*页?)?[-—–－·\s]*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_EDGE_LINES = 2
_EDGE = 0.12
"""Share of the page's height at its top and bottom that is margin for certain."""


def take_margins(pages: Sequence[Page]) -> tuple[list[Page], list[Removed]]:
    """The pages without their margins, and what was taken away; a line is one of the two."""
    lines = [line for page in pages for line in make_lines(list(page.pieces), page.number)]
    edges = _edge_lines(lines)
    reasons = _repeated(pages, edges) | _page_numbers(pages, edges)
    if len(reasons) == len(lines):
        return (list(pages), [])
    taken = [line for line in lines if line in reasons]
    places: dict[int, list[Box]] = defaultdict(list)
    for line in taken:
        places[line.page].append(line.box)
    kept = [
        replace(page, pieces=tuple(p for p in page.pieces if not _within(p, places[page.number])))
        for page in pages
    ]
    return (kept, [Removed(line.text, reasons[line]) for line in taken])


def _within(piece: Piece, places: list[Box]) -> bool:
    return any(place.bottom <= piece.box.middle <= place.top for place in places)


def page_number_in(text: str) -> int | None:
    """The number of a line that is nothing but a page number."""
    found = _PAGE_NUMBER.fullmatch(text.strip()[:60])
    return int(found[1]) if found else None


def _edge_lines(lines: Iterable[PrintedLine]) -> dict[int, list[tuple[bool, PrintedLine]]]:
    """The outermost lines of each page; True for those at the top."""
    by_page: dict[int, list[PrintedLine]] = defaultdict(list)
    for line in lines:
        by_page[line.page].append(line)
    edges = {}
    for page, on_page in by_page.items():
        on_page.sort(key=lambda line: -line.box.middle)
        top = on_page[:_EDGE_LINES]
        bottom = [line for line in on_page[-_EDGE_LINES:] if line not in top]
        edges[page] = [(True, line) for line in top] + [(False, line) for line in bottom]
    return edges


def _page_numbers(
    pages: Sequence[Page], edges: dict[int, list[tuple[bool, PrintedLine]]]
) -> dict[PrintedLine, str]:
    """Numbers that count on with the pages; on a single page, one deep in the margin."""
    found = [
        (line, number - page)
        for page, lines in edges.items()
        for _, line in lines
        if (number := page_number_in(line.text)) is not None
    ]
    if len(pages) == 1:
        return {line: "page-number" for line, _ in found if _in_margin(pages[0], line)}
    offsets = Counter(offset for _, offset in found)
    usual = {offset for offset, count in offsets.items() if count >= max(2, len(pages) // 4)}
    return {line: "page-number" for line, offset in found if offset in usual}


def _repeated(
    pages: Sequence[Page], edges: dict[int, list[tuple[bool, PrintedLine]]]
) -> dict[PrintedLine, str]:
    """Lines that say the same at the same height on many pages, digits aside."""
    groups: dict[tuple[bool, str, int], list[PrintedLine]] = defaultdict(list)
    for lines in edges.values():
        for at_top, line in lines:
            words = "".join(_DIGITS.sub("#", line.text).split())
            for height in {round(line.box.middle / 6), round(line.box.middle / 6 + 0.5)}:
                groups[(at_top, words, height)].append(line)
    found: dict[PrintedLine, str] = {}
    heights = {page.number: page for page in pages}
    for (at_top, _, _), same in groups.items():
        often = len(same) >= max(3, 0.4 * len(pages))
        deep = all(_in_margin(heights[line.page], line) for line in same)
        if often or (len(same) == len(pages) == 2 and deep):
            found |= dict.fromkeys(same, "header" if at_top else "footer")
    return found


def _in_margin(page: Page, line: PrintedLine) -> bool:
    return not _EDGE * page.height < line.box.middle < (1 - _EDGE) * page.height
