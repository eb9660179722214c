"""Marks and notes on single passages: what they make of their section, and where they are later."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from plandiff.comparison.engine import compare
from plandiff.comparison.mirror import mirror
from plandiff.comparison.model import Comparison, Row
from plandiff.comparison.review.anchors import row_anchors
from plandiff.comparison.review.json_form import Review, from_json, to_json
from plandiff.comparison.review.listing import show_lines
from plandiff.comparison.review.marks import About, Mark
from plandiff.comparison.review.merging import merge_reviews
from plandiff.comparison.review.passages import PassageAnchors
from plandiff.comparison.review.reporting import review_of
from plandiff.comparison.review.store import MemoryStore
from plandiff.corpus.locales import Words
from tests.app_fixtures import make_plan
from tests.review_screen import at_desk_on

OLD = "组织教师培训三次。推进校园网络建设。按月检查食堂卫生。每年举办艺术节。"
NEW = "组织教师培训五次。推进校园网络建设。按周检查食堂卫生。每年举办艺术节。"
LATER = "组织教师培训五次。推进校园网络建设。按天检查食堂卫生。每年举办艺术节。"


def pair(*bodies: tuple[str, str]) -> Comparison:
    """Two plans with a chapter of each pair of bodies."""
    plans = []
    for side, name in enumerate(("a", "b")):
        parts = [(1, f"{n}.", f"第{n}类工作", own[side]) for n, own in enumerate(bodies)]
        plan = make_plan(name, parts)  # type: ignore[arg-type]
        digest = sha256(repr(parts).encode()).hexdigest()
        plans.append(replace(plan, source=replace(plan.source, sha256=digest)))
    return compare(plans[0], plans[1])


def store_on(comparison: Comparison) -> MemoryStore:
    store = MemoryStore()
    store.attach(comparison)
    return store


def parts(row: Row) -> tuple[str, ...]:
    return tuple(passage.id for passage in row.changed_passages)


def saying(comparison: Comparison, words: str) -> str:
    """The changed passage that has these words."""
    (found,) = (
        own.id
        for row in comparison.rows
        for own in row.changed_passages
        if any(words in edit.text for edit in own.edits)
    )
    return found


ONE = pair((OLD, NEW))
ROW = ONE.rows[0]
FIRST, SECOND = parts(ROW)


def test_a_section_is_reviewed_when_each_of_its_passages_is() -> None:
    store = store_on(ONE)
    store.set_mark(FIRST, Mark.REVIEWED)
    assert store.mark(ROW.id) is Mark.UNSEEN
    assert (store.progress().reviewed, store.progress().places) == (0, 1)
    store.set_mark(SECOND, Mark.ACCEPTED)
    assert store.mark(ROW.id) is Mark.REVIEWED
    store.set_mark(SECOND, Mark.QUESTIONED)
    assert store.mark(ROW.id) is Mark.QUESTIONED
    assert (store.progress().reviewed, store.progress().places) == (0, 1)


def test_a_mark_on_a_section_is_one_on_all_its_passages_and_one_can_be_taken_out() -> None:
    store = store_on(ONE)
    store.set_mark(ROW.id, Mark.ACCEPTED)
    assert store.mark(FIRST) is store.mark(SECOND) is Mark.ACCEPTED
    store.set_mark(SECOND, Mark.UNSEEN)
    assert (store.mark(FIRST), store.mark(ROW.id)) == (Mark.ACCEPTED, Mark.UNSEEN)
    store.undo()
    assert store.mark(ROW.id) is store.mark(SECOND) is Mark.ACCEPTED


UNITS = (ROW.id, FIRST, SECOND)


@given(st.lists(st.tuples(st.sampled_from(UNITS), st.sampled_from(Mark)), max_size=8))
@settings(max_examples=60)
def test_the_last_word_on_a_passage_or_its_section_counts_and_undo_takes_all_back(
    said: Sequence[tuple[str, Mark]],
) -> None:
    store = store_on(ONE)
    expected = dict.fromkeys((FIRST, SECOND), Mark.UNSEEN)
    for unit, mark in said:
        store.set_mark(unit, mark)
        expected |= dict.fromkeys((FIRST, SECOND) if unit == ROW.id else (unit,), mark)
        assert {own: store.mark(own) for own in expected} == expected
        assert (store.mark(ROW.id) is Mark.UNSEEN) == (Mark.UNSEEN in expected.values())
    while store.undo() is not None:
        pass
    assert not store.marks()


def test_a_mark_survives_a_change_elsewhere_in_its_section() -> None:
    store = store_on(ONE)
    store.set_mark(saying(ONE, "五"), Mark.ACCEPTED)
    store.add_note(saying(ONE, "周"), "太密")
    later = pair((OLD, LATER))
    store.attach(later)
    assert store.mark(saying(later, "五")) is Mark.ACCEPTED
    (note,) = store.notes(later.rows[0].id)
    assert (note.about, note.part, note.outdated) == (About.PASSAGE, saying(later, "天"), True)


def test_a_mark_on_a_passage_that_was_changed_again_is_outdated_there() -> None:
    store = store_on(ONE)
    store.set_mark(saying(ONE, "周"), Mark.ACCEPTED)
    later = pair((OLD, LATER))
    store.attach(later)
    assert list(store.outdated()) == [saying(later, "天")]
    assert store.mark(saying(later, "天")) is Mark.UNSEEN


def test_a_mark_on_a_passage_that_is_gone_is_outdated_on_its_section() -> None:
    store = store_on(ONE)
    store.set_mark(saying(ONE, "周"), Mark.ACCEPTED)
    store.attach(pair((OLD, NEW.replace("按周检查食堂卫生。", ""))))
    ((unit, (opinion,)),) = store.outdated().items()
    assert unit.partition(".")[0] == ROW.id
    assert opinion.mark is Mark.ACCEPTED


def test_a_mark_on_a_passage_whose_section_is_gone_is_lost_and_listed() -> None:
    two = pair((OLD, NEW), ("办好食堂。", "办好学校食堂。"))
    store = store_on(two)
    store.set_mark(saying(two, "学校"), Mark.QUESTIONED)
    store.attach(ONE)
    (opinion,) = store.lost()
    assert opinion.mark is Mark.QUESTIONED
    assert "学校食堂" in opinion.place


def test_equal_passages_of_different_sections_bear_marks_of_their_own() -> None:
    same = "加强组织领导。"
    both = pair(("甲事一件。", f"甲事一件。{same}"), ("乙事两件。", f"乙事两件。{same}"))
    anchors = PassageAnchors(both, flipped=False).all()
    assert len({anchor.id for _, anchor in anchors}) == len(anchors) == 2
    store = store_on(both)
    store.set_mark(anchors[1][0], Mark.REVIEWED)
    assert store.mark(anchors[0][0]) is Mark.UNSEEN


def test_marks_of_passages_are_the_same_the_other_way_round() -> None:
    store = store_on(ONE)
    store.set_mark(saying(ONE, "五"), Mark.ACCEPTED)
    turned = mirror(ONE)
    store.attach(turned)
    assert store.mark(saying(turned, "五")) is Mark.ACCEPTED
    assert store.mark(saying(turned, "周")) is Mark.UNSEEN


def test_a_review_with_marks_on_passages_is_the_same_after_json_and_is_listed(
    tmp_path: Path,
) -> None:
    file = tmp_path / "review.json"
    store = at_desk_on(file, "王", ONE)
    store.set_mark(FIRST, Mark.QUESTIONED)
    store.add_note(FIRST, "依据？")
    data = file.read_bytes()
    assert to_json(from_json(data)) == data
    ((header, records),) = from_json(data)
    lines = list(show_lines(header, records, Words("zh", "review")))
    assert any("第0类工作“组织教师培训五次。”" in line for line in lines)
    assert any("依据？" in line for line in lines)
    assert at_desk_on(file, "王", ONE).mark(FIRST) is Mark.QUESTIONED


def test_a_review_of_the_first_edition_marks_its_sections() -> None:
    (anchor,) = row_anchors(ONE)
    store = store_on(ONE)
    store.set_mark(ROW.id, Mark.ACCEPTED)
    assert (anchor.about, store.mark(FIRST)) == (About.CHANGE, Mark.ACCEPTED)


def test_people_who_disagree_on_a_passage_are_told_after_merging(tmp_path: Path) -> None:
    reviews: list[Review] = []
    for person, mark in (("王", Mark.ACCEPTED), ("李", Mark.QUESTIONED)):
        file = tmp_path / f"{person}.json"
        at_desk_on(file, person, ONE).set_mark(FIRST, mark)
        reviews += from_json(file.read_bytes())
    both = tmp_path / "both.json"
    both.write_bytes(to_json(merge_reviews(reviews)))
    store = at_desk_on(both, "王", ONE)
    (conflict,) = store.conflicts()
    assert (conflict.row, conflict.part) == (ROW.id, FIRST)
    store.settle(FIRST, Mark.ACCEPTED)
    assert store.conflicts() == ()


def test_a_passage_and_its_section_marked_by_two_people_are_a_conflict(tmp_path: Path) -> None:
    file = tmp_path / "review.json"
    at_desk_on(file, "王", ONE).set_mark(ROW.id, Mark.QUESTIONED)
    li = at_desk_on(file, "李", ONE)
    li.set_mark(FIRST, Mark.ACCEPTED)
    assert [conflict.unit for conflict in li.conflicts()] == [FIRST]


@pytest.mark.parametrize("whole", [True, False])
def test_reports_count_a_section_when_all_of_it_is_reviewed(whole: bool) -> None:
    store = store_on(ONE)
    store.set_mark(FIRST, Mark.REVIEWED)
    if whole:
        store.set_mark(SECOND, Mark.REVIEWED)
    store.add_note(FIRST, "可行")
    review = review_of(store, ONE)
    assert (ROW.id in review.reviewed) == whole
    assert {mark.passage for mark in review.marks} >= {FIRST}
    (note,) = review.notes_of(ROW.id)
    assert (note.passage, note.text) == (FIRST, "0. 第0类工作“组织教师培训五次。”：可行")
