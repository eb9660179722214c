"""Headings without a label, known by how they stand: alone, short, before text, more than one."""

from corpus.cleaning.characters import ends_sentence, width
from corpus.model import Line
from corpus.outline.candidates import Candidate, Place
from corpus.outline.headings import bracketed_heading, is_prose, may_be_plain_heading
from corpus.outline.labels import Kind
from corpus.outline.runs import Member, Run


def find_plain_headings(lines: tuple[Line, ...], runs: list[Run]) -> Run | None:
    """The unlabelled headings of a document as one sequence; None where there are none.

    A document whose lines end without stops gives no evidence, and laws need none.
    """
    if any(run.members[0].candidate.kind is Kind.ARTICLE for run in runs):
        return None
    begun = {member.candidate.line for run in runs for member in run.members}
    bracketed = [
        i for i, line in enumerate(lines) if i not in begun and bracketed_heading(line.text.strip())
    ]
    places = bracketed if len(bracketed) > 1 else []
    if not any(run.key.startswith("styled-") for run in runs) and _lines_end_with_stops(lines):
        places = sorted({*places, *_standing_alone(lines, begun)})
    if len(places) < 2:
        return None
    return Run(
        Kind.PLAIN.value, [Member(_candidate(lines, i), n) for n, i in enumerate(places, start=1)]
    )


def _standing_alone(lines: tuple[Line, ...], begun: set[int]) -> list[int]:
    places = [
        i
        for i, line in enumerate(lines[:-1])
        if i not in begun and may_be_plain_heading(line) and _stands_alone(lines, begun, i)
    ]
    return _without_preamble(places, begun)


def _candidate(lines: tuple[Line, ...], i: int) -> Candidate:
    begin = len(lines[i].text) - len(lines[i].text.lstrip())
    return Candidate(i, begin, begin, Kind.PLAIN.value, Kind.PLAIN, None, None, Place.LINE)


def _lines_end_with_stops(lines: tuple[Line, ...]) -> bool:
    long = [line for line in lines if width(line.text) >= 60]
    return len(long) >= 2 and sum(ends_sentence(line.text) for line in long) >= 0.7 * len(long)


def _stands_alone(lines: tuple[Line, ...], begun: set[int], i: int) -> bool:
    """Text or a labelled section follows; what comes before is finished."""
    follows = i + 1 in begun or is_prose(lines[i + 1])
    before = i == 0 or ends_sentence(lines[i - 1].text) or i - 1 in begun
    return follows and before


def _without_preamble(places: list[int], begun: set[int]) -> list[int]:
    """A single line before the first label is a byline or a second title, not a heading."""
    first = min(begun, default=0)
    early = [i for i in places if i < first]
    return places if len(early) != 1 or first - early[0] == 1 else places[1:]
