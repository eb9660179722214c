"""English targets without a number of things: ratios, places in a ranking, double and halve."""

from bisect import bisect_right
from collections.abc import Iterator

from plandiff.corpus.model import Relation
from plandiff.corpus.targets import english_words as words
from plandiff.corpus.targets.drafts import Draft
from plandiff.corpus.targets.english_phrases import last_deadline, subject_before
from plandiff.corpus.targets.english_tense import REACH, is_told
from plandiff.corpus.targets.tense import Clock


def find_special_drafts(text: str, borders: tuple[int, ...], clock: Clock) -> Iterator[Draft]:
    """Ratios, rankings and multiples of folded ``text``; ``borders``: starts of its sentences."""
    yield from _ratios(text, borders, clock)
    yield from _places(text, borders, clock)
    yield from _multiples(text, borders, clock)


def _begin(borders: tuple[int, ...], position: int) -> int:
    return max(borders[bisect_right(borders, position) - 1], position - REACH)


def _ratios(text: str, borders: tuple[int, ...], clock: Clock) -> Iterator[Draft]:
    """15:1 where the sentence speaks of a ratio in front of it."""
    for m in words.RATIO.finditer(text):
        begin = _begin(borders, m.start())
        before = text[begin : m.start()]
        if "ratio" not in before.lower() or is_told(before, before + m[0], clock):
            continue
        most, least = m["most"] is not None, m["least"] is not None
        yield Draft(
            start=m.start(),
            end=m.end(),
            indicator=subject_before(text, begin, m.start()),
            relation=Relation.AT_MOST if most else Relation.AT_LEAST if least else Relation.EQUAL,
            value=round(float(m["above"]) / (float(m["below"]) or 1.0), 6),
            unit="ratio",
            deadline=last_deadline(text, begin, min(len(text), m.end() + 40)),
        )


def _places(text: str, borders: tuple[int, ...], clock: Clock) -> Iterator[Draft]:
    """In the top three districts."""
    for m in words.TOP.finditer(text):
        begin = _begin(borders, m.start())
        before = text[begin : m.start()]
        ranks = words.RANKS.search(before)
        if ranks is None or is_told(before, before + m[0], clock):
            continue
        rank = m["rank"].lower()
        yield Draft(
            start=m.start(),
            end=m.end("rank"),
            indicator=subject_before(text, begin, begin + ranks.start()) or _span(m.span("noun")),
            relation=Relation.AT_MOST,
            value=words.NUMBER_WORDS.get(rank) or float(rank),
            unit="rank",
            deadline=last_deadline(text, begin, min(len(text), m.end() + 60)),
        )


def _multiples(text: str, borders: tuple[int, ...], clock: Clock) -> Iterator[Draft]:
    """Halve the number of exclusions: 0.5 times what it is."""
    for m in words.TIMES.finditer(text):
        begin = _begin(borders, m.start())
        if is_told(text[begin : m.start()], text[begin : m.end()], clock):
            continue
        yield Draft(
            start=m.start("verb"),
            end=m.end("verb"),
            indicator=m.span("noun"),
            relation=Relation.EQUAL,
            value=words.TIMES_VALUES[m["verb"].lower()],
            unit="times",
            deadline=last_deadline(text, begin, min(len(text), m.end() + 40)),
        )


def _span(found: tuple[int, int]) -> tuple[int, int] | None:
    return found if found[0] >= 0 else None
