"""What a plan is: frozen values that every other module reads.

A plan is a tree of sections in document order.  The first section is the root: its heading is the
plan's title and its body the text before the first heading.
"""

from dataclasses import dataclass
from enum import StrEnum


class Relation(StrEnum):
    """How a target's value binds: the sign between indicator and value."""

    AT_LEAST = ">="
    AT_MOST = "<="
    MORE_THAN = ">"
    LESS_THAN = "<"
    EQUAL = "="
    ABOUT = "~"
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of characters, ``text[start:end]``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    """One heading with the text up to the next heading, without its subsections."""

    id: str
    """``s0``, ``s1`` … in document order; ``s0`` is the root."""
    parent: str | None
    level: int
    """Depth of nesting in this document; 0 is the root."""
    label: str | None
    """The marker as printed: ``一、``, ``(二)``, ``第三条``, ``*.``."""
    number: int | None
    """What the label must have said; damaged and masked labels are repaired here only."""
    heading: str
    """Without label and without a closing 。"""
    body: str
    """The section's own paragraphs, parted by newlines."""

    @property
    def text(self) -> str:
        """Heading, newline, body; the newline only where both are there."""
        return (
            f"{self.heading}\n{self.body}"
            if self.heading and self.body
            else (self.heading or self.body)
        )


@dataclass(frozen=True, slots=True)
class Target:
    """One quantity that a section commits to, and where it stands."""

    id: str
    """``t0``, ``t1`` … in document order."""
    section: str
    span: Span
    """Place of ``quote`` in the section's ``text``."""
    quote: str
    """The shortest piece that holds comparator, number and unit."""
    indicator: str
    """The noun phrase whose quantity it is, as it stands in the text."""
    relation: Relation
    value: float | None
    """In ``unit``; None where masked or not a number (ranking above the average)."""
    upper: float | None = None
    """Upper end of a range."""
    unit: str = ""
    masked: bool = False
    scope: str | None = None
    """To whom or where it applies: 每个街道, 全县, 公办园."""
    deadline: str | None = None
    """As printed: 到2025年, 年内, 9月底前."""
    modality: str | None = None
    """力争, 确保, 计划 …"""
    baseline: str | None = None
    """The value that it starts from, as printed: 81% in 由81%提高到85%."""
    of: str | None = None
    """Whose quantity it is: the project, place, group or body that the sentence names."""
    name: str = ""
    """``of``, verb and indicator, for a table whose rows stand alone: 旧城区综合改造计划投资."""
    change: str | None = None
    """The verb that makes the value a difference and no level: 增长 in 增长6%和7%, of both."""

    def __post_init__(self) -> None:
        """A target without a name of its own is named by its indicator."""
        if not self.name:
            object.__setattr__(self, "name", self.indicator)


@dataclass(frozen=True, slots=True)
class Deadline:
    """Until when a task is to be done; days are ISO 8601, ``2025-06-30``."""

    text: str
    """As printed: 2025年6月底前, 每学期, 长期坚持."""
    start: str | None = None
    """The first day where the text says since when."""
    until: str | None = None
    """The last day; None where there is none."""
    own_year: bool = False
    """The day lies in the plan's own year, so that the next year's plan sets it anew."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a plan gives to somebody, and until when."""

    id: str
    """``k0``, ``k1`` … in document order."""
    section: str
    span: Span
    """Place of ``quote`` in the section's ``text``."""
    quote: str
    """The words that name who and until when."""
    task: str
    """What is to be done: the sentence or heading that the words belong to."""
    lead: tuple[str, ...]
    helpers: tuple[str, ...] = ()
    """Who cooperates."""
    deadline: Deadline | None = None


@dataclass(frozen=True, slots=True)
class Removed:
    """Text that cleaning took away, and why."""

    text: str
    reason: str


REMOVED_CONTENT = "removed-content"
"""Kind of a finding: text that was removed reads as content."""
REMOVED_SHARE = "removed-share"
"""Kind of a finding: much of the document was removed."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something odd in the plan, worth a look: shown beside the result, never raised."""

    kind: str
    section: str | None
    """Id of the section where it stands; None where it concerns the whole file."""
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """The file that a plan was read from."""

    name: str
    format: str
    encoding: str | None
    """None where the format carries its own (docx, pdf)."""
    sha256: str
    characters: int


@dataclass(frozen=True, slots=True)
class Pack:
    """Words of a file that a user adds to the vocabularies: `plandiff.corpus.packs`."""

    name: str
    """The file's name without ``.txt``."""
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The words of each section of the file."""

    def of(self, section: str) -> tuple[str, ...]:
        """The words of one of the sections that packs may have."""
        return tuple(word for name, words in self.words if name == section for word in words)


@dataclass(frozen=True, slots=True)
class Plan:
    """One reading of one document."""

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
    """What it was read with besides the vocabularies of the product."""

    @property
    def root(self) -> Section:
        """The section that holds title and preamble."""
        return self.sections[0]


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph or line as a format reader gives it, before cleaning."""

    text: str
    heading_level: int | None = None
    """1 … where the format itself says that this is a heading (Word style, ``<h2>``, ``##``)."""
    label: str | None = None
    """A label that the format generates (Word's automatic numbering) and that ``text`` lacks."""
    whole: bool = False
    """The format knows that this is a whole paragraph (docx, html): nothing is joined to it."""
    depth: int = 0
    """How many lists the line's item lies in where the format says so (Markdown); 0 elsewhere."""
    row: bool = False
    """The format knows that this is a row of a table, its cells parted by tabs: it stays one."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a format reader gives: lines in reading order, and what it left out."""

    source: Source
    lines: tuple[Line, ...]
    removed: tuple[Removed, ...] = ()
    findings: tuple[Finding, ...] = ()
    title: str | None = None
    """The title that the format states (Word's Title style, ``<title>``), as a hint."""
    attachments: tuple[str, ...] = ()
    """Names of the documents that a page links to; one of them may be the plan itself."""
