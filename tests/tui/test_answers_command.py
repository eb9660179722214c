"""``plandiff answers``: what it prints, what it writes, what it refuses."""

import json
from pathlib import Path

import pytest

from plandiff.comparison.engine import compare
from plandiff.comparison.review.opening import open_store
from plandiff.corpus.reading import read_plan
from plandiff.tui.cli import main

BEFORE = "云川省阅读工作方案\n一、任务\n建立借阅制度。\n二、保障\n落实经费1万元。\n"
OLD = BEFORE.replace("1万", "2万")
NEW = BEFORE.replace("1万", "3万")


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Old draft, new draft, review of the old one."""
    for name, text in (("before.txt", BEFORE), ("old.txt", OLD), ("new.txt", NEW)):
        (tmp_path / name).write_text(text, "utf-8")
    before, old, new = (str(tmp_path / name) for name in ("before.txt", "old.txt", "new.txt"))
    review = tmp_path / "review.json"
    store, _ = open_store(before, old, review, author="王老师")
    comparison = compare(read_plan(before), read_plan(old))
    store.attach(comparison)
    store.add_note(comparison.rows[-1].id, "由2万元提高到3万元")
    store.close()
    return [old, new, str(review)]


def test_it_prints_the_table_and_leaves_the_review_alone(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    old, new, review = files
    kept = Path(review).read_bytes()
    assert main(["answers", old, new, "--review", review, "--lang", "zh"]) == 0
    printed = capsys.readouterr().out
    assert "已采纳1条" in printed
    assert "“2万”改为“3万”" in printed
    assert Path(review).read_bytes() == kept


def test_json_goes_to_standard_output(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    old, new, review = files
    assert main(["answers", old, new, "--review", review, "--format", "json"]) == 0
    (answer,) = json.loads(capsys.readouterr().out)["answers"]
    assert (answer["status"], answer["decided_by"]) == ("adopted", "rule")


def test_files_are_written_and_nothing_is_printed(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new, review = files
    written = [tmp_path / f"table{suffix}" for suffix in (".docx", ".xlsx", ".html")]
    wanted = [word for file in written for word in ("-o", str(file))]
    assert main(["answers", old, new, "--review", review, *wanted]) == 0
    assert capsys.readouterr().out == ""
    assert all(file.stat().st_size > 0 for file in written)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["{0}"], "NEW"),
        (["{0}", "{1}", "--review", "nowhere.json"], "nowhere.json"),
        (["{0}", "{1}", "--review", "{1}"], "new.txt"),
        (["{1}", "{0}", "--review", "{2}", "-o", "{2}"], "review.json"),
        (["{0}", "{1}", "--review", "{2}", "--format", "odd"], "odd"),
        (["{3}", "{1}", "--review", "{2}"], "other.txt"),
    ],
)
def test_a_bad_call_exits_with_2_and_one_line(
    words: list[str],
    complaint: str,
    files: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("旅游管理办法\n一、门票\n门票不得涨价。\n", "utf-8")
    kept = [Path(file).read_bytes() for file in files]
    arguments = [word.format(*files, other) for word in words]
    assert main(["answers", *arguments, "--lang", "en"]) == 2
    printed = capsys.readouterr()
    assert (printed.out, printed.err.count("\n")) == ("", 1)
    assert complaint in printed.err
    assert [Path(file).read_bytes() for file in files] == kept


def test_a_damaged_review_is_left_where_it_is(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    old, new, review = files
    damaged = Path(review).read_bytes()[:-9]
    Path(review).write_bytes(damaged)
    assert main(["answers", old, new, "--review", review, "--lang", "en"]) == 2
    assert "damaged" in capsys.readouterr().err
    assert Path(review).read_bytes() == damaged
    assert {path.suffix for path in Path(review).parent.iterdir()} == {".txt", ".json"}
