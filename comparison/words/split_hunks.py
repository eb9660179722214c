"""Split whole clauses, numbers, words and closing signs off a longer replacement.

If a sentence was deleted and the word after it replaced, both changes touch and would be one
change: “保障经费。各地” became “各县区”.  The clause is one change, 各地 and 各县区 another.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, takewhile

from plandiff.comparison.words.changes import Hunk, Pieces
from plandiff.comparison.words.weights import CLAUSE_ENDS, is_number, weigh

_JOINTS = frozenset("和与及或、暨") | {"以及"}
_ALIKE = 0.4
"""Share of the lighter clause's weight that two clauses must share to be counterparts."""
_LIGHT = 4.0
"""Words up to this weight belong to a number (确保2025年, 力争2024年), heavier ones do not."""
_SIGNS = CLAUSE_ENDS - {"\n"}
_COUNTING = "0123456789一二两三四五六七八九十百千万亿零"


def peel(hunks: Iterable[Hunk], pieces: Pieces) -> list[Hunk]:
    """Split each hunk in which one side holds more than the replaced text.

    The parts are mirrored if the sides are swapped.
    """
    return [part for hunk in hunks for part in _parts(hunk, pieces)]


def _parts(hunk: Hunk, pieces: Pieces) -> Iterator[Hunk]:
    old, new = (
        pieces.old_keys[hunk.old_start : hunk.old_end],
        pieces.new_keys[hunk.new_start : hunk.new_end],
    )
    if not old or not new or len(old) == 1 == len(new):
        yield hunk
    elif not _begins(hunk, pieces) and (signs := _signs_of_other_ends(old, new)):
        words = _without_last(hunk, signs)
        yield from _parts(words, pieces)
        for at in range(signs):
            a, c = words.old_end + at, words.new_end + at
            yield Hunk(a, a + 1, c, c + 1)
    elif len(parts := _without_comma(old, new, hunk, pieces)) > 1:
        yield from parts
    elif unit := _unit_of_same_quantity(old, new):
        words = _without_last(hunk, unit + 1)
        yield words
        yield Hunk(words.old_end, words.old_end + 1, words.new_end, words.new_end + 1)
    elif places := _clauses(old, new, hunk, pieces) or _counterparts(old, new, hunk, pieces):
        a, c = hunk.old_start + places[0], hunk.new_start + places[1]
        yield Hunk(hunk.old_start, a, hunk.new_start, c)
        yield Hunk(a, hunk.old_end, c, hunk.new_end)
    else:
        yield hunk


def _without_last(hunk: Hunk, count: int) -> Hunk:
    """Return a hunk without the last ``count`` tokens of both sides."""
    return Hunk(hunk.old_start, hunk.old_end - count, hunk.new_start, hunk.new_end - count)


def _without_comma(
    old: Sequence[str], new: Sequence[str], hunk: Hunk, pieces: Pieces
) -> Sequence[Hunk]:
    """Return the parts of a hunk that ends with the same comma on both sides, without that comma.

    A rewritten clause includes its comma; one that is separated from adjacent clauses does not.
    """
    if len(old) == len(new) or old[-1] != new[-1] or old[-1] not in CLAUSE_ENDS:
        return ()
    if not CLAUSE_ENDS.isdisjoint((*old[-2:-1], *new[-2:-1])):
        return ()
    return tuple(_parts(_without_last(hunk, 1), pieces))


def _signs_of_other_ends(old: Sequence[str], new: Sequence[str]) -> int:
    """Count the clause-ending signs at the end of both sides that differ: a formal change."""
    pairs = zip(old[:0:-1], new[:0:-1], strict=False)
    return sum(
        1 for _ in takewhile(lambda pair: len(set(pair)) > 1 and _SIGNS.issuperset(pair), pairs)
    )


def _begins(hunk: Hunk, pieces: Pieces) -> bool:
    """Whether a clause begins with the hunk."""
    return hunk.old_start == 0 or pieces.old_keys[hunk.old_start - 1][-1] in CLAUSE_ENDS


def _closes(hunk: Hunk, pieces: Pieces) -> bool:
    """Whether a clause ends with the hunk."""
    keys = pieces.old_keys
    return hunk.old_end == len(keys) or keys[hunk.old_end][-1] in CLAUSE_ENDS


def _clauses(
    old: Sequence[str], new: Sequence[str], hunk: Hunk, pieces: Pieces
) -> tuple[int, int] | None:
    """Return where to separate clauses that only one side has from the replaced words."""
    ends = [[at for at, key in enumerate(side) if key[-1] in CLAUSE_ENDS] for side in (old, new)]
    if bool(ends[0]) == bool(ends[1]):
        return None
    longer, shorter, stops = (old, new, ends[0]) if ends[0] else (new, old, ends[1])
    begins, closes = _begins(hunk, pieces), _closes(hunk, pieces)
    if begins and closes:  # the clause that is more similar to the other side is its counterpart
        first = _likeness(longer[: stops[0]], shorter)
        last = _likeness(longer[stops[-1] + 1 :], shorter)
        if max(first, last) < _ALIKE or first == last:
            return None
        begins = first < last
    elif begins == closes:
        return None
    at = stops[-1] + 1 if begins else stops[0]
    if at in (0, len(longer)):
        return None
    other = 0 if begins else len(shorter)
    return (at, other) if ends[0] else (other, at)


def _likeness(clause: Sequence[str], other: Sequence[str]) -> float:
    """Return the weight of the words that two clauses share, as a share of the lighter one."""
    lighter = min(sum(map(weigh, clause)), sum(map(weigh, other)))
    return sum(map(weigh, set(clause) & set(other))) / lighter if lighter else 0.0


def _counterparts(
    old: Sequence[str], new: Sequence[str], hunk: Hunk, pieces: Pieces
) -> tuple[int, int] | None:
    """Return where to separate a number or word and its counterpart from adjacent text."""
    first, last = (1, 1), (len(old) - 1, len(new) - 1)
    if min(len(old), len(new)) > 1:
        if _are_same_quantity(old, new) and not _begins(hunk, pieces):
            return first
        light = all(sum(map(weigh, side[:-1])) <= _LIGHT for side in (old, new))
        if light and _are_same_quantity(old[::-1], new[::-1]):
            return last
        return None
    if len(old) == len(new):
        return None
    single, other = (old, new) if len(old) == 1 else (new, old)
    behind = pieces.old_keys[hunk.old_end : hunk.old_end + 1]
    if behind == other[1:2] and _became(single[0], other[-1]):
        return last  # in 二万元以上十万 before 元以下 the lower bound was deleted as a whole
    if _became(single[0], other[0]) or (_is_joined(other[1:]) and _alike(single[0], other[0])):
        return first
    if _became(single[0], other[-1]) or (_is_joined(other[:-1]) and _alike(single[0], other[-1])):
        return last
    return None


def _unit_of_same_quantity(old: Sequence[str], new: Sequence[str]) -> int:
    """Return the length of the unit that ends both sides after numbers of one kind; 0 if none.

    The clause was rewritten, but its quantity is one change: 每班人数不超过45人, 班额不得超过50人.
    """
    if any(key[-1] in CLAUSE_ENDS for key in chain(old, new)):
        return 0
    size = 0
    while size < min(len(old), len(new)) - 2 and old[-1 - size] == new[-1 - size]:
        size += 1
    rest = old[len(old) - size - 1 :: -1], new[len(new) - size - 1 :: -1]
    return size if size and _are_same_quantity(*rest) else 0


def _are_same_quantity(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether both begin with a number of one kind, and not with a date of several numbers.

    After the same words, one number became the other: 参合率达到99.42%，… and 参合率达到99.6%。…
    """
    return _became(old[0], new[0]) and not any(is_number(side[1]) for side in (old, new))


def _is_joined(rest: Sequence[str]) -> bool:
    """Whether words are a separate unit: they begin or end with a conjunction such as 和 or 、."""
    return rest[0] in _JOINTS or rest[-1] in _JOINTS


def _alike(one: str, other: str) -> bool:
    """Whether two words of the same length share half of their characters.

    >>> _alike("全省", "全市"), _alike("全省", "本市")
    (True, False)
    """
    same = sum(map(str.__eq__, one, other))
    return len(one) == len(other) > 1 and 2 * same >= len(one)


def _became(one: str, other: str) -> bool:
    """Whether both are numbers of one kind: with the same final unit sign, or without one.

    >>> _became("12.9%", "5.3%"), _became("五十万", "500"), _became("2006—2010", "2011—2015年")
    (True, True, False)
    """
    ends = ["" if key[-1] in _COUNTING else key[-1] for key in (one, other)]
    return is_number(one) and is_number(other) and ends[0] == ends[1]
