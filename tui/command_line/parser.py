"""The parser of every command: its errors are codes and facts, its help is UTF-8.

Only the standard library is imported here, so that ``plandiff --help`` is fast.
"""

import argparse
import sys
from collections.abc import Callable
from functools import partial

from plandiff.corpus.errors import STANDARD_OUTPUT, OutputError, UsageError, system_reason
from plandiff.corpus.locales import LANGUAGES, Words
from plandiff.tui.terminal.streams import encoded, terminal_size

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing takes a tenth of the time of --help
    from typing import NoReturn


class OneLineParser(argparse.ArgumentParser):
    """An argument parser that raises `UsageError` with a code and facts instead of sentences.

    The messages of ``argparse`` are English, so none of them is used.  Options check their values
    with ``type`` functions that raise `UsageError`; errors of ``argparse`` itself are identified
    by the option that they name.
    """

    def __init__(
        self, words: Words, prog: str, usage: str, description: str, epilog: str | None = None
    ) -> None:
        # argparse makes a formatter for each argument, and finding the width by `shutil` is slow.
        formatter = partial(argparse.RawDescriptionHelpFormatter, width=terminal_size()[0] - 2)
        super().__init__(
            prog=prog,
            usage=f"{usage} [{words['title.options']}]",
            description=description,
            epilog=epilog,
            formatter_class=formatter,
            add_help=False,
            allow_abbrev=False,
            exit_on_error=False,
        )
        self._words = words
        self._asked = argparse.Namespace()
        self._optionals.title = words["title.options"]  # argparse has no public way
        self._positionals.title = words["title.arguments"]
        self.add_argument("-h", "--help", action="help", help=words["option.help"])

    def read(self, words: list[str]) -> argparse.Namespace:
        """The arguments as a namespace; raises `UsageError`."""
        self._asked = argparse.Namespace()
        try:
            asked, rest = self.parse_known_args(words, self._asked)
        except argparse.ArgumentError as error:
            if error.argument_name is None:  # Python 3.12 and later, where 3.11 calls `error`
                self.error(error.message)
            raise self._misused(error.argument_name) from error
        if rest:
            raise UsageError("unknown", words=" ".join(rest), help=self._help())
        return asked

    def error(self, _message: str) -> "NoReturn":
        """Raise `UsageError` for missing arguments, the only error that argparse reports here."""
        missing = [
            str(action.metavar)
            for action in self._actions
            if action.required and not getattr(self._asked, action.dest, None)
        ]
        raise UsageError("missing", names=", ".join(missing), help=self._help())

    def format_help(self) -> str:
        """Return the help, with the word for usage in the reader's language."""
        return self._words["title.usage"] + super().format_help().removeprefix("usage: ")

    def _misused(self, name: str) -> UsageError:
        """The error for an option without its value, or with an unexpected value."""
        named = (action for action in self._actions if "/".join(action.option_strings) == name)
        action = next(named, None)
        if action is None:
            return UsageError("invalid", option=name, help=self._help())
        fault = "takes-no-value" if action.nargs == 0 else "no-value"
        return UsageError(fault, option=name, help=self._help())

    def _help(self) -> str:
        return f"{self.prog} --help"

    def _print_message(self, message: str, _file: object = None) -> None:
        """Print help in the output's encoding; argparse would silently ignore a full disk."""
        if not message or sys.stdout is None:
            return
        try:
            sys.stdout.buffer.write(encoded(message, sys.stdout))
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(STANDARD_OUTPUT, system_reason(error)) from error


def new_parser(words: Words, usage: str, *, epilog: bool = False) -> OneLineParser:
    """Create a parser with ``--help`` and ``--lang``."""
    ending = words["epilog"] if epilog else None
    parser = OneLineParser(words, "plandiff", usage, words["description"], ending)
    add_choice(parser, "--lang", LANGUAGES, words["option.lang"])
    parser.add_argument("--utf8", action="store_true", help=words["option.utf8"])
    return parser


def add_choice(
    parser: OneLineParser,
    option: str,
    known: tuple[str, ...],
    help_text: str,
    default: str | None = None,
) -> None:
    """Add an option that takes one of the ``known`` words; ``help_text`` is its help."""

    def read(text: str) -> str:
        if text not in known:
            raise UsageError("choice", option=option, value=text, known=", ".join(known))
        return text

    metavar = f"{{{','.join(known)}}}"
    parser.add_argument(option, type=read, default=default, metavar=metavar, help=help_text)


def comma_list(option: str, known: tuple[str, ...]) -> Callable[[str], tuple[str, ...]]:
    """Return a parser of comma-separated lists of known words; it raises `UsageError`."""

    def read(text: str) -> tuple[str, ...]:
        words = tuple(word for word in text.replace("，", ",").split(",") if word)
        unknown = [word for word in words if word not in known]
        facts = {"option": option, "known": ", ".join(known)}
        if unknown:
            raise UsageError("kinds", value=", ".join(unknown), **facts)
        if not words:
            raise UsageError("no-kind", **facts)
        return words

    return read


def natural(option: str) -> Callable[[str], int]:
    """Return a parser of natural numbers; it raises `UsageError`."""

    def read(text: str) -> int:
        if not text.isdecimal() or len(text) > 15:  # no measure of a plan is larger
            raise UsageError("whole-number", option=option, value=text)
        return int(text)

    return read
