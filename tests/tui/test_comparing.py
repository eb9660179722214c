"""Two plans read one after the other or side by side make the same comparison."""

import argparse
from pathlib import Path

import pytest

from plandiff.comparison.reports.registry import render
from plandiff.corpus.errors import PlandiffError
from plandiff.corpus.samples import sample_paths
from plandiff.tui.work import comparing


def asked(old: Path, new: Path) -> argparse.Namespace:
    return argparse.Namespace(
        old=str(old), new=str(new), encoding=None, original=False, ignore=[], ignore_pattern=[]
    )


def test_large_plans_that_are_read_side_by_side_compare_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pair = asked(*sample_paths())
    one_after_the_other = render(comparing.comparison_of(pair), "json")
    monkeypatch.setattr(comparing, "_LARGE", 0)
    assert render(comparing.comparison_of(pair), "json") == one_after_the_other


@pytest.mark.parametrize("bad", [0, 1])
def test_a_failure_in_either_of_two_large_plans_is_told(
    bad: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = list(sample_paths())
    paths[bad] = tmp_path / "不在.txt"
    monkeypatch.setattr(comparing, "_LARGE", 0)
    with pytest.raises(PlandiffError, match="不在"):
        comparing.comparison_of(asked(paths[0], paths[1]))
