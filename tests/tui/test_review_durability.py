"""Nothing that was confirmed is lost: killed processes, two writers, many marks."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from plandiff.tui.review.protocol import Mark
from plandiff.tui.review.store import default_path, open_store
from tests.review_plans import Part, compared
from tests.review_worker import CHANGES, opened

ROOT = Path(__file__).resolve().parents[2]
LONG = float(os.environ.get("PLANDIFF_LONG_TESTS", "0") or 0)
"""Seconds that the long form of these tests may take; 0: the short form."""
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
def test_killed_at_any_moment_everything_confirmed_is_there(name: str, tmp_path: Path) -> None:
    with start("kill", place(name, tmp_path), "400" if LONG else "25", "7") as worker:
        _, errors = worker.communicate(timeout=120)
    assert (worker.returncode, errors) == (0, "")


@pytest.mark.parametrize("name", FILES)
def test_two_processes_writing_at_once_lose_nothing(name: str, tmp_path: Path) -> None:
    file = place(name, tmp_path)
    rounds = 0
    end = time.monotonic() + LONG
    while rounds == 0 or time.monotonic() < end:
        rounds += 1
        half = CHANGES // 2 if name != "mine.json" else CHANGES // 8
        shares = ((1, half), (half, 2 * half))
        writers = [start("mark", file, "甲", *map(str, share)) for share in shares]
        for writer, (first, last) in zip(writers, shares, strict=True):
            told, errors = writer.communicate(timeout=120)
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


def test_ten_thousand_marks_open_without_being_felt() -> None:
    plans: list[tuple[list[Part], list[Part]]] = []
    for number in range(50):
        old: list[Part] = [
            (0, f"计划{number}", ""),
            *((1, f"第{n}项", f"计划{number}完成{n}件。" * 4) for n in range(199)),
        ]
        plans.append((old, [(level, name, body + "改") for level, name, body in old]))
    for number, (old, new) in enumerate(plans):
        store, _ = open_store(None, None)
        result = compared(old, new, (f"{number}-old.txt", f"{number}-new.txt"))
        store.attach(result)
        store.set_marks(tuple(row.id for row in result.rows), Mark.REVIEWED)
        store.close()
    last = compared(*plans[20])
    begin = time.perf_counter()
    store, _ = open_store(None, None)
    store.attach(last)
    took = time.perf_counter() - begin
    assert len(store.marks()) == 200
    assert took < 0.5, f"{took:.3f} s"  # 0.03 s on an idle machine
