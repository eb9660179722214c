"""Markdown as lines: headings with their level, marks that are plainly marks set aside.

Plans use ``*`` and ``**`` as masks (``达到**%以上``), so emphasis is taken away only where the
marks wrap a whole line or its beginning; everything else stays as it is written.
What is taken away is in ``removed``.
"""

import re
from dataclasses import dataclass, field

from plandiff.corpus.formats.encodings import Decoded, damage_findings
from plandiff.corpus.formats.reading_parts import Reading
from plandiff.corpus.model import Line, Removed

_MARK = "markup"
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)")
_TIGHT_HEADING = re.compile(r"(#{1,6})(?=[\u3400-\u9fff（(第\d])")
_CLOSING = re.compile(r"[ \t]#+[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})")
_FENCE = re.compile(r" {0,3}(?:```+|~~~+)[^`]*")
_TABLE_RULE = re.compile(r"[ \t]*+\|?(?:[ \t]*+:?-{2,}+:?[ \t]*+\|)*+(?:[ \t]*+:?-{2,}+:?)?[ \t]*+")
_BULLET = re.compile(r"([ \t]*)([-+*•])[ \t]+(?=\S)")
_QUOTE = re.compile(r" {0,3}(?:>[ \t]?)+")
_WRAPPED = re.compile(r"(\*\*|__)(?=\S)([^*_]+)(?<=\S)\1")
_NOT_MASKED = re.compile(r"[^%％年月日市区县镇乡校人所个名万亿周届次]")
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?:[^\n]*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|$)")
_FRONT_FIELD = re.compile(r"[\w-]+[ \t]*:", re.ASCII)


@dataclass(slots=True)
class _Draft:
    """The lines so far and what was taken away."""

    lines: list[Line] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    fence: str | None = None

    def take(self, text: str) -> None:
        if text.strip():
            self.removed.append(Removed(text.strip(), _MARK))


def read_markdown(decoded: Decoded) -> Reading:
    """Lines with ``heading_level`` for ``#`` and underlined headings.

    Bullets, fences, rules, comments and front matter are set aside.
    """
    draft = _Draft()
    text = _take_comments(_take_front_matter(decoded.text, draft), draft)
    for line in text.splitlines():
        _read_line(line, draft)
    return Reading(
        lines=tuple(draft.lines),
        removed=tuple(draft.removed),
        findings=damage_findings(decoded),
        characters=len(decoded.text),
    )


def _read_line(line: str, draft: _Draft) -> None:
    if _take_fence(line, draft) or draft.fence is not None:
        if draft.fence is not None and not _FENCE.fullmatch(line):
            draft.lines.append(Line(line))
        return
    if _take_underline(line, draft):
        return
    if _RULE.fullmatch(line) or (_TABLE_RULE.fullmatch(line) and "|" in line):
        draft.take(line)
        draft.lines.append(Line(""))
        return
    heading = _HEADING.match(line) or _TIGHT_HEADING.match(line)
    if heading:
        _add_heading(line, heading, draft)
        return
    for mark in (_QUOTE, _BULLET):
        found = mark.match(line)
        if found:
            draft.take(found[0])
            line = line[found.end() :]
    draft.lines.append(Line(_take_emphasis(line, draft)))


def _add_heading(line: str, heading: re.Match[str], draft: _Draft) -> None:
    draft.take(heading[1])
    text = line[heading.end() :]
    closing = _CLOSING.search(f" {text}")
    if closing:
        draft.take(closing[0])
        text = f" {text}"[: closing.start()]
    text = _take_emphasis(text.strip(), draft)
    draft.lines.append(Line(text, heading_level=len(heading[1])))


def _take_underline(line: str, draft: _Draft) -> bool:
    """Whether the line underlines a heading: the line above stands alone, below a blank one."""
    if not _UNDERLINE.fullmatch(line) or not draft.lines:
        return False
    above = draft.lines[-1]
    alone = len(draft.lines) < 2 or not draft.lines[-2].text.strip()
    if not above.text.strip() or above.heading_level or not alone:
        return False
    draft.take(line)
    level = 1 if "=" in line else 2
    draft.lines[-1] = Line(above.text.strip(), heading_level=level)
    return True


def _take_fence(line: str, draft: _Draft) -> bool:
    if not _FENCE.fullmatch(line):
        return False
    kind = line.strip()[0]
    if draft.fence is None or draft.fence == kind:
        draft.take(line)
        draft.fence = kind if draft.fence is None else None
        return True
    return False


def _take_emphasis(line: str, draft: _Draft) -> str:
    """The line without strong marks around all of it or its start; masks stay.

    >>> _take_emphasis("**一、总体要求**", _Draft()), _take_emphasis("**市达到**%", _Draft())
    ('一、总体要求', '**市达到**%')
    """
    start = len(line) - len(line.lstrip())
    found = _WRAPPED.match(line, start)
    if found is None or not _NOT_MASKED.match(found[2]):
        return line
    rest = line[found.end() :]
    if _NOT_MASKED.match(rest[:1] or "，") is None or "**" in rest:
        return line
    draft.take(found[1] * 2)
    return line[:start] + found[2] + rest


def _take_comments(text: str, draft: _Draft) -> str:
    pieces: list[str] = []
    start = 0
    while (opened := text.find("<!--", start)) >= 0:
        closed = text.find("-->", opened + 4)
        if closed < 0:
            break
        pieces.append(text[start:opened])
        draft.removed.append(Removed(text[opened : closed + 3], "comment"))
        start = closed + 3
    return "".join(pieces) + text[start:]


def _take_front_matter(text: str, draft: _Draft) -> str:
    """A block of ``key: value`` lines between two ``---`` at the very start."""
    found = _FRONT_MATTER.match(text)
    if found is None:
        return text
    fields = [line for line in found[0].splitlines()[1:-1] if line.strip()]
    if not fields or _FRONT_FIELD.match(fields[0]) is None:
        return text
    draft.removed.append(Removed(found[0].strip(), "front-matter"))
    return text[found.end() :]
