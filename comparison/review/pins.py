"""Which pins (decisions on pairs of sections) are in force, and for which sections of a plan."""

from collections.abc import Iterable, Sequence

from plandiff.comparison.edits import Side
from plandiff.comparison.options import Pin, PinKind
from plandiff.comparison.review.anchors import section_anchors
from plandiff.comparison.review.attachment import relocate
from plandiff.comparison.review.records import Anchor, PinRecord, Records
from plandiff.corpus.model import Plan


def relocate_sections(kept: Sequence[Anchor], plan: Plan, kept_side: Side) -> dict[str, str]:
    """Map anchor ids of one side to the section ids of a plan; needs no comparison."""
    found = relocate(kept, section_anchors(plan, kept_side))
    return {identity: plan.sections[location.position].id for identity, location in found.items()}


def contradicts(one: Pin, other: Pin) -> bool:
    """Whether keeping one pin means dropping the other.

    A pin of kind APART leaves both sections free for other partners.  Any other kind determines the
    match of its sections, so a second pin on the same section replaces the first.

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
    """Return the pins that were not withdrawn, in the order in which they were made."""
    live = (pin for pin in records.pins.values() if not pin.deleted)
    return tuple(sorted(live, key=lambda pin: (pin.when, pin.key)))


def pins_here(records: Records, old: Plan, new: Plan) -> dict[PinRecord, Pin | None]:
    """Resolve each live pin to section ids of the two plans; None if a section no longer exists."""
    live = live_pins(records)
    if not live:
        return {}
    old_ids = relocate_sections(_anchors(records, (pin.old for pin in live)), old, Side.OLD)
    new_ids = relocate_sections(_anchors(records, (pin.new for pin in live)), new, Side.NEW)
    return {pin: _pin(pin, old_ids, new_ids) for pin in live}


def words_of(record: PinRecord, records: Records) -> str:
    """Describe a pin for the reader: the label and heading of its section on each side."""
    ends = [records.anchors[end] for end in (record.old, record.new) if end in records.anchors]
    return " ⟷ ".join(anchor.place for anchor in ends)


def _pin(record: PinRecord, old_ids: dict[str, str], new_ids: dict[str, str]) -> Pin | None:
    old, new = old_ids.get(record.old or ""), new_ids.get(record.new or "")
    if (record.old and old is None) or (record.new and new is None):
        return None
    return Pin(record.kind, old, new)


def _anchors(records: Records, identities: Iterable[str | None]) -> list[Anchor]:
    return [records.anchors[i] for i in dict.fromkeys(identities) if i in records.anchors]
