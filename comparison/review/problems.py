"""Problems of a review store: reported to the reader, who can continue working."""

from enum import StrEnum

from msgspec import Struct

from plandiff.corpus.errors import Phrase, PlandiffError, sentence


class ProblemKind(StrEnum):
    """Why a review is not saved, or what was done with the store."""

    DAMAGED = "damaged"
    """The store could not be read and was renamed; a new one was created."""
    READ_ONLY = "read-only"
    FULL = "full"
    NO_ROOM = "no-room"
    """The disk was full when the store was opened, so nothing is saved in this session."""
    NEWER = "newer"
    """The store was written by a later version of plandiff; it is not modified."""
    FOREIGN = "foreign"
    """The file is not a review; it is not modified."""
    BUSY = "busy"
    """Another process keeps the store locked."""
    FAILED = "failed"


class StoreProblem(Struct, frozen=True):
    """A problem and the file that it concerns."""

    kind: ProblemKind
    path: str
    detail: str | Phrase = ""
    """For a damaged store its new name; else the operating system's message."""

    @property
    def saving(self) -> bool:
        """Whether actions are saved in spite of the problem."""
        return self.kind is ProblemKind.DAMAGED

    @property
    def phrase(self) -> Phrase:
        """The problem and its remedy, as a phrase of the message catalogues."""
        return Phrase(f"store.{self.kind}", path=self.path, detail=self.detail)

    def sentence(self, language: str = "zh") -> str:
        """Return one line for the reader: the problem and its remedy.

        >>> StoreProblem(ProblemKind.BUSY, "/a/reviews.sqlite3").sentence("en")
        '/a/reviews.sqlite3: is locked by another program; marks and notes are not saved yet'
        """
        return sentence(self.phrase, language)


class StoreError(PlandiffError):
    """A store failed; the write buffer decides how to continue."""

    def __init__(self, trouble: StoreProblem) -> None:
        self.trouble = trouble
        self.code = trouble.phrase.key
        super().__init__(**trouble.phrase.facts)
