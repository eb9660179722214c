"""What plandiff needs may be used by anybody for anything, and has no known weakness."""

import pytest

from tests.check_licences import is_allowed, licences
from tests.check_vulnerabilities import Answer, pinned, read_answer, summary


def test_every_package_that_plandiff_needs_has_an_allowed_licence() -> None:
    assert [name for name, said in licences("plandiff").items() if not is_allowed(said)] == []


def test_what_is_needed_in_turn_is_looked_at_too() -> None:
    assert {"plandiff", "textual", "rich", "markdown-it-py"} <= licences("plandiff").keys()


@pytest.mark.parametrize("licence", ["", "GPL-3.0", "LGPL-2.1 OR MIT", "Affero GPL", "Proprietary"])
def test_a_licence_that_binds_or_says_nothing_is_refused(licence: str) -> None:
    assert not is_allowed(licence)


def test_a_known_weakness_is_named_and_what_was_passed_over_is_told() -> None:
    found = read_answer(
        '{"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "X-1"}]},'
        ' {"name": "b", "version": "2", "vulns": []}, {"name": "c", "skip_reason": "unknown"}]}'
    )
    assert found == Answer(("a 1: X-1",), 2, "unknown")
    assert summary(found, 3, "") == "known weaknesses: 1 in 2 packages, 1 could not be looked up"


@pytest.mark.parametrize("data", ["", "no network", '{"dependencies": [{"skip_reason": "x"}]}'])
def test_without_the_network_the_check_says_that_nothing_was_checked(data: str) -> None:
    answer = read_answer(data)
    assert answer.weaknesses == ()
    assert "NOT CHECKED" in summary(answer, 20, "ConnectionError")


def test_packages_that_an_index_out_of_reach_does_not_know_are_no_good_news() -> None:
    """pip-audit itself ends with "No known vulnerabilities found" where it found no package."""
    data = '{"dependencies": [{"name": "a", "skip_reason": "Dependency not found on PyPI: a (1)"}]}'
    said = summary(read_answer(data), 1, "No known vulnerabilities found")
    assert "cannot be reached" in said
    assert "not found on PyPI" in said
    assert "No known" not in said


def test_what_is_looked_up_is_what_plandiff_needs_in_the_version_that_is_installed() -> None:
    assert [name for name in pinned() if name.startswith("textual==")]
    assert not [name for name in pinned() if name.startswith(("pytest==", "plandiff=="))]
