"""What the lines round the panes say: bars, titles, messages, and what is wrong with the store."""

import time
from dataclasses import replace
from pathlib import PurePath

from plandiff.comparison.model import Row, Side
from plandiff.comparison.reports.visible import visible_line
from plandiff.tui.drawing.places import place_of
from plandiff.tui.layout.width import cell_width, pad
from plandiff.tui.review.troubles import Trouble
from plandiff.tui.screens.bars import footer_parts, header_parts, status_parts
from plandiff.tui.screens.base import ReviewFrame


class Telling(ReviewFrame):
    """Header, titles, status line and footer."""

    def say(self, text: str) -> None:
        """Tell something in the status line until the cursor moves."""
        self.message = text
        self.refresh_bars()

    def set_busy(self, key: str | None) -> None:
        """Tell that something takes its time; None: it is done."""
        self.busy = key
        self.busy_since = time.monotonic()
        self.refresh_bars()

    def refresh_bars(self) -> None:
        """Header, titles, status and footer say what is so now."""
        self.look_for_trouble()
        self.header.put(*header_parts(self))
        self.status.put(*status_parts(self))
        self.footer.put(*footer_parts(self))
        self.refresh_titles()

    def refresh_titles(self) -> None:
        """The sections at the top of each pane."""
        shared, words, glyphs = self.columns, self.words, self.looks.glyphs
        parts: list[tuple[str, str]] = []
        if shared.outline:
            inside = self.outline.has_focus
            name = f"{glyphs.bar if inside else ' '}{words('outline')}"
            style = "accent" if inside else "muted"
            parts += [(pad(name, shared.outline - 1), style), (glyphs.rule, "muted")]
        sides = ((Side.OLD, shared.left), (Side.NEW, shared.right))
        for side, width in sides:
            if not width:
                continue
            focused = self.focused is self.panes[side] and not shared.unified
            label = "" if shared.unified else f"{words(side.value)} "
            text = f"{glyphs.bar if focused else ' '}{label}{self._section_at_top(side, width)}"
            edge = 1 if side is Side.OLD else 0
            parts.append((pad(text, width - edge), "accent" if focused else "muted"))
            if edge:
                parts.append((glyphs.rule, "muted"))
        self.titles.put(parts)

    def _section_at_top(self, side: Side, width: int) -> str:
        view = self.view
        if view is None or not view.geometry.items:
            return ""
        index = view.geometry.items[view.geometry.index_at(self.tops[side])].first
        while index >= 0:
            row: Row = view.rows[index]
            if sections := row.sections(side):
                return place_of(view.comparison.plan(side), sections[0].id, width - 10)
            index -= 1
        return ""

    def look_for_trouble(self) -> None:
        """Tell once what is wrong with the store: after the keys that are being dealt with."""
        trouble = self._store.trouble if self._store is not None else None
        if trouble != self._trouble:
            self._trouble = trouble
            if trouble is not None:
                self.call_after_refresh(self.say, self._told(trouble))

    def _told(self, trouble: Trouble) -> str:
        """The sentence with the store's path; with its name alone where there is no room."""
        text = trouble.sentence(self.words.language)
        if cell_width(text) > self.width * 3 // 4:
            short = replace(trouble, path=PurePath(trouble.path).name)
            text = short.sentence(self.words.language)
        return visible_line(text)
