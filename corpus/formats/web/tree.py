"""HTML text to an element tree, within bounds: no scripts run, nothing is fetched."""

import re

from lxml import etree

from plandiff.corpus.errors import BrokenFileError, NoTextError, TooLargeError
from plandiff.corpus.formats.limits import MAX_TAGS

Element = etree._Element  # noqa: SLF001 - lxml publishes its element type under this name only

_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{8000,}+")
_QUOTED = re.compile(r"\"[^\"]*+\"|'[^']*+'")
_DATA_ADDRESS = re.compile(r"data:[\w/+.-]{1,80};base64,[A-Za-z0-9+/=%\s]{200,}+")
_LONGEST_TAG = 8000
"""Characters of one tag outside its quoted values; parsers are quadratic in attributes."""


def parse_html(name: str, text: str) -> Element:
    """The root element.

    Raises BrokenFileError where elements nest deeper than 2,000, TooLargeError for monstrous tags,
    NoTextError where there is no element at all.
    """
    text = _DATA_ADDRESS.sub("", text).replace("\0", "\ufffd")
    if text.count("<") > MAX_TAGS:
        raise TooLargeError(name, f"{text.count('<'):,} tags", f"{MAX_TAGS:,} tags")
    for tag in _LONG_TAG.finditer(text):
        if len(_QUOTED.sub("", tag[0])) > _LONGEST_TAG:
            raise TooLargeError(name, "a tag of the page", f"{_LONGEST_TAG:,} characters")
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise NoTextError(name, "the page has no content") from error
    if root is None:
        raise NoTextError(name, "the page has no content")
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise BrokenFileError(name, "html", "its elements are nested too deeply")
    return root


def name_of(element: Element) -> str:
    """The tag name in lower case; ``''`` for what is no element."""
    tag: object = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""
