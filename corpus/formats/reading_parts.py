"""What every format reader gives: a document without the facts about its file."""

from dataclasses import dataclass

from plandiff.corpus.model import Finding, Line, Removed


@dataclass(frozen=True, slots=True)
class Reading:
    """Lines in reading order and what was left out; see `plandiff.corpus.model.Document`."""

    lines: tuple[Line, ...]
    removed: tuple[Removed, ...] = ()
    findings: tuple[Finding, ...] = ()
    title: str | None = None
    characters: int | None = None
    """Length of the text where it is more than its lines; None to count the lines."""
