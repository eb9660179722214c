"""Sections prepared for matching: folded, numbers masked, cut into grams and sentences.

Matching must not see what does not matter: labels are left out, numbers (also references such as
第十二条) are masked, width, punctuation, letter case and traditional forms are folded away.
"""

from dataclasses import dataclass
from operator import add
from sys import intern

from plandiff.corpus.model import Plan, Section
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.folding import fold
from plandiff.corpus.text.numerals import HAN_NUMERAL

_NUMBERS = re.compile(rf"第[\d{HAN_NUMERAL}]+|\d+(?:[.,]\d+)*|[{HAN_NUMERAL}]{{2,}}")
_FIGURES = re.compile(r"\d+(?:\.\d+)?")
_SENTENCE = re.compile(r"[^。;!?\n]+")
_HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"([{_HAN}]+)|([^\W_{_HAN}]+)")
_DAY = r"[\dx*〇零一二三四五六七八九十]{1,4}"
_SIGN_OFF = re.compile(
    rf"(?:^|\n)(?:[^\n,。;:!?]{{2,30}}\n){{1,3}} *{_DAY} ?年 ?{_DAY} ?月(?: ?{_DAY} ?日)?\s*\Z"
)
"""Up to three lines that name who issued the plan, and the day."""
_LONGEST_SIGN_OFF = 160
_BLANK = re.compile(r"\s+")
_MARKS = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W_]")
_PARTING, _LINE_END = "\x1f", "\x1e"
"""Between texts that are folded together, and for line ends, which fold away but part sentences."""


@dataclass(frozen=True, slots=True)
class SectionText:
    """What a section says, as far as matching is concerned."""

    normalized: str
    """Folded text without marks and spaces; equal keys differ in form only."""
    number_masked: str
    """The key with numbers masked; equal ones differ in numbers at most."""
    heading: str
    """Folded and masked heading."""
    body: str
    """Folded and masked body without its sign-off, its sentences still parted by marks."""
    numbers: frozenset[str]
    """Numbers in figures; too weak to break a match, they tell sections of one mould apart."""


Known = dict[tuple[str, str, str], SectionText]
"""The matter of texts met before: by folded heading and body, and the text where they are empty."""


def prepare(plan: Plan, known: Known) -> tuple[SectionText, ...]:
    """The matter of each section, in the order of the plan; ``known`` is read and added to."""
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
    """Numbers as one mark each, so that a changed target never breaks a match.

    >>> mask_numbers("依照第十二条,到2025年达到85.5%")
    '依照#条,到#年达到#%'
    """
    return _NUMBERS.sub("#", text)


def without_sign_off(body: str) -> str:
    r"""Folded text without the issuing body and the date that close it.

    Two plans of one office end alike whatever their last sections say.

    >>> without_sign_off("各校要抓好落实。\n松陵区教育局\n2021年3月15日")
    '各校要抓好落实。'
    """
    found = _SIGN_OFF.search(body, max(0, len(body) - _LONGEST_SIGN_OFF))
    return body[: found.start()] if found else body


def sentences(text: str) -> list[str]:
    """Pieces between 。；！？ and line ends, of text that is folded."""
    return _SENTENCE.findall(text)


def grams(text: str) -> set[str]:
    """Pairs of neighbouring Han characters, and whole words of other scripts.

    Equal ones are one object: a plan holds each a hundred times, and sets compare them faster.

    >>> sorted(grams("美育课程 art class"))
    ['art', 'class', '美育', '育课', '课程']
    >>> sorted(grams("A类学校"))
    ['A', '学校', '类学']
    """
    found: set[str] = set()
    for han, word in _RUN.findall(text):
        if len(han) > 1:
            found.update(map(intern, map(add, han, han[1:])))
        else:
            found.add(intern(word or han))
    return found
