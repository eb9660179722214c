"""Restore lost label numbers; report odd numbers and lines that look like unread labels.

A label that is not recognised hides a section in the one before it, so the user is informed.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from plandiff.corpus.model import Finding, Line
from plandiff.corpus.outline.candidates import Candidate, Place
from plandiff.corpus.outline.label_patterns import count_of
from plandiff.corpus.outline.labels import MONTHS, Kind, match_label
from plandiff.corpus.outline.tree import Node
from plandiff.corpus.text import lazy_re as re

DAMAGED = "damaged-number"
MASKED = "masked-number"
GAP = "number-gap"
DUPLICATE = "duplicate-number"
DISORDER = "number-order"

_COUNTED_THROUGH = {Kind.ARTICLE}
"""Kinds that are counted through a whole document, regardless of their parents."""

_UNNUMBERED = {Kind.SIGN, Kind.FIELD}

_SPAN = re.compile(r"[-－—–~～至到、]\s?[第A-Z]{0,3}(\d{1,2}|[一二三四五六七八九十]{1,3})")


def repair_numbers(nodes: list[Node]) -> list[int | None]:
    """Return the number of every node; masked ones count within their parent or their sequence."""
    numbers: list[int | None] = []
    last_of_run: dict[int, int] = {}
    last_sibling: dict[tuple[int, str], int] = {}
    through = _runs_through(nodes)
    for node in nodes:
        number = node.member.number if _is_numbered(node) else None
        key = (node.parent, node.candidate.key)
        if number is None and _counts(node):
            goes_on = node.sequence in through
            before = last_of_run.get(node.sequence) if goes_on else last_sibling.get(key)
            number = (before or 0) + 1
        numbers.append(number)
        if number is not None:
            last_of_run[node.sequence] = last_sibling[key] = number
    return numbers


def _is_numbered(node: Node) -> bool:
    return node.candidate.label is not None and node.candidate.kind not in _UNNUMBERED


def _counts(node: Node) -> bool:
    return _is_numbered(node) and node.candidate.kind is not Kind.ATTACHMENT


def _runs_through(nodes: list[Node]) -> set[int]:
    """Return sequences that continue across parents: articles, and others whose numbers show it."""
    found = {node.sequence for node in nodes if node.candidate.kind in _COUNTED_THROUGH}
    last: dict[int, Node] = {}
    for node in nodes:
        before = last.get(node.sequence)
        number = node.member.number
        if number is None:
            continue
        if before is not None and before.parent != node.parent:
            found |= {node.sequence} if number == (before.member.number or 0) + 1 else set()
        last[node.sequence] = node
    return found


def find_anomalies(nodes: list[Node], numbers: list[int | None]) -> list[Finding]:
    """Report damaged, masked, duplicate, missing and disordered numbers, in document order."""
    findings: list[Finding] = []
    before: dict[int, int] = {}
    for i, node in enumerate(nodes):
        last = before.get(node.sequence)
        findings.extend(
            Finding(kind, f"s{i + 1}", text) for kind, text in _oddities_of(nodes, numbers, i, last)
        )
        before[node.sequence] = i
    return findings


def _oddities_of(
    nodes: list[Node], numbers: list[int | None], i: int, last: int | None
) -> list[tuple[str, str]]:
    node, number = nodes[i], numbers[i]
    label = node.candidate.label
    if label is None or number is None:
        return []
    printed = node.candidate.number
    found = []
    if node.member.damaged:
        found.append((DAMAGED, label))
    elif printed is None:
        found.append((MASKED, label))
    elif printed != number:
        found.append((DUPLICATE, label))
    sequence = _sequence_oddity(nodes, numbers, i, last)
    return [*found, *([sequence] if sequence else [])]


def _sequence_oddity(
    nodes: list[Node], numbers: list[int | None], i: int, last: int | None
) -> tuple[str, str] | None:
    node, number = nodes[i], numbers[i] or 0
    label = node.candidate.label or ""
    if node.candidate.key == MONTHS:  # a calendar may begin with any month and skip some
        return None
    if last is None and node.candidate.kind is Kind.ATTACHMENT:
        return None  # a file of its own: 附件2 of a notice
    if last is None:
        return (GAP, f"… → {label}") if number > 1 else None
    earlier = _end_of_span(nodes[last].candidate) or numbers[last] or 0
    shown = f"{nodes[last].candidate.label} → {label}"
    if number == earlier and not node.candidate.prefix:
        return (DUPLICATE, shown)
    if number > earlier + 1:
        return (GAP, shown)
    return (DISORDER, shown) if 0 < number < earlier and node.parent == nodes[last].parent else None


def _end_of_span(candidate: Candidate) -> int | None:
    """Return the second number of ``Q2-Q3：`` and ``第1—2周：``; None if the label has only one."""
    found = _SPAN.search(candidate.label or "") if candidate.kind is Kind.WORD else None
    return count_of(found[1]) if found and not candidate.prefix else None


UNREAD = "unread-label"

_SEEN_OFTEN = 3
"""Labels of a family that make an unread line of the same shape worth reporting."""
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
    """Report each family of labels once: the first line that was not read, and the count."""
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
    """Return labels at line starts in no sequence; lists inside an article are its text."""
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
    """Count the sections that begin up to the end of a line."""
    return bisect_right(nodes, line, key=lambda node: node.candidate.line)


def _shapes(read: Sequence[Candidate], often: set[str]) -> dict[str, re.Pattern[str]]:
    """Return the pattern around each family's number, with any short text around a numeral."""
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
    """Return the id of the section that holds a line, where no section begins in it."""
    return f"s{_nodes_up_to(nodes, line)}"
