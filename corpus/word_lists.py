"""Load the word lists of the data files.

A file of ``targets/words`` has a header of comment lines, then sections: ``[NAME]``, comment lines
that explain it, and its entries, separated by white space.  An entry is a regular expression for
folded text (half-width, simplified); in a file whose first line starts with ``# English`` an
underscore is a space.  List names are unique.  Packs may add to a list unless its comment states
that it is closed to them.
"""

from functools import cache
from pathlib import Path

from plandiff.corpus.text import lazy_re as re

_CLOSED = re.compile(r"^\[(\w+)\]\n# Closed to packs\.$", re.MULTILINE)
_FOLDER = Path(__file__).with_name("targets") / "words"


@cache
def word_lists() -> dict[str, tuple[str, ...]]:
    """Return all lists by name.

    Raises ValueError for a duplicate name.

    >>> word_lists()["MONEY_UNITS"][:2]
    ('美元', '欧元')
    """
    lists: dict[str, tuple[str, ...]] = {}
    for file in sorted(_FOLDER.glob("*.txt")):
        for name, words in read_lists(file).items():
            if name in lists:
                raise ValueError(f"{file.name} has another list {name}")
            lists[name] = words
    return lists


@cache
def open_lists() -> tuple[str, ...]:
    """The names of the lists that packs may add to."""
    closed = {
        name for file in _FOLDER.glob("*.txt") for name in _CLOSED.findall(file.read_text("utf-8"))
    }
    return tuple(name for name in word_lists() if name not in closed)


def read_lists(path: Path) -> dict[str, tuple[str, ...]]:
    """The lists of one file in this format."""
    text = path.read_text("utf-8")
    is_english = text.startswith("# English")
    lists: dict[str, list[str]] = {}
    entries: list[str] = []
    for line in text.splitlines():
        if line.startswith("[") and line.endswith("]") and line[1:-1].isupper():
            entries = lists.setdefault(line[1:-1], [])
        elif not line.startswith("#"):
            entries += (word.replace("_", " ") if is_english else word for word in line.split())
    return {name: tuple(words) for name, words in lists.items()}
