"""Build a tree of sections from sequences and lines."""

from typing import NamedTuple

from plandiff.corpus.cleaning.characters import without_letter_spaces
from plandiff.corpus.model import Line, Removed, Section
from plandiff.corpus.outline.candidates import Candidate, Place
from plandiff.corpus.outline.headings import bracketed_heading, split_heading
from plandiff.corpus.outline.labels import USUAL_RANK, Kind
from plandiff.corpus.outline.plain import find_named_parts, find_paragraphs, find_plain_headings
from plandiff.corpus.outline.ranking import rank_keys
from plandiff.corpus.outline.sequences import LabelSequence, Member, find_sequences
from plandiff.corpus.outline.unnumbered import find_spoken, find_unnumbered

BULLET = "bullet"

_DECIMALS = {Kind.DECIMAL, Kind.DECIMAL_3, Kind.DECIMAL_4}


class Node(NamedTuple):
    """A section before its text is cut: where it begins, and its parent."""

    member: Member
    sequence: int
    """Index of its sequence among all sequences of the document."""
    parent: int
    """Index among the nodes; -1 for the root."""
    level: int

    @property
    def candidate(self) -> Candidate:
        """The candidate at which the section begins."""
        return self.member.candidate


def find_nodes(lines: tuple[Line, ...], candidates: list[Candidate]) -> list[Node]:
    """Return the sections of the lines in document order, as a tree."""
    sequences = find_sequences(candidates)
    sequences += find_plain_headings(lines, sequences)
    sequences += find_unnumbered(lines, sequences)
    if not sequences and (spoken := find_spoken(lines)) is not None:
        sequences.append(spoken)
    if not sequences and (paragraphs := find_paragraphs(lines)) is not None:
        sequences.append(paragraphs)
    ranks = rank_keys(sequences)
    named = find_named_parts(lines, sequences, ranks)
    if named is not None:
        sequences.append(named)
    starts = sorted(
        ((member.candidate.line, member.candidate.start), r, m)
        for r, sequence in enumerate(sequences)
        for m, member in enumerate(sequence.members)
    )
    return _nest(sequences, ranks, [(r, m) for _, r, m in starts])


def _nest(
    sequences: list[LabelSequence], ranks: dict[str, int], order: list[tuple[int, int]]
) -> list[Node]:
    nodes: list[Node] = []
    path: list[int] = []
    for r, m in order:
        member = sequences[r].members[m]
        rank = ranks[sequences[r].key]
        above = [
            i
            for i in path
            if ranks[sequences[nodes[i].sequence].key] < rank
            and nodes[i].candidate.kind is not Kind.FIELD
        ]
        if any(_keeps_lists(nodes[i].candidate, member) for i in above):
            continue
        nodes.append(Node(member, r, above[-1] if above else -1, len(above) + 1))
        path = [*above, len(nodes) - 1]
    return nodes


def _keeps_lists(article: Candidate, member: Member) -> bool:
    """Whether a list in an article is its text; ``1.1`` in article 1 continues the outline."""
    if article.kind is not Kind.ARTICLE:
        return False
    inner = member.candidate
    if USUAL_RANK[inner.kind] < USUAL_RANK[Kind.ARTICLE]:
        return False
    return not (inner.kind in _DECIMALS and inner.prefix[:1] == (article.number,))


class _Cutter:
    """Cuts the lines between two places into paragraphs, without the bullets before labels."""

    def __init__(self, lines: tuple[Line, ...]) -> None:
        self.lines = lines
        self.bullets: list[Removed] = []

    def cut(self, start: tuple[int, int], stop: tuple[int, int]) -> list[str]:
        """Return the paragraphs; the first is the rest of the line after ``start``, maybe empty."""
        (first, begin), (last, end) = start, stop
        if first >= len(self.lines):
            return [""]
        if first == last:
            return [self._before_label(self.lines[first].text[begin:end])]
        texts = [self.lines[first].text[begin:].strip()]
        # Blank cells at the left of a row are kept, so that its columns stay below their headers.
        texts += [
            line.text.rstrip() if line.row else line.text.strip()
            for line in self.lines[first + 1 : last]
        ]
        if last < len(self.lines):
            texts.append(self._before_label(self.lines[last].text[:end]))
        return texts

    def _before_label(self, text: str) -> str:
        text = text.strip()
        if len(text) == 1 and not text.isalnum():
            self.bullets.append(Removed(text, BULLET))
            return ""
        return text


def cut_sections(
    title: str, lines: tuple[Line, ...], nodes: list[Node], numbers: list[int | None]
) -> tuple[list[Section], list[Removed]]:
    """Return sections with their texts, root first; and the bullets removed before labels."""
    cutter = _Cutter(lines)
    starts = [(node.candidate.line, node.candidate.start) for node in nodes]
    stops = [*starts, (len(lines), 0)]
    preamble = [text for text in cutter.cut((0, 0), stops[0]) if text]
    sections = [Section("s0", None, 0, None, None, title, "\n".join(preamble))]
    for i, node in enumerate(nodes):
        texts = cutter.cut((node.candidate.line, node.candidate.end), stops[i + 1])
        sections.append(_section(i, node, texts, numbers[i]))
    return sections, cutter.bullets


def _section(i: int, node: Node, texts: list[str], number: int | None) -> Section:
    first, *others = texts
    if node.candidate.kind is Kind.PLAIN:
        heading = bracketed_heading(first) or first
        rest = first[len(heading) :].strip()
    elif node.candidate.kind is Kind.PARAGRAPH:
        heading, rest = "", first
    else:
        inline = node.candidate.place is not Place.LINE
        heading, rest = split_heading(first, node.candidate.kind, inline=inline)
    body = "\n".join(text for text in (rest, *others) if text)
    heading = without_letter_spaces(heading)
    label = node.candidate.label
    if node.candidate.kind is Kind.ATTACHMENT and number is None and label and not heading:
        heading, label = label, None  # 附录 on a line of its own is a name without a number
    return Section(f"s{i + 1}", f"s{node.parent + 1}", node.level, label, number, heading, body)
