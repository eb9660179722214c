"""Bad days: signals, full disks, files that vanish, damaged caches; never a traceback or a half."""

import errno
import os
import pty
import random
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from plandiff.comparison.words import lexicon
from plandiff.corpus.errors import ChangingError, InputError, NotFoundError, UnreadableError
from plandiff.corpus.formats import file_input
from plandiff.corpus.formats.documents import read_document
from plandiff.tui.command_line import running
from tests.timing import PATIENCE, wait_until

ROOT = Path(__file__).resolve().parents[2]
PLANDIFF = [sys.executable, "-m", "plandiff"]
OLD = "云川县2024年教育工作要点\n一、目标。毛入园率达到88%以上。\n二、任务。新建幼儿园3所。\n"
NEW = OLD.replace("88%", "91%").replace("新建", "改建")


BEGUN = """
import sys
class Finder:
    def find_spec(self, name, path, target=None):
        if name == "plandiff.comparison.alignment":
            open({path!r}, "w").close()
sys.meta_path.insert(0, Finder())
"""
"""Leaves a file when sections are about to be matched; Python reads it before our first line."""


@pytest.fixture
def pair(tmp_path: Path) -> list[str]:
    paths = [tmp_path / "old.txt", tmp_path / "new.txt"]
    for path, text in zip(paths, (OLD, NEW), strict=True):
        path.write_text(text, "utf-8")
    return [str(path) for path in paths]


@pytest.fixture
def long_pair(tmp_path: Path) -> list[str]:
    """Two plans that have little in common and take some seconds to compare."""
    names = ("long-old.txt", "long-new.txt")
    for seed, name in enumerate(names):
        dice = random.Random(seed)  # noqa: S311 - repeatable, not secret
        words = ["校园安全", "教师培训", "课后服务", "学位供给", "家校共育", "督导评估", "劳动教育"]
        sections = (
            f"{n}.{dice.choice(words)}。" + "，".join(dice.choices(words, k=20)) + "。"
            for n in range(1, 2500)
        )
        (tmp_path / name).write_text("云川县教育工作要点\n" + "\n".join(sections), "utf-8")
    return [str(tmp_path / name) for name in names]


def run(
    arguments: list[str], environ: dict[str, str] | None = None, *, stdout: int = subprocess.PIPE
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*PLANDIFF, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        timeout=PATIENCE,
        check=False,
        env={**os.environ, **(environ or {})},
    )


@pytest.mark.parametrize(
    ("number", "status"),
    [
        (signal.SIGINT, 130),
        pytest.param(signal.SIGTERM, 143, marks=pytest.mark.slow),
        pytest.param(signal.SIGHUP, 129, marks=pytest.mark.slow),
    ],
)
def test_a_signal_ends_a_comparison_quietly_and_leaves_the_old_report(
    long_pair: list[str],
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    number: signal.Signals,
    status: int,
) -> None:
    report = tmp_path / "report.html"
    report.write_text("the report of yesterday", "utf-8")
    before = sorted(tmp_path.iterdir())
    begun = tmp_path_factory.mktemp("hook") / "begun"
    begun.with_name("sitecustomize.py").write_text(BEGUN.format(path=str(begun)), "utf-8")
    with subprocess.Popen(
        [*PLANDIFF, *long_pair, "-o", str(report), "--force"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": f"{begun.parent}{os.pathsep}{ROOT}"},
    ) as process:
        wait_until(lambda: begun.exists() or process.poll() is not None, "the comparison has begun")
        assert process.poll() is None, "the comparison was over before the signal"
        process.send_signal(number)
        out, talk = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, talk) == (status, b"", b"")
    assert sorted(tmp_path.iterdir()) == before
    assert report.read_text("utf-8") == "the report of yesterday"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_behind_standard_output_is_one_line(pair: list[str]) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        result = run([*pair, "--format", "json"], stdout=full.fileno())
    assert result.returncode == 2
    assert result.stderr.count(b"\n") == 1
    assert b"Traceback" not in result.stderr
    assert b"space" in result.stderr


@pytest.mark.parametrize("words", ["--format json", "--format csv", "--version", "--help"])
def test_a_reader_that_has_gone_gets_no_talk(pair: list[str], words: str) -> None:
    """Short output waits in a buffer, and would fail once more when Python ends."""
    reading, writing = os.pipe()
    os.close(reading)
    result = run([*pair, *words.split()], {"PYTHONUNBUFFERED": ""}, stdout=writing)
    os.close(writing)
    assert (result.returncode, result.stderr) == (2, b"")


@pytest.mark.parametrize("report", ["missing/report.md", "old.txt/report.md", "folder.md"])
def test_a_report_that_cannot_be_written_is_one_line(
    pair: list[str], tmp_path: Path, report: str
) -> None:
    (tmp_path / "folder.md").mkdir()
    result = run([*pair, "-o", str(tmp_path / report), "--lang", "en"])
    assert result.returncode == 2
    assert result.stdout == b""
    assert result.stderr.count(b"\n") == 1
    assert b"cannot be written (" in result.stderr


def test_a_file_that_vanishes_between_look_and_open_is_told(
    pair: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(path: str, _flags: int) -> int:
        raise FileNotFoundError(errno.ENOENT, "gone", path)

    monkeypatch.setattr("plandiff.corpus.formats.file_input.os.open", gone)
    with pytest.raises(NotFoundError):
        read_document(pair[0])


@pytest.mark.parametrize("times", [1, 2, 9])
def test_a_file_that_is_written_while_it_is_read_is_read_again_or_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(OLD, "utf-8")
    versions = [f"{OLD}第{n}版。\n" for n in range(times)]

    def written_meanwhile(_name: str, data: bytes, _limit: int = 0) -> bytes:
        if versions:
            path.write_text(versions.pop(0), "utf-8")
        return data

    last = versions[-1].encode()
    monkeypatch.setattr(file_input, "refuse_too_large", written_meanwhile)
    if times < 3:
        assert file_input.read_bytes(str(path)) == last
    else:
        with pytest.raises(ChangingError, match="another program is writing it"):
            file_input.read_bytes(str(path))


@pytest.mark.parametrize("reason", [errno.EACCES, errno.EIO, errno.ESTALE])
def test_a_file_that_the_system_refuses_is_told(
    pair: list[str], monkeypatch: pytest.MonkeyPatch, reason: int
) -> None:
    def refused(path: str, _flags: int) -> int:
        raise OSError(reason, os.strerror(reason), path)

    monkeypatch.setattr("plandiff.corpus.formats.file_input.os.open", refused)
    with pytest.raises(UnreadableError, match=os.strerror(reason)):
        read_document(pair[0])


def test_a_file_replaced_by_a_folder_while_it_is_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_document(str(tmp_path))


@pytest.mark.parametrize("home", ["", "/dev/null"])
def test_without_a_home_the_result_is_the_same(pair: list[str], home: str) -> None:
    places = {"HOME": home, "XDG_CACHE_HOME": "", "XDG_CONFIG_HOME": "", "XDG_DATA_HOME": ""}
    result = run([*pair, "--format", "json"], places)
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout == run([*pair, "--format", "json"]).stdout


@pytest.mark.parametrize("damage", ["cut", "folder"])
def test_a_damaged_dictionary_cache_changes_nothing(
    pair: list[str], tmp_path: Path, damage: str
) -> None:
    places = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    fresh = run([*pair, "--format", "json"], places)
    for kept in (tmp_path / "cache").rglob("words-*"):
        data = kept.read_bytes()
        kept.unlink()
        if damage == "folder":
            kept.mkdir()
        else:
            kept.write_bytes(data[: len(data) // 2])
    again = run([*pair, "--format", "json"], places)
    assert (again.returncode, again.stderr, again.stdout) == (0, b"", fresh.stdout)


@pytest.mark.parametrize("failure", [KeyboardInterrupt, SystemExit, OSError])
def test_a_cache_that_is_broken_off_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: type[BaseException]
) -> None:
    def broken(*_: object) -> None:
        raise failure

    monkeypatch.setattr(Path, "replace", broken)
    with suppress(KeyboardInterrupt, SystemExit):
        lexicon._write(tmp_path / "words.bin", memoryview(b"words"))
    assert list(tmp_path.iterdir()) == []


def test_a_cache_folder_that_cannot_be_made_changes_nothing(
    pair: list[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder", "utf-8")
    result = run([*pair, "--format", "json"], {"XDG_CACHE_HOME": str(tmp_path / "file")})
    assert (result.returncode, result.stderr) == (0, b"")


@pytest.mark.parametrize("locale", ["C", "POSIX", "de_DE.ISO-8859-1", "no_SUCH.locale"])
def test_in_any_locale_standard_output_is_utf_8(pair: list[str], locale: str) -> None:
    quiet = {"LC_ALL": locale, "LANG": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for form in ("text", "json"):
        result = run([*pair, "--format", form], quiet)
        assert (result.returncode, result.stderr) == (0, b"")
        assert "毛入园率" in result.stdout.decode("utf-8")


def test_on_a_dumb_terminal_the_summary_is_printed_without_styles(pair: list[str]) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*PLANDIFF, *pair], stdin=theirs, stdout=theirs, stderr=theirs,
        env={**os.environ, "TERM": "dumb", "PAGER": "cat"},
    ) as process:  # fmt: skip
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:
                break
            if not part:
                break
            shown += part
        process.wait(timeout=PATIENCE)
    os.close(ours)
    assert process.returncode == 0
    assert b"\x1b" not in shown
    assert "毛入园率" in shown.decode("utf-8")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="no way to ask for one's size")
def test_a_lack_of_memory_is_told_as_what_it_is(pair: list[str]) -> None:
    code = (
        "import resource, sys; from plandiff.tui.cli import main\n"
        "import plandiff.tui.command_line.commands\n"
        "held = int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize()\n"
        "most = held + 20_000_000, resource.getrlimit(resource.RLIMIT_AS)[1]\n"
        "resource.setrlimit(resource.RLIMIT_AS, most); sys.exit(main())"
    )
    words = [sys.executable, "-c", code, *pair, "--lang", "en"]
    result = subprocess.run(words, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    assert result.returncode == 2
    assert result.stderr.count(b"\n") == 1
    assert b"not enough memory" in result.stderr


def test_a_library_that_finds_no_memory_to_be_loaded_is_a_lack_of_memory(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def load(*_: object) -> int:
        raise ImportError("libx.so: failed to map segment from shared object")

    monkeypatch.setattr(running, "_run", load)
    assert running.run(["a", "b", "--lang", "en"]) == 2
    assert "not enough memory" in capfd.readouterr().err
