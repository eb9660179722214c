"""Labels without a number: signs before headings (◆), fields (KPI:), and ordinals (一是)."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from plandiff.corpus.cleaning.characters import FULL_STOPS, ends_sentence, width
from plandiff.corpus.model import Line
from plandiff.corpus.outline.candidates import Candidate, Place
from plandiff.corpus.outline.labels import Kind
from plandiff.corpus.outline.sequences import LabelSequence, Member
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.numerals import read_count

_SIGN = re.compile(
    r"\s*(?P<sign>[◆◇●○■□▲△▼▽★☆▶►▷➤➢◎❖※✦✧♦▪◼◾❏❑▉▊▋▌▍▎┃❙❚✪☛☞])\s*(?=[^\W_]|[“《（(])"
)
_FIELD = re.compile(
    r"\s*(?P<sign>(?:KPI|Key Performance Indicator|Metric|Milestone|Indicator)s?\s?[:：])\s*(?=\S)"
)
_SPOKEN = re.compile(
    r"\s*(?P<sign>(?P<count>[一二三四五六七八九十]{1,2})[是要]|第(?P<ordinal>[一二三四五六七八九十]{1,2})[，,、]"
    r"|(?P<word>首先|其次|再次|最[后後])[，,])(?=\s*\S)"
)
_FIRST_WORDS = ("首先", "其次", "再次")
_PAUSED = re.compile(r"[。；;：:！？](?=.)")
_WIDEST_HEADING = 60
"""Columns."""
_FOLLOWED = 0.6
"""Share of the short lines with a sign that text must follow; list items follow each other."""

_SPOKEN_SHARE = 0.3
"""Share of lines beginning with an ordinal (一是) from which these structure the text."""


def find_unnumbered(lines: tuple[Line, ...], sequences: list[LabelSequence]) -> list[LabelSequence]:
    """Return sequences of signs and fields; each lies between two outer sections."""
    begun = {member.candidate.line for sequence in sequences for member in sequence.members}
    places: dict[str, list[tuple[int, re.Match[str]]]] = {}
    for i, line in enumerate(lines):
        if i not in begun and line.heading_level is None and not line.label:
            for kind, pattern in ((Kind.SIGN, _SIGN), (Kind.FIELD, _FIELD)):
                found = pattern.match(line.text)
                if found:
                    family = found["sign"] if kind is Kind.SIGN else ""
                    places.setdefault(f"{kind}:{family}", []).append((i, found))
    groups = []
    for key, group in places.items():
        kind = Kind(key.partition(":")[0])
        held = _headings(lines, group) if kind is Kind.SIGN else group
        if len(held) > 1:
            groups.append([_candidate(i, found, kind) for i, found in held])
    outer = _Outer(
        sorted(
            (m.candidate.line, r) for r, sequence in enumerate(sequences) for m in sequence.members
        ),
        [len(sequence.members) for sequence in sequences],
    )
    return [sequence for group in groups for sequence in _between(group, outer)]


def _headings(
    lines: tuple[Line, ...], group: list[tuple[int, re.Match[str]]]
) -> list[tuple[int, re.Match[str]]]:
    """Return the lines of one sign that are headings; none if it marks the items of lists.

    Items that are sentences are text.  Short ones are headings if text follows each of them.
    """
    short = [(i, found) for i, found in group if _is_short(lines[i].text[found.end() :])]
    signed = {i for i, _ in group}
    followed = sum(i + 1 < len(lines) and i + 1 not in signed for i, _ in short)
    return short if followed >= max(2, _FOLLOWED * len(short)) else []


def _is_short(text: str) -> bool:
    text = text.strip()
    if width(text) > _WIDEST_HEADING or "\t" in text or _PAUSED.search(text):
        return False
    return not ends_sentence(text, f"{FULL_STOPS}；;，,、.")


def _candidate(i: int, found: re.Match[str], kind: Kind) -> Candidate:
    sign = found["sign"]
    key = f"{kind}:{sign}" if kind is Kind.SIGN else kind.value
    return Candidate(i, found.start("sign"), found.end(), key, kind, None, sign, Place.LINE)


class _Outer(NamedTuple):
    """Where the sections of other sequences begin, and how many each sequence has."""

    places: list[tuple[int, int]]
    """Line and sequence, in order."""
    sizes: list[int]

    def parts(self, low: int, high: int) -> bool:
        """Whether a part of a sequence, but not all of it, lies between two lines."""
        first, end = (bisect_left(self.places, (line, 0)) for line in (low + 1, high))
        between = self.places[first:end]
        return any(count < self.sizes[r] for r, count in Counter(r for _, r in between).items())


def _between(group: list[Candidate], outer: _Outer) -> Iterator[LabelSequence]:
    """Cut the group where an outer sequence is only partly between two of its members."""
    sequence: list[Candidate] = []
    for candidate in group:
        if sequence and outer.parts(sequence[-1].line, candidate.line):
            yield _as_sequence(sequence)
            sequence = []
        sequence.append(candidate)
    yield _as_sequence(sequence)


def _as_sequence(candidates: list[Candidate]) -> LabelSequence:
    """Number the members, only to show which sections lie between neighbours."""
    return LabelSequence(
        candidates[0].key, [Member(c, n) for n, c in enumerate(candidates, start=1)]
    )


def find_spoken(lines: tuple[Line, ...]) -> LabelSequence | None:
    """Find 一是, 二是 … at the starts of lines, for a text without any other structure.

    None if they are only a part of a longer text: its paragraphs structure it better.
    """
    members: list[Member] = []
    for i, line in enumerate(lines):
        found = _SPOKEN.match(line.text)
        number = _spoken_number(found, len(members)) if found else None
        if found and number == len(members) + 1:
            candidate = _candidate(i, found, Kind.SPOKEN)
            members.append(Member(candidate._replace(number=number), number))
    filled = sum(bool(line.text.strip()) for line in lines)
    if len(members) < max(2, _SPOKEN_SHARE * filled):
        return None
    return LabelSequence(Kind.SPOKEN.value, members)


def _spoken_number(found: re.Match[str], before: int) -> int | None:
    """Return the number of an ordinal; 最后 is the next number."""
    word = found["word"]
    if word:
        return _FIRST_WORDS.index(word) + 1 if word in _FIRST_WORDS else before + 1
    return read_count(found["count"] or found["ordinal"])
