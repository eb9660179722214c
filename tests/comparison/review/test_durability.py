"""Nothing that was confirmed is lost: killed processes, two writers, many marks."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from plandiff.comparison.model import Comparison
from plandiff.comparison.review.marks import Mark
from plandiff.comparison.review.opening import default_path, open_store
from tests.review_plans import Part, compared
from tests.review_worker import CHANGES, opened
from tests.timing import PATIENCE, cost

ROOT = Path(__file__).resolve().parents[3]
FILES = ["-", "mine.review", "mine.json"]


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def start(*words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.review_worker", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def place(name: str, folder: Path) -> str:
    return name if name == "-" else str(folder / name)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("moments", [10, pytest.param(400, marks=pytest.mark.slow)])
def test_killed_at_any_moment_everything_confirmed_is_there(
    name: str, moments: int, tmp_path: Path
) -> None:
    with start("kill", place(name, tmp_path), str(moments), "7") as worker:
        _, errors = worker.communicate(timeout=PATIENCE)
    assert (worker.returncode, errors) == (0, "")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("rounds", [1, pytest.param(20, marks=pytest.mark.slow)])
def test_two_processes_writing_at_once_lose_nothing(name: str, rounds: int, tmp_path: Path) -> None:
    file = place(name, tmp_path)
    for _ in range(rounds):
        half = CHANGES // 2 if name != "mine.json" else CHANGES // 8
        shares = ((1, half), (half, 2 * half))
        writers = [start("mark", file, "甲", *map(str, share)) for share in shares]
        for writer, (first, last) in zip(writers, shares, strict=True):
            told, errors = writer.communicate(timeout=PATIENCE)
            assert (writer.returncode, errors) == (0, "")
            assert [int(line) for line in told.split()] == list(range(first, last))
        store = opened(file)
        assert store.marks() == {f"r{n}": Mark.REVIEWED for n in range(1, 2 * half)}
        store.set_marks(tuple(store.marks()), Mark.UNSEEN)
        store.close()


def test_two_people_on_one_file_keep_a_mark_each(tmp_path: Path) -> None:
    file = str(tmp_path / "ours.json")
    hers, his = opened(file, "李"), opened(file, "王")
    hers.set_mark("r1", Mark.ACCEPTED)
    his.set_mark("r1", Mark.QUESTIONED)
    assert [(o.author, o.mark) for o in hers.opinions("r1")] == [
        ("李", Mark.ACCEPTED),
        ("王", Mark.QUESTIONED),
    ]
    assert (hers.mark("r1"), his.mark("r1")) == (Mark.ACCEPTED, Mark.QUESTIONED)
    (conflict,) = his.conflicts()
    assert (conflict.row, conflict.place, len(conflict.opinions)) == ("r1", "1. 第0项", 2)


def test_what_only_the_other_one_marked_counts_until_one_says_otherwise(tmp_path: Path) -> None:
    file = str(tmp_path / "ours.json")
    hers, his = opened(file, "李"), opened(file, "王")
    hers.set_mark("r1", Mark.ACCEPTED)
    assert his.mark("r1") is Mark.ACCEPTED
    his.set_mark("r1", Mark.UNSEEN)
    assert (hers.mark("r1"), his.mark("r1")) == (Mark.ACCEPTED, Mark.UNSEEN)
    his.undo()
    assert his.mark("r1") is Mark.ACCEPTED


def test_the_state_file_is_for_its_owner_only() -> None:
    store = opened("-")
    store.set_mark("r1", Mark.REVIEWED)
    modes: Mapping[str, int] = {
        path.name: path.stat().st_mode & 0o777 for path in default_path().parent.iterdir()
    }
    assert set(modes.values()) == {0o600}
    assert default_path().parent.stat().st_mode & 0o777 == 0o700
    store.close()


def test_a_state_file_that_others_could_read_is_closed_to_them() -> None:
    opened("-").close()
    default_path().chmod(0o644)
    opened("-").close()
    assert default_path().stat().st_mode & 0o777 == 0o600


def test_at_rest_a_named_review_is_one_file(tmp_path: Path) -> None:
    store = opened(str(tmp_path / "mine.review"))
    store.set_mark("r1", Mark.REVIEWED)
    store.close()
    assert [path.name for path in tmp_path.iterdir()] == ["mine.review"]


def test_five_thousand_marks_open_about_as_soon_as_two_hundred() -> None:
    """Only the marks of the two plans at hand are read, however many the store holds."""

    def opened_again(result: Comparison) -> None:
        store, _ = open_store(None, None)
        store.attach(result)
        assert len(store.marks()) == 200
        store.close()

    first = numbered(0)
    mark_all(first)
    few = min(cost(lambda: opened_again(first)) for _ in range(3))
    for number in range(1, 25):
        mark_all(numbered(number))
    many = min(cost(lambda: opened_again(first)) for _ in range(3))
    assert many < 6 * few  # reading all of them would take 25 times as long


def numbered(number: int) -> Comparison:
    """One of many comparisons of 200 rows."""
    old: list[Part] = [
        (0, f"计划{number}", ""),
        *((1, f"第{n}项", f"计划{number}完成{n}件。" * 4) for n in range(199)),
    ]
    new = [(level, name, body + "改") for level, name, body in old]
    return compared(old, new, (f"{number}-old.txt", f"{number}-new.txt"))


def mark_all(result: Comparison) -> None:
    store, _ = open_store(None, None)
    store.attach(result)
    store.set_marks(tuple(row.id for row in result.rows), Mark.REVIEWED)
    store.close()
