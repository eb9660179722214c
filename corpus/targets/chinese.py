"""The grammar of Chinese targets: from quantities in a section to drafts of targets."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.model import Relation
from corpus.targets import phrases, vocabulary
from corpus.targets.commitment import is_commitment
from corpus.targets.comparators import Sign, read_sign
from corpus.targets.drafts import Draft
from corpus.targets.passages import Passage, read_passage
from corpus.targets.phrases import Period, Phrase
from corpus.targets.quantities import Quantity, find_quantities
from corpus.targets.special import Special, find_specials
from corpus.targets.tense import Clock, find_past_sentences, is_told

_TO = re.compile(
    rf"(?:以上|左右)?[,、]?(?:逐步|稳步|再|进一步)?(?:{vocabulary.RISES}|{vocabulary.FALLS}|调整|优化|扩展)(?:到|至|为|成)"
)
_FROM = re.compile(r"(?:由|从)[^,;。]{0,12}\Z")
_ON_BASE = re.compile(r"[一-鿿]{0,10}基础上[,]?(?:再|又|继续)?[一-鿿]{0,6}\Z")
_PER = re.compile(
    r"/(学期|学年|年|月|季度|周|天|人|生|班|校)|(?:,| )?每(学期|学年|年|月|季度|周|天)(?![一-鿿])"
)
_ONCE_PER = re.compile(r"一(年|学期|学年|月|季度|季|周|天)(?=[一二两三四]次)\Z")
_LISTED = re.compile(r"[、和及与]\Z|以及\Z")
_CHAINED = re.compile(r"[、和及与]|以及|,?(?:总(?:长度?|面积|投资|规模|量|建筑面积))")
_MERE_CHANGE = re.compile(rf"(?:{vocabulary.RISES}|{vocabulary.FALLS})[ ]?")
_TOTAL = re.compile(r"总?投资\Z|建筑面积\Z|占地\Z")
_GENERAL = re.compile(r"(?:目标|要求|标准|水平|比例|速度|增速|增幅|任务|幅度|份额|比重).{0,4}")
_BETWEEN_LISTED = re.compile(
    r"(?:以上|以下|以内|左右)?(?:[、,和及与]|以及)(?:达到?|增长|提高|下降|降低|减少|为|到|至)?"
)
_COUNTS = frozenset((*vocabulary.COUNT_UNITS, *vocabulary.PERSON_UNITS))
_RATES = frozenset(vocabulary.RATE_UNITS)
_UNCOUNTED = _RATES | frozenset(vocabulary.MONEY_UNITS) | {"倍", "番", "比"}
_INHERITS_PERIOD = frozenset("次 节 课时 学时 小时 分钟 场 场次 天 期 届 篇 个小时".split())
_SPLIT = re.compile(r"、|以及|和|与|及")


@dataclass(frozen=True, slots=True)
class _Found:
    """A quantity that counts, with its signs and the borders of its own words."""

    quantity: Quantity
    sign: Sign
    period: Period | None
    floor: int
    """Where the words that belong to this quantity alone begin."""
    words_end: int | None = None
    """Where they end if a baseline stands in between: 比例 of 比例由75%提高到100%."""


def find_drafts(text: str, clock: Clock, *, past_section: bool) -> list[Draft]:
    """The targets of one section from its folded ``text``, in the order of the text."""
    passage = read_passage(text)
    past = find_past_sentences(passage, clock, past_section=past_section)

    def is_past(position: int) -> bool:
        return passage.sentence(position)[0] in past or is_told(passage, position, clock)

    quantities = list(find_quantities(text))
    drafts = [d for d in _draft_quantities(passage, quantities) if not is_past(d.start)]
    taken = {position for d in drafts for position in range(d.start, d.end)}
    for special in find_specials(text):
        if taken.isdisjoint(range(special.start, special.end)) and not is_past(special.start):
            if special.unit == "位" or not passage.in_name(special.start):
                floor = max((d.end for d in drafts if d.end <= special.start), default=0)
                drafts.append(_draft_special(passage, special, floor))
    return sorted(drafts, key=lambda d: (d.start, d.end))


def _draft_quantities(passage: Passage, quantities: Sequence[Quantity]) -> Iterator[Draft]:
    baseline: Phrase | None = None
    previous: tuple[_Found, Draft] | None = None
    names: list[Phrase] = []
    floor = 0
    for index, quantity in enumerate(quantities):
        following = quantities[index + 1] if index + 1 < len(quantities) else None
        floor = max(floor, passage.clause(quantity.start)[0])
        found = _read_signs(passage, quantity, floor, previous)
        if following and _is_baseline(passage.text, quantity, following):
            baseline = (quantity.start, quantity.end)
            continue
        if not is_commitment(passage, quantity, found.sign, repeated=found.period is not None):
            baseline = None
            continue
        found = _inherit(passage, found, previous)
        names = names or _listed_names(passage.text, found, quantities[index:])
        if baseline:
            found = replace(found, words_end=_start_of_baseline(passage.text, baseline[0]))
        draft = _draft(passage, found, following, previous[1] if previous else None)
        if names:
            draft = replace(draft, indicator=names.pop(0))
        if baseline:
            draft = replace(draft, baseline=baseline)
        baseline = None
        previous = found, draft
        floor = found.sign.end
        yield draft


def _is_baseline(text: str, quantity: Quantity, following: Quantity) -> bool:
    """81% in 由81%提高到85%, and in 在81%的基础上提高4个百分点."""
    if not quantity.unit and quantity.form != "mask":
        return False
    between = text[quantity.end : following.start]
    if len(between) > 24:
        return False
    before = text[max(0, quantity.start - 14) : quantity.start]
    if _TO.match(between.lstrip()):
        return _FROM.search(before) is not None
    return "在" in before and _ON_BASE.match(between) is not None


def _start_of_baseline(text: str, start: int) -> int:
    """Where 由 or 从 in front of the baseline stands."""
    low = max(0, start - 14)
    return (
        max(text.rfind("由", low, start), text.rfind("从", low, start), -1)
        if any(c in text[low:start] for c in "由从")
        else start
    )


def _read_signs(
    passage: Passage, quantity: Quantity, floor: int, previous: tuple[_Found, Draft] | None
) -> _Found:
    text = passage.text
    clause_start, _ = passage.clause(quantity.start)
    sign = read_sign(text, floor, (quantity.start, quantity.end))
    if (
        sign.left == "equal"
        and quantity.base_unit in _COUNTS
        and _MERE_CHANGE.fullmatch(text, sign.start, quantity.start)
    ):
        sign = replace(sign, start=quantity.start, left="")
    period = phrases.find_period(text, clause_start, quantity.start)
    unit = quantity.base_unit
    if period is None and unit not in _UNCOUNTED:
        period = phrases.find_counted(text, clause_start, quantity.start)
    if period is None and (
        once := _ONCE_PER.search(text[: quantity.end - 1], max(0, quantity.start - 3))
    ):
        period = Period(once.start(), once.end(), once[1])
    if period is None and (per := _PER.match(text, quantity.end)):
        period = Period(quantity.start, quantity.start, per[1] or per[2])
        sign = replace(sign, end=max(sign.end, per.end()))
    if period is None and unit in _INHERITS_PERIOD and clause_start > 0:
        sentence_start, _ = passage.sentence(quantity.start)
        before_start = passage.clause(clause_start - 1)[0]
        if before_start >= sentence_start:
            period = phrases.find_period(text, before_start, clause_start)
    return _Found(quantity, sign, period, floor)


def _inherit(passage: Passage, found: _Found, previous: tuple[_Found, Draft] | None) -> _Found:
    """至少 before the first item of a list holds for the others: 至少组织1次…、2次…."""
    if previous is None:
        return found
    before, _ = previous
    same_clause = passage.clause(before.quantity.start) == passage.clause(found.quantity.start)
    listed = _LISTED.search(passage.text[before.sign.end : found.sign.start].rstrip())
    if not same_clause or not listed:
        return found
    if not found.sign.left and not found.sign.right and before.sign.left in ("least", "most"):
        found = replace(found, sign=replace(found.sign, relation=before.sign.relation))
    return found


def _listed_names(text: str, found: _Found, ahead: Sequence[Quantity]) -> list[Phrase]:
    """A、B和C of A、B和C分别达到95%、96%和97%, where there are as many numbers as names."""
    words = text[found.floor : found.sign.start]
    cut = words.rfind("分别")
    if cut < 0:
        return []
    span = phrases.left_noun(text, found.floor, found.floor + cut)
    if span is None:
        return []
    names, start = [], span[0]
    for m in (*_SPLIT.finditer(text, *span), None):
        end = m.start() if m else span[1]
        if start < end:
            names.append((start, end))
        start = m.end() if m else end
    return names if 1 < len(names) == _length_of_list(text, ahead, len(names)) else []


def _length_of_list(text: str, quantities: Sequence[Quantity], most: int) -> int:
    length = 1
    while length < min(most, len(quantities)):
        before, after = quantities[length - 1], quantities[length]
        if not _BETWEEN_LISTED.fullmatch(text, before.end, after.start):
            break
        length += 1
    return length


def _draft(
    passage: Passage, found: _Found, following: Quantity | None, previous: Draft | None
) -> Draft:
    quantity, sign, period = found.quantity, found.sign, found.period
    clause_start, _ = passage.clause(quantity.start)
    sentence_start, _ = passage.sentence(quantity.start)
    start = sign.start
    if period and found.floor <= period.start and start - period.start <= 24:
        start = min(start, period.start)
    unit = quantity.unit
    if period and quantity.base_unit not in _UNCOUNTED:
        unit = f"{unit}/{period.name}"
    relation = Relation.RANGE if quantity.upper is not None else sign.relation
    if quantity.vague and relation is Relation.EQUAL:
        relation = Relation.MORE_THAN
    text = passage.text
    look_from = max(sentence_start, start - 200)
    return Draft(
        start=start,
        end=sign.end,
        indicator=_indicator(passage, found, following)
        or (previous.indicator if previous and previous.start >= sentence_start else None),
        relation=relation,
        value=quantity.value,
        upper=quantity.upper,
        unit=unit,
        masked=quantity.form == "mask",
        scope=phrases.last_scope(text, clause_start, quantity.start)
        or phrases.last_scope(text, look_from, start),
        deadline=phrases.last_deadline(text, look_from, clause_start, quantity.start),
        modality=phrases.last_modality(text, clause_start, quantity.start)
        or phrases.last_modality(text, look_from, start),
    )


def _indicator(passage: Passage, found: _Found, following: Quantity | None) -> Phrase | None:
    """What is counted: in front of rates and money, behind counts, else the verb itself."""
    text, quantity, sign = passage.text, found.quantity, found.sign
    _, clause_end = passage.clause(quantity.start)
    low, high = found.floor, sign.start
    if found.words_end is not None and found.words_end >= low:
        high = found.words_end
    period = found.period
    inner = period is not None and low <= period.start < quantity.start
    if inner and period is not None:
        left = phrases.left_noun(text, period.end, high)
        outer = phrases.left_noun(text, low, period.start)
    else:
        left, outer = phrases.left_noun(text, low, high), None
    right = _right_of(text, sign.end, clause_end, following)
    share = quantity.base_unit == "%" and not sign.left and text.startswith("的", sign.end)
    if share and right and not _GENERAL.fullmatch(text, *right):
        order = (right, left, outer)
    elif left and right and _TOTAL.search(text, *left) and text.startswith("的", sign.end):
        order = (right, left, outer)
    elif quantity.base_unit in _UNCOUNTED or sign.left == "equal":
        order = (left, outer, right)
    else:
        order = (right, left, outer)
    return next((p for p in order if p), None) or phrases.bare_verb(text, low, sign.start)


def _right_of(text: str, start: int, end: int, following: Quantity | None) -> Phrase | None:
    """The noun behind the unit; in 65条、总长度57.9公里的城市道路 it stands behind the second."""
    if (
        following
        and start <= following.start <= start + 8
        and following.end <= end
        and _CHAINED.match(text, start)
    ):
        return (
            phrases.right_noun(text, following.end, end)
            if text[following.end : following.end + 1] == "的"
            else None
        )
    if text[start : start + 1] in (",", "(", "、"):
        return None
    if following and start < following.start < end:
        comma = text.rfind("、", start, following.start)
        end = comma if comma > start else following.start
    return phrases.right_noun(text, start, end)


def _draft_special(passage: Passage, special: Special, floor: int) -> Draft:
    text = passage.text
    clause_start, clause_end = passage.clause(special.start)
    sentence_start, _ = passage.sentence(special.start)
    look_from = max(sentence_start, special.start - 200)
    words_end = special.start - text.endswith('"', 0, special.start)
    return Draft(
        start=special.start,
        end=special.end,
        indicator=(
            phrases.right_noun(text, special.end, clause_end) if "/" in special.unit else None
        )
        or phrases.left_noun(text, max(floor, clause_start), words_end)
        or phrases.right_noun(text, special.end, clause_end),
        relation=special.relation,
        value=special.value,
        upper=special.upper,
        unit=special.unit,
        masked=special.masked,
        scope=phrases.last_scope(text, clause_start, special.start),
        deadline=phrases.last_deadline(text, look_from, clause_start, special.start),
        modality=phrases.last_modality(text, clause_start, special.start),
    )
