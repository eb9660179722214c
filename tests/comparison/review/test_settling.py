"""Two people, and a draft that was revised: what disagrees, is outdated or lost can be settled."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from plandiff.comparison.model import Comparison
from plandiff.comparison.options import Pin, PinKind
from plandiff.comparison.review.listing import show_lines
from plandiff.comparison.review.marks import Mark, StepKind
from plandiff.comparison.review.opening import open_storage, open_store
from plandiff.comparison.review.store import ReviewStore
from plandiff.corpus.locales import Words
from tests.review_plans import Part, compared, row_of

OLD: list[Part] = [
    (0, "云桥区计划", ""),
    (1, "扩大供给", "新建公办幼儿园3所。"),
    (1, "办好小学", "组建教育集团2个。"),
    (1, "落实经费", "经费达到90%。"),
]
NEW: list[Part] = [
    (0, "云桥区计划", ""),
    (1, "扩大供给", "新建公办幼儿园5所。"),
    (1, "办好小学", "组建教育集团4个。"),
    (1, "落实经费", "经费达到95%。"),
]
Desk = Callable[[str], ReviewStore]


@pytest.fixture
def pair() -> Comparison:
    return compared(OLD, NEW)


@pytest.fixture(params=["shared.review", "shared.json"])
def desk(request: pytest.FixtureRequest, tmp_path: Path, pair: Comparison) -> Desk:
    """Opens the same review file at one person's desk."""

    def opened(person: str) -> ReviewStore:
        store, _ = open_store("old.txt", "new.txt", tmp_path / request.param, author=person)
        store.attach(pair)
        return store

    return opened


def revised(heading: str, body: str) -> Comparison:
    """The pair with another new text under a heading."""
    return compared(OLD, [(lv, h, body if h == heading else b) for lv, h, b in NEW])


def test_a_settled_conflict_is_settled_for_both(desk: Desk, pair: Comparison) -> None:
    li, wang = desk("李"), desk("王")
    row = row_of(pair, "扩大供给")
    li.set_mark(row, Mark.ACCEPTED)
    wang.set_mark(row, Mark.QUESTIONED)
    assert [(o.author, o.mark) for o in li.conflicts()[0].opinions] == [
        ("李", Mark.ACCEPTED),
        ("王", Mark.QUESTIONED),
    ]
    li.settle(row, Mark.ACCEPTED)
    assert li.mark(row) is wang.mark(row) is Mark.ACCEPTED
    assert li.conflicts() == wang.conflicts() == ()
    assert [opinion.author for opinion in wang.opinions(row)] == ["李"]


def test_two_people_may_say_the_same_and_each_takes_back_their_own(
    desk: Desk, pair: Comparison
) -> None:
    li, wang = desk("李"), desk("王")
    row = row_of(pair, "扩大供给")
    li.set_mark(row, Mark.REVIEWED)
    wang.set_mark(row, Mark.REVIEWED)
    assert [opinion.author for opinion in li.opinions(row)] == ["李", "王"]
    li.set_mark(row, Mark.UNSEEN)
    assert li.mark(row) is Mark.UNSEEN
    assert wang.mark(row) is Mark.REVIEWED


def test_who_speaks_after_a_conflict_was_settled_is_heard_again(
    desk: Desk, pair: Comparison
) -> None:
    li, wang = desk("李"), desk("王")
    row = row_of(pair, "扩大供给")
    li.set_mark(row, Mark.ACCEPTED)
    wang.set_mark(row, Mark.QUESTIONED)
    li.settle(row, Mark.REVIEWED)
    wang.set_mark(row, Mark.QUESTIONED)
    assert wang.mark(row) is Mark.QUESTIONED
    assert len(li.conflicts()) == 1


def test_settling_can_be_undone_and_done_again(desk: Desk, pair: Comparison) -> None:
    li, wang = desk("李"), desk("王")
    row = row_of(pair, "扩大供给")
    wang.set_mark(row, Mark.QUESTIONED)
    li.set_mark(row, Mark.ACCEPTED)
    li.settle(row, Mark.QUESTIONED)
    step = li.undo()
    assert step is not None
    assert (step.kind, step.row) == (StepKind.MARK, row)
    assert li.mark(row) is Mark.ACCEPTED
    assert len(wang.conflicts()) == 1
    li.redo()
    assert li.mark(row) is Mark.QUESTIONED
    assert wang.conflicts() == ()


def test_a_third_person_may_settle_without_having_marked(desk: Desk, pair: Comparison) -> None:
    li, wang, zhao = desk("李"), desk("王"), desk("赵")
    row = row_of(pair, "办好小学")
    li.set_mark(row, Mark.ACCEPTED)
    wang.set_mark(row, Mark.QUESTIONED)
    zhao.settle(row, Mark.REVIEWED)
    assert {store.mark(row) for store in (li, wang, zhao)} == {Mark.REVIEWED}
    zhao.undo()
    assert len(li.conflicts()) == 1


def test_outdated_marks_of_both_are_dismissed_in_one_step(desk: Desk, pair: Comparison) -> None:
    li, wang = desk("李"), desk("王")
    row = row_of(pair, "扩大供给")
    li.set_mark(row, Mark.ACCEPTED)
    wang.set_mark(row, Mark.REVIEWED)
    later = revised("扩大供给", "新建公办幼儿园6所。")
    for store in (li, wang):
        store.attach(later)
    li.dismiss(li.outdated()[row])
    assert not li.outdated()
    assert not wang.outdated()
    assert wang.opinions(row) == ()
    li.undo()
    assert len(wang.outdated()[row]) == 2


def test_lost_marks_are_dismissed_and_come_back_with_undo(desk: Desk, pair: Comparison) -> None:
    li = desk("李")
    li.set_mark(row_of(pair, "落实经费"), Mark.REVIEWED)
    li.attach(compared(OLD[:3], NEW[:3]))
    (gone,) = li.lost()
    li.dismiss((gone,))
    assert li.lost() == ()
    li.undo()
    assert [opinion.place for opinion in li.lost()] == ["3. 落实经费"]


def test_a_lost_note_is_put_on_another_row(desk: Desk, pair: Comparison) -> None:
    li, wang = desk("李"), desk("王")
    note = li.add_note(row_of(pair, "落实经费"), "来源？")
    shorter = compared(OLD[:3], NEW[:3])
    for store in (li, wang):
        store.attach(shorter)
    assert [(n.row, n.lost) for n in li.notes()] == [(None, True)]
    row = row_of(shorter, "办好小学")
    li.move_note(note.id, row)
    for store in (li, wang):
        assert [(n.row, n.text, n.lost, n.outdated) for n in store.notes()] == [
            (row, "来源？", False, False)
        ]
    assert [n.own for n in li.notes()] == [True]
    assert [n.own for n in wang.notes()] == [False]
    li.undo()
    assert [n.lost for n in wang.notes()] == [True]


def test_a_note_on_a_changed_text_can_be_said_to_hold_still(desk: Desk, pair: Comparison) -> None:
    li = desk("李")
    note = li.add_note(row_of(pair, "扩大供给"), "够吗？")
    later = revised("扩大供给", "新建公办幼儿园6所。")
    li.attach(later)
    assert li.notes()[0].outdated
    li.move_note(note.id, row_of(later, "扩大供给"))
    (held,) = li.notes()
    assert (held.outdated, held.said_of[1]) == (False, "扩大供给\n新建公办幼儿园6所。")
    li.undo()
    assert li.notes()[0].outdated


def test_a_lost_pin_can_be_dropped_and_taken_back(desk: Desk) -> None:
    li = desk("李")
    li.add_pin(Pin(PinKind.NEW, None, "s3"))
    li.add_pin(Pin(PinKind.APART, "s2", "s2"))
    li.attach(compared(OLD[:3], NEW[:3]))
    (lost,) = li.lost_pins()
    assert (lost.kind, lost.place) == (PinKind.NEW, "3. 落实经费")
    li.remove_lost_pin(lost)
    assert li.lost_pins() == ()
    assert li.pins() == (Pin(PinKind.APART, "s2", "s2"),)
    li.undo()
    assert li.lost_pins() == (lost,)


def test_the_list_of_a_review_shows_settled_marks_once(desk: Desk, pair: Comparison) -> None:
    li, wang = desk("李"), desk("王")
    row = row_of(pair, "扩大供给")
    li.set_mark(row, Mark.ACCEPTED)
    wang.set_mark(row, Mark.QUESTIONED)
    wang.settle(row, Mark.ACCEPTED)
    session = wang._session
    assert session.buffer.header is not None
    text = "\n".join(show_lines(session.buffer.header, session.records, Words("zh", "review")))
    assert "意见不一" not in text
    assert text.count("1. 扩大供给") == 1
    assert "王" in text
    assert "李" not in text


def test_a_store_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "reviews.sqlite3"
    store, _ = open_store("old.txt", "new.txt", path, author="李")
    store.attach(compared(OLD, NEW))
    store.set_mark("r1", Mark.ACCEPTED)
    store.close()
    with sqlite3.connect(path) as earlier:
        earlier.execute("ALTER TABLE mark DROP COLUMN settled")
        earlier.execute("PRAGMA user_version = 1")
    earlier.close()
    store, warnings = open_store("old.txt", "new.txt", path, author="王")
    store.attach(compared(OLD, NEW))
    assert warnings == ()
    assert store.mark("r1") is Mark.ACCEPTED
    store.settle("r1", Mark.QUESTIONED)
    assert store.trouble is None
    store.close()


def test_a_store_of_the_first_version_that_cannot_be_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "reviews.sqlite3"
    store, _ = open_store("old.txt", "new.txt", path, author="李")
    store.attach(compared(OLD, NEW))
    store.set_mark("r1", Mark.ACCEPTED)
    store.close()
    with sqlite3.connect(path) as earlier:
        earlier.execute("ALTER TABLE mark DROP COLUMN settled")
    earlier.close()
    storage = open_storage(path)
    (header,) = storage.headers()
    assert [mark.mark for mark in storage.load(header.id).marks.values()] == ["accepted"]
    storage.close()
