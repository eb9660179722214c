"""Read a file into a plan: first its format, then its outline and targets."""

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from plandiff.corpus.formats.documents import read_content, read_document, state_of_converter
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.model import Pack, Plan

if TYPE_CHECKING:
    from plandiff.corpus import parsing, plan_cache
else:
    parsing = LazyModule("plandiff.corpus.parsing")
    plan_cache = LazyModule("plandiff.corpus.plan_cache")


def read_plan(
    path: str | os.PathLike[str],
    *,
    encoding: str | None = None,
    original: bool = False,
    data: bytes | None = None,
    packs: Iterable[Pack] = (),
    cache: bool = False,
) -> Plan:
    """Read the plan in the file at ``path``; arguments and errors as in `read_document`.

    ``packs`` add words to the vocabularies: `plandiff.corpus.packs`.  With ``cache`` plans are
    loaded from and stored in the user's cache; the result is the same.  Plans on standard input or
    in an archive are always read; only the recognised text of their scans is cached.
    """
    name, packs = os.fspath(path), tuple(packs)
    if cache and name != "-":
        inside, content = (name, data) if data is not None else read_content(name)
        if inside == name:
            options = encoding, original, packs, state_of_converter(name, content)
            return plan_cache.cached(
                name,
                content,
                options,
                lambda: _read(name, encoding, original, content, packs, cache=cache),
                Plan,
            )
    return _read(name, encoding, original, data, packs, cache=cache)


def _read(
    name: str,
    encoding: str | None,
    original: bool,
    data: bytes | None,
    packs: tuple[Pack, ...],
    *,
    cache: bool,
) -> Plan:
    document = read_document(name, encoding=encoding, original=original, data=data, cache=cache)
    return parsing.parse(document, packs=packs)
