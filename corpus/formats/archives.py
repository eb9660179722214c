"""Read a plan from a zip archive: find the members that are plans, decode their names, unpack one.

A name without the UTF-8 flag is in the encoding of the system that wrote the archive; on most
Chinese computers that is GBK.
"""

import posixpath
import struct
import unicodedata
import zlib
from collections.abc import Iterator
from typing import NamedTuple
from zipfile import ZipInfo

from plandiff.corpus.errors import (
    BrokenFileError,
    NotInArchiveError,
    Phrase,
    SeveralPlansError,
    UnknownFormatError,
)
from plandiff.corpus.formats.detect import suffix_of
from plandiff.corpus.formats.limits import MAX_FILE_BYTES
from plandiff.corpus.formats.packages import Package
from plandiff.corpus.locations import PLAN_SUFFIXES, SEPARATOR

FORM = "zip"
_UTF8, _ENCRYPTED = 0x800, 0x1
_UNICODE_PATH = 0x7075
"""Id of the extra field in which Info-ZIP stores a member's name in UTF-8."""
_MOST_LISTED = 12


class Member(NamedTuple):
    """A file inside the archive and its decoded path."""

    path: str
    info: ZipInfo


def take_plan(name: str, data: bytes, member: str) -> tuple[str, bytes, str]:
    """Return the path and bytes of a plan in the archive ``data``, and the rest of ``member``.

    ``member`` is the path of the plan, or its file name if that is unique in the archive; ``''``
    selects the only plan.  The path inside a nested archive follows another ``::``.

    Raises SeveralPlansError, NotInArchiveError, UnknownFormatError if the archive holds no plan,
    BrokenFileError or TooLargeError.
    """
    package = Package(data, name, FORM)
    members = list(_members(package))
    wanted, _, rest = member.partition(SEPARATOR)
    found = _named(name, members, wanted) if wanted else _only(name, members)
    if found.info.flag_bits & _ENCRYPTED:
        whole = f"{name}{SEPARATOR}{found.path}"
        raise BrokenFileError(whole, FORM, Phrase("reason.locked"))
    return found.path, package.read(found.info, MAX_FILE_BYTES), rest


def _members(package: Package) -> Iterator[Member]:
    """The user's files in the archive, without folders and system files."""
    # `ZipInfo.is_dir` fails on an empty name; zipfile returns one if the name begins with NUL.
    files = (info for info in package.entries if not info.filename.endswith("/"))
    members = (Member(_path_of(info), info) for info in files)
    for member in sorted(members, key=lambda member: member.path):
        parts = member.path.split("/")
        hidden = parts[-1].startswith((".", "~$")) or parts[-1].lower() in _SYSTEM_FILES
        if parts[-1] and not hidden and parts[0] != "__MACOSX":
            yield member


_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini"})


def _path_of(info: ZipInfo) -> str:
    """The path of a member as it was on the computer that packed the archive."""
    raw = info.orig_filename.encode("cp437", "replace")
    if info.flag_bits & _UTF8:
        return info.filename.replace("\\", "/")
    stated = _unicode_path(info.extra, raw)
    for encoding in ("utf-8", "gb18030"):
        if stated is None:
            try:
                stated = raw.decode(encoding)
            except UnicodeDecodeError:
                continue
    return (info.filename if stated is None else stated).replace("\\", "/")


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The UTF-8 name in the extra field, if its checksum matches the raw name of the member."""
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        content, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and len(content) > 5 and content[0] == 1:
            (checksum,) = struct.unpack("<I", content[1:5])
            if checksum == zlib.crc32(raw):
                return content[5:].decode("utf-8", "replace")
    return None


def _named(name: str, members: list[Member], wanted: str) -> Member:
    """The member with the path ``wanted``, or the only one with that file name."""
    key = _key(wanted)
    exact = [member for member in members if _key(member.path) == key]
    if exact:
        return exact[-1]  # a later entry of the same path replaces the earlier one
    alike = [member for member in members if _key(posixpath.basename(member.path)) == key]
    if len(alike) == 1:
        return alike[0]
    if alike:
        raise SeveralPlansError(name, _listed(alike))
    raise NotInArchiveError(name, wanted, _listed(_plans(members) or members))


def _key(path: str) -> str:
    """The path in one Unicode normal form: macOS writes é as two characters."""
    return unicodedata.normalize("NFC", path).removeprefix("./").strip("/")


def _only(name: str, members: list[Member]) -> Member:
    plans = _plans(members) or (members if len(members) == 1 else [])
    if not plans:
        raise UnknownFormatError(name, Phrase("file.zip-without-plan"))
    if len(plans) > 1:
        raise SeveralPlansError(name, _listed(plans))
    return plans[0]


def _plans(members: list[Member]) -> list[Member]:
    return [member for member in members if suffix_of(member.path) in PLAN_SUFFIXES]


def _listed(members: list[Member]) -> str:
    paths = list(dict.fromkeys(member.path for member in members))
    more = ["…"] if len(paths) > _MOST_LISTED else []
    return "  ".join([SEPARATOR + path for path in paths[:_MOST_LISTED]] + more)
