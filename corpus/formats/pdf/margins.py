"""Detect headers, footers, page numbers and watermarks by their repetition across pages.

>>> page_number_in("— 12 —"), page_number_in("第3页 共8页"), page_number_in("2024年")
(12, 3, None)
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, product
from statistics import median

from msgspec.structs import replace

from plandiff.corpus.cleaning.content import holds_quantity
from plandiff.corpus.formats.pdf.layout import Box, Page, Piece, PrintedLine, make_lines
from plandiff.corpus.model import LINE_NUMBER, Removed
from plandiff.corpus.text import lazy_re as re

_PAGE_NUMBER = re.compile(
    r"[-—–－·\s]*(?:第|page\s*)?\s*(\d{1,4})\s*页?\s*"
    r"(?:(?:[/／,，]|of)?\s*共?\s*\d{1,4}\s*页?)?[-—–－·\s]*",
    re.IGNORECASE,
)
_LINE_NUMBER = re.compile(r"\d{1,3}")
_FEWEST_NUMBERED = 5
"""Numbers on a page; fewer may be labels of a list."""
_DIGITS = re.compile(r"\d{1,4}(?!\d)")
_FEWEST_MARKED = 3
_MARKED_SHARE = 0.6
"""Minimum share of pages on which a text repeats to be a watermark."""
_MARK_SIZE = 1.6
"""Minimum size of a watermark, relative to the usual font size."""
_SAME_HEIGHT = 3
"""Tolerance in points for two lines at the same height."""
_EDGE_LINES = 2
_EDGE = 0.12
"""Share of the page height at top and bottom that is certainly margin."""


def take_margins(pages: Sequence[Page]) -> tuple[list[Page], list[Removed]]:
    """Remove headers, footers and page numbers; return the pages and the removed lines."""
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


def take_line_numbers(pages: Sequence[Page]) -> tuple[list[Page], list[Removed]]:
    """Remove the numbers of lines beside the text, as drafts and pleadings print them.

    On each page they stand left of all text, below each other, and count up by one step.
    """
    found = {page.number: _line_numbers(page) for page in pages}
    numbered = [pieces for pieces in found.values() if pieces]
    if not numbered or 2 * len(numbered) < len([page for page in pages if page.pieces]):
        return list(pages), []
    kept = [
        replace(page, pieces=tuple(p for p in page.pieces if p not in found[page.number]))
        for page in pages
    ]
    texts = (" ".join(p.text.strip() for p in pieces) for pieces in numbered)
    return kept, [Removed(text, LINE_NUMBER) for text in texts]


def _line_numbers(page: Page) -> list[Piece]:
    """The numbers left of a page's text from the top down; empty if they do not count its lines."""
    figures = [p for p in page.pieces if _LINE_NUMBER.fullmatch(p.text.strip())]
    if len(figures) < _FEWEST_NUMBERED:
        return []
    left = min(p.box.left for p in figures)
    column = [p for p in figures if p.box.left < left + 3 * p.size]
    column.sort(key=lambda p: -p.box.middle)
    edge = max(p.box.right for p in column)
    beside = [p for p in page.pieces if p not in column and p.box.left <= edge]
    numbers = [int(p.text) for p in column]
    steps = {after - before for before, after in pairwise(numbers)}
    counts = len(column) >= _FEWEST_NUMBERED and len(steps) == 1 and steps <= {1, 5}
    words = len({round(p.box.middle) for p in page.pieces if p not in column})
    return column if counts and not beside and len(column) * max(steps) >= 0.6 * words else []


def take_watermarks(pages: Sequence[Page]) -> tuple[list[Page], list[Removed]]:
    """Remove text that is printed at the same position across most pages.

    A watermark is larger than the text or overlaps a line of it; the repeated head of a table does
    neither.
    """
    places: dict[tuple[str, int, int], list[tuple[int, Piece]]] = defaultdict(list)
    for at, page in enumerate(pages):
        for piece in page.pieces:
            key = (piece.text.strip(), round(piece.box.left / 4), round(piece.box.middle / 4))
            places[key].append((at, piece))
    often = max(_FEWEST_MARKED, _MARKED_SHARE * len(pages))
    usual = median([p.size for page in pages for p in page.pieces] or [1.0])
    marks = {
        piece
        for found in places.values()
        if len({at for at, _ in found}) >= often
        and sum(_lies_across(pages[at], piece, usual) for at, piece in found) * 2 > len(found)
        for _, piece in found
    }
    if not marks:
        return list(pages), []
    kept = [replace(page, pieces=tuple(p for p in page.pieces if p not in marks)) for page in pages]
    texts = dict.fromkeys(p.text for page in pages for p in page.pieces if p in marks)
    return kept, [Removed(text, "watermark") for text in texts]


def _lies_across(page: Page, piece: Piece, usual: float) -> bool:
    """Whether a piece is much larger than the text or overlaps another piece."""
    if not _EDGE * page.height < piece.box.middle < (1 - _EDGE) * page.height:
        return False
    if piece.size >= _MARK_SIZE * usual:
        return True
    return any(
        other is not piece
        and min(other.box.right, piece.box.right) - max(other.box.left, piece.box.left) > usual
        and min(other.box.top, piece.box.top) - max(other.box.bottom, piece.box.bottom) > 1
        for other in page.pieces
    )


def _within(piece: Piece, places: list[Box]) -> bool:
    return any(place.bottom <= piece.box.middle <= place.top for place in places)


def page_number_in(text: str) -> int | None:
    """The page number if ``text`` consists only of one, else None."""
    found = _PAGE_NUMBER.fullmatch(text.strip()[:60])
    return int(found[1]) if found else None


def _edge_lines(lines: Iterable[PrintedLine]) -> dict[int, list[tuple[bool, PrintedLine]]]:
    """The outermost lines of each page, each with a flag: True at the top, False at the bottom."""
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
    """Numbers that increase with the pages; on a single page, a number inside the margin."""
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
    """Lines with the same text at the same height on many pages, apart from the page number.

    Rows of a table that continues at the top of each page differ in other digits and are kept.
    """
    groups: dict[tuple[bool, str, int], list[PrintedLine]] = defaultdict(list)
    for lines in edges.values():
        for at_top, line in lines:
            # Two grids of 6 pt, offset by half a cell: heights within 3 pt share a cell in one.
            heights_near = {round(line.box.middle / 6), round(line.box.middle / 6 + 0.5)}
            for words, height in product(_wordings(line), heights_near):
                groups[(at_top, words, height)].append(line)
    found: dict[PrintedLine, str] = {}
    heights = {page.number: page for page in pages}
    found |= _alternating(pages, edges, groups.values())
    for (at_top, _, _), same in groups.items():
        often = len(same) >= max(3, 0.4 * len(pages))
        deep = all(_in_margin(heights[line.page], line) for line in same)
        if often or (len(same) == len(pages) == 2 and deep):
            found |= dict.fromkeys(same, "header" if at_top else "footer")
    return found


def _alternating(
    pages: Sequence[Page],
    edges: dict[int, list[tuple[bool, PrintedLine]]],
    groups: Iterable[list[PrintedLine]],
) -> dict[PrintedLine, str]:
    """Running heads of books: one line on odd pages, another at the same height on even pages.

    The first page may lack one.  A line with a quantity is never a running head.
    """
    places = {page.number: page for page in pages}
    sides = {number % 2: [p for p in places if p % 2 == number % 2] for number in places}
    found: dict[PrintedLine, str] = {}
    for same in groups:
        on_pages = {line.page for line in same}
        fewest = max(2, len(sides[same[0].page % 2]) - 1)
        one_side = len({page % 2 for page in on_pages}) == 1
        if not (one_side and len(on_pages) >= fewest and len(pages) >= _FEWEST_MARKED):
            continue
        if not all(_in_margin(places[line.page], line) for line in same):
            continue
        at_height = [
            (at_top, line)
            for lines in edges.values()
            for at_top, line in lines
            if abs(line.box.middle - same[0].box.middle) <= _SAME_HEIGHT
        ]
        others = {"".join(x.text.split()) for _, x in at_height if x.page % 2 != same[0].page % 2}
        if len(others) == 1 and not any(holds_quantity(line.text) for _, line in at_height):
            found |= {line: "header" if at_top else "footer" for at_top, line in at_height}
    return found


def _wordings(line: PrintedLine) -> Iterator[str]:
    """Keys of a line without spaces: as printed, and with each number relative to its page."""
    text = "".join(line.text.split())
    yield text
    for found in _DIGITS.finditer(text):
        yield f"{text[: found.start()]}<{int(found[0]) - line.page}>{text[found.end() :]}"


def _in_margin(page: Page, line: PrintedLine) -> bool:
    return not _EDGE * page.height < line.box.middle < (1 - _EDGE) * page.height
