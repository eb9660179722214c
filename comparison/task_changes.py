"""Pair tasks, and find changed owners, cooperating units and deadlines.

A task is paired with the task of the other plan that asks for the same: first within matched
sections, then anywhere by the text of the task alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from rapidfuzz.fuzz import ratio

from plandiff.comparison.edits import Side
from plandiff.comparison.model import Row, TaskChange, TaskChangeKind
from plandiff.corpus.model import Deadline, Plan, Task
from plandiff.corpus.tasks.bodies import canonical, own_level
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.dates import read_due
from plandiff.corpus.text.folding import fold

_IN_ROW = 0.45
"""Least similarity of paired tasks in matched sections."""
_ANYWHERE = 0.8
"""The same for tasks in sections that are not matched."""
_ALONE = 0.2
"""The same if each side of a row has only one task, so that the row implies the pair."""
_LEAST_WORDS = 4
"""Number of first or last characters that tasks of different rows must share."""
_MOST_NEAR = 10_000
"""Most pairs with one beginning or end; more means a formula that many tasks share."""
_SOME_YEAR = 2001
"""Placeholder year for dates without a year, in plans whose year is unknown."""
_SIGNS = re.compile(r"[^\w]|_")

Pairing = dict[int, int]
"""Index of an old task to the index of its new one."""


def match_tasks(old: Plan, new: Plan, rows: Sequence[Row]) -> tuple[TaskChange, ...]:
    """Return a change for each task of both plans, in the new plan's order, dropped ones last.

    Swapping the plans mirrors the result.
    """
    if not (old.tasks or new.tasks):
        return ()
    row_of = {
        (side, section.id): row for row in rows for side in Side for section in row.sections(side)
    }
    pairs = _pair(old.tasks, new.tasks, row_of)
    levels = _level(old.tasks), _level(new.tasks)
    partner = {there: here for here, there in pairs.items()}
    changes: list[TaskChange] = []
    for place, task in enumerate(new.tasks):
        row = row_of[Side.NEW, task.section].id
        before = old.tasks[partner[place]] if place in partner else None
        changes.append(_change(before, task, row, levels))
    for place, task in enumerate(old.tasks):
        if place not in pairs:
            row = row_of[Side.OLD, task.section].id
            changes.append(_change(task, None, row, levels))
    return tuple(changes)


def _pair(old: Sequence[Task], new: Sequence[Task], row_of: dict[tuple[Side, str], Row]) -> Pairing:
    """Pair greedily by similarity; ties go to the pair that comes first in both plans."""
    words = [_words(task) for task in old], [_words(task) for task in new]
    in_row: dict[str, tuple[list[int], list[int]]] = {}
    for side, tasks in ((Side.OLD, old), (Side.NEW, new)):
        for place, task in enumerate(tasks):
            in_row.setdefault(row_of[side, task.section].id, ([], []))[side is Side.NEW].append(
                place
            )
    pairs: Pairing = {}
    for here, there in in_row.values():
        least = _ALONE if len(here) == len(there) == 1 else _IN_ROW
        _take_best(pairs, words, product(here, there), least)
    left = [place for place in range(len(old)) if place not in pairs]
    taken = set(pairs.values())
    right = [place for place in range(len(new)) if place not in taken]
    _take_best(pairs, words, _near(words, left, right), _ANYWHERE)
    return pairs


def _near(
    words: tuple[list[str], list[str]], left: Iterable[int], right: Iterable[int]
) -> Iterator[tuple[int, int]]:
    """Yield index pairs of tasks that begin or end alike, candidates for near equality."""
    ends: dict[tuple[bool, str], tuple[list[int], list[int]]] = {}
    for side, places in enumerate((left, right)):
        for place in places:
            word = words[side][place]
            if len(word) >= _LEAST_WORDS:
                ends.setdefault((True, word[:_LEAST_WORDS]), ([], []))[side].append(place)
                ends.setdefault((False, word[-_LEAST_WORDS:]), ([], []))[side].append(place)
    pairs = {
        (here, there)
        for mine, theirs in ends.values()
        if len(mine) * len(theirs) <= _MOST_NEAR
        for here in mine
        for there in theirs
    }
    yield from sorted(pairs)


def _take_best(
    pairs: Pairing,
    words: tuple[list[str], list[str]],
    candidates: Iterable[tuple[int, int]],
    least: float,
) -> None:
    """Add to ``pairs`` the most similar candidates whose tasks are both unpaired."""
    scored = sorted(
        (-score, here + there, here, there)
        for here, there in candidates
        if (score := ratio(words[0][here], words[1][there]) / 100) >= least
    )
    taken = set(pairs.values())
    for _, _, here, there in scored:
        if here not in pairs and there not in taken:
            pairs[here] = there
            taken.add(there)


def _words(task: Task) -> str:
    """Return the text of a task without punctuation, dates and the names of its owners."""
    text = fold(task.task)
    quote = fold(task.quote)
    if quote and quote in text and len(text) > len(quote) + _LEAST_WORDS:
        text = text.replace(quote, "")
    if task.deadline is not None:
        text = text.replace(fold(task.deadline.text), "")
    return _SIGNS.sub("", text)


def _level(tasks: Sequence[Task]) -> str:
    return own_level(tuple(name for task in tasks for name in (*task.lead, *task.helpers)))


def _change(
    old: Task | None,
    new: Task | None,
    row: str,
    levels: tuple[str, str],
) -> TaskChange:
    if old is None or new is None:
        return TaskChange(
            TaskChangeKind.ADDED if old is None else TaskChangeKind.REMOVED, old, new, row
        )
    lead = _same(old.lead, new.lead, levels)
    helpers = _same(old.helpers, new.helpers, levels)
    deadline = compare_due(old.deadline, new.deadline)
    same = lead and helpers and deadline is None
    return TaskChange(
        TaskChangeKind.UNCHANGED if same else TaskChangeKind.CHANGED,
        old,
        new,
        row,
        lead=None if lead else "changed",
        helpers=None if helpers else "changed",
        deadline=deadline,
    )


def _same(old: tuple[str, ...], new: tuple[str, ...], levels: tuple[str, str]) -> bool:
    """Whether both name the same bodies; order and spelling are ignored.

    Two bodies are equal by their own level, or as equivalent offices of two issuers: 省教育厅,
    市教育局.
    """
    before = [(canonical(name, ""), canonical(name, levels[0])) for name in old]
    after = [(canonical(name, ""), canonical(name, levels[1])) for name in new]
    return _all_among(before, after) and _all_among(after, before)


def _all_among(these: list[tuple[str, str]], those: list[tuple[str, str]]) -> bool:
    """Whether each name is among the others, by its own level or by that of its issuer."""
    return all(any(a == c or b == d for c, d in those) for a, b in these)


def compare_due(old: Deadline | None, new: Deadline | None) -> str | None:
    """Return ``earlier``, ``later``, ``added``, ``removed``, ``changed``, or None if equal.

    Days in the plans' own years are compared within the year: 9月底前 in the plans of two years is
    the same deadline.

    >>> june = Deadline("2024年6月", None, "2024-06-30")
    >>> march = Deadline("2025年3月", None, "2025-03-31")
    >>> compare_due(june, march), compare_due(june, Deadline("长期坚持")), compare_due(None, june)
    ('later', 'changed', 'added')
    """
    if old is None or new is None:
        return None if old is new else "added" if old is None else "removed"
    if old.until is not None and new.until is not None:
        both_own = old.own_year and new.own_year
        before, after = (due[5:] if both_own else due for due in (old.until, new.until))
        return None if before == after else "later" if before < after else "earlier"
    if old.until is None and new.until is None and old.start is not None and new.start is not None:
        if old.start == new.start or (
            old.own_year and new.own_year and old.start[5:] == new.start[5:]
        ):
            return None
        return "later" if old.start < new.start else "earlier"
    if old.until is None and new.until is None:
        if _plain(old.text) == _plain(new.text):
            return None
        days = [read_due(fold(due.text), _SOME_YEAR).until for due in (old, new)]
        if days[0] and days[1]:  # 6月底前 and 10月底前 in plans without a year
            return None if days[0] == days[1] else "later" if days[0] < days[1] else "earlier"
    return "changed"


def _plain(text: str) -> str:
    return _SIGNS.sub("", fold(text))
