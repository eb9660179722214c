"""Parse the wishes of a remark by fixed phrases, and judge whether a revision fulfils them.

将80%改为85% asks for an amount, 增加“教师轮岗” for words, 明确牵头单位 for an owner.
A remark without such a phrase has no wishes: only a person can judge whether it was adopted.
"""

from collections.abc import Callable, Iterator
from enum import StrEnum

from msgspec import Struct

from plandiff.comparison.across import WORDS, any_word
from plandiff.comparison.edits import RowKind
from plandiff.comparison.model import ForceKind, Row, TargetChange, TaskChange
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.folding import fold


class WishKind(StrEnum):
    """The kind of change that a remark asks for."""

    WORDS = "words"
    """``text`` is to appear literally."""
    MATTER = "matter"
    """The subject ``text`` is to appear, in any words."""
    DROP = "drop"
    """``text`` is to be deleted; empty: the whole passage."""
    AMOUNT = "amount"
    """``text`` is the wanted number with its unit, ``before`` the one to be replaced."""
    RAISE = "raise"
    LOWER = "lower"
    EARLIER = "earlier"
    LATER = "later"
    FIRMER = "firmer"
    OWNER = "owner"
    DEADLINE = "deadline"
    NUMBER = "number"
    SPLIT = "split"
    MERGE = "merge"
    MOVE = "move"


class Result(StrEnum):
    """The outcome of one wish."""

    DONE = "done"
    PART = "part"
    NOT_DONE = "not-done"
    UNKNOWN = "unknown"
    """The texts do not show it."""


class Wish(Struct, frozen=True):
    """One thing that a remark asks for."""

    kind: WishKind
    text: str = ""
    """Folded, without white space."""
    before: str = ""


class Revision(Struct, frozen=True):
    """The text of a remark before and after a revision, and the changes found in it."""

    before: str
    after: str
    """The current text at its places, and text added next to it."""
    gone: bool = False
    """The text was deleted."""
    rows: tuple[Row, ...] = ()
    targets: tuple[TargetChange, ...] = ()
    tasks: tuple[TaskChange, ...] = ()
    force: tuple[ForceKind, ...] = ()


_QUOTED = r'"([^"]{1,80})"'
_PLAIN = r'([^,;。:!?"]{1,40}?)'
_THING = rf"(?:{_QUOTED}|{_PLAIN})"
_END = r"(?=[,;。!?]|\Z)"
_UNIT = r"(?:%|‰|个?百分点|[万亿]?[\u4e00-\u9fff]{0,2})"
_AMOUNT = rf"\d[\d,.]*{_UNIT}"
_AMOUNTS = re.compile(_AMOUNT)
_REPLACE = re.compile(
    rf"(?:将|把|由|从)?{_THING}(?:{any_word('OF_WORDS')})?(?:{any_word('SUGGEST')})*"
    rf"(?:{any_word('CHANGE')})(?:到|至|为|成|作)(?:了|:)?{_THING}{_END}"
)
_DROP = re.compile(
    rf"[将把]{_THING}(?:{any_word('OF_WORDS')})?(?:予以|整条|全部)?(?:{any_word('DROP_AFTER')}){_END}"
    rf"|(?:{any_word('DROP_BEFORE')}){_THING}?(?:{any_word('OF_WORDS')})?{_END}"
)
_WHOLE = re.compile(any_word("WHOLE_PASSAGE"))
_ADD = re.compile(rf"(?:{any_word('ADD')})(?:{any_word('ABOUT')})*{_THING}{_END}")
_TAIL = re.compile(rf"(?:的?(?:相关|有关|具体)?(?:{any_word('KIND_OF_TEXT')}))+\Z")
_HEAD = re.compile(rf"\A(?:{any_word('BEFORE_SUBJECT')})+")
_SIMPLE = tuple(
    (kind, re.compile(any_word(f"WISH_{kind.name}")))
    for kind in WishKind
    if f"WISH_{kind.name}" in WORDS
)
"""Wishes that name no text, each with its phrases."""
_NUMBERS = re.compile(r"(\d[\d,]*(?:\.\d+)?)(%|‰|个?百分点|[万亿]?[\u4e00-\u9fff]?)")
_FIRM, _OWNS, _DATED = (re.compile(any_word(name)) for name in ("FIRM", "OWNS", "DATED"))
_NEAR = 0.5
"""Least share of a subject's character bigrams for a text that is partly about it."""
_ABOUT = 0.75


def plain(text: str) -> str:
    """Fold a text and remove white space.

    >>> plain("达到 ８５％，“应当”")
    '达到85%,"应当"'
    """
    return "".join(fold(text).split())


def read_wishes(remark: str) -> tuple[Wish, ...]:
    """Return the wishes of a remark, in the order of its text.

    >>> [(w.kind.value, w.before, w.text) for w in read_wishes("建议将80%改为85%。")]
    [('amount', '80%', '85%')]
    >>> [(w.kind.value, w.text) for w in read_wishes("建议增加“教师轮岗”；删去“适时”")]
    [('words', '教师轮岗'), ('drop', '适时')]
    """
    text = plain(remark)
    found = list(_phrases(text))
    taken = [(start, end) for start, end, _ in found]
    for kind, pattern in _SIMPLE:
        match = pattern.search(text)
        if match and not any(start <= match.start() < end for start, end in taken):
            found.append((match.start(), match.end(), Wish(kind)))
    return tuple(wish for *_, wish in sorted(found, key=lambda item: item[:2]))


def _phrases(text: str) -> Iterator[tuple[int, int, Wish]]:
    """Yield (start, end, wish) for phrases that name text to delete or to add."""
    taken: list[tuple[int, int]] = []
    for pattern, read in ((_REPLACE, _replaced), (_DROP, _dropped), (_ADD, _added)):
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(first < end and start < last for first, last in taken):
                continue
            wishes = list(read(match))
            if wishes:
                taken.append((start, end))
            yield from ((start, end, wish) for wish in wishes)


def _replaced(match: re.Match[str]) -> Iterator[Wish]:
    old_quoted, old_plain, new_quoted, new_plain = match.groups()
    new = new_quoted or new_plain
    amount = _AMOUNTS.search(new)
    if amount and (not new_quoted or amount[0] == new):
        before = _AMOUNTS.findall(old_quoted or old_plain or "")
        yield Wish(WishKind.AMOUNT, amount[0], before[-1] if before else "")
        return
    yield Wish(WishKind.WORDS if new_quoted else WishKind.MATTER, new)
    if old_quoted:
        yield Wish(WishKind.DROP, old_quoted)


def _dropped(match: re.Match[str]) -> Iterator[Wish]:
    before_quoted, before_bare, quoted, bare = match.groups()
    quoted, bare = quoted or before_quoted, bare or before_bare
    if quoted:
        yield Wish(WishKind.DROP, quoted)
    else:
        yield Wish(WishKind.DROP, "" if _WHOLE.match(bare or "") else bare)


def _added(match: re.Match[str]) -> Iterator[Wish]:
    quoted, bare = match.groups()
    if quoted:
        yield Wish(WishKind.WORDS, quoted)
        return
    simple = [kind for kind, pattern in _SIMPLE if pattern.search(match[0])]
    if simple:  # 注明责任部门: any body fulfils the wish
        yield from map(Wish, simple)
        return
    matter = _HEAD.sub("", _TAIL.sub("", bare))
    if len(matter) >= 2:
        yield Wish(WishKind.MATTER, matter)


def judge_wish(wish: Wish, revision: Revision) -> Result:
    """Judge whether a revision fulfils a wish."""
    return _JUDGES[wish.kind](wish, revision)


def share_of(matter: str, text: str) -> float:
    """Return the share of a subject's character bigrams that a text contains; both plain."""
    pairs = {matter[at : at + 2] for at in range(len(matter) - 1)} or {matter}
    return sum(pair in text for pair in pairs) / len(pairs)


def _words(wish: Wish, revision: Revision) -> Result:
    if wish.text in revision.before:
        return Result.UNKNOWN if wish.text in revision.after else Result.NOT_DONE
    if wish.text in revision.after:
        return Result.DONE
    is_near = share_of(wish.text, revision.after) >= _ABOUT > share_of(wish.text, revision.before)
    return Result.PART if is_near else Result.NOT_DONE


def _matter(wish: Wish, revision: Revision) -> Result:
    before, after = (share_of(wish.text, text) for text in (revision.before, revision.after))
    if before >= _ABOUT:
        return Result.UNKNOWN
    if after <= before or after < _NEAR:
        return Result.NOT_DONE
    return Result.DONE if after >= _ABOUT else Result.PART


def _drop(wish: Wish, revision: Revision) -> Result:
    if revision.gone:
        return Result.DONE
    if not wish.text or wish.text not in revision.before:
        return Result.NOT_DONE if not wish.text else Result.UNKNOWN
    return Result.NOT_DONE if wish.text in revision.after else Result.DONE


def _numbers(text: str) -> list[tuple[float, str]]:
    """Return (value, unit) in order; the unit is the character after any 万 or 亿."""
    found = []
    for digits, unit in _NUMBERS.findall(text):
        value = float(digits.replace(",", ""))
        scale = {"万": 1e4, "亿": 1e8}.get(unit[:1], 1.0)
        found.append((value * scale, unit[1:] if scale > 1 else unit))
    return found


def _amount(wish: Wish, revision: Revision) -> Result:
    """Judge an amount: the wanted number is done, one between old and wanted is a part."""
    (wanted, unit), *_ = _numbers(wish.text) or [(0.0, "")]
    old, new = _numbers(revision.before), _numbers(revision.after)
    come = [value for value, of in new if of == unit and (value, of) not in old]
    if wanted in come:
        return Result.DONE
    gone = [value for value, of in old if of == unit and (value, of) not in new]
    first = next((value for value, _ in _numbers(wish.before)), gone[0] if gone else None)
    if first is None or not come:
        return Result.NOT_DONE
    nearest = min(come, key=lambda value: abs(value - wanted))
    if (nearest - first) * (wanted - first) <= 0:
        return Result.NOT_DONE
    return Result.DONE if abs(nearest - first) >= abs(wanted - first) else Result.PART


def _effect(*, more: bool) -> Callable[[Wish, Revision], Result]:
    """Return a judge of stricter or looser targets; without changed targets, of force."""

    def judge(_wish: Wish, revision: Revision) -> Result:
        effects = {change.effect for change in revision.targets} - {None}
        asked, other = ("more", "less") if more else ("less", "more")
        if asked in effects:
            return Result.DONE
        if other in effects:
            return Result.NOT_DONE
        kind = ForceKind.STRENGTHENED if more else ForceKind.WEAKENED
        if kind in revision.force:
            return Result.DONE
        return Result.NOT_DONE if revision.targets else Result.UNKNOWN

    return judge


def _date(wanted: str) -> Callable[[Wish, Revision], Result]:
    def judge(_wish: Wish, revision: Revision) -> Result:
        found = {change.deadline for change in revision.targets}
        found |= {change.deadline for change in revision.tasks}
        if wanted in found:
            return Result.DONE
        years = [
            [v for v, u in _numbers(t) if u == "年"] for t in (revision.before, revision.after)
        ]
        if all(years) and max(years[0]) != max(years[1]):
            is_later = max(years[1]) > max(years[0])
            return Result.DONE if is_later == (wanted == "later") else Result.NOT_DONE
        return Result.NOT_DONE

    return judge


def _firmer(_wish: Wish, revision: Revision) -> Result:
    if ForceKind.STRENGTHENED in revision.force or _came(_FIRM, revision):
        return Result.DONE
    return Result.NOT_DONE


def _owner(_wish: Wish, revision: Revision) -> Result:
    changed = any(change.lead or change.old is None for change in revision.tasks)
    return Result.DONE if changed or _came(_OWNS, revision) else Result.NOT_DONE


def _deadline(_wish: Wish, revision: Revision) -> Result:
    return Result.DONE if _came(_DATED, revision) else Result.NOT_DONE


def _number(_wish: Wish, revision: Revision) -> Result:
    old = _numbers(revision.before)
    come = [number for number in _numbers(revision.after) if number not in old]
    return Result.DONE if come else Result.NOT_DONE


def _came(pattern: re.Pattern[str], revision: Revision) -> bool:
    """Whether the pattern occurs more often after than before."""
    before, after = (len(pattern.findall(text)) for text in (revision.before, revision.after))
    return after > before


def _structure(kinds: frozenset[RowKind]) -> Callable[[Wish, Revision], Result]:
    def judge(_wish: Wish, revision: Revision) -> Result:
        found = {row.kind for row in revision.rows}
        found |= {passage.kind for row in revision.rows for passage in row.passages}
        return Result.DONE if found & kinds else Result.NOT_DONE

    return judge


def _move(_wish: Wish, revision: Revision) -> Result:
    moved = any(row.moved or any(p.moved for p in row.passages) for row in revision.rows)
    return Result.DONE if moved else Result.NOT_DONE


_JUDGES: dict[WishKind, Callable[[Wish, Revision], Result]] = {
    WishKind.WORDS: _words,
    WishKind.MATTER: _matter,
    WishKind.DROP: _drop,
    WishKind.AMOUNT: _amount,
    WishKind.RAISE: _effect(more=True),
    WishKind.LOWER: _effect(more=False),
    WishKind.EARLIER: _date("earlier"),
    WishKind.LATER: _date("later"),
    WishKind.FIRMER: _firmer,
    WishKind.OWNER: _owner,
    WishKind.DEADLINE: _deadline,
    WishKind.NUMBER: _number,
    WishKind.SPLIT: _structure(frozenset({RowKind.SPLIT, RowKind.REGROUPED})),
    WishKind.MERGE: _structure(frozenset({RowKind.MERGED, RowKind.REGROUPED})),
    WishKind.MOVE: _move,
}
