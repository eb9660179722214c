"""From two texts to the edits between them."""

from collections.abc import Sequence
from dataclasses import dataclass

from comparison.model import Edit, Notice, Op
from comparison.options import Options
from corpus.model import Section


@dataclass(frozen=True, slots=True)
class WordDiff:
    """The edits of one row, and what must be said with them."""

    edits: tuple[Edit, ...]
    notices: tuple[Notice, ...] = ()


def diff_texts(old: str, new: str, options: Options = Options()) -> tuple[Edit, ...]:
    """Edits from ``old`` to ``new``: equal and delete joined give ``old``, equal and insert ``new``."""
    if old == new:
        return (Edit(Op.EQUAL, old),) if old else ()
    return tuple(Edit(op, text) for op, text in ((Op.DELETE, old), (Op.INSERT, new)) if text)


def diff_sections(
    old: Sequence[Section],
    new: Sequence[Section],
    options: Options = Options(),
    *,
    row: str | None = None,
) -> WordDiff:
    """Edits between the joined texts of the sections of one row; ``row`` goes into the notices."""
    texts = ("\n".join(section.text for section in side) for side in (old, new))
    return WordDiff(diff_texts(*texts, options))
