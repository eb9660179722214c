"""The arguments become a typed request: nothing is lost, and nothing beyond it is untyped."""

import pickle
from pathlib import Path

import pytest

import plandiff.tui
from plandiff.tui.command_line.arguments import compare_parser, demo_parser, targets_parser
from plandiff.tui.command_line.commands import request_of
from plandiff.tui.command_line.parser import OneLineParser
from plandiff.tui.request import Comparing, Interaction, Reading, Reporting, Request

EVERYTHING = [
    "旧.docx", "-", "--lang", "en", "--review", "r.json", "--author", "李",
    "--encoding", "gbk", "--original",
    "--ignore", "space,width", "--ignore-pattern", "a+", "--ignore-pattern", "b", "--exit-code",
    "--format", "md", "-o", "a.md", "-o", "b.csv", "--force", "--table", "--preset", "tw",
    "--native-moves", "--only", "added,moved", "--reviewed", "--context", "-1", "--short",
    "--full", "--rows", "--template", "t.html", "--date", "2031-03-01", "--color", "never",
    "--width", "66", "--no-tui", "--watch", "--no-mouse",
]  # fmt: skip

REQUEST = Request(
    old="旧.docx",
    new="-",
    lang="en",
    review="r.json",
    author="李",
    reading=Reading(encoding="gbk", original=True),
    comparing=Comparing(ignore=("space", "width"), ignore_pattern=("a+", "b"), exit_code=True),
    reporting=Reporting(
        format="md",
        output=("a.md", "b.csv"),
        force=True,
        table=True,
        preset="tw",
        native_moves=True,
        only=("added", "moved"),
        reviewed=True,
        context=-1,
        short=True,
        full=True,
        rows=True,
        template="t.html",
        date="2031-03-01T00:00:00Z",
        color="never",
        width=66,
    ),
    app=Interaction(no_tui=True, watch=True, no_mouse=True),
)


def test_each_option_arrives_in_the_request() -> None:
    assert request_of(compare_parser("zh").read(EVERYTHING)) == REQUEST


def test_without_options_a_request_has_its_defaults() -> None:
    request = request_of(compare_parser("zh").read(["a", "b"]))
    assert request == Request(old="a", new="b")


def test_the_command_targets_asks_for_changed_targets() -> None:
    request = request_of(targets_parser("zh").read(["a", "b"]))
    assert request == Request(old="a", new="b", reporting=Reporting(only=("targets",), table=True))


@pytest.mark.parametrize("parser", [compare_parser("zh"), demo_parser("zh"), targets_parser("zh")])
def test_each_option_of_a_command_is_a_field_of_one_part(parser: OneLineParser) -> None:
    parts = {"reading": Reading, "comparing": Comparing, "reporting": Reporting, "app": Interaction}
    plain = [name for name in Request.__struct_fields__ if name not in parts]
    named = [*plain, *(name for part in parts.values() for name in part.__struct_fields__)]
    options = {action.dest for action in parser._actions} - {"help", "version", "utf8"}
    assert options <= set(named)
    assert len(set(named)) == len(named)


def test_a_request_reaches_another_process_whole() -> None:
    assert pickle.loads(pickle.dumps(REQUEST)) == REQUEST  # noqa: S301 - our own bytes


def test_only_the_command_line_knows_argparse() -> None:
    root = Path(plandiff.tui.__path__[0])
    users = {
        path.relative_to(root).parts[0]
        for path in root.rglob("*.py")
        if "argparse" in path.read_text("utf-8")
    }
    assert users == {"command_line"}
