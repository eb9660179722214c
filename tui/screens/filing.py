"""Keys that reach outside: copy, editor, export, reading again; and the work in the background."""

import gc
import os
import threading
from collections.abc import Callable
from pathlib import Path

from plandiff.comparison.model import Comparison, Row, Side
from plandiff.comparison.reports.visible import visible
from plandiff.corpus.errors import PlandiffError
from plandiff.corpus.locations import locate
from plandiff.tui.drawing.places import place_of
from plandiff.tui.drawing.rows import Drawer
from plandiff.tui.layout.typesetter import Typesetter
from plandiff.tui.messages import Compared, CompareFailed
from plandiff.tui.mirroring import mirror, mirror_side
from plandiff.tui.screens.exporting import Exporting
from plandiff.tui.view import Place

_WATCH_SECONDS = 1.0


class Filing(Exporting):
    """Files, clipboard and workers."""

    load: Callable[[], Comparison]
    _stamps: tuple[object, ...] = ()
    _before: tuple[Row, int] | None = None
    _job = 0
    """Number of the comparison that was asked for last."""

    def on_mount(self) -> None:
        """Read and compare in the background; the frame is on the screen meanwhile."""
        # After the first paint: a thread that computes would make the frame wait for its turns.
        self.call_after_refresh(self._begin)
        self.set_interval(1.0, self._tick)
        if self.context.watch:
            self._stamps = self._file_stamps()
            self.set_interval(_WATCH_SECONDS, self._watch_files)

    def _begin(self) -> None:
        self._work(self.load, "busy.reading", again=False, without_pins=True)

    def on_compared(self, event: Compared) -> None:
        """The comparison is there."""
        event.stop()
        if event.job != self._job:
            return  # the reader asked for another comparison meanwhile
        self.set_busy(None)
        asked = mirror(event.comparison) if self.swapped else event.comparison
        if event.without_pins and self._compares_with_pins(asked, again=event.again):
            return
        self.store.attach(asked)
        shared, drawer = self.columns, event.drawer
        fits = (event.typesetter.width, event.typesetter.unified) == (shared.text, shared.unified)
        if drawer.glyphs is not self.looks.glyphs or drawer.words is not self.looks.words:
            drawer, fits = Drawer(event.comparison, self.looks.words, self.looks.glyphs), False
        typesetter = event.typesetter if fits else self._new_typesetter(drawer)
        self.open_view(drawer, typesetter, self._place_again(event.comparison))
        gc.freeze()  # the comparison stays: no collection needs to walk over it during a key
        if not any(row.changed for row in event.comparison.rows):
            self.say(self.words("nothing.differs"))
        elif event.read_again:
            self.say(self.words("done.read_again"))
        elif not event.again:
            self.go_on()
        if event.read_again or not event.again:
            self.tell_what_was_found_again()

    def on_compare_failed(self, event: CompareFailed) -> None:
        """Say why; at the start there is nothing to show, so the app ends and says it outside."""
        event.stop()
        if event.job != self._job:
            return
        self.set_busy(None)
        if event.again and isinstance(event.error, PlandiffError | MemoryError):
            self.say(self.words("failed.keep", error=self.why(event.error)))
        else:
            self.app.exit(event.error, return_code=2)

    def action_read_again(self) -> None:
        """Read both files and compare again; the place is kept."""
        if self.busy is None:
            self._work(self.load, "busy.again", again=True, without_pins=True)

    def compare_with_pins(self) -> None:
        """Compare the plans on the screen again with the pins as they are now."""
        again = self.context.compare_again
        shown = self.comparison_shown()
        if again is None or shown is None:
            self.say(self.words("cannot.compare"))
            return
        pins = self.store.pins()
        asked = mirror(shown) if self.swapped else shown
        self._work(lambda: again(asked.old, asked.new, pins), "busy.comparing", again=True)

    def _compares_with_pins(self, asked: Comparison, *, again: bool) -> bool:
        """Plans that were just read are compared once more where the reader set something by hand.

        They are shown only then: rows that go back to where they were would confuse.
        """
        pins = self.store.pins_for(asked.old, asked.new)
        compare = self.context.compare_again
        if not pins or compare is None:
            return False
        self._work(
            lambda: compare(asked.old, asked.new, pins), "busy.comparing", again=again, read=again
        )
        return True

    def action_copy(self) -> None:
        """The text of this change on the focused side."""
        row = self.view.row() if self.view is not None else None
        if row is not None:
            side = self.side if row.sections(self.side) else mirror_side(self.side)
            self._copy(_labelled(row, side))

    def action_copy_full(self) -> None:
        """The change with its place and both sides."""
        view = self.view
        row = view.row() if view is not None else None
        if view is None or row is None:
            return
        parts = []
        for side, name in zip(Side, self.names, strict=True):
            if sections := row.sections(side):
                place = place_of(view.comparison.plan(side), sections[0].id, 60)
                parts.append(f"【{self.words(side.value)}】{name} {place}\n{_labelled(row, side)}")
        self._copy("\n\n".join(parts))

    def action_edit(self) -> None:
        """Open the focused side's file at this section; read again what was changed there."""
        import subprocess  # noqa: PLC0415 - the reader's own editor, when it is asked for

        from plandiff.tui.editing import command_at, editor_command, line_of  # noqa: PLC0415

        view = self.view
        row = view.row() if view is not None else None
        paths = (self.context.old_path, self.context.new_path)
        side = self.side if row is None or row.sections(self.side) else mirror_side(self.side)
        path = paths[(side is Side.NEW) != self.swapped]
        if row is None or path is None or locate(str(path)).member:
            self.say(self.words("cannot.edit"))
            return
        editor = editor_command(self.context.editor, os.environ)
        if editor is None:
            self.say(self.words("cannot.editor"))
            return
        sections = row.sections(side)
        line = line_of(path, sections[0]) if sections else 0
        before = self._file_stamps()
        with self.app.suspend():
            try:
                subprocess.run(command_at(editor, path, line), check=False)  # noqa: S603 - the reader's editor
            except OSError as error:
                self.message = self.why(error)
        self.refresh()
        self.refresh_bars()
        if self._file_stamps() != before:
            self._stamps = self._file_stamps()
            self.action_read_again()

    def _copy(self, text: str) -> None:
        text = visible(text)
        self.app.copy_to_clipboard(text)
        self.say(self.words("done.copied", count=len(text)))

    # work in the background

    def _work(
        self,
        compute: Callable[[], Comparison],
        key: str,
        *,
        again: bool,
        without_pins: bool = False,
        read: bool = False,
    ) -> None:
        """Compute in a thread that does not keep the app from ending.

        ``without_pins``: the plans are read now; ``read``: they were just read again.
        """
        self.set_busy(key)
        self._job += 1
        job = self._job
        view = self.view
        row = view.row() if view is not None else None
        self._before = (row, view.place().offset) if view is not None and row is not None else None

        def run() -> None:
            message = self._compute(compute, again=again)
            message.job = job
            if isinstance(message, Compared):
                message.without_pins = without_pins
                message.read_again = read or (again and without_pins)
            self.post_message(message)

        threading.Thread(target=run, daemon=True).start()

    def _compute(
        self, compute: Callable[[], Comparison], *, again: bool
    ) -> Compared | CompareFailed:
        """In a thread: the comparison with its rows set, or what went wrong, as a message."""
        try:
            comparison = compute()
            shown = mirror(comparison) if self.swapped else comparison
            drawer = Drawer(shown, self.looks.words, self.looks.glyphs)
            typesetter = self._new_typesetter(drawer)
        except Exception as error:  # noqa: BLE001 - the reader is told, whatever it was
            return CompareFailed(error, again)
        return Compared(shown, drawer, typesetter, again)

    def _new_typesetter(self, drawer: Drawer) -> Typesetter:
        shared, spacing = self.columns, self.context.settings.spacing
        return Typesetter(drawer, shared.text, unified=shared.unified, spacing=spacing)

    def _place_again(self, comparison: Comparison) -> Place | None:
        """Where the row that the reader was at stands now."""
        if self._before is None:
            return None
        row, offset = self._before
        finders: tuple[Callable[[Row], bool], ...] = (
            lambda other: other.text(Side.NEW) == row.text(Side.NEW) and bool(other.new),
            lambda other: other.text(Side.OLD) == row.text(Side.OLD) and bool(other.old),
            lambda other: _heading(other) == _heading(row),
            lambda other: other.id == row.id,
        )
        for same in finders:
            for index, other in enumerate(comparison.rows):
                if same(other):
                    return Place(index, offset)
        return Place(0, 0)

    def _tick(self) -> None:
        self.look_for_trouble()
        if self.busy is not None or self.writing is not None:
            self.refresh_bars()
        elif not self.query("#prompt"):
            self.take_in_news()

    def _watch_files(self) -> None:
        stamps = self._file_stamps()
        if stamps != self._stamps and self.busy is None:
            self._stamps = stamps
            self.action_read_again()

    def _file_stamps(self) -> tuple[object, ...]:
        stamps: list[object] = []
        for path in (self.context.old_path, self.context.new_path):
            try:
                found = Path(locate(str(path)).file).stat() if path is not None else None
            except OSError:
                found = None
            stamps.append((found.st_mtime_ns, found.st_size) if found is not None else None)
        return tuple(stamps)


def _labelled(row: Row, side: Side) -> str:
    return "\n".join(f"{section.label or ''}{section.text}" for section in row.sections(side))


def _heading(row: Row) -> str:
    sections = row.new or row.old
    return sections[0].heading or sections[0].body[:40]
