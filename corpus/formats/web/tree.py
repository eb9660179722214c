"""Parse HTML into an element tree within limits: no scripts are run, nothing is fetched."""

from lxml import etree

from plandiff.corpus.errors import BrokenFileError, NoTextError, Phrase, TooLargeError
from plandiff.corpus.formats.limits import MAX_TAGS
from plandiff.corpus.text import lazy_re as re

Element = etree._Element  # noqa: SLF001 - lxml publishes its element type under this name only

_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{8000,}+")
_QUOTED = re.compile(r"\"[^\"]*+\"|'[^']*+'")
_DATA_ADDRESS = re.compile(r"data:[\w/+.-]{1,80};base64,[A-Za-z0-9+/=%\s]{200,}+")
_LONGEST_TAG = 8000
"""Maximum characters of a tag outside quoted values; parsers are quadratic in attributes."""


def parse_html(name: str, text: str) -> Element:
    """Parse a page and return its root element.

    Raises BrokenFileError if elements are nested deeper than 2,000, TooLargeError for too many or
    too long tags, NoTextError if there is no element.
    """
    text = _DATA_ADDRESS.sub("", text).replace("\0", "\ufffd")
    if text.count("<") > MAX_TAGS:
        raise TooLargeError(name, _tags(text.count("<")), _tags(MAX_TAGS))
    for tag in _LONG_TAG.finditer(text):
        if len(_QUOTED.sub("", tag[0])) > _LONGEST_TAG:
            raise TooLargeError(
                name, Phrase("size.tag"), Phrase("size.characters", count=_LONGEST_TAG)
            )
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise NoTextError(name, Phrase("reason.empty-page")) from error
    if root is None:
        raise NoTextError(name, Phrase("reason.empty-page"))
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise BrokenFileError(name, "html", Phrase("reason.nested-elements"))
    return root


def name_of(element: Element) -> str:
    """The tag name in lower case; ``''`` for comments and other non-elements."""
    tag: object = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _tags(count: int) -> Phrase:
    return Phrase("size.tags", count=count)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


INLINE = _words(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark "
    "meter nobr output progress q rb rtc ruby s samp small span strike strong sub sup "
    "time tt u var wbr img picture source"
)
"""Elements that do not end a paragraph."""
SILENT = _words(
    "script style noscript template head object embed iframe svg canvas audio video map "
    "select option datalist textarea button input rt rp"
)
"""Elements whose text is never shown as prose."""
CONTENT = frozenset({"main", "article"})
BLOCKS = _words("div ul ol dl table section p td tr center")
FURNITURE = _words("nav footer aside header menu dialog")
FURNITURE_ROLES = _words("navigation banner contentinfo search menu menubar complementary dialog")
FURNITURE_CLASSES = _words(
    "nav navbar navigation menu breadcrumb breadcrumbs crumb crumbs footer foot copyright "
    "sidebar toolbar share sharebar bdsharebuttonbox pagination pager related recommend "
    "recommended comments comment login search ad ads advert advertisement topbar "
    "cookie cookies skiplink newsletter backtotop totop sociallinks "
    "socialmedia friendlink friendlinks qrcode print-hide noprint prevnext"
)
"""Words in classes and ids that indicate furniture."""
