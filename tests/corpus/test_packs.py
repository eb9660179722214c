"""Packs add the user's words to the vocabularies, for the plans that are read with them."""

import re
from pathlib import Path

import pytest

from plandiff.comparison.engine import compare
from plandiff.comparison.model import Comparison
from plandiff.comparison.reports.shared.json_values import plan_to_dict
from plandiff.corpus.errors import UsageError
from plandiff.corpus.model import Pack
from plandiff.corpus.packs import SECTIONS, SYNONYMS, read_pack, read_packs, sections, using
from plandiff.corpus.reading import read_plan
from plandiff.corpus.synonyms import concepts_in

PACK = """# 水务
[units]
眼井
[names]
三元达到2家  # a firm
[less-is-better]
渗漏率
[bodies]
河长
[effort]
奋力
"""
HEAD = "云川县工作计划\n一、任务\n"


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    file = tmp_path / "water.txt"
    file.write_text(PACK, "utf-8")
    return read_pack(file)


def compared(old: str, new: str, *packs: Pack) -> Comparison:
    before, after = (
        read_plan("a.txt", data=(HEAD + body).encode(), packs=packs) for body in (old, new)
    )
    return compare(before, after)


def test_a_label_of_a_pack_says_who_leads() -> None:
    pack = Pack("labels", (("lead", ("统筹单位",)),))
    body = "修缮校舍。（统筹单位：市教育局）"
    assert compared(body, body).old.tasks == ()
    assert [task.lead for task in compared(body, body, pack).old.tasks] == [("市教育局",)]


def test_a_unit_of_a_pack_counts(pack: Pack) -> None:
    with_pack = compared("新打井5眼井。", "新打井7眼井。", pack)
    assert [(c.kind.value, c.delta_unit) for c in with_pack.targets] == [("raised", "眼井")]


def test_a_number_in_a_name_of_a_pack_is_no_target(pack: Pack) -> None:
    body = "三元达到2家。新建学校3所。"
    assert len(compared(body, body).old.targets) == 2
    assert [t.quote for t in compared(body, body, pack).old.targets] == ["3所"]


def test_less_is_asked_of_an_indicator_that_a_pack_lists(pack: Pack) -> None:
    old, new = "管网渗漏率达到12%。", "管网渗漏率达到10%。"
    assert [c.effect for c in compared(old, new).targets] == ["less"]
    assert [c.effect for c in compared(old, new, pack).targets] == ["more"]


def test_a_body_of_a_pack_is_charged(pack: Pack) -> None:
    body = "建成水厂（县级河长）。"
    assert compared(body, body).old.tasks == ()
    assert compared(body, body, pack).old.tasks[0].lead == ("县级河长",)


def test_a_word_of_force_of_a_pack_binds(pack: Pack) -> None:
    [change] = compared("奋力建成水厂。", "确保建成水厂。", pack).force
    assert (change.kind.value, change.old.word, change.new.word) == ("strengthened", "奋力", "确保")


@pytest.mark.parametrize(
    ("section", "word", "sentence", "without", "with_pack"),
    [
        ("site-ends", "苏木", "加快北川苏木建设。新建道路3条。", "新建道路", "北川苏木新建道路"),
        ("modalities", "聚力", "聚力新建学校3所。", "聚力新建学校", "新建学校"),
        ("outline-nouns", "攻坚举措", "落实20项攻坚举措。", "攻坚举措", None),
        ("superiors", "旗委", "粮食产量完成旗委下达的任务。", None, "粮食产量"),
    ],
)
def test_a_pack_adds_to_any_open_list(
    section: str, word: str, sentence: str, without: str | None, with_pack: str | None
) -> None:
    pack = Pack("own", ((section, (word,)),))
    plain, extended = (compared(sentence, sentence, *packs).old for packs in ((), (pack,)))
    assert [t.name for t in plain.targets] == ([without] if without else [])
    assert [t.name for t in extended.targets] == ([with_pack] if with_pack else [])


def test_a_pack_puts_a_unit_in_order_with_another() -> None:
    pack = Pack("own", (("units", ("垧",)), ("unit-factors", ("垧=亩=15",))))
    [change] = compared("种植牧草20垧。", "种植牧草330亩。", pack).targets
    assert (change.kind.value, change.delta, change.delta_unit) == ("raised", 2.0, "垧")


def test_every_section_that_the_guide_names_is_one() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "packs.md").read_text("utf-8")
    named = re.findall(r"`\[([a-z-]+)\]`", guide)
    assert set(SECTIONS) <= set(named) <= set(sections())


def test_a_pack_is_used_for_its_own_plans_only_and_named_in_the_json(pack: Pack) -> None:
    with_pack = compared("新打井5眼井。", "新打井7眼井。", pack)
    without = compared("新打井5眼井。", "新打井7眼井。")
    assert plan_to_dict(with_pack.old)["packs"] == ["water"]
    assert plan_to_dict(without.old)["packs"] == []
    assert [c.delta_unit for c in without.targets] != ["眼井"]


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"words", "pack-section", 1),
        (b"[units]\nx\n[colours]\n", "pack-section", 3),
        (b"\xff\xfe[", "pack-no-utf8", None),
    ],
)
def test_a_file_that_is_no_pack_is_refused_with_the_line(
    tmp_path: Path, data: bytes, code: str, line: int | None
) -> None:
    file = tmp_path / "bad.txt"
    file.write_bytes(data)
    with pytest.raises(UsageError) as caught:
        read_pack(file)
    assert caught.value.code == f"usage.{code}"
    assert caught.value.facts.get("line") == line


def test_the_packs_of_a_folder_come_by_name_and_a_missing_folder_has_none(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.txt").write_text("[units]\n眼井\n", "utf-8")
    assert [pack.name for pack in read_packs(tmp_path)] == ["a", "b"]
    assert read_packs(tmp_path / "none") == ()


def test_a_group_of_a_pack_is_one_meaning_and_joins_the_groups_of_its_words() -> None:
    pack = Pack("farm", ((SYNONYMS, ("卷宗=档案", "渠系=灌排沟渠")),))
    with using([pack]):
        assert concepts_in("渠系") == concepts_in("灌排沟渠") == {"渠系"}
        assert concepts_in("卷宗") == concepts_in("档案")
    assert not concepts_in("渠系")
