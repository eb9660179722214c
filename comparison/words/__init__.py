"""Compare the words of two matched texts and mark the differences as a Chinese reader expects.

>>> from plandiff.comparison.words import diff_texts
>>> [(edit.op.value, edit.text) for edit in diff_texts("毛入园率达到81%", "毛入园率达到85%")]
[('equal', '毛入园率达到'), ('delete', '81%'), ('insert', '85%')]
"""

from plandiff.comparison.words.changes import ignored_notices, is_substantive
from plandiff.comparison.words.difference import diff_many, diff_texts, limit_notices
from plandiff.comparison.words.formatting import is_formal
from plandiff.comparison.words.replacements import find_replacements, is_rolled_up

__all__ = [
    "diff_many",
    "diff_texts",
    "find_replacements",
    "ignored_notices",
    "is_formal",
    "is_rolled_up",
    "is_substantive",
    "limit_notices",
]
