"""Runs the command that the arguments name; the only place that catches all failures.

Everything slow is imported inside the branch that needs it, so that ``plandiff --help`` and the
reports load neither textual nor, where no words differ, jieba.
"""

import gc
import os
import sys
from collections.abc import Callable, Mapping
from enum import IntEnum

from plandiff.corpus.errors import PlandiffError, sentence
from plandiff.corpus.locales import LANGUAGES
from plandiff.tui.command_line.arguments import COMMANDS, asked_language, compare_parser
from plandiff.tui.terminal.signals import ending
from plandiff.tui.terminal.streams import print_error, settle_encodings


def choose_language(asked: str | None, environ: Mapping[str, str]) -> str:
    """``zh`` or ``en``: the requested one, else Chinese for a ``zh`` locale, else English.

    The locale is taken from the environment, else from the settings of Windows or macOS.

    >>> choose_language(None, {"LANG": "zh_CN.UTF-8"})
    'zh'
    >>> choose_language(None, {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"})
    'en'
    """
    if asked in LANGUAGES:
        return asked
    locale = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG")
    if not locale and sys.platform in {"win32", "darwin"}:
        from plandiff.corpus.system import system_locale  # noqa: PLC0415 - not for other systems

        locale = system_locale()
    return "zh" if (locale or "").lower().startswith("zh") else "en"


class ExitCode(IntEnum):
    """Exit status of the process."""

    DONE = 0
    DIFFERENT = 1
    """Only with ``--exit-code``: the plans differ in substance."""
    FAILED = 2
    INTERRUPTED = 130


def run(words: list[str]) -> int:
    """Run the command and return the exit status; a failure is reported in one line."""
    words = settle_encodings(words)
    language = choose_language(asked_language(words), os.environ)
    # A short computation that allocates much and frees little is faster without cyclic garbage
    # collection; the app turns it on again.
    gc.disable()
    lacking = False
    try:
        return _run(words, language)
    except PlandiffError as error:
        print_error(sentence(error, language))
    except BrokenPipeError:
        from plandiff.tui.work.output import forget_output  # noqa: PLC0415 - not for --help

        forget_output()
    except SystemExit as asked:  # argparse after --help and --version, or a signal
        return int(asked.code or 0)
    except MemoryError:
        lacking = True
    except Exception as error:  # noqa: BLE001 - our own defects are reported and saved
        if (status := ending()) is not None:  # not a defect but a converted Ctrl+C
            return status
        if not (lacking := _lacks_memory(error)):
            from plandiff.tui.terminal.crash import keep_crash  # noqa: PLC0415

            print_error(keep_crash(error, language))
    if lacking:  # reported here, where the frames that hold the memory are gone
        print_error(_memory_sentence(language))
    return ExitCode.FAILED


def _memory_sentence(language: str) -> str:
    try:
        return sentence(MemoryError(), language)
    except MemoryError:  # not even for the catalogue of sentences
        return "not enough memory"


def _lacks_memory(error: Exception) -> bool:
    """Whether an extension module could not be loaded for want of memory.

    The dynamic loader reports this in words only, and Python raises ImportError with them.
    """
    reasons = ("cannot allocate memory", "failed to map segment")
    return isinstance(error, ImportError) and any(r in str(error).lower() for r in reasons)


def _run(words: list[str], language: str) -> int:
    words = _command_first(words)
    if words and words[0] in COMMANDS:
        name, words = words[0], words[1:]
    else:
        name = "compare"
        if words and words[0] in ("-h", "--help", "--version"):
            compare_parser(language).read(words)
    from plandiff.tui.command_line import commands  # noqa: PLC0415 - after help and version, which need none of it

    command: Callable[[list[str], str], int] = getattr(commands, name.replace("-", "_"))
    return command(words, language)


def _command_first(words: list[str]) -> list[str]:
    """Move the language after the command, as in ``--lang zh review list``."""
    for size in (1, 2):
        option, rest = words[:size], words[size:]
        asks = option[:1] == ["--lang"] if size == 2 else option[:1] and option[0][:7] == "--lang="
        if asks and rest and rest[0] in COMMANDS:
            return [*rest, *option]
    return words
