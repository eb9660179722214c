"""Settings: what is wrong is told and left at its default; themes hold at 256 and 16 colours."""

from pathlib import Path

import pytest

from plandiff.corpus.errors import sentence
from plandiff.tui.app.review_app import recent_pairs, remember_pair
from plandiff.tui.command_line.listings import settings_text
from plandiff.tui.keys import ACTIONS
from plandiff.tui.render.strips import Gutter
from plandiff.tui.render.themes import THEME_NAMES, palette
from plandiff.tui.screens.themed_app import theme_for
from plandiff.tui.settings import Settings, described, load_settings, save_setting
from tests.app_fixtures import opened

_CUBE = {0, 0x5F, 0x87, 0xAF, 0xD7, 0xFF}


def write(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_missing_file_is_no_fault(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "none.toml") == (Settings(), ())


def test_sound_settings_are_taken(tmp_path: Path) -> None:
    path = write(tmp_path, 'theme = "cb-light"\ncontext = 3\nambiguous_width = 2\nfolded = true\n')
    settings, warnings = load_settings(path)
    assert warnings == ()
    assert (settings.theme, settings.context) == ("cb-light", 3)
    assert (settings.ambiguous_width, settings.folded) == (2, True)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('colour = "red"', "unknown setting 'colour'"),
        ('theme = "pink"', "theme must be one of"),
        ("context = 1000", "context must be a whole number from 0 to 99"),
        ("context = true", "context must be a whole number"),
        ("folded = 1", "folded must be one of auto, true, false"),
        ("legend = 1", "legend must be true or false"),
        ("keys = 1", "keys must be a table"),
        ('[keys]\nflie = "x"', "knows no action 'flie'"),
        ('[keys]\nsearch = "x"\nnote = "x"', "'x' is given to both search and note"),
        ("theme = ", "cannot be read as settings"),
    ],
)
def test_what_is_wrong_is_told_and_left_at_its_default(
    tmp_path: Path, text: str, fault: str
) -> None:
    settings, warnings = load_settings(write(tmp_path, text))
    assert any(fault in sentence(warning, "en") for warning in warnings)
    assert settings.theme == "auto"
    assert settings.context == 1


def test_described_settings_read_back_the_same(tmp_path: Path) -> None:
    settings = Settings(theme="dark", ambiguous_width=2, keys={"search": "f3"})
    text = "\n".join(f"{name} = {value}" for name, value in described(settings))
    assert load_settings(write(tmp_path, text)) == (settings, ())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_config_prints_is_a_settings_file_that_explains_every_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr(
        "plandiff.tui.command_line.listings.settings_path", lambda: tmp_path / "none.toml"
    )
    settings = Settings(theme="dark", ambiguous_width=2, keys={"search": "f3", "swap": "\\"})
    text = settings_text(settings, language)
    assert load_settings(write(tmp_path, text)) == (settings, ())
    lines = [line for line in text.splitlines() if "=" in line]
    assert len(lines) == len(Settings.__struct_fields__) - 1 + len(ACTIONS)
    assert all(line.rpartition(" # ")[2].strip() for line in lines)
    freed = text.replace("\n# ", "\n").partition("[keys]\n")[2]
    keys = load_settings(write(tmp_path, f"[keys]\n{freed}"))
    assert keys[0].keys.keys() == {action.name for action in ACTIONS}
    assert keys[1] == ()


def test_saving_keeps_what_else_is_in_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, "# mine\ncontext = 2  # two\n")
    save_setting("theme", "light", path)
    assert path.read_text("utf-8") == '# mine\ncontext = 2  # two\ntheme = "light"\n'


def test_the_readers_keys_work_in_the_app() -> None:
    settings = Settings(theme="dark", ambiguous_width=1, keys={"targets": "ctrl+t"})

    async def run() -> None:
        async with opened(settings=settings) as drive:
            await drive.press("t")
            assert drive.app.screen is drive.review
            await drive.press("ctrl+t")
            assert drive.app.screen is not drive.review

    import asyncio

    asyncio.run(run())


@pytest.mark.parametrize(
    ("environ", "colours", "theme"),
    [
        ({}, "truecolor", "dark"),
        ({}, "256", "dark"),
        ({"COLORFGBG": "0;15"}, "256", "light"),
        ({}, "standard", "ansi"),
        ({"NO_COLOR": "1"}, "truecolor", "mono"),
        ({"NO_COLOR": ""}, "truecolor", "dark"),
    ],
)
def test_the_theme_follows_the_terminal(environ: dict[str, str], colours: str, theme: str) -> None:
    assert theme_for(Settings(), environ, colours) == theme
    # A saved theme counts, as far as the terminal can show it and colours are wanted.
    saved = "cb-dark" if theme in {"dark", "light"} else theme
    assert theme_for(Settings(theme="cb-dark"), environ, colours) == saved


@pytest.mark.parametrize("name", THEME_NAMES)
def test_every_theme_has_every_style(name: str) -> None:
    own = palette(name)
    assert own.styles.keys() == palette("dark").styles.keys()
    drawn = Gutter(sign=("~", "sign-~")).segments(own)
    assert "".join(segment.text for segment in drawn) == " ~  "


@pytest.mark.parametrize("name", ["dark", "light", "cb-dark", "cb-light"])
def test_colours_are_the_same_at_256(name: str) -> None:
    own = palette(name)
    for style in (own.base, own.panel, *own.styles.values()):
        for colour in (style.color, style.bgcolor):
            if colour is not None and colour.triplet is not None:
                r, g, b = colour.triplet
                grey = r == g == b and (r - 8) % 10 == 0
                assert grey or {r, g, b} <= _CUBE, (name, colour)


@pytest.mark.parametrize("name", ["mono"])
def test_without_colour_kinds_differ_by_their_letters(name: str) -> None:
    own = palette(name)
    assert all(style.color is None and style.bgcolor is None for style in own.styles.values())
    assert len({str(own.styles[kind]) for kind in ("insert", "delete", "form", "found")}) == 4


def test_pairs_are_remembered_the_latest_first(tmp_path: Path) -> None:
    kept = tmp_path / "state" / "recent.json"
    files = [tmp_path / name for name in "abc"]
    for file in files:
        file.write_text("x")
    remember_pair(files[0], files[1], kept)
    remember_pair(files[1], files[2], kept)
    remember_pair(files[0], files[1], kept)
    assert recent_pairs(kept) == (
        (str(files[0]), str(files[1])),
        (str(files[1]), str(files[2])),
    )
    files[2].unlink()
    assert len(recent_pairs(kept)) == 1
    kept.write_text("{")
    assert recent_pairs(kept) == ()


@pytest.mark.parametrize(
    ("broken", "reason"),
    [(b'theme = "dark', "不是 TOML 格式"), (b"\xff\xfe\x00", "不是 TOML 格式")],
)
def test_a_settings_file_that_is_no_toml_is_left_as_it_is_and_the_reader_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: bytes, reason: str
) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(broken)
    monkeypatch.setattr("plandiff.tui.settings.settings_path", lambda: path)

    async def run() -> None:
        async with opened() as drive:
            await drive.press("T", "enter")
            assert reason in drive.review.controllers.status_line.message
            assert "config.toml" in drive.review.controllers.status_line.message

    import asyncio

    asyncio.run(run())
    assert path.read_bytes() == broken
    assert [entry.name for entry in tmp_path.iterdir()] == ["config.toml"]
