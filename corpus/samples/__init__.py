"""Sample plans: the work plans of a made-up district.

The two newest show every kind of change that plandiff can tell, one of each at least, so that the
demo and the acceptance test have something to show.  Three shorter ones are of earlier years, of
which 2021 is left out, for series.
"""

from importlib.resources import files
from pathlib import Path

_NAMES = ("lanchuan-2024.txt", "lanchuan-2025.txt")
_EARLIER = ("lanchuan-2020.txt", "lanchuan-2022.txt", "lanchuan-2023.txt")


def sample_paths() -> tuple[Path, Path]:
    """The older and the newer sample plan, as files that ``read_plan`` can read."""
    older, newer = map(_path, _NAMES)
    return older, newer


def edition_paths() -> tuple[Path, ...]:
    """All sample plans, the oldest first."""
    return tuple(map(_path, (*_EARLIER, *_NAMES)))


def _path(name: str) -> Path:
    return Path(str(files(__name__) / name))
