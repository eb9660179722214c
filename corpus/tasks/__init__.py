"""Who does what until when: lead, cooperating bodies and deadline of each task of a plan."""

from plandiff.corpus.tasks.finding import find_tasks

__all__ = ["find_tasks"]
