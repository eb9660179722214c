"""Page markers inside the text: ``2、`` … ``23、``, ``3/22``, ``第 2 页 共 9 页``.

They are recognised by their context: they count up over long stretches and interrupt sentences.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from msgspec.structs import replace

from plandiff.corpus.cleaning.characters import ends_sentence, is_han
from plandiff.corpus.model import Line, Removed
from plandiff.corpus.text import lazy_re as re

_MARKER = re.compile(r"\s*(?P<marker>(?P<number>\d{1,3})、)")
_INNER_MARKER = re.compile(r"(?<![\d.、第])(?P<marker>(?P<number>\d{1,3})、)(?!\d)")
_FRACTION = re.compile(r"(?<![\d./])(?P<marker>(?P<number>\d{1,3})/(?P<total>\d{1,3}))(?![\d/])")
_NUMBER = r"(?:\d{1,4}|[一二三四五六七八九十百零〇]{1,6})"
_GAP = r"\s{0,3}"
_COUNT = re.compile(
    rf"第{_GAP}{_NUMBER}{_GAP}[页頁]{_GAP}[,，/]?{_GAP}[共总]{_GAP}{_NUMBER}{_GAP}[页頁]"
)
_PAGE = re.compile("[页頁]")
_NUMBERS = re.compile(r"\d+")
_LISTED = re.compile(r"\d、")
_FIRST_HEADING = re.compile(r"第[一1][章部条條编編]|一、|[(（]一[)）]")
_SHORTEST_SEQUENCE = 3
_SHORTEST_PAGE = 80
"""Characters of a page; lists of short points have fewer between their numbers."""

_SHORTEST_CUT = 20
"""Characters before a mark; shorter lines without a stop are headings and signatures."""

PAGE_MARKER = "page-marker"


class Mark(NamedTuple):
    """A possible page marker: its position and its number."""

    line: int
    start: int
    end: int
    number: int


def take_page_markers(lines: list[Line]) -> tuple[list[Line], list[Removed]]:
    """Remove ``2、`` … ``23、`` where these count pages; join the text that they interrupt.

    The numbers must count up one by one over long stretches and occur in the middle of sentences.
    """
    at_starts = longest_count(_marks_at_starts(lines))
    if _are_page_markers(lines, at_starts):
        return _cut_at_starts(lines, at_starts)
    inside = longest_count(_marks_inside(lines))
    if _are_page_markers(lines, inside):
        return _cut_inside(lines, inside)
    return lines, []


def _marks_at_starts(lines: list[Line]) -> list[Mark]:
    return [
        Mark(i, found.start("marker"), found.end("marker"), int(found["number"]))
        for i, line in enumerate(lines)
        if (found := _MARKER.match(line.text))
    ]


def _marks_inside(lines: list[Line]) -> list[Mark]:
    return [
        Mark(i, found.start("marker"), found.end("marker"), int(found["number"]))
        for i, line in enumerate(lines)
        for found in (_INNER_MARKER.finditer(line.text) if _LISTED.search(line.text) else ())
    ]


def longest_count(marks: list[Mark]) -> list[Mark]:
    """Return the longest subsequence of marks that counts up by one."""
    best_to: dict[int, tuple[int, int | None]] = {}
    chain: list[tuple[int, int | None]] = []
    for i, mark in enumerate(marks):
        length, before = best_to.get(mark.number - 1, (0, None))
        chain.append((length + 1, before))
        if length + 1 >= best_to.get(mark.number, (0, None))[0]:
            best_to[mark.number] = (length + 1, i)
    if not chain:
        return []
    at: int | None = max(range(len(chain)), key=lambda i: chain[i][0])
    run = []
    while at is not None:
        run.append(marks[at])
        at = chain[at][1]
    return run[::-1]


def _are_page_markers(lines: list[Line], run: list[Mark]) -> bool:
    """Whether the marks interrupt sentences and count from the document's beginning."""
    if len(run) == 2:
        return _are_two_pages(lines, *run)
    if len(run) < _SHORTEST_SEQUENCE or run[0].number > 3:
        return False
    before = sum(len(line.text) for line in lines[: run[0].line]) + run[0].start
    between = sum(len(line.text) for line in lines[run[0].line : run[-1].line])
    between += run[-1].start - run[0].start
    if between < _SHORTEST_PAGE * (len(run) - 1) or before > between:
        return False
    cut = sum(_cuts_sentence(lines, mark) for mark in run[1:])
    return cut > 0.5 * (len(run) - 1)


def _are_two_pages(lines: list[Line], first: Mark, second: Mark) -> bool:
    """Whether 1 is before the outline's first heading, and 2 cuts a word or a sentence."""
    if first.number != 1 or second.line == first.line:
        return False
    page = [lines[first.line].text[first.end :]]
    page += [line.text for line in lines[first.line + 1 : second.line]]
    before, after = page[-1].rstrip(), lines[second.line].text[second.end :].lstrip()
    return (
        sum(map(len, page)) >= 2 * _SHORTEST_PAGE
        and _FIRST_HEADING.search("".join(page)) is not None
        and is_han(before[-1:] or " ")
        and is_han(after[:1] or " ")
        and len(before) >= _SHORTEST_CUT
    )


def _cuts_sentence(lines: list[Line], mark: Mark) -> bool:
    before = lines[mark.line].text[: mark.start]
    i = mark.line
    while not before.strip() and i:
        i -= 1
        before = lines[i].text
    return len(before.strip()) >= _SHORTEST_CUT and not ends_sentence(before)


def _cut_at_starts(lines: list[Line], run: list[Mark]) -> tuple[list[Line], list[Removed]]:
    marks = {mark.line: mark for mark in run}
    pages_are_lines = sum(bool(line.text.strip()) for line in lines) <= 1.5 * len(run) + 6
    kept: list[Line] = []
    removed = []
    for i, line in enumerate(lines):
        mark = marks.get(i)
        if mark is None:
            kept.append(line)
            continue
        removed.append(Removed(line.text[mark.start : mark.end], PAGE_MARKER))
        rest = line.text[mark.end :]
        if mark is run[0] or not (pages_are_lines or _cuts_sentence(lines, mark)):
            kept.append(replace(line, text=line.text[: mark.start] + rest))
        else:
            _append_to_last(kept, rest)
    return kept, removed


def _append_to_last(kept: list[Line], rest: str) -> None:
    """Append to the last line of the page before; blank lines between the pages are dropped."""
    while kept and not kept[-1].text.strip():
        kept.pop()
    before = kept.pop() if kept else Line("")
    kept.append(replace(before, text=before.text + rest))


def _cut_inside(lines: list[Line], run: list[Mark]) -> tuple[list[Line], list[Removed]]:
    by_line: dict[int, list[Mark]] = defaultdict(list)
    for mark in run:
        by_line[mark.line].append(mark)
    kept = list(lines)
    removed = []
    for i, marks in by_line.items():
        text, pieces, start = lines[i].text, [], 0
        for mark in marks:
            before = text[start : mark.start]
            pieces.append(before if mark is run[0] else before.rstrip())
            removed.append(Removed(text[mark.start : mark.end], PAGE_MARKER))
            start = mark.end
        kept[i] = replace(lines[i], text="".join([*pieces, text[start:]]))
    return kept, removed


def take_page_counts(lines: list[Line]) -> tuple[list[Line], list[Removed]]:
    """Remove ``第 2 页 共 9 页`` and ``2/9`` within lines.

    A header that counts its pages (``某某文库 第 2 页 共 9 页``) is left whole for `page_edges`.
    """
    kept, removed = [], []
    wordings = Counter(_NUMBERS.sub("#", line.text) for line in lines if _PAGE.search(line.text))
    for line in lines:
        if (
            not _PAGE.search(line.text)
            or wordings[_NUMBERS.sub("#", line.text)] >= _SHORTEST_SEQUENCE
        ):
            kept.append(line)
            continue
        pieces = _COUNT.split(line.text)
        if any(piece.strip() for piece in pieces) and len(pieces) > 1:
            removed += [Removed(text, PAGE_MARKER) for text in _COUNT.findall(line.text)]
            first, *inner, last = pieces
            text = "".join([first.rstrip(), *(piece.strip() for piece in inner), last.lstrip()])
            line = replace(line, text=text)  # noqa: PLW2901
        kept.append(line)
    for run in _fraction_runs(kept):
        if _are_page_markers(kept, run):
            kept, taken = _cut_inside(kept, run)
            return kept, removed + taken
    return kept, removed


def _fraction_runs(lines: list[Line]) -> Iterable[list[Mark]]:
    """Return marks of one total that count up to near that total, the longest first."""
    by_total: dict[int, list[Mark]] = defaultdict(list)
    for i, line in enumerate(lines):
        for found in _FRACTION.finditer(line.text) if "/" in line.text else ():
            mark = Mark(i, found.start("marker"), found.end("marker"), int(found["number"]))
            by_total[int(found["total"])].append(mark)
    runs = [(total, longest_count(marks)) for total, marks in sorted(by_total.items())]
    return sorted((run for total, run in runs if len(run) >= 0.6 * total), key=len, reverse=True)
