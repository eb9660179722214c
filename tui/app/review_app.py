"""The review app: `run_review` opens it on two plans and returns the exit status.

Only `plandiff.tui.app`, `plandiff.tui.screens` and `plandiff.tui.widgets` import textual, and the
command line imports this module only to run the app.
"""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

from plandiff.corpus import user_folders
from plandiff.corpus.locations import locate
from plandiff.corpus.text.atomic_write import replace_file
from plandiff.corpus.text.escape import visible_line
from plandiff.corpus.text.width import ambiguous_width
from plandiff.tui.keys import ACTIONS, keys_of
from plandiff.tui.layout.columns import OUTLINE_FROM, Layout, columns
from plandiff.tui.render.context import RenderContext, glyphs_for
from plandiff.tui.render.strips import frame_strips
from plandiff.tui.screens.context import ReviewContext
from plandiff.tui.screens.themed_app import ThemedApp
from plandiff.tui.settings import Settings
from plandiff.tui.terminal.rich_width import use_ambiguous_width
from plandiff.tui.terminal.signals import leave_quietly_on_signals
from plandiff.tui.terminal.streams import print_progress

if TYPE_CHECKING:  # imported after the first paint
    from plandiff.comparison.model import Comparison
    from plandiff.corpus.locales import Words
    from plandiff.tui.screens.review import ReviewScreen
    from plandiff.tui.work.writing import Writing


class Opening(Screen[None]):
    """The frame shown while the review loads; drawn without widgets, layout or styles."""

    def __init__(self, names: tuple[str, str], settings: Settings, looks: RenderContext) -> None:
        super().__init__()
        self.names = names
        self.settings = settings
        self.looks = looks
        self.keys: list[str] = []
        """Keys pressed while this screen is shown, by their names in Textual."""

    def on_key(self, event: events.Key) -> None:
        """Store a key for the review screen."""
        self.keys.append(event.key)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the frame that will surround the plans."""
        # After a resize, lines may be requested before `self.size` is updated.
        width, height = max(self.size.width, crop.right), max(self.size.height, crop.bottom)
        settings = self.settings
        outline = settings.outline_width if settings.outline and width >= OUTLINE_FROM else 0
        shared = columns(width, Layout(settings.layout), outline=outline)
        return frame_strips((width, height), shared, self.names, self.looks)[crop.y : crop.bottom]


_KEPT = 12


def _path() -> Path:
    return user_folders.state_folder() / "recent.json"


def recent_pairs(path: Path | None = None) -> tuple[tuple[str, str], ...]:
    """Return recently compared pairs of paths, latest first, if both files still exist."""
    try:
        pairs = json.loads((path or _path()).read_text("utf-8"))
        return tuple(
            (str(old), str(new))
            for old, new in pairs
            if Path(locate(old).file).is_file() and Path(locate(new).file).is_file()
        )
    except (OSError, ValueError, TypeError, RecursionError):
        return ()


def remember_pair(old: Path, new: Path, path: Path | None = None) -> None:
    """Store a pair as the most recent one; ignored if the file cannot be written."""
    place = path or _path()
    pair = (str(old.resolve()), str(new.resolve()))
    pairs = [pair, *(other for other in recent_pairs(place) if other != pair)][:_KEPT]
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(pairs, ensure_ascii=False, indent=1)
        replace_file(place, text.encode("utf-8", "backslashreplace"), sync=False)
    except OSError:
        return


__all__ = ["PlandiffApp", "ReviewContext", "run_picker", "run_review"]


def run_review(load: Callable[[], Comparison], context: ReviewContext) -> int:
    """Open the app; ``load`` reads and compares, in a thread, at the start and again for ``R``.

    Returns 0 after a review; raises what ``load`` raised at the start, after the terminal is
    restored.
    """
    # Stale variables would override the terminal's size; in a browser they are the only source.
    for name in () if context.served else ("COLUMNS", "LINES"):
        os.environ.pop(name, None)
    settings = context.settings
    width = settings.ambiguous_width
    use_ambiguous_width(width if isinstance(width, int) else 1)
    app = PlandiffApp(load, context)
    failure = app.run(mouse=settings.mouse) or app.crash
    leave_quietly_on_signals()  # the app's signal handlers ended with its event loop
    app.review.close_store()
    if app.review.controllers.export.writing is not None:
        _finish(app.review.controllers.export.writing, app.looks.words)
    if failure is not None:
        raise failure
    if context.old_path is not None and context.new_path is not None:
        remember_pair(context.old_path, context.new_path)
    return app.return_code or 0


def _finish(writing: Writing, words: Words) -> None:
    """Finish a report that was being written when the reader quit; Ctrl+C cancels it."""
    try:
        if writing.running:
            print_progress(words("writing.finish", path=writing.path))
        writing.wait()
    except BaseException as ending:
        writing.stop()
        writing.wait()
        if not isinstance(ending, KeyboardInterrupt):
            raise
    print_progress("")
    if writing.error is not None:
        raise writing.error


def run_picker(context: ReviewContext, error: str = "") -> tuple[str, str] | None:
    """Let the reader choose two plans, recent ones first; None: no choice was made.

    ``error`` is that of the previous choice, whose paths are in the context.
    """
    from plandiff.tui.screens.picker import PickerApp  # noqa: PLC0415 - rarely needed

    gc.enable()
    app = PickerApp(context, recent_pairs(), error)
    chosen = app.run(mouse=context.settings.mouse)
    if (app.return_code or 0) > 128:  # ended by a signal
        raise SystemExit(app.return_code)
    return chosen


class PlandiffApp(ThemedApp[Exception | None]):
    """The app with one review screen, themes and the clipboard."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", show=False),  # until the review screen binds this key to a mark
        Binding("ctrl+c", "help_quit", show=False, system=True),
    ]

    interrupt_seconds: ClassVar[float] = 3.0
    """Seconds after a first Ctrl+C in which a second one quits."""

    def __init__(self, load: Callable[[], Comparison], context: ReviewContext) -> None:
        super().__init__(context)
        self.load = load
        self.context = replace(
            context,
            old_name=visible_line(context.old_name),
            new_name=visible_line(context.new_name),
        )
        self._keys = keys_of(context.settings.keys)
        self._interrupted = False

    def get_default_screen(self) -> Opening:
        """Show the frame while the review is loaded."""
        names = (self.context.old_name, self.context.new_name)
        return Opening(names, self.context.settings, self.looks)

    @cached_property
    def review(self) -> ReviewScreen:
        """The review screen, imported at first use, after the first paint."""
        from plandiff.tui.screens.review import ReviewScreen  # noqa: PLC0415

        return ReviewScreen(self.load, self.context, self.looks)

    def on_mount(self) -> None:
        """Apply the keys from the settings."""
        own = {a.name: self._keys[a.name] for a in ACTIONS if self._keys[a.name] != a.keys}
        if own:
            self.set_keymap({name: ",".join(keys) for name, keys in own.items()})

    def on_ready(self) -> None:
        """Query the terminal for the width of an ambiguous character; it may not answer.

        The probe is written at the top left, where the header of the review overwrites it.
        """
        gc.enable()
        if self.context.settings.ambiguous_width == "auto" and self._driver is not None:
            self._driver.write("\x1b7\x1b[1;1H“\x1b[6n\x1b8")
            self._driver.flush()
        self.call_after_refresh(self._open_review)

    async def _open_review(self) -> None:
        opening = self.screen
        await self.push_screen(self.review)
        if isinstance(opening, Opening):
            self.review.press(opening.keys)
        if self.context.warnings:
            self.review.say(self.context.warnings[0])

    def on_cursor_position(self, event: events.CursorPosition) -> None:
        """Handle the terminal's answer: after a wide “ the cursor is in the third column."""
        if (event.x, event.y) == (2, 0) and ambiguous_width() == 1:
            use_ambiguous_width(2)
            self.review.controllers.appearance.use_glyphs(glyphs_for(2))

    @property
    def crash(self) -> Exception | None:
        """The exception that ended the app, if any."""
        return self._exception

    def _fatal_error(self) -> None:
        """End without a traceback: Textual's shows local values, and thus text of the plans."""
        self._close_messages_no_wait()

    def action_help_quit(self) -> None:
        """Handle Ctrl+C: show how to quit the first time, quit the second time."""
        if self._interrupted:
            self.exit(None)
            return
        self._interrupted = True
        self.review.say(self.looks.words("ask.ctrl_c", key="q"))
        self.set_timer(self.interrupt_seconds, self._forget_interrupt)

    def _forget_interrupt(self) -> None:
        self._interrupted = False
