"""Sequences and lines made into a tree of sections."""

from typing import NamedTuple

from corpus.model import Line, Removed, Section
from corpus.outline.candidates import Candidate, Place, find_candidates
from corpus.outline.headings import split_heading
from corpus.outline.labels import Kind
from corpus.outline.plain import find_plain_headings
from corpus.outline.ranking import rank_keys
from corpus.outline.runs import Member, Run, find_runs

_DECIMALS = {Kind.DECIMAL, Kind.DECIMAL_3, Kind.DECIMAL_4}


class Node(NamedTuple):
    """A section before its text is cut: where it begins and where it hangs."""

    member: Member
    run: int
    """Index of its sequence among all of the document."""
    parent: int
    """Index among the nodes; -1 for the root."""
    level: int

    @property
    def candidate(self) -> Candidate:
        """Where it begins."""
        return self.member.candidate


def find_nodes(lines: tuple[Line, ...]) -> list[Node]:
    """The sections of the lines in document order, as a tree."""
    runs = find_runs(find_candidates(lines))
    plain = find_plain_headings(lines, runs)
    if plain is not None:
        runs.append(plain)
    ranks = rank_keys(runs)
    starts = sorted(
        ((member.candidate.line, member.candidate.start), r, m)
        for r, run in enumerate(runs)
        for m, member in enumerate(run.members)
    )
    return _nest(runs, ranks, [(r, m) for _, r, m in starts])


def _nest(runs: list[Run], ranks: dict[str, int], order: list[tuple[int, int]]) -> list[Node]:
    nodes: list[Node] = []
    path: list[int] = []
    for r, m in order:
        member = runs[r].members[m]
        rank = ranks[runs[r].key]
        above = [i for i in path if ranks[runs[nodes[i].run].key] < rank]
        if any(_keeps_lists(nodes[i].candidate, member) for i in above):
            continue
        nodes.append(Node(member, r, above[-1] if above else -1, len(above) + 1))
        path = [*above, len(nodes) - 1]
    return nodes


def _keeps_lists(article: Candidate, member: Member) -> bool:
    """Lists inside an article are its text; ``1.1`` under 第一条 goes on the outline."""
    if article.kind is not Kind.ARTICLE:
        return False
    inner = member.candidate
    return not (inner.kind in _DECIMALS and inner.prefix[:1] == (article.number,))


def cut_sections(
    title: str, lines: tuple[Line, ...], nodes: list[Node], numbers: list[int | None]
) -> tuple[list[Section], list[Removed]]:
    """Sections with their texts, root first; and the bullets that stood before labels."""
    removed: list[Removed] = []
    first = nodes[0].candidate if nodes else None
    end = (first.line, 0) if first else (len(lines), 0)
    preamble = _texts(lines, (0, 0), (end[0], first.start if first else 0), removed, bool(first))
    sections = [Section("s0", None, 0, None, None, title, "\n".join(preamble))]
    for i, node in enumerate(nodes):
        after = nodes[i + 1].candidate if i + 1 < len(nodes) else None
        stop = (after.line, after.start) if after else (len(lines), 0)
        start = node.candidate
        texts = _texts(lines, (start.line, start.end), stop, removed, after is not None)
        sections.append(_section(i, node, texts, numbers[i], start.line))
    return sections, removed


def _section(i: int, node: Node, texts: list[str], number: int | None, _line: int) -> Section:
    first, *others = texts or [""]
    if node.candidate.kind is Kind.PLAIN:
        heading, rest = first, ""
    else:
        inline = node.candidate.place is not Place.LINE
        heading, rest = split_heading(first, node.candidate.kind, inline=inline)
    body = [text for text in (rest, *others) if text]
    parent = f"s{node.parent + 1}"
    label = node.candidate.label
    return Section(f"s{i + 1}", parent, node.level, label, number, heading, "\n".join(body))


def _texts(
    lines: tuple[Line, ...],
    start: tuple[int, int],
    stop: tuple[int, int],
    removed: list[Removed],
    followed: bool,
) -> list[str]:
    """The paragraphs between two places; the first is what follows ``start`` on its line."""
    (first, begin), (last, end) = start, stop
    if first == last:
        return [lines[first].text[begin:end].strip()] if lines else [""]
    texts = [lines[first].text[begin:].strip()] if first < len(lines) else [""]
    texts += [lines[i].text.strip() for i in range(first + 1, min(last, len(lines)))]
    if followed:
        before = lines[last].text[:end].strip()
        if before and len(before) == 1 and not before.isalnum():
            removed.append(Removed(before, "bullet"))
        elif before:
            texts.append(before)
    return texts
