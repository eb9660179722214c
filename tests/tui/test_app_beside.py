"""Notes beside the text, targets as bars, what is reviewed folded, what changed since last time."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plandiff.comparison.model import Side, TargetChange, TargetChangeKind
from plandiff.comparison.review.marks import Mark
from plandiff.corpus.text.width import cell_width
from plandiff.tui.layout.geometry import Block, Line, NoteBeside, Paragraph, with_notes
from plandiff.tui.layout.items import ItemKind
from plandiff.tui.render.context import ASCII, UNICODE, Glyphs
from plandiff.tui.render.row_layout import RowLayout
from plandiff.tui.render.signs import bar
from plandiff.tui.view.beside import margin_lines
from plandiff.tui.view.charts import ChartKind, charts_of
from plandiff.tui.widgets.scroll_map import Margin
from tests.app_fixtures import SETTINGS, make_plan, opened, sample, target
from tests.review_screen import at_desk, at_desk_on, reworded
from tests.tui_views import view_of


@given(
    st.lists(st.booleans(), min_size=1, max_size=8),
    st.lists(st.sampled_from(["", "p1", "p2", "nowhere"]), max_size=5),
)
def test_notes_move_no_line_of_the_text_past_another(kept: list[bool], anchors: list[str]) -> None:
    lines = [
        Line(Paragraph(f"第{n}行", anchors=((0, 3, f"p{n % 3}"),)), 0, 3) if own else None
        for n, own in enumerate(kept)
    ]
    block = Block((*lines, None), (*lines, None))
    notes = [(anchor, Paragraph(f"注{n}", tag=True)) for n, anchor in enumerate(anchors)]
    done = with_notes(block, notes, 1)
    assert done.height == block.height + len(notes)
    for side in Side:
        own = [line for line in done.side(side) if line is None or not line.paragraph.tag]
        assert [line for line in own if line is not None] == [own for own in lines if own]
    shown = [line.paragraph.text for line in done.right if line is not None and line.paragraph.tag]
    assert sorted(shown) == [f"注{n}" for n in range(len(notes))]


def test_a_note_is_below_its_passage_and_can_neither_be_copied_nor_found() -> None:
    view = view_of(sample())
    view.store.add_note("r4", "请核对数字")
    view.count()
    layout = RowLayout(view.renderer, 40, unified=False)
    layout.put_notes(view.beside)
    view.rebuild(layout)
    block = view.block(4)
    assert block is not None
    last = [line for line in block.right if line is not None][-1]
    assert last.text == "* 请核对数字"
    assert last.paragraph.tag
    assert last.paragraph.inlays == ((0, len(last.text)),)


def test_notes_in_the_margin_begin_at_their_line_and_never_overlap() -> None:
    view = view_of(sample())
    for text in ("第一条批注写得很长，要占好几行才写得完", "第二条"):
        view.store.add_note("r4", text)
    view.count()
    lines = margin_lines(view, 0, 200, 10)
    first = [line for line, (_, begins) in lines.items() if begins]
    assert first[0] == view.geometry.top_of_row(4)
    assert (
        "".join(text for text, _ in lines.values()).replace("\u3000", "").startswith("第一条批注")
    )
    assert sorted(lines) == list(range(first[0], first[0] + len(lines)))
    assert all(cell_width(text) <= 10 for text, _ in lines.values())


@pytest.mark.parametrize(("width", "margin"), [(160, True), (110, False)])
async def test_a_wide_terminal_has_a_margin_and_a_narrow_one_lines_below(
    width: int, margin: bool
) -> None:
    async with opened(size=(width, 40), settings=replace(SETTINGS, notes="auto")) as drive:
        await drive.press("]", "]", "c", *"查", "enter")
        own = drive.review.query_one(Margin)
        assert own.display is margin
        assert ("查" in "".join(drive.lines(own))) is margin
        assert any("* 查" in line for line in drive.lines(drive.review.panes[Side.NEW])) != margin


def test_bars_of_rates_share_a_scale_and_amounts_have_their_own() -> None:
    old = make_plan("a", [(0, None, "计划", "收入增长8%，入园率80%，投入3640万元，学位20个。")])
    new = make_plan("b", [(0, None, "计划", "收入增长6%，入园率90%，投入0.4亿元，学位40个。")])
    pairs = [
        ("收入增长率", "8%", "6%"),
        ("入园率", "80%", "90%"),
        ("投入", "3640万元", "0.4亿元"),
        ("学位", "20个", "40个"),
    ]
    changes = [
        TargetChange(
            TargetChangeKind.CHANGED,
            target(old, n, 0, one, name),
            target(new, n, 0, two, name),
            "r0",
        )
        for n, (name, one, two) in enumerate(pairs)
    ]
    found = [(own.kind, round(own.old, 2), round(own.new, 2)) for own in charts_of(changes)]
    assert found == [
        (ChartKind.GROWTH, 1.0, 0.75),
        (ChartKind.SHARE, 0.89, 1.0),
        (ChartKind.AMOUNT, 0.91, 1.0),
        (ChartKind.AMOUNT, 0.5, 1.0),
    ]


@given(st.floats(0, 1), st.integers(1, 60), st.booleans(), st.sampled_from([UNICODE, ASCII]))
def test_a_bar_has_its_room_and_is_seen_where_there_is_something(
    share: float, cells: int, old: bool, glyphs: Glyphs
) -> None:
    drawn = bar(share, cells, glyphs, old=old)
    assert len(drawn) <= cells
    assert bool(drawn) == (share > 0)


def test_reviewed_changes_fold_and_unchanged_rows_stay_open() -> None:
    view = view_of(sample())
    view.store.set_mark("r4", Mark.REVIEWED)
    view.fold_reviewed = True
    assert view.row_layout is not None
    view.rebuild(view.row_layout)
    folds = [item for item in view.geometry.items if item.kind is ItemKind.FOLD]
    assert [(fold.first, fold.last) for fold in folds] == [(4, 4)]
    assert view.open_row(4)
    view.rebuild(view.row_layout)
    assert view.geometry.item_of_row(4) is not None


def test_what_changed_since_the_last_time_is_found_by_its_sections(tmp_path: Path) -> None:
    file = tmp_path / "review.json"
    first = at_desk(file, "王老师")
    assert first.rows_since(sample()) == frozenset()  # a new review: all is new
    first.set_mark("r4", Mark.REVIEWED)
    first.close()
    revised = reworded("智慧课堂", "数字教室")
    again = at_desk_on(file, "王老师", revised)
    view = view_of(revised)
    view.store = again
    view.renew()
    assert view.since == {"r9"}
    assert [row.id for row in view.rows if "since" in view.kinds_of(row)] == ["r9"]
    again.close()


def test_a_note_on_a_target_is_beside_the_target() -> None:
    view = view_of(sample())
    own = view.comparison.targets[0].new
    assert own is not None
    view.store.add_target_note(Side.NEW, own.id, "太高")
    view.count()
    assert view.beside["r4"] == (NoteBeside("t0", view.beside["r4"][0].text),)
