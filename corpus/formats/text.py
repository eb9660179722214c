"""Plain text as lines, as they stand; blank ones too, since they part paragraphs."""

import re
from typing import TYPE_CHECKING

from plandiff.corpus.errors import EncodingError, Phrase, TooLargeError, UnknownFormatError
from plandiff.corpus.formats.encodings import (
    Decoded,
    NotTextError,
    damage_findings,
    decode,
    decode_as,
)
from plandiff.corpus.formats.intake import refuse_too_large
from plandiff.corpus.formats.leftover_markup import without_markup
from plandiff.corpus.formats.limits import MAX_CHARACTERS, MAX_TEXT_BYTES
from plandiff.corpus.formats.reading_parts import Reading
from plandiff.corpus.formats.spaced_tables import read_spaced_tables
from plandiff.corpus.lazy_import import LazyModule

if TYPE_CHECKING:
    from plandiff.corpus.formats import markdown
else:
    markdown = LazyModule("plandiff.corpus.formats.markdown")

_MARKED_HEADING = re.compile(r"^ {0,3}#{2,6} +\S", re.MULTILINE)
_MARKED_TABLE = re.compile(r"^[ \t]*\|(?:[ \t]*:?-{2,}:?[ \t]*\|)+[ \t]*$", re.MULTILINE)
_MARKED = 2
"""Lines with marks of headings that no plan without them has."""


def decode_text(name: str, data: bytes, encoding: str | None) -> Decoded:
    """The text of a file; ``encoding`` is what the person named, None to find out.

    Raises EncodingError, UnknownFormatError (binary) or TooLargeError.
    """
    refuse_too_large(name, data, MAX_TEXT_BYTES)
    try:
        decoded = decode_as(data, encoding) if encoding else decode(data)
    except NotTextError as error:
        if encoding:
            raise EncodingError(name, encoding, error.reason) from error
        raise UnknownFormatError(name, error.reason) from error
    return decoded


def refuse_too_long(name: str, characters: int) -> None:
    """Raise TooLargeError for a text beyond `MAX_CHARACTERS`."""
    if characters > MAX_CHARACTERS:
        counted = (Phrase("size.characters", count=count) for count in (characters, MAX_CHARACTERS))
        raise TooLargeError(name, *counted)


def read_text(decoded: Decoded) -> Reading:
    r"""One Line per line of the text.

    >>> [line.text for line in read_text(Decoded("一、目标\n\n  好\n", "utf-8")).lines]
    ['一、目标', '', '  好']

    Tables whose columns are held apart by blanks are rows.  A text with headings or a table of
    Markdown is read as such whatever its file is called.  Tags and entities of a web page are
    taken out.
    """
    headings = len(_MARKED_HEADING.findall(decoded.text))
    if headings >= _MARKED or _MARKED_TABLE.search(decoded.text):
        return markdown.read_markdown(decoded)
    text, removed = without_markup(decoded.text)
    return Reading(
        lines=tuple(read_spaced_tables(text.splitlines())),
        removed=removed,
        findings=damage_findings(decoded),
        characters=len(decoded.text),
    )
