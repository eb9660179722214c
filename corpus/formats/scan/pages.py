"""Convert recognised text to a deskewed `Page` with doubtful digits as □.

A digit of low confidence is never printed as if it were certain: it becomes □, so its number is a
masked one.  The finding of the page shows the recognised text: ``12〔3〕50个``.
"""

import math
from collections.abc import Iterator, Sequence
from statistics import median

from msgspec import Struct
from rapidfuzz.distance import Levenshtein

from plandiff.corpus.formats.pdf.layout import HAN, Box, Page, Piece
from plandiff.corpus.formats.scan.engine import Corner, ReadLine, Recognition
from plandiff.corpus.model import Finding
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.numerals import HAN_NUMERAL

DOUBTFUL = "□"
"""Replaces a digit of low confidence, as in editions of damaged documents."""
_SURE_OF_DIGIT = 0.9
_SURE = 0.7
"""Minimum confidence of a certain character; commas and brackets rarely have more."""
_NUMBER = re.compile(
    rf"[\d{DOUBTFUL}](?:[\d.,{DOUBTFUL}]*[\d{DOUBTFUL}])?[%％‰]?|[{HAN_NUMERAL}]{{2,}}"
)
_LETTER_FOR_DIGIT = re.compile(r"(?<![A-Za-z])[OolI](?=[\d.])|(?<=[\d.])[OolI](?![A-Za-z])")
_PUNCTUATION = re.compile(r"[\W_]")
_BESIDE_HAN = re.compile(rf" +(?=[{HAN}])|(?<=[{HAN}]) +")
_NARROW = re.compile(
    rf"(?<=[{HAN}])[,;:!?()]|(?<!\d)[,;:!?()](?=[{HAN}])|(?<=[%\d])[,;](?=[{HAN}])"
)
_WIDE_SIGNS = str.maketrans(",;:!?()", "，；：！？（）")
_LARGER = 1.4
"""Height of a detected line relative to its font size."""
_ALIKE = 0.18
"""Maximum relative difference from the usual height for lines of the same size."""
_ASKEW = 0.1
"""Radians; text at a larger angle to the other lines is a watermark or a stamp."""
_SHOWN = 12
"""Maximum doubtful places in the finding of a page."""
_AROUND = 4
"""Characters shown before and after a doubtful place."""


class ScannedPage(Struct, frozen=True):
    """The text of a page and its findings."""

    page: Page
    findings: tuple[Finding, ...]


def scanned_page(recognition: Recognition, number: int, points: float) -> ScannedPage:
    """Build page ``number`` (0-based); ``points`` are the points per pixel."""
    angle = _angle(recognition.lines)
    level = [line for line in recognition.lines if abs(_angle_of(line) - angle) < _ASKEW]
    slanted = tuple(line.text for line in recognition.lines if line not in level)
    height = recognition.height * points
    usual = _usual_height(level)
    pieces, shown = [], []
    for line in level:
        marks = doubtful_places(line)
        shown += list(_shown(line.text, marks))
        box, size = _placed(line, angle, points, height, usual)
        pieces.append(Piece(printed_text(line.text, marks), box, size))
    page = Page(number, recognition.width * points, height, tuple(pieces), slanted)
    return ScannedPage(page, tuple(_findings(number, shown)))


def doubtful_places(line: ReadLine) -> frozenset[int]:
    """Indices of the characters that are doubtful.

    >>> line = ReadLine("投资4.8亿元", (1, 1, 1, 0.5, 1, 1, 1), ((0, 0),) * 4, "投资4.3亿元")
    >>> sorted(doubtful_places(line))
    [3, 4]
    """
    found = {
        at
        for at, (character, sure) in enumerate(zip(line.text, line.confidences, strict=True))
        if sure < _SURE and not _PUNCTUATION.match(character)
    }
    numbers = {at for m in _NUMBER.finditer(line.text) for at in range(*m.span())}
    found |= {at for at in numbers if line.confidences[at] < _SURE_OF_DIGIT}
    found |= {m.start() for m in _LETTER_FOR_DIGIT.finditer(line.text)}
    if line.again is not None:
        found |= numbers & _differing(line.text, line.again)
    return frozenset(found)


def _differing(first: str, second: str) -> set[int]:
    """Indices of ``first`` that differ in ``second``, and those next to its insertions."""
    found: set[int] = set()
    for step in Levenshtein.opcodes(first, second):
        if step.tag == "insert":
            if _NUMBER.search(second[step.dest_start : step.dest_end].replace(".", "0")):
                found |= {step.src_start - 1, step.src_start}
        elif step.tag != "equal":
            found |= set(range(step.src_start, step.src_end))
    return found


def printed_text(text: str, doubtful: frozenset[int]) -> str:
    """The text with □ for doubtful digits and full-width punctuation next to Chinese.

    >>> printed_text("新建12所,完成(一)", frozenset({3}))
    '新建1□所，完成（一）'
    """
    characters = list(text)
    letters = {m.start() for m in _LETTER_FOR_DIGIT.finditer(text)}
    for m in _NUMBER.finditer(text):
        marked = doubtful.intersection(range(*m.span()))
        for at in marked:
            characters[at] = DOUBTFUL if text[at] not in "%％‰" else text[at]
    for at in letters & doubtful:
        characters[at] = DOUBTFUL
    whole = _BESIDE_HAN.sub("", "".join(characters))
    return _NARROW.sub(lambda m: m[0].translate(_WIDE_SIGNS), whole)


def _shown(text: str, doubtful: frozenset[int]) -> Iterator[str]:
    """Each doubtful place in brackets, with its context."""
    for at in sorted(doubtful):
        if at - 1 in doubtful:
            continue
        end = at + 1
        while end in doubtful:
            end += 1
        before, behind = text[max(at - _AROUND, 0) : at], text[end : end + _AROUND]
        yield f"{before}〔{text[at:end]}〕{behind}"


def _findings(number: int, shown: Sequence[str]) -> Iterator[Finding]:
    if shown:
        more = f" … ({len(shown)})" if len(shown) > _SHOWN else ""
        places = "　".join(shown[:_SHOWN])
        yield Finding("doubtful-characters", None, f"{number + 1}: {places}{more}")


def _angle_of(line: ReadLine) -> float:
    (left, top), (right, lower) = line.corners[0], line.corners[1]
    return math.atan2(lower - top, right - left)


def _angle(lines: Sequence[ReadLine]) -> float:
    """Rotation of the page in radians, measured from its longer lines."""
    long = [line for line in lines if len(line.text) >= 5] or lines
    return median(map(_angle_of, long)) if long else 0.0


def _height_of(line: ReadLine) -> float:
    """Height in pixels, at least one: it is the font size that distances are divided by."""
    return max(math.dist(line.corners[0], line.corners[3]), 1.0)


def _usual_height(lines: Sequence[ReadLine]) -> float:
    long = [line for line in lines if len(line.text) >= 5] or lines
    return median(map(_height_of, long)) if long else 1.0


def _placed(
    line: ReadLine, angle: float, points: float, page_height: float, usual: float
) -> tuple[Box, float]:
    """Box of the line on the deskewed page, in points from the bottom, and its font size."""
    height = _height_of(line)
    # Detected heights vary with the characters; without this one font would give many sizes.
    if abs(height - usual) <= _ALIKE * usual:
        height = usual
    edge = height * (1 - 1 / _LARGER) / 2
    placed = [_turned(corner, -angle) for corner in line.corners]
    middle = sum(y for _, y in placed) / 4
    left, right = min(x for x, _ in placed) + edge, max(x for x, _ in placed) - edge
    half = height / _LARGER / 2
    box = Box(
        left * points,
        page_height - (middle + half) * points,
        max(right, left + 1) * points,
        page_height - (middle - half) * points,
    )
    return box, height / _LARGER * points


def _turned(corner: Corner, angle: float) -> Corner:
    x, y = corner
    sine, cosine = math.sin(angle), math.cos(angle)
    return x * cosine - y * sine, x * sine + y * cosine
