"""``plandiff cover``: what it prints, what it writes, what it refuses."""

import json
from pathlib import Path

import pytest

from plandiff.tui.cli import main

SUPERIOR = "云川省阅读工作意见\n一、任务\n各学校要建立图书借阅登记制度。\n配备专职图书管理员。\n"
LOCAL = "青禾县阅读工作方案\n一、任务\n各学校要建立图书借阅登记制度。\n"


@pytest.fixture
def plans(tmp_path: Path) -> list[str]:
    files = []
    for name, text in (("superior.txt", SUPERIOR), ("local.txt", LOCAL), ("other.txt", SUPERIOR)):
        file = tmp_path / name
        file.write_text(text, "utf-8")
        files.append(str(file))
    return files


def test_it_prints_the_text_and_exits_with_0(
    plans: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cover", *plans, "--lang", "zh"]) == 0
    out = capsys.readouterr().out
    assert "未提及的要求（1 项）" in out
    assert "配备专职图书管理员" in out


def test_json_goes_to_standard_output_with_every_plan(
    plans: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cover", *plans, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["locals"]) == 2


def test_files_are_written_and_nothing_is_printed(
    plans: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [tmp_path / f"table{suffix}" for suffix in (".docx", ".xlsx", ".html", ".csv", ".md")]
    wanted = [word for file in files for word in ("-o", str(file))]
    assert main(["cover", *plans, *wanted]) == 0
    assert capsys.readouterr().out == ""
    assert all(file.stat().st_size > 0 for file in files)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["{0}"], "missing"),
        (["{0}", "nowhere.txt"], "nowhere.txt"),
        (["{0}", "{1}", "--format", "docx"], "-o FILE.docx"),
        (["{0}", "{1}", "--format", "odd"], "odd"),
        (["{0}", "{1}", "-o", "table.odd"], ".odd"),
        (["{0}", "{1}", "-o", "{1}"], "local.txt"),
        (["-", "-"], "standard input"),
        (["{0}", "{1}", "--table"], "--table"),
    ],
)
def test_a_bad_call_exits_with_2_and_one_line(
    words: list[str], complaint: str, plans: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = [Path(plan).read_bytes() for plan in plans]
    assert main(["cover", *(word.format(*plans) for word in words), "--lang", "en"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert complaint in printed.err or complaint == "missing"
    assert [Path(plan).read_bytes() for plan in plans] == before
