"""Extract the targets of a plan, section by section, with the grammar of its language."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from plandiff.corpus import word_patterns as re
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.model import Pack, Section, Target
from plandiff.corpus.packs import NAMES, pack_words, packs_in_use
from plandiff.corpus.targets import chinese, vocabulary
from plandiff.corpus.targets.listing import name_by_lead_in
from plandiff.corpus.targets.target_candidates import Draft, Inserted, make_target, move_draft
from plandiff.corpus.targets.tense import Clock, Setting, read_clock, read_settings
from plandiff.corpus.text.folding import fold, restore_signs
from plandiff.corpus.text.table_cells import Cell

if TYPE_CHECKING:
    from plandiff.corpus.targets import english, flat_tables, tables
else:
    english = LazyModule("plandiff.corpus.targets.english")
    tables = LazyModule("plandiff.corpus.targets.tables")
    flat_tables = LazyModule("plandiff.corpus.targets.flat_tables")

_MARK = re.compile(r"[\n\t]")
_FLAT_HEAD = re.compile(rf"(?:^|\n) *(?:{vocabulary.FIRST_HEADS}) *\n")
_LETTER_SPACED = re.compile(r"[^\s](?: [^\s]){3,}(?=[\s。,;:、()]|\Z)")
_HAN = re.compile("[\u3400-\u9fff]")
_LEAST_LETTERS = 2
"""Minimum Han characters after the first of a letter-spaced run; excludes rows of digits."""
_SPACED_POINT = re.compile(r"(?<=\d) \. (?=\d)")
"""A decimal point between spaces, as converters print wide digits: 约１ ． ６亿元."""
_BINDING = re.compile("预期性|约束性")
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+|[!-~]*(?:%[0-9A-Fa-f]{2}){2,}[!-~]*")
"""Web addresses and fragments with percent-encoded bytes; their numbers are not quantities."""
_REMEMBERED = 1 << 14
"""Cache size in sections; the next edition repeats most sections unchanged."""
_DIGIT_OR_WORD = re.compile(r"[0-9A-Za-z]")


def find_targets(sections: Sequence[Section]) -> tuple[Target, ...]:
    """Return the targets of a plan in document order.

    ``sections``: all sections of the plan, the root first, because headings further up decide
    whether a section promises or reports.
    """
    headed = [_with_folded_heading(section) for section in sections]
    clock = read_clock(headed)
    settings = read_settings(headed, clock)
    texts = [section.text for section in sections]
    folded = fold("\0".join(texts))
    targets: list[Target] = []
    start = 0
    head: _Head | None = None
    for section, text in zip(sections, texts, strict=True):
        whole = restore_signs(folded[start : start + len(text)], text, "\n\t")
        start += len(text) + 1
        read = _below_head(section, whole, _still_open(head, whole, clock))
        named = _unread_spans(read.folded)
        for draft in _find_in_spaced(read.folded, clock, settings[section.id], packs_in_use()):
            in_name = any(begin < draft.end and draft.start < end for begin, end in named)
            if not read.start <= draft.start < read.end and not in_name:
                targets.append(make_target(draft, len(targets), section, read))
        head = _open_head(read, clock)
    return tuple(targets)


def _unread_spans(text: str) -> list[tuple[int, int]]:
    """Spans excluded from extraction: web addresses, and names listed by packs such as 三元乳业."""
    names = [re.escape(fold(name)) for name in pack_words(NAMES)]
    found = [m.span() for m in re.finditer("|".join(names), text)] if names else []
    if "%" in text or "://" in text or "www." in text:
        found += (m.span() for m in _ADDRESS.finditer(text))
    return found


@lru_cache(maxsize=_REMEMBERED)
def _find_in_spaced(
    text: str,
    clock: Clock,
    setting: Setting,
    packs: tuple[Pack, ...],  # noqa: ARG001 - part of the key
) -> tuple[Draft, ...]:
    """Find drafts after removing the blanks in letter-spaced words and around decimal points.

    The offsets of the drafts refer to ``text`` with its blanks.
    """
    blanks = {
        blank
        for run in _LETTER_SPACED.finditer(text)
        if len(_HAN.findall(run[0][1:])) >= _LEAST_LETTERS
        for blank in range(run.start() + 1, run.end(), 2)
    }
    for point in _SPACED_POINT.finditer(text):
        blanks |= {point.start(), point.end() - 1}
    if not blanks:
        return tuple(_find_drafts(text, clock, setting))
    places = [place for place in range(len(text)) if place not in blanks]
    closed = "".join(text[place] for place in places)
    return tuple(move_draft(draft, places) for draft in _find_drafts(closed, clock, setting))


class _Head(NamedTuple):
    """The header of a table that continues in the next section, folded and as printed."""

    folded: str
    printed: str


def _still_open(head: _Head | None, folded: str, clock: Clock) -> _Head | None:
    """Return the open header unless the next section has its own or has no table."""
    if head is None or "\t" not in folded:
        return None
    return None if tables.begins_with_head(folded, clock) else head


def _below_head(section: Section, folded: str, head: _Head | None) -> Inserted:
    """Insert the open header into a section that begins with a row of the same table."""
    first_line = section.body.partition("\n")[0]
    if head is None or "\t" not in section.heading + first_line:
        return Inserted(folded, section.text, 0, 0)
    named = section.heading and "\t" not in section.heading
    at = len(section.heading) + 1 if named else 0
    return Inserted(
        f"{folded[:at]}{head.folded}\n{folded[at:]}",
        f"{section.text[:at]}{head.printed}\n{section.text[at:]}",
        at,
        at + len(head.folded) + 1,
    )


def _open_head(read: Inserted, clock: Clock) -> _Head | None:
    if "\t" not in read.folded:
        return None
    found = tables.find_open_head(read.folded, clock)
    if found is None:
        return None
    return _Head(read.folded[slice(*found)], read.printed[slice(*found)])


def _with_folded_heading(section: Section) -> Section:
    """Fold the heading, and the preamble of the root, for searching: ``過去五年``."""
    preamble = section.body if section.level else fold(section.body)
    return replace(section, heading=fold(section.heading), body=preamble)


def _find_drafts(text: str, clock: Clock, setting: Setting) -> list[Draft]:
    """Find drafts in tables and prose; cells read as a table are not read as prose."""
    prose = _find_in_prose(text, clock, setting)
    if not setting.reports and _BINDING.search(text):
        prose = _with_binding_rows(text, prose)
    if "\t" in text or "|" in text:
        return _with_rows(text, prose, clock, past_section=setting.reports)
    return _with_flat_tables(text, prose, clock) if _FLAT_HEAD.search(text) else prose


def _with_rows(text: str, prose: list[Draft], clock: Clock, *, past_section: bool) -> list[Draft]:
    rows, read, owners, cells = tables.find_table_drafts(text, clock, past_section=past_section)
    if cells and not past_section and not _HAN.search(text):
        prose = [d for d in prose if not any(_meets(d, cell.cell) for cell in cells)]
        prose += (draft for cell in cells for draft in _find_in_cell(text, cell, clock))
    prose = [d for d in prose if not any(_meets(d, span) for span in read)]
    prose = [_with_owner(text, draft, owners) for draft in prose]
    return sorted((*rows, *prose), key=lambda draft: draft.start)


def _meets(draft: Draft, span: Cell) -> bool:
    return span[0] < draft.end and draft.start < span[1]


def _find_in_cell(text: str, place: "tables.ProseCell", clock: Clock) -> Iterator[Draft]:
    """Find the targets of an English cell; the row states their deadline, and a name if needed."""
    start, end = place.cell
    found = english.find_drafts(text[start:end], clock, past_section=False, planned=place.planned)
    for draft in found:
        moved = move_draft(draft, range(start, end))
        yield replace(
            moved,
            indicator=moved.indicator or (place.name if place.name != place.cell else None),
            deadline=moved.deadline or place.due,
        )


def _with_owner(text: str, draft: Draft, owners: list[tuple[Cell, Cell]]) -> Draft:
    """Give a quantity in a sentence of a table the name of its row: 实验小学 | 新建校舍60平方米."""
    name = next((name for cell, name in owners if cell[0] <= draft.start < cell[1]), None)
    if name is None or draft.of or draft.indicator is None or draft.whole:
        return draft
    own, row = text[slice(*draft.indicator)], text[slice(*name)]
    if draft.indicator[0] < name[1] or own in row or row in own:
        return draft
    return replace(draft, of=name)


def _with_flat_tables(text: str, prose: list[Draft], clock: Clock) -> list[Draft]:
    cells, read = tables.find_flat_drafts(text, clock)
    prose = [d for d in prose if not any(start <= d.start < end for start, end in read)]
    return sorted((*cells, *prose), key=lambda draft: draft.start)


def _with_binding_rows(text: str, prose: list[Draft]) -> list[Draft]:
    rows = list(flat_tables.find_binding_rows(text, None))
    kept = [d for d in prose if not any(row.start < d.end and d.start < row.end for row in rows)]
    return sorted((*rows, *kept), key=lambda draft: draft.start)


def _find_in_prose(text: str, clock: Clock, setting: Setting) -> list[Draft]:
    if any("\u3400" <= character <= "\u9fff" for character in text):
        drafts = chinese.find_drafts(text, clock, setting)
        return [name_by_lead_in(text, draft) for draft in drafts]
    if not _DIGIT_OR_WORD.search(text):
        return []
    return english.find_drafts(text, clock, past_section=setting.reports)
