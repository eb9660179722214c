"""Long unchanged stretches left out, so that what changed is read with just enough around it.

A cut falls at the nearest punctuation mark, never inside a number or a Latin word.
"""

import re
from collections.abc import Iterable, Sequence

from plandiff.comparison.reports.shared.marks import Mark, Piece, lines_of

_STOP = re.compile(r"[。；;！!？?，,、：:）)”》\s]")
_SOLID = re.compile(r"[0-9A-Za-z.%％*]")
_REACH = 24
"""Characters by which a kept stretch may grow to end at a punctuation mark."""
_LITTLE = 6
"""What is left out must be more than this, or it is not worth a gap."""


def _nearest_stop(lengths: Sequence[int], keep: int) -> int | None:
    """The length nearest to the one that was asked for, none shorter than its half."""
    fitting = [length for length in lengths if length >= keep // 2 and length]
    return min(fitting, key=lambda length: (abs(length - keep), length), default=None)


def _tail(text: str, keep: int, reach: int = _REACH) -> str:
    """The end of the text, from just after a punctuation mark where one is near."""
    window = text[-(keep + reach) :]
    stops = [len(window) - m.end() for m in _STOP.finditer(window)]
    length = _nearest_stop(stops, keep)
    if length is not None:
        return window[-length:]
    start = max(len(text) - keep, 0)
    while 0 < start < len(text) and _SOLID.match(text[start]) and _SOLID.match(text[start - 1]):
        start -= 1
    return text[start:]


def _head(text: str, keep: int, reach: int = _REACH) -> str:
    """The beginning of the text, up to and with a punctuation mark where one is near."""
    length = _nearest_stop([m.end() for m in _STOP.finditer(text[: keep + reach])], keep)
    if length is not None:
        return text[:length]
    end = keep
    while 0 < end < len(text) and _SOLID.match(text[end]) and _SOLID.match(text[end - 1]):
        end += 1
    return text[:end]


def _shortened(
    piece: Piece, *, first: bool, last: bool, context: int, reach: int
) -> tuple[Piece, ...]:
    """An equal piece with its middle, or its outer end, left out."""
    gap = Piece(Mark.GAP, "")
    head = "" if first else _head(piece.text, context, reach)
    tail = "" if last else _tail(piece.text, context, reach)
    if len(head) + len(tail) + _LITTLE >= len(piece.text):
        return (piece,)
    parts = (Piece(Mark.SAME, head), gap, Piece(Mark.SAME, tail))
    return tuple(part for part in parts if part.text or part is gap)


def elide(line: Sequence[Piece], context: int, reach: int = _REACH) -> tuple[Piece, ...]:
    """One line with ``context`` characters kept around each change; -1 keeps all.

    A kept stretch grows by up to ``reach`` characters to end at a punctuation mark.
    """
    if context < 0:
        return tuple(line)
    kept: list[Piece] = []
    for index, piece in enumerate(line):
        if piece.mark is not Mark.SAME:
            kept.append(piece)
            continue
        ends = {"first": index == 0, "last": index == len(line) - 1}
        kept.extend(_shortened(piece, **ends, context=context, reach=reach))
    return tuple(kept)


def changed_lines(pieces: Iterable[Piece], context: int) -> tuple[tuple[Piece, ...], ...]:
    """The lines that hold a change, each shortened; with ``context`` -1 all lines, whole."""
    return tuple(
        elide(line, context)
        for line in lines_of(pieces)
        if context < 0 or any(piece.mark.is_change for piece in line)
    )


def beginning(text: str, limit: int, reach: int = _REACH) -> str:
    """The text in one line up to about ``limit`` characters, cut at punctuation; -1 keeps all."""
    line = " ".join(text.split())
    if limit < 0 or len(line) <= limit + _LITTLE:
        return line
    return _head(line, limit, reach)


def ending(text: str, limit: int) -> str:
    """The last characters of the text in one line, about ``limit`` of them, from punctuation on."""
    line = " ".join(text.split())
    return line if len(line) <= limit + _LITTLE else _tail(line, limit)
