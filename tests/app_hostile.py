"""Starts the app on hostile plans in a terminal of its own: run by the terminal tests."""

import sys

from comparison.model import Comparison
from tests.app_fixtures import context, make_plan, make_row, sample
from tui.app import run_review
from tui.settings import Settings

EVIL = (
    "[/] [5%] [@click=app.quit]点[/] [bold]粗[/bold] \x1b]0;PWNED\x07 \x1b]52;c;UFdORUQ=\x07"
    " \x1b[2J \x9b31m \u202e倒\u2066序\u200b零 \t制表 \x00空 \x7f删 \r回 \x08退"
    " “宽”…①\ufeff \ud800"
)


def hostile() -> Comparison:
    """Every place of a plan that is shown holds text that would steer a terminal."""
    old = make_plan(
        EVIL, [(0, None, EVIL, EVIL), (1, EVIL, f"甲{EVIL}", "正文"), (1, "二、", EVIL, "")]
    )
    new = make_plan(EVIL, [(0, None, EVIL, f"{EVIL}新"), (1, EVIL, f"乙{EVIL}", "正文")])
    rows = (
        make_row(old, new, 0, ([0], [0])),
        make_row(old, new, 1, ([1], [1]), moved=True, confidence=0.3),
        make_row(old, new, 2, ([2], [])),
    )
    return Comparison(old, new, rows)


def broken() -> Comparison:
    """A defect of ours."""
    raise RuntimeError(EVIL)


if __name__ == "__main__":
    what, language = sys.argv[1], sys.argv[2]
    load = {"hostile": hostile, "broken": broken}.get(what, sample)
    more: dict[str, object] = {}
    if what == "hostile":
        more = {"old_name": EVIL, "new_name": EVIL}
    if what == "mono":
        more |= {"no_colour": True, "settings": Settings(ambiguous_width=1)}
    try:
        status = run_review(load, context(language=language, **more))
    except RuntimeError:
        status = 2
    sys.exit(status)
