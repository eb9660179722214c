"""Lines that look like labels of a family that the document uses, and were not read as such.

A label that is not read hides a section in the one before it, so the reader is told.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from plandiff.corpus.model import Finding, Line
from plandiff.corpus.outline.candidates import Candidate, Place
from plandiff.corpus.outline.labels import Kind, match_label
from plandiff.corpus.outline.tree import Node
from plandiff.corpus.text import lazy_re as re

UNREAD = "unread-label"

_SEEN_OFTEN = 3
"""Labels of a family after which a line of its shape is no chance."""
_NUMERAL = "0-9０-９一二三四五六七八九十百甲乙丙丁"
_PARTS = re.compile(rf"(?P<before>[^{_NUMERAL}]*)[{_NUMERAL}]+(?P<after>.*)", re.DOTALL)
_LONGEST_FINDING = 30
_QUIET = {
    *(Kind.DECIMAL, Kind.DECIMAL_3, Kind.DECIMAL_4, Kind.ARABIC_BARE),
    *(Kind.LETTER, Kind.ROMAN, Kind.PLAIN, Kind.ATTACHMENT),
}
"""Kinds whose shape is common in texts: ``3.5G``, ``3 schools``, ``A. Smith``."""


def find_unread(
    lines: Sequence[Line], candidates: Sequence[Candidate], nodes: Sequence[Node]
) -> Iterator[Finding]:
    """One finding for each family of labels: the first line that was not read, and how many."""
    read = [n.candidate for n in nodes if n.candidate.label and n.candidate.place is Place.LINE]
    families = Counter(c.key for c in read)
    often = {key for key, count in families.items() if count >= _SEEN_OFTEN}
    begun = {c.line for c in read}
    missed: dict[str, list[int]] = {}
    for i, key in _candidates_left(candidates, nodes, often):
        missed.setdefault(key, []).append(i)
    for key, shape in _shapes(read, often).items():
        left = [i for i, line in enumerate(lines) if i not in begun and _has_shape(line, shape)]
        missed.setdefault(key, []).extend(left)
    for places in missed.values():
        if places:
            text = lines[min(places)].text.strip()[:_LONGEST_FINDING]
            count = f" ×{len(set(places))}" if len(set(places)) > 1 else ""
            yield Finding(UNREAD, _section_at(nodes, min(places)), f"{text}{count}")


def _candidates_left(
    candidates: Sequence[Candidate], nodes: Sequence[Node], often: set[str]
) -> Iterator[tuple[int, str]]:
    """Labels at line starts that no sequence took; an article's own lists are its text."""
    begun = {node.candidate.line for node in nodes}
    for candidate in candidates:
        if candidate.place is not Place.LINE or candidate.line in begun or not candidate.label:
            continue
        if candidate.key not in often or candidate.kind in _QUIET or candidate.doubtful:
            continue
        before = _nodes_up_to(nodes, candidate.line)
        if not before or nodes[before - 1].candidate.kind is not Kind.ARTICLE:
            yield candidate.line, candidate.key


def _nodes_up_to(nodes: Sequence[Node], line: int) -> int:
    """How many sections begin up to the end of a line."""
    return bisect_right(nodes, line, key=lambda node: node.candidate.line)


def _shapes(read: Sequence[Candidate], often: set[str]) -> dict[str, re.Pattern[str]]:
    """What stands around the number of each family, with anything short around a numeral."""
    shapes: dict[str, re.Pattern[str]] = {}
    for candidate in read:
        parts = _PARTS.fullmatch((candidate.label or "").strip())
        if candidate.key in often - shapes.keys() and parts and parts["before"].strip():
            before, after = (re.escape(parts[name].strip()) for name in ("before", "after"))
            within = rf"[^\s，,。；;：:、<>＜＞]{{0,4}}[{_NUMERAL}][^\s，,。；;：:、<>＜＞]{{0,4}}?"
            shapes[candidate.key] = re.compile(rf"\s*{before}{within}\s?{after or '(?=[ 　：:])'}")
    return shapes


def _has_shape(line: Line, shape: re.Pattern[str]) -> bool:
    return shape.match(line.text) is not None and match_label(line.text.lstrip()) is None


def _section_at(nodes: Sequence[Node], line: int) -> str:
    """The id of the section that holds a line which begins none."""
    return f"s{_nodes_up_to(nodes, line)}"
