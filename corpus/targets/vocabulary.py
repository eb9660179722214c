"""The words of the grammar of targets: those of the word lists, and what is built of them.

Everything is written as it stands in folded text (half-width, simplified).
"""

from plandiff.corpus import word_patterns as re
from plandiff.corpus.word_lists import word_lists

HAN = r"[^\W\da-zA-Z_]"
"""A Han character, in patterns; the class [一-鿿] says it better but takes 1 ms each to compile."""


def words(text: str) -> tuple[str, ...]:
    """The words of a list written as one text."""
    return tuple(text.split())


_LISTS = word_lists()

RATE_UNITS = _LISTS["RATE_UNITS"]
"""Units of shares and changes."""
MONEY_UNITS = _LISTS["MONEY_UNITS"]
"""Currencies."""
MEASURE_UNITS = _LISTS["MEASURE_UNITS"]
"""Units of length, area, weight, energy, data."""
PERSON_UNITS = _LISTS["PERSON_UNITS"]
"""What counts people."""
COUNT_UNITS = _LISTS["COUNT_UNITS"]
"""Measure words and nouns that count things."""
TIME_UNITS = _LISTS["TIME_UNITS"]
"""Units of time."""
SEASONS = (
    rf"(?:(?:{re.any_of('QUARTERS')})(?:末|底|内)?(?:之?前|以前)?|"
    rf"(?:{re.any_of('SEASONS')})(?:到来|结束)?(?:之?前|以前|期间))"
)
"""Parts of a year by which something is due: 一季度, 汛期前."""
UNIT_TRAPS = re.any_of("UNIT_TRAPS")
"""Words that begin like a unit: 3个性 counts nothing."""
BARE_HAN_UNITS = re.word_set("BARE_HAN_UNITS")
"""Units that a single Chinese digit may count: 三所 but not 三级."""
NAMED_VERBS = re.any_of("NAMED_VERBS")
"""Verbs that belong to the name of a count, which reads like a stock without them: 培训教师."""
VAGUE_OBJECT_VERBS = re.word_set("VAGUE_OBJECT_VERBS")
"""Verbs that take figures of speech as well (打造三个品牌): with 个 项 种 类 they prove nothing."""
ACTION_VERBS = re.any_of("ACTION_VERBS")
"""Verbs in front of the noun phrase that counts; taken off from the left."""
FUNCTION_WORDS = re.any_of("FUNCTION_WORDS")
"""Prepositions and conjunctions in front of it: taken off as well, and never an indicator."""
NOMINAL_VERBS = re.any_of("NOMINAL_VERBS")
"""Verbs that may name a quantity by themselves: 培训3200人次, 计划投资3640万元."""
PREDICATES = re.any_of("PREDICATES")
"""Words that end a noun phrase behind the unit."""
DONE_STATES = re.any_of("DONE_STATES")
"""What becomes of the things counted: 4家企业退出."""
SUPERIORS, SET_BY, SET_GOALS = (re.any_of(name) for name in ("SUPERIORS", "SET_BY", "SET_GOALS"))
"""Who sets a target for the plan, how, and what: 云州市|确定的|目标."""
MODALITIES = re.any_of("MODALITIES")
"""What is said to bind the number."""
RISES = re.any_of("RISES")
"""Verbs of a rise."""
FALLS = re.any_of("FALLS")
"""Verbs of a fall."""
LESS_IS_BETTER = _LISTS["LESS_IS_BETTER"]
"""Indicators of which less is asked for, unless the wording says otherwise."""
ONCE_UNITS = dict.fromkeys(
    _LISTS["ONCE_UNITS_A"], frozenset(_LISTS["ONCE_UNITS_B"])
) | dict.fromkeys(_LISTS["ONCE_UNITS_C"], frozenset(_LISTS["ONCE_UNITS_D"]))
"""After these verbs even 一 is a count with these units: 新建一所小学, 召开一次现场会."""

RATES_OF_CHANGE = {"增长": "增长率", "下降": "下降率", "降低": "降低率"}
"""What a table calls the share by which something changes: 地区生产总值增长率."""

JOINT_HOLDERS = {
    joint: tuple(holders) for joint, *holders in (g.split("=") for g in _LISTS["JOINT_HOLDERS"])
}
"""Words that name two holders at once: 城乡居民收入分别增长6.5%和7.5%."""

FIRST_HEADS = (
    "序号|类别|领域|(?:主要|具体)?(?:指标|项目|任务|工程)(?:名称)?|名称|内容|"
    "(?i:no\\.?|(?:key )?(?:indicator|measure|metric|kpi)s?)"
)
"""Heads of the first column of a table."""
