"""``plandiff library add|list|find|remove``: the user's collection of plans."""

import argparse
import os
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from plandiff.comparison.library.store import Filters, Found, StoredPlan
from plandiff.corpus.errors import UsageError
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.locales import Words
from plandiff.corpus.text.escape import visible_line
from plandiff.tui.command_line.parser import OneLineParser, add_choice, natural
from plandiff.tui.command_line.running import ExitCode
from plandiff.tui.terminal.streams import print_notes
from plandiff.tui.work.output import print_bytes, print_text
from plandiff.tui.work.shelving import open_library, shelve

if TYPE_CHECKING:
    from plandiff.comparison.reports.shared import json_values
else:
    json_values = LazyModule("plandiff.comparison.reports.shared.json_values")

_LIMIT = 20
"""Default maximum number of plans that a search lists."""


def run(words: list[str], language: str) -> int:
    """Run a library command and return the exit status; raises `PlandiffError`."""
    texts = Words(language, "help")
    name = words[0] if words else ""
    if name in ("-h", "--help"):
        usage = f"plandiff library {'|'.join(_COMMANDS)}"
        OneLineParser(texts, "plandiff library", usage, texts["library.description"]).read(words)
    if not name:
        commands = f"plandiff library {'|'.join(_COMMANDS)}"
        raise UsageError("review-command", commands=commands)
    if name not in _COMMANDS:
        raise UsageError("command", name=name, known=" ".join(_COMMANDS))
    return _COMMANDS[name](_parser(texts, name).read(words[1:]), language)


def parsers(words: Words) -> dict[str, OneLineParser]:
    """The parser of each command."""
    return {name: _parser(words, name) for name in _COMMANDS}


def _parser(words: Words, name: str) -> OneLineParser:
    usage = f"plandiff library {name}"
    parser = OneLineParser(words, usage, usage, words[f"library.{name}"])
    add = parser.add_argument
    add("--library", metavar="FILE", help=words["option.library"])
    if name == "add":
        add("paths", nargs="*", metavar="PATH", help=words["library.argument.add"])
        return parser
    if name == "remove":
        add("paths", nargs="+", metavar="PATH", help=words["library.argument.remove"])
        return parser
    if name == "find":
        add("words", nargs="+", metavar="WORDS", help=words["library.argument.words"])
        add("--limit", type=natural("--limit"), metavar="N", help=words["library.option.limit"])
    add("--issuer", metavar="NAME", default="", help=words["library.option.issuer"])
    add("--year", type=natural("--year"), metavar="YEAR", help=words["library.option.year"])
    add("--series", metavar="NAME", default="", help=words["library.option.series"])
    add_choice(parser, "--format", ("text", "json"), words["option.format"], "text")
    return parser


def _add(asked: argparse.Namespace, language: str) -> int:
    """Add files and folders, or rescan added ones; returns 1 if files could not be read."""
    with open_library(asked.library, language) as library:
        result = shelve(library, asked.paths, language)
    words = Words(language, "reports")
    print_notes(
        words("library.unread", path=path, error=error) for path, error in result.unread.items()
    )
    counts = {name: getattr(result, name) for name in ("added", "changed", "same", "gone")}
    print_notes([words("library.scanned", **counts, unread=len(result.unread))])
    return ExitCode.DIFFERENT if result.unread else ExitCode.DONE


def _remove(asked: argparse.Namespace, language: str) -> int:
    """Remove plans from the library; the files are kept."""
    paths = [os.path.abspath(path) for path in asked.paths]  # noqa: PTH100 - keeps odd names
    with open_library(asked.library, language) as library:
        count = library.remove(paths)
    print_notes([Words(language, "reports")("library.removed", count=count)])
    return ExitCode.DONE


def _list(asked: argparse.Namespace, language: str) -> int:
    """List all plans, series by series, the newest edition first."""
    with open_library(asked.library, language) as library:
        plans = library.plans(_filters(asked))
    return _print(Found(plans, len(plans)), asked, language)


def _find(asked: argparse.Namespace, language: str) -> int:
    """List the plans that contain every word, the best match first."""
    query = " ".join(asked.words)
    if not any(character.isalnum() for character in query):
        raise UsageError("no-words", words=query)
    limit = _LIMIT if asked.limit is None else asked.limit
    with open_library(asked.library, language) as library:
        found = library.find(query, _filters(asked), limit)
    return _print(found, asked, language)


_COMMANDS: dict[str, Callable[[argparse.Namespace, str], int]] = {
    "add": _add,
    "list": _list,
    "find": _find,
    "remove": _remove,
}


def _filters(asked: argparse.Namespace) -> Filters:
    return Filters(asked.issuer, asked.series, asked.year)


def _print(found: Found, asked: argparse.Namespace, language: str) -> int:
    words = Words(language, "reports")
    if asked.format == "json":
        plans = [_to_dict(plan) for plan in found.plans]
        document = {"schema": "plandiff.library/1", "plans": plans, "total": found.total}
        print_bytes(json_values.to_json_bytes(document | {"loosely": found.loosely}))
        return ExitCode.DONE
    if found.loosely:
        print_notes([words["library.loosely"]])
    print_text("".join(f"{line}\n" for line in _lines(found.plans, words)).encode())
    more = found.total - len(found.plans)
    if more or not found.total:
        print_notes([words("library.more", count=more) if more else words["library.nothing"]])
    return ExitCode.DONE


def _to_dict(plan: StoredPlan) -> dict[str, Any]:
    return {
        "path": plan.path,
        "title": plan.title,
        "issuer": plan.issuer,
        "year": plan.year,
        "series": plan.series,
        "characters": plan.characters,
        "sha256": plan.sha256,
        "excerpt": plan.excerpt or None,
    }


def _lines(plans: Sequence[StoredPlan], words: Words) -> Iterator[str]:
    for plan in plans:
        facts = (str(plan.year or ""), plan.title or plan.series, plan.issuer or "")
        yield words["library.between"].join(visible_line(fact) for fact in facts if fact)
        yield f"  {visible_line(plan.path)}"
        if plan.excerpt:
            yield f"  {visible_line(plan.excerpt)}"
