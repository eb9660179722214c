"""Text that would steer a terminal, on every screen, at every size: nothing of it arrives raw."""

import sys
from pathlib import Path

import pytest

from tests.app_hostile import EVIL
from tests.app_terminal import Terminal, play

ESC = "\x1b"
MARKUP = ("[/]", "[5%]", "[@click=app.quit]", "[bold]")
PASTED = f"{ESC}[200~[/]甲\x9b31m\u202e{ESC}]52;c;UFdORUQ=\x07乙{ESC}[201~"
SCREENS = {
    "panes": ("]", "]", ".", "}", "{", "\r"),
    "one pane": ("2", "]"),
    "outline": ("1", "o", "\t", "j", "F", "甲", "\r"),
    "search": ("/", "甲", "\r", "n", "N"),
    "search for what is pasted": ("/", PASTED, "\r"),
    "go to": (":", "甲", "\r", ":", PASTED, "\r"),
    "targets": ("t", "s", "a", "/", "5"),
    "summary": ("s", "j", "G"),
    "help": ("?", "筛"),
    "palette": ("\x10", "查"),
    "theme": ("T", "j"),
    "filter": ("f", "j", " "),
    "note that is there": ("c",),
    "note that is pasted": ("c", PASTED, "\r"),
    "list of notes": ("@", "j"),
    "pins": ("A",),
    "pick": ("a", "\t"),
    "export": ("E", PASTED, "\r"),
    "export failed": ("E", "\x01x", "\r"),
    "copied": ("y", "Y"),
    "swapped": ("x", "S", "Z", "z"),
    "read again": ("R",),
    "other language": ("L", "L"),
}
SIZES = ((80, 24), (120, 40), (200, 60))


@pytest.mark.parametrize(
    "first", [0, *(pytest.param(first, marks=pytest.mark.slow) for first in (1, 2))]
)
def test_nothing_hostile_arrives_raw_on_any_screen_while_the_size_changes(first: int) -> None:
    """A third of the screens at each start, so that three terminals share the walk."""
    terminal = play("hostile", SIZES[first])
    terminal.wait_for("新版")
    for turn, (name, keys) in enumerate(list(SCREENS.items())[first::3]):
        terminal.press(*keys, quiet=0.12)
        terminal.resize(*SIZES[(first + turn + 1) % 3])
        assert terminal.raw() == [], name
        terminal.press(ESC, ESC, quiet=0.15)
        terminal.wait_for("退")
        assert "退" in terminal.last_line, (name, terminal.text)
    terminal.press("q")
    assert terminal.end() == 0
    assert terminal.raw() == []
    assert b"PWNED\x07" not in terminal.sent
    assert b"\x1b]52;c;UFdORUQ" not in terminal.sent


def test_markup_is_shown_as_it_stands_on_every_screen() -> None:
    terminal = play("hostile", (200, 50))
    terminal.wait_ready()
    for keys in ("", "t", "s", "@", "A", "o", "c", "2"):
        terminal.press(*keys, quiet=0.05)
        for mark in MARKUP:
            assert mark in terminal.text, (keys, mark, terminal.text)
        terminal.press(ESC, ESC, quiet=0.05)
    terminal.press("q")
    assert terminal.end() == 0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two plans with names as hostile as a file system takes them, and bytes that are no text."""
    name = EVIL.replace("/", "").replace("\x00", "").replace("\ud800", "")[:100]
    for number, end in ((1, b"\xff.txt"), (2, b".txt")):
        path = bytes(tmp_path) + b"/" + str(number).encode() + name.encode() + end
        with open(path, "wb") as file:  # noqa: PTH123 - a name that is no text
            file.write(f"一、目标\n建成{number}所。\n".encode())
    return tmp_path


@pytest.mark.skipif(sys.platform == "darwin", reason="its file names are always UTF-8")
def test_hostile_file_names_are_listed_completed_opened_and_told_safely(folder: Path) -> None:
    own = {
        "XDG_CONFIG_HOME": str(folder / ".config"),
        "XDG_STATE_HOME": str(folder / ".state"),
        "EDITOR": "/no/such/editor",
        "LC_ALL": "C.UTF-8",
    }
    terminal = Terminal(["plandiff", "--lang", "zh"], (100, 30), own, folder)
    terminal.wait_for("[5%]")
    terminal.press("1", "\t", "\r", "\r")
    terminal.wait_ready()
    terminal.press("\x1b")  # the summary
    terminal.wait_for("[5%]")
    terminal.press("E")
    terminal.press("\r")
    terminal.wait_for("已写入")
    for path in folder.glob("2*.txt"):
        path.unlink()
    terminal.press("Y", "e", "R")
    terminal.wait_for("没有这个文件")
    terminal.press("q")
    assert terminal.end() == 0
    assert terminal.raw() == []
