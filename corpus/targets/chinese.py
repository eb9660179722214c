"""Grammar of Chinese targets: turn the quantities of a section into drafts of targets."""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence

from msgspec.structs import replace

from plandiff.corpus import word_patterns as re
from plandiff.corpus.model import Relation
from plandiff.corpus.targets import nouns, vocabulary
from plandiff.corpus.targets.commitment import is_commitment
from plandiff.corpus.targets.landmarks import Landmarks, find_landmarks
from plandiff.corpus.targets.listing import Name, listed_names, missing_tail, shared_names
from plandiff.corpus.targets.naming import clause_before, indicator, topic
from plandiff.corpus.targets.nouns import Phrase
from plandiff.corpus.targets.passages import Passage, read_passage
from plandiff.corpus.targets.qualifiers import find_qualifier, is_general
from plandiff.corpus.targets.quantities import Quantity, find_quantities
from plandiff.corpus.targets.quantity_scope import (
    PERIOD_REACH,
    UNCOUNTED,
    Bound,
    bind,
    inherit,
    is_baseline,
    is_listed,
    start_of_baseline,
    verb_of_change,
)
from plandiff.corpus.targets.special import (
    draft_set_above,
    draft_special,
    find_set_above,
    find_specials,
    says_how_often,
)
from plandiff.corpus.targets.target_candidates import Draft
from plandiff.corpus.targets.tense import Clock, Setting, find_past_sentences, is_past_result

_EACH_OF_THEM = re.compile(
    rf"(?:均|都|分别)?(?:{re.any_of('COMPARED_BEFORE_EACH')})*(?:分别|均|都)(?:"
    rf"{re.any_of('COMPARED_BEHIND_EACH')})*"
)
_STILL_LISTED = re.compile(
    rf"(?:的?{vocabulary.HAN}{{0,12}})?(?:\([^()]*\))?(?:[、和及与]|以及)[^,;。]*\Z"
)
_MEASURE = re.compile(rf"{re.any_of('CHINESE_MEASURE')}")
_SPENT = re.compile(rf"(?:{re.any_of('SPENT')})*投资")
_ADDED = re.compile("(?:新增|净增)\\Z")
_SPENDS = re.compile(rf"(?<!总)(?:{re.any_of('SPENDS')})\Z")
_IS_MONEY = re.compile(rf"{re.any_of('IS_MONEY')}")
_AMOUNT = re.compile(rf"总?(?:{re.any_of('AMOUNT')})\Z")
_ADDED_UP = re.compile(rf"[、,](?:{re.any_of('ADDED_UP')})*\Z")
_ENDS_CLAUSE = re.compile(r"[,;。、)]|\Z")
_SIZE_ALONE = re.compile(r"[\d.]+[万亿]*元以[上下]")
_OWN_SIZE = re.compile(r"[\d.]+[万亿]*元以[上下]的?")
_OWN_VERB = re.compile(vocabulary.NAMED_VERBS)
_LAST_VERB = re.compile(rf"(?:{vocabulary.NAMED_VERBS})\Z")
_NEW_VERB = re.compile(rf"(?<![民公])(?:{vocabulary.ACTION_VERBS})")
_OF_WHICH = re.compile(
    rf"(?:及|或)?以[上下内外]的{vocabulary.HAN}{{1,10}}?(?:{re.any_of('OF_WHICH')})"
)
_DOES = re.compile(rf"(?:{re.any_of('ATTAINS')})(?=[^\W\d_]{{2}})")
_RATES = frozenset(vocabulary.RATE_UNITS)
_PAIR = 2
_MOST_AHEAD = 24
"""Maximum number of quantities assigned to one list of names."""


def find_drafts(text: str, clock: Clock, setting: Setting) -> list[Draft]:
    """Return the targets in the folded ``text`` of one section, ordered by position."""
    passage, marks = read_passage(text), find_landmarks(text)
    past = find_past_sentences(passage, clock, past_section=setting.reports)

    def is_past(position: int) -> bool:
        told = passage.sentence_start(position) in past
        return is_past_result(passage, position, clock, setting, told=told)

    quantities = [q for q in find_quantities(text) if not _is_year(q) and not _is_size(text, q)]
    drafts = [d for d in _Reader(passage, marks).read(quantities) if not is_past(d.start)]
    ends = [draft.end for draft in drafts]
    taken = {position for draft in drafts for position in range(draft.start, draft.end)}
    for special in find_specials(text):
        named = special.unit != "位" and passage.in_name(special.start)
        if named or not taken.isdisjoint(range(special.start, special.end)):
            continue
        index = bisect_right(ends, special.start)
        if special.counts_nothing and says_how_often(
            passage, special, drafts[index : index + 1] if index < len(ends) else ()
        ):
            continue
        if not is_past(special.start):
            before = drafts[index - 1] if index else None
            drafts.append(draft_special(passage, marks, special, before))
    for special, name in find_set_above(text):
        span = nouns.left_noun(text, *name)
        if span and (added := _ADDED.search(text, name[0], span[0])):
            span = (added.start(), span[1])  # 新增就业人数 differs from 就业人数
        if span and taken.isdisjoint(range(special.start, special.end)):
            drafts += (
                [] if is_past(special.start) else [draft_set_above(passage, marks, special, span)]
            )
    return sorted(drafts, key=lambda draft: (draft.start, draft.end))


def _is_counted(text: str, scope: Phrase, counted: Collection[int]) -> bool:
    """Whether a scope is in fact the counted noun: 公办园 in 新建公办园4所."""
    return text.startswith(("公办", "民办"), scope[0]) and scope[0] in counted


def _is_year(quantity: Quantity) -> bool:
    return quantity.unit == "年" and quantity.value is not None and 1900 <= quantity.value < 2100


def _is_size(text: str, quantity: Quantity) -> bool:
    """Whether a number only classifies things: 6000亿级产业集群, 收入10万元以上的村占比."""
    if not quantity.base_unit and text.startswith("级", quantity.end):
        return True
    return _OF_WHICH.match(text, quantity.end) is not None


class _Reader:
    """Read quantities from left to right; each may inherit from the ones before it."""

    def __init__(self, passage: Passage, marks: Landmarks) -> None:
        self._passage = passage
        self._marks = marks
        self._before: tuple[Bound, Draft] | None = None
        self._names: list[Name] = []
        """Names of the current list that have no number yet."""
        self._listed: tuple[list[Name], int] = ([], -1)
        """All names of the last list, and the start of its first number."""
        self._known: dict[str, Draft] = {}
        """The last draft for each unit."""
        self._recent: list[Draft] = []
        """The drafts of the current sentence."""
        self._counted: set[int] = set()
        self._floor = 0

    def read(self, quantities: Sequence[Quantity]) -> Iterator[Draft]:
        """Yield a draft for every quantity that is a commitment."""
        baseline: Phrase | None = None
        for index, quantity in enumerate(quantities):
            ahead = quantities[index : index + _MOST_AHEAD]
            self._floor = max(self._floor, self._passage.clause(quantity.start)[0])
            if len(ahead) > 1 and is_baseline(self._passage.text, quantity, ahead[1]):
                baseline = (quantity.start, quantity.end)
                continue
            kept, baseline = baseline, None
            yield from self._read_one(quantity, ahead, kept)

    def _read_one(
        self, quantity: Quantity, ahead: Sequence[Quantity], baseline: Phrase | None
    ) -> list[Draft]:
        """The drafts of one quantity: none without commitment, one per holder if it is joint."""
        passage, following = self._passage, ahead[1] if len(ahead) > 1 else None
        bound = bind(passage, self._marks, quantity, self._floor)
        if not is_commitment(passage, quantity, bound.sign, repeated=bound.period is not None):
            self._names = []
            return []
        bound = inherit(passage, bound, self._before[0] if self._before else None)
        self._read_names(bound, ahead)
        holders = self._joint_holders(bound)
        if baseline:
            start = start_of_baseline(passage.text, baseline[0], self._floor)
            bound = replace(bound, words_end=start)
        draft = replace(
            self._name(bound, following, _draft(passage, self._marks, bound, following)),
            baseline=baseline,
            change=self._change(bound),
        )
        drafts = [self._held_by(draft, holder) for holder in holders] or [draft]
        self._remember(bound, drafts)
        return drafts

    def _change(self, bound: Bound) -> Phrase | None:
        """Span of the verb of change; the items of a list inherit it from the first."""
        if self._before and is_listed(self._passage.text, self._before[0], bound):
            return self._before[1].change
        return verb_of_change(self._passage.text, bound)

    def _read_names(self, bound: Bound, ahead: Sequence[Quantity]) -> None:
        """Collect the names of the list before the number, else reuse those of the last list."""
        text, quantity = self._passage.text, bound.quantity
        if self._names:
            return
        self._names = listed_names(text, bound, ahead)
        if self._names:
            self._listed = (list(self._names), quantity.start)
            return
        same_sentence = self._listed[1] >= self._passage.sentence(quantity.start)[0]
        if same_sentence and self._is_nameless(bound):
            self._names = shared_names(text, ahead, self._listed[0])

    def _is_nameless(self, bound: Bound) -> bool:
        """Whether the clause has no noun before the number, only verbs: ,分别增长6%和7%."""
        start = max(self._passage.clause(bound.quantity.start)[0], bound.floor)
        text = self._passage.text
        alone = nouns.left_noun(text, start, bound.sign.start) is None
        return alone or "分别" in text[start : bound.quantity.start]

    def _joint_holders(self, bound: Bound) -> list[Draft]:
        """The two preceding levels that share one growth rate, as in ,分别增长20%; else empty."""
        clause, _ = self._passage.clause(bound.quantity.start)
        start = max(clause, bound.floor)
        if (
            self._names
            or _EACH_OF_THEM.fullmatch(self._passage.text, start, bound.sign.start) is None
        ):
            return []
        sentence, _ = self._passage.sentence(bound.quantity.start)
        levels = [d for d in self._recent if d.start >= sentence and d.unit not in _RATES]
        return levels if len(levels) == len(self._recent) == _PAIR else []

    def _held_by(self, draft: Draft, holder: Draft) -> Draft:
        return replace(
            draft, indicator=holder.indicator, tail=holder.tail, of=holder.of, holder=holder.holder
        )

    def _name(self, bound: Bound, following: Quantity | None, draft: Draft) -> Draft:
        """Return the draft with its indicator, qualifier and verb."""
        passage, quantity = self._passage, bound.quantity
        if self._names:
            name = self._names.pop(0)
            draft = replace(
                draft,
                indicator=name.phrase,
                tail=name.tail,
                of=name.lead,
                holder=name.holder,
            )
        else:
            draft = replace(draft, indicator=indicator(passage, bound, following))
        if draft.indicator is None and (label := self._label_before(bound)):
            draft = replace(draft, indicator=label)
        like = self._known.get(quantity.base_unit, self._before and self._before[1])
        if draft.indicator is None and like and like.start >= passage.sentence(quantity.start)[0]:
            # 地区生产总值增长7%,达到300亿元; 新建学校3所,…,再建2所
            draft = replace(
                draft,
                indicator=like.indicator,
                tail=like.tail,
                of=like.of,
                holder=like.holder,
            )
        elif draft.indicator and like and like.indicator and not draft.tail:
            tail = missing_tail(passage.text, draft.indicator, like.indicator)
            draft = replace(draft, tail=tail)
        draft = self._with_noun_before(draft)
        name_span = self._without_owner(draft.indicator or topic(passage, bound))
        whose = find_qualifier(passage, bound, name_span, following, self._marks.owners)
        if name_span and (owner := self._measured_before(name_span, bound)):
            return replace(draft, indicator=name_span, of=owner)
        own = self._own_verb(bound, name_span)
        if own and name_span and (verb := _OWN_VERB.match(passage.text, *name_span)):
            name_span = (verb.end(), name_span[1])  # 学校 of 新建学校3所,改造5所
        does = own or whose.does or self._shared_verb(bound)
        draft = replace(draft, indicator=name_span, of=draft.of or whose.of, does=does)
        return self._with_deed(bound, draft)

    def _label_before(self, bound: Bound) -> Phrase | None:
        """The words before a colon that only the number follows: 活动经费:2万元."""
        text = self._passage.text
        clause, _ = self._passage.clause(bound.quantity.start)
        if bound.floor > clause or not text.startswith(":", clause - 1):
            return None
        return clause_before(self._passage, bound.quantity.start)

    def _without_owner(self, name: Phrase | None) -> Phrase | None:
        """Cut the owner and its verb from a name: 工业总产值 of 云岭园区实现工业总产值."""
        if name is None or (owner := self._marks.owners.find(name[0], name[1])) is None:
            return name
        verb = _DOES.match(self._passage.text, owner[1], name[1])
        return (verb.end(), name[1]) if owner[0] == name[0] and verb else name

    def _with_deed(self, bound: Bound, draft: Draft) -> Draft:
        """Add the deed or the word for money to a name that follows its number."""
        text, name = self._passage.text, draft.indicator
        is_count = bound.quantity.base_unit not in UNCOUNTED
        if name and is_count and name[1] <= bound.quantity.start:
            return replace(draft, deed=nouns.state_behind(text, bound.sign.end))
        if name is None or draft.tail or name[0] < bound.quantity.end:
            return draft
        _, end = self._passage.clause(bound.quantity.start)
        if bound.quantity.base_unit not in vocabulary.MONEY_UNITS:
            return replace(draft, deed=nouns.deed_behind(text, name, end))
        spent = _SPENDS.search(text, bound.floor, bound.sign.start)
        is_spent = spent is not None and not _IS_MONEY.search(text, *name)
        return replace(draft, money=spent.span() if spent and is_spent else None)

    def _with_noun_before(self, draft: Draft) -> Draft:
        """Add the noun of the target before to a size without a noun.

        10亿元以上 in 1亿元以上项目300个、其中10亿元以上55个 takes 项目.
        """
        text, last = self._passage.text, self._before and self._before[1].indicator
        if draft.indicator is None or draft.tail or last is None:
            return draft
        size = _OWN_SIZE.match(text, *last)
        if size is None or not _SIZE_ALONE.fullmatch(text, *draft.indicator):
            return draft
        return replace(draft, tail=(size.end(), last[1]))

    def _own_verb(self, bound: Bound, name: Phrase | None) -> Phrase | None:
        """The verb of an item whose noun precedes the first number.

        改扩建 in 新建高中4所、改扩建2所.
        """
        if name is None or self._before is None or name[1] > self._before[0].sign.end:
            return None
        floor = max(bound.floor, self._passage.clause(bound.quantity.start)[0])
        found = _LAST_VERB.search(self._passage.text, floor, bound.sign.start)
        return found.span() if found else None

    def _measured_before(self, name: Phrase, bound: Bound) -> Phrase | None:
        """The noun that a bare measure belongs to, or None.

        转移支付 in 转移支付增加1万亿元、规模近9万亿元.
        """
        is_measure = _MEASURE.fullmatch(self._passage.text, *name) is not None
        if self._before is None or not is_measure:
            return None
        text, (before, draft) = self._passage.text, self._before
        start = before.sign.end
        if draft.indicator and draft.indicator[1] == bound.quantity.start:
            return draft.indicator  # 66个重点项目54亿元的投资计划
        if draft.indicator and start <= draft.indicator[0] < name[0]:
            start = draft.indicator[1]  # 打造50款软件,营收突破1000亿元
        beside = text[start : name[0]] in ("、", ",")
        if not beside and before.quantity.base_unit not in UNCOUNTED:
            beside = _ADDED_UP.fullmatch(text, start, name[0]) is not None
        if _SPENT.match(text, *name) and text.startswith(",", start):
            beside = beside and _ENDS_CLAUSE.match(text, bound.sign.end) is not None
        if not beside:
            return None
        if draft.of and is_general(text, draft.indicator):
            return draft.of
        amount = _AMOUNT.search(text, *draft.indicator) if draft.indicator else None
        if amount and draft.indicator and amount.start() - draft.indicator[0] >= _PAIR:
            return (draft.indicator[0], amount.start())  # 马铃薯 of 总产量25万吨,产值2亿元
        return draft.indicator

    def _shared_verb(self, bound: Bound) -> Phrase | None:
        """The verb that a count shares with the count before: 新建 in 新建公园3个、停车场2处."""
        if self._before is None or bound.quantity.base_unit in UNCOUNTED:
            return None
        before, draft = self._before
        between = self._passage.text[before.sign.end : bound.quantity.start]
        if not _STILL_LISTED.match(between) or _NEW_VERB.search(between):
            return None
        own = _OWN_VERB.match(self._passage.text, *draft.indicator) if draft.indicator else None
        return own.span() if own else draft.does

    def _remember(self, bound: Bound, drafts: list[Draft]) -> None:
        """Update the state that later quantities inherit from."""
        for place, draft in enumerate(drafts):
            self._counted.update(range(*draft.indicator) if draft.indicator else ())
            if draft.scope and _is_counted(self._passage.text, draft.scope, self._counted):
                drafts[place] = replace(draft, scope=None)
        sentence, _ = self._passage.sentence(bound.quantity.start)
        self._recent = [draft for draft in self._recent if draft.start >= sentence] + drafts
        self._before, self._floor = (bound, drafts[-1]), bound.sign.end
        if bound.quantity.base_unit not in UNCOUNTED:
            self._known[bound.quantity.base_unit] = drafts[-1]


def _deadline(
    passage: Passage, marks: Landmarks, bound: Bound, following: Quantity | None
) -> Phrase | None:
    """The date before the number, else the date after it if no other number is in between."""
    position = bound.quantity.start
    clause, end = passage.clause(position)
    sentence, _ = passage.sentence(position)
    if before := marks.deadline(sentence, clause, position):
        return before
    end = min(end, following.start) if following and following.unit else end
    return marks.deadline_behind(bound.sign.end, end)


def _draft(passage: Passage, marks: Landmarks, bound: Bound, following: Quantity | None) -> Draft:
    """A draft without its indicator; scope and modal word in the clause precede the sentence's."""
    quantity, sign, period = bound.quantity, bound.sign, bound.period
    clause, _ = passage.clause(quantity.start)
    sentence, _ = passage.sentence(quantity.start)
    start, unit = sign.start, quantity.unit
    if period and bound.floor <= period.start and start - period.start <= PERIOD_REACH:
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
