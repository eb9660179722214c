"""The app in a real terminal: what reaches it byte by byte, how it ends, what it leaves behind."""

import os
import re
import sys
import time
from pathlib import Path

import pexpect
import pyte
import pytest

ROOT = Path(__file__).resolve().parents[1]
FORBIDDEN = re.compile("[\x00\x08\x0b\x0c\x7f\x80-\x9f\u202a-\u202e\u2066-\u2069\u200b\ufeff]")
OURS = re.compile(
    r"\x1b\[[0-9;:?<>=$ ]*[a-zA-Z@`{|}~]|\x1b[78=>()][B0]?|\x1b\]22;[a-z]*\x07|\x1bP[^\x1b]*\x1b\\"
)
"""Sequences that Textual itself sends: cursor, colours, modes, queries."""


class Terminal:
    """A pseudo terminal with a screen that can be read."""

    def __init__(self, what: str, size: tuple[int, int] = (120, 40), language: str = "zh") -> None:
        width, height = size
        environment = {k: v for k, v in os.environ.items() if k not in {"NO_COLOR", "COLORTERM"}}
        environment |= {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "tests.app_hostile", what, language],
            dimensions=(height, width),
            cwd=ROOT,
            env=environment,
            timeout=20,
        )
        self.child.delaybeforesend = None
        self.screen = pyte.Screen(width, height)
        self.stream = pyte.ByteStream(self.screen)
        self.sent = b""

    def read(self, quiet: float = 0.25, limit: float = 15.0) -> None:
        """Take in what comes until nothing comes for a while."""
        until = time.monotonic() + limit
        while time.monotonic() < until:
            try:
                data: bytes = self.child.read_nonblocking(65536, quiet)  # type: ignore[assignment]
            except pexpect.TIMEOUT:
                return
            except pexpect.EOF:
                return
            self.sent += data
            self.stream.feed(data)

    def wait_for(self, text: str) -> None:
        """Read until the screen shows a text."""
        until = time.monotonic() + 20
        while text not in self.text and time.monotonic() < until:
            self.read(0.1, 1)
        assert text in self.text

    @property
    def text(self) -> str:
        """The screen as lines; a wide character's second cell is left out."""
        return "\n".join(self.screen.display)

    def press(self, *keys: str) -> None:
        """Send keys and take in what they do."""
        for key in keys:
            self.child.send(key)
            self.read()

    def end(self) -> int:
        """Wait for the end and give the exit status."""
        self.read(10.0)
        self.child.expect(pexpect.EOF)
        self.child.close()
        return int(self.child.exitstatus if self.child.exitstatus is not None else -1)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
def test_hostile_text_never_reaches_the_terminal_raw(size: tuple[int, int]) -> None:
    terminal = Terminal("hostile", size)
    terminal.wait_for("处改动")
    escape = "\x1b"
    terminal.press("]", "]", "t", escape, "s", escape, "?", escape, "f", escape, "E", "2", "1", "o")
    terminal.press("/", "点", "\r", "c", "注", "\r", "@", escape, "L", "G", "x", "y")
    shown = terminal.text
    terminal.press("q")
    assert terminal.end() == 0
    sent = terminal.sent.decode("utf-8", "replace")
    assert "PWNED\x07" not in sent
    plain = OURS.sub("", sent)
    clipboard = re.sub(r"\x1b\]52;c;[A-Za-z0-9+/=]*\x07", "", plain)
    assert "\x1b" not in clipboard, re.findall(".{0,8}\x1b.{0,12}", clipboard)[:3]
    assert not FORBIDDEN.search(clipboard)
    assert "\x1b]52;c;UFdORUQ=" not in sent
    assert "[5%]" in shown or "[5%]" in sent


def test_markup_of_a_plan_is_shown_as_it_stands() -> None:
    terminal = Terminal("hostile")
    terminal.wait_for("处改动")
    for mark in ("[/]", "[5%]", "[@click=app.quit]", "[bold]"):
        assert mark in terminal.text.replace(" ", "") or mark in terminal.text
    terminal.press("q")
    assert terminal.end() == 0


def test_it_leaves_a_clean_terminal() -> None:
    terminal = Terminal("sample")
    terminal.wait_for("处改动")
    terminal.press("q")
    assert terminal.end() == 0
    sent = terminal.sent.decode("utf-8", "replace")
    for mode in ("1049", "1000", "2004"):
        assert sent.rfind(f"\x1b[?{mode}l") > sent.rfind(f"\x1b[?{mode}h")
    assert sent.rfind("\x1b[?25h") > sent.rfind("\x1b[?25l")


def test_a_crash_leaves_a_clean_terminal_a_status_and_no_text_of_the_plans() -> None:
    terminal = Terminal("broken")
    assert terminal.end() == 2
    sent = terminal.sent.decode("utf-8", "replace")
    assert sent.rfind("\x1b[?1049l") > sent.rfind("\x1b[?1049h")
    assert "PWNED" not in sent
    assert "Traceback" not in sent


def test_it_follows_the_size_of_the_terminal() -> None:
    terminal = Terminal("sample", (140, 45))
    terminal.wait_for("处改动")
    for width, height in ((80, 24), (200, 60), (58, 20)):
        terminal.read()
        terminal.screen.resize(height, width)
        terminal.screen.reset()
        terminal.child.setwinsize(height, width)
        terminal.wait_for("退")
        assert "退" in terminal.screen.display[height - 1]
        terminal.press("]")
    terminal.press("q")
    assert terminal.end() == 0


def test_full_width_keys_work_in_a_terminal() -> None:
    terminal = Terminal("sample")
    terminal.wait_for("处改动")
    terminal.press("】", "】")
    assert "3/10" in terminal.text
    terminal.press("【")
    assert "2/10" in terminal.text
    terminal.press("：", "二（七）", "\r")
    assert "7/10" in terminal.text
    terminal.press("？")
    assert "Shift+F7" in terminal.text
    terminal.press("\x1b", "\x11")
    assert terminal.end() == 0


def test_ctrl_c_twice_ends_and_english_is_spoken() -> None:
    terminal = Terminal("sample", language="en")
    terminal.wait_for("10 changes")
    terminal.press("\x03")
    assert "Ctrl+C again" in terminal.text
    terminal.press("\x03")
    assert terminal.end() == 0


def test_no_colour_is_sent_where_none_is_wanted() -> None:
    terminal = Terminal("mono")
    terminal.wait_for("处改动")
    terminal.press("]", "t", "\x1b", "q")
    assert terminal.end() == 0
    sent = terminal.sent.decode("utf-8", "replace")
    coloured = r"\x1b\[(?:[0-9]+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9]+)*m"
    assert not re.search(coloured, sent)
    assert "\x1b[1" in sent
