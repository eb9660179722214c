"""Compute the labels of Word's automatic numbering from ``numbering.xml`` and list counters.

Counters belong to the abstract list, so two lists that share it continue each other; a
``startOverride`` restarts the count at the first paragraph of its list (ECMA-376 part 1, 17.9).
"""

from msgspec import Struct

from plandiff.corpus.formats.number_formats import format_number
from plandiff.corpus.formats.word.xml import attribute, child, children, number, path, switch
from plandiff.corpus.formats.xml_parts import Element
from plandiff.corpus.text import lazy_re as re

_PLACEHOLDER = re.compile(r"%([1-9])")
_LEVELS = 9


class Level(Struct, frozen=True):
    """The numbering definition of one list level."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    """1-based level that restarts this one; 0: none; None: any higher level."""
    legal: bool = False
    """Whether all numbers of the label are decimal digits (``isLgl``)."""


class _List(Struct, frozen=True):
    abstract: str
    levels: dict[int, Level]
    overrides: dict[int, int]


class Numbering:
    """The lists of a document and their counters; one instance per reading."""

    def __init__(self, root: Element | None) -> None:
        self._lists: dict[int, _List] = {}
        self._style_levels: dict[str, int] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._met: set[int] = set()
        if root is not None:
            self._load(root)

    def level_of_style(self, style: str | None) -> int | None:
        """The list level linked to a paragraph style, or None."""
        return self._style_levels.get(style) if style is not None else None

    def next_label(self, list_id: int, level: int) -> str | None:
        """Advance the counter of ``level`` (0 …) and return the label; None for bullets or none."""
        numbered = self._lists.get(list_id)
        if numbered is None or not 0 <= level < _LEVELS:
            return None
        counters = self._counters.setdefault(numbered.abstract, {})
        if list_id not in self._met:
            self._met.add(list_id)
            for overridden in numbered.overrides:
                for deeper in range(overridden, _LEVELS):
                    counters.pop(deeper, None)
        _count(numbered, counters, level)
        return _label(numbered, counters, level)

    def _load(self, root: Element) -> None:
        abstracts = {
            key: element
            for element in children(root, "abstractNum")
            if (key := attribute(element, "abstractNumId")) is not None
        }
        style_links = {
            link: key
            for key, element in abstracts.items()
            if (link := attribute(child(element, "styleLink"))) is not None
        }
        for element in children(root, "num"):
            list_id = number(element, "numId")
            key = attribute(child(element, "abstractNumId"))
            if list_id is None or key not in abstracts:
                continue
            link = attribute(child(abstracts[key], "numStyleLink"))
            key = style_links.get(link, key) if link is not None else key
            self._lists[list_id] = _read_list(key, abstracts[key], element)
            self._link_styles(abstracts[key])

    def _link_styles(self, abstract: Element) -> None:
        for element in children(abstract, "lvl"):
            style = attribute(child(element, "pStyle"))
            if style is not None:
                self._style_levels.setdefault(style, number(element, "ilvl") or 0)


def _count(numbered: _List, counters: dict[int, int], level: int) -> None:
    for above in range(level):
        counters.setdefault(above, _start(numbered, above))
    if level in counters:
        counters[level] += 1
    else:
        counters[level] = _start(numbered, level)
    for deeper in range(level + 1, _LEVELS):
        restart = numbered.levels.get(deeper, Level()).restart
        if restart is None or (restart and level < restart):
            counters.pop(deeper, None)


def _label(numbered: _List, counters: dict[int, int], level: int) -> str | None:
    definition = numbered.levels.get(level, Level())
    if definition.form == "bullet":
        return None

    def printed(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        form = numbered.levels.get(place, Level()).form
        plain = definition.legal and form not in {"none", "decimalZero"}
        return format_number(
            counters.get(place, _start(numbered, place)), "decimal" if plain else form
        )

    return _PLACEHOLDER.sub(printed, definition.text).strip() or None


def _start(numbered: _List, level: int) -> int:
    return numbered.overrides.get(level, numbered.levels.get(level, Level()).start)


def _read_list(key: str, abstract: Element, element: Element) -> _List:
    levels = _read_levels(abstract)
    overrides: dict[int, int] = {}
    for override in children(element, "lvlOverride"):
        place = number(override, "ilvl")
        if place is None:
            continue
        levels |= _read_levels(override)
        start = number(child(override, "startOverride"))
        if start is not None:
            overrides[place] = start
    return _List(key, levels, overrides)


def _read_levels(parent: Element) -> dict[int, Level]:
    return {
        place: _read_level(element)
        for element in children(parent, "lvl")
        if (place := number(element, "ilvl")) is not None
    }


def _read_level(element: Element) -> Level:
    start = number(child(element, "start"))
    hidden = switch(path(element, "rPr", "vanish"))
    return Level(
        start=1 if start is None else start,
        form=_form(element),
        text="" if hidden else (attribute(child(element, "lvlText")) or ""),
        restart=number(child(element, "lvlRestart")),
        legal=bool(switch(child(element, "isLgl"))),
    )


def _form(element: Element) -> str:
    """The number format; newer Word versions wrap rare ones in a choice with a plain fallback."""
    for found in element.iter(f"{element.tag.rpartition('}')[0]}}}numFmt"):
        if attribute(found) not in {None, "custom"}:
            return attribute(found) or "decimal"
    return "decimal"
