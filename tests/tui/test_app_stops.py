"""Where next change stops: at each changed row, and in a long one at each place that changed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from plandiff.comparison.model import Comparison, Row
from plandiff.comparison.review.store import MemoryStore
from plandiff.corpus.locales import Words
from plandiff.tui.render.context import UNICODE
from plandiff.tui.render.row_layout import RowLayout
from plandiff.tui.render.rows import RowRenderer
from plandiff.tui.view.model import View
from tests.app_fixtures import make_plan, make_row, opened

SAME = "按计划推进各项工作。\n"


def of_bodies(*bodies: tuple[str, str]) -> Comparison:
    old = make_plan("a", [(0, None, f"第{n}节", own[0]) for n, own in enumerate(bodies)])
    new = make_plan("b", [(0, None, f"第{n}节", own[1]) for n, own in enumerate(bodies)])
    rows: tuple[Row, ...] = tuple(make_row(old, new, n, ([n], [n])) for n in range(len(bodies)))
    return Comparison(old, new, rows)


def view_of(comparison: Comparison) -> View:
    store = MemoryStore()
    store.attach(comparison)
    renderer = RowRenderer(comparison, Words("zh", "app"), UNICODE)
    view = View(renderer, store)
    view.rebuild(RowLayout(renderer, 40, unified=False))
    return view


async def test_a_section_rewritten_from_end_to_end_is_one_stop() -> None:
    long = ("".join(f"旧{n}项。\n" for n in range(90)), "".join(f"新{n}号。\n" for n in range(90)))
    async with opened(lambda: of_bodies(long, ("甲", "乙"))) as drive:
        await drive.press("]")
        assert drive.row == "r0"
        await drive.press("]")
        assert drive.row == "r1"


async def test_a_change_far_down_in_a_long_section_is_not_passed_over() -> None:
    far = ("一。\n" + SAME * 60 + "三。", "二。\n" + SAME * 60 + "四。")
    async with opened(lambda: of_bodies(far, ("甲", "乙"))) as drive:
        await drive.press("]")
        first = drive.view.cursor
        await drive.press("]")
        assert drive.row == "r0"
        assert drive.view.cursor > first + 50
        await drive.press("]")
        assert drive.row == "r1"
        await drive.press("[")
        assert drive.view.cursor > first + 50


LINES = st.lists(st.sampled_from(["同", "改"]), min_size=1, max_size=60)


@given(st.lists(LINES, min_size=1, max_size=4), st.integers(6, 40))
@settings(max_examples=40)
def test_walking_visits_every_changed_row_in_order_and_moves_each_time(
    sections: list[list[str]], page: int
) -> None:
    def body(lines: list[str], word: str) -> str:
        return "\n".join(f"第{n}行{word if own == '改' else '同'}" for n, own in enumerate(lines))

    view = view_of(of_bodies(*((body(own, "旧"), body(own, "新")) for own in sections)))
    places = [(-1, -1)]
    for _ in range(200):
        line = view.change_line(page, forward=True)
        if line is None or (line <= view.cursor and len(places) > 1):
            break
        if line > view.cursor or len(places) == 1:
            places.append((line, view.geometry.locate(line)[0]))
        view.cursor = line
    lines = [line for line, _ in places[1:]]
    assert lines == sorted(set(lines))
    seen = {view.geometry.items[item].first for _, item in places[1:]}
    assert seen == set(view.stops)
