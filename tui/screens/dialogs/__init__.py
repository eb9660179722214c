"""Dialogs of the review screen; each module is imported when its dialog is first opened.

``dialogs.PinsDialog`` imports `plandiff.tui.screens.dialogs.pins` at its first use, because the
first paint of the review needs no dialog.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plandiff.tui.screens.dialogs.choices import (
        ActionsDialog,
        FilterDialog,
        SectionsDialog,
        ThemeDialog,
    )
    from plandiff.tui.screens.dialogs.export import ExportDialog
    from plandiff.tui.screens.dialogs.pins import PinsAnswer, PinsDialog
    from plandiff.tui.screens.dialogs.review_items import ReviewItemsAnswer, ReviewItemsDialog
    from plandiff.tui.screens.dialogs.summary import ChangesDialog, SummaryDialog
    from plandiff.tui.screens.dialogs.targets import (
        ChartsDialog,
        TargetsDialog,
        Topic,
        TopicsDialog,
    )

__all__ = [
    "ActionsDialog",
    "ChangesDialog",
    "ChartsDialog",
    "ExportDialog",
    "FilterDialog",
    "PinsAnswer",
    "PinsDialog",
    "ReviewItemsAnswer",
    "ReviewItemsDialog",
    "SectionsDialog",
    "SummaryDialog",
    "TargetsDialog",
    "ThemeDialog",
    "Topic",
    "TopicsDialog",
]

_MODULES = {
    **dict.fromkeys(("ActionsDialog", "FilterDialog", "SectionsDialog", "ThemeDialog"), "choices"),
    **dict.fromkeys(("PinsAnswer", "PinsDialog"), "pins"),
    **dict.fromkeys(("ReviewItemsAnswer", "ReviewItemsDialog"), "review_items"),
    **dict.fromkeys(("ChartsDialog", "TargetsDialog", "Topic", "TopicsDialog"), "targets"),
    "ChangesDialog": "summary",
    "ExportDialog": "export",
    "SummaryDialog": "summary",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
