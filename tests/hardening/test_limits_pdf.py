"""Each limit of the process that reads PDF ends it by itself, whatever the others do."""

import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from plandiff.corpus.background import DefectError, EndedError, Limits, Work
from plandiff.corpus.errors import BrokenFileError, Phrase, TooLargeError
from plandiff.corpus.formats.pdf import sandbox
from plandiff.corpus.model import Line
from tests.fuzz.harnesses import CORPUS
from tests.timing import PATIENCE

DAMAGED = Phrase("reason.damaged")
PLAN = (CORPUS / "plan.pdf").read_bytes()
Reader = Callable[[str], None]


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Lets the other process do something else instead of reading; it has a second for it."""
    monkeypatch.setattr(sandbox, "PDF_SECONDS", 1)

    def replace(code: str) -> None:
        """Python runs `sitecustomize` before anything of ours, here in the other process."""
        (tmp_path / "sitecustomize.py").write_text(
            "import plandiff.corpus.formats.pdf.reader as module\nread = module.read_pdf\n"
            f"def instead(name, data):\n    {code}\n    return read(name, data)\n"
            "module.read_pdf = instead\n"
        )
        monkeypatch.syspath_prepend(tmp_path)

    return replace


def test_what_computes_without_end_is_ended(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "WAITING_SECONDS", PATIENCE)
    reader("for _ in iter(int, 1): pass")
    with pytest.raises(TooLargeError, match="reading its pages, the limit is 1 s") as met:
        sandbox.read_pdf_in_subprocess("plan.pdf", PLAN)
    assert isinstance(met.value.__cause__, EndedError)
    assert met.value.__cause__.status == -signal.SIGXCPU  # by its own limit, not by our clock


def test_what_wants_more_memory_than_it_may_have_is_ended(reader: Reader) -> None:
    reader("bytearray(1 << 31)")
    with pytest.raises(TooLargeError, match="1024 MB of memory"):
        sandbox.read_pdf_in_subprocess("plan.pdf", PLAN)


def test_what_waits_for_ever_is_ended(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "WAITING_SECONDS", 1.0)
    reader(f"__import__('time').sleep({PATIENCE})")
    with pytest.raises(TooLargeError, match="reading its pages"):
        sandbox.read_pdf_in_subprocess("plan.pdf", PLAN)


def test_what_does_none_of_this_is_read(reader: Reader) -> None:
    reader("pass")
    assert sandbox.read_pdf_in_subprocess("plan.pdf", PLAN).lines


class Foreign:
    """Something that a sandbox must not send: a class that its caller did not name."""


def answer_foreign() -> Foreign:
    return Foreign()


def test_what_a_sandbox_sends_is_made_of_admitted_classes_only() -> None:
    work: Work[Foreign] = Work(Limits(5, 1 << 30, 20.0), (Line,))
    work.ask(answer_foreign)
    with pytest.raises(DefectError, match="KeyError"):
        work.answer()


@pytest.mark.parametrize(
    "error", [FileNotFoundError(2, "没有"), BrokenFileError("a", "pdf", DAMAGED)]
)
def test_failures_come_out_of_a_sandbox_as_they_are(error: Exception) -> None:
    work: Work[None] = Work(Limits(5, 1 << 30, 20.0))
    work.ask(fail, error)
    with pytest.raises(type(error)) as met:
        work.answer()
    assert (str(met.value), vars(met.value)) == (str(error), vars(error))


def fail(error: Exception) -> None:
    raise error


def test_a_sandbox_that_is_left_is_ended_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    work: Work[None] = Work(Limits(5, 1 << 30, 20.0))
    work.ask(time.sleep, 20)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(work, "_receive", interrupt)
    with pytest.raises(KeyboardInterrupt):
        work.answer()
    process = work._process
    assert process is not None
    assert process.returncode in {-signal.SIGTERM, -signal.SIGKILL}
