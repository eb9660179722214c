"""Every number that a plan commits to: indicator, relation, value, unit, scope, deadline."""

from plandiff.corpus.targets.finding import find_targets

__all__ = ["find_targets"]
