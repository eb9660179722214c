"""What each label must have said, and what is odd about the numbers."""

from plandiff.corpus.model import Finding
from plandiff.corpus.outline.candidates import Candidate
from plandiff.corpus.outline.label_numbers import count_of
from plandiff.corpus.outline.labels import MONTHS, Kind
from plandiff.corpus.outline.tree import Node
from plandiff.corpus.text import lazy_re as re

DAMAGED = "damaged-number"
MASKED = "masked-number"
GAP = "number-gap"
DUPLICATE = "duplicate-number"
DISORDER = "number-order"

_COUNTED_THROUGH = {Kind.ARTICLE}
"""Kinds that are counted through a whole document, whatever contains them."""

_UNNUMBERED = {Kind.SIGN, Kind.FIELD}

_SPAN = re.compile(r"[-－—–~～至到、]\s?[第A-Z]{0,3}(\d{1,2}|[一二三四五六七八九十]{1,3})")


def number_nodes(nodes: list[Node]) -> list[int | None]:
    """The number of every node; masked ones count within their parent, or on from the last."""
    numbers: list[int | None] = []
    last_of_run: dict[int, int] = {}
    last_sibling: dict[tuple[int, str], int] = {}
    through = _runs_through(nodes)
    for node in nodes:
        number = node.member.number if _is_numbered(node) else None
        key = (node.parent, node.candidate.key)
        if number is None and _counts(node):
            goes_on = node.run in through
            before = last_of_run.get(node.run) if goes_on else last_sibling.get(key)
            number = (before or 0) + 1
        numbers.append(number)
        if number is not None:
            last_of_run[node.run] = last_sibling[key] = number
    return numbers


def _is_numbered(node: Node) -> bool:
    return node.candidate.label is not None and node.candidate.kind not in _UNNUMBERED


def _counts(node: Node) -> bool:
    return _is_numbered(node) and node.candidate.kind is not Kind.ATTACHMENT


def _runs_through(nodes: list[Node]) -> set[int]:
    """Runs that count on from one parent to the next: articles, and where known numbers do."""
    found = {node.run for node in nodes if node.candidate.kind in _COUNTED_THROUGH}
    last: dict[int, Node] = {}
    for node in nodes:
        before = last.get(node.run)
        number = node.member.number
        if number is None:
            continue
        if before is not None and before.parent != node.parent:
            found |= {node.run} if number == (before.member.number or 0) + 1 else set()
        last[node.run] = node
    return found


def find_oddities(nodes: list[Node], numbers: list[int | None]) -> list[Finding]:
    """Damaged, masked, doubled, missing and disordered numbers, in document order."""
    findings: list[Finding] = []
    before: dict[int, int] = {}
    for i, node in enumerate(nodes):
        last = before.get(node.run)
        findings.extend(
            Finding(kind, f"s{i + 1}", text) for kind, text in _oddities_of(nodes, numbers, i, last)
        )
        before[node.run] = i
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
    if node.candidate.key == MONTHS:  # a calendar begins and pauses where it likes
        return None
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
    """The second number of ``Q2-Q3：`` and ``第1—2周：``; None where the label has one number."""
    found = _SPAN.search(candidate.label or "") if candidate.kind is Kind.WORD else None
    return count_of(found[1]) if found and not candidate.prefix else None
