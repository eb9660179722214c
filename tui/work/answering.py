"""Runs ``plandiff answers``: from a request to how the remarks of a review were handled."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from plandiff.comparison.across.answers import Answers, answer_remarks
from plandiff.comparison.engine import compare
from plandiff.comparison.options import Options
from plandiff.comparison.review.opening import default_path, open_storage
from plandiff.comparison.review.problems import ProblemKind, StoreError
from plandiff.comparison.review.remarks import (
    pins_between,
    read_remarks,
    reviews_of,
    with_decisions,
)
from plandiff.comparison.review.storage import Storage
from plandiff.corpus.errors import Phrase, UnreadableError, UsageError
from plandiff.tui.request import Request
from plandiff.tui.work.comparing import read


def answers_of(request: Request) -> Answers:
    """Read both drafts and the review, and find how each remark was handled.

    Raises `UsageError` if the old draft has no review or both plans are standard input, an
    `InputError` for an unreadable plan or review, and `StoreError` for an unusable store.
    """
    if request.old == request.new == "-":
        raise UsageError("one-standard-input")
    with _storage(request.review) as storage:
        old, new = (read(name, request.reading) for name in (request.old, request.new))
        headers = storage.headers()
        reviews = reviews_of(headers, old, new)
        if not reviews:
            raise UsageError("no-review-of", name=request.old)
        pins = pins_between(headers, storage.load, old, new)
        comparison = compare(old, new, Options(pins=pins))
        remarks = [
            remark
            for header, side in reviews
            for remark in read_remarks(storage.load(header.id), old, side)
        ]
        decided = with_decisions(remarks, headers, storage.load, comparison)
    return answer_remarks(decided, comparison)


@contextmanager
def _storage(name: str | None) -> Iterator[Storage]:
    """Open the reviews of a file, or of the state folder, read-only."""
    path = Path(name) if name else default_path()
    if not path.exists():
        raise UnreadableError(str(path), Phrase("reason.no-file"))
    with closing(open_storage(Path(name) if name else None, read_only=True)) as storage:
        if storage.trouble is not None and not storage.headers():
            if storage.trouble.kind is ProblemKind.DAMAGED and not storage.trouble.detail:
                reason = Phrase("reason.damaged")
                raise UsageError("damaged-review", name=str(path), reason=reason)
            raise StoreError(storage.trouble)
        yield storage
