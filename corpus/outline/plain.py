"""Sections without a label: headings alone on their lines, named parts, paragraphs.

A heading is recognised by its position: alone, short, before text, and not the only one.  前言 and
结语 are on the level of the outermost labels of any kind.  A text without any of these, a speech or
a letter, is divided by its paragraphs: as one section it could not be compared.
"""

from collections.abc import Mapping

from plandiff.corpus.cleaning.characters import (
    FULL_STOPS,
    ends_sentence,
    is_finished,
    is_han,
    squash,
    width,
)
from plandiff.corpus.model import Line
from plandiff.corpus.outline.candidates import Candidate, Place
from plandiff.corpus.outline.headings import (
    bracketed_heading,
    is_in_capitals,
    is_in_sentence_case,
    is_in_title_case,
    is_outer_part,
    is_prose,
    may_be_plain_heading,
)
from plandiff.corpus.outline.labels import Kind, starts_with_label
from plandiff.corpus.outline.sequences import LabelSequence, Member
from plandiff.corpus.text import lazy_re as re

_LONG_LATIN = 60
"""Columns; a longer line of Latin words is text."""
OUTER = f"{Kind.PLAIN}:outer"
"""The key of headings in capitals, which rank above everything except chapters."""
OUTER_PART = f"{Kind.PLAIN}:part"
"""The key of headings on the outermost level of any kind: a foreword, a conclusion."""


def find_plain_headings(
    lines: tuple[Line, ...], sequences: list[LabelSequence]
) -> list[LabelSequence]:
    """Return the unlabelled headings of a document as one sequence, and those of its outer parts.

    A document whose lines end without stops gives no evidence, and laws need none.
    """
    if any(sequence.members[0].candidate.kind is Kind.ARTICLE for sequence in sequences):
        return []
    begun = {member.candidate.line for sequence in sequences for member in sequence.members}
    bracketed = [
        i for i, line in enumerate(lines) if i not in begun and bracketed_heading(line.text.strip())
    ]
    places = bracketed if len(bracketed) > 1 else []
    inline = _glued_headings(lines, sequences)
    if inline:
        return _as_sequences(inline)
    styled = any(sequence.key.startswith("styled-") for sequence in sequences)
    latin = [] if styled else _latin_headings(lines, begun)
    if not styled and _lines_end_with_stops(lines):
        places = sorted({*places, *_standing_alone(lines, begun)})
    places = sorted({*(places if len(places) > 1 else []), *latin})
    outer = _around_labels(latin, begun)
    return _as_sequences([_candidate(lines, i, outer=i in outer) for i in places])


def _around_labels(latin: list[int], begun: set[int]) -> set[int]:
    """Return the Latin headings before and after all labels, if none is between two labels.

    Such headings belong to no labelled section: ``Goal 3`` / ``Governance``.
    """
    if not begun or any(min(begun) < i < max(begun) for i in latin):
        return set()
    return set(latin)


def _as_sequences(candidates: list[Candidate]) -> list[LabelSequence]:
    by_key: dict[str, list[Member]] = {}
    for candidate in candidates:
        members = by_key.setdefault(candidate.key, [])
        members.append(Member(candidate, len(members) + 1))
    return [LabelSequence(key, members) for key, members in by_key.items()]


def _latin_headings(lines: tuple[Line, ...], begun: set[int]) -> list[int]:
    """Return lines of a Latin text in capitals or title case, alone before text or a label."""
    found: set[int] = set()
    if 2 * sum(any(map(is_han, line.text)) for line in lines) > len(lines):
        return []
    for i in range(len(lines) - 2, -1, -1):
        text = lines[i].text
        capitals = is_in_capitals(text)
        titled = capitals or is_in_title_case(text)
        if i in begun or not (titled or is_in_sentence_case(text)):
            continue
        above = lines[i - 1].text if i else ""
        below = lines[i + 1].text.strip()
        follows = i + 1 in found or (i and i + 1 in begun) or _is_latin_text(below)
        before = i == 0 or i - 1 in begun or capitals or _may_end_section(above)
        if not titled:
            follows = i + 1 in found or is_finished(below) or below[:1] in set("-•*–")
            before = i == 0 or is_finished(above) or is_in_sentence_case(above)
            before = before or _ENTRY.match(above) is not None
        beside_table = lines[i + 1].row, i > 0 and lines[i - 1].row
        if (follows or beside_table[0]) and (before or beside_table[1]):
            found.add(i)
    return sorted(found)


_ENTRY = re.compile(r"[A-Z][A-Za-z ]{2,24}: \S[^:]*\Z|.*(?:@|\bwww\.|https?://)")
"""A field (Budget: £4,000) or a line of addresses: finished without a stop."""


def _is_latin_text(text: str) -> bool:
    """Whether a line is a sentence, an item of a list, or too long for a heading."""
    text = text.strip()
    return text[-1:] in set(".!?:;") or text[:1] in set("-•*–") or width(text) > _LONG_LATIN


def _may_end_section(text: str) -> bool:
    """Whether a heading may follow the line: it is finished, an item, or a heading itself."""
    return _is_latin_text(text) or is_in_capitals(text) or is_in_title_case(text)


def _glued_headings(lines: tuple[Line, ...], sequences: list[LabelSequence]) -> list[Candidate]:
    """Find headings in a text without line breaks: between a stop and the label after them.

    ``……又好又快发展。加强党的建设1.学习教育。……`` once may be a lost stop, three times is a habit.
    """
    members = sorted(
        (member.candidate for sequence in sequences for member in sequence.members),
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
    """Return where a heading after the last stop begins; None if the text there is no heading."""
    stop = max(text.rfind(mark) for mark in FULL_STOPS)
    heading = text[stop + 1 :]
    if stop < 0 or not 6 <= len(heading) <= 45 or not may_be_plain_heading(Line(heading)):
        return None
    return stop + 1


def _standing_alone(lines: tuple[Line, ...], begun: set[int]) -> list[int]:
    alone = [i for i in range(len(lines) - 1) if i not in begun and _stands_alone(lines, begun, i)]
    closed = [i for i in alone if _CLOSED_BY_COLON.fullmatch(lines[i].text.strip())]
    places = [i for i in alone if may_be_plain_heading(lines[i])]
    if len(closed) > 1:  # a single one may be the addressee of a letter
        places = sorted({*places, *closed})
    return _without_preamble(places, begun)


_CLOSED_BY_COLON = re.compile(
    r"(?!各|尊敬|同志|致)[^\W\da-zA-Z_]{2,10}(?<!如下)(?<!通知)(?<!要求是)(?<!包括)[:：]"
)
"""指导思想： alone on its line, the form of headings in Word files."""


def _candidate(lines: tuple[Line, ...], i: int, *, outer: bool) -> Candidate:
    text = lines[i].text.rstrip()
    begin = len(text) - len(text.lstrip())
    key = OUTER if is_in_capitals(text) else Kind.PLAIN.value
    if outer or is_outer_part(text):
        key = OUTER_PART
    return Candidate(i, begin, begin, key, Kind.PLAIN, None, None, Place.LINE)


def _lines_end_with_stops(lines: tuple[Line, ...]) -> bool:
    long = [line for line in lines if width(line.text) >= 60]
    return len(long) >= 2 and sum(ends_sentence(line.text) for line in long) >= 0.7 * len(long)


def _stands_alone(lines: tuple[Line, ...], begun: set[int], i: int) -> bool:
    """Whether text or a labelled section follows, and the text before is finished."""
    follows = i + 1 in begun or is_prose(lines[i + 1])
    before = i == 0 or ends_sentence(lines[i - 1].text) or i - 1 in begun
    return follows and before


def _without_preamble(places: list[int], begun: set[int]) -> list[int]:
    """Drop a single line before the first label: a byline or a second title, not a heading."""
    first = min(begun, default=0)
    early = [i for i in places if i < first]
    return places if len(early) != 1 or first - early[0] == 1 else places[1:]


_PART_NAME = re.compile(
    r"[前序引導导绪緒]\s*[言论論]|序|(?:[结結]|[结結]束|尾|后|後)\s*[语語记記论論]|附\s*[录錄则則]|[总總]\s*[则則]"
    r"|[参參]考文[献獻]|名[词詞]解[释釋]|编制说明|編製說明"
)
_LONGEST_NAME = 8
_LAST_PART = re.compile(
    r"(?:保障|推[进進])(?:[机機]制|措施)|(?:[组組][织織]|[实實]施)保障|(?:工作|有[关關])要求"
)
_SECURES = re.compile("保障|要求|[组組][织織]|措施")


def is_part_name(text: str) -> bool:
    """Whether a line is only the name of a part.

    >>> is_part_name("前　言"), is_part_name("结束语"), is_part_name("前言部分")
    (True, True, False)
    """
    bare = squash(text)
    return len(bare) <= _LONGEST_NAME and _PART_NAME.fullmatch(bare) is not None


def find_named_parts(
    lines: tuple[Line, ...], sequences: list[LabelSequence], ranks: Mapping[str, int]
) -> LabelSequence | None:
    """Return named parts as sections on the outermost labelled level; None if there are none.

    In a plan without labels, unlabelled headings are found in another way.
    """
    keys = [key for key in ranks if key != Kind.ATTACHMENT.value]
    if not keys:
        return None
    begun = {member.candidate.line for sequence in sequences for member in sequence.members}
    key = min(keys, key=lambda key: ranks[key])
    places = [
        i
        for i, line in enumerate(lines[:-1])
        if i not in begun and is_part_name(line.text) and _has_text(lines[i + 1])
    ]
    outer = [
        m for sequence in sequences if ranks[sequence.key] == ranks[key] for m in sequence.members
    ]
    places += _last_part(lines, outer, begun)
    if not places:
        return None
    return LabelSequence(key, [Member(_part_candidate(lines[i], i, key), None) for i in places])


def _last_part(lines: tuple[Line, ...], outer: list[Member], begun: set[int]) -> list[int]:
    """Find the part 保障机制 without a label after all labelled ones, before text.

    Empty if the last labelled section is itself such a part, as 组织保障 is.
    """
    last = max((member.candidate.line for member in outer), default=len(lines))
    found = [
        i
        for i in range(last + 2, len(lines) - 1)
        if i not in begun
        and not lines[i].row
        and _LAST_PART.fullmatch(squash(lines[i].text))
        and ends_sentence(lines[i - 1].text)
        and ends_sentence(lines[i + 1].text, f"{FULL_STOPS}；;")
    ]
    if len(found) != 1:
        return []
    return [] if _SECURES.search(lines[last].text) else found


def _has_text(line: Line) -> bool:
    return starts_with_label(line.text) or ends_sentence(line.text) or len(squash(line.text)) > 1


def _part_candidate(line: Line, i: int, key: str) -> Candidate:
    begin = len(line.text) - len(line.text.lstrip())
    return Candidate(i, begin, begin, key, Kind.PLAIN, None, None, Place.LINE)


_FEWEST_PARAGRAPHS = 3
_PROSE_SHARE = 0.6
"""Share of all characters in whole paragraphs below which lines are not paragraphs."""

_MEAN_WIDTH = 66
"""Average columns of its paragraphs; a notice of shorter sentences is one text."""


def find_paragraphs(lines: tuple[Line, ...]) -> LabelSequence | None:
    """Return the paragraphs as one sequence of sections; None if the lines are no paragraphs.

    Short lines join the paragraph before them, those at the top join the title.
    """
    places = [i for i, line in enumerate(lines) if is_prose(line)]
    prose = sum(len(lines[i].text) for i in places)
    columns = sum(width(lines[i].text) for i in places)
    if (
        len(places) < _FEWEST_PARAGRAPHS
        or columns < _MEAN_WIDTH * len(places)
        or prose < _PROSE_SHARE * sum(len(line.text) for line in lines)
    ):
        return None
    return LabelSequence(
        Kind.PARAGRAPH.value, [Member(_paragraph_candidate(lines[i], i), None) for i in places]
    )


def _paragraph_candidate(line: Line, i: int) -> Candidate:
    begin = len(line.text) - len(line.text.lstrip())
    kind = Kind.PARAGRAPH
    return Candidate(i, begin, begin, kind.value, kind, None, None, Place.LINE)
