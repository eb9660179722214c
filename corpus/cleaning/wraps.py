"""Lines broken inside a sentence, joined again.

Two kinds of evidence: lines that are all cut at one width (printed pages), and a single line that
breaks off where the document's lines else end with a stop.
"""

import re
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from plandiff.corpus.cleaning.characters import ends_sentence, is_cut, joint_of, width
from plandiff.corpus.model import Line
from plandiff.corpus.outline.labels import match_label, starts_with_label

_WIDEST_PAGE = 130
_NARROWEST_PAGE = 30
_SLACK = 4
"""Columns; letters of a printed page are not all of one width."""
_LONG = 60
"""Columns; a line that long is text, not a heading or a signature."""
_LONGEST_LABEL = 12
_WORD = re.compile(r"[A-Za-z0-9.%\-]+[，。、；：）》”,.;:)]*|[“《（(]*.[，。、；：）》”]*")

_NUMBER_BEGUN = re.compile(r"[\u4e00-\u9fff][\d,.]*\d\Z")
_NUMBER_ENDED = re.compile(r"\d[\d,.]*[%％\u4e00-\u9fff]")


class _Habits(NamedTuple):
    """How this document ends its lines."""

    page: int
    """Width in columns that lines are cut at; 0 where they are not."""
    stops: bool
    """Long lines end with a stop as a rule."""
    spaced: bool
    """A blank line stands after nearly every line and says nothing."""
    indented: bool
    """Paragraphs, and only they, begin with an indent."""
    closed: bool
    """What stands before an indent ends with a stop as a rule."""


class _Open(NamedTuple):
    """The paragraph that may go on: its first line, its last one, and whether it has a stop."""

    first: Line
    last: str
    stopped: bool


def join_wraps(lines: list[Line]) -> list[Line]:
    """Lines with the broken ones joined and blank ones left out."""
    habits = _habits(lines)
    joined: list[tuple[Line, list[str]]] = []
    current: _Open | None = None
    blank = False
    for line in lines:
        if not line.text.strip():
            blank = blank or not habits.spaced
            continue
        text = line.text.rstrip()
        if current is not None and _goes_on(current, line, habits, blank=blank):
            joined[-1][1].extend((_joint(current.last, text.lstrip()), text.lstrip()))
            current = _Open(current.first, text, current.stopped or "。" in text)
        else:
            joined.append((line, [text]))
            current = _Open(line, text, "。" in text)
        blank = False
    return [
        line if len(parts) == 1 and parts[0] == line.text else replace(line, text="".join(parts))
        for line, parts in joined
    ]


def _habits(lines: list[Line]) -> _Habits:
    loose = [line.text.rstrip() for line in lines if line.text.strip() and not line.whole]
    long = [text for text in loose if width(text) >= _LONG]
    stopped = sum(ends_sentence(text) for text in long)
    blanks = sum(not line.text.strip() for line in lines)
    indented = sum(text[0].isspace() for text in loose)
    ends = [text for text, following in pairwise(loose) if following[0].isspace()]
    return _Habits(
        page=_page_width(loose),
        stops=len(long) >= 3 and stopped >= 0.8 * len(long),
        spaced=blanks >= 0.8 * max(1, len(lines) - blanks - 1),
        indented=0.1 * len(loose) <= indented <= 0.9 * len(loose),
        closed=sum(map(ends_sentence, ends)) >= 0.8 * len(ends),
    )


def _page_width(texts: list[str]) -> int:
    """The width that lines are cut at: most lines without a stop end near it."""
    if len(texts) < 5:
        return 0
    widths = sorted(width(text) for text in texts)
    page = widths[int(len(widths) * 0.95)]
    broken = [width(text) for text in texts if not ends_sentence(text)]
    full = sum(page - 2 * _SLACK <= w <= page + 2 * _SLACK for w in broken)
    if _NARROWEST_PAGE <= page <= _WIDEST_PAGE and full >= 3 and full >= 0.5 * len(broken):
        return page
    return 0


def _goes_on(before: _Open, line: Line, habits: _Habits, *, blank: bool) -> bool:
    """Whether ``line`` continues the paragraph ``before``."""
    if before.first.heading_level is not None or line.heading_level is not None or line.label:
        return False
    start = line.text.lstrip()
    if before.last is before.first.text and _is_label_alone(before.last):
        return not before.first.whole and not starts_with_label(start)
    if before.first.whole or line.whole:
        return False
    if before.last[-1] in "（(" or start[0] in "，。、；：）》”,;)":
        return True
    if starts_with_label(start):
        return False
    if habits.indented and line.text[0].isspace():
        return _breaks_off(before, line, habits)
    if before.last[-1] in "，、," or (is_cut(before.last) and not blank):
        return True
    if habits.indented and habits.closed and not blank and _is_full(before.last):
        return True
    if not blank and start[0].islower() and start[0].isascii() and before.last[-1].isalnum():
        return True
    if habits.page and not blank:
        return not fits(before.last, start, habits.page) and not _is_new_heading(
            before, start, habits
        )
    return _breaks_off(before, line, habits)


def _joint(last: str, start: str) -> str:
    """What belongs at a break; nothing inside a number, for Chinese has no two side by side."""
    torn = _NUMBER_BEGUN.search(last) and _NUMBER_ENDED.match(start)
    return "" if torn else joint_of(last, start)


def _is_full(last: str) -> bool:
    """Whether a line of text breaks off inside a sentence."""
    return width(last) >= _LONG and not ends_sentence(last)


def fits(last: str, start: str, page: int) -> bool:
    """Whether the first word of ``start`` had room on the line before: the break is meant."""
    word = _WORD.match(start)
    return width(last) + width(word.group() if word else start[:1]) + _SLACK <= page


def _is_new_heading(before: _Open, start: str, habits: _Habits) -> bool:
    """A short line without a stop after a full one with a stop is no paragraph's last line."""
    return (
        ends_sentence(before.last)
        and not ends_sentence(start)
        and width(start) < habits.page - 2 * _SLACK
    )


def _breaks_off(before: _Open, line: Line, habits: _Habits) -> bool:
    """Whether a long line ends without a stop where the document's long lines have one."""
    return (
        habits.stops
        and width(before.last) >= _LONG
        and not ends_sentence(before.last)
        and (before.stopped or not starts_with_label(before.first.text))
        and (width(line.text) >= _LONG or ends_sentence(line.text))
    )


def _is_label_alone(text: str) -> bool:
    """``（三）`` or ``第十一条`` on a line of its own."""
    text = text.strip()
    if len(text) > _LONGEST_LABEL:
        return False
    label = match_label(text)
    return label is not None and not text[label.end :].strip() and not label.doubtful
