"""Cut sections into units: headings, sentences and list items.

A unit never contains a line end, and every character other than white space is in one unit.
"""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from plandiff.comparison.alignment.section_text import grams, mask_numbers
from plandiff.comparison.edits import Place
from plandiff.corpus.model import Section
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.folding import fold

_INSIDE = r"(?:[（(][^（()）\n]{0,200}+[）)]|[^。！？!?；;\n])"
"""Semicolons in brackets do not end a unit: （牵头单位：教育局；完成时限：年内）."""
_SENTENCE = re.compile(rf"{_INSIDE}*+[。！？!?；;]++[”’」』）)】》\"]*+|{_INSIDE}++")
_ENGLISH_END = re.compile(
    r"(?<=[\w)%][\w)%])(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)\.[”’)\"]*\s+(?=[“‘(\"]?[A-Z])"
)
_LONGEST = 50_000
"""Characters of a unit whose grams are compared; a longer text without a mark is no sentence."""
_ORDINAL = re.compile(r"^(?:第?[一二三四五六七八九十]{1,3}(?:是|要|、)|[（(]?\d{1,2}[)）.、])\s*")
"""The number of an item within its list; the same item may have another in another list."""
_WORD = re.compile(r"[^\W_]")
_MARKS = re.compile(r"[\W_]+")


class Unit(Struct, frozen=True):
    """One sentence, list item or heading of a section."""

    place: Place
    text: str
    heading: bool
    opening: bool
    """Whether it begins a line."""
    grams: set[str]
    """Grams (character bigrams and words) with numbers masked."""
    exact: str
    """Folded text without marks; equal ones differ in form only."""
    key: str
    """Folded text without marks, numbers masked; equal keys differ in form and numbers only."""


def cut_units(sections: Iterable[Section]) -> list[Unit]:
    """Return the units of sections in order."""
    units: list[Unit] = []
    for section in sections:
        texts = section.text, fold(section.text)
        units += [make_unit(section, texts, start, end) for start, end in unit_spans(section)]
    return units


def unit_spans(section: Section) -> list[tuple[int, int]]:
    """Return half-open ranges of the units in a section's text.

    >>> unit_spans(Section("s1", None, 1, None, None, "校园建设", "新建两所。扩建一所；"))
    [(0, 4), (5, 10), (10, 15)]
    """
    text, spans = section.text, list[tuple[int, int]]()
    for piece_start, piece_end in _pieces(text):
        stripped = text[piece_start:piece_end].strip()
        if not stripped:
            continue
        start = text.index(stripped, piece_start)
        end = start + len(stripped)
        # Marks without words belong to the text before them, unless a line end is between.
        if spans and not _WORD.search(stripped) and "\n" not in text[spans[-1][1] : start]:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of sentences, including the white space around them."""
    for match in _SENTENCE.finditer(text):
        at, end = match.span()
        if text.find(".", at, end) >= 0:  # the expression is slow, and most sentences have no dot
            for found in _ENGLISH_END.finditer(text, at, end):
                yield at, found.end()
                at = found.end()
        yield at, end


def make_unit(section: Section, texts: tuple[str, str], start: int, end: int) -> Unit:
    """Make a unit of characters ``start`` to ``end``.

    ``texts``: the section's text, which is composed anew each time it is asked for, and folded.
    """
    text, folded = texts[0][start:end], texts[1][start:end].casefold()
    masked = mask_numbers(folded)
    exact = _MARKS.sub("", folded) or "".join(text.split())
    has_numbers = "#" in masked
    return Unit(
        place=Place(section.id, start, end),
        text=text,
        heading=start < len(section.heading),
        opening=_begins_line(texts[0], start),
        grams=grams(_ORDINAL.sub("", masked[:_LONGEST])),
        exact=exact,
        key=_MARKS.sub("", masked.replace("#", "0")) if has_numbers else exact,
    )


def _begins_line(text: str, at: int) -> bool:
    while at and text[at - 1] != "\n" and text[at - 1].isspace():
        at -= 1
    return at == 0 or text[at - 1] == "\n"


def exact_text(text: str) -> str:
    """Return a text in the form of `Unit.exact`: folded, without marks."""
    return _MARKS.sub("", fold(text).casefold())


def units_text(units: Sequence[Unit]) -> str:
    """Return the text of several units as one side of a passage, one unit per line."""
    return "\n".join(unit.text for unit in units)
