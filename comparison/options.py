"""What is computed; how it is shown is the shell's business."""

import os
from dataclasses import dataclass
from enum import StrEnum


class Ignore(StrEnum):
    """A kind of difference that the user does not want to see."""

    PUNCTUATION = "punctuation"
    WIDTH = "width"
    VARIANTS = "variants"
    """Simplified against traditional forms."""
    SPACE = "space"


class PinKind(StrEnum):
    """What the reader decided by hand."""

    TOGETHER = "together"
    APART = "apart"
    NEW = "new"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Pin:
    """A hard constraint on the alignment; ids are section ids of the two plans."""

    kind: PinKind
    old: str | None = None
    new: str | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """Switches of a comparison."""

    ignore: frozenset[Ignore] = frozenset()
    ignore_patterns: tuple[str, ...] = ()
    """Regular expressions; a difference that lies wholly inside their matches is ignored."""
    pins: tuple[Pin, ...] = ()
    jobs: int = 1
    """Processes that may compare words at a time; the result does not depend on it."""


def count_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
