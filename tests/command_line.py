"""The command ``plandiff`` as a test runs it: in this process, or in one of its own.

A process of its own takes half a second of processor time before it does anything, so it is for
what concerns the process: its streams, locale, signals, hash seed.
"""

import gc
import io
import os
import subprocess
import sys
from unittest.mock import patch

from plandiff.tui.cli import main
from tests.timing import PATIENCE

Run = subprocess.CompletedProcess[bytes]


def plandiff(*arguments: str, data: bytes = b"", **environ: str) -> Run:
    """Run the command in this process, with ``data`` as standard input."""
    streams = [io.TextIOWrapper(io.BytesIO(given), "utf-8") for given in (data, b"", b"")]
    own = {"LC_ALL": "en_US.UTF-8", **environ}
    with (
        patch.multiple(sys, stdin=streams[0], stdout=streams[1], stderr=streams[2]),
        patch.dict(os.environ, own),
    ):
        try:
            status = main(list(arguments))
        finally:
            gc.enable()  # a process of its own ends without collecting anything
    out, err = (written(stream) for stream in streams[1:])
    return subprocess.CompletedProcess(arguments, status, out, err)


def written(stream: io.TextIOWrapper) -> bytes:
    """All that was written to a stream in memory, as text or as bytes."""
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue()


def plandiff_process(*arguments: str, data: bytes = b"", **environ: str) -> Run:
    """Run the command as ``python -m plandiff``."""
    return subprocess.run(
        [sys.executable, "-m", "plandiff", *arguments],
        input=data,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
        env={**os.environ, "LC_ALL": "en_US.UTF-8", **environ},
    )
