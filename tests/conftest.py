"""Fixtures that many tests share."""

import os
import re
import signal
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# A deadline would fail a property on a busy machine, not on a wrong program; examples by chance
# would fail somebody who changed nothing.  To look for new ones: --hypothesis-profile=random.
# As many examples as `make test` can pay for; a look for new ones takes more.
settings.register_profile("plandiff", deadline=None, derandomize=True, max_examples=40)
settings.register_profile("random", deadline=None, max_examples=300)
settings.load_profile("plandiff")

# Under `nohup`, or in the background of a script, signals are ignored, and so they would be in all
# programs that the tests start.
for _name, _default in (
    ("SIGINT", signal.default_int_handler),
    ("SIGHUP", signal.SIG_DFL),
    ("SIGQUIT", signal.SIG_DFL),
):
    _number = getattr(signal, _name, None)  # Windows has only the first
    if _number is not None and signal.getsignal(_number) is signal.SIG_IGN:
        with suppress(ValueError):  # not in the main thread
            signal.signal(_number, _default)

_UNIX_ONLY = re.compile(
    r"^\s*(?:import|from) (?:pty|pexpect|fcntl|resource|termios|tests\.app_term)", re.MULTILINE
)


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Windows has no pseudo-terminal: tests that need one are left out there, others never."""
    if sys.platform != "win32" or collection_path.suffix != ".py":
        return None
    return bool(_UNIX_ONLY.search(collection_path.read_text("utf-8"))) or None


def pytest_configure(config: pytest.Config) -> None:
    """In CI, a deprecation in our own modules is an error."""
    if os.environ.get("PLANDIFF_CI"):
        own = "(corpus|comparison|tui|tests)"
        config.addinivalue_line("filterwarnings", f"error::DeprecationWarning:{own}")


_SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real plans beside the project; tests that read it skip where it is missing."""
    if not (_SHARED / "seeds").is_dir():
        if os.environ.get("PLANDIFF_CI"):
            pytest.fail(f"the folder of real plans is missing in CI: {_SHARED.name}/")
        pytest.skip("the folder of real plans is not beside the project")
    return _SHARED


@pytest.fixture(autouse=True)
def databases(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[sqlite3.Connection]]:
    """The SQLite connections that a test opens; those that it leaves open are closed.

    Since Python 3.13 it is a ResourceWarning to drop an open connection, and it would be raised
    in whichever test runs when the connection is collected.
    """
    opened: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def connect_and_record(*arguments: Any, **named: Any) -> sqlite3.Connection:  # noqa: ANN401
        opened.append(connect(*arguments, **named))
        return opened[-1]

    monkeypatch.setattr(sqlite3, "connect", connect_and_record)
    yield opened
    for connection in opened:
        connection.close()
