"""Tasks of a plan, each with its lead body, cooperating bodies and deadline."""

from plandiff.corpus.tasks.finding import find_tasks

__all__ = ["find_tasks"]
