"""List items that one clause of a pair has and the other lacks.

Only whole items count, and only if the other plan does not name them in another clause instead.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from plandiff.comparison.force.pairing import ClausePair, PlacedClause
from plandiff.comparison.force.wording import (
    CONNECTORS,
    IDLE,
    LOCAL,
    WORDS,
    PlanWording,
    Token,
    belongs_to_act,
    broader_word,
    is_act,
    pattern_of,
    tokens_of,
)
from plandiff.comparison.words.changes import common_hunks
from plandiff.comparison.words.lexicon import lexicon
from plandiff.corpus.force import Kind
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.model import Span
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.folding import fold_lines

if TYPE_CHECKING:
    import difflib
else:
    difflib = LazyModule("difflib")

_LONG_CLAUSE = 200
"""Number of tokens above which a faster diff is used; such a clause is no readable list."""
_SAME_FRAME = 0.5
"""Least share of common characters in the text around the items."""
_SHORTEST_FRAME = 5
"""Least number of common characters: 凝心聚力 alone does not show a common list."""
_MOST_ENGLISH = 4
"""Most words of an English item; a longer one is probably another act."""
_PAIRING = frozenset(("和", "与", "同"))
"""Connectors that may also join partners of a reciprocal act, not items."""
_AROUND = CONNECTORS | {"的", "等", "依法", " "}
_LEVELS = re.compile(
    "(?!城?乡镇?\\Z)(?:[省市县区州盟旗乡镇级委、和]|党委|自治|不设区的|市辖|人民|政府|国家|中央)+"
    r"(?:.{0,4}机关|\([^()]*\))?"
)
"""Names of levels: a plan of a lower level leaves out the levels above it."""
_REST = re.compile("或者?")
_ITEMS = re.compile("、|以及|或者|[和与及或]")
_BODY = re.compile(r"(?:委员会|局|部|厅|中心)\Z")
_LONGEST_BODY = 4
"""Most tokens after 和 inside the name of a body: 法律委员会 in 宪法和法律委员会."""
_INCLUDED = re.compile(r"\((?:含|包括|包含)")
_RECIPROCAL, _RELATION = pattern_of("RECIPROCAL"), pattern_of("RELATION")
_AMOUNT = re.compile(r"\d{2}|\d(?:[万亿%元人]|\.\d)")
_SHARE = re.compile(r"\d[^,;]{0,4}(?:%|元|百分点)")
_PREPOSITIONS = frozenset(("in", "to", "of", "for", "with", "by", "on", "at", "from"))
_APPOSITION = re.compile(rf"(?<=.)(?:{'|'.join(WORDS['APPOSITION'])})\Z")
_TAIL = re.compile(rf"(?:{'|'.join(WORDS['TAIL'])})\Z")


class ListChange(Struct, frozen=True):
    """Items or words that one clause has and the other lacks."""

    more: bool
    """Whether the new clause covers more."""
    old: Span | None
    new: Span | None
    listed: bool
    """Whether the words are only an additional list item: no bracket （含…）, no broader word."""


def compare_lists(pair: ClausePair, wordings: tuple[PlanWording, PlanWording]) -> list[ListChange]:
    """Return items of one list that the other lacks; empty if items were exchanged."""
    if _are_quantities(pair.old.folded, pair.new.folded):
        return []
    if any(_REST.match(one.folded) for one in (pair.old, pair.new)):
        return []  # the rest of a list of clauses, whose items may be in the clause before
    old, new = tokens_of(pair.old), tokens_of(pair.new)
    found: list[ListChange] = []
    # Connectors are equal here: 甲、乙和丙 without 丙 is 甲和乙.
    keys = [["、" if t.key in CONNECTORS else t.key for t in side] for side in (old, new)]
    hunks = list(_differences(*keys))
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
            if more := broader_word(mine, theirs, pair):
                found.append(ListChange(*more, listed=False))
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
    """Whether targets cover the change: shares or sums on both sides, or a number on one."""
    return bool(_SHARE.search(old) and _SHARE.search(new)) or (
        (_AMOUNT.search(old) is None) != (_AMOUNT.search(new) is None)
    )


def _differences(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield hunks (i1, i2, j1, j2): ``old[i1:i2]`` and ``new[j1:j2]`` differ; ascending.

    Longest common runs (Ratcliff and Obershelp) keep list items whole, but take cubic time; very
    long clauses are compared by their longest common subsequence.
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
    """Whether the clauses are alike except for text that only one of them has."""
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
    """Whether the tokens contain a connector and an item."""
    return 0 < sum(token.key in CONNECTORS for token in tokens) < len(tokens)


def _without_local(tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if token.key != LOCAL and token.key.strip()]


_Items = tuple[Span, Span | None, bool]
"""Span of the items on one side, span of the other side's word, and whether it is a list."""


class _List(Struct, frozen=True):
    """One side of a clause pair, checked for items that the other side lacks."""

    tokens: Sequence[Token]
    clause: PlacedClause
    other: PlacedClause
    wordings: tuple[PlanWording, PlanWording]

    def has_items(self, start: int, end: int) -> bool:
        """Whether ``tokens[start:end]`` are items, even if the other plan names them elsewhere."""
        return self._placed(start, end) is not None

    def items(self, start: int, end: int) -> Iterator[_Items]:
        """Yield the whole items in ``tokens[start:end]``, if any."""
        piece = self.tokens[start:end]
        if _INCLUDED.match("".join(token.key for token in piece)):
            yield Span(piece[0].span.start, piece[-1].span.end), None, False
        elif placed := self._placed(start, end):
            yield from self._named(*placed)

    def _placed(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the token range, shifted to the borders of items; None if it has no items."""
        for shift in self._shifts(start, end):
            begin, stop = start + shift, end + shift
            if self._is_item_at(begin, stop) and not self._meets_force(begin, stop):
                return begin, stop
        return None

    def _shifts(self, start: int, end: int) -> Iterator[int]:
        """Yield the shifts of a range that leave the remaining text the same.

        强制或者变相 in 强制或者变相强制经营者, shifted by one word, is 或者变相强制.
        """
        tokens = self.tokens
        shift = 0
        ahead: list[int] = []
        while end + shift < len(tokens) and tokens[start + shift].key == tokens[end + shift].key:
            shift += 1
            ahead.append(shift)
        # Prefer a range that begins with a connector: in 失业人员和困难人员,
        # 人员和困难 becomes 和困难人员.
        yield from (one for one in ahead if tokens[start + one].key in CONNECTORS)
        yield 0
        yield from (one for one in ahead if tokens[start + one].key not in CONNECTORS)
        shift = 0
        while start + shift > 0 and tokens[start + shift - 1].key == tokens[end + shift - 1].key:
            shift -= 1
            yield shift

    def _is_item_at(self, start: int, end: int) -> bool:
        """Whether a connector separates the range from the text before or after it."""
        tokens = self.tokens
        piece = _without_local(tokens[start:end])
        if not any(token.key not in CONNECTORS | IDLE for token in piece):
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
        """Whether the name of a body continues here: 宪法和 before 法律委员会 is no item."""
        name = ""
        for token in self.tokens[start : start + _LONGEST_BODY]:
            if token.key in CONNECTORS:
                break
            name += token.key
            if _BODY.search(name):
                return True
        return False

    def _meets_force(self, begin: int, stop: int) -> bool:
        """Whether the range overlaps a force word or hedge: 鼓励和支持 to 鼓励 loses no item."""
        start, end = self.tokens[begin].span.start, self.tokens[stop - 1].span.end
        words = (*self.clause.clause.force_words, *self.clause.clause.hedges)
        return any(word.span.start < end and start < word.span.end for word in words)

    def _named(self, begin: int, stop: int) -> Iterator[_Items]:
        """Yield the range's items as one span, if all are whole and missing from the other plan."""
        if self._is_reciprocal(begin, stop):
            return
        items = list(self._cut(begin, stop))
        if not (items and all(self._counts(*item) for item in items)):
            return  # one item elsewhere in the other plan means that all were moved
        whole = Span(self._trimmed(*items[0]).start, self._trimmed(*items[-1]).end)
        if whole.end - whole.start == 1:  # 大 of 大、中小学校 has no meaning alone
            yield from self._compound(whole, stop)
        else:
            yield whole, None, True

    def _cut(self, begin: int, stop: int) -> Iterator[tuple[int, int]]:
        """Yield the token range of each item, without connectors and particles."""
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
        """Return the span of an item without a summarising apposition and trailing adverbs."""
        start, end = self.tokens[first].span.start, self.tokens[last - 1].span.end
        offset = self.clause.span.start
        text = self.clause.folded[start - offset : end - offset]
        return Span(start, start + len(_TAIL.sub("", _APPOSITION.sub("", text)) or text))

    def _counts(self, first: int, last: int) -> bool:
        """Whether the item names a thing that is missing from the other plan."""
        place = self._trimmed(first, last)
        offset = self.clause.span.start
        text = self.clause.folded[place.start - offset : place.end - offset]
        if _LEVELS.fullmatch(text) or any(map(str.isdigit, text)):
            return False  # a level, or a quantity, which is compared as a target
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
        """Whether the other clause has the item's head noun in excess: the item was reworded."""
        if len(head) < 2:
            return False
        others = self.clause.folded.replace(item, "", 1).count(head)
        return self.other.folded.count(head) > others

    def _is_elsewhere(self, item: str, words: Sequence[str]) -> bool:
        """Whether the other plan names the thing, or its holder, more often in other clauses."""
        mine, theirs = self.wordings
        holder = item.partition("的")[0]
        if len(item) == 1:
            return False
        if self._is_beside(item):
            return True
        adverbs = {w.text for w in self.clause.clause.of_kind(Kind.INTENSITY)}
        asked = [tuple(w for w in words if len(w) > 1 and w not in adverbs) or (item,)]
        asked += [(holder,)] if 1 < len(holder) < len(item) else []
        return any(
            theirs.count_beside(self.other.folded, words)
            > mine.count_beside(self.clause.folded, words)
            for words in asked
        )

    def _is_beside(self, item: str) -> bool:
        """Whether the other clause's section names the item in its heading or more often."""
        mine, theirs = (
            _folded(clause.section.text).count(item) - clause.folded.count(item)
            for clause in (self.clause, self.other)
        )
        return theirs > mine or item in _folded(self.other.section.heading)

    def _is_bare_act(self, first: int, last: int) -> bool:
        """Whether the item is one more verb next to another, as 完善 in 建立和完善.

        In a ban each verb counts; and next to nouns a verb names a thing (档案、统计).
        """
        start = self.tokens[first].span.start
        governing = self.clause.clause.governing
        if governing and governing.kind is Kind.BAR and governing.span.start < start:
            return False
        known = self.clause.clause.of_kind(Kind.ACT, Kind.INTENSITY)
        words = [
            token.key
            for token in self.tokens[first:last]
            if token.key not in IDLE
            and token.key != LOCAL
            and not any(w.span.start <= token.span.start < w.span.end for w in known)
        ]
        shares_object = self._shares_object(first, last)
        if not (shares_object or all(map(belongs_to_act, words))):
            return False
        beside = [
            self.tokens[at].key
            for at, sign in ((first - 2, first - 1), (last + 1, last))
            if 0 <= at < len(self.tokens) and self.tokens[sign].key in CONNECTORS
        ]
        return all(map(belongs_to_act, beside))

    def _shares_object(self, first: int, last: int) -> bool:
        """Whether a verb before the connector has the object of the item: 感受和体验美."""
        head, tail = self.tokens[first].key, self.tokens[last - 1].key
        before = self.tokens[first - 2].key if first > 1 else ""
        joined = self.tokens[first - 1].key in CONNECTORS if first else False
        ahead = self.tokens[first - 3].key if first > 2 else ""
        alone = len(ahead) < 2 or not lexicon().kind_of(ahead).startswith(("n", "v"))
        own = head in self.other.folded or is_act(tail)
        return joined and alone and is_act(before) and is_act(head) and not own

    def _is_reciprocal(self, begin: int, stop: int) -> bool:
        """Whether the item is a partner of a reciprocal act: 科技与经济融合."""
        joined = any(token.key in _PAIRING for token in self.tokens[begin:stop])
        rest = self.clause.folded[self.tokens[begin].span.start - self.clause.span.start :]
        found = _RELATION.search(rest) or (joined and _RECIPROCAL.search(rest))
        return bool(found)

    def _compound(self, item: Span, stop: int) -> Iterator[_Items]:
        """Yield 大、中小学校 for 大: the item with the word that follows it."""
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


@lru_cache(maxsize=256)
def _folded(text: str) -> str:
    """Fold the text of a section in lower case; each item of its lists asks for it."""
    return fold_lines(text).lower()
