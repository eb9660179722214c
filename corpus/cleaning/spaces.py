"""Split paragraphs that share one line, separated only by spaces; join lines wrapped by a space.

Pages that show documents drop the line breaks: the end of a paragraph becomes one space, a run of
wide spaces or an indent in the middle of the line.  Other pages turn each line end of the printed
page into a space.  The distances between spaces distinguish the two: wrapped pieces are all about
as wide as the page.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from plandiff.corpus.cleaning.characters import (
    ends_sentence,
    is_cjk,
    is_cut,
    is_han,
    is_open,
    joint_of,
    width,
)
from plandiff.corpus.cleaning.fact_box import fact_of
from plandiff.corpus.cleaning.line_joining import fits
from plandiff.corpus.cleaning.title_words import is_title_like
from plandiff.corpus.model import Line
from plandiff.corpus.outline.labels import Kind, match_label, starts_with_label
from plandiff.corpus.text import lazy_re as re

_RUN = re.compile(r"[ \t\u00a0\u2002-\u200a\u3000]+")
_INDENT = re.compile(r"[\u3000\u2003]{2,}|[ \u00a0]{4,}|\t")
_PAGE = re.compile(r"(?:第|[Pp]\.?)?\d+[页頁]?")
"""The page number of an entry of contents, after a wide space."""
_SPREAD_DIGITS = re.compile("(?<![０-９.．] )(?<![０-９])[０-９](?: [０-９])+(?![０-９])")
_LONG = 60
"""Columns; a shorter line is left unchanged."""
_SHORTEST_TO_JUDGE = 4
"""Fewest pieces whose widths are evidence."""
_NARROWEST_PAGE = 30
_WIDEST_PAGE = 130
_RUNS_ON = 400
"""Characters; a longer line with spaces holds more than one paragraph."""
_NEAR = 8
"""Characters before a space that show whether the text there is Chinese."""
_LONGEST_OPENING = 200
"""Characters of a paragraph that are searched for a heading."""
_SLACK = 10
"""Columns by which a wrapped piece may be shorter: a mark cannot start a line."""


class _Left(NamedTuple):
    """The text left of a run of spaces: how its paragraph opens, and its last piece."""

    opening: str
    last: str
    start: bool = False
    """The paragraph is the first of the document."""


class _Piece(NamedTuple):
    """A stretch of a line between two runs of spaces, and the run before it."""

    gap: str
    text: str


def part_paragraphs(lines: list[Line]) -> list[Line]:
    """Split paragraphs that share a line, and join pieces wrapped by a space."""
    parted: list[Line] = []
    begun = False
    for line in map(_with_whole_numbers, lines):
        kept = line.heading_level is not None or line.row
        kept = kept or (line.whole and not _holds_labels(line.text))
        kept = kept or ("\t" in line.text and fact_of(line.text) is not None)
        if kept or not _RUN.search(line.text.strip()):
            parted.append(line)
        else:
            parted += in_parts(line, part_line(line.text, first=not begun))
        begun = begun or bool(line.text.strip())
    return parted


def _with_whole_numbers(line: Line) -> Line:
    """Join wide digits in a line: ``１ ２所`` is how a justified line shows 12."""
    if line.row or not _SPREAD_DIGITS.search(line.text):
        return line
    return replace(line, text=_SPREAD_DIGITS.sub(lambda found: _RUN.sub("", found[0]), line.text))


def in_parts(line: Line, texts: Sequence[str]) -> list[Line]:
    """Return a line for each text that it was split into; a label from the format is kept once.

    >>> [(part.label, part.text) for part in in_parts(Line("甲 乙", label="1."), ["甲", "乙"])]
    [('1.', '甲'), (None, '乙')]
    """
    return [
        replace(line, text=text, label=None if at else line.label) for at, text in enumerate(texts)
    ]


def _holds_labels(text: str) -> bool:
    """Whether a paragraph of the format is a whole plan: labels follow its spaces."""
    labels = 0
    for run in _RUN.finditer(text):
        labels += starts_with_label(text[run.end() : run.end() + _NEAR])
        if labels > 1:
            return True
    return False


def part_line(text: str, *, first: bool = False) -> list[str]:
    """Split one line into its paragraphs; ``first`` for the line that may begin with the title.

    >>> [part.strip() for part in part_line("各位代表：　　现在报告。　　一、回顾　　过去一年。")]
    ['各位代表：', '现在报告。', '一、回顾', '过去一年。']
    """
    pieces = list(_pieces(text))
    long = width(text) >= _LONG
    if len(pieces) < 2 or not (long or _opens_paragraphs(pieces)):
        return [text]
    page = _page_width(pieces)
    gaps = _gap_habits(pieces)
    parts = [pieces[0].gap, pieces[0].text]
    opening = pieces[0].text
    paragraphs: list[str] = []
    for last, piece in pairwise(pieces):
        if page and not _is_wide(piece):
            ends = _ends_wrapped(_Left(opening, last.text), piece.text, page)
            joint = joint_of(last.text, piece.text)
        else:
            left = _Left(opening, last.text, start=first and not paragraphs)
            ends = _ends_here(left, piece, gaps, long=long)
            joint = piece.gap
        if ends:
            paragraphs.append("".join(parts))
            parts, opening = [piece.gap, piece.text], piece.text
        else:
            parts += [joint, piece.text]
            opening += joint + piece.text if len(opening) < _LONGEST_OPENING else ""
    return [*paragraphs, "".join(parts)]


def _pieces(text: str) -> Iterator[_Piece]:
    start = 0
    gap = ""
    for run in _RUN.finditer(text.rstrip()):
        if run.start() > start:
            yield _Piece(gap, text[start : run.start()])
        gap, start = run.group(), run.end()
    rest = text[start:].rstrip()
    if rest:
        yield _Piece(gap, rest)


def _is_wide(piece: _Piece) -> bool:
    return bool(_INDENT.search(piece.gap))


class _Gaps(NamedTuple):
    """How a line uses runs of spaces."""

    wide: bool
    """Wide runs separate the paragraphs, single spaces do not."""
    quoted: bool
    """Single spaces also occur next to quotation marks, where they mean nothing."""
    runs_on: bool
    """The line holds several paragraphs: labels follow spaces, or it is very long."""


def _gap_habits(pieces: list[_Piece]) -> _Gaps:
    wide = sum(_is_wide(piece) for piece in pieces[1:])
    quoted = sum(
        is_open(right.text[0]) and not ends_sentence(left.text) for left, right in pairwise(pieces)
    )
    labels = sum(starts_with_label(piece.text) for piece in pieces[1:])
    length = sum(len(piece.text) for piece in pieces)
    runs_on = labels > (len(pieces[0].text) == 1) or length > _RUNS_ON
    return _Gaps(wide >= 0.2 * (len(pieces) - 1), quoted >= 3, runs_on)


def _opens_paragraphs(pieces: list[_Piece]) -> bool:
    """Whether wide gaps separate headings from text, so that short lines are split too."""
    return any(
        _is_wide(right) and (starts_with_label(right.text) or starts_with_label(opening.text))
        for opening in pieces[:1]
        for right in pieces[1:]
    )


def _page_width(pieces: list[_Piece]) -> int:
    """Return the width to which the pieces were wrapped, 0 if they were not."""
    widths = [width(piece.text) for piece in pieces[:-1] if is_cjk(piece.text[-1])]
    if len(widths) < _SHORTEST_TO_JUDGE:
        return 0
    page = sorted(widths)[int(len(widths) * 0.95)]
    full = sum(page - _SLACK <= w <= page + _SLACK for w in widths)
    wrapped = _NARROWEST_PAGE <= page <= _WIDEST_PAGE and full >= 0.6 * len(widths)
    return page if wrapped else 0


def _ends_wrapped(left: _Left, right: str, page: int) -> bool:
    """Whether a paragraph ends between two pieces of wrapped text, i.e. two printed lines.

    A stop at the end of a full line is common: only a label after it, or a short line, decides.
    A short line without a stop ends a heading; other short lines are those with redacted words.
    """
    if starts_with_label(right) and not _is_cut_number(left.last):
        return any(map(is_han, left.last[-_NEAR:]))
    if not fits(left.last, right, page):
        return False
    in_heading = starts_with_label(left.opening) and "。" not in left.opening
    return ends_sentence(left.last) or (in_heading and not is_cut(left.opening))


def _is_cut_number(left: str) -> bool:
    """Match ``第 3、4 条`` and the like: the label continues a sentence."""
    return not ends_sentence(left) and left[-1:] in "第和与及至到、,，"


def _ends_here(left: _Left, right: _Piece, gaps: _Gaps, *, long: bool) -> bool:
    """Whether a paragraph ends at the run of spaces between two pieces."""
    wide = _is_wide(right)
    bullet = len(left.opening) == 1 and not left.opening.isalnum()
    if bullet or _PAGE.fullmatch(right.text):
        return False
    if starts_with_label(right.text) and not _is_cut_number(left.last):
        return wide or (long and not gaps.wide and any(map(is_han, left.last[-_NEAR:])))
    if right.text[0] in "，。、；：,;:)）》”〞":
        return False
    if wide and (long or ends_sentence(left.last) or starts_with_label(left.opening)):
        return True
    if gaps.wide or not is_cjk(left.last[-1]):
        return False
    if not (is_cjk(right.text[0]) or right.text[0].isdigit()):
        return False
    if left.start and is_title_like(left.opening):
        return True
    if not gaps.runs_on:
        return False
    if ends_sentence(left.last):
        return True
    if gaps.quoted and is_open(right.text[0]):
        return False
    return _is_heading_alone(left.opening)


def _is_heading_alone(left: str) -> bool:
    """Match ``一、工作目标`` before its text; not ``一、 工作目标`` cut after its label."""
    label = match_label(left) if starts_with_label(left) else None
    if label is None or label.kind is Kind.ARTICLE:
        return False
    heading = left[label.end :]
    # a name may hold a space (李 明); a heading has a few characters at least
    return len(heading) > 2 and is_han(heading[-1]) and "。" not in heading
