"""What a reader does to a comparison, whichever way it is kept."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from plandiff.comparison.edits import Side
from plandiff.comparison.model import Comparison
from plandiff.comparison.options import Pin, PinKind
from plandiff.comparison.reports.options import ReportOptions, ReviewNote
from plandiff.comparison.reports.registry import render
from plandiff.comparison.review.marks import About, Mark, Progress, StepKind
from plandiff.comparison.review.opening import open_store
from plandiff.comparison.review.reporting import review_of
from plandiff.comparison.review.store import MemoryStore, ReviewStore
from tests.review_plans import Part, compared, comparison, plan, row_of

OLD: list[Part] = [
    (0, "云桥区教育工作计划", "结合实际，制定本计划。"),
    (1, "主要任务", ""),
    (2, "扩大供给", "新建公办幼儿园3所，毛入园率达到92%。"),
    (2, "办好小学", "推进集团化办学。"),
    (2, "清理校舍", "完成闲置校舍清理。"),
    (1, "保障措施", ""),
    (2, "落实经费", "安排专项经费，确保到位。"),
]
NEW: list[Part] = [
    (0, "云桥区教育工作计划", "结合实际，制定本计划。"),
    (1, "主要任务", ""),
    (2, "扩大供给", "新建公办幼儿园5所，毛入园率达到95%。"),
    (2, "办好小学", "推进集团化办学，组建集团4个。"),
    (2, "科学教育", "配备科学副校长。"),
    (1, "保障措施", ""),
    (2, "落实经费", "安排专项经费，确保到位。"),
]

Opener = Callable[[], ReviewStore]


@pytest.fixture
def pair() -> Comparison:
    return comparison(
        plan(OLD, "old.txt", targets=True),
        plan(NEW, "new.txt", targets=True),
    )


@pytest.fixture(params=["state", "sqlite file", "json file"])
def reopen(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Opener:
    """Open the same store once more, as a second window or the next day."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    names = {"state": None, "sqlite file": tmp_path / "a.review", "json file": tmp_path / "a.json"}
    file = names[request.param]

    def opened() -> ReviewStore:
        store, warnings = open_store("old.txt", "new.txt", file)
        assert warnings == ()
        return store

    return opened


@pytest.fixture
def store(pair: Comparison) -> Iterator[ReviewStore]:
    memory = MemoryStore()
    memory.attach(pair)
    yield memory
    memory.close()


def test_what_was_done_is_there_the_next_day(reopen: Opener, pair: Comparison) -> None:
    today = reopen()
    today.attach(pair)
    supply, school = row_of(pair, "扩大供给"), row_of(pair, "办好小学")
    today.set_mark(supply, Mark.ACCEPTED)
    today.set_mark(school, Mark.QUESTIONED)
    today.add_note(school, "集团4个从何而来？")
    today.add_pin(Pin(PinKind.TOGETHER, "s4", "s4"))
    today.close()

    tomorrow = reopen()
    tomorrow.attach(pair)
    assert dict(tomorrow.marks()) == {supply: Mark.ACCEPTED, school: Mark.QUESTIONED}
    assert [(note.row, note.text, note.outdated) for note in tomorrow.notes()] == [
        (school, "集团4个从何而来？", False)
    ]
    assert tomorrow.pins() == (Pin(PinKind.TOGETHER, "s4", "s4"),)
    assert tomorrow.pins_for(pair.old, pair.new) == tomorrow.pins()
    assert tomorrow.progress() == Progress(1, 4, 1, 4)


def test_pins_are_known_before_the_plans_are_compared(reopen: Opener, pair: Comparison) -> None:
    today = reopen()
    today.attach(pair)
    today.add_pin(Pin(PinKind.APART, "s3", "s3"))
    today.close()
    assert reopen().pins_for(pair.old, pair.new) == (Pin(PinKind.APART, "s3", "s3"),)


def test_two_windows_see_each_other(reopen: Opener, pair: Comparison) -> None:
    left, right = reopen(), reopen()
    left.attach(pair)
    right.attach(pair)
    supply, school = row_of(pair, "扩大供给"), row_of(pair, "办好小学")
    left.set_mark(supply, Mark.REVIEWED)
    assert right.mark(supply) is Mark.REVIEWED
    right.set_mark(school, Mark.REVIEWED)
    note = right.add_note(school, "右窗")
    assert left.marks().keys() == {supply, school}
    assert [n.text for n in left.notes(school)] == ["右窗"]
    right.edit_note(note.id, "右窗改")
    assert [n.text for n in left.notes()] == ["右窗改"]
    left.set_mark(supply, Mark.UNSEEN)
    assert right.mark(supply) is Mark.UNSEEN
    assert left.refresh(), "the right window wrote since the left one was asked last"
    assert not left.refresh()


def test_what_is_written_on_other_plans_is_no_news(reopen: Opener, pair: Comparison) -> None:
    here, there = reopen(), reopen()
    here.attach(pair)
    there.attach(compared([(0, "医疗计划", ""), (1, "医院", "建1所。")], [(0, "医疗计划", "")]))
    there.set_mark("r1", Mark.REVIEWED)
    assert not here.refresh()


def test_looking_leaves_no_review_behind(reopen: Opener, pair: Comparison) -> None:
    window = reopen()
    window.attach(pair)
    window.close()
    again = reopen()
    assert isinstance(again, ReviewStore)
    assert again._session.buffer.headers() == ()


def test_every_action_can_be_undone_and_done_again(reopen: Opener, pair: Comparison) -> None:
    window = reopen()
    window.attach(pair)
    supply, school = row_of(pair, "扩大供给"), row_of(pair, "办好小学")
    pin = Pin(PinKind.NEW, None, "s4")
    window.set_marks((supply, school), Mark.REVIEWED)
    note = window.add_note(supply, "一")
    window.edit_note(note.id, "二")
    window.add_pin(pin)
    window.delete_note(note.id)

    def state() -> tuple[object, ...]:
        return (dict(window.marks()), [n.text for n in window.notes()], window.pins())

    both = dict.fromkeys((supply, school), Mark.REVIEWED)
    states = [
        ({}, [], ()),
        (both, [], ()),
        (both, ["一"], ()),
        (both, ["二"], ()),
        (both, ["二"], (pin,)),
        (both, [], (pin,)),
    ]
    kinds = [StepKind.NOTE, StepKind.PIN, StepKind.NOTE, StepKind.NOTE, StepKind.MARK]
    assert state() == states[-1]
    for _ in range(2):
        for expected, kind in zip(reversed(states[:-1]), kinds, strict=True):
            step = window.undo()
            assert step is not None
            assert step.kind is kind
            assert state() == expected
        assert window.undo() is None
        for expected in states[1:]:
            assert window.redo() is not None
            assert state() == expected
        assert window.redo() is None
    other = reopen()
    other.attach(pair)
    assert dict(other.marks()) == both
    assert other.pins() == (pin,)


def test_undo_gives_way_to_what_the_other_window_said_since(
    reopen: Opener, pair: Comparison
) -> None:
    left, right = reopen(), reopen()
    left.attach(pair)
    right.attach(pair)
    supply = row_of(pair, "扩大供给")
    left.set_mark(supply, Mark.REVIEWED)
    right.set_mark(supply, Mark.QUESTIONED)
    assert left.undo() is not None
    assert left.mark(supply) is right.mark(supply) is Mark.QUESTIONED


def test_a_new_step_ends_what_could_be_redone(store: ReviewStore, pair: Comparison) -> None:
    store.set_mark(row_of(pair, "扩大供给"), Mark.REVIEWED)
    store.undo()
    store.set_mark(row_of(pair, "办好小学"), Mark.REVIEWED)
    assert store.redo() is None


def test_marking_again_the_same_way_is_no_step(store: ReviewStore, pair: Comparison) -> None:
    row = row_of(pair, "扩大供给")
    store.set_mark(row, Mark.REVIEWED)
    store.set_mark(row, Mark.REVIEWED)
    store.set_mark(row_of(pair, "办好小学"), Mark.UNSEEN)
    assert store.undo() is not None
    assert store.undo() is None


def test_notes_may_be_about_a_section_a_target_or_everything(
    reopen: Opener, pair: Comparison
) -> None:
    window = reopen()
    window.attach(pair)
    window.add_general_note("总体可行")
    window.add_target_note(Side.NEW, "t2", "依据？")
    window.add_section_note(Side.OLD, "s4", "为何取消？")
    window.close()
    again = reopen()
    again.attach(pair)
    assert [(n.about, n.row, n.side, n.part, n.text, n.outdated) for n in again.notes()] == [
        (About.TARGET, row_of(pair, "扩大供给"), Side.NEW, "t2", "依据？", False),
        (About.SECTION, row_of(pair, "清理校舍"), Side.OLD, "s4", "为何取消？", False),
        (About.WHOLE, None, None, None, "总体可行", False),
    ]


def test_a_note_tells_who_wrote_it_and_what_it_was_said_of(pair: Comparison) -> None:
    store, _ = open_store("old.txt", "new.txt", None, author="王老师")
    store.attach(pair)
    note = store.add_note(row_of(pair, "办好小学"), "四个太少")
    assert (note.author, note.place, note.created[:2]) == ("王老师", "3. 办好小学", "20")
    assert note.said_of == (
        "办好小学\n推进集团化办学。",
        "办好小学\n推进集团化办学，组建集团4个。",
    )


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def test_unknown_places_are_refused(store: ReviewStore) -> None:
    with pytest.raises(KeyError):
        store.set_mark("r99", Mark.REVIEWED)
    with pytest.raises(KeyError):
        store.add_note("r99", "")
    with pytest.raises(KeyError):
        store.add_section_note(Side.OLD, "s99", "")
    with pytest.raises(KeyError):
        store.add_target_note(Side.OLD, "t99", "")
    with pytest.raises(KeyError):
        store.edit_note(7, "")
    with pytest.raises(KeyError):
        store.add_pin(Pin(PinKind.NEW, None, "s99"))
    note = store.add_general_note("删")
    store.delete_note(note.id)
    with pytest.raises(KeyError):
        store.delete_note(note.id)


def test_a_store_without_a_comparison_says_so() -> None:
    store = MemoryStore()
    with pytest.raises(LookupError, match="no comparison"):
        store.marks()
    assert not store.refresh()
    store.close()


def test_a_second_word_on_a_section_replaces_the_first(store: ReviewStore) -> None:
    store.add_pin(Pin(PinKind.TOGETHER, "s3", "s4"))
    store.add_pin(Pin(PinKind.TOGETHER, "s3", "s3"))
    store.add_pin(Pin(PinKind.TOGETHER, "s3", "s3"))
    assert store.pins() == (Pin(PinKind.TOGETHER, "s3", "s3"),)
    store.add_pin(Pin(PinKind.NEW, None, "s3"))
    assert store.pins() == (Pin(PinKind.NEW, None, "s3"),)
    store.undo()
    assert store.pins() == (Pin(PinKind.TOGETHER, "s3", "s3"),)


def test_a_section_may_be_kept_apart_from_several(store: ReviewStore) -> None:
    store.add_pin(Pin(PinKind.APART, "s3", "s3"))
    store.add_pin(Pin(PinKind.APART, "s3", "s4"))
    store.add_pin(Pin(PinKind.DROPPED, "s3", None))
    assert len(store.pins()) == 3
    store.add_pin(Pin(PinKind.TOGETHER, "s3", "s4"))
    assert set(store.pins()) == {
        Pin(PinKind.APART, "s3", "s3"),
        Pin(PinKind.TOGETHER, "s3", "s4"),
    }
    store.remove_pin(Pin(PinKind.APART, "s3", "s3"))
    store.remove_pin(Pin(PinKind.APART, "s3", "s3"))
    assert store.pins() == (Pin(PinKind.TOGETHER, "s3", "s4"),)


def test_exchanging_the_sides_keeps_everything(reopen: Opener, pair: Comparison) -> None:
    window = reopen()
    window.attach(pair)
    school = row_of(pair, "办好小学")
    window.set_mark(school, Mark.REVIEWED)
    window.add_section_note(Side.OLD, "s4", "为何取消？")
    window.add_pin(Pin(PinKind.NEW, None, "s4"))
    window.add_pin(Pin(PinKind.TOGETHER, "s6", "s3"))
    mirror = comparison(pair.new, pair.old)
    for other in (window, reopen()):
        other.attach(mirror)
        assert other.marks() == {row_of(mirror, "办好小学"): Mark.REVIEWED}
        assert [(n.side, n.part, n.outdated) for n in other.notes()] == [(Side.NEW, "s4", False)]
        assert set(other.pins()) == {
            Pin(PinKind.DROPPED, "s4", None),
            Pin(PinKind.TOGETHER, "s3", "s6"),
        }
    window.set_mark(row_of(mirror, "科学教育"), Mark.ACCEPTED)
    window.remove_pin(Pin(PinKind.DROPPED, "s4", None))
    window.add_pin(Pin(PinKind.APART, "s4", "s4"))
    window.attach(pair)
    assert window.marks() == {school: Mark.REVIEWED, row_of(pair, "科学教育"): Mark.ACCEPTED}
    assert set(window.pins()) == {
        Pin(PinKind.TOGETHER, "s6", "s3"),
        Pin(PinKind.APART, "s4", "s4"),
    }


def test_reports_get_marks_and_notes(store: ReviewStore, pair: Comparison) -> None:
    school = row_of(pair, "办好小学")
    store.set_mark(school, Mark.REVIEWED)
    store.add_note(school, "四个？")
    store.add_target_note(Side.NEW, "t2", "依据？")
    store.add_general_note("总体可行")
    review = review_of(store, pair)
    assert [(mark.row, mark.author) for mark in review.marks] == [(school, "me")]
    assert [(note.row, note.text) for note in review.notes] == [
        (school, "四个？"),
        (row_of(pair, "扩大供给"), "扩大供给 达到95%：依据？"),
        ("", "总体可行"),
    ]
    assert isinstance(review.notes[0], ReviewNote)


def test_reports_say_that_a_note_was_written_on_an_earlier_text(store: ReviewStore) -> None:
    before = compared(OLD, NEW)
    store.attach(before)
    store.add_note(row_of(before, "办好小学"), "四个？")
    store.add_note(row_of(before, "科学教育"), "人从何来？")
    changed = [(level, name, body.replace("4个", "6个")) for level, name, body in NEW[:4]]
    after = compared(OLD, changed)
    store.attach(after)
    assert [note.text for note in review_of(store, after).notes] == [
        "（原文已变）四个？",
        "（所指章节已不在）4. 科学教育：人从何来？",
    ]
    assert review_of(store, after, "en").notes[0].text == "(on an earlier text) 四个？"


def test_reports_say_what_no_row_of_theirs_says(store: ReviewStore, pair: Comparison) -> None:
    store.set_mark(row_of(pair, "办好小学"), Mark.QUESTIONED)
    store.add_general_note("总体可行")
    store.add_note(row_of(pair, "落实经费"), "没有改")
    review = review_of(store, pair)
    assert [(point.name, point.text) for point in review.points] == [
        ("存疑", "3. 办好小学：me 存疑"),
        ("整体批注", "总体可行（me）"),
        ("批注", "6. 落实经费：没有改（me）"),
    ]
    for name in ("text", "md", "html", "json"):
        report = render(pair, name, ReportOptions(review=review)).decode()
        assert all(said in report for said in ("存疑", "总体可行", "没有改")), name
