"""Files to documents: one reader per format, chosen by the content of the file."""

from plandiff.corpus.formats.documents import read_document

__all__ = ["read_document"]
