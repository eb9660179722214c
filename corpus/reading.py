"""A file to a plan: reading its format, then its outline and targets."""

import os
from collections.abc import Iterable

from plandiff.corpus.formats.documents import read_content, read_document
from plandiff.corpus.model import Pack, Plan


def read_plan(
    path: str | os.PathLike[str],
    *,
    encoding: str | None = None,
    original: bool = False,
    data: bytes | None = None,
    packs: Iterable[Pack] = (),
    cache: bool = False,
) -> Plan:
    """The plan in the file at ``path``; arguments and errors as in `read_document`.

    ``packs`` add words to the vocabularies: `plandiff.corpus.packs`.  With ``cache`` a plan that
    was read before comes from the cache of the user, and another one is kept there: the result is
    the same.  What is on standard input or in an archive is always read.
    """
    name, packs = os.fspath(path), tuple(packs)
    if cache and name != "-":
        inside, content = (name, data) if data is not None else read_content(name)
        if inside == name:
            from plandiff.corpus.plan_cache import cached  # noqa: PLC0415 - only where it is wanted

            options = encoding, original, packs
            return cached(
                name, content, options, lambda: _read(name, encoding, original, content, packs)
            )
    return _read(name, encoding, original, data, packs)


def _read(
    name: str, encoding: str | None, original: bool, data: bytes | None, packs: tuple[Pack, ...]
) -> Plan:
    from plandiff.corpus.parsing import parse  # noqa: PLC0415 - parsing loads vocabularies, reading may fail

    document = read_document(name, encoding=encoding, original=original, data=data)
    return parse(document, packs=packs)
