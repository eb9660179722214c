"""Pages of placed text to paragraphs: margins and watermarks set aside, lines joined."""

from collections.abc import Sequence

from plandiff.corpus.formats.pdf.columns import all_lines
from plandiff.corpus.formats.pdf.layout import Page
from plandiff.corpus.formats.pdf.margins import take_margins, take_watermarks
from plandiff.corpus.formats.pdf.paragraphs import join_paragraphs
from plandiff.corpus.formats.pdf.rows import align_rows
from plandiff.corpus.formats.pdf.ruled_tables import take_ruled_tables
from plandiff.corpus.formats.reading_parts import Reading
from plandiff.corpus.model import Finding, Removed


def pages_to_reading(pages: list[Page], findings: Sequence[Finding] = ()) -> Reading:
    """The paragraphs of the pages; headers, footers, page numbers, watermarks are ``removed``."""
    watermarks = dict.fromkeys(text for page in pages for text in page.slanted)
    pages, upright = take_watermarks(pages)
    pages, margins = take_margins(pages)
    pages = [take_ruled_tables(page) for page in pages]
    lines = align_rows(all_lines(pages))
    return Reading(
        lines=tuple(join_paragraphs(lines, {page.number: page.width for page in pages})),
        removed=(
            *margins,
            *upright,
            *(Removed(text, "watermark") for text in watermarks),
        ),
        findings=tuple(findings),
    )
