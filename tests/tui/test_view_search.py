"""Searching in what is drawn: the plan's text as it is, and nothing of ours."""

from hypothesis import given
from hypothesis import strategies as st

from plandiff.tui.layout.geometry import Paragraph, RowDrawing
from plandiff.tui.view.search import haystack, pattern_of, spans_in


@given(st.text("甲乙 丙A", min_size=1, max_size=12), st.data())
def test_a_text_is_found_across_what_is_ours_and_nothing_of_ours_is(
    text: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(text)))
    badge = "[减弱：必须]"
    shown = Paragraph(text[:at] + badge + text[at:], inlays=((at, at + len(badge)),))
    for wanted in (text, text[: at + 1], "减弱"):
        pattern = pattern_of(wanted)
        if pattern is None:
            continue
        plain = list(spans_in(Paragraph(text), pattern))
        behind = len(badge)
        assert list(spans_in(shown, pattern)) == [
            (start + behind * (start >= at), end + behind * (end > at)) for start, end in plain
        ]
        assert bool(plain) == bool(pattern.search(haystack(RowDrawing((((shown,), ()),)))))
