"""衔接对照: which requirement of the superior plan each local plan answers, and what it adds."""

from plandiff.comparison.across.coverage.build import cover
from plandiff.comparison.across.coverage.model import (
    Addition,
    Addressee,
    Answer,
    Coverage,
    Demand,
    Difference,
    Likeness,
    Quote,
    Requirement,
    Status,
)

__all__ = [
    "Addition",
    "Addressee",
    "Answer",
    "Coverage",
    "Demand",
    "Difference",
    "Likeness",
    "Quote",
    "Requirement",
    "Status",
    "cover",
]
