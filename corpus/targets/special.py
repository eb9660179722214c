"""Targets without number and unit: ranks, ratios, 翻一番, above the average, 每年举办.

Also targets whose number a higher level sets: 完成上级下达的任务.
"""

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from plandiff.corpus import word_patterns as re
from plandiff.corpus.model import Relation
from plandiff.corpus.targets import nouns, vocabulary
from plandiff.corpus.targets.landmarks import Landmarks
from plandiff.corpus.targets.naming import clause_before
from plandiff.corpus.targets.nouns import Phrase
from plandiff.corpus.targets.passages import Passage
from plandiff.corpus.targets.target_candidates import Draft
from plandiff.corpus.text.numerals import read_number

_N = r"\d{1,3}|[一二三四五六七八九十两]{1,3}"


class Special(Struct, frozen=True):
    """A commitment at ``start:end`` whose number, if any, is not a quantity with a unit."""

    start: int
    end: int
    relation: Relation
    value: float | None = None
    upper: float | None = None
    unit: str = ""
    masked: bool = False
    baseline: tuple[int, int] | None = None
    """Span of an earlier ratio: 18:1 in 由18:1降到16:1."""

    @property
    def counts_nothing(self) -> bool:
        """Whether it has a period but no number: 每年举办."""
        return self.value is None and "/" in self.unit


def _above(m: re.Match[str]) -> Special | None:
    relation = (
        Relation.AT_LEAST
        if (m["above"] or m["above2"]) in ("不低于", "达到")
        else Relation.MORE_THAN
    )
    return Special(m.start(), m.end(), relation)


def _keep_and_strive(m: re.Match[str]) -> Special | None:
    keep, strive = read_number(m["keep"]), read_number(m["strive"])
    if keep is None or strive is None:
        return None
    return Special(m.start(), m.end(), Relation.RANGE, min(keep, strive), max(keep, strive), "位")


def _rank(m: re.Match[str]) -> Special | None:
    return Special(m.start(), m.end(), Relation.AT_MOST, read_number(m["rank"]), unit="位")


def _doubling(m: re.Match[str]) -> Special | None:
    return Special(m.start(), m.end(), Relation.EQUAL, read_number(m["times"] or "一"), unit="番")


def _zero_growth(m: re.Match[str]) -> Special | None:
    return Special(m.start(), m.end(), Relation.EQUAL, 0.0, unit="%")


_RATIO_RELATIONS = {
    "不低于": Relation.AT_LEAST,
    "不少于": Relation.AT_LEAST,
    "不高于": Relation.AT_MOST,
    "不超过": Relation.AT_MOST,
    "控制在": Relation.AT_MOST,
    "以内": Relation.AT_MOST,
    "以下": Relation.AT_MOST,
    "以上": Relation.AT_LEAST,
    "左右": Relation.ABOUT,
}


def _ratio(m: re.Match[str]) -> Special | None:
    below = float(m["below"])
    if not below:
        return None  # 20:0 is a score
    relation = _RATIO_RELATIONS.get(m["sign"] or "", Relation.EQUAL)
    value = round(float(m["above"]) / below, 6)
    relation = _RATIO_RELATIONS.get(m["behind"] or "", relation)
    baseline = m.span("base") if m["base"] else None
    return Special(m.start("quote"), m.end(), relation, value, unit="比", baseline=baseline)


def _event(m: re.Match[str]) -> Special | None:
    return Special(m.start(), m.end(), Relation.EQUAL, unit=f"次/{m['period'].replace('个', '')}")


def _lost_number(m: re.Match[str]) -> Special | None:
    return Special(m.start(), m.end(), Relation.AT_LEAST, masked=True)


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Special | None]], ...] = (
    (
        re.compile(
            rf"均?(?P<above>{re.any_of('ABOVE_AVERAGE')}){vocabulary.HAN}{{0,6}}?平均(?:{re.any_of('AVERAGES')})"
            rf"|均?(?P<above2>{re.any_of('ABOVE_LAST')})(?:{re.any_of('LAST_TIMES')})(?:水平)?(?!{vocabulary.HAN}{{0,4}}[\d*])"
        ),
        _above,
    ),
    (re.compile(rf"保(?P<keep>{_N})争(?P<strive>{_N})"), _keep_and_strive),
    (
        re.compile(
            rf"(?:{re.any_of('RANK_VERBS')})[^\W\d_]{{0,12}}?前(?P<rank>{_N})(?:{re.any_of('RANK_UNITS')})?"
        ),
        _rank,
    ),
    (re.compile(rf"翻(?P<times>{_N})?番"), _doubling),
    (re.compile(r"零增长"), _zero_growth),
    (
        re.compile(
            r"(?:[由从] ?(?P<base>\d{1,4}(?:\.\d{1,3})? ?: ?\d{1,4}) ?(?=[^\d:.]))?(?P<quote>"
            rf"(?:{vocabulary.RISES}|{vocabulary.FALLS}|调整|优化)(?:到|至|为)"
            rf"|(?P<sign>{re.any_of('RATIO_SIGNS')})|{re.any_of('RATIO_VERBS')}"
            r"|) ?(?<![\d:.])(?P<above>\d{1,4}(?:\.\d{1,3})?) ?: ?(?P<below>\d{1,4}"
            rf"(?:\.\d{{1,3}})?)(?![\d:.])(?P<behind>{re.any_of('RATIO_ENDS')})?"
        ),
        _ratio,
    ),
    (
        re.compile(
            rf"每(?P<period>[两三]?个?(?:{re.any_of('EVENT_PERIODS')}))(?:{re.any_of('EVENT_MODALS')})?"
            rf"(?:{re.any_of('EVENT_ADVERBS')})?"
            rf"(?:{re.any_of('EVENT_VERBS')})"
            rf"(?={vocabulary.HAN}|[\"《])(?![一两二三四五六七八九十]+[次届场期轮节])"
        ),
        _event,
    ),
    (re.compile(r"达(?:到)?以上"), _lost_number),
)
_NEEDED: dict[Callable[[re.Match[str]], Special | None], re.Pattern[str]] = {
    _above: re.compile(rf"{re.any_of('ABOVE_AVERAGE')}"),
    _ratio: re.compile(r"\d ?: ?\d"),
}
"""Cheap pre-filters, because patterns with optional first words are slow to search."""
_RATIO_BEHIND = re.compile(rf"的?(?:比例|标准)(?:{re.any_of('RATIO_BEHIND')})?")
_RATIO_WORD = re.compile(rf"{re.any_of('RATIO_WORD')}")
_SENTENCE = re.compile(r"[^。;!?\n]*\Z")


def _speaks_of_ratio(text: str, m: re.Match[str]) -> bool:
    """Whether words of the same sentence mark a ratio; otherwise 15:50 is a time."""
    before = _SENTENCE.search(text, max(0, m.start() - 16), m.start())
    return bool((before and _RATIO_WORD.search(before[0])) or _RATIO_BEHIND.match(text, m.end()))


_SET_ABOVE = re.compile(
    rf"(?:{re.any_of('SET_ABOVE')})*(?P<quote>(?:{re.any_of('SPECIAL_SET_ABOVE')})(?:"
    rf"{vocabulary.SUPERIORS})(?:{vocabulary.SET_BY})(?:{vocabulary.SET_GOALS}))"
)
_LISTED_NAMES = re.compile(r"[^,。;:!?\n]{2,90}\Z")
_END_OF_NAMES = re.compile(r"(?:等(?:主要|约束性|预期性)*(?:指标|任务)?|指标)?\Z")
_BETWEEN_NAMES = re.compile(r"、|以及|[和及与]")
_MEASURED = re.compile(rf"(?:{re.any_of('MEASURED')})\Z")


def find_set_above(text: str) -> Iterator[tuple[Special, tuple[int, int]]]:
    """Yield targets set by a higher level of government, each with the span of its name.

    Only measurable names qualify: 失业率 and 新增就业人数, but not 安全生产 or 主要指标.

    >>> text = "城镇登记失业率、安全生产等约束性指标完成云州市确定的目标。"
    >>> [(text[s.start : s.end], text[slice(*name)]) for s, name in find_set_above(text)]
    [('完成云州市确定的目标', '城镇登记失业率')]
    """
    for found in _SET_ABOVE.finditer(text):
        listed = _LISTED_NAMES.search(text, max(0, found.start() - 90), found.start())
        if listed is None:
            continue
        end = _END_OF_NAMES.search(text, listed.start(), listed.end())
        start, stop = listed.start(), end.start() if end else listed.end()
        for sign in (*_BETWEEN_NAMES.finditer(text, start, stop), None):
            name = (start, sign.start() if sign else stop)
            if name[1] - name[0] > 1 and _MEASURED.search(text, *name):
                yield Special(*found.span("quote"), Relation.EQUAL), name
            start = sign.end() if sign else stop


def words_behind(text: str, end: int) -> int:
    """Offset of the noun after a ratio, as in 按照1:1的比例配备一体机; else ``end``."""
    behind = _RATIO_BEHIND.match(text, end)
    return behind.end() if behind else end


def find_specials(text: str) -> Iterator[Special]:
    """Yield every special commitment in folded ``text``, in no particular order."""
    for pattern, read in _PATTERNS:
        needed = _NEEDED.get(read)
        if needed and not needed.search(text):
            continue
        for m in pattern.finditer(text):
            if read is _ratio and not _speaks_of_ratio(text, m):
                continue
            special = read(m)
            if special is not None:
                yield special


def draft_set_above(passage: Passage, marks: Landmarks, special: Special, name: Phrase) -> Draft:
    """A draft of a target whose number a higher level sets, with its ``name``."""
    draft = draft_special(passage, marks, special, None)
    return replace(draft, indicator=name)


def says_how_often(passage: Passage, special: Special, behind: Sequence[Draft]) -> bool:
    """Whether a target with a period follows in the clause: 每年组织全体教师参加各类培训3次."""
    draft = behind[0] if behind else None
    return draft is not None and "/" in draft.unit and passage.same_clause(special.end, draft.start)


def draft_special(
    passage: Passage, marks: Landmarks, special: Special, before: Draft | None
) -> Draft:
    """A draft of a special target; without a noun it has the indicator of ``before``."""
    text, start, floor = passage.text, special.start, before.end if before else 0
    clause, clause_end = passage.clause(start)
    sentence, _ = passage.sentence(start)
    words_end = special.baseline[0] - 1 if special.baseline else start
    words_end -= text.endswith('"', 0, words_end)
    left = nouns.left_noun(text, max(floor, clause), words_end)
    right = nouns.right_noun(
        text, words_behind(text, special.end), clause_end, whole_list="/" in special.unit
    )
    name = (right or left) if "/" in special.unit else (left or right)
    if name is None and before and before.start >= sentence:
        name = before.indicator  # 平均分提高5分,进入全县前三名
    return Draft(
        start=start,
        end=special.end,
        indicator=name or clause_before(passage, start),
        relation=special.relation,
        value=special.value,
        upper=special.upper,
        unit=special.unit,
        masked=special.masked,
        baseline=special.baseline,
        scope=marks.scope(clause, start),
        deadline=marks.deadline(sentence, clause, start),
        modality=marks.modality(clause, start),
    )
