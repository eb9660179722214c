"""The new plan as a Word document with tracked changes against the old one.

Accepting all changes gives the new plan, rejecting all gives the old one, paragraph by paragraph.
An inserted or deleted paragraph mark is a revision in the properties of its paragraph; accepting or
rejecting it splits or joins paragraphs.
Moved text is deleted at its old place and inserted at its new one, with a comment on each that
refers to the other: Word too easily reports documents with native move marks as damaged.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.oxml.ns import nsdecls
from lxml import etree
from msgspec import Struct, field

from plandiff.comparison.edits import Op, Side
from plandiff.comparison.model import Comparison, Row
from plandiff.comparison.reports.options import Meter, ReportOptions
from plandiff.comparison.reports.shared.context_lines import cut_text
from plandiff.comparison.reports.shared.labels import Labels, labels_for
from plandiff.comparison.reports.shared.office import dated, revision_date
from plandiff.comparison.reports.shared.rows import format_notes, format_points
from plandiff.comparison.reports.shared.section_paths import (
    SectionPaths,
    end_paths,
    plan_name,
    section_paths_of,
)
from plandiff.comparison.reports.shared.verdict import overview
from plandiff.comparison.reports.word.parts import (
    Fonts,
    Look,
    Page,
    add_paragraph_style,
    comment_element,
    document_bytes,
    new_document,
    paragraph,
    run,
)
from plandiff.comparison.reports.word.redline_chunks import (
    MOST_TOLD,
    Chunk,
    Place,
    landing,
    plan_paragraphs,
)
from plandiff.comparison.reports.word.redline_stream import redline_chunks
from plandiff.comparison.reports.word.word_resolution import first_difference, resolve
from plandiff.corpus.errors import RedlineError
from plandiff.corpus.formats.word.xml import qualified
from plandiff.corpus.text.escape import visible_line

_HEADING_LEVELS = 9
BODY_STYLE = "PlanText"
"""Style of the body paragraphs."""


class Revisions(Struct):
    """Provides the attributes of every revision element: a unique id, author and date.

    The only stateful object: ids must be unique in the whole document, including comments.
    """

    author: str
    date: str
    later_date: str
    """Some minutes after ``date``: see `_collides`."""
    native_moves: bool = False
    late: bool = False
    """Whether the paragraph that is being written gets the later date."""
    comments: list[tuple[int, str]] = field(default_factory=list)
    _ids: Iterator[int] = field(default_factory=lambda: count(1))
    _moves: dict[str, str] = field(default_factory=dict)

    def next_id(self) -> int:
        """A number that no other revision or comment has."""
        return next(self._ids)

    def signed(self) -> str:
        """The XML attributes of one revision."""
        date = self.later_date if self.late else self.date
        return f'w:id="{self.next_id()}" w:author={quoteattr(self.author)} w:date="{date}"'

    def move_name(self, line: str) -> str:
        """The name that links both ends of a native move."""
        return self._moves.setdefault(line, f"move{len(self._moves) + 1}")

    def comment(self, text: str) -> int:
        """Store a comment for the comments part; returns its id."""
        identity = self.next_id()
        self.comments.append((identity, text))
        return identity


_TAGS = {
    (Op.INSERT, False): "w:ins",
    (Op.DELETE, False): "w:del",
    (Op.INSERT, True): "w:moveTo",
    (Op.DELETE, True): "w:moveFrom",
}

Remarks = Callable[[Chunk], Iterable[str]]
"""Callback that returns the comments on the place of a chunk."""


def _tag(chunk: Chunk, revisions: Revisions) -> str:
    return _TAGS[chunk.op, chunk.move is not None and revisions.native_moves]


def _revised_run(chunk: Chunk, revisions: Revisions) -> str:
    if not chunk.text:  # a place to comment on
        return ""
    if chunk.op is Op.EQUAL:
        return run(chunk.text)
    tag = _tag(chunk, revisions)
    # Within a move Word requires ``w:t``, even in deleted text.
    return f"<{tag} {revisions.signed()}>{run(chunk.text, deleted=tag == 'w:del')}</{tag}>"


def _commented(xml: str, texts: Iterable[str], revisions: Revisions) -> str:
    """Wrap a run in the ranges of comments."""
    for text in texts:
        identity = revisions.comment(text)
        xml = (
            f'<w:commentRangeStart w:id="{identity}"/>{xml}<w:commentRangeEnd w:id="{identity}"/>'
            f'<w:r><w:commentReference w:id="{identity}"/></w:r>'
        )
    return xml


def _style(chunks: Iterable[Chunk]) -> str:
    """The style of the new plan's text in the paragraph, or of the old plan's if there is none."""
    ordered = sorted(chunks, key=lambda chunk: chunk.op is Op.DELETE)
    level = ordered[0].level if ordered else None
    if level is None:
        return BODY_STYLE
    return f"Heading{min(level, _HEADING_LEVELS)}" if level else "Title"


def _mark(chunks: list[Chunk], end: Chunk | None, revisions: Revisions) -> str:
    """The revision of the paragraph mark; the mark moves with the text that it ends."""
    if end is None or end.op is Op.EQUAL:
        return ""
    last = chunks[-1] if chunks else end
    moved = last.move is not None and last.op is end.op
    tag = _TAGS[end.op, moved and revisions.native_moves]
    return f"<w:rPr><{tag} {revisions.signed()}/></w:rPr>"


def _ranged(xml: str, chunks: list[Chunk], revisions: Revisions) -> str:
    """Enclose the runs of a paragraph in the range marks of a native move."""
    first = chunks[0] if chunks else None
    if first is None or first.move is None or not revisions.native_moves:
        return xml
    kind = "moveFrom" if first.op is Op.DELETE else "moveTo"
    identity = revisions.next_id()
    name = revisions.move_name(first.move)
    start = (
        f'<w:{kind}RangeStart w:id="{identity}" w:name="{name}" '
        f"w:author={quoteattr(revisions.author)} w:date={quoteattr(revisions.date)}/>"
    )
    return f'{start}{xml}<w:{kind}RangeEnd w:id="{identity}"/>'


def _paragraph(
    chunks: list[Chunk], end: Chunk | None, revisions: Revisions, remarks: Remarks
) -> str:
    runs = "".join(
        _commented(_revised_run(chunk, revisions), remarks(chunk), revisions) for chunk in chunks
    )
    mark = _mark(chunks, end, revisions)
    return paragraph(_ranged(runs, chunks, revisions), _style(chunks), mark)


def _collides(before: list[Chunk], end: Chunk | None, chunks: list[Chunk]) -> bool:
    """Whether insertions are on both sides of a paragraph mark that is not inserted.

    LibreOffice joins two such insertions into one that includes the mark, unless their dates are
    more than a minute apart.
    """
    return (
        end is not None
        and end.op is Op.EQUAL
        and bool(before and chunks)
        and before[-1].op is Op.INSERT
        and chunks[0].op is Op.INSERT
    )


def redline_paragraphs(
    stream: Iterable[Chunk], revisions: Revisions, remarks: Remarks
) -> Iterator[str]:
    """Yield the paragraphs of WordprocessingML in order."""
    before: list[Chunk] = []
    before_end: Chunk | None = None
    for chunks, end in _by_paragraph(stream):
        revisions.late = not revisions.late and _collides(before, before_end, chunks)
        yield _paragraph(chunks, end, revisions, remarks)
        before, before_end = chunks, end


def _by_paragraph(stream: Iterable[Chunk]) -> Iterator[tuple[list[Chunk], Chunk | None]]:
    """The chunks of each paragraph, and its final newline; None for the last paragraph."""
    chunks: list[Chunk] = []
    for chunk in stream:
        if chunk.text == "\n":
            yield chunks, chunk
            chunks = []
        else:
            chunks.append(chunk)
    yield chunks, None


class _Remarks(Struct, frozen=True):
    """Makes the texts of comments; called for every chunk."""

    comparison: Comparison
    options: ReportOptions
    labels: Labels
    places: dict[Side, SectionPaths]
    rows: dict[str, Row]
    paths: dict[str, str]
    overview: list[str]
    """The comment on the first paragraph, until it is written."""

    def __call__(self, chunk: Chunk) -> Iterator[str]:
        while self.overview:
            yield self.overview.pop()
        if chunk.link in self.paths:
            op = chunk.op if chunk.text else Op.DELETE
            yield self._other_end(op, self.paths[chunk.link])
        if chunk.place is not None:
            yield self._edited(chunk, chunk.place)
        if chunk.row is None:
            return
        row = self.rows[chunk.row]
        if chunk.apart and row.moved:
            yield self._moved(chunk.op, row)
        if not (chunk.apart and chunk.op is Op.DELETE):
            yield from format_notes(row, self.options, self.labels)
            if any(section.parent is None for section in (*row.old, *row.new)):
                yield from format_points(self.options)

    def _other_end(self, op: Op, place: str) -> str:
        key = "comment.moved-to" if op is Op.DELETE else "comment.moved-from"
        return self.labels(key, place=place)

    def _moved(self, op: Op, row: Row) -> str:
        other = op.side.other
        place = self.places[other].paths(row.sections(other))
        landed = landing(row)
        return self._other_end(op, place) + self._how_much(landed.places if landed else 0)

    def _how_much(self, places: int) -> str:
        """The number of changes in a moved row, and where to see them."""
        if not places:
            return ""
        key = "comment.edited" if places <= MOST_TOLD else "comment.edited-much"
        return self.labels(key, count=places)

    def _edited(self, chunk: Chunk, place: Place) -> str:
        """Describe the change at one place of a moved row."""
        if place.reordered:
            return self.labels["comment.reordered"]
        if not place.was:
            return self.labels["comment.inserted"]
        was = cut_text(place.was, self.labels)
        return self.labels("comment.replaced" if chunk.text else "comment.deleted", was=was)


def _add_comments(document: Any, revisions: Revisions) -> None:  # noqa: ANN401 - a document
    if not revisions.comments:
        return
    part = document.part._comments_part.element  # noqa: SLF001 - python-docx adds one by one, slowly
    for identity, text in revisions.comments:
        part.append(comment_element(identity, text, revisions.author, revisions.date))


def _refuse_faults(body: list[str], comparison: Comparison) -> None:
    """Resolve the redline; raises `RedlineError` if it does not give both plans."""
    xml = f"<w:document {nsdecls('w')}><w:body>{''.join(body)}</w:body></w:document>"
    for accept, plan in ((True, comparison.new), (False, comparison.old)):
        root = etree.fromstring(xml)
        resolve(root, lambda _: True, accept=accept)
        found = ["".join(map(str, p.itertext(qualified("t")))) for p in root.iter(qualified("p"))]
        wanted = plan_paragraphs(plan)
        if found != wanted:
            raise RedlineError(accept=accept, number=first_difference(found, wanted))


def render(comparison: Comparison, options: ReportOptions, meter: Meter) -> bytes:
    """Return the redline as a Word document."""
    labels = labels_for(options.language)
    options = dated(options, comparison)
    document = new_document(Fonts(), Page(landscape=False, title=44, headings=(32,)))
    add_paragraph_style(
        document, "Plan Text", '<w:ind w:firstLineChars="200" w:firstLine="640"/>', Look(size=32)
    )
    revisions = Revisions(
        visible_line(options.author) or "plandiff",
        revision_date(options),
        revision_date(options, minutes=5),
        options.native_moves,
    )
    rows = {row.id: row for row in comparison.rows}
    places = section_paths_of(comparison)
    paths = end_paths(comparison, places)
    shown = [overview(comparison, options)]
    remarks = _Remarks(comparison, options, labels, places, rows, paths, shown)
    meter.begin(passes=1)
    body = list(redline_paragraphs(redline_chunks(comparison, meter), revisions, remarks))
    _refuse_faults(body, comparison)
    _add_comments(document, revisions)
    data = document_bytes(document, body, options, plan_name(comparison.new))
    meter.end_pass()
    return data
