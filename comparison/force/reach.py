"""Whether a clause covers more or less than its counterpart.

Only what a reader sees at once counts: an item more in a list (、和以及或者), a word of reach
(全部, 部分, 逐步), a bracket （含…）, a narrower word for the same thing (学校, 中小学校).
Where one part says more and another less, nothing is said.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from plandiff.comparison.force.pairing import ClausePair, PlacedClause
from plandiff.comparison.model import ForceKind
from plandiff.comparison.words.changes import common_hunks
from plandiff.comparison.words.tokens import cut
from plandiff.corpus.force import Kind, Mode, Word
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.model import Span
from plandiff.corpus.text import lazy_re as re

if TYPE_CHECKING:
    import difflib
else:
    difflib = LazyModule("difflib")

_LEAST_ALIKE = 0.5
"""Similarity from which two clauses are the same act, so that their lists can be compared."""
_LONG_CLAUSE = 200
"""Number of words from which a clause is no sentence that a person would read as a list."""
_SAME_BUT_FOR_PACE = 0.7
"""The same for 逐步: in another act it is another pace."""
_LEVEL = "[省市县区州国盟旗乡镇]"
_LOCAL = re.compile(
    rf"(?:全|我|本|各){_LEVEL}(?:、?\(?{_LEVEL}(?:、{_LEVEL})*\)?)*|各地区?|[全我本]校"
)
"""How a lower level restates its superior's text: all alike."""
_CONNECTORS = frozenset(
    ("、", "和", "与", "及", "以及", "或", "或者", "并", "和其他", "and", "or", "/")
)
_AROUND = _CONNECTORS | {"的", "等", "依法", " "}
_LEVELS = re.compile(
    "(?:[省市县区州盟旗乡镇级委、和]|党委|自治|不设区的|市辖|人民|政府|国家|中央)+"
)
"""Names of levels: a lower level leaves out those above it."""
_ITEMS = re.compile("、|以及|或者|[和与及或]")
_IDLE = frozenset(("的", "等", "其", "各", "要", "应", "将", "对", "在", " "))
_BODY = re.compile(r"(?:委员会|局|部|厅|中心)\Z")
_LONGEST_BODY = 4
"""Words of the name of a body behind its 和: 法律委员会 of 宪法和法律委员会."""
_INCLUDED = re.compile(r"\((?:含|包括|包含)")
_BROADER = {
    narrow: broad
    for broad, narrows in {
        "学校": "高校 高等学校 中小学校 中小学 小学 中学 幼儿园 职业院校 普通高中 高中 中职学校",
        "学生": "中小学生 大学生 小学生 中学生 高校学生",
        "企业": "国有企业 民营企业 中小企业 小微企业 大型企业 重点企业 规模以上企业",
        "城乡": "农村 乡村 城镇 城市",
        "人员": "工作人员 公职人员",
        "schools": "universities colleges kindergartens",
    }.items()
    for narrow in narrows.split(" ")
}


@dataclass(frozen=True, slots=True)
class ReachChange:
    """What one side covers and the other does not."""

    kind: ForceKind
    old: Span | None
    """Place of the words in the old section's text; None where only the new plan has them."""
    new: Span | None
    listed: bool = False
    """Whether the words are only an item more in a list."""


@dataclass(frozen=True, slots=True)
class _Token:
    key: str
    span: Span


def compare_reach(pair: ClausePair, *, same_force: bool = True) -> ReachChange | None:
    """``widened`` or ``narrowed`` with the words that do it; None where neither is plain.

    Where the force changed, 试点 and 逐步 are part of that change.
    """
    if pair.old.folded == pair.new.folded or pair.similarity < _LEAST_ALIKE:
        return None
    if all(_is_name(one) for one in (pair.old, pair.new)):
        return None
    old, new = _tokens(pair.old), _tokens(pair.new)
    found = [*_list_items(old, new, pair), *_reach_words(pair, same_force=same_force)]
    if len({change.kind for change in found}) != 1:
        return None
    return min(found, key=lambda change: change.listed)


def _is_name(placed: PlacedClause) -> bool:
    """Whether an English clause without a word of force is a bare name, which asks nothing."""
    return placed.clause.mode is Mode.NONE and placed.folded.isascii()


def _tokens(clause: PlacedClause) -> list[_Token]:
    """Words of the folded clause; the words of a level are one token that is equal everywhere."""
    tokens: list[_Token] = []
    at = 0
    for match in (*_LOCAL.finditer(clause.folded), None):
        stop = match.start() if match else len(clause.folded)
        borders = [at + border for border in cut(clause.folded[at:stop])]
        for start, end in pairwise(borders):
            tokens.append(_token(clause, start, end, clause.folded[start:end]))
        if match:
            tokens.append(_token(clause, match.start(), match.end(), "各地"))
            at = match.end()
    return tokens


def _token(clause: PlacedClause, start: int, end: int, key: str) -> _Token:
    offset = clause.span.start
    return _Token(key, Span(offset + start, offset + end))


def _list_items(
    old: Sequence[_Token], new: Sequence[_Token], pair: ClausePair
) -> list[ReachChange]:
    """Items that one list has more than the other; none where items were exchanged as well."""
    found: list[ReachChange] = []
    for i1, i2, j1, j2 in _differences([token.key for token in old], [token.key for token in new]):
        mine, theirs = _without_local(old[i1:i2]), _without_local(new[j1:j2])
        if mine and theirs:
            found += _broader_word(mine, theirs)
            if _is_list(mine) or _is_list(theirs):
                return []
        elif mine and _is_item(old, i1, i2, pair.old) and _is_lacking(mine, pair.new):
            found.append(ReachChange(ForceKind.NARROWED, _span(mine), None, _is_mere_item(mine)))
        elif theirs and _is_item(new, j1, j2, pair.new) and _is_lacking(theirs, pair.old):
            found.append(ReachChange(ForceKind.WIDENED, None, _span(theirs), _is_mere_item(theirs)))
    return found


def _is_mere_item(tokens: Sequence[_Token]) -> bool:
    """No bracket like (含教学点), which says what is meant."""
    return _INCLUDED.match("".join(token.key for token in tokens)) is None


def _differences(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Ranges ``old[i1:i2]`` and ``new[j1:j2]`` that differ, in ascending order.

    The longest common runs (Ratcliff and Obershelp) keep the items of a list whole, but take cubic
    time; clauses of very many words are compared by their longest common subsequence.
    """
    if max(len(old), len(new)) > _LONG_CLAUSE:
        for hunk in common_hunks(old, new):
            yield hunk.old_start, hunk.old_end, hunk.new_start, hunk.new_end
        return
    for tag, *ranges in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            i1, i2, j1, j2 = ranges
            yield i1, i2, j1, j2


def _is_list(tokens: Sequence[_Token]) -> bool:
    """Whether it has a connector and something that it connects."""
    return 0 < sum(token.key in _CONNECTORS for token in tokens) < len(tokens)


def _without_local(tokens: Sequence[_Token]) -> list[_Token]:
    return [token for token in tokens if token.key != "各地" and token.key.strip()]


def _span(tokens: Sequence[_Token]) -> Span:
    """From the first to the last word, connectors at the ends left out."""
    words = _trimmed(tokens) or list(tokens)
    return Span(words[0].span.start, words[-1].span.end)


def _trimmed(tokens: Sequence[_Token]) -> Sequence[_Token]:
    start, end = 0, len(tokens)
    while start < end and tokens[start].key in _AROUND:
        start += 1
    while start < end and tokens[end - 1].key in _AROUND:
        end -= 1
    return tokens[start:end]


def _is_lacking(piece: Sequence[_Token], other: PlacedClause) -> bool:
    """Whether the other clause has none of the words elsewhere, and they name no level."""
    text = "".join(token.key for token in _trimmed(piece))
    if _LEVELS.fullmatch(text) or any(map(str.isdigit, text)):
        return False  # a level, or a quantity, which the targets compare
    if _BODY.search(text):
        return text not in other.folded
    return text not in _ITEMS.split(other.folded)


def _is_item(tokens: Sequence[_Token], start: int, end: int, clause: PlacedClause) -> bool:
    """Whether the tokens are one or more items of a list, or a bracket that takes something in."""
    if _INCLUDED.match("".join(token.key for token in tokens[start:end])):
        return True
    return any(
        _is_item_at(tokens, start + shift, end + shift)
        and not _meets_force(tokens[start + shift : end + shift], clause)
        for shift in _shifts(tokens, start, end)
    )


def _shifts(tokens: Sequence[_Token], start: int, end: int) -> Iterator[int]:
    """How far a piece can be shifted so that the rest stays the same.

    强制或者变相 in 强制或者变相强制经营者 is, one word further, 或者变相强制.
    """
    yield 0
    shift = 0
    while end + shift < len(tokens) and tokens[start + shift].key == tokens[end + shift].key:
        shift += 1
        yield shift
    shift = 0
    while start + shift > 0 and tokens[start + shift - 1].key == tokens[end + shift - 1].key:
        shift -= 1
        yield shift


def _is_item_at(tokens: Sequence[_Token], start: int, end: int) -> bool:
    """Whether a connector parts the piece from what is before or behind it."""
    piece = _without_local(tokens[start:end])
    if not any(token.key not in _CONNECTORS | _IDLE for token in piece):
        return False
    if piece[0].key in _CONNECTORS:
        return True
    opens = start == 0 or tokens[start - 1].key in _CONNECTORS
    closes = end < len(tokens) and tokens[end].key in _CONNECTORS
    if piece[-1].key not in _CONNECTORS:
        return opens and closes
    name = "".join(token.key for token in piece if token.key not in _CONNECTORS)
    return bool(_BODY.search(name)) or not _names_body(tokens, end)


def _names_body(tokens: Sequence[_Token], start: int) -> bool:
    """Whether the name of a body goes on here: 宪法和 in front of 法律委员会 is no item."""
    name = ""
    for token in tokens[start : start + _LONGEST_BODY]:
        if token.key in _CONNECTORS:
            break
        name += token.key
        if _BODY.search(name):
            return True
    return False


def _meets_force(piece: Sequence[_Token], clause: PlacedClause) -> bool:
    """鼓励和支持 that becomes 鼓励 loses a word of force, no item."""
    words = clause.clause.force_words
    start, end = piece[0].span.start, piece[-1].span.end
    return any(word.span.start < end and start < word.span.end for word in words)


def _broader_word(mine: Sequence[_Token], theirs: Sequence[_Token]) -> Iterator[ReachChange]:
    old = "".join(token.key for token in mine if token.key not in _IDLE)
    new = "".join(token.key for token in theirs if token.key not in _IDLE)
    if _BROADER.get(old) == new:
        yield ReachChange(ForceKind.WIDENED, _span(mine), _span(theirs))
    elif _BROADER.get(new) == old:
        yield ReachChange(ForceKind.NARROWED, _span(mine), _span(theirs))


def _reach_words(pair: ClausePair, *, same_force: bool) -> Iterator[ReachChange]:
    """Words of reach that one side has more of."""
    for kind, more_is in (
        (Kind.ALL, ForceKind.WIDENED),
        (Kind.SOME, ForceKind.NARROWED),
        (Kind.GRADUAL, ForceKind.NARROWED),
    ):
        mine = pair.old.clause.of_kind(kind)
        theirs = pair.new.clause.of_kind(kind)
        if len(mine) == len(theirs) or (kind is not Kind.ALL and not same_force):
            continue
        if kind is Kind.GRADUAL and pair.similarity < _SAME_BUT_FOR_PACE:
            continue
        if len(theirs) > len(mine):
            extra = _extra(theirs, mine)
            if kind is not Kind.ALL or not _occurs(pair.new, extra, pair.old):
                yield ReachChange(more_is, None, extra)
        elif kind is not Kind.ALL or not _occurs(pair.old, _extra(mine, theirs), pair.new):
            less_is = ForceKind.NARROWED if more_is is ForceKind.WIDENED else ForceKind.WIDENED
            yield ReachChange(less_is, _extra(mine, theirs), None)


def _occurs(one: PlacedClause, word: Span, other: PlacedClause) -> bool:
    """Whether the other clause has the word as well, if in another place: 乡村全面振兴."""
    start = word.start - one.span.start
    return one.folded[start : start + word.end - word.start] in other.folded


def _extra(more: Sequence[Word], less: Sequence[Word]) -> Span:
    """Place of the first word that the other side lacks."""
    known = Counter(word.text for word in less)
    for word in more:
        if known[word.text] <= 0:
            return word.span
        known[word.text] -= 1
    return more[0].span
