"""Laws of the redline: accepting all changes gives the new plan, rejecting all the old one."""

import io
import re
import shutil
import subprocess
from itertools import combinations
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from lxml import etree
from msgspec.structs import replace

from plandiff.comparison.edits import Edit, EditNature, Op
from plandiff.comparison.engine import compare
from plandiff.comparison.model import Comparison
from plandiff.comparison.reports import FIXED_DATE, ReportOptions, Review, ReviewNote, render
from plandiff.comparison.reports.word.redline_chunks import plan_paragraphs
from plandiff.comparison.reports.word.redline_stream import rows_in_place
from plandiff.corpus.reading import read_plan
from tests.reports_plans import (
    WORD,
    a_plan,
    a_row,
    comparisons,
    document_xml,
    in_order,
    resolved_paragraphs,
    sample_comparison,
)
from tests.timing import PATIENCE

OLD = a_plan(
    (None, "青榆县计划", "前言。"),
    ("一、", "扩充学位", "新增学位100个。\n建成幼儿园2所。"),
    ("二、", "家校共育", "每学期家访1次。"),
    ("三、", "保障", "落实经费。"),
)
NEW = a_plan(
    (None, "青榆县计划", "前言。"),
    ("一、", "家校共育", "每学期家访1次。"),
    ("二、", "扩充学位", "新增学位120个。"),
    ("三、", "幼儿园", "建成幼儿园2所。"),
    ("四、", "附则", "自印发之日起施行。"),
)


def _moved_and_split() -> Comparison:
    old, new = OLD.sections, NEW.sections
    rows = (
        a_row(0, old[:1], new[:1]),
        a_row(1, old[2:3], new[1:2], moved=True),
        a_row(2, old[1:2], new[2:4]),
        a_row(3, old[3:], ()),
        a_row(4, (), new[4:]),
    )
    return Comparison(OLD, NEW, rows)


def _resolves(comparison: Comparison, docx: bytes) -> None:
    assert resolved_paragraphs(docx, accept=True) == plan_paragraphs(comparison.new)
    assert resolved_paragraphs(docx, accept=False) == plan_paragraphs(comparison.old)


def _ids(docx: bytes) -> list[str]:
    root = etree.fromstring(document_xml(docx))
    starts = {
        f"{WORD}{name}"
        for name in (
            "ins", "del", "moveFrom", "moveTo", "commentRangeStart", "moveFromRangeStart",
            "moveToRangeStart",
        )
    }  # fmt: skip
    return [str(node.get(f"{WORD}id")) for node in root.iter(*starts)]


def test_a_moved_a_split_an_added_and_a_dropped_section_resolve_to_both_plans() -> None:
    comparison = _moved_and_split()
    docx = render(comparison, "docx")
    assert resolved_paragraphs(docx, accept=True) == [
        "青榆县计划", "前言。", "一、家校共育", "每学期家访1次。", "二、扩充学位",
        "新增学位120个。", "三、幼儿园", "建成幼儿园2所。", "四、附则", "自印发之日起施行。",
    ]  # fmt: skip
    _resolves(comparison, docx)


@settings(max_examples=20)
@given(comparisons())
def test_any_comparison_resolves_to_both_plans_with_unique_ids(comparison: Comparison) -> None:
    for native in (False, True):
        docx = render(comparison, "docx", ReportOptions(native_moves=native))
        _resolves(comparison, docx)
        ids = _ids(docx)
        assert len(ids) == len(set(ids))


@settings(max_examples=20)
@given(comparisons())
def test_rows_in_place_keep_the_order_of_both_plans(comparison: Comparison) -> None:
    chain = rows_in_place(comparison)
    for side in ("old", "new"):
        ids = [int(section.id[1:]) for row in chain for section in getattr(row, side)]
        assert ids == sorted(ids)


def test_a_moved_section_says_on_both_ends_where_the_other_is() -> None:
    docx = render(_moved_and_split(), "docx")
    comments = document_xml(docx, "word/comments.xml").decode()
    assert "移至“一、家校共育”" in comments
    assert "移自“二、家校共育”" in comments
    assert "<w:moveFrom" not in document_xml(docx).decode()


def test_only_what_the_comparison_calls_moved_is_said_to_have_moved() -> None:
    comparison = _moved_and_split()
    rows = tuple(replace(row, moved=False) for row in comparison.rows)
    docx = render(replace(comparison, rows=rows), "docx")
    assert _commented(docx) == []
    _resolves(comparison, docx)


def _moved_with(old: str, new: str) -> Comparison:
    """A section of that text that moved before another one."""
    plans = (
        a_plan((None, "计划", ""), ("一、", "甲", "留在原处。" * 9), ("二、", "学位", old)),
        a_plan((None, "计划", ""), ("一、", "学位", new), ("二、", "甲", "留在原处。" * 9)),
    )
    (a, b, c), (d, e, f) = (plan.sections for plan in plans)
    rows = (a_row(0, (a,), (d,)), a_row(1, (c,), (e,), moved=True), a_row(2, (b,), (f,)))
    return Comparison(*plans, rows)


def _commented(docx: bytes) -> list[tuple[str, str]]:
    """Each comment behind the overview, which is the first, with the words on which it stands."""
    root = etree.fromstring(document_xml(docx))
    comments = etree.fromstring(document_xml(docx, "word/comments.xml"))
    said = {c.get(f"{WORD}id"): "".join(map(str, c.itertext())) for c in comments}
    found: list[tuple[str, str]] = []
    for start in root.iter(f"{WORD}commentRangeStart"):
        words = ""
        for node in start.itersiblings():
            if node.tag == f"{WORD}commentRangeEnd":
                break
            words += "".join(map(str, node.itertext()))
        found.append((words, said[start.get(f"{WORD}id")]))
    return found[1:]


def test_a_section_that_moved_and_changed_tells_each_change_at_its_new_place() -> None:
    comparison = _moved_with(
        "新增学位100个。\n按季通报。年底验收。", "新增学位120个，优先安排。\n按季通报。"
    )
    docx = render(comparison, "docx")
    assert _commented(docx) == [
        ("一、学位", "移自“二、学位”（文字另有3处修改，在移入处批注）"),
        ("2", "移动后修改，原为：0"),
        ("，优先安排", "移动后新增"),
        ("", "移动后删去：年底验收。"),
        ("二、学位", "移至“一、学位”（文字另有3处修改，在移入处批注）"),
    ]
    _resolves(comparison, docx)


def test_so_many_changes_that_comments_would_hide_the_text_are_only_counted() -> None:
    comparison = _moved_with("甲。乙" * 20, "甲，乙" * 20)
    docx = render(comparison, "docx")
    assert [said for _, said in _commented(docx)] == [
        "移自“二、学位”（文字另有20处修改，见对照表）",
        "移至“一、学位”（文字另有20处修改，见对照表）",
    ]
    _resolves(comparison, docx)


def test_native_moves_are_tied_by_name_and_only_where_asked() -> None:
    docx = render(_moved_and_split(), "docx", ReportOptions(native_moves=True))
    xml = document_xml(docx).decode()
    starts = re.findall(r'<w:move(From|To)RangeStart [^>]*w:name="(\w+)"', xml)
    assert sorted(starts) == [
        ("From", "move1"),
        ("From", "move2"),
        ("To", "move1"),
        ("To", "move2"),
    ]


def test_a_sentence_that_went_elsewhere_bears_a_comment() -> None:
    old, new = (
        a_plan((None, "计划", "甲。乙。")),
        a_plan((None, "计划", "甲。"), ("一、", "丙", "乙。")),
    )
    first = a_row(0, old.sections, new.sections[:1])
    gone = (Edit(Op.EQUAL, "计划\n甲。"), Edit(Op.DELETE, "乙。", EditNature.MOVED, link="r1"))
    row = replace(first, edits=gone)
    comparison = Comparison(old, new, (row, a_row(1, (), new.sections[1:])))
    docx = render(comparison, "docx")
    assert "移至“一、丙”" in document_xml(docx, "word/comments.xml").decode()
    _resolves(comparison, docx)


def test_author_date_and_notes_are_those_of_the_options() -> None:
    options = ReportOptions(
        author="张三<办>",
        date="2031-03-01T08:00:00+08:00",
        review=Review(notes=(ReviewNote("r2", "请核对学位数", "李四", "2031-03-02T09:00:00Z"),)),
    )
    docx = render(_moved_and_split(), "docx", options)
    root = etree.fromstring(document_xml(docx))
    revisions = list(root.iter(f"{WORD}ins", f"{WORD}del"))
    assert {node.get(f"{WORD}author") for node in revisions} == {"张三<办>"}
    dates = {node.get(f"{WORD}date") for node in revisions}
    assert dates <= {"2031-03-01T00:00:00Z", "2031-03-01T00:05:00Z"}
    comments = document_xml(docx, "word/comments.xml").decode()
    assert "请核对学位数（李四 2031-03-02）" in comments


def test_python_docx_reads_it_and_headings_are_word_headings_with_their_labels() -> None:
    document = Document(io.BytesIO(render(in_order(NEW, NEW), "docx")))
    found = [(p.style.name, p.text) for p in document.paragraphs if p.style and p.style.name]
    assert found[0] == ("Title", "青榆县计划")
    assert ("Heading 1", "一、家校共育") in found
    assert ("Plan Text", "每学期家访1次。") in found


def test_plans_that_share_nothing_still_resolve() -> None:
    old, new = a_plan((None, "甲", "乙\n丙")), a_plan((None, "丁", "戊"))
    rows = (a_row(0, old.sections, ()), a_row(1, (), new.sections))
    comparison = Comparison(old, new, rows)
    _resolves(comparison, render(comparison, "docx"))


_FAMILIES = ("revisions", "seeds/*", "plans/edu_*", "plans/gov_hailar_*", "plans/fyp_*")


def _pairs(shared: Path, family: str) -> list[tuple[Path, Path]]:
    """Both versions of each revised text, or every two plans of a family."""
    if family == "revisions":
        news = sorted(shared.glob("revisions/*.new.txt"))
        return [(new.with_name(new.name.replace(".new.", ".old.")), new) for new in news]
    return list(combinations(sorted(shared.glob(f"{family}.txt")), 2))


@pytest.mark.shared
def test_a_real_revision_resolves_to_both_plans(shared: Path) -> None:
    slug = shared / "revisions" / "uestclug-zhangcheng-2019"
    comparison = compare(read_plan(f"{slug}.old.txt"), read_plan(f"{slug}.new.txt"))
    _resolves(comparison, render(comparison, "docx"))


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.parametrize("family", _FAMILIES)
def test_all_pairs_of_real_plans_resolve_to_both_plans(shared: Path, family: str) -> None:
    pairs = _pairs(shared, family)
    plans = {path: read_plan(str(path)) for pair in pairs for path in pair}
    assert pairs
    for old, new in pairs:
        comparison = compare(plans[old], plans[new])
        _resolves(comparison, render(comparison, "docx"))


_MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"
 script:language="StarBasic">
Sub Resolve(source As String, target As String, command As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  doc = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  dispatcher.executeDispatch(doc.CurrentController.Frame, command, "", 0, Array())
  Dim args(1) As New com.sun.star.beans.PropertyValue
  args(0).Name = "FilterName" : args(0).Value = "Text (encoded)"
  args(1).Name = "FilterOptions" : args(1).Value = "UTF8,LF"
  doc.storeToURL(target, args())
  doc.close(True)
End Sub
</script:module>
"""


def libreoffice_lines(*jobs: tuple[Path, str]) -> list[list[str]]:
    """The paragraphs of each document after LibreOffice has run a command on it."""
    folder = jobs[0][0].parent
    profile = folder / "profile"
    office = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    if not profile.exists():  # a first start fills the profile, over any macro that lies there
        subprocess.run([*office, "--terminate_after_init"], check=True, capture_output=True)
    module = profile / "user" / "basic" / "Standard" / "Module1.xba"
    module.write_text(_MACRO, encoding="utf-8")
    targets = [docx.with_suffix(f".{command}.txt") for docx, command in jobs]
    macros = []
    for (docx, command), target in zip(jobs, targets, strict=True):
        places = ",".join(f'"{p}"' for p in (docx.as_uri(), target.as_uri(), f".uno:{command}"))
        macros.append(f"macro:///Standard.Module1.Resolve({places})")
    subprocess.run([*office, *macros], check=True, capture_output=True, timeout=PATIENCE)
    return [target.read_text(encoding="utf-8-sig").split("\n") for target in targets]


_NEEDS_OFFICE = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed"
)


@_NEEDS_OFFICE
@pytest.mark.slow
@pytest.mark.parametrize("native", [False, True])
def test_libreoffice_accepts_and_rejects_to_the_same_paragraphs(
    tmp_path: Path, native: bool
) -> None:
    _resolves_in_libreoffice(sample_comparison(), tmp_path, ReportOptions(native_moves=native))


@_NEEDS_OFFICE
@pytest.mark.slow
@pytest.mark.shared
def test_libreoffice_resolves_a_real_revision_with_moves(shared: Path, tmp_path: Path) -> None:
    slug = shared / "revisions" / "kaiyuanshe-zhangcheng-2023-2025"
    comparison = compare(read_plan(f"{slug}.old.txt"), read_plan(f"{slug}.new.txt"))
    assert any(row.moved for row in comparison.rows)
    _resolves_in_libreoffice(comparison, tmp_path, ReportOptions())


def _resolves_in_libreoffice(
    comparison: Comparison, tmp_path: Path, options: ReportOptions
) -> None:
    docx = tmp_path / "redline.docx"
    docx.write_bytes(render(comparison, "docx", options))
    commands = ("AcceptAllTrackedChanges", "RejectAllTrackedChanges")
    found = libreoffice_lines(*((docx, command) for command in commands))
    for lines, plan in zip(found, (comparison.new, comparison.old), strict=True):
        assert [line for line in lines if line] == [p for p in plan_paragraphs(plan) if p]


@pytest.mark.parametrize(
    ("year", "given", "date"),
    [
        (2031, FIXED_DATE, "2031-01-01T00:00:00Z"),
        (2031, "2032-05-06", "2032-05-06T00:00:00Z"),
        (None, FIXED_DATE, "2000-01-01T00:00:00Z"),
        (3, FIXED_DATE, "2000-01-01T00:00:00Z"),
    ],
)
def test_changes_without_a_date_bear_the_year_of_the_new_plan(
    year: int | None, given: str, date: str
) -> None:
    old, new = a_plan((None, "计划", "甲。")), a_plan((None, "计划", "乙。"))
    comparison = in_order(old, replace(new, year=year))
    xml = document_xml(render(comparison, "docx", ReportOptions(date=given)))
    assert f'w:date="{date}"'.encode() in xml
