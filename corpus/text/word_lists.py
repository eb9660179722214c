"""Files of words: ``[NAME]`` and, below it, the entries of that list, parted by white space."""

from pathlib import Path


def read_words(path: Path) -> dict[str, tuple[str, ...]]:
    """The entries of each section of a file of words: ``[NAME]`` and, below it, words."""
    sections: dict[str, list[str]] = {}
    entries: list[str] = []
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("[") and line.endswith("]") and line[1:-1].isupper():
            entries = sections.setdefault(line[1:-1], [])
        elif not line.startswith("#"):
            entries += line.split()
    return {name: tuple(found) for name, found in sections.items()}
