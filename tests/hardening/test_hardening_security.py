"""The rows of SECURITY.md: what a plan may try, and that the tests it names are there."""

import io
import re
import socket
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import docx
import pytest

from plandiff.comparison.engine import compare
from plandiff.comparison.reports.registry import FORMATS, render
from plandiff.corpus.errors import InputError
from plandiff.corpus.reading import read_plan

TESTS = Path(__file__).parents[1]
SECURITY = (TESTS.parent / "SECURITY.md").read_text("utf-8")
HARM = "<img src=http://harm.example/i.png>落实3所"


def plan(text: str) -> bytes:
    return f"云川县工作计划\n一、目标。{text}\n二、任务。办好学校。\n".encode()


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_named: object) -> None:
        pytest.fail("somebody asked for the network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)


def rows() -> list[list[str]]:
    threats = SECURITY.partition("\n## Limits\n")[0]
    lines = [line for line in threats.split("\n") if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return [row for row in cells if not set("".join(row)) <= set("-| ") and row[-1] != "tested by"]


def test_every_row_names_tests_that_exist() -> None:
    written = {path.stem: path.read_text("utf-8") for path in TESTS.rglob("test_*.py")}
    known = {name for text in written.values() for name in re.findall(r"def (test_\w+)", text)}
    for row in rows():
        named = re.findall(r"`(test_\w+)`", row[-1])
        assert named, row
        assert [name for name in named if name not in known and name not in written] == [], row


@pytest.mark.usefixtures("no_network")
def test_reading_comparing_and_reporting_ask_for_no_network() -> None:
    page = (
        '<html><head><link rel=stylesheet href="http://harm.example/s.css"><base href="http://harm'
        '.example/"></head><body><img src="http://harm.example/i.png"><iframe src="http://harm.ex'
        'ample"></iframe><p>一、目标</p><p>办好学校3所。</p></body></html>'
    )
    old, new = (read_plan(name, data=page.encode()) for name in ("a.html", "b.html"))
    harmful = compare(read_plan("a.txt", data=plan(HARM)), read_plan("b.txt", data=plan(HARM * 2)))
    assert HARM in harmful.old.sections[1].text
    for result in (compare(old, new), harmful):
        for name in FORMATS:
            render(result, name)


def test_names_inside_an_archive_write_no_file(tmp_path: Path) -> None:
    stream = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("一、目标")
    document.save(stream)
    with zipfile.ZipFile(stream, "a") as package:
        for name in (
            "../harm.txt",
            "/var/plandiff-harm.txt",
            "..\\harm.txt",
            "word/../../harm.txt",
        ):
            package.writestr(name, "harm")
    work = tmp_path / "deep" / "er"
    work.mkdir(parents=True)
    path = work / "plan.docx"
    path.write_bytes(stream.getvalue())
    before = sorted(tmp_path.rglob("*"))
    with suppress(InputError):
        read_plan(str(path))
    assert sorted(tmp_path.rglob("*")) == before
    assert not Path("/var/plandiff-harm.txt").exists()


def test_the_name_of_a_file_steers_no_terminal(tmp_path: Path) -> None:
    name = "a\x1b]0;harm\x07\n\u202eb.txt"
    for arguments in ([name, "missing.txt"], ["show", name]):
        run = subprocess.run(
            [sys.executable, "-m", "plandiff", *arguments],
            capture_output=True, check=False, cwd=tmp_path, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert run.returncode == 2
        assert run.stderr.count(b"\n") == 1
        assert b"\x1b" not in run.stderr
        assert b"\x07" not in run.stderr
        assert "\u202e" not in run.stderr.decode()


def test_hidden_characters_are_taken_out_and_told() -> None:
    found = read_plan("a.txt", data=plan("办\u202e好\u200b学校\x1b[2J3所。"))
    assert "hidden-character" in {removed.reason for removed in found.removed}
    assert not set("\u202e\u200b") & set("".join(section.text for section in found.sections))
