"""What controllers ask of the review screen that only a screen of textual can do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from textual import events
from textual.screen import Screen
from textual.widget import Widget

from plandiff.tui.render.context import RenderContext
from plandiff.tui.screens.themed_app import bound_key
from plandiff.tui.widgets.lines import Backdrop, Bar
from plandiff.tui.widgets.prompt import Prompt

_FULL_WIDTH = 0xFEE0
"""A full-width form is this far behind its plain character in Unicode."""


class Services(Backdrop, Screen[None]):
    """Dialogs, the prompt, the clipboard, programs, timers; knows nothing of plans."""

    def __init__(self, looks: RenderContext) -> None:
        super().__init__()
        self.looks = looks
        self.status = Bar(looks, panel=False, id="status")
        self.footer = Bar(looks, id="footer")

    async def on_key(self, event: events.Key) -> None:
        """A letter or digit that an input method made full-width (``ｊ``) is the plain one."""
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
        """Give the focus back to what the reader reads."""

    def open_dialog(self, dialog: Screen[Any], answered: Callable[[Any], None]) -> None:
        """Open a dialog; its answer, or None, goes to ``answered``."""
        self.app.push_screen(dialog, answered)

    def open_prompt(self, prompt: Prompt) -> None:
        """Put a prompt in the place of the status line, and of the footer where it is tall."""
        self.status.display = False
        self.footer.display = not prompt.tall
        self.mount(prompt, before=self.footer)

    def place_strip(self, strip: Widget, *, shown: bool) -> None:
        """Put a widget between the panes and the status line, or take it away."""
        if shown:
            self.mount(strip, before=self.query_one("#legend"))
        else:
            strip.remove()

    def find_prompt(self) -> Prompt | None:
        """The prompt that is open."""
        return next(iter(self.query(Prompt)), None)

    def close_prompt(self) -> None:
        """Take the prompt away, and show the status line again."""
        if (prompt := self.find_prompt()) is not None:
            prompt.remove()
        self.status.display = self.footer.display = True
        self.focus_pane()

    def deliver(self, path: Path) -> None:
        """Hand a report to the browser and remove it from this machine."""
        data = BytesIO(path.read_bytes())
        path.unlink()
        path.parent.rmdir()
        self.app.deliver_binary(data, save_filename=path.name)

    def copy_text(self, text: str) -> None:
        """Put text on the clipboard."""
        self.app.copy_to_clipboard(text)

    @contextmanager
    def suspended(self) -> Iterator[None]:
        """Leave the terminal to another program; afterwards everything is drawn again."""
        try:
            with self.app.suspend():
                yield
        finally:
            self.refresh()

    def use_theme(self, name: str) -> None:
        """Let textual's own widgets follow a palette."""
        self.app.theme = f"plandiff-{name}"

    def end(self, failure: Exception | None = None) -> None:
        """End the app, with the failure that it could not go on after."""
        self.app.exit(failure, return_code=0 if failure is None else 2)

    def after_refresh(self, call: Callable[[], object]) -> None:
        """Call something once what was changed is on the screen."""
        self.call_after_refresh(call)

    def later(self, call: Callable[[], object]) -> None:
        """Call something in the app's thread; may be called in any thread."""
        self.app.call_later(call)

    def after(self, seconds: float, call: Callable[[], object]) -> None:
        """Call something once after some seconds."""
        self.set_timer(seconds, call)
