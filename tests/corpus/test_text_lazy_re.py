"""A pattern that is compiled later, or was compiled in an earlier run, is otherwise one of `re`."""

import copy
import pickle
import re
from array import array
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plandiff.corpus import user_folders
from plandiff.corpus.text import lazy_re, pattern_compiler

TEXT = "到2025年，毛入园率达到95％以上；Mr. Smith’s Plan 2025"
PATTERNS = [
    (r"(?P<year>20\d\d)年|(?P<share>\d+[%％])", 0),
    ("[一-鿿]{2,}?(?=达到)|(?<!毛)入", 0),
    (r"\bplan\b \d++", re.IGNORECASE),
    (r"(?i:smith)|[^\W\d_]{3}", re.ASCII),
    ("(?x) 9 5  # a comment", 0),
    ("((a)|(到))?2", 0),
    (r"((?<!毛)入|(?:20|19)\d\d)|(?:[率达]到?)?9|\b(?:以上)", 0),
    (r"(?:(?<=达)[到-]|[\]^％]+)(?:\d|以)", 0),
    # Alternatives with beginnings of all kinds
    (
        r"(?<!甲)(年)|(?:甲|乙)?(?:(毛)入|园|率)|[丙-戊]|达(?:到)?|(?:(?=0)|庚)?2|\d5|(?:9)+5|[^到，]％|。",
        0,
    ),
    (
        r"(?>(?P<x>年|毛|入|园|率)|达|到|以上|M|S|P|(?i:mith)|(?P<y>\d)|^|(?:；|。)\s)(?(x).|$)?",
        re.MULTILINE,
    ),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache folder of a user who has run nothing yet."""
    monkeypatch.setattr(user_folders, "cache_folder", lambda: tmp_path)
    return tmp_path


def run_before(folder: Path) -> Path:
    """The file that a run leaves in which all patterns were used."""
    programs = lazy_re._Programs()
    for source, flags in PATTERNS:
        programs.pattern(source, flags)
    programs.save()
    (file,) = folder.iterdir()
    return file


@pytest.mark.parametrize("used", [False, True])
def test_a_pattern_goes_to_another_process_and_is_copied(*, used: bool) -> None:
    pattern = lazy_re.compile("[a-z]+", lazy_re.IGNORECASE)
    if used:
        pattern.search("a")
    sent = pickle.loads(pickle.dumps(pattern))  # noqa: S301 - our own bytes
    for other in (sent, copy.copy(pattern), copy.deepcopy(pattern)):
        assert other.findall("Ab1cD") == ["Ab", "cD"]


def test_a_wrong_pattern_is_an_error_of_re_at_its_first_use() -> None:
    pattern = lazy_re.compile("(")
    with pytest.raises(lazy_re.error):
        pattern.search("a")


@pytest.mark.parametrize(("source", "flags"), PATTERNS)
@pytest.mark.parametrize("before", [False, True])
def test_a_pattern_finds_what_re_finds_whether_it_was_compiled_before_or_not(
    source: str, flags: int, folder: Path, monkeypatch: pytest.MonkeyPatch, *, before: bool
) -> None:
    if before:
        run_before(folder)
        monkeypatch.setattr(lazy_re, "pattern_compiler", None)  # it is not compiled again
        monkeypatch.setattr(lazy_re, "_compile_now", None)
    pattern = lazy_re._Programs().pattern(source, flags)
    monkeypatch.undo()
    expected = re.compile(source, flags)
    for name in ("pattern", "flags", "groups", "groupindex"):
        assert getattr(pattern, name) == getattr(expected, name)
    found, wanted = (
        [m.groupdict() | {"": m.regs} for m in p.finditer(TEXT)] for p in (pattern, expected)
    )
    assert found == wanted


BEGINNINGS = [
    "",
    "(?<!年)",
    "(?:年|毛入)?",
    "[率达]",
    r"\d",
    "[^毛]",
    "(?:%|5|(9))",
    "达+",
    "^",
    "(?=2)",
]
ALTERNATIVES = st.lists(
    st.tuples(st.sampled_from(BEGINNINGS), st.sampled_from(TEXT)).map("({0[0]}{0[1]})".format),
    min_size=10,
    max_size=20,
).map("|".join)


@settings(max_examples=30)
@given(ALTERNATIVES, st.sampled_from(["(?:{})", "({})年?", "(?>{})", "(?<=入)(?:{})+", "(?:{})?5"]))
def test_alternatives_of_any_beginning_find_what_re_finds(alternatives: str, around: str) -> None:
    source = around.format(alternatives)
    flags, code, *rest = pattern_compiler.compile_program(source, 0)
    pattern = import_module("_sre").compile(source, flags, array("I", code).tolist(), *rest)
    expected = re.compile(source)
    for at, end in ((0, 99), (9, 20)):
        found, wanted = (one.finditer(TEXT, at, end) for one in (pattern, expected))
        assert [(m.regs, m.lastindex) for m in found] == [(m.regs, m.lastindex) for m in wanted]


@pytest.mark.parametrize("damage", [b"", b"x", b"plandiff-patterns-1\n\0\0\0\0damaged"])
def test_a_damaged_file_of_compiled_patterns_is_written_anew(damage: bytes, folder: Path) -> None:
    whole = run_before(folder)
    size = whole.stat().st_size
    whole.write_bytes(damage)
    assert lazy_re._Programs().pattern("[0-9]+", 0).findall(TEXT) == ["2025", "95", "2025"]
    assert run_before(folder).stat().st_size == size


def test_a_folder_that_cannot_be_written_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(user_folders, "cache_folder", lambda: tmp_path / "file" / "below")
    programs = lazy_re._Programs()
    assert programs.pattern("[0-9]+", 0).findall("a1") == ["1"]
    programs.save()
