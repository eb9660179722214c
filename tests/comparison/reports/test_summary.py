"""What the summaries say, and how: text for a terminal or a mail, Markdown for a repository."""

import json
import re

import pytest
from msgspec.structs import replace

from plandiff.comparison.edits import Edit, EditNature, Op, RowKind
from plandiff.comparison.engine import compare
from plandiff.comparison.model import (
    Comparison,
    Notice,
    Replacement,
    TargetChange,
    TargetChangeKind,
)
from plandiff.comparison.reports import ReportOptions, Review, ReviewMark, ReviewNote, Show, render
from plandiff.comparison.reports.markdown_summary import escape
from plandiff.comparison.reports.shared.labels import labels_for
from plandiff.comparison.reports.shared.targets import format_value, plain_number
from plandiff.corpus.model import Finding, Relation, Removed, Span, Target
from plandiff.corpus.reading import read_plan
from plandiff.corpus.text.width import cell_width
from tests.reports_plans import a_plan, a_row, in_order, sample_comparison

WIDE = ReportOptions(width=0)


def _target(value: float | None, relation: Relation = Relation.AT_LEAST, **more: object) -> Target:
    base = Target("t0", "s1", Span(0, 2), "达到*%", "毛入园率", relation, value, unit="%")
    return replace(base, **more)


def _with_target(kind: TargetChangeKind, old: Target | None, new: Target | None,
                 **more: object) -> str:  # fmt: skip
    plan = a_plan((None, "计划", ""), ("一、", "目标", "毛入园率达到85%。"))
    change = TargetChange(kind, old, new, "r1", **more)  # type: ignore[arg-type]
    comparison = replace(in_order(plan, plan), targets=(change,))
    return render(comparison, "text", WIDE).decode()


def _text(comparison: Comparison, options: ReportOptions = WIDE) -> str:
    return render(comparison, "text", options).decode()


def test_a_changed_word_is_marked_so_that_it_reads_without_colour() -> None:
    old = a_plan((None, "计划", "毛入园率达到81%以上。"))
    new = a_plan((None, "计划", "毛入园率达到85%以上。"))
    row = replace(
        a_row(0, old.sections, new.sections),
        edits=(
            Edit(Op.EQUAL, "计划\n毛入园率达到"),
            Edit(Op.DELETE, "81%"),
            Edit(Op.INSERT, "85%"),
            Edit(Op.EQUAL, "以上。"),
        ),
    )
    assert "     毛入园率达到【81%→85%】以上。\n" in _text(Comparison(old, new, (row,)))


def test_a_long_replacement_is_told_as_deletion_and_insertion() -> None:
    old, new = a_plan((None, "计划", "甲" * 21)), a_plan((None, "计划", "乙" * 3))
    row = replace(
        a_row(0, old.sections, new.sections),
        edits=(Edit(Op.EQUAL, "计划\n"), Edit(Op.DELETE, "甲" * 21), Edit(Op.INSERT, "乙" * 3)),
    )
    assert f"【删：{'甲' * 21}】【增：乙乙乙】" in _text(Comparison(old, new, (row,)))


def test_a_sentence_that_went_elsewhere_names_the_place() -> None:
    old = a_plan((None, "计划", "甲。乙。"))
    new = a_plan((None, "计划", "甲。"), ("一、", "丙", "乙。"))
    row = replace(
        a_row(0, old.sections, new.sections[:1]),
        edits=(Edit(Op.EQUAL, "计划\n甲。"), Edit(Op.DELETE, "乙。", EditNature.MOVED, link="r1")),
    )
    comparison = Comparison(old, new, (row, a_row(1, (), new.sections[1:])))
    assert "甲。【移至“一、丙”：乙。】" in _text(comparison)
    assert "moved to “一、丙”" in _text(comparison, replace(WIDE, language="en"))
    assert "〔移至“一、丙”〕<del>乙。</del>" in render(comparison, "md").decode()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (_target(81), _target(85), "81%以上 → 85%以上（+4个百分点）"),
        (_target(8, unit="所"), _target(6, unit="所"), "8所以上 → 6所以上（-2所）"),
        (
            _target(1, Relation.RANGE, upper=2.0, unit="项"),
            _target(3, unit="项"),
            "1—2项 → 3项以上",
        ),
        (_target(1, unit="次/学期"), _target(2, unit="次/学期"), "每学期1次以上 → 每学期2次以上"),
        (_target(2 / 3 * 100, quote="三分之二以上"), _target(75), "三分之二以上 → 75%以上"),
        (
            _target(9, Relation.EQUAL, quote="增长9%"),
            _target(10, quote="增长10%以上"),
            "增长9% → 增长10%以上（+1个百分点）",
        ),
        (
            _target(80, Relation.EQUAL, quote="提高到80%"),
            _target(85, Relation.EQUAL, quote="达到85%"),
            "80% → 85%（+5个百分点）",
        ),
        (
            _target(5, Relation.EQUAL, quote="increase by 5%"),
            _target(6, Relation.AT_MOST, quote="年均下降不超过6%"),
            "increase by 5% → 年均下降不超过6%（+1个百分点）",
        ),
        (_target(None, masked=True), _target(85, Relation.AT_MOST), "达到*% → 不超过85%"),
    ],
)
def test_a_target_says_old_and_new_value_and_their_difference(
    old: Target, new: Target, said: str
) -> None:
    delta = None
    if old.value is not None and new.value is not None and old.upper is None:
        delta = new.value - old.value
    kind = TargetChangeKind.RAISED if (delta or 0) > 0 else TargetChangeKind.LOWERED
    assert f"毛入园率：{said}" in _with_target(kind, old, new, delta=delta)


@pytest.mark.parametrize(
    ("quote", "zh", "en"),
    [
        ("增长9%", "增长9%", "up 9%"),
        ("压减9%", "压减9%", "down 9%"),
        ("年均增长9%", "年均增长9%", "up 9% a year"),
        ("同比下降9%", "同比下降9%", "down 9% year on year"),
        ("grow by 9%", "grow by 9%", "grow by 9%"),
    ],
)
def test_a_change_as_target_is_told_in_the_language_of_the_report(
    quote: str, zh: str, en: str
) -> None:
    target = _target(9, Relation.EQUAL, quote=quote)
    assert format_value(target, labels_for("zh")) == zh
    assert format_value(target, labels_for("en")) == en


def test_a_deadline_that_moved_and_a_stricter_wording_are_said() -> None:
    old, new = _target(85, deadline="2033年"), _target(85, deadline="2032年")
    text = _with_target(
        TargetChangeKind.UNCHANGED, old, new, deadline="earlier", relation="tightened"
    )
    assert "◇ 改期  毛入园率：85%以上\n     一、目标（期限提前：2033年→2032年；要求收紧）" in text


def test_an_effect_against_the_direction_is_said() -> None:
    old, new = _target(52, Relation.AT_MOST), _target(50, Relation.AT_MOST)
    text = _with_target(TargetChangeKind.LOWERED, old, new, delta=-2.0, effect="more")
    assert "（实际要求更高）" in text


def test_unchanged_targets_are_counted_and_not_listed() -> None:
    text = _with_target(TargetChangeKind.UNCHANGED, _target(85), _target(85))
    assert "指标  没有变化；1项未变" in text
    assert "指标变化（" not in text


def test_groups_stand_in_the_order_in_which_a_reader_asks() -> None:
    titles = re.findall(
        r"^[一二三四五六七八九十]+、(\w+)", _text(sample_comparison()), re.MULTILINE
    )
    wanted = ["指标变化", "移动的章节", "拆分", "新增的章节", "删除的章节", "修改的章节"]
    assert titles[: len(wanted)] == wanted
    assert titles[-1] in {"未逐条列出的变化", "提示"}


def test_wording_changed_throughout_is_told_once() -> None:
    old, new = a_plan((None, "计划", "股东大会。")), a_plan((None, "计划", "股东会。"))
    row = replace(
        a_row(0, old.sections, new.sections),
        edits=(
            Edit(Op.EQUAL, "计划\n"),
            Edit(Op.DELETE, "股东大会"),
            Edit(Op.INSERT, "股东会"),
            Edit(Op.EQUAL, "。"),
        ),
    )
    comparison = Comparison(
        old, new, (row,), replacements=(Replacement("股东大会", "股东会", 16, ("r0",)),)
    )
    text = _text(comparison)
    assert "“股东大会”改为“股东会”，共16处，涉及1节" in text
    assert "只涉及上述统一用语的：1节" in text
    assert "修改的章节（" not in text


def test_differences_of_form_are_counted_and_not_listed() -> None:
    old, new = a_plan((None, "计划", "甲，乙")), a_plan((None, "计划", "甲,乙"))
    row = replace(a_row(0, old.sections, new.sections), substantive=False)
    text = _text(Comparison(old, new, (row,)))
    assert "只有标点、全半角、空格、简繁等形式不同的：1节" in text
    assert "没有变化；1节仅形式不同" in text


def test_findings_noise_and_notices_close_the_summary() -> None:
    plan = replace(
        a_plan((None, "计划", ""), ("0.", "第十项", "甲")),
        findings=(Finding("damaged-number", "s1", "0."), Finding("odd-thing", None, "怪")),
        removed=(Removed("2、", "page-marker"), Removed("3、", "page-marker")),
    )
    comparison = replace(
        in_order(plan, plan), notices=(Notice("word-diff-limited", "…", "r1"), Notice("x", "说明"))
    )
    text = _text(comparison)
    assert "! 本节篇幅很长，先按句、再按词比较——0.第十项" in text
    assert "! 说明" in text
    assert "编号残缺（1处）：0.第十项" in text
    assert "odd thing（1处）：怪" in text
    assert "旧版读入时去除的非正文内容：页码标记2处" in text


def test_many_findings_of_one_kind_are_named_up_to_a_few() -> None:
    sections = [(f"{i}.", f"第{i}项", "") for i in range(1, 9)]
    plan = a_plan((None, "计划", ""), *sections)
    found = tuple(Finding("masked-number", section.id, "*.") for section in plan.sections[1:])
    text = _text(in_order(replace(plan, findings=found), plan))
    assert "编号被遮盖（8处）：1.第1项；2.第2项；3.第3项；4.第4项；5.第5项；6.第6项等" in text


def test_a_sentence_that_went_to_an_unknown_place_is_still_told() -> None:
    old, new = a_plan((None, "计划", "甲。乙。")), a_plan((None, "计划", "甲。"))
    edits = (Edit(Op.EQUAL, "计划\n甲。"), Edit(Op.DELETE, "乙。", EditNature.MOVED))
    comparison = Comparison(old, new, (replace(a_row(0, old.sections, new.sections), edits=edits),))
    assert "甲。【移出：乙。】" in _text(comparison)
    assert "〔移至“别处”〕<del>乙。</del>" in render(comparison, "md").decode()
    page = render(comparison, "html").decode()
    assert '<span class="where">〔移至“别处”〕</span><del>乙。</del>' in page


def test_a_target_change_without_a_target_is_an_error_of_ours() -> None:
    with pytest.raises(ValueError, match="names no target"):
        _with_target(TargetChangeKind.CHANGED, None, None)


def test_review_marks_and_notes_are_part_of_the_summary() -> None:
    comparison = sample_comparison()
    row = next(row for row in comparison.rows if row.kind is RowKind.ADDED)
    review = Review((ReviewMark(row.id),), (ReviewNote(row.id, "请财务股核实"),))
    text = _text(comparison, replace(WIDE, review=review))
    assert "［已阅］" in text
    assert "批注：请财务股核实" in text
    assert re.search(r"审阅  已阅1处，共\d+处；批注1条", text)
    left = _text(comparison, replace(WIDE, review=review, reviewed=False))
    assert "请财务股核实" not in left
    assert "只列  未阅" in left


def test_only_narrows_the_groups_and_targets_alone_are_a_table_of_targets() -> None:
    comparison = sample_comparison()
    text = _text(comparison, replace(WIDE, only=frozenset({Show.TARGETS})))
    assert "指标变化（" in text
    assert "新增的章节（" not in text
    text = _text(comparison, replace(WIDE, only=frozenset({Show.ADDED})))
    assert "新增的章节（" in text
    assert "修改的章节（" not in text


def test_colour_adds_styles_and_changes_no_word() -> None:
    comparison = sample_comparison()
    coloured = _text(comparison, replace(WIDE, color=True))
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == _text(comparison)


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_line_is_wider_than_asked(width: int, language: str) -> None:
    text = _text(sample_comparison(), ReportOptions(width=width, language=language))
    assert max(cell_width(line) for line in text.split("\n")) <= width


def test_a_plan_against_itself_says_that_nothing_changed() -> None:
    plan = sample_comparison().old
    text = _text(in_order(plan, plan), replace(WIDE, language="en"))
    assert f"Sections  no change; {len(plan.sections)} unchanged" in text


def test_context_minus_one_keeps_all_text() -> None:
    comparison = sample_comparison()
    assert "……" in _text(comparison).rsplit("\n\n", 1)[0]
    assert "……" not in _text(comparison, replace(WIDE, context=-1)).rsplit("\n\n", 1)[0]


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("达到*%以上", r"达到\*%以上"),
        ("<script>", "&lt;script&gt;"),
        ("a|b", r"a\|b"),
        ("[x](javascript:y)", r"\[x\](javascript:y)"),
        ("@zhang #12", "@<!-- -->zhang \\#<!-- -->12"),
    ],
)
def test_markdown_shows_exactly_the_characters_of_the_plan(text: str, markdown: str) -> None:
    assert escape(text) == markdown


def test_a_paragraph_that_begins_like_a_list_is_none() -> None:
    old, new = a_plan((None, "计划", "1. 甲")), a_plan((None, "计划", "1. 乙"))
    text = render(in_order(old, new), "md").decode()
    assert "   1\\. <del>甲</del><ins>乙</ins>" in text


def test_the_short_form_folds_the_lists_and_tells_each_change_in_a_line() -> None:
    text = render(sample_comparison(), "md", ReportOptions(short=True)).decode()
    assert "<details><summary>修改的章节（22节）</summary>" in text
    assert "| ▲ 提高 |" in text
    line = next(line for line in text.splitlines() if "2.改善办学条件：" in line)
    assert line.endswith("：……投入资金<del>0.36亿</del><ins>3600万</ins>元，……")
    assert "\n- **拆分、合并的章节（2处）** 拆分（" in text


def test_the_short_form_has_fewer_than_sixty_lines_and_the_verdict_is_the_first() -> None:
    sections = [(f"{n}、", f"第{n}项", f"新建学校{n}所，学位{n}00个。") for n in range(1, 90)]
    others = [(f"{n}、", f"第{n}项", f"新建学校{n + 1}所，班级{n}00个。") for n in range(1, 95)]
    old, new = a_plan((None, "计划", ""), *sections), a_plan((None, "计划", ""), *others)
    rows = in_order(old, new)
    values = [_amount(f"t{n}", f"指标{n}", float(n)) for n in range(120)]
    kinds = TargetChangeKind.RAISED, TargetChangeKind.ADDED, TargetChangeKind.REMOVED
    targets = tuple(
        TargetChange(
            kinds[n % 3],
            None if n % 3 == 1 else target,
            None if n % 3 == 2 else replace(target, value=n + 1.0),
            "r1",
        )
        for n, target in enumerate(values)
    )
    many = replace(rows, targets=targets)
    for comparison in (many, sample_comparison()):
        lines = render(comparison, "md", ReportOptions(short=True)).decode().splitlines()
        assert len(lines) < 60
        assert lines[2].startswith("**")
        assert lines[2].endswith("。**")


def _amount(key: str, name: str, value: float) -> Target:
    return Target(key, "s1", Span(0, 2), f"{value:g}个", name, Relation.EQUAL, value, unit="个")


@pytest.mark.parametrize(
    ("value", "text"),
    [(3640.0, "3640"), (99.5, "99.5"), (0.1 + 0.2, "0.3"), (1e15, "1000000000000000")],
)
def test_numbers_are_written_without_exponent_or_noise(value: float, text: str) -> None:
    assert plain_number(value) == text


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_a_plan_without_a_title_goes_by_its_file_name(form: str) -> None:
    old = a_plan((None, "", "甲。"), name="青榆县.2030.docx")
    new = a_plan((None, "", "乙。"), name="-")
    said = render(in_order(old, new), form, WIDE).decode()
    assert "青榆县.2030.docx（未读出标题" in said
    assert "-（未读出标题" in said
    said = render(in_order(new, old), form, WIDE).decode()
    assert re.search(r'(?:1\. \**|<h3 id="r0-title">)青榆县\.2030', said)


def test_the_top_changes_are_listed_by_consequence_and_the_rest_is_counted() -> None:
    text = render(sample_comparison(), "text", ReportOptions(top=3)).decode()
    whole = render(sample_comparison(), "json").decode()
    order = json.loads(whole)["verdict"]["order"]
    listed = [line for line in text.splitlines() if line.startswith(("  ▼ ", "  ● "))]
    assert len(listed) == 3
    assert listed[0].startswith("  ▼ 指标降低")
    assert f"其余{len(order) - 3}项从略" in text


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        # a word beside the same number
        ("生产总值增长6%。", "生产总值增长6%左右。", "（改为约数）"),
        ("巩固率95%左右。", "巩固率达到95%。", "（改为确数）"),
        ("巩固率达到95%。", "巩固率达到95%以上。", "（要求收紧）"),
        # a place is better the lower it is
        ("综合实力进入全省前10名。", "综合实力进入全省前5名。", "▲ 位次前移  综合实力"),
        ("学科进入ESI前1%。", "学科进入ESI前2%。", "▼ 位次后移  学科"),
        # one plan leaves the number to the superior
        ("新增就业500人。", "新增就业人数完成云州市下达的任务。", "（改为按上级下达目标）"),
        # each part of a joint statement has its own name
        (
            "城镇居民收入增长8%，农村居民收入增长7%。",
            "城乡居民收入均增长7%。",
            "▼ 降低  城镇居民收入增长率：",
        ),
    ],
)
def test_a_row_of_targets_makes_sense_alone(old: str, new: str, said: str) -> None:
    head = "云川县工作计划\n一、目标\n"
    before, after = (read_plan("a.txt", data=(head + body).encode()) for body in (old, new))
    assert said in _text(compare(before, after), WIDE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("粮食产量30万吨以上。", "粮食产量32万吨。"),
        ("新增专项债券3亿元。", "新增专项债券3亿元以内。"),
    ],
)
def test_no_requirement_is_called_relaxed_where_the_number_says_more_or_nothing_is_asked(
    old: str, new: str
) -> None:
    head = "云川县工作计划\n一、目标\n"
    before, after = (read_plan("a.txt", data=(head + body).encode()) for body in (old, new))
    assert "要求放宽" not in _text(compare(before, after), WIDE)
