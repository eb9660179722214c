"""The command line as data: which options there are and what their help says, in zh and en.

Only the standard library is imported here: ``plandiff --help`` must cost next to nothing.
"""

import argparse
import re
import sys
from collections.abc import Callable

from plandiff.corpus.errors import OutputError, UsageError
from plandiff.tui.command_line.help_words import HELP
from plandiff.tui.terminal_size import terminal_size

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing takes a tenth of the time of --help
    from typing import NoReturn

VERSION = "0.1.0"
COMMANDS = ("show", "demo", "targets", "review", "config")
TEXT_FORMATS = ("text", "md", "html", "json", "csv")
SUFFIXES = (".md", ".html", ".json", ".csv", ".docx", ".xlsx", ".txt")
KINDS: tuple[str, ...] = (
    "formal",
    "unchanged", "modified", "added", "removed", "split", "merged", "regrouped", "moved",
    "renumbered", "targets",
)  # fmt: skip
IGNORABLE = ("punctuation", "width", "variants", "space")


class OneLineParser(argparse.ArgumentParser):
    """An argument parser whose errors are one line, raised as `UsageError`."""

    def error(self, message: str) -> "NoReturn":
        """Raise what is wrong with the arguments."""
        raise UsageError(f"{message}; see plandiff --help")

    def _print_message(self, message: str, _file: object = None) -> None:
        """Help in UTF-8 whatever the locale; argparse would pass over a full disk in silence."""
        if not message or sys.stdout is None:
            return
        try:
            sys.stdout.buffer.write(message.encode("utf-8", "replace"))
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError("standard output", error.strerror or str(error)) from error


def _formatter(prog: str) -> argparse.HelpFormatter:
    """A formatter that need not ask `shutil` for the width."""
    return argparse.RawDescriptionHelpFormatter(prog, width=terminal_size()[0] - 2)


def _say(language: str) -> Callable[[str], str]:
    index = 0 if language == "zh" else 1
    return lambda key: HELP[key][index].replace("%", "%%")


def _parser(language: str, usage: str, *, epilog: bool = False) -> argparse.ArgumentParser:
    say = _say(language)
    parser = OneLineParser(
        prog="plandiff",
        usage=usage,
        description=say("description"),
        epilog=say("epilog") if epilog else None,
        formatter_class=_formatter,
        add_help=False,
        allow_abbrev=False,
    )
    parser._optionals.title = say("options")  # noqa: SLF001 - argparse offers no other way
    parser._positionals.title = say("arguments")  # noqa: SLF001
    parser.add_argument("-h", "--help", action="help", help=say("help"))
    parser.add_argument("--lang", choices=("zh", "en"), help=say("lang"))
    return parser


def comma_list(known: tuple[str, ...]) -> Callable[[str], tuple[str, ...]]:
    """Read a list by commas whose words must be among the known ones."""

    def read(text: str) -> tuple[str, ...]:
        words = tuple(word for word in text.replace("，", ",").split(",") if word)
        unknown = [word for word in words if word not in known]
        if unknown or not words:
            raise argparse.ArgumentTypeError(
                f"{', '.join(unknown) or 'nothing'} is not among {', '.join(known)}"
            )
        return words

    return read


def _natural(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number")
    return int(text)


def _characters(text: str) -> int:
    return -1 if text == "-1" else _natural(text)


def _date(text: str) -> str:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2025-03-01")
    return f"{text}T00:00:00Z"


def _add_reading(parser: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    parser.add_argument("--encoding", metavar="NAME", help=say("encoding"))
    parser.add_argument("--original", action="store_true", help=say("original"))


def _add_computing(parser: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    parser.add_argument(
        "--ignore", type=comma_list(IGNORABLE), default=(), metavar="KINDS", help=say("ignore")
    )
    parser.add_argument(
        "--ignore-pattern", action="append", default=[], metavar="REGEX",
        help=say("ignore_pattern"),
    )  # fmt: skip
    parser.add_argument("--exit-code", action="store_true", help=say("exit_code"))


def _add_reports(parser: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    add = parser.add_argument
    add("--no-tui", action="store_true", help=say("no_tui"))
    add("--format", metavar="FORMAT", help=f"{say('format')}: {' '.join(TEXT_FORMATS)}")
    add("-o", "--output", action="append", default=[], metavar="FILE", help=say("output"))
    add("--force", action="store_true", help=say("force"))
    add("--table", action="store_true", help=say("table"))
    add("--preset", choices=("cn", "tw", "jp"), default="cn", help=say("preset"))
    add("--native-moves", action="store_true", help=say("native_moves"))
    add("--only", type=comma_list(KINDS), default=(), metavar="KINDS", help=say("only"))
    add("--reviewed", action="store_true", help=say("reviewed"))
    add("--review", metavar="FILE", help=say("review"))
    add("--context", type=_characters, metavar="N", help=say("context"))
    add("--short", action="store_true", help=say("short"))
    add("--full", action="store_true", help=say("full"))
    add("--rows", action="store_true", help=say("rows"))
    add("--template", metavar="FILE", help=say("template"))
    add("--author", metavar="NAME", help=say("author"))
    add("--date", type=_date, metavar="DATE", help=say("date"))
    _add_look(parser, say)


def _add_look(parser: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    add = parser.add_argument
    add("--color", choices=("auto", "always", "never"), default="auto", help=say("color"))
    add("--width", type=_natural, metavar="N", help=say("width"))


def _add_app(parser: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    parser.add_argument("--watch", action="store_true", help=say("watch"))
    parser.add_argument("--no-mouse", action="store_true", help=say("no_mouse"))


def compare_parser(language: str) -> argparse.ArgumentParser:
    """``plandiff OLD NEW [options]``, the main command; its help names the others."""
    say = _say(language)
    parser = _parser(language, "plandiff OLD NEW [options]", epilog=True)
    parser.add_argument(
        "--version", action="version", version=f"plandiff {VERSION}", help=say("version")
    )
    parser.add_argument("old", nargs="?", metavar="OLD", help=say("old"))
    parser.add_argument("new", nargs="?", metavar="NEW", help=say("new"))
    _add_reports(parser, say)
    _add_reading(parser, say)
    _add_computing(parser, say)
    _add_app(parser, say)
    return parser


def demo_parser(language: str) -> argparse.ArgumentParser:
    """``plandiff demo``: the main command on the sample plans."""
    say = _say(language)
    parser = _parser(language, "plandiff demo [options]")
    _add_reports(parser, say)
    _add_reading(parser, say)
    _add_computing(parser, say)
    _add_app(parser, say)
    return parser


def show_parser(language: str) -> argparse.ArgumentParser:
    """``plandiff show PLAN``: one plan as it was read."""
    say = _say(language)
    parser = _parser(language, "plandiff show PLAN [options]")
    parser.add_argument("plan", metavar="PLAN", help=say("plan"))
    parser.add_argument("--format", choices=("text", "json"), default="text", help=say("format"))
    parser.add_argument("--removed", action="store_true", help=say("removed"))
    _add_look(parser, say)
    _add_reading(parser, say)
    return parser


def targets_parser(language: str) -> argparse.ArgumentParser:
    """``plandiff targets OLD NEW``: the table of changed targets."""
    say = _say(language)
    parser = _parser(language, "plandiff targets OLD NEW [options]")
    parser.add_argument("old", metavar="OLD", help=say("old"))
    parser.add_argument("new", metavar="NEW", help=say("new"))
    _add_reports(parser, say)
    _add_reading(parser, say)
    _add_computing(parser, say)
    parser.set_defaults(only=("targets",))
    return parser


def config_parser(language: str) -> argparse.ArgumentParser:
    """``plandiff config``: the settings in force and what is wrong with them."""
    say = _say(language)
    parser = _parser(language, "plandiff config [options]")
    parser.add_argument("--check", action="store_true", help=say("config_check"))
    return parser


def asked_language(arguments: list[str]) -> str | None:
    """The value of ``--lang`` before anything is parsed, so that help and errors can use it."""
    for index, word in enumerate(arguments):
        if word == "--lang" and index + 1 < len(arguments):
            return arguments[index + 1]
        if word.startswith("--lang="):
            return word.partition("=")[2]
    return None


def without_language(words: list[str]) -> list[str]:
    """The arguments without ``--lang``, for commands that read the rest themselves."""
    kept: list[str] = []
    skip = False
    for word in words:
        if not skip and word != "--lang" and not word.startswith("--lang="):
            kept.append(word)
        skip = word == "--lang"
    return kept


def on_terminal() -> bool:
    """Whether a person sits at both ends: standard input and output are terminals."""
    ends = (sys.stdin, sys.stdout)
    return all(end is not None and end.isatty() for end in ends)  # None: it was closed
