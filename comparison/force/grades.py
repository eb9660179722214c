"""Compare the grades of force of two clauses; prefers precision over recall."""

from plandiff.comparison.force.pairing import ClausePair, PlacedClause
from plandiff.comparison.force.reach import states_act
from plandiff.comparison.force.wording import WORDS, pattern_of, tokens_of
from plandiff.comparison.model import ForceKind
from plandiff.corpus.force import Clause, Kind, Mode
from plandiff.corpus.text import lazy_re as re

_OWED = frozenset((Kind.DUTY, Kind.NORM, Kind.ENSURE))
_STATED = frozenset((Kind.PLAIN, Kind.FIRM))
"""Kinds of force equal to a verb without any word of force."""
_OUTER = frozenset((Kind.DUTY, Kind.BAR, Kind.ENSURE, Kind.EFFORT))
"""Words that change the force of the following word; 应当推进 only stresses 推进."""
_COMPARATOR = re.compile(
    r"(?:不得|不能|不可|不应)(?:低于|少于|超过|高于|大于|小于|多于|早于|晚于|迟于)"
)
_BESIDES = re.compile("[也还亦]可")
"""也可以到现场登记: an additional option, not a lifted duty."""
_WHICH = re.compile(
    r"(?:依法)?(?:(?:可以|应当|可(?!以)|应(?!当))(?!处|给予)[^,;。的]{1,8}|"
    r"(?:必须|不得)[^,;。的]{1,4})的[^,;。]{2,}"
)
"""可以缓征的学生: the word of force is in a relative clause that selects persons."""
_HOW = re.compile("|".join(WORDS["HOW"]))
_ACT, _ACTORS, _SUPPORT = pattern_of("FOUGHT"), pattern_of("ACTORS"), pattern_of("SUPPORT")
_OTHERS, _SET, _TITLE = pattern_of("OTHERS"), pattern_of("SET"), pattern_of("TITLE")
_ENDED, _PENALTY = pattern_of("ENDED"), pattern_of("PENALTY")
_FOUNDING, _BUILDING_ON = pattern_of("FOUNDING"), pattern_of("BUILDING_ON")
_ELLIPTIC = re.compile(
    r"(?:年内)?(?:力争|争取|确保|保证|努力|要|必须|务必)(?:在|于)[^,;。]{2,8}"
    r"(?:开放|完[成工]|竣工|投[产用]|开工|建成|启用|到位|开业|投入(?:使用|运营)|开工建设)"
)
"""A clause whose object is in the clause before: 确保在旅游旺季开放."""
_THEN = re.compile("(?<![合一归])并(?!举|重|存|行|网|入|购|轨)")
_CONTINUES = re.compile("以及|和|及|与|或")
"""Beginning of a clause that is only the rest of a list."""
_INTO = re.compile(r"(?:将|把)[^,;。]{2,}(?:作为|纳入|列入|计入)")
"""Including something in another thing is a different act from doing it."""
_ADVERB = 3
"""Most characters between a word of force and the word that it modifies."""
_SAME_ACT = 0.22
"""Least similarity of two clauses with words of force, to be the same act."""
_SAME_WORD = 0.12
"""The same if one clause has the other's word after another one: 完成 and 努力完成."""
_SAME_BARE_ACT = 0.38
"""The same if one of them has no word of force, so that only the act can match."""
_SAME_BARE_DUTY = 0.3
"""The same if the other one has a modal verb, which by itself marks a rule."""
_SAME_PUSHED_ACT = 0.47
"""The same for 推进 against 实施 or 实现: 推进 clauses often share words with other acts."""
_SAME_PROMOTED_ACT = 0.46
"""The same if one of them promotes: such clauses often share words with other acts."""
_SAME_OFFER = 0.75
"""The same if the encouraged actor has a second act: 鼓励企业设立岗位,接纳学生."""
_SAME_OTHER_END = 0.6
"""The same if one is a bare or general act and they end in other words: 发挥优势, 转化为优势."""
_SAME_HEDGED_ACT = 0.3
"""The same if one of them has an additional hedge."""
_SAME_TRIED_ACT = 0.38
"""The same if one of them is a trial (探索)."""
_SAME_TRIED_OR_PROMOTED = 0.55
"""The same if one is a trial and one promotes: both wordings are unspecific."""
_SAME_IN_ENGLISH = 0.6
"""The same for English clauses, which share more function words."""
_SAME_ENGLISH_CARRIED = 0.75
"""The same for English, if a word of force is carried over from an earlier verb."""
_ALONE = 0.85
"""Factor on these thresholds if each passage has only one clause."""
_SAME_CARRIED = 0.65
"""The same if the word is carried over from an earlier clause and may not apply here."""
_SAME_SENTENCE = 0.6
"""The same for a general word or none against a strong one (duty or ban)."""


def compare_grades(pair: ClausePair) -> ForceKind | None:
    """Return ``strengthened``, ``weakened``, or None if the force is equal or not comparable.

    必须 to 鼓励 weakens, 应当 to 必须 and 鼓励 to 支持 are the same, 推进 to 开展 is a rewording.
    """
    old, new = pair.old.clause, pair.new.clause
    if Mode.NONE in (old.mode, new.mode):
        return None
    if pair.old.folded == pair.new.folded and old.hedges == new.hedges == ():
        return None  # with a hedge in a clause of its own, equal words differ in force
    if not (old.mode is Mode.EXPLICIT or new.mode is Mode.EXPLICIT or old.hedges or new.hedges):
        return None
    sides = ((old, pair.old), (new, pair.new))
    if any(_WHICH.fullmatch(one.folded) for one in (pair.old, pair.new)):
        return None
    if any(_is_adverbial(one) or _SET.search(one.folded) for one in (pair.old, pair.new)):
        return None
    if any(clause.mode is Mode.BARE and _is_no_act(one) for clause, one in sides):
        return None
    if _are_other_acts(pair.old.folded, pair.new.folded):
        return None
    if _is_next_stage(pair) or _are_other_subjects(pair):
        return None
    mine, theirs = _unhedged(old), _unhedged(new)
    if mine == theirs or _same_force(pair):
        return _compare_hedges(pair)
    needed = _needed(pair) * (_ALONE if pair.alone else 1)
    if not _ends_alike(pair):
        needed = max(needed, _SAME_OTHER_END)
    if old.grade == new.grade or pair.similarity < needed:
        return None
    return ForceKind.STRENGTHENED if new.grade > old.grade else ForceKind.WEAKENED


def _is_no_act(placed: PlacedClause) -> bool:
    return _CONTINUES.match(placed.folded) is not None or not states_act(placed)


def _are_other_acts(old: str, new: str) -> bool:
    """Whether only one is about a relation (关系) or has no object, or the penalties differ."""
    penalties = set(_PENALTY.findall(old)), set(_PENALTY.findall(new))
    if all(penalties) and penalties[0].isdisjoint(penalties[1]):
        return True
    if all(penalties) and ("对个人" in old) != ("对个人" in new):
        return True
    if bool(_ELLIPTIC.fullmatch(old)) != bool(_ELLIPTIC.fullmatch(new)):
        return True
    return ("关系" in old) != ("关系" in new)


def _is_adverbial(placed: PlacedClause) -> bool:
    """Whether a clause states a manner only: 通过完善机制, 各级政府要通过完善机制."""
    governing = placed.clause.governing
    if governing is not None and governing.kind is Kind.PLAIN:
        return bool(_HOW.match(placed.folded, governing.span.end - placed.span.start))
    follows = governing is None or governing.kind is Kind.PUSH
    return follows and bool(_HOW.match(placed.folded))


def _ends_alike(pair: ClausePair) -> bool:
    """Whether each clause has the last word of the other; true if both have a strong force word."""
    sides = (pair.old, pair.new)
    general = {Kind.PLAIN, Kind.PUSH, Kind.PROMOTE, Kind.EXPLORE}
    if pair.old.folded.isascii() or not any(_kind(one.clause) in general for one in sides):
        return True
    words = [_content_words(one) for one in sides]
    if not all(end in sides[1].folded for end in words[0][-1:]):
        return False
    if not all(end in sides[0].folded for end in words[1][-1:]):
        return False
    old, new = map(set, words)
    # 高端化 alone names no thing: 产品的高端化 and 制造业高端化 are different acts.
    return not all(word.endswith("化") for word in old & new) or old <= new or new <= old


def _content_words(placed: PlacedClause) -> list[str]:
    """Return the words of a clause without force words, verbs, brackets and words like 项目."""
    begin = placed.folded.find("(")
    end = placed.span.start + begin if begin > 0 else placed.span.end
    verbs = [word.span for word in placed.clause.words]
    return [
        token.key
        for token in tokens_of(placed)
        if token.span.start < end
        and len(token.key) > 1
        and token.key not in _GENERAL_ENDS
        and not any(verb.start <= token.span.start < verb.end for verb in verbs)
    ]


def _is_next_stage(pair: ClausePair) -> bool:
    """Whether one clause creates what the other one builds on: 建立低保制度, 提高低保水平."""
    acts = [next(iter(one.clause.of_kind(Kind.ACT)), None) for one in (pair.old, pair.new)]
    return any(
        one and other and _FOUNDING.fullmatch(one.text) and _BUILDING_ON.fullmatch(other.text)
        for one, other in (acts, acts[::-1])
    )


_GENERAL_ENDS = frozenset(WORDS["GENERAL_ENDS"])
_STATE, _PARTY, _MEANS = pattern_of("STATE"), pattern_of("PARTY"), pattern_of("MEANS")


def _subject_class(placed: PlacedClause) -> str:
    """Return who must or may act (state, party, means) if the words before the modal verb tell."""
    governing = placed.clause.governing
    if governing is None or governing.kind not in {*_OWED, Kind.BAR, Kind.LEAVE}:
        return ""
    subject = placed.folded[: max(governing.span.start - placed.span.start, 0)]
    for name, pattern in (("state", _STATE), ("party", _PARTY), ("means", _MEANS)):
        if re.search(rf"(?:{pattern.pattern})\Z", subject):
            return name
    return ""


def _are_other_subjects(pair: ClausePair) -> bool:
    """Whether the clauses oblige different kinds of subjects: 企业应当承担, 教育经费可以用于."""
    old, new = _subject_class(pair.old), _subject_class(pair.new)
    return bool(old and new) and old != new


def _unhedged(clause: Clause) -> int:
    return clause.governing.grade if clause.governing else 4


def _kind(clause: Clause) -> Kind:
    """Return the kind of the governing word; a bare verb counts as ``plain``."""
    return clause.governing.kind if clause.governing else Kind.PLAIN


def _same_force(pair: ClausePair) -> bool:
    """Whether the grades differ in name only, or cannot be compared."""
    old, new = pair.old.clause, pair.new.clause
    kinds = {_kind(old), _kind(new)}
    if Kind.NORM in kinds and kinds & _STATED:
        return True
    if Kind.LEAVE in kinds and any(_BESIDES.match(c.word) for c in (old, new)):
        return True
    if Kind.BAR in kinds and (kinds & _OWED or Mode.CARRIED in (old.mode, new.mode)):
        return True  # opposites have no order; and 不得 seldom governs the next clause
    if Kind.BAR in kinds and any(_ENDED.search(one.folded) for one in (pair.old, pair.new)):
        return True
    if Kind.PUSH in kinds and Kind.PLAIN in kinds:
        return True
    if any(_is_carried_on(clause, pair.similarity) for clause in (old, new)):
        return True
    if Kind.PROMOTE in kinds and (
        _names_other_actors(pair) or _promotes_too(pair) or _goes_into(pair)
    ):
        return True
    if any(_tries_only_first(clause, one) for clause, one in ((old, pair.old), (new, pair.new))):
        return True
    if any("争创" in clause.word for clause in (old, new)) and _works_on_title(pair):
        return True
    if Kind.ENSURE in kinds and kinds & _STATED and _is_fought(old, new):
        return True
    if kinds == {Kind.PUSH, Kind.PROMOTE}:
        return any(_OTHERS.search(word.text) for word in (*old.force_words, *new.force_words))
    return _adds_accent(old, new) or _adds_accent(new, old)


def _tries_only_first(clause: Clause, placed: PlacedClause) -> bool:
    """Whether a trial is followed by a second act that is not tried: 研究制定指标并分解落实."""
    if clause.governing is None or _kind(clause) is not Kind.EXPLORE:
        return False
    return bool(_THEN.search(placed.folded, clause.governing.span.end - placed.span.start))


def _is_fought(old: Clause, new: Clause) -> bool:
    """Whether the word is like 坚决遏制, from which 有效遏制 differs in stress only."""
    return any(_ACT.search(clause.word) for clause in (old, new) if clause.governing)


def _names_other_actors(pair: ClausePair) -> bool:
    """Whether one encourages an actor that the other does not name: 鼓励企业集中, 发展贸易."""
    return any(
        any(actor not in other.folded for actor in _ACTORS.findall(one.folded))
        for one, other in ((pair.old, pair.new), (pair.new, pair.old))
        if _kind(one.clause) is Kind.PROMOTE and _kind(other.clause) in {*_STATED, Kind.PUSH}
    )


def _promotes_too(pair: ClausePair) -> bool:
    """Whether a clause without a word of force promotes too: 加大对老区的扶持力度 for 支持."""
    bare = [one for one in (pair.old, pair.new) if one.clause.governing is None]
    return any(_SUPPORT.search(one.folded) for one in bare)


def _is_carried_on(clause: Clause, similarity: float) -> bool:
    """Whether a carried-over effort, trial or promotion may not extend to this clause."""
    if clause.mode is not Mode.CARRIED:
        return False
    kind = _kind(clause)
    return kind in (Kind.EFFORT, Kind.EXPLORE) or (
        kind is Kind.PROMOTE and similarity < _SAME_OFFER
    )


def _goes_into(pair: ClausePair) -> bool:
    """Whether only one includes a thing in another: 将参与情况纳入评价, 引导参与."""
    return bool(_INTO.search(pair.old.folded)) != bool(_INTO.search(pair.new.folded))


def _works_on_title(pair: ClausePair) -> bool:
    """Whether the other one works on the same title: 做好创建文明城市工作 equals 争创文明城市."""
    return any(
        _TITLE.search(one.folded) and "争创" not in one.folded for one in (pair.old, pair.new)
    )


def _adds_accent(one: Clause, other: Clause) -> bool:
    """Whether one only adds a word before the other's: 应当鼓励, 鼓励."""
    inner = [word.kind for word in one.force_words if word is not one.governing]
    if one.governing and _kind(one) in (Kind.EXPLORE, Kind.PROMOTE):  # 适时推行 is less than 推行
        end = one.governing.span.end
        inner = [word.kind for word in one.force_words if word.span.end < end]
    return _kind(one) not in _OUTER and bool(inner) and inner[0] is _kind(other)


def _compare_hedges(pair: ClausePair) -> ForceKind | None:
    """Compare hedges: an added one weakens a grade of 3 or more; below, hedges are ignored."""
    old, new = pair.old.clause, pair.new.clause
    if min(_unhedged(old), _unhedged(new)) < 3 or pair.similarity < _SAME_HEDGED_ACT:
        return None
    if bool(old.hedges) == bool(new.hedges) or old.grade == new.grade:
        return None
    if pair.similarity < _SAME_OTHER_END and not _ends_alike(pair):
        return None
    return ForceKind.STRENGTHENED if old.hedges else ForceKind.WEAKENED


def _needed(pair: ClausePair) -> float:
    """Return the least similarity at which the words of two clauses are compared."""
    old, new = pair.old.clause, pair.new.clause
    kinds = {_kind(old), _kind(new)}
    if pair.old.folded.isascii():
        carried = Mode.CARRIED in (old.mode, new.mode)
        return _SAME_ENGLISH_CARRIED if carried else _SAME_IN_ENGLISH
    if _same_inner_word(old, new) or _same_inner_word(new, old):
        return _SAME_PROMOTED_ACT if kinds & {Kind.EXPLORE, Kind.PROMOTE} else _SAME_WORD
    if Mode.CARRIED in (old.mode, new.mode):
        return _SAME_CARRIED
    if Kind.PROMOTE in kinds and Kind.EXPLORE not in kinds:
        return _SAME_PROMOTED_ACT
    if Kind.EXPLORE in kinds:
        return _SAME_TRIED_ACT if Kind.PROMOTE not in kinds else _SAME_TRIED_OR_PROMOTED
    if Kind.PUSH in kinds:
        return _SAME_PUSHED_ACT if kinds & _STATED else _SAME_BARE_ACT
    if kinds & _STATED and kinds & {*_OWED, Kind.BAR}:
        comparators = (_is_comparator(pair.old.folded), _is_comparator(pair.new.folded))
        return 2.0 if any(comparators) else _SAME_SENTENCE
    if Kind.PLAIN in kinds and (old.governing is None or new.governing is None):
        return _SAME_BARE_ACT if Kind.EFFORT in kinds else _SAME_BARE_DUTY
    return _SAME_ACT


def _same_inner_word(one: Clause, other: Clause) -> bool:
    inner = next((word for word in one.force_words if word is not one.governing), None)
    if inner is None or one.governing is None or inner.text != other.word:
        return False
    return 0 <= inner.span.start - one.governing.span.end <= _ADVERB


def _is_comparator(folded: str) -> bool:
    return bool(_COMPARATOR.search(folded))
