"""Read a .docx into lines: open the package, walk its blocks, remove headers and footers."""

from plandiff.corpus.errors import BrokenFileError, Phrase
from plandiff.corpus.formats.markdown import without_pasted_marks
from plandiff.corpus.formats.reading_parts import Reading, without_false_wholes
from plandiff.corpus.formats.word.blocks import BlockReader, paragraph_texts
from plandiff.corpus.formats.word.xml import Parts, open_parts
from plandiff.corpus.model import Removed


def read_word(name: str, data: bytes, *, original: bool = False) -> Reading:
    """Read a Word document; tracked changes are accepted, or rejected for ``original``.

    Headings have ``heading_level``, automatic numbers are in ``label``; a table row is one line
    with tabs between its cells; notes and text boxes follow their paragraph.  Headers, footers,
    tables of contents and hidden text are in ``removed``.  Raises BrokenFileError, TooLargeError.
    """
    parts = open_parts(name, data)
    try:
        reader = _read_blocks(parts, original)
    except RecursionError as error:
        raise BrokenFileError(name, "docx", Phrase("reason.nested-tables")) from error
    reading = Reading(
        lines=without_false_wholes(tuple(reader.lines)),
        removed=(*reader.removed, *_margins(parts)),
        findings=tuple(reader.findings),
        title=reader.title,
    )
    return without_pasted_marks(reading)


def _read_blocks(parts: Parts, original: bool) -> BlockReader:
    """Read again ignoring fields if one is never closed: it would swallow all text after it."""
    for fields in (True, False):
        reader = BlockReader(parts, original=original, fields=fields)
        reader.read_body(parts.body)
        if reader.fields_closed:
            break
    return reader


def _margins(parts: Parts) -> tuple[Removed, ...]:
    """The distinct texts of headers and footers."""
    texts: dict[Removed, None] = {}
    for reason, roots in (("header", parts.headers), ("footer", parts.footers)):
        for root in roots:
            texts |= dict.fromkeys(Removed(text, reason) for text in paragraph_texts(root))
    return tuple(texts)
