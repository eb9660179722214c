"""Which parts of a page are its furniture (menus, footers, shares) and not its content.

Nothing is judged by the name of a site.  Evidence is the element's role, the words of its class,
and that most of its text are links; and furniture never holds most of a page's text.
"""

import re
from dataclasses import dataclass

from lxml import etree

from plandiff.corpus.formats.web.tree import Element, name_of
from plandiff.corpus.formats.web.vocabulary import (
    BLOCKS,
    CONTENT,
    FURNITURE,
    FURNITURE_CLASSES,
    FURNITURE_ROLES,
    SILENT,
)

_WORD = re.compile(r"[a-z]+(?:-hide)?")
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(slots=True)
class _Weight:
    """Characters of an element, how many of them are in links, and how many links there are."""

    text: int = 0
    linked: int = 0
    links: int = 0
    anchors: int = 0
    """Links that lead to a place on the same page."""
    inside_content: bool = False
    """The element is, or is inside, one that says it is the content."""


class Furniture:
    """Judges the elements of one page."""

    def __init__(self, root: Element) -> None:
        self._weights: dict[Element, _Weight] = {}
        self._total = max(self._weigh(root).text, 1)

    def reason(self, element: Element) -> str | None:
        """Why the element is left out: ``hidden-text``, ``contents``, ``navigation``; or None."""
        if is_hidden(element):
            return "hidden-text"
        weight = self._weights.get(element)
        if weight is None or weight.text * 2 > self._total:
            return None
        if _named_furniture(element, weight):
            return "navigation"
        is_links = weight.links >= 3 and weight.linked * 10 > weight.text * 6
        if is_links and name_of(element) in BLOCKS and not weight.inside_content:
            return "contents" if weight.anchors == weight.links else "navigation"
        return None

    def _weigh(self, root: Element) -> _Weight:
        """Weigh every element in one pass; text of silent elements weighs nothing."""
        path: list[_Weight] = [_Weight()]
        silent = 0
        for event, element in etree.iterwalk(root, events=("start", "end")):
            tag = name_of(element)
            if event == "start":
                silent += tag in SILENT
                inside = path[-1].inside_content or tag in CONTENT
                weight = _Weight(0 if silent else _length(element.text), inside_content=inside)
                path.append(weight)
                self._weights[element] = weight
                continue
            weight = path.pop()
            silent -= tag in SILENT
            if tag == "a" and element.get("href"):
                weight.linked, weight.links = weight.text, weight.links + 1
                weight.anchors += (element.get("href") or "").startswith("#")
            above = path[-1]
            above.text += weight.text + (0 if silent else _length(element.tail))
            above.linked += weight.linked
            above.links += weight.links
            above.anchors += weight.anchors
        return path[0]


def is_hidden(element: Element) -> bool:
    """Whether the element says of itself that it is not shown."""
    if element.get("hidden") is not None and element.get("hidden") != "until-found":
        return True
    if (element.get("aria-hidden") or "").lower() == "true":
        return True
    return _HIDING_STYLE.search((element.get("style") or "")[:2000]) is not None


def _named_furniture(element: Element, weight: _Weight) -> bool:
    if (element.get("role") or "").lower() in FURNITURE_ROLES:
        return True
    tag = name_of(element)
    if tag in FURNITURE:
        return not weight.inside_content
    if tag not in BLOCKS:
        return False
    words = f"{element.get('class') or ''} {element.get('id') or ''}"[:500].lower()
    return not FURNITURE_CLASSES.isdisjoint(_WORD.findall(words))


def _length(text: str | None) -> int:
    return len(text.strip()) if text else 0
