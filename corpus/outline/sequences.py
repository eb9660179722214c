"""Assemble candidates into sequences, and restore damaged numbers.

A label is accepted for its position (at the start of a line) or for its sequence (it continues
the label before).  Neither alone is enough within a line: ``见第三条`` has no 第一条 before it, and
``1.……；2.……；`` within a sentence is a list.
"""

from bisect import bisect_left
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct, field

from plandiff.corpus.outline.candidates import Candidate, Place
from plandiff.corpus.outline.labels import MONTHS, USUAL_RANK, Kind

_WIDEST_GAP, _MOST_FILLED = 12, 4
_LONGEST_HEADING = 40
_SHORTEST_ITEM = 20
"""Characters; items of a list within a sentence are shorter on average."""
_MOST_LOOKED_AT = 500
"""Restarts that are checked for one label: keeps odd input linear."""
_COUNTED_IN_DIGITS = {Kind.ARABIC, Kind.ARABIC_BRACKETED, Kind.ARABIC_HALF}
_DECIMALS = {Kind.DECIMAL, Kind.DECIMAL_3, Kind.DECIMAL_4}
_NEEDS_COMPANY = {
    *(*_DECIMALS, Kind.ROMAN, Kind.LETTER, Kind.ARABIC_BARE, Kind.STEM, Kind.WORD),
    *(Kind.LETTER_LOWER, Kind.LETTER_BRACKETED, Kind.ROMAN_LOWER, Kind.ROMAN_BRACKETED),
}
"""Kinds for which a single member is no evidence: ``3.5亿元``, ``A. Smith``, ``统一：``."""

BOXES = {f"{Kind.WORD}:专栏", f"{Kind.WORD}:專欄"}
"""The keys of numbered boxes, of which a plan may have one."""

_LISTS = {Kind.LETTER_LOWER, Kind.LETTER_BRACKETED, Kind.ROMAN_LOWER, Kind.ROMAN_BRACKETED}
_STAND_ALONE = {Kind.PART, Kind.CHAPTER, Kind.CHINESE, Kind.BRACKETED}


class Member(NamedTuple):
    """A candidate in its sequence; ``number`` is its restored number, None while unknown."""

    candidate: Candidate
    number: int | None
    damaged: bool = False


class LabelSequence(Struct):
    """A sequence of candidates of one key that counts up."""

    key: str
    members: list[Member] = field(default_factory=list)
    """Grows at its end only."""
    _counted: int = 0
    _reached: int = 0

    @property
    def last(self) -> int:
        """The number reached; each unknown number counts as one."""
        for at in range(self._counted, len(self.members)):
            number = self.members[at].number
            self._reached = number if number is not None else self._reached + 1
        self._counted = len(self.members)
        return self._reached

    @property
    def digits_lost(self) -> bool:
        """Whether a first digit is known to be lost in this sequence (``0.`` for 10)."""
        return any(member.damaged for member in self.members)


def find_sequences(candidates: list[Candidate]) -> list[LabelSequence]:
    """Return the sequences that hold the plan's own sections, key by key."""
    by_key: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        by_key.setdefault(candidate.key, []).append(candidate)
    lines_lead = _lines_lead(candidates)
    sequences = []
    for key, group in by_key.items():
        sequences.extend(_sequences_of(key, group, lines_lead=lines_lead))
    sequences = _with_company(sequences)
    sequences += _glued_to_headings(by_key, sequences)
    known = {sequence.key for sequence in sequences}
    restarts = _restarts(sequences)
    lonely = [c for c in candidates if c.kind in _STAND_ALONE and c.key not in known]
    return [
        *sequences,
        *(LabelSequence(c.key, [Member(c, c.number)]) for c in lonely if _explains(c, restarts)),
    ]


def _glued_to_headings(
    by_key: dict[str, list[Candidate]], sequences: list[LabelSequence]
) -> list[LabelSequence]:
    """Find sequences glued to the heading before them, of keys that also occur at line starts.

    ``一、加强党建1.抓学习。…。2.抓支部。…`` where the page lost a line's end: the items of other
    chapters are on lines of their own.
    """
    heads = {
        c.line: c for sequence in sequences for c, *_ in sequence.members if c.place is Place.LINE
    }
    found: list[LabelSequence] = []
    for key in {sequence.key: None for sequence in sequences}:
        rank = USUAL_RANK[by_key[key][0].kind]
        taken = {
            c.line for sequence in sequences if sequence.key == key for c, *_ in sequence.members
        }
        lines: dict[int, list[Candidate]] = {}
        for c in by_key[key]:
            head = heads.get(c.line)
            if head and c.line not in taken and USUAL_RANK[head.kind] < rank:
                lines.setdefault(c.line, []).append(c)
        found += [
            LabelSequence(key, [Member(c, c.number) for c in group])
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


def _restarts(sequences: list[LabelSequence]) -> list[_Places]:
    """Return where sequences of one key follow each other: rank, end of one, start of the next."""
    ordered = sorted(sequences, key=lambda sequence: (sequence.key, _place_of(sequence.members[0])))
    return [
        (USUAL_RANK[_first(a).kind], _place_of(a.members[-1]), _place_of(b.members[0]))
        for a, b in pairwise(ordered)
        if a.key == b.key
    ]


def _explains(candidate: Candidate, restarts: list[_Places]) -> bool:
    """Whether a label without neighbours explains why an inner sequence restarts after it.

    ``三、保障措施(一)加强领导`` after ``(六)``: the only outer label that is not lost.
    """
    if candidate.place is not Place.STOP or candidate.number is None:
        return False
    place = (candidate.line, candidate.start)
    rank = USUAL_RANK[candidate.kind]
    return any(
        rank < inner and end < place < start for inner, end, start in restarts[:_MOST_LOOKED_AT]
    )


def _place_of(member: Member) -> tuple[int, int]:
    return (member.candidate.line, member.candidate.start)


def _lines_lead(candidates: list[Candidate]) -> bool:
    """Whether most sections of this document begin on new lines."""
    at_lines = sum(c.place is Place.LINE and not c.doubtful for c in candidates)
    return at_lines >= 4


def _sequences_of(key: str, group: list[Candidate], *, lines_lead: bool) -> list[LabelSequence]:
    strong = _leading(group)
    led = _is_led_by_lines(strong, group) and (lines_lead or not _goes_on_inside(strong, group))
    if led and _chain(key, strong, strict=False):
        sequences = _chain(key, strong, strict=False)
        return _fill_holes(sequences, [c for c in group if c.place is not Place.LINE])
    sequences = _chain(key, [c for c in group if not _only_fills(c)], strict=True)
    sequences = [
        sequence for sequence in sequences if _holds_inside(sequence, lines_lead=lines_lead)
    ]
    return _fill_holes(sequences, [c for c in group if c.label in {".", "．"}])


def _leading(group: list[Candidate]) -> list[Candidate]:
    """Return candidates at line starts, and a ``1.1`` glued to its heading if ``1.2`` follows."""
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
    """Whether a label within a line is too weak to start a sequence: ``.``, and ``1.1``."""
    if candidate.label in {".", "．"}:
        return True
    return candidate.kind in _DECIMALS and candidate.place is not Place.LINE


def _is_led_by_lines(strong: list[Candidate], group: list[Candidate]) -> bool:
    """Whether members of this key are at line starts, so that others need more evidence."""
    weak = sum(c.place in {Place.STOP, Place.SPACE} and not c.doubtful for c in group)
    return len(strong) > weak or len(strong) >= 4


def _goes_on_inside(strong: list[Candidate], group: list[Candidate]) -> bool:
    """Whether the only label at a line's start is followed by its successors within lines."""
    if len(strong) != 1 or strong[0].number is None:
        return False
    return any(
        c.number == strong[0].number + 1 and c.place is not Place.LISTED and not c.doubtful
        for c in group
    )


def _chain(key: str, group: list[Candidate], *, strict: bool) -> list[LabelSequence]:
    """Link candidates into sequences; ``strict`` for those within lines: they need neighbours."""
    sequences: list[LabelSequence] = []
    open_runs: list[LabelSequence] = []
    for i, candidate in enumerate(group):
        upcoming = group[i + 1].number if i + 1 < len(group) else None
        place = _continued(open_runs, candidate, upcoming)
        if place is not None:
            sequence, member = place
            sequence.members.append(member)
            if strict:
                del open_runs[open_runs.index(sequence) + 1 :]
        elif open_runs and candidate.kind is Kind.CHINESE and candidate.place is Place.GLUED:
            continue  # 五证合一、一照一码
        elif _may_start(candidate, group[i + 1 : i + 8], strict=strict):
            sequence = LabelSequence(key, [Member(candidate, candidate.number)])
            sequences.append(sequence)
            open_runs.append(sequence)
            del open_runs[:-4]
    return sequences


def _continued(
    open_runs: list[LabelSequence], candidate: Candidate, upcoming: int | None
) -> tuple[LabelSequence, Member] | None:
    """Return the open sequence that the candidate continues, trying the last one first."""
    for sequence in reversed(open_runs):
        member = _as_next(sequence, candidate, upcoming, latest=sequence is open_runs[-1])
        if member is not None:
            return sequence, member
    return None


def _as_next(
    sequence: LabelSequence, candidate: Candidate, upcoming: int | None, *, latest: bool
) -> Member | None:
    """Return the candidate as next member with a restored number; None if it does not fit."""
    expected = sequence.last + 1
    number = candidate.number
    if (
        candidate.prefix != sequence.members[-1].candidate.prefix
        and candidate.kind is not Kind.ARTICLE
    ):
        return None
    if number is None:
        return Member(candidate, None) if latest else None
    if number == expected:
        cited = candidate.doubtful and candidate.kind is Kind.ARTICLE and upcoming == number
        return None if cited else Member(candidate, number)
    if not latest or (candidate.doubtful and candidate.kind is Kind.ARTICLE):
        return None
    if _has_lost_digit(sequence, candidate, expected):
        return Member(candidate, expected, damaged=True)
    if candidate.kind is Kind.ARTICLE and candidate.place is Place.LINE and number > 1:
        return Member(candidate, number)
    if number == expected - 1 and candidate.place is Place.LINE and number > 1:
        return Member(candidate, expected if upcoming == expected + 1 else number)
    if expected < number <= expected + _WIDEST_GAP and _bridges(candidate, expected, upcoming):
        return Member(candidate, number)
    return None


def _has_lost_digit(sequence: LabelSequence, candidate: Candidate, expected: int) -> bool:
    """Match ``0.`` where 10 is due, ``4.`` where 14 is; ``1.`` for 11 only after such a loss."""
    if candidate.kind not in _COUNTED_IN_DIGITS or expected < 10:
        return False
    return candidate.number == expected % 10 and (candidate.number != 1 or sequence.digits_lost)


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


def _with_company(sequences: list[LabelSequence]) -> list[LabelSequence]:
    """Drop sequences of one member that is no evidence by itself.

    A single ``2.1`` is kept if ``1.1`` and ``1.2`` have shown that the document counts so, a
    single ``(i)`` if there are others with a ``(ii)``, and 行動2-1 if there is a 行動1-2.
    """
    shown = any(
        len(sequence.members) > 1 and _first(sequence).kind in _DECIMALS for sequence in sequences
    )
    counted = {
        sequence.key
        for sequence in sequences
        if len(sequence.members) > 1
        and (_first(sequence).kind in _LISTS or _is_word_within(_first(sequence)))
    }
    return [
        sequence
        for sequence in sequences
        if len(sequence.members) > 1
        or (sequence.key in counted and _first(sequence).place is Place.LINE)
        or _stands_by_itself(sequence, shown=shown)
    ]


def _is_word_within(candidate: Candidate) -> bool:
    """Whether a label is a word with the number of its outer section: 行動方案2-1."""
    return candidate.kind is Kind.WORD and bool(candidate.prefix)


def _first(sequence: LabelSequence) -> Candidate:
    return sequence.members[0].candidate


def _stands_by_itself(sequence: LabelSequence, *, shown: bool) -> bool:
    only = _first(sequence)
    if only.kind in _NEEDS_COMPANY and only.level is None:
        boxed = only.key in BOXES and only.place is Place.LINE
        return boxed or (only.kind in _DECIMALS and shown)
    return only.number is None or only.number <= 100


def _holds_inside(sequence: LabelSequence, *, lines_lead: bool) -> bool:
    """Whether a sequence within lines is the plan's and not a list within a sentence."""
    places = [member.candidate.place for member in sequence.members]
    if places[0] is Place.LINE and len(places) == 1:
        return True
    if max(places) is Place.GLUED and len({m.candidate.line for m in sequence.members}) == len(
        places
    ):
        return False  # one in the middle of each line: a numbered name, ``第（1）标段``
    listed = sum(place is Place.LISTED for place in places[1:])
    if 2 * listed >= max(1, len(places) - 1):
        return False
    stops = sum(place >= Place.STOP for place in places[1:])
    if lines_lead and stops < 0.7 * (len(places) - 1):
        return False
    return len(places) > 1 and (not lines_lead or _items_are_long(sequence))


def _items_are_long(sequence: LabelSequence) -> bool:
    """Whether items are long: items of a list in a sentence are short, sections are not."""
    lengths = [
        b.candidate.start - a.candidate.start
        for a, b in pairwise(sequence.members)
        if a.candidate.line == b.candidate.line
    ]
    return not lengths or sum(lengths) / len(lengths) >= _SHORTEST_ITEM


def _fill_holes(sequences: list[LabelSequence], weak: list[Candidate]) -> list[LabelSequence]:
    """Find missing members within lines: ``3.`` after a sentence, a bare ``.``."""
    filled: list[LabelSequence] = []
    floor = (-1, 0)
    for sequence in sorted(sequences, key=lambda sequence: _place_of(sequence.members[0])):
        filled.append(LabelSequence(sequence.key, _with_missing(sequence.members, weak, floor)))
        floor = max(floor, _end_of(sequence.members[-1].candidate))
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
    """Return the members missing for ``numbers``; of several either all, in order, or none."""
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
    """Return the best candidate for ``number`` between two places."""
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
