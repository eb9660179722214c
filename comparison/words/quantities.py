"""Keep quantities of different kinds out of one mark.

A longest common subsequence pairs what is left between equal words: in 规模以上工业企业达54家，
规模以上工业总产值完成137.8亿元 it may keep both 规模以上工业, so that 54家 becomes 207.2亿元.
Such a text is compared clause by clause, and a clause whose quantity became one of another kind is
replaced as a whole.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from plandiff.comparison.subsequences import heaviest_increasing_subsequence
from plandiff.comparison.words.changes import Change, Hunk, Pieces
from plandiff.comparison.words.weights import CLAUSE_ENDS, is_number, weigh
from plandiff.corpus.text import lazy_re as re

_KINDS = (
    ("share", "% ‰ 百分点 个百分点 倍"),
    ("time", "年 月 日 个月 小时 分钟"),
    ("money", "元 美元 欧元 港元"),
    ("area", "亩 公顷 平方米 平方公里 平方千米"),
    ("length", "米 公里 千米"),
    ("mass", "吨 公斤 千克 标准煤"),
    ("count", "人 人次 人数 名 位 个 家 户 所 座 项 条 件 处 次 台 套 辆 头 只 株 场 批 种"),
)
_KIND = {unit: kind for kind, units in _KINDS for unit in units.split(" ")}
_UNITS = "|".join(sorted(_KIND, key=len, reverse=True))
_QUANTITY = re.compile(
    r"(?<![第0-9.])(?:(?P<share>[百千]分之)|[0-9][0-9,.]*|[一二两三四五六七八九十百千零]{2,}|"
    rf"[一二两三四五六七八九十](?=[万亿]))(?:[百千](?!克|米|分点))?[万亿]*(?P<unit>{_UNITS})?"
)
"""A quantity of folded text; an ordinal (第54家) is none."""
_BORDERS = CLAUSE_ENDS | {"、"}
_AHEAD = 4
"""Tokens behind a change that may hold the unit of its last number."""
_MOST_CLAUSES = 60
_SAME_CLAUSE = 0.4
"""Share of the lighter clause's weight that two clauses must share to be counterparts."""
_PRECISION = 1_000_000
"""Weights are compared as integers, in this many parts."""
_MAGNITUDE = re.compile(r"[0-9][0-9,.]*\s?(?P<magnitude>[百千]?[万亿]+)")


def compare_clauses(
    hunks: list[Hunk], pieces: Pieces, compare: Callable[[Pieces], list[Hunk]]
) -> list[Hunk]:
    """Return the hunks, or those of the clauses if a hunk joins quantities of different kinds.

    ``compare`` returns the hunks of a part of the text.
    """
    if not any(_is_crossed(hunk, pieces) for hunk in hunks):
        return hunks
    clauses = _clauses(pieces.old_keys), _clauses(pieces.new_keys)
    if max(map(len, clauses)) > _MOST_CLAUSES:
        return hunks
    found: list[Hunk] = []
    old_at = new_at = 0
    ends = ((len(pieces.old), len(pieces.old)), (len(pieces.new), len(pieces.new)))
    for (a, b), (c, d) in (*_counterparts(clauses, pieces), ends):
        _append(found, Hunk(old_at, a, new_at, c), pieces)
        for hunk in _within(Hunk(a, b, c, d), pieces, compare):
            _append(found, hunk, pieces)
        old_at, new_at = b, d
    return found


def _append(hunks: list[Hunk], hunk: Hunk, pieces: Pieces) -> None:
    """Append a hunk that is not empty; join it to one that it touches if it completes that."""
    if hunk.old_start == hunk.old_end and hunk.new_start == hunk.new_end:
        return
    last = hunks[-1] if hunks else None
    if last is None or (last.old_end, last.new_end) != (hunk.old_start, hunk.new_start):
        hunks.append(hunk)
        return
    if not last.replaces and not hunk.replaces:
        last.old_end, last.new_end = hunk.old_end, hunk.new_end
    elif last.is_of_words and (joined := _before_last_sign(last, hunk, pieces)):
        hunks[-1] = joined
    else:
        hunks.append(hunk)


def _before_last_sign(sign: Hunk, clauses: Hunk, pieces: Pieces) -> Hunk | None:
    """Return clauses that were added (or deleted) before the sign that ended the text.

    达到5%。 became 达到5%，增长3%。: not the full stop became a comma, but ，增长3% was added.
    """
    old, new = pieces.old_keys[sign.old_start], pieces.new_keys[sign.new_start]
    if not CLAUSE_ENDS.issuperset((old, new)):
        return None
    if clauses.old_start == clauses.old_end and pieces.new_keys[clauses.new_end - 1] == old:
        return Hunk(sign.old_start, sign.old_start, sign.new_start, clauses.new_end - 1)
    if clauses.new_start == clauses.new_end and pieces.old_keys[clauses.old_end - 1] == new:
        return Hunk(sign.old_start, clauses.old_end - 1, sign.new_start, sign.new_start)
    if not clauses.replaces:
        return Hunk(sign.old_start, clauses.old_end, sign.new_start, clauses.new_end)
    return None


def _is_crossed(hunk: Hunk, pieces: Pieces) -> bool:
    """Whether a part of a clause was replaced, and a quantity became one of another kind."""
    if not hunk.replaces or _is_whole(hunk, pieces):
        return False
    old = _kinds(pieces.old_keys, hunk.old_start, hunk.old_end)
    new = _kinds(pieces.new_keys, hunk.new_start, hunk.new_end)
    return bool(old and new) and "" not in old | new and old.isdisjoint(new)


def _is_whole(hunk: Hunk, pieces: Pieces) -> bool:
    """Whether a hunk begins and ends with a clause on both sides."""
    return all(
        (start == 0 or _BORDERS.intersection((keys[start - 1][-1], keys[start][-1])))
        and (end == len(keys) or _BORDERS.intersection((keys[end - 1][-1], keys[end][-1])))
        for keys, start, end in (
            (pieces.old_keys, hunk.old_start, hunk.old_end),
            (pieces.new_keys, hunk.new_start, hunk.new_end),
        )
    )


def _kinds(keys: Sequence[str], start: int, end: int) -> set[str]:
    """Return the kinds of the quantities in a range of tokens; "" for one without a known unit."""
    inside = "".join(keys[start:end])
    text = inside + "".join(keys[end : end + _AHEAD])
    return {
        "share" if match["share"] else _KIND.get(match["unit"] or "", "")
        for match in _QUANTITY.finditer(text)
        if match.start() < len(inside)
    }


def _clauses(keys: Sequence[str]) -> list[tuple[int, int]]:
    """Return the ranges of the clauses, each with the sign that ends it."""
    ends = [at + 1 for at, key in enumerate(keys) if key[-1] in CLAUSE_ENDS]
    return [*pairwise(sorted({0, *ends, len(keys)}))]


def _counterparts(
    clauses: tuple[list[tuple[int, int]], list[tuple[int, int]]], pieces: Pieces
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield pairs of clauses in order: those that share the most weight in all."""
    old, new = clauses
    bags = (
        [_bag(pieces.old_keys, *clause) for clause in old],
        [_bag(pieces.new_keys, *clause) for clause in new],
    )
    pairs = [
        (i, j, round(_PRECISION * weight))
        for i, one in enumerate(bags[0])
        # From the last one on, so that a clause gets one counterpart in an increasing sequence.
        for j, other in reversed([*enumerate(bags[1])])
        if (weight := _shared(one, other))
    ]
    values, weights = [j for _, j, _ in pairs], [weight for *_, weight in pairs]
    for at in heaviest_increasing_subsequence(values, weights):
        i, j, _ = pairs[at]
        yield old[i], new[j]


def _bag(keys: Sequence[str], start: int, end: int) -> Counter[str]:
    """Count the words of a clause, and the kinds of its quantities instead of the numbers."""
    words = Counter(key for key in keys[start:end] if weigh(key) and not is_number(key))
    words.update(_kinds(keys, start, end) - {""})
    return words


def _shared(one: Counter[str], other: Counter[str]) -> float:
    """Return the weight of the shared words, less if the heavier clause has many others.

    0 if they are a small share of the lighter clause.
    """
    shared, *weights = [
        sum(weigh(word) * count for word, count in bag.items()) for bag in (one & other, one, other)
    ]
    # Squared, so that one clause that is nearly the same outweighs two that begin alike.
    return shared * shared / max(weights) if shared > _SAME_CLAUSE * min(weights) else 0.0


def _within(
    clause: Hunk, pieces: Pieces, compare: Callable[[Pieces], list[Hunk]]
) -> Iterable[Hunk]:
    """Return the hunks of a clause, or the whole clause if its quantity is of another kind."""
    a, b, c, d = clause.old_start, clause.old_end, clause.new_start, clause.new_end
    part = Pieces(pieces.old[a:b], pieces.new[c:d], pieces.old_keys[a:b], pieces.new_keys[c:d])
    if part.old_keys == part.new_keys:
        return ()
    hunks = compare(part)
    if any(_is_crossed(hunk, part) for hunk in hunks):
        same_end = part.old_keys[-1] == part.new_keys[-1] and part.old_keys[-1] in CLAUSE_ENDS
        return (Hunk(a, b - same_end, c, d - same_end),)
    return [
        Hunk(a + hunk.old_start, a + hunk.old_end, c + hunk.new_start, c + hunk.new_end)
        for hunk in hunks
    ]


def without_magnitude(change: Change, old: str, new: str) -> Change:
    """Return a change of a number without the 万 or 亿 that both numbers have.

    ``old`` and ``new`` are the folded texts.  The magnitude belongs to the unit, 万元 or 万人.

    >>> without_magnitude(Change(2, 7, 2, 7), "投资3640万元", "投资3860万元")[:4]
    (2, 6, 2, 6)
    """
    one = _MAGNITUDE.fullmatch(old, change.old_start, change.old_end)
    other = _MAGNITUDE.fullmatch(new, change.new_start, change.new_end)
    if not one or not other or one["magnitude"] != other["magnitude"]:
        return change
    starts = one.start("magnitude"), other.start("magnitude")
    if old[change.old_start : starts[0]].strip() == new[change.new_start : starts[1]].strip():
        return change  # the numbers are equal: the difference is one of form
    return change._replace(old_end=starts[0], new_end=starts[1])
