"""Rows as paragraphs with paint: what is marked, where, and that nothing hostile gets through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from plandiff.comparison.edits import EditNature, Side
from plandiff.comparison.mirror import mirror
from plandiff.comparison.model import Comparison
from plandiff.corpus.locales import Words
from plandiff.tui.layout.geometry import Paragraph
from plandiff.tui.render.context import ASCII, UNICODE
from plandiff.tui.render.rows import RowRenderer
from plandiff.tui.render.section_names import place_of
from plandiff.tui.render.signs import row_sign
from plandiff.tui.render.themes import palette
from tests.app_fixtures import make_plan, make_row, sample
from tests.tui_views import of_bodies


def renderer(comparison: Comparison | None = None, language: str = "zh") -> RowRenderer:
    return RowRenderer(comparison or sample(), Words(language, "app"), UNICODE)


def paragraphs(own: RowRenderer, row: int, side: Side) -> list[Paragraph]:
    drawing = own.split(own.comparison.rows[row])
    index = 0 if side is Side.OLD else 1
    return [paragraph for chunk in drawing.chunks for paragraph in chunk[index]]


def painted(paragraph: Paragraph, name: str) -> list[str]:
    return [paragraph.text[start:end] for start, end, own in paragraph.paints if own == name]


def test_a_raised_target_carries_its_delta_behind_the_number() -> None:
    body = paragraphs(renderer(), 4, Side.NEW)[1]
    assert body.text == "新建公办幼儿园5所[▲+2]，学前三年毛入园率达到95%以上[▲+3]。"
    assert painted(body, "target-raised") == ["5所", "达到95%以上"]
    assert painted(body, "badge-raised") == ["[▲+2]", "[▲+3]"]


def test_the_old_side_marks_the_old_number_without_a_badge() -> None:
    body = paragraphs(renderer(), 5, Side.OLD)[1]
    assert body.text == "巩固率保持在99.5%以上。推进集团化办学，组建教育集团4个。"
    assert painted(body, "target-lowered") == ["99.5%以上"]


def test_a_deadline_that_moved_is_told_in_the_badge() -> None:
    assert "[▲+0.036提前]" in paragraphs(renderer(), 11, Side.NEW)[1].text
    assert "[▲+0.036 earlier]" in paragraphs(renderer(language="en"), 11, Side.NEW)[1].text


def test_moved_split_and_merged_rows_say_so_on_both_sides() -> None:
    own = renderer()
    assert paragraphs(own, 3, Side.OLD)[0].text == "↕ 移至 二、（一）家校共育"
    assert paragraphs(own, 3, Side.NEW)[0].text == "↕ 移自 二、（五）家校共育"
    assert paragraphs(own, 6, Side.NEW)[0].text == "拆分：1 节变为 2 节"
    assert paragraphs(own, 13, Side.OLD)[0].text == "合并：2 节并为 1 节"


def test_a_changed_label_is_marked_and_an_unchanged_one_is_not() -> None:
    own = renderer()
    assert painted(paragraphs(own, 4, Side.NEW)[0], "label-changed") == ["（二）"]
    assert painted(paragraphs(own, 11, Side.NEW)[0], "label") == ["（一）"]


def test_changes_of_form_only_are_painted_apart() -> None:
    own = renderer()
    body = paragraphs(own, 12, Side.OLD)[1]
    assert painted(body, "form")
    assert not painted(body, "delete")
    assert row_sign(own.comparison.rows[12], UNICODE) == "="


def test_one_pane_holds_what_went_and_what_came() -> None:
    own = renderer()
    texts = [p.text for c in own.unified(own.comparison.rows[4]).chunks for p in c[1]]
    assert texts == [
        "（一）（二）扩大学前教育供给",
        "新建公办幼儿园35所[▲+2]，学前三年毛入园率达到925%以上[▲+3]。",
    ]


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(list(EditNature)))
def test_a_side_without_what_we_put_in_is_the_plans_text(
    old_text: str, new_text: str, nature: EditNature
) -> None:
    from plandiff.corpus.text.escape import visible

    old = make_plan("a", [(0, None, "标题", old_text)])
    new = make_plan("b", [(0, None, "标题", new_text)])
    comparison = Comparison(old, new, (make_row(old, new, 0, ([0], [0]), nature=nature),))
    for side, text in ((Side.OLD, old_text), (Side.NEW, new_text)):
        shown = [p for p in paragraphs(renderer(comparison), 0, side) if not p.tag]
        joined = "".join(p.text + ("" if p.continued else "\n") for p in shown)
        assert joined.removesuffix("\n") == visible(f"标题\n{text}" if text else "标题")


@given(st.text(max_size=60))
def test_no_control_character_of_a_plan_reaches_a_paragraph(text: str) -> None:
    old = make_plan(text, [(0, text, text, text)])
    new = make_plan(text, [(0, f"{text}x", text, f"{text}y")])
    own = renderer(Comparison(old, new, (make_row(old, new, 0, ([0], [0]), moved=True),)))
    row = own.comparison.rows[0]
    drawings = (own.split(row), own.unified(row))
    shown = "".join(
        p.text for d in drawings for chunk in d.chunks for side in chunk for p in side
    ) + place_of(new, "s0")
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066\u200b" for c in shown)


def test_edits_that_do_not_give_the_texts_back_are_not_trusted() -> None:
    from msgspec.structs import replace

    comparison = sample()
    broken = replace(comparison.rows[4], edits=comparison.rows[5].edits)
    own = renderer(Comparison(comparison.old, comparison.new, (broken,)))
    body = paragraphs(own, 0, Side.OLD)[1].text
    assert body == "新建公办幼儿园3所，学前三年毛入园率达到92%以上。"


def test_the_mirror_of_the_mirror_is_the_comparison() -> None:
    comparison = sample()
    assert mirror(mirror(comparison)) == comparison


def test_the_mirror_turns_kinds_and_directions_round() -> None:
    there, back = sample(), mirror(sample())
    assert back.row_counts["added"] == there.row_counts["removed"]
    assert back.row_counts["split"] == there.row_counts["merged"]
    assert back.target_counts["lowered"] == there.target_counts["raised"]
    assert [c.deadline for c in back.targets][-1] == "later"


def test_wide_terminals_get_ascii_signs_only() -> None:
    assert all(getattr(ASCII, name).isascii() for name in ASCII.__struct_fields__)


@given(st.integers(1, 60), st.integers(1, 60))
def test_both_sides_of_a_replacement_have_a_coloured_ground_or_neither_has(
    short: int, long: int
) -> None:
    old = make_plan("a", [(0, None, "计划", "甲" * short)])
    new = make_plan("b", [(0, None, "计划", "乙" * long)])
    own = renderer(Comparison(old, new, (make_row(old, new, 0, ([0], [0])),)))
    sides = zip(Side, ("delete", "insert"), strict=True)
    loud = [bool(painted(paragraphs(own, 0, side)[1], name)) for side, name in sides]
    assert loud == [max(short, long) <= 40] * 2


def test_with_sixteen_colours_a_target_keeps_the_pair_of_the_edit_it_is_in() -> None:
    own = palette("ansi")
    for edit in ("insert", "delete"):
        for kind in ("raised", "lowered", "changed", "added", "removed"):
            both = own.style(edit, f"target-{kind}")
            assert (both.color, both.bgcolor) == (
                own.styles[edit].color,
                own.styles[edit].bgcolor,
            )
            assert both.underline


def test_a_section_that_one_plan_lacks_says_so_beside_its_first_line() -> None:
    own = renderer()
    for row in own.comparison.rows:
        sides = own.split(row).chunks[0]
        said = [paragraphs[0].text for paragraphs in sides if paragraphs and paragraphs[0].tag]
        assert ("旧版无此节" in said) == (not row.old)
        assert ("新版无此节" in said) == (not row.new)


@pytest.mark.parametrize(("kept", "badge"), [(0.15, True), (0.6, False)])
def test_a_passage_of_which_little_stayed_bears_how_much(kept: float, badge: bool) -> None:
    old = "认真落实区委部署，全面开展校园安全隐患排查，逐校建立台账。"
    row = of_bodies((old, old.replace("区委", "市委"))).rows[0]
    passages = tuple(replace(own, kept=kept) for own in row.passages)
    comparison = of_bodies((old, old.replace("区委", "市委")))
    own = renderer(replace(comparison, rows=(replace(row, passages=passages),)))
    drawn = "".join(paragraph.text for paragraph in paragraphs(own, 0, Side.NEW))
    assert ("[大部改写，相同约15%]" in drawn) == badge
