"""Find every place in the lines where a section may begin, and rate the place as evidence."""

from collections.abc import Iterator
from enum import IntEnum
from itertools import takewhile, zip_longest
from typing import NamedTuple

from plandiff.corpus.cleaning.characters import FULL_STOPS, ends_sentence, is_cjk, width
from plandiff.corpus.model import Line
from plandiff.corpus.outline.label_patterns import STEMS
from plandiff.corpus.outline.labels import (
    MONTHS,
    UNITS,
    Kind,
    Label,
    find_labels,
    key_in_list,
    match_label,
)
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.numerals import read_roman

_BULLET = re.compile(
    r"\s*(?:[-*+•●◆■▪◇□·➢](?:\s+|(?=第))|[\u2600-\u2775\u2794-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]\ufe0f?\s*)?\s*"
)
"""A bullet or an emoji before a label."""
_CITED = re.compile(r"第|[规規]定|的|至|和|与|[项項款]|所列|以[及外下]|、|[或及等]")
_ENUMERATED = re.compile("[二三四五六七八九十]、|[二三四五六七八九十]+[年级次季期班孩产線线]|是")
_ALSO_STEM = re.compile(f"[{STEMS}]")
_ONLY_AT_STARTS = {Kind.LETTER_BRACKETED, Kind.ROMAN_BRACKETED}
"""Kinds that are a list of one sentence if they occur within a line: ``(a) hire, (b) train``."""
_ATTACHMENT_LIST = re.compile(r"\s*附(?:件|錄|录|表)?\s*[:：]\s*(?:1[.．、]|一、)")
_FILE_NAME = re.compile(
    r"\.(?:docx?|pdf|xlsx?|wps|et|ofd|pptx?|zip|rar|jpe?g|png)\b", re.IGNORECASE
)
"""``附件：空间布局图.pdf`` names a file and is no heading."""
_ATTACHED = re.compile(r"\s*附\s*件?\s*(?:下[载載])?\s*[:：]\s*")
_NOTES = re.compile(r"\s*[备備]?[注註]\s*[:：]\s*1[.．、]")
_NUMBERED_NAME = re.compile("班(?![子级級主委])|组(?![织建])|[号號栋幢室楼]")
"""Nouns counted by a number in brackets: ``七年级（1）班``."""
_LIST_ITEM = re.compile(r"\s*(\d{1,2})[.．、]")
_LARGEST_ALONE = 300
_FEWEST_ROWS, _FEWEST_CELLS, _MOST_CELLS = 3, 2, 12
"""Rows of a table printed one cell per line, and the cells after the first one of a row."""
_ROW_SHARE = 0.7
"""Share of rows among the labels from the first row to the last."""
_WIDEST_CELL = 36
"""Columns."""
_VALUE = re.compile(r"[<>≤≥＜＞约超近达]{0,2}\s?[+-]?\d[\d.,，]*\s?[%％‰\w/]{0,8}|[%％‰—–-]{1,2}")


class Place(IntEnum):
    """The position of a label; a higher value is better evidence."""

    GLUED = 0
    """In the middle of a sentence."""
    LISTED = 1
    """After a comma, a semicolon or a colon: usually a list within a sentence."""
    SPACE = 2
    STOP = 3
    """After the end of a sentence."""
    LINE = 4


class Candidate(NamedTuple):
    """A possible beginning of a section: ``lines[line].text[start:end]`` is its label."""

    line: int
    start: int
    end: int
    key: str
    """The sequence it is counted in: the kind of label, or the style of the heading."""
    kind: Kind
    number: int | None
    label: str | None
    place: Place
    prefix: tuple[int, ...] = ()
    doubtful: bool = False
    level: int | None = None
    """Heading level that the format states."""


def find_candidates(lines: tuple[Line, ...]) -> list[Candidate]:
    """Return all candidates in document order."""
    skipped = attachment_list(lines) | _numbered_rows(lines)
    found: list[Candidate] = []
    for i, line in enumerate(lines):
        if i in skipped:
            continue
        start = _at_start(i, line)
        if start is not None:
            found.append(start)
        if line.heading_level is None and not line.row:
            after = start.end if start is not None else 0
            found.extend(_inside(i, line.text, after))
    found = _without_notes(lines, found)
    found = _without_month_lines(lines, _without_cells(lines, found))
    return _with_romans(_with_families(_without_years(found)))


_NUMBER_COLUMN = re.compile(
    r"(?:ref(?:erence)?|no|nos|number|id|item|code|action (?:no|ref|number)|#|[序编編][号號]"
    r"|[项項]次|[项項]目?[编編][号號])\.?",
    re.IGNORECASE,
)
_ROW_NUMBER = re.compile(r"[A-Z]{0,3}\d{1,2}(?:[.．-]\d{1,2}){0,3}[.．、)）]?")


def _numbered_rows(lines: tuple[Line, ...]) -> set[int]:
    """Return the rows of tables whose first column numbers them: ``Ref | Deliverable | Due``."""
    found: set[int] = set()
    counted = False
    for i, line in enumerate(lines):
        first = line.text.partition("\t")[0].strip()
        counted = line.row and (counted or _NUMBER_COLUMN.fullmatch(first) is not None)
        if counted and _ROW_NUMBER.fullmatch(first):
            found.add(i)
    return found


_NOTE_MARK = re.compile(r"(?<=[^\s，。；、：（(])(?P<mark>[①-⑳])(?=[，,。；;、：:）)\s]|$)")
"""A mark after a word, which refers to a note."""


def _without_notes(lines: tuple[Line, ...], candidates: list[Candidate]) -> list[Candidate]:
    """Drop circled numbers that begin notes: an earlier line refers to each of them.

    ``全年接待12万人次①。`` … ``①含流动少年宫服务人次。``
    """
    circled = [c for c in candidates if c.kind is Kind.CIRCLED and c.place is Place.LINE]
    if not circled:
        return candidates
    marked: dict[str, int] = {}
    for i, line in enumerate(lines):
        for found in _NOTE_MARK.finditer(line.text):
            marked.setdefault(found["mark"], i)
    notes = {c for c in circled if marked.get((c.label or "").rstrip("、.．"), len(lines)) < c.line}
    return [c for c in candidates if c not in notes] if notes else candidates


def _without_month_lines(lines: tuple[Line, ...], candidates: list[Candidate]) -> list[Candidate]:
    """Drop months on consecutive lines, each with the work due in it: they are a list.

    ``3月：完成招标`` / ``4月：开工建设`` are items; a calendar has other lines below each month.
    """
    months = [c for c in candidates if c.key == MONTHS]
    named = {c.line for c in months if lines[c.line].text[c.end :].strip()}
    begun = {c.line for c in months}
    followed = sum(c.line + 1 < len(lines) and c.line + 1 not in begun for c in months)
    if not named or 2 * followed >= len(months):
        return candidates
    return [c for c in candidates if c.key != MONTHS or c.line not in named]


def _without_cells(lines: tuple[Line, ...], candidates: list[Candidate]) -> list[Candidate]:
    """Drop the labels of cells in a table that a page printed one cell per line.

    ``2. 全员劳动生产率`` / ``万元/人`` / ``28`` / ``36`` / ``3. 工业总产值`` are rows, no sections.
    """
    by_key: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        if candidate.place is Place.LINE:
            by_key.setdefault(candidate.key, []).append(candidate)
    cells = {
        candidate
        for starts in by_key.values()
        for counted in _counted(starts)
        for candidate in _rows_in(lines, counted)
    }
    return [c for c in candidates if c not in cells] if cells else candidates


def _counted(starts: list[Candidate]) -> Iterator[list[Candidate]]:
    """Split the candidates into runs that count up by one."""
    stretch: list[Candidate] = []
    for candidate in starts:
        if stretch and candidate.number != (stretch[-1].number or 0) + 1:
            yield stretch
            stretch = []
        stretch.append(candidate)
    yield stretch


def _rows_in(lines: tuple[Line, ...], counted: list[Candidate]) -> list[Candidate]:
    """Return the candidates from a table's first row to its last; a few of them may be no rows."""
    rows = [
        i
        for i, (here, after) in enumerate(zip_longest(counted, counted[1:]))
        if _is_cell(lines, here, after)
    ]
    if len(rows) < max(_FEWEST_ROWS, _ROW_SHARE * (rows[-1] - rows[0] + 1) if rows else 0):
        return []
    return counted[rows[0] : rows[-1] + 1]


def _is_cell(lines: tuple[Line, ...], label: Candidate, after: Candidate | None) -> bool:
    """Whether only short lines, values among them, follow a label up to the next one.

    Other text may follow the last row of a table.
    """
    own = lines[label.line]
    if own.heading_level is not None or own.row or ends_sentence(own.text):
        return False
    end = min(after.line if after is not None else len(lines), label.line + _MOST_CELLS)
    short = list(takewhile(_may_be_cell, lines[label.line + 1 : end]))
    if len(short) < _FEWEST_CELLS or (after is not None and len(short) < end - label.line - 1):
        return False
    return any(_VALUE.fullmatch(line.text.strip()) for line in short)


def _may_be_cell(line: Line) -> bool:
    text = line.text.strip()
    return width(text) <= _WIDEST_CELL and not ends_sentence(text) and not line.row


def _names_files(lines: tuple[Line, ...], i: int) -> bool:
    """Whether a line is only 附件： and the next one names a file."""
    below = lines[i + 1].text if i + 1 < len(lines) else ""
    return _ATTACHED.fullmatch(lines[i].text) is not None and bool(_FILE_NAME.search(below))


_FAMILY_KINDS = {Kind.GOAL, Kind.STRATEGY}


def _with_families(candidates: list[Candidate]) -> list[Candidate]:
    """Merge families that continue each other's count: ``Goal 1``, ``Priority 2``."""
    begun = {c.key for c in candidates if c.number == 1}
    last: dict[Kind, str] = {}
    found = []
    for candidate in candidates:
        key = candidate.key
        if candidate.kind in _FAMILY_KINDS and candidate.level is None:
            key = key if key in begun else last.get(candidate.kind, key)
            last[candidate.kind] = key
        found.append(candidate._replace(key=key))
    return found


_ROMAN_KINDS = {
    Kind.LETTER_LOWER: Kind.ROMAN_LOWER,
    Kind.LETTER_BRACKETED: Kind.ROMAN_BRACKETED,
}


def _with_romans(candidates: list[Candidate]) -> list[Candidate]:
    """Read single letters as Roman numerals where they count as such: ``(i)`` before ``(ii)``.

    ``(i)`` after ``(h)`` stays a letter; ``(v)`` after ``(iv)`` is a numeral.
    """
    romans = {(c.kind, c.number) for c in candidates if c.kind in _ROMAN_KINDS.values()}
    last: dict[str, int] = {}
    found = []
    for candidate in candidates:
        as_roman = _as_roman(candidate)
        if as_roman is not None and candidate.number != last.get(candidate.key, 0) + 1:
            due = as_roman.number == last.get(as_roman.key, 0) + 1 or as_roman.number == 1
            candidate = as_roman if due and (as_roman.kind, 2) in romans else candidate  # noqa: PLW2901
        if candidate.number is not None:
            last[candidate.key] = candidate.number
        found.append(candidate)
    return found


def _as_roman(candidate: Candidate) -> Candidate | None:
    """Return the candidate as a one-letter Roman numeral; None if it cannot be one."""
    kind = _ROMAN_KINDS.get(candidate.kind)
    letter = (candidate.label or "").strip("().）（．〔〕、 ").upper()
    if kind is None or letter not in {"I", "V", "X"}:
        return None
    key = candidate.key.replace(candidate.kind.value, kind.value)
    return candidate._replace(kind=kind, key=key, number=read_roman(letter))


def _without_years(candidates: list[Candidate]) -> list[Candidate]:
    """Drop numbers so large that they are labels only if the number before them is one too.

    ``2024.`` at a line's start is a date, unless ``2023.`` is there, and so on down to 300.
    """
    large = sorted({(c.key, c.number) for c in candidates if (c.number or 0) > _LARGEST_ALONE})
    if not large:
        return candidates
    counted = {(c.key, c.number) for c in candidates if (c.number or 0) <= _LARGEST_ALONE}
    for key, number in large:
        if (key, (number or 0) - 1) in counted:
            counted.add((key, number))
    return [c for c in candidates if (c.key, c.number) in counted]


def attachment_list(lines: tuple[Line, ...]) -> set[int]:
    """Return the lines of a list such as ``附件：1.任务表`` / ``2.指标表``, or of table notes."""
    skipped: set[int] = set()
    noted = 0
    for i, line in enumerate(lines):
        item = _LIST_ITEM.match(line.text)
        goes_on = i - 1 in skipped and item is not None
        counts_on = goes_on and item is not None and int(item[1]) == noted + 1
        noted = 1 if _NOTES.match(line.text) else (noted + 1 if noted and counts_on else 0)
        if _names_files(lines, i) or (i - 1 in skipped and _FILE_NAME.search(line.text)):
            skipped.add(i)
        if _ATTACHMENT_LIST.match(line.text) or noted or (goes_on and not ends_sentence(line.text)):
            skipped.add(i)
    return skipped


def _at_start(i: int, line: Line) -> Candidate | None:
    bullet = _BULLET.match(line.text)
    start = bullet.end() if bullet else 0
    if line.label:
        return _from_format(i, line)
    label = match_label(line.text, start)
    if label is not None and not _is_heading_label(line.text, label):
        # ``第六条规定的情形`` cites an article, ``第六条规定程序的文件`` may begin one
        label = label._replace(doubtful=True) if label.kind is Kind.ARTICLE else None
    if label is not None and line.row and _is_in_cell(line.text, label):
        label = None
    if label is None:
        if line.heading_level is None:
            return None
        key = f"styled-{line.heading_level}"
        begin = len(line.text) - len(line.text.lstrip())
        return Candidate(
            i, begin, begin, key, Kind.PLAIN, None, None, Place.LINE, level=line.heading_level
        )
    key = _key(label, line)
    return _candidate(i, label, Place.LINE, key, line.heading_level)


def _is_in_cell(row: str, label: Label) -> bool:
    """Whether words follow a label in its cell: it numbers the row's name, ``2. 工业总产值``.

    A row with a label in a cell of its own is a section: ``一、 | 学位供给 | 600个``; one with a
    lesson is a line of a timetable: ``第1节 | 8:20—9:05``.
    """
    in_cell = bool(row[label.end :].partition("\t")[0].strip())
    return in_cell or label.kind is Kind.SECTION


def _key(label: Label, line: Line) -> str:
    """Return the key of the sequence in which a label at a line's start is counted."""
    if line.heading_level is not None:
        return f"styled-{line.heading_level}"
    return key_in_list(label.key, line.depth)


def _from_format(i: int, line: Line) -> Candidate:
    """Return the candidate for a label that the format generated and the text lacks."""
    printed = (line.label or "").strip()
    label = match_label(printed)
    kind = label.kind if label else Kind.PLAIN
    key = _key(label or Label(kind, None, 0, 0, printed), line)
    number = label.number if label else None
    prefix = label.prefix if label else ()
    return Candidate(
        i, 0, 0, key, kind, number, printed, Place.LINE, prefix, level=line.heading_level
    )


def _candidate(i: int, label: Label, place: Place, key: str, level: int | None = None) -> Candidate:
    return Candidate(
        i,
        label.start,
        label.end,
        key,
        label.kind,
        label.number,
        label.label,
        place,
        label.prefix,
        label.doubtful,
        level,
    )


def _is_heading_label(text: str, label: Label) -> bool:
    """Whether a match at a line's start is a label and not the start of a sentence."""
    after = text[label.end : label.end + 6]
    if label.kind is Kind.ARTICLE:
        return not _CITED.match(after)
    if label.kind in {Kind.BRACKETED, Kind.ARABIC_BRACKETED}:
        glued = label.start > 0 and is_cjk(text[label.start - 1])
        return not (glued and text[label.start - 1].isalnum() and _NUMBERED_NAME.match(after))
    if label.kind is Kind.CHINESE:
        return not _ENUMERATED.match(after)
    if label.kind in {Kind.DECIMAL, Kind.DECIMAL_3}:
        return after[:1] not in UNITS
    if label.kind is Kind.ARABIC_BARE:
        return len(text) <= 40 and not ends_sentence(text)
    if label.kind is Kind.STEM:
        return not _ALSO_STEM.match(after)
    if label.kind is Kind.ATTACHMENT:
        named = _FILE_NAME.search(text) is not None
        return len(text.strip()) <= 60 and not ends_sentence(text, FULL_STOPS) and not named
    if label.kind in {Kind.PART, Kind.CHAPTER, Kind.SECTION} and after[:1]:
        return not after.startswith(("的", "和", "、", "，", ",", "课", "规定"))
    return True


def _inside(i: int, text: str, after: int) -> list[Candidate]:
    """Return the candidates within a line, after the label at its start."""
    return [
        _candidate(i, label, place, label.key)
        for label in find_labels(text)
        if label.start >= after
        and _is_heading_label(text, label)
        and (place := _place(text, label.start)) is not Place.LINE
        and label.kind not in _ONLY_AT_STARTS
        and (label.kind is not Kind.FORMAL or place is Place.STOP)
    ]


def _place(text: str, start: int) -> Place:
    before = text[:start].rstrip() if start < 40 else text[start - 40 : start].rstrip()
    if not before:
        return Place.LINE
    if ends_sentence(before, FULL_STOPS):
        return Place.STOP
    if before[-1] == "." and not is_cjk(before[-2:-1] or "."):
        return Place.STOP
    if before[-1] in "；;，,、：:":
        return Place.LISTED
    return Place.SPACE if text[start - 1].isspace() else Place.GLUED
