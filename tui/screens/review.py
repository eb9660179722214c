"""The review screen: two plans side by side, and every key of the app."""

from collections.abc import Callable

from textual import events
from textual.keys import _character_to_key

from plandiff.comparison.model import Comparison
from plandiff.tui.context import ReviewContext
from plandiff.tui.drawing.looks import Looks
from plandiff.tui.screens.filing import Filing

_FULL_WIDTH = 0xFEE0
"""A full-width form stands so far behind its plain character in Unicode."""


class ReviewScreen(Filing):
    """Moves, finding, viewing, reviewing and filing in one screen."""

    def __init__(
        self, load: Callable[[], Comparison], context: ReviewContext, looks: Looks
    ) -> None:
        super().__init__(context, looks)
        self.load = load

    async def on_key(self, event: events.Key) -> None:
        """A letter or digit that an input method made full-width (``ｊ``) is the plain one."""
        character = event.character or ""
        bound = self.active_bindings
        if event.key in bound or len(character) != 1 or not "！" <= character <= "～":
            return
        plain = bound.get(_character_to_key(chr(ord(character) - _FULL_WIDTH)))
        if plain is not None:
            event.stop()
            await self.app.run_action(plain.binding.action, plain.node)

    def action_help(self) -> None:
        """All keys, by group; Enter does what the line says."""
        self._actions(grouped=True)

    def action_palette(self) -> None:
        """All actions in one list to type at."""
        self._actions(grouped=False)

    def action_quit(self) -> None:
        """End; the store keeps what was decided."""
        self.app.exit(None)

    def _actions(self, *, grouped: bool) -> None:
        from plandiff.tui.screens.actions import ActionsDialog  # noqa: PLC0415 - only when asked for

        dialog = ActionsDialog(self.looks, self.live_keys(), grouped=grouped)
        self.app.push_screen(dialog, self._do)

    def live_keys(self) -> dict[str, tuple[str, ...]]:
        """The keys that are bound now, by action."""
        keys: dict[str, list[str]] = {}
        for key, active in self.active_bindings.items():
            binding = active.binding
            if binding.id == binding.action and active.node is self:
                keys.setdefault(binding.action, []).append(key)
        return {name: tuple(bound) for name, bound in keys.items()}

    async def _do(self, name: str | None) -> None:
        if name is not None:
            await self.run_action(name)
