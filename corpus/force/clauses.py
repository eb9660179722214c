"""Clauses of a text and the force of each.

A clause is the piece between two of ，；。：！？ and line ends, brackets and quotations apart.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from plandiff.corpus.force.vocabulary import FORCE, Kind, Word, find_words
from plandiff.corpus.model import Span
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.folding import fold_lines

_INSIDE = r"[(\[][^()\[\]\n]{0,200}[)\]]|\"[^\"\n]{1,60}\"|《[^》\n]{1,80}》"
_PIECE = re.compile(rf"(?:{_INSIDE}|(?<=\d)[,:.](?=\d)|[^,;:。!?\n.]|\.(?!\s|\Z))+")
"""A stop ends a clause only before white space: 3.5 and www.example.org have none."""
_SENTENCE_ENDS = frozenset("。!?\n.")
_CONDITION = re.compile(r"(?:的|(?<![小学课工及])的?时|的?情况下|之日起?|以后|之前)\s*\Z")
_DEFINITION = re.compile(
    r"是指|本(?:法|条例|办法|规定|章程|细则)所称|负责解释|起(?:施行|实施|执行)|means\b"
)
_TOLD = re.compile(
    r"(?<![为除罢])了(?!解|结)|(?<!早)(?:已经|业已|已(?!知|成为))|取得(?!的?资格|许可|证书|联系|同意)|荣获|累计|"
    r"成效显著|得到[^,;。]{0,4}(?:提升|改善|保障|加强)|去年|过去[一五十]年|have been|has been|were "
)
"""What was done binds nobody."""
_ENGLISH = re.compile(r"\A[^\u4e00-\u9fff]*[a-z]{2}[^\u4e00-\u9fff]*\Z", re.IGNORECASE)
"""Without a modal verb English states what is; only Chinese plans command by the bare verb."""
_IS = re.compile(r"(?<![还只就而但凡若于总正别其])是(?!否|非)|\A以[^,;。]{1,20}为(?!了)")
"""A statement, no act: 主要目标是, 以科学发展为主题."""
_ASIDE = re.compile(
    r"在[^,;。\n]{2,30}?(?:方面|过程中|基础上|(?<![高初])中(?=[,;。]|加|提|向|要|应))|"
    r"按照?[^,;。\n]{2,30}?(?:要求|原则|方向|规定)"
)
"""A phrase that says where or how; its words bind nobody."""
_BARE = 4
"""Grade of a clause without a word of force."""
_PROMOTION = 2
"""Up to this grade nothing is owed, and a hedge names the cases: 鼓励有条件的学校."""
_LONGEST_NAME = 60
"""Characters of a name in front of a word."""
_MODAL = (Kind.BAR, Kind.DUTY, Kind.NORM, Kind.WAIVE, Kind.LEAVE, Kind.PLAIN, Kind.ENSURE)
_BEHIND_PLAIN = (Kind.ENSURE, Kind.EFFORT, Kind.PROMOTE, Kind.PUSH, Kind.DUTY, Kind.BAR)
_ADVERB = 3
"""Characters between 要 and the word that it hands over to."""
_CARRIED = (Kind.BAR, Kind.DUTY, Kind.NORM, Kind.WAIVE, Kind.LEAVE)
"""Modal verbs govern the verbs of the following clauses, 鼓励 only where none begins one."""
_NOMINAL = (Kind.PUSH, Kind.FIRM)
"""Kinds whose words are often part of a noun phrase: a modal verb behind one governs."""


class Mode(StrEnum):
    """How a clause comes by its force."""

    EXPLICIT = "explicit"
    BARE = "bare"
    """No word: a plan or a rule states the act."""
    CARRIED = "carried"
    """The word of an earlier clause of the sentence carries on."""
    NONE = "none"
    """A condition, a definition, a date: nothing is asked."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause and what it binds to."""

    span: Span
    """Place in the text that was read."""
    grade: int
    """5 must, 4 firm, 3 effort, 2 promotion, 1 leave, 0 none; hedges are taken off."""
    mode: Mode
    governing: Word | None
    """The word that governs the clause; None unless ``mode`` is explicit or carried."""
    words: tuple[Word, ...]
    """All words of the vocabulary in the clause."""
    sentence: int
    """Number of its sentence in the text."""

    @property
    def shown(self) -> Word | None:
        """The word that a reader is shown: the governing one, else the verb where it is known."""
        return self.governing or next(iter(self.of_kind(Kind.ACT)), None)

    @property
    def word(self) -> str:
        """The word that a reader is shown, as printed; empty where there is none."""
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
        """Its words that take a grade off."""
        return self.of_kind(Kind.HEDGE)

    @property
    def exceptions(self) -> tuple[Word, ...]:
        """Its phrases that take cases out."""
        return self.of_kind(Kind.EXCEPTION)


def read_clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a text in order; spans are offsets in ``text``.

    >>> text = "原则上应当公示，由家长监督；情节严重的，可处罚款"
    >>> [(clause.word, clause.grade, clause.mode.value) for clause in read_clauses(text)]
    [('应当', 4, 'explicit'), ('应当', 4, 'carried'), ('', 0, 'none'), ('可', 1, 'explicit')]
    """
    folded = fold_lines(text)
    aside = [match.span() for match in _ASIDE.finditer(folded)]
    words = [
        word
        for word in find_words(folded, text)
        if not _is_quoted(folded, word.span)
        and not (word.kind in FORCE and any(a < word.span.start < b for a, b in aside))
    ]
    clauses: list[Clause] = []
    before: Clause | None = None
    starts = [word.span.start for word in words]
    for span, sentence in _pieces(folded):
        inside = words[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
        earlier = before if before and before.sentence == sentence else None
        clause = _clause(folded, span, inside, sentence, earlier)
        clauses.append(clause)
        before = clause if clause.grade or not earlier else earlier
    return tuple(clauses)


def _is_quoted(folded: str, span: Span) -> bool:
    """Whether a word is part of a name or a quotation: 《关于支持…的意见》, “鼓励奖”."""
    start = max(folded.rfind("\n", 0, span.start), span.start - _LONGEST_NAME)
    before = folded[start + 1 : span.start]
    return before.count("《") > before.count("》") or before.count('"') % 2 == 1


def _pieces(folded: str) -> Iterator[tuple[Span, int]]:
    """Spans of the clauses without white space around them, and the number of the sentence."""
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
    piece = folded[span.start : span.end]
    governing = _governing(words)
    if _CONDITION.search(piece) and not (governing and governing.kind is Kind.LEAVE):
        return Clause(span, 0, Mode.NONE, None, tuple(words), sentence)
    if _DEFINITION.search(piece) or (_TOLD.search(piece) and not _is_modal(governing)):
        return Clause(span, 0, Mode.NONE, None, tuple(words), sentence)
    mode, grade = Mode.EXPLICIT, governing.grade if governing else _BARE
    if governing is None and _ENGLISH.search(piece):
        return Clause(span, 0, Mode.NONE, None, tuple(words), sentence)
    if _IS.search(piece) and not _is_modal(governing):
        return Clause(span, 0, Mode.NONE, None, tuple(words), sentence)
    if governing is None:
        mode = Mode.BARE
        if earlier and earlier.governing and _carries(earlier.governing, span, words):
            mode, grade, governing = Mode.CARRIED, earlier.grade, earlier.governing
    if mode is not Mode.CARRIED and grade > _PROMOTION and _is_hedged(words):
        grade -= 1
    return Clause(span, grade, mode, governing, tuple(words), sentence)


def _governing(words: Iterable[Word]) -> Word | None:
    """The first word of force; a modal verb goes before what may be part of its subject."""
    found = [word for word in words if word.kind in FORCE]
    if not found:
        return None
    modal = next((word for word in found if word.kind in _MODAL), None)
    first = modal if modal and found[0].kind in _NOMINAL else found[0]
    following = next((word for word in found if word.span.start >= first.span.end), None)
    if first.kind is not Kind.PLAIN or not following or following.kind not in _BEHIND_PLAIN:
        return first
    # 要 adds nothing to 要保证, 要大力支持.
    return following if following.span.start - first.span.end <= _ADVERB else first


def _carries(governing: Word, span: Span, words: Sequence[Word]) -> bool:
    """Whether an earlier word governs a clause that has none: not one that begins with a verb."""
    verb = next((word for word in words if word.kind is not Kind.INTENSITY), None)
    begins = verb is not None and verb.kind is Kind.ACT and verb.span.start - span.start <= _ADVERB
    return governing.kind not in _NOMINAL and not (begins and governing.kind not in _CARRIED)


def _is_modal(word: Word | None) -> bool:
    return word is not None and word.kind in _MODAL


def _is_hedged(words: Iterable[Word]) -> bool:
    return any(word.kind is Kind.HEDGE for word in words)
