"""Which paragraphs, tables and rows of two Word documents belong together: as the comparison says.

The comparison speaks of sections and passages of plans, the documents consist of paragraphs.  So
each plan's text is located in its document, and paragraphs belong together as far as the
comparison says that they share text.  Only what no plan holds (contents, blank paragraphs) is
matched by being equal.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz.distance import LCSseq

from plandiff.comparison.model import Comparison, Edit, Op, Place, Row, Side
from plandiff.comparison.reports.word.word_source import (
    Block,
    Item,
    Paragraph,
    SourceDocument,
    Table,
    TableRow,
    paragraphs_of,
)
from plandiff.comparison.subsequences import heaviest_increasing_subsequence
from plandiff.comparison.words.difference import diff_texts
from plandiff.corpus.model import Plan, Section

_CLAUSE = re.compile(r"[^\s。，、；：,;:.！？!?（）()]+")
_WINDOW = 3000
"""Clauses that are aligned at once: the time grows with its square."""
_FIRST_LINK = 0.1
"""Share of the shorter paragraph that two paragraphs must have in common to be one."""
_FURTHER_LINK = 0.3
"""The same where one of them is linked already: a split or a merge, no stray word."""
_STAYS = 1_000_000
"""Weight of text that did not move: no moved text outweighs it."""

Location = tuple[int, ...]
"""For each character of a section's text the number of its paragraph, -1 where it has none."""


def locate_sections(plan: Plan, document: SourceDocument) -> dict[str, list[int]]:
    """For each section's text the paragraph of each character, -1 where none is known.

    Clauses of the plan and of the document are the same but for what was removed in reading, so
    their longest common subsequence is all but the whole.
    """
    places = {section.id: [-1] * len(section.text) for section in plan.sections}
    printed: list[tuple[str, tuple[str, int, int] | None]] = []
    for section in plan.sections:
        printed += [(clause[0], None) for clause in _CLAUSE.finditer(section.label or "")]
        printed += [
            (clause[0], (section.id, *clause.span())) for clause in _CLAUSE.finditer(section.text)
        ]
    written = [
        (clause[0], paragraph.index)
        for paragraph in document.paragraphs
        for clause in _CLAUSE.finditer(paragraph.text)
    ]
    for at, to in _common([text for text, _ in printed], [text for text, _ in written]):
        span = printed[at][1]
        if span is not None:
            key, start, end = span
            places[key][start:end] = [written[to][1]] * (end - start)
    return places


def _common(first: Sequence[str], second: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Indices of a common subsequence; long sequences are aligned window by window."""
    at = to = 0
    while at < len(first) and to < len(second):
        window = first[at : at + _WINDOW], second[to : to + _WINDOW]
        last = len(first) - at <= _WINDOW and len(second) - to <= _WINDOW
        limit = _WINDOW if last else _WINDOW * 3 // 4
        ahead = (min(limit, len(window[0])), min(limit, len(window[1])))
        found = [
            (block.src_start + step, block.dest_start + step)
            for block in LCSseq.opcodes(*window)
            if block.tag == "equal"
            for step in range(block.src_end - block.src_start)
        ]
        found = [pair for pair in found if max(pair) < limit]
        yield from ((at + one, to + other) for one, other in found)
        step = (found[-1][0] + 1, found[-1][1] + 1) if found else ahead
        at, to = at + step[0], to + step[1]


@dataclass(slots=True)
class _Link:
    shared: int = 0
    """Characters that both paragraphs have."""
    weight: int = 0
    """The same, counted many times where the comparison does not call the section moved."""


class Links:
    """How much text each paragraph of the old document shares with which of the new one."""

    def __init__(self, comparison: Comparison, old: SourceDocument, new: SourceDocument) -> None:
        self.places = {
            Side.OLD: locate_sections(comparison.old, old),
            Side.NEW: locate_sections(comparison.new, new),
        }
        self._links: dict[int, dict[int, _Link]] = defaultdict(dict)
        self._rows = {side: self._rows_of(comparison, side) for side in Side}
        for row in comparison.rows:
            for old_places, new_places, edits in _texts(row):
                self._add(row, old_places, new_places, edits)

    def _add(
        self,
        row: Row,
        old_places: tuple[Place, ...],
        new_places: tuple[Place, ...],
        edits: Sequence[Edit],
    ) -> None:
        before = self._paragraphs(Side.OLD, old_places)
        after = self._paragraphs(Side.NEW, new_places)
        at = to = 0
        for edit in edits:
            size = len(edit.text)
            if edit.op is Op.EQUAL:
                pairs = Counter(zip(before[at : at + size], after[to : to + size], strict=False))
                for (one, other), count in pairs.items():
                    if one >= 0 and other >= 0:
                        link = self._links[one].setdefault(other, _Link())
                        link.shared += count
                        link.weight += count if row.moved else count * _STAYS
            at += size if edit.op is not Op.INSERT else 0
            to += size if edit.op is not Op.DELETE else 0

    def _paragraphs(self, side: Side, places: Sequence[Place]) -> list[int]:
        found: list[int] = []
        for number, place in enumerate(places):
            found += [-1] * (number > 0)  # the newline between two places
            found += self.places[side][place.section][place.start : place.end]
        return found

    def _rows_of(self, comparison: Comparison, side: Side) -> dict[int, set[str]]:
        """The rows that each paragraph has a part in."""
        found: dict[int, set[str]] = defaultdict(set)
        for section, places in self.places[side].items():
            for index in set(places):
                found[index].add(comparison.row_of[side, section].id)
        return found

    def meet(self, old: Paragraph, new: Paragraph) -> bool:
        """Whether one row holds both paragraphs, or neither is in a plan."""
        rows = self._rows[Side.OLD].get(old.index), self._rows[Side.NEW].get(new.index)
        return rows == (None, None) or bool(rows[0] and rows[1] and rows[0] & rows[1])

    def own_paragraphs(self, row: Row, side: Side) -> list[int]:
        """The paragraphs of a row, in order; none where another row has a part in one of them."""
        places = (self.places[side][section.id] for section in row.sections(side))
        found = sorted({index for numbers in places for index in numbers if index >= 0})
        rows = self._rows[side]
        return found if all(rows[index] == {row.id} for index in found) else []

    def of(self, paragraph: int) -> dict[int, _Link]:
        """The paragraphs of the new document that one of the old document shares text with."""
        return self._links.get(paragraph, {})


def _texts(row: Row) -> Iterator[tuple[tuple[Place, ...], tuple[Place, ...], Sequence[Edit]]]:
    """Passages of a row, or the row as one where it has none."""
    if row.passages:
        for passage in row.passages:
            if passage.old and passage.new:
                yield passage.old, passage.new, passage.edits
    elif row.old and row.new:
        yield _whole(row.old), _whole(row.new), row.edits


def _whole(sections: tuple[Section, ...]) -> tuple[Place, ...]:
    return tuple(Place(section.id, 0, len(section.text)) for section in sections)


@dataclass(frozen=True, slots=True)
class Paired:
    """Paragraphs that become each other; the newlines in the edits are their paragraph marks."""

    old: tuple[Paragraph, ...]
    new: tuple[Paragraph, ...]
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class PairedTables:
    """A table that both documents have."""

    old: Table
    new: Table


@dataclass(frozen=True, slots=True)
class PairedRows:
    """A row that both tables have, with the same cells."""

    old: TableRow
    new: TableRow


@dataclass(frozen=True, slots=True)
class Alone:
    """What one document has alone."""

    side: Side
    item: Item


Step = Paired | PairedTables | PairedRows | Alone


def block_steps(old: Sequence[Block], new: Sequence[Block], links: Links) -> list[Step]:
    """From the blocks of a body or a cell to those of its counterpart, in order."""
    return list(_with_kept_last_marks(_steps(old, new, links)))


def row_steps(old: Table, new: Table, links: Links) -> list[Step]:
    """From the rows of a table to those of its counterpart, in order."""
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
    """Between two equal texts one deletion and one insertion, in this order."""
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
"""Indices of items of both sides that are one; each side is one run."""


def _groups(old: Sequence[Item], new: Sequence[Item], links: Links) -> list[Group]:
    """The items that stay in place, in order."""
    candidates = sorted(_candidates(old, new, links).items())
    keys = [pair[1] * (len(candidates) + 1) + at for at, (pair, _) in enumerate(candidates)]
    kept = heaviest_increasing_subsequence(keys, [link.weight for _, link in candidates])
    groups: list[Group] = []
    for (one, other), _ in (candidates[index] for index in kept):
        last = groups[-1] if groups else None
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
) -> dict[tuple[int, int], _Link]:
    """Pairs of items of one kind that share enough text to be one."""
    shared = {
        pair: link
        for pair, link in _shared(old, new, links).items()
        if _may_be_one(old[pair[0]], new[pair[1]])
    }
    best: dict[tuple[Side, int], tuple[int, tuple[int, int]]] = {}
    for pair, link in shared.items():
        for side, index in zip(Side, pair, strict=True):
            best[side, index] = max(best.get((side, index), (0, pair)), (link.shared, pair))
    firsts = {pair for _, pair in best.values() if best[Side.OLD, pair[0]][1] == pair}
    firsts = {pair for pair in firsts if best[Side.NEW, pair[1]][1] == pair}
    return {
        pair: link
        for pair, link in shared.items()
        if _is_enough(old[pair[0]], new[pair[1]], link.shared, first=pair in firsts)
    }


def _may_be_one(old: Item, new: Item) -> bool:
    if isinstance(old, TableRow) and isinstance(new, TableRow):
        return old.shape == new.shape
    return type(old) is type(new)


def _is_enough(old: Item, new: Item, shared: int, *, first: bool) -> bool:
    if not isinstance(old, Paragraph) or not isinstance(new, Paragraph):
        return first
    least = min(len(_words(old)), len(_words(new)))
    return shared >= least * (_FIRST_LINK if first else _FURTHER_LINK)


def _words(item: Item) -> str:
    """The text of an item without white space."""
    return "".join("".join(p.text.split()) for p in paragraphs_of([item]))


def _shared(old: Sequence[Item], new: Sequence[Item], links: Links) -> dict[tuple[int, int], _Link]:
    spans = [_span(item) for item in new]
    filled = [(span[0], at) for at, span in enumerate(spans) if span is not None]
    starts = [start for start, _ in filled]
    found: dict[tuple[int, int], _Link] = {}
    for one, item in enumerate(old):
        for paragraph in paragraphs_of([item]):
            for target, link in links.of(paragraph.index).items():
                place = bisect_right(starts, target) - 1
                if place < 0:
                    continue
                other = filled[place][1]
                span = spans[other]
                if span is not None and target <= span[1]:
                    total = found.setdefault((one, other), _Link())
                    total.shared += link.shared
                    total.weight += link.weight
    return found


def _span(item: Item) -> tuple[int, int] | None:
    """Numbers of the first and the last paragraph."""
    numbers = [paragraph.index for paragraph in paragraphs_of([item])]
    return (numbers[0], numbers[-1]) if numbers else None


def _between(old: Sequence[Item], new: Sequence[Item], links: Links) -> Iterator[Step]:
    """Between two paired places: equal items are one, the rest is of one side alone."""
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
    """What stands between two pairs and shares no text: replaced in place one by one, or alone.

    In place is what one row of the comparison holds, and what reading removed from both plans.
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
    """The last paragraph before a table or the end keeps its mark, which Word cannot take away.

    What follows the last pair is joined to it: ``甲¶乙¶`` to ``甲¶`` deletes ``¶乙``.
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
