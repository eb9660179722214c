"""A review store that forgets everything at the end: for tests, and where nothing may be kept."""

from plandiff.comparison.review.storage import NoStorage
from plandiff.comparison.review.store import KeptStore


class MemoryStore(KeptStore):
    """A review store in memory; it does all that a kept one does."""

    def __init__(self, person: str = "me#000000") -> None:
        super().__init__(NoStorage(), person)
