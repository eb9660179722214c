"""Laws of the marked pieces, of what is left out between them, and of the lines they fill."""

from hypothesis import given
from hypothesis import strategies as st

from plandiff.comparison.edits import Edit, EditNature, Op, Side
from plandiff.comparison.model import Comparison
from plandiff.comparison.reports.shared.context_lines import beginning, changed_lines, elide
from plandiff.comparison.reports.shared.marks import (
    Mark,
    Piece,
    lines_of,
    side_pieces,
    unified_pieces,
)
from plandiff.comparison.reports.shared.rows import side_lines
from plandiff.comparison.reports.shared.section_paths import shorten
from plandiff.corpus.text.escape import visible
from tests.reports_plans import a_plan, a_row, comparisons

E, D, I = Op.EQUAL, Op.DELETE, Op.INSERT  # noqa: E741 - three columns of edits
EDITS = st.lists(
    st.builds(
        Edit,
        st.sampled_from(Op),
        st.text(alphabet="甲乙，。12\n", max_size=40),
        st.sampled_from(EditNature),
    ),
    max_size=12,
)


@given(EDITS)
def test_the_pieces_of_a_side_joined_are_its_text(edits: list[Edit]) -> None:
    for side, other in ((Side.OLD, I), (Side.NEW, D)):
        text = "".join(edit.text for edit in edits if edit.op is not other)
        assert "".join(piece.text for piece in side_pieces(edits, side)) == text


def test_a_clause_that_was_dropped_before_a_replaced_word_is_a_piece_of_its_own() -> None:
    edits = [Edit(D, "改造食堂。"), Edit(D, "各乡镇"), Edit(I, "各县区"), Edit(E, "按月上报")]
    assert [piece.text for piece in unified_pieces(edits)] == [edit.text for edit in edits]
    assert [piece.text for piece in side_pieces(edits, Side.OLD)] == [
        "改造食堂。各乡镇",
        "按月上报",
    ]


@given(EDITS)
def test_unified_pieces_hold_the_new_text_and_all_that_was_dropped_in_substance(
    edits: list[Edit],
) -> None:
    pieces = unified_pieces(edits)
    new = "".join(edit.text for edit in edits if edit.op is not D)
    out = {Mark.DELETE, Mark.MOVED_OUT, Mark.REORDERED_OUT}
    assert "".join(piece.text for piece in pieces if piece.mark not in out) == new


def test_a_difference_of_form_bears_no_mark() -> None:
    edits = (
        Edit(E, "风险点"),
        Edit(D, "，", EditNature.FORM),
        Edit(I, "、", EditNature.FORM),
        Edit(E, "完善制度"),
    )
    assert unified_pieces(edits) == (Piece(Mark.SAME, "风险点、完善制度"),)


def test_a_paragraph_that_was_parted_says_so_once_and_inserted_lines_do_not() -> None:
    edits = (Edit(E, "甲。"), Edit(I, "\n乙\n"), Edit(E, "丙。"))
    assert list(lines_of(unified_pieces(edits))) == [
        (Piece(Mark.SAME, "甲。"), Piece(Mark.INSERT, "")),
        (Piece(Mark.INSERT, "乙"),),
        (Piece(Mark.SAME, "丙。"),),
    ]


def test_a_cut_falls_at_punctuation_and_never_inside_a_number() -> None:
    before = Piece(Mark.SAME, "坚持立德树人，深化课程改革，全面提高质量，到年底建成12345.67")
    after = Piece(Mark.SAME, "万平方米的校舍，并于次年投入使用，同时完善管理制度，做好后续维护。")
    kept = elide((before, Piece(Mark.INSERT, "多"), after), 6)
    assert [piece.text for piece in kept] == [
        "", "到年底建成12345.67", "多", "万平方米的校舍，", "",
    ]  # fmt: skip


def test_without_punctuation_a_cut_still_spares_a_number() -> None:
    before = Piece(Mark.SAME, "甲" * 40 + "123456")
    after = Piece(Mark.SAME, "789012" + "乙" * 40)
    kept = elide((before, Piece(Mark.INSERT, "多"), after), 4)
    assert [piece.text for piece in kept] == ["", "123456", "多", "789012", ""]


@given(st.lists(st.builds(Piece, st.sampled_from([Mark.SAME, Mark.INSERT, Mark.DELETE]),
                          st.text(alphabet="甲乙，。12 ", min_size=1, max_size=80)), max_size=6),
       st.integers(0, 30))  # fmt: skip
def test_elision_keeps_every_change_and_only_text_that_is_there(
    pieces: list[Piece], context: int
) -> None:
    kept = elide(pieces, context)
    assert [p for p in kept if p.mark.is_change] == [p for p in pieces if p.mark.is_change]
    whole = "".join(piece.text for piece in pieces)
    for piece in kept:
        assert piece.text in whole
    assert elide(pieces, -1) == tuple(pieces)


def test_lines_without_a_change_are_left_out() -> None:
    edits = (Edit(E, "甲。\n乙"), Edit(I, "丙"), Edit(E, "。\n丁。"))
    lines = changed_lines(unified_pieces(edits), 10)
    assert [[piece.text for piece in line] for line in lines] == [["乙", "丙", "。"]]
    assert len(changed_lines(unified_pieces(edits), -1)) == 3


def test_a_beginning_ends_at_punctuation() -> None:
    text = "整合农场、企业、社区等资源，建设劳动实践基地，推动学校开辟种植园。" * 3
    assert beginning(text, 20) == "整合农场、企业、社区等资源，建设劳动实践基地，"
    assert beginning(text, -1) == text


def test_a_heading_is_cut_before_a_comma() -> None:
    assert shorten("坚持五育并举，促进学生全面发展", 10) == "坚持五育并举…"
    assert shorten("总体目标", 10) == "总体目标"


@given(comparisons())
def test_the_lines_of_a_side_are_its_sections_lines_with_their_labels(
    comparison: Comparison,
) -> None:
    for row in comparison.rows:
        for side in Side:
            lines = side_lines(row, side)
            wanted = [
                line for section in row.sections(side) for line in visible(section.text).split("\n")
            ]
            assert len(lines) == len(wanted)
            for line, text in zip(lines, wanted, strict=True):
                assert "".join(piece.text for piece in line.pieces).endswith(text)


def test_a_label_stands_before_its_heading_on_each_side() -> None:
    old = a_plan((None, "计划", ""), ("第一条", "目标", "甲。"))
    new = a_plan((None, "计划", ""), ("(二)", "目标", "甲。"))
    row = a_row(0, old.sections[1:], new.sections[1:])
    assert "".join(p.text for p in side_lines(row, Side.OLD)[0].pieces) == "第一条 目标"
    assert "".join(p.text for p in side_lines(row, Side.NEW)[0].pieces) == "(二)目标"
