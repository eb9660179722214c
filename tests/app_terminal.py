"""A program in a pseudo terminal: its screen can be read, and every byte that reached it."""

import os
import re
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pexpect
import pyte

ROOT = Path(__file__).resolve().parents[1]
FORBIDDEN = re.compile("[\x00\x08\x0b\x0c\x7f\x80-\x9f\u202a-\u202e\u2066-\u2069\u200b\ufeff]")
_OURS = re.compile(
    r"\x1b\[[0-9;:?<>=$ ]*[a-zA-Z@`{|}~]|\x1b[78=>()][B0]?|\x1b\]22;[a-z]*\x07|\x1bP[^\x1b]*\x1b\\"
    r"|\x1b\]52;c;[A-Za-z0-9+/=]*\x07"
)
"""Sequences that Textual itself sends: cursor, colours, modes, queries, the clipboard."""


class Terminal:
    """A pseudo terminal with a screen that can be read."""

    def __init__(
        self,
        command: Sequence[str],
        size: tuple[int, int] = (120, 40),
        environment: Mapping[str, str] | None = None,
        folder: Path = ROOT,
    ) -> None:
        """``command``: the words behind ``python -m``."""
        width, height = size
        own = {k: v for k, v in os.environ.items() if k not in {"NO_COLOR", "COLORTERM"}}
        own |= {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT), **(environment or {})}
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", *command],
            dimensions=(height, width),
            cwd=folder,
            env=own,
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
        assert text in self.text, self.text

    @property
    def text(self) -> str:
        """The screen as lines; a wide character's second cell is left out."""
        return "\n".join(self.lines)

    @property
    def lines(self) -> list[str]:
        """The lines of the screen."""
        columns = range(self.screen.columns)
        return [
            "".join(self.screen.buffer[y][x].data for x in columns)
            for y in range(self.screen.lines)
        ]

    @property
    def last_line(self) -> str:
        """The line at the bottom of the screen."""
        return self.lines[-1]

    def press(self, *keys: str, quiet: float = 0.25) -> None:
        """Send keys and take in what they do."""
        for key in keys:
            self.child.send(key)
            self.read(quiet)

    def resize(self, width: int, height: int, quiet: float = 0.4) -> None:
        """Give the window another size."""
        self.read(0.05)
        self.screen.resize(height, width)
        self.screen.reset()
        self.child.setwinsize(height, width)
        self.read(quiet)

    def end(self) -> int:
        """Wait for the end and give the exit status."""
        self.read(10.0)
        self.child.expect(pexpect.EOF)
        self.child.close()
        return int(self.child.exitstatus if self.child.exitstatus is not None else -1)

    def raw(self) -> list[str]:
        """What reached the terminal and is neither text nor a sequence of Textual's own."""
        sent = _OURS.sub("", self.sent.decode("utf-8", "replace"))
        return re.findall(f".{{0,8}}(?:\x1b|{FORBIDDEN.pattern}).{{0,12}}", sent)


def play(what: str, size: tuple[int, int] = (120, 40), language: str = "zh") -> Terminal:
    """The app on what `tests.app_hostile` knows by this name."""
    return Terminal(["tests.app_hostile", what, language], size)
