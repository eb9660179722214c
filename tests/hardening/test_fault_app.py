"""The app on bad days: signals, hang-ups, storms of sizes, terminals that say nothing."""

import os
import pty
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from plandiff.corpus.samples import sample_paths
from tests.app_terminal import Terminal, open_on_the_text
from tests.timing import PATIENCE

MODES = ("1049", "1000", "2004")


def started(
    tmp_path: Path, size: tuple[int, int] = (120, 40), kind: str = "xterm-256color"
) -> Terminal:
    own = {
        "TERM": kind,
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
    }
    open_on_the_text(tmp_path / "config")
    words = ["plandiff", *map(str, sample_paths()), "--lang", "zh"]
    return Terminal(words, size, own)


def assert_clean(terminal: Terminal) -> None:
    """Each mode that was turned on is off again, and no call stack stands there."""
    sent = terminal.sent.decode("utf-8", "replace")
    for mode in MODES:
        assert sent.rfind(f"\x1b[?{mode}l") >= sent.rfind(f"\x1b[?{mode}h")
    assert sent.rfind("\x1b[?25h") >= sent.rfind("\x1b[?25l")
    assert "Traceback" not in sent
    assert "内部出错" not in sent


SIGNALS = [
    ("loading", "SIGINT"), ("at work", "SIGHUP"), ("at work", "SIGTERM"),
    *(
        pytest.param(moment, name, marks=pytest.mark.slow)
        for moment, name in (
            ("loading", "SIGTERM"), ("loading", "SIGHUP"), ("loading", "SIGQUIT"),
            ("at work", "SIGINT"), ("at work", "SIGQUIT"),
        )
    ),
]  # fmt: skip


@pytest.mark.parametrize(("moment", "name"), SIGNALS)
def test_a_signal_ends_the_app_and_gives_the_terminal_back(
    tmp_path: Path, name: str, moment: str
) -> None:
    number = getattr(signal, name)
    terminal = started(tmp_path)
    if moment == "at work":
        terminal.wait_ready()
        terminal.press("]", "t", quiet=0.05)
    else:
        terminal.wait(lambda _: b"\x1b[?1049h" in terminal.sent, "the alternate screen")
    terminal.child.kill(number)
    assert terminal.end() == 128 + number
    assert_clean(terminal)
    assert not list((tmp_path / "state").rglob("crash*"))


def test_a_terminal_that_goes_away_ends_the_app_without_a_crash(tmp_path: Path) -> None:
    terminal = started(tmp_path)
    terminal.wait_ready()
    os.close(terminal.child.child_fd)
    _, status = os.waitpid(int(str(terminal.child.pid)), 0)
    terminal.child.closed = terminal.child.terminated = True
    assert os.waitstatus_to_exitcode(status) == 128 + signal.SIGHUP
    assert not list((tmp_path / "state").rglob("crash*"))


def test_a_terminal_that_goes_away_without_a_signal_ends_the_app_too(tmp_path: Path) -> None:
    """Who starts it by `setsid` or from another program is told of no hang-up."""
    outer, inner = pty.openpty()
    app = subprocess.Popen(
        [sys.executable, "-m", "plandiff", *map(str, sample_paths()), "--lang", "zh"],
        stdin=inner, stdout=inner, stderr=inner, start_new_session=True,
        env={**os.environ, "TERM": "xterm-256color", "XDG_STATE_HOME": str(tmp_path)},
    )  # fmt: skip
    os.close(inner)
    seen = b""
    while "已阅 0".encode() not in seen:  # the header has the counts once the plans are compared
        seen += os.read(outer, 65536)
    os.close(outer)
    assert app.wait(PATIENCE) == 128 + signal.SIGHUP
    assert not list(tmp_path.rglob("crash*"))


def test_a_storm_of_sizes_leaves_the_app_at_work(tmp_path: Path) -> None:
    terminal = started(tmp_path)
    terminal.wait_ready()
    dice = random.Random(200)  # noqa: S311 - repeatable, not secret
    for _ in range(60):
        terminal.child.setwinsize(dice.randint(1, 60), dice.randint(1, 200))
        terminal.read(0.001)
    terminal.resize(120, 40)
    terminal.wait_ready()
    terminal.press("]", "q")
    assert terminal.end() == 0
    assert_clean(terminal)


@pytest.mark.parametrize("size", [pytest.param((1, 1), marks=pytest.mark.slow), (0, 0)])
def test_a_terminal_of_no_size_is_drawn_on_once_it_has_one(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    """`docker exec` and some serial lines begin with a size of nothing."""
    terminal = started(tmp_path, size)
    terminal.screen.resize(24, 80)
    terminal.settle()
    terminal.resize(120, 40)
    terminal.wait_ready()
    terminal.press("q")
    assert terminal.end() == 0
    assert_clean(terminal)


@pytest.mark.parametrize(
    "kind",
    [
        "no-such-terminal",
        *(pytest.param(kind, marks=pytest.mark.slow) for kind in ("vt100", "linux")),
    ],
)
def test_any_terminal_that_moves_a_cursor_will_do(tmp_path: Path, kind: str) -> None:
    terminal = started(tmp_path, kind=kind)
    terminal.wait_ready()
    terminal.press("q")
    assert terminal.end() == 0


def test_a_plan_that_vanished_is_told_when_it_is_read_again(tmp_path: Path) -> None:
    paths = [tmp_path / path.name for path in sample_paths()]
    for path, sample in zip(paths, sample_paths(), strict=True):
        path.write_bytes(sample.read_bytes())
    terminal = Terminal(["plandiff", *map(str, paths), "--lang", "zh"])
    terminal.wait_ready()
    paths[0].unlink()
    terminal.press("R")
    terminal.wait_for("没有这个文件")
    terminal.press("q")
    assert terminal.end() == 0
