"""The command line as data: the options and their help texts, in zh and en.

Only the standard library is imported here, so that ``plandiff --help`` is fast.
"""

import re
import sys

from plandiff import __version__
from plandiff.corpus.errors import UsageError
from plandiff.corpus.locales import LANGUAGES, Words
from plandiff.tui.command_line.parser import (
    OneLineParser,
    add_choice,
    comma_list,
    natural,
    new_parser,
)

COMMANDS = (
    "show", "demo", "targets", "tasks", "series", "cover", "predecessor", "answers", "three",
    "batch", "library", "review", "serve", "config",
    "completion", "git-setup", "git-changes",
    "skill", "schema", "mcp",
)  # fmt: skip
TEXT_FORMATS = ("text", "md", "html", "json", "csv", "prompt")
KINDS: tuple[str, ...] = (
    "formal",
    "unchanged", "modified", "added", "removed", "split", "merged", "regrouped", "moved",
    "renumbered", "targets", "force", "tasks",
)  # fmt: skip
IGNORABLE = ("punctuation", "width", "variants", "space")


def _characters(text: str) -> int:
    return -1 if text == "-1" else natural("--context")(text)


def _date(text: str) -> str:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        raise UsageError("date", option="--date", value=text, example="2025-03-01")
    return f"{text}T00:00:00Z"


def add_reading(parser: OneLineParser, words: Words) -> None:
    """Add the options for reading plans."""
    parser.add_argument("--encoding", metavar="NAME", help=words["option.encoding"])
    parser.add_argument("--original", action="store_true", help=words["option.original"])
    parser.add_argument("--no-packs", action="store_true", help=words["option.no-packs"])
    parser.add_argument("--no-cache", action="store_true", help=words["option.no-cache"])


def _add_computing(parser: OneLineParser, words: Words) -> None:
    _add_ignoring(parser, words)
    parser.add_argument("--exit-code", action="store_true", help=words["option.exit-code"])


def _add_ignoring(parser: OneLineParser, words: Words) -> None:
    parser.add_argument(
        "--ignore",
        type=comma_list("--ignore", IGNORABLE),
        default=(),
        metavar="KINDS",
        help=words["option.ignore"],
    )
    parser.add_argument(
        "--ignore-pattern", action="append", default=[], metavar="REGEX",
        help=words["option.ignore-pattern"],
    )  # fmt: skip


def _add_reports(parser: OneLineParser, words: Words) -> None:
    add = parser.add_argument
    add("--no-tui", action="store_true", help=words["option.no-tui"])
    add(
        "--format",
        metavar="FORMAT",
        help=words("option.report-format", known=" ".join(TEXT_FORMATS)),
    )
    add("-o", "--output", action="append", default=[], metavar="FILE", help=words["option.output"])
    add("--force", action="store_true", help=words["option.force"])
    add("--table", action="store_true", help=words["option.table"])
    add("--consult", action="store_true", help=words["option.consult"])
    add("--details", action="store_true", help=words["option.details"])
    add_choice(parser, "--preset", ("cn", "tw", "jp"), words["option.preset"], "cn")
    add("--native-moves", action="store_true", help=words["option.native-moves"])
    add(
        "--only",
        type=comma_list("--only", KINDS),
        default=(),
        metavar="KINDS",
        help=words["option.only"],
    )
    add("--top", type=natural("--top"), metavar="N", help=words["option.top"])
    add("--budget", type=natural("--budget"), metavar="N", help=words["option.budget"])
    add("--reviewed", action="store_true", help=words["option.reviewed"])
    add("--review", metavar="FILE", help=words["option.review"])
    add("--context", type=_characters, metavar="N", help=words["option.context"])
    add("--short", action="store_true", help=words["option.short"])
    add("--full", action="store_true", help=words["option.full"])
    add("--rows", action="store_true", help=words["option.rows"])
    add("--template", metavar="FILE", help=words["option.template"])
    add("--author", metavar="NAME", help=words["option.author"])
    add("--date", type=_date, metavar="DATE", help=words["option.date"])
    _add_look(parser, words)


def _add_look(parser: OneLineParser, words: Words) -> None:
    add = parser.add_argument
    add_choice(parser, "--color", ("auto", "always", "never"), words["option.color"], "auto")
    add("--width", type=natural("--width"), metavar="N", help=words["option.width"])


def _add_app(parser: OneLineParser, words: Words) -> None:
    parser.add_argument("--watch", action="store_true", help=words["option.watch"])
    parser.add_argument("--no-mouse", action="store_true", help=words["option.no-mouse"])


def compare_parser(language: str) -> OneLineParser:
    """``plandiff OLD NEW [options]``, the main command; its help lists the others."""
    words = Words(language, "help")
    parser = new_parser(words, "plandiff OLD NEW", epilog=True)
    parser.usage = f"{parser.usage}\n       plandiff {{{_commands_in_lines()}}} …"
    parser.add_argument(
        "--version",
        action="version",
        version=f"plandiff {__version__}",
        help=words["option.version"],
    )
    parser.add_argument("old", nargs="?", metavar="OLD", help=words["argument.old"])
    parser.add_argument("new", nargs="?", metavar="NEW", help=words["argument.new"])
    _add_reports(parser, words)
    add_reading(parser, words)
    _add_computing(parser, words)
    _add_app(parser, words)
    return parser


def _commands_in_lines() -> str:
    """The names of all commands, wrapped at the width of the usage."""
    lines = [""]
    for name in COMMANDS:
        if len(lines[-1]) + len(name) > 50:
            lines.append("")
        lines[-1] += f"{name},"
    return "\n                 ".join(lines).rstrip(",")


def serve_parser(language: str) -> OneLineParser:
    """``plandiff serve OLD NEW``: the app in a browser."""
    words = Words(language, "help")
    parser = new_parser(words, "plandiff serve OLD NEW")
    add = parser.add_argument
    add("old", metavar="OLD", help=words["argument.old"])
    add("new", metavar="NEW", help=words["argument.new"])
    for option in SERVER_OPTIONS:
        read = natural(option) if option == "--port" else str
        add(option, type=read, metavar="N" if option == "--port" else "ADDRESS",
            help=words[f"option.{option[2:]}"])  # fmt: skip
    add("--review", metavar="FILE", help=words["option.review"])
    add("--author", metavar="NAME", help=words["option.author"])
    add_reading(parser, words)
    _add_ignoring(parser, words)
    return parser


SERVER_OPTIONS = ("--port", "--host")
"""Options of ``plandiff serve`` that the app itself does not have."""


def demo_parser(language: str) -> OneLineParser:
    """``plandiff demo``: the main command on the sample plans."""
    words = Words(language, "help")
    parser = new_parser(words, "plandiff demo")
    _add_reports(parser, words)
    add_reading(parser, words)
    _add_computing(parser, words)
    _add_app(parser, words)
    return parser


def show_parser(language: str) -> OneLineParser:
    """``plandiff show PLAN``: one plan as parsed."""
    words = Words(language, "help")
    parser = new_parser(words, "plandiff show PLAN")
    parser.add_argument("plan", metavar="PLAN", help=words["argument.plan"])
    add_choice(parser, "--format", ("text", "json"), words["option.format"], "text")
    parser.add_argument("--removed", action="store_true", help=words["option.removed"])
    parser.add_argument("--full", action="store_true", help=words["option.full-plan"])
    _add_look(parser, words)
    add_reading(parser, words)
    return parser


def targets_parser(language: str) -> OneLineParser:
    """``plandiff targets OLD NEW``: the table of changed targets."""
    words = Words(language, "help")
    parser = new_parser(words, "plandiff targets OLD NEW")
    parser.add_argument("old", metavar="OLD", help=words["argument.old"])
    parser.add_argument("new", metavar="NEW", help=words["argument.new"])
    _add_reports(parser, words)
    add_reading(parser, words)
    _add_computing(parser, words)
    parser.set_defaults(only=("targets",), table=True)  # a redline would show all changes
    return parser


def cover_parser(language: str) -> OneLineParser:
    """``plandiff cover SUPERIOR LOCAL [LOCAL …]``: coverage by local plans."""
    words = Words(language, "help")
    parser = new_parser(words, "plandiff cover SUPERIOR LOCAL [LOCAL …]")
    add = parser.add_argument
    add("superior", metavar="SUPERIOR", help=words["argument.superior"])
    add("locals", nargs="+", metavar="LOCAL", help=words["argument.locals"])
    add("--no-tui", action="store_true", help=words["option.no-tui"])
    known = " ".join(TEXT_FORMATS[:-1])  # a prompt compares two plans
    add("--format", metavar="FORMAT", help=words("option.report-format", known=known))
    add("-o", "--output", action="append", default=[], metavar="FILE", help=words["option.output"])
    add("--force", action="store_true", help=words["option.force"])
    add("--diffusion", metavar="FILE.csv", help=words["option.diffusion"])
    add("--author", metavar="NAME", help=words["option.author"])
    add("--date", type=_date, metavar="DATE", help=words["option.date"])
    add("--no-mouse", action="store_true", help=words["option.no-mouse"])
    _add_look(parser, words)
    add_reading(parser, words)
    return parser


def series_parser(language: str) -> OneLineParser:
    """``plandiff series PLAN PLAN PLAN …``: editions over the years."""
    words = Words(language, "help")
    parser = new_parser(words, "plandiff series PLAN PLAN [PLAN …]")
    parser.add_argument("plans", nargs="+", metavar="PLAN", help=words["argument.editions"])
    parser.add_argument("--app", dest="opens", action="store_true", help=words["option.app"])
    parser.add_argument("--charts", action="store_true", help=words["option.charts"])
    _add_listing(parser, words)
    return parser


def _add_listing(parser: OneLineParser, words: Words) -> None:
    """Add the options of commands that print or write one table."""
    formats = ("text", "md", "html", "json", "csv")
    add_choice(parser, "--format", formats, words["option.format"])
    parser.add_argument(
        *("-o", "--output"),
        action="append",
        default=[],
        metavar="FILE",
        help=words["option.output"],
    )
    parser.add_argument("--force", action="store_true", help=words["option.force"])
    add_reading(parser, words)


def tasks_parser(language: str) -> OneLineParser:
    """``plandiff tasks PLAN``: the tasks with owners and deadlines."""
    words = Words(language, "help")
    parser = new_parser(words, "plandiff tasks PLAN")
    parser.add_argument("plan", metavar="PLAN", help=words["argument.plan"])
    _add_listing(parser, words)
    return parser


def answers_parser(language: str) -> OneLineParser:
    """``plandiff answers OLD NEW --review FILE``: how the remarks on OLD were handled."""
    words = Words(language, "help")
    parser = new_parser(words, "plandiff answers OLD NEW")
    parser.add_argument("old", metavar="OLD", help=words["argument.reviewed"])
    parser.add_argument("new", metavar="NEW", help=words["argument.revised"])
    parser.add_argument("--review", metavar="FILE", help=words["option.review"])
    parser.add_argument("--app", dest="opens", action="store_true", help=words["option.app"])
    _add_listing(parser, words)
    return parser


def three_parser(language: str) -> OneLineParser:
    """``plandiff three LAST PARENT DRAFT``: the origin of each clause of a draft."""
    words = Words(language, "help")
    parser = new_parser(words, "plandiff three LAST PARENT DRAFT")
    parser.add_argument("last", metavar="LAST", help=words["argument.last"])
    parser.add_argument("parent", metavar="PARENT", help=words["argument.parent"])
    parser.add_argument("draft", metavar="DRAFT", help=words["argument.draft"])
    parser.add_argument("--app", dest="opens", action="store_true", help=words["option.app"])
    _add_listing(parser, words)
    return parser


def config_parser(language: str) -> OneLineParser:
    """``plandiff config``: the effective settings and their errors."""
    words = Words(language, "help")
    parser = new_parser(words, "plandiff config")
    parser.add_argument("--check", action="store_true", help=words["option.check"])
    return parser


def asked_language(arguments: list[str]) -> str | None:
    """The last valid language of ``--lang``, so that help and errors can use it.

    >>> asked_language(["--lang", "fr", "--lang=zh"])
    'zh'
    """
    named = None
    for word, following in zip(arguments, [*arguments[1:], ""], strict=True):
        option, _, value = word.partition("=")
        if option == "--lang":
            value = value if "=" in word else following
            named = value if value in LANGUAGES else named
    return named


def without_language(words: list[str]) -> list[str]:
    """The arguments without ``--lang``, for commands that parse the rest themselves."""
    kept: list[str] = []
    skip = False
    for word in words:
        if not skip and word != "--lang" and not word.startswith("--lang="):
            kept.append(word)
        skip = word == "--lang"
    return kept


def on_terminal() -> bool:
    """Whether plandiff runs interactively: standard input and output are terminals."""
    ends = (sys.stdin, sys.stdout)
    return all(end is not None and end.isatty() for end in ends)  # None: the stream is closed
