"""Which decisions on pairs of sections hold, and for which sections of a plan."""

from collections.abc import Iterable, Sequence

from plandiff.comparison.model import Side
from plandiff.comparison.options import Pin, PinKind
from plandiff.comparison.review.anchors import section_anchors
from plandiff.comparison.review.attachment import relocate
from plandiff.comparison.review.records import Anchor, PinRecord, Records
from plandiff.corpus.model import Plan


def relocate_sections(kept: Sequence[Anchor], plan: Plan, kept_side: Side) -> dict[str, str]:
    """Ids of the sections that anchors of one side stand for in a plan, before any comparison."""
    found = relocate(kept, section_anchors(plan, kept_side))
    return {identity: plan.sections[location.position].id for identity, location in found.items()}


def contradicts(one: Pin, other: Pin) -> bool:
    """Whether keeping one pin means dropping the other.

    Two sections kept apart leave both free for other partners; every other decision settles what
    becomes of its sections, so that a second word on the same section replaces the first.

    >>> contradicts(Pin(PinKind.TOGETHER, "s1", "s2"), Pin(PinKind.TOGETHER, "s1", "s3"))
    True
    >>> contradicts(Pin(PinKind.APART, "s1", "s2"), Pin(PinKind.TOGETHER, "s1", "s3"))
    False
    """
    if PinKind.APART in (one.kind, other.kind):
        kinds = {one.kind, other.kind}
        same = (one.old, one.new) == (other.old, other.new)
        return same and (one == other or kinds == {PinKind.APART, PinKind.TOGETHER})
    return bool((one.old and one.old == other.old) or (one.new and one.new == other.new))


def live_pins(records: Records) -> tuple[PinRecord, ...]:
    """Decisions that were not taken back, in the order in which they were made."""
    live = (pin for pin in records.pins.values() if not pin.deleted)
    return tuple(sorted(live, key=lambda pin: (pin.when, pin.key)))


def pins_here(records: Records, old: Plan, new: Plan) -> dict[PinRecord, Pin | None]:
    """Each live pin by the section ids of the review's two plans; None where a section is gone."""
    live = live_pins(records)
    if not live:
        return {}
    old_ids = relocate_sections(_anchors(records, (pin.old for pin in live)), old, Side.OLD)
    new_ids = relocate_sections(_anchors(records, (pin.new for pin in live)), new, Side.NEW)
    return {pin: _pin(pin, old_ids, new_ids) for pin in live}


def words_of(record: PinRecord, records: Records) -> str:
    """Where a pin was, in words: the place on each side that it speaks of."""
    ends = [records.anchors[end] for end in (record.old, record.new) if end in records.anchors]
    return " ⟷ ".join(anchor.place for anchor in ends)


def _pin(record: PinRecord, old_ids: dict[str, str], new_ids: dict[str, str]) -> Pin | None:
    old, new = old_ids.get(record.old or ""), new_ids.get(record.new or "")
    if (record.old and old is None) or (record.new and new is None):
        return None
    return Pin(record.kind, old, new)


def _anchors(records: Records, identities: Iterable[str | None]) -> list[Anchor]:
    return [records.anchors[i] for i in dict.fromkeys(identities) if i in records.anchors]
