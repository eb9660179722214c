"""A file to a plan: reading its format, then its outline and targets."""

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from plandiff.corpus.formats.documents import read_document
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.model import Pack, Plan

if TYPE_CHECKING:
    from plandiff.corpus import parsing
else:
    parsing = LazyModule("plandiff.corpus.parsing")


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
    document = read_document(os.fspath(path), encoding=encoding, original=original, data=data)
    return parsing.parse(document, packs=packs)
