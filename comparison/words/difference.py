"""From two texts to the edits between them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from os.path import commonprefix

from comparison.model import Edit, Notice, Op
from comparison.options import Options
from comparison.words.hunks import Pieces, common_hunks
from comparison.words.readability import make_readable
from comparison.words.tokens import cut
from corpus.folding import fold_width, simplify
from corpus.model import Section

_DEFAULT = Options()
_SAFE = re.compile(r"[。；！？\n](?![”’」』》）\u0300-\u036f\u200d\ufe00-\ufe0f])")


@dataclass(frozen=True, slots=True)
class WordDiff:
    """The edits of one row, and what must be said with them."""

    edits: tuple[Edit, ...]
    notices: tuple[Notice, ...] = ()


def diff_texts(old: str, new: str, options: Options = _DEFAULT) -> tuple[Edit, ...]:
    """Edits from ``old`` to ``new``: equal and delete joined are ``old``, equal and insert ``new``."""
    if old == new:
        return (Edit(Op.EQUAL, old),) if old else ()
    if new < old:
        spans = [(c, d, a, b) for a, b, c, d in _changes(new, old)]
    else:
        spans = _changes(old, new)
    return tuple(_edits(old, new, spans))


def _changes(old: str, new: str) -> list[tuple[int, int, int, int]]:
    head, tail = _trim(old, new)
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    sa, sb = simplify(a), simplify(b)
    ca, cb = cut(sa), cut(sb)
    fa, fb = fold_width(sa), fold_width(sb)
    pieces = Pieces(*( [t[x:y] for x, y in pairwise(c)] for t, c in ((a, ca), (b, cb), (fa, ca), (fb, cb))))
    return [
        (ca[h.old_start] + head, ca[h.old_end] + head, cb[h.new_start] + head, cb[h.new_end] + head)
        for h in make_readable(common_hunks(pieces.old_keys, pieces.new_keys), pieces)
    ]


def _trim(old: str, new: str) -> tuple[int, int]:
    """Lengths of the common head and tail that end and begin at a safe border."""
    head = len(commonprefix((old, new)))
    head = max((m.end() for m in _SAFE.finditer(old, 0, head)), default=0)
    return head, 0


def _edits(old: str, new: str, spans):
    i = 0
    for a, b, c, d in spans:
        if i < a:
            yield Edit(Op.EQUAL, old[i:a])
        if a < b:
            yield Edit(Op.DELETE, old[a:b])
        if c < d:
            yield Edit(Op.INSERT, new[c:d])
        i = b
    if i < len(old):
        yield Edit(Op.EQUAL, old[i:])


def diff_sections(
    old: Sequence[Section],
    new: Sequence[Section],
    options: Options = _DEFAULT,
    *,
    row: str | None = None,
) -> WordDiff:
    """Edits between the joined texts of the sections of one row; ``row`` goes into the notices."""
    texts = ("\n".join(section.text for section in side) for side in (old, new))
    return WordDiff(diff_texts(*texts, options))
