"""The features that identify a target: its words with the numbers masked, never the number."""

from functools import cache, cached_property, lru_cache
from itertools import pairwise

from msgspec import Struct, field
from msgspec.structs import replace

from plandiff.comparison.target_changes.counting import Counting, read_counting
from plandiff.comparison.target_changes.english_names import brings_down, read_english_change
from plandiff.comparison.target_changes.units import BaseUnit, base_unit
from plandiff.corpus import word_patterns as re
from plandiff.corpus.model import Plan, Relation, Target
from plandiff.corpus.packs import pack_words
from plandiff.corpus.targets.owners import find_owners, is_far, owner_of_title
from plandiff.corpus.targets.vocabulary import ACTION_VERBS, FALLS, JOINT_HOLDERS, RISES
from plandiff.corpus.text.folding import fold, fold_lines
from plandiff.corpus.word_lists import word_lists

_NUMBER = re.compile(r"[\d*×]+(?:[.,][\d*]+)*")
_HAN_NUMBER = re.compile(r"[一二三四五六七八九十两]+(?=[次场届所座名个项门节期年])")
_BLANKS = re.compile(r"\s+")
_LEFT, _RIGHT, _WIDE, _MATTER = 20, 14, 48, 36
_REACH = 160
_CLAUSE = re.compile(r"[,:]")
_CUT = re.compile(r"[。!?;\n]")
_WITHIN = re.compile(r"\b(?:within|in under|in less than) (\d+ [a-z]+)")
_ITEM_ENDS = re.compile(r"\band\b|\d")
_LEVEL = re.compile(r"([国省市县区校])级|全([国省市县区旗州])|(?<=、)([市县区])(?=级|\()")
_LEVELS = {"区": "县", "旗": "县", "州": "市"}
_ASPECT = re.compile(rf"^(?:(?P<rise>{RISES}|翻)|(?P<fall>{FALLS}))(?<!至)(?!.{{0,2}}[到至为])")
_TO_FALL = re.compile(rf"^(?:{FALLS})")
_DIGITS = re.compile(rf"[一二三四五六七八九十两\d]+(?={re.any_of('DIGITS')})")
_VERBS_IN_FRONT = re.compile(rf"^(?:计划|拟|总|{ACTION_VERBS})+(?=[^\W\d_]{{2}})")
_VERBS_BEHIND = re.compile(rf"(?<=[^\W\d_]{{2}})(?:{re.any_of('VERBS_BEHIND')})+\Z")
_REST_OF_LIST = re.compile(rf"等(?:\w{{0,6}}?)(?:{re.any_of('FEATURES_REST_OF_LIST')})+\Z")
_NO_MATTER = re.compile(rf"{ACTION_VERBS}|{re.any_of('NO_MATTER')}|[,、:#\"]")
_GAP = 40
_LABEL = re.compile(r"[(（]?[一二三四五六七八九十\d]+[)）.、]\s*\Z")


class Features(Struct, frozen=True, dict=True):
    """One target with the words that identify it; used for both sides of a comparison."""

    target: Target
    order: int
    """Index among the targets of its plan."""
    left: str
    """Masked text of the sentence before the quote."""
    right: str
    sentence: str
    """Masked text around the target, long enough to recognise it in another section."""
    quote: str
    changes: str = ""
    """``rise`` or ``fall``, by an English verb before it: reduce absence by 2 points."""
    within: tuple[str, ...] = ()
    """Time limits stated before it in English: 28 days in resolved within 28 days: 85%."""
    brought_down: bool = False
    """Whether an English verb before it states a fall to the level: cut the list to 900."""
    between: str = ""
    """Text between it and the preceding target, if that is near and in the same section."""
    clause: str = ""
    """Text of the sentence before the quote, numbers not masked."""
    counting: Counting = field(default_factory=Counting)
    """How the number counts, and over which period."""
    matter: str = ""
    """Masked text of the following clause: the purpose in 投资2亿元,新建…."""
    holder: str = ""
    """The place or body that governs its clause, line, section or a section above; or empty."""
    is_led_in: bool = False
    """Whether the holder is in an earlier clause of the sentence."""

    @cached_property
    def unit(self) -> BaseUnit:
        """The base unit in which its value is compared."""
        return base_unit(self.target.unit)

    @cached_property
    def indicator(self) -> str:
        """Folded indicator without spaces and quotation marks.

        Of two joint holders it names the target's own: 城镇居民收入 for a text with 城乡居民收入.
        """
        words = _squeeze(fold(self.target.indicator)).replace('"', "").casefold()
        joint = self._joint
        return words.replace(joint, self.target.of or "", 1) if joint else words

    @property
    def _joint(self) -> str | None:
        """城乡, if the target is of only one of the two; else None."""
        of, words = self.target.of, fold(self.target.indicator)
        return next(
            (joint for joint, own in JOINT_HOLDERS.items() if of in own and joint in words), None
        )

    @cached_property
    def of(self) -> str:
        """The owner of the quantity, folded; empty if unknown or part of the indicator."""
        if self._joint:
            return ""
        return _squeeze(fold(self.target.of or "")).replace('"', "").casefold()

    @cached_property
    def is_beside(self) -> bool:
        """Whether the qualifier is in the clause of the number itself."""
        return bool(self.of) and self.of in _CLAUSE.split(self.clause)[-1].replace('"', "")

    @cached_property
    def core(self) -> str:
        """The indicator without verbs around its noun: 公厕 for 公厕新建改造 and 新建公厕."""
        noun = _REST_OF_LIST.sub("", self.indicator) or self.indicator
        noun = _VERBS_IN_FRONT.sub("", noun, count=1)
        return _VERBS_BEHIND.sub("", noun)

    @cached_property
    def core_pairs(self) -> frozenset[str]:
        """Character bigrams of the core."""
        return bigrams(self.core)

    @cached_property
    def matter_pairs(self) -> frozenset[str]:
        """Character bigrams of the following clause's nouns."""
        return bigrams(_NO_MATTER.sub("", self.matter))

    @cached_property
    def levels(self) -> frozenset[str]:
        """Levels of government that the target applies to: 省 in 省级示范园, 市 in 全市."""
        words = self.indicator + ("," + fold(self.target.scope or ""))[:3]
        found = (m[m.lastindex or 0] for m in _LEVEL.finditer(words))
        return frozenset(_LEVELS.get(level, level) for level in found)

    @cached_property
    def aspect(self) -> str:
        """``rise`` for 增长7%, ``fall`` for 下降3%, empty for a level."""
        found = _ASPECT.match(self.quote) or _ASPECT.match(self._verb)
        return str(found.lastgroup) if found else self.changes

    @property
    def _verb(self) -> str:
        """The verb of change, which the numbers of a list share with the first one."""
        return (self.target.change or "").removeprefix("年均").removeprefix("同比")

    @property
    def is_set_above(self) -> bool:
        """Whether a superior sets its number: 完成上级下达的任务."""
        return is_set_above(self.target)

    @cached_property
    def falls_to(self) -> bool:
        """Whether the wording states a fall to a level: 降到5%."""
        falls = _TO_FALL.match(self.quote) is not None or self.brought_down
        return not self.aspect and falls

    @cached_property
    def digits(self) -> tuple[str, ...]:
        """Numbers that are part of the indicator's name: 三年 in 学前三年毛入园率."""
        return (*_DIGITS.findall(self.indicator), *self.within)

    @cached_property
    def contrasts(self) -> tuple[str | None, ...]:
        """For each group of ``CONTRASTS``, the single word of it that this target has, or None."""
        clause = _CLAUSE.split(self.clause)[-1][-_LEFT:]
        return _contrasting(self.indicator, clause, pack_words("contrasts"))

    @cached_property
    def indicator_pairs(self) -> frozenset[str]:
        """Character bigrams of the indicator."""
        return bigrams(self.indicator)

    @cached_property
    def left_pairs(self) -> frozenset[str]:
        """Character bigrams of the text before the quote."""
        return bigrams(self.left)

    @cached_property
    def right_pairs(self) -> frozenset[str]:
        """Character bigrams of the text after the quote."""
        return bigrams(self.right)

    @cached_property
    def sentence_pairs(self) -> frozenset[str]:
        """Character bigrams of the wide context."""
        return bigrams(self.sentence)


def is_set_above(target: Target) -> bool:
    """Whether a superior sets the number of a target: 完成上级下达的任务."""
    plain = target.relation is Relation.EQUAL and not target.masked
    return plain and target.value is None and not target.unit


def read_features(plan: Plan) -> tuple[Features, ...]:
    """Return the features of every target of ``plan``, in plan order."""
    texts = {section.id: section.text for section in plan.sections}
    wanted = {target.section for target in plan.targets}
    folded = {name: fold_lines(texts[name]) for name in sorted(wanted) if name in texts}
    owners = {name: find_owners(text) for name, text in folded.items()}
    headed = _owners_of_headings(plan)
    before = (None, *plan.targets)
    features = []
    for order, target in enumerate(plan.targets):
        text, own = folded.get(target.section, target.quote), owners.get(target.section)
        span = own.find(target.span.start, target.span.end, target.name) if own else None
        holder = text[slice(*span)] if span else headed.get(target.section, "")
        features.append(
            replace(
                _read(target, order, text, before[order]),
                holder=_squeeze(holder).replace('"', ""),
                is_led_in=span is not None and is_far(text, span, target.span.start),
            )
        )
    return tuple(features)


def _owners_of_headings(plan: Plan) -> dict[str, str]:
    """The owner that the heading of each section names, or else a heading above it."""
    headed: dict[str, str] = {}
    for section in plan.sections:
        own = owner_of_title(fold(section.heading)) if section.level else ""
        headed[section.id] = own or headed.get(section.parent or "", "")
    return headed


def _read(target: Target, order: int, text: str, previous: Target | None) -> Features:
    start, end = target.span.start, target.span.end
    near = previous is not None and previous.section == target.section
    gap = previous.span.end if previous and near and start - previous.span.end <= _GAP else start
    before = _CUT.split(text[max(0, start - _WIDE) : start])[-1]
    sentence = _CUT.split(text[max(0, start - _REACH) : start])[-1]
    after = _CUT.split(text[end : end + _WIDE], maxsplit=1)[0]
    masked_after = _mask(after)
    wide = text[max(0, start - _WIDE) : start] + "#" + text[end : end + _WIDE]
    counting = _read_counting(target, text, sentence, previous if near else None)
    begin = previous.span.end if previous and near else 0
    return Features(
        target,
        order,
        _mask(_LABEL.sub("", before))[-_LEFT:],
        masked_after[:_RIGHT],
        _mask(wide),
        _squeeze(text[start:end]),
        read_english_change(text[max(0, start - _REACH) : start], text[start:end]),
        tuple(_WITHIN.findall(_CUT.split(text[max(begin, start - _REACH) : start])[-1])),
        brings_down(sentence, text[start:end]),
        text[gap:start],
        _squeeze(before).casefold(),
        counting,
        masked_after[:_MATTER],
    )


def _read_counting(target: Target, text: str, before: str, previous: Target | None) -> Counting:
    """Determine how its number counts, by the text that no preceding target shares.

    ``before``: its sentence up to the number.
    """
    start, end = target.span.start, target.span.end
    own = before[-max(0, start - previous.span.end) :] if previous else before
    own = _CLAUSE.split(own)[-1] if start > (previous.span.end if previous else 0) else ""
    behind = ""
    if target.indicator[:1].isascii():
        behind = _CUT.split(_CLAUSE.split(text[end : end + _WIDE])[0])[0]
        behind = _ITEM_ENDS.split(behind)[0]
    return read_counting(
        own + fold(target.name),
        before,
        text[start:end],
        behind,
        base_unit(target.unit).name,
    )


def _mask(text: str) -> str:
    return _HAN_NUMBER.sub("#", _NUMBER.sub("#", _squeeze(text))).casefold()


def _squeeze(text: str) -> str:
    return _BLANKS.sub("", text)


def bigrams(text: str) -> frozenset[str]:
    """Return all character bigrams; the text itself if it has only one character."""
    if len(text) < 2:
        return frozenset((text,)) if text else frozenset()
    return frozenset(map("".join, pairwise(text)))


@lru_cache(maxsize=1 << 12)
def _contrasting(indicator: str, clause: str, added: tuple[str, ...]) -> tuple[str | None, ...]:
    """Return for each group of ``CONTRASTS`` its single word in the indicator, else the clause."""
    patterns = _contrasts(added)
    return tuple(_only(pattern, indicator) or _only(pattern, clause) for pattern in patterns)


CONTRASTS = tuple(tuple(group.split("=")) for group in word_lists()["CONTRASTS"])
"""Groups of words that distinguish targets with otherwise similar text."""


@cache
def _contrasts(added: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Compile a pattern for each group of ``CONTRASTS`` and of packs: 东校区=西校区."""
    groups = (*CONTRASTS, *(word.split("=") for word in added))
    return tuple(
        re.compile("|".join(sorted(group, key=lambda word: (-len(word), word)))) for group in groups
    )


def _only(pattern: re.Pattern[str], words: str) -> str | None:
    found = set(pattern.findall(words))
    return found.pop() if len(found) == 1 else None


def dice(left: frozenset[str], right: frozenset[str]) -> float:
    """Return the Dice coefficient of two bigram sets, 0 to 1; 0.5 for two empty sets."""
    if not left and not right:
        return 0.5
    if not left or not right:
        return 0.0
    return 2.0 * len(left & right) / (len(left) + len(right))
