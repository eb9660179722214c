"""A review store that forgets everything at the end: for tests, and where nothing may be written.

Rows are found again after a re-read by the text of both their sides.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from comparison.model import Comparison, Row, Side
from comparison.options import Pin
from tui.review.protocol import Mark, Note, Progress, Step, StepKind


@dataclass(frozen=True, slots=True)
class _State:
    marks: dict[str, Mark]
    notes: tuple[Note, ...] = ()
    pins: tuple[Pin, ...] = ()


def _place(row: Row) -> str:
    sections = row.new or row.old
    return (sections[0].label or "") + (sections[0].heading or sections[0].body[:20])


class MemoryStore:
    """`tui.review.protocol.ReviewStore` in memory."""

    def __init__(self) -> None:
        self._rows: dict[str, Row] = {}
        self._state = _State({})
        self._past: list[tuple[_State, Step]] = []
        self._future: list[tuple[_State, Step]] = []
        self._next_note = 1

    def attach(self, comparison: Comparison) -> None:
        """Find marks and notes again by the text of the rows; the history starts anew."""
        ids = {(r.text(Side.OLD), r.text(Side.NEW)): r.id for r in reversed(comparison.rows)}
        moved = {
            row.id: ids.get((row.text(Side.OLD), row.text(Side.NEW))) for row in self._rows.values()
        }
        if self._rows:
            marks = {
                new: mark for old, mark in self._state.marks.items() if (new := moved.get(old))
            }
            notes = tuple(replace(n, row=moved.get(n.row or "")) for n in self._state.notes)
            self._state = _State(marks, notes, self._state.pins)
            self._past, self._future = [], []
        self._rows = {row.id: row for row in comparison.rows}

    def mark(self, row: str) -> Mark:
        """The mark of a row."""
        return self._state.marks.get(row, Mark.UNSEEN)

    def marks(self) -> Mapping[str, Mark]:
        """Marks by row id, without the unseen ones."""
        return self._state.marks

    def set_mark(self, row: str, mark: Mark) -> None:
        """Mark one row."""
        self.set_marks((row,), mark)

    def set_marks(self, rows: tuple[str, ...], mark: Mark) -> None:
        """Mark several rows in one step."""
        marks = {row: old for row, old in self._state.marks.items() if row not in rows}
        if mark is not Mark.UNSEEN:
            marks |= dict.fromkeys(rows, mark)
        row = rows[0] if rows else None
        self._step(replace(self._state, marks=marks), Step(StepKind.MARK, row))

    def notes(self, row: str | None = None) -> tuple[Note, ...]:
        """Notes of one row, or all of them in row order."""
        if row is not None:
            return tuple(note for note in self._state.notes if note.row == row)
        order = {row_id: index for index, row_id in enumerate(self._rows)}
        return tuple(sorted(self._state.notes, key=lambda n: order.get(n.row or "", len(order))))

    def add_note(self, row: str, text: str) -> Note:
        """Write a note on a row."""
        place = _place(self._rows[row]) if row in self._rows else ""
        note = Note(self._next_note, row, text, place)
        self._next_note += 1
        notes = (*self._state.notes, note)
        self._step(replace(self._state, notes=notes), Step(StepKind.NOTE, row))
        return note

    def edit_note(self, note: int, text: str) -> None:
        """Put another text in a note."""
        old = self._note(note)
        notes = tuple(replace(n, text=text) if n is old else n for n in self._state.notes)
        self._step(replace(self._state, notes=notes), Step(StepKind.NOTE, old.row))

    def delete_note(self, note: int) -> None:
        """Drop a note."""
        old = self._note(note)
        notes = tuple(n for n in self._state.notes if n is not old)
        self._step(replace(self._state, notes=notes), Step(StepKind.NOTE, old.row))

    def pins(self) -> tuple[Pin, ...]:
        """Decisions about the alignment."""
        return self._state.pins

    def add_pin(self, pin: Pin) -> None:
        """Keep a decision; what it contradicts is dropped."""
        kept = tuple(
            other
            for other in self._state.pins
            if not (pin.old and pin.old == other.old) and not (pin.new and pin.new == other.new)
        )
        self._step(replace(self._state, pins=(*kept, pin)), Step(StepKind.PIN, None))

    def remove_pin(self, pin: Pin) -> None:
        """Drop a decision."""
        if pin in self._state.pins:
            pins = tuple(other for other in self._state.pins if other != pin)
            self._step(replace(self._state, pins=pins), Step(StepKind.PIN, None))

    def undo(self) -> Step | None:
        """Take the last step back."""
        return self._walk(self._past, self._future)

    def redo(self) -> Step | None:
        """Take the step again that was undone last."""
        return self._walk(self._future, self._past)

    def progress(self) -> Progress:
        """Changed rows that are marked, of all changed rows."""
        changed = [row for row in self._rows.values() if row.changed]
        return Progress(sum(row.id in self._state.marks for row in changed), len(changed))

    def close(self) -> None:
        """Nothing is kept."""

    def _note(self, note: int) -> Note:
        for candidate in self._state.notes:
            if candidate.id == note:
                return candidate
        raise KeyError(note)

    def _step(self, state: _State, step: Step) -> None:
        self._past.append((self._state, step))
        self._future.clear()
        self._state = state

    def _walk(
        self, source: list[tuple[_State, Step]], target: list[tuple[_State, Step]]
    ) -> Step | None:
        if not source:
            return None
        state, step = source.pop()
        target.append((self._state, step))
        self._state = state
        return step
