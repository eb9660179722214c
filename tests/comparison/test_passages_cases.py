"""Which sentence belongs to which: numbered cases, and what a reader sees of them."""

from collections.abc import Sequence

import pytest

from plandiff.comparison.edits import Edit, EditNature, Op, Passage, RowKind, Side
from plandiff.comparison.model import Row
from plandiff.comparison.passages import compare_passages, unit_spans
from plandiff.corpus.model import Section

MOVED = "乡镇中心小学每月举办一次家长开放日活动。"
LONG = "县城学校与乡村学校结对，每学期互派教师听课评课两次。"
Drawn = list[tuple[str, tuple[str, ...], tuple[str, ...]]]
"""Kind, old texts and new texts of each passage."""


def section(identity: str, heading: str, body: str = "") -> Section:
    return Section(identity, None, 1, None, None, heading, body)


def bare(identity: str, old: Sequence[Section], new: Sequence[Section]) -> Row:
    """A row whose words are not compared yet; the first sections are linked."""
    kinds = {(True, False): RowKind.REMOVED, (False, True): RowKind.ADDED}
    kind = kinds.get((bool(old), bool(new)), RowKind.MODIFIED)
    if [s.text for s in old] == [s.text for s in new]:
        kind = RowKind.UNCHANGED
    links = ((old[0].id, new[0].id),) if old and new else ()
    return Row(identity, kind, tuple(old), tuple(new), links, ())


def row_of(old: str, new: str, identity: str = "r0", heading: str = "") -> Row:
    return bare(
        identity,
        (section("o" + identity, heading, old),) if old else (),
        (section("n" + identity, heading, new),) if new else (),
    )


def compared(*rows: Row) -> tuple[Row, ...]:
    return compare_passages(rows)[0]


def texts(row: Row, passage: Passage, side: Side) -> tuple[str, ...]:
    by_id = {each.id: each.text for each in row.sections(side)}
    return tuple(by_id[p.section][p.start : p.end] for p in passage.places(side))


def drawn(row: Row) -> Drawn:
    return [(p.kind.value, texts(row, p, Side.OLD), texts(row, p, Side.NEW)) for p in row.passages]


def marks(edits: Sequence[Edit]) -> list[tuple[str, str]]:
    return [(edit.op.value, edit.text) for edit in edits]


def test_1_one_sentence_that_became_two_is_one_passage_and_differs_in_form_only() -> None:
    (row,) = compared(
        row_of(
            "开展校园集体舞和合唱活动，各校每年举办一次艺术节。",
            "开展校园集体舞和合唱活动。各校每年举办一次艺术节。",
        )
    )
    assert drawn(row) == [
        (
            "split",
            ("开展校园集体舞和合唱活动，各校每年举办一次艺术节。",),
            ("开展校园集体舞和合唱活动。", "各校每年举办一次艺术节。"),
        )
    ]
    assert not row.substantive
    assert not row.passages[0].substantive


def test_2_two_sentences_that_became_one_are_one_passage() -> None:
    (row,) = compared(
        row_of(
            "稳步推动物业管理市场化发展。采取业主自管办法，根治小区弃管问题。完成公厕改造5座。",
            "稳步推动物业管理市场化发展，根治小区弃管问题。完成公厕改造8座。",
        )
    )
    assert [kind for kind, *_ in drawn(row)] == ["merged", "modified"]


def test_3_a_sentence_that_changed_places_in_its_row_is_one_passage_that_moved() -> None:
    (row,) = compared(row_of(MOVED + LONG, LONG + MOVED))
    assert [(p.kind.value, p.moved) for p in row.passages] == [
        ("unchanged", False),
        ("unchanged", True),
    ]
    assert marks(row.edits) == [("delete", MOVED), ("equal", LONG), ("insert", MOVED)]
    assert row.substantive


def test_4_a_sentence_that_left_its_row_is_in_both_rows_and_each_half_names_the_other() -> None:
    rows = compared(
        row_of(f"完善家校协同机制。{MOVED}", "完善家校协同机制。"),
        row_of("规范收费行为。", f"规范收费行为。{MOVED}", "r1"),
    )
    gone, come = rows[0].passages[-1], rows[1].passages[-1]
    assert (gone.kind, gone.moved, gone.other) == (RowKind.REMOVED, True, come.id)
    assert (come.kind, come.moved, come.other) == (RowKind.ADDED, True, gone.id)
    edit = Edit(Op.DELETE, MOVED, EditNature.MOVED, link="r1", section="nr1")
    assert rows[0].edits[-1] == edit
    assert gone.edits == (edit,)
    assert rows[1].edits[-1] == Edit(Op.INSERT, MOVED, EditNature.MOVED, link="r0", section="or0")


def test_5_a_rewritten_heading_is_deleted_and_inserted_as_a_whole() -> None:
    (row,) = compared(
        bare(
            "r0",
            (section("s1", "做实劳动教育", "每学年劳动不少于3天。"),),
            (section("s1", "开好实践课程", "每学年劳动不少于5天。"),),
        )
    )
    assert marks(row.passages[0].edits) == [("delete", "做实劳动教育"), ("insert", "开好实践课程")]
    assert ("delete", "3") in marks(row.edits)


def test_6_list_items_are_aligned_one_by_one_and_an_added_one_stands_alone() -> None:
    (row,) = compared(
        row_of(
            "一是新建公办幼儿园3所；\n二是招聘教师120名。",
            "一是新建公办幼儿园4所；\n二是改造操场6块；\n三是招聘教师150名。",
        )
    )
    assert [kind for kind, *_ in drawn(row)] == ["modified", "added", "modified"]


def test_7_numbers_of_different_things_are_in_different_passages() -> None:
    (row,) = compared(row_of("建成食堂3座。招聘教师120名。", "招聘教师150名。培训校长45人次。"))
    for passage in row.passages:
        found = "".join(edit.text for edit in passage.edits)
        assert sum(word in found for word in ("食堂", "教师", "校长")) == 1


def test_8_a_removed_sentence_stands_where_it_stood() -> None:
    (row,) = compared(row_of(f"完成校舍改造。{MOVED}{LONG}", f"完成校舍改造。{LONG}"))
    assert [kind for kind, *_ in drawn(row)] == ["unchanged", "removed", "unchanged"]


def test_9_repeated_sentences_are_paired_one_to_one_in_order() -> None:
    (row,) = compared(row_of("（略）。\n（略）。\n新建3所。", "（略）。\n（略）。\n新建5所。"))
    assert [kind for kind, *_ in drawn(row)] == ["unchanged", "unchanged", "modified"]


def test_10_brackets_keep_their_semicolons_and_english_sentences_end_at_full_stops() -> None:
    text = "Build 3 schools (2 in town). Train staff e.g. cooks.（牵头：教育局；时限：年内）"
    spans = unit_spans(section("s1", "", text))
    assert [text[start:end] for start, end in spans] == [
        "Build 3 schools (2 in town).",
        "Train staff e.g. cooks.（牵头：教育局；时限：年内）",
    ]


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ("提升校园服务能力。", "坚持把服务做细做实。", ["modified"]),
        ("推动食堂质量稳定。", "多措并举稳住伙食。", ["removed", "added"]),  # no word in common
    ],
)
def test_11_free_sentences_between_two_links_belong_together_if_they_share_a_word(
    old: str, new: str, kinds: list[str]
) -> None:
    ends = "扩建南校区宿舍楼。", "招聘教师120名。"
    (row,) = compared(row_of(ends[0] + old + ends[1], ends[0] + new + ends[1]))
    assert [kind for kind, *_ in drawn(row)] == ["unchanged", *kinds, "unchanged"]


def test_12_each_part_of_a_divided_sentence_belongs_to_it() -> None:
    (row,) = compared(
        row_of(
            f"{LONG}完善校车线路，补贴偏远村寄宿学生交通费，为走读学生配备接送专员。",
            f"{LONG}优化校车线路和班次安排。寄宿学生交通费由县财政补贴。全面推行课后服务。",
        )
    )
    assert [kind for kind, *_ in drawn(row)] == ["unchanged", "split", "added"]


@pytest.mark.parametrize(("old", "new"), [
    (
        "去年投资2756万元,建成九所标准化学校和四块运动场,南湖校区两座风雨场馆正式启用。",
        "去年投资6349万元，重点推进第五中学改扩建，完成信息化三通两平台设备更新换代。",
    ),
    (
        "县域助学政策得到全面落实，全年发放各类补贴1046万元。",
        "为728名住宿生购置冬季棉被，发放取暖补贴231万元。",
    ),
])  # fmt: skip
def test_13_a_rewritten_sentence_ties_no_numbers(old: str, new: str) -> None:
    (row,) = compared(row_of(f"{LONG}{old}{MOVED}", f"{LONG}{new}{MOVED}"))
    assert ("delete", old) in marks(row.edits)
    assert ("insert", new) in marks(row.edits)


def test_14_traditional_forms_count_as_kept() -> None:
    old, new = "縣級財政補貼寄宿學生車費120萬元。", "县级财政补贴寄宿学生车费150万元。"
    (row,) = compared(row_of(old, new))
    assert ("delete", "120") in marks(row.edits)


def test_15_the_leads_of_paragraphs_whose_sentences_went_together_belong_together() -> None:
    before = "组建合唱团。开设书法课。添置图书两千册。修缮操场看台。"
    led, newly_led = "全面提升管理水平。", "坚持以智慧和精细服务管理好城乡每所学校。"
    old = f"{led}推行网格管理，配齐巡查员。整治校门道路十二条。"
    new = f"{before}\n{newly_led}网格管理配齐巡查员四名。整治校门道路二十条。"
    (together,) = compared(row_of(old, new))
    (apart,) = compared(row_of(old.replace("。", "。\n"), new.replace("。", "。\n")))
    lead = ("modified", (led,), (newly_led,))
    assert lead in drawn(together)
    assert lead not in drawn(apart)  # a line of its own announces nothing


def test_16_english_sentences_in_other_forms_of_the_same_words_belong_together() -> None:
    old = (
        "Every new nurse will be paired with a mentor. "
        "Licenses will be issued to clinics within 60 days. "
        "The county will inspect its buses twice a year."
    )
    new = (
        "Inspections of each bus take place in spring and in autumn. "
        "No clinic has to wait for a license for longer than 15 days. "
        "Mentoring is offered to nurses in their first year."
    )
    (row,) = compared(row_of(old, new))
    pairs = {(old.split()[0], new.split()[0]) for _, (old,), (new,) in drawn(row) if old and new}
    assert pairs == {("Every", "Mentoring"), ("Licenses", "No"), ("The", "Inspections")}


def test_a_split_section_keeps_its_words_and_gains_a_line_and_a_heading() -> None:
    (row,) = compared(
        bare(
            "r0",
            (section("s1", "校园建设", "扩建南校区宿舍楼。改造北校区学生食堂。"),),
            (
                section("s1", "校园建设", "扩建南校区宿舍楼。"),
                section("s2", "食堂改造", "改造北校区学生食堂。"),
            ),
        )
    )
    assert marks(row.edits) == [
        ("equal", "校园建设\n扩建南校区宿舍楼。"),
        ("insert", "\n食堂改造\n"),
        ("equal", "改造北校区学生食堂。"),
    ]


def test_parts_that_changed_places_keep_the_longer_one() -> None:
    first = section("s1", "甲、建设寄宿制学校", "在白石镇新建寄宿制学校一所，配齐生活教师。")
    second = section("s2", "乙、培训教师", "暑期集中培训。")
    (row,) = compared(bare("r0", (first, second), (second, first)))
    assert any(
        edit.op is Op.EQUAL and "在白石镇新建寄宿制学校一所" in edit.text for edit in row.edits
    )


def test_a_moved_sentence_is_apart_from_the_removed_ones_beside_it() -> None:
    rows = compared(
        row_of(f"修订校规。{MOVED}建立台账。", ""),
        row_of("规范收费行为。", f"规范收费行为。{MOVED.replace('每月', '每季')}", "r1"),
    )
    assert [(edit.text, edit.nature, edit.link) for edit in rows[0].edits] == [
        ("修订校规。", EditNature.SUBSTANCE, None),
        (MOVED, EditNature.MOVED, "r1"),
        ("建立台账。", EditNature.SUBSTANCE, None),
    ]


@pytest.mark.parametrize(
    ("gone", "come"),
    [
        ("严格落实值班制度。", "严格落实值班制度。"),  # too short to be sure
        (MOVED, "乡镇卫生院每年派出三批医生到校巡诊义诊。"),  # another sentence
        (MOVED + "另行通知。" + MOVED, MOVED),  # which of the two?
        (MOVED, MOVED + MOVED.replace("每月", "每季")),  # which of the two?
        (MOVED, "乡镇中心小学每月举办一次读书分享和书法展览。"),  # not near enough
    ],
)
def test_a_doubtful_move_between_rows_is_none(gone: str, come: str) -> None:
    rows = compared(row_of(gone, ""), row_of("", come, "r1"))
    assert not any(passage.moved for row in rows for passage in row.passages)


def test_a_sentence_that_also_stayed_did_not_move() -> None:
    rows = compared(
        row_of(f"甲。{MOVED}", "甲。"),
        row_of("乙。", f"乙。{MOVED}", "r1"),
        row_of(MOVED, MOVED, "r2"),
    )
    assert not any(passage.moved for row in rows for passage in row.passages)


def test_between_sections_of_one_row_a_moved_sentence_names_the_other_section() -> None:
    kept = "办好家长学校，每学期邀请专家为家长授课，发放家庭教育手册。"
    old = (section("s1", "建校", f"扩建宿舍。{MOVED}"), section("s2", "共育", kept))
    new = (section("s1", "建校", "扩建宿舍。"), section("s2", "共育", f"{kept}{MOVED}"))
    (row,) = compared(bare("r0", old, new))
    moved = [edit for edit in row.edits if edit.nature is EditNature.MOVED]
    assert [(edit.op, edit.text, edit.link, edit.section) for edit in moved] == [
        (Op.DELETE, MOVED, "r0", "s2"),
        (Op.INSERT, MOVED, "r0", "s1"),
    ]
