"""Laws of the options of all commands: each does something, or is refused in words."""

import argparse
from collections.abc import Iterator
from pathlib import Path

import pytest

from plandiff.tui.command_line.arguments import COMMANDS
from plandiff.tui.command_line.completion import whole_parser
from tests.command_line import plandiff

WISHES = {"--help", "--lang", "--utf8", "--version", "--no-tui"}
"""Granted wherever they are given: language, encoding, and that no app opens."""
READING = {"--encoding", "--original", "--no-packs", "--no-cache"}
"""About files of one kind; a command takes files of any kind."""
REPORTS = {
    "--format", "--output", "--force", "--table", "--consult", "--details", "--preset",
    "--native-moves", "--only", "--top", "--budget", "--reviewed", "--review", "--context",
    "--short", "--full", "--rows", "--template", "--author", "--date", "--color", "--width",
    "--ignore", "--ignore-pattern", "--exit-code",
}  # fmt: skip
LIST = {"--format", "--output", "--force"}
GROUPS = {"review", "library"}
"""Names of commands that take no option themselves, apart from help."""
KNOWN: dict[str, set[str]] = {
    "": REPORTS | {"--watch", "--no-mouse"},
    "demo": REPORTS | {"--watch", "--no-mouse"},
    "targets": REPORTS,
    "serve": {"--port", "--host", "--review", "--author", "--ignore", "--ignore-pattern"},
    "show": {"--format", "--removed", "--full", "--color", "--width"},
    "cover": LIST
    | {"--diffusion", "--author", "--date", "--no-mouse", "--color", "--width"},
    "series": LIST | {"--app", "--charts"},
    "tasks": LIST,
    "answers": LIST | {"--app", "--review"},
    "three": LIST | {"--app"},
    "predecessor": {"--library", "--format"},
    "batch": {
        "--output", "--reports", "--jobs", "--resume", "--force", "--scheduler",
        "--scheduler-file", "--ignore", "--format",
    },
    "config": {"--check"},
    "library add": {"--library"},
    "library remove": {"--library"},
    "library list": {"--library", "--issuer", "--year", "--series", "--format"},
    "library find": {"--library", "--issuer", "--year", "--series", "--format", "--limit"},
    "review list": {"--review", "--json"},
    "review show": {"--review"},
    "review add": {"--review", "--on", "--mark", "--note", "--author", "--json"},
    "review clear": {"--review", "--all", "--yes"},
    "review export": {"--review", "--output", "--force"},
    "review import": {"--review"},
    "review merge": {"--output", "--force"},
    "completion": set(),
    "git-setup": {"--undo", "--global"},
    "git-changes": set(),
    "skill": set(),
    "schema": set(),
    "mcp": set(),
}  # fmt: skip
"""Every option of every command.  One that is added here has its effect tested, and is refused
in `plandiff.tui.work.idle_options` where it has none."""


def _parsers(
    parser: argparse.ArgumentParser, name: str = ""
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """The parser and those of its commands, by the words that call them."""
    yield name, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below, one in action.choices.items():
                yield from _parsers(one, f"{name} {below}".strip())


def test_every_option_of_every_command_is_known_here() -> None:
    found = {
        name: {
            max(action.option_strings, key=len)
            for action in parser._actions
            if action.option_strings
        }
        - WISHES
        - READING
        for name, parser in _parsers(whole_parser("zh"))
        if name not in GROUPS
    }
    assert found == KNOWN
    assert {name.partition(" ")[0] for name in KNOWN} == {"", *COMMANDS}


@pytest.fixture
def plans(tmp_path: Path) -> list[str]:
    """Two small plans."""
    texts = ("一、目标\n新建学校3所。\n", "一、目标\n新建学校5所。\n")
    names = [str(tmp_path / f"{year}.txt") for year in (2030, 2031)]
    for name, text in zip(names, texts, strict=True):
        Path(name).write_text(text, "utf-8")
    return names


@pytest.mark.parametrize(
    "words",
    [
        "- A B --force",
        "- A B --format json --color always",
        "- A B --no-mouse",
        "- A B --watch",
        "- A B --short --full",
        "- A B --format md --width 60",
        "targets A B --format csv --force",
        "targets A B --no-mouse",
        "cover A B --force",
        "cover A B --author 李",
        "cover A B --date 2030-01-01",
        "cover A B --format md --width 60",
        "cover A B --format json --color never",
        "cover A B --no-mouse",
        "series A B --force",
        "series A B --format md --charts",
        "series A B --app",
        "series A B --app --format md",
        "tasks A --force",
        "answers A B --app",
        "answers A B --force",
        "three A B B --app -o T.md",
        "show A --format json --removed",
        "show A --format json --full",
        "show A --full --width 60",
        "show A --full --color always",
        "batch A B -o T --resume --force",
        "batch A B -o T --jobs 2 --scheduler tcp://h:1",
        "review export --force",
        "review merge A --force",
        "review list --encoding gbk",
        "review list --original",
        "review list --no-packs",
        "review list --no-cache",
        "review clear 1 --all",
        "review add A B --mark accepted",
        "review add A B --author 李",
        "review add A B --on r1",
        "git-setup --global --json",
        "git-changes HEAD --format md",
        "completion bash -o T",
        "skill --format md",
        "schema --all",
        "mcp --review T",
    ],
)
def test_an_option_without_an_effect_is_refused(
    words: str, plans: list[str], tmp_path: Path
) -> None:
    places = {
        "A": plans[0],
        "B": plans[1],
        "T": str(tmp_path / "T"),
        "T.md": str(tmp_path / "T.md"),
    }
    run = plandiff(*(places.get(word, word) for word in words.removeprefix("- ").split()))
    assert run.returncode == 2
    assert run.stderr.count(b"\n") == 1
    assert not run.stdout
    assert {str(path) for path in tmp_path.iterdir()} == set(plans)


@pytest.mark.parametrize("command", ["series A B", "tasks A"])
def test_a_list_is_printed_in_a_format_beside_its_files(
    command: str, plans: list[str], tmp_path: Path
) -> None:
    places = {"A": plans[0], "B": plans[1]}
    words = [places.get(word, word) for word in command.split()]
    run = plandiff(*words, "-o", str(tmp_path / "a.md"), "--format", "json")
    assert run.returncode == 0
    assert run.stdout.startswith(b"{")
    assert (tmp_path / "a.md").stat().st_size


@pytest.mark.parametrize("command", [(), ("cover",)])
def test_colour_that_is_asked_for_is_in_the_format_text_too(
    command: tuple[str, ...], plans: list[str]
) -> None:
    printed = [
        plandiff(*command, *plans, "--format", "text", *more).stdout
        for more in ((), ("--color", "always"))
    ]
    assert [b"\x1b[" in one for one in printed] == [False, True]
