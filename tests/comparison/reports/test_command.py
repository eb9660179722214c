"""Reports from the command line: what is refused, and how progress is told."""

import sys
from pathlib import Path

import pexpect
import pytest

from tests.command_line import plandiff
from tests.reports_plans import document_xml

_OLD = "青榆县2031年计划\n\n一、目标\n毛入园率达到88%以上。\n二、任务\n新建幼儿园3所。\n"
_NEW = _OLD.replace("2031", "2032").replace("88%", "91%")


@pytest.fixture
def pair(tmp_path: Path) -> tuple[str, str]:
    files = tmp_path / "旧.txt", tmp_path / "新.txt"
    for file, text in zip(files, (_OLD, _NEW), strict=True):
        file.write_text(text, "utf-8")
    return str(files[0]), str(files[1])


@pytest.fixture
def template(tmp_path: Path) -> str:
    file = tmp_path / "mail.jinja"
    file.write_text("{{ digest.title }}\n", "utf-8")
    return str(file)


_REFUSED = {
    "zh": "--template 只用于 text, md, html；{} 请另行写入，不加 --template",
    "en": "--template makes text, md, html only; write {} in a call without it",
}


@pytest.mark.parametrize("form", ["docx", "xlsx", "csv", "json"])
@pytest.mark.parametrize("language", _REFUSED)
def test_a_template_for_a_format_that_takes_none_is_refused_before_anything_is_written(
    pair: tuple[str, str], template: str, form: str, language: str, tmp_path: Path
) -> None:
    outputs = [str(tmp_path / name) for name in ("a.md", f"a.{form}")]
    words = [*pair, "--lang", language, "--template", template]
    run = plandiff(*words, "-o", outputs[0], "-o", outputs[1])
    assert run.returncode == 2
    assert _REFUSED[language].format(form) in run.stderr.decode()
    assert not any(Path(name).exists() for name in outputs)


def test_a_template_makes_every_report_that_takes_one(
    pair: tuple[str, str], template: str, tmp_path: Path
) -> None:
    outputs = [tmp_path / name for name in ("a.md", "a.txt", "a.html")]
    named = [word for file in outputs for word in ("-o", str(file))]
    assert plandiff(*pair, "--lang", "zh", "--template", template, *named).returncode == 0
    assert {file.read_text("utf-8") for file in outputs} == {"计划对比摘要\n"}


def test_a_template_that_cannot_be_read_is_told_before_the_plans_are_read(tmp_path: Path) -> None:
    missing = str(tmp_path / "no.jinja")
    words = ["no such plan", "nor this", "--template", missing, "--format", "md", "--lang", "en"]
    run = plandiff(*words)
    assert run.returncode == 2
    assert "no.jinja: no such file" in run.stderr.decode()


def test_progress_is_told_on_a_terminal_and_wiped_at_the_end(
    pair: tuple[str, str], tmp_path: Path
) -> None:
    table = str(tmp_path / "对照表.docx")
    words = ["-m", "plandiff", *pair, "--table", "-o", table, "--lang", "zh"]
    child = pexpect.spawn(sys.executable, words, encoding="utf-8", dimensions=(24, 200))
    child.expect(pexpect.EOF)
    said = child.before or ""
    assert "对照表.docx 0% 0/3" in said
    assert "对照表.docx 100% 3/3" in said
    assert said.endswith("\r\x1b[K")


def test_progress_is_silent_where_nobody_watches(pair: tuple[str, str], tmp_path: Path) -> None:
    run = plandiff(*pair, "-o", str(tmp_path / "a.xlsx"))
    assert (run.returncode, run.stdout, run.stderr) == (0, b"", b"")


def test_the_table_of_targets_in_word_is_a_table_and_no_redline(
    pair: tuple[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "指标.docx"
    run = plandiff("targets", *pair, "-o", str(file), "--lang", "zh")
    assert (run.returncode, run.stderr) == (0, b"")
    xml = document_xml(file.read_bytes()).decode()
    assert "指标变化表" in xml
    assert "<w:ins " not in xml
