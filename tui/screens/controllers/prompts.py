"""The prompt: one question at a time, with the earlier answers to it."""

from collections import defaultdict
from collections.abc import Callable

from plandiff.tui.screens.controllers.host import Host

_REMEMBERED = 50
"""Answers that are kept for each kind of question."""

Answered = Callable[[str | None], object]


class PromptController:
    """Owns the open question and the earlier answers."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._history: dict[str, list[str]] = defaultdict(list)
        self._answered: Answered = _ignore
        self._typed: Callable[[str], object] = _ignore

    def ask(
        self,
        purpose: str,
        answered: Answered,
        *,
        typed: Callable[[str], object] | None = None,
        text: str = "",
        label: str = "",
    ) -> None:
        """Open the prompt, unless one is open; None goes to ``answered`` when it is given up.

        ``purpose`` names the words and the history, ``label`` says more than the purpose, and
        ``typed`` gets the text at every key.
        """
        from plandiff.tui.widgets.prompt import Prompt  # noqa: PLC0415 - the field costs import time

        host = self._host
        if host.find_prompt() is not None:
            return
        self._answered, self._typed = answered, typed or _ignore
        name = label or host.words(f"prompt.{purpose}")
        host.open_prompt(Prompt(host.looks, (purpose, name), text, self._history[purpose]))

    def changed(self, text: str) -> None:
        """The text in the prompt changed."""
        self._typed(text)

    def done(self, purpose: str, text: str | None) -> None:
        """The prompt was answered, or given up (None)."""
        self._host.close_prompt()
        if text:
            history = self._history[purpose]
            history[:] = [*(own for own in history if own != text), text][-_REMEMBERED:]
        self._answered(text)

    def tell(self, text: str) -> None:
        """Show a message while the prompt is open."""
        if (prompt := self._host.find_prompt()) is not None:
            prompt.tell(text)


def _ignore(_text: str | None) -> None:
    """Answer to a question that wants none."""
