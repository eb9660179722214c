"""Colours can be read: contrast by WCAG 2.2, and nothing is told by colour alone."""

import itertools
from pathlib import Path

import pytest
from rich.style import Style

from plandiff.comparison.model import TargetChangeKind
from plandiff.tui.themes import THEME_NAMES, palette, target_style
from tests.app_fixtures import opened

COLOURED = [name for name in THEME_NAMES if name not in {"ansi", "mono"}]
MARKS = ("insert", "insert-soft", "delete", "delete-soft", "form", "reordered", "carried", "gone")
OVER_MARKS = ("target-", "badge-", "label", "found")
"""What is painted after the word marks begins with one of these; headings are painted before."""
LEAST = 4.5


def luminance(style: Style, part: str) -> float:
    colour = getattr(style, part)
    assert colour is not None
    assert colour.triplet is not None

    def linear(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(value) for value in colour.triplet)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(style: Style) -> float:
    """Of the text with what it stands on: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    dark, light = sorted((luminance(style, "color"), luminance(style, "bgcolor")))
    return (light + 0.05) / (dark + 0.05)


def without_colour(style: Style) -> Style:
    return style.without_color


@pytest.mark.parametrize("theme", COLOURED)
def test_every_style_can_be_read_in_the_panes_and_on_bars(theme: str) -> None:
    own = palette(theme)
    for name, style in own.styles.items():
        for ground in (own.base, own.panel):
            assert contrast(ground + style) >= LEAST, name


@pytest.mark.parametrize("theme", COLOURED)
def test_what_lies_over_a_word_mark_can_be_read_on_it(theme: str) -> None:
    own = palette(theme)
    over = [name for name in own.styles if name.startswith(OVER_MARKS)]
    for mark, name in itertools.product(MARKS, over):
        assert contrast(own.style(mark, name)) >= LEAST, (mark, name)
    for mark, name in itertools.product(MARKS, ("heading", "title")):
        assert contrast(own.style(name, mark)) >= LEAST, (name, mark)


@pytest.mark.parametrize("theme", COLOURED)
def test_marks_of_words_differ_from_plain_text_and_from_each_other_without_colour(
    theme: str,
) -> None:
    own = palette(theme)
    plain, came = without_colour(own.base), without_colour(own.style("insert"))
    went = without_colour(own.style("delete", "gone"))  # as in one pane, where both stand
    assert len({str(style) for style in (plain, came, went)}) == 3


@pytest.mark.parametrize("theme", THEME_NAMES)
def test_each_kind_of_target_has_a_style(theme: str) -> None:
    assert all(target_style(kind.value) in palette(theme).styles for kind in TargetChangeKind)


async def test_the_chooser_begins_at_the_theme_in_use_shows_each_and_goes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plandiff.tui.settings.settings_path", lambda: tmp_path / "config.toml")
    async with opened() as drive:
        await drive.press("T", "down", "enter")
        assert drive.review.looks.palette.name == "light"
        await drive.press("T", "down")
        assert drive.review.looks.palette.name == "cb-dark"
        await drive.press("escape")
        assert drive.review.looks.palette.name == "light"
        assert (tmp_path / "config.toml").read_text("utf-8") == 'theme = "light"\n'
