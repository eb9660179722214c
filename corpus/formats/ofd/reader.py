"""Read an OFD into lines: pages with their templates go through the layout code for PDFs.

Watermarks and other annotations, templates repeated behind pages, and hidden objects are removed
with a reason.  A finding lists the attachments.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from plandiff.corpus.errors import BrokenFileError, NoTextError, Phrase
from plandiff.corpus.formats.ofd.objects import Character, Reader, Strand, drawings_in, page_box
from plandiff.corpus.formats.ofd.package import (
    FORM,
    OfdDocument,
    OfdPackage,
    annotation_parts,
    open_documents,
)
from plandiff.corpus.formats.pdf.gathering import Corners, Gatherer
from plandiff.corpus.formats.pdf.layout import Box, Page, Piece, interleave
from plandiff.corpus.formats.pdf.paragraphs import pages_to_reading
from plandiff.corpus.formats.reading_parts import Reading
from plandiff.corpus.formats.xml_parts import Element, children_named, descendants_named
from plandiff.corpus.model import HIDDEN, Finding, Removed

_REASONS = {"watermark": "watermark", "stamp": "stamp"}
_TEMPLATE_SHARE = 0.25
"""A template with less text than this share of its pages' text is page furniture."""


class _Drawn(Struct):
    """One page before layout."""

    box: tuple[float, float, float, float]
    own: list[Strand]
    templates: list[str]
    """Parts of the page's templates."""


class _Book(Struct):
    """All pages of a file and the removed text."""

    pages: list[_Drawn] = field(default_factory=list)
    templates: dict[str, list[Strand]] = field(default_factory=dict)
    removed: dict[Removed, None] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    damaged: int = 0
    """Number of pages that could not be read."""


def read_ofd(name: str, data: bytes) -> Reading:
    """Read the paragraphs of an OFD.

    Headers, footers, page numbers, dotted contents, watermarks, annotations and hidden text are in
    ``removed``.  Raises BrokenFileError (damaged, locked), NoTextError (a scan) or TooLargeError.
    """
    package = OfdPackage(data, name)
    documents, title = open_documents(package)
    reader = Reader(name)
    book = _Book()
    for document in documents:
        _read_document(package, document, reader, book)
    if not book.pages:
        locked = any(part.casefold().endswith("encryptions.xml") for part in package.members)
        reason = Phrase("reason.locked" if locked else "reason.no-page-readable")
        raise BrokenFileError(name, FORM, reason)
    pages = list(_laid_out(book))
    if not any(page.pieces for page in pages):
        reason = Phrase("reason.pictures" if reader.pictures else "reason.blank-pages")
        raise NoTextError(name, reason)
    reading = pages_to_reading(pages, [*book.findings, *_unreadable(pages)])
    return replace(reading, removed=(*reading.removed, *book.removed), title=title)


def _read_document(package: OfdPackage, document: OfdDocument, reader: Reader, book: _Book) -> None:
    drawings: dict[str, Element] = {}
    for part in document.resources:
        resources = _parsed(package, part)
        if resources is not None:
            drawings |= drawings_in(resources)
    for _, page in document.pages:
        root = _parsed(package, page)
        if root is None:
            number = str(len(book.pages) + book.damaged + 1)
            book.findings.append(Finding("damaged-page", None, number))
            book.damaged += 1
            continue
        book.pages.append(_read_page(package, document, (root, reader, drawings), book))
    _read_annotations(package, document, (reader, drawings), book)
    if document.attachments:
        names = "、".join(name for name in document.attachments if name)
        book.findings.append(Finding("attachment", None, names))


def _parsed(package: OfdPackage, part: str | None) -> Element | None:
    """The root element of a part; None if it is missing or damaged."""
    try:
        return None if part is None else package.parse(part)
    except BrokenFileError:
        return None


def _read_page(
    package: OfdPackage,
    document: OfdDocument,
    drawn: tuple[Element, Reader, dict[str, Element]],
    book: _Book,
) -> _Drawn:
    root, reader, drawings = drawn
    behind = []
    for template in children_named(root, "Template"):
        part = document.templates.get(template.get("TemplateID") or "")
        if part is None:
            continue
        behind.append(part)
        if part not in book.templates:
            parsed = _parsed(package, part)
            if parsed is None:
                book.findings.append(Finding("damaged-page", None, part))
            drawn_behind = () if parsed is None else reader.strands(parsed, drawings)
            book.templates[part] = list(drawn_behind)
    return _Drawn(page_box(root, document.box), list(reader.strands(root, drawings)), behind)


def _read_annotations(
    package: OfdPackage,
    document: OfdDocument,
    drawn: tuple[Reader, dict[str, Element]],
    book: _Book,
) -> None:
    """Add the text of annotations to the removed text: it is drawn on the page, not part of it."""
    reader, drawings = drawn
    for part in annotation_parts(package, document):
        root = _parsed(package, part)
        for annotation in () if root is None else descendants_named(root, "Annot"):
            reason = _REASONS.get((annotation.get("Type") or "").casefold(), "annotation")
            texts = [
                strand.text.strip()
                for appearance in children_named(annotation, "Appearance")
                for strand in reader.strands(appearance, drawings)
            ]
            texts += [(r.text or "").strip() for r in children_named(annotation, "Remark")]
            book.removed |= dict.fromkeys(Removed(text, reason) for text in texts if text)


def _laid_out(book: _Book) -> Iterator[Page]:
    """Lay out the pages; remove hidden text and furniture unless they are most of the text."""
    strands = [strand for page in book.pages for strand in page.own]
    seen = sum(len(strand.characters) for strand in strands if strand.visible)
    hidden = sum(len(strand.characters) for strand in strands if not strand.visible)
    furniture = set(_furniture(book))
    for part in furniture:
        text = "\n".join(strand.text.strip() for strand in book.templates[part])
        book.removed[Removed(text, "template")] = None
    for number, page in enumerate(book.pages):
        own = page.own
        if hidden <= seen:
            own = [strand for strand in own if strand.visible]
            for strand in page.own:
                if not strand.visible:
                    text = strand.text.strip()
                    book.removed[Removed(text, HIDDEN)] = None
                    book.findings.append(Finding(HIDDEN, None, text))
        behind = [
            s for part in page.templates if part not in furniture for s in book.templates[part]
        ]
        yield make_page([*behind, *own], number, page.box)


def _unreadable(pages: list[Page]) -> Iterator[Finding]:
    """A finding for private-use characters, which only the embedded fonts define."""
    private = Counter(
        character
        for page in pages
        for piece in page.pieces
        for character in piece.text
        if "\ue000" <= character <= "\uf8ff"
    )
    if private:
        yield Finding("damaged-text", None, f"{private.total()} × U+E000–U+F8FF")


def _furniture(book: _Book) -> Iterator[str]:
    """Templates behind several pages with little text compared to these pages."""
    used = Counter(part for page in book.pages for part in page.templates)
    for part, times in used.items():
        text = sum(len(strand.characters) for strand in book.templates[part])
        own = sum(
            len(strand.characters)
            for page in book.pages
            if part in page.templates
            for strand in page.own
        )
        if times > 1 and text and text * times <= _TEMPLATE_SHARE * own:
            yield part


_POINTS = 72 / 25.4
"""Points per millimetre."""
_WORD_GAP, _DIGIT_GAP = 0.25, 0.6
"""Ems: minimum gap between two non-Chinese words, and between two numbers.

The second is larger because digits may be set one by one, each in a square.
"""


def make_page(
    strands: Sequence[Strand], number: int, box: tuple[float, float, float, float]
) -> Page:
    """Build a page from its text; ``box`` is its left, top, width and height in millimetres."""
    turn = _usual_turn(strands)
    gatherer = Gatherer()
    apart: list[Piece] = []
    slanted: list[str] = []
    for strand in strands:
        if strand.is_askew:
            slanted.append(strand.text.strip())
        elif strand.quarter_turns != turn or (turn == 0 and strand.is_stacked):
            apart.append(_stacked(strand, box, turn))
        else:
            _gather(gatherer, strand, box, turn)
    gatherer.close()
    pieces = (*interleave(gatherer.runs), *apart)
    width, height = box[2] * _POINTS, box[3] * _POINTS
    if turn % 2:
        width, height = height, width
    watermark = " ".join(dict.fromkeys(slanted))
    return Page(number, width, height, pieces, (watermark,) if watermark else ())


def _usual_turn(strands: Iterable[Strand]) -> int:
    """Quarter turns of most of the text; a page can be rotated."""
    turns: Counter[int] = Counter()
    for strand in strands:
        if not strand.is_askew:
            turns[strand.quarter_turns] += len(strand.characters)
    return max(sorted(turns), key=lambda turn: turns[turn], default=0)


def _gather(
    gatherer: Gatherer, strand: Strand, box: tuple[float, float, float, float], turn: int
) -> None:
    size = strand.size * _POINTS
    for character in strand.characters:
        corners = _corners(character, box, turn)
        if not gatherer.follows(corners):
            gatherer.begin(ord(character.text), corners, size)
            continue
        if _parts_words(gatherer, character.text, corners, size):
            gatherer.add_generated(ord(" "))
        gatherer.add(ord(character.text), corners)


def _parts_words(gatherer: Gatherer, letter: str, corners: Corners, size: float) -> bool:
    """Whether the gap between a letter and the previous one is a space."""
    before, right = gatherer.last
    least = _DIGIT_GAP if (before + letter).isdigit() else _WORD_GAP
    return (before + letter).isalnum() and corners[0] - right > least * size


def _corners(character: Character, box: tuple[float, float, float, float], turn: int) -> Corners:
    """Left, bottom, right and top in points, after rotating the page upright."""
    left, top, width, height = box
    x, y = (character.left - left) * _POINTS, (character.top - top) * _POINTS
    wide = (character.right - character.left) * _POINTS
    high = (character.bottom - character.top) * _POINTS
    if turn == 0:
        base = height * _POINTS - y
        return x, base - high, x + wide, base
    # The box extends to the right of its origin and upwards; it rotates about that point.
    y += _ABOVE * high
    across, down = {
        1: (y, width * _POINTS - x),
        2: (width * _POINTS - x, height * _POINTS - y),
        3: (height * _POINTS - y, x),
    }[turn]
    base = (width if turn % 2 else height) * _POINTS - down + _ABOVE * high
    return across, base - high, across + wide, base


_ABOVE = 0.88
"""Share of a character's box above its origin."""


def _stacked(strand: Strand, box: tuple[float, float, float, float], turn: int) -> Piece:
    """Text across the page's direction as one piece at the centre of its extent.

    Thus a merged cell with vertical text is in the row at its centre.
    """
    middle = strand.characters[len(strand.characters) // 2]
    left, bottom, right, top = _corners(middle, box, turn)
    return Piece(strand.text.strip(), Box(left, bottom, right, top), strand.size * _POINTS)
