"""Rows of which all that changed is a wording changed throughout can be put away in the app."""

from plandiff.comparison.engine import compare
from plandiff.comparison.model import Comparison
from plandiff.tui.layout.items import ItemKind
from tests.app_fixtures import make_plan, opened


def reworded() -> Comparison:
    """教体局 became 教育局 in three sections; one of them changed in another way, too."""
    tasks = ("规范收费行为", "发布校车线路", "检查食堂卫生", "组织体能测试")
    ends = (("按月通报", "按月通报"), ("年内完成", "年内完成"), ("每周一次", "每周两次"))
    old: list[tuple[int, str | None, str, str]] = [(0, None, "石桥镇工作计划", "")]
    new = list(old)
    for task, (before, after) in zip(tasks, (*ends, ("夏季开展", "夏季开展")), strict=True):
        body = "由教体局牵头负责，{0}。" if task != tasks[-1] else "由体育中心负责，{0}。"
        old.append((1, None, task, body.format(before)))
        new.append((1, None, task, body.replace("教体局", "教育局").format(after)))
    return compare(make_plan("old.txt", old), make_plan("new.txt", new))


async def test_w_puts_away_rows_with_only_a_wording_changed_throughout_and_says_how_many() -> None:
    async with opened(reworded) as app:
        (found,) = app.view.comparison.replacements
        assert (found.old, found.new, found.count) == ("教体局", "教育局", 3)
        assert len(app.view.stops.rows) == 3
        await app.press("w")
        assert [app.view.rows[at].new[0].heading for at in app.view.stops.rows] == ["检查食堂卫生"]
        assert [item.kind for item in app.view.geometry.items].count(ItemKind.FOLD) == 1
        assert app.review.words("status.rolled_up", count=2) in app.screen
        await app.press("w")
        assert len(app.view.stops.rows) == 3


async def test_escape_and_the_summary_bring_them_back() -> None:
    async with opened(reworded) as app:
        await app.press("w", "escape")
        assert not app.view.rolled_up
        await app.press("w")
        app.review.go_to_row(1)
        assert not app.view.rolled_up


async def test_where_no_wording_changed_throughout_w_says_so() -> None:
    async with opened() as app:
        await app.press("w")
        assert not app.view.rolled_up
        assert app.review.words("reworded.none") in app.screen
