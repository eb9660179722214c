"""Picker for two plans: recent pairs, candidates, the library, or paths with file listing."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input

from plandiff.corpus.errors import sentence, system_reason
from plandiff.corpus.text.escape import visible_line
from plandiff.corpus.text.width import cut
from plandiff.tui.screens.context import Offer, ReviewContext, Shelf
from plandiff.tui.screens.path_completion import (
    Item,
    completed,
    fitting,
    folder_above,
    is_file,
    read_folder,
    size_and_date,
    split_typed,
    typed_path,
)
from plandiff.tui.screens.themed_app import ThemedApp
from plandiff.tui.view.search import searchable
from plandiff.tui.widgets.lines import Bar
from plandiff.tui.widgets.prompt import Field
from plandiff.tui.widgets.rows import Entry, Rows

if TYPE_CHECKING:
    from plandiff.comparison.library.store import StoredPlan

Pair = tuple[str, str]
_SHOWN = 1000
"""Maximum number of listed names of a folder; in larger folders the reader has to type."""
_ABOVE = ".."
_FIRST, _MATCHES = 6, 100
"""Maximum number of library plans listed with an empty field, and after typing."""


class PickerApp(ThemedApp[Pair]):
    """Returns the two paths, or None; ``message`` is shown in the last line at the start."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q,ctrl+c", "quit", show=False, priority=True),
        Binding("escape", "step_back", show=False, priority=True),
        Binding("tab", "complete", show=False, priority=True),
        Binding("shift+tab", "other_field", show=False, priority=True),
        Binding("up", "list_step(-1)", show=False),
        Binding("down", "list_step(1)", show=False),
        Binding("pageup", "list_page(-1)", show=False),
        Binding("pagedown", "list_page(1)", show=False),
    ]
    DEFAULT_CSS = """
    PickerApp Horizontal { height: 1; }
    PickerApp Horizontal Bar { width: 8; }
    PickerApp Input { width: 1fr; height: 1; border: none; padding: 0; background: $panel; }
    PickerApp Input:focus { border: none; }
    """

    def __init__(self, context: ReviewContext, recent: Sequence[Pair], message: str = "") -> None:
        super().__init__(context)
        self.context = context
        self.recent = recent
        self.message = message
        self.list = Rows(self.looks, columns=3)
        self.hint = Bar(self.looks)
        self.marks = {name: Bar(self.looks) for name in ("old", "new")}
        self._folders: dict[Path, tuple[Item, ...] | OSError | None] = {}
        """Contents of each folder, the error reading it, or None while it is being read."""
        paths = {"old": context.old_path, "new": context.new_path}
        self._begun = {name: str(path or "") for name, path in paths.items()}
        self._walked = False
        """Whether the list's cursor was moved since the last typing."""
        self._offers: tuple[Offer, ...] | None = None
        """Candidate predecessors; None while the search is running."""
        self._shelf: tuple[tuple[str, StoredPlan], ...] = ()
        """Plans of the library, each with its searchable text."""

    @dataclass
    class Offered(Message):
        """Candidate predecessors were found in the background."""

        found: tuple[Offer, ...]

    @dataclass
    class Shelved(Message):
        """The library was read in the background."""

        plans: Shelf

    @dataclass
    class Listed(Message):
        """A folder was read in the background."""

        folder: Path
        found: tuple[Item, ...] | OSError

    def compose(self) -> ComposeResult:
        """Title, two fields, the list, keys."""
        words = self.looks.words
        title = Bar(self.looks)
        title.put([(f" {words('title.pick')}", "strong")])
        yield title
        for name, path in self._begun.items():
            with Horizontal():
                yield self.marks[name]
                hint = words(f"pick.{name}")
                yield Field(path, placeholder=hint, id=name, compact=True,
                            select_on_focus=False)  # fmt: skip
        yield self.list
        yield self.hint

    def on_mount(self) -> None:
        """Focus the first empty field; the list cannot have the focus."""
        self.list.can_focus = False
        fields = self._fields
        next((own for own in fields if not own.value), fields[0]).focus()
        self._say(self.message)
        self._show_focus()
        if self.context.offer is not None:
            threading.Thread(target=self._seek, args=(self.context.offer,), daemon=True).start()
        if self.context.shelf is not None:
            threading.Thread(target=self._open, args=(self.context.shelf,), daemon=True).start()

    # what is listed

    def on_descendant_focus(self) -> None:
        """Fill the list for the focused field."""
        self._show_focus()
        self._fill()

    def on_input_changed(self, event: Input.Changed) -> None:
        """List the matching entries."""
        self._walked = False
        if event.value != self._begun.get(event.input.id or ""):
            self._say("")
        self._fill()

    def on_picker_app_listed(self, event: Listed) -> None:
        """Show the contents of a folder that was read."""
        self._folders[event.folder] = event.found
        self._fill()

    def on_picker_app_offered(self, event: Offered) -> None:
        """List candidates first; a cursor that the reader moved stays on its line."""
        self._offers = event.found
        here = self.list.current if self._walked else None
        self._fill()
        values = [entry.value for entry in self.list.entries]
        if here is not None and here in values:
            self.list.put(self.list.entries, values.index(here))

    def on_picker_app_shelved(self, event: Shelved) -> None:
        """List the library; a cursor that the reader moved stays on its line."""
        self._shelf = tuple(
            (searchable(f"{plan.title} {plan.issuer or ''} {plan.year or ''} {plan.path}"), plan)
            for plan in event.plans
        )
        if not self._walked:
            self._fill()

    def _fill(self) -> None:
        text = self._field.value
        parts = (self._offered, self._pairs, self._shelved, self._files)
        entries = [entry for part in parts for entry in part(text)]
        self.list.put(entries, self._start(entries))

    def _offered(self, text: str) -> Iterator[Entry]:
        """Yield candidate predecessors of the new plan, until a path is typed."""
        new = self._begun["new"]
        if self.context.offer is None or text not in {"", new}:
            return
        if self._offers is None:
            yield Entry(((self.looks.words("pick.seeking"), "muted"),))
            return
        key = "pick.offered" if self._offers else "pick.no-offer"
        yield Entry(((self.looks.words(key), "muted"),))
        for path, reason in self._offers:
            yield Entry(((f"{Path(path).name}  {reason}", ""),), (path, new))

    def _seek(self, offer: Callable[[], tuple[Offer, ...]]) -> None:
        found = offer()
        with suppress(RuntimeError):  # the app ended meanwhile
            self.post_message(self.Offered(found))

    def _start(self, entries: Sequence[Entry]) -> int:
        """Return the initial line: a pair, or the first name; after the other plan, if listed."""
        if any(isinstance(entry.value, tuple) for entry in entries):
            return 0
        names = [i for i, entry in enumerate(entries) if isinstance(entry.value, Item)]
        other = self._other.value
        chosen = [i for i in names if other and self._typed_of(entries[i].value) == other]
        behind = [i for i in names if chosen and i > chosen[0]]
        return next(iter([*behind, *names]), 0)

    def _pairs(self, text: str) -> Iterator[Entry]:
        """Yield recent pairs, filtered to paths that contain the typed text."""
        words = searchable(text).split()
        pairs = [
            pair
            for pair in self.recent
            if all(word in searchable(" ".join(pair)) for word in words)
        ]
        if pairs:
            yield Entry(((self.looks.words("pick.recent"), "muted"),))
        room = max(self.size.width // 2 - 6, 8)
        for old, new in pairs:
            names = [cut(Path(path).name, room) for path in (old, new)]
            yield Entry(((f" {self.looks.glyphs.pair} ".join(names), ""),), (old, new))

    def _shelved(self, text: str) -> Iterator[Entry]:
        """Yield library plans whose title, issuer, year or path contain all typed words."""
        words = searchable(text).split()
        found = [plan for known, plan in self._shelf if all(word in known for word in words)]
        if not found:
            return
        yield Entry(((self.looks.words("pick.library", count=len(found)), "muted"),))
        shown = _MATCHES if words else _FIRST
        for plan in found[:shown]:
            facts = (plan.title or Path(plan.path).stem, plan.issuer or "")
            name = "  ".join(visible_line(fact) for fact in facts if fact)
            yield Entry(((name, ""), (f" {plan.year or ''}", "muted"), ("", "")), Path(plan.path))
        if len(found) > shown:
            more = self.looks.words("pick.more", count=len(found) - shown)
            yield Entry(((more, "muted"),))

    def _open(self, shelf: Callable[[], Shelf]) -> None:
        plans = shelf()
        with suppress(RuntimeError):  # the app ended meanwhile
            self.post_message(self.Shelved(plans))

    def _files(self, text: str) -> Iterator[Entry]:
        typed, stem = split_typed(text)
        folder = typed_path(typed or ".").absolute()
        yield Entry(((str(folder), "muted"),))
        found = self._listing(folder)
        if found is None:
            yield Entry(((self.looks.words("pick.reading"), "muted"),))
        elif isinstance(found, OSError):
            reason = sentence(system_reason(found), self.looks.words.language)
            yield Entry(((self.looks.words("pick.unreadable", reason=reason), "accent"),))
        else:
            yield from self._items(fitting(found, stem), has_stem=bool(stem))

    def _items(self, items: Sequence[Item], *, has_stem: bool) -> Iterator[Entry]:
        words = self.looks.words
        if not has_stem:
            yield Entry((("../", "label"), ("", ""), ("", "")), _ABOVE)
        for item in items[:_SHOWN]:
            if item.is_folder:
                yield Entry(((f"{item.name}/", "label"), ("", ""), ("", "")), item)
            else:
                size, date = size_and_date(item)
                yield Entry(((item.name, ""), (f" {size}", "muted"), (f" {date}", "muted")), item)
        if len(items) > _SHOWN:
            more = words("pick.more", count=len(items) - _SHOWN)
            yield Entry(((more, "muted"),))
        elif not items:
            key = "no.matches" if has_stem else "pick.none"
            yield Entry(((words(key), "muted"),))

    def _listing(self, folder: Path) -> tuple[Item, ...] | OSError | None:
        """Return the contents of a folder; it is read in the background, as disks may be remote."""
        if folder not in self._folders:
            self._folders[folder] = None
            threading.Thread(target=self._read, args=(folder,), daemon=True).start()
        return self._folders[folder]

    def _read(self, folder: Path) -> None:
        self.post_message(self.Listed(folder, read_folder(folder)))

    # keys

    def action_complete(self) -> None:
        """Complete the path as far as it is unambiguous, else with the list's current entry."""
        text = self._field.value
        typed, stem = split_typed(text)
        found = self._folders.get(typed_path(typed or ".").absolute())
        if not text or not isinstance(found, tuple) or is_file(text):
            self.action_other_field()
            return
        longer = typed + completed(found, stem)
        if longer != text:
            self._type(longer)
        elif isinstance(item := self.list.current, Item):
            self._type(self._typed_of(item))

    def action_other_field(self) -> None:
        """Focus the other field; an empty one starts with the folder of this one."""
        here, other = self._field, self._other
        if not other.value and is_file(here.value):
            other.value = split_typed(here.value)[0]
            other.cursor_position = len(other.value)
        other.focus()

    def action_list_step(self, steps: int) -> None:
        """Move the list's cursor while a field has the focus."""
        self._walked = True
        self.list.action_step(steps)

    def action_list_page(self, pages: int) -> None:
        """Move the list's cursor by pages."""
        self._walked = True
        self.list.action_page(pages)

    def action_step_back(self) -> None:
        """Go one step back: clear the field, focus the other field, then exit."""
        old, new = self._fields
        if self._field.value:
            self._field.value = ""
        elif self._field is new and old.value:
            old.focus()
        else:
            self.exit(None)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter accepts the typed path, or else the line under the list's cursor."""
        event.stop()
        if not self._walked and is_file(event.value):
            self._go_on()
        elif self.list.current is not None:
            self._take(self.list.current)
        else:
            self._say(self.looks.words("pick.missing", path=event.value.strip()))

    def on_rows_picked(self, event: Rows.Picked) -> None:
        """Accept a clicked line."""
        event.stop()
        self._take(event.value)

    def _take(self, value: object) -> None:
        """Accept a value: exit with a pair, list a folder, or put a file into the field."""
        if isinstance(value, tuple):
            self.exit((str(value[0]), str(value[1])))
        elif value == _ABOVE:
            self._type(folder_above(split_typed(self._field.value)[0]))
        elif isinstance(value, Path):
            self._type(str(value))
            self._go_on()
        elif isinstance(value, Item):
            self._type(self._typed_of(value))
            if not value.is_folder:
                self._go_on()

    def _go_on(self) -> None:
        """Focus the other field after one is complete, or exit with both paths."""
        if is_file(self._other.value):
            old, new = (str(typed_path(own.value)) for own in self._fields)
            self.exit((old, new))
        else:
            self.action_other_field()

    # parts

    @property
    def _fields(self) -> tuple[Field, Field]:
        return self.query_one("#old", Field), self.query_one("#new", Field)

    @property
    def _field(self) -> Field:
        """The field that has the focus."""
        old, new = self._fields
        return new if self.focused is new else old

    @property
    def _other(self) -> Field:
        old, new = self._fields
        return old if self._field is new else new

    def _typed_of(self, item: object) -> str:
        """Return the path of a listed name, in the notation of the typed folder."""
        if not isinstance(item, Item):
            return ""
        folder = split_typed(self._field.value)[0]
        return f"{folder}{item.name}{'/' if item.is_folder else ''}"

    def _type(self, text: str) -> None:
        self._field.value = text
        self._field.cursor_position = len(text)

    def _show_focus(self) -> None:
        for name, field in zip(self.marks, self._fields, strict=True):
            here = field is self._field
            sign = self.looks.glyphs.bar if here else " "
            style = "accent" if here else "muted"
            self.marks[name].put([(f"{sign}{self.looks.words(name)}", style)])

    def _say(self, text: str) -> None:
        shown = (text, "accent") if text else (self.looks.words("hint.pick"), "muted")
        self.hint.put([(f" {shown[0]}", shown[1])])
