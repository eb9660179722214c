"""From the sections of a plan to its targets, section by section in the grammar of its language."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from plandiff.corpus.model import Section, Target
from plandiff.corpus.targets import chinese, vocabulary
from plandiff.corpus.targets.drafts import Draft, make_target, move_draft
from plandiff.corpus.targets.tense import Clock, Setting, read_clock, read_settings
from plandiff.corpus.text.folding import fold

_MARK = re.compile(r"[\n\t]")
_FLAT_HEAD = re.compile(rf"(?:^|\n) *(?:{vocabulary.FIRST_HEADS}) *\n")
_LETTER_SPACED = re.compile(r"[^\s](?: [^\s]){3,}(?=[\s。,;:、()]|\Z)")
_HAN = re.compile("[\u3400-\u9fff]")
_LEAST_LETTERS = 2
"""Characters of a run behind its first that must be Han: a row of figures is no word."""
_DIGIT_OR_WORD = re.compile(r"[0-9A-Za-z]")


def find_targets(sections: Sequence[Section]) -> tuple[Target, ...]:
    """Every quantity that a plan commits to, in document order.

    Tells promises from results by the headings above them, so it wants all sections of a plan,
    the root first.
    """
    headed = [_with_folded_heading(section) for section in sections]
    clock = read_clock(headed)
    settings = read_settings(headed, clock)
    texts = [section.text for section in sections]
    folded = fold("\0".join(texts))
    targets: list[Target] = []
    start = 0
    for section, text in zip(sections, texts, strict=True):
        whole = _restore_marks(folded[start : start + len(text)], text)
        start += len(text) + 1
        for draft in _find_in_spaced(whole, clock, settings[section.id]):
            targets.append(make_target(draft, len(targets), section))
    return tuple(targets)


def _find_in_spaced(text: str, clock: Clock, setting: Setting) -> list[Draft]:
    """Drafts of ``text``, read without the blanks of letter-spaced words: 约 1 . 5 万 亿 元."""
    blanks = {
        blank
        for run in _LETTER_SPACED.finditer(text)
        if len(_HAN.findall(run[0][1:])) >= _LEAST_LETTERS
        for blank in range(run.start() + 1, run.end(), 2)
    }
    if not blanks:
        return _find_drafts(text, clock, setting)
    places = [place for place in range(len(text)) if place not in blanks]
    closed = "".join(text[place] for place in places)
    return [move_draft(draft, places) for draft in _find_drafts(closed, clock, setting)]


def _with_folded_heading(section: Section) -> Section:
    """A section whose heading, and preamble of the plan, can be searched: ``過去五年``."""
    preamble = section.body if section.level else fold(section.body)
    return replace(section, heading=fold(section.heading), body=preamble)


def _find_drafts(text: str, clock: Clock, setting: Setting) -> list[Draft]:
    """Tables first; what stands in their cells is not read as prose again."""
    prose = _find_in_prose(text, clock, setting)
    if "\t" in text or "|" in text:
        return _with_rows(text, prose, clock)
    return _with_flat_tables(text, prose, clock) if _FLAT_HEAD.search(text) else prose


def _with_rows(text: str, prose: list[Draft], clock: Clock) -> list[Draft]:
    from plandiff.corpus.targets.tables import find_table_drafts  # noqa: PLC0415 - as the English grammar

    rows = find_table_drafts(text, clock)
    ends = [mark.start() for mark in _MARK.finditer(text) if mark[0] == "\n"]
    taken = {bisect_left(ends, row.start) for row in rows}
    prose = [draft for draft in prose if bisect_left(ends, draft.start) not in taken]
    return sorted((*rows, *prose), key=lambda draft: draft.start)


def _with_flat_tables(text: str, prose: list[Draft], clock: Clock) -> list[Draft]:
    from plandiff.corpus.targets.tables import find_flat_drafts  # noqa: PLC0415 - as the English grammar

    cells, tables = find_flat_drafts(text, clock)
    prose = [d for d in prose if not any(start <= d.start < end for start, end in tables)]
    return sorted((*cells, *prose), key=lambda draft: draft.start)


def _find_in_prose(text: str, clock: Clock, setting: Setting) -> list[Draft]:
    if any("\u3400" <= character <= "\u9fff" for character in text):
        return chinese.find_drafts(text, clock, setting)
    if not _DIGIT_OR_WORD.search(text):
        return []
    from plandiff.corpus.targets import english  # noqa: PLC0415 - its patterns cost a Chinese plan nothing

    return english.find_drafts(text, clock, past_section=setting.reports)


def _restore_marks(folded: str, text: str) -> str:
    """Folding makes blanks of newlines and tabs; here they end sentences and cells."""
    pieces: list[str] = []
    start = 0
    for mark in _MARK.finditer(text):
        pieces += (folded[start : mark.start()], mark[0])
        start = mark.end()
    return "".join((*pieces, folded[start:]))
