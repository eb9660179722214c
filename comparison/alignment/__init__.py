"""Which sections of two plans belong side by side."""

from plandiff.comparison.alignment.align import align
from plandiff.comparison.alignment.links import VOCABULARY

__all__ = ["VOCABULARY", "align"]
