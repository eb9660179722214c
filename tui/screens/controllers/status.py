"""What the status line says: messages, work that takes its time, what is wrong with the store."""

import time
from dataclasses import replace
from functools import partial
from pathlib import PurePath

from plandiff.comparison.review.problems import StoreProblem
from plandiff.corpus.text.escape import visible_line
from plandiff.corpus.text.width import cell_width
from plandiff.tui.screens.controllers.host import Host


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
