"""The same characters cut differently on both sides are cut the same."""

import pytest

from plandiff.comparison.words import segmentation, weights
from plandiff.comparison.words.changes import Hunk
from plandiff.comparison.words.retokenize import Cut, Piece, retokenize
from plandiff.comparison.words.segmentation import best_cut, cut_run
from plandiff.comparison.words.weights import weigh


def tokens(cut: Cut) -> list[str]:
    return [
        cut.text[start:end] for start, end in zip(cut.boundaries, cut.boundaries[1:], strict=False)
    ]


def cut_of(*units: str) -> Cut:
    text = "".join(units)
    return Cut(text, [0, *(len("".join(units[: at + 1])) for at in range(len(units)))])


@pytest.mark.parametrize(
    ("old", "new", "old_after", "new_after"),
    [
        ("各方/面积/极性", "各/方面/主动性", "各方面/积极性", "各方面/主动性"),
        ("甲/乙/丙", "甲乙/丁", "甲乙/丙", "甲乙/丁"),
        ("丙/甲/乙", "丁/甲乙", "丙/甲乙", "丁/甲乙"),
        ("丙/甲/乙/戊", "丁/甲乙/己", "丙/甲乙/戊", "丁/甲乙/己"),
        ("甲/乙", "甲乙/丙", "甲乙", "甲乙/丙"),
        ("并举", "并/重", "并举", "并/重"),
        ("“/县域联动/”/机制", "县域/联动机制", "“/县域联动/”/机制", "县域联动/机制"),
        ("甲乙/丙", "甲/、/乙/丙", "甲/乙/丙", "甲/、/乙/丙"),
        ("甲/乙/丙", "丁/甲/乙", "甲/乙/丙", "丁/甲/乙"),
        ("第12条", "第1/款", "第12条", "第1/款"),
    ],
)
def test_borders_are_laid_where_both_sides_can_live_with_them(
    old: str, new: str, old_after: str, new_after: str
) -> None:
    old_cut, new_cut = cut_of(*old.split("/")), cut_of(*new.split("/"))
    whole = Hunk(0, len(old.split("/")), 0, len(new.split("/")))
    ((_, changed),) = retokenize(old_cut, new_cut, [whole])
    assert ["/".join(tokens(cut)) for cut in (old_cut, new_cut)] == [old_after, new_after]
    assert changed == ((old, new) != (old_after, new_after))


def test_where_there_is_no_word_there_is_nothing_to_cut_again() -> None:
    cut = cut_of("12", "%")
    Piece(cut, 0, 3).cut_again(tail=False)
    assert tokens(cut) == ["12", "%"]


def test_pure_deletions_are_left_alone() -> None:
    old, new = cut_of("甲", "乙"), cut_of("丙")
    assert retokenize(old, new, [Hunk(0, 2, 0, 0)]) == [((0, 2, 0, 0), False)]


def test_what_is_remembered_of_words_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segmentation, "_MOST_CUTS", 2)
    monkeypatch.setattr(weights, "_MOST_KNOWN", 2)
    for word in ("甲乙", "丙丁", "戊己", "庚辛"):
        assert cut_run(word)[-1] == 2
        assert weigh(word) == 2.0
    assert len(segmentation._cuts) <= 2
    assert len(weights._known) <= 2


def test_the_best_cut_is_told_with_its_cost() -> None:
    ends, cost = best_cut("毛入园率")
    assert ends == (4,)
    assert cost == pytest.approx(6.0)
    assert best_cut("") == ((), 0.0)
