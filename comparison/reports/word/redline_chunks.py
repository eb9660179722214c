"""What a redline is made of: lines of both plans, and chunks of text under one operation."""

from dataclasses import dataclass

from plandiff.comparison.model import Op
from plandiff.comparison.reports.shared.section_paths import joined
from plandiff.corpus.model import Plan, Section
from plandiff.corpus.text.escape import visible, visible_line


@dataclass(frozen=True, slots=True)
class Place:
    """One edit inside a row that moved: its words stand inserted among inserted words."""

    was: str
    """What stood there in the old plan; empty where nothing did."""
    reordered: bool = False


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of text under one operation, inside one line or a single newline."""

    op: Op
    text: str
    level: int | None = None
    """Depth of the heading that it belongs to, 0 for the title; None in a body paragraph."""
    row: str | None = None
    """The row that it opens, where something may be said of the whole row."""
    link: str | None = None
    """Where the other end of a moved sentence stands, as `places.end_of` names it."""
    apart: bool = False
    """Opens one end of a row that does not stay in place."""
    move: str | None = None
    """Ties the two ends of a line that moved without a change, for native moves."""
    place: Place | None = None
    """The edit that it shows at the new end of a row that moved and changed; a deletion there has
    no text."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of one plan: its label as printed, the rest, the depth if it is a heading."""

    lead: str
    text: str
    level: int | None


def lines_of_section(section: Section) -> tuple[Line, ...]:
    """The paragraphs of a section; its label stands before the first one.

    >>> lines_of_section(Section("s1", "s0", 1, "一、", 1, "目标", "甲。"))
    (Line(lead='一、', text='目标', level=1), Line(lead='', text='甲。', level=None))
    """
    texts = visible(section.text).split("\n")
    label = visible_line(section.label or "")
    lead = joined(label, texts[0]).removesuffix(texts[0]) if texts[0] else label
    heads = section.heading.count("\n") + 1 if section.heading else 0
    return tuple(
        Line(lead if not index else "", text, section.level if index < heads else None)
        for index, text in enumerate(texts)
    )


def plan_paragraphs(plan: Plan) -> list[str]:
    """The paragraphs of a plan, labels printed, as accepting or rejecting all must give them."""
    return [
        line.lead + line.text for section in plan.sections for line in lines_of_section(section)
    ]
