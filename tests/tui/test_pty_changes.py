"""Walking over changes in a terminal: passages, sections, and what the status line counts."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app_terminal import Terminal

OLD = """云桥区2031年教育工作计划

一、学前教育
必须在6月底前建成幼儿园3所。毛入园率达到92%以上。每月检查食堂。
二、义务教育
组建教育集团4个。巩固率达到99.5%。
三、校园安全
各学校应当配备保安。每学期开展演练。
"""
NEW = """云桥区2032年教育工作计划

一、学前教育
鼓励在6月底前建成幼儿园3所。毛入园率达到90%以上。每月检查食堂。
二、义务教育
组建教育集团6个。巩固率达到99.5%。
三、校园安全
各学校应当配备保安。每学期开展演练。
四、家校共育
办好家长学校。每学期开展活动2次。
"""


@pytest.fixture(scope="module", params=[(80, 24), (120, 40)], ids=["80x24", "120x40"])
def terminal(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Terminal]:
    folder = tmp_path_factory.mktemp("plans")
    own = dict.fromkeys(("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"), str(folder))
    plans: list[str] = []
    for name, text in (("a.txt", OLD), ("b.txt", NEW)):
        path: Path = folder / name
        path.write_text(text, "utf-8")
        plans.append(str(path))
    app = Terminal(["plandiff", *plans, "--lang", "zh"], request.param, own)
    app.wait_ready()
    yield app
    app.press("\x1b", "q")
    assert app.end() == 0


def counted(screen: str) -> tuple[int, int, int, int]:
    """Numbers of the status line: section, sections, stop, stops."""
    found = re.search(r"第 (\d+)/(\d+) 节 · 第 (\d+)/(\d+) 处", screen)
    assert found, screen
    return tuple(map(int, found.groups()))  # type: ignore[return-value]


def test_behind_the_summary_that_a_new_review_opens_on_the_header_has_the_verdict(
    terminal: Terminal,
) -> None:
    terminal.press("\x1b")
    terminal.wait(lambda screen: "毛入园率" in screen.split("\n")[0], "the verdict")


@pytest.mark.parametrize("layout", ["1", "2"])
def test_a_bracket_goes_to_the_next_passage_and_is_counted(terminal: Terminal, layout: str) -> None:
    terminal.press("\x1b", layout, "g")
    _, sections, at, stops = counted(terminal.text)
    assert stops > sections
    seen = [at]
    for _ in range(stops - at):
        terminal.press("]", quiet=0.05)
        seen.append(counted(terminal.text)[2])
    assert seen == list(range(at, stops + 1))
    assert counted(terminal.text)[0] == sections
    terminal.press("]")
    assert counted(terminal.text)[2] == 1
    terminal.press("[")
    assert counted(terminal.text)[2] == stops
    terminal.press("0")


def test_a_brace_goes_to_the_next_section_and_a_filter_leaves_its_stops(terminal: Terminal) -> None:
    terminal.press("\x1b", "g", "}", "}")
    assert "二、义务教育" in terminal.lines[-2] + terminal.lines[1]
    terminal.press("f", "\x1b[B", "\r")  # added sections only
    section, sections, at, stops = counted(terminal.text)
    assert (section, sections) == (1, 1)
    assert at <= stops
    terminal.press("\x1b")


def test_weakened_duties_are_worded_beside_the_text_and_in_the_status_line(
    terminal: Terminal,
) -> None:
    terminal.press("\x1b", "g", "]", "]")
    assert "力度减弱：必须→鼓励" in terminal.text.replace(" ", "")
    assert any("§" in line for line in terminal.lines)
