"""All messages of the app: widgets speak upwards with these, workers post them."""

from dataclasses import dataclass

from textual.message import Message

from plandiff.comparison.model import Comparison, Side
from plandiff.tui.render.row_layout import RowLayout
from plandiff.tui.render.rows import RowRenderer
from plandiff.tui.view.navigation import Stop


@dataclass
class Wheeled(Message):
    """The mouse wheel turned over a pane by so many lines."""

    side: Side
    lines: int


@dataclass
class LinePointed(Message):
    """A line of a pane was clicked."""

    side: Side
    line: int


@dataclass
class MapPointed(Message):
    """The map of changes was clicked, at this share of the document."""

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
    """It was made without looking at the pins that the store may hold."""
    read_again: bool = False
    """The files were read again for it."""
    job: int = 0
    """Number of the work: what was asked for earlier and comes later is not wanted."""


@dataclass
class CompareFailed(Message):
    """Reading or comparing failed; the sentence names the remedy."""

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
    """The reader wants to write on in the editor."""

    purpose: str
    text: str


@dataclass
class PromptDone(Message):
    """The prompt was answered; None: given up."""

    purpose: str
    text: str | None
