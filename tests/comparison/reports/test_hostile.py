"""Every format takes every text: control characters, surrogates, markup; and user templates."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from plandiff.comparison.model import Comparison, TargetChange, TargetChangeKind
from plandiff.comparison.reports import FORMATS, ReportOptions, format_of_suffix, render
from plandiff.comparison.reports.shared.json_values import to_json_bytes
from plandiff.corpus.errors import UsageError
from plandiff.corpus.model import Finding, Relation, Removed, Span, Target
from plandiff.corpus.text.escape import visible, visible_line
from plandiff.corpus.text.width import cell_width
from tests.reports_plans import a_plan, comparisons, in_order, sample_comparison

INVISIBLE = "\xad\u034f\u115f\u1160\u200b\u2060\u2800\u3164\uffa0\U000e0001\U000e0041\U000e007f"
UNSAFE = "\x7f\x85\x9b\u061c\u200e\u202e\u2069\ud800"
NASTY = f"\x00\x07\x1b[31m{UNSAFE}{INVISIBLE}\u2028\ufffe\uffff<&\"'>|*_`#@=+-"


def _nasty() -> Comparison:
    old = a_plan((NASTY, NASTY, NASTY), (NASTY, NASTY, f"甲{NASTY}"), name=NASTY)
    new = a_plan((NASTY, NASTY, NASTY), (NASTY, NASTY, f"乙{NASTY}"), (NASTY, "", ""), name=NASTY)
    target = Target("t0", "s1", Span(0, 1), NASTY, NASTY, Relation.EQUAL, 1.0, unit=NASTY,
                    scope=NASTY, deadline=NASTY)  # fmt: skip
    old = replace(old, findings=(Finding(NASTY, "s9", NASTY),), removed=(Removed(NASTY, NASTY),))
    changes = (
        TargetChange(TargetChangeKind.CHANGED, target, target, "r1", float("inf")),
        TargetChange(TargetChangeKind.REMOVED, target, None, "r1"),
    )
    return replace(in_order(old, new), targets=changes)


CASES = [
    (form, table) for form in FORMATS for table in (False, True) if form == "docx" or not table
]


def _texts(form: str, data: bytes) -> str:
    """What the report says, as text; parts of a package are parsed, so broken XML fails."""
    if not FORMATS[form].binary:
        return data.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [package.read(name) for name in package.namelist() if name.endswith(".xml")]
    return "".join("".join(str(t) for t in etree.fromstring(part).itertext()) for part in parts)


@pytest.mark.parametrize(("form", "table"), CASES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_in_a_plan_breaks_a_report_or_steers_its_reader(
    form: str, table: bool, language: str
) -> None:
    data = render(_nasty(), form, ReportOptions(table=table, language=language))
    text = _texts(form, data)
    hidden = (
        "" if form == "json" else f"{INVISIBLE}\u2028\ufffe\uffff"
    )  # JSON holds the text itself
    assert not set(text) & set(f"\x00\x07\x1b{UNSAFE}{hidden}")


@settings(max_examples=6)
@given(comparisons())
def test_every_format_renders_every_comparison(comparison: Comparison) -> None:
    for form, table in CASES:
        assert _texts(form, render(comparison, form, ReportOptions(table=table)))


def test_visible_keeps_the_length_and_hides_nothing() -> None:
    assert len(visible(NASTY)) == len(NASTY)
    assert visible(INVISIBLE) == "¦" * len(INVISIBLE)
    assert cell_width(visible(NASTY)) >= len(NASTY)
    assert visible("a\tb\x1b]0;x\x07\n") == "a b␛]0;x␇\n"
    assert visible_line("a\nb") == "a b"


@given(st.text(st.characters() | st.sampled_from(UNSAFE)))
def test_json_is_safe_to_print_and_gives_the_same_text_back(text: str) -> None:
    data = to_json_bytes({"text": text, "lists": [[text]]})
    assert not set(data.decode("utf-8")) & set(UNSAFE)
    assert json.loads(data) == {"text": text, "lists": [[text]]}


def test_an_unknown_format_or_suffix_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match="text md html json csv prompt docx xlsx"):
        render(_nasty(), "odt")
    with pytest.raises(UsageError, match=r"\.docx"):
        format_of_suffix(".odt")
    assert format_of_suffix(".DOCX").name == "docx"


def _templated(template: str, form: str = "text") -> str:
    return render(sample_comparison(), form, ReportOptions(template=template)).decode()


def test_a_template_sees_the_digest_the_comparison_and_the_words() -> None:
    template = (
        "{{ digest.title }}/{{ comparison.counts.rows.added }}/{{ label('kind.added') }}/"
        "{{ language }}/{{ digest.targets[0].indicator }}/{{ '\x07' | visible }}\n"
    )
    assert _templated(template) == "计划对比摘要/5/新增/zh/学前三年毛入园率/␇\n"


def test_the_example_of_the_manual_renders() -> None:
    manual = Path(__file__).resolve().parents[3] / "docs" / "templates.md"
    example = manual.read_text(encoding="utf-8").split("```jinja\n")[1].split("```")[0]
    text = _templated(example)
    assert "- 学前三年毛入园率: 96% -> 97.5% (一、总体目标)" in text
    assert "新增的章节（5节）" in text


def test_a_template_for_html_escapes_by_itself() -> None:
    assert _templated("{{ '<b>' }}", "html") == "&lt;b&gt;"
    assert _templated("{{ '<b>' }}", "md") == "<b>"


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ digest.nothing }}",
        "{% include '/etc/passwd' %}",
        "{% for %}",
        "{{ 1 / 0 }}",
        "{{ label('no.such.word') }}",
        "{{ range(10 ** 9) | list }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{{ 'x'.nothing.more }}",
        # Jinja makes Python of these that does not compile, or asserts while it does.
        "{% for a in [1] %}" * 25 + "{% endfor %}" * 25,
        "{% macro m(x, x) %}{% endmacro %}",
        "{{ label(a=1, a=2) }}",
        "{{ cycler() }}",
        "{% set digest.title = 1 %}",
        "{{ '(' * 3000 }}{{ " + "(" * 3000 + " }}",
    ],
)
def test_a_faulty_or_nosy_template_is_refused_in_one_line(template: str) -> None:
    with pytest.raises(UsageError, match="the template fails") as raised:
        _templated(template)
    assert "\n" not in str(raised.value)
