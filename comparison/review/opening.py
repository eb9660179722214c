"""Open the store of a reader's marks and notes; falls back to an empty one if it fails."""

from pathlib import Path

from plandiff.comparison.review.anchors import find_only_review, find_review, this_person
from plandiff.comparison.review.json_file import JsonStorage
from plandiff.comparison.review.problems import ProblemKind, StoreError, StoreProblem
from plandiff.comparison.review.sqlite_file import DatabaseStorage
from plandiff.comparison.review.storage import NoStorage, Storage
from plandiff.comparison.review.store import ReviewStore
from plandiff.comparison.review.store_files import problem_of
from plandiff.corpus import user_folders
from plandiff.corpus.locations import SEPARATOR, locate


def default_path() -> Path:
    """Return the path of the file with all reviews, in the user's state folder."""
    return user_folders.state_folder() / "reviews.sqlite3"


def open_store(
    old: str | None,
    new: str | None,
    review: Path | None = None,
    *,
    author: str | None = None,
    language: str = "zh",
) -> tuple[ReviewStore, tuple[str, ...]]:
    """Open the store for two plans; also returns the problems met, as sentences.

    ``old`` and ``new`` are the files as the reader named them, ``-`` for standard input; ``review``
    is a file of the reader's choice: JSON where its name ends in ``.json`` or it holds JSON, SQLite
    otherwise.  A store is always returned; if its file cannot be used, it stores nothing and
    reports that in ``trouble``.
    """
    storage = open_storage(review)
    store = ReviewStore(
        storage,
        this_person(author),
        paths=(_absolute(old), _absolute(new)),
        find=find_review if review is None else find_only_review,
    )
    trouble = store.trouble
    return store, ((trouble.sentence(language),) if trouble else ())


def open_storage(review: Path | None = None, *, read_only: bool = False) -> Storage:
    """Open the storage in the state folder or in a file of the reader's choice; never raises.

    ``read_only``: a damaged JSON file is not renamed, and the storage reports the damage.
    """
    try:
        if review is not None and review.exists() and not review.is_file():
            return NoStorage(
                StoreProblem(ProblemKind.FOREIGN, str(review))
            )  # opening a pipe could block
        if review is not None and _is_json(review):
            return JsonStorage(review, read_only=read_only)
        return DatabaseStorage(review or default_path(), shared=review is None)
    except StoreError as error:
        return NoStorage(error.trouble)
    except OSError as error:
        return NoStorage(problem_of(error, str(review or default_path())))


def _is_json(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()
    except OSError:
        head = b""
    return head.startswith(b"{") if head else path.suffix.lower() == ".json"


def _absolute(name: str | None) -> str:
    if name in (None, "-"):
        return ""
    location = locate(str(name))
    path = Path(location.file)
    # A pipe of the shell (/dev/fd/63) contains another plan each time.
    if not path.is_file():
        return ""
    return SEPARATOR.join([str(path.resolve()), *([location.member] if location.member else [])])
