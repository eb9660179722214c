"""Ctrl+C and its kin at moments when Python itself would print, lose or rename what they raise."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLAN = "云川县教育工作要点\n一、目标。毛入园率达到88%以上。\n"
MOMENTS = {
    "in the import": "interrupt()",
    "while a class is made": "type('C', (), {'x': Named()})",
    "in a callback": "Dropped()",
    "in code made from text": "exec('interrupt()')",
}
HOW = """
import os, sys
def interrupt():
    if not met:
        met.append(1)
        os.kill(os.getpid(), {number})
class Named:
    def __set_name__(self, owner, name): interrupt()
class Dropped:
    def __del__(self): interrupt()
class Finder:
    def find_spec(self, name, path, target=None):
        if name == {module!r}: {moment}
met = []
sys.meta_path.insert(0, Finder())
"""
"""Sends us a signal when a module is about to be imported; read by Python before our first line."""


def show_interrupted(
    folder: Path, module: str, moment: str, number: int = signal.SIGINT, by: str = "-m plandiff"
) -> subprocess.CompletedProcess[bytes]:
    (folder / "plan.txt").write_text(PLAN, "utf-8")
    hook = HOW.format(module=module, moment=MOMENTS[moment], number=int(number))
    (folder / "sitecustomize.py").write_text(hook, "utf-8")
    words = [sys.executable, *by.split(" ", 1), "show", "plan.txt"]
    own = {"PYTHONPATH": os.pathsep.join((str(folder), str(ROOT)))}
    return subprocess.run(
        words, cwd=folder, capture_output=True, check=False, timeout=60,
        stdin=subprocess.DEVNULL, env={**os.environ, **own},
    )  # fmt: skip


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize(
    "module", ["plandiff.tui.command_line.running", "argparse", "plandiff.corpus.reading"]
)
def test_ctrl_c_is_quiet_and_never_lost(module: str, moment: str, tmp_path: Path) -> None:
    run = show_interrupted(tmp_path, module, moment)
    assert (run.returncode, run.stdout, run.stderr) == (130, b"", b"")


@pytest.mark.parametrize("module", ["plandiff.tui.signals", "signal"])
def test_ctrl_c_is_quiet_before_any_handler_is_set(module: str, tmp_path: Path) -> None:
    run = show_interrupted(tmp_path, module, "in the import")
    assert (run.returncode, run.stdout, run.stderr) == (130, b"", b"")


@pytest.mark.parametrize("moment", MOMENTS)
def test_ctrl_c_is_quiet_in_the_installed_command(moment: str, tmp_path: Path) -> None:
    script = "-c import sys; from plandiff.tui.cli import main; sys.exit(main())"
    run = show_interrupted(tmp_path, "plandiff.corpus.reading", moment, by=script)
    assert (run.returncode, run.stdout, run.stderr) == (130, b"", b"")


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGQUIT"])
def test_no_other_ending_is_lost_either(name: str, moment: str, tmp_path: Path) -> None:
    number = getattr(signal, name)
    run = show_interrupted(tmp_path, "plandiff.corpus.reading", moment, number)
    assert (run.returncode, run.stdout, run.stderr) == (128 + number, b"", b"")


@pytest.mark.parametrize("name", ["SIGHUP", "SIGINT"])
def test_a_signal_that_is_ignored_stays_ignored(name: str, tmp_path: Path) -> None:
    """As under `nohup`, and in what a shell put into the background."""
    number = getattr(signal, name)
    before = signal.signal(number, signal.SIG_IGN)
    try:
        run = show_interrupted(tmp_path, "plandiff.corpus.reading", "in the import", number)
    finally:
        signal.signal(number, before)
    assert (run.returncode, run.stderr) == (0, b"")
    assert "88%" in run.stdout.decode()
