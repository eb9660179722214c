"""Whether a clause binds more or less than its counterpart: precision before recall."""

import re

from plandiff.comparison.force.pairing import ClausePair
from plandiff.comparison.model import ForceKind
from plandiff.corpus.force import Clause, Kind, Mode

_OWED = frozenset((Kind.DUTY, Kind.NORM, Kind.ENSURE))
_STATED = frozenset((Kind.PLAIN, Kind.FIRM))
"""The act itself, as a verb without any word states it."""
_OUTER = frozenset((Kind.DUTY, Kind.BAR, Kind.ENSURE, Kind.EFFORT))
"""Words that change the force of the word behind them; 应当推进 is 推进 with an accent."""
_COMPARATOR = re.compile(
    r"(?:不得|不能|不可|不应)(?:低于|少于|超过|高于|大于|小于|多于|早于|晚于|迟于)"
)
_BESIDES = re.compile("[也还亦]可")
"""也可以到现场登记: one more way, not a duty that is lifted."""
_WHICH = re.compile(r"(?:依法)?(?:可以|应当|必须|不得|可|应)[^,;。的]{1,8}的[^,;。]{2,}")
"""可以缓征的学生: which ones are meant."""
_OTHERS = re.compile("推动|促进|promote")
"""Of what others do these are promotion, of the issuer's own work effort."""
_SAME_ACT = 0.3
"""Similarity from which two clauses with words of force are the same act."""
_SAME_WORD = 0.15
"""The same where one has the other's word behind another: 完成 and 努力完成."""
_SAME_BARE_ACT = 0.4
"""The same where one of them has no word: the act itself must be there."""
_SAME_SENTENCE = 0.6
"""The same where a general word (推进) or none stands against a strong one."""


def compare_grades(pair: ClausePair) -> ForceKind | None:
    """``strengthened``, ``weakened`` or None where the force is the same or cannot be compared.

    必须 to 鼓励 weakens, 应当 to 必须 and 鼓励 to 支持 are the same, 推进 to 开展 is a rewording.
    """
    old, new = pair.old.clause, pair.new.clause
    if pair.old.folded == pair.new.folded or Mode.NONE in (old.mode, new.mode):
        return None
    if not (old.mode is Mode.EXPLICIT or new.mode is Mode.EXPLICIT or old.hedges or new.hedges):
        return None
    if any(_WHICH.fullmatch(one.folded) for one in (pair.old, pair.new)):
        return None
    mine, theirs = _unhedged(old), _unhedged(new)
    if mine == theirs or _same_force(old, new):
        return _compare_hedges(pair)
    if old.grade == new.grade or pair.similarity < _needed(pair):
        return None
    return ForceKind.STRENGTHENED if new.grade > old.grade else ForceKind.WEAKENED


def _unhedged(clause: Clause) -> int:
    return clause.governing.grade if clause.governing else 4


def _kind(clause: Clause) -> Kind:
    """Kind of the governing word; a bare verb is as ``plain``."""
    return clause.governing.kind if clause.governing else Kind.PLAIN


def _same_force(old: Clause, new: Clause) -> bool:
    """Whether grades differ by name only."""
    kinds = {_kind(old), _kind(new)}
    if Kind.NORM in kinds and kinds & _STATED:
        return True
    if Kind.LEAVE in kinds and any(_BESIDES.match(c.word) for c in (old, new)):
        return True
    if Kind.BAR in kinds and kinds & _OWED:
        return True
    if Kind.PUSH in kinds and Kind.PLAIN in kinds:
        return True
    if kinds == {Kind.PUSH, Kind.PROMOTE}:
        return any(_OTHERS.search(word.text) for word in (*old.force_words, *new.force_words))
    return _adds_accent(old, new) or _adds_accent(new, old)


def _adds_accent(one: Clause, other: Clause) -> bool:
    """Whether one has the other's word behind another that hardly changes it: 应当鼓励, 鼓励."""
    inner = [word.kind for word in one.force_words if word is not one.governing]
    return _kind(one) not in _OUTER and bool(inner) and inner[0] is _kind(other)


def _compare_hedges(pair: ClausePair) -> ForceKind | None:
    """One hedge more weakens a duty, an effort or a plan; below these it is no hedge."""
    old, new = pair.old.clause, pair.new.clause
    if min(_unhedged(old), _unhedged(new)) < 3 or pair.similarity < _SAME_BARE_ACT:
        return None
    if bool(old.hedges) == bool(new.hedges):
        return None
    return ForceKind.STRENGTHENED if old.hedges else ForceKind.WEAKENED


def _needed(pair: ClausePair) -> float:
    """How alike two clauses must be for their words to be compared."""
    old, new = pair.old.clause, pair.new.clause
    kinds = {_kind(old), _kind(new)}
    if _same_inner_word(old, new) or _same_inner_word(new, old):
        return _SAME_WORD
    if Mode.CARRIED in (old.mode, new.mode) or Mode.NONE in (old.mode, new.mode):
        return _SAME_SENTENCE
    if Kind.PUSH in kinds:
        return _SAME_BARE_ACT
    if kinds & _STATED and kinds & {*_OWED, Kind.BAR}:
        comparators = (_is_comparator(pair.old.folded), _is_comparator(pair.new.folded))
        return 2.0 if any(comparators) else _SAME_SENTENCE
    if Kind.PLAIN in kinds and (old.governing is None or new.governing is None):
        return _SAME_BARE_ACT
    return _SAME_ACT


def _same_inner_word(one: Clause, other: Clause) -> bool:
    inner = [word.text for word in one.force_words if word is not one.governing]
    return bool(inner) and inner[0] == other.word


def _is_comparator(folded: str) -> bool:
    return bool(_COMPARATOR.search(folded))
