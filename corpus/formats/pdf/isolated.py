"""PDFium in a process of its own, with limits of time and memory.

A PDF of 2 kB can keep PDFium busy for hours (forms that draw forms ten times over) or fill the
memory, and there is no way to interrupt it from inside; a process can be ended.  It costs about
20 ms, and two plans can be read at the same time.
"""

import json
import subprocess
from typing import Any

from plandiff.corpus import errors
from plandiff.corpus.errors import BrokenFileError, InputError, TooLargeError
from plandiff.corpus.formats.limits import PDF_MEMORY_BYTES, PDF_SECONDS, megabytes
from plandiff.corpus.formats.reading_parts import Reading
from plandiff.corpus.model import Finding, Line, Removed
from plandiff.corpus.own_process import own_command, own_environment

_WAITING = 3
"""The wall clock may take this many times the processor time before the worker is ended."""


def read_pdf_apart(name: str, data: bytes) -> Reading:
    """The paragraphs of a PDF, as `plandiff.corpus.formats.pdf.reader.read_pdf` gives them.

    Raises the same errors, and TooLargeError where the limits are met.
    """
    request = json.dumps(name).encode() + b"\n" + data
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            own_command("plandiff.corpus.formats.pdf.worker"),
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
        reason = error.strerror or str(error)
        raise BrokenFileError(name, "pdf", f"no reader could be started: {reason}") from error
    return _answer(name, done)


def _answer(name: str, done: "subprocess.CompletedProcess[bytes]") -> Reading:
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        raise _ended(name, done.returncode) from error
    if "error" in answer:
        raise _same_error(answer["error"])
    return _reading(answer["reading"])


def _ended(name: str, code: int) -> InputError:
    """What the end of a worker without an answer means."""
    if code in {-9, -24}:  # killed; processor time used up
        return _too_slow(name)
    if code == -6:  # aborted: PDFium's way out when memory is refused
        return TooLargeError(name, "reading its pages", f"{megabytes(PDF_MEMORY_BYTES)} of memory")
    return BrokenFileError(name, "pdf", "reading its pages failed")


def _too_slow(name: str) -> TooLargeError:
    return TooLargeError(name, "reading its pages", f"{PDF_SECONDS} s")


def _same_error(told: dict[str, Any]) -> InputError:
    """The error that the worker met: every failure is made again from the data that it keeps."""
    error: InputError = getattr(errors, told["kind"])(**told["facts"])
    return error


def _reading(told: dict[str, Any]) -> Reading:
    return Reading(
        lines=tuple(Line(**line) for line in told["lines"]),
        removed=tuple(Removed(**removed) for removed in told["removed"]),
        findings=tuple(Finding(**finding) for finding in told["findings"]),
        title=told["title"],
    )
