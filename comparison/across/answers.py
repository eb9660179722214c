"""意见采纳情况: whether the next draft adopts each remark on a draft.

locate the text of a remark in the comparison of both drafts -> collect the changes there -> judge
each wish -> derive a status, unless a person has decided
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

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
from plandiff.comparison.edits import Edit, Op, Passage, Place, RowKind, Side
from plandiff.comparison.model import Comparison, Row
from plandiff.corpus.model import Section

_FOUND = 0.75
"""Least share of the wanted subject in a passage added elsewhere that answers the wish."""
_SHORTEST = 4
"""Least characters of a wanted text that is searched for in other sections."""
_LITTLE_KEPT = 0.3
"""Kept share below which a part of a split or a merger may belong to another section."""
_SURELY_KEPT = 0.8
"""Kept share of a sentence from which its place is certain, even if its section's is not."""
_OWN = 1
"""Rank of a passage that both drafts have."""
_RESTORED = 0.8
"""Least share of a dropped text in a section that restores it."""


class RemarkStatus(StrEnum):
    """The outcome of a remark."""

    ADOPTED = "adopted"
    PARTLY = "partly"
    UNCHANGED = "unchanged"
    """The text is unchanged, or was changed in another way than asked."""
    GONE = "gone"
    """The text is no longer in the plan, although the remark did not ask for that."""


class Decision(Struct, frozen=True):
    """A person's decision on a remark; it overrides the rules."""

    status: RemarkStatus
    who: str
    reason: str = ""
    """The reason, or the way in which it was adopted."""


class Remark(Struct, frozen=True):
    """A note or a question of a review, with the text of the draft that it is about."""

    id: str
    who: str
    text: str
    """Empty for a question without a note."""
    when: str = ""
    """ISO 8601, or empty."""
    heading: str = ""
    """The heading at which it was written."""
    places: tuple[Place, ...] = ()
    """Places in the reviewed draft; empty if it does not have the text, and for a remark on the
    whole plan."""
    quote: str = ""
    """The text that it is about."""
    whole: bool = False
    """It is about the whole plan."""
    dropped: bool = False
    """It is about text that only the plan before the draft had."""
    decision: Decision | None = None


class Change(Struct, frozen=True):
    """One passage that changed, or that contains the wanted text."""

    place: Place | None
    """Place in the new draft; None if it was dropped."""
    edits: tuple[Edit, ...]


class RemarkAnswer(Struct, frozen=True):
    """The outcome of one remark, with its evidence."""

    remark: Remark
    status: RemarkStatus
    place: Place | None
    """Current place of the text, preferably of the change; None if there is none."""
    changes: tuple[Change, ...] = ()
    uncertain: bool = False
    """The rules could not decide: a person should check."""

    @property
    def by_person(self) -> bool:
        """Whether a person decided."""
        return self.remark.decision is not None


class Answers(Struct, frozen=True):
    """All remarks on one draft, in the order of its text, and the next draft."""

    comparison: Comparison
    answers: tuple[RemarkAnswer, ...]

    @property
    def counts(self) -> Counter[str]:
        """Count remarks by status, and those that a person should check."""
        found = Counter(answer.status.value for answer in self.answers)
        found["uncertain"] = sum(answer.uncertain for answer in self.answers)
        found["person"] = sum(answer.by_person for answer in self.answers)
        return found


def answer_remarks(remarks: Iterable[Remark], comparison: Comparison) -> Answers:
    """Determine the outcome in ``comparison.new`` of remarks on ``comparison.old``."""
    order = {section.id: at for at, section in enumerate(comparison.old.sections)}
    found = _Finder(comparison)

    def position(remark: Remark) -> tuple[int, int, str]:
        if not remark.places:
            return (len(order), 0, remark.when)
        return (order[remark.places[0].section], remark.places[0].start, remark.when)

    return Answers(comparison, tuple(map(found.answer, sorted(remarks, key=position))))


class _Trace(Struct, frozen=True):
    """The rows, current places and changes of the text at some places of the old draft."""

    rows: tuple[Row, ...] = ()
    now: tuple[Place, ...] = ()
    passages: tuple[Passage, ...] = ()
    """Changed passages, including ones added next to them."""
    doubtful: bool = False
    """The counterpart section is not certain."""

    @property
    def changed(self) -> bool:
        """Whether anything except form and place changed."""
        return any(passage.substantive and not passage.moved for passage in self.passages)

    @property
    def moved(self) -> bool:
        """Whether the text, or a sentence of it, was moved."""
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
        """Return the answer to one remark; a person's decision has priority over the rules."""
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
            if len(found.changes) == len(changed):  # all changes of the plan are no specific answer
                found = replace(found, place=None, changes=())
            return found
        trace = self._trace(remark.places)
        if not trace.now:
            return self._gone(remark, wishes, trace)
        return self._judged(remark, wishes, trace)

    def _gone(self, remark: Remark, wishes: Sequence[Wish], trace: _Trace) -> RemarkAnswer:
        """Answer a remark whose text has no counterpart, or only an uncertain one."""
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
            places = [*trace.now, *places]  # text only added next to it may be on another subject
        place = next(iter((*places, *trace.now)), None)
        return RemarkAnswer(remark, status, place, _changes(passages), uncertain=uncertain)

    def _revision(self, remark: Remark, trace: _Trace) -> Revision:
        """Return the remark's text before and after, and the changes found in its rows."""
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
        """Return an added passage anywhere that has the wanted words or subject, if any."""
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
        """Answer a remark on text that the old draft had dropped: adopted if it is restored."""
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
        if not now and whole:  # no sentence is kept, but the section is matched
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
    """Return the status, and whether a person should check it.

    If the text changed but no wish could be judged, the status is ``PARTLY``.  A wanted subject
    (``MATTER``) may be present in other words, so its absence is uncertain.
    """
    decided = [result for result in results if result is not Result.UNKNOWN]
    open_ones = len(decided) < len(results)
    if not decided:
        return (RemarkStatus.PARTLY, True) if changed else (RemarkStatus.UNCHANGED, False)
    if all(result is Result.DONE for result in decided):
        return RemarkStatus.ADOPTED, open_ones
    if all(result is Result.NOT_DONE for result in decided) and not open_ones:
        return RemarkStatus.UNCHANGED, any(wish.kind is WishKind.MATTER for wish in wishes)
    return RemarkStatus.PARTLY, open_ones


def _rank(passage: Passage, wishes: Iterable[Wish]) -> int:
    """Return a sort key: passages with a wish's words or number first, then edited passages."""
    text = plain("".join(edit.text for edit in passage.edits))
    if any(part in text for wish in wishes for part in (wish.text, wish.before) if part):
        return _OWN - 1
    return _OWN if passage.old and passage.new else _OWN + 1


def _counts(passage: Passage) -> bool:
    """Whether a passage differs in more than form, or left its section."""
    return passage.changed and (passage.substantive or passage.other is not None)


def _changes(passages: Iterable[Passage]) -> tuple[Change, ...]:
    """Convert passages to changes; of a moved one only the half in the new draft."""
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
