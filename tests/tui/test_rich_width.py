"""Rich measures what we measure, and is pinned to the releases with which this was tried."""

import tomllib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import Requirement
from packaging.version import Version
from rich.cells import cell_len

from plandiff.corpus.text.width import cell_width
from plandiff.tui.terminal.rich_width import use_ambiguous_width

ROOT = Path(__file__).resolve().parents[2]
TEXTS = st.text("ab12 到年、“”‘’—…①→±×", max_size=30)


@pytest.fixture(autouse=True)
def usual_widths() -> Iterator[None]:
    yield
    use_ambiguous_width(1)


@given(TEXTS, st.sampled_from([1, 2]))
def test_rich_gives_a_text_as_many_cells_as_we_do(text: str, cells: int) -> None:
    use_ambiguous_width(cells)
    assert cell_len(text) == cell_width(text)


def test_a_wide_terminal_and_a_narrow_one_after_it_measure_a_quote_differently() -> None:
    measured = []
    for cells in (1, 2, 1):
        use_ambiguous_width(cells)
        measured.append(cell_len("“甲”"))
    assert measured == [4, 6, 4]


@pytest.mark.parametrize("name", ["rich", "textual"])
def test_a_library_of_which_we_use_private_parts_is_pinned_to_the_major_releases_tested_here(
    name: str,
) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    requirements = map(Requirement, project["dependencies"])
    pin = next(requirement.specifier for requirement in requirements if requirement.name == name)
    bounds = {bound.operator: Version(bound.version) for bound in pin}
    installed = Version(version(name))
    assert bounds[">="] <= installed
    assert bounds["<"] == Version(str(installed.major + 1))
