"""Drafts of targets, as the grammars return them, and their conversion to targets with ids."""

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from plandiff.corpus import word_patterns as re
from plandiff.corpus.model import Relation, Section, Span, Target
from plandiff.corpus.targets.vocabulary import JOINT_HOLDERS, RATES_OF_CHANGE
from plandiff.corpus.text.folding import simplify


class Draft(Struct, frozen=True):
    """A target at ``start:end`` of a section's text; phrases are spans of that text or None."""

    start: int
    end: int
    indicator: tuple[int, int] | None
    relation: Relation
    value: float | None
    upper: float | None = None
    unit: str = ""
    masked: bool = False
    scope: tuple[int, int] | None = None
    deadline: tuple[int, int] | None = None
    modality: str | None = None
    baseline: tuple[int, int] | None = None
    tail: tuple[int, int] | None = None
    """Words that the indicator shares with the last of its list: 入学率 in 小学、初中入学率."""
    of: tuple[int, int] | None = None
    """The qualifier: the project, place, group or body that the quantity belongs to."""
    holder: str | None = None
    """One of two joint holders: 城镇 if the text has 城乡."""
    change: tuple[int, int] | None = None
    """The verb that makes the value a change instead of a level: 年均增长."""
    does: tuple[int, int] | None = None
    """The verb that belongs to its name: 新建 in 新建幼儿园."""
    deed: tuple[int, int] | None = None
    """The work done to the counted things, after their noun: 改造 in 20条道路的改造."""
    money: tuple[int, int] | None = None
    """A word of spending before a sum whose noun follows: 投资 in 投资2亿元的智慧城市项目."""
    whole: tuple[int, int] | None = None
    """The name as printed, if the qualifier does not precede the indicator."""
    year: tuple[int, int] | None = None
    """The year that distinguishes it from the other values of its row: 115學年度."""


def move_draft(draft: Draft, places: Sequence[int]) -> Draft:
    """Map the spans of a draft from a shortened text back to the full text.

    ``places[i]``: offset in the full text of character ``i`` of the shortened text.
    """

    def moved(span: tuple[int, int] | None) -> tuple[int, int] | None:
        return (places[span[0]], places[span[1] - 1] + 1) if span else None

    start, end = places[draft.start], places[draft.end - 1] + 1
    return replace(
        draft,
        start=start,
        end=end,
        indicator=moved(draft.indicator),
        scope=moved(draft.scope),
        deadline=moved(draft.deadline),
        baseline=moved(draft.baseline),
        tail=moved(draft.tail),
        of=moved(draft.of),
        does=moved(draft.does),
        deed=moved(draft.deed),
        money=moved(draft.money),
        whole=moved(draft.whole),
        year=moved(draft.year),
        change=moved(draft.change),
    )


class Inserted(NamedTuple):
    """The text of a section with ``start:end`` inserted from the previous section."""

    folded: str
    printed: str
    start: int
    end: int

    def place(self, position: int) -> int:
        """Map a position of the text with the insertion to the section's own text."""
        return position if position < self.end else position - (self.end - self.start)


def make_target(draft: Draft, number: int, section: Section, read: Inserted) -> Target:
    """Build target ``t<number>`` from a draft, with its phrases as printed."""
    text = read.printed

    def printed(span: tuple[int, int] | None) -> str | None:
        return text[slice(*span)] if span else None

    indicator = (printed(draft.indicator) or "") + (printed(draft.tail) or "")
    owner, measure = _without_measure(printed(draft.of))
    of = owner or draft.holder
    change = printed(draft.change)
    name = _name(owner, printed(draft.does), _of_holder(indicator, draft.holder)) + measure
    name += (printed(draft.deed) or "") + (printed(draft.money) or "")
    if draft.unit == "%" and name:
        name += _rate_of_change(name, change or "")
    if draft.year:
        name += f"（{printed(draft.year)}）"
    return Target(
        id=f"t{number}",
        section=section.id,
        span=Span(read.place(draft.start), read.place(draft.end)),
        quote=text[draft.start : draft.end],
        indicator=indicator,
        relation=draft.relation,
        value=draft.value,
        upper=draft.upper,
        unit=_as_printed(draft.unit, text[draft.start : draft.end], text),
        masked=draft.masked,
        scope=printed(draft.scope),
        deadline=printed(draft.deadline),
        modality=draft.modality,
        baseline=printed(draft.baseline),
        of=of,
        name=_with_owner(printed(draft.whole), of) or _BLANK_BETWEEN.sub("", name),
        change=change,
    )


def _with_owner(whole: str | None, of: str | None) -> str | None:
    """Add an owner that an English name as printed lacks.

    >>> _with_owner("pupils will pass", "Key Stage 2"), _with_owner("wait for boys", "boys")
    ('pupils will pass (Key Stage 2)', 'wait for boys')
    """
    return f"{whole} ({of})" if whole and of and of not in whole else whole


def _as_printed(unit: str, quote: str, text: str = "") -> str:
    """Restore the original script of a unit that was read in folded characters.

    A unit outside its quote, such as in a table header, is looked up in ``text``.

    >>> _as_printed("万元", "3,600萬元"), _as_printed("场次/学年", "每學年辦理30場次")
    ('萬元', '場次/學年')
    """
    lost = {c for c in unit if c > "\u3400" and c not in text} if text else set()
    if lost:
        quote += "".join(c for c in text if c > "\u3400" and simplify(c) in lost)
    if not any(simplify(character) != character for character in quote):
        return unit
    printed = {simplify(character): character for character in quote}
    return "".join(printed.get(c, c) if c > "\u3400" else c for c in unit)


def _rate_of_change(name: str, verb: str) -> str:
    """The suffix that a name needs if the value is a rate of change; '' if it has one.

    >>> _rate_of_change("地区生产总值", "年均增长"), _rate_of_change("工业增加值增速", "增长")
    ('年均增长率', '')
    """
    if name.endswith(("率", "幅", "增速", "比重", "比例", "占比")):
        return ""
    for word, rate in RATES_OF_CHANGE.items():
        if verb.endswith(word):
            period = next((word for word in ("年均", "同比") if verb.startswith(word)), "")
            return period + rate
    return ""


def _without_measure(of: str | None) -> tuple[str | None, str]:
    """Separate a qualifier from a measure in its place: 总投资 in 总投资3亿元的职教园区.

    >>> _without_measure("柳河镇"), _without_measure("推进总投资")
    (('柳河镇', ''), (None, '总投资'))
    """
    found = _MEASURE.search(of or "")
    return (None, found[0]) if found else (of, "")


def _of_holder(indicator: str, holder: str | None) -> str:
    """Insert one of two joint holders: 城镇居民收入 for 城镇 and the indicator 城乡居民收入."""
    for joint, holders in JOINT_HOLDERS.items():
        if holder in holders:
            return indicator.replace(joint, holder, 1)
    return indicator


_MEASURE = re.compile(rf"(?:{re.any_of('MEASURE')})\Z")
_BLANK_BETWEEN = re.compile("(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_REST_OF_LIST = re.compile(rf"等(?:\w{{0,6}}?)(?:{re.any_of('REST_OF_LIST')})+\Z")


def _name(of: str | None, does: str | None, indicator: str) -> str:
    """Compose a name that is clear without its context.

    >>> _name("奋斗镇", "新建", "蔬菜仓储等项目"), _name("旧城区改造", None, "计划投资")
    ('奋斗镇新建蔬菜仓储', '旧城区改造计划投资')
    >>> _name("boys", None, "absence rate")
    'absence rate (boys)'
    """
    noun = _REST_OF_LIST.sub("", indicator) or indicator
    if does and (indicator.startswith((does, "再")) or (of or "").endswith(does)):
        does = None
    if of and of[-1].isascii() and noun[:1].isascii():
        return f"{noun} ({of})"
    if of and (noun.startswith(of) or of.endswith(noun)):
        return (does or "") + (noun if noun.startswith(of) else of)
    return (of or "") + (does or "") + noun
