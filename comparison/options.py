"""Options of the computation; display options belong to the user interfaces."""

import os
from enum import StrEnum

from msgspec import Struct


class Ignore(StrEnum):
    """A kind of difference that the user does not want to see."""

    PUNCTUATION = "punctuation"
    WIDTH = "width"
    VARIANTS = "variants"
    """Simplified and traditional forms of characters."""
    SPACE = "space"


class PinKind(StrEnum):
    """The kind of a manual decision on the alignment."""

    TOGETHER = "together"
    APART = "apart"
    NEW = "new"
    DROPPED = "dropped"


class Pin(Struct, frozen=True):
    """A hard constraint on the alignment; ids are section ids of the two plans."""

    kind: PinKind
    old: str | None = None
    new: str | None = None


class Options(Struct, frozen=True):
    """Options of a comparison."""

    ignore: frozenset[Ignore] = frozenset()
    ignore_patterns: tuple[str, ...] = ()
    """Regular expressions; a difference entirely inside their matches is ignored."""
    pins: tuple[Pin, ...] = ()
    jobs: int = 1
    """Number of processes that compare words; has no effect on the result."""


def count_cores() -> int:
    """Return the number of CPU cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
