"""Files written whole or not at all: a temporary file beside the target, then a rename."""

import os
from contextlib import suppress
from pathlib import Path

_LONGEST_STEM = 32
"""Characters of the target's name in the temporary one: with four bytes each, and what is added,
they stay below the 255 bytes that a file name may have, and below the 143 of encrypted folders."""


def replace_file(path: Path, data: bytes, *, suffix: str = "", sync: bool = True) -> None:
    """Give a file this content; whatever stops it, the file holds the old content or the new one.

    A link stays a link, and the mode of an existing file is kept.  A device such as ``/dev/stdout``
    takes no rename and is written directly.  With ``suffix`` the temporary file's name is always
    the same, so a process that is killed leaves at most one; only a caller that holds a lock may
    give it.  Without ``sync`` a power failure can leave an empty file, which suits a cache.
    Raises OSError.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    target = path.resolve()
    temporary = target.with_name(
        f".{target.name[:_LONGEST_STEM]}{suffix or f'.{os.urandom(4).hex()}'}"
    )
    flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if suffix else os.O_EXCL)
    try:
        _write(temporary, flags, data, sync=sync)
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o777)
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def _write(path: Path, flags: int, data: bytes, *, sync: bool) -> None:
    # O_NOFOLLOW: whoever put a link there must not choose which file is overwritten
    handle = os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0), 0o666)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        if sync:
            os.fsync(file.fileno())
