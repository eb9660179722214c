"""Which decisions about the alignment cannot both hold."""

from comparison.options import Pin, PinKind


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
