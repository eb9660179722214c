"""Fixtures that many tests share."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A deadline would fail a property on a busy machine, not on a wrong program.
settings.register_profile("plandiff", deadline=None)
settings.load_profile("plandiff")

_SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real plans beside the project; tests that read it skip where it is missing."""
    if not (_SHARED / "seeds").is_dir():
        if os.environ.get("PLANDIFF_CI"):
            pytest.fail(f"the folder of real plans is missing in CI: {_SHARED.name}/")
        pytest.skip("the folder of real plans is not beside the project")
    return _SHARED
