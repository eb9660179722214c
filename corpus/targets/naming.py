"""Find the noun phrase near a number that is its indicator."""

from plandiff.corpus import word_patterns as re
from plandiff.corpus.targets import nouns, vocabulary
from plandiff.corpus.targets.nouns import Phrase
from plandiff.corpus.targets.passages import Passage
from plandiff.corpus.targets.quantities import Quantity
from plandiff.corpus.targets.quantity_scope import UNCOUNTED, Bound

_CHAINED = re.compile(rf"[、和及与]|以及|,?(?:总(?:{re.any_of('CHAINED')}))")
_PAID_BY = re.compile(rf"由.{{2,30}}?(?:{re.any_of('PAID_BY')})\Z")
_TOTAL = re.compile(r"总?投资\Z|建筑面积\Z|占地\Z")
_GENERAL = re.compile(rf"(?:{re.any_of('NAMING_GENERAL')}).{{0,4}}")
_REACHING = re.compile(rf"(?:{re.any_of('REACHING')})(?={vocabulary.HAN}{{2}})")
_WEAK = re.compile(rf"{re.any_of('WEAK')}")
"""Nouns too general to be an indicator; used only if there is no other."""
_FOR_EACH = re.compile(r"每一?[个位名所家]?.{1,4}")
_CURRENCY = re.compile(r"[共合总约]?计?(?:人民币|新台币|港币|(?:HK|US|NT|RMB)?[$¥]) ?\Z")
"""Between the name of a sum and its number: 总经费新台币2400万元."""
_STATE_ALONE = re.compile(rf"(?:{vocabulary.DONE_STATES})")
_EACH = re.compile(r"每一?[个位名所家人生班校园]")
_JOINED = re.compile(rf"(?:{re.any_of('JOINED')}) ?\Z")


def indicator(passage: Passage, bound: Bound, following: Quantity | None) -> Phrase | None:
    """The noun before a rate or a sum, or after a count; else the verb itself, or None."""
    text, quantity, sign, period = passage.text, bound.quantity, bound.sign, bound.period
    _, clause_end = passage.clause(quantity.start)
    low, high = bound.floor, bound.words_end
    outer = None
    if period is not None and low <= period.start < quantity.start:
        left = nouns.left_noun(text, period.end, high)
        outer = nouns.left_noun(text, low, min(period.start, high))
    else:
        left = nouns.left_noun(text, low, high)
    if left and (currency := _CURRENCY.search(text, *left)):
        left = (left[0], currency.start()) if left[0] < currency.start() else None
    if left and quantity.base_unit in UNCOUNTED and _EACH.fullmatch(text, *left):
        left = None  # 给予每个2万元奖励
    if left and sign.left == "least" and _FOR_EACH.fullmatch(text, *left):
        left = (
            nouns.nominal_verb(text, sign.start, quantity.start) or left
        )  # 对每位教师至少听课两节
    right = _right_of(text, sign.end, clause_end, following)
    if left and right and _STATE_ALONE.fullmatch(text, *right):
        right = None  # 园区企业4家退出
    inner = _inside_sign(text, sign.start, quantity.start)
    if inner and right is None:
        left, outer = inner, left or outer
    if (
        right
        and quantity.base_unit in vocabulary.MONEY_UNITS
        and not text.startswith("的", sign.end)
    ):
        right = None if nouns.starts_with_verb(text, right) else right  # 投资1.2亿元新建第三中学
    if _belongs_behind(passage, bound, left, right):
        order = [right, left, outer]
    elif quantity.base_unit in UNCOUNTED or not quantity.unit or sign.left == "equal":
        order = [left, outer, right]
    else:
        order = [right, left, outer]
    named = [phrase for phrase in order if phrase]
    if not named and following and (shared := _behind_next(text, sign.end, following, clause_end)):
        return shared
    best = next((phrase for phrase in named if not _WEAK.fullmatch(text, *phrase)), None)
    return best or (named[0] if named else nouns.nominal_verb(text, low, quantity.start))


def _behind_next(text: str, start: int, following: Quantity, end: int) -> Phrase | None:
    """The noun after the next number, if shared: 棚户区改造 in 3800户、58万平方米棚户区改造."""
    if following.start != start + 1 or not text.startswith("、", start):
        return None
    return nouns.right_noun(text, following.end, end)


def _inside_sign(text: str, start: int, end: int) -> Phrase | None:
    """The noun inside the comparator's span: 检视笔记 in 最少检视笔记两次."""
    return nouns.left_noun(text, start + 2, end) if _REACHING.match(text, start, end) else None


def topic(passage: Passage, bound: Bound) -> Phrase | None:
    """The topic of the previous clause, for the first number of a clause without its own noun."""
    clause_start, _ = passage.clause(bound.quantity.start)
    return None if bound.floor > clause_start else clause_before(passage, bound.quantity.start)


def clause_before(passage: Passage, position: int) -> Phrase | None:
    """The noun at the end of the previous clause of the same sentence, or None.

    If that clause only names the payer (经费: 由年度预算支应,计3600万元), the noun before it.
    """
    clause_start, _ = passage.clause(position)
    if clause_start <= passage.sentence(position)[0]:
        return None
    start, end = passage.clause(clause_start - 1)[0], clause_start - 1
    paid = _PAID_BY.match(passage.text, start, end)
    if paid and (lead_in := passage.text[:start].rstrip()).endswith(":"):
        start, end = passage.text.rfind("\n", 0, len(lead_in)) + 1, len(lead_in) - 1
    return nouns.left_noun(passage.text, start, end)


def _belongs_behind(
    passage: Passage, bound: Bound, left: Phrase | None, right: Phrase | None
) -> bool:
    """Whether 的 ties a rate or sum to the noun after it: 90%的幼儿园, 总投资3亿元的示范校项目."""
    text = passage.text
    clause_start, _ = passage.clause(bound.quantity.start)
    if right is None or not text.startswith("的", bound.sign.end):
        return False
    if left and _TOTAL.search(text, *left):
        return True
    if bound.quantity.base_unit in vocabulary.MONEY_UNITS and bound.floor > clause_start:
        return True  # 42个重点项目36亿元的投资计划: the noun before belongs to another number
    share = bound.quantity.base_unit == "%" and not bound.sign.left
    return share and not _GENERAL.fullmatch(text, *right)


def _right_of(text: str, start: int, end: int, following: Quantity | None) -> Phrase | None:
    """The noun after the unit, or after a second size: 65条、总长度57.9公里的城市道路."""
    if following and following.end <= end:
        close = start <= following.start <= start + 8 and _CHAINED.match(text, start)
        if close and text.startswith("的", following.end):
            return nouns.right_noun(text, following.end, end)
        if close:
            return None
        apart = start < following.start and not text[start : following.start].isspace()
        if following.unit and following.form in ("arabic", "mask") and apart:
            comma = text.rfind("、", start, following.start)
            end = comma if comma > start else following.start
            if joined := _JOINED.search(text, start, end):
                end = joined.start()
    if text[start : start + 1] in (",", "(", "、"):
        return None
    return nouns.right_noun(text, start, end)
