"""A process of its own that reads one PDF: ``python -m plandiff.corpus.formats.pdf.worker``.

Standard input holds the name as a line of JSON and then the file; standard output gets the
reading, or the error, as JSON.
"""

import contextlib
import json
import os
import sys
from dataclasses import asdict

from plandiff.corpus.errors import InputError
from plandiff.corpus.formats.limits import PDF_MEMORY_BYTES, PDF_SECONDS
from plandiff.corpus.formats.pdf.reader import read_pdf


def main() -> None:
    """Read the PDF on standard input within the announced limits."""
    _limit_itself()
    name = json.loads(sys.stdin.buffer.readline())
    try:
        answer = {"reading": asdict(read_pdf(name, sys.stdin.buffer.read()))}
    except MemoryError:
        os.abort()  # like PDFium, which the caller knows how to read
    except InputError as error:
        answer = {"error": {"kind": type(error).__name__, "facts": vars(error)}}
    sys.stdout.write(json.dumps(answer))


def _limit_itself() -> None:
    """Ask the system for limits of time and memory, where it has them."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - Unix only

        resource.setrlimit(resource.RLIMIT_CPU, (PDF_SECONDS, PDF_SECONDS + 1))
        resource.setrlimit(resource.RLIMIT_AS, (PDF_MEMORY_BYTES, PDF_MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
