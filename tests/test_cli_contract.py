"""The command line as it is seen from outside: status, streams, one-line errors."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_line import plandiff, plandiff_process
from tests.timing import PATIENCE

OLD = """云川县2024年教育工作要点

一、工作目标
学前三年毛入园率达到88%以上。
二、重点工作
（一）新建幼儿园。新建公办幼儿园3所，新增学位900个。
（二）培训教师。全年培训教师1200人次。
"""
NEW = OLD.replace("2024", "2025").replace("88%", "91%").replace("1200人次", "1500人次")


@pytest.fixture
def pair(tmp_path: Path) -> tuple[str, str]:
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text(OLD, "utf-8")
    new.write_text(NEW, "utf-8")
    return str(old), str(new)


def test_without_a_terminal_the_summary_is_printed_and_the_status_is_0(
    pair: tuple[str, str],
) -> None:
    run = plandiff_process(*pair)
    assert run.returncode == 0
    assert run.stderr == b""
    text = run.stdout.decode()
    assert "88%" in text
    assert "91%" in text


def test_exit_code_says_1_for_plans_that_differ_and_0_for_plans_that_do_not(
    pair: tuple[str, str],
) -> None:
    assert plandiff(*pair, "--exit-code").returncode == 1
    assert plandiff(pair[0], pair[0], "--exit-code").returncode == 0


def test_a_difference_of_form_only_is_no_difference_for_exit_code(tmp_path: Path) -> None:
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text("一、目标\n新建幼儿园3所，培训教师。\n二、保障\n落实经费。\n", "utf-8")
    new.write_text("一、目标\n新建幼儿园３所,培训教师。\n二、保障\n落实经费。\n", "utf-8")
    assert plandiff(str(old), str(new), "--exit-code").returncode == 0


def test_json_follows_the_schema_and_gives_both_texts_back(pair: tuple[str, str]) -> None:
    answer = json.loads(plandiff(*pair, "--format", "json").stdout)
    assert answer["schema"] == "plandiff.comparison/1"
    for side, op in (("old", "delete"), ("new", "insert")):
        text = {section["id"]: section["text"] for section in answer[side]["sections"]}
        for row in answer["rows"]:
            kept = "".join(e["text"] for e in row["edits"] if e["op"] in ("equal", op))
            assert kept == "\n".join(text[identity] for identity in row[side])


@pytest.mark.parametrize("form", ["text", "md", "html", "json", "csv"])
def test_the_same_input_gives_the_same_bytes(pair: tuple[str, str], form: str) -> None:
    first, second = (
        plandiff_process(*pair, "--format", form, PYTHONHASHSEED=seed).stdout for seed in ("1", "2")
    )
    assert first == second
    assert first


@pytest.mark.parametrize("suffix", [".md", ".html", ".json", ".csv", ".docx", ".xlsx", ".txt"])
def test_each_suffix_writes_its_report(pair: tuple[str, str], tmp_path: Path, suffix: str) -> None:
    report = tmp_path / f"report{suffix}"
    run = plandiff(*pair, "-o", str(report))
    assert (run.returncode, run.stdout) == (0, b"")
    assert report.stat().st_size > 100
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_an_existing_report_is_kept_unless_force_is_given(
    pair: tuple[str, str], tmp_path: Path
) -> None:
    report = tmp_path / "report.md"
    report.write_text("mine", "utf-8")
    run = plandiff(*pair, "-o", str(report))
    assert run.returncode == 2
    assert b"--force" in run.stderr
    assert report.read_text("utf-8") == "mine"
    assert plandiff(*pair, "-o", str(report), "--force").returncode == 0
    assert report.read_text("utf-8") != "mine"


def test_standard_input_takes_the_place_of_one_plan(pair: tuple[str, str]) -> None:
    run = plandiff("-", pair[1], "--format", "json", data=OLD.encode("gb18030"))
    assert run.returncode == 0
    assert json.loads(run.stdout)["old"]["title"] == "云川县2024年教育工作要点"


def test_show_prints_the_outline_and_json_on_request(pair: tuple[str, str]) -> None:
    tree = plandiff("show", pair[0]).stdout.decode()
    assert "（一）新建幼儿园" in tree
    answer = json.loads(plandiff("show", pair[0], "--format", "json").stdout)
    assert answer["schema"] == "plandiff.plan/1"
    assert {"88%以上", "达到88%以上"} & {target["quote"] for target in answer["targets"]}


def test_targets_prints_the_table_of_changed_targets(pair: tuple[str, str]) -> None:
    text = plandiff("targets", *pair).stdout.decode()
    assert "毛入园率" in text
    assert "91%" in text


FAILURES = [
    (["missing.txt", "{old}"], "missing.txt"),
    (["{folder}", "{old}"], "not a regular file"),
    (["{empty}", "{old}"], "no text"),
    (["{old}"], "two plans"),
    (["-", "-"], "standard input"),
    (["{old}", "{new}", "--no-such-option"], "--no-such-option"),
    (["{old}", "{new}", "--format", "docx"], "-o"),
    (["{old}", "{new}", "--format", "poem"], "poem"),
    (["{old}", "{new}", "-o", "report.poem"], ".poem"),
    (["{old}", "{new}", "-o", "no/such/folder/r.md"], "cannot be written"),
    (["{old}", "{new}", "--encoding", "klingon"], "klingon"),
    (["{old}", "{new}", "--ignore", "everything"], "everything"),
    (["{old}", "{new}", "--ignore-pattern", "("], "--ignore-pattern"),
    (["{png}", "{old}"], "plan.docx"),
    (["show", "missing.txt"], "missing.txt"),
]


@pytest.mark.parametrize(("arguments", "said"), FAILURES)
def test_a_failure_is_one_line_on_standard_error_and_status_2(
    pair: tuple[str, str], tmp_path: Path, arguments: list[str], said: str
) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "plan.docx").write_bytes(b"GIF89a" + bytes(range(256)))
    places = {
        "old": pair[0],
        "new": pair[1],
        "folder": str(tmp_path),
        "empty": str(tmp_path / "empty.txt"),
        "png": str(tmp_path / "plan.docx"),
    }
    run = plandiff(*(argument.format(**places) for argument in arguments))
    assert run.returncode == 2
    assert run.stdout == b""
    line = run.stderr.decode()
    assert line.count("\n") == 1
    assert said in line
    assert "Traceback" not in line


def test_a_plan_without_any_heading_is_one_section_and_compares(tmp_path: Path) -> None:
    plain = tmp_path / "plain.txt"
    plain.write_text("今年要继续办好学校，新建教室20间。\n", "utf-8")
    run = plandiff(str(plain), str(plain), "--format", "json")
    assert run.returncode == 0
    assert [row["kind"] for row in json.loads(run.stdout)["rows"]] == ["unchanged"]


def test_errors_speak_chinese_when_asked(pair: tuple[str, str]) -> None:
    run = plandiff("没有.txt", pair[1], "--lang", "zh")
    assert run.returncode == 2
    assert "没有这个文件" in run.stderr.decode()


def test_a_reader_that_closes_the_pipe_gets_no_traceback(pair: tuple[str, str]) -> None:
    command = f"{sys.executable} -m plandiff '{pair[0]}' '{pair[1]}' --format json | head -c 20"
    run = subprocess.run(["sh", "-c", command], capture_output=True, timeout=PATIENCE, check=False)
    assert run.stdout.startswith(b"{")
    assert run.stderr == b""


def test_a_c_locale_prints_utf_8(pair: tuple[str, str]) -> None:
    run = plandiff_process(*pair, LC_ALL="C", LANG="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert run.returncode == 0
    assert "毛入园率" in run.stdout.decode("utf-8")


def test_no_color_and_never_keep_styles_out_and_always_brings_them(
    pair: tuple[str, str],
) -> None:
    assert b"\x1b[" not in plandiff(*pair).stdout
    assert b"\x1b[" in plandiff(*pair, "--color", "always").stdout
    assert b"\x1b[" not in plandiff(*pair, "--color", "never").stdout


def test_no_home_and_a_read_only_cache_do_not_stop_a_comparison(
    pair: tuple[str, str], tmp_path: Path
) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    run = plandiff_process(*pair, HOME=str(locked), XDG_CACHE_HOME=str(locked / "cache"))
    assert (run.returncode, run.stderr) == (0, b"")


def test_marks_and_notes_kept_in_a_review_file_stand_in_the_reports(
    pair: tuple[str, str], tmp_path: Path
) -> None:
    from plandiff.comparison.engine import compare
    from plandiff.comparison.review.marks import Mark
    from plandiff.comparison.review.opening import open_store
    from plandiff.corpus.reading import read_plan

    review = tmp_path / "review.json"
    result = compare(read_plan(pair[0]), read_plan(pair[1]))
    row = next(row for row in result.rows if "1200" in "".join(e.text for e in row.edits))
    store, warnings = open_store(*pair, review, author="李")
    store.attach(result)
    store.set_mark(row.id, Mark.REVIEWED)
    store.add_note(row.id, "请人事科核实")
    store.close()
    assert warnings == ()
    report = tmp_path / "report.md"
    assert plandiff(*pair, "-o", str(report), "--review", str(review)).returncode == 0
    assert "请人事科核实" in report.read_text("utf-8")
    only = plandiff(*pair, "--reviewed", "--review", str(review)).stdout.decode()
    assert "1500" in only
    assert "91%" not in only


def test_the_output_of_a_command_can_stand_for_a_plan(pair: tuple[str, str]) -> None:
    command = f"{sys.executable} -m plandiff <(cat '{pair[0]}') '{pair[1]}' --exit-code"
    run = subprocess.run(
        ["bash", "-c", command], capture_output=True, timeout=PATIENCE, check=False
    )
    assert (run.returncode, run.stderr) == (1, b"")


CHINESE = [
    (["{old}"], "需要两份文件"),
    (["{old}", "{new}", "--poem"], "不认识的选项：--poem"),
    (["{old}", "{new}", "--format", "poem"], "没有名为"),
    (["{old}", "{new}", "-o", "r.poem"], ".poem"),
    (["{old}", "{new}", "--ignore", "all"], "可选"),
    (["show"], "缺少参数：PLAN"),
    (["{old}", "{new}", "-o", "gone/r.md"], "没有这个目录"),
]


@pytest.mark.parametrize(("arguments", "said"), CHINESE)
def test_the_command_line_complains_in_chinese_throughout(
    pair: tuple[str, str], arguments: list[str], said: str
) -> None:
    places = {"old": pair[0], "new": pair[1]}
    run = plandiff(*(a.format(**places) for a in arguments), "--lang", "zh")
    assert run.returncode == 2
    line = run.stderr.decode()
    assert said in line
    assert not re.search(r"\b(the|is|no|with|are|see)\b", line)


def test_a_report_never_takes_the_place_of_a_plan(pair: tuple[str, str], tmp_path: Path) -> None:
    link = tmp_path / "link.txt"
    link.symlink_to(pair[0])
    roundabout = tmp_path / "folder" / ".." / "new.txt"
    roundabout.parent.parent.mkdir()
    for place in (*pair, str(link), str(roundabout)):
        run = plandiff(*pair, "-o", place, "--force")
        assert run.returncode == 2
        assert b"one of the plans" in run.stderr
    assert Path(pair[0]).read_text("utf-8") == OLD
    assert Path(pair[1]).read_text("utf-8") == NEW
