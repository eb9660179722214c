"""Windows and macOS, simulated: what they answer, lack and refuse, as far as it can be had here."""

import ctypes
import errno
import io
import json
import os
import plistlib
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from plandiff.comparison.review.anchors import this_person
from plandiff.corpus import system
from plandiff.corpus.errors import OutputError, sentence
from plandiff.corpus.samples import sample_paths
from plandiff.tui.command_line.running import choose_language
from plandiff.tui.screens.editor import editor_command
from plandiff.tui.terminal.streams import encoded, settle_encodings
from plandiff.tui.work.output import wants_colour, write_atomically

SAMPLES = [str(path) for path in sample_paths()]


class Console:
    """The part of kernel32 that plandiff asks: a locale, and a console's mode."""

    def __init__(
        self, locale: str = "zh-CN", mode: int | None = 3, *, settable: bool = True
    ) -> None:
        self.locale, self.mode, self.settable = locale, mode, settable

    def GetUserDefaultLocaleName(self, buffer: "ctypes.Array[ctypes.c_wchar]", _room: int) -> int:  # noqa: N802
        buffer.value = self.locale
        return len(self.locale)

    def GetStdHandle(self, number: int) -> int:  # noqa: N802
        return number

    def GetConsoleMode(self, _handle: int, mode: "ctypes._CArgObject") -> int:  # noqa: N802
        if self.mode is None:  # no console: a file or a pipe
            return 0
        mode._obj.value = self.mode  # type: ignore[attr-defined]
        return 1

    def SetConsoleMode(self, _handle: int, mode: int) -> int:  # noqa: N802
        self.mode = mode if self.settable else self.mode
        return int(self.settable)


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Console:
    """This process believes that it runs on Windows."""
    console = Console()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(system, "kernel32", lambda: console)
    return console


def test_the_language_of_windows_is_spoken_where_no_variable_names_one(windows: Console) -> None:
    assert choose_language(None, {}) == "zh"
    windows.locale = "en-GB"
    assert choose_language(None, {}) == "en"
    windows.locale = "zh-CN"
    assert choose_language(None, {"LANG": "de_DE.UTF-8"}) == "en"
    assert choose_language("en", {}) == "en"


@pytest.mark.parametrize(
    ("settings", "language"),
    [
        ({"AppleLocale": "zh_CN"}, "zh"),
        ({"AppleLocale": "zh_CN", "AppleLanguages": ["en-GB", "zh-Hans"]}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_of_macos_is_spoken_where_no_variable_names_one(
    settings: dict[str, object], language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "Library/Preferences/.GlobalPreferences.plist"
    file.parent.mkdir(parents=True)
    file.write_bytes(plistlib.dumps(settings, fmt=plistlib.FMT_BINARY))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "darwin")
    assert choose_language(None, {}) == language
    file.write_bytes(b"damaged")
    assert choose_language(None, {}) == "en"


@pytest.mark.parametrize(
    ("mode", "settable", "coloured"),
    [(3, True, True), (7, True, True), (3, False, False), (None, True, False)],
)
def test_a_windows_console_is_coloured_where_it_obeys_escapes(
    mode: int | None, settable: bool, coloured: bool,
    windows: Console, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    windows.mode, windows.settable = mode, settable
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(isatty=lambda: True))
    assert wants_colour("auto", {}) is coloured
    assert wants_colour("never", {}) is False


def stream(encoding: str) -> io.TextIOWrapper:
    """Standard output as Python opens it for a pipe."""
    return io.TextIOWrapper(io.BytesIO(), encoding=encoding)


@pytest.mark.parametrize(
    ("platform", "environ", "words", "encoding"),
    [
        ("win32", {}, [], "gbk"),
        ("win32", {}, ["--utf8"], "utf-8"),
        ("linux", {}, [], "utf-8"),
        ("linux", {"PYTHONIOENCODING": "gbk"}, [], "gbk"),
        ("linux", {"PYTHONIOENCODING": "gbk"}, ["--utf8"], "utf-8"),
        ("win32", {}, ["--", "--utf8"], "gbk"),
    ],
)
def test_piped_text_has_the_encoding_of_the_console_unless_utf_8_is_asked_for(
    platform: str, environ: dict[str, str], words: list[str], encoding: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    output = stream("gbk")
    monkeypatch.setattr(sys, "stdout", output)
    monkeypatch.setattr(sys, "stderr", stream("gbk"))
    assert settle_encodings(["甲", *words]) == ["甲", *(["--", "--utf8"] if "--" in words else [])]
    assert encoded("目标✓", output) == "目标✓".encode(encoding, "backslashreplace")


def test_what_the_pipe_of_a_chinese_windows_gets_is_read_there_and_json_stays_utf_8() -> None:
    def run(*options: str) -> bytes:
        environ = {**os.environ, "PYTHONIOENCODING": "cp936", "LANG": "zh_CN"}
        words = [sys.executable, "-m", "plandiff", *SAMPLES, *options]
        return subprocess.run(words, capture_output=True, check=True, env=environ).stdout

    assert "目标" in run("--format", "md").decode("cp936")
    assert "目标" in run("--format", "md", "--utf8").decode("utf-8")
    assert json.loads(run("--format", "json").decode("utf-8"))["schema"]


def test_libreoffice_is_found_where_its_installer_puts_it(
    windows: Console, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del windows
    # From Python 3.12 on `shutil.which` asks a module that only Windows has.
    winapi = SimpleNamespace(NeedCurrentDirectoryForExePath=lambda _name: False)
    monkeypatch.setattr(shutil, "_winapi", winapi, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    places = {"ProgramFiles": str(tmp_path / "Program Files")}
    assert system.find_program(("soffice",), places) is None
    program = tmp_path / "Program Files/LibreOffice/program/soffice.com"
    program.parent.mkdir(parents=True)
    program.touch()
    assert system.find_program(("soffice",), places) == str(program)
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setenv("HOME", str(tmp_path))
    program = tmp_path / "Applications/LibreOffice.app/Contents/MacOS/soffice"
    program.parent.mkdir(parents=True)
    program.touch()
    assert system.find_program(("soffice",), {}) == str(program)


@pytest.mark.parametrize(
    ("platform", "asked", "command"),
    [
        ("win32", None, ["notepad"]),
        (
            "win32",
            r'"C:\Program Files\np\np.exe" -multi',
            [r"C:\Program Files\np\np.exe", "-multi"],
        ),
        ("darwin", None, ["open", "-W", "-n", "-t"]),
        ("darwin", "code --wait", ["code", "--wait"]),
        ("linux", None, None),
    ],
)
def test_each_system_has_an_editor_or_the_one_that_was_named(
    platform: str, asked: str | None, command: list[str] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert editor_command(asked, {}) == command


def test_a_process_ends_with_its_children_where_there_are_no_groups(
    windows: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    del windows
    monkeypatch.delattr(os, "killpg")
    asked: list[list[str]] = []
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    monkeypatch.setattr(subprocess, "run", lambda words, **_options: asked.append(words))
    with process:
        system.end_tree(process)
    assert asked == [["taskkill", "/F", "/T", "/PID", str(process.pid)]]
    assert process.returncode


class Locks:
    """``msvcrt``: one byte of each file can be locked by one handle."""

    LK_NBLCK, LK_UNLCK = 2, 0

    def __init__(self) -> None:
        self.held: dict[int, int] = {}

    def locking(self, handle: int, mode: int, count: int) -> None:
        assert (os.lseek(handle, 0, os.SEEK_CUR), count) == (0, 1)
        file = os.fstat(handle).st_ino
        if mode == self.LK_UNLCK:
            assert self.held.pop(file) == handle
        elif file in self.held:
            raise OSError(errno.EACCES, "locked")
        else:
            self.held[file] = handle


def test_a_folder_is_locked_for_one_process_without_locks_of_unix(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locks = Locks()
    functions = {name: getattr(locks, name) for name in ("locking", "LK_NBLCK", "LK_UNLCK")}
    monkeypatch.setattr(system, "fcntl", None)
    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(**functions))
    with system.folder_locked(tmp_path):
        with pytest.raises(BlockingIOError), system.folder_locked(tmp_path, wait=False):
            pass
        assert len(locks.held) == 1
    assert locks.held == {}
    with system.folder_locked(tmp_path, wait=False):
        pass


@pytest.mark.parametrize("code", [5, 32, 33])
def test_a_report_that_word_has_open_is_told_as_that(
    code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = tmp_path / "对照表.docx"
    report.write_text("yesterday", "utf-8")

    def refused(*_words: object) -> None:
        error = PermissionError(errno.EACCES, "refused")
        error.winerror = code  # type: ignore[attr-defined]
        raise error

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(OutputError) as caught:
        write_atomically(report, b"today", overwrite=True)
    assert "Word" in sentence(caught.value, "zh")
    assert [path.name for path in tmp_path.iterdir()] == [report.name]
    assert report.read_text("utf-8") == "yesterday"


def test_a_login_that_the_system_does_not_know_is_no_failure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for error in (KeyError("uid"), ImportError("pwd"), OSError("no name")):

        def fails(error: Exception = error) -> str:
            raise error

        monkeypatch.setattr("getpass.getuser", fails)
        assert this_person("王老师").startswith("王老师#")


@pytest.mark.parametrize("name", ["con.docx", "AUX", "要点?.md", "a|b.md", "LPT1.txt", "末尾.md."])
def test_a_name_that_windows_cannot_have_is_refused_in_words(name: str, windows: Console) -> None:
    del windows
    assert system.is_reserved_name(rf"C:\计划\{name}")


@pytest.mark.parametrize(
    "path",
    [r"C:\计划\要点.docx", r"\\server\教育局\要点.docx", "D:要点.md", "console.md", "com10.md"],
)
def test_drives_shares_and_like_names_are_no_reserved_names(path: str) -> None:
    assert not system.is_reserved_name(path)


def test_a_path_longer_than_windows_allows_is_known(windows: Console, tmp_path: Path) -> None:
    del windows
    assert system.is_too_long_a_path(tmp_path / ("长" * 300))
    assert not system.is_too_long_a_path(Path("要点.md"))


WITHOUT_UNIX = """
import os, signal, subprocess, sys, types
locks = types.SimpleNamespace(locking=lambda *_: None, LK_NBLCK=2, LK_UNLCK=0)
sys.modules["msvcrt"] = locks
for name in ("fcntl", "resource", "termios", "tty", "pwd", "grp"):
    sys.modules[name] = None
for name in ("killpg", "nice", "fchmod", "O_NOFOLLOW", "O_NONBLOCK", "setsid"):
    if hasattr(os, name):
        delattr(os, name)
for name in ("SIGHUP", "SIGQUIT", "SIGCONT", "SIGALRM", "SIGKILL", "setitimer"):
    delattr(signal, name)
from plandiff.tui.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    "words", [["--format", "json"], ["--format", "md"], ["-o", "out.docx"], ["-o", "out.xlsx"]]
)
def test_reports_are_the_same_without_what_only_unix_has(words: list[str], tmp_path: Path) -> None:
    written = []
    for name, start in (("with", ["-m", "plandiff"]), ("without", ["-c", WITHOUT_UNIX])):
        folder = tmp_path / name
        folder.mkdir()
        run = subprocess.run(
            [sys.executable, *start, *SAMPLES, *words], cwd=folder, capture_output=True, check=True
        )
        written.append((run.stdout, [file.read_bytes() for file in folder.iterdir()]))
    assert written[0] == written[1]
