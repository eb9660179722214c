"""Rows of several sections, moved sentences, wording changed throughout, notices."""

import pytest

from plandiff.comparison.model import Edit, EditNature, Op, Replacement, Row, RowKind
from plandiff.comparison.options import Ignore, Options
from plandiff.comparison.words import (
    diff_sections,
    diff_texts,
    find_replacements,
    guard,
    ignored_notices,
    is_rolled_up,
    link_moved_sentences,
)
from plandiff.corpus.model import Section

MOVED = "乡镇中心小学每月举办一次家长开放日活动。"


def section(identity: str, heading: str, body: str = "") -> Section:
    return Section(identity, None, 1, None, None, heading, body)


def row(identity: str, old: str, new: str, options: Options = Options()) -> Row:  # noqa: B008
    return Row(
        id=identity,
        kind=RowKind.MODIFIED,
        old=(section("o" + identity, old),) if old else (),
        new=(section("n" + identity, new),) if new else (),
        links=(),
        edits=diff_texts(old, new, options),
        substantive=True,
    )


def test_a_split_section_keeps_its_words_and_gains_a_line_and_a_heading() -> None:
    whole = section("s1", "校园建设", "扩建南校区宿舍楼。改造北校区学生食堂。")
    parts = (
        section("s1", "校园建设", "扩建南校区宿舍楼。"),
        section("s2", "食堂改造", "改造北校区学生食堂。"),
    )
    edits = diff_sections((whole,), parts).edits
    assert [(edit.op, edit.text) for edit in edits] == [
        (Op.EQUAL, "校园建设\n扩建南校区宿舍楼。"),
        (Op.INSERT, "\n食堂改造\n"),
        (Op.EQUAL, "改造北校区学生食堂。"),
    ]


def test_parts_that_changed_places_give_the_texts_back_and_keep_the_longer_one() -> None:
    first = section("s1", "甲、建设寄宿制学校", "在白石镇新建寄宿制学校一所，配齐生活教师。")
    second = section("s2", "乙、培训教师", "暑期集中培训。")
    edits = diff_sections((first, second), (second, first)).edits
    assert "".join(e.text for e in edits if e.op is not Op.INSERT) == f"{first.text}\n{second.text}"
    assert "".join(e.text for e in edits if e.op is not Op.DELETE) == f"{second.text}\n{first.text}"
    assert any(edit.op is Op.EQUAL and "在白石镇新建寄宿制学校一所" in edit.text for edit in edits)


def test_a_sentence_that_stands_in_another_row_is_linked_both_ways() -> None:
    rows = link_moved_sentences(
        (
            row("r0", f"完善家校协同机制。{MOVED}", "完善家校协同机制。"),
            row("r1", "规范收费行为。", f"规范收费行为。{MOVED}"),
        )
    )
    old, new = rows[1].new[0].id, rows[0].old[0].id
    assert rows[0].edits[-1] == Edit(Op.DELETE, MOVED, EditNature.MOVED, link="r1", section=old)
    assert rows[1].edits[-1] == Edit(Op.INSERT, MOVED, EditNature.MOVED, link="r0", section=new)


def test_a_moved_sentence_is_cut_out_of_a_longer_deletion() -> None:
    rows = link_moved_sentences(
        (
            row("r0", f"修订校规。{MOVED}建立台账。", ""),
            row("r1", "规范收费行为。", f"规范收费行为。{MOVED.replace('每月', '每季')}"),
        )
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
def test_a_doubtful_move_is_passed_over_in_silence(gone: str, come: str) -> None:
    rows = (row("r0", gone, ""), row("r1", "", come))
    assert link_moved_sentences(rows) == rows


def test_a_sentence_that_moved_inside_its_row_needs_no_link() -> None:
    long = "县城学校与乡村学校结对，每学期互派教师听课评课两次。各校按时上报工作台账。"
    rows = (row("r0", MOVED + long, long + MOVED),)
    assert any(edit.text == MOVED for edit in rows[0].edits)
    assert link_moved_sentences(rows) == rows


def test_between_sections_of_one_row_a_moved_sentence_names_the_other_section() -> None:
    kept = "办好家长学校，每学期邀请专家为家长授课，发放家庭教育手册。"
    old = (section("s1", "建校", f"扩建宿舍。{MOVED}"), section("s2", "共育", kept))
    new = (section("s1", "建校", "扩建宿舍。"), section("s2", "共育", f"{kept}{MOVED}"))
    edits = diff_sections(old, new).edits
    both = Row("r0", RowKind.REGROUPED, old, new, (), edits, substantive=True)
    (linked,) = link_moved_sentences((both,))
    moved = [edit for edit in linked.edits if edit.nature is EditNature.MOVED]
    assert [(edit.op, edit.text, edit.link, edit.section) for edit in moved] == [
        (Op.DELETE, MOVED, "r0", "s2"),
        (Op.INSERT, MOVED, "r0", "s1"),
    ]


def test_a_sentence_that_also_stayed_did_not_move() -> None:
    rows = (
        row("r0", f"甲。{MOVED}", "甲。"),
        row("r1", "乙。", f"乙。{MOVED}"),
        row("r2", MOVED, MOVED),
    )
    assert link_moved_sentences(rows) == rows


def test_wording_changed_throughout_is_told_once_with_its_count() -> None:
    rows = [
        row(f"r{n}", f"第{n}项由教体局负责，{a}。", f"第{n}项由教育局负责，{b}。")
        for n, (a, b) in enumerate(
            [("按月通报", "按季通报"), ("限期完成", "限期完成"), ("甲", "乙")]
        )
    ]
    assert find_replacements(rows) == (Replacement("教体局", "教育局", 3, ("r0", "r1", "r2")),)


def test_wording_is_found_in_a_phrase_of_which_two_words_changed() -> None:
    rows = [
        row("r0", "完善教师发展机制", "完善教师进展机制"),
        row("r1", "关心学生的发展", "关心学生的进展"),
        row("r2", "保障发展和就业、社保", "保障进展和创业、社保"),
        row("r3", "深化改革和开放", "深化转型、升级"),
    ]
    assert find_replacements(rows) == (Replacement("发展", "进展", 3, ("r0", "r1", "r2")),)


def test_numbers_and_single_replacements_are_no_wording() -> None:
    rows = [row(f"r{n}", f"{n}号楼建成3间", f"{n}号楼建成5间") for n in range(4)]
    assert find_replacements([*rows, row("r9", "加强", "强化")]) == ()


def test_what_the_users_rules_hide_is_always_said() -> None:
    options = Options(ignore=frozenset({Ignore.PUNCTUATION}), ignore_patterns=("甲+",))
    rows = (row("r0", "一，二", "一、二", options), row("r1", "三", "三", options))
    (notice,) = ignored_notices(rows, options)
    assert notice.kind == "ignored"
    assert notice.text == "2 differences in 1 sections are ignored by rule: punctuation, 甲+"
    assert ignored_notices(rows, Options()) == ()


def test_texts_beyond_the_limit_are_compared_by_sentences_first_and_this_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(guard, "LARGEST", 30 * 30)
    kept = "".join(f"第{n}所学校完成改造。" for n in range(9))
    old = (section("s1", kept + "甲校建成食堂。" + "长" * 40),)
    new = (section("s1", "新增前言。" + kept + "甲校改造食堂。" + "短" * 40),)
    diff = diff_sections(old, new, row="r7")
    assert [(notice.kind, notice.row) for notice in diff.notices] == [("word-diff-limited", "r7")]
    assert diff.edits[0] == Edit(Op.INSERT, "新增前言。")
    assert any(edit.op is Op.EQUAL and "第8所学校完成改造。" in edit.text for edit in diff.edits)
    assert "".join(e.text for e in diff.edits if e.op is not Op.INSERT) == old[0].text
    assert "".join(e.text for e in diff.edits if e.op is not Op.DELETE) == new[0].text
    assert diff_sections(old, old, row="r7").notices == ()
    late = (section("s1", kept + "甲校建成食堂。" + "乙校建成操场。"),)
    assert (
        diff_sections(old[:0] + late, (section("s1", kept + "甲校建成食堂。丙校"),)).notices == ()
    )


def test_the_size_guard_acts_one_character_beyond_its_limit_and_not_at_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(guard, "LARGEST", 20 * 30)
    longest = (section("s1", "一" * 20),), (section("s1", "二" * 30),)
    longer = (section("s1", "一" * 20),), (section("s1", "二" * 31),)
    assert diff_sections(*longest).notices == ()
    (notice,) = diff_sections(*longer).notices
    assert notice.text.startswith("20 and 31 characters differ")
    for old, new in (longest, longer):
        assert [edit.text for edit in diff_sections(old, new).edits] == [old[0].text, new[0].text]


def test_what_is_equal_at_both_ends_does_not_count_for_the_size_guard(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(guard, "LARGEST", 20 * 30)
    same = "乡镇中心小学完成校舍改造。" * 9
    old, new = (section("s1", f"{same}{middle}。{same}") for middle in ("甲校", "乙校"))
    assert diff_sections((old,), (new,)).notices == ()


def test_words_put_in_again_and_again_before_the_same_word_are_a_wording_with_that_word() -> None:
    rows = [
        row("r0", "由督导委员会审议。", "由教育和督导委员会审议。"),
        row("r1", "报督导委员会备案。", "报教育和督导委员会备案。"),
        row("r2", "督导委员会通报3次。", "教育和督导委员会通报5次。"),
        row("r3", "由家长委员会审议。", "由教师和家长委员会审议。"),
    ]
    (found,) = find_replacements(rows)
    assert found == Replacement("督导委员会", "教育和督导委员会", 3, ("r0", "r1", "r2"))
    assert [is_rolled_up(each, [found]) for each in rows] == [True, True, False, False]
    back = [row(each.id, each.new[0].text, each.old[0].text) for each in rows]
    (dropped,) = find_replacements(back)
    assert (dropped.old, dropped.new) == (found.new, found.old)
    assert [is_rolled_up(each, [dropped]) for each in back] == [True, True, False, False]


def test_words_put_in_behind_the_same_word_are_a_wording_with_that_word() -> None:
    texts = [("完善评价机制，", "按月通报"), ("健全评价机制，", "限期完成"), ("评价机制。", "落实")]
    rows = [
        row(f"r{n}", before + after, before[:-1] + "和办法" + before[-1] + after)
        for n, (before, after) in enumerate(texts)
    ]
    (found,) = find_replacements(rows)
    assert (found.old, found.new) == ("评价机制", "评价机制和办法")
    assert all(is_rolled_up(each, [found]) for each in rows)


def test_a_row_with_a_moved_sentence_or_an_unknown_change_is_not_rolled_up() -> None:
    found = Replacement("教体局", "教育局", 3, ("r0", "r1", "r2"))
    known = row("r0", "由教体局负责。", "由教育局负责。")
    assert is_rolled_up(known, [found])
    assert not is_rolled_up(known, [])
    assert not is_rolled_up(row("r9", "由教体局负责。", "由教育局负责。"), [found])
    both = row("r1", "由教体局负责，按月通报。", "由教育局负责，按季通报。")
    assert not is_rolled_up(both, [found])
