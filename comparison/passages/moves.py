"""Find sentences that moved from one row to another.

A false move costs more trust than a missed one, so the conditions are strict: long enough, nearly
the same words, and unique in both plans.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from msgspec import Struct

from plandiff.comparison.edits import Side
from plandiff.comparison.model import Row
from plandiff.comparison.passages.units import Unit, exact_text
from plandiff.corpus.lazy_import import LazyModule

if TYPE_CHECKING:
    from rapidfuzz import distance
else:
    distance = LazyModule("rapidfuzz.distance")

_SHORTEST = 14
"""Characters without form; a shorter sentence is boilerplate or a coincidence."""
_ALIKE = 0.9
_GRAM = 5
_MOST_HOLDERS = 8

Drafted = tuple[Row, Sequence[Unit], Sequence[Unit], Sequence[int], Sequence[int]]
"""A row, its old and new units, and the places of those without a partner in the row."""


class MovedUnit(Struct, frozen=True):
    """The location of the other half of a moved unit."""

    row: str
    section: str
    passage: str
    """Draft id of the passage there: side and place."""


class _Sentence(Struct, frozen=True):
    row: int
    side: Side
    place: int
    unit: Unit

    @property
    def words(self) -> str:
        """The sentence without form."""
        return self.unit.exact


def find_moves(
    drafts: Sequence[Drafted], rows: Sequence[Row]
) -> dict[tuple[int, Side, int], MovedUnit]:
    """Map moved units (index of the draft, side, place of the unit) to their other halves."""
    gone, come = (_sentences(drafts, side) for side in Side)
    pairs = [(a, b) for a, b in _pairs(gone, come) if a.row != b.row]
    if not pairs:
        return {}
    drafted = {row.id for row, *_ in drafts}
    # A moved sentence must occur exactly once in the whole text of each plan.
    # The other rows did not change: their text is the same on both sides.
    others = exact_text("\n".join(row.text(Side.NEW) for row in rows if row.id not in drafted))
    texts = {side: _whole_text(drafts, others, side) for side in Side}
    found: dict[tuple[int, Side, int], MovedUnit] = {}
    for left, arrived in pairs:
        if any(texts[end.side].count(end.words) != 1 for end in (left, arrived)):
            continue  # it also stayed, or it is not unique
        for here, there in ((left, arrived), (arrived, left)):
            found[here.row, here.side, here.place] = MovedUnit(
                drafts[there.row][0].id,
                there.unit.place.section,
                f"{there.side.value}{there.place}",
            )
    return found


def _sentences(drafts: Sequence[Drafted], side: Side) -> list[_Sentence]:
    found: list[_Sentence] = []
    for at, (_, old, new, old_free, new_free) in enumerate(drafts):
        units, free = (old, old_free) if side is Side.OLD else (new, new_free)
        found += [
            _Sentence(at, side, place, units[place])
            for place in free
            if len(units[place].exact) >= _SHORTEST
        ]
    return found


def _whole_text(drafts: Sequence[Drafted], others: str, side: Side) -> str:
    """Return all text of one side without form, in no particular order."""
    units = [unit.exact for _, old, new, *_ in drafts for unit in (old, new)[side is Side.NEW]]
    return "".join([*units, "\n", others])


def _pairs(
    gone: Sequence[_Sentence], come: Sequence[_Sentence]
) -> Iterator[tuple[_Sentence, _Sentence]]:
    """Yield pairs that are each other's only near copy."""
    near = list(_near_copies(gone, come))
    old_count, new_count = Counter(a for a, _ in near), Counter(b for _, b in near)
    for a, b in near:
        if old_count[a] == 1 == new_count[b]:
            yield gone[a], come[b]


def _near_copies(gone: Sequence[_Sentence], come: Sequence[_Sentence]) -> Iterator[tuple[int, int]]:
    """Yield index pairs of nearly equal sentences, found by an inverted index of rare 5-grams."""
    if not gone or not come:
        return
    holders = _holders(come)
    common = [_grams(sentence.words) & holders.keys() for sentence in gone]
    counts = Counter(chain.from_iterable(common))
    for a, sentence in enumerate(gone):
        shared = {
            b
            for gram in common[a]
            if counts[gram] <= _MOST_HOLDERS and len(holders[gram]) <= _MOST_HOLDERS
            for b in holders[gram]
        }
        for b in sorted(shared):
            if distance.Indel.normalized_similarity(sentence.words, come[b].words) >= _ALIKE:
                yield a, b


def _holders(sentences: Sequence[_Sentence]) -> dict[str, list[int]]:
    """Build an inverted index: 5-gram -> indices of the sentences that hold it."""
    holders: dict[str, list[int]] = defaultdict(list)
    for index, sentence in enumerate(sentences):
        for gram in _grams(sentence.words):
            holders[gram].append(index)
    return dict(holders)


def _grams(text: str) -> set[str]:
    return {text[at : at + _GRAM] for at in range(len(text) - _GRAM + 1)}
