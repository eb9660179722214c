"""``plandiff review list|show|clear|export|import|merge``: the saved reviews from outside the app.

Data goes to standard output; talk, questions and conflicts go to standard error.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn, TextIO

from plandiff.comparison.reports.visible import visible_line
from plandiff.corpus.errors import OutputError, PlandiffError, UnreadableError, UsageError
from plandiff.corpus.formats.intake import read_bytes
from plandiff.tui.command_line.arguments import OneLineParser
from plandiff.tui.command_line.exit_codes import ExitCode
from plandiff.tui.review import merging
from plandiff.tui.review.encoding import MalformedError
from plandiff.tui.review.jsonform import (
    NewerSchemaError,
    NotAReviewError,
    Review,
    from_json,
    to_json,
)
from plandiff.tui.review.listing import conflict_lines, list_lines, name_of, say, show_lines
from plandiff.tui.review.records import Header
from plandiff.tui.review.storage import Storage
from plandiff.tui.review.store import default_path, open_storage
from plandiff.tui.review.troubles import StoreError, Trouble, TroubleKind
from plandiff.tui.talk import tell
from plandiff.tui.work.output import print_bytes, write_atomically


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where a command reads its arguments and speaks."""

    asked: argparse.Namespace
    language: str
    out: TextIO | None
    """None: standard output and standard error themselves."""
    err: TextIO | None

    def write(self, lines: Iterable[str]) -> None:
        """Lines of data; what a review says, perhaps a stranger's, steers no terminal."""
        self.put("".join(f"{visible_line(line)}\n" for line in lines).encode("utf-8", "replace"))

    def put(self, data: bytes) -> None:
        """Data as it is."""
        if self.out is None:
            print_bytes(data)
        else:
            self.out.write(data.decode("utf-8", "replace"))

    def tell(self, lines: Iterable[str], end: str = "\n") -> None:
        """Talk."""
        if self.err is None:
            tell(lines, end)
        else:
            self.err.writelines(f"{visible_line(line)}{end}" for line in lines)


def run(
    argv: list[str],
    language: str = "zh",
    out: TextIO | None = None,
    err: TextIO | None = None,
) -> int:
    """Run one of the review commands and give the exit status; raises `PlandiffError`."""
    asked = _parser(language).parse_args(argv)
    if not asked.command:
        raise UsageError("say what to do: plandiff review list|show|clear|export|import|merge")
    desk = _Desk(asked, language, out, err)
    command: Callable[[_Desk], ExitCode] = _COMMANDS[asked.command]
    try:
        return command(desk)
    except StoreError as error:
        trouble = error.trouble
        if trouble.kind is TroubleKind.FULL:  # nobody is there to try again
            trouble = replace(trouble, kind=TroubleKind.NO_ROOM)
        raise PlandiffError(trouble.sentence(language)) from error


def list_reviews(desk: _Desk) -> ExitCode:
    """All reviews, the one touched last first."""
    with _storage(desk) as storage:
        desk.write(list_lines(storage.headers() if storage else (), desk.language))
    return ExitCode.DONE


def show_review(desk: _Desk) -> ExitCode:
    """Everything that was said in one review."""
    with _storage(desk) as storage:
        headers = storage.headers() if storage else ()
        if storage is None or not headers:
            desk.write(list_lines((), desk.language))
            return ExitCode.DONE
        header = _one(headers, desk.asked.which)
        desk.write(show_lines(header, storage.load(header.id), desk.language))
    return ExitCode.DONE


def clear_review(desk: _Desk) -> ExitCode:
    """Take reviews away for good, after a question."""
    with _storage(desk) as storage:
        headers = _several(storage, desk.asked.which, all_of_them=desk.asked.all)
        if not headers:
            desk.tell(list_lines((), desk.language))
            return ExitCode.DONE
        if not desk.asked.yes and not _confirmed(desk, headers):
            desk.tell([say("kept", desk.language)])
            return ExitCode.FAILED
        for header in headers:
            if storage is not None:
                storage.remove(header.id)
            desk.tell([say("cleared", desk.language, name=name_of(header))])
    return ExitCode.DONE


def export_review(desk: _Desk) -> ExitCode:
    """Reviews as JSON, to standard output or into a file."""
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
            raise OutputError(str(desk.asked.review or default_path()), "it cannot be opened")
        kept = [(header, storage.load(header.id)) for header in storage.headers()]
        merged = merging.merge_reviews([*kept, *incoming])
        together = [review for review in merged if review not in kept]
        for header, records in together:
            storage.save(header, tuple(records.all()))
    if not together:
        desk.tell([say("nothing-new", desk.language)])
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
    "clear": clear_review,
    "export": export_review,
    "import": import_review,
    "merge": merge_reviews,
}


class _OneLineParser(OneLineParser):
    """The same, pointing at the help of the review commands."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}; see plandiff review --help")


def _parser(language: str) -> argparse.ArgumentParser:
    parser = _OneLineParser(
        prog="plandiff review",
        usage="plandiff review list|show|clear|export|import|merge [options]",
        description=say("help", language),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(
        dest="command", help=argparse.SUPPRESS, parser_class=_OneLineParser
    )
    for name in _COMMANDS:
        usage = f"plandiff review {name} [options]"
        command = commands.add_parser(name, usage=usage, description=say(f"help-{name}", language))
        _add_arguments(command, name, language)
    return parser


def _add_arguments(command: argparse.ArgumentParser, name: str, language: str) -> None:
    add = command.add_argument
    if name != "merge":
        add("--review", metavar="FILE", type=Path, help=say("help-review", language))
    if name == "show":
        add("which", nargs="?", metavar="REVIEW", help=say("help-which", language))
    if name in ("clear", "export"):
        add("which", nargs="*", metavar="REVIEW", help=say("help-which", language))
    if name == "clear":
        add("--all", action="store_true", help=say("help-all", language))
        add("--yes", action="store_true", help=say("help-yes", language))
    if name in ("import", "merge"):
        add("files", nargs="+", metavar="FILE", help=say("help-files", language))
    if name in ("export", "merge"):
        add("-o", "--output", metavar="FILE", help=say("help-output", language))
        add("--force", action="store_true", help=say("help-force", language))


@contextmanager
def _storage(desk: _Desk, *, create: bool = False) -> Iterator[Storage | None]:
    """The store that is meant; None where there is none yet and it need not be begun."""
    path: Path = desk.asked.review or default_path()
    if not create and not path.exists():
        if desk.asked.review is not None:
            raise UnreadableError(str(path), "no such file")
        yield None
        return
    storage = open_storage(desk.asked.review)
    trouble = storage.trouble
    if trouble is not None:
        goes_on = TroubleKind.DAMAGED if create else TroubleKind.READ_ONLY, TroubleKind.DAMAGED
        if trouble.kind not in goes_on:
            raise StoreError(trouble)
        desk.tell([trouble.sentence(desk.language)])
    try:
        yield storage
    finally:
        storage.close()


def _one(headers: Sequence[Header], which: str | None) -> Header:
    """The review that is meant: by number, id or a plan's name; or the only one."""
    if which is None and len(headers) == 1:
        return headers[0]
    if which is None:
        raise UsageError("say which review: its number or id in plandiff review list")
    return _found(headers, which)


def _several(
    storage: Storage | None, which: Sequence[str], *, all_of_them: bool
) -> tuple[Header, ...]:
    headers = storage.headers() if storage else ()
    if all_of_them:
        return headers
    if not which:
        raise UsageError("say which review, or --all; see plandiff review list")
    return tuple(dict.fromkeys(_found(headers, one) for one in which))


def _found(headers: Sequence[Header], which: str) -> Header:
    if which.isdecimal() and 1 <= int(which) <= len(headers):
        return headers[int(which) - 1]
    found = [header for header in headers if len(which) >= 4 and header.id.startswith(which)]
    found = found or [h for h in headers if which in (h.old.name, h.new.name)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"several reviews are called {which!r}; see plandiff review list")
    raise UsageError(f"no review is called {which!r}; see plandiff review list")


def _confirmed(desk: _Desk, headers: Sequence[Header]) -> bool:
    """Ask the person at the terminal; where there is none, ``--yes`` is needed."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise UsageError("add --yes to remove reviews without being asked")
    desk.tell(name_of(header) for header in headers)
    desk.tell([say("ask", desk.language, count=len(headers))], end="")
    return sys.stdin.readline().strip().lower() in ("y", "yes", "是")


def _read(name: str) -> tuple[Review, ...]:
    """Reviews of a JSON file, ``-`` for standard input."""
    try:
        return from_json(read_bytes(name))
    except NewerSchemaError as error:
        raise StoreError(Trouble(TroubleKind.NEWER, name)) from error
    except NotAReviewError as error:
        raise UsageError(
            f"{name}: is not a review; give what plandiff review export wrote"
        ) from error
    except (MalformedError, ValueError) as error:
        raise UsageError(f"{name}: the review is damaged: {error}") from error


def _put(desk: _Desk, reviews: Sequence[Review]) -> None:
    data = to_json(reviews)
    if desk.asked.output:
        write_atomically(Path(desk.asked.output), data, overwrite=desk.asked.force)
    else:
        desk.put(data)


def _tell_merged(desk: _Desk, reviews: Iterable[Review]) -> None:
    """How much each merged review holds now, and where people disagree."""
    for header, records in reviews:
        counts = {
            "marks": sum(mark.said is not None for mark in records.marks.values()),
            "notes": len(records.live_notes()),
            "pins": sum(not pin.deleted for pin in records.pins.values()),
        }
        desk.tell([say("imported", desk.language, name=name_of(header), **counts)])
        found = merging.disagreements(records)
        if found:
            count = len(found)
            desk.tell([say("conflicts", desk.language, name=name_of(header), count=count)])
            desk.tell(conflict_lines(found, desk.language))
