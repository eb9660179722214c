"""What became of the binding force of clauses that both plans have."""

from plandiff.comparison.force.changes import compare_force

__all__ = ["compare_force"]
