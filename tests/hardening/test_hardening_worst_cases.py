"""Texts made to make a pattern or a search slow take no longer than their length allows."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from plandiff.comparison.engine import compare
from plandiff.comparison.options import Options
from plandiff.comparison.reports.registry import FORMATS, render
from plandiff.comparison.words import diff_texts, patterns
from plandiff.corpus.errors import NoTextError, UsageError
from plandiff.corpus.reading import read_plan

ROOT = Path(__file__).parents[2]
UNITS = (
    " ", "\n", "\t", "\u3000", "1", "一", "零", "的", "个", "每", "a", "A1", "、", "。", "……",
    "·。", "(", "（", "(一)", "(一)教育。", "《", "“", '"', "[", "`", "#", "=", "%", "5%", "*",
    "-", "--", "|", "1.", "1,", "1:", "12:", "5、6、", "1.教育\n", "第一条", "一、", "a1.", ". ",
    "第一条 教育\n", "X 的", "到2025年", "2024年", "约5", "达到", "不低于", "提高到", "每学期",
    "www.", "a@", "<a ", "教 育 ",
)  # fmt: skip

LENGTH = 50_000
SEARCHED = 500
"""A search begins anew at each place, which may cost the square of the length, never its cube."""
ENDS = ("\0", "x", "。")
"""What spoils a match that was nearly there."""
SEEN = {"plandiff.corpus.formats.pdf.margins": 60, "plandiff.corpus.formats.pdf.pages": 200}
"""Modules that show their patterns no more than so many characters of a line."""


class TooSlowError(Exception):
    """Raised in the midst of what takes too long."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Processor time of this process; what waits for others costs nothing."""

    def stop(_number: int, _frame: object) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def filled(unit: str, length: int) -> str:
    return (unit * (length // len(unit) + 1))[:length]


@pytest.mark.parametrize("unit", UNITS)
def test_a_plan_of_one_thing_repeated_is_read_compared_and_reported_soon(unit: str) -> None:
    start = "云川县工作要点\n一、目标。办好学校{}所。\n"
    try:
        with within(6):
            old = read_plan("old.txt", data=(start.format(3) + filled(unit, 12_000)).encode())
            spoilt = f"{start.format(5)}甲{filled(unit, 12_000)}x。"
            new = read_plan("new.txt", data=spoilt.encode())
            result = compare(old, new)
            for form in FORMATS.values():
                if not form.binary:
                    render(result, form.name)
    except NoTextError:
        pytest.skip("nothing of it reads as text")


@pytest.fixture(scope="module")
def recorded() -> dict[str, Any]:
    """What a fresh process says of every pattern of the product."""
    words = [sys.executable, "-m", "tests.fuzz.patterns"]
    run = subprocess.run(words, capture_output=True, check=True, timeout=120, cwd=ROOT)
    said: dict[str, Any] = json.loads(run.stdout)
    return said


@pytest.fixture(scope="module")
def own_patterns(recorded: dict[str, Any]) -> list[tuple[str, int, str, bool]]:
    """Every pattern, its flags, its module, and whether it is one of bytes."""
    return [(pattern, flags, module, raw) for pattern, flags, module, raw in recorded["patterns"]]


def test_every_place_that_makes_a_pattern_is_gone_through(recorded: dict[str, Any]) -> None:
    assert recorded["not met"] == []
    assert len(recorded["patterns"]) > 300


def test_no_pattern_backtracks_without_end(
    own_patterns: list[tuple[str, int, str, bool]],
) -> None:
    slow = []
    for pattern, flags, module, raw in own_patterns:
        compiled: Any = re.compile(pattern.encode("latin-1") if raw else pattern, flags)
        seen = SEEN.get(module, LENGTH)
        try:
            with within(2):
                for unit in UNITS:
                    for text, use in worst_texts(unit, seen):
                        getattr(compiled, use)(text.encode() if raw else text)
        except TooSlowError:
            slow.append((module, pattern))
    assert slow == []


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
    with within(6), suppress(UsageError):
        diff_texts(text, f"{text}b", Options(ignore_patterns=(pattern,)))
    with pytest.raises(UsageError, match="takes longer"):
        patterns.spans_of("(a|aa)+$", text)


@pytest.mark.parametrize("pattern", ["(", "a{99999999999}", "(" * 5000 + ")" * 5000, "*", "[甲"])
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(UsageError, match="--ignore-pattern"):
        patterns.spans_of(pattern, "甲乙")
