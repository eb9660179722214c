"""Headings without a label, known by how they stand: alone, short, before text, more than one."""

from plandiff.corpus.cleaning.characters import FULL_STOPS, ends_sentence, width
from plandiff.corpus.model import Line
from plandiff.corpus.outline.candidates import Candidate, Place
from plandiff.corpus.outline.headings import bracketed_heading, is_prose, may_be_plain_heading
from plandiff.corpus.outline.labels import Kind
from plandiff.corpus.outline.runs import Member, Run


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
    inline = _glued_headings(lines, runs)
    if inline:
        return _as_run(inline)
    if not any(run.key.startswith("styled-") for run in runs) and _lines_end_with_stops(lines):
        places = sorted({*places, *_standing_alone(lines, begun)})
    if len(places) < 2:
        return None
    return _as_run([_candidate(lines, i) for i in places])


def _as_run(candidates: list[Candidate]) -> Run:
    return Run(Kind.PLAIN.value, [Member(c, n) for n, c in enumerate(candidates, start=1)])


def _glued_headings(lines: tuple[Line, ...], runs: list[Run]) -> list[Candidate]:
    """Headings in a text without line breaks: between a stop and the label that is glued to them.

    ``……又好又快发展。加强党的建设1.学习教育。……`` once may be a lost stop, thrice it is a habit.
    """
    members = sorted(
        (member.candidate for run in runs for member in run.members),
        key=lambda c: (c.line, c.start),
    )
    found: list[Candidate] = []
    glued = 0
    begin = (0, 0)
    for candidate in members:
        if candidate.place is Place.GLUED:
            start = begin[1] if begin[0] == candidate.line else 0
            place = _after_last_stop(lines[candidate.line].text[start : candidate.start])
            glued += 1
            if place is not None:
                at = start + place
                found.append(
                    candidate._replace(
                        start=at,
                        end=at,
                        key=Kind.PLAIN.value,
                        kind=Kind.PLAIN,
                        number=None,
                        label=None,
                    )
                )
        begin = (candidate.line, candidate.end)
    return found if len(found) >= 3 and len(found) > glued / 2 else []


def _after_last_stop(text: str) -> int | None:
    """Where a heading begins that follows the last stop; None where what follows is none."""
    stop = max(text.rfind(mark) for mark in FULL_STOPS)
    heading = text[stop + 1 :]
    if stop < 0 or not 6 <= len(heading) <= 45 or not may_be_plain_heading(Line(heading)):
        return None
    return stop + 1


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
