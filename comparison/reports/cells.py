"""Text laid out in terminal cells: how wide it is, and where a line may break.

No closing mark stands at the start of a line, no opening one at its end, and no number or Latin
word is broken: the rules of Chinese typesetting that a reader misses at once.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from wcwidth import wcwidth

Segment = tuple[str, str]
"""A run of text and the name of its style."""

_ATOM = re.compile(
    r"[+-]?[0-9A-Za-z][0-9A-Za-z.,:/%+_-]*"
    r"(?:[十百千万亿]*(?:个百分点|[元个人所名次项家座年月日]))?"
    r"|\n| |—{2}|…{2}|.",
    re.DOTALL,
)
_NOT_FIRST = frozenset("。，、；：？！）】〕》〉」』”’%％…—→,.;:?!)]}")
_NOT_LAST = frozenset("（【〔《〈「『“‘([{")
_PAUSES = frozenset("。，、；？！）】〕》〉」』”’…—,;?!)]} ")
_REACH = 5
"""A line may stay short by this part of its width to end at a pause: 百分点 is not torn apart."""


@lru_cache(maxsize=8192)
def character_cells(character: str) -> int:
    """Cells of one character: 0, 1 or 2."""
    return max(wcwidth(character), 0)


def cells(text: str) -> int:
    """Cells of a text in one line."""
    return len(text) if text.isascii() else sum(map(character_cells, text))


Atom = list[Segment]
"""What stays together: segments, one after the other."""


def _atoms(segments: Iterable[Segment]) -> Iterator[Atom]:
    """The text in unbreakable parts, closing marks with what stands before them."""
    waiting: Atom = []
    open_end = False
    for text, style in segments:
        for match in _ATOM.finditer(text):
            part = match[0]
            if waiting and waiting[-1][0] != " " and (open_end or part[0] in _NOT_FIRST):
                waiting.append((part, style))
            else:
                if waiting:
                    yield waiting
                waiting = [(part, style)]
            open_end = part[-1] in _NOT_LAST
    if waiting:
        yield waiting


def _pieces(atom: Atom, room: int) -> Iterator[Atom]:
    """The atom, cut by characters where it is wider than a whole line."""
    if sum(cells(text) for text, _ in atom) <= room:
        yield atom
        return
    for text, style in atom:
        for character in text:
            yield [(character, style)]


def _joined(segments: Iterable[Segment]) -> list[Segment]:
    line: list[Segment] = []
    for text, style in segments:
        if line and line[-1][1] == style:
            line[-1] = (line[-1][0] + text, style)
        else:
            line.append((text, style))
    return line


def _size(atoms: Iterable[Atom]) -> int:
    return sum(cells(text) for atom in atoms for text, _ in atom)


def _is_good(before: Atom, after: Atom) -> bool:
    """Whether a reader would pause between the two."""
    return before[-1][0][-1] in _PAUSES or after[0][0][0] in _NOT_LAST or after[0][0] == " "


def _break_at(line: Sequence[Atom], part: Atom, width: int) -> int:
    """How many atoms stay on a line that ``part`` would overfill.

    The last pause within reach, where there is one; else as many as there are.
    """
    room = min(width // _REACH, width - _size([part]))
    after = part
    for index in range(len(line) - 1, 0, -1):
        if _is_good(line[index], after):
            return index + 1
        after = line[index]
        room -= _size([after])
        if room < 0:
            break
    return len(line)


def _without_lead(line: Sequence[Atom]) -> list[Atom]:
    """The atoms without spaces before them."""
    start = next((i for i, atom in enumerate(line) if atom[0][0] != " "), len(line))
    return list(line[start:])


def wrap(segments: Iterable[Segment], width: int) -> list[list[Segment]]:
    """Lines of at most ``width`` cells; one line where ``width`` is not positive.

    >>> wrap([("毛入园率达到85%，", "")], 12)
    [[('毛入园率达到', '')], [('85%，', '')]]
    """
    if width <= 0:
        return [_joined(segments)]
    lines: list[list[Atom]] = []
    line: list[Atom] = []
    used = 0
    for part in (part for atom in _atoms(segments) for part in _pieces(atom, width)):
        size = _size([part])
        if line and used + size > width:
            cut = _break_at(line, part, width)
            lines.append(line[:cut])
            line = _without_lead(line[cut:])
            used = _size(line)
        if line or not lines or part[0][0] != " ":
            line.append(part)
            used += size
    lines += [line] if line or not lines else []
    return [_joined(segment for atom in line for segment in atom) for line in lines]
