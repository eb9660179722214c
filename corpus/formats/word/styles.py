"""Resolve paragraph styles: heading level, numbering, hidden text, table of contents."""

from msgspec import Struct

from plandiff.corpus.formats.word.xml import attribute, child, children, number, path, switch
from plandiff.corpus.formats.xml_parts import Element
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.numerals import read_count

_HEADING_NAME = re.compile(r"(?:heading|标题|標題)\s*([1-9])", re.IGNORECASE)
_RANK_NAME = re.compile(r"([一二三四五六1-6])级标题|标题([一二三四五六])级?")
_CONTENTS_NAME = re.compile(r"(?:toc|目录|目錄)\s*(?:[1-9]|heading|标题)", re.IGNORECASE)
_TITLE_NAMES = frozenset({"title", "标题", "標題", "文档标题", "公文标题", "大标题"})
_DEEPEST = 9
_LONGEST_CHAIN = 32


class Style(Struct, frozen=True):
    """One style with inherited properties; None if neither it nor an ancestor sets one."""

    heading_level: int | None = None
    list_id: int | None = None
    list_level: int | None = None
    hidden: bool = False
    struck: bool = False
    title: bool = False
    contents: bool = False
    """Whether it is for an entry or the heading of a table of contents."""


_NO_STYLE = Style()


class Styles:
    """The style sheet of a document; resolves ``basedOn`` chains and tolerates cycles."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._resolved: dict[str, Style] = {}
        self._default: str | None = None
        for style in children(root, "style") if root is not None else ():
            key = attribute(style, "styleId")
            if key is None:
                continue
            self._elements.setdefault(key, style)
            if attribute(style, "type") == "paragraph" and attribute(style, "default") == "1":
                self._default = key

    def get(self, key: str | None) -> Style:
        """Return the style with id ``key``; for None the document's default paragraph style."""
        key = key if key is not None else self._default
        if key is None or key not in self._elements:
            return _NO_STYLE
        if key not in self._resolved:
            self._resolved[key] = self._resolve(key)
        return self._resolved[key]

    def _resolve(self, key: str) -> Style:
        chain: list[Element] = []
        parent: str | None = key
        while parent in self._elements and len(chain) < _LONGEST_CHAIN:
            chain.append(self._elements[parent])
            parent = attribute(child(chain[-1], "basedOn"))
        style = _NO_STYLE
        for element in reversed(chain):
            style = _extended(style, element)
        return style


def _extended(base: Style, element: Element) -> Style:
    properties = child(element, "pPr")
    name = (attribute(child(element, "name")) or "").strip()
    hidden = switch(path(element, "rPr", "vanish"))
    struck = switch(path(element, "rPr", "strike"))
    list_id = number(path(properties, "numPr", "numId"))
    list_level = number(path(properties, "numPr", "ilvl"))
    return Style(
        heading_level=_first(outline_level(properties), _level_by_name(name), base.heading_level),
        list_id=_first(list_id, base.list_id),
        list_level=_first(list_level, base.list_level),
        hidden=base.hidden if hidden is None else hidden,
        struck=base.struck if struck is None else struck,
        title=name.lower() in _TITLE_NAMES,
        contents=_CONTENTS_NAME.fullmatch(name) is not None,
    )


def outline_level(properties: Element | None) -> int | None:
    """Return 1 to 9 for ``w:outlineLvl`` 0 to 8, 0 for body text (9), None if it is not set."""
    level = number(child(properties, "outlineLvl"))
    if level is None:
        return None
    return level + 1 if 0 <= level < _DEEPEST else 0


def _level_by_name(name: str) -> int | None:
    """The heading level by style name: ``heading 2``, ``标题 2`` and ``二级标题`` are level 2."""
    if heading := _HEADING_NAME.fullmatch(name):
        return int(heading[1])
    if rank := _RANK_NAME.fullmatch(name):
        return read_count(rank[1] or rank[2])
    return None


def _first(*values: int | None) -> int | None:
    return next((value for value in values if value is not None), None)
