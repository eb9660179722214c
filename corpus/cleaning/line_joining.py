"""Join lines that are broken inside a sentence.

Three kinds of evidence: lines that are all cut at one width (printed pages), a single line that
breaks off where the document's other lines end with a stop, and a sentence after a run-in heading
that continues in a line without label.
"""

from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from plandiff.corpus.cleaning.broken_headings import join_headings
from plandiff.corpus.cleaning.characters import (
    FULL_STOPS,
    ends_sentence,
    is_cut,
    is_finished,
    is_han,
    is_open,
    joint_of,
    width,
)
from plandiff.corpus.cleaning.contents import letters_of
from plandiff.corpus.model import Line
from plandiff.corpus.outline.labels import Kind, match_label, starts_with_label
from plandiff.corpus.text import lazy_re as re

_WIDEST_PAGE = 130
_NARROWEST_PAGE = 30
_SLACK = 4
"""Columns; letters of a printed page are not all of one width."""
_LONG = 60
"""Columns; a line this long is text, not a heading or a signature."""
_LONGEST_LABEL = 12
_ROOM = 8
"""Columns that may be left at the end of a line without a stop: typesetters stretch lines."""
_INDENT = 4
"""Columns by which the first line of a paragraph is shorter where its indent was lost."""
_FEWEST_FULL = 3
_RUN_INS_OF_FORMAT = 2
"""Broken run-in paragraphs needed as evidence where the format states that each is whole."""
_NAMED = re.compile(r"[^，。；：:]{1,10}[：:]")
_FIELD = re.compile(r"[\u4e00-\u9fff]{2,6}(?:单位|部门|科室|处室|股室|时限|期限|领导|责任人)[：:]")
"""The name of a field that begins a line of its own: 完成时限："""
_NEVER_FIRST = "，。、；：）》”,;)"
"""Marks that cannot begin a line."""
_ENDS_A_SENTENCE = re.compile(r"的(?!确)|[^，。；：,;:\s]{1,4}。|[\u4e00-\u9fff][，,、]")
"""Text that cannot begin a paragraph: the end of a sentence, the 的 after an attribute."""
_FIRST_OF_SEVERAL = re.compile(r"其一|首先[，,]|第一[，,]|一[是要](?!年)")
"""Words that begin the text below a heading."""
_NOTE_MARK = re.compile(r"\s*\d{1,3}\s*")
_PAUSES = re.compile(r"[，、；,;]")
_STOP_WITHIN = re.compile(r"[\u4e00-\u9fff”][。！？](?=[\u4e00-\u9fff“])")
"""The end of a run-in heading: what breaks off after it is text, whatever its width."""
_NARROWED = re.compile(r"[“”‘’]|(?<=[\u4e00-\u9fff”])[,;:](?=[\u4e00-\u9fff“])")
_WORD = re.compile(r"[A-Za-z0-9.%\-]+[，。、；：）》”,.;:)]*|[“《（(]*.[，。、；：）》”]*")
_SMALL_LABEL = re.compile(r"(?:[a-z]|[ivx]{2,5})[.)]\s+\S")
_WANTS_MORE = re.compile(
    r"\b(?:to|of|the|and|an?|in|for|at|by|with|from|than|or|on|per|least|most|every|each|all)\Z"
)
"""Words that end an English line only if the sentence continues."""

_WANTS_OBJECT = re.compile(
    r"(?:(?<=[\u4e00-\u9fff])(?<!目)的|[\u4e00-\u9fff](?:[和与與及或将將把从從向由被]|(?<![可所难予加足得])以|[达達]到|不[低少高]于|不超过|[提增降减]\w?[到至]|控制在))\Z"
)
"""Words that end a Chinese line only if the sentence continues."""
_NUMBER_BEGUN = re.compile(r"[\u4e00-\u9fff][\d,.]*\d\Z")
_NUMBER_ENDED = re.compile(r"\d[\d,.]*[%％\u4e00-\u9fff]")


class _LineStyle(NamedTuple):
    """How this document ends its lines."""

    page: int
    """Width in columns at which lines are cut; 0 if they are not."""
    stops: bool
    """Long lines usually end with a stop."""
    spaced: bool
    """A blank line follows nearly every line, so it is no evidence."""
    indented: bool
    """Paragraphs, and only they, begin with an indent."""
    closed: bool
    """The line before an indent usually ends with a stop."""
    run_ins: bool
    """Paragraphs that the format marks as whole still break off after run-in headings."""
    entries: frozenset[str]
    """Headings listed in the table of contents, letters and digits only."""


class _Open(NamedTuple):
    """The paragraph that may continue: its first line, its last one, and whether it has a stop."""

    first: Line
    last: str
    stopped: bool


def join_wraps(lines: list[Line], entries: frozenset[str] = frozenset()) -> list[Line]:
    """Join broken lines and drop blank ones.

    ``entries`` are the headings listed in the table of contents (`take_contents`).
    """
    lines = join_headings(_with_note_marks(lines), entries)
    habits = _habits(lines, entries)
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
            last = _printed_line(current.last, text, habits.page)
            current = _Open(current.first, last, current.stopped or "。" in text)
        else:
            joined.append((line, [text]))
            current = _Open(line, text, "。" in text)
        blank = False
    return [
        line if len(parts) == 1 and parts[0] == line.text else replace(line, text="".join(parts))
        for line, parts in joined
    ]


def _with_note_marks(lines: list[Line]) -> list[Line]:
    """Append numbers of notes on their own line within a sentence to the line before them.

    ``实施“突围工程”`` / ``16`` / ``，推动产业提质``.
    """
    marks = [
        i
        for i in range(1, len(lines) - 1)
        if _NOTE_MARK.fullmatch(lines[i].text)
        and lines[i - 1].text.strip()
        and not ends_sentence(lines[i - 1].text)
        and (lines[i + 1].text.strip()[:1] in set(_NEVER_FIRST) or _parts_sentence(lines, i))
    ]
    if not marks:
        return lines
    kept = list(lines)
    for i in reversed(marks):
        text = kept[i - 1].text.rstrip() + kept[i].text.strip()
        if _parts_sentence(kept, i):
            text += kept.pop(i + 1).text.strip()
        kept[i - 1 : i + 1] = [replace(kept[i - 1], text=text)]
    return kept


def _parts_sentence(lines: list[Line], i: int) -> bool:
    """Whether a line lies between the two halves of a sentence, which are no table cells."""
    before, after = lines[i - 1], lines[i + 1]
    loose = not any(line.row or line.heading_level or line.label for line in (before, after))
    return (
        loose
        and width(before.text) >= _NARROWEST_PAGE
        and is_han(before.text.rstrip()[-1])
        and is_han(after.text.strip()[0])
        and ("。" in after.text or width(after.text) >= _LONG)
        and not starts_with_label(after.text)
        and ("。" in before.text or not starts_with_label(before.text))
    )


def _habits(lines: list[Line], entries: frozenset[str]) -> _LineStyle:
    loose = [line.text.rstrip() for line in lines if line.text.strip() and not line.whole]
    long = [text for text in loose if width(text) >= _LONG]
    stopped = sum(ends_sentence(text) for text in long)
    blanks = sum(not line.text.strip() for line in lines)
    indented = sum(text[0].isspace() for text in loose)
    ends = [text for text, following in pairwise(loose) if following[0].isspace()]
    return _LineStyle(
        page=_page_width(loose),
        stops=len(long) >= 3 and stopped >= 0.8 * len(long),
        spaced=blanks >= 0.8 * max(1, len(lines) - blanks - 1),
        indented=0.1 * len(loose) <= indented <= 0.9 * len(loose),
        closed=sum(map(ends_sentence, ends)) >= 0.8 * len(ends),
        run_ins=_broken_run_ins(lines) >= _RUN_INS_OF_FORMAT,
        entries=entries,
    )


def _broken_run_ins(lines: list[Line]) -> int:
    """Count the whole paragraphs with a run-in heading that break off before an unlabelled line."""
    filled = [line for line in lines if line.text.strip()]
    return sum(
        a.whole and _is_cut_run_in(a.text, b.text) and ends_sentence(b.text)
        for a, b in pairwise(filled)
    )


def _page_width(texts: list[str]) -> int:
    """Return the width at which lines are cut: most text lines without a stop end near it.

    Headings and table cells are shorter and are no evidence.
    """
    if len(texts) < 5:
        return 0
    widths = sorted(width(text) for text in texts)
    widest = widths[int(len(widths) * 0.95)]
    broken = [w for text in texts if (w := width(text)) * 2 > widest and _may_be_cut(text)]
    usual = _usual_width(broken)
    near = [w for w in widths if usual - 2 * _SLACK <= w <= usual + 2 * _SLACK]
    page = near[int(len(near) * 0.95)] if near else 0
    full = sum(page - 2 * _SLACK <= w <= page + 2 * _SLACK for w in broken)
    if _NARROWEST_PAGE <= page <= _WIDEST_PAGE and full >= max(_FEWEST_FULL, 0.5 * len(broken)):
        return page
    return 0


def _usual_width(widths: list[int]) -> int:
    """Return the width just below which most of the lines end: boxes may be wider."""
    often = Counter(widths)
    return max(
        sorted(often, reverse=True),
        key=lambda w: sum(often[near] for near in range(w - 2 * _SLACK, w + 1)),
        default=0,
    )


def _may_be_cut(text: str) -> bool:
    return not is_finished(text) and "\t" not in text and not starts_with_label(text)


def _goes_on(before: _Open, line: Line, habits: _LineStyle, *, blank: bool) -> bool:
    """Whether ``line`` continues the paragraph ``before``."""
    if before.first.heading_level is not None or line.heading_level is not None or line.label:
        return False
    start = line.text.lstrip()
    if before.last is before.first.text and _is_label_alone(before.last):
        return (
            not before.first.whole
            and not starts_with_label(start)
            and not (_counts_nothing(before.last) and ends_sentence(start))
        )
    if before.first.whole or line.whole:
        return habits.run_ins and _is_cut_run_in(before.last, start) and ends_sentence(start)
    if letters_of(before.last) in habits.entries and before.last is before.first.text.rstrip():
        return False
    if before.last[-1] in "（(" or start[0] in _NEVER_FIRST:
        return True
    if starts_with_label(start) or _FIELD.match(start):
        return False
    if habits.indented and line.text[0].isspace():
        return _breaks_off(before, line, habits) or (
            not blank and _goes_on_in_block(before, line, habits.page)
        )
    if _FIRST_OF_SEVERAL.match(start) and starts_with_label(before.last):
        return False
    if before.last[-1] in "，、," or (is_cut(before.last) and not blank):
        return True
    if not blank and _WANTS_OBJECT.search(before.last):
        return True
    if habits.indented and habits.closed and not blank and _is_full(before.last):
        return True
    if _SMALL_LABEL.match(start):
        return False
    if not blank and start[0].islower() and start[0].isascii() and before.last[-1].isalnum():
        return True
    if habits.stops and not blank and _is_cut_run_in(before.last, start) and ends_sentence(start):
        return True
    if habits.page and not blank:
        return not _has_room(before, start, habits) and not _is_new_heading(before, start, habits)
    return _breaks_off(before, line, habits)


_ITEM = re.compile(r"\s*[-*•·▪◦+]\s+(?=\S)")
"""The mark of an item; the lines of a hanging indent begin where its text does."""


def _goes_on_in_block(before: _Open, line: Line, page: int) -> bool:
    """Whether a Latin sentence continues in a paragraph with equally indented lines."""
    last, start = before.last, line.text.lstrip()
    item = _ITEM.match(last)
    indent = item.end() if item else _indent(last)
    if indent != _indent(line.text) or is_finished(last) or last[-1] in ":;":
        return False
    if not (last.isascii() and line.text.isascii()) or "\t" in last.strip():
        return False
    if start[0].islower() or _WANTS_MORE.search(last):
        return True
    return page > 0 and not fits(last, start, page)


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _printed_line(last: str, text: str, page: int) -> str:
    """Return the printed line that ends with ``text``: a leading mark belongs to the line before.

    Text from PDFs is cut before a comma where the font changes.
    """
    goes_on = text.lstrip()[0] in _NEVER_FIRST and width(last) + width(text) <= page + _SLACK
    return last + text.lstrip() if goes_on else text


def _has_room(before: _Open, start: str, habits: _LineStyle) -> bool:
    """Whether the break before ``start`` is intended, as at a paragraph or heading end."""
    if is_finished(before.last) or before.last.startswith(("　", "  ")):
        return fits(before.last, start, habits.page)
    first = before.last is before.first.text
    heading = first and not _PAUSES.search(before.last) and not _STOP_WITHIN.search(before.last)
    if heading and not _ENDS_A_SENTENCE.match(start):
        return fits(before.last, start, habits.page)
    lost = _INDENT if first and not habits.indented else 0
    if is_han(before.last[-1]):  # signs that a page prints as wide as a character
        lost += len(_NARROWED.findall(before.last))
    return fits(before.last, start, habits.page - _ROOM + _SLACK - lost)


def _is_cut_run_in(last: str, start: str) -> bool:
    """Whether a sentence begins after a run-in heading and breaks off before ``start``.

    >>> _is_cut_run_in("1、抓好开学准备。围绕教", "室改造、校车检修逐项排查。")
    True
    """
    if ends_sentence(last) or not starts_with_label(last) or starts_with_label(start):
        return False
    if "\t" in last or _NAMED.match(start) or is_open(start[0]):
        return False
    stops = [last.rfind(stop) for stop in FULL_STOPS]
    return max(stops) > 0 and is_han(last[-1]) and is_han(start[0])


def _joint(last: str, start: str) -> str:
    """Return the separator at a break; none inside a number, as Chinese has no adjacent numbers."""
    torn = _NUMBER_BEGUN.search(last) and _NUMBER_ENDED.match(start)
    return "" if torn else joint_of(last, start)


def _is_full(last: str) -> bool:
    """Whether a line of text breaks off inside a sentence."""
    return width(last) >= _LONG and not ends_sentence(last)


def fits(last: str, start: str, page: int) -> bool:
    """Whether ``start``'s first word had room on the line before: the break is intended."""
    word = _WORD.match(start)
    return width(last) + width(word.group() if word else start[:1]) + _SLACK <= page


def _is_new_heading(before: _Open, start: str, habits: _LineStyle) -> bool:
    """A short line without a stop, after a full line with one, is not a paragraph's last line."""
    return (
        is_finished(before.last)
        and not is_finished(start)
        and width(start) < habits.page - 2 * _SLACK
    )


def _breaks_off(before: _Open, line: Line, habits: _LineStyle) -> bool:
    """Whether a long line has no final stop where the document's long lines have one."""
    return (
        habits.stops
        and width(before.last) >= _LONG
        and not ends_sentence(before.last)
        and (before.stopped or not starts_with_label(before.first.text))
        and (width(line.text) >= _LONG or ends_sentence(line.text))
    )


def _counts_nothing(text: str) -> bool:
    """Match 附件 or 附录 without a number: a heading by itself where a sentence follows."""
    label = match_label(text.strip())
    return label is not None and label.kind is Kind.ATTACHMENT and label.number is None


def _is_label_alone(text: str) -> bool:
    """Match ``（三）`` or ``第十一条`` on a line of its own."""
    text = text.strip()
    if len(text) > _LONGEST_LABEL:
        return False
    label = match_label(text)
    return label is not None and not text[label.end :].strip() and not label.doubtful
