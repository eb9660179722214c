"""Words of the page around a plan: before it, after it, and short lines amidst it.

A line is judged by the words in it (plandiff.corpus.cleaning.site_words) and by where it stands.  Before and
after the plan everything up to the outermost sure sign goes, amidst it only what is beyond doubt.
"""

import re
from functools import cache

from plandiff.corpus.cleaning.characters import ends_sentence, squash, width
from plandiff.corpus.cleaning.site_words import COMMON_FACT_NAMES, FACT_NAMES, STRONG, WEAK
from plandiff.corpus.cleaning.title_words import has_file_ending
from plandiff.corpus.model import Line, Removed
from plandiff.corpus.outline.labels import match_label, starts_with_label

SITE_WORDS = "site-words"

_ZONE = 60
"""Lines at either end that may belong to the page."""
_SHORT = 14
"""Characters; a line as short as that is a button or a caption."""
_FACTS_IN_A_ROW = 3
"""发布时间:…来源:…阅读次数:… on one line is the head of a page."""
_LONGEST = 600
"""Characters; nothing that long is the page's."""
_WIDEST_TITLE = 120
"""Columns of a first line that may be a long title."""
_PROSE = 40
"""Characters; a longer line without site words is text of the plan."""


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    value = r"\s*[:：]\s*\S.{0,40}$"
    facts = rf"\s*(?:(?P<sure>{FACT_NAMES})|{COMMON_FACT_NAMES}){value}"
    names = rf"(?:{FACT_NAMES}|{COMMON_FACT_NAMES})(?:次数|量)?\s*[:：]"
    return tuple(map(re.compile, ("|".join(STRONG), "|".join(WEAK), facts, names)))


def site_score(text: str) -> float:
    """How much a line sounds like the page and not like the plan; 2 is sure, 1 a suspicion.

    >>> site_score("加入Vip免费下载 立即下载") >= 2, site_score("加强门户网站建设。")
    (True, 1.0)
    """
    strong, weak, facts, names = _patterns()
    score = 2.0 * len({m.group() for m in strong.finditer(text)})
    score += len({m.group() for m in weak.finditer(text)})
    named = {m.group() for m in names.finditer(text)}
    score += len(named) if len(named) >= _FACTS_IN_A_ROW else 0
    stated = facts.match(text)
    if stated:
        score += 2 if stated["sure"] else 1
    if has_file_ending(text):
        score += 1
    return score


def is_site_line(text: str) -> bool:
    """Whether a line at either end of a file belongs to the page around the plan."""
    if len(text) > _LONGEST:
        return False
    bare = squash(text)
    score = site_score(text)
    if len(bare) <= _SHORT:
        return score >= 1 and not starts_with_label(text)
    needed = 2 if len(bare) <= 2 * _PROSE else 3 + len(bare) // 100
    return score >= needed + starts_with_label(text) + ends_sentence(text, "。")


def take_site_words(lines: list[Line]) -> tuple[list[Line], list[Removed], list[str]]:
    """Lines of the plan, what the page had around it, and the lines that stood before the plan.

    The last are given back because they often name the plan's title; they are among the removed
    texts too.
    """
    filled = [i for i, line in enumerate(lines) if line.text.strip()]
    head = _head(lines, filled)
    tail = _tail(lines, [i for i in filled if i not in head])
    outer = head | tail
    amidst = {i for i in filled if i not in outer and _is_amidst(lines[i])}
    taken = outer | amidst
    removed = [Removed(lines[i].text.strip(), SITE_WORDS) for i in sorted(taken)]
    hints = [lines[i].text.strip() for i in sorted(head)]
    return [line for i, line in enumerate(lines) if i not in taken], removed, hints


def _head(lines: list[Line], filled: list[int]) -> set[int]:
    """Lines before the plan: up to the last site line that no text of the plan precedes."""
    last = -1
    titles = 0
    for k, i in enumerate(filled[:_ZONE]):
        text = lines[i].text
        if is_site_line(text):
            last = k
        elif starts_with_label(text.lstrip(" \t\u3000-*•·")):
            break
        elif _is_prose(text):
            titles += 1
            if titles > 1 or not _may_be_long_title(text):
                break
    return set(filled[: last + 1])


def _tail(lines: list[Line], filled: list[int]) -> set[int]:
    """Lines after the plan: from the first site line on that no text of the plan follows."""
    first = len(filled)
    for k in range(len(filled) - 1, max(-1, len(filled) - 1 - _ZONE), -1):
        text = lines[filled[k]].text
        if is_site_line(text):
            first = k
        elif _is_prose(text) or starts_with_label(text) or ends_sentence(text, "。"):
            break
    return set(filled[first:])


def _may_be_long_title(text: str) -> bool:
    return width(text) <= _WIDEST_TITLE and not ends_sentence(text)


def _is_prose(text: str) -> bool:
    return len(squash(text)) >= _PROSE and not is_site_line(text)


def _is_amidst(line: Line) -> bool:
    """Whether a line amidst the plan is beyond doubt the page's: short, nothing but its words."""
    text = line.text.strip()
    if len(text) > 80 or line.heading_level is not None or text[0] in "-*•·":
        return False
    if width(text) > 80 or ends_sentence(text) or match_label(text) is not None:
        return False
    strong = {m.group() for m in _patterns()[0].finditer(text)}
    return len(strong) >= 2 or (bool(strong) and len(squash(text)) <= _SHORT)
