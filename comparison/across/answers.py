"""意见采纳情况: what became of each remark on a draft in the draft that followed it.

find the text of a remark in the comparison of both drafts -> collect what changed there -> ask for
each wish whether it was done -> a status, unless a person has decided
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from plandiff.comparison.across.wishes import (
    Result,
    Revision,
    Wish,
    WishKind,
    judge_wish,
    plain,
    read_wishes,
    share_of,
)
from plandiff.comparison.model import (
    Comparison,
    Edit,
    Op,
    Passage,
    Place,
    Row,
    RowKind,
    Side,
)
from plandiff.corpus.model import Section

_FOUND = 0.75
"""Share of the matter asked for from which a passage added elsewhere answers."""
_SHORTEST = 4
"""Characters of the matter asked for with which it is looked for in other sections."""
_LITTLE_KEPT = 0.3
"""Share kept below which a part of a split or a merger may belong to something else."""
_SURELY_KEPT = 0.8
"""Share kept of a sentence from which its place is sure, whatever else its section became."""
_OWN = 1
"""Rank of a passage that both drafts have."""
_RESTORED = 0.8
"""Share of a dropped text that a section holds where the text was put back."""


class RemarkStatus(StrEnum):
    """What became of a remark."""

    ADOPTED = "adopted"
    PARTLY = "partly"
    UNCHANGED = "unchanged"
    """The text still is as it was, or was changed otherwise than asked."""
    GONE = "gone"
    """The text is no longer in the plan, which nobody had asked for."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person said became of a remark; no rule overrules it."""

    status: RemarkStatus
    who: str
    reason: str = ""
    """Why it was not adopted, or how it was."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A note or a question of a review, with the text of the draft that it is about."""

    id: str
    who: str
    text: str
    """Empty for a question without a note."""
    when: str = ""
    """ISO 8601, or empty."""
    heading: str = ""
    """Where it was written, in words."""
    places: tuple[Place, ...] = ()
    """In the draft that was reviewed; empty where that does not have the text, and for a remark on
    the whole plan."""
    quote: str = ""
    """The text that it is about."""
    whole: bool = False
    """It is about the whole plan."""
    dropped: bool = False
    """It is about text that only the plan before the draft had."""
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One passage that changed, or that was looked for."""

    place: Place | None
    """In the new draft; None where it was dropped."""
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class RemarkAnswer:
    """What became of one remark."""

    remark: Remark
    status: RemarkStatus
    place: Place | None
    """Where the text is now, the change first; None where it is nowhere."""
    changes: tuple[Change, ...] = ()
    uncertain: bool = False
    """The rules could not tell: a person should look."""

    @property
    def by_person(self) -> bool:
        """Whether a person decided."""
        return self.remark.decision is not None


@dataclass(frozen=True, slots=True)
class Answers:
    """All remarks on one draft, in the order of its text, and the next draft."""

    comparison: Comparison
    answers: tuple[RemarkAnswer, ...]

    @property
    def counts(self) -> Counter[str]:
        """Remarks by status, and how many a person should look at."""
        found = Counter(answer.status.value for answer in self.answers)
        found["uncertain"] = sum(answer.uncertain for answer in self.answers)
        found["person"] = sum(answer.by_person for answer in self.answers)
        return found


def answer_remarks(remarks: Iterable[Remark], comparison: Comparison) -> Answers:
    """What became of remarks on ``comparison.old`` in ``comparison.new``."""
    order = {section.id: at for at, section in enumerate(comparison.old.sections)}
    found = _Finder(comparison)

    def position(remark: Remark) -> tuple[int, int, str]:
        if not remark.places:
            return (len(order), 0, remark.when)
        return (order[remark.places[0].section], remark.places[0].start, remark.when)

    return Answers(comparison, tuple(map(found.answer, sorted(remarks, key=position))))


@dataclass(frozen=True, slots=True)
class _Trace:
    """What became of the text at some places of the old draft."""

    rows: tuple[Row, ...] = ()
    now: tuple[Place, ...] = ()
    passages: tuple[Passage, ...] = ()
    """Those that changed, with what was added beside them."""
    doubtful: bool = False
    """Which section is the counterpart is not certain."""

    @property
    def changed(self) -> bool:
        """Whether more changed than form and place."""
        return any(passage.substantive and not passage.moved for passage in self.passages)

    @property
    def moved(self) -> bool:
        """Whether the text, or a sentence of it, is elsewhere."""
        return any(row.moved for row in self.rows) or any(p.moved for p in self.passages)


class _Finder:
    """Remarks on the old draft of one comparison."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self._new = {section.id: section for section in comparison.new.sections}
        self._old = {section.id: section for section in comparison.old.sections}
        self._passages = {p.id: p for row in comparison.rows for p in row.passages}
        self._added = [
            passage
            for passage in self._passages.values()
            if passage.kind is RowKind.ADDED and not passage.moved
        ]

    def answer(self, remark: Remark) -> RemarkAnswer:
        """The answer to one remark; a person's decision stands, whatever changed."""
        found = self._by_rule(remark)
        if remark.decision is not None:
            return replace(found, status=remark.decision.status, uncertain=False)
        return found

    def _by_rule(self, remark: Remark) -> RemarkAnswer:
        wishes = read_wishes(remark.text)
        if remark.dropped:
            return self._put_back(remark)
        if remark.whole:
            rows = tuple(row for row in self._comparison.rows if row.changed)
            changed = tuple(p for row in rows for p in row.passages if _counts(p))
            found = self._judged(remark, wishes, _Trace(rows=rows, passages=changed))
            if len(found.changes) == len(changed):  # that everything changed is no answer
                found = replace(found, place=None, changes=())
            return found
        trace = self._trace(remark.places)
        if not trace.now:
            return self._gone(remark, wishes, trace)
        return self._judged(remark, wishes, trace)

    def _gone(self, remark: Remark, wishes: Sequence[Wish], trace: _Trace) -> RemarkAnswer:
        """A text that is nowhere, or of which nobody can tell where it is."""
        asked = any(wish.kind is WishKind.DROP and not wish.text for wish in wishes)
        if asked and not trace.doubtful:
            return RemarkAnswer(remark, RemarkStatus.ADOPTED, None, _changes(trace.passages))
        elsewhere = self._elsewhere(wishes)
        if elsewhere:
            place = elsewhere[0].new[0]
            changes = _changes(elsewhere)
            return RemarkAnswer(remark, RemarkStatus.PARTLY, place, changes, uncertain=True)
        uncertain = trace.doubtful or not remark.places
        changes = _changes(trace.passages)
        return RemarkAnswer(remark, RemarkStatus.GONE, None, changes, uncertain=uncertain)

    def _judged(self, remark: Remark, wishes: Sequence[Wish], trace: _Trace) -> RemarkAnswer:
        revision = self._revision(remark, trace)
        touched = trace.changed or trace.moved
        results = [judge_wish(wish, revision) for wish in wishes] if touched else []
        elsewhere: list[Passage] = []
        if not any(result in (Result.DONE, Result.PART) for result in results):
            elsewhere = self._elsewhere(wishes)
            if elsewhere:
                results = [Result.DONE, *(Result.UNKNOWN for _ in wishes[1:])]
        status, uncertain = _status(results, wishes, changed=trace.changed)
        passages = (*elsewhere, *sorted(trace.passages, key=lambda p: _rank(p, wishes)))
        places = [place for passage in passages for place in passage.new]
        if not elsewhere and passages and _rank(passages[0], wishes) > _OWN:
            places = [*trace.now, *places]  # what was only added beside it may be of another matter
        place = next(iter((*places, *trace.now)), None)
        return RemarkAnswer(remark, status, place, _changes(passages), uncertain=uncertain)

    def _revision(self, remark: Remark, trace: _Trace) -> Revision:
        """The remark's text before and after, and the changes found in its sections."""
        rows = {row.id for row in trace.rows}
        new = _in_order({*trace.now, *(p for one in trace.passages for p in one.new)})
        own = remark.places
        beside = (place for passage in trace.passages for place in passage.old)
        apart = (place for place in beside if not any(_overlap(place, one) for one in own))
        before = _in_order({*own, *apart})
        comparison = self._comparison
        return Revision(
            before=plain("\n".join(_text(self._old, place) for place in before)),
            after=plain("\n".join(_text(self._new, place) for place in new)),
            rows=trace.rows,
            targets=tuple(change for change in comparison.targets if change.row in rows),
            tasks=tuple(change for change in comparison.tasks if change.row in rows),
            force=tuple(change.kind for change in comparison.force if change.row in rows),
        )

    def _elsewhere(self, wishes: Sequence[Wish]) -> list[Passage]:
        """Passages added anywhere that hold the words or the matter that was asked for."""
        for wish in wishes:
            if wish.kind not in (WishKind.WORDS, WishKind.MATTER) or len(wish.text) < _SHORTEST:
                continue
            for passage in self._added:
                text = plain("".join(edit.text for edit in passage.edits))
                exact = wish.kind is WishKind.WORDS
                if wish.text in text or (not exact and share_of(wish.text, text) >= _FOUND):
                    return [passage]
        return []

    def _put_back(self, remark: Remark) -> RemarkAnswer:
        """A remark on text that the draft had dropped: whether the new draft has it again."""
        wanted = plain(remark.quote)
        shares = [
            (share_of(wanted, plain(section.text)), -at)
            for at, section in enumerate(self._comparison.new.sections)
        ]
        best, at = max(shares)
        if not wanted or best < _RESTORED:
            return RemarkAnswer(remark, RemarkStatus.UNCHANGED, None)
        section = self._comparison.new.sections[-at]
        place = Place(section.id, 0, len(section.text))
        change = Change(place, (Edit(Op.INSERT, section.text),))
        return RemarkAnswer(remark, RemarkStatus.ADOPTED, place, (change,))

    def _trace(self, places: Iterable[Place]) -> _Trace:
        traces = [self._trace_one(place) for place in places]
        return _Trace(
            rows=tuple(dict.fromkeys(row for trace in traces for row in trace.rows)),
            now=tuple(dict.fromkeys(place for trace in traces for place in trace.now)),
            passages=tuple(dict.fromkeys(p for trace in traces for p in trace.passages)),
            doubtful=any(trace.doubtful for trace in traces),
        )

    def _trace_one(self, place: Place) -> _Trace:
        row = self._comparison.row_of[Side.OLD, place.section]
        if row.kind is RowKind.UNCHANGED:
            moved = Place(row.new[0].id, place.start, place.end)
            return _Trace((row,), (moved,))
        whole = place.start == 0 and place.end == len(self._old[place.section].text)
        own = [p for p in row.passages if any(_overlap(place, old) for old in p.old)]
        ends = [self._passages[p.other] for p in own if p.other]
        now = [new for passage in (*own, *ends) for new in passage.new]
        linked = [new for old, new in row.links if old == place.section]
        if not now and whole:  # every sentence is another one, and yet the section is the same
            now = [Place(new, 0, len(self._new[new].text)) for new in linked]
        beside = [
            p
            for p in row.passages
            if whole and not p.old and not p.moved and p.new[0].section in linked
        ]
        changed = tuple(passage for passage in (*own, *ends, *beside) if _counts(passage))
        kept = max((p.kept for p in own if p.new), default=1.0)
        divided = row.kind is not RowKind.MODIFIED and kept < _LITTLE_KEPT
        doubtful = row.doubtful and kept < _SURELY_KEPT
        if doubtful or divided:  # a wrong place is worse than none
            return _Trace((row,), (), changed, doubtful=True)
        return _Trace((row,), tuple(now), changed)


def _status(
    results: Sequence[Result], wishes: Sequence[Wish], *, changed: bool
) -> tuple[RemarkStatus, bool]:
    """The status, and whether a person should look.

    A text that changed although no wish of the remark can be told is at most partly adopted; what
    was asked for in no fixed words may be there in others.
    """
    told = [result for result in results if result is not Result.UNKNOWN]
    open_ones = len(told) < len(results)
    if not told:
        return (RemarkStatus.PARTLY, True) if changed else (RemarkStatus.UNCHANGED, False)
    if all(result is Result.DONE for result in told):
        return RemarkStatus.ADOPTED, open_ones
    if all(result is Result.NOT_DONE for result in told) and not open_ones:
        return RemarkStatus.UNCHANGED, any(wish.kind is WishKind.MATTER for wish in wishes)
    return RemarkStatus.PARTLY, open_ones


def _rank(passage: Passage, wishes: Iterable[Wish]) -> int:
    """Passages that have the words or the number of a wish first, then those of the text itself."""
    text = plain("".join(edit.text for edit in passage.edits))
    if any(part in text for wish in wishes for part in (wish.text, wish.before) if part):
        return _OWN - 1
    return _OWN if passage.old and passage.new else _OWN + 1


def _counts(passage: Passage) -> bool:
    """Whether a passage differs in more than form, or left its section."""
    return passage.changed and (passage.substantive or passage.other is not None)


def _changes(passages: Iterable[Passage]) -> tuple[Change, ...]:
    """The passages as changes; of a moved one the half that is in the new draft."""
    return tuple(
        Change(passage.new[0] if passage.new else None, passage.edits)
        for passage in dict.fromkeys(passages)
        if passage.new or not passage.moved
    )


def _overlap(one: Place, other: Place) -> bool:
    same = one.section == other.section
    return same and one.start < other.end and other.start < one.end


def _in_order(places: Iterable[Place]) -> list[Place]:
    return sorted(places, key=lambda place: (place.section, place.start, place.end))


def _text(sections: dict[str, Section], place: Place) -> str:
    return sections[place.section].text[place.start : place.end]
