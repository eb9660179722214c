"""``plandiff completion``: completion scripts for shells, and the manual page.

shtab generates the scripts and argparse-manpage the page, from the parsers of the command line.
"""

import argparse
import re

from plandiff.corpus.errors import UsageError
from plandiff.corpus.locales import Words
from plandiff.tui.command_line import (
    agents,
    arguments,
    git,
    library_commands,
    many_plans,
    review_commands,
)
from plandiff.tui.command_line.arguments import COMMANDS
from plandiff.tui.command_line.parser import OneLineParser, new_parser
from plandiff.tui.command_line.running import ExitCode
from plandiff.tui.work.output import print_bytes

FORMS = ("bash", "zsh", "fish", "powershell", "man")
_FILES = frozenset([
    "OLD", "NEW", "PLAN", "FILE", "PATH", "SUPERIOR", "LOCAL", "LAST", "PARENT", "DRAFT", "FOLDER",
    "OUT",
])  # fmt: skip
_SUMMARY = re.compile(r"^  plandiff ([a-z][a-z-]*)\b.*?(?: {2,}|…\s+)(\S.*)$", re.MULTILINE)
_PARSERS = {
    "show": arguments.show_parser, "demo": arguments.demo_parser,
    "targets": arguments.targets_parser, "tasks": arguments.tasks_parser,
    "series": arguments.series_parser, "cover": arguments.cover_parser,
    "predecessor": many_plans.predecessor_parser, "answers": arguments.answers_parser,
    "three": arguments.three_parser, "batch": many_plans.batch_parser,
    "git-setup": git.setup_parser, "git-changes": git.changes_parser,
    "config": arguments.config_parser, "serve": arguments.serve_parser,
    "skill": agents.skill_parser, "schema": agents.schema_parser, "mcp": agents.mcp_parser,
}  # fmt: skip


def completion(words: list[str], language: str) -> int:
    """``plandiff completion SHELL``: print the script of a shell, or the manual page."""
    asked = completion_parser(language).read(words)
    print_bytes(generate(asked.form, language).encode())
    return ExitCode.DONE


def completion_parser(language: str) -> OneLineParser:
    """``plandiff completion SHELL``."""
    words = Words(language, "help")
    parser = new_parser(words, f"plandiff completion {'|'.join(FORMS)}")
    parser.add_argument(
        "form", type=_form, metavar=f"{{{','.join(FORMS)}}}", help=words["argument.shell"]
    )
    return parser


def _form(text: str) -> str:
    if text not in FORMS:
        raise UsageError("choice", option="SHELL", value=text, known=", ".join(FORMS))
    return text


def generate(form: str, language: str) -> str:
    """The script of a shell, or the page; raises `UsageError` if argparse-manpage is missing."""
    if form == "man":
        return _manual(language)
    import shtab  # noqa: PLC0415 - only for this command

    return _or_files(form, shtab.complete(whole_parser(language, shtab.FILE), form))


def _or_files(form: str, script: str) -> str:
    """Complete file names as well as commands, because ``plandiff OLD NEW`` has no command."""
    if form == "bash":
        return script.replace("complete -o bashdefault", "complete -o bashdefault -o default")
    if form == "zsh":
        commands = "': :_shtab_plandiff_commands'"
        either = "': :_shtab_plandiff_or_files'"
        both = "_shtab_plandiff_or_files() { _shtab_plandiff_commands; _files }\n\n"
        script = script.replace("_shtab_plandiff() {", f"{both}_shtab_plandiff() {{")
        return script.replace(commands, either).replace(
            "      esac\n", "        *) _files ;;\n      esac\n", 1
        )
    if form == "fish":
        names = " ".join(COMMANDS)
        return f"{script}complete -c plandiff -n 'not __fish_seen_subcommand_from {names}' -F\n"
    return script


def _manual(language: str) -> str:
    try:
        from argparse_manpage.manpage import Manpage  # noqa: PLC0415 - a packager has it
    except ImportError as error:
        raise UsageError("no-manual", command="pip install argparse-manpage") from error
    page = Manpage(whole_parser(language))
    page.manual = "plandiff"
    return str(page)


def whole_parser(language: str, file: object = None) -> argparse.ArgumentParser:
    """One parser with all commands and their options, for description only, not for parsing.

    ``file`` is shtab's completer of file names, by shell.
    """
    words = Words(language, "help")
    summaries = dict(_SUMMARY.findall(words["epilog"]))
    whole = argparse.ArgumentParser(
        "plandiff",
        description=words["description"],
        parents=[arguments.compare_parser(language)],
        add_help=False,
    )
    _describe(whole, file)
    commands = whole.add_subparsers(title=words["title.commands"], metavar="COMMAND")
    for name, parser in (_PARSERS | {"completion": completion_parser}).items():
        _describe(_added(commands, name, parser(language), summaries[name]), file)
    for group, module in (("review", review_commands), ("library", library_commands)):
        below = commands.add_parser(group, help=summaries[group], add_help=False)
        named = below.add_subparsers(title=words["title.commands"], metavar="COMMAND")
        for name, parser in module.parsers(words).items():
            _describe(_added(named, name, parser, str(parser.description)), file)
    if file is not None:
        # A shell completes by position, and a command has the position of OLD: see `_or_files`.
        kept = [a for a in whole._actions if a.option_strings or a.nargs == argparse.PARSER]  # noqa: SLF001 - no public way
        whole._actions = kept  # noqa: SLF001
    return whole


def _added(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    parser: OneLineParser,
    summary: str,
) -> argparse.ArgumentParser:
    return commands.add_parser(
        name, parents=[parser], add_help=False, help=summary, description=summary
    )


def _describe(parser: argparse.ArgumentParser, file: object) -> None:
    """Mark the arguments that are files, and the choices of each option."""
    for action in parser._actions:  # noqa: SLF001 - argparse lists them nowhere else
        metavar = str(action.metavar or "")
        if metavar.startswith("{"):
            action.choices = metavar.strip("{}").split(",")
        elif metavar in _FILES:
            action.complete = file  # type: ignore[attr-defined]  # read by shtab
