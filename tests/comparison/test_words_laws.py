"""What holds for the edits between any two texts."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plandiff.comparison.edits import Edit, EditNature, Op
from plandiff.comparison.options import Ignore, Options
from plandiff.comparison.words import diff_many, diff_texts, difference, is_formal, is_substantive
from plandiff.comparison.words.tokens import cut, pieces
from plandiff.corpus import pool
from plandiff.corpus.background import EndedError
from plandiff.corpus.pool import Task

PARTS = (
    *("毛入园率达到85%以上", "新增公办学位3640个", "教师队伍", "教 师", "加强", "强化", "和", "的"),
    *("，", "。", "、", "；", "\n", "\r\n", " ", "\u3000", "\t", "“双减”", "(", ")", "—", "+"),
    *(
        "一百二十名",
        "二〇二五年",
        "1,200",
        "3—5年",
        "（一）",
        "第十二条",
        "〔2024〕3号",
        "**%",
        "-3",
    ),
    *("學校發展", "学校发展", "８５％", "Wi-Fi", "5G", "e\u0301", "漢\ufe00", "👨‍👩‍👧", "🇨🇳", "1️⃣"),
    *("\0", "\ud800", "①", "\u200b"),
    *("（", "）", "《", "》", "五百万元", "第十五条", "——", "\u3000\u3000"),
)
anything = st.text(st.characters(), max_size=20)
"""Lone surrogates, too."""
texts = st.lists(st.sampled_from(PARTS), max_size=14).map("".join) | anything
options = st.builds(Options, ignore=st.frozensets(st.sampled_from(Ignore)))
NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*%?")
FLIP = {Op.EQUAL: Op.EQUAL, Op.DELETE: Op.INSERT, Op.INSERT: Op.DELETE}


def side(edits: tuple[Edit, ...], change: Op) -> str:
    return "".join(edit.text for edit in edits if edit.op in (Op.EQUAL, change))


def boundaries(edits: tuple[Edit, ...], change: Op) -> set[int]:
    places, at = {0}, 0
    for edit in edits:
        if edit.op in (Op.EQUAL, change):
            at += len(edit.text)
            places.add(at)
    return places


def by_side(edits: tuple[Edit, ...], change: Op) -> list[tuple[bool, str, EditNature, object]]:
    found = [edit for edit in edits if edit.op in (Op.EQUAL, change)]
    return [(edit.op is Op.EQUAL, edit.text, edit.nature, edit.core) for edit in found]


@given(texts, texts, options)
@example("一" * 30, "一" * 20, Options())
@example("3、5", "35", Options())
@example("第 —3和", "第 〕! （—3和", Options())
@example("按月通报" + 3000 * "，", "按季通报" + 3000 * "。", Options())
@example("按月" + 3000 * "1元", "按季" + 3001 * "2元", Options())
def test_rejecting_all_edits_gives_the_old_text_accepting_them_the_new(
    old: str, new: str, chosen: Options
) -> None:
    edits = diff_texts(old, new, chosen)
    assert side(edits, Op.DELETE) == old
    assert side(edits, Op.INSERT) == new
    assert all(edit.text for edit in edits)


@given(texts, texts, options)
def test_the_other_way_round_the_edits_are_mirrored(old: str, new: str, chosen: Options) -> None:
    forth, back = diff_texts(old, new, chosen), diff_texts(new, old, chosen)
    for change in (Op.DELETE, Op.INSERT):
        assert by_side(forth, change) == by_side(back, FLIP[change])


@given(texts)
def test_a_text_against_itself_is_one_equal_run(text: str) -> None:
    assert diff_texts(text, text) == ((Edit(Op.EQUAL, text),) if text else ())


@given(texts, texts)
@example("一百二十名", "0")
@example("3—5年毛入园率", "-3毛入园率")
def test_a_deletion_stands_before_the_insertion_that_replaces_it(old: str, new: str) -> None:
    for (equal, _), run in groupby(diff_texts(old, new), lambda e: (e.op is Op.EQUAL, e.nature)):
        ops = [edit.op for edit in run]
        if not equal and len(set(ops)) == 2:
            # Beside it a clause may have gone or come that only touches it.
            assert (Op.DELETE, Op.INSERT) in pairwise(ops)


@given(texts, texts)
def test_no_edit_begins_inside_a_number_or_a_grapheme(old: str, new: str) -> None:
    edits = diff_texts(old, new)
    for text, change in ((old, Op.DELETE), (new, Op.INSERT)):
        places, tokens = boundaries(edits, change), set(cut(text))
        for number in NUMBER.finditer(text):
            inside = set(range(number.start() + 1, number.end())) - tokens
            assert not places & inside
        assert not any(0 < at < len(text) and text[at] in "\u0301\u200d\ufe0f" for at in places)


@given(texts, texts, options)
@example("2.，", "，2", Options())
@example("2.，", "，2", Options(ignore=frozenset({Ignore.PUNCTUATION})))
def test_texts_that_differ_in_form_only_have_no_edit_of_substance_and_others_have_one(
    old: str, new: str, chosen: Options
) -> None:
    substantive = is_substantive(diff_texts(old, new, chosen))
    if is_formal(old, new, chosen):
        assert not substantive
    elif not chosen.ignore:
        assert substantive


@given(texts, texts)
def test_core_spans_lie_inside_their_edit(old: str, new: str) -> None:
    for edit in diff_texts(old, new):
        ends = [0]
        for span in edit.core:
            assert ends[-1] <= span.start <= span.end <= len(edit.text)
            ends.append(span.end)


@given(texts)
def test_tokens_joined_are_the_text(text: str) -> None:
    assert "".join(pieces(text)) == text
    assert all(pieces(text))


PAIRS = [(f"新建学校{n}所，{text}", f"改建学校{n + 1}所，{text}") for n, text in enumerate(PARTS)]


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [2, 3])
def test_several_processes_find_the_edits_that_one_finds(
    jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = diff_many(PAIRS)
    monkeypatch.setattr(difference, "POOLED", 1)
    assert diff_many(PAIRS, Options(jobs=jobs)) == alone


def test_edits_come_in_the_order_of_their_texts_whatever_ends_first_or_dies(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def run(
        function: Callable[..., object], tasks: Sequence[Task], jobs: int
    ) -> Iterator[tuple[int, object]]:
        for place, task in reversed(list(enumerate(tasks))):
            yield place, function(*task()) if place % jobs else EndedError(-9)

    alone = diff_many(PAIRS)
    monkeypatch.setattr(difference, "POOLED", 1)
    monkeypatch.setattr(pool, "run_in_pool", run)
    assert diff_many(PAIRS, Options(jobs=2)) == alone
