"""Read a presentation into lines: titles are headings, notes and footers are removed."""

from collections.abc import Iterator

from msgspec import Struct, field

from plandiff.corpus.errors import NoTextError, Phrase, TooLargeError
from plandiff.corpus.formats.limits import MAX_CHARACTERS
from plandiff.corpus.formats.packages import OfficePackage
from plandiff.corpus.formats.reading_parts import Reading, heading_text
from plandiff.corpus.formats.slides.drawing import body_text, drawn_table, paragraph_lines
from plandiff.corpus.formats.web.lists import has_own_label
from plandiff.corpus.formats.xml_parts import (
    Element,
    attribute_named,
    children_named,
    descendants_named,
    first_named,
    local_name,
)
from plandiff.corpus.model import HIDDEN, Finding, Line, Removed
from plandiff.corpus.text import lazy_re as re

FORM = "pptx"
HIDDEN_SLIDE = "hidden-slide"

_MAIN = "ppt/presentation.xml"
_TITLES = frozenset({"title", "ctrTitle"})
_FURNITURE = {"ftr": "footer", "hdr": "header", "dt": "footer", "sldNum": "page-number"}
"""Placeholders that belong to the page layout, with the reason for their removal."""
_DISTANCE = re.compile(r"-?[0-9]{1,12}")
_LINE_HEIGHT = 300_000
"""A third of an inch in English Metric Units; shapes whose tops differ by less are in one row."""
_CONTINUED = re.compile(
    r"\s*[(（](?:续|續|接上页|cont(?:inued|\.)?|[一二三四五六七八九十\d]{1,2}(?:/\d{1,2})?)[)）]\s*$",
    re.IGNORECASE,
)


class _Slide(Struct):
    """The content of one slide."""

    number: int
    hidden: bool
    title: str = ""
    lines: list[Line] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text of the slide."""
        return "\n".join([self.title, *((line.label or "") + line.text for line in self.lines)])


def read_presentation(name: str, data: bytes) -> Reading:
    """Read the text of all slides.

    A title without a label is a heading; that of the first slide is the plan's title.  A title
    continued from the previous slide, speaker notes, footers, dates, slide numbers and hidden
    slides are in ``removed``.  Hidden slides are also findings; if all are hidden, they are read.
    Raises BrokenFileError, NoTextError or TooLargeError.
    """
    package = OfficePackage(data, name, FORM)
    slides = list(_slides(package))
    shown = [slide for slide in slides if not slide.hidden]
    if not any(slide.text.strip() for slide in shown):
        shown = slides
    if not any(slide.text.strip() for slide in shown):
        raise NoTextError(name, Phrase("reason.blank-pages"))
    removed = [removed for slide in slides for removed in slide.removed]
    findings = []
    for slide in slides:
        if slide.hidden and slide.text.strip():
            findings.append(Finding(HIDDEN_SLIDE, None, f"{slide.number} {slide.title}".strip()))
            if slide not in shown:
                removed.append(Removed(slide.text.strip(), HIDDEN))
    title = shown[0].title or None
    return Reading(tuple(_lines(shown, removed)), tuple(removed), tuple(findings), title)


def _slides(package: OfficePackage) -> Iterator[_Slide]:
    main = package.main_part(_MAIN)
    targets = package.targets(main)
    listed = first_named(package.parse(main), "sldIdLst")
    seen: set[str] = set()
    characters = 0
    for entry in children_named(listed, "sldId"):
        kind, part = targets.get(_relation(entry), ("", ""))
        if kind != "slide" or part in seen:
            continue
        seen.add(part)
        slide = _read_slide(package, part, len(seen))
        characters += len(slide.text) + sum(len(removed.text) for removed in slide.removed)
        if characters > MAX_CHARACTERS:
            limit = Phrase("size.characters", count=MAX_CHARACTERS)
            raise TooLargeError.beyond(package.name, limit)
        yield slide


def _relation(entry: Element) -> str:
    """The relationship id ``r:id``, distinct from the slide's plain ``id``."""
    names = (str(value) for key, value in entry.items() if str(key).endswith("}id"))
    return next(names, "")


def _read_slide(package: OfficePackage, part: str, number: int) -> _Slide:
    root = package.parse(part)
    slide = _Slide(number, root.get("show") in {"0", "false"})
    targets = package.targets(part)
    tree = first_named(root, "cSld", "spTree")
    if tree is not None:
        _read_shapes(tree, slide, package, targets)
    for kind, notes in targets.values():
        if kind == "notesSlide":
            slide.removed += _notes(package.parse(notes))
    return slide


def _read_shapes(
    tree: Element, slide: _Slide, package: OfficePackage, targets: dict[str, tuple[str, str]]
) -> None:
    """Read the shapes in file order, which screen readers also use.

    Without placeholders the boxes were drawn by hand in any order, so they are read from the top.
    """
    for shape in _from_the_top(tree):
        kind = local_name(shape)
        if kind == "AlternateContent":
            shape = next(iter(shape), shape)  # noqa: PLW2901 - first choice: the newer drawing
            _read_shapes(shape, slide, package, targets)
        elif kind == "grpSp":
            _read_shapes(shape, slide, package, targets)
        elif kind == "sp":
            _read_shape(shape, slide)
        elif kind == "graphicFrame":
            slide.lines += _frame(shape, package, targets)


def _from_the_top(tree: Element) -> list[Element]:
    """Sort shapes by position if none is a placeholder and all have positions, else file order.

    Shapes in one row are sorted from left to right.
    """
    shapes = list(tree)
    placed: list[tuple[tuple[int, int], Element]] = []
    for shape in shapes:
        if local_name(shape) in {"nvGrpSpPr", "grpSpPr", "extLst"}:
            continue
        place = _place(shape)
        if place is None:
            return shapes
        placed.append((place, shape))
    return [shape for _, shape in sorted(placed, key=lambda pair: pair[0])]


def _place(shape: Element) -> tuple[int, int] | None:
    """Top in line heights, and left in EMU; None for placeholders and unknown positions."""
    if any(True for _ in descendants_named(shape, "ph")):
        return None
    offset = next(iter(descendants_named(shape, "off")), None)
    if offset is None:
        return None
    top, left = (str(offset.get(name) or "") for name in ("y", "x"))
    if not (_DISTANCE.fullmatch(top) and _DISTANCE.fullmatch(left)):
        return None
    return int(top) // _LINE_HEIGHT, int(left)


def _read_shape(shape: Element, slide: _Slide) -> None:
    body = first_named(shape, "txBody")
    if body is None:
        return
    placeholder = first_named(shape, "nvSpPr", "nvPr", "ph")
    kind = "" if placeholder is None else placeholder.get("type") or ""
    properties = first_named(shape, "nvSpPr", "cNvPr")
    text = body_text(body)
    if kind in _FURNITURE or (properties is not None and properties.get("hidden") == "1"):
        if text:
            slide.removed.append(Removed(text, _FURNITURE.get(kind, HIDDEN)))
    elif kind in _TITLES and not slide.title:
        slide.title = heading_text(text)
    else:
        slide.lines += paragraph_lines(body)


def _frame(
    frame: Element, package: OfficePackage, targets: dict[str, tuple[str, str]]
) -> Iterator[Line]:
    """The rows of a table, or the text of a diagram (SmartArt)."""
    for table in descendants_named(frame, "tbl"):
        yield from drawn_table(table)
    for diagram in descendants_named(frame, "relIds"):
        _, part = targets.get(attribute_named(diagram, "dm") or "", ("", ""))
        if part:
            for point in descendants_named(package.parse(part), "pt"):
                words = first_named(point, "t")
                if words is not None and (point.get("type") or "node") == "node":
                    yield from paragraph_lines(words)


def _notes(root: Element) -> Iterator[Removed]:
    for shape in descendants_named(root, "sp"):
        placeholder = first_named(shape, "nvSpPr", "nvPr", "ph")
        if placeholder is not None and placeholder.get("type") == "body":
            text = body_text(first_named(shape, "txBody"))
            if text:
                yield Removed(text, "speaker-notes")


def _lines(slides: list[_Slide], removed: list[Removed]) -> Iterator[Line]:
    """Titles and texts in order; a title continued from the previous slide is removed."""
    before = ""
    for place, slide in enumerate(slides):
        title = slide.title
        if title and place and _same(title, before):
            removed.append(Removed(title, "repeated-title"))
        elif title:
            # Labels determine their own levels; slide titles have only one.
            level = None if place == 0 or has_own_label(title) else 1
            yield Line(title, level, whole=True)
        before = title or before
        yield from slide.lines


def _same(title: str, before: str) -> bool:
    plain, other = (_CONTINUED.sub("", text).replace(" ", "") for text in (title, before))
    return plain == other
