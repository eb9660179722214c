"""After a revision a mark stays where nothing changed, and nowhere else; nothing is dropped."""

import random
from collections import Counter
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from plandiff.comparison.edits import RowKind, Side
from plandiff.comparison.model import Comparison
from plandiff.comparison.options import Pin, PinKind
from plandiff.comparison.review.marks import About, Mark, Opinion
from plandiff.comparison.review.store import MemoryStore
from plandiff.corpus.reading import read_plan
from plandiff.corpus.samples import sample_paths
from tests.review_plans import Part, compared, comparison, plan, row_of

OLD: list[Part] = [
    (0, "云桥区教育工作计划", "结合实际，制定本计划。"),
    (1, "主要任务", ""),
    (2, "扩大供给", "新建公办幼儿园3所。"),
    (2, "办好小学", "推进集团化办学。"),
    (1, "保障措施", ""),
    (2, "加强领导", "成立领导小组。"),
    (1, "附则", ""),
    (2, "加强领导", "成立领导小组。"),
]
NEW = [(level, name, body.replace("3所", "5所")) for level, name, body in OLD]


def changed(parts: Sequence[Part], old: str, new: str) -> list[Part]:
    return [(level, name.replace(old, new), body.replace(old, new)) for level, name, body in parts]


def reviewed(result: Comparison, mark: Mark = Mark.REVIEWED) -> MemoryStore:
    """A store in which every row of the comparison is marked."""
    store = MemoryStore()
    store.attach(result)
    store.set_marks(tuple(row.id for row in result.rows), mark)
    return store


def unmarked(store: MemoryStore, result: Comparison) -> set[str]:
    return {(row.new or row.old)[0].heading for row in result.rows if row.id not in store.marks()}


@pytest.mark.parametrize(
    "revision",
    [
        lambda parts: changed(parts, "主要任务", "重点任务"),
        lambda parts: [*parts[:1], (1, "指导思想", "守正创新。"), *parts[1:]],
        lambda parts: changed(parts, "，", ","),
        lambda parts: changed(parts, "5所", "５ 所"),
        lambda parts: changed(parts, "领导小组", "領導小組"),
        lambda parts: [*parts[:1], *parts[4:6], *parts[1:4], *parts[6:]],
    ],
    ids=["chapter renamed", "section before", "width", "spaces", "traditional forms", "moved"],
)
def test_marks_stay_where_both_texts_say_the_same(
    revision: Callable[[list[Part]], list[Part]],
) -> None:
    store = reviewed(compared(OLD, NEW))
    later = compared(OLD, revision(NEW))
    store.attach(later)
    assert unmarked(store, later) <= {"重点任务", "主要任务", "指导思想"}
    assert "扩大供给" not in unmarked(store, later)


def test_a_row_whose_text_changed_counts_as_unseen_and_shows_what_was_said() -> None:
    store = reviewed(compared(OLD, NEW), Mark.ACCEPTED)
    later = compared(OLD, changed(NEW, "5所", "6所"))
    store.attach(later)
    row = row_of(later, "扩大供给")
    assert store.mark(row) is Mark.UNSEEN
    (opinion,) = store.outdated()[row]
    assert (opinion.mark, opinion.outdated, opinion.place) == (Mark.ACCEPTED, True, "2. 扩大供给")
    assert opinion.said_of == (
        "扩大供给\n新建公办幼儿园3所。",
        "扩大供给\n新建公办幼儿园5所。",
    )
    assert store.opinions(row) == (opinion,)
    assert store.progress().reviewed == 0


def test_a_mark_comes_back_with_the_text() -> None:
    first = compared(OLD, NEW)
    store = reviewed(first)
    store.attach(compared(OLD, changed(NEW, "5所", "6所")))
    store.attach(first)
    assert store.marks().keys() == {row.id for row in first.rows}
    assert not store.outdated()


@pytest.mark.parametrize("mark", [Mark.REVIEWED, Mark.UNSEEN])
def test_a_word_on_the_new_text_takes_the_place_of_the_outdated_one(mark: Mark) -> None:
    store = reviewed(compared(OLD, NEW))
    later = compared(OLD, changed(NEW, "5所", "6所"))
    store.attach(later)
    row = row_of(later, "扩大供给")
    store.set_mark(row, mark)
    assert row not in store.outdated()
    store.undo()
    assert row in store.outdated()


def test_marks_on_what_is_gone_are_told_as_lost() -> None:
    store = reviewed(compared(OLD, NEW))
    store.attach(compared(OLD[:1], NEW[:1]))
    assert {opinion.place for opinion in store.lost()} == {
        f"{index}. {name}" for index, (_, name, _) in enumerate(OLD) if index
    }


def test_a_namesake_does_not_inherit_the_mark_of_what_is_gone() -> None:
    """Two sections say the same in two chapters; the marked one's chapter is dropped."""
    first = compared(OLD, NEW)
    store = MemoryStore()
    store.attach(first)
    marked, other = (row.id for row in first.rows if row.new[0].heading == "加强领导")
    store.set_mark(marked, Mark.REVIEWED)
    assert store.mark(other) is Mark.UNSEEN
    later = compared([*OLD[:4], *OLD[6:]], [*NEW[:4], *NEW[6:]])
    store.attach(later)
    assert store.mark(row_of(later, "加强领导")) is Mark.UNSEEN


def test_the_same_words_under_a_renamed_chapter_keep_their_own_marks_for_good() -> None:
    first = compared(OLD, NEW)
    store = MemoryStore()
    store.attach(first)
    marked, _ = (row.id for row in first.rows if row.new[0].heading == "加强领导")
    store.set_mark(marked, Mark.REVIEWED)
    later = compared(changed(OLD, "保障措施", "组织保障"), changed(NEW, "保障措施", "组织保障"))
    for _ in range(3):
        store.attach(later)
        rows = [row.id for row in later.rows if row.new[0].heading == "加强领导"]
        assert [store.mark(row) for row in rows] == [Mark.REVIEWED, Mark.UNSEEN]


def test_notes_follow_their_section_and_say_when_it_has_changed() -> None:
    first = compared(OLD, NEW)
    store = MemoryStore()
    store.attach(first)
    store.add_section_note(Side.NEW, "s2", "地点？")
    store.add_section_note(Side.NEW, "s5", "谁任组长？")
    later = compared(OLD, [NEW[0], (1, "前言", "略。"), *changed(NEW[1:], "5所", "6所")])
    store.attach(later)
    assert [(n.part, n.text, n.outdated, n.said_of[1]) for n in store.notes()] == [
        ("s3", "地点？", True, "扩大供给\n新建公办幼儿园5所。"),
        ("s6", "谁任组长？", False, "加强领导\n成立领导小组。"),
    ]


def test_notes_follow_their_target() -> None:
    plans = [
        plan([OLD[0], (1, "扩大供给", f"毛入园率达到{value}%。"), *OLD[3:]], targets=True)
        for value in (92, 95, 96)
    ]
    first, later = comparison(plans[0], plans[1]), comparison(plans[0], plans[2])
    store = MemoryStore()
    store.attach(first)
    store.add_target_note(Side.NEW, "t1", "依据？")
    store.attach(later)
    (note,) = store.notes()
    assert (note.about, note.part, note.outdated) == (About.TARGET, "t1", True)
    assert note.said_of == ("扩大供给：达到92%", "扩大供给：达到95%")


def test_pins_follow_their_sections_and_are_kept_where_one_is_gone() -> None:
    store = MemoryStore()
    store.attach(compared(OLD, NEW))
    store.add_pin(Pin(PinKind.TOGETHER, "s2", "s3"))
    store.add_pin(Pin(PinKind.NEW, None, "s5"))
    later = compared(OLD, [NEW[0], (1, "前言", "略。"), *NEW[1:4]])
    store.attach(later)
    assert store.pins() == (Pin(PinKind.TOGETHER, "s2", "s4"),)
    (lost,) = store.lost_pins()
    assert (lost.kind, lost.place) == (PinKind.NEW, "5. 加强领导")
    store.attach(compared(OLD, NEW))
    assert len(store.pins()) == 2


def test_very_long_texts_are_told_by_their_beginning() -> None:
    old: list[Part] = [OLD[0], (1, "长文", "甲" * 9000)]
    new: list[Part] = [OLD[0], (1, "长文", "甲" * 9000 + "乙")]
    store = reviewed(compared(old, new))
    later = compared(old, [OLD[0], (1, "长文", "甲" * 9000 + "丙")])
    store.attach(later)
    (opinion,) = store.outdated()[row_of(later, "长文")]
    assert opinion.said_of[1].endswith("甲…")
    assert len(opinion.said_of[1]) == 4001


# Generated revisions

_WORDS = "推进落实完善建立健全加强开展提升优化实施教育教学学校教师学生安全质量课程评价改革机制"


def _sentence(source: random.Random) -> str:
    return "".join(source.choices(_WORDS, k=source.randint(5, 25))) + "。"


def _part(source: random.Random) -> Part:
    heading = "".join(source.choices(_WORDS, k=4))
    body = "".join(_sentence(source) for _ in range(source.randint(0, 3)))
    return (source.randint(1, 3), heading, body)


def _revised(parts: Sequence[Part], source: random.Random, share: float) -> list[Part]:
    """Some sections reworded, dropped, added, renamed or moved."""
    result = [parts[0]]
    for level, heading, body in parts[1:]:
        if source.random() > share:
            result.append((level, heading, body))
            continue
        match source.choice(("word", "drop", "add", "name", "move")):
            case "word":
                result.append((level, heading, body.replace(body[:2], "改动") + _sentence(source)))
            case "add":
                result += [(level, heading, body), _part(source)]
            case "name":
                result.append((level, heading + "工作", body))
            case "move":
                result.insert(source.randint(1, len(result)), (level, heading, body))
    return result


def _texts(result: Comparison) -> Counter[tuple[str, str]]:
    return Counter((row.text(Side.OLD), row.text(Side.NEW)) for row in result.rows)


def _everything(store: MemoryStore) -> list[Opinion]:
    rows = store._session.view.attachment.row_index
    return [*(o for row in rows for o in store.opinions(row)), *store.lost()]


@settings(max_examples=60)
@given(seed=st.integers(0, 2**32), share=st.sampled_from([0.05, 0.2, 0.6, 1.0]))
def test_on_generated_revisions_marks_stay_exactly_on_unchanged_rows(
    seed: int, share: float
) -> None:
    source = random.Random(seed)  # noqa: S311 - a generator of test texts
    old = [OLD[0], *(_part(source) for _ in range(30))]
    new = _revised(old, source, share)
    later = _revised(new, source, share)
    first, second = compared(old, new), compared(old, later)
    store = reviewed(first)
    store.attach(second)
    before = _texts(first)
    for row in second.rows:
        same = (row.text(Side.OLD), row.text(Side.NEW))
        assert (row.id in store.marks()) == (before[same] > 0), same
    assert len(_everything(store)) == len(first.rows)


@pytest.mark.parametrize("seed", range(3))
def test_on_a_revised_sample_marks_stay_exactly_on_unchanged_rows(seed: int) -> None:
    from plandiff.comparison.engine import compare

    source = random.Random(seed)  # noqa: S311 - a generator of test texts
    old, new = (read_plan(str(path)) for path in sample_paths())
    first = compare(old, new)
    store = reviewed(first)
    sections = [
        replace(section, body=section.body.replace("。", "，力求实效。", 1))
        if source.random() < 0.2
        else section
        for section in new.sections
    ]
    later = compare(old, replace(new, sections=tuple(sections)))
    store.attach(later)
    before = _texts(first)
    for row in later.rows:
        same = (row.text(Side.OLD), row.text(Side.NEW))
        assert (row.id in store.marks()) == (before[same] > 0), same
    assert len(_everything(store)) == len(first.rows)
    assert not store.lost()


def test_what_was_said_of_two_sections_that_are_apart_now_stays_near() -> None:
    together = compared(OLD, NEW)
    (row,) = (row for row in together.rows if row.id == row_of(together, "扩大供给"))
    store = MemoryStore()
    store.attach(together)
    store.add_note(row.id, "为何？")
    new_here = replace(row, old=(), links=(), kind=RowKind.ADDED)
    old_far = replace(row, id="r99", new=(), links=(), kind=RowKind.REMOVED)
    rows = [new_here if other is row else other for other in together.rows]
    store.attach(replace(together, rows=(*rows, old_far)))
    (note,) = store.notes()
    assert (note.row, note.outdated) == (row.id, True)
