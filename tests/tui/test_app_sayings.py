"""What the status line says: what is missing, which section a note is on."""

import pytest

from plandiff.comparison.model import Comparison
from tests.app_fixtures import make_plan, make_row, many, opened, sample


def all_changed() -> Comparison:
    old, new = (
        make_plan("a", [(0, None, "计划", "三所")]),
        make_plan("b", [(0, None, "计划", "五所")]),
    )
    return Comparison(old, new, (make_row(old, new, 0, ([0], [0])),))


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("z", "没有可折叠的未变章节"),
        ("Z", "没有可折叠的未变章节"),
        ("n", "还没有查找"),
        ("N", "还没有查找"),
        ("enter", "不是移动的条文"),
    ],
)
async def test_a_key_that_can_do_nothing_says_what_is_missing(key: str, said: str) -> None:
    async with opened(all_changed) as drive:
        await drive.press(key)
        assert said in drive.review.status.text


async def test_folding_that_folds_something_says_nothing() -> None:
    async with opened(lambda: many(60)) as drive:
        await drive.press("Z")
        assert "没有" not in drive.review.status.text
        await drive.press("Z")
        assert "没有" not in drive.review.status.text


async def test_a_section_without_a_change_cannot_be_marked() -> None:
    async with opened(lambda: many(60)) as drive:
        await drive.press("g", "r")
        assert "没有改动，不用标记" in drive.review.status.text


async def test_the_prompt_names_the_section_that_the_note_is_on() -> None:
    async with opened() as drive:
        await drive.press("]", "]", "c")
        assert "批注：（二）扩大学前教育供给" in drive.screen
        await drive.press(*"核", "enter", "c")
        assert "修改批注：（二）扩大学前教育供给" in drive.screen


async def test_a_note_stays_with_the_section_that_the_prompt_named() -> None:
    async with opened(sample) as drive:
        await drive.press("]", "]", "c", *"核")
        drive.review.controllers.navigation.set_cursor(0)
        await drive.press("enter")
        assert [note.row for note in drive.review.store.notes()] == ["r4"]


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_the_help_opens_with_the_signs(size: tuple[int, int]) -> None:
    async with opened(size=size) as drive:
        await drive.press("?")
        assert "仅形式：只有编号" in drive.screen
        assert "指标有变化" in drive.screen
        await drive.press("pagedown", "pageup")
        assert "修改：文字有实质改动" in drive.screen


async def test_the_signs_give_way_to_what_is_looked_for_in_the_help() -> None:
    async with opened() as drive:
        await drive.press("?", *"配色")
        assert "仅形式" not in drive.screen


@pytest.mark.parametrize(
    ("language", "offered"),
    [
        ("zh", ["] 下一处", ". 下个指标", "r 已阅", "c 批注", "E 导出", "t 指标表", "? 帮助"]),
        ("en", ["] next", ". target", "r mark", "c note", "E export", "t targets", "? help"]),
    ],
)
async def test_eighty_columns_offer_the_whole_course_of_a_review(
    language: str, offered: list[str]
) -> None:
    async with opened(size=(80, 24), language=language) as drive:
        footer = drive.lines()[-1]
        assert all(words in footer for words in offered), footer


async def test_a_pick_is_told_once_with_the_whole_way_on() -> None:
    async with opened(size=(80, 24), compare_again=lambda *_: sample()) as drive:
        await drive.press("]", "]", "a")
        status = drive.lines()[-2]
        assert "Tab 到另一边再按 a，Esc 放弃" in status
        assert "待配对" not in status
        await drive.press("j")
        assert "待配对" in drive.lines()[-2]
