"""The last lines of the screen: the status line with its messages, and the prompt."""

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import PurePath

from plandiff.comparison.review.problems import StoreProblem
from plandiff.corpus.text.escape import visible_line
from plandiff.corpus.text.width import cell_width
from plandiff.tui.screens.controllers.host import Host
from plandiff.tui.widgets.prompt import Prompt


class StatusController:
    """Owns the message, what is being waited for, and the trouble that was announced last."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self.message = ""
        self.busy: str | None = None
        """Key of the words for what is being waited for."""
        self.busy_since = time.monotonic()
        self._trouble: StoreProblem | None = None

    def say(self, text: str) -> None:
        """Show a message until the cursor moves."""
        self.message = text
        self._host.refresh_bars()

    def set_busy(self, key: str | None) -> None:
        """Show that something takes its time; None: it is done."""
        self.busy = key
        self.busy_since = time.monotonic()
        self._host.refresh_bars()

    @property
    def saving(self) -> bool:
        """Whether what the reader decides is being kept; True while no store is open."""
        return self._trouble is None or self._trouble.saving

    def look_for_trouble(self) -> None:
        """Announce once what is wrong with the store."""
        store = self._host.opened_store
        trouble = store.trouble if store is not None else None
        if trouble != self._trouble:
            self._trouble = trouble
            if trouble is not None:
                # The key that is being dealt with may have a message of its own: this comes after.
                self._host.after_refresh(partial(self.say, self._sentence(trouble)))

    def _sentence(self, trouble: StoreProblem) -> str:
        """The sentence with the store's path; with its name alone where there is no room."""
        language = self._host.words.language
        text = trouble.sentence(language)
        if cell_width(text) > self._host.width * 3 // 4:
            text = replace(trouble, path=PurePath(trouble.path).name).sentence(language)
        return visible_line(text)


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
