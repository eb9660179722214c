"""Where next change and next section stop: changed passages, and every part of a split."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from plandiff.comparison.edits import RowKind
from plandiff.comparison.engine import compare
from plandiff.comparison.model import Comparison
from plandiff.comparison.review.marks import Mark
from plandiff.corpus.reading import read_plan
from plandiff.tui.layout.items import Folding
from plandiff.tui.view.navigation import Count, Stop
from plandiff.tui.view.walking import change_stop, count_places, section_line
from tests.app_fixtures import make_plan, opened, sample
from tests.tui_views import NEW_BODY, OLD_BODY, go, of_bodies, view_of, walk


def changed(comparison: Comparison) -> set[str]:
    """Ids of all changed passages, and of the rows that only moved or were renumbered."""
    found = set()
    for row in comparison.rows:
        own = {p.id for p in row.passages if p.moved or p.kind is not RowKind.UNCHANGED}
        found |= own or ({row.id} if row.changed or row.renumbered else set())
    return found


SENTENCES = st.lists(
    st.sampled_from(["建设学校{}所。", "培训教师{}人次。", "检查食堂{}次。", "开放场馆{}处。\n"]),
    min_size=1,
    max_size=6,
)


@given(st.lists(SENTENCES, min_size=1, max_size=4), st.data(), st.booleans())
@settings(max_examples=30)
def test_both_ways_walk_over_every_changed_passage_once_in_the_order_of_the_lines(
    sections: list[list[str]], data: st.DataObject, unified: bool
) -> None:
    bodies = []
    for own in sections:
        more = data.draw(st.lists(st.integers(0, 1), min_size=len(own), max_size=len(own)))
        texts = ["".join(s.format(3 + n + e) for n, (s, e) in enumerate(zip(own, es, strict=True)))
                 for es in ([0] * len(own), more)]  # fmt: skip
        bodies.append((texts[0], texts[1]))
    comparison = of_bodies(*bodies)
    view = view_of(comparison, unified=unified)
    forth, back = walk(view, forward=True), walk(view, forward=False)
    assert {stop.anchor or comparison.rows[stop.row].id for stop in forth} == changed(comparison)
    assert len(forth) == len(changed(comparison)) == view.stops.total
    assert forth == back[::-1]
    assert all(view.line_of(one) <= view.line_of(two) for one, two in pairwise(forth))


async def test_two_passages_in_one_line_are_two_stops_and_the_status_line_counts_them() -> None:
    async with opened(lambda: of_bodies((OLD_BODY, NEW_BODY)), size=(200, 40)) as drive:
        await drive.press("]")
        first = (drive.view.cursor, drive.view.anchor)
        assert "第 1/1 节 · 第 1/2 处" in drive.review.status.text
        await drive.press("]")
        assert drive.view.cursor == first[0]
        assert drive.view.anchor != first[1]
        assert "第 1/1 节 · 第 2/2 处" in drive.review.status.text
        await drive.press("[")
        assert (drive.view.cursor, drive.view.anchor) == first


def test_after_a_jump_to_a_target_its_passage_is_counted_and_the_next_one_follows(
    tmp_path: Path,
) -> None:
    paths = tmp_path / "old.txt", tmp_path / "new.txt"
    for path, (teachers, canteens) in zip(paths, ((300, 20), (500, 30)), strict=True):
        path.write_text(f"一、学校\n培训教师{teachers}人次。建食堂{canteens}处。\n", "utf-8")
    old, new = (read_plan(str(path)) for path in paths)
    view = view_of(compare(old, new))
    (row,) = (index for index, row in enumerate(view.rows) if row.changed_passages)
    passages = [own.id for own in view.rows[row].changed_passages]
    targets = [view.renderer.changes.id_of(change) for change in view.comparison.targets]
    assert len(passages) == len(targets) == 2
    go(view, Stop(row, targets[0]))
    assert count_places(view)[1] == Count(1, 2)
    assert change_stop(view, forward=True) == Stop(row, passages[1])
    go(view, Stop(row, targets[1]))
    assert count_places(view)[1] == Count(2, 2)
    assert change_stop(view, forward=False) == Stop(row, passages[0])


async def test_a_passage_that_was_gone_to_stays_under_the_cursor_when_the_width_changes() -> None:
    long = ("前文。" * 60 + OLD_BODY, "前文。" * 60 + NEW_BODY)
    async with opened(lambda: of_bodies(long), size=(160, 40)) as drive:
        await drive.press("]", "]")
        anchor = drive.view.anchor
        await drive.pilot.resize_terminal(80, 24)
        await drive.press("2")
        assert drive.view.anchor == anchor
        line = drive.view.geometry.at(drive.view.cursor, drive.review.side)
        assert line is not None
        assert anchor in line.begun()


async def test_a_row_that_was_only_renumbered_is_one_stop_that_opens_its_fold() -> None:
    def renumbered() -> Comparison:
        rows: list[tuple[int, str | None, str, str]]
        rows = [(1, f"{n}.", f"第{n}类工作", f"第{n}类工作按期完成。") for n in range(1, 6)]
        new = [(1, "1.", "增设食堂", "年内开放。"), *rows]
        new = [(level, f"{n}.", *own) for n, (level, _, *own) in enumerate(new, 1)]  # type: ignore[misc]
        return compare(make_plan("a", rows), make_plan("b", new))

    async with opened(renumbered) as drive:
        drive.view.folding = Folding(folded=True)
        drive.review.rebuild()
        await drive.press("g")
        stops = len(drive.view.stops.rows)
        assert stops == sum(row.changed or row.renumbered for row in drive.view.rows) == 6
        seen = {drive.row}
        for _ in range(drive.view.stops.total - 1):
            await drive.press("]")
            seen.add(drive.row)
        assert len(seen) == stops


def test_braces_stop_at_every_part_of_a_split_and_of_a_merger() -> None:
    view = view_of(sample())
    headings = []
    while (line := section_line(view, forward=True)) is not None:
        view.cursor = line
        headings += [
            own.text
            for own in (view.geometry.blocks[view.geometry.index_at(line)].right[
                view.geometry.locate(line)[1]],)
            if own is not None
        ]  # fmt: skip
    assert "（五）深化校企合作" in headings
    lines = [view.cursor]
    while (line := section_line(view, forward=False)) is not None:
        view.cursor = line
        lines.append(line)
    assert len(lines) == len(view.rows) + 2  # one split in two, one merger of two


def test_an_unreviewed_filter_walks_only_what_has_no_mark() -> None:
    view = view_of(of_bodies((OLD_BODY, NEW_BODY), (NEW_BODY, OLD_BODY)))
    view.store.set_mark(view.rows[0].id, Mark.REVIEWED)
    view.only_unreviewed = True
    assert view.row_layout is not None
    view.rebuild(view.row_layout)
    assert {stop.row for stop in walk(view, forward=True)} == {1}


@pytest.mark.shared
def test_two_reports_of_a_government_have_a_stop_for_each_passage_of_their_comparison(
    shared: Path,
) -> None:
    old, new = (read_plan(shared / "passages" / f"A_gov_hailar_{y}.txt") for y in (2017, 2018))
    comparison = compare(old, new)
    view = view_of(comparison)
    assert len(walk(view, forward=True)) == len(changed(comparison)) > 200


def test_a_key_costs_no_more_lines_in_a_long_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the rows between which the reader steps are looked into."""
    body = (OLD_BODY, NEW_BODY)
    comparison = of_bodies(body)
    row = comparison.rows[0]
    many = tuple(replace(row, id=f"r{n}") for n in range(1, 3000))
    view = view_of(replace(comparison, rows=(row, *many)))
    looked = []
    found = type(view.geometry.blocks[0]).anchor_offsets

    def count(block: object) -> dict[str, int]:
        looked.append(block)
        return found(block)  # type: ignore[arg-type]

    monkeypatch.setattr(type(view.geometry.blocks[0]), "anchor_offsets", count)
    for _ in range(10):
        stop = change_stop(view, forward=True)
        assert stop is not None
        go(view, stop)
    assert len(looked) < 40
