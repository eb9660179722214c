"""The ``plandiff`` command: arguments in, exit status out; the one place that catches failures.

Everything slow is imported inside the branch that needs it, so that ``plandiff --help`` and the
reports load neither textual nor, where no words differ, jieba.
"""

import gc
import os
import signal
import sys
from collections.abc import Callable

from corpus.errors import PlandiffError
from tui.command_line.arguments import COMMANDS, asked_language, compare_parser
from tui.command_line.exit_codes import ExitCode
from tui.language import choose_language
from tui.talk import complain


def main(arguments: list[str] | None = None) -> int:
    """Run plandiff with these arguments (default: those of the process) and give its status."""
    words = sys.argv[1:] if arguments is None else arguments
    language = choose_language(asked_language(words), os.environ)
    # A short computation that allocates much and drops little gains from not being searched for
    # cycles; the app turns collection on again.
    gc.disable()
    _leave_quietly_on_signals()
    try:
        return _run(words, language)
    except PlandiffError as error:
        complain(_in_words(error, language))
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        from tui.work.output import forget_output  # noqa: PLC0415 - not for --help

        forget_output()
    except MemoryError:
        complain(_no_memory(language))
    except SystemExit as asked:  # argparse after --help and --version
        return int(asked.code or 0)
    except Exception as error:  # noqa: BLE001 - a defect of ours is told, kept, and never shown raw
        from tui.crash import keep_crash  # noqa: PLC0415

        complain(keep_crash(error, language))
    return ExitCode.FAILED


def _run(words: list[str], language: str) -> int:
    words = _command_first(words)
    if words and words[0] in COMMANDS:
        name, words = words[0], words[1:]
    else:
        name = "compare"
        if words and words[0] in ("-h", "--help", "--version"):
            compare_parser(language).parse_args(words)
    from tui.command_line import commands  # noqa: PLC0415 - after help and version, which need none of it

    command: Callable[[list[str], str], int] = getattr(commands, name)
    return command(words, language)


def _command_first(words: list[str]) -> list[str]:
    """The language may stand before a command: ``--lang zh review list``."""
    for size in (1, 2):
        option, rest = words[:size], words[size:]
        asks = option[:1] == ["--lang"] if size == 2 else option[:1] and option[0][:7] == "--lang="
        if asks and rest and rest[0] in COMMANDS:
            return [*rest, *option]
    return words


def _no_memory(language: str) -> str:
    from tui.error_words import in_language  # noqa: PLC0415 - where something went wrong

    return in_language("not enough memory for these plans; compare them in parts", language)


def _in_words(error: PlandiffError, language: str) -> str:
    from tui.error_words import sentence  # noqa: PLC0415 - as a rule there is nothing to say

    return sentence(error, language)


def _leave_quietly_on_signals() -> None:
    """Signals end like an exception, so that half-written files are taken away."""
    names = ("SIGTERM", "SIGHUP", "SIGQUIT")
    endings = [getattr(signal, name) for name in names if hasattr(signal, name)]

    def leave(number: int, _frame: object) -> None:
        for ending in endings:  # one is enough; a second one would break off the tidying
            signal.signal(ending, signal.SIG_IGN)
        if hasattr(signal, "SIGCONT"):  # comes with a hang-up, and would make the app draw again
            signal.signal(signal.SIGCONT, signal.SIG_DFL)
        raise SystemExit(128 + number)

    for ending in endings:
        signal.signal(ending, leave)
