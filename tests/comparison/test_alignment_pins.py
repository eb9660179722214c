"""What the reader pins holds, and changes nothing that it does not touch."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plandiff.comparison.alignment import align
from plandiff.comparison.edits import Side
from plandiff.comparison.model import Match
from plandiff.comparison.options import Options, Pin, PinKind
from tests.alignment_plans import flat, generated_texts, links_of, revised, row_of

TEXTS = generated_texts(31, 8)
OLD, NEW = flat(TEXTS[:7]), flat([TEXTS[7], *TEXTS[1:7]])


def pinned(*pins: Pin) -> tuple[Match, ...]:
    return align(OLD, NEW, Options(pins=pins))


def together(old: str, new: str) -> Pin:
    return Pin(PinKind.TOGETHER, old, new)


def test_two_sections_pinned_together_are_one_row() -> None:
    match = row_of(pinned(together("s1", "s1")), "s1")
    assert (match.old, match.new, match.pinned, match.confidence) == (("s1",), ("s1",), True, 1.0)
    assert [item.name for item in match.evidence] == ["pinned"]


def test_a_pin_takes_its_sections_from_other_partners() -> None:
    matches = pinned(together("s1", "s4"))
    assert row_of(matches, "s4").old == ("s1",)
    assert row_of(matches, "s4", Side.OLD).new == ()


def test_two_pins_on_one_section_make_a_split() -> None:
    match = row_of(pinned(together("s1", "s1"), together("s1", "s5")), "s5")
    assert (match.old, match.new) == (("s1",), ("s1", "s5"))


def test_pins_may_cross() -> None:
    matches = pinned(together("s2", "s6"), together("s6", "s2"))
    assert {("s2", "s6"), ("s6", "s2")} <= links_of(matches)


def test_sections_pinned_apart_are_not_linked() -> None:
    matches = pinned(Pin(PinKind.APART, "s3", "s3"))
    assert ("s3", "s3") not in links_of(matches)


def test_what_is_pinned_as_new_or_dropped_has_no_partner() -> None:
    matches = pinned(Pin(PinKind.NEW, new="s3"), Pin(PinKind.DROPPED, old="s5"))
    for match in (row_of(matches, "s3"), row_of(matches, "s5", Side.OLD)):
        assert match.pinned
        assert not match.links


def test_a_section_set_free_finds_its_next_best_partner() -> None:
    twin = (TEXTS[1][0], TEXTS[1][1] + "另行通知具体时间。")
    old, new = flat([TEXTS[0], TEXTS[1], TEXTS[2]]), flat([TEXTS[0], TEXTS[1], twin, TEXTS[2]])
    matches = align(old, new, Options(pins=(Pin(PinKind.NEW, new="s2"),)))
    assert row_of(matches, "s3").old == ("s2",)


@pytest.mark.parametrize("pin", [
    Pin(PinKind.TOGETHER, "s1", "s99"), Pin(PinKind.TOGETHER, "s1"), Pin(PinKind.NEW, old="s1"),
    Pin(PinKind.DROPPED, new="s1"), Pin(PinKind.APART, None, "s1"),
])  # fmt: skip
def test_pins_on_sections_that_are_not_there_are_left_out(pin: Pin) -> None:
    assert pinned(pin) == pinned()


@pytest.mark.parametrize(("earlier", "later"), [
    (Pin(PinKind.APART, "s2", "s2"), together("s2", "s2")),
    (Pin(PinKind.NEW, new="s2"), together("s2", "s2")),
    (Pin(PinKind.DROPPED, old="s2"), together("s2", "s2")),
    (together("s2", "s2"), Pin(PinKind.APART, "s2", "s2")),
    (together("s2", "s2"), Pin(PinKind.NEW, new="s2")),
])  # fmt: skip
def test_of_two_pins_that_contradict_each_other_the_later_counts(earlier: Pin, later: Pin) -> None:
    assert links_of(pinned(earlier, later)) == links_of(pinned(later))


@pytest.mark.parametrize("pin", [
    together("s1", "s2"), Pin(PinKind.APART, "s1", "s1"),
    Pin(PinKind.NEW, new="s1"), Pin(PinKind.DROPPED, old="s1"),
])  # fmt: skip
def test_every_row_that_a_decision_names_says_so(pin: Pin) -> None:
    for match in pinned(pin):
        assert match.pinned is (pin.old in match.old or pin.new in match.new)


def test_a_chapter_pinned_apart_is_not_linked_by_its_sections() -> None:
    assert links_of(pinned(Pin(PinKind.APART, "s0", "s0")))


KINDS = st.sampled_from([PinKind.TOGETHER, PinKind.APART])
PLACES = st.integers(1, 12)


@settings(max_examples=25)
@given(st.integers(0, 999), KINDS, PLACES, PLACES)
def test_rows_that_a_pin_does_not_touch_stay_as_they_are(
    seed: int, kind: PinKind, one: int, other: int
) -> None:
    made = revised(seed, 14, 0.5)
    old, new = flat(made.old), flat(made.new)
    pin = Pin(kind, f"s{one}", f"s{min(other, len(made.new))}")
    before, after = align(old, new), align(old, new, Options(pins=(pin,)))
    touched = [match for match in before if pin.old in match.old or pin.new in match.new]
    near = {(Side.OLD, i) for m in touched for i in m.old} | {
        (Side.NEW, i) for m in touched for i in m.new
    }
    apart = {
        link
        for link in links_of(before)
        if (Side.OLD, link[0]) not in near and (Side.NEW, link[1]) not in near
    }
    assert apart <= links_of(after)
    assert ((pin.old, pin.new) in links_of(after)) is (kind is PinKind.TOGETHER)


@settings(max_examples=15)
@given(st.integers(0, 999), KINDS, PLACES, PLACES)
def test_pins_are_mirrored_with_the_plans(seed: int, kind: PinKind, one: int, other: int) -> None:
    made = revised(seed, 14, 0.5)
    old, new = flat(made.old), flat(made.new)
    names = f"s{one}", f"s{min(other, len(made.new))}"
    forward = align(old, new, Options(pins=(Pin(kind, *names),)))
    backward = align(new, old, Options(pins=(Pin(kind, *names[::-1]),)))
    assert links_of(forward) == {(b, a) for a, b in links_of(backward)}
