"""Candidates counted: which of them form sequences, and what a damaged number must have been.

A label is believed for its place (at the start of a line) or for its sequence (it goes on where the
one before left off).  Neither alone is enough within a line: ``见第三条`` has no 第一条 before
it, and ``1.……；2.……；`` within a sentence is a list.
"""

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from plandiff.corpus.outline.candidates import Candidate, Place
from plandiff.corpus.outline.labels import MONTHS, USUAL_RANK, Kind

_WIDEST_GAP, _MOST_FILLED = 12, 4
_LONGEST_HEADING = 40
_SHORTEST_ITEM = 20
"""Characters; items of a list in passing are shorter on the average."""
_MOST_LOOKED_AT = 500
"""Restarts that are looked at for one label: keeps odd input linear."""
_COUNTED_IN_DIGITS = {Kind.ARABIC, Kind.ARABIC_BRACKETED, Kind.ARABIC_HALF}
_DECIMALS = {Kind.DECIMAL, Kind.DECIMAL_3, Kind.DECIMAL_4}
_NEEDS_COMPANY = {
    *(*_DECIMALS, Kind.ROMAN, Kind.LETTER, Kind.ARABIC_BARE, Kind.STEM, Kind.WORD),
    *(Kind.LETTER_LOWER, Kind.LETTER_BRACKETED, Kind.ROMAN_LOWER, Kind.ROMAN_BRACKETED),
}
"""Kinds that a single member is no evidence for: ``3.5亿元``, ``A. Smith``, ``统一：``."""

_LISTS = {Kind.LETTER_LOWER, Kind.LETTER_BRACKETED, Kind.ROMAN_LOWER, Kind.ROMAN_BRACKETED}
_STAND_ALONE = {Kind.PART, Kind.CHAPTER, Kind.CHINESE, Kind.BRACKETED}


class Member(NamedTuple):
    """A candidate in its sequence; ``number`` is what it must have said, None while unknown."""

    candidate: Candidate
    number: int | None
    damaged: bool = False


@dataclass(slots=True)
class Run:
    """A sequence of candidates of one key that counts up."""

    key: str
    members: list[Member] = field(default_factory=list)
    """Grows at its end only."""
    _counted: int = 0
    _reached: int = 0

    @property
    def last(self) -> int:
        """The number reached: unknown ones count one each."""
        for at in range(self._counted, len(self.members)):
            number = self.members[at].number
            self._reached = number if number is not None else self._reached + 1
        self._counted = len(self.members)
        return self._reached

    @property
    def digits_lost(self) -> bool:
        """Whether a first digit is known to be lost in this run (``0.`` for 10)."""
        return any(member.damaged for member in self.members)


def find_runs(candidates: list[Candidate]) -> list[Run]:
    """The sequences that hold the plan's own sections, key by key."""
    by_key: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        by_key.setdefault(candidate.key, []).append(candidate)
    lines_lead = _lines_lead(candidates)
    runs = []
    for key, group in by_key.items():
        runs.extend(_runs_of(key, group, lines_lead=lines_lead))
    runs = _with_company(runs)
    runs += _glued_to_headings(by_key, runs)
    known = {run.key for run in runs}
    anew = _starts_anew(runs)
    lonely = [c for c in candidates if c.kind in _STAND_ALONE and c.key not in known]
    return [*runs, *(Run(c.key, [Member(c, c.number)]) for c in lonely if _explains(c, anew))]


def _glued_to_headings(by_key: dict[str, list[Candidate]], runs: list[Run]) -> list[Run]:
    """Sequences of a key that has others at line starts, run into the heading that they follow.

    ``一、加强党建1.抓学习。…。2.抓支部。…`` where the page lost a line's end: the items of other
    chapters stand on lines of their own.
    """
    heads = {c.line: c for run in runs for c, *_ in run.members if c.place is Place.LINE}
    found: list[Run] = []
    for run_key in {run.key: None for run in runs}:
        rank = USUAL_RANK[by_key[run_key][0].kind]
        taken = {c.line for run in runs if run.key == run_key for c, *_ in run.members}
        lines: dict[int, list[Candidate]] = {}
        for c in by_key[run_key]:
            head = heads.get(c.line)
            if head and c.line not in taken and USUAL_RANK[head.kind] < rank:
                lines.setdefault(c.line, []).append(c)
        found += [
            Run(run_key, [Member(c, c.number) for c in group])
            for line, group in lines.items()
            if _is_glued(heads[line], group)
        ]
    return found


def _is_glued(head: Candidate, group: list[Candidate]) -> bool:
    """Whether the labels of one line count from 1, the first at the end of a heading."""
    first, *others = group
    return (
        len(others) > 0
        and [c.number for c in group] == list(range(1, len(group) + 1))
        and first.place in {Place.GLUED, Place.SPACE}
        and first.start - head.end <= _LONGEST_HEADING
        and all(c.place is Place.STOP for c in others)
        and (others[-1].start - first.start) / len(others) >= _SHORTEST_ITEM
    )


_Places = tuple[int, tuple[int, int], tuple[int, int]]


def _starts_anew(runs: list[Run]) -> list[_Places]:
    """Where sequences of one key follow each other: rank, end of the one, start of the next."""
    ordered = sorted(runs, key=lambda run: (run.key, _place_of(run.members[0])))
    return [
        (USUAL_RANK[_first(a).kind], _place_of(a.members[-1]), _place_of(b.members[0]))
        for a, b in pairwise(ordered)
        if a.key == b.key
    ]


def _explains(candidate: Candidate, anew: list[_Places]) -> bool:
    """Whether a label without company is why an inner sequence starts anew behind it.

    ``三、保障措施(一)加强领导`` after ``(六)``: the top of the outline is lost but for this one.
    """
    if candidate.place is not Place.STOP or candidate.number is None:
        return False
    place = (candidate.line, candidate.start)
    rank = USUAL_RANK[candidate.kind]
    return any(rank < inner and end < place < start for inner, end, start in anew[:_MOST_LOOKED_AT])


def _place_of(member: Member) -> tuple[int, int]:
    return (member.candidate.line, member.candidate.start)


def _lines_lead(candidates: list[Candidate]) -> bool:
    """Whether this document begins its sections on new lines as a rule."""
    at_lines = sum(c.place is Place.LINE and not c.doubtful for c in candidates)
    return at_lines >= 4


def _runs_of(key: str, group: list[Candidate], *, lines_lead: bool) -> list[Run]:
    strong = _leading(group)
    led = _is_led_by_lines(strong, group) and (lines_lead or not _goes_on_inside(strong, group))
    if led and _chain(key, strong, strict=False):
        runs = _chain(key, strong, strict=False)
        return _fill_holes(runs, [c for c in group if c.place is not Place.LINE])
    runs = _chain(key, [c for c in group if not _only_fills(c)], strict=True)
    runs = [run for run in runs if _holds_inside(run, lines_lead=lines_lead)]
    return _fill_holes(runs, [c for c in group if c.label in {".", "．"}])


def _leading(group: list[Candidate]) -> list[Candidate]:
    """Candidates at line starts, and a ``1.1`` glued to the heading above where ``1.2`` follows."""
    leading: list[Candidate] = []
    for candidate in reversed(group):
        if candidate.place is Place.LINE or (
            candidate.kind in _DECIMALS
            and candidate.number == 1
            and leading
            and (leading[-1].prefix, leading[-1].number) == (candidate.prefix, 2)
        ):
            leading.append(candidate)
    return leading[::-1]


def _only_fills(candidate: Candidate) -> bool:
    """Whether a label within a line is too weak to make a sequence: ``.``, and ``1.1``."""
    if candidate.label in {".", "．"}:
        return True
    return candidate.kind in _DECIMALS and candidate.place is not Place.LINE


def _is_led_by_lines(strong: list[Candidate], group: list[Candidate]) -> bool:
    """Whether the members of this key stand at line starts, so that others need a reason."""
    weak = sum(c.place in {Place.STOP, Place.SPACE} and not c.doubtful for c in group)
    return len(strong) > weak or len(strong) >= 4


def _goes_on_inside(strong: list[Candidate], group: list[Candidate]) -> bool:
    """Whether the only label at a line's start is followed by its next ones within lines."""
    if len(strong) != 1 or strong[0].number is None:
        return False
    return any(
        c.number == strong[0].number + 1 and c.place is not Place.LISTED and not c.doubtful
        for c in group
    )


def _chain(key: str, group: list[Candidate], *, strict: bool) -> list[Run]:
    """Candidates strung together; ``strict`` for those within lines: they need neighbours."""
    runs: list[Run] = []
    open_runs: list[Run] = []
    for i, candidate in enumerate(group):
        upcoming = group[i + 1].number if i + 1 < len(group) else None
        place = _continued(open_runs, candidate, upcoming)
        if place is not None:
            run, member = place
            run.members.append(member)
            if strict:
                del open_runs[open_runs.index(run) + 1 :]
        elif open_runs and candidate.kind is Kind.CHINESE and candidate.place is Place.GLUED:
            continue  # 五证合一、一照一码
        elif _may_start(candidate, group[i + 1 : i + 8], strict=strict):
            run = Run(key, [Member(candidate, candidate.number)])
            runs.append(run)
            open_runs.append(run)
            del open_runs[:-4]
    return runs


def _continued(
    open_runs: list[Run], candidate: Candidate, upcoming: int | None
) -> tuple[Run, Member] | None:
    """The open run that the candidate goes on, the last one first."""
    for run in reversed(open_runs):
        member = _as_next(run, candidate, upcoming, latest=run is open_runs[-1])
        if member is not None:
            return run, member
    return None


def _as_next(
    run: Run, candidate: Candidate, upcoming: int | None, *, latest: bool
) -> Member | None:
    """The candidate as the run's next member, its number repaired; None where it does not fit."""
    expected = run.last + 1
    number = candidate.number
    if candidate.prefix != run.members[-1].candidate.prefix and candidate.kind is not Kind.ARTICLE:
        return None
    if number is None:
        return Member(candidate, None) if latest else None
    if number == expected:
        cited = candidate.doubtful and candidate.kind is Kind.ARTICLE and upcoming == number
        return None if cited else Member(candidate, number)
    if not latest or (candidate.doubtful and candidate.kind is Kind.ARTICLE):
        return None
    if _has_lost_digit(run, candidate, expected):
        return Member(candidate, expected, damaged=True)
    if candidate.kind is Kind.ARTICLE and candidate.place is Place.LINE and number > 1:
        return Member(candidate, number)
    if number == expected - 1 and candidate.place is Place.LINE and number > 1:
        return Member(candidate, expected if upcoming == expected + 1 else number)
    if expected < number <= expected + _WIDEST_GAP and _bridges(candidate, expected, upcoming):
        return Member(candidate, number)
    return None


def _has_lost_digit(run: Run, candidate: Candidate, expected: int) -> bool:
    """``0.`` where 10 is due, ``4.`` where 14 is; ``1.`` for 11 only after such a loss."""
    if candidate.kind not in _COUNTED_IN_DIGITS or expected < 10:
        return False
    return candidate.number == expected % 10 and (candidate.number != 1 or run.digits_lost)


def _bridges(candidate: Candidate, expected: int, upcoming: int | None) -> bool:
    """Whether a number that leaves a gap is still the next one."""
    if candidate.place is Place.LINE:
        return True
    near = (candidate.number or 0) <= expected + 2
    return near and candidate.place is Place.STOP and upcoming == (candidate.number or 0) + 1


def _may_start(candidate: Candidate, following: list[Candidate], *, strict: bool) -> bool:
    if candidate.kind in _NEEDS_COMPANY and candidate.level is None:
        return candidate.number in {0, 1} or candidate.key == MONTHS
    if candidate.place is Place.LINE and not candidate.doubtful:
        return True
    if candidate.number is None:
        return candidate.place >= Place.SPACE or any(c.number is None for c in following)
    if not strict or candidate.doubtful:
        return False
    later = next((c.number for c in following if c.number != candidate.number), None)
    return later == candidate.number + 1 and (
        candidate.number == 1 or candidate.place > Place.LISTED
    )


def _with_company(runs: list[Run]) -> list[Run]:
    """Runs without those of one member that is no evidence by itself.

    ``2.1`` alone holds where ``1.1`` and ``1.2`` have shown that the document counts so, and a
    lone ``(i)`` where there are others with a ``(ii)``.
    """
    shown = any(len(run.members) > 1 and _first(run).kind in _DECIMALS for run in runs)
    counted = {run.key for run in runs if len(run.members) > 1 and _first(run).kind in _LISTS}
    return [
        run
        for run in runs
        if len(run.members) > 1
        or (run.key in counted and _first(run).place is Place.LINE)
        or _stands_by_itself(run, shown=shown)
    ]


def _first(run: Run) -> Candidate:
    return run.members[0].candidate


def _stands_by_itself(run: Run, *, shown: bool) -> bool:
    only = _first(run)
    if only.kind in _NEEDS_COMPANY and only.level is None:
        return only.kind in _DECIMALS and shown
    return only.number is None or only.number <= 100


def _holds_inside(run: Run, *, lines_lead: bool) -> bool:
    """Whether a sequence within lines is the plan's and not a list within a sentence."""
    places = [member.candidate.place for member in run.members]
    if places[0] is Place.LINE and len(places) == 1:
        return True
    if max(places) is Place.GLUED and len({m.candidate.line for m in run.members}) == len(places):
        return False  # one in the midst of each line: a name that counts, ``第（1）标段``
    listed = sum(place is Place.LISTED for place in places[1:])
    if 2 * listed >= max(1, len(places) - 1):
        return False
    stops = sum(place >= Place.STOP for place in places[1:])
    if lines_lead and stops < 0.7 * (len(places) - 1):
        return False
    return len(places) > 1 and (not lines_lead or _items_are_long(run))


def _items_are_long(run: Run) -> bool:
    """Items of a list in passing are short; sections have a sentence at least."""
    lengths = [
        b.candidate.start - a.candidate.start
        for a, b in pairwise(run.members)
        if a.candidate.line == b.candidate.line
    ]
    return not lengths or sum(lengths) / len(lengths) >= _SHORTEST_ITEM


def _fill_holes(runs: list[Run], weak: list[Candidate]) -> list[Run]:
    """Members that a run lacks, found within lines: ``3.`` after a sentence, a bare ``.``."""
    filled: list[Run] = []
    floor = (-1, 0)
    for run in sorted(runs, key=lambda run: _place_of(run.members[0])):
        filled.append(Run(run.key, _with_missing(run.members, weak, floor)))
        floor = max(floor, _end_of(run.members[-1].candidate))
    return filled


def _with_missing(
    members: list[Member], weak: list[Candidate], floor: tuple[int, int]
) -> list[Member]:
    complete: list[Member] = []
    for member in members:
        last = complete[-1].number if complete else 0
        if last is not None and member.number is not None:
            low = _end_of(complete[-1].candidate) if complete else floor
            complete.extend(_between(range(last + 1, member.number), low, member.candidate, weak))
        complete.append(member)
    return complete


def _between(
    numbers: range, low: tuple[int, int], before: Candidate, weak: list[Candidate]
) -> list[Member]:
    """The members that ``numbers`` lack; several only when each of them is found, in order."""
    if len(numbers) > _MOST_FILLED:
        return []
    members: list[Member] = []
    for number in numbers:
        found = _missing(low, before, number, weak)
        if found is None or (len(numbers) > 1 and found.number is None):
            return []
        members.append(Member(found, number, damaged=found.number is None))
        low = _end_of(found)
    return members


def _end_of(candidate: Candidate) -> tuple[int, int]:
    return (candidate.line, candidate.end)


def _missing(
    after: tuple[int, int], before: Candidate, number: int, weak: list[Candidate]
) -> Candidate | None:
    """The best candidate for ``number`` between two places."""
    low = bisect_left(weak, after, key=_start_of)
    high = bisect_left(weak, (before.line, before.start), key=_start_of)
    between = [
        c
        for c in weak[low:high]
        if (c.number == number or (c.number is None and c.label in {".", "．"}))
        and c.place is not Place.LISTED
        and c.prefix == before.prefix
    ]
    exact = [c for c in between if c.number == number]
    chosen = exact or between[-1:]
    return chosen[0] if chosen else None


def _start_of(candidate: Candidate) -> tuple[int, int]:
    return (candidate.line, candidate.start)
