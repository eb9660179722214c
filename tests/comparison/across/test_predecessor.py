"""Laws of the plan before: of the family, earlier, the nearest; and none rather than a stranger."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plandiff.comparison.across.predecessor import (
    Edition,
    Standing,
    edition_of,
    find_predecessor,
    read_edition,
)
from plandiff.corpus.reading import read_plan
from plandiff.corpus.samples import sample_paths

SYLLABLES = "教学校园师生课程建设推进落实完善机制提升质量保障安全管理服务发展改革创新评价督导"


def edition(
    county: str = "澜川县", year: int | None = 2024, kind: str = "教育工作要点", name: str = ""
) -> Edition:
    """A plan of a county; neighbouring years share most of their sentences."""
    chance = random.Random(county)  # noqa: S311 - no secrets
    sentences = ["".join(chance.choices(SYLLABLES, k=24)) for _ in range(60)]
    first = (year or 2024) - 2010
    body = "。\n".join(sentences[first : first + 25])
    dated = f"{county}{year}年" if year else county
    text = f"{dated}{kind}\n一、工作\n{body}。\n"
    path = name or f"{county}-{kind}-{year}.txt"
    return edition_of(read_plan(path, data=text.encode()), path)


EDITIONS = {
    (county, year): edition(county, year)
    for county in ("澜川县", "青禾县", "云桥区")
    for year in range(2018, 2026)
}


def test_the_nearest_earlier_edition_of_the_family_is_chosen() -> None:
    new = EDITIONS["澜川县", 2025]
    found = find_predecessor(new, EDITIONS.values())
    assert found.chosen is not None
    assert found.chosen.edition == EDITIONS["澜川县", 2024]
    assert found.chosen.years == 1
    assert found.considered == len(EDITIONS) - 1


@given(
    st.sampled_from(sorted(EDITIONS)),
    st.lists(st.sampled_from(sorted(EDITIONS)), unique=True, max_size=8),
    st.randoms(use_true_random=False),
)
@settings(max_examples=60)
def test_whatever_lies_there_it_is_earlier_nearest_of_the_family_or_none(
    new: tuple[str, int], others: list[tuple[str, int]], chance: random.Random
) -> None:
    county, year = new
    earlier = [key for key in others if key[0] == county and key[1] < year]
    pool = [EDITIONS[key] for key in others]
    found = find_predecessor(EDITIONS[new], pool)
    assert (found.chosen and found.chosen.edition) == (EDITIONS[max(earlier)] if earlier else None)
    chance.shuffle(pool)
    assert find_predecessor(EDITIONS[new], pool) == found


def test_scores_fall_and_only_earlier_plans_of_the_family_have_one() -> None:
    found = find_predecessor(EDITIONS["青禾县", 2022], EDITIONS.values())
    scores = [one.score for one in found.candidates]
    assert scores == sorted(scores, reverse=True)
    assert all((one.score > 0) == (one.standing is Standing.EARLIER) for one in found.candidates)


def test_of_two_plans_of_a_year_the_one_of_the_same_kind_is_chosen() -> None:
    account = edition(year=2024, kind="财政预算执行情况报告")
    plan = edition(year=2024)
    found = find_predecessor(edition(year=2025), [account, plan])
    assert found.chosen is not None
    assert found.chosen.edition == plan


def test_the_same_wording_under_another_issuer_is_no_predecessor() -> None:
    copied = edition("澜川县", 2024)
    other = Edition("青禾.txt", "0", "青禾县2024年教育工作要点", None, 2024, 2024, copied.shingles)
    found = find_predecessor(edition("澜川县", 2025), [other])
    assert found.chosen is None
    assert [one.standing for one in found.candidates] == [Standing.OTHER_ISSUER]


def test_where_nothing_says_which_came_first_none_is_chosen_and_both_are_listed() -> None:
    charter = edition(year=None, name="a.txt")
    revised = Edition("b.txt", "1", charter.title, None, None, None, charter.shingles)
    other = Edition(
        "c.txt", "2", charter.title, None, None, None, frozenset(sorted(charter.shingles)[::2])
    )
    found = find_predecessor(charter, [revised, other])
    assert found.chosen is None
    assert [one.standing for one in found.candidates] == [Standing.COPY, Standing.UNDATED]


def test_the_year_may_stand_in_the_name_of_the_file_or_be_the_latest_in_the_text() -> None:
    text = "学校章程\n一、总则\n办好学校。\n"
    assert edition_of(read_plan("a.txt", data=text.encode()), "章程 2023.txt").year == 2023
    assert edition_of(read_plan("a.txt", data=text.encode()), "章程 2023-2025.txt").year is None
    dated = "---\nupdated: 2025-02-27\n---\n\n# 学校章程\n\n一、总则\n\n办好学校。\n"
    assert edition_of(read_plan("a.md", data=dated.encode()), "a.md").last_year == 2025


def test_the_sample_plans_follow_each_other() -> None:
    old, new = (read_edition(str(path)) for path in sample_paths())
    forward, back = find_predecessor(new, [old]), find_predecessor(old, [new])
    assert forward.chosen is not None
    assert forward.chosen.edition == old
    assert back.chosen is None


@pytest.mark.shared
@pytest.mark.slow
def test_real_plans_get_their_predecessor_or_none(shared: Path) -> None:
    files = [
        str(path.relative_to(shared))
        for folder in ("plans", "changes", "revisions", "seeds")
        for path in sorted((shared / folder).glob("*.txt"))
    ]
    editions = {name: read_edition(str(shared / name)) for name in files}
    national = {f"plans/gov_national_2021{layout}.txt" for layout in ("", "_runon", "_sentlines")}
    wanted = {
        "plans/gov_hailar_2018.txt": {"plans/gov_hailar_2017.txt"},
        "plans/width_gov_hailar_2018.txt": {"plans/gov_hailar_2017.txt"},
        "plans/gov_hailar_2017.txt": {"plans/gov_hailar_2016.txt"},
        "plans/gov_hailar_2016.txt": {"changes/gov_hailar_2014.txt"},
        "changes/gov_hailar_2014.txt": {"changes/gov_hailar_2013.txt"},
        "changes/gov_hailar_2013.txt": {"changes/gov_hailar_2012.txt"},
        "plans/fyp_national_12.txt": {"plans/fyp_national_11.txt"},
        "changes/nat_2025_en.txt": {"changes/nat_2024_en.txt"},
        "plans/gov_national_2022.txt": national,
        "plans/gov_national_2022_runon.txt": national,
        **{name: {name.replace(".new.", ".old.")} for name in files if ".new." in name},
    }
    right = wrong = 0
    for name, new in editions.items():
        found = find_predecessor(new, editions.values())
        chosen = found.chosen and found.chosen.edition.path.removeprefix(f"{shared}/")
        right += chosen in wanted.get(name, {None})
        wrong += chosen is not None and chosen not in wanted.get(name, set())
    assert wrong == 0
    assert right >= 0.95 * len(files)
