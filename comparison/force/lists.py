"""Items that the list of one clause has more than that of its counterpart.

Only whole items count that the other plan does not name as often: what went elsewhere is no loss.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from plandiff.comparison.force.pairing import ClausePair, PlacedClause
from plandiff.comparison.force.wording import (
    CONNECTORS,
    LOCAL,
    WORDS,
    PlanWording,
    Token,
    pattern_of,
    tokens_of,
)
from plandiff.comparison.words.changes import common_hunks
from plandiff.comparison.words.lexicon import lexicon
from plandiff.corpus.force import Kind
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.model import Span
from plandiff.corpus.text import lazy_re as re

if TYPE_CHECKING:
    import difflib
else:
    difflib = LazyModule("difflib")

_LONG_CLAUSE = 200
"""Number of words from which a clause is no sentence that a person would read as a list."""
_SAME_FRAME = 0.5
"""Share of the characters beside the items that both clauses have."""
_SHORTEST_FRAME = 5
"""Characters that both clauses have at least: 凝心聚力 alone says no list."""
_MOST_ENGLISH = 4
"""Words of an English item; a longer one is rather another act."""
_PAIRING = frozenset(("和", "与", "同"))
"""Connectors that may also join what does something with each other."""
_AROUND = CONNECTORS | {"的", "等", "依法", " "}
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
    narrow: broad for broad, _, narrow in (entry.partition(">") for entry in WORDS["BROADER"])
}
_RECIPROCAL, _RELATION = pattern_of("RECIPROCAL"), pattern_of("RELATION")
_AMOUNT = re.compile(r"\d{2}|\d(?:[万亿%元人]|\.\d)")
_SHARE = re.compile(r"\d[^,;]{0,4}(?:%|元)")
_PREPOSITIONS = frozenset(("in", "to", "of", "for", "with", "by", "on", "at", "from"))
_APPOSITION = re.compile(rf"(?<=.)(?:{'|'.join(WORDS['APPOSITION'])})\Z")
_TAIL = re.compile(rf"(?:{'|'.join(WORDS['TAIL'])})\Z")
_ADVERBS = ("v", "d", "ad", "a")
"""Parts of speech of which an act without its object consists: 准确把握."""


@dataclass(frozen=True, slots=True)
class ListChange:
    """What one list has and the other lacks."""

    more: bool
    """Whether the new clause covers more."""
    old: Span | None
    new: Span | None
    listed: bool
    """Whether the words are only an item more in a list, no bracket （含…） and no wider word."""


def compare_lists(pair: ClausePair, wordings: tuple[PlanWording, PlanWording]) -> list[ListChange]:
    """Items of one list that the other lacks; none where items were exchanged as well."""
    if _are_quantities(pair.old.folded, pair.new.folded):
        return []
    old, new = tokens_of(pair.old), tokens_of(pair.new)
    found: list[ListChange] = []
    hunks = list(_differences([token.key for token in old], [token.key for token in new]))
    if not _is_one_frame(old, new, hunks):
        return []
    lists = (
        _List(old, pair.old, pair.new, wordings),
        _List(new, pair.new, pair.old, wordings[::-1]),
    )
    exchanged = [False, False]
    for i1, i2, j1, j2 in hunks:
        mine, theirs = _without_local(old[i1:i2]), _without_local(new[j1:j2])
        if mine and theirs:
            found += _broader_word(mine, theirs, pair)
            if _is_list(mine) or _is_list(theirs):
                return []
            continue
        side, start, end = (0, i1, i2) if mine else (1, j1, j2)
        if mine or theirs:
            exchanged[side] |= lists[side].has_items(start, end)
            found += (
                ListChange(more=side == 1, old=there, new=here, listed=mere)
                if side
                else ListChange(more=False, old=here, new=there, listed=mere)
                for here, there, mere in lists[side].items(start, end)
            )
    return [] if all(exchanged) else found


def _are_quantities(old: str, new: str) -> bool:
    """Whether the targets say what changed: shares and sums, or a number on one side only."""
    return bool(_SHARE.search(old) and _SHARE.search(new)) or (
        (_AMOUNT.search(old) is None) != (_AMOUNT.search(new) is None)
    )


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


def _is_one_frame(
    old: Sequence[Token], new: Sequence[Token], hunks: Sequence[tuple[int, int, int, int]]
) -> bool:
    """Whether the clauses are alike but for what one of them has more."""
    replaced = [0, 0]
    alone = [0, 0]
    for i1, i2, j1, j2 in hunks:
        sizes = _length(old[i1:i2]), _length(new[j1:j2])
        into = replaced if all(sizes) else alone
        for side, size in enumerate(sizes):
            into[side] += size
    common = [_length(side) - replaced[at] - alone[at] for at, side in enumerate((old, new))]
    least = max(_SAME_FRAME * (common[0] + max(replaced)), _SHORTEST_FRAME)
    return common[0] >= least


def _length(tokens: Sequence[Token]) -> int:
    return sum(token.span.end - token.span.start for token in tokens)


def _is_list(tokens: Sequence[Token]) -> bool:
    """Whether it has a connector and something that it connects."""
    return 0 < sum(token.key in CONNECTORS for token in tokens) < len(tokens)


def _without_local(tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if token.key != LOCAL and token.key.strip()]


def _broader_word(
    mine: Sequence[Token], theirs: Sequence[Token], pair: ClausePair
) -> Iterator[ListChange]:
    """学校 for 小学, unless the other clause has the narrower word in another place."""
    old = "".join(token.key for token in mine if token.key not in _IDLE)
    new = "".join(token.key for token in theirs if token.key not in _IDLE)
    spans = (
        Span(mine[0].span.start, mine[-1].span.end),
        Span(theirs[0].span.start, theirs[-1].span.end),
    )
    if _BROADER.get(old) == new and old not in pair.new.folded:
        yield ListChange(more=True, old=spans[0], new=spans[1], listed=False)
    elif _BROADER.get(new) == old and new not in pair.old.folded:
        yield ListChange(more=False, old=spans[0], new=spans[1], listed=False)


@lru_cache(maxsize=4096)
def _belongs_to_act(word: str) -> bool:
    """Whether a word may be a verb, an adverb or an idiom, which name no thing."""
    kind = lexicon().kind_of(word)
    return kind.startswith(_ADVERBS) or kind == "i"


_Items = tuple[Span, Span | None, bool]
"""Where one side has the items, where the other has the word instead, and whether it is a list."""


@dataclass(frozen=True, slots=True)
class _List:
    """The side of a pair that says more."""

    tokens: Sequence[Token]
    clause: PlacedClause
    other: PlacedClause
    wordings: tuple[PlanWording, PlanWording]

    def has_items(self, start: int, end: int) -> bool:
        """Whether the tokens from ``start`` to ``end`` are items, wherever else they are named."""
        return self._placed(start, end) is not None

    def items(self, start: int, end: int) -> Iterator[_Items]:
        """The whole items that the tokens from ``start`` to ``end`` are, if any."""
        piece = self.tokens[start:end]
        if _INCLUDED.match("".join(token.key for token in piece)):
            yield Span(piece[0].span.start, piece[-1].span.end), None, False
        elif placed := self._placed(start, end):
            yield from self._named(*placed)

    def _placed(self, start: int, end: int) -> tuple[int, int] | None:
        """The tokens, shifted so that they begin and end where items do."""
        for shift in self._shifts(start, end):
            begin, stop = start + shift, end + shift
            if self._is_item_at(begin, stop) and not self._meets_force(begin, stop):
                return begin, stop
        return None

    def _shifts(self, start: int, end: int) -> Iterator[int]:
        """How far a piece can be shifted so that the rest stays the same.

        强制或者变相 in 强制或者变相强制经营者 is, one word further, 或者变相强制.
        """
        tokens = self.tokens
        shift = 0
        ahead: list[int] = []
        while end + shift < len(tokens) and tokens[start + shift].key == tokens[end + shift].key:
            shift += 1
            ahead.append(shift)
        # 人员和困难 of 失业人员和困难人员 is 和困难人员: the one that begins with a connector.
        yield from (one for one in ahead if tokens[start + one].key in CONNECTORS)
        yield 0
        yield from (one for one in ahead if tokens[start + one].key not in CONNECTORS)
        shift = 0
        while start + shift > 0 and tokens[start + shift - 1].key == tokens[end + shift - 1].key:
            shift -= 1
            yield shift

    def _is_item_at(self, start: int, end: int) -> bool:
        """Whether a connector parts the piece from what is before or behind it."""
        tokens = self.tokens
        piece = _without_local(tokens[start:end])
        if not any(token.key not in CONNECTORS | _IDLE for token in piece):
            return False
        if piece[0].key in CONNECTORS:
            return True
        opens = start == 0 or tokens[start - 1].key in CONNECTORS
        closes = end < len(tokens) and tokens[end].key in CONNECTORS
        if piece[-1].key not in CONNECTORS:
            return opens and closes
        name = "".join(token.key for token in piece if token.key not in CONNECTORS)
        return bool(_BODY.search(name)) or not self._names_body(end)

    def _names_body(self, start: int) -> bool:
        """Whether the name of a body goes on here: 宪法和 in front of 法律委员会 is no item."""
        name = ""
        for token in self.tokens[start : start + _LONGEST_BODY]:
            if token.key in CONNECTORS:
                break
            name += token.key
            if _BODY.search(name):
                return True
        return False

    def _meets_force(self, begin: int, stop: int) -> bool:
        """鼓励和支持 that becomes 鼓励 loses a word of force, no item."""
        start, end = self.tokens[begin].span.start, self.tokens[stop - 1].span.end
        words = self.clause.clause.force_words
        return any(word.span.start < end and start < word.span.end for word in words)

    def _named(self, begin: int, stop: int) -> Iterator[_Items]:
        """The items of the piece that are whole, name something, and stand nowhere else instead."""
        if self._is_reciprocal(begin, stop):
            return
        items = list(self._cut(begin, stop))
        if not (items and all(self._counts(*item) for item in items)):
            return  # items that went elsewhere go together
        whole = Span(self._trimmed(*items[0]).start, self._trimmed(*items[-1]).end)
        if whole.end - whole.start == 1:  # 大 of 大、中小学校 says nothing alone
            yield from self._compound(whole, stop)
        else:
            yield whole, None, True

    def _cut(self, begin: int, stop: int) -> Iterator[tuple[int, int]]:
        """The items of a piece: from token to token, without the signs that part them."""
        first = begin
        for at in range(begin, stop + 1):
            if at == stop or self.tokens[at].key in CONNECTORS:
                start, end = first, at
                while start < end and self.tokens[start].key in _AROUND:
                    start += 1
                while start < end and self.tokens[end - 1].key in _AROUND:
                    end -= 1
                if start < end:
                    yield start, end
                first = at + 1

    def _trimmed(self, first: int, last: int) -> Span:
        """The place of an item without what sums the list up, and adverbs behind it."""
        start, end = self.tokens[first].span.start, self.tokens[last - 1].span.end
        offset = self.clause.span.start
        text = self.clause.folded[start - offset : end - offset]
        return Span(start, start + len(_TAIL.sub("", _APPOSITION.sub("", text)) or text))

    def _counts(self, first: int, last: int) -> bool:
        """Whether the item names a thing that the other plan does not name instead."""
        place = self._trimmed(first, last)
        offset = self.clause.span.start
        text = self.clause.folded[place.start - offset : place.end - offset]
        if _LEVELS.fullmatch(text) or any(map(str.isdigit, text)):
            return False  # a level, or a quantity, which the targets compare
        if text in _ITEMS.split(self.other.folded) or (
            _BODY.search(text) and text in self.other.folded
        ):
            return False
        words = [token.key for token in self.tokens[first:last] if token.span.end <= place.end]
        if text.isascii() and (
            len(text.split()) > _MOST_ENGLISH or text.split()[-1] in _PREPOSITIONS
        ):
            return False
        if self._is_bare_act(first, last) or self._is_exchanged(text, words[-1]):
            return False
        return not self._is_elsewhere(text, words)

    def _is_exchanged(self, item: str, head: str) -> bool:
        """Whether the other clause has the head of the item to spare: it says it otherwise."""
        if len(head) < 2:
            return False
        others = self.clause.folded.replace(item, "", 1).count(head)
        return self.other.folded.count(head) > others

    def _is_elsewhere(self, item: str, words: Sequence[str]) -> bool:
        """Whether the other plan names the thing, or whose it is, in clauses of its own."""
        mine, theirs = self.wordings
        holder = item.partition("的")[0]
        if len(item) == 1:
            return False
        asked = [tuple(word for word in words if len(word) > 1) or (item,)]
        asked += [(holder,)] if 1 < len(holder) < len(item) else []
        return any(
            theirs.count_beside(self.other.folded, said)
            > mine.count_beside(self.clause.folded, said)
            for said in asked
        )

    def _is_bare_act(self, first: int, last: int) -> bool:
        """Whether it is one verb more beside another, as 完善 in 建立和完善.

        A ban forbids each of them; and beside things a verb names a thing (档案、统计).
        """
        start = self.tokens[first].span.start
        governing = self.clause.clause.governing
        if governing and governing.kind is Kind.BAR and governing.span.start < start:
            return False
        known = self.clause.clause.of_kind(Kind.ACT, Kind.INTENSITY)
        words = [
            token.key
            for token in self.tokens[first:last]
            if token.key not in _IDLE
            and not any(w.span.start <= token.span.start < w.span.end for w in known)
        ]
        if not all(map(_belongs_to_act, words)):
            return False
        beside = [
            self.tokens[at].key
            for at, sign in ((first - 2, first - 1), (last + 1, last))
            if 0 <= at < len(self.tokens) and self.tokens[sign].key in CONNECTORS
        ]
        return all(map(_belongs_to_act, beside))

    def _is_reciprocal(self, begin: int, stop: int) -> bool:
        """Whether the piece does something with its neighbour: 科技与经济融合."""
        joined = any(token.key in _PAIRING for token in self.tokens[begin:stop])
        rest = self.clause.folded[self.tokens[begin].span.start - self.clause.span.start :]
        found = _RELATION.search(rest) or (joined and _RECIPROCAL.search(rest))
        return bool(found)

    def _compound(self, item: Span, stop: int) -> Iterator[_Items]:
        """大、中小学校 for 大: with the word that goes on behind it."""
        behind = self.tokens[stop] if stop < len(self.tokens) else None
        at = self.other.folded.find(behind.key) if behind else -1
        if behind is None or len(behind.key) < 2 or at < 0:
            return
        start = self.other.span.start + at
        yield (
            Span(item.start, behind.span.end),
            Span(start, start + len(behind.key)),
            False,
        )
