"""Split a text into clauses and grade the binding force of each.

A clause is the text between two of ，；。：！？ or line ends.  Marks inside brackets and quotations
do not split.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from operator import itemgetter

from msgspec import Struct

from plandiff.corpus.force.vocabulary import FORCE, Kind, Word, find_words
from plandiff.corpus.model import Span
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.folding import fold_lines

_INSIDE = r"[(\[][^()\[\]\n]{0,200}[)\]]|\"[^\"\n]{1,60}\"|《[^》\n]{1,80}》"
_PIECE = re.compile(rf"(?:{_INSIDE}|(?<=\d)[,:.](?=\d)|[^,;:。!?\n.]|\.(?!\s|\Z))++")
"""A full stop ends a clause only before white space: 3.5 and www.example.org are not split."""
_SENTENCE_ENDS = frozenset("。!?\n.")
_CONDITION = re.compile(r"(?:的|(?<![小学课工及\d])的?时|的?情况下|之日起?|以后|之前)\s*\Z")
_DEFINITION = re.compile(
    r"是指|本(?:法|条例|办法|规定|章程|细则)所称|负责解释|起(?:施行|实施|执行)|means\b"
)
_REPORTED = re.compile(
    r"(?<![为除罢])了(?!解|结)|(?<!早)(?:已经|业已|已(?!知|成为))|取得(?![^,;。]{0,12}(?:资格|许可|证书|联系|同意))|荣获|累计|"
    r"成效显著|得到[^,;。]{0,4}(?:提升|改善|保障|加强)|去年|过去[一五十]年|have been|has been|were "
)
"""Marks of a reported result, which creates no obligation."""
_ENGLISH = re.compile(r"\A[^\u4e00-\u9fff]*[a-z]{2}[^\u4e00-\u9fff]*\Z", re.IGNORECASE)
"""An English clause.  Without a modal verb it is descriptive; a bare Chinese verb is a command."""
_IS = re.compile(r"(?<![还只就而但凡若于总正别其])是(?!否|非)|\A以[^,;。]{1,20}为(?!了)")
"""A descriptive statement, not an action: 主要目标是, 以科学发展为主题."""
_ASSIGNED = re.compile(
    r"由[^,;。\n]{1,40}(?P<verb>实施|负责|决定|批准|规定|执行|承担|给予|处理|组织|管理|办理)\Z"
)
"""A rule that assigns work to a body; a verb before 由 is part of the work: 培训由学校实施."""
_ASIDE = re.compile(
    r"在[^,;。\n]{2,30}?(?:方面|过程中|基础上|(?<![高初])中(?=[,;。]|加|提|向|要|应))|"
    r"按照?[^,;。\n]{2,30}?(?:要求|原则|方向|规定)|作为[^,;。\n]+|"
    r"(?<=[^\s,;:。!?\n])\([^()\n]{1,200}\)|"
    r"\b(?i:unless|if|because|whether|so as to|in order to)\b[^,;.\n]+"
)
"""An adverbial phrase (place, manner, role) or a remark in brackets; its words have no force."""
_LIST_WORD = (
    r"(?!(?:we|they|it|he|she|you|i|this|that|these|those|there|which|who|whose|where|when|while|"
    r"to|then|also|but|so|as|by|with|in|at|on|for|from|if|not|is|are|was|were|be|or|and)\b)"
    r"[a-z][\w'-]*"
)
_DETERMINER = (
    r"(?:an?|the|our|their|its|your|all|any|every|each|more|new|two|three|four|five|\d+)\b"
)
_LIST_VERB = (
    r"(?:appoint|attend|ask|buy|check|close|collect|cut|fund|hire|hold|host|inspect|install|issue|"
    r"launch|meet|monitor|offer|open|organi[sz]e|pay|plan|plant|recruit|remove|repair|report|review|"
    r"run|send|train|upgrade|visit)\b "
)
_LIST_ITEM = rf"(?!{_LIST_VERB})(?!{_LIST_WORD} {_DETERMINER}){_LIST_WORD}(?: {_LIST_WORD}){{0,2}}"
_LIST_COMMA = re.compile(
    rf",(?= (?P<items>(?:{_LIST_ITEM}, ){{0,8}}(?:{_LIST_ITEM},? )?(?:and|or) {_LIST_ITEM})"
    r"(?: (?:to|in|of|for|at|on|by|with|from)\b|[,;.:)。!?\n]|\Z))",
    re.IGNORECASE,
)
"""A comma between the items of an English list: staff, rent and equipment."""
_AND = re.compile(r"\s+and\s+(?=(?:[a-z]+ly\s+)?\Z)", re.IGNORECASE)
_VERBS = (Kind.ACT, Kind.PUSH, Kind.FIRM, Kind.ENSURE, Kind.EFFORT, Kind.EXPLORE)
"""Kinds whose English words are seldom nouns."""
_ATTRIBUTE = re.compile(
    r"[^,;。的]{2,6}(?:推进|推动|促进|实施|实现|完成)[^,;。的]{1,8}的[^,;。的]{1,4}"
)
"""A verb inside an attribute of a noun: 转变推动发展的方式."""
_MEANS = re.compile(r"的(?:政策|措施|办法|机制|制度|方式|意见|规定|体系)(?:措施|体系)?\Z")
"""The purpose of a policy or measure creates no obligation: 落实鼓励企业发展的政策."""
_BARE = 4
"""Grade of a clause without a force word."""
_PROMOTION = 2
"""Up to this grade nothing is required; a hedge only limits the cases: 鼓励有条件的学校."""
_PREDICATES = FORCE | {Kind.ACT}
"""Kinds whose words have no force inside an adverbial phrase (``_ASIDE``)."""
_QUOTED = re.compile(r"“[^”\n]{1,60}”|\"[^\"\n]{1,60}\"|《[^》\n]{1,80}》|「[^」\n]{1,60}」")
"""A title or a quotation; its words have no force: 《关于支持…的意见》, “鼓励奖”."""
_MODAL = (Kind.BAR, Kind.DUTY, Kind.NORM, Kind.WAIVE, Kind.LEAVE, Kind.PLAIN, Kind.ENSURE)
_BEHIND_PLAIN = (
    Kind.ENSURE,
    Kind.EFFORT,
    Kind.EXPLORE,
    Kind.PROMOTE,
    Kind.PUSH,
    Kind.DUTY,
    Kind.BAR,
)
_ADVERB = 3
"""Maximum number of characters between 要 and the stronger word that replaces it."""
_ENGLISH_ADVERB = 16
"""Maximum number of characters before an English verb that continues: and effectively improve."""
_CARRIED = (Kind.BAR, Kind.DUTY, Kind.NORM, Kind.WAIVE, Kind.LEAVE)
"""Modal verbs that govern every following clause; 鼓励 governs only clauses without own verb."""
_NOMINAL = (Kind.PUSH, Kind.FIRM)
"""Kinds whose words are often part of a noun phrase; a modal verb after one takes precedence."""


class Mode(StrEnum):
    """Where the force of a clause comes from."""

    EXPLICIT = "explicit"
    BARE = "bare"
    """The clause has no force word; the plan or rule states the action itself."""
    CARRIED = "carried"
    """The force word of an earlier clause of the same sentence also governs this clause."""
    NONE = "none"
    """A condition, a definition, a report or a description: the clause requires nothing."""


class Clause(Struct, frozen=True):
    """One clause with its grade of force and its force words."""

    span: Span
    """Offsets in the input text."""
    grade: int
    """5 must, 4 firm, 3 effort, 2 promotion, 1 permission, 0 none; reduced by 1 for a hedge."""
    mode: Mode
    governing: Word | None
    """The word that governs the clause; None unless ``mode`` is explicit or carried."""
    words: tuple[Word, ...]
    """All vocabulary words in the clause."""
    sentence: int
    """Zero-based index of its sentence in the text."""
    is_condition: bool = False
    """Whether it states when or to whom the other clauses apply; it has no force itself."""

    @property
    def shown(self) -> Word | None:
        """The word to display: the governing word, else the first known verb, else None."""
        return self.governing or next(iter(self.of_kind(Kind.ACT)), None)

    @property
    def word(self) -> str:
        """The word to display, as printed; empty if there is none."""
        return self.shown.text if self.shown else ""

    def of_kind(self, *kinds: Kind) -> tuple[Word, ...]:
        """Its words of these kinds."""
        return tuple(word for word in self.words if word.kind in kinds)

    @property
    def force_words(self) -> tuple[Word, ...]:
        """Its words that have a grade."""
        return tuple(word for word in self.words if word.kind in FORCE)

    @property
    def hedges(self) -> tuple[Word, ...]:
        """Its words that reduce the grade."""
        return self.of_kind(Kind.HEDGE)

    @property
    def exceptions(self) -> tuple[Word, ...]:
        """Its phrases that exclude cases."""
        return self.of_kind(Kind.EXCEPTION)


def read_clauses(text: str) -> tuple[Clause, ...]:
    """Return the clauses of a text in order; spans are offsets in ``text``.

    >>> text = "原则上应当公示，由家长监督；情节严重的，可处罚款"
    >>> [(clause.word, clause.grade, clause.mode.value) for clause in read_clauses(text)]
    [('应当', 4, 'explicit'), ('应当', 4, 'carried'), ('', 0, 'none'), ('可', 1, 'explicit')]
    """
    folded = fold_lines(text)
    aside = [match.span() for match in _ASIDE.finditer(folded)]
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    words = [
        word
        for word in find_words(folded, text)
        if not _lies_in(word, quoted) and not (word.kind in _PREDICATES and _lies_in(word, aside))
    ]
    clauses: list[Clause] = []
    before: Clause | None = None
    starts = [word.span.start for word in words]
    for piece, sentence in _pieces(_without_inner_commas(folded, words)):
        for span in _predicates(folded, piece, words, starts):
            inside = words[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
            earlier = before if before and before.sentence == sentence else None
            if earlier and not earlier.grade:  # Where resources permit, the council will …
                inside = [*earlier.hedges, *inside]
            clause = _clause(folded, span, inside, sentence, earlier)
            clauses.append(clause)
            before = clause if clause.grade or not earlier else earlier
    return tuple(clauses)


def _without_inner_commas(folded: str, words: Sequence[Word]) -> str:
    """Replace with a space the English commas that end no clause, so that offsets stay.

    They are beside a hedge (will, as far as practicable, repair) or between items of a list.
    """
    if ", " not in folded:
        return folded
    commas: set[int] = set()
    for hedge in words:
        if hedge.kind is Kind.HEDGE and hedge.text.isascii():
            ahead = hedge.span.start - 2
            commas.update(at for at in (ahead, hedge.span.end) if folded[at : at + 2] == ", ")
    verbs = [word.span.start for word in words if word.kind in _PREDICATES]
    for comma in _LIST_COMMA.finditer(folded):
        items = bisect_left(verbs, comma.start()), bisect_left(verbs, comma.end("items"))
        if items[0] == items[1]:
            commas.add(comma.start())
    return (
        "".join(" " if at in commas else sign for at, sign in enumerate(folded))
        if commas
        else folded
    )


def _predicates(
    folded: str, piece: Span, words: Sequence[Word], starts: Sequence[int]
) -> Iterator[Span]:
    """Split an English piece before each coordinated verb: will build A | and improve B."""
    begin = piece.start
    inside = words[bisect_left(starts, piece.start) : bisect_left(starts, piece.end)]
    for word in inside if _ENGLISH.search(folded[piece.start : piece.end]) else ():
        joined = _AND.search(folded, begin, word.span.start)
        if word.kind in _VERBS and joined and joined.start() > begin:
            yield Span(begin, joined.start())
            begin = joined.end()
    yield Span(begin, piece.end)


def _lies_in(word: Word, places: Sequence[tuple[int, int]]) -> bool:
    """Whether a word starts inside one of the places, which are sorted and do not overlap."""
    at = bisect_left(places, word.span.start, key=itemgetter(1))
    return at < len(places) and places[at][0] < word.span.start < places[at][1]


def _pieces(folded: str) -> Iterator[tuple[Span, int]]:
    """Yield the span of each clause, stripped of white space, and the index of its sentence."""
    sentence, last = 0, 0
    for match in _PIECE.finditer(folded):
        if not _SENTENCE_ENDS.isdisjoint(folded[last : match.start()]):
            sentence += 1
        last = match.end()
        piece = match[0]
        start = match.start() + len(piece) - len(piece.lstrip())
        end = match.end() - (len(piece) - len(piece.rstrip()))
        if start < end:
            yield Span(start, end), sentence


def _clause(
    folded: str, span: Span, words: Sequence[Word], sentence: int, earlier: Clause | None
) -> Clause:
    """Grade one clause; ``earlier``: the last graded clause of the sentence, else its first."""
    piece = folded[span.start : span.end]
    governing = _governing(piece, words)
    if governing is None and (rule := _ASSIGNED.search(piece)):
        verb = Span(span.start + rule.start("verb"), span.start + rule.end("verb"))
        others = [word for word in words if word.kind is not Kind.ACT]
        words = [*others, Word(Kind.ACT, 0, verb, rule["verb"])]
    if _CONDITION.search(piece) and not (governing and governing.kind is Kind.LEAVE):
        return Clause(span, 0, Mode.NONE, None, tuple(words), sentence, is_condition=True)
    if _DEFINITION.search(piece) or (_REPORTED.search(piece) and not _is_modal(governing)):
        return Clause(span, 0, Mode.NONE, None, tuple(words), sentence)
    mode, grade = Mode.EXPLICIT, governing.grade if governing else _BARE
    if _IS.search(piece) and not _is_modal(governing):
        return Clause(span, 0, Mode.NONE, None, tuple(words), sentence)
    if governing is None:
        mode = Mode.BARE
        if earlier and (carried := _carried(earlier, folded, span, words)):
            grade = earlier.grade if carried is earlier.governing else carried.grade
            mode, governing = Mode.CARRIED, carried
    if mode is Mode.BARE and _ENGLISH.search(piece):
        return Clause(span, 0, Mode.NONE, None, tuple(words), sentence)
    # A hedge applies in the clause of the force word; a carried grade is not lowered again.
    if mode is not Mode.CARRIED and grade > _PROMOTION and _is_hedged(words):
        grade -= 1
    return Clause(span, grade, mode, governing, tuple(words), sentence)


def _governing(piece: str, words: Iterable[Word]) -> Word | None:
    """The first force word; a modal verb precedes a word that may be part of its subject."""
    found = [word for word in words if word.kind in FORCE]
    act = next((word for word in words if word.kind is Kind.ACT), None)
    follows = bool(act and found and act.span.start < found[0].span.start)
    if follows and piece.isascii():  # improve the system to ensure access: improve governs
        return None
    if found and (_ATTRIBUTE.fullmatch(piece) or (follows and _MEANS.search(piece))):
        found = [word for word in found if word.kind not in (*_NOMINAL, Kind.PROMOTE)]
    if not found:
        return None
    modal = next((word for word in found if word.kind in _MODAL), None)
    first = modal if modal and found[0].kind in _NOMINAL else found[0]
    following = next((word for word in found if word.span.start >= first.span.end), None)
    if first.kind is not Kind.PLAIN or not following or following.kind not in _BEHIND_PLAIN:
        return first
    # 要 adds nothing to 要保证, 要大力支持.
    return following if following.span.start - first.span.end <= _ADVERB else first


def _carried(earlier: Clause, folded: str, span: Span, words: Sequence[Word]) -> Word | None:
    """The force word of ``earlier`` that also governs a clause without its own, or None."""
    governing = earlier.governing
    if governing is None or governing.kind in _NOMINAL:
        return None
    latin = folded[span.start : span.end].isascii()
    verb = next((word for word in words if word.kind in _PREDICATES), None)
    adverb = _ENGLISH_ADVERB if latin else _ADVERB
    begins = verb is not None and verb.kind is Kind.ACT and verb.span.start - span.start <= adverb
    if latin:  # will encourage A and improve B: will improve B
        modal = next(filter(_is_modal, (*earlier.force_words, governing)), None)
        return modal if begins else None
    return governing if governing.kind in _CARRIED or not begins else None


def _is_modal(word: Word | None) -> bool:
    return word is not None and word.kind in _MODAL


def _is_hedged(words: Iterable[Word]) -> bool:
    return any(word.kind is Kind.HEDGE for word in words)
