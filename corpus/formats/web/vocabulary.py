"""Names of HTML elements, and words of classes, by what they mean for a reader."""


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
    "friendlink friendlinks qrcode print-hide noprint prevnext"
)
"""Words of classes and ids that name furniture."""
