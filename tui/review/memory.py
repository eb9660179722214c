"""A review store that forgets everything at the end: for tests, and where nothing may be kept."""

from tui.review.kept import KeptStore
from tui.review.storage import NoStorage


class MemoryStore(KeptStore):
    """`tui.review.protocol.ReviewStore` in memory; it does all that a kept one does."""

    def __init__(self, person: str = "me#000000") -> None:
        super().__init__(NoStorage(), person)
