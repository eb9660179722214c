"""Folders of the user's own for caches, settings, data and reviews."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from plandiff.corpus.lazy_import import LazyModule

if TYPE_CHECKING:
    import platformdirs
else:
    platformdirs = LazyModule("platformdirs")

_NAME = "plandiff"


def cache_folder() -> Path:
    """Return the folder for what can be made again; raises RuntimeError without a home folder.

    So do the other functions.  None of them makes the folder.
    """
    return _on_linux("XDG_CACHE_HOME", "~/.cache") or platformdirs.user_cache_path(
        _NAME, appauthor=False
    )


def config_folder() -> Path:
    """Return the folder for settings."""
    return _on_linux("XDG_CONFIG_HOME", "~/.config") or platformdirs.user_config_path(
        _NAME, appauthor=False
    )


def data_folder() -> Path:
    """Return the folder for the user's plans."""
    return platformdirs.user_data_path(_NAME, appauthor=False)


def state_folder() -> Path:
    """Return the folder for what should outlive a restart: reviews, crash reports."""
    return platformdirs.user_state_path(_NAME, appauthor=False)


def _on_linux(variable: str, usual: str) -> Path | None:
    """Return what platformdirs returns on Linux; None on other systems and without a home folder.

    Every comparison asks for two folders, and importing platformdirs takes a twentieth of its time.
    """
    if sys.platform != "linux" or "ANDROID_DATA" in os.environ:
        return None
    folder = os.environ.get(variable, "")
    if os.path.isabs(folder):  # noqa: PTH117 - the path is not made yet
        return Path(folder, _NAME)
    home = os.environ.get("HOME", "")
    return Path(home, usual.removeprefix("~/"), _NAME) if home.startswith("/") else None
