"""The words of reports in a language, heading numbers, and the explanation of a row's match."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from plandiff.comparison.model import Comparison, Row
from plandiff.comparison.reports.shared.section_paths import short_place
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.locales import Words
from plandiff.corpus.text.escape import visible_line
from plandiff.corpus.text.numerals import write_count

if TYPE_CHECKING:
    import opencc
else:
    opencc = LazyModule("opencc")

TRADITIONAL = "zh-Hant"
"""Language tag of reports in traditional characters, as in Taiwan."""

Labels = Words
"""Type of the words of the reports in one language."""


@cache
def labels_for(language: str) -> Labels:
    """The words of a language; Chinese for every ``zh-…``, English for every other.

    >>> labels_for("zh-Hant")["column.indicator"]
    '指標'
    """
    labels = Words(language, "reports")
    if language == TRADITIONAL:
        labels.texts = _traditional(labels.texts)
    return labels


def _traditional(texts: Mapping[str, str]) -> Mapping[str, str]:
    convert = opencc.OpenCC("s2tw").convert
    return {key: convert(text) for key, text in texts.items()}


def heading_number(index: int, labels: Labels) -> str:
    """``一、`` or ``1. `` for the heading with this 0-based index."""
    return f"{write_count(index + 1)}、" if labels.language == "zh" else f"{index + 1}. "


_SHOWN = 4
"""Number of evidence items shown, the strongest first; weaker ones do not help a reader."""


def is_heading_only(row: Row) -> bool:
    """Whether an added or removed row has headings but no other text."""
    return not (row.old and row.new) and not any(s.body for s in (*row.old, *row.new))


def _evidence(row: Row, labels: Labels, *, weights: bool) -> str:
    strongest = sorted(row.evidence, key=lambda item: (-item.weight, item.name))[:_SHOWN]
    names = [
        labels.maybe(f"evidence.{item.name}", visible_line(item.name))
        if item.weight >= 0.995 or not weights
        else labels(
            "evidence.weighted",
            name=labels.maybe(f"evidence.{item.name}", visible_line(item.name)),
            weight=f"{item.weight:.2f}",
        )
        for item in strongest
    ]
    return labels["list.comma"].join(names)


def _nearest(row: Row, comparison: Comparison, labels: Labels) -> str:
    """The runner-up of an unmatched section: ``最接近的是“…”(0.31),不足以配对``."""
    side, other = row.side, row.side.other
    if not row.candidates:
        return labels[f"reason.alone.{side.value}"]
    best = max((found for _, found in row.candidates), key=lambda c: (c.score, c.section))
    there = comparison.row_of[other, best.section].sections(other)
    section = next(section for section in there if section.id == best.section)
    return labels(
        f"reason.nearest.{side.value}", place=short_place(section), score=f"{best.score:.2f}"
    )


def format_reason(row: Row, comparison: Comparison, labels: Labels, *, weights: bool = True) -> str:
    """The evidence for the row's match, or for its lack of one, as a sentence without a full stop.

    ``weights``: include the weight of each reason, 0 to 1.
    """
    if row.pinned:
        return labels["reason.pinned"]
    if not row.old or not row.new:
        return _nearest(row, comparison, labels)
    if row.evidence:
        return _evidence(row, labels, weights=weights)
    return labels["reason.same" if not row.changed else "reason.matched"]
