"""Changes of binding force in clauses that both plans have.

>>> from plandiff.corpus.samples import sample_paths
>>> from plandiff.comparison.engine import compare
>>> from plandiff.corpus.reading import read_plan
>>> old, new = (read_plan(str(path)) for path in sample_paths())
>>> compare(old, old).force
()
"""

from plandiff.comparison.force.changes import ClauseReader, add_target_force, compare_force

__all__ = ["ClauseReader", "add_target_force", "compare_force"]
