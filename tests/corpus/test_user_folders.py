"""The folders of the user are those of platformdirs."""

import sys

import platformdirs
import pytest

from plandiff.corpus import user_folders


@pytest.mark.parametrize("folder", ["/some where/x", "relative", "", None])
@pytest.mark.parametrize("home", ["/home/陈 晨", "/", "relative", None])
def test_folders_are_those_of_platformdirs(
    folder: str | None, home: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no such variables")
    for name, value in (("XDG_CACHE_HOME", folder), ("XDG_CONFIG_HOME", folder), ("HOME", home)):
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    cache = platformdirs.user_cache_path("plandiff", appauthor=False)
    assert user_folders.cache_folder() == cache
    config = platformdirs.user_config_path("plandiff", appauthor=False)
    assert user_folders.config_folder() == config
