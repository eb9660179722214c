"""A defect of ours: one line, a file with the call stack, and no text of the plans in either."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from plandiff.corpus.samples import sample_paths
from tests.app_terminal import Terminal

ROOT = Path(__file__).resolve().parents[2]
TEXT = "毛入园率达到88%"
BROKEN_READING = f"""
import plandiff.corpus.reading
text = {TEXT!r}
def read_plan(*_, **__): raise KeyError(text)
plandiff.corpus.reading.read_plan = read_plan
"""
BROKEN_KEY = f"""
import plandiff.tui.screens.controllers.files
text = {TEXT!r}
def copy(self): raise KeyError(text)
plandiff.tui.screens.controllers.files.FileController.copy = copy
"""


def own(folder: Path, code: str) -> dict[str, str]:
    """Python runs `sitecustomize` before anything of ours."""
    (folder / "sitecustomize.py").write_text(code, "utf-8")
    path = os.pathsep.join((str(folder), str(ROOT)))
    return {"PYTHONPATH": path, "XDG_STATE_HOME": str(folder / "state")}


def note_in(folder: Path) -> str:
    """The one file that was kept."""
    (note,) = (folder / "state").rglob("crash-*.txt")
    return note.read_text("utf-8")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_defect_is_one_line_and_a_file_without_text_of_the_plans(
    tmp_path: Path, language: str
) -> None:
    words = ["show", str(sample_paths()[0]), "--lang", language]
    run = subprocess.run(
        [sys.executable, "-m", "plandiff", *words], capture_output=True, check=False,
        stdin=subprocess.DEVNULL, env=os.environ | own(tmp_path, BROKEN_READING),
    )  # fmt: skip
    told, kept = run.stderr.decode(), note_in(tmp_path)
    assert (run.returncode, run.stdout, told.count("\n")) == (2, b"", 1)
    assert "KeyError" in told
    assert "crash-" in told
    assert "read_plan" in kept
    assert "KeyError" in kept
    assert TEXT not in told + kept


def test_a_defect_is_told_where_no_file_can_be_kept(tmp_path: Path) -> None:
    environ = own(tmp_path, BROKEN_READING)
    (tmp_path / "state").write_text("no folder", "utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "plandiff", "show", str(sample_paths()[0]), "--lang", "en"],
        capture_output=True, check=False, stdin=subprocess.DEVNULL, env=os.environ | environ,
    )  # fmt: skip
    assert run.returncode == 2
    assert run.stderr == b"plandiff: a defect in plandiff (KeyError); please report it\n"


def test_a_defect_in_the_app_leaves_a_clean_terminal_and_no_text_of_the_plans(
    tmp_path: Path,
) -> None:
    words = ["plandiff", *map(str, sample_paths()), "--lang", "zh"]
    terminal = Terminal(words, environment=own(tmp_path, BROKEN_KEY))
    terminal.wait_ready()
    before = len(terminal.sent)
    terminal.press("y")
    assert terminal.end() == 2
    after = terminal.sent[before:].decode("utf-8", "replace")
    assert "内部出错（KeyError）" in after
    assert "Traceback" not in after
    assert after.rfind("\x1b[?1049l") > after.rfind("\x1b[?1049h")
    assert "in copy" in note_in(tmp_path)
    assert TEXT not in after.partition("\x1b[?1049l")[2] + note_in(tmp_path)
