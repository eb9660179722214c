"""What the documents say is what the program does."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from plandiff.comparison.reports.registry import FORMATS
from plandiff.tui.cli import main
from plandiff.tui.command_line.arguments import COMMANDS, TEXT_FORMATS
from plandiff.tui.command_line.completion import whole_parser

ROOT = Path(__file__).resolve().parents[1]
READMES = ("README.md", "README.zh.md")


@pytest.mark.parametrize("readme", READMES)
def test_the_first_screen_of_the_readme_has_the_two_commands(readme: str) -> None:
    first_screen = (ROOT / readme).read_text("utf-8").split("\n")[:40]
    assert any(line.startswith("$ make demo") for line in first_screen)
    assert any(line.startswith("$ make test") for line in first_screen)


def options_of(parser: argparse.ArgumentParser) -> Iterator[str]:
    """The options of a parser and of those below it."""
    for action in parser._actions:
        yield from action.option_strings
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from options_of(below)


@pytest.mark.parametrize("readme", READMES)
def test_every_option_the_readme_names_exists(readme: str) -> None:
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", (ROOT / readme).read_text("utf-8")))
    assert named <= set(options_of(whole_parser("en")))


@pytest.mark.parametrize("readme", READMES)
def test_every_picture_of_the_readme_is_there(readme: str) -> None:
    for name in re.findall(r"!\[[^]]*\]\(([^)]+)\)", (ROOT / readme).read_text("utf-8")):
        assert (ROOT / name).is_file(), name


def test_help_has_both_languages_and_names_every_command_and_format(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for language in ("zh", "en"):
        assert main(["--help", "--lang", language]) == 0
        told = capsys.readouterr().out
        assert all(command in told for command in COMMANDS)
        assert all(form.suffix in told for form in FORMATS.values())


def test_the_command_line_knows_exactly_the_formats_of_the_registry() -> None:
    assert set(TEXT_FORMATS) == {name for name, form in FORMATS.items() if not form.binary}


def test_the_changelog_tells_the_version_or_what_is_unreleased() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert "## Unreleased" in text or "## 0.1.0" in text


def test_every_place_that_architecture_names_is_there() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    named = re.findall(r"`((?:corpus|comparison|tui|tests)/[\w/.]*)`", text)
    assert len(named) > 15
    assert [place for place in named if not (ROOT / place).exists()] == []
