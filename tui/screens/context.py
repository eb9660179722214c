"""What the command line hands to the app; nothing here imports textual."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from plandiff.tui.settings import Settings

if TYPE_CHECKING:  # loaded after the first paint
    from plandiff.comparison.library.store import StoredPlan
    from plandiff.comparison.model import Comparison
    from plandiff.comparison.options import Pin
    from plandiff.comparison.review.store import ReviewStore
    from plandiff.corpus.model import Plan
    from plandiff.tui.work.writing import Writing

Export: TypeAlias = "Callable[[Comparison, Path, str], Writing]"
"""Makes ready to write a report of a comparison to a path in a format."""
Offer: TypeAlias = tuple[str, str]
"""Path of a plan, and what speaks for it."""
Shelf: TypeAlias = "tuple[StoredPlan, ...]"
"""The plans of the library, by series and year."""


@dataclass(frozen=True, slots=True)
class ReviewContext:
    """Everything the app needs besides the comparison itself."""

    old_name: str
    """As the reader called the file: shown in the header."""
    new_name: str
    served: bool = False
    """Whether a browser shows the app: no program is started and no path written for the reader."""
    old_path: Path | None = None
    """None where the plan came from standard input or from the package."""
    new_path: Path | None = None
    language: str = "zh"
    settings: Settings = field(default_factory=Settings)
    warnings: tuple[str, ...] = ()
    """What was wrong in the settings; told once at the start."""
    store: ReviewStore | None = None
    """Marks, notes and pins; None: kept in memory."""
    open_store: Callable[[], ReviewStore | None] | None = None
    """Opens the store once the frame is on the screen; for a store whose opening takes time."""
    export: Export | None = None
    formats: Callable[[], tuple[tuple[str, str], ...]] = tuple
    """Name and suffix of the formats that ``export`` writes."""
    compare_again: Callable[[Plan, Plan, tuple[Pin, ...]], Comparison] | None = None
    """Compares two plans that were read with these pins."""
    offer: Callable[[], tuple[Offer, ...]] | None = None
    """Finds plans that may be the one before ``new_path``, the likeliest first; takes a while."""
    shelf: Callable[[], Shelf] | None = None
    """Lists the plans of the library for the picker; empty where there is none."""
    editor: str | None = None
    """Command for ``e``; None: ``$VISUAL``, then ``$EDITOR``."""
    watch: bool = False
    """Read the files again when one of them changes."""
    no_colour: bool | None = None
    """None: ask ``NO_COLOR`` and the terminal; False: every theme is shown as it is."""
