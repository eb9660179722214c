"""Context that the command line passes to the app; does not import Textual."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct, field

from plandiff.tui.settings import Settings

if TYPE_CHECKING:  # loaded after the first paint
    from plandiff.comparison.library.store import StoredPlan
    from plandiff.comparison.model import Comparison
    from plandiff.comparison.options import Pin
    from plandiff.comparison.review.store import ReviewStore
    from plandiff.corpus.model import Plan
    from plandiff.tui.work.writing import Writing

Export: TypeAlias = "Callable[[Comparison, Path, str], Writing]"
"""Prepares writing a report of a comparison to a path in a format."""
Offer: TypeAlias = tuple[str, str]
"""Path of a candidate plan, and the evidence for it."""
Shelf: TypeAlias = "tuple[StoredPlan, ...]"
"""The plans of the library, by series and year."""


class ReviewContext(Struct, frozen=True):
    """Everything the app needs besides the comparison itself."""

    old_name: str
    """Name of the file as given by the reader, shown in the header."""
    new_name: str
    served: bool = False
    """Whether the app is shown in a browser: no programs are started, no local paths written."""
    old_path: Path | None = None
    """None if the plan comes from standard input or the package."""
    new_path: Path | None = None
    language: str = "zh"
    settings: Settings = field(default_factory=Settings)
    warnings: tuple[str, ...] = ()
    """Warnings about the settings, shown once at the start."""
    store: ReviewStore | None = None
    """Marks, notes and pins; None: kept in memory."""
    open_store: Callable[[], ReviewStore | None] | None = None
    """Opens the store after the first paint, because opening may be slow."""
    export: Export | None = None
    formats: Callable[[], tuple[tuple[str, str], ...]] = tuple
    """Returns name and suffix of the formats that ``export`` supports."""
    compare_again: Callable[[Plan, Plan, tuple[Pin, ...]], Comparison] | None = None
    """Compares two loaded plans with these pins."""
    offer: Callable[[], tuple[Offer, ...]] | None = None
    """Finds candidate predecessors of ``new_path``, most likely first; slow."""
    shelf: Callable[[], Shelf] | None = None
    """Lists the plans of the library for the picker; empty if there is no library."""
    editor: str | None = None
    """Editor command for ``e``; None: ``$VISUAL``, then ``$EDITOR``."""
    watch: bool = False
    """Read the files again when one of them changes."""
    no_colour: bool | None = None
    """None: depends on ``NO_COLOR`` and the terminal; False: themes keep their colours."""
