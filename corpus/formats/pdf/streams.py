"""Compressed streams of a PDF measured before PDFium unpacks them without a limit."""

import re
import zlib

from corpus.errors import TooLargeError
from corpus.formats.limits import MAX_ZIP_BYTES, megabytes

_STREAM = re.compile(rb"stream\r?\n")
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_HEAD = 600
"""Bytes before ``stream`` in which its dictionary is looked for."""
_CHUNK = 1024 * 1024
_SMALL = 256 * 1024
"""A packed stream below this cannot unpack to more than `MAX_ZIP_BYTES` (deflate packs 1:1032)."""


def refuse_bombs(name: str, data: bytes) -> None:
    """Raise TooLargeError where text streams unpack to more than the limit, all together."""
    total = 0
    for found in _STREAM.finditer(data):
        head = data[max(0, found.start() - _HEAD) : found.start()]
        head = head[head.rfind(b" obj") + 1 :]
        filters = len(_FLATE.findall(head))
        if not filters or (_PICTURE.search(head) and filters == 1):
            continue
        total += _unpacked(data, found.end(), MAX_ZIP_BYTES - total, again=filters > 1)
        if total > MAX_ZIP_BYTES:
            raise TooLargeError(
                name, f"more than {megabytes(MAX_ZIP_BYTES)} unpacked", megabytes(MAX_ZIP_BYTES)
            )


def _unpacked(data: bytes, start: int, most: int, *, again: bool) -> int:
    """Bytes that the stream unpacks to, counted no further than ``most``; ``again`` if twice."""
    outer = zlib.decompressobj()
    inner = zlib.decompressobj() if again else None
    size, waiting = 0, memoryview(data)[start : start + len(data)]
    place = 0
    try:
        while size <= most and not outer.eof and place < len(waiting):
            chunk = outer.decompress(waiting[place : place + 65536], _CHUNK)
            place += 65536
            while chunk and size <= most:
                size += len(chunk) if inner is None else _inner_size(inner, chunk, most)
                chunk = outer.decompress(outer.unconsumed_tail, _CHUNK)
    except zlib.error:
        pass  # not ours to judge: PDFium reads what it can
    return size


def _inner_size(inner: "zlib._Decompress", chunk: bytes, most: int) -> int:
    size = 0
    while chunk and size <= most:
        size += len(inner.decompress(chunk, _CHUNK))
        chunk = inner.unconsumed_tail
    return size
