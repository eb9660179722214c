"""``plandiff review add`` and ``plandiff review list OLD NEW``: remarks on a pair of plans.

Remarks are stored in the app's own format, and an open app shows them within a moment.
"""

import argparse
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from plandiff.comparison.consequence import unit_of_change
from plandiff.comparison.model import Comparison
from plandiff.comparison.review.listing import marks_here, remarks_to_json
from plandiff.comparison.review.marks import Mark
from plandiff.comparison.review.opening import open_store
from plandiff.comparison.review.problems import StoreError
from plandiff.comparison.review.reporting import anchors_of
from plandiff.comparison.review.store import ReviewStore
from plandiff.corpus.errors import UsageError
from plandiff.corpus.locales import Words
from plandiff.corpus.text.escape import visible_line
from plandiff.tui.command_line.arguments import add_reading
from plandiff.tui.command_line.commands import request_of
from plandiff.tui.command_line.parser import OneLineParser, add_choice
from plandiff.tui.command_line.running import ExitCode
from plandiff.tui.terminal.streams import print_notes
from plandiff.tui.work.comparing import compare_with_pins, comparison_of
from plandiff.tui.work.output import print_bytes, print_text

WHOLE = "whole"
"""Value of ``--on`` for the comparison as a whole."""
_LEAST_ANCHOR = 6
"""Minimum number of characters of an abbreviated anchor."""


def describe_add(parser: OneLineParser, words: Words) -> None:
    """Add the arguments of ``review add``."""
    add = parser.add_argument
    add("old", metavar="OLD", help=words["argument.old"])
    add("new", metavar="NEW", help=words["argument.new"])
    add("--on", metavar="ANCHOR", default=WHOLE, help=words["review.option.on"])
    marks = tuple(mark.value for mark in Mark)
    add_choice(parser, "--mark", marks, words["review.option.mark"])
    add("--note", metavar="TEXT", help=words["review.option.note"])
    add("--author", metavar="NAME", help=words["option.author"])
    add("--json", action="store_true", help=words["review.option.json"])
    add_reading(parser, words)


def describe_list(parser: OneLineParser, words: Words) -> None:
    """Add the arguments of ``review list``."""
    add = parser.add_argument
    add("old", nargs="?", metavar="OLD", help=words["review.argument.pair"])
    add("new", nargs="?", metavar="NEW", help=words["review.argument.pair"])
    add("--json", action="store_true", help=words["review.option.json"])
    add_reading(parser, words)


def add_remark(asked: argparse.Namespace, language: str) -> ExitCode:
    """Mark a change or write a note on it; raises `UsageError` for an unknown anchor."""
    if not asked.mark and not (asked.note or "").strip():
        raise UsageError("nothing-to-add")
    if asked.mark and asked.on == WHOLE:
        raise UsageError("mark-needs-anchor")
    with _attached(asked, language) as (store, comparison, plain):
        unit = None if asked.on == WHOLE else _unit(asked.on, plain, comparison)
        if unit is not None and asked.mark:
            store.set_mark(unit, Mark(asked.mark))
        if asked.note and unit is None:
            store.add_general_note(asked.note)
        elif asked.note and unit is not None:
            store.add_note(unit, asked.note)
        if store.trouble is not None and not store.trouble.saving:
            raise StoreError(store.trouble)
        if asked.json:
            print_bytes(remarks_to_json(store, comparison))
        else:
            place = visible_line(unit or WHOLE)
            print_notes([Words(language, "review")("added", unit=place)])
    return ExitCode.DONE


def list_remarks(asked: argparse.Namespace, language: str) -> ExitCode:
    """List the marks and notes on a pair of plans, located in the current plans."""
    with _attached(asked, language) as (store, comparison, _):
        if asked.json:
            print_bytes(remarks_to_json(store, comparison))
        else:
            lines = _lines(store, comparison, Words(language, "review"))
            text = "".join(f"{visible_line(line)}\n" for line in lines)
            print_text(text.encode("utf-8", "replace"))
    return ExitCode.DONE


def _lines(store: ReviewStore, comparison: Comparison, words: Words) -> Iterator[str]:
    """One line per mark and note, in the order of `remarks_to_json`."""
    rows = [
        (unit, words(f"mark.{opinion.mark.value}"), opinion.author)
        for unit, opinion in marks_here(store, comparison)
    ]
    rows += [(note.part or note.row or "-", note.text, note.author) for note in store.notes()]
    if not rows:
        yield words("no-remarks")
    for unit, text, author in rows:
        yield f"{unit}  {words('signed', text=text, author=author)}"


@contextmanager
def _attached(
    asked: argparse.Namespace, language: str
) -> Iterator[tuple[ReviewStore, Comparison, Comparison]]:
    """The store of the pair, and the comparison with and without its pins."""
    request = request_of(asked)
    plain = comparison_of(request)
    file = Path(asked.review) if asked.review else None
    store, warnings = open_store(
        request.old, request.new, file, author=request.author, language=language
    )
    with closing(store):
        print_notes(warnings)
        pins = store.pins_for(plain.old, plain.new)
        found = plain
        if pins:
            found = compare_with_pins(plain.old, plain.new, request.comparing, pins)
        store.attach(found)
        yield store, found, plain


def _unit(name: str, plain: Comparison, pinned: Comparison) -> str:
    """The id of the passage or row of an anchor or id.

    Ids come from reports, which are made without pins, so they are looked up by content.
    """
    name = name.removeprefix("#")
    known = anchors_of(plain)
    anchors = {anchor: unit for unit, anchor in anchors_of(pinned).items()}
    try:
        unit = unit_of_change(plain, name)
    except KeyError:
        here = {anchor for anchor in (*known.values(), *anchors) if anchor.startswith(name)}
        if len(name) < _LEAST_ANCHOR or not here:
            raise UsageError("no-such-anchor", name=name) from None
        if len(here) > 1:
            raise UsageError("several-anchors", name=name) from None
        anchor = here.pop()
    else:
        anchor = known[unit]
    if anchor not in anchors:
        raise UsageError("anchor-repaired", name=name)
    return anchors[anchor]
