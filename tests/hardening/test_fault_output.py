"""Where output goes, and odd arguments on the way there: told in a line, never half, never raw."""

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from plandiff.comparison.engine import compare
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.registry import FORMATS, render
from plandiff.corpus.reading import read_plan
from tests.timing import PATIENCE

PLANDIFF = [sys.executable, "-m", "plandiff"]
OLD = "云川县教育工作要点\n一、目标。毛入园率达到88%以上。\n二、任务。新建幼儿园3所。\n"


def shell(command: str, folder: Path, **environ: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of shell in which $P is plandiff."""
    places = {"P": " ".join(PLANDIFF), "XDG_STATE_HOME": str(folder / "state")}
    return subprocess.run(
        ["bash", "-c", command], cwd=folder, capture_output=True, check=False, timeout=PATIENCE,
        stdin=subprocess.DEVNULL, env={**os.environ, **places, **environ},
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "old.txt").write_text(OLD, "utf-8")
    (tmp_path / "new.txt").write_text(OLD.replace("88", "91"), "utf-8")
    return tmp_path


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize(
    "words", ["--help", "--version", "show old.txt", "targets old.txt new.txt", "config"]
)
def test_a_full_disk_behind_any_command_is_one_line(words: str, folder: Path) -> None:
    run = shell(f"$P {words} > /dev/full", folder)
    assert run.returncode == 2
    assert run.stderr.count(b"\n") == 1
    assert b"Traceback" not in run.stderr


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("words", ["old.txt new.txt", "- new.txt", "gone new.txt", "--help"])
def test_closed_standard_streams_give_no_call_stack(words: str, closed: str, folder: Path) -> None:
    run = shell(f"$P {words} {closed}", folder)
    assert run.returncode in (0, 2)
    assert b"Traceback" not in run.stderr
    assert b"defect" not in run.stderr


def test_help_is_utf_8_in_a_locale_that_has_no_chinese(folder: Path) -> None:
    run = shell("$P --help --lang zh", folder, PYTHONIOENCODING="latin-1", PYTHONUTF8="0")
    assert (run.returncode, run.stderr) == (0, b"")
    assert "对照表" in run.stdout.decode("utf-8")


@pytest.mark.parametrize("report", ["r.docx", "r.xlsx", "r.html", "r.json"])
def test_a_disk_that_fills_up_under_a_report_leaves_the_old_one(report: str, folder: Path) -> None:
    """`ulimit -f` lets no file grow beyond its limit, as a full disk does."""
    (folder / report).write_bytes(b"the report of yesterday")
    # Python would leave bytecode that is cut off, and believe it the next time.
    words = f"ulimit -f 1; $P old.txt new.txt -o {report} --force"
    run = shell(words, folder, PYTHONDONTWRITEBYTECODE="1")
    assert run.returncode == 2, run.stderr
    assert run.stderr.count(b"\n") == 1
    assert (folder / report).read_bytes() == b"the report of yesterday"
    assert sorted(path.name for path in folder.iterdir()) == sorted([report, "new.txt", "old.txt"])


def test_a_name_that_is_no_utf_8_is_read_written_and_told(folder: Path) -> None:
    odd = os.fsencode(str(folder)) + b"/bad\xff\xfename.txt"
    Path(os.fsdecode(odd)).write_text(OLD, "utf-8")
    files = " ".join(f"-o $'out\\xff{form.suffix}'" for form in FORMATS.values())
    run = shell(f"$P bad*.txt new.txt {files}", folder)
    told = run.stderr.decode("utf-8")  # of a redline, whether the new file itself is marked
    assert run.returncode == 0, told
    assert told.count("bad\ufffd\ufffdname.txt") == 1, told
    assert len(list(folder.glob("out*"))) == len(FORMATS)
    gone = shell("$P $'gone\\xff.txt' new.txt", folder)
    assert gone.returncode == 2
    gone.stderr.decode("utf-8")


@pytest.mark.parametrize("author", ["李\x01\x1b[2J", "\udcff", "李" * 400, "<w:ins>&\"'"])
@pytest.mark.parametrize("name", ["docx", "xlsx", "html", "md"])
def test_any_author_fits_into_a_report(author: str, name: str) -> None:
    old, new = (read_plan("a.txt", data=text.encode()) for text in (OLD, OLD.replace("88", "9")))
    for table in (False, True):
        made = render(compare(old, new), name, ReportOptions(author=author, table=table))
        assert b"\x1b" not in made or name in ("docx", "xlsx")
        if name in ("docx", "xlsx"):
            with zipfile.ZipFile(io.BytesIO(made)) as package:
                assert package.testzip() is None


def test_two_processes_making_the_same_cache_at_once_get_the_same_result(folder: Path) -> None:
    both = "for n in 1 2 3; do $P old.txt new.txt --format json > $n.json & done; wait"
    run = shell(both, folder, XDG_CACHE_HOME=str(folder / "cache"))
    assert run.stderr == b""
    results = {(folder / f"{n}.json").read_bytes() for n in (1, 2, 3)}
    assert len(results) == 1
    assert b"plandiff.comparison/1" in results.pop()
    assert [kept.name for kept in (folder / "cache").rglob("*.tmp*")] == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_folders_that_nobody_may_write_change_no_result(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o500)
    places = {f"XDG_{kind}_HOME": str(closed) for kind in ("CACHE", "STATE", "CONFIG", "DATA")}
    run = shell("$P old.txt new.txt", folder, **places)
    assert (run.returncode, run.stderr) == (0, b"")
