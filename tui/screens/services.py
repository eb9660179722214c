"""Services of the review screen for its controllers that depend on Textual."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import events
from textual.screen import Screen
from textual.widget import Widget

from plandiff.corpus.lazy_import import LazyModule
from plandiff.tui.render.context import RenderContext
from plandiff.tui.screens.themed_app import bound_key
from plandiff.tui.widgets.lines import Backdrop, Bar
from plandiff.tui.widgets.prompt import Prompt

if TYPE_CHECKING:  # the first paint needs no dialog
    from plandiff.tui.screens.dialogs import dialog as dialogs
else:
    dialogs = LazyModule("plandiff.tui.screens.dialogs.dialog")

_FULL_WIDTH = 0xFEE0
"""Unicode offset of a full-width form from its ASCII character."""


class Services(Backdrop, Screen[None]):
    """Dialogs, prompt, clipboard, external programs and timers; independent of plans."""

    def __init__(self, looks: RenderContext) -> None:
        super().__init__()
        self.looks = looks
        self.status = Bar(looks, panel=False, id="status")
        self.footer = Bar(looks, id="footer")
        self._left_at: dict[type, object] = {}
        """The value at which each list of changes was left last, by the class of its dialog."""

    async def on_key(self, event: events.Key) -> None:
        """Map full-width letters and digits of an input method (``ｊ``) to plain keys."""
        character = event.character or ""
        if len(character) != 1 or not "！" <= character <= "～":
            return
        bound = self.active_bindings
        if event.key in bound:
            return
        plain = bound.get(bound_key(chr(ord(character) - _FULL_WIDTH)))
        if plain is not None:
            event.stop()
            await self.app.run_action(plain.binding.action, plain.node)

    def focus_pane(self) -> None:
        """Return the focus to the main content."""

    def open_dialog(self, dialog: Screen[Any], answered: Callable[[Any], None]) -> None:
        """Open a dialog; ``answered`` receives its answer, or None.

        A list of changes begins where it was left, so that a reader can go through it one by one.
        """

        def closed(answer: object) -> None:
            if isinstance(dialog, dialogs.Dialog):
                self._left_at[type(dialog)] = dialog.list.current
            answered(answer)

        if isinstance(dialog, dialogs.Dialog) and dialog.RESUMES:
            dialog.resume_at = self._left_at.get(type(dialog))
        self.app.push_screen(dialog, closed)

    def open_prompt(self, prompt: Prompt) -> None:
        """Replace the status line by a prompt, and also the footer if the prompt is tall."""
        self.status.display = False
        self.footer.display = not prompt.tall
        self.mount(prompt, before=self.footer)

    def place_strip(self, strip: Widget, *, shown: bool) -> None:
        """Insert a widget between the panes and the status line, or remove it."""
        if shown:
            self.mount(strip, before=self.query_one("#legend"))
        else:
            strip.remove()

    def find_prompt(self) -> Prompt | None:
        """Return the open prompt; None if there is none."""
        return next(iter(self.query(Prompt)), None)

    def close_prompt(self) -> None:
        """Remove the prompt, and show the status line again."""
        if (prompt := self.find_prompt()) is not None:
            prompt.remove()
        self.status.display = self.footer.display = True
        self.focus_pane()

    def deliver(self, path: Path) -> None:
        """Send a report to the browser and remove it from this machine."""
        data = BytesIO(path.read_bytes())
        path.unlink()
        path.parent.rmdir()
        self.app.deliver_binary(data, save_filename=path.name)

    def copy_text(self, text: str) -> None:
        """Copy text to the clipboard."""
        self.app.copy_to_clipboard(text)

    @contextmanager
    def suspended(self) -> Iterator[None]:
        """Release the terminal to another program; redraw everything afterwards."""
        try:
            with self.app.suspend():
                yield
        finally:
            self.refresh()

    def use_theme(self, name: str) -> None:
        """Apply a palette to Textual's widgets."""
        self.app.theme = f"plandiff-{name}"

    def end(self, failure: Exception | None = None) -> None:
        """End the app, optionally with a fatal error."""
        self.app.exit(failure, return_code=0 if failure is None else 2)

    def after_refresh(self, call: Callable[[], object]) -> None:
        """Call a function after the next refresh of the screen."""
        self.call_after_refresh(call)

    def later(self, call: Callable[[], object]) -> None:
        """Call a function in the app's thread; may be called from any thread."""
        self.app.call_later(call)

    def after(self, seconds: float, call: Callable[[], object]) -> None:
        """Call a function once after some seconds."""
        self.set_timer(seconds, call)
