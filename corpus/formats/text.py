"""Read plain text into lines, unchanged; blank lines stay because they separate paragraphs.

HTML tags and entities and the quote signs of e-mail are removed.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from plandiff.corpus.cleaning.removed_content import ENTITY, TAG
from plandiff.corpus.errors import EncodingError, Phrase, TooLargeError, UnknownFormatError
from plandiff.corpus.formats.encodings import (
    Decoded,
    NotTextError,
    damage_findings,
    decode,
    decode_as,
)
from plandiff.corpus.formats.file_input import refuse_too_large
from plandiff.corpus.formats.limits import MAX_CHARACTERS, MAX_TEXT_BYTES
from plandiff.corpus.formats.markdown import read_markdown
from plandiff.corpus.formats.markdown_inline import MARKUP
from plandiff.corpus.formats.reading_parts import Reading
from plandiff.corpus.formats.spaced_tables import read_spaced_tables
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.model import Removed
from plandiff.corpus.text import lazy_re as re

if TYPE_CHECKING:
    import html
else:
    html = LazyModule("html")


_MARKED_HEADING = re.compile(r"^ {0,3}#{2,6} +\S", re.MULTILINE)
_MARKED_TABLE = re.compile(r"^[ \t]*\|(?:[ \t]*:?-{2,}:?[ \t]*\|)+[ \t]*$", re.MULTILINE)
_MARKED = 2
"""Lines with Markdown heading marks from which a text counts as Markdown."""


def decode_text(name: str, data: bytes, encoding: str | None) -> Decoded:
    """Decode a text file; ``encoding`` is the user's choice, None to detect it.

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
    """Raise TooLargeError if ``characters`` exceeds `MAX_CHARACTERS`."""
    if characters > MAX_CHARACTERS:
        counted = (Phrase("size.characters", count=count) for count in (characters, MAX_CHARACTERS))
        raise TooLargeError(name, *counted)


def read_text(decoded: Decoded) -> Reading:
    r"""One Line per line of the text.

    >>> [line.text for line in read_text(Decoded("一、目标\n\n  好\n", "utf-8")).lines]
    ['一、目标', '', '  好']

    Tables with columns separated by spaces become rows.  A text with Markdown headings or a
    Markdown table is parsed as Markdown whatever its suffix.  HTML tags and entities are removed.
    """
    headings = len(_MARKED_HEADING.findall(decoded.text))
    if headings >= _MARKED or _MARKED_TABLE.search(decoded.text):
        return read_markdown(decoded)
    unquoted, marks = without_quotes(decoded.text)
    text, removed = without_markup(unquoted)
    return Reading(
        lines=tuple(read_spaced_tables(text.splitlines())),
        removed=(*marks, *removed),
        findings=damage_findings(decoded),
        characters=len(decoded.text),
    )


_BLOCK = (
    "p|div|br|li|ul|ol|tr|table|tbody|thead|h[1-6]|section|article|center|dl|dt|dd|blockquote|hr"
)
_INLINE = "span|strong|b|i|em|u|font|a|sub|sup|small|big|img|o:p|s|del|ins|strike|label|code"
_TAG = re.compile(
    rf"</?(?:(?P<block>{_BLOCK})|(?P<cell>t[dh])|{_INLINE})(?:\s[^<>]{{0,2000}}|\s*/)?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_QUOTES = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_FEWEST_QUOTED, _QUOTED = 3, 0.8
"""Minimum number of lines with quote signs in an e-mail, and their share of all lines."""
_FEWEST_TAGS = 2
_BLANK = re.compile(r"[^\S\n]+$", re.MULTILINE)


def without_markup(text: str) -> tuple[str, tuple[Removed, ...]]:
    """Return the text without HTML tags and with decoded entities, and what was removed.

    >>> without_markup("<p>达到100&#37;</p>")[0].strip()
    '达到100%'
    >>> without_markup("生均图书<30册，a&b")
    ('生均图书<30册，a&b', ())
    """
    removed: list[Removed] = []
    tags = list(_TAG.finditer(text)) if "<" in text else []
    if len(tags) >= _FEWEST_TAGS:
        removed.append(Removed(" ".join(tag[0] for tag in tags), TAG))
        text = _BLANK.sub("", _TAG.sub(_shown, text))
    entities = list(_entities(text))
    if entities:
        removed.append(Removed(" ".join(entities), ENTITY))
        text = _ENTITY.sub(lambda found: _decoded(found[0]), text)
    return text, tuple(removed)


def without_quotes(text: str) -> tuple[str, tuple[Removed, ...]]:
    r"""Remove the quote signs of an e-mail that quotes the whole text; return text and signs.

    >>> without_quotes("> 一、目标\n> 新建3所。\n>\n> 二、要求")[0].split("\n")
    ['一、目标', '新建3所。', '', '二、要求']
    """
    filled = sum(bool(line.strip()) for line in text.splitlines())
    signs = _QUOTES.findall(text) if text.lstrip()[:1] == ">" else []
    if len(signs) < max(_FEWEST_QUOTED, _QUOTED * filled):
        return text, ()
    return _QUOTES.sub("", text), (Removed(" ".join(s.strip() for s in signs), MARKUP),)


def _shown(tag: re.Match[str]) -> str:
    """Text shown in place of a tag: a line end, a tab between cells, or nothing."""
    if tag["block"]:
        return "\n"
    return "\t" if tag["cell"] and tag[0].startswith("</") else ""


def _entities(text: str) -> Iterator[str]:
    return (found[0] for found in _ENTITY.finditer(text) if _decoded(found[0]) != found[0])


def _decoded(entity: str) -> str:
    """Decode an entity; entities of control characters are kept as written."""
    character = html.unescape(entity)
    return character if all(c.isprintable() or c.isspace() for c in character) else entity
