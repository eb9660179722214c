"""A program in a pseudo terminal: its screen can be read, and every byte that reached it."""

import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pexpect
import pyte

from tests.timing import PATIENCE, Activity, Patience

ROOT = Path(__file__).resolve().parents[1]
FORBIDDEN = re.compile("[\x00\x08\x0b\x0c\x7f\x80-\x9f\u202a-\u202e\u2066-\u2069\u200b\ufeff]")
_OURS = re.compile(
    r"\x1b\[[0-9;:?<>=$ ]*[a-zA-Z@`{|}~]|\x1b[78=>()][B0]?|\x1b\]22;[a-z]*\x07|\x1bP[^\x1b]*\x1b\\"
    r"|\x1b\]52;c;[A-Za-z0-9+/=]*\x07"
)
"""Sequences that Textual itself sends: cursor, colours, modes, queries, the clipboard."""
_LONG_REST = 200
"""After so many tenths of a second without work, an app will not show by itself what it has not."""


def open_on_the_text(config_home: Path) -> None:
    """Write settings with which a review opens on its first line, unfolded, without a legend."""
    file = config_home / "plandiff" / "config.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text('opening = "top"\nfolded = false\nlegend = false\nnotes = "sign"\n', "utf-8")


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
            timeout=PATIENCE,
        )
        self.child.delaybeforesend = None
        self.screen = pyte.Screen(width, height)
        self.stream = pyte.ByteStream(self.screen)
        self.sent = b""

    def read(self, quiet: float = 0.25) -> bool:
        """Take in what comes until nothing comes for ``quiet`` seconds; whether more may come.

        A cursor blinks every half second, so that a longer quiet may never be met.
        """
        patience = Patience()
        while not patience.is_over():
            try:
                data: bytes = self.child.read_nonblocking(65536, quiet)  # type: ignore[assignment]
            except pexpect.TIMEOUT:
                return True
            except pexpect.EOF:
                return False
            self.sent += data
            self.stream.feed(data)
        return True

    def settle(self, quiet: float = 0.15) -> None:
        """Take in what comes until the app has nothing left to do: no output and no work."""
        activity, patience = Activity(int(str(self.child.pid))), Patience()
        while self.read(quiet) and not activity.at_rest() and not patience.is_over():
            pass

    def wait(self, holds: Callable[[str], bool], what: str) -> None:
        """Read until something holds of the screen's text.

        Fails when `PATIENCE` is over, or where the app has had nothing to do for a long time.
        """
        activity, patience = Activity(int(str(self.child.pid))), Patience()
        rested = 0
        while not holds(self.text) and rested < _LONG_REST and not patience.is_over():
            if not self.read(0.1):
                break
            rested = rested + 1 if activity.at_rest() else 0
        assert holds(self.text), f"{what}\n{self.text}"

    def wait_ready(self) -> None:
        """Read until the review stands; the counts are in the header or in the status line."""
        self.wait(lambda s: bool(re.search(r"已阅 \d", s)) or "节 · 第" in s, "counts")

    def wait_for(self, text: str) -> None:
        """Read until the screen shows a text."""
        self.wait(lambda screen: text in screen, text)

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

    def press(self, *keys: str, quiet: float = 0.15) -> None:
        """Send keys and take in what they do."""
        for key in keys:
            self.child.send(key)
            self.settle(quiet)

    def resize(self, width: int, height: int, quiet: float = 0.2) -> None:
        """Give the window another size."""
        self.read(0.05)
        self.screen.resize(height, width)
        self.screen.reset()
        self.child.setwinsize(height, width)
        self.settle(quiet)

    def end(self) -> int:
        """Wait for the end and give the exit status."""
        self.read(PATIENCE)
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
