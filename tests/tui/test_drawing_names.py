"""Two long file names in the header: both are told apart, and there is room for the counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plandiff.corpus.text.width import cell_width
from plandiff.tui.render.strips import both_names
from tests.app_fixtures import opened

NAME = st.text("云桥区年计划2031（稿）.docx", min_size=1, max_size=60)
HEAD, TAIL = "关于印发云桥区全面推进教育高质量发展的若干意见（", "）的通知及附件一.docx"


@given(NAME, NAME, st.integers(4, 120))
def test_they_never_take_more_room_than_there_is(old: str, new: str, cells: int) -> None:
    shown = both_names(old, new, cells)
    assert sum(map(cell_width, shown)) <= cells
    if cell_width(old) + cell_width(new) <= cells:
        assert shown == (old, new)


@given(NAME, st.integers(24, 80))
def test_the_first_difference_is_in_sight(head: str, cells: int) -> None:
    old, new = both_names(f"{head}甲{TAIL}", f"{head}乙{TAIL}", cells)
    assert "甲" in old
    assert "乙" in new


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_the_header_shows_both_names_the_verdict_and_counts_where_there_is_room(
    size: tuple[int, int],
) -> None:
    old, new = f"{HEAD}征求意见稿{TAIL}", f"{HEAD}定稿{TAIL}"
    async with opened(size=size, old_name=old, new_name=new) as drive:
        header = drive.lines()[0]
        assert "征求" in header
        assert "定稿" in header
        assert "巩固率由99.5%" in header
        assert ("巩固率由99.5%以上降" in header) == (size[0] >= 120)
        assert ("指标 ▼" in header) == (size[0] == 200)
        assert "已阅 0/11" in header
