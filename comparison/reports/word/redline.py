"""The new plan as a Word document with tracked changes against the old one.

Accepting all of them gives the new plan, rejecting all the old one, paragraph for paragraph.
What moved is deleted at its old place and inserted at its new one, with a comment on both that
names the other: Word calls documents with its own move marks damaged too easily.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from plandiff.comparison.model import Comparison, Op, Row, Side
from plandiff.comparison.reports.long_runs import cut_text
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.progress import Meter
from plandiff.comparison.reports.redline_landing import MOST_TOLD, landing
from plandiff.comparison.reports.redline_paragraphs import Revisions, redline_paragraphs
from plandiff.comparison.reports.shared.labels import Labels, labels_for
from plandiff.comparison.reports.shared.office import dated, revision_date
from plandiff.comparison.reports.shared.rows import notes_in_words, points_in_words
from plandiff.comparison.reports.shared.section_paths import Places, end_paths, places_of, plan_name
from plandiff.comparison.reports.word.parts import (
    Fonts,
    Look,
    Page,
    add_paragraph_style,
    document_bytes,
    new_document,
    paragraph,
    run,
)
from plandiff.comparison.reports.word.redline_chunks import Chunk, Place
from plandiff.comparison.reports.word.redline_stream import redline_chunks
from plandiff.corpus.text.escape import visible_line

_INITIALS = 8


@dataclass(frozen=True, slots=True)
class _Remarks:
    """What the comments say; called for every chunk."""

    comparison: Comparison
    options: ReportOptions
    labels: Labels
    places: dict[Side, Places]
    rows: dict[str, Row]
    paths: dict[str, str]

    def __call__(self, chunk: Chunk) -> Iterator[str]:
        if chunk.link in self.paths:
            op = chunk.op if chunk.text else Op.DELETE
            yield self._other_end(op, self.paths[chunk.link])
        if chunk.place is not None:
            yield self._edited(chunk, chunk.place)
        if chunk.row is None:
            return
        row = self.rows[chunk.row]
        if chunk.apart:
            yield self._moved(chunk.op, row)
        if not (chunk.apart and chunk.op is Op.DELETE):
            yield from notes_in_words(row, self.options, self.labels)
            if any(section.parent is None for section in (*row.old, *row.new)):
                yield from points_in_words(self.options)

    def _other_end(self, op: Op, place: str) -> str:
        key = "comment.moved-to" if op is Op.DELETE else "comment.moved-from"
        return self.labels(key, place=place)

    def _moved(self, op: Op, row: Row) -> str:
        other = op.side.other
        place = self.places[other].paths(row.sections(other))
        landed = landing(row)
        return self._other_end(op, place) + self._how_much(landed.places if landed else 0)

    def _how_much(self, places: int) -> str:
        """In how many places a row that moved was changed, and where to see it."""
        if not places:
            return ""
        key = "comment.edited" if places <= MOST_TOLD else "comment.edited-much"
        return self.labels(key, count=places)

    def _edited(self, chunk: Chunk, place: Place) -> str:
        """What happened at one place of a row that moved."""
        if place.reordered:
            return self.labels["comment.reordered"]
        if not place.was:
            return self.labels["comment.inserted"]
        was = cut_text(place.was, self.labels)
        return self.labels("comment.replaced" if chunk.text else "comment.deleted", was=was)


def _comment(identity: int, text: str, revisions: Revisions) -> Any:  # noqa: ANN401 - an element
    author = quoteattr(revisions.author)
    initials = quoteattr(revisions.author[:_INITIALS])
    body = "".join(paragraph(run(line)) for line in text.split("\n"))
    return parse_xml(
        f'<w:comment {nsdecls("w")} w:id="{identity}" w:author={author} '
        f'w:date="{revisions.date}" w:initials={initials}>{body}</w:comment>'
    )


def _add_comments(document: Any, revisions: Revisions) -> None:  # noqa: ANN401 - a document
    if not revisions.comments:
        return
    part = document.part._comments_part.element  # noqa: SLF001 - python-docx adds one by one, slowly
    for identity, text in revisions.comments:
        part.append(_comment(identity, text, revisions))


def render(comparison: Comparison, options: ReportOptions, meter: Meter) -> bytes:
    """The redline as a Word document."""
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
    places = places_of(comparison)
    paths = end_paths(comparison, places)
    remarks = _Remarks(comparison, options, labels, places, rows, paths)
    meter.begin(passes=1)
    body = list(redline_paragraphs(redline_chunks(comparison, meter), revisions, remarks))
    _add_comments(document, revisions)
    data = document_bytes(document, body, options, plan_name(comparison.new))
    meter.end_pass()
    return data
