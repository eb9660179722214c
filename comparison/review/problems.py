"""What can be wrong with a review store: told to the reader, who goes on working."""

from dataclasses import dataclass
from enum import StrEnum

from plandiff.corpus.errors import Phrase, PlandiffError, sentence


class ProblemKind(StrEnum):
    """Why a review is not saved, or what happened to the store."""

    DAMAGED = "damaged"
    """The store could not be read and was set aside under another name; a new one was begun."""
    READ_ONLY = "read-only"
    FULL = "full"
    NO_ROOM = "no-room"
    """The disk was full already when the store was opened: what was never open is not saved."""
    NEWER = "newer"
    """The store was written by a later version of plandiff; it is left alone."""
    FOREIGN = "foreign"
    """The file is not a review; it is left alone."""
    BUSY = "busy"
    """Another process keeps the store locked."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class StoreProblem:
    """What happened, and to which file."""

    kind: ProblemKind
    path: str
    detail: str | Phrase = ""
    """For a damaged store the name under which it was set aside; else the system's reason."""

    @property
    def saving(self) -> bool:
        """Whether actions are kept all the same."""
        return self.kind is ProblemKind.DAMAGED

    @property
    def phrase(self) -> Phrase:
        """What is wrong and what to do, as the catalogues word it."""
        return Phrase(f"store.{self.kind}", path=self.path, detail=self.detail)

    def sentence(self, language: str = "zh") -> str:
        """One line for the reader: what is wrong and what to do.

        >>> StoreProblem(ProblemKind.BUSY, "/a/reviews.sqlite3").sentence("en")
        '/a/reviews.sqlite3: is locked by another program; marks and notes are not saved yet'
        """
        return sentence(self.phrase, language)


class StoreError(PlandiffError):
    """A store refused; the buffer decides how to go on."""

    def __init__(self, trouble: StoreProblem) -> None:
        self.trouble = trouble
        self.code = trouble.phrase.key
        super().__init__(**trouble.phrase.facts)
