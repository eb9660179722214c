"""Pairs the paragraphs, tables and rows of two Word documents according to the comparison.

Paragraphs are paired by the text that they share in the comparison.  Only items outside the plans
(tables of contents, blank paragraphs) are matched by equality.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct
from rapidfuzz.distance import LCSseq

from plandiff.comparison.edits import Edit, Op, Side
from plandiff.comparison.reports.word.word_links import Link, Links
from plandiff.comparison.reports.word.word_source import (
    Block,
    Item,
    Paragraph,
    Table,
    TableRow,
    paragraphs_of,
)
from plandiff.comparison.subsequences import heaviest_increasing_subsequence
from plandiff.comparison.words.difference import diff_texts

_FIRST_LINK = 0.1
"""Minimum share of the shorter paragraph that two paragraphs must have in common to be paired."""
_FURTHER_LINK = 0.3
"""The minimum if one of them is already linked, to tell splits and merges from stray words."""


class Paired(Struct, frozen=True):
    """Paired paragraphs; the newlines in the edits are their paragraph marks."""

    old: tuple[Paragraph, ...]
    new: tuple[Paragraph, ...]
    edits: tuple[Edit, ...]


class PairedTables(Struct, frozen=True):
    """A table that both documents have."""

    old: Table
    new: Table


class PairedRows(Struct, frozen=True):
    """A row that both tables have, with the same cells."""

    old: TableRow
    new: TableRow


class Alone(Struct, frozen=True):
    """Items that only one document has."""

    side: Side
    item: Item


Step = Paired | PairedTables | PairedRows | Alone


def block_steps(old: Sequence[Block], new: Sequence[Block], links: Links) -> list[Step]:
    """The steps from the blocks of a body or a cell to those of its counterpart, in order."""
    return list(_with_kept_last_marks(_steps(old, new, links)))


def row_steps(old: Table, new: Table, links: Links) -> list[Step]:
    """The steps from the rows of a table to those of its counterpart, in order."""
    return list(_steps(old.rows, new.rows, links))


def _steps(old: Sequence[Item], new: Sequence[Item], links: Links) -> Iterator[Step]:
    at = to = 0
    for olds, news in [*_groups(old, new, links), ((len(old),), (len(new),))]:
        yield from _between(old[at : olds[0]], new[to : news[0]], links)
        if olds[0] < len(old):
            yield _paired([old[i] for i in olds], [new[i] for i in news])
        at, to = olds[-1] + 1, news[-1] + 1


def _paired(old: Sequence[Item], new: Sequence[Item]) -> Step:
    if isinstance(old[0], Table) and isinstance(new[0], Table):
        return PairedTables(old[0], new[0])
    if isinstance(old[0], TableRow) and isinstance(new[0], TableRow):
        return PairedRows(old[0], new[0])
    olds, news = (tuple(i for i in items if isinstance(i, Paragraph)) for items in (old, new))
    edits = diff_texts("\n".join(p.text for p in olds), "\n".join(p.text for p in news))
    return Paired(olds, news, tuple(_deletions_first(edits)))


def _deletions_first(edits: Sequence[Edit]) -> Iterator[Edit]:
    """Normalise the edits between two equal texts to one deletion and one insertion, in order."""
    for same, group in groupby(edits, key=lambda edit: edit.op is Op.EQUAL):
        members = list(group)
        if same:
            yield from members
            continue
        for op in (Op.DELETE, Op.INSERT):
            text = "".join(edit.text for edit in members if edit.op is op)
            if text:
                yield Edit(op, text)


Group = tuple[tuple[int, ...], tuple[int, ...]]
"""Indices of the paired items of both sides; consecutive on each side."""


def _groups(old: Sequence[Item], new: Sequence[Item], links: Links) -> list[Group]:
    """Groups of paired items that stay in place, in order."""
    candidates = sorted(_candidates(old, new, links).items())
    # The subsequence is strictly increasing; adding the position to the new index makes equal
    # new indices (merges) increase as well.
    keys = [pair[1] * (len(candidates) + 1) + at for at, (pair, _) in enumerate(candidates)]
    kept = heaviest_increasing_subsequence(keys, [link.weight for _, link in candidates])
    groups: list[Group] = []
    for (one, other), _ in (candidates[index] for index in kept):
        last = groups[-1] if groups else None
        # A pair that shares an item with the last group is a split or merge of paragraphs.
        if last and (last[0][-1] == one or last[1][-1] == other):
            olds, news = range(last[0][0], one + 1), range(last[1][0], other + 1)
            within = [*(old[i] for i in olds), *(new[i] for i in news)]
            if all(isinstance(item, Paragraph) for item in within):
                groups[-1] = (tuple(olds), tuple(news))
        else:
            groups.append(((one,), (other,)))
    return groups


def _candidates(
    old: Sequence[Item], new: Sequence[Item], links: Links
) -> dict[tuple[int, int], Link]:
    """Pairs of items of the same kind that share enough text to be paired."""
    shared = {
        pair: link
        for pair, link in _shared(old, new, links).items()
        if _may_be_one(old[pair[0]], new[pair[1]])
    }
    best: dict[tuple[Side, int], tuple[int, tuple[int, int]]] = {}
    for pair, link in shared.items():
        for side, index in zip(Side, pair, strict=True):
            best[side, index] = max(best.get((side, index), (0, pair)), (link.shared, pair))
    # Mutually best pairs need a smaller shared part than further links of the same item.
    firsts = {pair for _, pair in best.values() if best[Side.OLD, pair[0]][1] == pair}
    firsts = {pair for pair in firsts if best[Side.NEW, pair[1]][1] == pair}
    return {
        pair: link
        for pair, link in shared.items()
        if _is_enough(old[pair[0]], new[pair[1]], link.shared, first=pair in firsts)
    }


def _may_be_one(old: Item, new: Item) -> bool:
    if isinstance(old, TableRow) and isinstance(new, TableRow):
        return _without_beginnings(old) == _without_beginnings(new)
    return type(old) is type(new)


def _without_beginnings(row: TableRow) -> tuple[object, ...]:
    """The shape of a row, with a cell that begins a merge treated like any other.

    The rows below, which end or continue the merge, may be in one document only.
    """
    return tuple(
        (start, columns, None if merge == "restart" else merge)
        for start, columns, merge in row.shape
    )


def _is_enough(old: Item, new: Item, shared: int, *, first: bool) -> bool:
    if not isinstance(old, Paragraph) or not isinstance(new, Paragraph):
        return first
    least = min(len(_words(old)), len(_words(new)))
    return shared >= least * (_FIRST_LINK if first else _FURTHER_LINK)


def _words(item: Item) -> str:
    """The text of an item without white space."""
    return "".join("".join(p.text.split()) for p in paragraphs_of([item]))


def _shared(old: Sequence[Item], new: Sequence[Item], links: Links) -> dict[tuple[int, int], Link]:
    spans = [_span(item) for item in new]
    filled = [(span[0], at) for at, span in enumerate(spans) if span is not None]
    starts = [start for start, _ in filled]
    found: dict[tuple[int, int], Link] = {}
    for one, item in enumerate(old):
        for paragraph in paragraphs_of([item]):
            for target, link in links.of(paragraph.index).items():
                place = bisect_right(starts, target) - 1
                if place < 0:
                    continue
                other = filled[place][1]
                span = spans[other]
                if span is not None and target <= span[1]:
                    total = found.setdefault((one, other), Link())
                    total.shared += link.shared
                    total.weight += link.weight
    return found


def _span(item: Item) -> tuple[int, int] | None:
    """Numbers of the first and the last paragraph; None without paragraphs."""
    numbers = [paragraph.index for paragraph in paragraphs_of([item])]
    return (numbers[0], numbers[-1]) if numbers else None


def _between(old: Sequence[Item], new: Sequence[Item], links: Links) -> Iterator[Step]:
    """Steps between two paired groups: equal items are paired, the others are one-sided."""
    at = to = 0
    keys = [[_key(item) for item in items] for items in (old, new)]
    equal = [block for block in LCSseq.opcodes(*keys) if block.tag == "equal"]
    for block in equal:
        yield from _apart(old[at : block.src_start], new[to : block.dest_start], links)
        for step in range(block.src_end - block.src_start):
            yield _paired([old[block.src_start + step]], [new[block.dest_start + step]])
        at, to = block.src_end, block.dest_end
    yield from _apart(old[at:], new[to:], links)


def _key(item: Item) -> tuple[object, ...]:
    shape: object = type(item).__name__
    if isinstance(item, TableRow):
        shape = item.shape
    elif isinstance(item, Table):
        shape = tuple(row.shape for row in item.rows)
    return (shape, *(paragraph.text.strip() for paragraph in paragraphs_of([item])))


def _apart(old: Sequence[Item], new: Sequence[Item], links: Links) -> Iterator[Step]:
    """Steps for items between two pairs that share no text: replaced one by one, or one-sided.

    Items are replaced in place if they are in the same row of the comparison, or if reading
    removed both from the plans.
    """
    if len(old) == len(new) and all(
        isinstance(item, Paragraph) and isinstance(other, Paragraph) and links.meet(item, other)
        for item, other in zip(old, new, strict=True)
    ):
        for one, other in zip(old, new, strict=True):
            yield _paired([one], [other])
        return
    for item in old:
        yield Alone(Side.OLD, item)
    for item in new:
        yield Alone(Side.NEW, item)


def _with_kept_last_marks(steps: Iterator[Step]) -> Iterator[Step]:
    """Keep the mark of the last paragraph before a table or the end, which Word cannot delete.

    Items after the last pair are joined to it: ``甲¶乙¶`` to ``甲¶`` deletes ``¶乙``.
    """
    run: list[Step] = []
    for step in steps:
        if isinstance(step, PairedTables) or (
            isinstance(step, Alone) and not isinstance(step.item, Paragraph)
        ):
            yield from _keep_last_mark(run)
            yield step
            run = []
        else:
            run.append(step)
    yield from _keep_last_mark(run)


def _keep_last_mark(run: list[Step]) -> list[Step]:
    tail: list[Alone] = []
    before: Step | None = None
    for step in reversed(run):
        if not isinstance(step, Alone):
            before = step
            break
        tail.insert(0, step)
    run = run[: len(run) - len(tail)]
    gone, come = (
        [s.item for s in tail if s.side is side and isinstance(s.item, Paragraph)] for side in Side
    )
    if gone and come:
        *gone, last_gone = gone
        *come, last_come = come
        edits = [Edit(op, p.text) for op, p in ((Op.DELETE, last_gone), (Op.INSERT, last_come))]
        joined = Paired((last_gone,), (last_come,), tuple(edit for edit in edits if edit.text))
    elif tail and isinstance(before, Paired):
        run.pop()
        op, more = (Op.DELETE, gone) if gone else (Op.INSERT, come)
        text = "".join(f"\n{paragraph.text}" for paragraph in more)
        edits = [*before.edits, Edit(op, text)]
        joined = Paired((*before.old, *gone), (*before.new, *come), tuple(edits))
        gone, come = [], []
    else:
        return [*run, *tail]
    alone = [*(Alone(Side.OLD, p) for p in gone), *(Alone(Side.NEW, p) for p in come)]
    return [*run, *alone, joined]
