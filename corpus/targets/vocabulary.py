"""The words of the grammar of targets: those of ``vocabulary.txt``, and what is built of them.

Everything is written as it stands in folded text (half-width, simplified).
"""

from pathlib import Path

HAN = r"[^\W\da-zA-Z_]"
"""A Han character, in patterns; the class [一-鿿] says it better but takes 1 ms each to compile."""


def words(text: str) -> tuple[str, ...]:
    """The words of a list written as one text."""
    return tuple(text.split())


def read_words(path: Path) -> dict[str, tuple[str, ...]]:
    """The entries of each section of a file of words: ``[NAME]`` and, below it, words."""
    sections: dict[str, list[str]] = {}
    entries: list[str] = []
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("[") and line.endswith("]") and line[1:-1].isupper():
            entries = sections.setdefault(line[1:-1], [])
        elif not line.startswith("#"):
            entries += line.split()
    return {name: tuple(found) for name, found in sections.items()}


_WORDS = read_words(Path(__file__).with_name("vocabulary.txt"))

RATE_UNITS = _WORDS["RATE_UNITS"]
"""Units of shares and changes."""
MONEY_UNITS = _WORDS["MONEY_UNITS"]
"""Currencies."""
MEASURE_UNITS = _WORDS["MEASURE_UNITS"]
"""Units of length, area, weight, energy, data."""
PERSON_UNITS = _WORDS["PERSON_UNITS"]
"""What counts people."""
COUNT_UNITS = _WORDS["COUNT_UNITS"]
"""Measure words and nouns that count things."""
TIME_UNITS = _WORDS["TIME_UNITS"]
"""Units of time."""
SEASONS = (
    rf"(?:(?:{'|'.join(_WORDS['QUARTERS'])})(?:末|底|内)?(?:之?前|以前)?|"
    rf"(?:{'|'.join(_WORDS['SEASONS'])})(?:到来|结束)?(?:之?前|以前|期间))"
)
"""Parts of a year by which something is due: 一季度, 汛期前."""
UNIT_TRAPS = "|".join(_WORDS["UNIT_TRAPS"])
"""Words that begin like a unit: 3个性 counts nothing."""
BARE_HAN_UNITS = frozenset(_WORDS["BARE_HAN_UNITS"])
"""Units that a single Chinese digit may count: 三所 but not 三级."""
BUILD_VERBS = _WORDS["BUILD_VERBS"]
"""Verbs whose object is a count: 新建三所学校."""
NAMED_VERBS = "|".join(_WORDS["NAMED_VERBS"])
"""Verbs that belong to the name of a count, which reads like a stock without them: 培训教师."""
VAGUE_OBJECT_VERBS = frozenset(_WORDS["VAGUE_OBJECT_VERBS"])
"""Verbs that take figures of speech as well (打造三个品牌): with 个 项 种 类 they prove nothing."""
ORDERING_NOUNS = _WORDS["ORDERING_NOUNS"]
"""Nouns that order a text rather than the world: 三个重点, 四个意识."""
ACTION_VERBS = "|".join(_WORDS["ACTION_VERBS"])
"""Verbs in front of the noun phrase that counts; taken off from the left."""
FUNCTION_WORDS = "|".join(_WORDS["FUNCTION_WORDS"])
"""Prepositions and conjunctions in front of it: taken off as well, and never an indicator."""
NOMINAL_VERBS = "|".join(_WORDS["NOMINAL_VERBS"])
"""Verbs that may name a quantity by themselves: 培训3200人次, 计划投资3640万元."""
PREDICATES = "|".join(_WORDS["PREDICATES"])
"""Words that end a noun phrase behind the unit."""
DONE_STATES = "|".join(_WORDS["DONE_STATES"])
"""What becomes of the things counted: 4家企业退出."""
SUPERIORS, SET_BY, SET_GOALS = (
    "|".join(_WORDS[name]) for name in ("SUPERIORS", "SET_BY", "SET_GOALS")
)
"""Who sets a target for the plan, how, and what: 云州市|确定的|目标."""
MODALITIES = "|".join(_WORDS["MODALITIES"])
"""What is said to bind the number."""
RISES = "|".join(_WORDS["RISES"])
"""Verbs of a rise."""
FALLS = "|".join(_WORDS["FALLS"])
"""Verbs of a fall."""
LESS_IS_BETTER = _WORDS["LESS_IS_BETTER"]
"""Indicators of which less is asked for, unless the wording says otherwise."""
ONCE_UNITS = dict.fromkeys(
    words("新增 新建 新建成 改扩建 新改扩建 迁建 建成 建设 创办"),
    frozenset(words("所 座 栋 幢 间 条")),
) | dict.fromkeys(words("举办 召开 举行 组织 开展 进行 承办"), frozenset(words("次 场 届 期 场次")))
"""After these verbs even 一 is a count with these units: 新建一所小学, 召开一次现场会."""

RATES_OF_CHANGE = {"增长": "增长率", "下降": "下降率", "降低": "降低率"}
"""What a table calls the share by which something changes: 地区生产总值增长率."""

JOINT_HOLDERS = {"城乡": ("城镇", "农村")}
"""Words that name two holders at once: 城乡居民收入分别增长6.5%和7.5%."""

FIRST_HEADS = (
    "序号|类别|领域|(?:主要|具体)?(?:指标|项目|任务|工程)(?:名称)?|名称|内容|"
    "(?i:no\\.?|(?:key )?(?:indicator|measure|metric|kpi)s?)"
)
"""Heads of the first column of a table."""
