"""The geometry that both panes share: levels, folds, filters, pointers of moves."""

from collections.abc import Sequence
from itertools import cycle, islice, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plandiff.comparison.edits import RowKind, Side
from plandiff.comparison.engine import compare
from plandiff.comparison.model import Comparison, Row
from plandiff.corpus.locales import Words
from plandiff.corpus.reading import read_plan
from plandiff.corpus.text.escape import visible
from plandiff.corpus.text.width import cell_width
from plandiff.tui.layout.columns import Layout, columns
from plandiff.tui.layout.geometry import Geometry, Line
from plandiff.tui.layout.items import Folding, ItemKind, ghosts_of, items_of
from plandiff.tui.render.context import UNICODE
from plandiff.tui.render.row_layout import RowLayout
from plandiff.tui.render.rows import RowRenderer
from tests.app_fixtures import make_plan, make_row, sample


def geometry(comparison: Comparison, width: int = 40, folding: Folding | None = None) -> Geometry:
    row_layout = RowLayout(
        RowRenderer(comparison, Words("zh", "app"), UNICODE), width, unified=False
    )
    ghosts = ghosts_of(comparison)
    return row_layout.geometry(items_of(comparison.rows, None, folding or Folding(), ghosts))


def of_texts(old_text: str, new_text: str) -> Comparison:
    old = make_plan("a", [(0, None, "标题", old_text)])
    new = make_plan("b", [(0, None, "标题", new_text)])
    return Comparison(old, new, (make_row(old, new, 0, ([0], [0])),))


BODY = st.text(st.sampled_from("教育学校完成。，；85%\n"), max_size=120)


@given(BODY, BODY, st.integers(10, 80))
@settings(max_examples=60)
def test_both_panes_have_every_line(old: str, new: str, width: int) -> None:
    for block in geometry(of_texts(old, new), width).blocks:
        assert len(block.left) == len(block.right) == block.height


@given(BODY, BODY, st.integers(10, 80))
@settings(max_examples=60)
def test_lines_of_a_side_joined_give_its_text_back(old: str, new: str, width: int) -> None:
    comparison = of_texts(old, new)
    row = comparison.rows[0]
    for side in Side:
        pieces = []
        before = None
        for line in geometry(comparison, width).blocks[0].side(side):
            if line is None:
                continue
            if before is not None and before is not line.paragraph and not before.continued:
                pieces.append("\n")
            pieces.append(line.paragraph.text[line.start : line.end])
            before = line.paragraph
        assert "".join(pieces) == row.text(side)


@given(BODY, BODY, st.integers(12, 80))
@settings(max_examples=60)
def test_no_line_is_wider_than_the_pane(old: str, new: str, width: int) -> None:
    for block in geometry(of_texts(old, new), width).blocks:
        for line in (*block.left, *block.right):
            assert line is None or cell_width(line.text) <= width


def test_equal_paragraphs_start_on_the_same_line() -> None:
    comparison = of_texts("一二三四五六七八九十" * 6 + "\n尾段", "短\n尾段")
    block = geometry(comparison, 20).blocks[0]
    at = [i for i, line in enumerate(block.left) if line is not None and line.text == "尾段"]
    assert at == [
        i for i, line in enumerate(block.right) if line is not None and line.text == "尾段"
    ]


def test_a_long_insertion_is_levelled_at_the_next_sentence() -> None:
    comparison = of_texts(
        "甲句完了。丙句在后。丁句", "甲句完了。" + "新增内容" * 30 + "。丙句在后。丁句"
    )
    block = geometry(comparison, 30).blocks[0]
    for line, other in zip(block.left, block.right, strict=True):
        if line is not None and line.text.startswith("丁句"):
            assert other is not None
            assert other.text.startswith("丁句")
            return
    pytest.fail("the last sentence does not start a line of its own")


def test_levelling_adds_no_empty_line_at_the_end_of_a_paragraph() -> None:
    comparison = of_texts("甲句。\n尾段", "甲句" + "新增内容" * 30 + "。\n尾段")
    lines = [line for line in geometry(comparison, 30).blocks[0].right if line is not None]
    assert all(line.text for line in lines)


def test_unchanged_runs_fold_to_one_line_and_leave_their_context() -> None:
    old = make_plan("a", [(1, f"{i}.", f"节{i}", "甲") for i in range(12)])
    new = make_plan("b", [(1, f"{i}.", f"节{i}", "乙" if i == 6 else "甲") for i in range(12)])
    rows = tuple(make_row(old, new, i, ([i], [i])) for i in range(12))
    items = geometry(Comparison(old, new, rows), folding=Folding(folded=True, context=2)).items
    assert [(item.kind, item.first, item.last) for item in items] == [
        (ItemKind.FOLD, 0, 3),
        *((ItemKind.ROW, i, i) for i in range(4, 9)),
        (ItemKind.FOLD, 9, 11),
    ]


def test_a_run_can_be_turned_the_other_way() -> None:
    comparison = sample()
    rows = comparison.rows
    folded = items_of(rows, None, Folding(True, 0), {})
    first = next(item for item in folded if item.kind is ItemKind.FOLD)
    opened = items_of(rows, None, Folding(True, 0, frozenset({first.first})), {})
    assert len(opened) == len(folded) + first.last - first.first


def test_a_filter_hides_everything_else() -> None:
    def added(row: Row) -> bool:
        return row.kind is RowKind.ADDED

    items = items_of(sample().rows, added, Folding(), {})
    assert [item.kind for item in items] == [ItemKind.FOLD, ItemKind.ROW, ItemKind.FOLD]


def test_a_moved_row_leaves_a_pointer_at_its_old_place() -> None:
    comparison = sample()
    items = geometry(comparison).items
    ghost = next(i for i, item in enumerate(items) if item.kind is ItemKind.GHOST)
    assert comparison.rows[items[ghost].first].moved
    assert items[ghost].side is Side.OLD
    before, after = items[ghost - 1], items[ghost + 1]
    assert comparison.rows[before.first].old[0].id == "s6"
    assert comparison.rows[after.first].old[0].id == "s8"


def test_a_line_is_found_by_row_and_back() -> None:
    shared = geometry(sample())
    for index in range(len(shared.items)):
        for line in range(shared.starts[index], shared.starts[index + 1]):
            assert shared.locate(line) == (index, line - shared.starts[index])
    assert shared.at(shared.height, Side.NEW) is None
    assert shared.at(-1, Side.NEW) is None


@given(
    st.integers(20, 300),
    st.sampled_from(list(Layout)),
    st.sampled_from([0, 20, 32, 80]),
    st.booleans(),
)
def test_columns_share_out_the_whole_width(
    width: int, layout: Layout, outline: int, with_map: bool
) -> None:
    shared = columns(width, layout, outline=outline, with_map=with_map)
    assert shared.outline + shared.left + shared.right + shared.map == width
    assert shared.text <= shared.right
    assert abs(shared.left - shared.right) <= 1 or shared.unified


def test_narrow_screens_show_one_pane_and_eighty_columns_show_two() -> None:
    assert columns(60, Layout.AUTO, outline=0).unified
    assert not columns(80, Layout.AUTO, outline=0).unified


@pytest.mark.shared
@pytest.mark.slow
def test_real_plans_are_level_and_whole_at_every_width_of_the_screen(shared: Path) -> None:
    """The widths from 40 to 100 in turn, in two panes and in one, with the outline and without."""
    plans = sorted((shared / "plans").glob("*.txt"))
    olds = sorted((shared / "revisions").glob("*.old.txt"))
    pairs = [(old, old.with_name(old.name.replace(".old.", ".new."))) for old in olds]
    pairs += list(pairwise(plans))[::3]
    widths = cycle(range(40, 101))
    for old, new in pairs:
        renderer = RowRenderer(
            compare(read_plan(str(old)), read_plan(str(new))), Words("zh", "app"), UNICODE
        )
        rows = renderer.comparison.rows
        items = items_of(rows, None, Folding(), ghosts_of(renderer.comparison))
        for width in islice(widths, 7):
            for layout in (Layout.SPLIT, Layout.UNIFIED):
                own = columns(width, layout, outline=32 if width % 2 else 0)
                row_layout = RowLayout(renderer, own.text, unified=own.unified)
                blocks = row_layout.geometry(items).blocks
                for item, block in zip(items, blocks, strict=True):
                    assert len(block.left) == len(block.right) == block.height
                    for line in (*block.left, *block.right):
                        assert line is None or cell_width(line.text) <= own.text
                    if item.kind is ItemKind.ROW and not own.unified:
                        for side in Side:
                            assert shown(block.side(side)) == drawn(rows[item.first], side)


def shown(lines: Sequence[Line | None]) -> str:
    """The plan's own characters of a side's lines: no tags, no badges, no labels' gaps."""
    own = [line for line in lines if line is not None and not line.paragraph.tag]
    text = "".join(
        character
        for line in own
        for at, character in enumerate(line.paragraph.text[line.start : line.end], line.start)
        if not any(start <= at < end for start, end in line.paragraph.inlays)
    )
    return "".join(text.split())


def drawn(row: Row, side: Side) -> str:
    sections = row.sections(side)
    return "".join("".join(visible(f"{s.label or ''}{s.text}").split()) for s in sections)
