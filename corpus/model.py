"""The model of a plan: frozen structs that all other modules use.

A plan is a tree of sections in document order.  The first section is the root: its heading is the
plan's title, and its body is the text before the first heading.
"""

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import force_setattr


class Relation(StrEnum):
    """Relation between a target's indicator and value, as a comparison sign."""

    AT_LEAST = ">="
    AT_MOST = "<="
    MORE_THAN = ">"
    LESS_THAN = "<"
    EQUAL = "="
    ABOUT = "~"
    RANGE = "range"


class Span(Struct, frozen=True):
    """Half-open range of characters, ``text[start:end]``."""

    start: int
    end: int


class Section(Struct, frozen=True):
    """One heading with the text up to the next heading, without its subsections."""

    id: str
    """``s0``, ``s1`` … in document order; ``s0`` is the root."""
    parent: str | None
    level: int
    """Depth of nesting in this document; 0 is the root."""
    label: str | None
    """The marker as printed: ``一、``, ``(二)``, ``第三条``, ``*.``."""
    number: int | None
    """The label's number; for damaged and masked labels the reconstructed one, only here."""
    heading: str
    """Heading without its label and a final 。"""
    body: str
    """The section's own paragraphs, joined with newlines."""

    @property
    def text(self) -> str:
        """Heading and body, joined with a newline if both are non-empty."""
        return (
            f"{self.heading}\n{self.body}"
            if self.heading and self.body
            else (self.heading or self.body)
        )


class Target(Struct, frozen=True):
    """One quantity that a section commits to, and its location."""

    id: str
    """``t0``, ``t1`` … in document order."""
    section: str
    span: Span
    """Span of ``quote`` in the section's ``text``."""
    quote: str
    """The shortest piece with comparator, number and unit."""
    indicator: str
    """The noun phrase that is quantified, as in the text."""
    relation: Relation
    value: float | None
    """Value in ``unit``; None if masked or not a number (ranking above the average)."""
    upper: float | None = None
    """Upper end of a range."""
    unit: str = ""
    masked: bool = False
    scope: str | None = None
    """The persons, places or bodies that it applies to: 每个街道, 全县, 公办园."""
    deadline: str | None = None
    """As printed: 到2025年, 年内, 9月底前."""
    modality: str | None = None
    """力争, 确保, 计划 …"""
    baseline: str | None = None
    """The initial value, as printed: 81% in 由81%提高到85%."""
    of: str | None = None
    """The owner of the quantity: the project, place, group or body that the sentence names."""
    name: str = ""
    """Full name from ``of``, verb and indicator, for tables of targets: 旧城区综合改造计划投资."""
    change: str | None = None
    """The verb that makes the value a change, not a level: 增长 in 增长6%和7%, for both values."""

    def __post_init__(self) -> None:
        """Use the indicator as the name if none is given."""
        if not self.name:
            force_setattr(self, "name", self.indicator)


class Deadline(Struct, frozen=True):
    """The due date of a task; days are ISO 8601, ``2025-06-30``."""

    text: str
    """As printed: 2025年6月底前, 每学期, 长期坚持."""
    start: str | None = None
    """The first day if the text states one."""
    until: str | None = None
    """The last day; None if there is none."""
    own_year: bool = False
    """Whether the day is in the plan's own year, so the next year's plan sets a new one."""


class Task(Struct, frozen=True):
    """A task that a plan assigns to bodies or persons, with its due date."""

    id: str
    """``k0``, ``k1`` … in document order."""
    section: str
    span: Span
    """Span of ``quote`` in the section's ``text``."""
    quote: str
    """The words that state the owners and the due date."""
    task: str
    """The work to be done: the sentence or heading that ``quote`` belongs to."""
    lead: tuple[str, ...]
    helpers: tuple[str, ...] = ()
    """The bodies that cooperate."""
    deadline: Deadline | None = None


class Removed(Struct, frozen=True):
    """Text that was removed from the document, and the reason."""

    text: str
    reason: str


HIDDEN = "hidden-text"
"""Reason and kind of a finding: the file hides the text."""
STRUCK = "struck-text"
"""Reason and kind of a finding: the text is struck out."""
LINE_NUMBER = "line-number"
"""Reason: the number of a line in the margin."""
REMOVED_CONTENT = "removed-content"
"""Kind of a finding: removed text looks like content."""
REMOVED_SHARE = "removed-share"
"""Kind of a finding: much of the document was removed."""


class Finding(Struct, frozen=True):
    """Something unusual in the plan that the user should check; shown, never raised."""

    kind: str
    section: str | None
    """Id of the section concerned; None for the whole file."""
    text: str


class Source(Struct, frozen=True):
    """The file that a plan was read from."""

    name: str
    format: str
    encoding: str | None
    """None if the format specifies its own (docx, pdf)."""
    sha256: str
    characters: int


class Pack(Struct, frozen=True):
    """Words from a file that a user adds to the vocabularies: `plandiff.corpus.packs`."""

    name: str
    """The file's name without ``.txt``."""
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The words of each section of the file."""

    def of(self, section: str) -> tuple[str, ...]:
        """The words of one section; empty if the pack lacks it."""
        return tuple(word for name, words in self.words if name == section for word in words)


class Plan(Struct, frozen=True):
    """A parsed document."""

    source: Source
    title: str
    year: int | None
    issuer: str | None
    sections: tuple[Section, ...]
    targets: tuple[Target, ...] = ()
    removed: tuple[Removed, ...] = ()
    findings: tuple[Finding, ...] = ()
    tasks: tuple[Task, ...] = ()
    packs: tuple[Pack, ...] = ()
    """The packs it was read with, in addition to the built-in vocabularies."""

    @property
    def root(self) -> Section:
        """The section with title and preamble."""
        return self.sections[0]


class Line(Struct, frozen=True):
    """One paragraph or line from a format reader, before cleaning."""

    text: str
    heading_level: int | None = None
    """1 … if the format itself marks this as a heading (Word style, ``<h2>``, ``##``)."""
    label: str | None = None
    """A label that the format generates (Word's automatic numbering); not part of ``text``."""
    whole: bool = False
    """Whether the format marks this as a whole paragraph (docx, html): no line is joined to it."""
    depth: int = 0
    """Nesting depth of the line's list item if the format states it (Markdown), else 0."""
    row: bool = False
    """Whether the format marks this as a table row with tabs between cells: it is kept as one."""


class Document(Struct, frozen=True):
    """The result of a format reader: lines in reading order, and the removed text."""

    source: Source
    lines: tuple[Line, ...]
    removed: tuple[Removed, ...] = ()
    findings: tuple[Finding, ...] = ()
    title: str | None = None
    """The title that the format states (Word's Title style, ``<title>``), as a hint."""
    attachments: tuple[str, ...] = ()
    """Names of the documents that a page links to; one of them may be the plan itself."""
