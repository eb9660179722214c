"""Controllers of the review screen, each with a host of plain attributes: no app, no terminal."""

from collections.abc import Callable
from typing import cast
from unittest.mock import MagicMock

from plandiff.comparison.edits import Side
from plandiff.comparison.review.marks import Mark
from plandiff.comparison.review.store import MemoryStore
from plandiff.corpus.locales import Words
from plandiff.tui.layout.columns import Layout
from plandiff.tui.render.context import UNICODE, RenderContext
from plandiff.tui.render.rows import RowRenderer
from plandiff.tui.render.themes import palette
from plandiff.tui.screens.controllers.assembly import Controllers
from plandiff.tui.screens.controllers.comparing import place_again
from plandiff.tui.screens.controllers.marks import rows_under
from plandiff.tui.view.model import View
from tests.app_fixtures import context, sample


def _made(width: int = 120) -> tuple[MagicMock, Controllers]:
    """A host that shows the sample, and its controllers; what it is told is in ``host.said``."""
    comparison, store = sample(), MemoryStore()
    store.attach(comparison)
    looks = RenderContext(palette("dark"), UNICODE, Words("zh", "app"))
    host = MagicMock(
        context=context(), looks=looks, words=looks.words, store=store, opened_store=store
    )
    host.view, host.swapped, host.side, host.page = None, False, Side.NEW, 30
    host.width, host.names, host.said = width, ("a.txt", "b.txt"), []
    host.panes = {side: MagicMock() for side in Side}
    host.outline.wanted = ""
    own = Controllers(host, sample)
    host.columns = own.layouts.columns()
    host.say = cast("Callable[[str], None]", host.said.append)
    host.move_to, host.go_to_row = own.navigation.move_to, own.navigation.go_to_row
    host.rebuild = own.display.rebuild
    renderer = RowRenderer(comparison, looks.words, UNICODE)
    host.view = View(renderer, store)
    host.view.rebuild(own.layouts.row_layout(renderer))
    return host, own


def test_the_next_change_after_the_last_one_is_the_first_and_the_reader_is_told() -> None:
    host, own = _made()
    next_change = own.actions()["next_change"]
    for _ in host.view.stops.rows[1:]:  # the cursor is at the first one
        next_change()
    assert host.view.row().id == "r13"
    assert host.said == []
    next_change()
    assert host.view.row().id == "r0"
    assert host.said == [host.words("wrapped")]


def test_a_mark_is_taken_back_when_it_is_set_a_second_time() -> None:
    host, own = _made()
    for expected in (Mark.ACCEPTED, Mark.UNSEEN):
        own.navigation.go_to_row(4)
        own.marks.mark_here(Mark.ACCEPTED)
        assert host.store.mark("r4") is expected


def test_a_search_finds_both_sides_and_is_cleared_once() -> None:
    host, own = _made()
    own.search.search("集团")
    assert [match.row for match in host.looks.search.matches] == [5, 5]
    assert own.search.clear()
    assert not own.search.clear()


def test_a_pick_waits_for_the_other_side_and_is_dropped_by_the_same_key() -> None:
    host, own = _made()
    host.context = context(compare_again=MagicMock())
    own.navigation.go_to_row(4)
    own.pins.pin_here()
    assert own.pins.picked == (Side.NEW, host.view.rows[4].new[0])
    own.pins.pin_here()
    assert own.pins.picked is None


def test_every_layout_follows_the_one_before() -> None:
    _, own = _made()
    seen = []
    for _ in Layout:
        seen.append(own.layouts.layout)
        own.layouts.use_next()
    assert set(seen) == set(Layout)
    assert own.layouts.layout is seen[0]


def test_a_chapter_holds_its_subsections() -> None:
    comparison = sample()
    under = rows_under(comparison, comparison.rows[10])
    assert [row.id for row in under] == ["r10", "r11", "r12", "r13"]


def test_a_row_is_found_again_in_the_same_comparison() -> None:
    comparison = sample()
    places = [place_again(comparison, row, 2) for row in comparison.rows]
    assert [(place.row, place.offset) for place in places] == [(i, 2) for i in range(14)]
