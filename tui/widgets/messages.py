"""All messages of the app, posted by widgets and workers."""

from dataclasses import dataclass

from textual.message import Message

from plandiff.comparison.edits import Side
from plandiff.comparison.model import Comparison
from plandiff.tui.render.row_layout import RowLayout
from plandiff.tui.render.rows import RowRenderer
from plandiff.tui.view.navigation import Stop


@dataclass
class Wheeled(Message):
    """The mouse wheel scrolled a pane by a number of lines."""

    side: Side
    lines: int


@dataclass
class LinePointed(Message):
    """A line of a pane was clicked."""

    side: Side
    line: int


@dataclass
class MapPointed(Message):
    """The map of changes was clicked at a share (0 to 1) of the document."""

    share: float


@dataclass
class RowPicked(Message):
    """A section was chosen in the outline."""

    place: Stop


@dataclass
class Compared(Message):
    """A worker read and compared the plans, and laid out the rows for the width of the screen."""

    comparison: Comparison
    renderer: RowRenderer
    row_layout: RowLayout
    again: bool = False
    without_pins: bool = False
    """Whether the pins of the store were ignored."""
    read_again: bool = False
    """Whether the files were read again."""
    job: int = 0
    """Number of the job; results of superseded jobs are discarded."""


@dataclass
class CompareFailed(Message):
    """Reading or comparing failed; the message names the remedy."""

    error: Exception
    again: bool = False
    job: int = 0


@dataclass
class PromptChanged(Message):
    """The text in the prompt changed."""

    purpose: str
    text: str


@dataclass
class PromptInEditor(Message):
    """The reader wants to continue in the editor."""

    purpose: str
    text: str


@dataclass
class PromptDone(Message):
    """The prompt was answered; None: cancelled."""

    purpose: str
    text: str | None
