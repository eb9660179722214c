"""Numbers of headings in the custom of the report's language."""

from plandiff.comparison.reports.shared.labels import Labels
from plandiff.corpus.text.numerals import write_count


def heading_number(index: int, labels: Labels) -> str:
    """``一、`` or ``1. `` for the heading with that index, from 0."""
    return f"{write_count(index + 1)}、" if labels.language == "zh" else f"{index + 1}. "
