"""State of the review view: the comparison, filters and folds, and the cursor.

Independent of the terminal: controllers change a `View`, widgets draw it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from plandiff.comparison.consequence import Ranked, order_by_consequence
from plandiff.comparison.edits import Side
from plandiff.comparison.model import Comparison, Row
from plandiff.comparison.reports.shared.labels import labels_for
from plandiff.comparison.reports.shared.verdict import verdict_of
from plandiff.comparison.review.marks import About, Conflict, Mark, Opinion, Progress
from plandiff.corpus.lazy_import import LazyModule
from plandiff.tui.layout.geometry import Block, Geometry, Line, NotesByRow
from plandiff.tui.layout.items import (
    Folding,
    Item,
    ItemKind,
    ghosts_of,
    items_of,
    runs_of,
    unfolded,
)
from plandiff.tui.render.row_layout import RowLayout
from plandiff.tui.render.rows import RowRenderer
from plandiff.tui.render.signs import row_sign, signs_of
from plandiff.tui.view.beside import notes_by_row
from plandiff.tui.view.kinds import ChangeKinds, wanted_places
from plandiff.tui.view.navigation import Place, Stop, Stops, is_formal, is_stop

if TYPE_CHECKING:  # loads rapidfuzz and msgspec, which the first paint does not need
    from plandiff.comparison import words
    from plandiff.comparison.review.store import ReviewStore
else:
    words = LazyModule("plandiff.comparison.words")

AT_ONCE = 120
"""Items before and after the cursor that are wrapped before the first paint."""


class View(Struct):
    """A comparison with its display state."""

    renderer: RowRenderer
    store: ReviewStore
    folding: Folding = field(default_factory=Folding)
    kinds: frozenset[str] = frozenset()
    """Kinds to show; empty: all."""
    only_unreviewed: bool = False
    fold_reviewed: bool = False
    """Whether marked rows are folded."""
    rolled_up: bool = False
    """Whether rows are hidden whose only change is a wording replaced throughout the plan."""
    cursor: int = 0
    """Line of the cursor."""
    anchor: str = ""
    """Anchor of the last stop, since several passages can begin in one line; else empty."""
    geometry: Geometry = field(default_factory=lambda: Geometry((), ()))
    stops: Stops = field(default_factory=lambda: Stops(()))
    """Rows and passages at which next and previous change stop."""
    target_rows: tuple[int, ...] = ()
    """Indices of the shown rows with changed targets."""
    formal: frozenset[str] = frozenset()
    """Ids of the passages that are skipped because only their form changed."""
    progress: Progress = field(default_factory=lambda: Progress(0, 0))
    marked: Mapping[str, Mark] = field(default_factory=dict)
    """Marks of rows and passages, by id."""
    noted: frozenset[str | None] = frozenset()
    """Ids of rows, passages, sections and targets with notes."""
    noted_whole: frozenset[str | None] = frozenset()
    """Ids of rows with notes that are not on one of their passages."""
    conflicts: Mapping[str, Conflict] = field(default_factory=dict)
    """Conflicts between the marks of several authors, by id of row or passage."""
    outdated: Mapping[str, tuple[Opinion, ...]] = field(default_factory=dict)
    """Marks on an earlier version of the text, by id of row or passage."""
    row_index: dict[str, int] = field(default_factory=dict)
    """Index of each row, by id."""
    tops: dict[Side, int] = field(default_factory=lambda: dict.fromkeys(Side, 0))
    """Top line of each pane."""
    row_layout: RowLayout | None = None
    since: frozenset[str] = frozenset()
    """Ids of the rows whose text is new since the review was last opened."""
    beside: NotesByRow = field(default_factory=dict)
    """Notes on rows, by row id."""
    signs: frozenset[str] = frozenset()
    """Legend keys of the signs that occur."""
    _to_set: Iterator[int] = field(default_factory=lambda: iter(()))
    _ghosts: dict[int, list[Item]] = field(default_factory=dict)
    _rolled: frozenset[str] | None = None
    _verdict: str | None = None
    _ranked: tuple[Ranked, ...] | None = None
    _kinds: ChangeKinds | None = None
    _wanted: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        """Recompute everything that depends on the renderer and its comparison."""
        self._ghosts = ghosts_of(self.comparison)
        self._rolled = None
        self.row_index = {row.id: index for index, row in enumerate(self.rows)}
        self.stops = Stops(self.rows)
        self.formal = frozenset(
            own.id
            for row in (self.rows if self.renderer.hide_form else ())
            for own in row.changed_passages
            if is_formal(own)
        )
        self.since = self.store.rows_since(self.comparison)
        self.signs = signs_of(self.comparison, self.renderer.glyphs)
        self._verdict = self._ranked = self._kinds = None
        self.count()

    def count(self) -> None:
        """Reload marks, notes, conflicts and progress from the store."""
        self.progress = self.store.progress()
        self.marked = self.store.marks()
        notes = self.store.notes()
        self.noted = frozenset(unit for note in notes for unit in (note.row, note.part))
        self.noted_whole = frozenset(n.row for n in notes if n.about is not About.PASSAGE)
        self.beside = notes_by_row(notes, self.comparison, self.renderer.words)
        self.conflicts = {c.unit: c for c in self.store.conflicts() if c.unit is not None}
        self.outdated = self.store.outdated()

    def state(self, unit: str) -> str:
        """Return the review state of a row or passage: ``conflict``, ``outdated``, or its mark."""
        if unit in self.conflicts:
            return "conflict"
        return "outdated" if unit in self.outdated else self.marked.get(unit, Mark.UNSEEN).value

    def index_of(self, unit: str) -> int:
        """Return the index of a row, or of a passage's row, by id; raises KeyError if unknown."""
        return self.row_index[unit] if unit in self.row_index else self.stops.row_of[unit]

    @property
    def comparison(self) -> Comparison:
        """The comparison that is shown."""
        return self.renderer.comparison

    @property
    def rows(self) -> Sequence[Row]:
        """All rows, also those that a filter hides."""
        return self.comparison.rows

    @property
    def filtered(self) -> bool:
        """Whether a filter is on."""
        return bool(self.kinds) or self.only_unreviewed or self.rolled_up

    def show_all(self) -> None:
        """Reset all filters."""
        self.kinds, self.only_unreviewed, self.rolled_up = frozenset(), False, False

    @property
    def verdict(self) -> str:
        """The verdict, a one-sentence summary of the comparison; empty until `judge` is called."""
        return self._verdict or ""

    def judge(self) -> None:
        """Compute the verdict; called after the first paint, because it is slow for long plans."""
        if self._verdict is None:
            labels = labels_for(self.renderer.words.language)
            self._verdict = verdict_of(self.comparison, self.ranked, labels)

    @property
    def ranked(self) -> tuple[Ranked, ...]:
        """All changes, each once, ordered by consequence."""
        if self._ranked is None:
            self._ranked = order_by_consequence(self.comparison)
        return self._ranked

    @property
    def reworded(self) -> frozenset[str]:
        """Ids of the rows whose only change is a wording replaced throughout the plan."""
        if self._rolled is None:
            replaced = self.comparison.replacements
            rows = self.rows if replaced else ()
            self._rolled = frozenset(r.id for r in rows if words.is_rolled_up(r, replaced))
        return self._rolled

    @property
    def change_kinds(self) -> ChangeKinds:
        """The changes of the comparison by kind, computed at first use."""
        if self._kinds is None:
            self._kinds = ChangeKinds(self.comparison)
        return self._kinds

    def shows(self, row: Row) -> bool:
        """Return whether the filters accept a row."""
        if self.only_unreviewed and not self.waits(row):
            return False
        if self.rolled_up and row.id in self.reworded:
            return False
        return not self.kinds or self.row_index[row.id] in self._wanted

    def waits(self, row: Row) -> bool:
        """Return whether a row, or one of its walked passages, has no mark."""
        if not self.is_stop(row):
            return False
        if self.formal and row.changed_passages:
            walked = {own.id for own in row.changed_passages} - self.formal
            return not walked <= self.store.marks().keys()
        return self.store.mark(row.id) is Mark.UNSEEN

    def _is_quiet(self, row: Row) -> bool:
        """Return whether a row can be folded because it shows no change."""
        return not row.changed or (self.renderer.hide_form and is_formal(row))

    def _is_done(self, row: Row) -> bool:
        """Return whether a row is folded because it is marked."""
        return self.fold_reviewed and self.is_stop(row) and not self.waits(row)

    def is_stop(self, row: Row) -> bool:
        """Return whether next and previous change stop in a row."""
        return is_stop(row, hide_form=self.renderer.hide_form)

    def sign(self, row: Row) -> str:
        """Return the sign for the change of a row; hidden changes of form have none."""
        glyphs = self.renderer.glyphs
        if self.renderer.hide_form and is_formal(row) and not row.moved:
            return " "
        return row_sign(row, glyphs)

    def rebuild(self, row_layout: RowLayout) -> None:
        """Recompute items and geometry; the cursor stays on its row."""
        place = self.place() if self.geometry.items else Place(0, 0)
        self._wanted = wanted_places(self)
        shown: Callable[[Row], bool] | None = self.shows if self.filtered else None
        items = items_of(
            self.rows, shown, self.folding, self._ghosts, self._is_quiet, is_done=self._is_done
        )
        self._set_items(items, row_layout, place)
        on_screen = [i for i, row in enumerate(self.rows) if shown is None or shown(row)]
        self.stops.show(
            [index for index in on_screen if self.kinds or self.is_stop(self.rows[index])],
            self.formal.union(self.store.marks() if self.only_unreviewed else ()),
            only=self._wanted,
            shown=on_screen,
        )
        self.target_rows = tuple(
            index
            for index, row in enumerate(self.rows)
            if self.renderer.targets_of(row) and (shown is None or shown(row))
        )
        self.count()

    def rewrap(self, row_layout: RowLayout) -> None:
        """Wrap the same items for another width; cursor and tops stay on their rows."""
        place = self.place()
        tops = {side: self.place(top) for side, top in self.tops.items()}
        self._set_items(self.geometry.items, row_layout, place)
        for top in tops.values():
            self.measure((self.geometry.holder_of_row(top.row),))
        self.tops = {side: self.line_at(top) for side, top in tops.items()}

    def _set_items(self, items: Sequence[Item], row_layout: RowLayout, place: Place) -> None:
        """Wrap items near a place, put the cursor there, and leave other items rough."""
        before, self.row_layout = self.row_layout, row_layout
        self.geometry = row_layout.rough_geometry(items, before)
        here = self.geometry.holder_of_row(min(place.row, len(self.rows) - 1))
        self.measure(range(max(here - AT_ONCE, 0), min(here + AT_ONCE, len(items))))
        self._to_set = chain(range(here, len(items)), range(here - 1, -1, -1))
        self.put(place)
        if self.anchor and self.geometry.item_of_row(place.row) is not None:
            self.cursor = self.line_of(Stop(place.row, self.anchor))

    def measure(self, wanted: Iterable[int]) -> bool:
        """Wrap those of these items (by index) that are rough; return whether there were any.

        Cursor and tops stay on their rows, so their lines change if rows above them grow.
        """
        geometry = self.geometry
        rough = [index for index in wanted if index in geometry.rough]
        if not rough or self.row_layout is None:
            return False
        blocks = {index: self.row_layout.block(geometry.items[index]) for index in rough}
        here = geometry.locate(self.cursor)
        tops = {side: geometry.locate(top) for side, top in self.tops.items()}
        geometry.measure(blocks)
        self.cursor = self._line_in(*here)
        self.tops = {side: self._line_in(*top) for side, top in tops.items()}
        return True

    def measure_page(self, top: int, page: int) -> bool:
        """Wrap all items on the page from line ``top``; return whether any was rough."""
        first = self.geometry.index_at(top)
        found = False
        while self.measure(range(first, self.geometry.index_at(top + page) + 1)):
            found = True
        return found

    def measure_more(self, enough: Callable[[], bool]) -> bool:
        """Wrap rough items until ``enough`` returns True: from the cursor down, then up.

        Returns False when all items are wrapped.
        """
        wanted: list[int] = []
        row_layout, geometry = self.row_layout, self.geometry
        for index in self._to_set:
            if row_layout is not None and index in geometry.rough:
                row_layout.block(geometry.items[index])  # cached there
                wanted.append(index)
                if enough():
                    break
        self.measure(wanted)
        return bool(geometry.rough)

    def _line_in(self, index: int, offset: int) -> int:
        """Return the line of an item at an offset, clamped to its last line."""
        if not self.geometry.blocks:
            return 0
        return self.geometry.starts[index] + min(offset, self.geometry.blocks[index].height - 1)

    def place(self, line: int | None = None) -> Place:
        """Return the place (row and offset) of a line, by default the line of the cursor."""
        index, offset = self.geometry.locate(self.cursor if line is None else line)
        if not self.geometry.items:
            return Place(0, 0)
        return Place(self.geometry.items[index].first, offset)

    def line_at(self, place: Place) -> int:
        """Return the line of a place, or of the fold that now contains its row."""
        holder = self.geometry.holder_of_row(min(place.row, len(self.rows) - 1))
        return self._line_in(holder, place.offset)

    def put(self, place: Place) -> None:
        """Move the cursor to a place, or to the fold that now contains its row."""
        if self.geometry.blocks:
            self.measure((self.geometry.holder_of_row(min(place.row, len(self.rows) - 1)),))
            self.cursor = self.line_at(place)

    def item(self) -> Item | None:
        """The item under the cursor."""
        items = self.geometry.items
        return items[self.geometry.index_at(self.cursor)] if items else None

    def line_under_cursor(self, side: Side) -> Line | None:
        """Return the line of a side under the cursor; None if it has no text."""
        return self.geometry.at(self.cursor, side)

    def row(self) -> Row | None:
        """The row under the cursor; for a fold or pointer, the row that it leads to."""
        return self.rows[item.first] if (item := self.item()) is not None else None

    def open_row(self, row: int) -> bool:
        """Unfold the fold that hides a row; return whether there was one.

        Only the rows of the fold are laid out; cursor and tops stay on their rows.
        """
        index = self.geometry.holder_of_row(row)
        item = self.geometry.items[index]
        if item.kind is not ItemKind.FOLD or self.row_layout is None:
            return False
        self.folding = replace(self.folding, turned=self.folding.turned ^ {item.first})
        place = self.place()
        tops = {side: self.place(top) for side, top in self.tops.items()}
        items = unfolded(item, self._ghosts, self._is_shown)
        found = self.row_layout.rough_geometry(items, None)
        ghosts = len(items) - (item.last - item.first + 1)
        self.geometry.replace(index, 1 + ghosts, items, found.blocks, found.rough)
        self.tops = {side: self.line_at(top) for side, top in tops.items()}
        self.put(place)
        return True

    def _is_shown(self, row: int) -> bool:
        return not self.filtered or self.shows(self.rows[row])

    def run_at(self, row: int) -> int | None:
        """Return the first row of the foldable run that contains a row; None if there is none."""
        shown = self.shows if self.filtered else None
        runs = runs_of(self.rows, shown, self.folding, self._is_quiet, self._is_done)
        return next((run.first for run in runs if run.first <= row <= run.last), None)

    def line_of(self, stop: Stop) -> int:
        """Return the line of a stop: that of its anchor if it is drawn, else the row's top."""
        block = self.block(stop.row)
        offset = block.anchor_offsets().get(stop.anchor, 0) if block is not None else 0
        return self.geometry.top_of_row(stop.row) + offset

    def first_stop(self, row: int) -> Stop:
        """Return the first stop of a row."""
        return Stop(row, self.stops.in_row(row, self.block(row))[0][1])

    def block(self, row: int) -> Block | None:
        """Return the wrapped lines of a row; None if it is folded or hidden."""
        index = self.geometry.item_of_row(row)
        if index is None:
            return None
        self.measure((index,))
        return self.geometry.blocks[index]
