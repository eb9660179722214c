"""Undo and redo over records: each step knows what it found and what it left.

A step gives way where somebody else has written the same record since: the later word stays.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from plandiff.tui.review.protocol import StepKind
from plandiff.tui.review.records import (
    WITHDRAWN,
    Editable,
    MarkRecord,
    NoteRecord,
    PinRecord,
    Records,
)


@dataclass(frozen=True, slots=True)
class Edition:
    """One record before and after a step; before is None where there was none."""

    before: Editable | None
    after: Editable


@dataclass(frozen=True, slots=True)
class Entry:
    """One step of the history."""

    kind: StepKind
    anchor: str | None
    """Where the step was, to be found again after the rows have changed."""
    editions: tuple[Edition, ...]


class History:
    """Two stacks of entries."""

    def __init__(self) -> None:
        self._past: list[Entry] = []
        self._future: list[Entry] = []

    def add(self, entry: Entry) -> None:
        """Remember a step; what was undone before cannot be redone any more."""
        self._past.append(entry)
        self._future.clear()

    def undo(self, records: Records, stamp: Callable[[str], str]) -> Entry | None:
        """The last step turned round; its ``after`` records are to be written."""
        return _walk(self._past, self._future, records, stamp)

    def redo(self, records: Records, stamp: Callable[[str], str]) -> Entry | None:
        """The step that was undone last, done again."""
        return _walk(self._future, self._past, records, stamp)


def _walk(
    source: list[Entry],
    target: list[Entry],
    records: Records,
    stamp: Callable[[str], str],
) -> Entry | None:
    if not source:
        return None
    entry = source.pop()
    editions = _turned(entry.editions, records, stamp)
    turned = Entry(entry.kind, entry.anchor, editions)
    target.append(turned)
    return turned


def _turned(
    editions: Sequence[Edition], records: Records, stamp: Callable[[str], str]
) -> tuple[Edition, ...]:
    turned: list[Edition] = []
    for edition in reversed(editions):
        now = current(records, edition.after)
        if now is not None and _unstamped(now) == _unstamped(edition.after):
            turned.append(Edition(now, _again(edition.before, now, stamp(now.when))))
    return tuple(turned)


def _unstamped(record: Editable) -> Editable:
    if isinstance(record, NoteRecord):
        return replace(record, when="", versions=())
    return replace(record, when="")


def current(records: Records, record: Editable) -> Editable | None:
    """The version of a record that counts now."""
    match record:
        case MarkRecord():
            return records.marks.get(record.key)
        case NoteRecord():
            return records.notes.get(record.key)
        case PinRecord():
            return records.pins.get(record.key)


def _again(before: Editable | None, after: Editable, when: str) -> Editable:
    """What stood there before, as a new version; what was not there is taken back."""
    match before, after:
        case (None, MarkRecord()):
            return replace(after, mark=WITHDRAWN, when=when)
        case (None, NoteRecord()):
            versions = (*after.versions, after.version)
            return replace(after, deleted=True, when=when, versions=versions)
        case (None, PinRecord()):
            return replace(after, deleted=True, when=when)
        case (NoteRecord(), NoteRecord()):
            versions = (*after.versions, after.version)
            back = replace(after, text=before.text, deleted=before.deleted, anchor=before.anchor)
            return replace(back, when=when, versions=versions)
        case _:
            return replace(before or after, when=when)
