"""Sentences that left one section and stand in another, linked both ways.

To say that a sentence moved when it did not costs more trust than silence, so the gate is
strict: long enough, nearly the same words, and the only one of its kind in either plan.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from plandiff.comparison.model import Edit, EditNature, Op, Row, Side
from plandiff.comparison.words.formality import essence
from plandiff.corpus.model import Section

_SENTENCE = re.compile(r"[^。！？!?；;\n]*+[。！？!?；;\n]+|[^。！？!?；;\n]++")
_SHORTEST = 14
"""Characters without form; a shorter sentence is boilerplate or chance."""
_ALIKE = 0.9
_GRAM = 5
_MOST_HOLDERS = 8


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A whole sentence inside a deletion or an insertion."""

    row: int
    edit: int
    start: int
    end: int
    essence: str
    section: str


_Pieces = dict[tuple[int, int], list[tuple[_Sentence, _Sentence]]]
"""Sentences by row and edit, each with its other end."""


def link_moved_sentences(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows, with sentences that left one section and stand in another linked both ways.

    The deletion and the insertion become edits of their own, of nature ``moved`` and with the ids
    of the row and of the section that hold the other end.  Inside a row of one section on each
    side nothing is linked: its reader sees both ends at once.
    """
    table = tuple(rows)
    gone = _unique(_sentences(table, Side.OLD), table, Side.OLD)
    come = _unique(_sentences(table, Side.NEW), table, Side.NEW)
    pieces: _Pieces = defaultdict(list)
    for left, arrived in _pairs(gone, come):
        row = table[left.row]
        if left.row != arrived.row or len(row.old) > 1 or len(row.new) > 1:
            pieces[left.row, left.edit].append((left, arrived))
            pieces[arrived.row, arrived.edit].append((arrived, left))
    touched = {row for row, _ in pieces}
    return tuple(
        replace(row, edits=tuple(_split_edits(table, at, pieces))) if at in touched else row
        for at, row in enumerate(table)
    )


def _sentences(rows: Sequence[Row], side: Side) -> Iterator[_Sentence]:
    op = Op.DELETE if side is Side.OLD else Op.INSERT
    for at, row in enumerate(rows):
        place = 0
        for index, edit in enumerate(row.edits):
            if edit.op is op and _may_have_moved(edit):
                for match in _SENTENCE.finditer(edit.text):
                    words = essence(match.group())
                    if len(words) >= _SHORTEST:
                        section = _section_at(row.sections(side), place + match.start())
                        yield _Sentence(at, index, *match.span(), words, section)
            place += len(edit.text) if edit.op in (op, Op.EQUAL) else 0


def _may_have_moved(edit: Edit) -> bool:
    return (
        edit.nature is EditNature.SUBSTANCE
        and len(edit.text) >= _SHORTEST
        and not edit.core  # a near copy stands against it
    )


def _section_at(sections: Sequence[Section], place: int) -> str:
    """Id of the section that holds a place of the joined texts."""
    ends = accumulate(len(section.text) + 1 for section in sections)
    return next(section.id for section, end in zip(sections, ends, strict=True) if place < end)


def _unique(found: Iterable[_Sentence], rows: Sequence[Row], side: Side) -> list[_Sentence]:
    """Sentences that stand once on their side of the comparison, edits and equal text alike."""
    sentences = list(found)
    if not sentences:
        return []
    text = essence("\n".join(row.text(side) for row in rows))
    return [sentence for sentence in sentences if text.count(sentence.essence) == 1]


def _pairs(
    gone: Sequence[_Sentence], come: Sequence[_Sentence]
) -> Iterator[tuple[_Sentence, _Sentence]]:
    """Pairs that are each other's only near copy."""
    near = list(_near_copies(gone, come))
    old_count, new_count = Counter(a for a, _ in near), Counter(b for _, b in near)
    for a, b in near:
        if old_count[a] == 1 == new_count[b]:
            yield gone[a], come[b]


def _near_copies(gone: Sequence[_Sentence], come: Sequence[_Sentence]) -> Iterator[tuple[int, int]]:
    """Indices of sentences that are nearly the same, found by rare runs of characters."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - most comparisons get by without

    old_holders, new_holders = _holders(gone), _holders(come)
    for a, sentence in enumerate(gone):
        shared = {
            b
            for gram in _grams(sentence.essence)
            if len(old_holders[gram]) <= _MOST_HOLDERS
            and len(new_holders.get(gram, ())) <= _MOST_HOLDERS
            for b in new_holders.get(gram, ())
        }
        for b in sorted(shared):
            if Indel.normalized_similarity(sentence.essence, come[b].essence) >= _ALIKE:
                yield a, b


def _holders(sentences: Sequence[_Sentence]) -> dict[str, list[int]]:
    """Which sentences hold a run of characters."""
    holders: dict[str, list[int]] = defaultdict(list)
    for index, sentence in enumerate(sentences):
        for gram in _grams(sentence.essence):
            holders[gram].append(index)
    return dict(holders)


def _grams(text: str) -> set[str]:
    return {text[at : at + _GRAM] for at in range(len(text) - _GRAM + 1)}


def _split_edits(rows: Sequence[Row], row: int, pieces: _Pieces) -> Iterator[Edit]:
    """The edits of a row, with the sentences that moved as edits of their own."""
    for index, edit in enumerate(rows[row].edits):
        at = 0
        for sentence, other in sorted(
            pieces.get((row, index), ()), key=lambda found: found[0].start
        ):
            if at < sentence.start:
                yield replace(edit, text=edit.text[at : sentence.start])
            text = edit.text[sentence.start : sentence.end]
            link = rows[other.row].id
            yield Edit(edit.op, text, EditNature.MOVED, link=link, section=other.section)
            at = sentence.end
        if at < len(edit.text):
            yield replace(edit, text=edit.text[at:])
