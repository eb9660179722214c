"""Which sections of two plans belong side by side."""

from comparison.alignment.align import align
from comparison.alignment.links import VOCABULARY

__all__ = ["VOCABULARY", "align"]
