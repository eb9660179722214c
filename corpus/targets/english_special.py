"""English targets in special forms: ratios, ranks, percentiles and multiples (double, halve)."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from msgspec.structs import replace

from plandiff.corpus.model import Relation
from plandiff.corpus.targets import english_words as words
from plandiff.corpus.targets.english_phrases import object_behind, phrase_before
from plandiff.corpus.targets.english_tagging import Word, tag_words
from plandiff.corpus.targets.english_tense import REACH, Verdict, find_deadline, judge
from plandiff.corpus.targets.target_candidates import Draft
from plandiff.corpus.targets.tense import Clock


def find_special_drafts(text: str, borders: tuple[int, ...], clock: Clock) -> Iterator[Draft]:
    """Yield ratios, ranks and multiples in folded ``text``; ``borders``: starts of sentences."""
    forms = (
        (words.RATIO, _read_ratio),
        (words.TOP, _read_rank),
        (words.TIMES, _read_multiple),
        (words.PERCENTILE, _read_percentile),
    )
    for pattern, read in forms:
        for m in pattern.finditer(text):
            begin, end = _bounds(text, borders, m)
            sentence = tag_words(text, begin, end)
            draft = read(text, sentence, m)
            if draft is None or judge(text, sentence, *m.span(), clock) is Verdict.REPORTED:
                continue
            quote = (draft.start, draft.end)
            yield replace(draft, deadline=find_deadline(text, (begin, end), quote, (begin, end)))


def _bounds(text: str, borders: tuple[int, ...], m: re.Match[str]) -> tuple[int, int]:
    index = bisect_right(borders, m.start())
    end = borders[index] - 1 if index < len(borders) else len(text)
    return max(borders[index - 1], m.start() - REACH), min(end, m.end() + REACH)


def _read_ratio(text: str, sentence: tuple[Word, ...], m: re.Match[str]) -> Draft | None:
    """A ratio such as 15:1, if the sentence mentions a ratio before it."""
    begin = sentence[0].start
    if "ratio" not in text[begin : m.start()].lower():
        return None
    most, least = m["most"] is not None, m["least"] is not None
    named = phrase_before(text, sentence, begin, m.start())
    return Draft(
        start=m.start(),
        end=m.end(),
        indicator=named.core if named else None,
        relation=Relation.AT_MOST if most else Relation.AT_LEAST if least else Relation.EQUAL,
        value=round(float(m["above"]) / (float(m["below"]) or 1.0), 6),
        unit="ratio",
        of=named.of if named else None,
        whole=named.whole if named and named.of else None,
    )


def _read_rank(text: str, sentence: tuple[Word, ...], m: re.Match[str]) -> Draft | None:
    """A rank: in the top three districts."""
    begin = sentence[0].start
    ranks = words.RANKS.search(text, begin, m.start())
    if ranks is None:
        return None
    rank = m["rank"].lower()
    named = phrase_before(text, sentence, begin, ranks.start())
    noun = m.span("noun") if m["noun"] else None
    return Draft(
        start=m.start(),
        end=m.end("rank"),
        indicator=named.core if named else noun,
        relation=Relation.AT_MOST,
        value=float(words.NUMBER_WORDS.get(rank) or rank),
        unit="rank",
    )


def _read_percentile(text: str, sentence: tuple[Word, ...], m: re.Match[str]) -> Draft | None:
    """A percentile: Growth will reach the 60th percentile; no pupils below the 25th percentile."""
    named = phrase_before(text, sentence, sentence[0].start, m.start())
    if named is None:
        return None
    return Draft(
        start=m.start("level"),
        end=m.end(),
        indicator=named.core,
        relation=Relation.AT_LEAST if m["least"] else Relation.EQUAL,
        value=float(m["rank"]),
        unit="percentile",
        of=named.of,
        whole=named.whole if named.of else None,
    )


def _read_multiple(text: str, sentence: tuple[Word, ...], m: re.Match[str]) -> Draft:
    """A multiple of the present value: halve the number of exclusions is 0.5."""
    named = object_behind(text, sentence, m.end("verb"))
    return Draft(
        start=m.start("verb"),
        end=m.end("verb"),
        indicator=named.core if named else m.span("noun"),
        of=named.of if named else None,
        whole=named.whole if named and named.of else None,
        relation=Relation.EQUAL,
        value=words.TIMES_VALUES[m["verb"].lower()],
        unit="times",
    )
