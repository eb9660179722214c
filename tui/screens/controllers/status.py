"""The status line with its messages, and the prompt."""

import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import PurePath

from msgspec.structs import replace

from plandiff.comparison.review.problems import StoreProblem
from plandiff.corpus.text.escape import visible_line
from plandiff.corpus.text.width import cell_width
from plandiff.tui.screens.controllers.host import Host
from plandiff.tui.widgets.prompt import Prompt


class StatusController:
    """Owns the message, the current background work, and the last reported store problem."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self.message = ""
        self.busy: str | None = None
        """Text key of the current background work; None: there is none."""
        self.busy_since = time.monotonic()
        self._trouble: StoreProblem | None = None

    def say(self, text: str) -> None:
        """Show a message until the cursor moves."""
        self.message = text
        self._host.refresh_bars()

    def set_busy(self, key: str | None) -> None:
        """Show that background work is running; None: it is finished."""
        self.busy = key
        self.busy_since = time.monotonic()
        self._host.refresh_bars()

    @property
    def saving(self) -> bool:
        """Whether the reader's decisions are being saved; True while no store is open."""
        return self._trouble is None or self._trouble.saving

    def look_for_trouble(self) -> None:
        """Report a problem of the store once."""
        store = self._host.opened_store
        trouble = store.trouble if store is not None else None
        if trouble != self._trouble:
            self._trouble = trouble
            if trouble is not None:
                # After the message, if any, of the key that is being handled.
                self._host.after_refresh(partial(self.say, self._sentence(trouble)))

    def _sentence(self, trouble: StoreProblem) -> str:
        """Return the sentence with the store's path, or only its file name if space is short."""
        language = self._host.words.language
        text = trouble.sentence(language)
        if cell_width(text) > self._host.width * 3 // 4:
            text = replace(trouble, path=PurePath(trouble.path).name).sentence(language)
        return visible_line(text)


_REMEMBERED = 50
"""Maximum number of answers kept per prompt."""

Answered = Callable[[str | None], object]


class PromptController:
    """Owns the open prompt and the earlier answers."""

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
        """Open the prompt, unless one is open; ``answered`` receives None if it is cancelled.

        ``purpose`` selects the texts and the history, ``label`` is a more specific label, and
        ``typed`` receives the text at every key.
        """
        host = self._host
        if host.find_prompt() is not None:
            return
        self._answered, self._typed = answered, typed or _ignore
        name = label or host.words(f"prompt.{purpose}")
        host.open_prompt(Prompt(host.looks, (purpose, name), text, self._history[purpose]))

    def changed(self, text: str) -> None:
        """Handle a change of the text in the prompt."""
        self._typed(text)

    def done(self, purpose: str, text: str | None) -> None:
        """Handle the answer of the prompt; None: it was cancelled."""
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
    """Ignore an answer."""
