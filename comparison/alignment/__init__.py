"""Align the sections of two plans: find the sections that correspond."""

from plandiff.comparison.alignment.align import align
from plandiff.comparison.alignment.links import VOCABULARY

__all__ = ["VOCABULARY", "align"]
