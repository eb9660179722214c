"""Members of a zip package in memory, within limits; nothing is ever unpacked to disk."""

import io
import re
import zipfile
import zlib

from plandiff.corpus.errors import BrokenFileError, TooLargeError
from plandiff.corpus.formats.limits import (
    MAX_XML_BYTES,
    MAX_ZIP_BYTES,
    MAX_ZIP_MEMBERS,
    MAX_ZIP_RATIO,
    megabytes,
)

_FAILURES = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    NotImplementedError,
    RuntimeError,  # a member is encrypted
    OverflowError,
)
"""What zipfile raises on damaged input; caught here only."""
_SMALL = 1024 * 1024
"""Below this an unpacked part is harmless, however well it is packed."""


def list_members(data: bytes, name: str) -> frozenset[str]:
    """Names of the members.

    Raises BrokenFileError for a damaged package, TooLargeError for one that unpacks to too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = package.infolist()
    except _FAILURES as error:
        raise BrokenFileError(name, _kind(name), "the zip package is damaged") from error
    if len(infos) > MAX_ZIP_MEMBERS:
        raise TooLargeError(name, f"{len(infos):,} parts", f"{MAX_ZIP_MEMBERS:,} parts")
    unpacked = sum(info.file_size for info in infos)
    if unpacked > MAX_ZIP_BYTES:
        raise TooLargeError(name, f"{megabytes(unpacked)} unpacked", megabytes(MAX_ZIP_BYTES))
    return frozenset(info.filename for info in infos)


def read_member(data: bytes, name: str, member: str) -> bytes:
    """The unpacked bytes of one member, at most `MAX_XML_BYTES`.

    Raises BrokenFileError or TooLargeError.  The packed size is not believed: reading stops at
    the limit.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            info = package.getinfo(member)
            _refuse_bomb(name, info)
            with package.open(info) as stream:
                content = stream.read(MAX_XML_BYTES + 1)
    except _FAILURES as error:
        raise BrokenFileError(name, _kind(name), f"its part {_shown(member)} is damaged") from error
    if len(content) > MAX_XML_BYTES:
        raise TooLargeError(name, "a part unpacks to too much", megabytes(MAX_XML_BYTES))
    return content


def refuse_bombs(data: bytes, name: str) -> None:
    """Raise TooLargeError where an XML part unpacks to too much: another program will unpack it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = package.infolist()
    except _FAILURES as error:
        raise BrokenFileError(name, _kind(name), "the zip package is damaged") from error
    for info in infos:
        if info.filename.endswith((".xml", ".rdf")):
            _refuse_bomb(name, info)


def _refuse_bomb(name: str, info: zipfile.ZipInfo) -> None:
    unpacked = f"a part unpacks to {megabytes(info.file_size)}"
    if info.file_size > MAX_XML_BYTES:
        raise TooLargeError(name, unpacked, megabytes(MAX_XML_BYTES))
    if info.file_size > max(_SMALL, MAX_ZIP_RATIO * info.compress_size):
        raise TooLargeError(name, unpacked, f"{MAX_ZIP_RATIO} times its packed size")


def _shown(member: str) -> str:
    return re.sub(r"[^\w./\[\]-]", "?", member[:60])


def _kind(name: str) -> str:
    suffix = name.rpartition(".")[2].lower()
    return suffix if suffix in {"docx", "docm", "dotx", "odt"} else "docx"
