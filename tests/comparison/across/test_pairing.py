"""Laws of pairing files by name: every file in one place, the surer name first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plandiff.comparison.across.pairing import pair_by_name

NAMES = st.lists(
    st.sampled_from(
        [
            f"{folder}{year}{name}{suffix}"
            for folder in ("", "甲县/")
            for year in ("", "2023年", "2024年")
            for name in ("要点", "计划")
            for suffix in (".txt", ".docx")
        ]
    ),
    max_size=8,
)


@given(NAMES, NAMES)
def test_every_file_is_in_one_pair_or_alone(old: list[str], new: list[str]) -> None:
    found = pair_by_name(old, new)
    olds = [pair[0] for pair in found.pairs] + list(found.only_old)
    news = [pair[1] for pair in found.pairs] + list(found.only_new)
    assert sorted(olds) == sorted(set(old))
    assert sorted(news) == sorted(set(new))


@given(NAMES, NAMES)
def test_the_other_way_round_the_pairs_are_the_same(old: list[str], new: list[str]) -> None:
    forward, back = pair_by_name(old, new), pair_by_name(new, old)
    assert {(b, a) for a, b in back.pairs} == set(forward.pairs)


@given(NAMES, NAMES)
def test_files_of_one_name_are_always_a_pair(old: list[str], new: list[str]) -> None:
    pairs = pair_by_name(old, new).pairs
    assert all((name, name) in pairs for name in set(old) & set(new))


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        (["a.txt"], ["a.docx"], [("a.txt", "a.docx")]),
        (["Ａ.txt"], ["a.txt"], [("Ａ.txt", "a.txt")]),
        (["2023/要点.txt"], ["2024/要点.txt"], [("2023/要点.txt", "2024/要点.txt")]),
        (["旧/澜川.txt"], ["新/澜川.txt"], [("旧/澜川.txt", "新/澜川.txt")]),
        (["2022年要点.txt", "2023年要点.txt"], ["2024年要点.txt"], []),
        (["001.txt"], ["002.txt"], []),
        (["甲.txt"], ["乙.txt"], []),
    ],
)
def test_names_that_differ_in_years_pair_where_they_are_the_only_ones(
    old: list[str], new: list[str], pairs: list[tuple[str, str]]
) -> None:
    assert list(pair_by_name(old, new).pairs) == pairs
