"""Sections in the outline and behind `:`; bars that can be clicked; what a review opens on."""

from functools import partial

import pytest
from msgspec.structs import replace

from plandiff.comparison.edits import Side
from plandiff.tui.screens.dialogs import (
    FilterDialog,
    SectionsDialog,
    SummaryDialog,
    TargetsDialog,
)
from plandiff.tui.view.kinds import kind_counts
from plandiff.tui.view.search import find_sections
from tests.app_fixtures import SETTINGS, many, opened, sample


async def test_every_section_of_a_split_or_merger_has_a_line_of_the_outline() -> None:
    async with opened() as drive:
        outline = drive.review.outline
        parts = [(entry.row, entry.anchor) for entry in outline.entries if entry.anchor]
        assert parts == [(6, "new.s7"), (13, "old.s12"), (13, "old.s13")]
        outline.index = next(i for i, own in enumerate(outline.entries) if own.anchor == "new.s7")
        outline.action_pick()
        await drive.press("j", "k")
        line = drive.view.line_under_cursor(Side.NEW)
        assert line is not None
        assert line.text.startswith("（五）深化校企合作")
        assert outline.entries[outline.index].anchor == "new.s7"


def test_sections_are_looked_for_on_the_side_of_the_reader_first() -> None:
    found = {side: find_sections(sample(), "（一）", side) for side in Side}
    assert [one.section.heading for one in found[Side.NEW]] == ["家校共育", "经费保障"]
    assert [one.section.heading for one in found[Side.OLD]] == ["扩大学前教育供给", "经费保障"]
    (only_old,) = find_sections(sample(), "闲置", Side.NEW)
    assert only_old.side is Side.OLD


async def test_where_several_sections_match_the_reader_chooses_the_next_one_first() -> None:
    async with opened() as drive:
        drive.review.go_to_row(5)
        await drive.press(":", *"保障", "enter")
        assert isinstance(drive.app.screen, SectionsDialog)
        await drive.press("enter")
        assert drive.row == "r10"


async def test_a_click_on_a_key_or_a_count_does_what_it_names() -> None:
    async with opened(size=(160, 40)) as drive:
        for bar, piece, dialog in (
            ("#footer", "筛选", FilterDialog),
            ("#header", "▲", TargetsDialog),
        ):
            text = "".join(part.text for part in drive.review.query_one(bar).render_line(0))
            before = text[: text.index(piece)]
            x = len(before) + sum(ord(own) > 0x2E80 for own in before)
            await drive.pilot.click(bar, offset=(x, 0))
            assert isinstance(drive.app.screen, dialog)
            await drive.press("escape")


async def test_a_filter_of_targets_keeps_the_head_and_escape_takes_the_filter_first() -> None:
    async with opened() as drive:
        await drive.press("t", "/", *"巩固率")
        dialog = drive.app.screen
        assert isinstance(dialog, TargetsDialog)
        assert [entry.head for entry in dialog.list.entries] == [True, False]
        await drive.press("escape")
        assert len(dialog.list.entries) > 2
        assert dialog.is_current
        await drive.press("escape")
        assert drive.review.is_current


@pytest.mark.parametrize("opening", ["summary", "change", "top"])
async def test_a_new_review_opens_on_what_the_settings_name(opening: str) -> None:
    async with opened(lambda: many(20), settings=replace(SETTINGS, opening=opening)) as drive:
        assert isinstance(drive.app.screen, SummaryDialog) == (opening == "summary")
        assert drive.row == ("r7" if opening == "change" else "r0")
        await drive.press("]")  # a key of the review works from the summary, too
        assert drive.app.screen is drive.review
        assert drive.row == ("r14" if opening == "change" else "r7")


async def test_plans_of_more_than_a_few_screens_open_folded() -> None:
    settings = replace(SETTINGS, folded="auto")
    for count, folded in ((12, False), (200, True)):
        async with opened(partial(many, count), settings=settings) as drive:
            assert drive.view.folding.folded is folded


async def test_summary_and_filter_count_the_same() -> None:
    async with opened() as drive:
        counts = kind_counts(drive.view)
        await drive.press("s")
        said = {f"修改 {counts['modified']} 处", f"指标变化 {counts['targets']} 项"}
        assert all(one in drive.screen for one in said)
        await drive.press("escape", "f")
        assert isinstance(drive.app.screen, FilterDialog)
        entries = drive.app.screen.list.entries
        assert said <= {" ".join(text for text, _ in entry.cells[1:]) for entry in entries}


async def test_undo_names_what_it_undid() -> None:
    async with opened() as drive:
        await drive.press("]", "r", "ctrl+z")
        assert "已撤销  标记  二、（一）家校共育" in drive.screen
