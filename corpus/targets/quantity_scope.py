"""Bind a number to its comparator and period, including those inherited from an earlier number.

Comparators surround the value: 不少于 … 以上, 控制在 … 以内, 约, 由 … 提高到 ….
"""

from msgspec import Struct
from msgspec.structs import replace

from plandiff.corpus import word_patterns as re
from plandiff.corpus.model import Relation
from plandiff.corpus.targets import vocabulary
from plandiff.corpus.targets.landmarks import Landmarks, Period
from plandiff.corpus.targets.passages import Passage
from plandiff.corpus.targets.quantities import Quantity

_NOT = rf"不(?:{re.any_of('NOT')})?(?:要)?"
_JOIN = rf"(?:{re.any_of('JOIN')})?[ ]?\Z"
_CHANGES = rf"(?:{vocabulary.RISES}|{vocabulary.FALLS})"
_LEFT = re.compile(
    rf"(?P<least>[≥≧]|{_NOT}(?:{re.any_of('LESS_THAN_BEFORE_NUMBER')})|(?:达到或|等于或)超过|(?:至少|最少"
    rf"|起码){vocabulary.HAN}{{0,6}}?|最低|突破){_JOIN}|(?P<most>[≤≦]"
    rf"|{_NOT}(?:{re.any_of('MORE_THAN_BEFORE_NUMBER')})|(?:至多|最多){vocabulary.HAN}{{0,4}}?|最高"
    rf"|(?:{re.any_of('HELD_BEFORE_NUMBER')})(?:在|到|至)|(?:{re.any_of('RANKED_BEFORE_NUMBER')})[^\W\d_]{{0,12}}?前){_JOIN}"
    rf"|(?P<more>{re.any_of('EXCEEDS_BEFORE_NUMBER')})[ ]?\Z"
    rf"|(?P<less>{re.any_of('FALLS_SHORT_BEFORE_NUMBER')})[ ]?\Z"
    rf"|(?:{re.any_of('REACHES_ABOUT')}|{_CHANGES})?(?P<about>"
    rf"{re.any_of('ABOUT_BEFORE_NUMBER')})[ ]?\Z"
    rf"|(?P<equal>{_CHANGES}(?:了|约)?(?:到|至|为)|{re.any_of('REACHES_EXACTLY')}|{_CHANGES}|等于"
    r"|为)[ ]?\Z"
)
_RIGHT = re.compile(
    r"[ ]?(?:\(含\))?(?:(?P<least>(?:及|或|\()?以上\)?)|(?P<most>(?:及|或)?(?:以下|以内|"
    r"之内))|(?P<about>左右|上下))"
)
_FAR = re.compile(
    rf"(?:(?P<least>{_NOT}(?:低于|少于))|(?P<most>{_NOT}(?:超过|高于)))[^,;。\n]{{1,30}}(?:的|"
    rf"占[^,;。\n]{{1,8}}) ?\Z|(?P<equal>达到?|占到?|控制在)[^,;。\n达占率比重]{{2,16}}的 ?\Z"
)
"""A comparator separated from its number by the measure: 不低于义务教育阶段课时的 20%."""
_TO = re.compile(
    rf" ?(?:\([^()]{{1,14}}\))?(?:以上|左右)?[,、]?(?:{re.any_of('STEPWISE_BEFORE_CHANGE')})?(?:"
    rf"{vocabulary.RISES}|{vocabulary.FALLS}|调整|优化|扩展)(?:{re.any_of('TO_BEHIND_CHANGE')})"
)
_FROM = re.compile(r"[由从][^,;。由从]{0,12}\Z")
_ON_BASE = re.compile(rf"{vocabulary.HAN}{{0,10}}基础上,?(?:再|又|继续)?{vocabulary.HAN}{{0,6}}\Z")
_WINDOW = 18
_FAR_WINDOW = 40
PERIOD_REACH = 24
"""A period at most this many characters before the number joins the quote:
每学期开展宣讲、观摩、实践不少于2次."""


class Sign(Struct, frozen=True):
    """The comparator of a quantity, and the span of quantity and comparator together."""

    start: int
    end: int
    relation: Relation
    left: str
    """Kind of the word before: least, most, more, less, about, equal, or empty."""
    right: str
    """Kind of the word after; same values."""

    @property
    def explicit(self) -> bool:
        """Whether a word marks a bound, such as 至少 or 以上."""
        return self.left not in ("", "equal", "about") or bool(self.right)


_RELATIONS = {
    "least": Relation.AT_LEAST,
    "most": Relation.AT_MOST,
    "more": Relation.MORE_THAN,
    "less": Relation.LESS_THAN,
    "about": Relation.ABOUT,
    "equal": Relation.EQUAL,
    "": Relation.EQUAL,
}


def read_sign(text: str, floor: int, span: tuple[int, int]) -> Sign:
    """Read the comparator around the quantity at ``span``; text before ``floor`` is ignored.

    >>> sign = read_sign("毛入园率达到85%以上", 0, (6, 9))
    >>> (sign.start, sign.end, sign.relation.value)
    (4, 11, '>=')
    """
    start, end = span
    low = max(floor, start - _WINDOW)
    left = _LEFT.search(text[low:start])
    if left is None:
        low = max(floor, start - _FAR_WINDOW)
        left = _FAR.search(text[low:start])
        if (
            left
            and left["equal"]
            and not (text[start:end].endswith("%") or "分之" in text[start:end])
        ):
            left = None
    right = _RIGHT.match(text, end)
    left_kind = str(left.lastgroup) if left else ""
    right_kind = str(right.lastgroup) if right else ""
    relation = _RELATIONS[right_kind or left_kind]
    return Sign(
        low + left.start() if left else start,
        right.end() if right else end,
        relation,
        left_kind,
        right_kind,
    )


_SPAN = rf"{re.any_of('SPAN')}"
_PER = re.compile(
    rf" ?/ ?(?P<printed>(?:{_SPAN}|{re.any_of('BINDING_PER')})(?:[·.](?:{_SPAN}))?)"
    rf"|[, ]?每(?P<period>{re.any_of('PER')})(?!{vocabulary.HAN})"
)
_ONCE_PER = re.compile(rf"一({re.any_of('ONCE_PER')})\Z")
_YEARS_NUMBER = re.compile(r"(?:19|20)\d\d ?年[底末]?的? ?\Z")
_ENDS_PERIOD = re.compile(rf"{re.any_of('ENDS_PERIOD')}")
_LISTED = re.compile(r"(?:[、和及与]|以及) ?\Z")
_FOR_WHOM = re.compile(r"[为在到] ?")
_MERE_CHANGE = re.compile(rf"(?:{vocabulary.RISES}|{vocabulary.FALLS}) ?")
_CHANGE = re.compile(rf"(?:{vocabulary.RISES}|{vocabulary.FALLS})(?<!至)(?!.{{0,2}}[到至为])")
_COUNTS = frozenset((*vocabulary.COUNT_UNITS, *vocabulary.PERSON_UNITS)) - {"分"}
_INHERITS_PERIOD = re.word_set("INHERITS_PERIOD")
_LASTING = (Relation.AT_LEAST, Relation.AT_MOST)
UNCOUNTED = frozenset((*vocabulary.RATE_UNITS, *vocabulary.MONEY_UNITS, "倍", "番", "比"))
"""Units of rates and money: they have no period, and their noun precedes them."""


class Bound(Struct, frozen=True):
    """A quantity with its comparator, period and the boundaries of its own words."""

    quantity: Quantity
    sign: Sign
    period: Period | None
    floor: int
    """Start of the words that belong only to this quantity."""
    words_end: int
    """Their end: the comparator, or a baseline before it (比例 in 比例由75%提高到100%)."""


def bind(passage: Passage, marks: Landmarks, quantity: Quantity, floor: int) -> Bound:
    """Read comparator and period of ``quantity``; ``floor``: end of the previous quantity."""
    text = passage.text
    sign = read_sign(text, floor, (quantity.start, quantity.end))
    # A verb of change before a count belongs to the indicator, not to the comparator.
    mere_change = sign.left == "equal" and _MERE_CHANGE.fullmatch(text, sign.start, quantity.start)
    if mere_change and quantity.base_unit in _COUNTS:  # 新增41所: the verb is not a comparator
        sign = replace(sign, start=quantity.start, left="")
    if _FOR_WHOM.fullmatch(text, sign.start, quantity.start) and _opens(text, sign.start):
        sign = replace(sign, start=quantity.start, left="")  # 为3所高中更换课桌椅
    period = _period_before(passage, marks, quantity)
    if not sign.left and (start := _start_of_time(text, quantity, period)) > floor:
        early = read_sign(text, floor, (start, quantity.end))
        sign = early if early.left else sign
    if period is None and (per := _PER.match(text, quantity.end)):
        name, printed = per["printed"] or per["period"], per["printed"] is not None
        period = Period(quantity.start, quantity.start, name, printed=printed)
        sign = replace(sign, end=max(sign.end, per.end()))
    return Bound(quantity, sign, period, floor, sign.start)


def verb_of_change(text: str, bound: Bound) -> tuple[int, int] | None:
    """Span of a verb that makes the value a change: 年均增长 in 年均增长7%; None for a level."""
    start = bound.sign.start
    found = _CHANGE.match(text, start, bound.quantity.start)
    has_period = text.startswith(("年均", "同比"), max(0, start - 2), start)
    return (start - 2 if has_period else start, found.end()) if found else None


def is_listed(text: str, before: Bound, bound: Bound) -> bool:
    """Whether the number continues the list of the previous one: 增长6%和7%."""
    alike = not bound.sign.left and before.quantity.base_unit == bound.quantity.base_unit
    return alike and _LISTED.fullmatch(text, before.sign.end, bound.sign.start) is not None


def _opens(text: str, position: int) -> bool:
    """Whether a clause begins at ``position``."""
    return position == 0 or text[position - 1] in ",;:。\n(、"


def _start_of_time(text: str, quantity: Quantity, period: Period | None) -> int:
    """Offset of 每生 or 2025年的 between comparator and number: 提高到每生25平方米; else -1."""
    if period and period.end == quantity.start:
        return period.start
    year = _YEARS_NUMBER.search(text, max(0, quantity.start - 9), quantity.start)
    return year.start() if year else -1


def _period_before(passage: Passage, marks: Landmarks, quantity: Quantity) -> Period | None:
    """The period in the clause or the previous one: 每学期 in 每学期开展家访,不少于2次."""
    clause_start, _ = passage.clause(quantity.start)
    period = marks.period(clause_start, quantity.start)
    if period is None and quantity.base_unit not in UNCOUNTED:
        period = marks.counted_for(clause_start, quantity.start)
    if period is None and quantity.base_unit == "次":
        once = _ONCE_PER.search(passage.text, max(clause_start, quantity.start - 3), quantity.start)
        period = Period(once.start(), once.end(), once[1]) if once else None
    if period is None and quantity.base_unit in _INHERITS_PERIOD and clause_start > 0:
        before_start, _ = passage.clause(clause_start - 1)
        if _ENDS_PERIOD.search(passage.text, clause_start, quantity.start):
            return None  # 每月出一期简报,全年不少于10期
        if before_start >= passage.sentence(quantity.start)[0]:
            period = marks.period(before_start, clause_start)
    return period


def inherit(passage: Passage, bound: Bound, before: Bound | None) -> Bound:
    """Apply the comparator of the first item of a list to later ones: 至少组织1次…、2次….

    A period is inherited too, even across commas:
    校长每学期听课不少于40节,副校长30节,中层干部20节.
    """
    if before is None:
        return bound
    quantity, first = bound.quantity, before.quantity
    alike = quantity.base_unit in _INHERITS_PERIOD and quantity.base_unit == first.base_unit
    if alike and bound.period is None and before.period:
        between = passage.text[first.end : quantity.start]
        if not _ENDS_PERIOD.search(between):
            bound = replace(bound, period=before.period)
    if bound.sign.left or bound.sign.right:
        return bound
    listed = passage.same_clause(before.quantity.start, bound.quantity.start) and _LISTED.search(
        passage.text, before.sign.end, bound.sign.start
    )
    if listed and not before.sign.right and before.sign.relation in _LASTING:
        return replace(bound, sign=replace(bound.sign, relation=before.sign.relation))
    return bound


def is_baseline(text: str, quantity: Quantity, following: Quantity) -> bool:
    """Whether a quantity is a baseline: 81% in 由81%提高到85% or 在81%的基础上提高4个百分点."""
    if not quantity.unit and quantity.form != "mask":
        return False
    if following.start - quantity.end > PERIOD_REACH:
        return False
    if _TO.match(text, quantity.end, following.start):
        return _FROM.search(text, max(0, quantity.start - 14), quantity.start) is not None
    if quantity.base_unit not in {following.base_unit, "%"}:
        return False  # 在现有126所学校基础上,新建教室240间
    return (
        text.find("在", max(0, quantity.start - 14), quantity.start) >= 0
        and _ON_BASE.match(text, quantity.end, following.start) is not None
    )


def start_of_baseline(text: str, start: int, floor: int) -> int:
    """Offset of 由 or 从 before the baseline."""
    from_ = _FROM.search(text, max(floor, start - 14), start)
    return from_.start() if from_ else start
