"""The review app: `run_review` opens it on two plans and gives the exit status.

Only `plandiff.tui.app`, `plandiff.tui.screens` and `plandiff.tui.widgets` import textual, and the
command line imports this module only when the app is what was asked for.
"""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

from plandiff.corpus.lazy_import import LazyModule
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

if TYPE_CHECKING:  # loaded behind the first paint
    import platformdirs

    from plandiff.comparison.model import Comparison
    from plandiff.corpus.locales import Words
    from plandiff.tui.screens.review import ReviewScreen
    from plandiff.tui.work.writing import Writing
else:
    platformdirs = LazyModule("platformdirs")


class Opening(Screen[None]):
    """Draws itself, without a widget: there is nothing to lay out and nothing to style."""

    def __init__(self, names: tuple[str, str], settings: Settings, looks: RenderContext) -> None:
        super().__init__()
        self.names = names
        self.settings = settings
        self.looks = looks
        self.keys: list[str] = []
        """Keys that were pressed while this is on the screen, by their names in Textual."""

    def on_key(self, event: events.Key) -> None:
        """Keep a key for the review screen."""
        self.keys.append(event.key)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The frame as it will be around the plans."""
        # A new size may be asked for before it has become this screen's.
        width, height = max(self.size.width, crop.right), max(self.size.height, crop.bottom)
        settings = self.settings
        outline = settings.outline_width if settings.outline and width >= OUTLINE_FROM else 0
        shared = columns(width, Layout(settings.layout), outline=outline)
        return frame_strips((width, height), shared, self.names, self.looks)[crop.y : crop.bottom]


_KEPT = 12


def _path() -> Path:
    return Path(platformdirs.user_state_dir("plandiff", appauthor=False)) / "recent.json"


def recent_pairs(path: Path | None = None) -> tuple[tuple[str, str], ...]:
    """Pairs of paths, the latest first, as far as both files are still there."""
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
    """Put a pair first; where nothing may be written, nothing is remembered."""
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
    """Open the app; ``load`` reads and compares, in a thread, at start and again for ``R``.

    Gives 0 after a review; raises what ``load`` raised at the start, once the terminal is clean.
    """
    # Stale sizes would win over the terminal's own; in a browser they are all that is known.
    for name in () if context.served else ("COLUMNS", "LINES"):
        os.environ.pop(name, None)
    settings = context.settings
    width = settings.ambiguous_width
    use_ambiguous_width(width if isinstance(width, int) else 1)
    app = PlandiffApp(load, context)
    failure = app.run(mouse=settings.mouse) or app.crash
    leave_quietly_on_signals()  # the app's own answers to signals are gone with its loop
    app.review.close_store()
    if app.review.controllers.export.writing is not None:
        _finish(app.review.controllers.export.writing, app.looks.words)
    if failure is not None:
        raise failure
    if context.old_path is not None and context.new_path is not None:
        remember_pair(context.old_path, context.new_path)
    return app.return_code or 0


def _finish(writing: Writing, words: Words) -> None:
    """The reader left while a report was being written: it is finished, Ctrl+C gives it up."""
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


def run_picker(context: ReviewContext, said: str = "") -> tuple[str, str] | None:
    """Let the reader choose two plans, those used last first; None: no choice was made.

    ``said`` tells why the choice before came to nothing; its paths stand in the context.
    """
    from plandiff.tui.screens.picker import PickerApp  # noqa: PLC0415 - seldom wanted

    gc.enable()
    app = PickerApp(context, recent_pairs(), said)
    chosen = app.run(mouse=context.settings.mouse)
    if (app.return_code or 0) > 128:  # ended by a signal
        raise SystemExit(app.return_code)
    return chosen


class PlandiffApp(ThemedApp[Exception | None]):
    """One review screen, themes and the clipboard."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", show=False),  # as long as there is no review to mark in
        Binding("ctrl+c", "help_quit", show=False, system=True),
    ]

    interrupt_seconds: ClassVar[float] = 3.0
    """How long after the first Ctrl+C a second one quits."""

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
        """The frame is on the screen while the review is loaded."""
        names = (self.context.old_name, self.context.new_name)
        return Opening(names, self.context.settings, self.looks)

    @cached_property
    def review(self) -> ReviewScreen:
        """The review screen, loaded when it is first wanted: behind the first paint."""
        from plandiff.tui.screens.review import ReviewScreen  # noqa: PLC0415

        return ReviewScreen(self.load, self.context, self.looks)

    def on_mount(self) -> None:
        """Take the reader's own keys over."""
        own = {a.name: self._keys[a.name] for a in ACTIONS if self._keys[a.name] != a.keys}
        if own:
            self.set_keymap({name: ",".join(keys) for name, keys in own.items()})

    def on_ready(self) -> None:
        """Ask the terminal how many cells it gives to an ambiguous character; it may not answer.

        Written at the top left, where the review's header is drawn over it.
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
        """The terminal's answer: behind a wide “ the cursor stands in the third column."""
        if (event.x, event.y) == (2, 0) and ambiguous_width() == 1:
            use_ambiguous_width(2)
            self.review.controllers.appearance.use_glyphs(glyphs_for(2))

    @property
    def crash(self) -> Exception | None:
        """What broke the app, if something did."""
        return self._exception

    def _fatal_error(self) -> None:
        """End without printing: Textual's traceback would show values, and so text of the plans."""
        self._close_messages_no_wait()

    def action_help_quit(self) -> None:
        """Ctrl+C: the first time say how to quit, the second time quit."""
        if self._interrupted:
            self.exit(None)
            return
        self._interrupted = True
        self.review.say(self.looks.words("ask.ctrl_c", key="q"))
        self.set_timer(self.interrupt_seconds, self._forget_interrupt)

    def _forget_interrupt(self) -> None:
        self._interrupted = False
