"""Folders of the user's own for caches, settings, data and reviews."""

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
    return platformdirs.user_cache_path(_NAME, appauthor=False)


def config_folder() -> Path:
    """Return the folder for settings."""
    return platformdirs.user_config_path(_NAME, appauthor=False)


def data_folder() -> Path:
    """Return the folder for the user's plans."""
    return platformdirs.user_data_path(_NAME, appauthor=False)


def state_folder() -> Path:
    """Return the folder for what should outlive a restart: reviews, crash reports."""
    return platformdirs.user_state_path(_NAME, appauthor=False)
