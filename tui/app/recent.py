"""The pairs of plans that were compared last, for the picker."""

import json
from pathlib import Path

from plandiff.corpus.locations import locate
from plandiff.corpus.text.atomic_write import replace_file

_KEPT = 12


def _path() -> Path:
    import platformdirs  # noqa: PLC0415 - only where files are touched

    return Path(platformdirs.user_state_dir("plandiff", appauthor=False)) / "recent.json"


def recent_pairs(path: Path | None = None) -> tuple[tuple[str, str], ...]:
    """Pairs of paths, the latest first, as far as both files are still there."""
    try:
        pairs = json.loads((path or _path()).read_text("utf-8"))
        return tuple(
            (str(old), str(new))
            for old, new in pairs
            if Path(locate(old).file).is_file() and Path(locate(new).file).is_file()
        )
    except (OSError, ValueError, TypeError, RecursionError):
        return ()


def remember_pair(old: Path, new: Path, path: Path | None = None) -> None:
    """Put a pair first; where nothing may be written, nothing is remembered."""
    place = path or _path()
    pair = (str(old.resolve()), str(new.resolve()))
    pairs = [pair, *(other for other in recent_pairs(place) if other != pair)][:_KEPT]
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(pairs, ensure_ascii=False, indent=1)
        replace_file(place, text.encode("utf-8", "backslashreplace"), sync=False)
    except OSError:
        return
