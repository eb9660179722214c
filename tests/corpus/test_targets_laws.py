import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from plandiff.corpus.model import Document, Line, Section, Source
from plandiff.corpus.parsing import parse
from plandiff.corpus.samples import sample_paths
from plandiff.corpus.targets.finding import find_targets
from plandiff.corpus.text.folding import simplify
from tests.timing import assert_growth

PIECES = (
    *("达到", "不低于", "不超过", "以上", "以内", "左右", "约", "85", "4.9", "1,200", "一", "两"),
    *(
        "三十",
        "百分之九十",
        "三分之一",
        "*",
        "**",
        "XX",
        "%",
        "万元",
        "亿元",
        "所",
        "个",
        "名",
        "次",
    ),
    *(
        "人次",
        "公里",
        "每学期",
        "每年",
        "到2025年",
        "年底前",
        "力争",
        "由",
        "提高到",
        "分别",
        "去年",
    ),
    *(
        "、",
        "，",
        "。",
        "；",
        "：",
        "\n",
        "\t",
        "“",
        "”",
        "（",
        "）",
        "《",
        "》",
        "第",
        "-",
        "～",
        "至",
    ),
    *("毛入园率", "学校", "教师", "新建", "培训", "投资", "已", "了", "翻一番", "保4争3", "1:15"),
    *(" from ", " to ", " at least ", " schools ", " million ", "2024", ".", "|"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=80))
def test_whatever_the_text_each_quote_stands_at_its_span(text: str) -> None:
    sections = (
        Section("s0", None, 0, None, None, "2024年计划", text),
        Section("s1", "s0", 1, "一、", 1, text[:20], text),
    )
    by_id = {section.id: section.text for section in sections}
    targets = find_targets(sections)
    assert [t.id for t in targets] == [f"t{i}" for i in range(len(targets))]
    for target in targets:
        section = by_id[target.section]
        assert target.quote
        assert section[target.span.start : target.span.end] == target.quote
        pieces = range(len(target.indicator) + 1)  # a list may share the end of its last name
        assert any(
            target.indicator[:i] in section and target.indicator[i:] in section for i in pieces
        )
        assert target.masked <= (target.value is None)
    for one, other in pairwise(targets):
        if one.section == other.section:
            assert one.span.start < other.span.start


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "一",
        "*",
        "达到",
        "每年",
        "“",
        "《",
        "1,",
        "到2025年",
        "1:",
        "由1%",
        "分",
        "at least ",
        "double ",
        "top 3 ",
        "10-",
        "以上",
        "现有1所,",
        "1\t",
    ],
)
def test_a_long_run_of_anything_is_read_in_linear_time(piece: str) -> None:
    def read(length: int) -> None:
        find_targets((Section("s0", None, 0, None, None, "", piece * (length // len(piece))),))

    read(100)
    assert_growth(read, 400, 2_400, times=18)


@pytest.mark.shared
@pytest.mark.parametrize(
    "name", ["001_a9663ac1017198ec", "002_b074ef0bcc6e14be", "004_7cb5904a751a1770"]
)
def test_every_firm_target_of_the_labelled_plans_is_found(shared: Path, name: str) -> None:
    gold = json.loads((shared / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    sections = tuple(
        Section(
            f"s{i}", "s0" if i else None, node["level"], None, None, node["heading"], node["body"]
        )
        for i, node in enumerate(gold["nodes"])
    )
    found = find_targets(sections)
    for number, node in enumerate(gold["nodes"]):
        here = [t for t in found if t.section == f"s{number}"]
        for wanted in (t for t in node["targets"] if not t["doubt"]):
            assert any(wanted["quote"] in t.quote or t.quote in wanted["quote"] for t in here), (
                wanted["quote"]
            )


def test_a_plan_in_traditional_form_has_the_same_targets() -> None:
    source = sample_paths()[1].read_text(encoding="utf-8")
    traditional = OpenCC("s2t").convert(source)
    assert traditional != source
    assert _quantities(traditional) == _quantities(source)


def test_what_a_traditional_heading_tells_of_the_past_is_no_target() -> None:
    text = "某縣報告\n一、過去五年工作成績\n入園率提高到85%。\n二、今年目標\n入園率達到90%。"
    assert [(value, unit) for value, unit, _ in _quantities(text)] == [(90, "%")]


def _quantities(text: str) -> list[tuple[object, str, str]]:
    source = Source("a.txt", "txt", "utf-8", "", len(text))
    plan = parse(Document(source, tuple(Line(line) for line in text.split("\n"))))
    return [(t.value, simplify(t.unit), t.relation.value) for t in plan.targets]
