"""For language models and programs: ``plandiff skill``, ``schema`` and ``mcp``."""

import gc
import json
import threading
from collections.abc import Callable
from functools import wraps
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

from plandiff import __version__
from plandiff.comparison.across.coverage import cover
from plandiff.comparison.engine import compare
from plandiff.comparison.reports.coverage.registry import render_coverage
from plandiff.comparison.reports.json_data import schema_names, schema_of
from plandiff.comparison.reports.options import (
    DEFAULT_BUDGET,
    LEAST_BUDGET,
    ReportOptions,
    Review,
    Show,
)
from plandiff.comparison.reports.registry import render
from plandiff.comparison.review.reporting import review_form
from plandiff.corpus.errors import NotFoundError, PlandiffError, UsageError, sentence
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.locales import Words
from plandiff.corpus.locations import locate
from plandiff.corpus.model import Plan
from plandiff.corpus.reading import read_plan
from plandiff.tui.command_line.listings import full_text, outline_text
from plandiff.tui.command_line.parser import OneLineParser, new_parser
from plandiff.tui.command_line.running import ExitCode
from plandiff.tui.work.output import print_bytes, print_text

if TYPE_CHECKING:  # an optional extra
    import mcp_types
    from mcp import server as mcp_server
    from mcp.server.mcpserver import exceptions as mcp_exceptions
else:
    mcp_types = LazyModule("mcp_types")
    mcp_server = LazyModule("mcp.server")
    mcp_exceptions = LazyModule("mcp.server.mcpserver.exceptions")

_P = ParamSpec("_P")
_WIDTH = 120
"""Width in columns of an outline for a model."""


def skill(words: list[str], language: str) -> int:
    """``plandiff skill``: a guide for a language model that uses plandiff."""
    skill_parser(language).read(words)
    guide = files("plandiff.tui.command_line").joinpath("guides", f"skill-{language}.md")
    print_text(guide.read_bytes())
    return ExitCode.DONE


def skill_parser(language: str) -> OneLineParser:
    """``plandiff skill``."""
    return new_parser(Words(language, "help"), "plandiff skill")


def schema(words: list[str], language: str) -> int:
    """``plandiff schema [NAME]``: the JSON Schema of a document, or the names of all."""
    asked = schema_parser(language).read(words)
    if asked.name is None:
        print_text("".join(f"{name}\n" for name in schema_names()).encode())
        return ExitCode.DONE
    if asked.name not in schema_names():
        known = " ".join(schema_names())
        raise UsageError("choice", option="NAME", value=asked.name, known=known)
    text = json.dumps(schema_of(asked.name), ensure_ascii=False, indent=1)
    print_bytes(f"{text}\n".encode())
    return ExitCode.DONE


def schema_parser(language: str) -> OneLineParser:
    """``plandiff schema``."""
    words = Words(language, "help")
    parser = new_parser(words, "plandiff schema [NAME]")
    parser.add_argument("name", nargs="?", metavar="NAME", help=words["argument.schema"])
    return parser


def mcp(words: list[str], language: str) -> int:
    """``plandiff mcp [FOLDER …]``: a server over standard input and output; writes nothing."""
    asked = mcp_parser(language).read(words)
    folders = [Path(name).resolve() for name in asked.folders or ["."]]
    for name, folder in zip(asked.folders, folders, strict=False):
        if not folder.is_dir():
            raise NotFoundError(name)
    try:
        server = make_server(folders, language)
    except ImportError as error:
        raise UsageError("no-mcp", command="pip install 'plandiff[mcp]'") from error
    gc.enable()  # a server is long-lived
    server.run("stdio")
    return ExitCode.DONE


def mcp_parser(language: str) -> OneLineParser:
    """``plandiff mcp``."""
    words = Words(language, "help")
    parser = new_parser(words, "plandiff mcp [FOLDER …]")
    parser.add_argument("folders", nargs="*", metavar="FOLDER", help=words["argument.served"])
    return parser


def make_server(folders: list[Path], language: str) -> "mcp_server.MCPServer[None]":
    """A server whose tools read plans in ``folders``; ImportError without the extra ``mcp``."""
    texts = Words(language, "help")
    server: mcp_server.MCPServer[None] = mcp_server.MCPServer(
        "plandiff", version=__version__, instructions=texts["mcp.instructions"]
    )
    tools = Tools(tuple(folders), language)
    lock = threading.Lock()

    def guarded(tool: Callable[_P, str]) -> Callable[_P, str]:
        """Wrap a tool: calls are serialised, failures raise `ToolError` with a sentence."""

        @wraps(tool)
        def answered(*words: _P.args, **named: _P.kwargs) -> str:
            with lock:
                try:
                    return tool(*words, **named)
                except PlandiffError as error:
                    raise mcp_exceptions.ToolError(sentence(error, language)) from error

        return answered

    hints = mcp_types.ToolAnnotations(read_only_hint=True, open_world_hint=False)
    for tool in (tools.outline, tools.show, tools.compare, tools.targets, tools.cover):
        described = texts[f"mcp.{tool.__name__}"]
        server.tool(description=described, annotations=hints, structured_output=False)(
            guarded(tool)
        )
    return server


class Tools:
    """The tools for a model: each method returns text and reads plans in certain folders only."""

    def __init__(self, folders: tuple[Path, ...], language: str) -> None:
        self._folders = folders
        self._language = language

    def outline(self, plan: str) -> str:
        """The headings and targets of a plan."""
        return outline_text(
            self._read(plan), language=self._language, width=_WIDTH, colour=False, removed=False
        )

    def show(self, plan: str, begin: int = 0, budget: int = DEFAULT_BUDGET) -> str:
        """The text of a plan from the character ``begin`` on."""
        text = full_text(self._read(plan), self._language)
        piece = text[max(begin, 0) : max(begin, 0) + max(budget, 1)]
        end = max(begin, 0) + len(piece)
        rest = len(text) - end
        return piece if rest <= 0 else f"{piece}\n{self._words('mcp.rest', count=rest, begin=end)}"

    def compare(self, old: str, new: str, budget: int = DEFAULT_BUDGET) -> str:
        """All changes by consequence, as ``--format prompt`` prints them."""
        result = compare(self._read(old), self._read(new))
        review = Review(form=review_form(result))
        room = max(budget, LEAST_BUDGET)
        options = ReportOptions(language=self._language, review=review, budget=room)
        return render(result, "prompt", options).decode()

    def targets(self, old: str, new: str) -> str:
        """The changed targets as Markdown."""
        result = compare(self._read(old), self._read(new))
        options = ReportOptions(language=self._language, only=frozenset({Show.TARGETS}))
        return render(result, "md", options).decode()

    def cover(self, superior: str, local: list[str]) -> str:
        """The coverage of a superior plan by local plans, as Markdown."""
        coverage = cover(self._read(superior), [self._read(name) for name in local])
        return render_coverage(coverage, "md", ReportOptions(language=self._language)).decode()

    def _words(self, key: str, **facts: object) -> str:
        return Words(self._language, "help")(key, **facts)

    def _read(self, name: str) -> Plan:
        """Read a plan in one of the folders; nothing of it is stored."""
        place = locate(str(Path(self._folders[0], name)))
        try:
            path = Path(place.file).resolve()
        except (OSError, ValueError) as error:  # a NUL in the name, a loop of links
            raise NotFoundError(name) from error
        if not any(path.is_relative_to(folder) for folder in self._folders):
            raise UsageError("outside-folders", name=name)
        inside = f"{path}::{place.member}" if place.member else str(path)
        return read_plan(inside, cache=False)
