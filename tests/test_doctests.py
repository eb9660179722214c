"""Examples in docstrings and in the documentation of the Python interface are true."""

import doctest
import re
from importlib import import_module
from pathlib import Path

import pytest

import plandiff

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("corpus", "comparison", "tui", "tests")


def modules_with_examples() -> list[str]:
    """Import names, without the test modules themselves."""
    names = []
    for path in (path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))):
        if re.search(r"^\s*>>> ", path.read_text("utf-8"), re.MULTILINE):
            parts = path.relative_to(ROOT).with_suffix("").parts
            inside = () if parts[0] == "tests" else ("plandiff",)
            names.append(".".join((*inside, *parts)).removesuffix(".__init__"))
    return ["plandiff", *names]


@pytest.mark.parametrize("name", modules_with_examples())
def test_the_examples_of_a_module_are_true(name: str) -> None:
    assert doctest.testmod(import_module(name)).failed == 0


def test_the_examples_of_the_page_about_the_interface_are_true() -> None:
    result = doctest.testfile(str(ROOT / "docs" / "api.md"), module_relative=False)
    assert result.failed == 0
    assert result.attempted > 20


def test_every_public_name_exists_and_is_listed_once() -> None:
    assert len(set(plandiff.__all__)) == len(plandiff.__all__)
    assert [name for name in plandiff.__all__ if not hasattr(plandiff, name)] == []
    assert set(plandiff.__all__) <= set(dir(plandiff))


def test_a_misspelt_name_is_an_attribute_error_that_names_it() -> None:
    with pytest.raises(AttributeError, match="'plandiff' has no attribute 'comparee'"):
        _ = plandiff.comparee  # type: ignore[attr-defined]  # what a type checker refuses as well
