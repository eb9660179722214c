"""``plandiff library``: scanning again is cheap, nothing is lost in silence, files stay."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from plandiff.comparison.library.entries import Entry, read_entry
from plandiff.corpus.samples import sample_paths
from plandiff.tui.cli import main
from plandiff.tui.work import shelving

OLD, NEW = sample_paths()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plans" / "去年").mkdir(parents=True)
    (tmp_path / "plans" / "去年" / "要点.txt").write_bytes(OLD.read_bytes())
    (tmp_path / "plans" / "要点.txt").write_bytes(NEW.read_bytes())
    return tmp_path


def call(folder: Path, name: str, *more: str) -> int:
    return main(["library", name, *more, "--library", str(folder / "library.sqlite3")])


def listed(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    capsys.readouterr()
    assert call(folder, *words, "--format", "json") == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_folder_is_added_listed_searched_and_removed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(folder, "add", str(folder / "plans")) == 0
    assert [plan["year"] for plan in listed(folder, capsys, "list")["plans"]] == [2025, 2024]
    found = listed(folder, capsys, "find", "毛入园率", "--year", "2024")
    assert [plan["path"] for plan in found["plans"]] == [
        str(folder / "plans" / "去年" / "要点.txt")
    ]
    assert "毛入园率" in found["plans"][0]["excerpt"]
    assert call(folder, "remove", str(folder / "plans")) == 0
    assert listed(folder, capsys, "list")["plans"] == []
    assert (folder / "plans" / "要点.txt").exists()


def test_a_second_scan_reads_only_what_changed_and_forgets_what_is_gone(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert call(folder, "add", str(folder / "plans")) == 0
    read: list[str] = []

    def recorded(path: str) -> Entry:
        read.append(path)
        return read_entry(path)

    monkeypatch.setattr(shelving, "read_entry", recorded)
    assert call(folder, "add") == 0
    assert read == []
    (folder / "plans" / "要点.txt").write_text("澜川区2025年要点\n一、目标\n改建书屋。\n", "utf-8")
    (folder / "plans" / "去年" / "要点.txt").unlink()
    capsys.readouterr()
    assert call(folder, "add", "--lang", "en") == 0
    assert read == [str(folder / "plans" / "要点.txt")]
    assert "0 added, 1 updated, 0 unchanged, 1 gone" in capsys.readouterr().err
    assert len(listed(folder, capsys, "list")["plans"]) == 1


def test_a_file_that_only_got_another_time_is_not_read_as_a_plan(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert call(folder, "add", str(folder / "plans")) == 0
    os.utime(folder / "plans" / "要点.txt", (1, 1))
    (folder / "plans" / "去年" / "要点.txt").rename(folder / "plans" / "2024年要点.txt")
    monkeypatch.setattr(shelving, "read_entry", pytest.fail)
    assert call(folder, "add") == 0
    names = [Path(plan["path"]).name for plan in listed(folder, capsys, "list")["plans"]]
    assert names == ["要点.txt", "2024年要点.txt"]


def test_a_file_that_cannot_be_read_is_named_and_the_status_is_1(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "plans" / "空.txt").touch()
    assert call(folder, "add", str(folder / "plans")) == 1
    assert "空.txt" in capsys.readouterr().err
    assert len(listed(folder, capsys, "list")["plans"]) == 2


def test_the_library_offers_the_plan_before(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(folder, "add", str(folder / "plans" / "去年")) == 0
    (folder / "new").mkdir()
    new = folder / "new" / "a.txt"
    new.write_bytes(NEW.read_bytes())
    library = ("--library", str(folder / "library.sqlite3"))
    capsys.readouterr()
    assert main(["predecessor", str(new), *library, "--format", "json"]) == 0
    verdict = json.loads(capsys.readouterr().out)["verdict"]
    assert verdict == str(folder / "plans" / "去年" / "要点.txt")


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["lend"],
        ["add", "{0}/nowhere"],
        ["find", "…", "--library", "{0}/l.sqlite3"],
        ["list", "--library", "{0}/plans/要点.txt"],
        ["list", "--year", "last"],
    ],
)
def test_a_bad_call_is_one_line_and_2(
    words: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["library", *(word.format(folder) for word in words)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
