"""PDFium in a process of its own, with limits of time and memory.

A PDF of 2 kB can keep PDFium busy for hours (forms that draw forms ten times over) or fill the
memory, and there is no way to interrupt it from inside; a process can be ended.  It costs about
20 ms, and two plans can be read at the same time.
"""

import json
import subprocess
from typing import Any

from corpus.errors import (
    BrokenFileError,
    InputError,
    Phrase,
    TooLargeError,
    from_data,
    system_reason,
)
from corpus.formats.limits import PDF_MEMORY_BYTES, PDF_SECONDS, megabytes
from corpus.formats.reading_parts import Reading
from corpus.model import Finding, Line, Removed
from corpus.own_process import own_command, own_environment

_WAITING = 3
"""The wall clock may take this many times the processor time before the worker is ended."""


def read_pdf_apart(name: str, data: bytes) -> Reading:
    """The paragraphs of a PDF, as `corpus.formats.pdf.reader.read_pdf` gives them.

    Raises the same errors, and TooLargeError where the limits are met.
    """
    request = json.dumps(name).encode() + b"\n" + data
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            own_command("corpus.formats.pdf.worker"),
            input=request,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=own_environment(),
            timeout=PDF_SECONDS * _WAITING,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_slow(name) from error
    except OSError as error:
        reason = Phrase("reason.no-reader", reason=system_reason(error))
        raise BrokenFileError(name, "pdf", reason) from error
    return _answer(name, done)


def _answer(name: str, done: "subprocess.CompletedProcess[bytes]") -> Reading:
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        raise _ended(name, done.returncode) from error
    if "error" in answer:
        raise from_data(answer["error"])
    return _reading(answer["reading"])


def _ended(name: str, code: int) -> InputError:
    """What the end of a worker without an answer means."""
    if code in {-9, -24}:  # killed; processor time used up
        return _too_slow(name)
    if code == -6:  # aborted: PDFium's way out when memory is refused
        memory = Phrase("size.memory", size=megabytes(PDF_MEMORY_BYTES))
        return TooLargeError(name, Phrase("size.reading"), memory)
    return BrokenFileError(name, "pdf", Phrase("reason.reading-failed"))


def _too_slow(name: str) -> TooLargeError:
    return TooLargeError(name, Phrase("size.reading"), Phrase("size.seconds", count=PDF_SECONDS))


def _reading(told: dict[str, Any]) -> Reading:
    return Reading(
        lines=tuple(Line(**line) for line in told["lines"]),
        removed=tuple(Removed(**removed) for removed in told["removed"]),
        findings=tuple(Finding(**finding) for finding in told["findings"]),
        title=told["title"],
    )
