"""Reviews as JSON, and two people's reviews made one."""

import json
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plandiff.comparison.edits import Side
from plandiff.comparison.model import Comparison
from plandiff.comparison.options import Pin, PinKind
from plandiff.comparison.review.anchors import find_only_review, find_review
from plandiff.comparison.review.json_form import (
    MalformedError,
    NewerSchemaError,
    NotAReviewError,
    from_json,
    to_json,
)
from plandiff.comparison.review.marks import Mark
from plandiff.comparison.review.merging import disagreements, flipped_records, merge_reviews
from plandiff.comparison.review.opening import open_store
from plandiff.comparison.review.records import MarkRecord, NoteRecord, Records, merged
from plandiff.comparison.review.reporting import review_form
from plandiff.corpus.errors import sentence
from tests.review_plans import Part, compared, comparison, row_of

OLD: list[Part] = [
    (0, "云桥区教育工作计划", "结合实际，制定本计划。"),
    (1, "扩大供给", "新建公办幼儿园3所。"),
    (1, "办好小学", "推进集团化办学。"),
    (1, "落实经费", "安排专项经费。"),
    (1, "加强领导", "成立领导小组。"),
]
NEW = [(level, name, body.replace("。", "，按期完成。")) for level, name, body in OLD]


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def pair() -> Comparison:
    return compared(OLD, NEW)


def review_by(who: str, pair: Comparison, file: Path, marks: dict[str, Mark]) -> bytes:
    """What somebody's review file holds after these marks and one note."""
    store, warnings = open_store("old.txt", "new.txt", file, author=who)
    assert warnings == ()
    store.attach(pair)
    for heading, mark in marks.items():
        store.set_mark(row_of(pair, heading), mark)
    store.add_note(row_of(pair, "加强领导"), f"{who}看过")
    store.add_pin(Pin(PinKind.TOGETHER, "s1", "s1"))
    store.close()
    return file.read_bytes()


def test_what_a_page_or_a_form_names_is_found_by_the_app(pair: Comparison, tmp_path: Path) -> None:
    form = review_form(pair)
    row = row_of(pair, "办好小学")
    mark = {"by": "李强#1f3a9c", "mark": "accepted", "when": "2031-03-01T00:00:00.000000Z"}
    item = json.loads(form.anchors[row]) | {"marks": [mark]}
    review = json.loads(form.review) | {"items": [item]}
    theirs = tmp_path / "page.json"
    theirs.write_text(json.dumps({"schema": "plandiff.review/1", "reviews": [review]}), "utf-8")
    store, warnings = open_store("old.txt", "new.txt", theirs)
    store.attach(pair)
    assert warnings == ()
    assert store.marks() == {row: Mark.ACCEPTED}
    store.close()


def test_a_review_file_tells_its_schema_and_no_paths(pair: Comparison, tmp_path: Path) -> None:
    data = review_by("王", pair, tmp_path / "w.json", {"扩大供给": Mark.ACCEPTED})
    document = json.loads(data)
    assert document["schema"] == "plandiff.review/1"
    (review,) = document["reviews"]
    assert review["old"].keys() == {"name", "sha256", "sections"}
    assert (review["reviewed"], review["total"]) == (1, 5)
    item = next(item for item in review["items"] if item["place"] == "1. 扩大供给")
    assert item["old"] == {"path": [], "text": "扩大供给\n新建公办幼儿园3所。"}
    assert [(mark["by"].partition("#")[0], mark["mark"]) for mark in item["marks"]] == [
        ("王", "accepted")
    ]
    assert str(tmp_path) not in data.decode()


def test_writing_what_was_read_gives_the_same_bytes(pair: Comparison, tmp_path: Path) -> None:
    data = review_by("王", pair, tmp_path / "w.json", {"扩大供给": Mark.ACCEPTED})
    assert to_json(from_json(data)) == data


WRITTEN = """{
 "schema": "plandiff.review/1",
 "reviews": [
  {
   "id": "r1",
   "old": {
    "name": "\\udcb9旧.txt",
    "sha256": "aa",
    "sections": "1f 2e"
   },
   "new": {
    "name": "新.txt",
    "sha256": "",
    "sections": ""
   },
   "touched": "2031-01-02",
   "reviewed": 0,
   "total": 2,
   "items": [
    {
     "id": "a1",
     "key": "k1",
     "about": "change",
     "place": "",
     "position": 0,
     "old": {
      "path": [],
      "text": "甲"
     },
     "marks": [
      {
       "by": "李#1",
       "mark": "withdrawn",
       "when": "2031-01-01",
       "over": [
        "2031 王#2"
       ]
      }
     ],
     "notes": [
      {
       "id": "n1",
       "by": "李#1",
       "text": "",
       "created": "2031-01-01",
       "when": "2031-01-02",
       "deleted": true,
       "versions": [
        "2031-01-01 李#1"
       ]
      }
     ]
    }
   ],
   "pins": [
    {
     "kind": "new",
     "by": "李#1",
     "when": "2031-01-01",
     "new": "a2"
    }
   ]
  }
 ]
}
"""


def test_the_form_on_disk_keeps_the_order_of_its_fields_and_leaves_out_what_is_empty() -> None:
    assert to_json(from_json(WRITTEN.encode())).decode() == WRITTEN


def test_merging_keeps_both_and_shows_where_they_disagree(pair: Comparison, tmp_path: Path) -> None:
    hers = review_by(
        "李", pair, tmp_path / "l.json", {"扩大供给": Mark.ACCEPTED, "办好小学": Mark.REVIEWED}
    )
    his = review_by(
        "王", pair, tmp_path / "w.json", {"扩大供给": Mark.QUESTIONED, "落实经费": Mark.REVIEWED}
    )
    together = merge_reviews([*from_json(hers), *from_json(his)])
    assert together == merge_reviews([*together, *from_json(hers), *from_json(his)])
    ((_, records),) = together
    assert len(records.marks) == 4
    assert {note.text for note in records.notes.values()} == {"李看过", "王看过"}
    (conflict,) = disagreements(records)
    assert conflict.anchor.place == "1. 扩大供给"
    assert [mark.mark for mark in conflict.marks] == ["accepted", "questioned"]

    (tmp_path / "both.json").write_bytes(to_json(together))
    store, _ = open_store("old.txt", "new.txt", tmp_path / "both.json", author="王")
    store.attach(pair)
    assert store.marks() == {
        row_of(pair, "扩大供给"): Mark.QUESTIONED,
        row_of(pair, "办好小学"): Mark.REVIEWED,
        row_of(pair, "落实经费"): Mark.REVIEWED,
    }
    assert [conflict.row for conflict in store.conflicts()] == [row_of(pair, "扩大供给")]
    assert len(store.pins()) == 1


def test_having_read_a_change_that_somebody_else_agrees_to_is_no_conflict(
    pair: Comparison, tmp_path: Path
) -> None:
    hers = review_by("李", pair, tmp_path / "l.json", {"扩大供给": Mark.ACCEPTED})
    his = review_by("王", pair, tmp_path / "w.json", {"扩大供给": Mark.REVIEWED})
    ((_, records),) = together = merge_reviews([*from_json(hers), *from_json(his)])
    assert len(records.marks) == 2
    assert disagreements(records) == ()
    (tmp_path / "both.json").write_bytes(to_json(together))
    store, _ = open_store("old.txt", "new.txt", tmp_path / "both.json", author="王")
    store.attach(pair)
    assert store.conflicts() == ()


def test_a_review_of_the_plans_the_other_way_round_is_turned_and_merged(
    pair: Comparison, tmp_path: Path
) -> None:
    hers = review_by("李", pair, tmp_path / "l.json", {"扩大供给": Mark.ACCEPTED})
    mirror = comparison(pair.new, pair.old)
    his = review_by("王", mirror, tmp_path / "w.json", {"办好小学": Mark.QUESTIONED})
    together = merge_reviews([*from_json(hers), *from_json(his)])
    assert len(together) == 1
    (tmp_path / "both.json").write_bytes(to_json(together))
    store, _ = open_store(None, None, tmp_path / "both.json")
    store.attach(pair)
    assert set(store.marks()) == {row_of(pair, "扩大供给"), row_of(pair, "办好小学")}
    assert not any(note.outdated for note in store.notes())
    assert not store.lost()


def test_turning_a_review_twice_gives_it_back(pair: Comparison, tmp_path: Path) -> None:
    data = review_by("李", pair, tmp_path / "l.json", {"扩大供给": Mark.ACCEPTED})
    store, _ = open_store(None, None, tmp_path / "l.json")
    store.attach(pair)
    store.add_section_note(Side.OLD, "s2", "节")
    store.add_general_note("全")
    store.add_pin(Pin(PinKind.NEW, None, "s3"))
    store.close()
    ((_, records),) = from_json((tmp_path / "l.json").read_bytes())
    assert data != (tmp_path / "l.json").read_bytes()
    turned = flipped_records(records)
    assert {pin.kind for pin in turned.pins.values()} == {PinKind.TOGETHER, PinKind.DROPPED}
    assert flipped_records(turned) == records


def test_reviews_of_other_plans_stay_apart(pair: Comparison, tmp_path: Path) -> None:
    other = compared(
        [(0, "松坪区医疗计划", ""), (1, "建医院", "新建医院1所。")],
        [(0, "松坪区医疗计划", ""), (1, "建医院", "新建医院2所。"), (1, "加强领导", "略。")],
    )
    first = review_by("李", pair, tmp_path / "l.json", {})
    (tmp_path / "w").mkdir()
    store, _ = open_store("old.txt", "new.txt", tmp_path / "w" / "w.json", author="王")
    store.attach(other)
    store.set_mark("r1", Mark.REVIEWED)
    second = (tmp_path / "w" / "w.json").read_bytes()
    reviews = [*from_json(first), *from_json(second)]
    assert len(merge_reviews(reviews)) == 2
    same_id = [(reviews[0][0], reviews[0][1])]
    clash = (type(reviews[1][0])(reviews[0][0].id, reviews[1][0].old, reviews[1][0].new), Records())
    assert len({header.id for header, _ in merge_reviews([*same_id, clash])}) == 2


# Versions of one record

_STAMPS = st.sampled_from([f"2031-01-0{day}" for day in range(1, 6)])
_PEOPLE = st.sampled_from(["李#1", "王#2"])
_MARKS = st.builds(
    MarkRecord,
    anchor=st.sampled_from(["a", "b"]),
    by=_PEOPLE,
    mark=st.sampled_from(["reviewed", "unseen", "withdrawn"]),
    when=_STAMPS,
)
_NOTES = st.builds(
    NoteRecord,
    id=st.sampled_from(["n1", "n2"]),
    anchor=st.just("a"),
    by=_PEOPLE,
    text=st.sampled_from(["一", "二", "三"]),
    created=st.just("2031-01-01"),
    when=_STAMPS,
    deleted=st.booleans(),
)


def _records(*items: MarkRecord | NoteRecord) -> Records:
    records = Records()
    for item in items:
        records.put(item)
    return records


@given(parts=st.lists(st.builds(_records, _MARKS, _MARKS, _NOTES), min_size=1, max_size=4))
def test_the_order_of_merging_makes_no_difference(parts: list[Records]) -> None:
    first, *others = [merged(*order) for order in permutations(parts)]
    for other in others:
        assert other.marks == first.marks
        assert other.notes == first.notes
    assert merged(first, first) == first


def test_two_versions_of_a_note_by_two_people_are_both_kept() -> None:
    first = NoteRecord("n", "a", "李#1", "甲", "2031-01-01", "2031-01-01")
    known = (first.version,)
    hers = NoteRecord("n", "a", "李#1", "甲乙", "2031-01-01", "2031-01-02", versions=known)
    his = NoteRecord("n", "a", "王#2", "甲丙", "2031-01-01", "2031-01-03", versions=known)
    last = NoteRecord("n", "a", "赵#3", "丁", "2031-01-01", "2031-01-04", versions=(his.version,))
    texts = [
        {note.text for note in _records(*notes).live_notes()}
        for notes in ((first, his), (first, hers, his), (first, hers, his, last))
    ]
    assert texts == [{"甲丙"}, {"甲乙", "甲丙"}, {"甲乙", "丁"}]


def test_a_note_edited_by_two_people_side_by_side_stands_twice_and_goes_on(
    pair: Comparison, tmp_path: Path
) -> None:
    review_by("李", pair, tmp_path / "l.json", {})
    (tmp_path / "w.json").write_bytes((tmp_path / "l.json").read_bytes())
    for who, name in (("李", "l.json"), ("王", "w.json")):
        store, _ = open_store(None, None, tmp_path / name, author=who)
        store.attach(pair)
        (note,) = store.notes()
        store.edit_note(note.id, f"{who}改")
        assert [(n.id, n.text, n.author) for n in store.notes()] == [(note.id, f"{who}改", who)]
        store.close()
    files = ((tmp_path / name).read_bytes() for name in ("l.json", "w.json"))
    both = merge_reviews(review for data in files for review in from_json(data))
    (tmp_path / "both.json").write_bytes(to_json(both))
    store, _ = open_store(None, None, tmp_path / "both.json", author="李")
    store.attach(pair)
    hers, his = sorted(store.notes(), key=lambda note: note.author == "王")
    assert (hers.text, his.text) == ("李改", "王改")
    store.edit_note(his.id, "王改，已核")
    assert {(n.id, n.text) for n in store.notes()} == {(hers.id, "李改"), (his.id, "王改，已核")}
    store.undo()
    assert {(n.id, n.text) for n in store.notes()} == {(hers.id, "李改"), (his.id, "王改")}
    store.delete_note(his.id)
    assert [n.text for n in store.notes()] == ["李改"]
    store.undo()
    assert {n.text for n in store.notes()} == {"李改", "王改"}


# Damaged and foreign files


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff\xfe", b'{"schema": 1}', b'{"a": 1}'])
def test_other_files_are_told_from_reviews(data: bytes) -> None:
    with pytest.raises(NotAReviewError):
        from_json(data)


def test_a_later_schema_is_told_from_a_damaged_file() -> None:
    with pytest.raises(NewerSchemaError):
        from_json(b'{"schema": "plandiff.review/2"}')


_GOOD = {
    "id": "i", "key": "k", "about": "change", "place": "", "position": 0,
    "old": {"path": [], "text": ""},
}  # fmt: skip
_MARK = {"by": "李#1", "mark": "reviewed", "when": "2031"}


@pytest.mark.parametrize(
    "review",
    [
        {},
        {"id": 1},
        {"id": "x", "items": {}},
        {"id": "x", "items": [1]},
        {"id": "x", "items": [{**_GOOD, "about": "weather"}]},
        {"id": "x", "items": [{**_GOOD, "position": -1}]},
        {"id": "x", "items": [{**_GOOD, "old": []}]},
        {"id": "x", "items": [{**_GOOD, "old": {"path": [1], "text": ""}}]},
        {"id": "x", "items": [{**_GOOD, "marks": [{**_MARK, "mark": "great"}]}]},
        {
            "id": "x",
            "items": [{**_GOOD, "notes": [{**_MARK, "id": "n", "text": "", "deleted": 1}]}],
        },
        {"id": "x", "pins": [{"kind": "glue", "by": "", "when": ""}]},
        {"id": "x", "pins": [{"kind": "new", "new": 1, "by": "", "when": ""}]},
        {"id": "x", "total": True},
        {"id": "x", "total": 10**30},
        {"id": "x", "items": [{**_GOOD, "notes": [{**_MARK, "id": "n", "text": "\ud800"}]}]},
        {"id": "x", "items": [{**_GOOD, "old": {"path": ["\udcb9"], "text": ""}}]},
    ],
)
def test_a_damaged_review_is_refused(review: dict[str, object]) -> None:
    document = {"schema": "plandiff.review/1", "reviews": [review]}
    with pytest.raises(MalformedError):
        from_json(json.dumps(document).encode())


@pytest.mark.parametrize(
    ("review", "complaint"),
    [
        ({}, "缺少字段 'reviews[0].id'"),
        ({"id": 1}, "字段 'reviews[0].id' 应是文字"),
        ({"id": "x", "items": {}}, "字段 'reviews[0].items' 应是列表"),
        (
            {"id": "x", "items": [{**_GOOD, "old": []}]},
            "字段 'reviews[0].items[0].old' 应是一个对象",
        ),
        (
            {"id": "x", "items": [_GOOD, {**_GOOD, "notes": [{**_MARK, "id": "n"}]}]},
            "缺少字段 'reviews[0].items[1].notes[0].text'",
        ),
        (
            {"id": "x", "items": [{**_GOOD, "marks": [{**_MARK, "mark": "great"}]}]},
            "字段 'reviews[0].items[0].marks[0].mark' 不能是 'great'",
        ),
        (
            {"id": "x", "pins": [{"kind": "glue", "by": "", "when": ""}]},
            "字段 'reviews[0].pins[0].kind' 不能是 'glue'",
        ),
        ({"id": "x", "touched": "\ud800"}, "字段 'reviews[0].touched' 含有残缺的字符"),
        ({"id": "x", "items": [], "\ud800": 1}, "内容读不出来"),
    ],
)
def test_a_complaint_about_a_review_names_the_field_and_its_place(
    review: dict[str, object], complaint: str
) -> None:
    document = {"schema": "plandiff.review/1", "reviews": [review]}
    with pytest.raises(MalformedError) as caught:
        from_json(json.dumps(document).encode())
    assert sentence(caught.value.reason, "zh") == complaint


def test_a_review_cut_off_in_the_middle_is_damaged_and_not_foreign(
    pair: Comparison, tmp_path: Path
) -> None:
    data = review_by("王", pair, tmp_path / "w.json", {})
    with pytest.raises(MalformedError):
        from_json(data[: len(data) // 2])


# Which review a comparison belongs to


def saved(old: Path, new: Path, pair: Comparison) -> None:
    store, _ = open_store(str(old), str(new), author="李")
    store.attach(pair)
    store.set_marks(tuple(row.id for row in pair.rows), Mark.REVIEWED)
    store.close()


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    paths = (tmp_path / "old.txt", tmp_path / "new.txt")
    for path in paths:
        path.write_text(path.name)
    return paths


def marks_of(old: Path | None, new: Path | None, pair: Comparison) -> int:
    store, _ = open_store(str(old) if old else "-", str(new) if new else "-")
    store.attach(pair)
    found = len(store.marks())
    store.close()
    return found


REVISED = [(level, name, body.replace("3所", "4所")) for level, name, body in NEW]
OTHER: list[Part] = [(0, "松坪区医疗计划", ""), (1, "建医院", "新建医院1所。")]


def test_the_same_plans_are_known_wherever_they_lie(
    pair: Comparison, files: tuple[Path, Path]
) -> None:
    saved(*files, pair)
    assert marks_of(*files, pair) == 5
    assert marks_of(None, None, pair) == 5


def test_a_plan_revised_in_place_is_known(pair: Comparison, files: tuple[Path, Path]) -> None:
    saved(*files, pair)
    assert marks_of(*files, compared(OLD, REVISED)) == 4
    assert marks_of(*files, pair) == 5


def test_a_revised_plan_under_a_new_name_is_known_by_the_other_plan(
    pair: Comparison, tmp_path: Path, files: tuple[Path, Path]
) -> None:
    saved(*files, pair)
    later = tmp_path / "new-2.txt"
    later.write_text("")
    assert marks_of(files[0], later, compared(OLD, REVISED, ("old.txt", "new-2.txt"))) == 4


def test_next_years_comparison_is_another_review(
    pair: Comparison, tmp_path: Path, files: tuple[Path, Path]
) -> None:
    saved(*files, pair)
    later = tmp_path / "later.txt"
    later.write_text("")
    assert marks_of(files[1], later, compared(NEW, REVISED, ("new.txt", "later.txt"))) == 0


def test_other_plans_under_the_same_names_are_another_review(
    pair: Comparison, files: tuple[Path, Path]
) -> None:
    saved(*files, pair)
    other = compared(OTHER, [*OTHER, (1, "修道路", "修路2条。")])
    assert marks_of(*files, other) == 0
    saved(*files, other)
    assert marks_of(*files, other) == 3
    assert marks_of(*files, pair) == 5


def test_other_plans_in_the_same_window_are_another_review(pair: Comparison) -> None:
    store, _ = open_store(None, None)
    store.attach(pair)
    store.set_mark("r1", Mark.REVIEWED)
    other = compared(OTHER, [*OTHER, (1, "修道路", "修路2条。")], ("a.txt", "b.txt"))
    store.attach(other)
    assert not store.marks()
    store.set_mark("r1", Mark.ACCEPTED)
    store.attach(pair)
    assert store.marks() == {"r1": Mark.REVIEWED}


def test_a_named_file_holds_the_review_that_is_meant(pair: Comparison, tmp_path: Path) -> None:
    """Both plans were revised and renamed: only the reader, who names the file, can know."""
    data = review_by("李", pair, tmp_path / "l.json", {"落实经费": Mark.ACCEPTED})
    old = [(level, name, body.replace("3所", "2所")) for level, name, body in OLD]
    later = compared(old, REVISED, ("x.txt", "y.txt"))
    store, _ = open_store(None, None, tmp_path / "l.json")
    store.attach(later)
    assert store.marks() == {row_of(later, "落实经费"): Mark.ACCEPTED}
    headers = [header for header, _ in from_json(data)]
    fingerprints = (headers[0].old, headers[0].new)
    assert find_only_review([], *fingerprints) is None
    assert find_review(headers, *reversed(fingerprints)) is not None
    other = compared(OTHER, OTHER)
    unmeant, _ = open_store(None, None, tmp_path / "l.json")
    unmeant.attach(other)
    assert not unmeant.marks()
