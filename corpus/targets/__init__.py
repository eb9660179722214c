"""Extract quantitative targets: indicator, relation, value, unit, scope and deadline."""

from plandiff.corpus.targets.finding import find_targets

__all__ = ["find_targets"]
