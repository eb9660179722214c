"""Words of the page around a plan: before it, after it, and short lines amidst it.

A line is judged by the words in it (`plandiff.corpus.cleaning.site_words`) and by its place.
Before and after the plan everything up to the outermost sure sign goes, amidst it only what is
beyond doubt.
"""

import re
from functools import cache

from plandiff.corpus.cleaning.characters import ends_sentence, squash, width
from plandiff.corpus.cleaning.content import holds_quantity
from plandiff.corpus.cleaning.site_words import (
    ADDRESS,
    CLOSING,
    COMMON_FACT_NAMES,
    FACT_NAMES,
    STRONG,
    WEAK,
)
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
_MOST = 0.8
"""Share of a document that may be a page's words: short plans come in long pages."""
_SURE = 2.0
"""Score of a line with a word that no plan uses about itself."""


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    value = r"\s*[:：]\s*\S.{0,40}$"
    facts = rf"\s*(?:(?P<sure>{FACT_NAMES})|{COMMON_FACT_NAMES}){value}"
    names = rf"(?:{FACT_NAMES}|{COMMON_FACT_NAMES})(?:次数|量)?\s*[:：]"
    return tuple(
        map(re.compile, ("|".join(STRONG), "|".join(WEAK), facts, names, ADDRESS, CLOSING))
    )


def site_score(text: str) -> float:
    """How much a line sounds like the page and not like the plan; 2 is sure, 1 a suspicion.

    >>> site_score("加入Vip免费下载 立即下载") >= 2, site_score("加强门户网站建设。")
    (True, 1.0)
    """
    _, weak, _, _, address, _ = _patterns()
    score = _sure_score(text) + len({m.group() for m in weak.finditer(text)})
    score += address.search(text) is not None
    common = _patterns()[2].match(text)
    if common and not common["sure"]:
        score += 1
    if has_file_ending(text):
        score += 1
    return score


def _sure_score(text: str) -> float:
    """The part of the score that comes from words and facts that only a page has."""
    strong, _, facts, names, _, _ = _patterns()
    score = _SURE * len({m.group() for m in strong.finditer(text)})
    named = {m.group() for m in names.finditer(text)}
    score += len(named) if len(named) >= _FACTS_IN_A_ROW else 0
    stated = facts.match(text)
    return score + (_SURE if stated and stated["sure"] else 0)


def is_site_line(text: str) -> bool:
    """Whether a line at either end of a file belongs to the page around the plan."""
    if len(text) > _LONGEST:
        return False
    bare = squash(text)
    if "\t" in text.strip() or (_sure_score(text) < _SURE and _is_content(text)):
        return False
    score = site_score(text)
    if len(bare) <= _SHORT:
        return score >= 1 and not starts_with_label(text)
    needed = 2 if len(bare) <= 2 * _PROSE else 3 + len(bare) // 100
    return score >= needed + starts_with_label(text) + ends_sentence(text, "。")


def _is_content(text: str) -> bool:
    """Whether the line is a sentence or states a quantity: text of the plan."""
    return "。" in text or holds_quantity(text)


def take_site_words(
    lines: list[Line], *, fewest: int, stated: str = ""
) -> tuple[list[Line], list[Removed], list[str]]:
    """Lines of the plan, what the page had around it, and the lines that came before the plan.

    ``fewest``: sure lines of a page without which nothing is taken; a plan that was written in
    Word names a website now and then.  The lines before the plan are returned because they often
    name its title; they are among the removed texts too.  A heading of the first level that is the
    ``stated`` title stays.
    """
    filled = [i for i, line in enumerate(lines) if line.text.strip()]
    head = _head(lines, filled)
    tail = _tail(lines, [i for i in filled if i not in head])
    outer = _at_most_half(lines, filled, head | tail)
    amidst = {i for i in filled if i not in outer and _is_amidst(lines[i])}
    taken = {i for i in outer | amidst if not _is_stated(lines[i], stated)}
    if not taken or _sure_lines(lines, filled) < fewest:
        return lines, [], []
    removed = [Removed(lines[i].text.strip(), SITE_WORDS) for i in sorted(taken)]
    hints = [lines[i].text.strip() for i in sorted(head & taken)]
    return [line for i, line in enumerate(lines) if i not in taken], removed, hints


def _sure_lines(lines: list[Line], filled: list[int]) -> int:
    """How many lines have words that only a page has; asked last, since it looks at every line."""
    return sum(_sure_score(lines[i].text[:_LONGEST]) >= _SURE for i in filled)


def _is_stated(line: Line, title: str) -> bool:
    return bool(title) and line.heading_level == 1 and squash(line.text) == squash(title)


def _head(lines: list[Line], filled: list[int]) -> set[int]:
    """Lines before the plan: up to the last site line that no text of the plan precedes."""
    found = []
    titles = 0
    for k, i in enumerate(filled[:_ZONE]):
        text = lines[i].text
        if is_site_line(text):
            found.append(k)
        elif starts_with_label(text.lstrip(" \t\u3000-*•·")) or _is_content(text):
            break
        elif _is_prose(text):
            titles += 1
            if titles > 1 or not _may_be_long_title(text):
                break
    return _up_to_last(filled, found)


def _up_to_last(filled: list[int], found: list[int]) -> set[int]:
    """The site lines found, with what is between them; a single one takes nothing along."""
    if len(found) == 1:
        return {filled[found[0]]}
    return set(filled[: found[-1] + 1]) if found else set()


def _tail(lines: list[Line], filled: list[int]) -> set[int]:
    """Lines after the plan: from the first site line on that no text of the plan follows.

    Below the line that ends a page's text (``往期推荐``) the names of other texts state quantities;
    they end nothing, and stay.
    """
    found = []
    closing = _closing(lines, filled)
    for k in range(len(filled) - 1, max(-1, len(filled) - 1 - _ZONE), -1):
        text = lines[filled[k]].text
        if is_site_line(text):
            found.append(k)
        elif k < closing and (_is_prose(text) or starts_with_label(text) or _is_content(text)):
            break
    if len(found) == 1:
        return {filled[found[0]]}
    taken = filled[found[-1] :] if found else []
    return {i for i in taken if is_site_line(lines[i].text) or not _is_content(lines[i].text)}


def _closing(lines: list[Line], filled: list[int]) -> int:
    """The first of the last lines that ends a page's text; only names of other texts follow it."""
    first = len(filled)
    for k in range(len(filled) - 1, max(-1, len(filled) - 1 - _ZONE), -1):
        text = lines[filled[k]].text
        if _patterns()[5].search(text[:_LONGEST]):
            first = k
        elif not is_site_line(text) and ("。" in text or starts_with_label(text)):
            break
    return first


def _at_most_half(lines: list[Line], filled: list[int], taken: set[int]) -> set[int]:
    """The lines to take: what site lines take along is at most half of the document, or stays.

    A document that is nothing but site lines by their words is a plan about websites.
    """
    sizes = {i: len(squash(lines[i].text)) for i in filled}
    total = sum(sizes.values())
    sure = {i for i in taken if is_site_line(lines[i].text)}
    if sum(sizes[i] for i in taken - sure) <= total / 2:
        sure = taken
    return sure if sum(sizes[i] for i in sure) <= _MOST * total else set()


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
