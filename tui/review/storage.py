"""What the keeper of a review asks of the place where it is stored."""

from collections.abc import Sequence
from typing import Protocol

from plandiff.tui.review.records import Header, Record, Records
from plandiff.tui.review.troubles import StoreError, Trouble


class Storage(Protocol):
    """Reviews in some file; every call may raise `plandiff.tui.review.troubles.StoreError`."""

    @property
    def path(self) -> str:
        """The file, in words for the reader."""

    @property
    def generation(self) -> int:
        """Goes up where the file was replaced by another one, which lacks what was saved."""

    @property
    def trouble(self) -> Trouble | None:
        """What is to be told about how the file was opened."""

    def headers(self) -> tuple[Header, ...]:
        """All reviews, the one touched last first."""

    def load(self, review: str) -> Records:
        """The records of one review; empty where there is no such review."""

    def save(self, header: Header, records: Sequence[Record]) -> None:
        """Write the header and these records in one step; later versions of a record stay."""

    def changed(self) -> bool:
        """Whether somebody else wrote since the last call of `load` or `changed`."""

    def remove(self, review: str) -> None:
        """Take a review away with all its records."""

    def recover(self, trouble: Trouble) -> Trouble | None:
        """Begin anew after a damage, with what is to be told; None: there is no way on."""

    def close(self) -> None:
        """Let go of the file."""


class NoStorage:
    """Keeps nothing: for tests, and, with a trouble, where a file must be left alone."""

    generation = 0

    def __init__(self, trouble: Trouble | None = None) -> None:
        self.trouble = trouble
        self.path = trouble.path if trouble else ""

    def headers(self) -> tuple[Header, ...]:
        """No review was kept."""
        return ()

    def load(self, review: str) -> Records:  # noqa: ARG002 - part of the protocol
        """Nothing."""
        return Records()

    def save(self, header: Header, records: Sequence[Record]) -> None:  # noqa: ARG002 - as above
        """Forget it, or say why it cannot be written."""
        if self.trouble is not None:
            raise StoreError(self.trouble)

    def changed(self) -> bool:
        """Nobody else can write."""
        return False

    def remove(self, review: str) -> None:
        """There is nothing to take away."""

    def recover(self, trouble: Trouble) -> Trouble | None:  # noqa: ARG002 - part of the protocol
        """There is no way on."""
        return None

    def close(self) -> None:
        """There is nothing to let go of."""
