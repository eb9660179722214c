"""Work of `plandiff.corpus.background` on bad days: killed, never begun, or left by its asker."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from plandiff.comparison.model import Comparison
from plandiff.corpus.background import DefectError, begin
from plandiff.tui.app.review_app import PlandiffApp
from tests.app_fixtures import context, opened, sample
from tests.timing import PATIENCE, has_ended, wait_until

ROOT = Path(__file__).resolve().parents[2]
PLAN = "云川县教育工作要点\n" + "".join(
    f"{n}.{f'提高第{n}所学校的课后服务水平，加强督导评估。' * 40}\n" for n in range(1, 90)
)


def asleep(folder: str) -> None:
    number = Path(folder, "number")
    number.write_text(str(os.getpid()), "utf-8")
    number.rename(Path(folder, "pid"))  # who finds it finds it whole
    time.sleep(PATIENCE)


def end_myself(number: int) -> None:
    os.kill(os.getpid(), number)


@pytest.fixture
def large_plans(tmp_path: Path) -> Path:
    """Plans that are read side by side, in two processes."""
    (tmp_path / "old.txt").write_text(PLAN, "utf-8")
    (tmp_path / "new.txt").write_text(PLAN.replace("。\n", "；\n"), "utf-8")
    assert (tmp_path / "old.txt").stat().st_size > 200_000
    return tmp_path


def test_a_process_that_the_system_took_the_memory_from_is_a_lack_of_memory() -> None:
    with pytest.raises(MemoryError):
        begin(end_myself, int(signal.SIGKILL)).answer()


def test_a_process_that_crashed_is_a_defect_with_its_status() -> None:
    with pytest.raises(DefectError, match="EndedWithStatus-11"):
        begin(end_myself, int(signal.SIGSEGV)).answer()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to look at processes")
def test_a_process_whose_asker_is_killed_ends_too(tmp_path: Path) -> None:
    code = (
        "import time; from plandiff.corpus.background import begin\n"
        "from tests.tui.test_background_faults import asleep\n"
        f"work = begin(asleep, {str(tmp_path)!r}); print('begun', flush=True); time.sleep(999)"
    )
    asker = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE)
    with asker:
        wait_until((tmp_path / "pid").exists, "the work has begun")
        asker.kill()
    pid = int((tmp_path / "pid").read_text())
    wait_until(lambda: has_ended(pid), "the work has ended")


@pytest.mark.parametrize("place", ["the tree", "elsewhere"])
def test_large_plans_are_compared_whatever_python_found_us_by(
    place: str, large_plans: Path
) -> None:
    """`python -c` has an empty name for the folder it runs in on its path."""
    words = [str(large_plans / "old.txt"), str(large_plans / "new.txt"), "--format", "csv"]
    code = "import sys; from plandiff.tui.cli import main; sys.exit(main())"
    here = place == "the tree"
    environ = os.environ | ({} if here else {"PYTHONPATH": str(ROOT)})
    run = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path += {sys.path!r}; {code}", *words],
        cwd=ROOT if here else large_plans, env=environ, capture_output=True, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (0, b"")


def test_plans_are_compared_in_a_folder_that_is_taken_away(large_plans: Path) -> None:
    away = large_plans / "away"
    away.mkdir()
    code = (
        f"import os, sys; os.chdir({str(away)!r}); os.rmdir({str(away)!r})\n"
        "from plandiff.tui.cli import main; sys.exit(main())"
    )
    words = [str(large_plans / "old.txt"), str(large_plans / "new.txt"), "--format", "csv"]
    # Python 3.13.0 raises SystemError for every missing attribute of a module when sys.path begins
    # with "" and the folder is gone.
    safe = ["-P"] if sys.version_info[:3] == (3, 13, 0) else []
    run = subprocess.run(
        [sys.executable, *safe, "-c", code, *words], cwd=ROOT, capture_output=True, check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (0, b"")


@pytest.mark.parametrize("reason", ["EAGAIN", "ENOMEM", "EMFILE"])
def test_where_the_system_gives_no_process_large_plans_are_read_here(
    reason: str, large_plans: Path
) -> None:
    code = (
        "import errno, subprocess, sys\n"
        f"def refuse(*_, **__): raise OSError(errno.{reason}, 'no process')\n"
        "subprocess.Popen = refuse\n"
        "from plandiff.tui.cli import main; sys.exit(main())"
    )
    words = [str(large_plans / "old.txt"), str(large_plans / "new.txt"), "--format", "csv"]
    run = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=ROOT, capture_output=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, b"")


def test_a_process_that_gets_no_thread_answers_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python reads `sitecustomize` before anything of ours, here in the other process."""
    (tmp_path / "sitecustomize.py").write_text(
        "import threading\n"
        'def refuse(*_): raise RuntimeError("can\'t start new thread")\n'
        "threading.Thread.start = refuse\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    assert begin(divmod, 7, 2).answer() == (3, 1)


async def test_where_reading_again_lacks_memory_the_old_result_stays() -> None:
    answers: list[Comparison] = [sample()]

    def load() -> Comparison:
        if answers:
            return answers.pop()
        raise MemoryError

    async with opened(load) as drive:
        await drive.press("R")
        await drive.until(lambda: drive.review.controllers.status_line.busy is None)
        assert "内存不够" in drive.review.status.text
        assert drive.view.comparison.rows


def test_the_time_that_reading_takes_is_counted_from_the_beginning(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first frame is drawn before reading begins; it counts from there on."""
    monkeypatch.setattr("time.monotonic", lambda: 5000.0)
    assert PlandiffApp(sample, context()).review.controllers.status_line.busy_since == 5000.0
