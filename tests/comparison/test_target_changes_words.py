"""Values and differences of targets as readers write them."""

import pytest

from plandiff.comparison.reports.shared.labels import labels_for
from plandiff.comparison.reports.shared.targets import format_delta, format_value
from tests.target_plans import change_of


@pytest.mark.parametrize(
    ("old", "new", "language", "said"),
    [
        (
            "Build 3 kindergartens.",
            "Build 4 kindergartens.",
            "en",
            ("3 kindergartens", "4 kindergartens", "+1 kindergartens"),
        ),
        (
            "Invest $3.2 million in libraries.",
            "Invest $4.5 million in libraries.",
            "zh",
            ("$3.2 million", "$4.5 million", "+$1.3 million"),
        ),
        ("每学期家访2次。", "每学期家访3次。", "en", ("2次/学期", "3次/学期", "+1次/学期")),
        ("每学期家访2次。", "每学期家访3次。", "zh", ("每学期2次", "每学期3次", "+1次/学期")),
        (
            "Hold two drills per term.",
            "Hold three drills per term.",
            "zh",
            ("2 drills/term", "3 drills/term", "+1 drills/term"),
        ),
        ("生师比达到15:1。", "生师比达到13:1。", "zh", ("达到15:1", "达到13:1", "-2")),
        ("师生比达到1:15。", "师生比达到1:13。", "zh", ("达到1:15", "达到1:13", "+0.01")),
        (
            "成绩进入全市前五名。",
            "成绩进入全市前三名。",
            "zh",
            ("进入全市前五名", "进入全市前三名", "-2位"),
        ),
        ("力争保4争3。", "力争保3争2。", "zh", ("保4争3", "保3争2", "-1位")),
    ],
)
def test_a_value_reads_as_its_plan_would_print_it(
    old: str, new: str, language: str, said: tuple[str, str, str]
) -> None:
    change, labels = change_of(old, new), labels_for(language)
    assert change.old
    assert change.new
    words = (format_value(change.old, labels), format_value(change.new, labels))
    assert (*words, format_delta(change, labels)) == said


@pytest.mark.parametrize(
    ("old", "new", "effect"),
    [
        ("Reduce absence by 2%.", "Reduce absence by 3%.", "more"),
        ("Increase attendance by 3%.", "Increase attendance by 2%.", "less"),
        ("Keep dropout below 2%.", "Keep dropout below 1%.", "more"),
        (
            "Class sizes will not exceed 30 pupils.",
            "Class sizes will not exceed 32 pupils.",
            "less",
        ),
        ("Rank among the top five districts.", "Rank among the top three districts.", "more"),
        ("Raise attendance to 95%.", "Raise attendance to 96%.", "more"),
    ],
)
def test_an_english_change_asks_more_or_less(old: str, new: str, effect: str) -> None:
    assert change_of(old, new).effect == effect
