"""Laws of 意见采纳情况: what a remark asked, what the next draft did, and who decides."""

import csv
import io
import json
from collections.abc import Sequence

import pytest
from docx import Document
from openpyxl import load_workbook

from plandiff.comparison.across.answers import (
    Answers,
    Decision,
    Remark,
    RemarkAnswer,
    RemarkStatus,
    answer_remarks,
)
from plandiff.comparison.across.wishes import read_wishes
from plandiff.comparison.edits import Place, Side
from plandiff.comparison.engine import compare
from plandiff.comparison.reports.answers_table import render_answers
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.review.marks import Mark
from plandiff.comparison.review.remarks import read_remarks, reviews_of, with_decisions
from plandiff.comparison.review.store import MemoryStore
from plandiff.corpus.formats.documents import read_document
from plandiff.corpus.model import Plan
from plandiff.corpus.parsing import parse

HEAD = "澜川区教育事业发展规划\n"
OLD = (
    "一、主要目标\n学前三年毛入园率达到80%。新建幼儿园6所。",
    "二、队伍建设\n鼓励各校开展教师轮岗。适时组织教师培训。",
    "三、经费保障\n设立民办教育奖励资金。",
    "四、组织实施\n加强组织领导。",
)
NEW = (
    "一、主要目标\n学前三年毛入园率达到83%。新建幼儿园8所。",
    "二、队伍建设\n各校必须开展教师轮岗。适时组织教师培训。",
    "三、组织实施\n加强组织领导，区教育局牵头。",
    "四、督导评估\n每年对各校开展一次督导评估。",
)
ADOPTED, PARTLY, UNCHANGED, GONE = RemarkStatus


def plan(sections: Sequence[str], name: str = "plan.txt") -> Plan:
    return parse(read_document(name, data=(HEAD + "\n".join(sections) + "\n").encode()))


def place_of(draft: Plan, words: str) -> Place:
    section = next(section for section in draft.sections if words in section.text)
    return Place(section.id, 0, len(section.text))


def answer(
    words: str, text: str, decision: Decision | None = None, new: Sequence[str] = NEW
) -> RemarkAnswer:
    """What became of a remark on the section with these words."""
    old = plan(OLD)
    remark = Remark("n1", "王老师", text, places=(place_of(old, words),), decision=decision)
    return answer_remarks([remark], compare(old, plan(new))).answers[0]


@pytest.mark.parametrize(
    ("words", "text", "status"),
    [
        ("毛入园率", "建议将80%改为83%", ADOPTED),
        ("毛入园率", "建议将80%改为85%", PARTLY),
        ("毛入园率", "建议将80%降低到75%", UNCHANGED),
        ("毛入园率", "目标偏低", ADOPTED),
        ("毛入园率", "目标偏高", UNCHANGED),
        ("毛入园率", "新建幼儿园应改为8所，毛入园率改为90%", PARTLY),
        ("教师轮岗", "“鼓励”改为“必须”", ADOPTED),
        ("教师轮岗", "语气太弱", ADOPTED),
        ("教师轮岗", "“适时”应改为“每年”", UNCHANGED),
        ("教师轮岗", "删去“适时”，“鼓励”改为“必须”", PARTLY),
        ("奖励资金", "是否有依据？", GONE),
        ("奖励资金", "建议删除本条", ADOPTED),
        ("组织领导", "请明确牵头单位", ADOPTED),
        ("组织领导", "建议增加督导评估", ADOPTED),
        ("组织领导", "建议增加“问责办法”", UNCHANGED),
    ],
)
def test_a_remark_is_adopted_as_far_as_what_it_asks_is_done(
    words: str, text: str, status: RemarkStatus
) -> None:
    found = answer(words, text)
    assert (found.status, found.uncertain) == (status, False)


def test_a_changed_text_is_at_most_partly_adopted_where_no_rule_reads_the_remark() -> None:
    found = answer("教师轮岗", "这里写得不清楚")
    assert (found.status, found.uncertain) == (PARTLY, True)


@pytest.mark.parametrize("status", RemarkStatus)
@pytest.mark.parametrize("words", ["毛入园率", "奖励资金", "组织领导"])
def test_no_rule_overrules_a_person(words: str, status: RemarkStatus) -> None:
    found = answer(words, "建议将80%改为83%", Decision(status, "李处长", "财力所限"))
    assert (found.status, found.by_person, found.uncertain) == (status, True, False)


def test_nothing_is_adopted_where_nothing_changed() -> None:
    for text in ("建议将80%改为83%", "建议删除本条", "建议增加督导评估", "目标偏低"):
        found = answer("毛入园率", text, new=OLD)
        assert (found.status, found.changes) == (UNCHANGED, ())
        assert found.place is not None


@pytest.mark.parametrize(
    "text", ["", "。", "改为", "“”改为“”", "删", "增加", "将改为改为为", "\ud800"]
)
def test_any_text_can_be_read_for_wishes(text: str) -> None:
    assert all(wish.text == "" or wish.text in text for wish in read_wishes(text))


def reviewed() -> tuple[MemoryStore, Plan]:
    """A review of the old draft against one before it, with notes by what they are on."""
    before = plan((OLD[0].replace("80", "78"), *OLD[1:], "五、附则\n由区政府解释。"), "before.txt")
    old = plan(OLD)
    store = MemoryStore()
    store.attach(compare(before, old))
    return store, old


def row_of(store: MemoryStore, words: str) -> str:
    comparison = store._session.view.attachment.comparison
    return next(
        row.id for row in comparison.rows if words in row.text(Side.OLD) + row.text(Side.NEW)
    )


def remarks_of(store: MemoryStore, old: Plan) -> tuple[Remark, ...]:
    return read_remarks(store._session.records, old, Side.NEW)


def test_notes_and_questions_are_found_in_the_draft_that_they_are_on() -> None:
    store, old = reviewed()
    store.add_note(row_of(store, "毛入园率"), "偏低")
    store.add_section_note(Side.NEW, place_of(old, "轮岗").section, "不清楚")
    store.add_target_note(Side.NEW, old.targets[1].id, "改为8所")
    store.set_mark(row_of(store, "组织领导"), Mark.QUESTIONED)
    found = [(remark.text, [p.section for p in remark.places]) for remark in remarks_of(store, old)]
    sections = [
        place_of(old, words).section for words in ("毛入园率", "轮岗", "幼儿园", "组织领导")
    ]
    texts = ("偏低", "不清楚", "改为8所", "")
    assert found == [(text, [section]) for text, section in zip(texts, sections, strict=True)]


def test_a_note_is_found_in_a_draft_that_was_edited_since() -> None:
    store, _ = reviewed()
    store.add_note(row_of(store, "轮岗"), "不清楚")
    edited = plan((*OLD[:1], OLD[1].replace("适时", "定期"), *OLD[2:]))
    (remark,) = remarks_of(store, edited)
    assert [place.section for place in remark.places] == [place_of(edited, "轮岗").section]


def passage_of(store: MemoryStore, words: str) -> str:
    comparison = store._session.view.attachment.comparison
    texts = {
        passage.id: "".join(edit.text for edit in passage.edits)
        for row in comparison.rows
        for passage in row.passages
    }
    return next(identity for identity, text in texts.items() if words in text)


def test_a_note_on_a_passage_asks_only_what_became_of_that_passage() -> None:
    store, old = reviewed()
    store.add_note(passage_of(store, "毛入园率"), "请核实")
    store.add_note(row_of(store, "毛入园率"), "请核实")
    on_passage, on_row = remarks_of(store, old)
    assert [words(old, place) for place in on_passage.places] == ["学前三年毛入园率达到80%。"]
    kept = plan((OLD[0].replace("6所", "8所"), *OLD[1:]))
    answers = answer_remarks((on_passage, on_row), compare(old, kept)).answers
    found = {one.remark.id: one.status for one in answers}
    assert [found[on_passage.id], found[on_row.id]] == [UNCHANGED, PARTLY]


def words(draft: Plan, place: Place) -> str:
    section = next(section for section in draft.sections if section.id == place.section)
    return section.text[place.start : place.end]


def test_a_note_on_the_whole_plan_and_one_on_dropped_text_have_no_place() -> None:
    store, old = reviewed()
    store.add_general_note("建议增加督导评估")
    store.add_note(row_of(store, "由区政府解释"), "应恢复此条")
    whole, dropped = remarks_of(store, old)
    assert (whole.whole, whole.places, dropped.dropped, dropped.places) == (True, (), True, ())
    restored = plan((*NEW, "五、附则\n由区政府解释。"))
    answers = answer_remarks((whole, dropped), compare(old, restored)).answers
    assert [one.status for one in answers] == [ADOPTED, ADOPTED]
    assert answer_remarks((dropped,), compare(old, plan(NEW))).answers[0].status is UNCHANGED


@pytest.mark.parametrize(
    ("reply", "status", "reason"),
    [
        ("未采纳：财力所限", UNCHANGED, "财力所限"),
        ("【部分采纳】改为83%", PARTLY, "改为83%"),
        ("已采纳", ADOPTED, ""),
        ("Not adopted: no funds", UNCHANGED, "no funds"),
    ],
)
def test_a_note_that_begins_with_a_decision_decides_on_the_remarks_before_it(
    reply: str, status: RemarkStatus, reason: str
) -> None:
    store, old = reviewed()
    store.add_note(row_of(store, "毛入园率"), "建议将80%改为90%")
    store.add_note(row_of(store, "毛入园率"), reply)
    (remark,) = remarks_of(store, old)
    assert remark.decision == Decision(status, "me", reason)


def test_a_note_that_only_mentions_adoption_decides_nothing() -> None:
    store, old = reviewed()
    store.add_note(row_of(store, "毛入园率"), "采纳率应写明")
    assert [remark.decision for remark in remarks_of(store, old)] == [None]


def test_a_decision_in_the_review_of_the_two_drafts_holds_for_the_remarks_on_its_row() -> None:
    store, old = reviewed()
    store.add_note(row_of(store, "轮岗"), "不清楚")
    comparison = compare(old, plan(NEW))
    later = MemoryStore("李处长#123456")
    later.attach(comparison)
    later.add_note(row_of(later, "轮岗"), "已采纳")
    header = later._session.buffer.header
    assert header is not None
    load = {header.id: later._session.records}.__getitem__
    (remark,) = with_decisions(remarks_of(store, old), [header], load, comparison)
    assert remark.decision == Decision(ADOPTED, "李处长")


def test_the_review_of_the_two_drafts_is_not_the_earlier_one() -> None:
    store, old = reviewed()
    new = plan(NEW)
    earlier = store._session.buffer.header
    later = MemoryStore()
    later.attach(compare(old, new))
    own = later._session.buffer.header
    assert earlier is not None
    assert own is not None
    assert reviews_of([own, earlier], old, new) == ((earlier, Side.NEW),)
    assert reviews_of([own], old, new) == ()


@pytest.fixture(scope="module")
def answers() -> Answers:
    old = plan(OLD)
    remarks = [
        Remark(
            "n2", "王老师", "是否有依据？", places=(place_of(old, "奖励资金"),), quote="奖励资金"
        ),
        Remark("n1", "=cmd", "建议将80%改为85%", places=(place_of(old, "毛入园率"),)),
        Remark("n3", "李处长", "加强督导", whole=True, decision=Decision(GONE, "张", "另行发文")),
    ]
    return answer_remarks(remarks, compare(old, plan(NEW)))


def test_json_has_the_keys_of_the_schema_in_the_order_of_the_text(answers: Answers) -> None:
    data = json.loads(render_answers(answers, "json", ReportOptions()))
    assert data["schema"] == "plandiff.answers/1"
    keys = ("note", "who", "text", "status", "change", "decided_by")
    first, second, third = ([one[key] for key in keys] for one in data["answers"])
    place = {"section": "s1", "start": 5, "end": 19}
    assert first == ["n1", "=cmd", "建议将80%改为85%", "partly", place, "rule"]
    assert second == ["n2", "王老师", "是否有依据？", "gone", None, "rule"]
    assert third == ["n3", "李处长", "加强督导", "gone", None, "person"]
    assert data["answers"][2]["reason"] == "另行发文"


def test_csv_word_and_excel_hold_the_same_table(answers: Answers) -> None:
    text = render_answers(answers, "csv", ReportOptions()).decode("utf-8-sig")
    document = Document(io.BytesIO(render_answers(answers, "docx", ReportOptions())))
    book = load_workbook(io.BytesIO(render_answers(answers, "xlsx", ReportOptions())))
    table = list(csv.reader(io.StringIO(text)))
    word = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    excel = [
        [str(cell or "") for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)
    ]
    assert table[0][5:] == ["采纳情况", "修改情况", "未采纳理由"]
    assert table[1][1] == "'=cmd"
    assert word[2:] == table[2:] == excel[-2:]
    assert table[3][5:] == ["条文已删（人工认定）", "见全文对照", "另行发文"]


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_every_remark_and_what_was_done_is_in_the_text(answers: Answers, form: str) -> None:
    text = render_answers(answers, form, ReportOptions()).decode()
    for words in ("是否有依据？", "加强督导", "“80%”改为“83%”", "部分采纳", "另行发文"):
        assert words in text
