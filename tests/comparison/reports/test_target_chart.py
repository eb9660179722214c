"""Laws of the picture on the first page: old against new of the targets that both plans have."""

import io
import zipfile

import pytest
from docx import Document
from lxml import etree
from msgspec.structs import replace

from plandiff.comparison.model import Comparison, TargetChange, TargetChangeKind
from plandiff.comparison.reports import ReportOptions, render
from plandiff.comparison.reports.shared.labels import labels_for
from plandiff.comparison.reports.shared.target_chart import MOST_BARS, TargetChart, target_chart
from plandiff.corpus.model import Relation, Span, Target
from tests.reports_plans import a_plan, in_order

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
PLAIN = in_order(
    a_plan((None, "澜川区工作报告", "甲。"), ("一、", "目标", "乙。")),
    a_plan((None, "澜川区工作报告", "甲。"), ("一、", "目标", "丙。")),
)


def _target(name: str, value: float | None, unit: str, upper: float | None = None) -> Target:
    quote = f"{value}{unit}"
    return Target("t0", "s1", Span(0, 2), quote, name, Relation.EQUAL, value, upper, unit)


def _raised(name: str, old: float, new: float, unit: str) -> TargetChange:
    ends = _target(name, old, unit), _target(name, new, unit)
    return TargetChange(TargetChangeKind.RAISED, *ends, "r1", new - old)


CHANGES = (
    _raised("财政收入", 12.0, 15.0, "亿元"),
    _raised("财政收入增长率", 5.0, 7.5, "%"),
    _raised("新增就业", 5300.0, 5700.0, "人"),
)


def _chart(*changes: TargetChange) -> TargetChart | None:
    return target_chart(_comparison(*changes), ReportOptions(), labels_for("zh"))


def _comparison(*changes: TargetChange) -> Comparison:
    return replace(PLAIN, targets=changes)


def test_rates_share_a_scale_and_amounts_are_drawn_pair_by_pair() -> None:
    chart = _chart(*CHANGES)
    assert chart
    rates, amounts = chart.panels
    assert [(bar.name, bar.old, bar.new) for bar in rates.bars] == [("财政收入增长率", 5.0, 7.5)]
    assert [(bar.name, bar.old, bar.new) for bar in amounts.bars] == [
        ("财政收入", 80.0, 100.0),
        ("新增就业", pytest.approx(92.98, abs=0.01), 100.0),
    ]
    assert [bar.old_label for bar in amounts.bars] == ["12亿元", "5300人"]


def test_what_cannot_be_drawn_is_counted() -> None:
    masked = _target("学位", None, "个"), _target("学位", 900.0, "个")
    ranged = _target("班级", 3.0, "个", 5.0), _target("班级", 6.0, "个")
    units = _target("投资", 3.0, "亿元"), _target("投资", 6.0, "万元")
    more = [TargetChange(TargetChangeKind.CHANGED, *ends, "r1") for ends in (masked, ranged, units)]
    chart = _chart(*CHANGES, *more)
    assert chart
    assert sum(len(panel.bars) for panel in chart.panels) == len(CHANGES)
    assert "3项" in chart.rest


def test_a_panel_holds_the_first_targets_of_the_plan_and_the_rest_is_counted() -> None:
    many = [_raised(f"第{n}项", 1.0, 2.0, "%") for n in range(MOST_BARS + 4)]
    chart = _chart(*many)
    assert chart
    assert [bar.name for bar in chart.panels[0].bars] == [f"第{n}项" for n in range(MOST_BARS)]
    assert "4项" in chart.rest


def test_targets_that_changed_are_drawn_before_those_that_did_not() -> None:
    same = [_raised(f"未变{n}", 1.0, 1.0, "%") for n in range(MOST_BARS)]
    same = [replace(change, kind=TargetChangeKind.UNCHANGED) for change in same]
    changed = [_raised(f"变{n}", 1.0, 2.0, "%") for n in range(2)]
    chart = _chart(*same, *changed)
    assert chart
    names = [bar.name for bar in chart.panels[0].bars]
    assert names == [*(f"未变{n}" for n in range(MOST_BARS - 2)), "变0", "变1"]


def test_targets_of_one_plan_alone_make_no_picture() -> None:
    alone = TargetChange(TargetChangeKind.ADDED, None, _target("学位", 900.0, "个"), "r1")
    assert _chart(alone) is None


def test_word_has_native_charts_with_their_values_and_embeds_no_file() -> None:
    data = render(_comparison(*CHANGES), "docx", ReportOptions(table=True))
    assert len(Document(io.BytesIO(data)).inline_shapes) == 2
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert not [name for name in package.namelist() if "embed" in name]
        amounts = etree.fromstring(package.read("word/charts/chart2.xml"))
    values = [node.text for node in amounts.iterfind(f".//{CHART}val//{CHART}v")]
    assert [float(value or 0) for value in values] == [80, pytest.approx(92.98, abs=0.01), 100, 100]
    names = [node.text for node in amounts.iterfind(f".//{CHART}cat//{CHART}v")]
    assert names == ["财政收入", "新增就业"] * 2


def test_two_targets_that_one_target_follows_bear_their_own_names() -> None:
    joined = _target("城乡居民收入增长率", 7.5, "%")
    changes = (
        TargetChange(
            TargetChangeKind.LOWERED, _target(f"{holder}居民收入增长率", old, "%"), joined, "r1", 0
        )
        for holder, old in (("城镇", 8.0), ("农村", 7.5))
    )
    chart = _chart(*changes)
    assert chart is not None
    assert [bar.name for bar in chart.panels[0].bars] == [
        "城镇居民收入增长率",
        "农村居民收入增长率",
    ]
