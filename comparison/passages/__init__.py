"""Match the units within a row: sentences, list items and headings.

>>> from plandiff.comparison.passages import unit_spans
>>> from plandiff.corpus.model import Section
>>> unit_spans(Section("s1", None, 1, None, None, "", "一是建校（含幼儿园；公办）；二是招生。"))
[(0, 14), (14, 19)]
"""

from plandiff.comparison.passages.build import compare_passages
from plandiff.comparison.passages.units import unit_spans

__all__ = ["compare_passages", "unit_spans"]
