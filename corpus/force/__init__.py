"""Binding force of clauses: obligation, request, encouragement or permission, with a grade.

>>> from plandiff.corpus.force import read_clauses
>>> [(clause.word, clause.grade) for clause in read_clauses("学校应当公开收费，鼓励家长监督。")]
[('应当', 5), ('鼓励', 2)]
"""

from plandiff.corpus.force.clauses import Clause, Mode, read_clauses
from plandiff.corpus.force.vocabulary import Kind, Word, find_words

__all__ = ["Clause", "Kind", "Mode", "Word", "find_words", "read_clauses"]
