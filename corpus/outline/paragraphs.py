"""A text without labels and headings, by its paragraphs: a speech, a letter, an unnumbered list.

As one section it could be shown, but not compared: nothing of it could be matched or found moved.
"""

from plandiff.corpus.model import Line
from plandiff.corpus.outline.candidates import Candidate, Place
from plandiff.corpus.outline.headings import is_prose
from plandiff.corpus.outline.labels import Kind
from plandiff.corpus.outline.runs import Member, Run

_FEWEST = 3
_SHARE = 0.6
"""Of all characters; where less stands in whole paragraphs, lines are no paragraphs."""


def find_paragraphs(lines: tuple[Line, ...]) -> Run | None:
    """The paragraphs as one sequence of sections; None where the lines are something else.

    Short lines go with the paragraph before them, those at the top with the title.
    """
    places = [i for i, line in enumerate(lines) if is_prose(line)]
    prose = sum(len(lines[i].text) for i in places)
    if len(places) < _FEWEST or prose < _SHARE * sum(len(line.text) for line in lines):
        return None
    return Run(Kind.PARAGRAPH.value, [Member(_candidate(lines[i], i), None) for i in places])


def _candidate(line: Line, i: int) -> Candidate:
    begin = len(line.text) - len(line.text.lstrip())
    kind = Kind.PARAGRAPH
    return Candidate(i, begin, begin, kind.value, kind, None, None, Place.LINE)
