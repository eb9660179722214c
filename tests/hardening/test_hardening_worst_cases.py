"""Texts made to make a pattern or a search slow take no longer than their length allows."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from plandiff.comparison.engine import compare
from plandiff.comparison.options import Options
from plandiff.comparison.reports.registry import FORMATS, render
from plandiff.comparison.words import diff_texts, patterns
from plandiff.corpus.errors import NoTextError, UsageError
from plandiff.corpus.reading import read_plan
from tests.timing import PATIENCE, TooSlowError, assert_growth, at_most, cost

ROOT = Path(__file__).parents[2]
UNITS = (
    " ", "\n", "\t", "\u3000", "1", "一", "零", "的", "个", "每", "a", "A1", "、", "。", "……",
    "·。", "(", "（", "(一)", "(一)教育。", "《", "“", '"', "[", "`", "#", "=", "%", "5%", "*",
    "-", "--", "|", "1.", "1,", "1:", "12:", "5、6、", "1.教育\n", "第一条", "一、", "a1.", ". ",
    "第一条 教育\n", "X 的", "到2025年", "2024年", "约5", "达到", "不低于", "提高到", "每学期",
    "www.", "a@", "<a ", "教 育 ",
)  # fmt: skip

LENGTH = 50_000
SHORT = 800
"""Characters of a whole plan; reading and reporting it costs at most the square of them."""
SEARCHED = 500
"""A search begins anew at each place, which may cost the square of the length, never its cube."""
ENDS = ("\0", "x", "。")
"""What spoils a match that was nearly there."""
SEEN = {"plandiff.corpus.formats.pdf.margins": 60, "plandiff.corpus.formats.pdf.paragraphs": 200}
"""Modules that show their patterns no more than so many characters of a line."""


def filled(unit: str, length: int) -> str:
    return (unit * (length // len(unit) + 1))[:length]


@pytest.mark.parametrize("unit", UNITS)
def test_a_plan_of_one_thing_repeated_is_read_compared_and_reported_soon(
    unit: str, ordinary: float
) -> None:
    """At most the square of its length, which would be 16 times as long, and never its cube."""
    try:
        with at_most(60, ordinary):
            read_compare_and_report(filled(unit, SHORT))
        assert_growth(
            lambda length: read_compare_and_report(filled(unit, length)), SHORT, 4 * SHORT, times=24
        )
    except NoTextError:
        pytest.skip("nothing of it reads as text")


@pytest.fixture(scope="module")
def ordinary() -> float:
    """What an ordinary plan of the short length costs."""
    sections = (f"{n}.新建学校{n}所，培训教师{n}名，按时完成。\n" for n in range(SHORT))
    text = "".join(islice(sections, SHORT // 20))[:SHORT]
    read_compare_and_report(text)  # modules and dictionaries are loaded by now
    return cost(lambda: read_compare_and_report(text))


def read_compare_and_report(text: str) -> None:
    start = "云川县工作要点\n一、目标。办好学校{}所。\n"
    old = read_plan("old.txt", data=(start.format(3) + text).encode())
    new = read_plan("new.txt", data=f"{start.format(5)}甲{text}x。".encode())
    result = compare(old, new)
    for form in FORMATS.values():
        if not form.binary:
            render(result, form.name)


@pytest.fixture(scope="module")
def recorded() -> dict[str, Any]:
    """What a fresh process says of every pattern of the product."""
    words = [sys.executable, "-m", "tests.fuzz.patterns"]
    run = subprocess.run(words, capture_output=True, check=True, timeout=PATIENCE, cwd=ROOT)
    said: dict[str, Any] = json.loads(run.stdout)
    return said


@pytest.fixture(scope="module")
def own_patterns(recorded: dict[str, Any]) -> list[tuple[str, int, str, bool]]:
    """Every pattern, its flags, its module, and whether it is one of bytes."""
    return [(pattern, flags, module, raw) for pattern, flags, module, raw in recorded["patterns"]]


def test_every_place_that_makes_a_pattern_is_gone_through(recorded: dict[str, Any]) -> None:
    assert recorded["not met"] == []
    assert len(recorded["patterns"]) > 300


@pytest.mark.slow
def test_no_pattern_backtracks_without_end(
    own_patterns: list[tuple[str, int, str, bool]],
) -> None:
    """What is compared with takes the square of the length; the cube would be 100 times as long."""
    square = cost(lambda: try_worst_texts(re.compile(r"\S+ \d"), LENGTH, raw=False))
    slow = []
    for pattern, flags, module, raw in own_patterns:
        compiled = re.compile(pattern.encode("latin-1") if raw else pattern, flags)
        seen = SEEN.get(module, LENGTH)
        try:
            with at_most(40, square):
                try_worst_texts(compiled, seen, raw=raw)
        except TooSlowError:
            slow.append((module, pattern))
    assert slow == []


def try_worst_texts(compiled: Any, seen: int, *, raw: bool) -> None:  # noqa: ANN401 - str or bytes
    for unit in UNITS:
        for text, use in worst_texts(unit, seen):
            getattr(compiled, use)(text.encode() if raw else text)


def worst_texts(unit: str, seen: int) -> Iterator[tuple[str, str]]:
    """Texts of one thing repeated, and how they are looked at."""
    yield filled(unit, seen), "match"
    for end in ENDS:
        yield filled(unit, min(seen, SEARCHED)) + end, "search"


def test_no_pattern_repeats_a_repetition(
    own_patterns: list[tuple[str, int, str, bool]],
) -> None:
    """``(a+)+`` and its kin are the ones that take exponential time; possessive ones do not."""
    nested = re.compile(r"\((?:\?:|\?P<\w+>)?(?:\[[^\]]*\]|\\?[^()\[\]|])[+*]\)[+*](?!\+)")
    assert [found for found in own_patterns if nested.search(found[0])] == []


@pytest.mark.parametrize("pattern", ["(a|aa)+$", "(a|a?)+$", "(a*)*c"])
def test_a_readers_pattern_that_never_ends_is_stopped(
    pattern: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patterns, "SECONDS", 0.2)
    text = "a" * 5_000 + "b"
    with suppress(UsageError):
        diff_texts(text, f"{text}b", Options(ignore_patterns=(pattern,)))
    with pytest.raises(UsageError, match="takes longer"):
        patterns.spans_of("(a|aa)+$", text)


@pytest.mark.parametrize(
    "pattern", ["(", "a{99999999999}", "(a{999999999})", "(" * 5000 + ")" * 5000, "*", "[甲"]
)
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(UsageError, match="--ignore-pattern"):
        patterns.spans_of(pattern, "甲乙")
