"""Reviews as lines for a terminal, in Chinese and English."""

from collections.abc import Iterable, Iterator, Sequence

from plandiff.comparison.reports.visible import visible_line
from plandiff.tui.review.listing_words import WORDS
from plandiff.tui.review.merging import Disagreement, disagreements
from plandiff.tui.review.people import display_name
from plandiff.tui.review.pins import live_pins, words_of
from plandiff.tui.review.protocol import About
from plandiff.tui.review.records import Anchor, Header, MarkRecord, NoteRecord, Records, standing
from plandiff.tui.review.times import local_time

_ORDER = {About.WHOLE: 0, About.CHANGE: 1, About.SECTION: 2, About.TARGET: 3}


def say(key: str, language: str, **values: object) -> str:
    """A word or sentence in Chinese or English."""
    return WORDS[key][0 if language == "zh" else 1].format(**values)


def name_of(header: Header) -> str:
    """Which two plans."""
    return visible_line(f"{header.old.name or '-'} ⟷ {header.new.name or '-'}")


def list_lines(headers: Sequence[Header], language: str) -> Iterator[str]:
    """One line for each review: number, id, progress, time, plans."""
    if not headers:
        yield say("none", language)
    for number, header in enumerate(headers, 1):
        progress = f"{header.reviewed}/{header.total}"
        yield (
            f"{number:>3}  {header.id[:8]}  {progress:>9}  {local_time(header.touched):16}"
            f"  {name_of(header)}"
        )


def show_lines(header: Header, records: Records, language: str) -> Iterator[str]:
    """Everything that was said in a review, in the order of the plan."""
    yield name_of(header)
    done = say("progress", language, done=header.reviewed, total=header.total)
    yield f"{header.id[:8]}  {done}  {local_time(header.touched)}"
    for anchor, marks, notes in _said(records):
        yield ""
        yield visible_line(_where(anchor) or say("whole", language))
        for mark in marks:
            yield f"  [{say(mark.mark, language)}] {_who(mark)}"
        for note in notes:
            yield f"  {say('note', language)} {_who(note)}"
            yield from (f"    {visible_line(line)}" for line in note.text.split("\n"))
    yield from _tail(records, language)


def _tail(records: Records, language: str) -> Iterator[str]:
    pins = [
        f"  [{say(pin.kind.value, language)}] {visible_line(words_of(pin, records))}"
        for pin in live_pins(records)
    ]
    if pins:
        yield from ("", say("pin", language), *pins)
    conflicts = list(conflict_lines(disagreements(records), language))
    if conflicts:
        yield from ("", say("conflict", language), *conflicts)


def conflict_lines(found: Iterable[Disagreement], language: str) -> Iterator[str]:
    """One line for each change that people marked differently."""
    for disagreement in found:
        names = [display_name(mark.by) for mark in disagreement.marks]
        full = len(set(names)) < len(names)  # two people of the same name
        opinions = ", ".join(
            f"{mark.by if full else display_name(mark.by)}: {say(mark.mark, language)}"
            for mark in disagreement.marks
        )
        yield visible_line(f"  {disagreement.anchor.place}  {opinions}")


def _said(
    records: Records,
) -> Iterator[tuple[Anchor, list[MarkRecord], list[NoteRecord]]]:
    anchors = sorted(records.anchors.values(), key=lambda a: (_ORDER[a.about], a.position, a.id))
    marks: dict[str, list[MarkRecord]] = {anchor.id: [] for anchor in anchors}
    notes: dict[str, list[NoteRecord]] = {anchor.id: [] for anchor in anchors}
    for key in sorted(records.marks):
        if (mark := records.marks[key]).anchor in marks:
            marks[mark.anchor].append(mark)
    for note in records.live_notes():
        if note.anchor in notes:
            notes[note.anchor].append(note)
    for anchor in anchors:
        standing_marks = standing(marks[anchor.id])
        if standing_marks or notes[anchor.id]:
            yield anchor, standing_marks, notes[anchor.id]


def _where(anchor: Anchor) -> str:
    """The headings above it and its own; a target's place is told by its last heading too."""
    side = anchor.new or anchor.old
    return " › ".join((*(side.path if side else ()), anchor.place))


def _who(record: MarkRecord | NoteRecord) -> str:
    return visible_line(f"{display_name(record.by)} {local_time(record.when)}")
