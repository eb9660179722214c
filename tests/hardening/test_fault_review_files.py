"""Review files that a stranger sent, and places that are no files: told, never obeyed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.timing import PATIENCE

CORPUS = Path(__file__).parents[1].joinpath("fuzz") / "corpus"
ESCAPE = "\x1b]0;harm\x07\x1b[2J\u202e"


@pytest.fixture(autouse=True)
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def plandiff(
    *words: str, stdin: int | None = subprocess.DEVNULL, stdout: int = subprocess.PIPE,
    environ: dict[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", "plandiff", *words], stdin=stdin, stdout=stdout,
        stderr=subprocess.PIPE, timeout=PATIENCE, check=False,
        env={**os.environ, **(environ or {})},
    )  # fmt: skip


def harmful(value: object) -> object:
    """The same review with every free text, name, id and time of it made to steer a terminal."""
    if isinstance(value, dict):
        kept = {"schema", "about", "kind", "mark", "sections", "sha256"}
        return {key: old if key in kept else harmful(old) for key, old in value.items()}
    if isinstance(value, list):
        return [harmful(one) for one in value]
    return f"{ESCAPE}{value}" if isinstance(value, str) else value


@pytest.mark.parametrize("command", ["list", "show", "export", "import", "merge"])
def test_nothing_in_a_review_file_steers_the_terminal(command: str, tmp_path: Path) -> None:
    file = tmp_path / "from-a-stranger.json"
    file.write_text(json.dumps(harmful(json.loads((CORPUS / "review.json").read_bytes()))), "utf-8")
    words = [str(file)] if command in ("import", "merge") else ["--review", str(file)]
    run = plandiff("review", command, *words)
    assert run.returncode == 0, run.stderr
    talk = run.stderr if command in ("export", "merge") else run.stdout + run.stderr
    assert talk or command == "export"
    assert not set("\x1b\x07\u202e") & set(talk.decode())


@pytest.mark.parametrize("command", [["import"], ["merge"], ["list", "--review"]])
def test_a_pipe_that_nobody_writes_to_is_no_review(command: list[str], tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)
    run = plandiff("review", *command, str(pipe))
    assert (run.returncode, run.stdout) == (2, b"")
    assert run.stderr.count(b"\n") == 1


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no device without an end")
@pytest.mark.parametrize(
    "words",
    [
        ["review", "import", "/dev/zero"],
        ["review", "list", "--review", "/dev/zero"],
        ["demo", "--format", "md", "--template", "/dev/zero"],
        ["/dev/zero", "/dev/zero"],
        ["show", "/dev/zero"],
    ],
    ids=" ".join,
)
def test_a_device_without_an_end_is_refused(words: list[str]) -> None:
    run = plandiff(*words)
    assert (run.returncode, run.stdout) == (2, b"")
    assert run.stderr.count(b"\n") == 1


def test_a_review_larger_than_any_file_may_be_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "large.json"
    with file.open("wb") as out:
        out.truncate(100_000_000)
    run = plandiff("review", "merge", str(file), environ={"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"})
    assert run.returncode == 2
    assert b"too large" in run.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("command", [["list"], ["export"]])
def test_a_full_disk_behind_a_list_of_reviews_is_one_line(command: list[str]) -> None:
    assert plandiff("review", "import", str(CORPUS / "review.json")).returncode == 0
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        run = plandiff("review", *command, stdout=full.fileno())
    assert run.returncode == 2
    assert run.stderr.count(b"\n") == 1
    assert b"Traceback" not in run.stderr


def test_a_review_is_listed_and_exported_in_a_locale_without_chinese() -> None:
    latin = {"LC_ALL": "de_DE.ISO-8859-1", "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    assert plandiff("review", "import", str(CORPUS / "review.json"), environ=latin).returncode == 0
    for command in ("list", "show", "export"):
        run = plandiff("review", command, environ=latin)
        assert (run.returncode, run.stderr) == (0, b"")
        run.stdout.decode("utf-8")


SIZES = [0, 8, 24, 40, 56, 100]
# Below, -B: Python would leave bytecode that is cut off by the limit, and believe it the next time.
SIZES_BETWEEN = [1, 4, 16, 32, 48, 64, 80]
"""Kilobytes that a file may have: SQLite makes two more beside the store."""


@pytest.mark.parametrize(
    "kilobytes", [*SIZES, *(pytest.param(size, marks=pytest.mark.slow) for size in SIZES_BETWEEN)]
)
def test_a_review_is_kept_whole_or_the_full_disk_is_told(kilobytes: int) -> None:
    """`ulimit -f` lets no file grow beyond its limit, as a full disk does."""
    words = f"ulimit -f {kilobytes}; exec {sys.executable} -B -m plandiff review --lang en"
    first = subprocess.run(
        ["bash", "-c", f"{words} import {CORPUS / 'review.json'}"],
        capture_output=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert first.returncode in (0, 2)
    assert first.stderr.count(b"\n") == 1
    assert b"damaged" not in first.stderr
    assert b"will be saved" not in first.stderr
    kept = plandiff("review", "list", "--lang", "en")
    assert kept.returncode == 0
    assert (b"2/2" in kept.stdout) == (first.returncode == 0)


@pytest.mark.parametrize(
    "kilobytes",
    [0, 24, *(pytest.param(size, marks=pytest.mark.slow) for size in (1, 4, 8, 16))],
)
@pytest.mark.parametrize("command", ["import", "list"])
def test_a_full_disk_under_a_store_that_is_there_is_one_line_at_most(
    kilobytes: int, command: str
) -> None:
    file = str(CORPUS / "review.json")
    assert plandiff("review", "import", file).returncode == 0
    words = (
        f"ulimit -f {kilobytes}; exec {sys.executable} -B -m plandiff review --lang en {command}"
    )
    run = subprocess.run(
        ["bash", "-c", f"{words} {file if command == 'import' else ''}"],
        capture_output=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert run.returncode in (0, 2)
    assert run.stderr.count(b"\n") <= 1
    assert (run.returncode == 0) == (b"2/2" in run.stdout or b"nothing new" in run.stderr)
