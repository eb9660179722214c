"""Whether a clause covers more or less than its counterpart.

Only obvious evidence counts: an additional list item (、和以及或者), a word of reach (全部, 部分,
逐步), a bracket （含…）, a narrower word for the same thing (学校, 中小学校).
If one part covers more and another less, no change is reported.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from plandiff.comparison.force.lists import compare_lists
from plandiff.comparison.force.pairing import ClausePair, PlacedClause
from plandiff.comparison.force.wording import (
    WORDS,
    PlanWording,
    Token,
    is_act,
    pattern_of,
    tokens_of,
)
from plandiff.comparison.model import ForceKind
from plandiff.corpus.force import Kind, Mode, Word
from plandiff.corpus.model import Span
from plandiff.corpus.text import lazy_re as re

_LEAST_ALIKE = 0.5
"""Least similarity of two clauses to be the same act, so that their lists are comparable."""
_SAME_IN_ENGLISH = 0.6
"""The same for English clauses, which share more function words."""
_SAME_WORD = 0.1
"""Reduction of the threshold if the same word governs both."""
_STRESS = re.compile("(?:深入|加快|大力|扎实|全力|着力|切实)(?:开展|推进|实施|落实|推动)")
_TREND = re.compile(
    r"\A(?!将|把|对|使|让|以)[^的]{4,}(?:深入|加速|持续|快速|蓬勃|迅速|不断)(?:发展|演进|加剧|增长)\Z"
)
"""What happens by itself: 经济全球化深入发展."""
_SAME_BUT_FOR_PACE = 0.7
"""Least similarity to compare 逐步: it applies to one particular act."""
_SET = pattern_of("SET")
_HOW = re.compile(rf"(?:{'|'.join(WORDS['HOW'])})")
_PACE = pattern_of("PACE")
_EVERY_KIND = re.compile("各级各类")
_NO_NARROWER = re.compile("(?:各|各级|各类|各地|所有|全体)\\Z")
_FILLERS = frozenset(("的", "地", "各", "各类", "the", "of", "our", "their", "its", " "))
_NAMED = re.compile("[^,;。的]{1,6}的")
"""An attribute before a noun, as in 开放的大市场: its verb is no act."""
_ADVERBIAL = re.compile("全面|全部|全覆盖|一律|fully|comprehensively|universally|across")
_CONDITION = re.compile("条件")
_WORDS = re.compile(r"[\w']+")
_SOME = {ForceKind.WIDENED: Kind.SOME, ForceKind.NARROWED: Kind.ALL}


class ReachChange(Struct, frozen=True):
    """Text that one side covers and the other does not."""

    kind: ForceKind
    old: Span | None
    """Span of the words in the old section's text; None if only the new plan has them."""
    new: Span | None
    listed: bool = False
    """Whether the words are only an additional list item."""


def compare_reach(
    pair: ClausePair,
    wordings: tuple[PlanWording, PlanWording] = (PlanWording(()), PlanWording(())),
    *,
    same_force: bool = True,
) -> ReachChange | None:
    """Return ``widened`` or ``narrowed`` with the words that cause it; None if unclear.

    ``wordings``: of both plans, to detect items moved to other clauses; empty by default.
    If the force changed, 试点 and 逐步 are part of that change and ignored here.
    """
    if pair.old.folded == pair.new.folded or pair.similarity < _needed(pair):
        return None
    if any(_asks_nothing(one) for one in (pair.old, pair.new)):
        return None
    found = [
        ReachChange(
            ForceKind.WIDENED if change.more else ForceKind.NARROWED,
            change.old,
            change.new,
            change.listed,
        )
        for change in compare_lists(pair, wordings)
    ]
    found += _reach_words(pair, same_force=same_force)
    if len({change.kind for change in found}) != 1:
        return None
    return min(found, key=lambda change: change.listed)


def _needed(pair: ClausePair) -> float:
    """Return the least similarity at which two clauses are the same act."""
    if pair.old.folded.isascii():
        return _SAME_IN_ENGLISH
    words = [one.clause.governing for one in (pair.old, pair.new)]
    same = all(words) and len({word.text for word in words if word}) == 1
    return _LEAST_ALIKE - (_SAME_WORD if same else 0)


def _asks_nothing(placed: PlacedClause) -> bool:
    """Whether a clause only states, names or gives a manner; a condition can change reach."""
    clause = placed.clause
    if clause.mode is Mode.NONE:
        return not clause.is_condition
    acts = clause.of_kind(Kind.ACT)
    if clause.mode is Mode.BARE and _TREND.search(placed.folded):
        return not acts or acts[0].span.end == placed.span.end
    governing = clause.governing
    if _HOW.match(placed.folded) and (governing is None or governing.kind is Kind.PUSH):
        return True
    return clause.mode is Mode.BARE and not states_act(placed)


def states_act(placed: PlacedClause) -> bool:
    """Whether a clause without a word of force has a verb: 主要目标 has none."""
    if placed.clause.of_kind(Kind.ACT) or placed.folded.isascii():
        return True
    tokens = tokens_of(placed)
    if named := _NAMED.match(placed.folded):
        tokens = [token for token in tokens if token.span.start - placed.span.start >= named.end()]
    return any(is_act(token.key) for token in tokens)


def _reach_words(pair: ClausePair, *, same_force: bool) -> Iterator[ReachChange]:
    """Yield the words of reach of which one side has more."""
    for kind, more_is in (
        (Kind.ALL, ForceKind.WIDENED),
        (Kind.SOME, ForceKind.NARROWED),
        (Kind.GRADUAL, ForceKind.NARROWED),
    ):
        mine = _unset(pair.old, pair.old.clause.of_kind(kind))
        theirs = _unset(pair.new, pair.new.clause.of_kind(kind))
        if len(mine) == len(theirs) or (kind is not Kind.ALL and not same_force):
            continue
        if kind is Kind.GRADUAL and bool(pair.old.clause.hedges) != bool(pair.new.clause.hedges):
            continue
        more, fewer = (pair.new, pair.old) if len(theirs) > len(mine) else (pair.old, pair.new)
        word = _extra(*((theirs, mine) if more is pair.new else (mine, theirs)))
        if not _covers_other(word, more, fewer, pair.similarity):
            continue
        if more is pair.new:
            yield ReachChange(more_is, None, word.span)
        else:
            less_is = ForceKind.NARROWED if more_is is ForceKind.WIDENED else ForceKind.WIDENED
            yield ReachChange(less_is, word.span, None)


def _unset(placed: PlacedClause, words: Sequence[Word]) -> list[Word]:
    """Return the words except those in set phrases: 全面建成小康社会."""
    start = placed.span.start
    phrases = [found.span() for found in _SET.finditer(placed.folded)]
    return [
        word
        for word in words
        if not any(begin <= word.span.start - start < end for begin, end in phrases)
    ]


def _extra(more: Sequence[Word], less: Sequence[Word]) -> Word:
    """Return the first word that the other side lacks."""
    known = Counter(word.text for word in less)
    for word in more:
        if known[word.text] <= 0:
            return word
        known[word.text] -= 1
    return more[0]


def _covers_other(word: Word, more: PlacedClause, other: PlacedClause, similarity: float) -> bool:
    """Whether the other clause has the thing that the word qualifies, but not the word."""
    start = word.span.start - more.span.start
    phrase = more.folded[start : start + word.span.end - word.span.start]
    if word.kind is not Kind.SOME and _has_word(other.folded, phrase):
        return False  # the word is at another position: 乡村全面振兴
    if word.kind is Kind.GRADUAL:
        return similarity >= _SAME_BUT_FOR_PACE and not _PACE.search(other.folded)
    if word.kind is Kind.SOME and _CONDITION.search(phrase) and _CONDITION.search(other.folded):
        return False
    tokens = tokens_of(more)
    behind = [token for token in tokens if token.span.start >= word.span.end]
    ahead = [token for token in tokens if token.span.end <= word.span.start]
    noun = next((token for token in behind if token.key not in _FILLERS), None)
    if noun is None or (is_act(noun.key) and _ADVERBIAL.match(phrase)):
        # An adverb, as in 全部达标 or 全面推行, qualifies the noun before it, else what follows.
        if noun and phrase == "全面" and not _pushes(noun, other):
            return False
        if phrase == "全面" and _STRESS.match(other.folded):
            return False  # 深入开展 and 加快推进 stress as much
        subject = ahead[-1] if ahead and not is_act(ahead[-1].key) else None
        return subject is None or subject.key in other.folded or subject.key in _FILLERS
    if noun.key not in other.folded:
        opposite = Kind.SOME if word.kind is Kind.ALL else Kind.ALL
        return bool(other.clause.of_kind(opposite)) or _names_part(noun.key, other.folded)
    if re.search(rf"{re.escape(phrase)}.{{0,4}}{re.escape(noun.key)}", other.folded):
        return False  # the same phrase with a word between: 重点用能单位
    return not _EVERY_KIND.match(phrase) or _is_narrower(noun, other)


def _has_word(folded: str, word: str) -> bool:
    """Whether a text contains a word; shall does not contain all."""
    if not word.isascii():
        return word in folded
    return f" {' '.join(_WORDS.findall(word))} " in f" {' '.join(_WORDS.findall(folded))} "


def _pushes(verb: Token, other: PlacedClause) -> bool:
    """Whether the other clause is about the extent of the implementation: 全面实施, 推进."""
    governing = other.clause.governing
    return verb.key in other.folded or (
        governing is not None and governing.kind in (Kind.PUSH, Kind.FIRM, Kind.EXPLORE)
    )


def _names_part(noun: str, folded: str) -> bool:
    """Whether a clause names a narrower noun: 小学 for 学校."""
    parts = (entry.partition(">") for entry in WORDS["BROADER"])
    return any(broad == noun and narrow in folded for broad, _, narrow in parts)


def _is_narrower(noun: Token, other: PlacedClause) -> bool:
    """Whether the other clause narrows the noun: 中小学校 for 各级各类学校, but not 各学校."""
    at = other.folded.find(noun.key)
    before = [token for token in tokens_of(other) if token.span.start < other.span.start + at]
    if not before:
        return False
    last = before[-1]
    text = other.folded[:at]
    if last.span.end > other.span.start + at:
        return True  # 中小学校 is one word
    return not (_NO_NARROWER.search(text) or is_act(last.key) or last.key in ("的", "、", "和"))
