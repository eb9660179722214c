"""What the reader looks at: the comparison, what is shown of it, and where the cursor stands.

No terminal here: keys change a `View`, widgets draw it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING

from plandiff.comparison.consequence import Ranked, order_by_consequence
from plandiff.comparison.model import Comparison, Row, Side
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
from plandiff.tui.view.kinds import KINDS, ChangeKinds, count_of, places_of, wanted_places
from plandiff.tui.view.navigation import Count, Place, Stop, Stops, is_formal, is_stop
from plandiff.tui.view.walking import count_places

if TYPE_CHECKING:  # loads rapidfuzz and msgspec, which the first paint does not need
    from plandiff.comparison import words
    from plandiff.comparison.review.store import ReviewStore
else:
    words = LazyModule("plandiff.comparison.words")

AT_ONCE = 120
"""Items on either side of the cursor that are set before anything is shown."""


@dataclass(slots=True)
class View:
    """One comparison as it is being looked at."""

    renderer: RowRenderer
    store: ReviewStore
    folding: Folding = field(default_factory=Folding)
    kinds: frozenset[str] = frozenset()
    """Kinds to show; empty: all."""
    only_unreviewed: bool = False
    fold_reviewed: bool = False
    """Whether changed rows are folded once they bear a mark."""
    rolled_up: bool = False
    """Whether rows are hidden of which all that changed is a wording changed throughout."""
    cursor: int = 0
    """The line where the reader is."""
    anchor: str = ""
    """What the reader went to: several passages can begin in one line; empty after other moves."""
    geometry: Geometry = field(default_factory=lambda: Geometry((), ()))
    stops: Stops = field(default_factory=lambda: Stops(()))
    """The rows and passages that next and previous change stop at."""
    target_rows: tuple[int, ...] = ()
    """Indices of the rows with changed targets that are shown."""
    formal: frozenset[str] = frozenset()
    """Ids of the passages that are passed over because only their form changed."""
    progress: Progress = field(default_factory=lambda: Progress(0, 0))
    marked: Mapping[str, Mark] = field(default_factory=dict)
    """The rows and passages that bear a mark, by id."""
    noted: frozenset[str | None] = frozenset()
    """Ids of the rows, passages, sections and targets with notes."""
    noted_whole: frozenset[str | None] = frozenset()
    """Ids of the rows with notes that are on none of their passages."""
    conflicts: Mapping[str, Conflict] = field(default_factory=dict)
    """Rows and passages that people marked differently, by id."""
    outdated: Mapping[str, tuple[Opinion, ...]] = field(default_factory=dict)
    """Rows and passages that were marked on an earlier text, by id."""
    row_index: dict[str, int] = field(default_factory=dict)
    """Where each row stands, by id."""
    tops: dict[Side, int] = field(default_factory=lambda: dict.fromkeys(Side, 0))
    """The line at the top of each pane."""
    row_layout: RowLayout | None = None
    since: frozenset[str] = frozenset()
    """Ids of the rows with a text that was not there when the review was opened last."""
    beside: NotesByRow = field(default_factory=dict)
    """The notes that are on a row, by its id."""
    signs: frozenset[str] = frozenset()
    """Names in the legend of the signs that there are."""
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
        """The renderer was changed for another one."""
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
        """The marks changed: count them again."""
        self.progress = self.store.progress()
        self.marked = self.store.marks()
        notes = self.store.notes()
        self.noted = frozenset(unit for note in notes for unit in (note.row, note.part))
        self.noted_whole = frozenset(n.row for n in notes if n.about is not About.PASSAGE)
        self.beside = notes_by_row(notes, self.comparison, self.renderer.words)
        self.conflicts = {c.unit: c for c in self.store.conflicts() if c.unit is not None}
        self.outdated = self.store.outdated()

    def state(self, unit: str) -> str:
        """How far a row or passage is: its mark, or ``conflict``, or ``outdated``."""
        if unit in self.conflicts:
            return "conflict"
        return "outdated" if unit in self.outdated else self.marked.get(unit, Mark.UNSEEN).value

    def index_of(self, unit: str) -> int:
        """Index of a row, or of the row of a passage, by its id; KeyError where there is none."""
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
        """Whether some rows are hidden on purpose."""
        return bool(self.kinds) or self.only_unreviewed or self.rolled_up

    def show_all(self) -> None:
        """Hide no row on purpose."""
        self.kinds, self.only_unreviewed, self.rolled_up = frozenset(), False, False

    @property
    def verdict(self) -> str:
        """What a deputy says first of the two plans; empty until `judge` was called."""
        return self._verdict or ""

    def judge(self) -> None:
        """Find the verdict: it takes as long as a key may in a long plan, so not at the first."""
        if self._verdict is None:
            labels = labels_for(self.renderer.words.language)
            self._verdict = verdict_of(self.comparison, self.ranked, labels)

    @property
    def ranked(self) -> tuple[Ranked, ...]:
        """Every change once, in the order of its consequence."""
        if self._ranked is None:
            self._ranked = order_by_consequence(self.comparison)
        return self._ranked

    @property
    def reworded(self) -> frozenset[str]:
        """Ids of the rows of which all that changed is a wording changed throughout."""
        if self._rolled is None:
            replacements = self.comparison.replacements
            rows = self.rows if replacements else ()
            self._rolled = frozenset(
                row.id for row in rows if words.is_rolled_up(row, replacements)
            )
        return self._rolled

    @property
    def change_kinds(self) -> ChangeKinds:
        """The changes of the comparison by kind, found when they are first wanted."""
        if self._kinds is None:
            self._kinds = ChangeKinds(self.comparison)
        return self._kinds

    def kind_counts(self) -> Counter[str]:
        """How many changes the filter finds of each kind, in the unit of the kind."""
        return Counter({kind: count_of(kind, places_of(self, kind)) for kind in KINDS})

    def shows(self, row: Row) -> bool:
        """Whether the filter lets a row through."""
        if self.only_unreviewed and not self.waits(row):
            return False
        if self.rolled_up and row.id in self.reworded:
            return False
        return not self.kinds or self.row_index[row.id] in self._wanted

    def waits(self, row: Row) -> bool:
        """Whether a row, or a passage of it that is walked, has no mark."""
        if not self.is_stop(row):
            return False
        if self.formal and row.changed_passages:
            walked = {own.id for own in row.changed_passages} - self.formal
            return not walked <= self.store.marks().keys()
        return self.store.mark(row.id) is Mark.UNSEEN

    def _is_quiet(self, row: Row) -> bool:
        """Whether a row can be folded for showing no change."""
        return not row.changed or (self.renderer.hide_form and is_formal(row))

    def _is_done(self, row: Row) -> bool:
        """Whether a row is folded for bearing a mark."""
        return self.fold_reviewed and self.is_stop(row) and not self.waits(row)

    def is_stop(self, row: Row) -> bool:
        """Whether a reader of changes stops in a row."""
        return is_stop(row, hide_form=self.renderer.hide_form)

    def sign(self, row: Row) -> str:
        """The sign of what became of a row, as far as that is shown."""
        glyphs = self.renderer.glyphs
        if self.renderer.hide_form and is_formal(row) and not row.moved:
            return " "
        return row_sign(row, glyphs)

    def rebuild(self, row_layout: RowLayout) -> None:
        """Set items and geometry anew; the cursor stays on its row."""
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
        """The same items for another width; cursor and tops stay on their rows."""
        place = self.place()
        tops = {side: self.place(top) for side, top in self.tops.items()}
        self._set_items(self.geometry.items, row_layout, place)
        for top in tops.values():
            self.measure((self.geometry.holder_of_row(top.row),))
        self.tops = {side: self.line_at(top) for side, top in tops.items()}

    def _set_items(self, items: Sequence[Item], row_layout: RowLayout, place: Place) -> None:
        """Set what is near a place, put the cursor there, and leave the rest for later."""
        before, self.row_layout = self.row_layout, row_layout
        self.geometry = row_layout.rough_geometry(items, before)
        here = self.geometry.holder_of_row(min(place.row, len(self.rows) - 1))
        end = len(items)
        self.measure(range(max(here - AT_ONCE, 0), min(here + AT_ONCE, end)))
        self._to_set = chain(range(here, end), range(here - 1, -1, -1))
        self.put(place)
        if self.anchor and self.geometry.item_of_row(place.row) is not None:
            self.cursor = self.line_of(Stop(place.row, self.anchor))

    def measure(self, wanted: Iterable[int]) -> bool:
        """Set these items, by index, as far as they are rough; True where there was one.

        Cursor and tops stay on their rows, so their lines are others where rows above them grew.
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
        """Set all that a pane shows from a line on; True where something was rough."""
        first = self.geometry.index_at(top)
        found = False
        while self.measure(range(first, self.geometry.index_at(top + page) + 1)):
            found = True
        return found

    def measure_more(self, enough: Callable[[], bool]) -> bool:
        """Set rough items, the nearest behind the cursor first, until it is enough.

        False when all are set.
        """
        wanted: list[int] = []
        row_layout, geometry = self.row_layout, self.geometry
        for index in self._to_set:
            if row_layout is not None and index in geometry.rough:
                row_layout.block(geometry.items[index])  # remembered there
                wanted.append(index)
                if enough():
                    break
        self.measure(wanted)
        return bool(geometry.rough)

    def _line_in(self, index: int, offset: int) -> int:
        """The line of an item at an offset, its last line where it has fewer."""
        if not self.geometry.blocks:
            return 0
        return self.geometry.starts[index] + min(offset, self.geometry.blocks[index].height - 1)

    def place(self, line: int | None = None) -> Place:
        """Where a line is, by row; without one, where the cursor is."""
        index, offset = self.geometry.locate(self.cursor if line is None else line)
        if not self.geometry.items:
            return Place(0, 0)
        return Place(self.geometry.items[index].first, offset)

    def line_at(self, place: Place) -> int:
        """The line of a place, or of what stands for it now."""
        holder = self.geometry.holder_of_row(min(place.row, len(self.rows) - 1))
        return self._line_in(holder, place.offset)

    def put(self, place: Place) -> None:
        """Set the cursor to a place, or to what stands for it now."""
        if self.geometry.blocks:
            self.measure((self.geometry.holder_of_row(min(place.row, len(self.rows) - 1)),))
            self.cursor = self.line_at(place)

    def move(self, lines: int) -> None:
        """Move the cursor by lines, within the document."""
        self.anchor = ""
        self.cursor = min(max(self.cursor + lines, 0), max(self.geometry.height - 1, 0))

    def item(self) -> Item | None:
        """The item under the cursor."""
        if not self.geometry.items:
            return None
        return self.geometry.items[self.geometry.index_at(self.cursor)]

    def line_under_cursor(self, side: Side) -> Line | None:
        """The line of a side where the cursor is; None: there is no text."""
        return self.geometry.at(self.cursor, side)

    def row(self) -> Row | None:
        """The row under the cursor; of a fold or a pointer the row it leads to."""
        item = self.item()
        return self.rows[item.first] if item is not None else None

    def open_row(self, row: int) -> bool:
        """Unfold what hides a row; True where something had to be unfolded.

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
        """First row of the foldable run that a row belongs to."""
        shown = self.shows if self.filtered else None
        runs = runs_of(self.rows, shown, self.folding, self._is_quiet, self._is_done)
        for run in runs:
            if run.first <= row <= run.last:
                return run.first
        return None

    def line_of(self, stop: Stop) -> int:
        """The line of a stop: its anchor's if the row's drawing has it, else the row's top."""
        block = self.block(stop.row)
        offset = block.anchor_offsets().get(stop.anchor, 0) if block is not None else 0
        return self.geometry.top_of_row(stop.row) + offset

    def first_stop(self, row: int) -> Stop:
        """Where a row is entered by next change."""
        return Stop(row, self.stops.in_row(row, self.block(row))[0][1])

    def block(self, row: int) -> Block | None:
        """The lines of a row, set; None where it is folded or hidden."""
        index = self.geometry.item_of_row(row)
        if index is None:
            return None
        self.measure((index,))
        return self.geometry.blocks[index]

    def counts(self) -> tuple[Count, Count]:
        """Which of the sections on the screen the cursor is in, and which stop it is at or behind.

        Sections are counted as the outline lists them.
        """
        return count_places(self)
