"""Views on small comparisons without an app, and walks through them."""

from plandiff.comparison.engine import compare
from plandiff.comparison.model import Comparison
from plandiff.comparison.review.store import MemoryStore
from plandiff.corpus.locales import Words
from plandiff.tui.render.context import UNICODE
from plandiff.tui.render.row_layout import RowLayout
from plandiff.tui.render.rows import RowRenderer
from plandiff.tui.view.model import View
from plandiff.tui.view.navigation import Stop
from plandiff.tui.view.walking import change_stop, count_places
from tests.app_fixtures import make_plan

OLD_BODY = "组织教师培训三次。推进校园网络建设。按月检查食堂卫生。每年举办艺术节。"
NEW_BODY = "组织教师培训五次。推进校园网络建设。按周检查食堂卫生。每年举办艺术节。"


def of_bodies(*bodies: tuple[str, str]) -> Comparison:
    old, new = (
        make_plan(name, [(1, f"{n}.", f"第{n}类工作", own[side]) for n, own in enumerate(bodies)])
        for side, name in enumerate(("a", "b"))
    )
    return compare(old, new)


def view_of(comparison: Comparison, *, unified: bool = False) -> View:
    store = MemoryStore()
    store.attach(comparison)
    renderer = RowRenderer(comparison, Words("zh", "app"), UNICODE)
    view = View(renderer, store)
    view.rebuild(RowLayout(renderer, 40, unified=unified))
    return view


def go(view: View, stop: Stop) -> None:
    view.cursor = view.line_of(stop)
    view.anchor = stop.anchor


def walk(view: View, *, forward: bool) -> list[Stop]:
    """All stops from one end to the other."""
    view.cursor, view.anchor = 0 if forward else view.geometry.height - 1, ""
    found: list[Stop] = []
    if forward and count_places(view)[1].now:  # the first line is one
        found.append(Stop(view.stops.rows[0], view.first_stop(view.stops.rows[0]).anchor))
        go(view, found[0])
    while (stop := change_stop(view, forward=forward)) is not None and not stop.went_round:
        go(view, stop)
        found.append(stop)
    return found
