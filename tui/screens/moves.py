"""Keys that move: lines and pages, next and previous change, target, section, note."""

from plandiff.comparison.model import Side
from plandiff.tui.counterparts import counterpart
from plandiff.tui.layout.items import ItemKind
from plandiff.tui.messages import LinePointed, MapPointed, RowPicked, Wheeled
from plandiff.tui.screens.sizing import Sizing


class Moves(Sizing):
    """Moving about; every jump that finds nothing says so."""

    def action_line_down(self) -> None:
        """One line down."""
        self.step(1)

    def action_line_up(self) -> None:
        """One line up."""
        self.step(-1)

    def action_page_down(self) -> None:
        """A page down, with two lines of the old one."""
        self.leaf(max(self.page - 2, 1))

    def action_page_up(self) -> None:
        """A page up."""
        self.leaf(-max(self.page - 2, 1))

    def action_half_down(self) -> None:
        """Half a page down."""
        self.leaf(max(self.page // 2, 1))

    def action_half_up(self) -> None:
        """Half a page up."""
        self.leaf(-max(self.page // 2, 1))

    def action_top(self) -> None:
        """To the first line."""
        self.leaf(-(10**9))

    def action_bottom(self) -> None:
        """To the last line."""
        self.leaf(10**9)

    def action_next_change(self) -> None:
        """To the next change that is shown; from the last one to the first."""
        if self.view is not None:
            self._go(self.view.change_line(self.page, forward=True), "changes", forward=True)

    def action_previous_change(self) -> None:
        """To the change before; from the first one to the last."""
        if self.view is not None:
            self._go(self.view.change_line(self.page, forward=False), "changes", forward=False)

    def action_next_target(self) -> None:
        """To the next changed target."""
        if self.view is not None:
            self._go(self.view.target_line(forward=True), "targets", forward=True)

    def action_previous_target(self) -> None:
        """To the changed target before."""
        if self.view is not None:
            self._go(self.view.target_line(forward=False), "targets", forward=False)

    def action_next_section(self) -> None:
        """To the next section; from the last one nowhere."""
        line = self.view.section_line(forward=True) if self.view is not None else None
        if line is not None:
            self.move_to(line)

    def action_previous_section(self) -> None:
        """To the start of this section, or of the one before."""
        line = self.view.section_line(forward=False) if self.view is not None else None
        if line is not None:
            self.move_to(line)

    def action_next_note(self) -> None:
        """To the next row with a note."""
        if self.view is not None:
            self._go(self.view.note_line(forward=True), "notes", forward=True)

    def action_previous_note(self) -> None:
        """To the row with a note before."""
        if self.view is not None:
            self._go(self.view.note_line(forward=False), "notes", forward=False)

    def action_jump(self) -> None:
        """To the other end of a move; open a fold."""
        view = self.view
        item = view.item() if view is not None else None
        if view is None or item is None:
            return
        if item.kind is ItemKind.FOLD:
            view.open_row(item.first)
            self.rebuild()
            return
        line = counterpart(view)
        if line is None:
            self.say(self.words("nothing.jump"))
        else:
            self.move_to(line)

    def action_focus_right(self) -> None:
        """The focus to the next of outline, old, new; to the other side while a pin is begun."""
        self._focus_part(1)

    def action_focus_left(self) -> None:
        """The focus the other way round."""
        self._focus_part(-1)

    def go_to_row(self, row: int) -> None:
        """Put the cursor on a row, unfolding it where needed; a filter that hides it is lifted."""
        view = self.view
        if view is None:
            return
        if view.filtered and not view.shows(view.rows[row]):
            view.show_all()
            self.rebuild()
        if view.open_row(row):
            self.rebuild()
        self.move_to(view.geometry.top_of_row(row))

    def on_wheeled(self, event: Wheeled) -> None:
        """The wheel scrolls both panes, or one when unlocked; the cursor stays in sight."""
        event.stop()
        if self.unlocked:
            self.scroll_one(event.side, self.tops[event.side] + event.lines)
            return
        self.scroll_both(self.tops[Side.NEW] + event.lines)
        if self.view is not None:
            top = self.tops[Side.NEW]
            line = min(max(self.view.cursor, top), top + self.page - 1)
            if line != self.view.cursor:
                self.set_cursor(line)

    def on_line_pointed(self, event: LinePointed) -> None:
        """A click puts the cursor there."""
        event.stop()
        self._side = event.side
        self.message = ""
        self.set_cursor(event.line)

    def on_map_pointed(self, event: MapPointed) -> None:
        """A click on the map goes there."""
        event.stop()
        if self.view is not None:
            self.move_to(int(event.share * self.view.geometry.height))

    def on_row_picked(self, event: RowPicked) -> None:
        """A section was chosen in the outline."""
        event.stop()
        self.go_to_row(event.row)
        self.panes[self.side].focus()

    def on_descendant_focus(self) -> None:
        """Remember which pane had the focus last."""
        for side, pane in self.panes.items():
            if self.focused is pane:
                self._side = side
        self.refresh_titles()

    def _go(self, line: int | None, what: str, *, forward: bool) -> None:
        """Go to a stop; say so when there is none, or when it went round the end."""
        view = self.view
        if view is None or line is None:
            self.say(self.words(f"nothing.{what}"))
            return
        went_round = line <= view.cursor if forward else line >= view.cursor
        self.move_to(line)
        if went_round:
            self.say(self.words("wrapped" if forward else "wrapped.back"))

    def _focus_part(self, step: int) -> None:
        shared = self.columns
        if self.picked is not None and not shared.unified:
            here = self.picked[0]
            other = Side.OLD if here is Side.NEW else Side.NEW
            self.panes[here if self.focused is self.panes[other] else other].focus()
            return
        parts = [
            part
            for part, width in (
                (self.outline, shared.outline),
                (self.panes[Side.OLD], shared.left),
                (self.panes[Side.NEW], shared.right),
            )
            if width
        ]
        now = next((i for i, part in enumerate(parts) if part is self.focused), len(parts) - 1)
        parts[(now + step) % len(parts)].focus()
