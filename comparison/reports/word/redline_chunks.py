"""What a redline is made of: lines of both plans, and chunks of text under one operation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from plandiff.comparison.model import Edit, EditNature, Op, Row, RowKind
from plandiff.comparison.reports.shared.section_paths import end_of, joined
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


MOST_TOLD = 12
"""Places of a row that are told one by one; beyond it comments hide the text, and the comparison
table serves the reader better."""


@dataclass(frozen=True, slots=True)
class Landing:
    """The new text of a row that moved and changed.

    All of it is inserted, otherwise "reject all" would not remove it; so the words that changed are
    marked by comments.
    """

    chunks: Mapping[str, Sequence[Chunk]]
    """By section, without the newlines between sections."""
    places: int
    """Edits in substance."""


def landing(row: Row) -> Landing | None:
    """The new text of the row with its edits told apart; None where it did not change."""
    if not row.old or not row.new or row.kind is RowKind.UNCHANGED:
        return None
    runs = tuple(_runs(row.edits))
    places = sum(run.place is not None for run in runs)
    writer = _Writer(row)
    for run in runs:
        writer.put(run if places <= MOST_TOLD else _Run(run.text, None, run.link))
    return Landing(writer.chunks, places)


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of the new text; without text a place where something was deleted."""

    text: str
    place: Place | None
    link: str | None


_TOLD = frozenset({EditNature.SUBSTANCE, EditNature.REORDERED})


def _runs(edits: Sequence[Edit]) -> Iterator[_Run]:
    """The new text run by run; a deletion is told with the insertion that stands for it."""
    for before, edit, after in zip((None, *edits), edits, (*edits[1:], None), strict=False):
        if not _replaces(edit, after):
            was = before if before and _replaces(before, edit) else None
            text = "" if edit.op is Op.DELETE else visible(edit.text)
            yield _Run(text, _place(edit, was), end_of(edit))


def _replaces(deleted: Edit, edit: Edit | None) -> bool:
    """Whether an insertion stands in the place of the deletion before it."""
    return (
        edit is not None
        and (deleted.op, edit.op) == (Op.DELETE, Op.INSERT)
        and deleted.nature is edit.nature is EditNature.SUBSTANCE
    )


def _place(edit: Edit, was: Edit | None) -> Place | None:
    """What is to be told of an edit; nothing of equal text and of differences of form."""
    if edit.op is Op.EQUAL or edit.nature not in _TOLD:
        return None
    if edit.nature is EditNature.REORDERED:  # told where it stands now
        return Place("", reordered=True) if edit.op is Op.INSERT else None
    gone = edit if edit.op is Op.DELETE else was
    return Place(visible_line(gone.text) if gone else "")


class _Writer:
    """Puts runs into the lines of a row's new sections, labels before them."""

    def __init__(self, row: Row) -> None:
        self._lines = [(s.id, line) for s in row.new for line in lines_of_section(s)]
        self._at = 0
        self.chunks: dict[str, list[Chunk]] = {section.id: [] for section in row.new}
        self._open_line()

    def _open_line(self) -> None:
        section, line = self._lines[self._at]
        if line.lead:
            self.chunks[section].append(Chunk(Op.INSERT, line.lead, line.level))

    def _end_line(self) -> None:
        section, _ = self._lines[self._at]
        self._at += 1
        if self._lines[self._at][0] == section:
            self.chunks[section].append(Chunk(Op.INSERT, "\n"))
        self._open_line()

    def put(self, run: _Run) -> None:
        """Write a run; what is told of it stands at its first piece of text."""
        place, link = run.place, run.link
        for index, part in enumerate(run.text.split("\n")):
            if index:
                self._end_line()
            if part or (not run.text and (place or link)):
                self._add(part, place, link)
                place = link = None

    def _add(self, text: str, place: Place | None, link: str | None) -> None:
        """Text of the line; what bears nothing to tell runs on from such text before it."""
        section, line = self._lines[self._at]
        chunks = self.chunks[section]
        chunk = Chunk(Op.INSERT, text, line.level, link=link, place=place)
        if not (place or link) and chunks and _is_plain(chunks[-1]):
            chunks[-1] = replace(chunk, text=chunks[-1].text + text)
        else:
            chunks.append(chunk)


def _is_plain(chunk: Chunk) -> bool:
    return chunk.text != "\n" and chunk.place is None and chunk.link is None
