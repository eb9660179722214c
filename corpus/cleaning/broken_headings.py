"""Join headings printed over two lines: 第一篇 锚定目标任务 / 奋力谱写新篇章."""

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from plandiff.corpus.cleaning.characters import ends_sentence, joint_of, width
from plandiff.corpus.cleaning.contents import letters_of
from plandiff.corpus.model import Line
from plandiff.corpus.outline.labels import Kind, Label, match_label, starts_with_label
from plandiff.corpus.text import lazy_re as re

_ALONE = frozenset({Kind.PART, Kind.CHAPTER, Kind.SECTION})
"""Kinds whose heading fills its line; the next line is its second half or the text."""
_NAMED_BELOW = frozenset({*_ALONE, Kind.GOAL, Kind.STRATEGY, Kind.ATTACHMENT})
"""Kinds whose label may fill a line, with the name of the section below it."""
_LONGEST_LABEL = 24
_WIDEST = 80
"""Columns of one line of a heading."""
_FEWEST = 2
"""Two-line headings of one kind needed as evidence where no table of contents names them."""
_WIDEST_HALF = 44
"""Columns of a second line; a longer one is a sentence below the heading."""
_DARK_FIGURES = "❶❷❸❹❺❻❼❽❾❿"
_FIGURE = re.compile(
    rf"\s*(?:(?:PART|Part|NO\.|No\.)\s?)?(?P<figure>\d{{1,2}}|[{_DARK_FIGURES}])\s*"
)
"""A number on a line of its own, with the heading on the next line."""
_PAUSE = re.compile(r"[，,；：:;。！？]|、\s*$")


def join_headings(lines: list[Line], entries: frozenset[str]) -> list[Line]:
    """Return the lines with headings on two or three lines joined.

    ``entries`` are the headings listed in the table of contents (`take_contents`), letters and
    digits only.  Without them the position decides: an unlabelled short line between a chapter's
    label and the next inner label, more than once.
    """
    lines = _with_bare_labels(_with_figures(lines))
    filled = [i for i, line in enumerate(lines) if line.text.strip()]
    joined: dict[int, int] = {}
    for k, i in enumerate(filled):
        count = _lines_of_entry(lines, filled[k : k + 3], entries)
        if count > 1:
            joined[i] = filled[k + count - 1]
    joined |= {i: j for i, j in _by_place(lines, filled, entries).items() if i not in joined}
    if not joined:
        return lines
    kept: list[Line] = []
    end = -1
    for i, line in enumerate(lines):
        if i in joined and i > end:
            end = joined[i]
            kept.append(replace(line, text=_joined(lines[i : end + 1])))
        elif i > end:
            kept.append(line)
    return kept


def _with_figures(lines: list[Line]) -> list[Line]:
    """Join numbers that count up on lines of their own to the heading on the next line.

    ``01`` / ``扩容提质`` / ``新建公办园7所。``: WeChat articles print numbers like this.
    Text must follow, otherwise the numbers are table cells or page numbers.
    """
    filled = [i for i, line in enumerate(lines) if line.text.strip()]
    heads: dict[int, int] = {}
    for i, head, after in zip(filled, filled[1:], filled[2:], strict=False):
        found = _FIGURE.fullmatch(lines[i].text)
        due = len(heads) + 1
        if found and _count(found["figure"]) == due and _is_headed(lines, head, after):
            heads[i] = head
    if len(heads) < _FEWEST:
        return lines
    kept = list(lines)
    for i, head in heads.items():
        text = f"{lines[i].text.strip()} {lines[head].text.strip()}"
        kept[head] = replace(lines[head], text=text)
    return [line for i, line in enumerate(kept) if i not in heads]


def _with_bare_labels(lines: list[Line]) -> list[Line]:
    """Join labels that fill a line to the heading on the next one: ``第一章`` / ``总则``.

    Two of a kind are needed as evidence; text or an inner section follows the heading.
    """
    filled = [i for i, line in enumerate(lines) if line.text.strip()]
    found: dict[int, tuple[Kind, int]] = {}
    for i, head, after in zip(filled, filled[1:], filled[2:], strict=False):
        text = lines[i].text.strip()
        label = _bare_label(text) if len(text) <= _LONGEST_LABEL else None
        if label and _may_be_name(lines[head], lines[after]):
            found[i] = (label.kind, head)
    often = Counter(kind for kind, _ in found.values())
    heads = {i: head for i, (kind, head) in found.items() if often[kind] >= _FEWEST}
    if not heads:
        return lines
    kept = list(lines)
    for i, head in heads.items():
        level = lines[i].heading_level or lines[head].heading_level
        text = f"{lines[i].text.strip()} {lines[head].text.strip()}"
        kept[head] = replace(lines[head], text=text, heading_level=level)
    return [line for i, line in enumerate(kept) if i not in heads]


def _bare_label(text: str) -> Label | None:
    """Return the label that fills a line."""
    label = match_label(text) if starts_with_label(text) else None
    whole = label is not None and label.end == len(text) and label.kind in _NAMED_BELOW
    return label if whole else None


def _may_be_name(line: Line, after: Line) -> bool:
    """Whether a line is a heading without label that other text follows."""
    text = line.text.strip()
    short = 2 <= width(text) <= _WIDEST_HALF and not _PAUSE.search(text) and "\t" not in text
    if not short or line.row or line.label or starts_with_label(text) or ends_sentence(text, "."):
        return False
    return text[0] not in "（(—-【[“•*" and _bare_label(after.text.strip()) is None


def _count(figure: str) -> int:
    return int(figure) if figure.isdecimal() else _DARK_FIGURES.index(figure) + 1


def _is_headed(lines: list[Line], head: int, after: int) -> bool:
    """Whether a line looks like a heading and is followed by text or an inner section."""
    text = lines[head].text.strip()
    short = 4 <= width(text) <= _WIDEST_HALF and not _PAUSE.search(text) and "\t" not in text
    follows = ends_sentence(lines[after].text) or starts_with_label(lines[after].text)
    return short and not starts_with_label(text) and not text[0].isdecimal() and follows


def _lines_of_entry(lines: list[Line], places: Sequence[int], entries: frozenset[str]) -> int:
    """Return how many of the lines make up one entry of the contents; 0 if none does."""
    text = ""
    if not entries:
        return 0
    for count, i in enumerate(places, start=1):
        if count > 1 and (width(lines[i].text) > _WIDEST or starts_with_label(lines[i].text)):
            return 0
        text += letters_of(lines[i].text[: 2 * _WIDEST])
        if text in entries:
            return count
    return 0


def _by_place(lines: list[Line], filled: list[int], entries: frozenset[str]) -> dict[int, int]:
    """Map lines to two-line headings, where their kind has more than one of them."""
    found: dict[int, tuple[Kind, int]] = {}
    for i, second, after in zip(filled, filled[1:], filled[2:], strict=False):
        label = _heading_alone(lines[i]) if second == i + 1 else None
        if label is None or letters_of(lines[i].text) in entries:
            continue
        inner = _label_of(lines[after])
        if inner and inner.kind is not label.kind and _may_be_half(lines[second]):
            found[i] = (label.kind, second)
    often = Counter(kind for kind, _ in found.values())
    return {i: second for i, (kind, second) in found.items() if often[kind] >= _FEWEST}


def _heading_alone(line: Line) -> Label | None:
    """Return the label of a line that is only a heading of a part, chapter or section."""
    if line.whole or line.heading_level is not None or width(line.text) > _WIDEST:
        return None
    label = _label_of(line)
    alone = label is not None and label.kind in _ALONE and not ends_sentence(line.text)
    return label if alone else None


def _may_be_half(line: Line) -> bool:
    text = line.text.strip()
    return (
        not line.whole
        and line.heading_level is None
        and 4 <= width(text) <= _WIDEST_HALF
        and not _PAUSE.search(text)
        and not starts_with_label(text)
        and text[0] not in "（(—-【[“"
    )


def _label_of(line: Line) -> Label | None:
    return match_label(line.text.strip()) if starts_with_label(line.text) else None


def _joined(lines: Sequence[Line]) -> str:
    text = ""
    for line in lines:
        piece = line.text.strip()
        text += joint_of(text, piece) + piece
    return text
