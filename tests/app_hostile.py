"""Starts the app on hostile plans in a terminal of its own: run by the terminal tests."""

import sys
from pathlib import Path

from msgspec.structs import replace

from plandiff.comparison.model import (
    Comparison,
    Notice,
    Replacement,
    Row,
    TargetChange,
    TargetChangeKind,
)
from plandiff.comparison.options import Pin, PinKind
from plandiff.comparison.review.store import MemoryStore
from plandiff.corpus.background import ProgressCallback
from plandiff.corpus.errors import OutputError, Phrase
from plandiff.corpus.model import Plan, Relation, Span, Target
from plandiff.tui.app.review_app import PlandiffApp, run_review
from plandiff.tui.work.writing import Writing
from tests.app_fixtures import SETTINGS, context, make_plan, make_row, sample
from tests.timing import PATIENCE

EVIL = (
    "[/] [5%] [@click=app.quit]点[/] [bold]粗[/bold] \x1b]0;PWNED\x07 \x1b]52;c;UFdORUQ=\x07"
    " \x1b[2J \x9b31m \u202e倒\u2066序\u200b零 \t制表 \x00空 \x7f删 \r回 \x08退"
    " “宽”…①\ufeff \ud800"
)
QUOTE = "[5%]\x1b]0;PWNED\x07以上"


def _target(plan: Plan, number: int, section: int) -> Target:
    start = plan.sections[section].text.index(QUOTE)
    span, unit = Span(start, start + len(QUOTE)), "\x1b[7m%"
    own = (f"t{number}", f"s{section}")
    return Target(*own, span, QUOTE, EVIL, Relation.AT_LEAST, 5.0 + number, None, unit)


def hostile() -> Comparison:
    """Every place of a plan that is shown holds text that would steer a terminal."""
    body = f"{EVIL}达到{QUOTE}。"
    old = make_plan(
        EVIL, [(0, None, EVIL, body), (1, EVIL, f"甲{EVIL}", "正文"), (1, "二、", EVIL, "")]
    )
    new = make_plan(EVIL, [(0, None, EVIL, f"新{body}"), (1, EVIL, f"乙{EVIL}", "正文")])
    rows: tuple[Row, ...] = (
        make_row(old, new, 0, ([0], [0])),
        make_row(old, new, 1, ([1], [1]), moved=True, confidence=0.3),
        make_row(old, new, 2, ([2], [])),
    )
    changes = (
        TargetChange(TargetChangeKind.RAISED, _target(old, 0, 0), _target(new, 1, 0), "r0", 1.0),
        TargetChange(TargetChangeKind.ADDED, None, _target(new, 2, 0), "r0"),
    )
    more = (Replacement(f"甲{EVIL}", f"乙{EVIL}", 3, ("r0", "r1")),)
    return Comparison(old, new, rows, changes, more, (Notice(EVIL, EVIL),))


def hostile_store() -> MemoryStore:
    """Notes and pins that came from a file of somebody else's."""
    store = MemoryStore(EVIL)
    store.attach(hostile())
    for row in ("r0", "r2"):
        store.add_note(row, EVIL)
    store.add_pin(Pin(PinKind.TOGETHER, "s1", "s1"))
    return store


def refuse(_comparison: Comparison, path: Path, _name: str) -> Writing:
    """An export that fails with hostile words."""

    def write(_heard: ProgressCallback) -> None:
        raise OutputError(EVIL, Phrase("system.ENOSPC"))

    return Writing(path, write)


def broken() -> Comparison:
    """A defect of ours."""
    raise RuntimeError(EVIL)


def main(what: str, language: str) -> int:
    """Run the app on what is asked for; the status of the process."""
    load = {"hostile": hostile, "broken": broken}.get(what, sample)
    own = context(language=language)
    if what == "hostile":
        own = replace(
            own,
            old_name=EVIL,
            new_name=EVIL,
            store=hostile_store(),
            export=refuse,
            formats=lambda: ((EVIL, ".odd"), ("docx-table", ".docx")),
            compare_again=lambda *_: hostile(),
            warnings=(EVIL,),
        )
    if what == "mono":
        own = replace(own, no_colour=True, settings=replace(SETTINGS, theme="auto"))
    PlandiffApp.interrupt_seconds = PATIENCE  # on a busy machine the second press comes late
    try:
        return run_review(load, own)
    except RuntimeError:
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
