"""Geometry of OFD: boxes, matrices and offsets between characters, in millimetres.

>>> deltas("g 3 5 2.5", 6)
[5.0, 5.0, 5.0, 2.5]
"""

import math
from typing import NamedTuple

_LARGEST = 1e6
"""Millimetres; larger numbers are rejected as damage."""


class Matrix(NamedTuple):
    """The affine map ``x' = a x + c y + e``, ``y' = b x + d y + f``."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def apply(self, x: float, y: float) -> tuple[float, float]:
        """Transform a point."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, inner: "Matrix") -> "Matrix":
        """The matrix that applies ``inner`` first, then this one."""
        e, f = self.apply(inner.e, inner.f)
        return Matrix(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            e,
            f,
        )

    @property
    def angle(self) -> float:
        """Clockwise rotation of a text line in radians; y points down."""
        return math.atan2(self.b, self.a)

    @property
    def height(self) -> float:
        """Vertical scale factor of characters."""
        return math.hypot(self.c, self.d)

    @property
    def width(self) -> float:
        """Horizontal scale factor of characters."""
        return math.hypot(self.a, self.b)


def numbers(text: str | None, count: int) -> list[float] | None:
    """Parse ``count`` numbers separated by white space; None if the count differs or one is bad."""
    words = (text or "").split(maxsplit=count)
    if len(words) < count:
        return None
    found = [number(word) for word in words[:count]]
    return [value for value in found if value is not None] if None not in found else None


def number(text: str | None) -> float | None:
    """Parse a finite number up to `_LARGEST`; None if it is invalid."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if abs(value) <= _LARGEST else None


def placement(boundary: str | None, matrix: str | None) -> Matrix:
    """The matrix from an object's coordinates to those of its parent."""
    left, top = (numbers(boundary, 4) or [0.0, 0.0])[:2]
    own = numbers(matrix, 6)
    moved = Matrix(e=left, f=top)
    return moved if own is None else moved.after(Matrix(*own))


def deltas(text: str | None, most: int) -> list[float]:
    """Parse at most ``most`` offsets between characters; ``g 3 5`` repeats 5 three times."""
    words = (text or "").split()
    found: list[float] = []
    place = 0
    while place < len(words) and len(found) < most:
        if words[place] == "g" and place + 2 < len(words):
            counted = words[place + 1]
            times = int(counted) if counted.isdecimal() and len(counted) < 12 else 0
            value = number(words[place + 2]) or 0.0
            found += [value] * min(times, most - len(found))
            place += 3
        else:
            found.append(number(words[place]) or 0.0)
            place += 1
    return found
