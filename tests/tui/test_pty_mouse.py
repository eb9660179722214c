"""The mouse in a real terminal: wheel, click, drag over one side, the map; copying every way."""

import base64
import re
import stat
from pathlib import Path

import pytest

from tests.app_terminal import Terminal, play

CTRL_C = "\x03"


def mouse(button: int, column: int, line: int, end: str = "M") -> str:
    """A report of the mouse as a terminal sends it (SGR); columns and lines count from 1."""
    return f"\x1b[<{button};{column};{line}{end}"


def copied(terminal: Terminal) -> list[str]:
    found = re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", terminal.sent)
    return [base64.b64decode(data).decode() for data in found]


def line_with(terminal: Terminal, text: str) -> int:
    return next(n for n, line in enumerate(terminal.lines, 1) if text in line)


@pytest.fixture
def terminal() -> Terminal:
    own = play("sample", (100, 24))
    own.wait_ready()
    return own


def close(terminal: Terminal) -> None:
    terminal.press("q")
    assert terminal.end() == 0


def test_the_wheel_scrolls_both_sides(terminal: Terminal) -> None:
    before = line_with(terminal, "坚持立德树人")
    terminal.press(mouse(65, 20, 10))
    assert line_with(terminal, "坚持立德树人") == before - 3
    terminal.press(mouse(64, 70, 10))
    assert line_with(terminal, "坚持立德树人") == before
    close(terminal)


def test_a_click_puts_the_cursor_there_and_one_on_the_map_goes_far(terminal: Terminal) -> None:
    line = line_with(terminal, "二、主要任务")
    terminal.press(mouse(0, 70, line), mouse(0, 70, line, "m"))
    assert terminal.lines[line - 1].count("▌") == 2
    terminal.press(mouse(0, 100, 21), mouse(0, 100, 21, "m"))
    assert "督导评估" in terminal.text or "安全" in terminal.text
    close(terminal)


def test_a_drag_copies_one_side_only_without_signs_and_badges(terminal: Terminal) -> None:
    first = line_with(terminal, "扩大学前教育供给")
    there = [mouse(0, 60, first), mouse(32, 80, first + 2), mouse(0, 80, first + 2, "m")]
    terminal.press(*there, CTRL_C)
    text = copied(terminal)[-1]
    assert "新建公办幼儿园5所" in text
    assert "3所" not in text
    assert not set("▲[]│~#▌") & set(text)
    close(terminal)


def test_copies_reach_tmux_where_it_is_what_we_run_in(tmp_path: Path) -> None:
    program = tmp_path / "tmux"
    program.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/words\ncat > {tmp_path}/buffer\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    own = {"TMUX": "/nowhere,1,0", "PATH": f"{tmp_path}:/usr/bin:/bin"}
    terminal = Terminal(["tests.app_hostile", "sample", "zh"], (100, 24), own)
    terminal.wait_ready()
    terminal.press("]", "y")
    assert copied(terminal)
    assert (tmp_path / "words").read_text().split() == ["load-buffer", "-w", "-"]
    assert (tmp_path / "buffer").read_text("utf-8") == copied(terminal)[-1]
    close(terminal)
