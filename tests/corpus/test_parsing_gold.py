"""Real plans, outlined by hand, are read as the careful readers read them."""

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from plandiff.corpus.model import Document, Line, Plan, Source
from plandiff.corpus.parsing import parse

pytestmark = pytest.mark.shared


def read(path: Path) -> Plan:
    text = path.read_text(encoding="utf-8")
    lines = tuple(Line(line) for line in text.splitlines())
    return parse(Document(Source(path.name, "text", "utf-8", "", len(text)), lines))


def bare(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).strip("。.:;,、")


def load(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize(
    "name", ["001_a9663ac1017198ec", "002_b074ef0bcc6e14be", "004_7cb5904a751a1770"]
)
def test_a_labelled_plan_has_the_outline_and_the_text_of_its_gold(shared: Path, name: str) -> None:
    nodes = load(shared / "gold" / f"{name}.json")["nodes"]
    plan = read(shared / "seeds" / f"{name}.txt")
    assert [bare(s.heading) for s in plan.sections] == [bare(n["heading"]) for n in nodes]
    assert [s.level for s in plan.sections] == [n["level"] for n in nodes]
    assert [s.label for s in plan.sections] == [n["label"] for n in nodes]
    assert [s.number for s in plan.sections] == [n["number"] for n in nodes]
    assert [bare(s.body) for s in plan.sections] == [bare(n["body"]) for n in nodes]


@pytest.mark.parametrize("side", ["old", "new"])
@pytest.mark.parametrize(
    "name",
    [
        "fanlongduan-fa-2007-2022",
        "kaiyuanshe-zhangcheng-2023-2025",
        "lifa-fa-2015-2023",
        "uestclug-zhangcheng-2019",
        "zhiye-jiaoyu-fa-1996-2022",
    ],
)
def test_every_article_is_one_section_under_its_chapter(shared: Path, name: str, side: str) -> None:
    articles = load(shared / "revisions" / f"{name}.gold.json")[side]
    plan = read(shared / "revisions" / f"{name}.{side}.txt")
    by_id = {s.id: s for s in plan.sections}
    got = []
    for section in plan.sections:
        if section.label and "条" in section.label:
            path: list[str] = []
            above = by_id[section.parent or "s0"]
            while above.parent is not None:
                path.insert(0, bare(f"{above.label}{above.heading}"))
                above = by_id[above.parent]
            got.append((bare(section.label), "/".join(path), bare(section.text)[:20]))
    want = [(bare(a["label"]), bare(a["chapter"]), bare(a["text"])[:20]) for a in articles]
    assert [label for label, _, _ in got if label in {w[0] for w in want}] == [
        label for label, _, _ in want
    ]
    assert set(want) <= set(got)


def test_a_five_year_plan_has_all_its_parts_chapters_and_sections(shared: Path) -> None:
    for name, parts, chapters in (("fyp_national_11", 14, 48), ("fyp_national_12", 16, 62)):
        plan = read(shared / "plans" / f"{name}.txt")
        labels = [s.label or "" for s in plan.sections]
        assert sum(label.endswith("篇") for label in labels) == parts
        assert sum(label.endswith("章") for label in labels) == chapters
        assert max(len(s.heading) for s in plan.sections[1:]) <= 30
        assert plan.findings == ()


def test_the_facts_of_real_plans_are_recognised(shared: Path) -> None:
    facts = {
        name: (plan.year, plan.issuer)
        for name in ("edu_arts_henan", "edu_arts_quanzhou", "gov_hailar_2016", "gov_national_2022")
        if (plan := read(shared / "plans" / f"{name}.txt"))
    }
    assert facts == {
        "edu_arts_henan": (2016, "河南省人民政府办公厅"),
        "edu_arts_quanzhou": (2017, "泉州市人民政府办公室"),
        "gov_hailar_2016": (2016, "海拉尔区人民政府"),
        "gov_national_2022": (2022, "国务院"),
    }
