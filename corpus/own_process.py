"""A second Python that runs a module of ours, and finds the same code as this one."""

import os
import sys


def own_command(module: str) -> list[str]:
    """The words that start the module; none of them takes anything from the folder we are in."""
    return [sys.executable or "python", "-P", "-m", module]


def own_environment() -> dict[str, str]:
    """Our environment with our import path; ``''`` in it, as of `python -c`, is this folder."""
    try:
        here = os.getcwd()  # noqa: PTH109 - pathlib costs 10 ms
    except OSError:  # somebody took it away
        here = ""
    paths = (os.path.join(here, path) for path in sys.path)  # noqa: PTH118 - as above
    return os.environ | {"PYTHONPATH": os.pathsep.join(path for path in paths if path)}
