"""Read the text objects of an OFD page: each text code with the positions of its characters."""

import math
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct

from plandiff.corpus.errors import Phrase, TooLargeError
from plandiff.corpus.formats.limits import MAX_CHARACTERS, MAX_OFD_OBJECTS
from plandiff.corpus.formats.ofd.places import Matrix, deltas, number, numbers, placement
from plandiff.corpus.formats.xml_parts import Element, children_named, descendants_named, local_name

_DEEPEST = 8
"""Maximum depth of nested composite objects."""
_ASKEW = 0.05
"""Radians; text at a larger angle to the axes is a watermark."""
_WIDEST = 1.05
"""Ems; maximum width of a character; a larger advance leaves a gap after it."""
_ASCENT, _DESCENT = 0.88, 0.12
"""Ems above and below the baseline."""


class Character(NamedTuple):
    """One character and its box before rotation, in millimetres with y pointing down."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


class Strand(Struct, frozen=True):
    """The characters of one text code."""

    characters: tuple[Character, ...]
    size: float
    """Font size in millimetres."""
    angle: float
    """Clockwise rotation of the characters in radians."""
    visible: bool

    @property
    def text(self) -> str:
        """All characters in file order."""
        return "".join(character.text for character in self.characters)

    @property
    def is_askew(self) -> bool:
        """Whether the text is slanted, neither horizontal nor vertical."""
        off = self.angle % (math.pi / 2)
        return _ASKEW < off < math.pi / 2 - _ASKEW

    @property
    def quarter_turns(self) -> int:
        """Rotation in quarter turns clockwise, 0 to 3."""
        return round(self.angle / (math.pi / 2)) % 4

    @property
    def is_stacked(self) -> bool:
        """Whether most characters are below the previous one (vertical text)."""
        down = sum(
            abs(now.left - before.left) < 0.5 * self.size < now.top - before.top
            for before, now in pairwise(self.characters)
        )
        return down * 2 > len(self.characters) - 1


class Reader:
    """Walks the objects of pages; one instance per package, so its limits apply to all pages."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._objects = 0
        self._characters = 0
        self.pictures = False
        """Whether a page with a picture was read."""

    def strands(self, root: Element, drawings: dict[str, Element]) -> Iterator[Strand]:
        """Yield the text of a page, template or appearance in drawing order.

        ``drawings``: definitions of composite objects, by id.
        Raises TooLargeError.
        """
        yield from self._walk(root, Matrix(), drawings, depth=0, visible=True)

    def _walk(
        self, parent: Element, outer: Matrix, drawings: dict[str, Element], *, depth: int,
        visible: bool,
    ) -> Iterator[Strand]:  # fmt: skip
        for element in parent:
            self._count()
            kind = local_name(element)
            seen = visible and element.get("Visible") not in {"false", "0"}
            if kind == "TextObject":
                yield from self._text(element, outer, visible=seen)
            elif kind == "CompositeObject" and depth < _DEEPEST:
                drawing = drawings.get(element.get("ResourceID") or "")
                if drawing is not None:
                    inner = outer.after(_placement(element))
                    yield from self._walk(drawing, inner, drawings, depth=depth + 1, visible=seen)
            elif kind in {"Content", "Layer", "PageBlock"}:
                yield from self._walk(element, outer, drawings, depth=depth, visible=seen)
            elif kind == "ImageObject":
                self.pictures = True

    def _count(self) -> None:
        self._objects += 1
        if self._objects > MAX_OFD_OBJECTS:
            raise TooLargeError.beyond(self._name, Phrase("size.objects", count=MAX_OFD_OBJECTS))

    def _text(self, element: Element, outer: Matrix, *, visible: bool) -> Iterator[Strand]:
        matrix = outer.after(_placement(element))
        size = number(element.get("Size")) or 0.0
        stretch = number(element.get("HScale")) or 1.0
        x = y = 0.0
        for code in children_named(element, "TextCode"):
            text = "".join(c for c in code.text or "" if c >= " " and c != "\x7f")
            self._characters += len(text)
            if self._characters > MAX_CHARACTERS:
                limit = Phrase("size.characters", count=MAX_CHARACTERS)
                raise TooLargeError.beyond(self._name, limit)
            start = number(code.get("X")), number(code.get("Y"))
            x, y = (x if start[0] is None else start[0]), (y if start[1] is None else start[1])
            if not text.strip():
                continue
            places = _places(code, text, (x, y), size * stretch)
            turned = matrix.angle + _direction(element)
            height = size * matrix.height
            yield Strand(
                tuple(_characters(text, places, matrix, (size * stretch, size))),
                height,
                turned,
                visible,
            )


def _placement(element: Element) -> Matrix:
    return placement(element.get("Boundary"), element.get("CTM"))


def _direction(element: Element) -> float:
    """The rotation of each character by ``CharDirection``, in radians."""
    return math.radians(number(element.get("CharDirection")) or 0.0)


def _places(
    code: Element, text: str, start: tuple[float, float], em: float
) -> list[tuple[float, float]]:
    """The origin of each character of a text code; missing offsets are estimated."""
    along = deltas(code.get("DeltaX"), len(text) - 1)
    down = deltas(code.get("DeltaY"), len(text) - 1)
    x, y = start
    places = [start]
    for i in range(len(text) - 1):
        estimated = 0.0 if i < len(down) else _usual_width(text[i]) * em
        x += along[i] if i < len(along) else estimated
        y += down[i] if i < len(down) else 0.0
        places.append((x, y))
    return places


def _usual_width(character: str) -> float:
    """Estimated width in ems: Chinese characters and punctuation are square."""
    return 1.0 if unicodedata.east_asian_width(character) in {"W", "F", "A"} else 0.5


def _characters(
    text: str, places: list[tuple[float, float]], matrix: Matrix, em: tuple[float, float]
) -> Iterator[Character]:
    """Each character's box at its origin, before rotation."""
    wide, high = em[0], em[1] * matrix.height
    for i, character in enumerate(text):
        width = _usual_width(character) * wide
        if i + 1 < len(places) and places[i + 1][1] == places[i][1]:
            advance = places[i + 1][0] - places[i][0]
            # The advance is taken as the character's width, up to that of a square one: digits
            # may be spaced as widely as Chinese characters.
            if 0.2 * wide < advance <= _WIDEST * wide:
                width = advance
        x, y = matrix.apply(*places[i])
        yield Character(
            character, x, y - _ASCENT * high, x + width * matrix.width, y + _DESCENT * high
        )


def drawings_in(root: Element) -> Iterator[tuple[str, Element]]:
    """The composite objects that a resource part defines, by id."""
    for unit in descendants_named(root, "CompositeGraphicUnit"):
        yield unit.get("ID") or "", unit


def page_box(root: Element, usual: str) -> tuple[float, float, float, float]:
    """Left, top, width and height of a page in millimetres; A4 if the file states none."""
    area = next(children_named(root, "Area"), None)
    box = next(children_named(area, "PhysicalBox"), None)
    for stated in ("" if box is None else box.text, usual):
        found = numbers(stated, 4)
        if found and found[2] > 0 and found[3] > 0:
            return found[0], found[1], found[2], found[3]
    return 0.0, 0.0, 210.0, 297.0
