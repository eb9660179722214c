"""A file to a plan: reading its format, then its outline and targets."""

import os
from collections.abc import Iterable

from plandiff.corpus.formats.documents import read_document
from plandiff.corpus.model import Pack, Plan


def read_plan(
    path: str | os.PathLike[str],
    *,
    encoding: str | None = None,
    original: bool = False,
    data: bytes | None = None,
    packs: Iterable[Pack] = (),
) -> Plan:
    """The plan in the file at ``path``; arguments and errors as in `read_document`.

    ``packs`` add words to the vocabularies: `plandiff.corpus.packs`.
    """
    from plandiff.corpus.parsing import parse  # noqa: PLC0415 - parsing loads vocabularies, reading may fail

    document = read_document(os.fspath(path), encoding=encoding, original=original, data=data)
    return parse(document, packs=packs)
