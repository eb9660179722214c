"""Packs: words that users add to the vocabularies of targets, binding force and bodies.

A pack is a text file; ``plandiff`` reads those of the settings folder:

    # Units and names of the county's water office
    [units]
    立方米/秒 眼井
    [names]
    三元乳业 五里亭
    [less-is-better]
    渗漏率
    [bodies]
    河长办
    [synonyms]
    档案=卷宗
    [duty]
    务求

Words are separated by white space and taken literally; ``#`` starts a comment.  A section can also
be any list of `word_lists`, for example ``[action-verbs]`` for ``ACTION_VERBS``.  A plan stores the
packs it was read with, so comparing it in any process uses the same words.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from plandiff.corpus.errors import UsageError, system_reason
from plandiff.corpus.model import Pack
from plandiff.corpus.word_lists import open_lists

UNITS, NAMES, LESS, BODIES = "units", "names", "less-is-better", "bodies"
SYNONYMS = "synonyms"
FORCE_GRADES = {
    "duty": 5,
    "bar": 5,
    "ensure": 5,
    "effort": 3,
    "push": 3,
    "promote": 2,
    "leave": 1,
    "explore": 1,
    "hedge": 0,
    "all": 0,
    "some": 0,
    "gradual": 0,
}
"""Sections for words of binding force: kinds of ``force/vocabulary.txt`` with their grades."""
TASK_LABELS = ("lead", "owner", "helper", "due")
"""Sections for field labels, such as 统筹单位; each is a list of ``tasks/statements.txt``."""
SECTIONS = (UNITS, NAMES, LESS, BODIES, SYNONYMS, *FORCE_GRADES, *TASK_LABELS)
_MOST_BYTES = 1_000_000


_active: ContextVar[tuple[Pack, ...]] = ContextVar("packs", default=())


@contextmanager
def using(packs: Iterable[Pack]) -> Iterator[None]:
    """Context in which the packs, without duplicates, are used to read or compare plans."""
    token = _active.set(tuple(dict.fromkeys(packs)))
    try:
        yield
    finally:
        _active.reset(token)


packs_in_use: Callable[[], tuple[Pack, ...]] = _active.get
"""Return the packs in use; they are part of every cache key for texts."""


def list_name(name: str) -> str:
    """The section of a pack that adds to a list of `word_lists`.

    >>> list_name("COUNT_UNITS")
    'count-units'
    """
    return name.lower().replace("_", "-")


@cache
def sections() -> tuple[str, ...]:
    """The names of all sections that a pack may have."""
    return (*SECTIONS, *map(list_name, open_lists()))


def pack_words(section: str) -> tuple[str, ...]:
    """Return the words that the packs in use add to a vocabulary.

    >>> with using([Pack("water", ((UNITS, ("眼井",)),))]):
    ...     pack_words(UNITS)
    ('眼井',)
    """
    return tuple(word for pack in _active.get() for word in pack.of(section))


def read_pack(path: str | os.PathLike[str]) -> Pack:
    """Read the pack in a file.

    Raises `UsageError` for a file that cannot be read or is not UTF-8, and, with the line number,
    for a line before the first section or an unknown section.
    """
    file = Path(path)
    try:
        with file.open("rb") as stream:
            text = stream.read(_MOST_BYTES).decode("utf-8-sig")
    except OSError as error:
        raise UsageError("pack-unreadable", path=str(file), reason=system_reason(error)) from error
    except UnicodeDecodeError as error:
        raise UsageError("pack-no-utf8", path=str(file)) from error
    words: dict[str, list[str]] = {}
    section: str | None = None
    for number, line in enumerate(text.splitlines(), 1):
        content = line.partition("#")[0].strip()
        if content.startswith("["):
            section = content.strip("[]").strip()
        if content and section not in sections():
            known = " ".join(f"[{name}]" for name in SECTIONS)
            raise UsageError("pack-section", path=str(file), line=number, sections=known)
        if content and section and not content.startswith("["):
            words.setdefault(section, []).extend(content.split())
    return Pack(file.stem, tuple((name, tuple(found)) for name, found in words.items()))


def read_packs(folder: Path) -> tuple[Pack, ...]:
    """Read the ``.txt`` files of a folder in name order; empty if the folder does not exist."""
    if not folder.is_dir():
        return ()
    return tuple(read_pack(file) for file in sorted(folder.glob("*.txt")))
