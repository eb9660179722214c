"""The limits are told where people look before they meet them, and told truly."""

import re
from pathlib import Path

import pytest

from plandiff.comparison.words import patterns
from plandiff.corpus.errors import PlandiffError, sentence
from plandiff.corpus.formats import limits
from plandiff.corpus.reading import read_plan
from plandiff.tui.command_line.arguments import compare_parser

ROOT = Path(__file__).resolve().parents[2]


def rows(document: str) -> dict[str, str]:
    """The table of limits in SECURITY.md: what -> how much."""
    part = document.partition("\n## Limits\n")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| (\S.*?) \| (.*?) \|$", part, re.MULTILINE)
    return dict(cells)


def test_the_limits_that_are_announced_are_those_that_hold() -> None:
    told = rows((ROOT / "SECURITY.md").read_text("utf-8"))

    def mb(size: int) -> str:
        return f"{size // limits.MIB} MB"

    assert list(told.values())[1:] == [
        mb(limits.MAX_FILE_BYTES),
        mb(limits.MAX_TEXT_BYTES),
        f"{limits.MAX_CHARACTERS:,} characters",
        f"{limits.MAX_TAGS:,}",
        f"{limits.MAX_ZIP_MEMBERS:,}; {mb(limits.MAX_ZIP_BYTES)}; {mb(limits.MAX_XML_BYTES)}",
        f"{limits.MAX_ZIP_RATIO} times",
        f"{limits.MAX_ARCHIVE_DEPTH}",
        f"{limits.MAX_PAGES:,}; {limits.PDF_SECONDS} s; {mb(limits.PDF_MEMORY_BYTES)}",
        (
            f"{limits.MAX_SCANNED_PAGES}; {limits.MAX_PICTURE_PIXELS // 10**6} million; "
            f"{limits.SCAN_SECONDS:,} s; {mb(limits.SCAN_MEMORY_BYTES)}"
        ),
        f"{limits.MAX_PAGES:,}; {mb(limits.MAX_OFD_BYTES)}; {limits.MAX_OFD_OBJECTS:,}",
        f"{limits.CONVERTER_SECONDS} s",
        f"{patterns.SECONDS} s",
        f"{patterns.MOST_REPEATED:,}",
    ]


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_manual_names_the_limits_that_a_plan_may_meet(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert f"{limits.MAX_FILE_BYTES // limits.MIB} MB" in text
    assert f"{limits.MAX_TEXT_BYTES // limits.MIB} MB" in text
    assert "4 million" in text or "400 万" in text


@pytest.mark.parametrize(("language", "characters"), [("zh", "400 万"), ("en", "4 million")])
def test_the_help_names_the_limits_too(language: str, characters: str) -> None:
    said = compare_parser(language).format_help()
    assert f"{limits.MAX_FILE_BYTES // limits.MIB} MB" in said
    assert characters in said
    assert limits.MAX_CHARACTERS == 4_000_000


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_too_large_is_told_with_its_limit_and_what_to_do(language: str) -> None:
    with pytest.raises(PlandiffError) as met:
        read_plan("plan.txt", data=("要" * (limits.MAX_CHARACTERS + 1)).encode())
    said = sentence(met.value, language)
    assert "4,000,000" in said
    assert "4,000,001" in said
    assert ("请拆开再比" if language == "zh" else "split the document") in said
