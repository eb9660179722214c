"""Contents of header, status line and footer."""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from plandiff.comparison.edits import Side
from plandiff.comparison.model import ForceChange, Row, TaskChange
from plandiff.comparison.review.marks import About
from plandiff.corpus.locales import Words
from plandiff.corpus.text.escape import visible_line
from plandiff.corpus.text.width import cell_width, cut, pad
from plandiff.tui.keys import ACTIONS, shown_key
from plandiff.tui.layout.items import ItemKind
from plandiff.tui.render.context import Glyphs
from plandiff.tui.render.row_changes import force_words, task_words
from plandiff.tui.render.section_names import name_of, place_of
from plandiff.tui.render.signs import legend, target_tally
from plandiff.tui.render.strips import name_parts
from plandiff.tui.view.beside import dated_words, note_words, opinions_words
from plandiff.tui.view.details import concerns, is_of_passage
from plandiff.tui.view.kinds import reviewed_words
from plandiff.tui.view.model import View
from plandiff.tui.view.walking import count_places, unit_at_cursor
from plandiff.tui.widgets.lines import Parts
from plandiff.tui.widgets.pane import sign_style

if TYPE_CHECKING:
    from plandiff.tui.screens.review import ReviewScreen

Ends = tuple[Parts, Parts]
_ALWAYS = ("help", "quit")
"""Keys that stay in the footer at any width."""


def header_parts(screen: "ReviewScreen") -> Ends:
    """Return names at the left; changes, progress and targets at the right."""
    glyphs, words, view = screen.looks.glyphs, screen.words, screen.view
    if view is None:
        return name_parts(screen.names, screen.looks, screen.size.width), ()
    room = screen.size.width
    counts = list(_counts(view, words, glyphs))
    right = [*_open_points(view, words), *counts]
    if room - _cells_of(right) < _LEAST_NAMES:
        right = counts
    names = min(_cells_of_names(screen), room * 2 // 5)
    free = room - names - _cells_of(right)
    if view.verdict and free < _LEAST_VERDICT and not view.filtered:
        brief = [*_open_points(view, words), *counts[:1], (" ", "")]
        free = room - max(names, _LEAST_NAMES) - _cells_of(brief)
        if free < _LEAST_BRIEF:
            free = room - _LEAST_NAMES - _cells_of(brief)
        right = brief if free >= _LEAST_BRIEF else right
    if view.verdict and free >= _LEAST_BRIEF:
        right = [(f" {cut(view.verdict, free - 2)} ", "strong"), *right]
    return name_parts(screen.names, screen.looks, room - _cells_of(right)), right


_LEAST_VERDICT = 50
"""Minimum cells for the verdict beside the tally of targets, which makes room for it else."""
_LEAST_BRIEF = 20
"""Minimum cells for the verdict in the header; with fewer, too little of it is readable."""
_LEAST_NAMES = 24
"""Minimum cells for the names; open points are omitted from the header to make room."""


def _cells_of(parts: Parts) -> int:
    return sum(cell_width(text) for text, _ in parts)


def _cells_of_names(screen: "ReviewScreen") -> int:
    return sum(cell_width(visible_line(name)) for name in screen.names) + 5


def _counts(view: View, words: Words, glyphs: Glyphs) -> Iterator[tuple[str, str]]:
    """Yield the progress, and the filter if there is one, else the tally of target changes."""
    stops, dot = view.stops, (f" {glyphs.dot} ", "muted")
    if view.filtered or view.renderer.hide_form:
        counted = words("count.of_filter", count=stops.total, shown=len(stops.rows))
        yield f" {counted}", "accent"
        yield dot
        yield f"{reviewed_words(view.progress, words)} ", ""
        return
    yield f" {reviewed_words(view.progress, words)}", ""
    yield dot
    yield from target_tally(view.comparison.targets, words, glyphs)
    yield " ", ""


def _open_points(view: View, words: Words) -> Iterator[tuple[str, str]]:
    """Yield the counts of open points: items that wait for a decision."""
    for key, count in (("conflicts", len(view.conflicts)), ("outdated", len(view.outdated))):
        if count:
            yield f" {words(f'count.{key}', count=count)} ", "lowered"
    if doubts := view.comparison.removal_doubts:
        yield f" {words('count.removal_doubts', count=doubts)} ", "lowered"


def status_parts(screen: "ReviewScreen") -> Ends:
    """Return the message, else the state of the row; at the right the position of the cursor."""
    words, view = screen.words, screen.view
    if screen.controllers.status_line.busy is not None:
        seconds = int(time.monotonic() - screen.controllers.status_line.busy_since)
        spent = f"  {words('busy.seconds', seconds=seconds)}" if seconds else ""
        return [(f" {words(screen.controllers.status_line.busy)}{spent}", "accent")], ()
    if view is None:
        return [(f" {screen.controllers.status_line.message}", "accent")], ()
    left, right = _left(screen), list(_right(screen))
    # Drop parts at the right until the left text fits; the last part, the position of the
    # cursor, is dropped only for a message.
    is_message = left[1] == "accent"
    last = len(right) - (not screen.controllers.status_line.message) if is_message else 0
    parts = (right[at:] for at in range(last + 1))
    right = next((rest for rest in parts if _cells(left, *rest) <= screen.width), right[last:])
    return [left], right


def _cells(*parts: tuple[str, str]) -> int:
    """Return the total width of parts, with gaps of two cells."""
    return sum(cell_width(text) + 2 for text, _ in parts)


def _left(screen: "ReviewScreen") -> tuple[str, str]:
    words, view, search = screen.words, screen.view, screen.looks.search
    if screen.controllers.status_line.message or view is None:
        return f" {screen.controllers.status_line.message}", "accent"
    if search.pattern is not None:
        text = visible_line(search.text)
        if not search.matches:
            return f" {words('status.no_match', text=text)}", "accent"
        now = (search.index or 0) + 1
        return f" {words('status.match', text=text, now=now, total=len(search.matches))}", "accent"
    row = view.row()
    if row is None:
        return " ", ""
    unit = unit_at_cursor(view)
    name = unit.id if unit is not None else row.id
    if remarks := "  ".join(
        (*_remarks(view, row, name, words), *_found(view, row, name, screen.looks.glyphs))
    ):
        return f" {remarks}", "accent"
    side = next(side for side in (screen.side, Side.OLD, Side.NEW) if row.sections(side))
    # In a narrow terminal a doubt about the match is more important than the end of the name.
    cells = min(40, screen.width // 3) if row.doubtful else 40
    place = place_of(view.comparison.plan(side), row.sections(side)[0].id, cells)
    if row.doubtful:
        doubt = words("status.doubtful", percent=round(row.confidence * 100))
        return f" {place}  {doubt}", "changed"
    own = [dated_words(o, words) for o in view.store.opinions(name) if not o.outdated]
    return f" {'  '.join([place, *own])}", "muted"


def _remarks(view: View, row: Row, unit: str, words: Words) -> Iterator[str]:
    """Yield conflicts, outdated opinions or other authors' marks of a unit, and its note."""
    at = next((name for name in (unit, row.id) if name in view.conflicts), "")
    past = next((name for name in (unit, row.id) if name in view.outdated), "")
    if at:
        yield words("status.conflict", text=opinions_words(view.conflicts[at].opinions, words))
    elif past:
        yield words("status.outdated", text=opinions_words(view.outdated[past], words))
    else:
        others = [o for o in view.store.opinions(unit) if not (o.own or o.outdated)]
        if others:
            yield "  ".join(dated_words(opinion, words) for opinion in others)
    notes = [
        note
        for note in view.store.notes(row.id)
        if note.about is not About.PASSAGE or note.part in (unit, None) or unit == row.id
    ]
    notes.sort(key=lambda note: note.part != unit)
    if notes:
        yield words("status.note", text=note_words(notes[0], words))
    if len(notes) > 1:
        yield words("status.notes_more", count=len(notes) - 1)


def _found(view: View, row: Row, unit: str, glyphs: Glyphs) -> Iterator[str]:
    """Describe the changes of force and tasks in the passage under the cursor.

    If the cursor is not on a passage, those shown in its line.
    """
    changes, words = view.renderer.changes, view.renderer.words
    passage = next((own for own in row.passages if own.id == unit), None)
    lines = [line for line in map(view.line_under_cursor, Side) if line is not None]

    def shown(change: ForceChange | TaskChange) -> bool:
        return any(line.shows(changes.id_of(change)) for line in lines)

    for force in changes.force.get(row.id, ()):
        if is_of_passage(force, passage) if passage else shown(force):
            yield force_words(force, words, glyphs)
    for task in changes.tasks.get(row.id, ()):
        if concerns(task, row, passage) if passage else shown(task):
            yield task_words(task, words)


def _right(screen: "ReviewScreen") -> Parts:
    words, view, own = screen.words, screen.view, screen.controllers
    if view is None:
        return ()
    parts: list[tuple[str, str]] = []
    if (writing := own.export.writing) is not None:
        name, share = visible_line(cut(writing.path.name, 30)), writing.done
        key = shown_key(screen.keys["export"][0])
        progress = words("status.writing", name=name, percent=round(share * 100), key=key)
        parts.append((progress, "accent"))
    if not own.status_line.saving:
        parts.append((words("status.unsaved"), "lowered"))
    if own.pins.picked is not None and not own.status_line.message:
        parts.append((words("status.pin", name=name_of(own.pins.picked[1], 24)), "accent"))
    if own.notes.carried is not None:
        text = cut(visible_line(own.notes.carried.text), 24)
        parts.append((words("status.carried", text=text), "accent"))
    if screen.outline.wanted:
        parts.append((words("status.outline", text=visible_line(screen.outline.wanted)), "accent"))
    if view.kinds:
        kinds = " ".join(words(f"kind.{kind}") for kind in sorted(view.kinds))
        parts.append((words("status.filter", kinds=kinds), "accent"))
    if view.only_unreviewed:
        parts.append((words("status.unreviewed"), "accent"))
    if view.rolled_up:
        parts.append((words("status.rolled_up", count=len(view.reworded)), "accent"))
    if view.renderer.hide_form:
        parts.append((words("status.form_hidden"), "accent"))
    if own.navigation.unlocked:
        parts.append((words("status.unlocked"), "accent"))
    section, stop = count_places(view)
    at = {"now": stop.now, "total": stop.total}
    place = (words("status.place", section=section.now, sections=section.total, **at), "")
    return [(f"  {text} ", style) for text, style in (*parts, place)]


def legend_parts(screen: "ReviewScreen") -> Parts:
    """Return the signs that occur, each with its name, as far as they fit."""
    words, glyphs, view = screen.words, screen.looks.glyphs, screen.view
    if view is None:
        return ()
    parts: list[tuple[str, str]] = []
    room = screen.width
    shown = [own for own in legend(glyphs) if own[0] in view.signs]
    for name, sign in shown:
        text = f"{words(f'sign.{name}')} "
        room -= cell_width(sign) + cell_width(text) + 2
        if room >= 0:
            parts += [(f" {sign}", sign_style(sign, glyphs)), (f" {text}", "muted")]
    return parts


def title_parts(screen: "ReviewScreen") -> Parts:
    """Return the sections at the top of each pane."""
    shared, words, glyphs = screen.columns, screen.words, screen.looks.glyphs
    parts: list[tuple[str, str]] = []
    if shared.outline:
        inside = screen.outline.has_focus
        name = f"{glyphs.bar if inside else ' '}{words('outline')}"
        style = "accent" if inside else "muted"
        parts += [(pad(name, shared.outline - 1), style), (glyphs.rule, "muted")]
    sides = ((Side.OLD, shared.left), (Side.NEW, shared.right))
    for side, width in sides:
        if not width:
            continue
        focused = screen.focused is screen.panes[side] and not shared.unified
        label = "" if shared.unified else f"{words(side.value)} "
        place = _place_at_top(screen.view, side, width) if screen.view is not None else ""
        text = f"{glyphs.bar if focused else ' '}{label}{place}"
        edge = 1 if side is Side.OLD else 0
        parts.append((pad(text, width - edge), "accent" if focused else "muted"))
        if edge:
            parts.append((glyphs.rule, "muted"))
    return parts


def _place_at_top(view: View, side: Side, width: int) -> str:
    """Return the section of a side at the top of its pane, or the last one above it."""
    if not view.geometry.items:
        return ""
    index = view.geometry.items[view.geometry.index_at(view.tops[side])].first
    while index >= 0:
        if sections := view.rows[index].sections(side):
            return place_of(view.comparison.plan(side), sections[0].id, width - 10)
        index -= 1
    return ""


def footer_parts(screen: "ReviewScreen") -> Ends:
    """Return the keys that are relevant now."""
    words, view, keys = screen.words, screen.view, screen.keys
    shown: list[tuple[str, str]] = []
    item = view.item() if view is not None else None
    if view is not None and screen.looks.search.pattern is not None:
        shown += [("next_match", "foot.match"), ("clear", "foot.clear")]
    if item is not None and item.kind is ItemKind.FOLD:
        shown.append(("jump", "foot.jump_fold"))
    elif view is not None and item is not None and view.rows[item.first].moved:
        shown.append(("jump", "foot.jump_moved"))
    ranked = sorted((action for action in ACTIONS if action.footer), key=lambda a: a.footer)
    shown += [(a.name, f"foot.{a.name}") for a in ranked if a.name not in _ALWAYS]
    always = [(name, f"foot.{name}") for name in _ALWAYS]

    def spelled(names: list[tuple[str, str]]) -> Parts:
        return [
            part
            for name, key in names
            if keys.get(name)
            for part in ((f" {shown_key(keys[name][0])}", "accent"), (f" {words(key)} ", ""))
        ]

    end = spelled(always)
    room = screen.width - sum(cell_width(text) for text, _ in end)
    start: list[tuple[str, str]] = []
    for key, word in batched_pairs(spelled(shown)):
        room -= cell_width(key[0]) + cell_width(word[0])
        if room < 0:
            break
        start += [key, word]
    return start, end


def footer_action(screen: "ReviewScreen", pieces: tuple[str, str]) -> str | None:
    """Return the action of a clicked key of the footer, or of the word after the key."""
    first = {shown_key(keys[0]): name for name, keys in reversed(screen.keys.items()) if keys}
    return next((first[piece] for piece in pieces if piece in first), None)


def header_action(screen: "ReviewScreen", piece: str) -> str | None:
    """Return the action of a clicked piece of the header, which lists the counted items."""
    view, words, glyphs = screen.view, screen.words, screen.looks.glyphs
    if view is None or not piece or piece == glyphs.dot:
        return None
    if piece in {text.strip() for text, _ in name_parts(screen.names, screen.looks, screen.width)}:
        return None
    if piece in {text.strip() for text, _ in target_tally(view.comparison.targets, words, glyphs)}:
        return "targets"
    if piece in {text.strip() for text, _ in _open_points(view, words)}:
        return "said" if view.conflicts or view.outdated else "summary"
    counted = {text.strip() for text, _ in _counts(view, words, glyphs)}
    if piece in counted:
        return "filter" if view.filtered else "unreviewed"
    return "summary"


def batched_pairs(parts: Parts) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Yield the pieces in pairs: a key and its word."""
    return zip(parts[::2], parts[1::2], strict=True)
