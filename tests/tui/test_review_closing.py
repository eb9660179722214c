"""Whoever opens a review closes it: an open connection keeps hold of the file and its log."""

import sqlite3
from pathlib import Path

import pytest

from plandiff.comparison.review import sqlite_file
from plandiff.comparison.review.marks import Mark
from plandiff.comparison.review.opening import default_path, open_storage, open_store
from plandiff.corpus.samples import sample_paths
from plandiff.tui.cli import main
from tests.review_plans import Part, compared

OLD: list[Part] = [(0, "教育计划", ""), (1, "扩大供给", "新建3所。")]
NEW = [(level, name, body.replace("3", "5")) for level, name, body in OLD]


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    store, _ = open_store("old.txt", "new.txt", author="李")
    store.attach(compared(OLD, NEW))
    store.set_mark("r1", Mark.ACCEPTED)
    store.close()


def is_open(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("SELECT 1")
    except sqlite3.ProgrammingError:
        return False
    return True


@pytest.mark.parametrize("words", [["list"], ["show"], ["show", "no such review"], ["export"]])
def test_every_command_closes_the_store(
    words: list[str], databases: list[sqlite3.Connection]
) -> None:
    before = len(databases)
    main(["review", *words])
    assert len(databases) > before
    assert not any(map(is_open, databases))


@pytest.mark.parametrize("change", ["PRAGMA user_version = 99", "CREATE VIEW v AS SELECT 1"])
def test_a_store_that_is_refused_is_closed(
    change: str, databases: list[sqlite3.Connection]
) -> None:
    other = sqlite3.connect(default_path(), isolation_level=None)
    other.execute(change)
    other.close()
    assert main(["review", "list"]) == 2
    assert not any(map(is_open, databases))


def test_a_store_that_fails_just_after_it_was_opened_is_closed(
    databases: list[sqlite3.Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: sqlite_file.DatabaseStorage) -> int:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(sqlite_file.DatabaseStorage, "_data_version", fail)
    assert open_storage().trouble is not None
    assert not any(map(is_open, databases))


def test_a_report_with_marks_closes_the_store(
    databases: list[sqlite3.Connection], tmp_path: Path
) -> None:
    before = len(databases)
    assert main([*map(str, sample_paths()), "-o", str(tmp_path / "report.csv")]) == 0
    assert len(databases) > before
    assert not any(map(is_open, databases))
