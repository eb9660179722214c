"""Traces of printed pages: markers cut into sentences, page numbers, repeated headers.

Each is known by its evidence: markers count up and cut sentences, page numbers count up or are set
off by dashes, headers repeat beside page numbers or cut sentences.
"""

import re
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from corpus.cleaning.characters import ends_sentence, squash, width
from corpus.model import Line, Removed

_MARKER = re.compile(r"\s*(?P<marker>(?P<number>\d{1,3})、)")
_INNER_MARKER = re.compile(r"(?<![\d.、第])(?P<marker>(?P<number>\d{1,3})、)(?!\d)")
_SHORTEST_SEQUENCE = 3
_SHORTEST_PAGE = 80
"""Characters of a page; lists of short points have fewer between their numbers."""

_BARE_NUMBER = re.compile(r"\s*(?P<number>\d{1,4})\s*$")
_DRESSED_NUMBER = re.compile(
    r"\s*(?:[-—–―－·•~]{1,3}\s*\d{1,4}\s*[-—–―－·•~]{1,3}|第\s*\d{1,4}\s*[页頁](?:\s*[,，/]?\s*[共总]\s*\d{1,4}\s*[页頁])?"
    r"|\d{1,4}\s*/\s*\d{1,4}|[Pp]age\s+\d{1,4}(?:\s+of\s+\d{1,4})?|[共总]\s*\d{1,4}\s*[页頁])\s*$"
)
_DIGITS = re.compile(r"\d+")

_INNER_COUNT = re.compile(r"\s*第\s*\d{1,4}\s*[页頁]\s*[,，/]?\s*[共总]\s*\d{1,4}\s*[页頁]\s*")

PAGE_MARKER = "page-marker"
PAGE_NUMBER = "page-number"
REPEATED_LINE = "repeated-line"


class _Mark(NamedTuple):
    """A possible page marker: where it stands and what it counts."""

    line: int
    start: int
    end: int
    number: int


def take_page_markers(lines: list[Line]) -> tuple[list[Line], list[Removed]]:
    """Lines without ``2、`` … ``23、`` where these count pages; what they cut is joined again.

    The numbers must count up one by one over long stretches and stand in the midst of sentences.
    """
    at_starts = _longest_count(_marks_at_starts(lines))
    if _are_page_markers(lines, at_starts):
        return _cut_at_starts(lines, at_starts)
    inside = _longest_count(_marks_inside(lines))
    if _are_page_markers(lines, inside):
        return _cut_inside(lines, inside)
    return lines, []


def _marks_at_starts(lines: list[Line]) -> list[_Mark]:
    return [
        _Mark(i, found.start("marker"), found.end("marker"), int(found["number"]))
        for i, line in enumerate(lines)
        if (found := _MARKER.match(line.text))
    ]


def _marks_inside(lines: list[Line]) -> list[_Mark]:
    return [
        _Mark(i, found.start("marker"), found.end("marker"), int(found["number"]))
        for i, line in enumerate(lines)
        for found in _INNER_MARKER.finditer(line.text)
    ]


def _longest_count(marks: list[_Mark]) -> list[_Mark]:
    """The longest run of marks that counts up by one, others left out between them."""
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


def _are_page_markers(lines: list[Line], run: list[_Mark]) -> bool:
    if len(run) < _SHORTEST_SEQUENCE or run[0].number > 3:
        return False
    cut = sum(_cuts_sentence(lines, mark) for mark in run[1:])
    return cut > 0.5 * (len(run) - 1) and _stretch(lines, run) >= _SHORTEST_PAGE * (len(run) - 1)


def _stretch(lines: list[Line], run: list[_Mark]) -> int:
    """Characters between the first and the last mark."""
    total = sum(len(line.text) for line in lines[run[0].line : run[-1].line])
    return total + run[-1].start - run[0].start


def _cuts_sentence(lines: list[Line], mark: _Mark) -> bool:
    before = lines[mark.line].text[: mark.start]
    i = mark.line
    while not before.strip() and i:
        i -= 1
        before = lines[i].text
    return bool(before.strip()) and not ends_sentence(before)


def _cut_at_starts(lines: list[Line], run: list[_Mark]) -> tuple[list[Line], list[Removed]]:
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
    """Go on where the page before broke off; blank lines between pages go."""
    while kept and not kept[-1].text.strip():
        kept.pop()
    before = kept.pop() if kept else Line("")
    kept.append(replace(before, text=before.text + rest))


def _cut_inside(lines: list[Line], run: list[_Mark]) -> tuple[list[Line], list[Removed]]:
    by_line: dict[int, list[_Mark]] = defaultdict(list)
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


def take_page_counts(lines: list[Line]) -> tuple[list[Line], list[Removed]]:
    """Lines without ``第 2 页 共 9 页`` in their midst."""
    kept, removed = [], []
    for line in lines:
        found = [m.group().strip() for m in _INNER_COUNT.finditer(line.text)]
        if found and squash(line.text) != squash(found[0]):
            removed += [Removed(text, PAGE_NUMBER) for text in found]
            line = replace(line, text=_INNER_COUNT.sub("", line.text))  # noqa: PLW2901
        kept.append(line)
    return kept, removed


def _page_numbers(lines: list[Line]) -> set[int]:
    """Lines that hold nothing but a page number: set off by marks, or counting up."""
    bare = [
        _Mark(i, 0, 0, int(found["number"]))
        for i, line in enumerate(lines)
        if (found := _BARE_NUMBER.match(line.text))
    ]
    counted = _longest_count(bare)
    numbers = {mark.line for mark in counted} if len(counted) >= 2 else set()
    return numbers | {i for i, line in enumerate(lines) if _DRESSED_NUMBER.match(line.text)}


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
