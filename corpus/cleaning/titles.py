"""Find the plan's own title: which line it is, what it is mixed with, and its copies."""

from collections.abc import Iterable
from typing import NamedTuple

from msgspec.structs import replace

from plandiff.corpus.cleaning.boilerplate import SITE_WORDS, is_site_line, site_score
from plandiff.corpus.cleaning.characters import (
    ends_sentence,
    is_han,
    join,
    likeness,
    squash,
    width,
)
from plandiff.corpus.cleaning.contents import is_contents_title
from plandiff.corpus.cleaning.fact_box import FACT_BOX
from plandiff.corpus.cleaning.removed_content import REPEATED_TITLE
from plandiff.corpus.cleaning.title_words import (
    find_glued_title,
    find_title_before_label,
    has_file_ending,
    is_of_meeting,
    is_title_like,
    strip_file_ending,
)
from plandiff.corpus.model import Line, Removed
from plandiff.corpus.outline.labels import starts_with_label
from plandiff.corpus.text import lazy_re as re

_ZONE = 12
"""Filled lines at the top that are searched for the title."""
_STATED_ZONE = 60
"""Filled lines at the top that are searched for the title that a page states."""
_SHORTEST_STATED = 12
"""Columns; a shorter beginning of a page's title is no evidence."""
_SITE_JOINT = re.compile(r"\s*[_|丨—–]+\s*|\s+-+\s+|-+(?=[^-]*$)")
"""Separators between a page's title and the name of the site."""
_TAIL_OF_FACTS = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?.{0,60}")
_SHORTEST_NAME, _WIDEST_NAME = 16, 120
"""Columns of a line that may be a title though it does not end like one."""
_QUOTED = re.compile(r"《([^《》]{4,80})》")
_NAMED = re.compile(
    r"(?:[为為爲][你您大家們们]{1,3}(?:精心)?(?:[准準][备備]|整理|收集|[带帶][来來])了?(?:的)?|[关關][于於]|[题題][为為])"
    r"(?P<title>[^,，。;；]{4,50}?)(?=[参參]考[范範]文|[范範]文|模板|的?相[关關]|[,，。]|$)"
)
_OFFICE = re.compile(
    r"(?:政府|[办辦]公[厅廳室]|委[员員][会會]|[厅廳局委部院校会會]|党组|黨組|公司|中心)$"
)
_BROKEN_TITLE = re.compile(
    r"(?:[发發]展|[关關][于於]|印[发發]|[实實]施|的|和|[与與]|加[强強]|改[进進])$"
)
_ORGANISATION = re.compile(
    r"[A-Z].*\b(?:School|Academy|College|University|Council|District|Trust|Authority|Department"
    r"|Board|Foundation|Association|Library|Hospital|Nursery|Institute|Society|Cent(?:er|re)|County"
    r"|Borough)(?:\sof\s[A-Z][A-Za-z ]+)?$"
)
_SPAN_OF_YEARS = re.compile(
    r"[（(](?:\d{4}[^（()）]{0,12}|[试試]行|草案|征求意见稿|修[订訂]稿?)[)）](?:\S{0,5}稿)?"
)
_DATED = re.compile(r"\s*\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}")
"""A line that opens with a date: when a version was made, never its name."""
_DECORATED = re.compile(r"([★☆◆◇●■▲※*~—=－-]{1,3})[^★☆◆◇●■▲※*~—=－-]{2,12}\1")
"""A slogan between two signs above the title: ★重点工程★."""
_LONGEST_NAME = 60
"""Columns of the first half of a title in capitals."""
_LONGEST_CAPTION, _LONGEST_LATIN_CAPTION = 10, 24
"""Characters."""
_OF_PAPER = re.compile(r"[〔\[【（(]|[号號令稿版文件府會会局厅廳委部院校司科办辦组組室人长長]$")
"""Items of the head of a document: its number, its issuer, its draft status."""
_BARE_NAME = re.compile(
    r"(?:[一二三四五]年)?(?:(?:重[点點]|专项|專項)?(?:工作|行[动動]|[实實]施|[发發]展|建[设設]))?"
    r"(?:[计計][划劃畫]|方案|要[点點]|[规規][划劃]|[意][见見]|[总總][结結]|安排|思路|[纲綱]要)"
    r"(?:[（(][^（()）]{2,12}[)）])?"
)
"""A line that names only the type of document: the second half of a title."""
_INDENT_OF_TEXT = 4
"""Columns by which paragraphs are indented."""
_AFTER_NAME = re.compile(r"\s*(?:[关關][于於]|印[发發])")


class Titled(NamedTuple):
    """The title, the lines without it, and the text removed with it."""

    title: str
    lines: list[Line]
    removed: list[Removed]


def take_title(
    lines: list[Line], removed: list[Removed], hints: list[str], stated: str, *, page: bool
) -> Titled:
    """Take the title from the lines; if they have none, from the page's words before them.

    ``hints`` are those words, ``stated`` is a title that the format states.  ``removed`` is
    returned with the title cut out of the page's words if it was found there.  ``page``: captions
    above the title and between two copies of it belong to a page.
    """
    at = _stated_place(lines, stated)
    if at is not None:
        above = _captions(lines, range(at)) if page else []
        removed = [*removed, *(Removed(lines[i].text.strip(), SITE_WORDS) for i in above)]
        kept = [line for i, line in enumerate(lines) if i not in above]
        titled = _take_stated(kept, stated, at - len(above), removed)
        return _without_doubles(titled, hints, page=page)
    known = [title for title in (*_titles_in(hints), stated) if title]
    # an uncertain first line loses to a title found above, in a page's words
    named = any(is_title_like(hint) and not is_site_line(hint) for hint in hints)
    found = _take_from_lines(lines, known, first_line=not named)
    if found.title:
        at = next((i for i, line in enumerate(found.lines) if line is not lines[i]), 0)
        above = _captions(found.lines, range(at)) if hints else []
        removed = [*removed, *(Removed(lines[i].text.strip(), SITE_WORDS) for i in above)]
        kept = [line for i, line in enumerate(found.lines) if i not in above]
        return _without_doubles(Titled(found.title, kept, removed), hints, page=page)
    return _take_from_hints(lines, removed, hints)


def _filled(lines: list[Line]) -> list[int]:
    return [i for i, line in enumerate(lines) if line.text.strip()]


def _titles_in(hints: list[str]) -> list[str]:
    """Return the titles that the page's words name, the longest first.

    >>> _titles_in(["《教育工作计划.docx》由会员分享"])
    ['教育工作计划']
    """
    found = [strip_file_ending(quoted) for hint in hints for quoted in _QUOTED.findall(hint)]
    found += [strip_file_ending(hint) for hint in hints if has_file_ending(hint)]
    found += [hint for hint in hints if is_title_like(hint)]
    return sorted(dict.fromkeys(found), key=len, reverse=True)


def _stated_place(lines: list[Line], stated: str) -> int | None:
    """Return the first line that is the stated title or, before a site's name, its beginning."""
    whole = squash(stated)
    if not whole:
        return None
    names = [name for piece in _SITE_JOINT.split(stated) if (name := squash(piece))]
    beginnings = [whole, *("".join(names[:n]) for n in range(len(names) - 1, 0, -1))]
    # a first-level heading that the format declares as the title is the title at any position
    filled = _filled(lines)
    places = [*filled[:_STATED_ZONE], *(i for i in filled if lines[i].heading_level == 1)]
    for name in dict.fromkeys(beginnings):
        for i in places:
            if width(name) < _SHORTEST_STATED and lines[i].heading_level != 1:
                continue
            text = squash(lines[i].text)
            if squash(_SITE_JOINT.sub("", text)) == name or text == name:
                return i
            if text.startswith(whole) and _TAIL_OF_FACTS.fullmatch(text[len(whole) :]):
                return i
    return None


def _take_stated(lines: list[Line], stated: str, at: int, removed: list[Removed]) -> Titled:
    """Take the line ``at`` as title; a date and a source after it are facts."""
    title, rest = lines[at].text.strip(), ""
    whole = squash(stated)
    if squash(title) != whole and squash(title).startswith(whole):
        end = next(n for n in range(len(title) + 1) if squash(title[:n]) == whole)
        title, rest = title[:end], title[end:].strip()
    facts = [Removed(rest, FACT_BOX)] if rest else []
    after = next((i for i in range(at + 1, len(lines)) if lines[i].text.strip()), None)
    if after is not None and not rest and _SPAN_OF_YEARS.fullmatch(squash(lines[after].text)):
        title = join(title, lines[after].text.strip())
        lines = [*lines[:after], *lines[after + 1 :]]
    return Titled(title, [*lines[:at], *lines[at + 1 :]], [*removed, *facts])


def _take_from_lines(lines: list[Line], known: list[str], *, first_line: bool) -> Titled:
    """Find the title among the first lines; near copies of it, as pages make them, are removed.

    ``first_line``: if no line reads as a title, the very first one is used.
    """
    found = Titled("", lines, [])
    filled = _filled(lines)[:_ZONE]
    for k, i in enumerate(filled):
        candidate = _title_at(lines, filled, k, known)
        if candidate and (not found.title or _is_copy(found.title, candidate.title, known)):
            found = candidate
        if _is_text(lines[i]) or (found.title and not known):
            break
    first = next((k for k, i in enumerate(filled) if not _DATED.match(lines[i].text)), 0)
    if len(filled) > first + 2 and _DECORATED.fullmatch(squash(lines[filled[first]].text)):
        first += 1
    if found.title or not first_line or len(filled) <= first + 1:
        return found
    if _may_be_title(lines[filled[first]]):
        return _take_whole(lines, filled, first)
    return found


def _is_copy(first: str, second: str, known: list[str]) -> bool:
    return bool(known) and likeness(squash(first), squash(second)) >= 0.5


def _title_at(lines: list[Line], filled: list[int], k: int, known: list[str]) -> Titled | None:
    """Return the title that line ``k`` is or begins with."""
    i = filled[k]
    line = lines[i]
    if line.row or _is_field(lines, filled, k):
        return None
    glued = find_title_before_label(line.text.strip())
    fills_line = is_title_like(line.text) or _is_only_top_heading(lines, i)
    if not glued and fills_line and (not _is_text(line) or _is_only_top_heading(lines, i)):
        return _take_whole(lines, filled, k)
    glued = glued or _glued_title(line.text, known)
    if glued:
        rest = line.text.lstrip()[len(glued) :].lstrip()
        return Titled(glued, [*lines[:i], replace(line, text=rest), *lines[i + 1 :]], [])
    return None


_FIELD = re.compile(r"[A-Z][A-Za-z’'/() -]{2,32}:(?:\s|$)|[^\W\da-zA-Z_]{2,8}[:：]")


def _is_field(lines: list[Line], filled: list[int], k: int) -> bool:
    """Whether line ``k`` is one of several fields: ``Report to: …`` / ``Date of meeting: …``."""
    beside = [lines[filled[j]].text for j in (k - 1, k + 1) if 0 <= j < len(filled)]
    own = _FIELD.match(lines[filled[k]].text.strip())
    return own is not None and any(_FIELD.match(text.strip()) for text in beside)


def _is_only_top_heading(lines: list[Line], i: int) -> bool:
    """Whether a heading is above all others: of the first level, or the first of its kind.

    Answers of AI assistants begin with ``###``; there the heading must read as a title as well.
    """
    level = lines[i].heading_level
    if level is None or starts_with_label(lines[i].text):
        return False
    levels = [line.heading_level for line in lines if line.heading_level is not None]
    if levels.count(level) > 1 or min(levels) != level:
        return False
    return level == 1 or (levels[0] == level and is_title_like(lines[i].text))


def _is_text(line: Line) -> bool:
    """Whether the plan's text has begun, so that no title follows."""
    if line.heading_level is not None:
        return line.heading_level > 1 or bool(line.label) or starts_with_label(line.text)
    return starts_with_label(line.text) or (ends_sentence(line.text) and width(line.text) > 60)


def _glued_title(text: str, known: list[str]) -> str:
    """Find a known title at the start of a longer line, or one shown by the text after it."""
    text = text.strip()
    for title in known:
        if len(title) >= 4 and text.startswith(title) and len(text) > len(title) + 10:
            return title
    if starts_with_label(text):
        return ""
    parted = text.split(maxsplit=1)
    if len(parted) == 2 and is_title_like(parted[0]) and ends_sentence(text):
        return parted[0]
    return find_glued_title(text)


def _may_be_title(line: Line) -> bool:
    """Whether the first line, without title words, is in the position of a title."""
    text = line.text.strip()
    if not text or is_contents_title(text):
        return False
    if line.row or width(text) > 80 or ends_sentence(text) or text[0] in "—-–（(　*•·":
        return False
    if starts_with_label(text) or not any(map(str.isalnum, text)):
        return False
    return not re.search(r"[:：,，、]$|\d{4}年\d{1,2}月", text)


def _take_whole(lines: list[Line], filled: list[int], k: int) -> Titled:
    """Take the title that fills line ``k``, and the line before if the title begins there."""
    places = [filled[k]]
    text = lines[filled[k]].text
    before = lines[filled[k - 1]].text if k else ""
    if before and (_begins_title(before.strip(), text) or _are_centred(before, text)):
        places.insert(0, filled[k - 1])
    if k + 1 < len(filled) and _SPAN_OF_YEARS.fullmatch(squash(lines[filled[k + 1]].text)):
        places.append(filled[k + 1])
    title = ""
    for i in places:
        title = join(title, lines[i].text)
    return Titled(title.strip(), [line for i, line in enumerate(lines) if i not in places], [])


def _begins_title(before: str, text: str) -> bool:
    """Whether a line is a title's first half: the office's name, or one that breaks off."""
    if is_of_meeting(before):
        return False
    if _ORGANISATION.fullmatch(before) and width(before) <= _LONGEST_NAME and is_title_like(text):
        return True
    before = squash(before)
    if _OFFICE.search(before) and _AFTER_NAME.match(text):
        return True
    if re.search(r"[〔\[（(]20\d\d[〕\]）)]第?\d+[号號]$", before):
        return False  # the number of the document
    if _BARE_NAME.fullmatch(squash(text)) and not ends_sentence(before):
        return width(before) <= _LONGEST_NAME and not is_title_like(before)
    if before.isascii() and before.isupper() and text.isascii() and text.isupper():
        return width(before) <= _LONGEST_NAME and not ends_sentence(before)
    return bool(_BROKEN_TITLE.search(before)) and not ends_sentence(before) and width(before) <= 80


def _are_centred(before: str, text: str) -> bool:
    """Whether two lines are centred on the page, the first as the start of a title.

    >>> _are_centred("　　　　农村薄弱学校改造", "　　　　　　三年行动方案")
    True
    """
    if min(_indent(before), _indent(text)) <= _INDENT_OF_TEXT or is_title_like(before):
        return False
    bare = squash(before)
    written = any(map(is_han, bare)) and not _OF_PAPER.search(bare)
    return written and not ends_sentence(bare) and not starts_with_label(bare)


def _indent(text: str) -> int:
    """Return the width in columns of the leading white space."""
    return width(text[: len(text) - len(text.lstrip())])


def _captions(lines: list[Line], places: Iterable[int]) -> list[int]:
    """Find buttons and names of site sections among the lines: 首页, 政务公开, 大."""
    return [i for i in places if lines[i].text.strip() and _is_caption(lines[i])]


def _is_caption(line: Line) -> bool:
    text = squash(line.text)
    longest = _LONGEST_LATIN_CAPTION if text.isascii() else _LONGEST_CAPTION
    if len(text) > longest or line.heading_level is not None or line.label:
        return False
    if _OF_PAPER.search(text) or any(map(str.isdecimal, text)):
        return False
    return not ends_sentence(text) and not starts_with_label(text) and "\t" not in line.text


def _without_doubles(found: Titled, hints: list[str], *, page: bool) -> Titled:
    """Remove lines at the top that repeat the title; after a page's words also near copies.

    Sharing pages put the words of the title, separated by spaces, above the text.
    """
    title = squash(found.title)
    doubles: list[int] = []
    filled = _filled(found.lines)[:_ZONE]
    for k, i in enumerate(filled):
        text = squash(found.lines[i].text)
        halves = [text + squash(found.lines[j].text) for j in filled[k + 1 : k + 2]]
        if title in halves:
            doubles += [i, filled[k + 1]]
            break
        if _is_text(found.lines[i]) and text != title:
            break
        if text == title or (hints and width(text) <= 100 and likeness(text, title) >= 0.6):
            doubles.append(i)
    removed = [Removed(found.lines[i].text.strip(), REPEATED_TITLE) for i in doubles]
    if page and doubles:
        between = [i for i in _captions(found.lines, range(max(doubles))) if i not in doubles]
        removed += [Removed(found.lines[i].text.strip(), SITE_WORDS) for i in between]
        doubles += between
    lines = [line for i, line in enumerate(found.lines) if i not in doubles]
    return Titled(found.title, lines, found.removed + removed)


def _take_from_hints(lines: list[Line], removed: list[Removed], hints: list[str]) -> Titled:
    """Cut the title out of the words of the page; the rest of these words stays removed."""
    ordered = sorted(hints, key=is_site_line)
    within = [(hint, _title_within(hint)) for hint in ordered]
    whole = [(hint, hint) for hint in reversed(hints) if _is_name(hint)]
    named = [(hint, _named_in(hint)) for hint in ordered]
    for hint, title in (*within, *whole, *named):
        place = next((i for i, r in enumerate(removed) if r.text == hint), None)
        if not title or place is None:
            continue
        start = hint.index(title)
        pieces = [hint[:start].strip(), hint[start + len(title) :].strip()]
        split = [replace(removed[place], text=piece) for piece in pieces if piece]
        return Titled(title, lines, [*removed[:place], *split, *removed[place + 1 :]])
    return Titled("", lines, removed)


def _is_name(hint: str) -> bool:
    """Whether a line above the last page line has no page words: it is the title."""
    if site_score(hint) or not _SHORTEST_NAME <= width(hint) <= _WIDEST_NAME:
        return False
    return not ends_sentence(hint) and not re.search(r"[>|»→:：]", hint)


def _title_within(hint: str) -> str:
    for quoted in _QUOTED.findall(hint):
        if is_title_like(strip_file_ending(quoted)):
            return strip_file_ending(quoted)
    bare = strip_file_ending(hint)
    return bare if is_title_like(bare) and is_han(bare[0]) | bare[0].isalnum() else ""


def _named_in(hint: str) -> str:
    """Return the subject of 为大家带来的关于…的范文."""
    named = _NAMED.search(hint)
    return named["title"].strip() if named else ""
