"""Pair old and new targets: first inside a row, then across rows; numbers only break ties.

Greedy on a symmetric score with symmetric tie-breaking, so that swapping the plans mirrors the
pairs: two candidates of equal score, distance and place sum share no target.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from plandiff.comparison.edits import Side
from plandiff.comparison.target_changes.breakdown import Group, find_groups
from plandiff.comparison.target_changes.counting import same_things
from plandiff.comparison.target_changes.features import Features, dice
from plandiff.comparison.target_changes.identity import Identity, compare_identity, is_general
from plandiff.corpus import word_patterns as re

Pair = tuple[Features, Features]

_ROW_SCORE = 0.42
"""Least likeness within a row; low, because the sections are known to correspond."""
_FAR_SCORE = 0.7
_FAR_SENTENCE = 0.72
_SAME_INDICATOR = 0.8
_NEAR_INDICATOR = 0.75
"""Least likeness of two indicators, each unique in its plan, to be paired across rows."""
_ONLY_WORDS, _ONLY_HEAD = 0.5, 0.25
_SAME_MATTER = 0.25
_SAME_EVENT = 0.6
_SAME_WORDS = 0.8
_TELLING = 8
"""With fewer characters before a target, its purpose is unknown."""
_NEIGHBOURS = 24
_COMMON = 2 * _NEIGHBOURS
"""A bigram in more names of one plan is too common to find candidates."""
_SAME_HEAD = 0.85
_WEAK = re.compile(rf"(?:{re.any_of('WEAK_MODIFIERS')})*(?:{re.any_of('WEAK_NOUNS')})*")
"""Generic indicators: only the purpose of the money identifies the target."""
_GENERAL = re.compile(rf"{re.any_of('PAIRING_GENERAL')}")
_RATES = ("%", "‰", "百分点")


def pair_in_row(old: Sequence[Features], new: Sequence[Features]) -> tuple[list[Pair], list[Group]]:
    """Return pairs among the targets of one row, and wholes with their parts.

    The order is: equal words, breakdowns into parts, similar words, other units.
    """
    pairs = _pair_equal(old, new)
    groups = find_groups(*_rest(old, new, pairs))
    grouped = {member for group in groups for member in group.members}
    old = [one for one in old if (Side.OLD, one.order) not in grouped]
    new = [one for one in new if (Side.NEW, one.order) not in grouped]
    for same_unit in (True, False):
        left, right = _rest(old, new, pairs)
        scored = [
            (score, a, b)
            for a, b in _candidates(left, right, same_unit=same_unit)
            if (score := likeness(a, b)) is not None
        ]
        pairs += _take_best(scored, _ROW_SCORE if same_unit else _SAME_INDICATOR)
    pairs += _pair_only_ones(*_rest(old, new, pairs))
    return pairs + _pair_events(*_rest(old, new, pairs)), groups


def _pair_only_ones(old: Sequence[Features], new: Sequence[Features]) -> list[Pair]:
    """Pair the only targets left in a row: 投资4500万元, 投资5200万元; 学校65所, 乡村学校50所.

    They must have the same unit, and generic names or one that is the head of the other.
    """
    alike: dict[tuple[str, ...], tuple[list[Features], list[Features]]] = defaultdict(
        lambda: ([], [])
    )
    for side, features in enumerate((old, new)):
        for one in features:
            alike[one.unit.name, one.unit.per, one.aspect][side].append(one)
    return [
        (mine[0], theirs[0])
        for mine, theirs in alike.values()
        if len(mine) == len(theirs) == 1 and _may_be_one(mine[0], theirs[0])
    ]


def _may_be_one(old: Features, new: Features) -> bool:
    if not same_things(old.counting, new.counting):
        return False
    if compare_identity(old, new) is Identity.OTHER:
        return False
    left = dice(old.left_pairs, new.left_pairs)
    if _WEAK.fullmatch(old.core) and _WEAK.fullmatch(new.core):
        return left >= _ONLY_WORDS
    if any(a and b and a != b for a, b in zip(old.contrasts, new.contrasts, strict=True)):
        return False
    short, long = sorted((old.core, new.core), key=len)
    return len(short) > 1 and long.endswith(short) and left >= _ONLY_HEAD


def pair_across(
    old: Sequence[Features],
    new: Sequence[Features],
    left: Iterable[Features],
    right: Iterable[Features],
) -> list[Pair]:
    """Return pairs between different rows; ``left`` and ``right`` are the unpaired targets.

    An indicator that occurs once in each plan is paired in any place; others also need similar
    surrounding words.
    """
    counts = [_count(old), _count(new)]
    groups: dict[tuple[str, ...], tuple[list[Features], list[Features]]] = defaultdict(
        lambda: ([], [])
    )
    for side, features in enumerate((left, right)):
        for one in features:
            groups[_key(one)][side].append(one)
    scored = []
    for key, (mine, theirs) in groups.items():
        unique = counts[0][key] == counts[1][key] == 1 and len(key[-1]) >= 4
        for a in mine:
            for b in theirs if len(theirs) <= _NEIGHBOURS else ():
                score = likeness(a, b)
                if score is None:
                    continue
                alike = dice(a.sentence_pairs, b.sentence_pairs)
                if unique or (alike >= _FAR_SENTENCE and score >= _FAR_SCORE):
                    scored.append((score + alike, a, b))
    pairs = _take_best(scored, 0.0)
    pairs += _pair_near(*_rest([*left], [*right], pairs), counts)
    return pairs + _pair_set_above(*_rest([*left], [*right], pairs))


def _pair_set_above(old: Sequence[Features], new: Sequence[Features]) -> list[Pair]:
    """Pair 新增就业5700人 and 新增就业人数完成上级下达的任务: a superior sets one number."""
    scored = [
        (dice(a.indicator_pairs, b.indicator_pairs), a, b)
        for mine, theirs in (
            ([a for a in old if a.is_set_above], new),
            ([a for a in old if not a.is_set_above], [b for b in new if b.is_set_above]),
        )
        for a in mine
        for b in theirs
        if not any(x and y and x != y for x, y in zip(a.contrasts, b.contrasts, strict=True))
    ]
    return _take_best(scored, _ONLY_WORDS)


def _pair_events(old: Sequence[Features], new: Sequence[Features]) -> list[Pair]:
    """Pair recurring acts by context: 每年总结本地区各级学校工作, 每年总结本辖区各学校工作."""
    scored = [
        (alike, a, b)
        for a in old
        for b in new
        if a.target.value is b.target.value is None
        and a.unit.per
        and (a.quote, a.unit.per) == (b.quote, b.unit.per)
        and (alike := dice(a.sentence_pairs, b.sentence_pairs)) >= _SAME_EVENT
    ]
    return _take_best(scored, _SAME_EVENT)


def _pair_near(
    old: Sequence[Features],
    new: Sequence[Features],
    counts: Sequence[Mapping[tuple[str, ...], int]],
) -> list[Pair]:
    """Pair similar names that are unique: 教育经费占生产总值的比例, 教育经费支出占生产总值比例."""
    singles: dict[tuple[str, ...], tuple[list[Features], list[Features]]] = defaultdict(
        lambda: ([], [])
    )
    for side, features in enumerate((old, new)):
        for one in features:
            if counts[side][_key(one)] == 1 and not _GENERAL.fullmatch(one.core):
                singles[_key(one)[:-1]][side].append(one)
    scored = [
        (alike, a, b)
        for mine, theirs in singles.values()
        for a, b in _sharing(mine, theirs)
        if min(len(a.core), len(b.core)) >= _TELLING
        and (alike := dice(a.core_pairs, b.core_pairs)) >= _NEAR_INDICATOR
        and likeness(a, b) is not None
    ]
    return _take_best(scored, _NEAR_INDICATOR)


def _sharing(old: Sequence[Features], new: Sequence[Features]) -> Iterator[Pair]:
    """Yield pairs whose names share a bigram that few names of either plan have.

    Similar names share most of their bigrams.  In a plan of usual size no bigram is common enough
    to be skipped; with thousands of targets the number of pairs stays small.
    """
    postings: dict[str, tuple[list[Features], list[Features]]] = defaultdict(lambda: ([], []))
    for side, features in enumerate((old, new)):
        for one in features:
            for pair in one.core_pairs:
                postings[pair][side].append(one)
    for a in old:
        found = {
            b.order: b
            for pair in a.core_pairs
            if max(map(len, postings[pair])) <= _COMMON
            for b in postings[pair][1]
        }
        for order in sorted(found):
            yield a, found[order]


def likeness(old: Features, new: Features) -> float | None:
    """Return the similarity of two targets' words, 0 to 1; None if they are different things."""
    if old.aspect != new.aspect or not _same_digits(old, new):
        return None
    if not same_things(old.counting, new.counting):
        return None
    if any(a and b and a != b for a, b in zip(old.contrasts, new.contrasts, strict=True)):
        return None
    identity = compare_identity(old, new)
    if identity is Identity.OTHER:
        return None
    indicator = _same_thing(old, new, identity)
    left = dice(old.left_pairs, new.left_pairs)
    right = dice(old.right_pairs, new.right_pairs)
    if old.unit.name in _RATES and indicator < 0.5:
        return None
    if indicator < 0.25 and left < 0.5:
        return None
    if _WEAK.fullmatch(old.core) and _WEAK.fullmatch(new.core):
        matter = dice(old.matter_pairs, new.matter_pairs)
        said = min(len(old.left), len(new.left)) >= _TELLING and left >= _SAME_WORDS
        owned = bool(old.of and new.of)
        if matter < _SAME_MATTER and not said and not owned:
            return None
        return 0.2 * indicator + 0.3 * left + 0.5 * max(matter, float(owned))
    score = 0.5 * indicator + 0.3 * left + 0.2 * right
    return max(score, _SAME_INDICATOR) if _counted_otherwise(old, new) else score


def _counted_otherwise(old: Features, new: Features) -> bool:
    """Whether one thing is counted in two units: greenhouses by 座 and by 亩; no rates or money."""
    units = {old.unit.name, new.unit.name}
    return (
        len(units) == 2
        and units.isdisjoint((*_RATES, "元", ""))
        and old.core == new.core
        and not is_general(old.core)
    )


def _same_digits(old: Features, new: Features) -> bool:
    """Whether the names contain the same numbers; a generic name (投资) may lack them."""
    if old.digits == new.digits:
        return True
    nameless = [one for one in (old, new) if not one.digits]
    return len(nameless) == 1 and _WEAK.fullmatch(nameless[0].core) is not None


def _same_thing(old: Features, new: Features, identity: Identity) -> float:
    """Return the similarity of the indicators: by bigrams, or by a common head noun at the end."""
    alike = max(
        dice(old.indicator_pairs, new.indicator_pairs), dice(old.core_pairs, new.core_pairs)
    )
    named = bool(old.core and new.core)
    short, long = sorted((old.core, new.core), key=len)
    head = len(short) > 1 and long.endswith(short) and not _GENERAL.fullmatch(short)
    return max(alike, _SAME_HEAD) if head or (named and identity is Identity.SAME) else alike


def _pair_equal(old: Sequence[Features], new: Sequence[Features]) -> list[Pair]:
    """Pair targets with equal words, in order; those with equal numbers first."""
    pairs: list[Pair] = []
    for with_number in (True, False):
        left, right = _rest(old, new, pairs)
        mine: dict[tuple[str, ...], list[Features]] = defaultdict(list)
        theirs: dict[tuple[str, ...], list[Features]] = defaultdict(list)
        for one in left:
            mine[_words(one, with_number=with_number)].append(one)
        for one in right:
            theirs[_words(one, with_number=with_number)].append(one)
        for key, features in mine.items():
            pairs += zip(features, theirs.get(key, ()), strict=False)
    return pairs


def _words(one: Features, *, with_number: bool) -> tuple[str, ...]:
    number = (one.quote,) if with_number else ()
    return (
        one.left,
        one.right,
        one.of,
        one.indicator,
        one.unit.name,
        one.unit.per,
        one.aspect,
        *(word or "" for word in one.contrasts),
        *number,
    )


def _key(one: Features) -> tuple[str, ...]:
    return (one.unit.name, one.unit.per, one.aspect, one.core)


def _count(features: Iterable[Features]) -> Mapping[tuple[str, ...], int]:
    counts: dict[tuple[str, ...], int] = defaultdict(int)
    for one in features:
        counts[_key(one)] += 1
    return counts


def _rest(
    old: Sequence[Features], new: Sequence[Features], pairs: Sequence[Pair]
) -> tuple[list[Features], list[Features]]:
    used = [{pair[side].order for pair in pairs} for side in (0, 1)]
    return (
        [one for one in old if one.order not in used[0]],
        [one for one in new if one.order not in used[1]],
    )


def _candidates(
    old: Sequence[Features], new: Sequence[Features], *, same_unit: bool
) -> Iterator[Pair]:
    """Yield candidate pairs; in a row with very many targets only near ones."""
    few = len(old) * len(new) <= 4 * _NEIGHBOURS**2
    for place, a in enumerate(old):
        near = new if few else new[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS + 1]
        for b in near:
            if (a.unit.name == b.unit.name) is same_unit:
                yield a, b


def _take_best(scored: list[tuple[float, Features, Features]], least: float) -> list[Pair]:
    ranked = sorted(
        (item for item in scored if item[0] >= least),
        key=lambda item: (
            -item[0],
            item[1].quote != item[2].quote,
            abs(item[1].order - item[2].order),
            item[1].order + item[2].order,
        ),
    )
    pairs: list[Pair] = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, a, b in ranked:
        if a.order not in taken[0] and b.order not in taken[1]:
            taken[0].add(a.order)
            taken[1].add(b.order)
            pairs.append((a, b))
    return pairs
