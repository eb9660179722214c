"""Strands of characters as pages for the layout of PDFs: points, y going up, text upright."""

from collections import Counter
from collections.abc import Iterable, Sequence

from plandiff.corpus.formats.ofd.objects import Character, Strand
from plandiff.corpus.formats.pdf.gathering import Corners, Gatherer
from plandiff.corpus.formats.pdf.interleaving import interleave
from plandiff.corpus.formats.pdf.layout import Box, Page, Piece

_POINTS = 72 / 25.4
"""In a millimetre."""
_WORD_GAP, _DIGIT_GAP = 0.25, 0.6
"""Of the font size: a gap between two words of another script than Chinese, or two numbers.

Digits may be set one by one, each in a square of its own.
"""


def make_page(
    strands: Sequence[Strand], number: int, box: tuple[float, float, float, float]
) -> Page:
    """The pieces of a page: ``box`` is its left, top, width and height in millimetres."""
    turn = _usual_turn(strands)
    gatherer = Gatherer()
    apart: list[Piece] = []
    slanted: list[str] = []
    for strand in strands:
        if strand.is_askew:
            slanted.append(strand.text.strip())
        elif strand.quarter_turns != turn or (turn == 0 and strand.is_stacked):
            apart.append(_stacked(strand, box, turn))
        else:
            _gather(gatherer, strand, box, turn)
    gatherer.close()
    pieces = (*interleave(gatherer.runs), *apart)
    width, height = box[2] * _POINTS, box[3] * _POINTS
    if turn % 2:
        width, height = height, width
    watermark = " ".join(dict.fromkeys(slanted))
    return Page(number, width, height, pieces, (watermark,) if watermark else ())


def _usual_turn(strands: Iterable[Strand]) -> int:
    """Quarter turns of most of the text: a page may lie on its side."""
    turns: Counter[int] = Counter()
    for strand in strands:
        if not strand.is_askew:
            turns[strand.quarter_turns] += len(strand.characters)
    return max(sorted(turns), key=lambda turn: turns[turn], default=0)


def _gather(
    gatherer: Gatherer, strand: Strand, box: tuple[float, float, float, float], turn: int
) -> None:
    size = strand.size * _POINTS
    for character in strand.characters:
        corners = _corners(character, box, turn)
        if not gatherer.follows(corners):
            gatherer.begin(ord(character.text), corners, size)
            continue
        if _parts_words(gatherer, character.text, corners, size):
            gatherer.add_generated(ord(" "))
        gatherer.add(ord(character.text), corners)


def _parts_words(gatherer: Gatherer, letter: str, corners: Corners, size: float) -> bool:
    """Whether a letter stands so far behind the one before that a space is between them."""
    before, right = gatherer.last
    least = _DIGIT_GAP if (before + letter).isdigit() else _WORD_GAP
    return (before + letter).isalnum() and corners[0] - right > least * size


def _corners(character: Character, box: tuple[float, float, float, float], turn: int) -> Corners:
    """Left, bottom, right and top in points, with the text of the page upright."""
    left, top, width, height = box
    x, y = (character.left - left) * _POINTS, (character.top - top) * _POINTS
    wide = (character.right - character.left) * _POINTS
    high = (character.bottom - character.top) * _POINTS
    if turn == 0:
        base = height * _POINTS - y
        return x, base - high, x + wide, base
    # The box was made to the right of its point and above it; it turns about that point.
    y += _ABOVE * high
    across, down = {
        1: (y, width * _POINTS - x),
        2: (width * _POINTS - x, height * _POINTS - y),
        3: (height * _POINTS - y, x),
    }[turn]
    base = (width if turn % 2 else height) * _POINTS - down + _ABOVE * high
    return across, base - high, across + wide, base


_ABOVE = 0.88
"""Share of a character's box above its point."""


def _stacked(strand: Strand, box: tuple[float, float, float, float], turn: int) -> Piece:
    """Text across the page's direction as one piece, at the middle of where it runs.

    So a merged cell whose words are set from top to bottom stands in the row of its middle.
    """
    middle = strand.characters[len(strand.characters) // 2]
    left, bottom, right, top = _corners(middle, box, turn)
    return Piece(strand.text.strip(), Box(left, bottom, right, top), strand.size * _POINTS)
