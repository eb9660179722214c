"""Decide which parts of a page are furniture (menus, footers, share buttons), not content.

There are no rules for individual sites.  The evidence is an element's role, the words of its class
and its share of link text; furniture never has most of a page's text.
"""

from typing import cast

from lxml import etree
from msgspec import Struct

from plandiff.corpus.cleaning.boilerplate import READER_SERVICES
from plandiff.corpus.cleaning.content import holds_quantity
from plandiff.corpus.formats.web.tree import (
    BLOCKS,
    CONTENT,
    FURNITURE,
    FURNITURE_CLASSES,
    FURNITURE_ROLES,
    SILENT,
    Element,
    name_of,
)
from plandiff.corpus.model import HIDDEN, STRUCK
from plandiff.corpus.text import lazy_re as re

_WORD = re.compile(r"[a-z]+(?:-hide)?")
_WIDGET = re.compile(
    r"[热熱][门門点點](?:文章|新[闻聞]|[点點][击擊]|推[荐薦]|排行)|[点點][击擊]排行"
    r"|(?:最新|推[荐薦])(?:文章|[发發]布|新[闻聞]|[阅閱][读讀])|友情[链鏈]接"
    r"|相[关關](?:文章|新[闻聞]|[阅閱][读讀]|[链鏈]接)|(?:Quick|Related) Links|Latest News"
)
"""Caption of a box next to the text: popular articles, links."""
_LONGEST_CAPTION = 20
_SERVICE = re.compile(
    rf"{READER_SERVICES}|(?i:did you find (?:this|what you).*|how (?:useful|helpful) was this.*"
    r"|help us improve\b.*|related (?:content|pages|links|topics?|news|articles?)"
    r"|(?:more )?(?:in|on) this (?:section|page|topic)|see also|popular (?:pages|services)"
    r"|you (?:might|may) also (?:like|be interested in).*|cookie (?:settings|preferences|notice)"
    r"|(?:sign up|subscribe) (?:for|to)\b.*|follow us.*|stay (?:connected|up to date).*"
    r"|tell us what you think.*|give (?:us )?(?:your )?feedback.*|report a problem.*)"
    r"|[满滿]意度(?:[評评][价價]|[调調]查)|.{0,8}使用\s*[Cc]ookies?.{0,20}|[转轉][发發]分享"
    r"|[扫掃]一[扫掃].{0,16}"
)
"""Caption of a box that serves the reader of the page: cookies, feedback, sharing."""
_UNLINKED = etree.XPath(".//text()[not(ancestor::a)]")
_LONGEST_SERVICE_CAPTION, _LONGEST_SERVICE = 80, 320
"""Characters of the caption, and of the box without its links."""
_STRIKING_STYLE = re.compile(r"text-decoration(?:-line)?\s*:[^;]{0,40}line-through", re.IGNORECASE)
_STRUCK = frozenset({"del", "s", "strike"})
_STOP = re.compile(r"。|[a-z]\.(?=\s|$)")
_DATE = re.compile(
    r"[(\[（【]?\b20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s+\d{1,2}:\d\d(?::\d\d)?)?[)\]）】]?"
)
"""A date next to a link is when the linked text was published and does not count as text."""
_SHORTEST_TEXT, _SHORTEST_PROSE = 200, 40
"""Minimum characters of a hidden part that may be the page's text; the second with sentences."""
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


class _Weight(Struct):
    """Text statistics of an element: characters, characters in links, number of links."""

    text: int = 0
    stops: int = 0
    """Number of characters that end a sentence."""
    linked: int = 0
    links: int = 0
    anchors: int = 0
    """Links to a target on the same page."""
    inside_content: bool = False
    """Whether the element is, or is inside, a content element such as ``<main>``."""

    def add(self, text: str | None) -> None:
        """Count the element's own text."""
        if text:
            self.text += len(_DATE.sub("", text).strip())
            self.stops += len(_STOP.findall(text))


class Furniture:
    """Classifies the elements of one page."""

    def __init__(self, root: Element) -> None:
        self._weights: dict[Element, _Weight] = {}
        self._total = max(self._weigh(root).text, 1)
        self._shown, self._shown_stops = self._weigh_shown(root)

    def reason(self, element: Element) -> str | None:
        """The reason why the element is removed, or None.

        ``hidden-text``, ``struck-text``, ``contents`` or ``navigation``.
        """
        if is_hidden(element) and not self._is_the_text(element):
            return HIDDEN
        if is_struck(element):
            return STRUCK
        weight = self._weights.get(element)
        if weight is None or weight.text * 2 > self._total:
            return None
        if _named_furniture(element, weight):
            return "navigation"
        is_links = weight.links >= 3 and weight.linked * 10 > weight.text * 6
        if is_links and name_of(element) in BLOCKS and not weight.inside_content:
            return "contents" if weight.anchors == weight.links else "navigation"
        return None

    def _is_the_text(self, element: Element) -> bool:
        """Whether a hidden part has more text than all visible parts, such as an inactive tab.

        A short part must also have more than twice the full stops of the visible parts.
        """
        weight = self._weights.get(element)
        if weight is None:
            return False
        prose = weight.text - weight.linked
        is_prose = weight.stops > max(1, 2 * self._shown_stops)
        fewest = _SHORTEST_PROSE if is_prose else _SHORTEST_TEXT
        return prose >= fewest and prose > self._shown

    def _weigh_shown(self, root: Element) -> tuple[int, int]:
        """Characters outside links and full stops, both without hidden parts."""
        shown = self._weights[root].text - self._weights[root].linked
        stops = self._weights[root].stops
        walk = etree.iterwalk(root, events=("start",))
        for _, element in walk:
            if is_hidden(element):
                weight = self._weights[element]
                shown -= weight.text - weight.linked
                stops -= weight.stops
                walk.skip_subtree()
        return shown, stops

    def _weigh(self, root: Element) -> _Weight:
        """Compute the weights of all elements in one pass; text of silent elements is ignored."""
        path: list[_Weight] = [_Weight()]
        silent = 0
        for event, element in etree.iterwalk(root, events=("start", "end")):
            tag = name_of(element)
            if event == "start":
                silent += tag in SILENT
                inside = path[-1].inside_content or tag in CONTENT
                weight = _Weight(inside_content=inside)
                if not silent:
                    weight.add(element.text)
                path.append(weight)
                self._weights[element] = weight
                continue
            weight = path.pop()
            silent -= tag in SILENT
            if tag == "a" and element.get("href"):
                weight.linked, weight.links = weight.text, weight.links + 1
                weight.anchors += (element.get("href") or "").startswith("#")
            above = path[-1]
            above.text += weight.text
            above.stops += weight.stops
            if not silent:
                above.add(element.tail)
            above.linked += weight.linked
            above.links += weight.links
            above.anchors += weight.anchors
        return path[0]


def is_hidden(element: Element) -> bool:
    """Whether the element's own attributes or style hide it."""
    if element.get("hidden") is not None and element.get("hidden") != "until-found":
        return True
    if (element.get("aria-hidden") or "").lower() == "true":
        return True
    return _HIDING_STYLE.search((element.get("style") or "")[:2000]) is not None


def is_struck(element: Element) -> bool:
    """Whether the element is struck out: ``<del>``, ``<s>``, or ``line-through`` in its style."""
    if name_of(element) in _STRUCK:
        return True
    return _STRIKING_STYLE.search((element.get("style") or "")[:2000]) is not None


def _named_furniture(element: Element, weight: _Weight) -> bool:
    if (element.get("role") or "").lower() in FURNITURE_ROLES:
        return True
    tag = name_of(element)
    if tag in FURNITURE and not weight.inside_content:
        return True
    if tag not in BLOCKS and tag not in FURNITURE:
        return tag == "a" and _is_skip_link(element)
    if weight.text - weight.linked <= _LONGEST_SERVICE and _serves_reader(element):
        return True
    if not weight.inside_content and _opens_with_caption(element):
        return True
    words = f"{element.get('class') or ''} {element.get('id') or ''}"[:500].lower()
    return not FURNITURE_CLASSES.isdisjoint(_WORD.findall(words))


def _is_skip_link(element: Element) -> bool:
    """Whether a link leads over the menu to the text of the same page."""
    text = "".join(map(str, element.itertext()))[:_LONGEST_SERVICE_CAPTION].strip()
    return (element.get("href") or "").startswith("#") and _SERVICE.fullmatch(text) is not None


def _serves_reader(element: Element) -> bool:
    """Whether the first line of a box is a question or an offer to the reader of the page.

    A box with a quantity outside its links is text of the plan.
    """
    if (element.text or "").strip():
        return False
    first = next((child for child in element if isinstance(child.tag, str)), None)
    if first is None:
        return False
    caption = " ".join("".join(map(str, first.itertext())).split())
    if len(caption) > _LONGEST_SERVICE_CAPTION or _SERVICE.fullmatch(caption) is None:
        return False
    return not holds_quantity("".join(cast("list[str]", _UNLINKED(element))))


def _opens_with_caption(element: Element) -> bool:
    """Whether the first line of a box is a caption such as 热门文章 or 友情链接."""
    if (element.text or "").strip():
        return False
    first = next((child for child in element if isinstance(child.tag, str)), None)
    if first is None or len(element) < 2 or name_of(first) in BLOCKS - {"p"}:
        return False
    caption = "".join(map(str, first.itertext()))[: _LONGEST_CAPTION + 1].strip(" \n\t:：")
    return len(caption) < _LONGEST_CAPTION and _WIDGET.fullmatch(caption) is not None
