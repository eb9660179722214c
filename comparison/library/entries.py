"""A plan as stored in the library: its edition, series, text and tokens.

Chinese has no spaces, so the full-text index has two columns of tokens: the words found by jieba,
and character bigrams.  The bigrams find a word of two characters in any position and a longer one
as a phrase; the words find texts on the subject of a question.
"""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import PurePath
from typing import TYPE_CHECKING

from msgspec import Struct

from plandiff.comparison.across.predecessor import Edition, edition_of, series_name
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.folding import fold

if TYPE_CHECKING:
    from plandiff.comparison.words import segmentation
    from plandiff.corpus import parsing
    from plandiff.corpus.formats import documents
else:
    segmentation = LazyModule("plandiff.comparison.words.segmentation")
    documents = LazyModule("plandiff.corpus.formats.documents")
    parsing = LazyModule("plandiff.corpus.parsing")

_HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"([{_HAN}]+)|([^\W_{_HAN}]+)")


class Entry(Struct, frozen=True):
    """A plan, ready to be stored."""

    edition: Edition
    series: str
    characters: int
    text: str
    words: str
    """Its words, separated by spaces; they depend on the dictionary."""


def read_entry(path: str) -> Entry:
    """Read a plan for the library; errors as in `plandiff.corpus.reading.read_plan`."""
    # Imported lazily: a search needs no readers of files.
    document = documents.read_document(path)
    plan = parsing.parse(document, outline_only=True)
    edition = edition_of(plan, path)
    body = "\n".join(section.text for section in plan.sections)
    text = "\n".join(filter(None, (body, plan.issuer, PurePath(path).stem)))
    return Entry(edition, series_name(edition), plan.source.characters, text, word_tokens(text))


def word_tokens(text: str) -> str:
    """Return the words of a text, separated by spaces.

    >>> word_tokens("推进教师轮岗ABC")
    '推进 教师 轮岗 abc'
    """
    return " ".join(_words(text))


def _words(text: str) -> Iterator[str]:
    for han, other in _RUN.findall(fold(text).casefold()):
        if other:
            yield other
            continue
        start = 0
        for end in segmentation.cut_run(han):
            yield han[start:end]
            start = end


def pair_tokens(text: str) -> str:
    """Return the character bigrams of each run of Chinese, separated by spaces.

    >>> pair_tokens("教师轮岗，A好")
    '教师 师轮 轮岗 好'
    """
    return " ".join(
        " ".join(map("".join, pairwise(han))) or han
        for han, _ in _RUN.findall(fold(text).casefold())
        if han
    )


def match_all(query: str) -> str:
    """Return the FTS5 expression for texts with every term of a query; empty without words.

    >>> match_all("教师轮岗 2025")
    'pairs : "教师 师轮 轮岗" AND words : "2025" *'
    """
    return " AND ".join(
        f'pairs : "{pair_tokens(han)}"' if len(han) > 1 else f'words : "{han or other}" *'
        for han, other in _RUN.findall(fold(query).casefold())
    )


def match_any(query: str) -> str:
    """Return the FTS5 expression for texts with any word of a query; skips single characters."""
    words = [word for word in dict.fromkeys(_words(query)) if len(word) > 1]
    return " OR ".join(f'words : "{word}"' for word in words)


def find_excerpt(text: str, query: str, around: int = 24) -> str:
    """Return the first occurrence of a query term in the text, with its context; may be empty."""
    folded = fold(text).casefold()
    for han, other in _RUN.findall(fold(query).casefold()):
        at = folded.find(han or other)
        if at >= 0:
            start, end = max(at - around, 0), at + len(han or other) + around
            cut = " ".join(text[start:end].split())
            return f"{'…' if start else ''}{cut}{'…' if end < len(text) else ''}"
    return ""
