"""Every change of two real plans can be gone to, is told by itself, and bears its own mark."""

from pathlib import Path

import pytest

from plandiff.comparison.engine import compare
from plandiff.comparison.review.marks import Mark
from plandiff.corpus.reading import read_plan
from plandiff.tui.view.navigation import Stop
from plandiff.tui.view.walking import count_places, unit_at_cursor
from tests.tui_views import view_of, walk

pytestmark = [pytest.mark.shared, pytest.mark.slow]

PAIRS = [("gov_hailar_2017", "gov_hailar_2018"), ("edu_arts_fujian", "edu_arts_quanzhou")]


@pytest.mark.parametrize(("old", "new"), PAIRS)
@pytest.mark.parametrize("unified", [False, True])
def test_every_changed_passage_is_a_stop_and_bears_a_mark_of_its_own(
    shared: Path, old: str, new: str, *, unified: bool
) -> None:
    first, second = (read_plan(shared / "plans" / f"{name}.txt") for name in (old, new))
    view = view_of(compare(first, second), unified=unified)
    passages = [own.id for row in view.rows for own in row.changed_passages]
    alone = [row.id for row in view.rows if (row.changed or row.renumbered)
             and not row.changed_passages]  # fmt: skip
    stops = walk(view, forward=True)
    assert sorted(_bearer(view.rows[stop.row].id, stop) for stop in stops) == sorted(
        [*passages, *alone]
    )
    for number, stop in enumerate(stops, 1):
        view.cursor, view.anchor = view.line_of(stop), stop.anchor
        assert count_places(view)[1].now == number
        unit = unit_at_cursor(view)
        assert unit is not None
        assert unit.id == _bearer(view.rows[stop.row].id, stop)
        view.store.set_mark(unit.id, Mark.REVIEWED)
        assert view.store.progress().places == number


def _bearer(row: str, stop: Stop) -> str:
    return stop.anchor or row
