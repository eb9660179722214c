"""Sentences that left one row and stand in another, linked both ways.

To say that a sentence moved when it did not costs more trust than silence, so the gate is
strict: long enough, nearly the same words, and the only one of its kind in either plan.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from comparison.model import Edit, EditNature, Op, Row, Side
from comparison.words.formality import essence

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


_Pieces = dict[tuple[int, int], list[tuple[_Sentence, str | None]]]
"""Sentences by row and edit, each with the row of its other end."""


def link_moved_sentences(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows, with sentences that left one row and stand in another linked both ways.

    The deletion and the insertion become edits of their own, of nature ``moved`` and with the id
    of the row that holds the other end; without one where that is another section of their row.
    """
    table = tuple(rows)
    gone = _unique(_sentences(table, Op.DELETE), table, Side.OLD)
    come = _unique(_sentences(table, Op.INSERT), table, Side.NEW)
    pieces: _Pieces = defaultdict(list)
    for left, arrived in _pairs(gone, come):
        row, same = table[left.row], left.row == arrived.row
        if same and len(row.old) == 1 == len(row.new):  # its reader sees both ends at once
            continue
        pieces[left.row, left.edit].append((left, None if same else table[arrived.row].id))
        pieces[arrived.row, arrived.edit].append((arrived, None if same else row.id))
    touched = {row for row, _ in pieces}
    return tuple(
        replace(row, edits=tuple(_split_edits(row.edits, at, pieces))) if at in touched else row
        for at, row in enumerate(table)
    )


def _sentences(rows: Sequence[Row], side: Op) -> Iterator[_Sentence]:
    for at, row in enumerate(rows):
        for index, edit in enumerate(row.edits):
            if (
                edit.op is side
                and edit.nature is EditNature.SUBSTANCE
                and len(edit.text) >= _SHORTEST
                and not edit.core  # a near copy stands against it
            ):
                for match in _SENTENCE.finditer(edit.text):
                    words = essence(match.group())
                    if len(words) >= _SHORTEST:
                        yield _Sentence(at, index, match.start(), match.end(), words)


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


def _split_edits(edits: Sequence[Edit], row: int, pieces: _Pieces) -> Iterator[Edit]:
    """The edits of a row, with the sentences that moved as edits of their own."""
    for index, edit in enumerate(edits):
        at = 0
        for sentence, link in sorted(
            pieces.get((row, index), ()), key=lambda found: found[0].start
        ):
            if at < sentence.start:
                yield replace(edit, text=edit.text[at : sentence.start])
            text = edit.text[sentence.start : sentence.end]
            yield Edit(edit.op, text, EditNature.MOVED, link=link)
            at = sentence.end
        if at < len(edit.text):
            yield replace(edit, text=edit.text[at:])
