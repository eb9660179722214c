"""Every kind, theme and action has its words on the screen, and every action its keys."""

import pytest

from plandiff.comparison.edits import RowKind
from plandiff.comparison.model import TargetChangeKind
from plandiff.comparison.review.marks import Mark
from plandiff.corpus.locales import LANGUAGES, Words
from plandiff.tui.app.review_app import PlandiffApp
from plandiff.tui.keys import ACTIONS, Group, keys_of, shown_key
from plandiff.tui.render.context import ASCII, UNICODE, Glyphs
from plandiff.tui.render.signs import legend, row_sign, state_legend, state_sign
from plandiff.tui.render.themes import THEME_NAMES
from plandiff.tui.view.kinds import KINDS
from tests.app_fixtures import context, sample


@pytest.mark.parametrize("language", LANGUAGES)
def test_kinds_themes_groups_and_actions_have_words(language: str) -> None:
    words = Words(language, "app")
    assert all(words.has(f"kind.{kind}") for kind in (*KINDS, *RowKind))
    assert all(words.has(f"target.{kind}") for kind in TargetChangeKind)
    assert all(words.has(f"theme.{name}") for name in THEME_NAMES)
    assert all(words.has(f"group.{group.value}") for group in Group)
    assert all(
        words.has(f"legend.{name}") for name, _ in (*legend(UNICODE), *state_legend(UNICODE))
    )
    assert all(words.has(f"do.{action.name}") for action in ACTIONS)
    assert all(words.has(f"foot.{action.name}") for action in ACTIONS if action.footer)


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_the_legend_explains_every_sign_that_a_row_can_have(glyphs: Glyphs) -> None:
    explained = [sign for _, sign in (*legend(glyphs), *state_legend(glyphs))]
    assert len(set(explained)) == len(explained)
    used = {row_sign(row, glyphs) for row in sample().rows} - {" "}
    assert used <= set(explained)
    kinds = {"~", "+", "-", "=", "<", ">", "x", glyphs.moved, *glyphs.findings}
    states = {state_sign(state, glyphs) for state in (*Mark, "conflict", "outdated")} - {" "}
    assert kinds | states | {glyphs.note} == set(explained)


def test_no_key_does_two_things_and_a_controller_performs_every_action() -> None:
    keys = [key for action in ACTIONS for key in action.keys]
    assert len(keys) == len(set(keys))
    screen = PlandiffApp(sample, context()).review
    assert sorted(screen.performers) == sorted(action.name for action in ACTIONS)


def test_the_contracts_keys_are_bound() -> None:
    contract = (
        "] [ } { . : / n N j k b d u g G o t s f z Z 1 2 0 v r U c m M @ a A x y Y e E R T ? q"
    )
    more = ["f7", "shift+f7", "comma", "space", "pagedown", "pageup", "home", "end", "escape"]
    more += [
        "ctrl+r",
        "ctrl+k",
        "ctrl+q",
        "O",
        "tab",
        "enter",
        "up",
        "down",
        "f1",
        "ctrl+p",
        *"】【｝｛。，／？：",
    ]
    bound = {key for action in ACTIONS for key in action.keys}
    assert {*contract.split(), *more} <= bound


def test_the_readers_keys_replace_ours_and_take_them_from_others() -> None:
    keys = keys_of({"search": "ctrl+s, t", "no_such_action": "x"})
    assert keys["search"] == ("ctrl+s", "t")
    assert keys["targets"] == ()
    assert keys["swap"] == ("x", "alt+backslash")


def test_keys_are_shown_as_they_are_printed() -> None:
    assert [shown_key(key) for key in ("f1", "f", "pagedown", "+", "alt+down")] == [
        "F1",
        "f",
        "PgDn",
        "+",
        "Alt+↓",
    ]
