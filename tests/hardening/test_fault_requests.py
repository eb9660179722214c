"""Requests that make no sense, and plans that are all of one thing: refused, or done in measure."""

import os
import sqlite3
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from plandiff import compare, read_plan, sample_paths
from plandiff.tui.terminal.streams import terminal_size
from tests.command_line import plandiff
from tests.timing import cost

SAMPLES = [str(path) for path in sample_paths()]


@pytest.mark.parametrize(
    "columns", ["0", "-5", "x", "1e9", "９０", "999999999999", "9" * 5000, "80.5", " 80"]
)
def test_a_width_that_no_terminal_has_is_none(
    columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINES", "24")
    monkeypatch.delenv("COLUMNS", raising=False)
    usual = terminal_size()
    monkeypatch.setenv("COLUMNS", columns)
    assert terminal_size() == usual


def test_a_narrow_terminal_gets_the_help_and_a_summary(monkeypatch: pytest.MonkeyPatch) -> None:
    for columns in ("1", "3", "99999"):
        monkeypatch.setenv("COLUMNS", columns)
        assert plandiff("--help").returncode == 0
        assert plandiff("show", SAMPLES[0]).returncode == 0


@pytest.mark.parametrize(
    "words",
    [
        ("-o", "a.md", "-o", "a.md"),
        ("-o", "a.md", "-o", "./a.md", "--force"),
        ("-o", "a.md", "-o", "b.html", "-o", "link.md"),
    ],
)
def test_one_file_named_twice_is_refused_before_anything_is_written(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("link.md").symlink_to("a.md")
    for command in (("demo",), ("cover", *SAMPLES), ("series", *SAMPLES)):
        run = plandiff(*command, *words)
        assert (run.returncode, run.stderr.count(b"\n")) == (2, 1)
        assert b"named twice" in run.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["link.md"]


def plan_of(line: str, count: int, tmp_path: Path) -> Path:
    path = tmp_path / f"{count}.md"
    path.write_text("# 计划\n\n" + line * count, "utf-8")
    return path


@pytest.mark.slow
@pytest.mark.parametrize("line", ["i、工\n", "## 标题\n\n推进工作，落实责任。\n\n"])
def test_many_equal_lines_cost_what_their_number_is(line: str, tmp_path: Path) -> None:
    plans = [read_plan(plan_of(line, count, tmp_path)) for count in (1000, 1001, 4000, 4001)]
    compare(plans[0], plans[1])  # dictionaries are loaded by now
    few, many = (cost(partial(compare, plans[at], plans[at + 1])) for at in (0, 2))
    assert many < 8 * few


@pytest.mark.slow
def test_the_memory_for_one_long_paragraph_grows_as_its_length(tmp_path: Path) -> None:
    peaks = []
    for count in (20_000, 40_000):
        path = plan_of("推进工作，落实责任5项。", count // 12, tmp_path)
        changed = tmp_path / "new.md"
        changed.write_text(path.read_text("utf-8").replace("5项", "6项", 9), "utf-8")
        words = [sys.executable, "-m", "plandiff", str(path), str(changed), "--format", "json"]
        with subprocess.Popen(words, stdout=subprocess.DEVNULL) as process:
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0
        peaks.append(used.ru_maxrss * 1024)
    assert peaks[1] - peaks[0] < 600 * 20_000  # 4 million characters stay below 2.5 GB


def test_a_library_that_holds_programs_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"

    connection = sqlite3.connect(path)
    connection.execute("CREATE VIEW plans AS SELECT 1 AS path")
    connection.close()
    before = path.read_bytes()
    run = plandiff("library", "list", "--library", str(path))
    assert (run.returncode, run.stderr.count(b"\n")) == (2, 1)
    assert path.read_bytes() == before
