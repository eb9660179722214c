"""A list with the passages of its current line side by side below it.

Used for answers to remarks, indicators over several editions, and the origins of the clauses of a
draft.  In a narrow window only two panes are shown.
"""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from plandiff.comparison.across.answers import Answers, RemarkStatus
from plandiff.comparison.across.coverage import Quote
from plandiff.comparison.across.series import Series
from plandiff.comparison.across.three import Origin, ThreeWay
from plandiff.comparison.edits import Place
from plandiff.comparison.reports.series_table import cells, columns, trend
from plandiff.comparison.reports.shared.labels import Labels, labels_for
from plandiff.comparison.reports.shared.section_paths import plan_name
from plandiff.corpus.model import Plan
from plandiff.corpus.text.escape import visible_line
from plandiff.tui.render.context import RenderContext
from plandiff.tui.screens.context import ReviewContext
from plandiff.tui.screens.texts import ListApp, TextsScreen, paragraphs
from plandiff.tui.widgets.rows import Entry, Rows

THREE_PANES = 160
"""Screen width from which three passages are shown side by side."""

Panes = tuple[tuple[int, tuple[Quote, ...]], ...]
"""Plan index and its passages, by pane; in a narrow window only the first panes are shown."""


class Listing(Struct, frozen=True):
    """Contents of the screen: lines, each with the passages to show side by side."""

    title: str
    plans: tuple[Plan, ...]
    entries: tuple[Entry, ...]
    """The value of an entry is its `Panes`."""
    columns: int


def list_answers(answers: Answers, language: str) -> Listing:
    """Return a line for each remark (outcome and request) with the passage before and after."""
    words = labels_for(language)
    plans = answers.comparison.old, answers.comparison.new
    styles = {RemarkStatus.UNCHANGED: "lowered", RemarkStatus.PARTLY: "changed"}
    entries = []
    for number, answer in enumerate(answers.answers, 1):
        remark = answer.remark
        status = words[f"answers.status.{answer.status.value}"]
        cells = (
            (str(number), "muted"),
            (status, styles.get(answer.status, "")),
            (visible_line(remark.text or remark.quote), ""),
            (visible_line(remark.who), "muted"),
        )
        now = (answer.place,) if answer.place else ()
        panes = (0, _quotes(plans[0], remark.places)), (1, _quotes(plans[1], now))
        entries.append(Entry(cells, panes))
    return Listing(words["answers.title"], plans, tuple(entries), 4)


def list_series(series: Series, language: str) -> Listing:
    """Return a line for each indicator, with the passages of the two newest editions stating it."""
    words = labels_for(language)
    heads = [head for head, _ in columns(series)]
    entries = [Entry((("", ""), *((head, "strong") for head in heads), ("", "")), head=True)]
    for item in series.indicators:
        stated = [at for at, target in enumerate(item.values) if target is not None]
        if len(stated) < 2:
            continue
        values = [value or "·" for value in cells(series, item, words)]
        line = (
            (visible_line(item.name), ""),
            *((visible_line(value), "") for value in values),
            (trend(series, item), "muted"),
        )
        panes = []
        for at in stated[:-4:-1]:
            target = item.values[at]
            if target is not None:
                span = Place(target.section, target.span.start, target.span.end)
                panes.append((at, (Quote(span, target.quote),)))
        entries.append(Entry(line, tuple(reversed(panes[:2])) + tuple(panes[2:])))
    return Listing(words["series.title"], series.plans, tuple(entries), len(heads) + 2)


def list_three(three: ThreeWay, language: str) -> Listing:
    """Return a line for each clause of the draft with its origin, then the missing clauses."""
    words = labels_for(language)
    plans = three.last, three.parent, three.draft
    entries = [
        Entry(
            (
                (words[f"three.origin.{clause.origin.value}"], _ORIGINS[clause.origin]),
                (_text(plans[2], clause.place), ""),
            ),
            _by_room(clause.origin, plans, (clause.last, clause.parent, (clause.place,))),
        )
        for clause in three.clauses
    ]
    for name, side, quotes in (("missing", 1, three.missing), ("dropped", 0, three.dropped)):
        entries += [
            Entry(
                ((words[f"three.origin.{name}"], "lowered"), (visible_line(quote.text), "")),
                ((side, (quote,)),),
            )
            for quote in quotes
        ]
    return Listing(words["three.title"], plans, tuple(entries), 2)


_ORIGINS = {
    Origin.NEW: "raised",
    Origin.BOTH: "muted",
    Origin.LAST: "muted",
    Origin.PARENT: "label",
}


def _by_room(origin: Origin, plans: Sequence[Plan], places: Sequence[tuple[Place, ...]]) -> Panes:
    """Put the draft in the middle pane, after the plan from which the clause originates."""
    order = (1, 2, 0) if origin is Origin.PARENT else (0, 2, 1)
    return tuple((at, _quotes(plans[at], places[at])) for at in order)


def _quotes(plan: Plan, places: Sequence[Place]) -> tuple[Quote, ...]:
    return tuple(Quote(place, _text(plan, place)) for place in places)


def _text(plan: Plan, place: Place) -> str:
    section = next(section for section in plan.sections if section.id == place.section)
    return visible_line(section.text[place.start : place.end])


class BesideApp(ListApp):
    """App whose only screen is the list."""

    def __init__(self, listing: Listing, context: ReviewContext) -> None:
        super().__init__(context)
        self.first = self.beside = BesideScreen(listing, self.looks, labels_for(context.language))


class BesideScreen(TextsScreen):
    """Shows the list, and below it the passages of the line under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,escape", "app.quit", show=False),
        Binding("space", "scroll_texts(5)", show=False),
        Binding("backspace", "scroll_texts(-5)", show=False),
    ]

    def __init__(self, listing: Listing, looks: RenderContext, words: Labels) -> None:
        super().__init__(looks, 3)
        self.listing, self.words = listing, words
        self.list = Rows(looks, columns=listing.columns)

    def compose(self) -> ComposeResult:
        """Title, list, names of the plans, passages, keys."""
        yield self.title_bar
        yield self.list
        yield self.names_bar
        yield from self.compose_texts()
        yield self.hint_bar

    def on_mount(self) -> None:
        """Fill the list; nothing in it changes afterwards."""
        self.title_bar.put([(f" {self.listing.title}", "strong")])
        self.hint_bar.put([(f" {self.looks.words('hint.beside')}", "muted")])
        self.list.put(list(self.listing.entries))
        self.list.focus()

    def on_rows_moved(self, _event: Rows.Moved) -> None:
        """Show the passages of the line."""
        self._show()

    def on_rows_picked(self, _event: Rows.Picked) -> None:
        """Scroll back to the passages."""
        self._show()

    def on_resize(self) -> None:
        """Show as many passages as fit."""
        self._show()

    @property
    def panes(self) -> Panes:
        """The panes of the current line that fit, in their order."""
        panes = self.list.current
        room = 3 if self.size.width >= THREE_PANES else 2
        return tuple(panes[:room]) if isinstance(panes, tuple) else ()

    def _show(self) -> None:
        panes = self.panes
        for at, text in enumerate(self.texts):
            text.display = at < max(len(panes), 1)
            plan, quotes = panes[at] if at < len(panes) else (0, ())
            shown = paragraphs(self.listing.plans[plan], quotes)
            text.put(shown or [[(self.looks.words("beside.nothing"), "muted")]])
        self.names_bar.put(list(self._names(panes)))

    def _names(self, panes: Panes) -> Iterator[tuple[str, str]]:
        for at, (plan, _) in enumerate(panes):
            yield ("  │  " if at else " ", "muted")
            yield (visible_line(plan_name(self.listing.plans[plan])), "strong")


def run_beside(listing: Listing, context: ReviewContext) -> int:
    """Open the app on a list and return the exit status."""
    return BesideApp(listing, context).run_with(context)
