"""Prepare sections for matching: fold them, mask numbers, cut them into grams and sentences.

Irrelevant differences are removed: labels are left out, numbers (also references such as 第十二条)
are masked, width, punctuation, letter case and traditional forms are folded.
"""

from collections.abc import Iterator
from functools import cache, lru_cache
from operator import add
from sys import intern
from typing import TYPE_CHECKING

from msgspec import Struct

from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.model import Plan, Section
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.folding import fold
from plandiff.corpus.text.numerals import HAN_NUMERAL

if TYPE_CHECKING:
    import snowballstemmer

    from plandiff.corpus import synonyms
else:
    snowballstemmer = LazyModule("snowballstemmer")
    synonyms = LazyModule("plandiff.corpus.synonyms")

_NUMBERS = re.compile(rf"第[\d{HAN_NUMERAL}]+|\d+(?:[.,]\d+)*|[{HAN_NUMERAL}]{{2,}}")
_FIGURES = re.compile(r"\d+(?:\.\d+)?")
_LONGEST = 1_000_000
"""Characters of one section whose grams are compared: twenty times a plan of fifty pages."""
_SENTENCE = re.compile(r"[^。;!?\n]+")
_ENGLISH_END = re.compile(
    r"(?<=[a-z\d)%][a-z\d)%])(?<!\bmr)(?<!\bmrs)(?<!\bms)(?<!\bdr)(?<!\bst)(?<!\bno)\.\s+"
)
_HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"([{_HAN}]+)|([^\W_{_HAN}]+)")
_DAY = r"[\dx*〇零一二三四五六七八九十]{1,4}"
_SIGN_OFF = re.compile(
    rf"(?:^|\n)(?:[^\n,。;:!?]{{2,30}}\n){{1,3}} *{_DAY} ?年 ?{_DAY} ?月(?: ?{_DAY} ?日)?\s*\Z"
)
"""Up to three lines with the issuing body, and the date."""
_LONGEST_SIGN_OFF = 160
_WORDS_OF_ENGLISH = """
    a about above across after against all along also among an and any are as at away be because
    been before being below between both but by can could did do does doing down during each either
    every few for from further had has have having he her here him his how i if in into is it its
    itself just least less many may might more most much must my near neither no nor not of off on
    once one only onto or other otherwise our out over own per re s shall she should since so some
    such t than that the their them then there these they this those through to too toward towards
    under until up upon us ve very via was we well were what when where whether which while who whom
    whose why will with within without would yet you your
    cent day days end first half hour hours last minute minutes month months new next number percent
    quarter second third time times twice week weeks year years
"""
_FUNCTION_WORDS = frozenset(_WORDS_OF_ENGLISH.split())
"""English words that any two sentences share, whatever they are about: also those of time and
measure."""
_BRITISH = re.compile(r"(?<=[a-z])nc(?=(?:e[sd]?|ing)$)")
"""The noun licence and the verb license are one word; Porter's rules keep c and s apart."""
_USES = re.compile(r"(?<=[a-z]u)ses$")
"""The plural of words in us, such as bus and campus, from which Porter's rules take only an s."""
_BLANK = re.compile(r"\s+")
_MARKS = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W_]")
_PARTING, _LINE_END = "\x1f", "\x1e"
"""Separators between texts that are folded together, and for line ends: folding would remove
line ends, which separate sentences."""


class SectionText(Struct, frozen=True):
    """The text of a section in the forms that matching uses."""

    normalized: str
    """Folded text without marks and spaces; equal keys differ in form only."""
    number_masked: str
    """The normalized text with numbers masked; equal ones differ in form and numbers only."""
    heading: str
    """Folded and masked heading."""
    body: str
    """Folded and masked body without its sign-off; marks still separate its sentences."""
    numbers: frozenset[str]
    """Numbers in digits; weak evidence that distinguishes sections made from one template."""


Known = dict[tuple[str, str, str], SectionText]
"""Cache of prepared texts by folded heading and body, and the raw text if these have no words."""


def prepare(plan: Plan, known: Known) -> tuple[SectionText, ...]:
    """Prepare the text of each section, in plan order; ``known`` is a cache that is extended."""
    # All texts of the plan are folded in one call.
    parts = [part for section in plan.sections for part in (section.heading, section.body)]
    joined = _PARTING.join([part.replace(_PARTING, " ") for part in parts])
    lines = joined.replace(_LINE_END, " ").replace("\n", _LINE_END)
    folded = fold(lines).replace(_LINE_END, "\n").casefold().split(_PARTING)
    found = []
    for place, section in enumerate(plan.sections):
        heading, body = folded[2 * place : 2 * place + 2]
        words = _WORD.search(heading) or _WORD.search(body)
        said = (heading, body, "" if words else section.text)
        if said not in known:
            known[said] = _section_text(section, heading, body)
        found.append(known[said])
    return tuple(found)


def _section_text(section: Section, heading: str, body: str) -> SectionText:
    plain = _MARKS.sub("", heading + body)
    normalized = plain or _BLANK.sub("", section.text)
    body = without_sign_off(body)
    return SectionText(
        normalized=normalized,
        number_masked=mask_numbers(plain) or normalized,
        heading=mask_numbers(heading),
        body=mask_numbers(body),
        numbers=frozenset(_FIGURES.findall(f"{heading} {body}")),
    )


def mask_numbers(text: str) -> str:
    """Replace each number by one mark, so that a changed target never breaks a match.

    >>> mask_numbers("依照第十二条,到2025年达到85.5%")
    '依照#条,到#年达到#%'
    """
    return _NUMBERS.sub("#", text)


def without_sign_off(body: str) -> str:
    r"""Return folded text without the issuing body and the date at its end.

    Two plans of one office end alike, whatever the content of their last sections.

    >>> without_sign_off("各校要抓好落实。\n松陵区教育局\n2021年3月15日")
    '各校要抓好落实。'
    """
    found = _SIGN_OFF.search(body, max(0, len(body) - _LONGEST_SIGN_OFF))
    return body[: found.start()] if found else body


def sentences(text: str) -> list[str]:
    """Split folded text at 。；！？ and line ends."""
    return [sentence for line in _sentences_by_line(text) for sentence in line]


def _sentences_by_line(text: str) -> Iterator[list[str]]:
    may_be_english = ". " in text
    for line in text.split("\n"):
        found: list[str] = _SENTENCE.findall(line)
        if may_be_english:
            found = [part for piece in found for part in _ENGLISH_END.split(piece) if part]
        yield found


def grams(text: str) -> set[str]:
    """Return the character bigrams of Han runs, and the stems of words of other scripts.

    A text without Han characters is English, whose function words say nothing.

    Equal grams are interned: a plan holds each many times, and sets compare them faster.  Only the
    first `_LONGEST` characters are read, which bounds the memory for text without end.

    >>> sorted(grams("美育课程 art class"))
    ['art', 'class', '美育', '育课', '课程']
    >>> sorted(grams("recruitment of teachers"))
    ['recruit', 'teacher']
    >>> sorted(grams("A类学校"))
    ['A', '学校', '类学']
    """
    runs = _runs(text)
    return _grams_of(runs, is_english=not _has_han(runs))


_Runs = list[tuple[str, str]]
"""Runs of a text, as Han characters or as a word of another script; the other one is empty."""


def _runs(text: str) -> _Runs:
    found: _Runs = _RUN.findall(text, 0, _LONGEST)
    return found


def _has_han(runs: _Runs) -> bool:
    return any(han for han, _ in runs)


def _grams_of(runs: _Runs, *, is_english: bool) -> set[str]:
    found: set[str] = set()
    for han, word in runs:
        if len(han) > 1:
            found.update(map(intern, map(add, han, han[1:])))
        elif not is_english:  # beside Han characters a word is a name, such as IT or WHO
            found.add(intern(word or han))
        elif word not in _FUNCTION_WORDS:
            found.add(intern(_stem(word)))
    return found.copy()  # a set that grew has twice the slots of its copy


Parts = list[set[str]]


def part_grams(text: SectionText, whole: set[str]) -> tuple[Parts, Parts]:
    """Return the grams of the sentences and of the paragraphs of a section, without empty ones.

    The heading is a sentence, and one paragraph with the first line.  ``whole``: the grams of the
    section; only these are kept, as the text around a word decides what it is.
    """
    lines = [line for line in _sentences_by_line(text.body) if "".join(line).strip()]
    paragraphs = lines
    if text.heading:
        lines = [sentences(text.heading), *lines]
        paragraphs = [[part for line in lines[:2] for part in line], *lines[2:]]
    in_sentences: Parts = []
    in_paragraphs: Parts = []
    for paragraph in paragraphs:
        runs = [_runs(sentence) for sentence in paragraph]
        han = [_has_han(found) for found in runs]
        cut = [_grams_of(found, is_english=not one) for found, one in zip(runs, han, strict=True)]
        in_sentences += [
            grams if one else grams & whole for grams, one in zip(cut, han, strict=True)
        ]
        in_paragraphs.append(_joined(runs, han, cut, whole))
    return [one for one in in_sentences if one], [one for one in in_paragraphs if one]


def _joined(runs: list[_Runs], han: list[bool], cut: Parts, whole: set[str]) -> set[str]:
    """Return the grams of a paragraph, given those of its sentences."""
    if all(han):
        return cut[0] if len(cut) == 1 else set().union(*cut)
    if any(han):  # the words of other scripts are names here
        cut = [
            grams if one else _grams_of(found, is_english=False)
            for found, one, grams in zip(runs, han, cut, strict=True)
        ]
    return set().union(*cut) & whole


@lru_cache(1 << 15)
def _stem(word: str) -> str:
    """Return the stem of a lower-case English word, or of the word that names its synonyms.

    >>> _stem("licences") == _stem("license"), _stem("buses") == _stem("bus")
    (True, True)
    >>> _stem("companies") == _stem("businesses")
    True
    """
    stem = _plain_stem(word)
    return _synonym_stems().get(stem, stem)


def _plain_stem(word: str) -> str:
    spelled = _USES.sub("s", _BRITISH.sub("ns", word))
    stem: str = _stemmer().stemWord(spelled)
    return stem


@cache
def _synonym_stems() -> dict[str, str]:
    """Map the stem of each word that has synonyms to that of the first word of its group."""
    groups = synonyms.english_synonyms()
    return {_plain_stem(word): _plain_stem(first) for word, first in groups.items()}


@cache
def _stemmer() -> "snowballstemmer.stemmer":
    """The stemmer of English by Porter (2001), known as Porter2."""
    return snowballstemmer.stemmer("english")
