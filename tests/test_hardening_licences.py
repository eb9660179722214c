"""What plandiff needs may be used by anybody for anything."""

import pytest

from tests.check_licences import is_allowed, licences


def test_every_package_that_plandiff_needs_has_an_allowed_licence() -> None:
    assert [name for name, said in licences("plandiff").items() if not is_allowed(said)] == []


def test_what_is_needed_in_turn_is_looked_at_too() -> None:
    assert {"plandiff", "textual", "rich", "markdown-it-py"} <= licences("plandiff").keys()


@pytest.mark.parametrize("licence", ["", "GPL-3.0", "LGPL-2.1 OR MIT", "Affero GPL", "Proprietary"])
def test_a_licence_that_binds_or_says_nothing_is_refused(licence: str) -> None:
    assert not is_allowed(licence)
