"""The notes and questions of a review on one draft, with the text of the draft that each is about.

A note that begins with 已采纳, 部分采纳 or 未采纳 is no remark: it is a person's decision on the
remarks at the same place, followed by the reason.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec.structs import replace
from rapidfuzz import fuzz

from plandiff.comparison.across.answers import Decision, Remark, RemarkStatus
from plandiff.comparison.edits import Place as TextPlace
from plandiff.comparison.edits import Side
from plandiff.comparison.mirror import mirror_pin
from plandiff.comparison.model import Comparison
from plandiff.comparison.options import Pin
from plandiff.comparison.review.anchors import (
    Paths,
    display_name,
    find_review,
    fingerprint_of,
    likeness,
    text_digest,
)
from plandiff.comparison.review.attachment import Attachment
from plandiff.comparison.review.marks import About, Mark
from plandiff.comparison.review.pins import pins_here
from plandiff.comparison.review.records import (
    Anchor,
    Header,
    MarkRecord,
    NoteRecord,
    Place,
    Records,
    effective_marks,
)
from plandiff.corpus.model import Plan
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.folding import fold

_TRACE = 0.1
"""Least share of sections that a plan has in common with the reviewed one."""
_SAME_PATH, _ANY_PATH = 70.0, 88.0
"""Least likeness in per cent to the earlier text: below the same headings, and elsewhere."""
_SHORTEST = 4
"""Least number of characters of a text that is searched for inside sections."""
_DECISION = re.compile(
    r"\W*(?:意见)?(?:(?P<partly>部分(?:予以)?采纳|partly adopted)"
    r"|(?P<unchanged>(?:未|不|不予|暂不|暂未|没有)(?:予以?)?采纳|not adopted|rejected)"
    r"|(?P<gone>条文已删(?:除|去)?|no longer applies)"
    r"|(?P<adopted>(?:已|予以|全部|拟|均已)?采纳|adopted))(?![\u4e00-\u9fffA-Za-z])[\s\W]*",
    re.IGNORECASE,
)

Reviewed = tuple[Header, Side]
"""A review, and the side of it that is the draft in question."""


def reviews_of(headers: Iterable[Header], old: Plan, new: Plan) -> tuple[Reviewed, ...]:
    """Return the reviews in which ``old`` is one of the plans, and its side.

    Only the reviews with the plan most like ``old`` are returned; among them, those with it as the
    newer plan are preferred.  The review of ``old`` and ``new`` itself is excluded.
    """
    ours, theirs = fingerprint_of(old), fingerprint_of(new)
    found: list[tuple[float, Header, Side]] = []
    for header in headers:
        plans = {Side.OLD: header.old, Side.NEW: header.new}
        scores = {side: likeness(plans[side], ours) for side in Side}
        if any(scores[side] == likeness(plans[side.other], theirs) == 1.0 for side in Side):
            continue
        found += [(score, header, side) for side, score in scores.items() if score >= _TRACE]
    best = max((score for score, *_ in found), default=0.0)
    likest = [(header, side) for score, header, side in found if score == best]
    newer = [(header, side) for header, side in likest if side is Side.NEW]
    return tuple(newer or likest)


def read_remarks(records: Records, plan: Plan, side: Side) -> tuple[Remark, ...]:
    """Return the live notes and questions of a review, in the order in which they were made.

    ``plan`` is the plan of ``side`` of the review.
    """
    finder = _TextFinder(plan)
    notes = records.live_notes()
    remarks = [
        (note.anchor, Remark(note.id, display_name(note.by), note.text, note.created))
        for note in notes
        if not _DECISION.match(note.text)
    ]
    noted = {(note.anchor, note.by) for note in notes}
    remarks += [
        (mark.anchor, Remark(mark.anchor, display_name(mark.by), "", mark.when))
        for mark in _questions(records)
        if (mark.anchor, mark.by) not in noted  # the same person's note contains the question
    ]
    decisions: defaultdict[str, list[NoteRecord]] = defaultdict(list)
    for note in notes:
        if _DECISION.match(note.text):
            decisions[note.anchor].append(note)
    placed = (
        _decided(_placed(remark, records.anchors.get(anchor), side, finder), decisions[anchor])
        for anchor, remark in remarks
    )
    return tuple(sorted(placed, key=lambda remark: (remark.when, remark.id)))


def _questions(records: Records) -> Iterator[MarkRecord]:
    """Yield the ``questioned`` marks that no other mark overrides."""
    by_anchor: defaultdict[str, list[MarkRecord]] = defaultdict(list)
    for mark in records.marks.values():
        by_anchor[mark.anchor].append(mark)
    for marks in by_anchor.values():
        yield from (mark for mark in effective_marks(marks) if mark.said is Mark.QUESTIONED)


def pins_between(
    headers: Iterable[Header], load: Callable[[str], Records], old: Plan, new: Plan
) -> tuple[Pin, ...]:
    """Return the pins from the review of these two plans."""
    pairing = find_review(headers, fingerprint_of(old), fingerprint_of(new))
    if pairing is None:
        return ()
    sides = (new, old) if pairing.flipped else (old, new)
    pins = [pin for pin in pins_here(load(pairing.header.id), *sides).values() if pin is not None]
    return tuple(mirror_pin(pin) if pairing.flipped else pin for pin in pins)


def with_decisions(
    remarks: Iterable[Remark],
    headers: Iterable[Header],
    load: Callable[[str], Records],
    comparison: Comparison,
) -> tuple[Remark, ...]:
    """Add people's decisions from the review of the two drafts to the remarks.

    A decision applies to the remarks on the sections of its row; the latest one wins.
    """
    drafts = fingerprint_of(comparison.old), fingerprint_of(comparison.new)
    pairing = find_review(headers, *drafts)
    if pairing is None:
        return tuple(remarks)
    records = load(pairing.header.id)
    attachment = Attachment(comparison, flipped=pairing.flipped)
    located = attachment.locations(records.anchors.values(), pairing.header.seen)
    decisions: defaultdict[str, list[NoteRecord]] = defaultdict(list)
    for note in records.live_notes():
        location = located.get(note.anchor)
        if location is not None and location.row is not None and _DECISION.match(note.text):
            decisions[location.row].append(note)

    def on_rows(remark: Remark) -> list[NoteRecord]:
        rows = {comparison.row_of[Side.OLD, place.section].id for place in remark.places}
        return [note for row in rows for note in decisions[row]]

    return tuple(_decided(remark, on_rows(remark)) for remark in remarks)


def _decided(remark: Remark, notes: Sequence[NoteRecord]) -> Remark:
    """Add the latest decision that was made after the remark."""
    later = [note for note in notes if note.created >= remark.when]
    if not later:
        return remark
    last = max(later, key=lambda note: (note.when, note.id))
    match = _DECISION.match(last.text)
    if match is None or match.lastgroup is None:
        return remark
    status = RemarkStatus(match.lastgroup)
    reason = last.text[match.end() :].strip()
    return replace(remark, decision=Decision(status, display_name(last.by), reason))


def _placed(remark: Remark, anchor: Anchor | None, side: Side, finder: "_TextFinder") -> Remark:
    """Add the places of the remark's anchor, located in the plan of ``side``."""
    if anchor is None or anchor.about is About.WHOLE:
        return replace(remark, whole=True)
    ours, theirs = (anchor.new, anchor.old) if side is Side.NEW else (anchor.old, anchor.new)
    said = replace(remark, heading=anchor.place)
    if ours is None:
        return replace(said, quote=theirs.text if theirs else "", dropped=True)
    if anchor.about is About.TARGET:
        places = finder.target(ours)
    else:
        places = finder.text(ours, anchor.position)
    return replace(said, places=places, quote=ours.text)


class _TextFinder:
    """Locates quoted texts in their plan, which may have been edited since."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._paths = Paths(plan)
        self._by_text: defaultdict[str, list[int]] = defaultdict(list)
        for at, section in enumerate(plan.sections):
            self._by_text[text_digest(section.text)].append(at)

    def target(self, place: Place) -> tuple[TextPlace, ...]:
        """Return the target quoted as ``指标：原文``; empty if there is none."""
        like = [
            target
            for target in self._plan.targets
            if text_digest(f"{target.indicator}：{target.quote}") == text_digest(place.text)
        ]
        here = [t for t in like if self._paths.of(t.section) == place.path]
        found = here or (like if len(like) == 1 else [])
        return tuple(TextPlace(t.section, t.span.start, t.span.end) for t in found[:1])

    def text(self, place: Place, position: int) -> tuple[TextPlace, ...]:
        """Return the sections, or the part of one, with the text; empty if none is similar."""
        return (
            self._section(place, position)
            or self._several(place)
            or self._part(place)
            or self._parts(place)
            or self._likest(place)
        )

    def _section(self, place: Place, position: int) -> tuple[TextPlace, ...]:
        """Return the section with exactly this text; prefers one below the same headings."""
        like = self._by_text.get(text_digest(place.text), [])
        here = [at for at in like if self._above(at) == _folded(place.path)]
        found = here or like
        if not found:
            return ()
        return (self._whole(min(found, key=lambda at: abs(at - position))),)

    def _several(self, place: Place) -> tuple[TextPlace, ...]:
        """Return the sections of a row with several ones, whose texts are joined by newlines."""
        lines = [_bare(line) for line in place.text.split("\n")]
        found: list[TextPlace] = []
        for at, section in enumerate(self._plan.sections):
            own = [_bare(line) for line in section.text.split("\n")]
            starts = range(len(lines) - len(own) + 1) if any(own) else ()
            start = next((i for i in starts if lines[i : i + len(own)] == own), None)
            if start is not None:
                del lines[start : start + len(own)]
                found.append(self._whole(at))
        return tuple(found) if not any(lines) else ()

    def _part(self, place: Place) -> tuple[TextPlace, ...]:
        """Return the location of a passage within a section."""
        wanted = _bare(place.text.removesuffix("…"))
        if len(wanted) < _SHORTEST:
            return ()
        found: list[tuple[bool, TextPlace]] = []
        for at, section in enumerate(self._plan.sections):
            kept = [i for i, sign in enumerate(section.text) if not sign.isspace()]
            start = _bare(section.text).find(wanted)
            if start >= 0:
                here = self._above(at) == _folded(place.path)
                here = here or (*self._above(at), text_digest(section.heading)) == _folded(
                    place.path
                )
                end = kept[start + len(wanted) - 1] + 1
                found.append((here, TextPlace(section.id, kept[start], end)))
        best = [where for here, where in found if here] or [where for _, where in found]
        return tuple(best) if len(best) == 1 else ()

    def _parts(self, place: Place) -> tuple[TextPlace, ...]:
        """Return the parts of a passage with several places: all of them, or none."""
        lines = [Place(place.path, line) for line in place.text.split("\n")]
        found = [part for line in lines for part in self._part(line)]
        return tuple(found) if len(found) == len(lines) else ()

    def _likest(self, place: Place) -> tuple[TextPlace, ...]:
        """Return the section with the most similar text, if it is similar enough."""
        wanted, path = _bare(place.text), _folded(place.path)
        best: tuple[float, int] | None = None
        for at, section in enumerate(self._plan.sections):
            needed = _SAME_PATH if self._above(at) == path else _ANY_PATH
            score = fuzz.ratio(wanted, _bare(section.text), score_cutoff=needed)
            if score and (best is None or score > best[0]):
                best = (score, at)
        return (self._whole(best[1]),) if best else ()

    def _above(self, at: int) -> tuple[str, ...]:
        return _folded(self._paths.above(self._plan.sections[at]))

    def _whole(self, at: int) -> TextPlace:
        section = self._plan.sections[at]
        return TextPlace(section.id, 0, len(section.text))


def _folded(path: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(text_digest, path))


def _bare(text: str) -> str:
    """Return the text in the form that `text_digest` hashes."""
    return "".join(fold(text).split())
