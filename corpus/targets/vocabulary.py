"""Vocabulary of the grammar of targets: the word lists and patterns built from them.

All words are written as in folded text (half-width, simplified).
"""

from plandiff.corpus import word_patterns as re
from plandiff.corpus.word_lists import word_lists

HAN = r"[^\W\da-zA-Z_]"
"""Pattern of a Han character; the class [一-鿿] is clearer but takes 1 ms per use to compile."""


def words(text: str) -> tuple[str, ...]:
    """Split a list of words separated by white space."""
    return tuple(text.split())


_LISTS = word_lists()

RATE_UNITS = _LISTS["RATE_UNITS"]
"""Units of shares and changes."""
MONEY_UNITS = _LISTS["MONEY_UNITS"]
"""Currencies."""
MEASURE_UNITS = _LISTS["MEASURE_UNITS"]
"""Units of length, area, weight, energy, data."""
PERSON_UNITS = _LISTS["PERSON_UNITS"]
"""Units that count people."""
COUNT_UNITS = _LISTS["COUNT_UNITS"]
"""Measure words, and nouns used as units of things."""
TIME_UNITS = _LISTS["TIME_UNITS"]
"""Units of time."""
SEASONS = (
    rf"(?:(?:{re.any_of('QUARTERS')})(?:末|底|内)?(?:之?前|以前)?|"
    rf"(?:{re.any_of('SEASONS')})(?:到来|结束)?(?:之?前|以前|期间))"
)
"""Parts of a year used as deadlines: 一季度, 汛期前."""
UNIT_TRAPS = re.any_of("UNIT_TRAPS")
"""Words that begin like a unit but are none: 个性 in 3个性."""
BARE_HAN_UNITS = re.word_set("BARE_HAN_UNITS")
"""Units that a single Chinese digit may count: 三所 but not 三级."""
NAMED_VERBS = re.any_of("NAMED_VERBS")
"""Verbs kept in the name of a count, which would otherwise read like a stock: 培训教师."""
VAGUE_OBJECT_VERBS = re.word_set("VAGUE_OBJECT_VERBS")
"""Verbs also used in figures of speech (打造三个品牌); with 个 项 种 类 they are no evidence."""
ACTION_VERBS = re.any_of("ACTION_VERBS")
"""Verbs before the counted noun phrase; removed from its start."""
FUNCTION_WORDS = re.any_of("FUNCTION_WORDS")
"""Prepositions and conjunctions before that phrase; also removed, and never an indicator."""
NOMINAL_VERBS = re.any_of("NOMINAL_VERBS")
"""Verbs that may be an indicator without a noun: 培训3200人次, 计划投资3640万元."""
PREDICATES = re.any_of("PREDICATES")
"""Words that end a noun phrase after the unit."""
DONE_STATES = re.any_of("DONE_STATES")
"""Changes of state of the counted things: 4家企业退出."""
SUPERIORS, SET_BY, SET_GOALS = (re.any_of(name) for name in ("SUPERIORS", "SET_BY", "SET_GOALS"))
"""Parts of a reference to a target set by a higher level: 云州市|确定的|目标."""
MODALITIES = re.any_of("MODALITIES")
"""Modal words that express how binding a number is."""
RISES = re.any_of("RISES")
"""Verbs of a rise."""
FALLS = re.any_of("FALLS")
"""Verbs of a fall."""
LESS_IS_BETTER = _LISTS["LESS_IS_BETTER"]
"""Indicators for which lower is better, unless the wording states otherwise."""
ONCE_UNITS = dict.fromkeys(
    _LISTS["BUILDING_VERBS"], frozenset(_LISTS["UNITS_OF_BUILDINGS"])
) | dict.fromkeys(_LISTS["GATHERING_VERBS"], frozenset(_LISTS["UNITS_OF_GATHERINGS"]))
"""After these verbs even 一 is a count with these units: 新建一所小学, 召开一次现场会."""

RATES_OF_CHANGE = {"增长": "增长率", "下降": "下降率", "降低": "降低率"}
"""Names of rates of change by verb: 地区生产总值增长率."""

JOINT_HOLDERS = {
    joint: tuple(holders) for joint, *holders in (g.split("=") for g in _LISTS["JOINT_HOLDERS"])
}
"""Words that name two holders together: 城乡居民收入分别增长6.5%和7.5%."""

FIRST_HEADS = (
    rf"{re.any_of('FIRST_COLUMN_HEADS')}|(?i:no\.?|(?:key )?(?:"
    rf"{re.any_of('ENGLISH_FIRST_COLUMN_HEADS')})s?)"
)
"""Headers of the first column of a table."""
