"""Two people at one review, and a revised draft: what tests of the review's screens share."""

import stat
from pathlib import Path

from msgspec.structs import replace

from plandiff.comparison.model import Comparison, Row
from plandiff.comparison.options import Pin
from plandiff.comparison.review.opening import open_store
from plandiff.comparison.review.store import ReviewStore
from plandiff.corpus.model import Plan, Section
from tests.app_fixtures import make_plan, make_row, sample


def at_desk(file: Path, person: str) -> ReviewStore:
    """The review in a file, opened by one person on the sample."""
    return at_desk_on(file, person, sample())


def at_desk_on(file: Path, person: str, comparison: Comparison) -> ReviewStore:
    """The review in a file, opened by one person."""
    store, _ = open_store("a.txt", "b.txt", file, author=person)
    store.attach(comparison)
    return store


def reworded(old_text: str, new_text: str) -> Comparison:
    """The sample with other words in its new plan."""
    result = sample()
    sections = tuple(
        replace(section, body=section.body.replace(old_text, new_text))
        for section in result.new.sections
    )
    new = replace(result.new, sections=sections)
    known = {section.id: section for section in sections}
    rows = tuple(_with_new(row, known) for row in result.rows)
    return Comparison(result.old, new, rows, result.targets)


def _with_new(row: Row, known: dict[str, Section]) -> Row:
    new = tuple(known[section.id] for section in row.new)
    return replace(row, new=new, edits=()) if new != row.new else row


def again(_old: Plan, _new: Plan, _pins: tuple[Pin, ...]) -> Comparison:
    """The alignment has tests of its own: here it only has to be asked."""
    return sample()


def lone() -> Comparison:
    """Two plans with nothing in common with the sample but their names."""
    old, new = (
        make_plan(name, [(0, None, "计划", ""), (1, "一、", "别的", text)])
        for name, text in (("云桥区2031年计划.txt", "三所。"), ("云桥区2032年计划.txt", "五所。"))
    )
    return Comparison(
        old, new, (make_row(old, new, 0, ([0], [0])), make_row(old, new, 1, ([1], [1])))
    )


def script(path: Path, lines: str) -> str:
    """An editor: a shell script that gets the file's name."""
    path.write_text(f"#!/bin/sh\n{lines}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)
