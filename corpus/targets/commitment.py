"""Decide whether a quantity is a commitment; exclude years, ages, names and results."""

from plandiff.corpus import word_patterns as re
from plandiff.corpus.packs import UNITS, pack_words
from plandiff.corpus.targets import vocabulary
from plandiff.corpus.targets.passages import Passage
from plandiff.corpus.targets.quantities import Quantity, only_scale
from plandiff.corpus.targets.quantity_scope import Sign

_LABEL_BEFORE = re.compile(
    r"(?:第|第\d[\d、和及]{0,10}|[A-Za-z]|\d[.:\-]|[+/#@×*\[]|"
    rf"{re.any_of('LABEL_BEFORE')}) ?\Z"
)
_TIME_UNITS = frozenset((*vocabulary.TIME_UNITS, "分"))
_AGES = ("岁", "周岁")
_CALENDAR = frozenset(("年", "周"))
_SIZES = frozenset((*vocabulary.MEASURE_UNITS, *vocabulary.PERSON_UNITS, "元", "岁", "分"))
_PHASE = re.compile(rf"(?:{re.any_of('PHASE')})")
_ORDERED = re.compile(re.any_of("ORDERING_NOUNS"))
_CLASSED = rf"{re.any_of('CLASSED')}"
_THRESHOLD = re.compile(
    rf"(?:及|或)以[上下]的|以上达到? ?\d|(?:及|或)?以[上下]的?(?:{vocabulary.HAN}{{0,4}})?"
    rf"(?:{_CLASSED}|有{vocabulary.HAN}{{1,8}}的)"
    rf"|(?:及|或)?以[上下](?:{vocabulary.HAN}{{1,12}})?\d+ ?[个家户项](?!百)"
)
"""A threshold of a class, not a bound: 投资亿元以上项目, 60岁及以上老人, 600分以上达30人."""
_BASE = re.compile(rf"\A(?:{vocabulary.HAN}|\"){{0,16}}(?:的?基础上|基数)")
_NAMES_A_CASE = re.compile(r"的?\Z(?<=的)|(?:以上|以下)?的?罚款|计算")
"""A case of a legal rule: 市场份额达到二分之一的; 处二倍以上五倍以下的罚款;
不足一万元的,按一万元计算."""
_OF_A_FINE = re.compile(r"罚[款金](?:数额|金额)?的?\Z")
"""The base of a penalty: 罚款数额的二倍以上五倍以下."""
_EXISTING = re.compile(
    rf"(?:{re.any_of('OWNED_BEFORE_NUMBER')}|(?:{re.any_of('USING_WHAT_EXISTS')})[^,;。、\d]{{0,8}}"
    rf"|(?:{re.any_of('DIVIDED_INTO')})[^,;。\d的]{{0,12}}|{re.any_of('AROUND_BEFORE_NUMBER')})\Z"
)
_OUTLINE = re.compile(
    rf"(?:{re.any_of('OUTLINE_MODIFIERS')})*(?:{re.any_of('OUTLINE_NOUNS')})(?!"
    rf"{re.any_of('OUTLINE')})"
)
"""Parts of the text itself: 20项主要指标, 45项重点任务."""
_BRACKETED = re.compile(r"\( ?(?:共|合计)? ?\Z")
_GRADES = re.word_set("GRADES")
_DEFINES = re.compile(rf"{re.any_of('DEFINES')}")
_WELFARE = re.compile(
    rf"的(?:基本)?(?:{re.any_of('WELFARE_MATTERS')})(?:{re.any_of('WELFARE_TAILS')})?"
)
"""The size of a group of people, not a number to reach: 2600人的生活水平."""
_DAYS = re.compile(rf"{re.any_of('COMMITMENT_DAYS')}")
_HEADS = re.compile(rf"{vocabulary.HAN}{{1,9}}?(?:{re.any_of('HEADS')})")
"""Concrete things that can be counted: 打造三个特色小镇."""
_YEARS_OF_LIFE = re.compile(rf"{re.any_of('YEARS_OF_LIFE')}")
_RANK = re.compile(r"(?<![提以之日])前\Z")
_RANKED = re.word_set("RANKED")
_COUNT_FRAME = re.compile(rf"{re.any_of('COUNT_FRAME')}")
_ARTICLES = re.compile(rf"{vocabulary.HAN}{{0,6}}(?:{re.any_of('ARTICLES')})")
_FIGURE = re.compile(r"走出(?:了)?\Z")
"""A figure of speech: 走出一条…之路."""
_YEAR = 1900
_CONCRETE = re.word_set("CONCRETE")
_MEASURED = ("元", "亩", "公里", "平方米", "吨", "倍", "番")
_CAPACITY = re.compile(
    rf"[年日月](?:{re.any_of('CAPACITY')})(?!值|能|量)(?!{vocabulary.HAN}{{0,6}}(?:"
    rf"{re.any_of('COMMITMENT_CAPACITY')})){vocabulary.HAN}{{0,6}}\Z"
)
"""The capacity of a project, not a promise: 日处理鲜奶500吨的加工项目."""
_DIMENSION = re.compile(rf"{re.any_of('DIMENSION')}")
"""A dimension of a thing: 3.8米直径运载火箭."""
_IMPROVED = re.compile(rf"(?:{re.any_of('IMPROVED')})\Z")
_IMPROVES = re.compile(
    rf"{vocabulary.HAN}{{1,14}}?(?:(?:{re.any_of('IMPROVES')})发展|向新向优|提质升级)"
)
"""Improvement of things that already exist: 推进9个千亿级产业集群高质量发展."""
_TASK_ON_AREA = re.compile(
    rf"{vocabulary.HAN}{{1,16}}的(?:{vocabulary.HAN}|、){{0,8}}(?:"
    rf"{re.any_of('WORK_ON_AREA')})工作|的{vocabulary.HAN}{{1,12}}?(?:"
    rf"{re.any_of('DEEDS_ON_AREA')})"
)
"""The size of the area that is worked on: 2.2平方公里文化区的土地征收工作."""
_MEASURED_BY = re.compile(rf"(?:{re.any_of('MEASURED_BY')})\Z")
"""Counted things that already exist: 对照32项指标."""
_QUORUM = re.compile(rf"(?:及?以上|多数)?的?{vocabulary.HAN}{{0,10}}?(?:{re.any_of('QUORUM')})")
"""A quorum in a statute: 三分之二以上理事出席方能召开."""
_NOT_MADE = re.compile(
    rf"(?:{re.any_of('COHORTS')})(?:人?数|总?量|规模)?(?P<grows>(?:"
    rf"{re.any_of('FORECAST_OF_COHORTS')})*)\Z"
)
"""A number that no plan controls: 高校毕业生超过1000万人."""
_CLASS_BEHIND = re.compile(rf"{vocabulary.HAN}{{1,4}}(?:及|或)?以[上下]的")
"""A condition that selects things: 每个30万人口以上的县."""
_TAKES_IN = re.compile(rf"{vocabulary.ACTION_VERBS}|{re.any_of('TAKES_IN')}")
_COUNTED_ROUNDLY = re.word_set("COUNTED_ROUNDLY")
_SHARE = re.compile(r"的?部分|之间")
_BUILD = re.compile(re.any_of("BUILD_VERBS"))


def is_commitment(passage: Passage, quantity: Quantity, sign: Sign, *, repeated: bool) -> bool:
    """Whether ``quantity`` is a commitment, regardless of tense (see ``tense``).

    ``repeated``: the clause contains 每学期 or 每个街道, so that even 一次 is a count.
    """
    text, start, end = passage.text, quantity.start, quantity.end
    if text.startswith("每", start - 1):  # 每10万人 is the denominator of a rate
        return False
    if passage.in_name(start) or _LABEL_BEFORE.search(text, max(0, start - 14), start):
        return False
    clause_start, clause_end = passage.clause(start)
    before = text[max(clause_start, start - 24) : start]
    if quantity.form == "han" and quantity.base_unit in _CONCRETE:  # 建设一条…路、两条…路、四条…街
        before = text[max(passage.sentence(start)[0], start - 60) : start]
    after = text[end : min(clause_end, end + 24)]
    if not quantity.unit:
        return _bare_number_counts(quantity, sign, text[clause_start : sign.start], after)
    if quantity.base_unit == "届" and quantity.value is not None and quantity.value >= _YEAR:
        return False  # 2025届毕业生
    if quantity.base_unit in _RANKED and _RANK.search(before):
        return False  # 前5名 is a rank, not a count
    if _is_there_already(before, after) or _NAMES_A_CASE.match(after):
        return False
    if _is_outline(quantity, sign, before, after) or _is_class(quantity, sign, after):
        return False
    if _DEFINES.search(text, passage.sentence(start)[0], start):
        return False
    if _OF_A_FINE.search(before):
        return False
    if quantity.base_unit in _AGES:  # 人均预期寿命提高1岁,达到78岁
        before = text[max(passage.sentence(start)[0], start - 40) : start] if sign.left else before
    if quantity.base_unit in _CALENDAR and "分别" in before and _is_of_life(passage, start):
        return True  # 入学率和平均受教育年限分别达到95%和11年
    if not _unit_allows(quantity, sign, before, after, repeated=repeated):
        return False
    if _is_told_of(quantity, sign, text[clause_start : sign.start], before, after):
        return False
    if quantity.form == "han":
        return _han_counts(quantity, sign, text[start:end], (before, after), repeated=repeated)
    return True


def _is_told_of(quantity: Quantity, sign: Sign, said: str, before: str, after: str) -> bool:
    """Whether the number describes a thing or is a share of votes in a rule."""
    unit = quantity.base_unit
    if unit in vocabulary.MEASURE_UNITS and not sign.left and _CAPACITY.search(before):
        return True
    if unit in ("%", "人", "名") and quantity.form in ("fraction", "han", "arabic"):
        votes = unit != "%" or quantity.form == "fraction"
        if votes and _QUORUM.match(after):
            return True
    if unit in vocabulary.MEASURE_UNITS and not sign.left and _TASK_ON_AREA.match(after):
        return True
    if unit in vocabulary.MEASURE_UNITS and _DIMENSION.match(after):
        return True
    if not sign.explicit and unit in vocabulary.COUNT_UNITS:
        listed = before.rstrip("0123456789.")
        if (_IMPROVED.search(listed) or listed.endswith("等")) and _IMPROVES.match(after):
            return True
    if not unit and _CLASS_BEHIND.match(after):
        return True
    if unit in ("人", "名") and (found := _NOT_MADE.search(said)) and (sign.left or found["grows"]):
        return not _TAKES_IN.search(said, 0, found.start())
    return _COUNT_FRAME.fullmatch(unit) is not None and _MEASURED_BY.search(before) is not None


def _is_outline(quantity: Quantity, sign: Sign, before: str, after: str) -> bool:
    """Whether the number counts parts of the text: 落实20项主要指标, 环境美(6项)."""
    if _COUNT_FRAME.fullmatch(quantity.base_unit) is None or sign.explicit:
        return False
    return _OUTLINE.match(after) is not None or (
        _BRACKETED.search(before) is not None and re.match(r" ?\)", after) is not None
    )


def _is_class(quantity: Quantity, sign: Sign, after: str) -> bool:
    """Whether the number names a class: 二类以上医疗器械, 14亿人的粮食安全."""
    unit = quantity.base_unit
    if unit in _GRADES and sign.right and quantity.form == "han":
        return True
    return unit in ("人", "名") and not sign.left and _WELFARE.match(after) is not None


def _is_of_life(passage: Passage, position: int) -> bool:
    begin, _ = passage.sentence(position)
    return _YEARS_OF_LIFE.search(passage.text, begin, position) is not None


def _is_there_already(before: str, after: str) -> bool:
    """Whether the counted things already exist: 现有80名教师, 在12所的基础上.

    Not in 每千名老人拥有40张, which is a ratio.
    """
    existing = _EXISTING.search(before)
    if existing and not (existing[0] == "拥有" and "每" in before):
        return True
    return _BASE.match(after) is not None and "在" in before


def _bare_number_counts(quantity: Quantity, sign: Sign, before: str, after: str) -> bool:
    """Whether a number without a unit is a commitment: 98 in 达到98以上.

    It needs a bound, a decimal fraction or a rate of zero; a masked number needs a comparator
    before it (超过*吼).
    """
    if quantity.form == "mask":
        return sign.left in ("least", "most", "more", "less") or (
            sign.left == "equal" and bool(sign.right)
        )
    if quantity.form != "arabic" or not (sign.left and (sign.explicit or sign.left == "equal")):
        return False
    ends = not after or not re.match(r"[\w.:]", after)
    exact = quantity.value is not None and quantity.value % 1 > 0  # 利用系数提高到0.58
    none = quantity.value == 0 and before.endswith("率")  # 事故发生率为0
    return bool(sign.right) or (ends and (sign.explicit or exact or none))


def _unit_allows(
    quantity: Quantity, sign: Sign, before: str, after: str, *, repeated: bool
) -> bool:
    """Whether the unit, with the words around it, permits a commitment."""
    unit = quantity.base_unit
    if unit in _AGES:
        return bool(_YEARS_OF_LIFE.search(before))
    if unit in _SIZES and (after.startswith("级") or _THRESHOLD.match(after)):
        return False
    if unit in _CALENDAR:
        return bool(_YEARS_OF_LIFE.search(before)) and bool(sign.left)
    if unit in _TIME_UNITS:
        counts_days = unit == "天" and _DAYS.search(before) is not None
        return sign.explicit or repeated or counts_days or (sign.left == "equal" and unit != "天")
    if unit == "期" and (_PHASE.match(after) or (quantity.form == "han" and not repeated)):
        return False
    if unit in ("成", "折"):
        return sign.explicit
    if unit == "元" and _SHARE.match(after):
        return False
    if quantity.vague and not unit:
        return sign.explicit
    if unit == "条" and _ARTICLES.match(after):
        return False
    frame = _COUNT_FRAME.fullmatch(unit) is not None
    return not (frame and not sign.explicit and _ORDERED.search(after[:8].partition("、")[0]))


def _han_counts(
    quantity: Quantity, sign: Sign, numeral: str, around: tuple[str, str], *, repeated: bool
) -> bool:
    """Whether Chinese digits are a count, which needs other words: 至少两次, 新建三所, 每月一次."""
    unit, (before, after) = quantity.base_unit, around
    if only_scale(numeral[: len(numeral) - len(quantity.unit)] or numeral):
        return sign.explicit and unit in _COUNTED_ROUNDLY  # 活动千场以上, 超百项
    if unit not in vocabulary.BARE_HAN_UNITS and unit not in pack_words(UNITS):
        return False
    value = quantity.value
    if value is None:
        return False
    if sign.explicit or (repeated and unit not in ("种", "类", "本")):
        return True
    if (unit == "元" and quantity.unit == unit) or _FIGURE.search(before):
        return False  # 三元 is a firm
    verbs = _BUILD.findall(before if unit in _CONCRETE else before[-14:])
    if quantity.unit != unit or value > 100:  # 达到一亿亩, 新增就业二百万人
        return bool(verbs) or bool(sign.left) or unit in _MEASURED
    if unit in ("人", "户", "种", "类", "本", "篇", "村", "校", "县", "镇", "乡", "天"):
        return False
    if value > 10 and not quantity.upper:
        return bool(verbs) or unit in _MEASURED
    if value == 1 and quantity.upper is None:
        return bool(verbs) and unit in vocabulary.ONCE_UNITS.get(verbs[-1], ())
    if _COUNT_FRAME.fullmatch(unit):
        concrete = unit == "个" and _HEADS.match(after) is not None
        verbs = [v for v in verbs if concrete or v not in vocabulary.VAGUE_OBJECT_VERBS]
    return bool(verbs) or unit in ("倍", "番")
