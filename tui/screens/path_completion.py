"""Path completion: parses a typed path, lists its folder, and completes the name.

A typed path has two parts: the folder as typed (``~/plans/``) and the stem after it.  Independent
of the terminal.
"""

import errno
import os
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from plandiff.corpus.locations import READABLE_SUFFIXES, locate
from plandiff.tui.view.search import searchable

_DIGITS = re.compile(r"(\d+)")
_ESCAPED = re.compile(r"\\(.)")
_QUOTES = ("''", '""', "“”", "‘’")
_SEPARATORS = ("/", os.sep)


class Item(Struct, frozen=True):
    """A folder, or a file in a readable format."""

    name: str
    folded: str
    """The name for searching, with width and case folded."""
    is_folder: bool
    size: int = 0
    """Size in bytes."""
    changed: float = 0.0
    """Modification time in seconds since 1970."""


def typed_path(text: str) -> Path:
    r"""Parse a typed path: ``~``, quotes, ``file:`` URLs, and paths dropped on the terminal.

    >>> typed_path("'/a b/甲.txt' "), typed_path("／a／甲.txt"), typed_path("file:///a%20b")
    (PosixPath('/a b/甲.txt'), PosixPath('/a/甲.txt'), PosixPath('/a b'))
    """
    text = text.strip()
    if len(text) > 1 and text[0] + text[-1] in _QUOTES:
        text = text[1:-1]
    if text.startswith("file://"):
        text = unquote(urlsplit(text).path)
    if text[:1] in {"～", "／"}:  # typed with a Chinese input method
        text = text.replace("～", "~", 1).replace("／", "/")
    path = _at_home(text)
    if os.sep == "/" and "\\" in text and not os.path.lexists(path):
        return _at_home(_ESCAPED.sub(r"\1", text))
    return path


def split_typed(text: str) -> tuple[str, str]:
    """Split a typed path into the folder, with its last separator, and the stem.

    >>> split_typed("~/计划/云桥"), split_typed("云桥"), split_typed("~")
    (('~/计划/', '云桥'), ('', '云桥'), ('~/', ''))
    """
    if text in {"~", "～"}:
        return "~/", ""
    at = max(text.rfind(separator) for separator in (*_SEPARATORS, "／")) + 1
    return text[:at], text[at:]


def folder_above(folder: str) -> str:
    """Return the parent of a typed folder, in the notation of the reader.

    >>> folder_above("~/计划/2031/"), folder_above(""), folder_above("../"), folder_above("/")
    ('~/计划/', '../', '../../', '/')
    """
    bare = folder.rstrip("".join(_SEPARATORS))
    if folder and not bare:
        return folder
    if bare.rpartition("/")[2] in {"", ".", ".."}:
        return f"{bare}/../" if bare else "../"
    if bare == "~":
        return f"{Path.home().parent}{os.sep}".replace("//", "/")
    return split_typed(bare)[0]


def list_folder(folder: Path) -> tuple[Item, ...]:
    """Return folders, then readable files, in natural order of names; raises OSError."""
    with os.scandir(folder) as found:
        items = [item for entry in found if (item := _item(entry)) is not None]
    return tuple(sorted(items, key=lambda item: (not item.is_folder, _natural(item.folded))))


def fitting(items: Iterable[Item], stem: str) -> list[Item]:
    """Return the items that contain every word of the stem: equal names first, then prefixes.

    Names that begin with a dot are included only if the stem begins with a dot.
    """
    wanted = searchable(stem)
    words = wanted.split()
    found = [
        item
        for item in items
        if all(word in item.folded for word in words) and (item.name[:1] != "." or stem[:1] == ".")
    ]
    if wanted:
        found.sort(key=lambda i: (i.folded != wanted, not i.folded.startswith(wanted)))
    return found


def completed(items: Sequence[Item], stem: str) -> str:
    """Extend the stem to the common prefix of all matching names; a unique folder gets a ``/``.

    If no name begins with the stem, a single name that contains it is used.
    """
    found = fitting(items, stem)
    wanted = searchable(stem)
    begun = [item for item in found if item.folded.startswith(wanted)]
    if not begun and len(found) == 1:
        begun = found
    if not begun:
        return stem
    if len(begun) == 1:
        return begun[0].name + ("/" if begun[0].is_folder else "")
    agreed = takewhile(
        lambda own: len(set(own)) == 1, zip(*(i.folded for i in begun), strict=False)
    )
    length = sum(1 for _ in agreed)
    return begun[0].name[:length] if length > len(stem) else stem


def size_and_date(item: Item) -> tuple[str, str]:
    """Format size and modification time of a file, in local time.

    >>> size_and_date(Item("a", "a", False, 0, -1.0e30))
    ('0 KB', '')
    """
    size = f"{-(-item.size // 1024)} KB" if item.size < 1 << 20 else f"{item.size / 2**20:.1f} MB"
    try:
        changed = datetime.fromtimestamp(item.changed, UTC).astimezone()
    except (OverflowError, OSError, ValueError):
        return size, ""
    return size, f"{changed:%Y-%m-%d %H:%M}"


def _at_home(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError:  # the user in ~user does not exist
        return Path(text)


def _item(entry: "os.DirEntry[str]") -> Item | None:
    try:
        if entry.is_dir():
            return Item(entry.name, searchable(entry.name), is_folder=True)
        if Path(entry.name).suffix.lower() not in READABLE_SUFFIXES or not entry.is_file():
            return None
        status = entry.stat()
    except OSError:  # a broken link, or a file deleted meanwhile
        return None
    return Item(entry.name, searchable(entry.name), False, status.st_size, status.st_mtime)


def _natural(folded: str) -> list[tuple[int, str]]:
    """Return a key for natural order, in which 9 is before 10."""
    return [(int(p) if p.isdecimal() else 0, p) for p in _DIGITS.split(folded)]


def read_folder(folder: Path) -> tuple[Item, ...] | OSError:
    """Return the result of `list_folder`, or its error."""
    try:
        return list_folder(folder)
    except OSError as error:
        return error
    except ValueError:  # a NUL in the name
        return OSError(errno.EINVAL, "")


def is_file(text: str) -> bool:
    """Return whether a typed path is a file, or a file in an archive."""
    try:
        return bool(text.strip()) and Path(locate(str(typed_path(text))).file).is_file()
    except (OSError, ValueError):
        return False
