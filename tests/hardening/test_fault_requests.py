"""Requests that make no sense, and plans that are all of one thing: refused, or done in measure."""

import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from plandiff import compare, read_plan, sample_paths
from plandiff.corpus.model import Section
from plandiff.corpus.targets.finding import find_targets
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
def test_the_time_to_read_targets_of_one_paragraph_grows_as_its_length() -> None:
    numbers = count()

    def read(sentences: int) -> None:
        body = f"第{next(numbers)}批。" + "实现产值2亿元。" * sentences  # what was read is kept
        find_targets([Section("s1", None, 1, None, None, "", body)])

    read(10)  # word lists are loaded by now
    assert cost(partial(read, 8000)) < 6 * cost(partial(read, 2000))


def prose(length: int, seed: int) -> str:
    dice = random.Random(seed)  # noqa: S311 - repeatable, not secret
    sentence = "加强农村学校食堂建设，落实各方责任，到2027年底新建{}项。"
    return "".join(sentence.format(dice.randrange(9000)) for _ in range(length // 32))


def random_characters(length: int, seed: int) -> str:
    dice = random.Random(seed)  # noqa: S311 - repeatable, not secret
    return "".join(chr(dice.randrange(0x4E00, 0x9FA5)) for _ in range(length))


@pytest.mark.slow
@pytest.mark.parametrize("text", [prose, random_characters])
def test_the_memory_for_one_long_paragraph_grows_as_its_length(
    text: Callable[[int, int], str], tmp_path: Path
) -> None:
    peaks = []
    for length in (1_000, 40_000, 120_000):  # the first one packs the dictionary
        plans = [tmp_path / "old.txt", tmp_path / "new.txt"]
        for seed, path in enumerate(plans):
            path.write_text(text(length, seed), "utf-8")
        words = [sys.executable, "-m", "plandiff", *map(str, plans), "--no-tui", "--no-cache"]
        with subprocess.Popen(words, stdout=subprocess.DEVNULL) as process:
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0
        peaks.append(used.ru_maxrss * 1024)
    assert peaks[2] - peaks[1] < 600 * 80_000  # 4 million characters stay below 2.5 GB


def test_a_library_that_holds_programs_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"

    connection = sqlite3.connect(path)
    connection.execute("CREATE VIEW plans AS SELECT 1 AS path")
    connection.close()
    before = path.read_bytes()
    run = plandiff("library", "list", "--library", str(path))
    assert (run.returncode, run.stderr.count(b"\n")) == (2, 1)
    assert path.read_bytes() == before
