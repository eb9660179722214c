"""Lines broken inside a sentence, joined again.

Two kinds of evidence: lines that are all cut at one width (printed pages), and a single line that
breaks off where the document's lines else end with a stop.
"""

from dataclasses import replace
from typing import NamedTuple

from corpus.cleaning.characters import ends_sentence, is_cut, join, width
from corpus.model import Line
from corpus.outline.labels import match_label, starts_with_label

_WIDEST_PAGE = 130
_NARROWEST_PAGE = 30
_SLACK = 8
_LONG = 60
"""Columns; a line that long is text, not a heading or a signature."""


class _Habits(NamedTuple):
    """How this document ends its lines."""

    page: int
    """Width in columns that lines are cut at; 0 where they are not."""
    stops: bool
    """Long lines end with a stop as a rule."""
    spaced: bool
    """A blank line stands after nearly every line and says nothing."""
    indented: bool
    """Paragraphs begin with an indent as a rule."""


def join_wraps(lines: list[Line]) -> list[Line]:
    """Lines with the broken ones joined and blank ones left out."""
    habits = _habits(lines)
    joined: list[Line] = []
    last_width = 0
    blank = False
    for line in lines:
        if not line.text.strip():
            blank = blank or not habits.spaced
            continue
        if joined and _goes_on(joined[-1], line, last_width, habits, blank=blank):
            joined[-1] = replace(joined[-1], text=join(joined[-1].text, line.text))
        else:
            joined.append(replace(line, text=line.text.rstrip()))
        last_width = width(line.text.rstrip())
        blank = False
    return joined


def _habits(lines: list[Line]) -> _Habits:
    loose = [line.text.rstrip() for line in lines if line.text.strip() and not line.whole]
    long = [text for text in loose if width(text) >= _LONG]
    stopped = sum(ends_sentence(text) for text in long)
    blanks = sum(not line.text.strip() for line in lines)
    return _Habits(
        page=_page_width(loose),
        stops=len(long) >= 3 and stopped >= 0.8 * len(long),
        spaced=blanks >= 0.8 * max(1, len(lines) - blanks - 1),
        indented=sum(text[0].isspace() for text in loose) >= 0.2 * len(loose),
    )


def _page_width(texts: list[str]) -> int:
    """The width that lines are cut at: most lines without a stop end near it."""
    if len(texts) < 5:
        return 0
    widths = sorted(width(text) for text in texts)
    page = widths[int(len(widths) * 0.95)]
    broken = [width(text) for text in texts if not ends_sentence(text)]
    full = sum(page - _SLACK <= w <= page + _SLACK for w in broken)
    if _NARROWEST_PAGE <= page <= _WIDEST_PAGE and full >= 3 and full >= 0.5 * len(broken):
        return page
    return 0


def _goes_on(before: Line, line: Line, last_width: int, habits: _Habits, *, blank: bool) -> bool:
    """Whether ``line`` continues the paragraph ``before``, whose last piece was ``last_width``."""
    if before.heading_level is not None or line.heading_level is not None or line.label:
        return False
    if _is_label_alone(before.text) and not starts_with_label(line.text):
        return not before.whole
    if before.whole or line.whole:
        return False
    if before.text[-1] in "（(" or line.text.lstrip()[0] in "，。、；：）》”,;)":
        return True
    if starts_with_label(line.text):
        return False
    if is_cut(before.text) and not (blank and not habits.spaced):
        return True
    if habits.page and not blank and last_width >= habits.page - _SLACK:
        indented = habits.indented and line.text[0].isspace()
        return not (indented and ends_sentence(before.text))
    return (
        habits.stops
        and last_width >= _LONG
        and not ends_sentence(before.text)
        and not _is_heading_line(before.text)
        and (width(line.text) >= _LONG or ends_sentence(line.text))
    )


def _is_heading_line(text: str) -> bool:
    """A label and one sentence without its stop: a long heading on its own line."""
    return starts_with_label(text) and "。" not in text


def _is_label_alone(text: str) -> bool:
    """``（三）`` or ``第十一条`` on a line of its own."""
    text = text.strip()
    label = match_label(text)
    return label is not None and not text[label.end :].strip() and not label.doubtful
