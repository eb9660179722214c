"""Text to the clipboard both ways: by the terminal (OSC 52) and by the local clipboard."""

import threading
from collections.abc import Callable


def copy_text(text: str, by_terminal: Callable[[str], None]) -> None:
    """Copy through the terminal at once, and to the local clipboard in the background.

    OSC 52 works over SSH but not in every terminal; the local clipboard is the other way round
    and may have to start a program, which no key should wait for.
    """
    by_terminal(text)
    threading.Thread(target=_copy_locally, args=(text,), daemon=True).start()


def _copy_locally(text: str) -> None:
    import pyperclip  # noqa: PLC0415 - looks for clipboard programs when it is imported

    try:
        pyperclip.copy(text)
    except pyperclip.PyperclipException:
        return  # no clipboard program: the terminal's way is all there is
