"""A review store that forgets everything at the end: for tests, and where nothing may be kept."""

from plandiff.tui.review.kept import KeptStore
from plandiff.tui.review.storage import NoStorage


class MemoryStore(KeptStore):
    """`plandiff.tui.review.protocol.ReviewStore` in memory; it does all that a kept one does."""

    def __init__(self, person: str = "me#000000") -> None:
        super().__init__(NoStorage(), person)
