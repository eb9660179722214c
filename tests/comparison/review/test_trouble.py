"""Bad days of the review store: told to the reader, who goes on; nothing that was there is lost."""

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest

from plandiff.comparison.options import Pin, PinKind
from plandiff.comparison.review.marks import Mark
from plandiff.comparison.review.opening import default_path, open_storage, open_store
from plandiff.comparison.review.problems import ProblemKind, StoreError, StoreProblem
from plandiff.comparison.review.storage import NoStorage
from plandiff.comparison.review.store import ReviewStore
from plandiff.comparison.review.store_files import problem_of
from plandiff.corpus.system import folder_locked
from tests.review_plans import compared
from tests.review_worker import opened, pair
from tests.timing import PATIENCE

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return default_path()


def attached(file: Path | None = None) -> ReviewStore:
    store, _ = open_store("old.txt", "new.txt", file)
    store.attach(pair())
    return store


def kept_review(file: Path | None = None) -> None:
    store = attached(file)
    store.set_mark("r1", Mark.REVIEWED)
    store.close()


def kind_of(store: ReviewStore) -> ProblemKind | None:
    return store.trouble.kind if store.trouble else None


@pytest.mark.parametrize("where", [0, 100, 5000])
def test_a_damaged_store_is_set_aside_and_a_new_one_begun(state: Path, where: int) -> None:
    kept_review()
    damaged = bytearray(state.read_bytes())
    damaged[where : where + 4000] = b"\xa5" * 4000
    state.write_bytes(damaged)
    store, warnings = open_store("old.txt", "new.txt", language="en")
    store.attach(pair())
    aside = [path for path in state.parent.iterdir() if "damaged" in path.name]
    assert [path.read_bytes() for path in aside] == [bytes(damaged)]
    told = f"was damaged; it is now {aside[0].name}, and a new one was begun"
    assert warnings == (f"{state}: the review store {told}",)
    store.set_mark("r2", Mark.REVIEWED)
    store.close()
    again = attached()
    assert (dict(again.marks()), again.trouble) == ({"r2": Mark.REVIEWED}, None)


def test_a_store_that_is_damaged_while_it_is_open_gets_everything_again(state: Path) -> None:
    store = attached()
    store.set_mark("r1", Mark.REVIEWED)
    other = sqlite3.connect(state)
    other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    other.close()
    with state.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * 60000)
    for name in ("-wal", "-shm"):
        Path(str(state) + name).unlink(missing_ok=True)
    store.set_mark("r2", Mark.REVIEWED)
    assert kind_of(store) in (ProblemKind.DAMAGED, None)
    store.close()
    assert attached().marks().keys() >= {"r1", "r2"}


@pytest.mark.parametrize(
    "command",
    [
        "UPDATE pin SET kind = 'glue'",
        "UPDATE note SET data = '{'",
        "UPDATE note SET data = '[]'",
        "UPDATE mark SET settled = '[[1]]'",
        "UPDATE review SET old = '5'",
        "DROP TABLE mark",
    ],
)
def test_a_store_that_says_what_cannot_be_is_set_aside(state: Path, command: str) -> None:
    store = attached()
    store.add_note("r1", "一")
    store.set_mark("r1", Mark.REVIEWED)
    store.add_pin(Pin(PinKind.NEW, None, "s1"))
    store.close()
    connection = sqlite3.connect(state, isolation_level=None)
    connection.execute(command)
    connection.close()
    later = attached()
    assert kind_of(later) is ProblemKind.DAMAGED
    later.set_mark("r2", Mark.REVIEWED)
    later.close()
    assert attached().marks() == {"r2": Mark.REVIEWED}
    assert any("damaged" in path.name for path in state.parent.iterdir())


def test_many_processes_that_find_a_damaged_store_set_it_aside_once(state: Path) -> None:
    state.parent.mkdir(parents=True)
    state.write_bytes(b"\xa5" * 9000)
    code = "import sys; from tests.review_worker import *; s, _ = open_store(None, None); "
    code += "s.attach(pair()); s.set_mark('r' + sys.argv[1], Mark.REVIEWED); s.close()"
    workers = [
        subprocess.Popen([sys.executable, "-c", code, str(number)], cwd=ROOT)
        for number in range(1, 5)
    ]
    assert [worker.wait(PATIENCE) for worker in workers] == [0] * 4
    assert attached().marks().keys() == {"r1", "r2", "r3", "r4"}
    assert sum(path.name.endswith(".sqlite3") for path in state.parent.iterdir()) == 2


def test_a_store_that_is_taken_away_while_it_is_open_is_written_anew(state: Path) -> None:
    store = attached()
    store.set_mark("r1", Mark.REVIEWED)
    shutil.rmtree(state.parent)
    store.set_mark("r2", Mark.REVIEWED)
    store.close()
    assert attached().marks().keys() == {"r1", "r2"}


def test_a_store_of_a_newer_version_is_left_alone(state: Path) -> None:
    kept_review()
    connection = sqlite3.connect(state)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = state.read_bytes()
    store, warnings = open_store("old.txt", "new.txt", language="en")
    assert "newer plandiff" in warnings[0]
    store.attach(pair())
    store.set_mark("r2", Mark.ACCEPTED)
    assert store.mark("r2") is Mark.ACCEPTED
    assert kind_of(store) is ProblemKind.NEWER
    store.close()
    assert state.read_bytes() == before


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04 a document", "一份规划".encode(), b"[1, 2]", b'{"schema": "other/1"}'],
)
def test_a_file_that_is_no_review_is_left_alone(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "plan.docx"
    file.write_bytes(content)
    store, warnings = open_store("old.txt", "new.txt", file)
    store.attach(pair())
    store.set_mark("r1", Mark.REVIEWED)
    store.close()
    assert kind_of(store) is ProblemKind.FOREIGN
    assert "不是审阅记录文件" in warnings[0]
    assert [path.name for path in tmp_path.iterdir()] == ["plan.docx"]
    assert file.read_bytes() == content


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    before = file.read_bytes()
    attached(file).set_mark("r1", Mark.REVIEWED)
    assert file.read_bytes() == before


def test_an_empty_file_is_a_new_review(tmp_path: Path) -> None:
    for name in ("new.review", "new.json"):
        (tmp_path / name).touch()
        kept_review(tmp_path / name)
        assert attached(tmp_path / name).mark("r1") is Mark.REVIEWED


@pytest.mark.parametrize("junk", [b"<<<<<<< HEAD\n", b"}"])
def test_a_damaged_json_review_is_set_aside(tmp_path: Path, junk: bytes) -> None:
    file = tmp_path / "ours.json"
    kept_review(file)
    broken = file.read_bytes().replace(b' "reviews"', junk + b' "reviews"', 1)
    file.write_bytes(broken)
    store = attached(file)
    assert kind_of(store) is ProblemKind.DAMAGED
    store.set_mark("r2", Mark.REVIEWED)
    (aside,) = (path for path in tmp_path.iterdir() if "damaged" in path.name)
    assert aside.read_bytes() == broken
    assert attached(file).marks() == {"r2": Mark.REVIEWED}


def test_a_json_review_damaged_while_it_is_open_gets_everything_again(tmp_path: Path) -> None:
    file = tmp_path / "ours.json"
    store = attached(file)
    store.set_mark("r1", Mark.REVIEWED)
    file.write_bytes(b'{"schema": "plandiff.review/1", ')
    assert store.mark("r1") is Mark.REVIEWED
    store.set_mark("r2", Mark.REVIEWED)
    assert attached(file).marks().keys() == {"r1", "r2"}


def test_a_newer_json_review_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "ours.json"
    file.write_text('{"schema": "plandiff.review/2"}')
    store = attached(file)
    store.set_mark("r1", Mark.REVIEWED)
    assert kind_of(store) is ProblemKind.NEWER
    assert file.read_text() == '{"schema": "plandiff.review/2"}'


@contextmanager
def full_disk() -> Iterator[None]:
    """No file may be written beyond its first byte."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, before[1]))
    try:
        with patch.object(sys, "dont_write_bytecode", new=True):  # it would be cut off
            yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("name", [None, "mine.review", "mine.json"])
def test_on_a_full_disk_work_goes_on_and_is_saved_once_there_is_room(
    tmp_path: Path, name: str | None
) -> None:
    file = tmp_path / name if name else None
    kept_review(file)
    store = attached(file)
    with full_disk():
        store.set_mark("r2", Mark.REVIEWED)
        store.add_note("r2", "满")
        assert store.mark("r2") is Mark.REVIEWED
        assert store.trouble is not None
        assert not store.trouble.saving
        assert store.undo() is not None
    assert attached(file).marks() == {"r1": Mark.REVIEWED}
    store.set_mark("r3", Mark.REVIEWED)
    assert store.trouble is None
    again = attached(file)
    assert again.marks().keys() == {"r1", "r2", "r3"}
    assert again.notes() == ()


def test_work_that_could_not_be_saved_is_saved_at_the_end(tmp_path: Path) -> None:
    file = tmp_path / "mine.review"
    store = attached(file)
    with full_disk():
        store.set_mark("r2", Mark.REVIEWED)
    store.close()
    assert attached(file).mark("r2") is Mark.REVIEWED


_AS_NOBODY = """
import copy, os, tempfile  # what is imported late must be loaded while it may be read
from plandiff.comparison.options import Pin, PinKind
from tests.review_worker import pair
from plandiff.comparison.review.store import MemoryStore
from plandiff.comparison.review.marks import Mark
from plandiff.comparison.review.opening import open_store
store = MemoryStore()  # loads all there is to load while it may be read
store.attach(pair())
store.set_mark("r1", Mark.REVIEWED)
if os.geteuid() == 0:
    os.setuid(65534)
store, warnings = open_store("old.txt", "new.txt", language="en")
store.attach(pair())
store.set_mark("r2", Mark.REVIEWED)
print(sorted(store.marks()), store.trouble.kind, len(warnings))
store.close()
"""


@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o555, 0o444), (0o755, 0o444)])
def test_a_read_only_store_is_read_and_told(
    monkeypatch: pytest.MonkeyPatch, folder_mode: int, file_mode: int
) -> None:
    with tempfile.TemporaryDirectory() as name:
        monkeypatch.setenv("XDG_STATE_HOME", name)
        kept_review()
        Path(name).chmod(0o755)
        default_path().chmod(file_mode)
        default_path().parent.chmod(folder_mode)
        told = subprocess.run(
            [sys.executable, "-c", _AS_NOBODY],
            cwd=ROOT,
            env={**os.environ, "HOME": name, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        default_path().parent.chmod(0o755)
    assert (told.stdout, told.stderr) == ("['r1', 'r2'] read-only 1\n", "")


def test_a_state_folder_that_cannot_be_made_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    store, warnings = open_store("old.txt", "new.txt")
    store.attach(pair())
    store.set_mark("r1", Mark.REVIEWED)
    assert store.mark("r1") is Mark.REVIEWED
    assert (len(warnings), kind_of(store)) == (1, ProblemKind.FAILED)
    file = tmp_path / "file" / "mine.json"
    inside = attached(file)
    inside.set_mark("r1", Mark.REVIEWED)
    assert kind_of(inside) is ProblemKind.FAILED


def test_a_store_locked_by_another_program_is_told_and_written_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plandiff.comparison.review.sqlite_opening._PATIENCE", 0.05)
    file = tmp_path / "mine.review"
    store = attached(file)
    store.set_mark("r1", Mark.REVIEWED)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    store.set_mark("r2", Mark.REVIEWED)
    assert kind_of(store) is ProblemKind.BUSY
    other.execute("ROLLBACK")
    other.close()
    store.set_mark("r3", Mark.REVIEWED)
    assert store.trouble is None
    assert attached(file).marks().keys() == {"r1", "r2", "r3"}


def test_two_damaged_stores_in_one_second_get_two_names(state: Path) -> None:
    for _ in range(2):
        state.parent.mkdir(parents=True, exist_ok=True)
        state.write_bytes(b"\xa5" * 5000)
        opened_now = open_storage()
        assert opened_now.trouble is not None
        opened_now.close()
    assert sum("damaged" in path.name for path in state.parent.iterdir()) == 2


@pytest.mark.parametrize("kind", ProblemKind)
def test_every_trouble_has_a_sentence_in_both_languages(kind: ProblemKind) -> None:
    trouble = StoreProblem(kind, "/记录", "缘由")
    for language in ("zh", "en"):
        assert trouble.sentence(language).startswith("/记录")
    assert str(StoreError(trouble)) == trouble.sentence("en")


def test_a_storage_without_a_file_says_why() -> None:
    trouble = StoreProblem(ProblemKind.NEWER, "/记录")
    store = ReviewStore(NoStorage(trouble), "甲#1")
    store.attach(pair())
    store.set_mark("r1", Mark.REVIEWED)
    assert store.trouble == trouble


def test_failures_nobody_foresaw_are_told_with_their_reason() -> None:
    assert problem_of(OSError("??"), "/x").kind is ProblemKind.FAILED
    unforeseen = problem_of(sqlite3.Error("??"), "/x")
    assert unforeseen.kind is ProblemKind.FAILED
    assert "SQLite" in unforeseen.sentence("zh")


def test_a_folder_is_locked_for_one_at_a_time(tmp_path: Path) -> None:
    with folder_locked(tmp_path):
        pass
    with pytest.raises(OSError, match="No such file"), folder_locked(tmp_path / "none"):
        pass


def test_the_worker_stops_where_the_store_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(b"PK")
    with pytest.raises(SystemExit, match="不是审阅记录"):
        opened(str(tmp_path / "x.docx"))


@pytest.mark.parametrize("name", [None, "mine.review", "mine.json"])
def test_once_there_is_room_the_timer_saves_what_could_not_be_saved(
    tmp_path: Path, name: str | None
) -> None:
    file = tmp_path / name if name else None
    store = attached(file)
    with full_disk():
        store.set_mark("r2", Mark.REVIEWED)
        assert not store.refresh()
        assert store.trouble is not None
    assert not store.refresh()
    assert store.trouble is None
    assert attached(file).mark("r2") is Mark.REVIEWED


@pytest.mark.parametrize("suffix", [None, "a.review", "a.json"])
def test_names_that_are_not_utf8_are_kept_and_nothing_is_set_aside(
    state: Path, tmp_path: Path, suffix: str | None
) -> None:
    file = tmp_path / suffix if suffix else None
    kept_review(file)
    folder = tmp_path / os.fsdecode("青禾".encode("gbk"))
    folder.mkdir()
    names = [folder / os.fsdecode(f"{name}.txt".encode("gbk")) for name in ("旧稿", "新稿")]
    for name in names:
        name.write_text("x", "utf-8")
    parts = [(0, "青禾要点", "总则。"), (1, "德育", "每周一次。"), (1, "体育", "每天一节。")]
    later = [*parts[:2], (1, "体育", "每天两节。")]
    result = compared(parts, later, (names[0].name, names[1].name))
    for expected in (0, 1):
        store, warnings = open_store(str(names[0]), str(names[1]), file)
        assert warnings == ()
        store.attach(result)
        assert sum(store.mark(row.id) is Mark.REVIEWED for row in result.rows) == expected
        store.set_mark(result.rows[2].id, Mark.REVIEWED)
        assert store.trouble is None
        store.close()
    headers = open_storage(file).headers()
    assert names[0].name in {header.old.name for header in headers}
    assert list((file or state).parent.rglob("*damaged*")) == []
    if suffix == "a.json":
        (tmp_path / suffix).read_bytes().decode("utf-8")
