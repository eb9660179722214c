"""The elements of a redline: lines of both plans, and chunks of text with one operation."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from plandiff.comparison.edits import Edit, EditNature, Op, RowKind
from plandiff.comparison.model import Row
from plandiff.comparison.reports.shared.section_paths import end_of, joined
from plandiff.corpus.model import Plan, Section
from plandiff.corpus.text.escape import visible, visible_line


class Place(Struct, frozen=True):
    """One edit inside a moved row, whose words are all inserted text."""

    was: str
    """The replaced text of the old plan; empty for an addition."""
    reordered: bool = False


class Chunk(Struct, frozen=True):
    """A run of text with one operation, inside one line or a single newline."""

    op: Op
    text: str
    level: int | None = None
    """Depth of the chunk's heading, 0 for the title; None in a body paragraph."""
    row: str | None = None
    """Id of the row that starts here, where comments on the whole row are placed."""
    link: str | None = None
    """The other end of a moved sentence, as returned by `section_paths.end_of`."""
    apart: bool = False
    """Whether it starts one end of a row that does not stay in place."""
    move: str | None = None
    """Links the two ends of a line that moved without a change, for native moves."""
    place: Place | None = None
    """The edit that it shows at the new place of a row that moved and changed; a deletion there
    has no text."""


class Line(Struct, frozen=True):
    """A paragraph of one plan: its printed label, the rest, the depth if it is a heading."""

    lead: str
    text: str
    level: int | None


def lines_of_section(section: Section) -> tuple[Line, ...]:
    """The paragraphs of a section; the first one has its label as lead.

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
    """The paragraphs of a plan with their labels: the required result of accepting or rejecting."""
    return [
        line.lead + line.text for section in plan.sections for line in lines_of_section(section)
    ]


MOST_TOLD = 12
"""Maximum number of places of a row with separate comments; more would obscure the text, and the
comparison table serves the reader better."""


class Landing(Struct, frozen=True):
    """The new text of a row that moved and changed.

    All of it is inserted, otherwise "reject all" would not remove it; so the changed words are
    marked by comments.
    """

    chunks: Mapping[str, Sequence[Chunk]]
    """Chunks by section id, without the newlines between sections."""
    places: int
    """Number of edits in substance."""


def landing(row: Row) -> Landing | None:
    """The new text of the row, split by its edits; None if it did not change."""
    if not row.old or not row.new or row.kind is RowKind.UNCHANGED:
        return None
    runs = tuple(_runs(row.edits))
    places = sum(run.place is not None for run in runs)
    writer = _Writer(row)
    for run in runs:
        writer.put(run if places <= MOST_TOLD else _Run(run.text, None, run.link))
    return Landing(writer.chunks, places)


class _Run(Struct, frozen=True):
    """A stretch of the new text; without text, the place of a deletion."""

    text: str
    place: Place | None
    link: str | None


_TOLD = frozenset({EditNature.SUBSTANCE, EditNature.REORDERED})


def _runs(edits: Sequence[Edit]) -> Iterator[_Run]:
    """The new text run by run; a deletion is joined with the insertion that replaces it."""
    for before, edit, after in zip((None, *edits), edits, (*edits[1:], None), strict=False):
        if not _replaces(edit, after):
            was = before if before and _replaces(before, edit) else None
            text = "" if edit.op is Op.DELETE else visible(edit.text)
            yield _Run(text, _place(edit, was), end_of(edit))


def _replaces(deleted: Edit, edit: Edit | None) -> bool:
    """Whether an insertion replaces the deletion before it."""
    return (
        edit is not None
        and (deleted.op, edit.op) == (Op.DELETE, Op.INSERT)
        and deleted.nature is edit.nature is EditNature.SUBSTANCE
    )


def _place(edit: Edit, was: Edit | None) -> Place | None:
    """The place of an edit to comment on; None for equal text and differences of form."""
    if edit.op is Op.EQUAL or edit.nature not in _TOLD:
        return None
    if edit.nature is EditNature.REORDERED:  # commented at its new place
        return Place("", reordered=True) if edit.op is Op.INSERT else None
    gone = edit if edit.op is Op.DELETE else was
    return Place(visible_line(gone.text) if gone else "")


class _Writer:
    """Distributes runs to the lines of a row's new sections, preceded by their labels."""

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
        """Write a run; its comment is placed at its first piece of text."""
        place, link = run.place, run.link
        for index, part in enumerate(run.text.split("\n")):
            if index:
                self._end_line()
            if part or (not run.text and (place or link)):
                self._add(part, place, link)
                place = link = None

    def _add(self, text: str, place: Place | None, link: str | None) -> None:
        """Append text to the line; uncommented text is joined to preceding uncommented text."""
        section, line = self._lines[self._at]
        chunks = self.chunks[section]
        chunk = Chunk(Op.INSERT, text, line.level, link=link, place=place)
        if not (place or link) and chunks and _is_plain(chunks[-1]):
            chunks[-1] = replace(chunk, text=chunks[-1].text + text)
        else:
            chunks.append(chunk)


def _is_plain(chunk: Chunk) -> bool:
    return chunk.text != "\n" and chunk.place is None and chunk.link is None
