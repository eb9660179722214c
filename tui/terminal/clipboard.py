"""Copies text to the clipboard by all available ways: OSC 52, tmux, the local clipboard."""

import os
import shutil
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from plandiff.corpus.lazy_import import LazyModule

if TYPE_CHECKING:
    import pyperclip
else:
    pyperclip = LazyModule("pyperclip")

_TMUX_SECONDS = 5


def copy_text(text: str, by_terminal: Callable[[str], None]) -> None:
    """Copy through the terminal immediately, and by the other ways in the background.

    OSC 52 works over SSH but not in every terminal, and tmux does not forward it by default; the
    local clipboard may have to start a program, which must not block a key press.
    """
    by_terminal(text)
    threading.Thread(target=_copy_locally, args=(text,), daemon=True).start()


def _copy_locally(text: str) -> None:
    if os.environ.get("TMUX"):
        _copy_by_tmux(text)
    try:
        pyperclip.copy(text)
    except pyperclip.PyperclipException:
        return  # no clipboard program: only the terminal's way is left


def _copy_by_tmux(text: str) -> None:
    """Copy to tmux's buffer, and through tmux to its terminal (``-w``: tmux 3.2 and later)."""
    tmux = shutil.which("tmux")
    if tmux is not None:
        with suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(  # noqa: S603 - tmux, in which we run, by its full path
                [tmux, "load-buffer", "-w", "-"],
                input=text.encode("utf-8", "replace"),
                timeout=_TMUX_SECONDS,
                capture_output=True,
                check=False,
            )
