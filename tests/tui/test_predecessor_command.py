"""``plandiff predecessor``: what it prints, where it looks, what it refuses."""

import json
import os
from pathlib import Path

import pytest

from plandiff.corpus.locations import plans_below
from plandiff.corpus.samples import sample_paths
from plandiff.tui.cli import main

OLD, NEW = sample_paths()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "去年").mkdir()
    (tmp_path / "去年" / "要点.txt").write_bytes(OLD.read_bytes())
    (tmp_path / "new.txt").write_bytes(NEW.read_bytes())
    (tmp_path / "other.md").write_text("# 值班安排\n\n一、人员\n\n每天两人值班。\n", "utf-8")
    return tmp_path


def test_text_names_the_plan_before_in_its_first_line_and_says_why(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["predecessor", str(folder / "new.txt"), "--lang", "zh"]) == 0
    first, second = capsys.readouterr().out.splitlines()[:2]
    assert first == str(folder / "去年" / "要点.txt")
    assert "早 1 年" in second


def test_json_is_as_the_contract_has_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["predecessor", str(folder / "new.txt"), str(folder), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["schema"] == "plandiff.predecessor/1"
    (candidate,) = found["candidates"]
    assert candidate["path"] == found["verdict"] == str(folder / "去年" / "要点.txt")
    assert 0 < candidate["score"] <= 1
    assert candidate["reason"]


def test_where_there_is_none_the_verdict_is_null_and_the_reason_is_given(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = folder / "去年" / "要点.txt"
    assert main(["predecessor", str(old), str(folder), "--format", "json", "--lang", "zh"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["verdict"] is None
    assert "晚 1 年" in found["why"]


def test_a_file_that_cannot_be_read_is_listed_and_stops_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 no archive")
    assert main(["predecessor", str(folder / "new.txt"), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["verdict"]
    assert [item["path"] for item in found["unread"]] == [str(folder / "broken.docx")]


@pytest.mark.parametrize("words", [["{0}/nowhere.txt"], ["{0}/new.txt", "{0}/nowhere"], []])
def test_a_missing_plan_or_folder_is_a_bad_call_of_one_line(
    words: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["predecessor", *(word.format(folder) for word in words)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_plan_alone_without_a_terminal_is_a_bad_call(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(folder / "new.txt")]) == 2
    assert capsys.readouterr().out == ""


def test_names_that_are_no_utf8_are_found_and_json_stays_valid(
    folder: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    odd = os.fsencode(folder) + b"/\xb9\xe6.txt"
    with open(odd, "wb") as file:  # noqa: PTH123 - a name of bytes
        file.write(OLD.read_bytes())
    (folder / "去年" / "要点.txt").unlink()
    assert main(["predecessor", str(folder / "new.txt"), "--format", "json"]) == 0
    found = json.loads(capsysbinary.readouterr().out.decode("utf-8"))
    assert os.fsencode(found["verdict"]) == odd


def test_hidden_files_locks_and_other_kinds_are_passed_over(tmp_path: Path) -> None:
    for name in ("a.txt", ".b.txt", "~$c.docx", "d.png", "附/e.PDF", ".git/f.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert plans_below(str(tmp_path)) == [str(tmp_path / name) for name in ("a.txt", "附/e.PDF")]
