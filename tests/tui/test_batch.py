"""``plandiff batch``: every pair once in journal and overview, whatever ends a run early."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest

from plandiff.comparison.reports.batch.pair import (
    JournalEntry,
    PairResult,
    entry_from_line,
    entry_to_line,
)
from plandiff.corpus.pool import Task
from plandiff.tui.cli import main
from plandiff.tui.work import batch
from tests.timing import wait_until

OLD = "澜川区2024年阅读工作要点\n一、目标\n新建书屋{n}间。\n二、保障\n鼓励各校开放阅览室。\n"
NEW = "澜川区2025年阅读工作要点\n一、目标\n新建书屋{m}间。\n二、保障\n各校必须开放阅览室。\n"


def here(
    function: Callable[..., PairResult], tasks: Sequence[Task], _jobs: int
) -> Iterator[tuple[int, PairResult | Exception]]:
    """The pool without processes, in another order than that of the pairs."""
    for place in reversed(range(len(tasks))):
        try:
            yield place, function(*tasks[place]())
        except Exception as error:  # noqa: BLE001 - as the pool does
            yield place, error


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "run_in_pool", here)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for n in range(1, 5):
        for side, text in (("old", OLD), ("new", NEW)):
            (tmp_path / side).mkdir(exist_ok=True)
            file = tmp_path / side / f"{n}号校.txt"
            file.write_text(text.format(n=n + 3, m=n + 1), "utf-8")
    return tmp_path


def call(folder: Path, *more: str, out: str = "out") -> int:
    return main(["batch", str(folder / "old"), str(folder / "new"), "-o", str(folder / out), *more])


def journal(folder: Path, out: str = "out") -> list[dict[str, Any]]:
    lines = (folder / out / "batch.jsonl").read_bytes().splitlines()
    return [json.loads(line) for line in lines]


def overview_cells(path: Path) -> list[str]:
    with ZipFile(path) as book:
        strings = ET.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314 - ours
    return [text.text or "" for text in strings.iter() if text.tag.endswith("}t")]


@pytest.mark.usefixtures("in_process")
def test_every_pair_has_one_line_with_the_keys_of_the_contract(folder: Path) -> None:
    assert call(folder) == 0
    lines = journal(folder)
    keys = ["old", "new", "old_sha256", "new_sha256", "ok", "counts", "verdict", "error"]
    assert [list(line) for line in lines] == [keys] * 4
    assert [line["new"] for line in lines] == [
        str(folder / "new" / f"{n}号校.txt") for n in range(1, 5)
    ]
    assert all(line["ok"] and line["error"] is None for line in lines)
    assert lines[0]["counts"]["targets"] == {"lowered": 1}
    assert {"zh", "en", "order"} == set(lines[0]["verdict"])
    cells = overview_cells(folder / "out" / "overview.xlsx")
    assert all(cells.count(line["old"]) == cells.count(line["new"]) == 1 for line in lines)


@pytest.mark.usefixtures("in_process")
def test_a_bad_file_is_a_value_with_its_reason_and_the_status_is_1(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "new" / "2号校.txt").write_bytes(b"")
    (folder / "old" / "3号校.txt").write_bytes(b"\x7fELF\x00\x01" * 50)
    assert call(folder, "--lang", "en") == 1
    failed = [line for line in journal(folder) if not line["ok"]]
    assert [Path(line["new"]).name for line in failed] == ["2号校.txt", "3号校.txt"]
    assert all(line["error"] and line["counts"] is line["verdict"] is None for line in failed)
    assert all(len(line["old_sha256"]) == 64 for line in failed)
    assert "2 done, 2 failed" in capsys.readouterr().err


@pytest.mark.usefixtures("in_process")
def test_reports_are_written_for_each_pair_and_linked(folder: Path) -> None:
    assert call(folder, "--reports", "html,table") == 0
    written = sorted(path.name for path in (folder / "out" / "reports").iterdir())
    assert len(written) == 8
    with ZipFile(folder / "out" / "overview.xlsx") as book:
        links = book.read("xl/worksheets/_rels/sheet1.xml.rels").decode()
    assert all(rf"reports\{name}" in links for name in written)  # as Excel parts folders


@pytest.mark.usefixtures("in_process")
def test_a_run_that_was_resumed_gives_the_same_bytes(folder: Path) -> None:
    assert call(folder, out="whole") == 0
    whole = (folder / "whole" / "batch.jsonl").read_bytes()
    (folder / "out").mkdir()
    cut = [*whole.splitlines(keepends=True)[:2], b'{"old": "torn']
    (folder / "out" / "batch.jsonl").write_bytes(b"".join([cut[0], *cut]))  # one line twice
    assert call(folder, "--resume") == 0
    for name in ("batch.jsonl", "overview.xlsx"):
        assert (folder / "out" / name).read_bytes() == (folder / "whole" / name).read_bytes()


@pytest.mark.usefixtures("in_process")
def test_resuming_computes_again_what_changed_or_lost_its_report(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(folder, "--reports", "md") == 0
    (folder / "new" / "1号校.txt").write_text(NEW.format(m=99), "utf-8")
    next((folder / "out" / "reports").glob("2号校*")).unlink()
    (folder / "old" / "3号校.txt").unlink()
    capsys.readouterr()
    assert call(folder, "--reports", "md", "--resume", "--lang", "en") == 0
    told = capsys.readouterr().err
    assert "1 pair was in the journal" in told
    assert "3号校" in told
    assert len(journal(folder)) == 3
    assert journal(folder)[0]["counts"]["targets"] == {"raised": 1}


@pytest.mark.usefixtures("in_process")
def test_a_folder_of_results_is_not_overwritten_unless_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(folder) == 0
    before = (folder / "out" / "batch.jsonl").read_bytes()
    assert call(folder) == 2
    assert "--resume" in capsys.readouterr().err
    assert (folder / "out" / "batch.jsonl").read_bytes() == before
    assert call(folder, "--force") == 0


@pytest.mark.usefixtures("in_process")
def test_a_manifest_lists_the_pairs_relative_to_itself_each_once(folder: Path) -> None:
    pair = "old/1号校.txt,new/2号校.txt\n"
    listed = f"旧,新\n{pair}\n{pair}old/9.txt,new/1号校.txt\n"
    (folder / "pairs.csv").write_bytes(listed.encode("gb18030"))
    assert main(["batch", str(folder / "pairs.csv"), "-o", str(folder / "out")]) == 1
    assert [(line["old"], line["new"], line["ok"]) for line in journal(folder)] == [
        ("old/1号校.txt", "new/2号校.txt", True),
        ("old/9.txt", "new/1号校.txt", False),
    ]


@pytest.mark.usefixtures("in_process")
def test_files_without_a_partner_are_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "new" / "值班.md").write_text("# 值班安排\n\n每天两人。\n", "utf-8")
    assert call(folder, "--lang", "zh") == 0
    assert "只有新版，未比较" in capsys.readouterr().err
    assert str(folder / "new" / "值班.md") in overview_cells(folder / "out" / "overview.xlsx")


@pytest.mark.usefixtures("in_process")
def test_names_that_are_no_utf8_are_compared_and_the_journal_stays_valid(folder: Path) -> None:
    for side in ("old", "new"):
        text = (folder / side / "1号校.txt").read_bytes()
        with open(os.fsencode(folder / side) + b"/\xb9\xe6.txt", "wb") as file:  # noqa: PTH123
            file.write(text)
    assert call(folder, "--reports", "md") == 0
    (folder / "out" / "batch.jsonl").read_bytes().decode("utf-8")
    assert os.fsdecode(b"\xb9\xe6.txt") in {Path(line["new"]).name for line in journal(folder)}
    assert call(folder, "--resume", "--reports", "md") == 0


@pytest.mark.parametrize(
    "words",
    [
        ["{0}/old", "{0}/new"],
        ["{0}/old", "{0}/nowhere", "-o", "{0}/out"],
        ["{0}/old", "{0}/new", "{0}/new", "-o", "{0}/out"],
        ["{0}/nowhere.csv", "-o", "{0}/out"],
        ["{0}/bad.csv", "-o", "{0}/out"],
        ["{0}/old", "{0}/empty", "-o", "{0}/out"],
        ["{0}/old", "{0}/new", "-o", "{0}/out", "--jobs", "0"],
        ["{0}/old", "{0}/new", "-o", "{0}/out", "--reports", "odd"],
        ["{0}/old", "{0}/new", "-o", "{0}/bad.csv"],
        ["{0}/old", "{0}/new", "-o", "{0}/o", "--scheduler", "a", "--scheduler-file", "b"],
    ],
)
def test_a_bad_call_is_one_line_and_2_and_computes_nothing(
    words: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.csv").write_text("old/1号校.txt\n", "utf-8")
    (folder / "empty").mkdir()
    assert main(["batch", *(word.format(folder) for word in words)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not (folder / "out" / "batch.jsonl").exists()


def test_a_line_of_the_journal_is_read_back_and_a_damaged_one_is_none() -> None:
    entry = JournalEntry("\udcb9.txt", "b.txt", None, "0" * 64, ok=False, error="\x9b坏\u202e")
    line = entry_to_line(entry)
    assert entry_from_line(line) == entry
    for torn in (line[:-1], line[1:], b"[]\n", b'{"old": 1}\n', b"\xff\n"):
        assert entry_from_line(torn) is None


def started(folder: Path, *more: str) -> "subprocess.Popen[bytes]":
    words = ["batch", str(folder / "old"), str(folder / "new"), "-o", str(folder / "out")]
    return subprocess.Popen(
        [sys.executable, "-m", "plandiff", *words, *more],
        cwd=Path(__file__).resolve().parents[2],
        stderr=subprocess.DEVNULL,
    )


def lines_written(folder: Path) -> int:
    path = folder / "out" / "batch.jsonl"
    return path.read_bytes().count(b"\n") if path.exists() else 0


def check_all_there(folder: Path, pairs: int) -> None:
    lines = journal(folder)
    assert len({(line["old"], line["new"]) for line in lines}) == len(lines) == pairs
    assert all(line["ok"] for line in lines)
    cells = overview_cells(folder / "out" / "overview.xlsx")
    assert all(cells.count(line["new"]) == 1 for line in lines)


def test_a_run_that_is_killed_goes_on_where_it_was(folder: Path) -> None:
    run = started(folder, "--jobs", "1")
    wait_until(lambda: lines_written(folder) >= 1, "a line in the journal")
    run.kill()
    run.wait()
    assert started(folder, "--resume", "--jobs", "1").wait() == 0
    check_all_there(folder, 4)


def workers_of(process: int) -> list[int]:
    """Each is a child of the thread that started it."""
    found: list[int] = []
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):  # the thread ended meanwhile
            found += map(int, children.read_text().split())
    return found


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to find the workers")
@pytest.mark.parametrize("moment", range(10))
def test_killed_at_any_moment_no_pair_is_missing_or_twice(folder: Path, moment: int) -> None:
    """Even moments kill the whole, odd ones a worker; before, between and behind the lines."""
    run = started(folder, "--jobs", "2")
    if moment:
        wait_until(lambda: lines_written(folder) >= moment // 2 or run.poll() is not None, "lines")
    else:
        wait_until(lambda: bool(workers_of(run.pid)), "workers")
    if moment % 2:
        for worker in workers_of(run.pid)[:1]:
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
        assert run.wait() == 0
    else:
        run.kill()
        run.wait()
        assert started(folder, "--resume", "--jobs", "2").wait() == 0
    check_all_there(folder, 4)


@pytest.mark.slow
def test_a_cluster_gives_the_same_bytes_also_where_a_worker_is_killed(folder: Path) -> None:
    distributed = pytest.importorskip("distributed")
    assert call(folder, "--reports", "html", out="here") == 0
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        first = next(iter(cluster.workers.values()))
        os.kill(first.process.process.pid, signal.SIGKILL)
        address = ("--scheduler", cluster.scheduler_address)
        assert call(folder, "--reports", "html", *address, out="there") == 0
    for path in sorted((folder / "here").rglob("*.*")):
        assert (
            path.read_bytes() == (folder / "there" / path.relative_to(folder / "here")).read_bytes()
        )


@contextmanager
def by_hand(module: str, *words: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A part of a Dask cluster in a process of its own, as one starts it by hand."""
    quiet = subprocess.DEVNULL
    command = [sys.executable, "-m", f"distributed.cli.{module}", *words, "--no-dashboard"]
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.mark.slow
def test_two_workers_started_by_hand_do_all_pairs_where_one_is_killed_midway(folder: Path) -> None:
    pytest.importorskip("distributed")
    file = folder / "scheduler.json"
    named = ("--scheduler-file", str(file))
    local = ("--host", "127.0.0.1")
    assert call(folder, out="here") == 0
    with by_hand("dask_scheduler", *named, *local, "--port", "0"):
        wait_until(file.exists, "the scheduler's file")
        alone = ("--nthreads", "1", "--no-nanny")
        with (
            by_hand("dask_worker", *named, *local, *alone) as first,
            by_hand("dask_worker", *named, *local, *alone),
        ):
            run = started(folder, *named)
            wait_until(lambda: lines_written(folder) >= 1 or run.poll() is not None, "a line")
            first.kill()
            assert run.wait() == 0
    check_all_there(folder, 4)
    assert (folder / "out" / "batch.jsonl").read_bytes() == (
        folder / "here" / "batch.jsonl"
    ).read_bytes()


def test_no_environment_variable_sends_plans_away(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", "tcp://192.0.2.1:8786")
    monkeypatch.setattr(batch, "run_in_pool", here)
    assert call(folder) == 0


def test_a_scheduler_that_cannot_be_reached_is_a_bad_call(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(folder, "--scheduler", "nowhere") == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
