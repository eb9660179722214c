"""``plandiff review list|show|add|clear|export|import|merge``: saved reviews from outside the app.

Data goes to standard output; messages, questions and conflicts go to standard error.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TextIO

from msgspec import Struct
from msgspec.structs import replace

from plandiff.comparison.review import merging
from plandiff.comparison.review.consult import is_form, review_of_form
from plandiff.comparison.review.json_form import (
    MalformedError,
    NewerSchemaError,
    NotAReviewError,
    Review,
    from_json,
    to_json,
)
from plandiff.comparison.review.listing import (
    conflict_lines,
    list_lines,
    name_of,
    reviews_to_json,
    show_lines,
)
from plandiff.comparison.review.opening import default_path, open_storage
from plandiff.comparison.review.problems import ProblemKind, StoreError, StoreProblem
from plandiff.comparison.review.records import Header
from plandiff.comparison.review.storage import Storage
from plandiff.corpus.errors import OutputError, Phrase, UnreadableError, UsageError
from plandiff.corpus.formats.file_input import read_bytes
from plandiff.corpus.locales import Words
from plandiff.corpus.text.escape import visible_line
from plandiff.tui.command_line import review_remarks
from plandiff.tui.command_line.parser import OneLineParser
from plandiff.tui.command_line.running import ExitCode
from plandiff.tui.terminal.streams import print_notes
from plandiff.tui.work.idle_options import refuse_both
from plandiff.tui.work.output import print_bytes, print_text, write_atomically


class _Desk(Struct, frozen=True):
    """The arguments and the output streams of a command."""

    asked: argparse.Namespace
    language: str
    out: TextIO | None
    """None: the real standard output; the same applies to ``err``."""
    err: TextIO | None

    @property
    def words(self) -> Words:
        """The words of reviews as lists, in the reader's language."""
        return Words(self.language, "review")

    def write(self, lines: Iterable[str]) -> None:
        """Print lines of data; control characters in a review are escaped."""
        data = "".join(f"{visible_line(line)}\n" for line in lines).encode("utf-8", "replace")
        if self.out is None:
            print_text(data)
        else:
            self.put(data)

    def put(self, data: bytes) -> None:
        """Write data unchanged."""
        if self.out is None:
            print_bytes(data)
        else:
            self.out.write(data.decode("utf-8", "replace"))

    def tell(self, lines: Iterable[str], end: str = "\n") -> None:
        """Write messages to standard error."""
        if self.err is None:
            print_notes(lines, end)
        else:
            self.err.writelines(f"{visible_line(line)}{end}" for line in lines)


def run(
    argv: list[str],
    language: str = "zh",
    out: TextIO | None = None,
    err: TextIO | None = None,
) -> int:
    """Run a review command and return the exit status; raises `PlandiffError`."""
    words = Words(language, "help")
    name = argv[0] if argv else ""
    if name in ("-h", "--help"):
        _parser(words).read(argv)
    if not name:
        raise UsageError("review-command", commands=f"plandiff review {'|'.join(_COMMANDS)}")
    if name not in _COMMANDS:
        raise UsageError("command", name=name, known=" ".join(_COMMANDS))
    desk = _Desk(_command_parser(words, name).read(argv[1:]), language, out, err)
    if getattr(desk.asked, "force", False) and not desk.asked.output:
        raise UsageError("option-format", option="--force", known="-o FILE")
    try:
        return _COMMANDS[name](desk)
    except StoreError as error:
        trouble = error.trouble
        if trouble.kind is ProblemKind.FULL:  # no user interface offers a retry
            trouble = replace(trouble, kind=ProblemKind.NO_ROOM)
        raise StoreError(trouble) from error


def list_reviews(desk: _Desk) -> ExitCode:
    """List all reviews, most recently changed first; for a pair of plans, its marks and notes."""
    if desk.asked.new is not None:
        return review_remarks.list_remarks(desk.asked, desk.language)
    if desk.asked.old is not None:
        raise UsageError("two-plans")
    for option in ("encoding", "original", "no_packs", "no_cache"):
        if getattr(desk.asked, option):
            name = f"--{option.replace('_', '-')}"
            raise UsageError("option-needs", option=name, needed="OLD NEW")
    with _storage(desk) as storage:
        headers = storage.headers() if storage else ()
        if desk.asked.json:
            desk.put(reviews_to_json(headers))
        else:
            desk.write(list_lines(headers, desk.words))
    return ExitCode.DONE


def add_remark(desk: _Desk) -> ExitCode:
    """Add a mark or a note to a change between two plans."""
    return review_remarks.add_remark(desk.asked, desk.language)


def show_review(desk: _Desk) -> ExitCode:
    """Print all marks, notes and pins of one review."""
    with _storage(desk) as storage:
        headers = storage.headers() if storage else ()
        if storage is None or not headers:
            desk.write(list_lines((), desk.words))
            return ExitCode.DONE
        header = _one(headers, desk.asked.which)
        desk.write(show_lines(header, storage.load(header.id), desk.words))
    return ExitCode.DONE


def clear_review(desk: _Desk) -> ExitCode:
    """Delete reviews permanently, after confirmation."""
    refuse_both("REVIEW", "--all", {"REVIEW": desk.asked.which, "--all": desk.asked.all})
    with _storage(desk) as storage:
        headers = _several(storage, desk.asked.which, all_of_them=desk.asked.all)
        if not headers:
            desk.tell(list_lines((), desk.words))
            return ExitCode.DONE
        if not desk.asked.yes and not _confirmed(desk, headers):
            desk.tell([desk.words("kept")])
            return ExitCode.FAILED
        for header in headers:
            if storage is not None:
                storage.remove(header.id)
            desk.tell([desk.words("cleared", name=name_of(header))])
    return ExitCode.DONE


def export_review(desk: _Desk) -> ExitCode:
    """Write reviews as JSON, to standard output or into a file."""
    with _storage(desk) as storage:
        headers = _several(storage, desk.asked.which, all_of_them=not desk.asked.which)
        reviews = [(header, storage.load(header.id)) for header in headers if storage]
    _put(desk, reviews)
    return ExitCode.DONE


def import_review(desk: _Desk) -> ExitCode:
    """Merge reviews from JSON files into the store."""
    incoming = [review for name in desk.asked.files for review in _read(name)]
    with _storage(desk, create=True) as storage:
        if storage is None:
            raise OutputError(
                str(desk.asked.review or default_path()), Phrase("reason.cannot-open")
            )
        kept = [(header, storage.load(header.id)) for header in storage.headers()]
        merged = merging.merge_reviews([*kept, *incoming])
        together = [review for review in merged if review not in kept]
        for header, records in together:
            storage.save(header, tuple(records.all()))
    if not together:
        desk.tell([desk.words("nothing-new")])
    _tell_merged(desk, together)
    return ExitCode.DONE


def merge_reviews(desk: _Desk) -> ExitCode:
    """Merge JSON files into one, to standard output or into a file."""
    reviews = merging.merge_reviews(review for name in desk.asked.files for review in _read(name))
    _put(desk, reviews)
    _tell_merged(desk, reviews)
    return ExitCode.DONE


_COMMANDS: dict[str, Callable[[_Desk], ExitCode]] = {
    "list": list_reviews,
    "show": show_review,
    "add": add_remark,
    "clear": clear_review,
    "export": export_review,
    "import": import_review,
    "merge": merge_reviews,
}


def _parser(words: Words) -> OneLineParser:
    """The parser whose help lists the commands."""
    usage = f"plandiff review {'|'.join(_COMMANDS)}"
    return OneLineParser(words, "plandiff review", usage, words["review.description"])


def parsers(words: Words) -> dict[str, OneLineParser]:
    """The parser of each command."""
    return {name: _command_parser(words, name) for name in _COMMANDS}


def _command_parser(words: Words, name: str) -> OneLineParser:
    usage = f"plandiff review {name}{' OLD NEW' if name == 'add' else ''}"
    parser = OneLineParser(words, "plandiff review", usage, words[f"review.{name}"])
    add = parser.add_argument
    if name != "merge":
        add("--review", metavar="FILE", type=Path, help=words["review.option.review"])
    if name == "list":
        review_remarks.describe_list(parser, words)
    if name == "add":
        review_remarks.describe_add(parser, words)
    if name == "show":
        add("which", nargs="?", metavar="REVIEW", help=words["review.argument.which"])
    if name in ("clear", "export"):
        add("which", nargs="*", metavar="REVIEW", help=words["review.argument.which"])
    if name == "clear":
        add("--all", action="store_true", help=words["review.option.all"])
        add("--yes", action="store_true", help=words["review.option.yes"])
    if name in ("import", "merge"):
        add("files", nargs="+", metavar="FILE", help=words["review.argument.files"])
    if name in ("export", "merge"):
        add("-o", "--output", metavar="FILE", help=words["review.option.output"])
        add("--force", action="store_true", help=words["review.option.force"])
    return parser


@contextmanager
def _storage(desk: _Desk, *, create: bool = False) -> Iterator[Storage | None]:
    """Open the selected store; None if it does not exist and ``create`` is false."""
    path: Path = desk.asked.review or default_path()
    if not create and not path.exists():
        if desk.asked.review is not None:
            raise UnreadableError(str(path), Phrase("reason.no-file"))
        yield None
        return
    with closing(open_storage(desk.asked.review)) as storage:
        trouble = storage.trouble
        if trouble is not None:
            goes_on = ProblemKind.DAMAGED if create else ProblemKind.READ_ONLY, ProblemKind.DAMAGED
            if trouble.kind not in goes_on:
                raise StoreError(trouble)
            desk.tell([trouble.sentence(desk.language)])
        yield storage


def _one(headers: Sequence[Header], which: str | None) -> Header:
    """Find a review by number, id or a plan's name; without any, the only review."""
    if which is None and len(headers) == 1:
        return headers[0]
    if which is None:
        raise UsageError("which-review")
    return _found(headers, which)


def _several(
    storage: Storage | None, which: Sequence[str], *, all_of_them: bool
) -> tuple[Header, ...]:
    headers = storage.headers() if storage else ()
    if all_of_them:
        return headers
    if not which:
        raise UsageError("which-reviews")
    return tuple(dict.fromkeys(_found(headers, one) for one in which))


def _found(headers: Sequence[Header], which: str) -> Header:
    if which.isdecimal() and 1 <= int(which) <= len(headers):
        return headers[int(which) - 1]
    found = [header for header in headers if len(which) >= 4 and header.id.startswith(which)]
    found = found or [h for h in headers if which in (h.old.name, h.new.name)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError("several-reviews", name=which)
    raise UsageError("no-review", name=which)


def _confirmed(desk: _Desk, headers: Sequence[Header]) -> bool:
    """Ask the user for confirmation; without a terminal, ``--yes`` is required."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise UsageError("confirm")
    desk.tell(name_of(header) for header in headers)
    desk.tell([desk.words("ask", count=len(headers))], end="")
    return sys.stdin.readline().strip().lower() in ("y", "yes", "是")


def _read(name: str) -> tuple[Review, ...]:
    """Read reviews from a JSON file or a filled form for comments; ``-`` is standard input."""
    data = read_bytes(name)
    try:
        return review_of_form(data, name) if is_form(data) else from_json(data)
    except NewerSchemaError as error:
        raise StoreError(StoreProblem(ProblemKind.NEWER, name)) from error
    except NotAReviewError as error:
        raise UsageError("not-a-review", name=name) from error
    except MalformedError as error:
        raise UsageError("damaged-review", name=name, reason=error.reason) from error
    except ValueError as error:
        raise UsageError("damaged-review", name=name, reason=Phrase("record.unreadable")) from error


def _put(desk: _Desk, reviews: Sequence[Review]) -> None:
    data = to_json(reviews)
    if desk.asked.output:
        write_atomically(Path(desk.asked.output), data, overwrite=desk.asked.force)
    else:
        desk.put(data)


def _tell_merged(desk: _Desk, reviews: Iterable[Review]) -> None:
    """Report the size of each merged review, and the disagreements between reviewers."""
    for header, records in reviews:
        counts = {
            "marks": sum(mark.said is not None for mark in records.marks.values()),
            "notes": len(records.live_notes()),
            "pins": sum(not pin.deleted for pin in records.pins.values()),
        }
        desk.tell([desk.words("imported", name=name_of(header), **counts)])
        found = merging.disagreements(records)
        if found:
            count = len(found)
            desk.tell([desk.words("conflicts", name=name_of(header), count=count)])
            desk.tell(conflict_lines(found, desk.words))
