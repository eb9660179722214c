"""Wording changed throughout, and notices on rows."""

import pytest

from plandiff.comparison.edits import Edit, Op, RowKind
from plandiff.comparison.model import Notice, Replacement, Row
from plandiff.comparison.options import Ignore, Options
from plandiff.comparison.passages import compare_passages
from plandiff.comparison.words import (
    diff_texts,
    difference,
    find_replacements,
    ignored_notices,
    is_rolled_up,
    limit_notices,
)
from plandiff.corpus.model import Section


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


def compared(
    old: tuple[Section, ...], new: tuple[Section, ...]
) -> tuple[tuple[Edit, ...], tuple[Notice, ...]]:
    """Edits of a row with these sections, and the notices on it."""
    bare = Row("r7", RowKind.MODIFIED, old, new, (), ())
    (found,), notices = compare_passages((bare,))
    return found.edits, notices


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


def test_passages_beyond_the_limit_are_compared_by_sentences_first_and_this_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(difference, "LARGEST", 30 * 30)
    kept = "每所学校完成改造，" * 9
    old = (section("s1", kept + "甲校建成食堂。"),)
    new = (section("s1", "新增前言，" + kept + "甲校改造食堂。"),)
    edits, notices = compared(old, new)
    assert [(notice.kind, notice.row) for notice in notices] == [("word-diff-limited", "r7")]
    assert "".join(e.text for e in edits if e.op is not Op.INSERT) == old[0].text
    assert "".join(e.text for e in edits if e.op is not Op.DELETE) == new[0].text


def test_a_long_row_of_short_sentences_is_within_the_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(difference, "LARGEST", 20 * 20)
    kept = "".join(f"第{n}所学校完成改造。" for n in range(9))
    edits, notices = compared((section("s1", kept + "甲校。"),), (section("s1", kept + "乙校。"),))
    assert notices == ()
    assert edits[0] == Edit(Op.EQUAL, kept)


def test_the_size_guard_acts_one_character_beyond_its_limit_and_not_at_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(difference, "LARGEST", 20 * 30)
    assert list(limit_notices("一" * 20, "二" * 30, "r7")) == []
    (notice,) = limit_notices("一" * 20, "二" * 31, "r7")
    assert notice.text.startswith("20 and 31 characters differ")
    for new in ("二" * 30, "二" * 31):
        assert [edit.text for edit in diff_texts("一" * 20, new)] == ["一" * 20, new]


def test_what_is_equal_at_both_ends_does_not_count_for_the_size_guard(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(difference, "LARGEST", 20 * 30)
    same = "乡镇中心小学完成校舍改造。" * 9
    assert list(limit_notices(f"{same}甲校。{same}", f"{same}乙校。{same}", "r7")) == []


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
