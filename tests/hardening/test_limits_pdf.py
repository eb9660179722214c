"""Each limit of the process that reads PDF ends it by itself, whatever the others do."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from plandiff.corpus.errors import TooLargeError
from plandiff.corpus.formats.pdf import isolated
from tests.fuzz.harnesses import CORPUS

PLAN = (CORPUS / "plan.pdf").read_bytes()
Reader = Callable[[str], None]


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Lets the other process do something else instead of reading; it has a second for it."""

    def replace(code: str) -> None:
        """Python runs `sitecustomize` before anything of ours, here in the other process."""
        (tmp_path / "sitecustomize.py").write_text(
            "from plandiff.corpus.formats import limits\nlimits.PDF_SECONDS = 1\n"
            "import plandiff.corpus.formats.pdf.reader as module\nread = module.read_pdf\n"
            f"def instead(name, data):\n    {code}\n    return read(name, data)\n"
            "module.read_pdf = instead\n"
        )
        monkeypatch.syspath_prepend(tmp_path)

    return replace


def test_what_computes_without_end_is_ended(reader: Reader) -> None:
    reader("for _ in iter(int, 1): pass")
    with pytest.raises(TooLargeError, match="10 s") as met:
        isolated.read_pdf_apart("plan.pdf", PLAN)
    assert not isinstance(met.value.__cause__, subprocess.TimeoutExpired)  # by its own limit


def test_what_wants_more_memory_than_it_may_have_is_ended(reader: Reader) -> None:
    reader("bytearray(1 << 31)")
    with pytest.raises(TooLargeError, match="1024 MB of memory"):
        isolated.read_pdf_apart("plan.pdf", PLAN)


def test_what_waits_for_ever_is_ended(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated, "PDF_SECONDS", 0.3)
    reader("__import__('time').sleep(20)")
    with pytest.raises(TooLargeError, match="reading its pages"):
        isolated.read_pdf_apart("plan.pdf", PLAN)


def test_what_does_none_of_this_is_read(reader: Reader) -> None:
    reader("pass")
    assert isolated.read_pdf_apart("plan.pdf", PLAN).lines
