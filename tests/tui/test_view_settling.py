"""Rows out of sight are set later: nothing that the reader looks at moves when they are."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plandiff.comparison.edits import Side
from plandiff.comparison.review.store import MemoryStore
from plandiff.corpus.locales import Words
from plandiff.tui.render.context import UNICODE
from plandiff.tui.render.row_layout import RowLayout
from plandiff.tui.render.rows import RowRenderer
from plandiff.tui.view.model import View
from plandiff.tui.view.navigation import Place
from tests.app_fixtures import many, opened

COMPARISON = many(60)
RENDERER = RowRenderer(COMPARISON, Words("zh", "app"), UNICODE)
ROWS = st.integers(0, len(COMPARISON.rows) - 1)
WIDTHS = st.integers(12, 60)


@pytest.fixture(autouse=True, scope="module")
def few_at_once() -> Iterator[None]:
    """So that a small plan has rows out of sight."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("plandiff.tui.view.model.AT_ONCE", 4)
        yield


def view_at(row: int, width: int) -> View:
    """A view whose rows are set near a row only."""
    store = MemoryStore()
    store.attach(COMPARISON)
    view = View(RENDERER, store)
    view.rebuild(RowLayout(RENDERER, width, unified=False))
    view.put(Place(row, 0))
    return view


def set_all(view: View) -> None:
    while view.measure_more(lambda: True):
        pass


@given(ROWS, WIDTHS)
def test_in_the_end_every_row_is_as_if_set_at_once(row: int, width: int) -> None:
    view = view_at(row, width)
    assert view.geometry.rough
    set_all(view)
    at_once = RowLayout(RENDERER, width, unified=False).geometry(view.geometry.items)
    assert view.geometry.starts == at_once.starts
    assert view.geometry.blocks == at_once.blocks


@given(ROWS, ROWS, WIDTHS, st.lists(ROWS, max_size=5))
def test_cursor_and_tops_stay_on_their_rows_while_others_are_set(
    row: int, top: int, width: int, others: list[int]
) -> None:
    view = view_at(row, width)
    view.measure((view.geometry.holder_of_row(top),))
    view.tops = dict.fromkeys(Side, view.geometry.top_of_row(top))
    place, tops = view.place(), view.place(view.tops[Side.NEW])
    view.measure(view.geometry.holder_of_row(other) for other in others)
    assert (view.place(), view.place(view.tops[Side.NEW])) == (place, tops)
    set_all(view)
    assert (view.place(), view.place(view.tops[Side.OLD])) == (place, tops)


@given(ROWS, ROWS, WIDTHS, WIDTHS)
def test_at_another_width_cursor_and_tops_stay_on_their_rows(
    row: int, top: int, width: int, other: int
) -> None:
    view = view_at(row, width)
    view.tops = dict.fromkeys(Side, view.geometry.top_of_row(top))
    view.rewrap(RowLayout(RENDERER, other, unified=False))
    assert view.place().row == row
    assert view.place(view.tops[Side.NEW]).row == top


@given(ROWS, WIDTHS, st.integers(1, 60))
def test_what_a_page_shows_is_set_before_it_is_shown(row: int, width: int, page: int) -> None:
    view = view_at(0, width)
    top = view.geometry.top_of_row(row)
    view.measure_page(top, page)
    shown = range(view.geometry.index_at(top), view.geometry.index_at(top + page) + 1)
    assert not view.geometry.rough & set(shown)


async def test_the_row_at_the_top_stays_there_when_the_terminal_changes() -> None:
    async with opened(lambda: COMPARISON, size=(120, 40)) as drive:
        await drive.press("G", "b", "b")
        drive.review.controllers.navigation.set_cursor(drive.view.tops[Side.NEW] + 5)
        top = drive.view.place(drive.view.tops[Side.NEW]).row
        for width in (90, 70, 132):
            await drive.pilot.resize_terminal(width, 40)
            await drive.until(lambda width=width: drive.review.size.width == width)  # type: ignore[misc]
            await drive.rest()
            assert drive.view.place(drive.view.tops[Side.NEW]).row == top
            shown = round(drive.review.panes[Side.NEW].scroll_y)
            assert shown == drive.view.tops[Side.NEW]


async def test_keys_find_their_way_through_rows_that_are_not_set() -> None:
    async with opened(lambda: COMPARISON, size=(100, 30)) as drive:
        await drive.pilot.resize_terminal(84, 30)
        await drive.press("G")
        assert drive.view.cursor == drive.view.geometry.height - 1
        await drive.press("g")
        assert drive.view.cursor == 0
        last = max(drive.view.stops.rows)
        await drive.press("[")
        assert drive.view.place().row == last
