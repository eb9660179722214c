"""The grammar of Chinese targets: from quantities in a section to drafts of targets."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from plandiff.corpus.model import Relation
from plandiff.corpus.targets import nouns, vocabulary
from plandiff.corpus.targets.binding import UNCOUNTED, Bound, bind, inherit
from plandiff.corpus.targets.commitment import is_commitment
from plandiff.corpus.targets.drafts import Draft
from plandiff.corpus.targets.landmarks import Landmarks, find_landmarks
from plandiff.corpus.targets.listing import Name, listed_names, missing_tail, shared_names
from plandiff.corpus.targets.naming import clause_before, indicator, topic
from plandiff.corpus.targets.nouns import Phrase
from plandiff.corpus.targets.passages import Passage, read_passage
from plandiff.corpus.targets.qualifiers import find_qualifier
from plandiff.corpus.targets.quantities import Quantity, find_quantities
from plandiff.corpus.targets.special import Special, find_specials, words_behind
from plandiff.corpus.targets.telling import is_told
from plandiff.corpus.targets.tense import Clock, Setting, find_past_sentences

_TO = re.compile(
    r" ?(?:\([^()]{1,14}\))?(?:以上|左右)?[,、]?(?:逐步|稳步|再|进一步)?"
    rf"(?:{vocabulary.RISES}|{vocabulary.FALLS}|调整|优化|扩展)(?:到|至|为|成)"
)
_FROM = re.compile(r"[由从][^,;。由从]{0,12}\Z")
_ON_BASE = re.compile(rf"{vocabulary.HAN}{{0,10}}基础上,?(?:再|又|继续)?{vocabulary.HAN}{{0,6}}\Z")
_PERIOD_REACH = 24
"""A period this far in front belongs to the quote: 每学期开展宣讲、观摩、实践不少于2次."""


def find_drafts(text: str, clock: Clock, setting: Setting) -> list[Draft]:
    """The targets of one section from its folded ``text``, in the order of the text."""
    passage, marks = read_passage(text), find_landmarks(text)
    past = find_past_sentences(passage, clock, past_section=setting.reports)

    def is_past(position: int) -> bool:
        told = passage.sentence_start(position) in past
        return is_told(passage, position, clock, setting, told=told)

    quantities = [q for q in find_quantities(text) if not _is_year(q) and not _is_size(text, q)]
    drafts = [d for d in _draft_quantities(passage, marks, quantities) if not is_past(d.start)]
    ends = [draft.end for draft in drafts]
    taken = {position for draft in drafts for position in range(draft.start, draft.end)}
    for special in find_specials(text):
        named = special.unit != "位" and passage.in_name(special.start)
        if named or not taken.isdisjoint(range(special.start, special.end)):
            continue
        index = bisect_right(ends, special.start)
        if special.counts_nothing and _says_how_often(
            passage, special, drafts[index : index + 1] if index < len(ends) else ()
        ):
            continue
        if not is_past(special.start):
            before = drafts[index - 1] if index else None
            drafts.append(_draft_special(passage, marks, special, before))
    return sorted(drafts, key=lambda draft: (draft.start, draft.end))


def _names_again(
    passage: Passage, bound: Bound, ahead: Sequence[Quantity], names: Sequence[Name]
) -> list[Name]:
    """The names of the list in front, where 分别 stands without any of its own."""
    clause, _ = passage.clause(bound.quantity.start)
    if "分别" not in passage.text[max(clause, bound.floor) : bound.quantity.start]:
        return []
    return shared_names(passage.text, ahead, names)


def _is_counted(text: str, scope: Phrase, counted: Collection[int]) -> bool:
    """Whether 公办园 is no scope but one of the things counted: 新建公办园4所."""
    return text.startswith(("公办", "民办"), scope[0]) and scope[0] in counted


def _says_how_often(passage: Passage, special: Special, behind: Sequence[Draft]) -> bool:
    """Whether its clause counts after all: 每年组织全体教师参加各类培训3次."""
    draft = behind[0] if behind else None
    return draft is not None and "/" in draft.unit and passage.same_clause(special.end, draft.start)


def _is_year(quantity: Quantity) -> bool:
    return quantity.unit == "年" and quantity.value is not None and 1900 <= quantity.value < 2100


def _is_size(text: str, quantity: Quantity) -> bool:
    """6000亿 in 6000亿级产业集群: how large a thing is."""
    return not quantity.base_unit and text.startswith("级", quantity.end)


def _draft_quantities(
    passage: Passage, marks: Landmarks, quantities: Sequence[Quantity]
) -> Iterator[Draft]:
    baseline: Phrase | None = None
    before: tuple[Bound, Draft] | None = None
    names: list[Name] = []
    known: dict[str, Draft] = {}
    counted: set[int] = set()
    listed: tuple[list[Name], int] = ([], -1)
    floor = 0
    for index, quantity in enumerate(quantities):
        following = quantities[index + 1] if index + 1 < len(quantities) else None
        floor = max(floor, passage.clause(quantity.start)[0])
        if following and _is_baseline(passage.text, quantity, following):
            baseline = (quantity.start, quantity.end)
            continue
        bound = bind(passage, marks, quantity, floor)
        kept, baseline = baseline, None
        if not is_commitment(passage, quantity, bound.sign, repeated=bound.period is not None):
            names = []
            continue
        bound = inherit(passage, bound, before[0] if before else None)
        if not names:
            names = listed_names(passage.text, bound, quantities[index:])
            listed = (list(names), quantity.start) if names else listed
        if not names and listed[1] >= passage.sentence(quantity.start)[0]:
            names = _names_again(passage, bound, quantities[index:], listed[0])
        if kept:
            bound = replace(bound, words_end=_start_of_baseline(passage.text, kept[0], floor))
        name, tail = names.pop(0) if names else (indicator(passage, bound, following), None)
        like = known.get(quantity.base_unit, before and before[1])  # 新建学校3所,…,再建2所
        if name is None and like and like.start >= passage.sentence(quantity.start)[0]:
            name, tail = like.indicator, like.tail  # 地区生产总值增长7%,达到300亿元
        elif name and like and like.indicator and not tail:
            tail = missing_tail(passage.text, name, like.indicator)
        name = name or topic(passage, bound)
        whose = find_qualifier(passage, bound, name, following)
        draft = replace(
            _draft(passage, marks, bound, following),
            indicator=name,
            tail=tail,
            baseline=kept,
            of=whose.of,
            does=whose.does,
        )
        counted.update(range(*name) if name else ())
        if draft.scope and _is_counted(passage.text, draft.scope, counted):
            draft = replace(draft, scope=None)
        before, floor = (bound, draft), bound.sign.end
        if quantity.base_unit not in UNCOUNTED:
            known[quantity.base_unit] = draft
        yield draft


def _is_baseline(text: str, quantity: Quantity, following: Quantity) -> bool:
    """81% in 由81%提高到85%, and in 在81%的基础上提高4个百分点."""
    if not quantity.unit and quantity.form != "mask":
        return False
    if following.start - quantity.end > _PERIOD_REACH:
        return False
    if _TO.match(text, quantity.end, following.start):
        return _FROM.search(text, max(0, quantity.start - 14), quantity.start) is not None
    return (
        text.find("在", max(0, quantity.start - 14), quantity.start) >= 0
        and _ON_BASE.match(text, quantity.end, following.start) is not None
    )


def _start_of_baseline(text: str, start: int, floor: int) -> int:
    """Where 由 or 从 in front of the baseline stands."""
    from_ = _FROM.search(text, max(floor, start - 14), start)
    return from_.start() if from_ else start


def _deadline(
    passage: Passage, marks: Landmarks, bound: Bound, following: Quantity | None
) -> Phrase | None:
    """The date in front; else the one behind, where no other number stands in between."""
    position = bound.quantity.start
    clause, end = passage.clause(position)
    sentence, _ = passage.sentence(position)
    if before := marks.deadline(sentence, clause, position):
        return before
    end = min(end, following.start) if following else end
    return marks.deadline_behind(bound.sign.end, end)


def _draft(passage: Passage, marks: Landmarks, bound: Bound, following: Quantity | None) -> Draft:
    quantity, sign, period = bound.quantity, bound.sign, bound.period
    clause, _ = passage.clause(quantity.start)
    sentence, _ = passage.sentence(quantity.start)
    start, unit = sign.start, quantity.unit
    if period and bound.floor <= period.start and start - period.start <= _PERIOD_REACH:
        start = min(start, period.start)
    if period and (period.printed or quantity.base_unit not in UNCOUNTED):
        unit = f"{unit}/{period.name}"
    relation = Relation.RANGE if quantity.upper is not None else sign.relation
    if quantity.vague and relation is Relation.EQUAL:
        relation = Relation.MORE_THAN
    return Draft(
        start=start,
        end=sign.end,
        indicator=None,
        relation=relation,
        value=quantity.value,
        upper=quantity.upper,
        unit=unit,
        masked=quantity.form == "mask",
        scope=marks.scope(clause, quantity.start) or marks.scope(sentence, start),
        deadline=_deadline(passage, marks, bound, following),
        modality=marks.modality(clause, quantity.start) or marks.modality(sentence, start),
    )


def _draft_special(
    passage: Passage, marks: Landmarks, special: Special, before: Draft | None
) -> Draft:
    text, start, floor = passage.text, special.start, before.end if before else 0
    clause, clause_end = passage.clause(start)
    sentence, _ = passage.sentence(start)
    words_end = special.baseline[0] - 1 if special.baseline else start
    words_end -= text.endswith('"', 0, words_end)
    left = nouns.left_noun(text, max(floor, clause), words_end)
    right = nouns.right_noun(text, words_behind(text, special.end), clause_end)
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
