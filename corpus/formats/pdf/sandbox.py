"""Run PDFium in a subprocess with limits of time and memory.

A PDF of 2 kB can keep PDFium busy for hours (nested forms, each drawn ten times) or exhaust the
memory.  PDFium cannot be interrupted, but a process can be killed.  The process costs about 20 ms
and lets two plans be read at the same time.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from plandiff.corpus.background import DefectError, EndedError, Limits, ProgressCallback, Work
from plandiff.corpus.errors import (
    BrokenFileError,
    InputError,
    Phrase,
    TooLargeError,
    system_reason,
)
from plandiff.corpus.formats.limits import PDF_MEMORY_BYTES, PDF_SECONDS, megabytes
from plandiff.corpus.formats.reading_parts import Reading
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.model import Finding, Line, Removed

if TYPE_CHECKING:
    from plandiff.corpus.formats.pdf import reader
else:
    reader = LazyModule("plandiff.corpus.formats.pdf.reader")

WAITING_SECONDS = 3.0 * PDF_SECONDS
"""Wall-clock limit in seconds, three times the CPU limit; then the worker is killed."""


def read_pdf_in_subprocess(name: str, data: bytes) -> Reading:
    """Call `plandiff.corpus.formats.pdf.reader.read_pdf` in a sandbox.

    Raises the same errors, and TooLargeError if a limit is reached.
    """
    limits = Limits(PDF_SECONDS, PDF_MEMORY_BYTES, WAITING_SECONDS)
    return read_in_subprocess(limits, _read, name, "pdf", data)


def read_in_subprocess(
    limits: Limits,
    function: Callable[[str, str, bytes], Reading],
    name: str,
    form: str,
    data: bytes,
    *,
    on_progress: ProgressCallback | None = None,
) -> Reading:
    """Call ``function(name, form, data)`` in a sandbox and return its reading.

    Raises the errors of ``function``, and TooLargeError if a limit is reached.
    """
    work: Work[Reading] = Work(limits, (Reading, Line, Removed, Finding))
    if work.refusal is not None:
        reason = Phrase("reason.no-reader", reason=system_reason(work.refusal))
        raise BrokenFileError(name, form, reason) from work.refusal
    work.ask(function, name, form, data)
    try:
        return work.answer(on_progress)
    except EndedError as error:
        raise _ended(name, form, limits, error.status) from error
    except MemoryError as error:
        raise _needs_too_much_memory(name, limits) from error
    except (DefectError, OSError) as error:
        raise BrokenFileError(name, form, Phrase("reason.reading-failed")) from error


def _read(name: str, _form: str, data: bytes) -> Reading:
    return reader.read_pdf(name, data)


def _ended(name: str, form: str, limits: Limits, status: int) -> InputError:
    """The error for a worker that ended with ``status`` and without an answer."""
    if status in {-9, -24}:  # SIGKILL; SIGXCPU: CPU time used up
        limit = Phrase("size.seconds", count=limits.cpu_seconds)
        return TooLargeError(name, Phrase("size.reading"), limit)
    if status == -6:  # SIGABRT: PDFium aborts if memory allocation fails
        return _needs_too_much_memory(name, limits)
    return BrokenFileError(name, form, Phrase("reason.reading-failed"))


def _needs_too_much_memory(name: str, limits: Limits) -> TooLargeError:
    memory = Phrase("size.memory", size=megabytes(limits.memory_bytes))
    return TooLargeError(name, Phrase("size.reading"), memory)
