"""Commands on many plans: ``plandiff predecessor``."""

from plandiff.comparison.reports.predecessor_list import render_predecessor
from plandiff.corpus.locales import Words
from plandiff.tui.command_line.arguments import OneLineParser, add_choice, add_reading, new_parser
from plandiff.tui.command_line.commands import request_of
from plandiff.tui.command_line.running import ExitCode
from plandiff.tui.work.output import print_bytes
from plandiff.tui.work.seeking import predecessor_of


def predecessor_parser(language: str) -> OneLineParser:
    """``plandiff predecessor NEW [FOLDER …]``."""
    words = Words(language, "help")
    parser = new_parser(words, "plandiff predecessor NEW [FOLDER …]")
    parser.add_argument("new", metavar="NEW", help=words["argument.new-alone"])
    parser.add_argument("folders", nargs="*", metavar="FOLDER", help=words["argument.folders"])
    add_choice(parser, "--format", ("text", "json"), words["option.format"], "text")
    add_reading(parser, words)
    return parser


def predecessor(words: list[str], language: str) -> int:
    """Print the plan before a new one, and why; the status is 0 also where there is none."""
    request = request_of(predecessor_parser(language).read(words))
    found, unread = predecessor_of(request)
    print_bytes(render_predecessor(found, unread, request.reporting.format or "text", language))
    return ExitCode.DONE
