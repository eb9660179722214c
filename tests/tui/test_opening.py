"""What is on the screen at once: a frame that needs neither the core nor a widget."""

import subprocess
import sys
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plandiff.comparison.model import Comparison
from plandiff.comparison.review.marks import Mark
from plandiff.corpus.locales import Words
from plandiff.corpus.text.width import cell_width
from plandiff.tui.app.review_app import Opening, PlandiffApp
from plandiff.tui.layout.columns import Layout, columns
from plandiff.tui.render.context import ASCII, UNICODE, RenderContext
from plandiff.tui.render.strips import frame_strips
from plandiff.tui.render.themes import THEME_NAMES, palette
from tests.app_fixtures import Driver, context, opened, sample

NAME = st.text("甲乙2031.docx（稿）", min_size=1, max_size=50)
SIZES = st.tuples(st.integers(1, 220), st.integers(1, 70))


def looks(theme: str = "dark", language: str = "zh") -> RenderContext:
    return RenderContext(palette(theme), UNICODE, Words(language, "app"))


def test_the_first_paint_waits_for_nothing_that_reads_or_compares() -> None:
    """A fresh interpreter that is ready to draw the frame has loaded none of these."""
    slow = [
        "plandiff.comparison.edits",
        "plandiff.comparison.model",
        "plandiff.tui.view.model",
        "plandiff.tui.screens.review",
        "plandiff.tui.render.rows",
        "sqlite3",
        "jieba",
        "rapidfuzz",
    ]
    code = (
        "import sys, plandiff.tui.command_line.commands\n"
        "import plandiff.tui.reviewing, plandiff.tui.app.review_app\n"
        "from plandiff.tui.request import Request\n"
        "from plandiff.tui.work.idle_options import refuse_in_app\n"
        "refuse_in_app(Request())\n"
        f"print(*(name for name in {slow!r} if name in sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert run.stdout.strip() == ""


@given(SIZES, NAME, NAME, st.sampled_from(Layout), st.sampled_from(THEME_NAMES))
def test_the_frame_fills_the_screen_exactly(
    size: tuple[int, int], old: str, new: str, layout: Layout, theme: str
) -> None:
    shared = columns(size[0], layout, outline=32)
    strips = frame_strips(size, shared, (old, new), looks(theme))
    assert len(strips) == size[1]
    assert {cell_width(strip.text) for strip in strips} == {size[0]}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_frame_names_both_plans_and_says_what_is_being_done(language: str) -> None:
    shared = columns(120, Layout.AUTO, outline=32)
    look = looks(language=language)
    text = [strip.text for strip in frame_strips((120, 40), shared, ("旧.txt", "新.txt"), look)]
    assert "旧.txt" in text[0]
    assert "新.txt" in text[0]
    assert look.words("busy.reading") in text[-2]
    assert all(line.count(UNICODE.rule) == 2 for line in text[1:-2])


def test_rules_stand_where_the_review_will_have_them() -> None:
    shared = columns(120, Layout.AUTO, outline=32)
    line = frame_strips(
        (120, 40), shared, ("a", "b"), RenderContext(palette("dark"), ASCII, Words("en", "app"))
    )[5]
    places = [at for at, character in enumerate(line.text) if character == ASCII.rule]
    assert places == [shared.outline - 1, shared.outline + shared.left - 1]


async def test_the_review_follows_on_top_of_the_frame() -> None:
    async with opened() as drive:
        assert drive.app.screen is drive.review
        assert isinstance(drive.app.screen_stack[0], Opening)


async def test_a_warning_about_the_settings_is_told_once_the_review_is_there() -> None:
    assert context(warnings=("设置有误",)).warnings
    async with opened(warnings=("设置有误",)) as drive:
        assert "设置有误" in drive.screen


async def test_keys_pressed_before_the_plans_are_compared_act_on_the_comparison() -> None:
    pressed = threading.Event()

    def load() -> Comparison:
        pressed.wait()
        return sample()

    app = PlandiffApp(load, context())
    async with app.run_test() as pilot:
        drive = Driver(app, pilot)
        await drive.until(lambda: app.screen is app.review)
        app.review.press(["right_square_bracket"])  # what the frame took in before
        await pilot.press("r")
        assert app.review.view is None
        pressed.set()
        await drive.until(lambda: app.review.view is not None)
        await drive.rest()
        assert app.review.store.mark("r3") is Mark.REVIEWED  # the first row that changed
        assert drive.row == "r4"


async def test_a_reader_can_quit_before_the_plans_are_compared() -> None:
    never = threading.Event()

    def load() -> Comparison:
        never.wait()
        return sample()

    app = PlandiffApp(load, context())
    async with app.run_test() as pilot:
        await Driver(app, pilot).until(lambda: app.screen is app.review)
        await pilot.press("r", "q")
        assert app.return_code == 0
    never.set()
