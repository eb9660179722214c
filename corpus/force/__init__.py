"""Binding force: what each clause of a text obliges, asks, encourages or leaves open.

>>> from plandiff.corpus.force import read_clauses
>>> [(clause.word, clause.grade) for clause in read_clauses("学校应当公开收费，鼓励家长监督。")]
[('应当', 5), ('鼓励', 2)]
"""

from plandiff.corpus.force.clauses import Clause, Mode, read_clauses
from plandiff.corpus.force.vocabulary import Kind, Word, find_words

__all__ = ["Clause", "Kind", "Mode", "Word", "find_words", "read_clauses"]
