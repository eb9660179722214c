"""The details of what is under the cursor: below the panes, and below the table of targets."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from plandiff.comparison.edits import Side
from plandiff.comparison.engine import compare
from plandiff.comparison.model import Candidate, Comparison
from plandiff.comparison.options import Pin, PinKind
from plandiff.corpus.model import Plan
from plandiff.corpus.reading import read_plan
from plandiff.tui.render.context import UNICODE
from plandiff.tui.view.details import details_of
from tests.app_fixtures import opened, sample
from tests.tui_views import NEW_BODY, OLD_BODY, of_bodies, view_of

OLD = "到2031年底前必须建成幼儿园3所。（牵头单位：基教科；完成时限：2031年6月）每年举办艺术节。"
NEW = "到2032年底前鼓励建成幼儿园5所。（牵头单位：财务科；完成时限：2031年9月）每年举办艺术节。"


def with_candidate() -> Comparison:
    found = of_bodies((OLD_BODY, NEW_BODY))
    row = replace(found.rows[0], candidates=(("s0", Candidate("s0", 0.31, Side.OLD)),))
    return replace(found, rows=(row,))


def test_a_passage_tells_targets_deadlines_force_owners_and_why_it_is_paired(
    tmp_path: Path,
) -> None:
    for name, body in (("a.txt", OLD), ("b.txt", NEW)):
        (tmp_path / name).write_text(f"学前教育计划\n一、办园\n{body}\n")
    comparison = compare(read_plan(tmp_path / "a.txt"), read_plan(tmp_path / "b.txt"))
    row = next(row for row in comparison.rows if row.changed_passages)
    passage = next(own for own in row.passages if "幼儿园" in own.text(Side.NEW))
    said = details_of(view_of(comparison), row, passage, UNICODE)
    text = "\n".join("".join(piece for piece, _ in parts) for parts in said)
    assert "旧版  到2031年底前必须建成幼儿园3所。" in text
    assert "新版  到2032年底前鼓励建成幼儿园5所。" in text
    assert "▲ 提高  建成幼儿园  3所 → 5所 (+2所)" in text
    assert "期限 到2031年底前 → 到2032年底前" in text
    assert "力度减弱：必须→鼓励" in text
    assert "牵头（责任）单位：基教科→财务科" in text
    assert "匹配可信度" in text


def test_what_one_plan_lacks_is_stated() -> None:
    comparison = sample()
    row = next(row for row in comparison.rows if not row.old)
    first = details_of(view_of(comparison), row, None, UNICODE)[0]
    assert "".join(piece for piece, _ in first) == "旧版  无此内容"


async def test_i_shows_both_sentences_of_the_passage_and_follows_the_cursor() -> None:
    async with opened(lambda: of_bodies((OLD_BODY, NEW_BODY)), size=(120, 40)) as drive:
        await drive.press("]", "i")
        strip = drive.review.controllers.details.strip
        assert strip is not None
        shown = "\n".join(drive.lines(strip))
        assert "组织教师培训三次。" in shown
        assert "组织教师培训五次。" in shown
        assert "匹配可信度" in shown
        await drive.press("]")
        shown = "\n".join(drive.lines(strip))
        assert "按周检查食堂卫生。" in shown
        assert "培训" not in shown
        await drive.press("i")
        assert drive.review.controllers.details.strip is None


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_the_cursor_stays_in_sight_when_the_strip_opens(size: tuple[int, int]) -> None:
    bodies = [(OLD_BODY, NEW_BODY)] * 40
    async with opened(lambda: of_bodies(*bodies), size=size) as drive:
        for _ in range(30):
            await drive.press("]")
        await drive.press("i")
        top = drive.view.tops[Side.NEW]
        assert top <= drive.view.cursor < top + drive.review.page


async def test_a_candidate_is_chosen_by_its_key() -> None:
    asked: list[tuple[Pin, ...]] = []

    def again(_old: Plan, _new: Plan, pins: tuple[Pin, ...]) -> Comparison:
        asked.append(pins)
        return with_candidate()

    async with opened(with_candidate, compare_again=again) as drive:
        await drive.press("g", "i")
        strip = drive.review.controllers.details.strip
        assert strip is not None
        shown = "\n".join(drive.lines(strip))
        assert "Alt+1" in shown
        await drive.press("alt+2")
        assert "没有这个候选" in drive.review.status.text
        await drive.press("alt+1")
        await drive.rest()
        assert asked == [(Pin(PinKind.TOGETHER, "s0", "s0"),)]
