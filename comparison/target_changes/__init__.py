"""Changes of targets: raised, lowered, kept, added, dropped, postponed."""

from plandiff.comparison.target_changes.matching import match_targets

__all__ = ["match_targets"]
