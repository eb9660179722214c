"""Boundaries of clauses, sentences, titles and nicknames in a folded text."""

from bisect import bisect_right

from msgspec import Struct

from plandiff.corpus import word_patterns as re

_CLAUSE_END = re.compile(r",(?!\d{3}(?!\d))|(?<!\d),|[;。!?\n\t]|:(?!\d)|(?<!\d):")
_SENTENCE_END = re.compile(r"[。!?\n]")
_LINE_END = re.compile(r"\n")
_TITLE = re.compile(r"《[^》\n]{1,60}》|<[^>\n]{2,60}>")
_QUOTED = re.compile(r'"[^"\n]{1,30}"')
REACH = 200
"""Maximum distance, in characters, of a clause or sentence boundary from a number."""
_NICKNAME_LIMIT = 14
_COMMITS = re.compile(rf"{re.any_of('COMMITS')}")


class Passage(Struct, frozen=True):
    """A folded text with its boundaries; all positions are offsets in the text."""

    text: str
    clause_starts: tuple[int, ...]
    sentence_starts: tuple[int, ...]
    line_starts: tuple[int, ...]
    names: tuple[tuple[int, int], ...]
    """Spans of titles 《…》 and of quoted nicknames with numbers: “123”工程, “五个百年”."""

    def clause(self, position: int) -> tuple[int, int]:
        """Start and end of the clause at ``position``, without its final mark.

        Both are at most ``REACH`` away, which bounds the cost for a text without marks.
        """
        return _bounds(self.clause_starts, position, len(self.text))

    def sentence(self, position: int) -> tuple[int, int]:
        """Start and end of the sentence at ``position``, each at most ``REACH`` away."""
        return _bounds(self.sentence_starts, position, len(self.text))

    def sentence_start(self, position: int) -> int:
        """Start of the sentence at ``position``, without the limit ``REACH``."""
        return self.sentence_starts[bisect_right(self.sentence_starts, position) - 1]

    def line_start(self, position: int) -> int:
        """Start of the line at ``position``, without the limit ``REACH``."""
        return self.line_starts[bisect_right(self.line_starts, position) - 1]

    def same_clause(self, one: int, other: int) -> bool:
        """Whether two positions are in the same clause."""
        return bisect_right(self.clause_starts, one) == bisect_right(self.clause_starts, other)

    def in_name(self, position: int) -> bool:
        """Whether ``position`` is inside a title or nickname."""
        index = bisect_right(self.names, (position, len(self.text) + 1)) - 1
        return index >= 0 and position < self.names[index][1]


def _bounds(starts: tuple[int, ...], position: int, length: int) -> tuple[int, int]:
    index = bisect_right(starts, position)
    end = starts[index] - 1 if index < len(starts) else length
    return max(starts[index - 1], position - REACH), min(end, position + REACH)


def read_passage(text: str) -> Passage:
    """Find the boundaries in a folded text.

    >>> passage = read_passage("一是增效,投资1,200万元。二是减负。")
    >>> passage.clause(8), passage.sentence(8)
    ((5, 14), (0, 14))
    """
    names = [m.span() for m in _TITLE.finditer(text)]
    names += [m.span() for m in _QUOTED.finditer(text) if _is_nickname(m[0][1:-1])]
    return Passage(
        text,
        (0, *(m.end() for m in _CLAUSE_END.finditer(text))),
        (0, *(m.end() for m in _SENTENCE_END.finditer(text))),
        (0, *(m.end() for m in _LINE_END.finditer(text))),
        tuple(_without_overlap(sorted(names))),
    )


def _is_nickname(content: str) -> bool:
    return len(content) <= _NICKNAME_LIMIT and not _COMMITS.search(content)


def _without_overlap(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept
