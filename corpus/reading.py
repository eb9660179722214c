"""A file to a plan: reading its format, then its outline and targets."""

from plandiff.corpus.formats.documents import read_document
from plandiff.corpus.model import Plan


def read_plan(
    path: str, *, encoding: str | None = None, original: bool = False, data: bytes | None = None
) -> Plan:
    """The plan in the file at ``path``; arguments and errors as in `read_document`."""
    from plandiff.corpus.parsing import parse  # noqa: PLC0415 - parsing loads vocabularies, reading may fail

    return parse(read_document(path, encoding=encoding, original=original, data=data))
