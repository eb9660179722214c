"""The pieces that a summary is made of: groups of items, each with a few lines of detail."""

from dataclasses import dataclass

from plandiff.comparison.reports.shared.marks import Mark, Piece


@dataclass(frozen=True, slots=True)
class Detail:
    """One line under an item: marked text, or a labelled fact."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a group."""

    sign: str
    title: str
    row: str | None
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of one kind under one title."""

    key: str
    title: str
    items: tuple[Item, ...]


def text_detail(label: str, text: str) -> Detail:
    """A detail without marks."""
    return Detail(label, (Piece(Mark.SAME, text),))
