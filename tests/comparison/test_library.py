"""Laws of the library: what was put in is found by any of its words, until it is taken out."""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plandiff.comparison.across.predecessor import edition_of
from plandiff.comparison.library.entries import Entry, match_all, pair_tokens, read_entry
from plandiff.comparison.library.store import Filters, Library, Stamp
from plandiff.comparison.review.problems import ProblemKind, StoreError
from plandiff.corpus.reading import read_plan

PLANS = {
    "阅读2024.txt": "澜川区2024年阅读工作要点\n一、目标\n新建书屋6间。推进教师轮岗。\n",
    "阅读2025.txt": "澜川区2025年阅读工作要点\n一、目标\n新建书屋8间，開放閱覽室。\n",
    "运动.txt": "青禾县2025年体育工作要点\n一、目标\nStadium 建设3处，教练进校。\n",
}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with closing(Library(tmp_path / "library.sqlite3", shared=False)) as opened:
        for name, text in PLANS.items():
            opened.put(entry(tmp_path, name, text), Stamp(1, 1))
        yield opened


def entry(folder: Path, name: str, text: str) -> Entry:
    file = folder / name
    file.write_text(text, "utf-8")
    return read_entry(str(file))


def names(library: Library, query: str, **filters: str | int) -> list[str]:
    found = library.find(query, Filters(**filters), 20)  # type: ignore[arg-type]  # by name
    return [] if found.loosely else sorted(Path(plan.path).name for plan in found.plans)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("教师", ["阅读2024.txt"]),
        ("师轮", ["阅读2024.txt"]),
        ("教师轮岗", ["阅读2024.txt"]),
        ("教", ["运动.txt", "阅读2024.txt"]),
        ("书屋 2025", ["阅读2025.txt"]),
        ("开放阅览室", ["阅读2025.txt"]),
        ("開放", ["阅读2025.txt"]),
        ("stadium", ["运动.txt"]),
        ("stad 青禾县", ["运动.txt"]),
        ("岗轮", []),
        ('"书屋" OR NOT (', []),
    ],
)
def test_words_of_one_character_two_or_many_are_found_in_either_script(
    library: Library, query: str, found: list[str]
) -> None:
    assert names(library, query) == found


@given(st.sampled_from([line for text in PLANS.values() for line in text.split("\n")]), st.data())
@settings(max_examples=60)
def test_an_expression_for_a_piece_of_a_text_matches_the_text(
    line: str, data: st.DataObject
) -> None:
    han = re.findall("[\u4e00-\u9fff]{2,}", line)
    if not han:
        return
    run = data.draw(st.sampled_from(han))
    start = data.draw(st.integers(0, len(run) - 2))
    piece = run[start : data.draw(st.integers(start + 2, len(run)))]
    assert f" {pair_tokens(piece)} " in f" {pair_tokens(line)} "
    assert match_all(piece) == f'pairs : "{pair_tokens(piece)}"'


def test_the_excerpt_holds_what_was_sought(library: Library) -> None:
    (plan,) = library.find("教师轮岗", Filters(), 20).plans
    assert "推进教师轮岗" in plan.excerpt


def test_where_no_plan_holds_all_words_those_with_some_are_given_and_said_to_be(
    library: Library,
) -> None:
    found = library.find("教师轮岗制度建设", Filters(), 20)
    assert found.loosely
    assert "阅读2024.txt" in {Path(plan.path).name for plan in found.plans}


def test_filters_narrow_a_list(library: Library) -> None:
    def listed(filters: Filters) -> list[str]:
        return [Path(plan.path).name for plan in library.plans(filters)]

    assert listed(Filters(year=2025)) == ["阅读2025.txt", "运动.txt"]
    assert listed(Filters(series="阅读工作要点")) == ["阅读2025.txt", "阅读2024.txt"]
    assert names(library, "目标", year=2024) == ["阅读2024.txt"]


def test_editions_of_one_series_bear_its_name(library: Library) -> None:
    series = {Path(plan.path).name: plan.series for plan in library.plans(Filters())}
    assert series["阅读2024.txt"] == series["阅读2025.txt"] != series["运动.txt"]


def test_what_is_taken_out_or_replaced_is_not_found_any_more(
    library: Library, tmp_path: Path
) -> None:
    library.put(entry(tmp_path, "阅读2024.txt", "澜川区阅读\n改建图书馆。\n"), Stamp(2, 2))
    assert names(library, "教师轮岗") == []
    assert names(library, "图书馆") == ["阅读2024.txt"]
    assert library.remove([str(tmp_path)]) == 3
    assert names(library, "图书馆") == names(library, "目标") == []
    assert library.plans(Filters()) == ()


def test_a_folder_whose_name_begins_like_another_stays(library: Library, tmp_path: Path) -> None:
    assert library.remove([str(tmp_path / "阅读")]) == 0


def test_editions_come_back_as_they_went_in(library: Library, tmp_path: Path) -> None:
    path = str(tmp_path / "阅读2024.txt")
    assert edition_of(read_plan(path), path) in library.editions()


def test_names_that_are_no_utf8_come_back_as_they_went_in(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/\xb9\xe6.txt")
    with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123 - a name of bytes
        file.write(PLANS["运动.txt"])
    with closing(Library(tmp_path / "l.sqlite3", shared=False)) as opened:
        opened.put(read_entry(path), Stamp(1, 1))
        assert [plan.path for plan in opened.plans(Filters())] == [path]
        assert opened.remove([path]) == 1


def test_what_was_put_in_is_there_when_it_is_opened_again(library: Library, tmp_path: Path) -> None:
    library.add_sources([str(tmp_path)])
    with closing(Library(tmp_path / "library.sqlite3", shared=False)) as again:
        assert again.plans(Filters()) == library.plans(Filters())
        assert again.sources() == [str(tmp_path)]


def test_a_foreign_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE note (text)")
    before = path.read_bytes()
    with pytest.raises(StoreError) as raised:
        Library(path, shared=False)
    assert raised.value.trouble.kind is ProblemKind.FOREIGN
    assert path.read_bytes() == before


def test_a_damaged_library_is_set_aside_and_begun_anew(library: Library, tmp_path: Path) -> None:
    library.close()
    path = tmp_path / "library.sqlite3"
    data = bytearray(path.read_bytes())
    data[4096:] = bytes(len(data) - 4096)
    path.write_bytes(data)
    with closing(Library(path, shared=True)) as anew:
        assert anew.trouble is not None
        assert anew.trouble.kind is ProblemKind.DAMAGED
        assert anew.plans(Filters()) == ()


def test_another_program_in_the_tables_is_refused(library: Library, tmp_path: Path) -> None:
    library.close()
    path = tmp_path / "library.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE VIRTUAL TABLE more USING fts5(a)")
    with pytest.raises(StoreError) as raised:
        Library(path, shared=False)
    assert raised.value.trouble.kind is ProblemKind.FOREIGN
