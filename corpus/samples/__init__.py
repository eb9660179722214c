"""Two sample plans: the work plans of a made-up district for two consecutive years.

Together they show every kind of change that plandiff can tell, one of each at least, so that the
demo and the acceptance test have something to show.
"""

from importlib.resources import files
from pathlib import Path

_NAMES = ("lanchuan-2024.txt", "lanchuan-2025.txt")


def sample_paths() -> tuple[Path, Path]:
    """The older and the newer sample plan, as files that ``read_plan`` can read."""
    folder = files(__name__)
    older, newer = (Path(str(folder / name)) for name in _NAMES)
    return older, newer
