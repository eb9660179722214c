"""Edits and passages: how the text of matched sections differs."""

from enum import StrEnum

from msgspec import Struct

from plandiff.corpus.model import Span


class Side(StrEnum):
    """One of the two plans."""

    OLD = "old"
    NEW = "new"

    @property
    def other(self) -> "Side":
        """The other plan."""
        return Side.OLD if self is Side.NEW else Side.NEW

    @property
    def op(self) -> "Op":
        """The operation of text in this plan only: delete for the old one, insert for the new."""
        return Op.DELETE if self is Side.OLD else Op.INSERT


class RowKind(StrEnum):
    """The kind of change of a row's sections; moves are recorded separately."""

    UNCHANGED = "unchanged"
    MODIFIED = "modified"
    ADDED = "added"
    REMOVED = "removed"
    SPLIT = "split"
    MERGED = "merged"
    REGROUPED = "regrouped"


class Op(StrEnum):
    """The operation of an edit from the old text to the new one."""

    EQUAL = "equal"
    DELETE = "delete"
    INSERT = "insert"

    @property
    def side(self) -> Side:
        """The plan that contains the text; the new one for equal text."""
        return Side.OLD if self is Op.DELETE else Side.NEW


class EditNature(StrEnum):
    """The nature of an edit, by which a reader may skip it or not."""

    SUBSTANCE = "substance"
    FORM = "form"
    """Punctuation, width, white space, simplified/traditional form, quote style."""
    REORDERED = "reordered"
    """A list item at another position in the same list."""
    MOVED = "moved"
    """A sentence that moved to another section: ``Edit.section`` and its row ``Edit.link``."""
    IGNORED = "ignored"
    """Covered by an ignore rule of the user."""


class Edit(Struct, frozen=True):
    """One run of text; equal and delete joined give the old text, equal and insert the new."""

    op: Op
    text: str
    nature: EditNature = EditNature.SUBSTANCE
    core: tuple[Span, ...] = ()
    """Spans of ``text`` that differ from the opposite edit (second level); empty: all of it."""
    link: str | None = None
    """Id of the row that holds the other end of a moved sentence; it may be the edit's own."""
    section: str | None = None
    """Id of the section of the other plan with that end."""


class Place(Struct, frozen=True):
    """Characters ``start`` to ``end`` of a section's ``text``."""

    section: str
    start: int
    end: int


class Passage(Struct, frozen=True):
    """Sentences, list items or headings of one row that correspond to each other.

    The text of a side is the text of its places joined by newlines; equal and delete edits joined
    give the old text, equal and insert edits the new one.
    """

    id: str
    """``r3.1``: the id of the row, and a number within it."""
    kind: RowKind
    old: tuple[Place, ...]
    new: tuple[Place, ...]
    edits: tuple[Edit, ...]
    moved: bool = False
    """It changed its order within the row, or is one half of a sentence moved to another row."""
    other: str | None = None
    """Id of the other half, which is in another row."""
    substantive: bool = False
    kept: float = 0.0
    """Share of the shorter side's characters (without white space) that both sides have."""

    @property
    def changed(self) -> bool:
        """Whether a reader who looks for changes should stop here."""
        return self.kind is not RowKind.UNCHANGED or self.moved

    def places(self, side: Side) -> tuple[Place, ...]:
        """Return the places of one side."""
        return self.old if side is Side.OLD else self.new

    def text(self, side: Side) -> str:
        """Return the text of one side: its places' texts joined by newlines; may be empty."""
        return "".join(edit.text for edit in self.edits if edit.op is not side.other.op)
