"""Crash reports: a defect is saved in a file for the developers, without text of the plans."""

import traceback
from datetime import UTC, datetime
from pathlib import Path

from plandiff.corpus import user_folders
from plandiff.corpus.errors import Phrase, sentence


def keep_crash(error: BaseException, language: str) -> str:
    """Write a crash report to the state folder and return the message for the user.

    Only the call stack is saved: no message and no values, since those may contain text of a plan.
    """
    kind = kind_of(error)
    place = _write(error, kind)
    if place is None:
        return sentence(Phrase("defect", kind=kind), language)
    return sentence(Phrase("defect-kept", kind=kind, path=str(place)), language)


def kind_of(error: BaseException) -> str:
    """The name of the exception class, also for an exception from another process."""
    return str(getattr(error, "kind", type(error).__name__))


def _write(error: BaseException, kind: str) -> Path | None:
    now = datetime.now(UTC)
    frames = "".join(traceback.format_tb(error.__traceback__)) + getattr(error, "frames", "")
    try:
        folder = user_folders.state_folder()
        folder.mkdir(parents=True, exist_ok=True)
        path: Path = folder / f"crash-{now:%Y%m%d-%H%M%S}.txt"
        path.write_text(f"{now:%Y-%m-%d %H:%M:%S} UTC\n{frames}{kind}\n", "utf-8")
    except (OSError, ImportError):  # the installation itself may be broken
        return None
    return path
