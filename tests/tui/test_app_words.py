"""Every word on the screen is there in both languages, and every action has its words and keys."""

import re
from pathlib import Path

import pytest

from plandiff import tui
from plandiff.comparison.model import RowKind, TargetChangeKind
from plandiff.tui.drawing.glyphs import ASCII, UNICODE, Glyphs
from plandiff.tui.drawing.signs import legend, row_sign, state_legend, state_sign
from plandiff.tui.i18n import LANGUAGES, Words, catalogue
from plandiff.tui.keys import ACTIONS, Group, keys_of, shown_key
from plandiff.tui.kinds import KINDS
from plandiff.tui.review.protocol import Mark
from plandiff.tui.screens.review import ReviewScreen
from plandiff.tui.themes import THEME_NAMES
from tests.app_fixtures import sample

ROOT = Path(tui.__file__).parent
SOURCES = [path for path in sorted(ROOT.rglob("*.py")) if "review/" not in path.as_posix()]
_CALL = re.compile(r'(?:words|_go)\(\s*"([a-z_.]+)"')
_FIELD = re.compile(r"{(\w+)}")


def test_both_catalogues_have_the_same_keys_and_fields() -> None:
    zh, en = (catalogue(language) for language in LANGUAGES)
    assert zh.keys() == en.keys()
    for key, text in zh.items():
        assert sorted(_FIELD.findall(text)) == sorted(_FIELD.findall(en[key])), key


def test_every_word_that_is_asked_for_is_there() -> None:
    known = catalogue("en")
    for path in SOURCES:
        for key in _CALL.findall(path.read_text("utf-8")):
            assert key in known, (path.name, key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_kinds_themes_groups_and_actions_have_words(language: str) -> None:
    words = Words(language)
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
    kinds = {"~", "+", "-", "=", "<", ">", "x", glyphs.moved, "#"}
    states = {state_sign(state, glyphs) for state in (*Mark, "conflict", "outdated")} - {" "}
    assert kinds | states | {glyphs.note} == set(explained)


def test_chinese_words_are_chinese() -> None:
    for key, text in catalogue("zh").items():
        assert re.search(r"[\u4e00-\u9fff]", text), key


def test_an_unknown_language_speaks_english_and_the_other_of_the_other_is_the_first() -> None:
    assert Words("fr").language == "en"
    assert Words("zh").other().other().language == "zh"


def test_values_are_put_in_literally() -> None:
    assert Words("en")("nothing.section", text="{x} [/]") == "no such section: {x} [/]"


def test_no_key_does_two_things_and_every_action_has_a_method() -> None:
    keys = [key for action in ACTIONS for key in action.keys]
    assert len(keys) == len(set(keys))
    assert all(hasattr(ReviewScreen, f"action_{action.name}") for action in ACTIONS)


def test_the_contracts_keys_are_bound() -> None:
    contract = (
        "] [ } { . : / n N j k b d u g G o t s f z Z 1 2 0 v r U c m M @ a A x y Y e E R T ? q"
    )
    more = ["f7", "shift+f7", "comma", "space", "pagedown", "pageup", "home", "end", "escape"]
    more += ["tab", "enter", "up", "down", "f1", "ctrl+p", *"】【｝｛。，／？："]
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
