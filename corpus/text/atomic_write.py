"""Write files atomically: a temporary file next to the target, then a rename."""

import os
from contextlib import suppress
from pathlib import Path

_LONGEST_STEM = 32
"""Characters of the target's name used in the temporary name: with four bytes each and the suffix
they stay below the limits of 255 bytes for file names and 143 in encrypted folders."""


def replace_file(path: Path, data: bytes, *, suffix: str = "", sync: bool = True) -> None:
    """Replace a file's content; after any failure it has either the old or the new content.

    A link stays a link, and the mode of an existing file is kept.  A device such as ``/dev/stdout``
    cannot be replaced and is written directly.  With ``suffix`` the temporary file always has the
    same name, so killed processes leave at most one; only a caller that holds a lock may pass it.
    Without ``sync`` a power failure can leave an empty file, which is acceptable for a cache.
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
    # O_NOFOLLOW: another user's link must not decide which file is overwritten
    handle = os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0), 0o666)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        if sync:
            os.fsync(file.fileno())
