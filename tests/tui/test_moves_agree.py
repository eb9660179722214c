"""What moved is the same in the comparison, the table, both kinds of redline and the app."""

import csv
import io
import random
import re

import pytest

from plandiff.comparison.edits import Side
from plandiff.comparison.engine import compare
from plandiff.comparison.model import Comparison
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.registry import render
from plandiff.comparison.reports.shared.section_paths import section_paths_of
from plandiff.corpus.locales import Words
from plandiff.tui.render.context import UNICODE
from plandiff.tui.render.rows import RowRenderer
from tests.alignment_plans import flat, generated_texts
from tests.reports_plans import document_xml

TEXTS = generated_texts(11, 9)
Moves = list[tuple[str, str]]
"""Path of a section in the old and in the new plan."""


def shuffled(seed: int) -> Comparison:
    """A block or single sections taken elsewhere, one of them reworded."""
    dice = random.Random(seed)  # noqa: S311 - repeatable, not secret
    order = list(range(len(TEXTS)))
    for _ in range(1 + seed % 2):
        start, size = dice.randrange(len(order) - 2), dice.choice((1, 1, 2))
        block, order[start : start + size] = order[start : start + size], []
        at = dice.randrange(len(order) + 1)
        order[at:at] = block
    new = [TEXTS[place] for place in order]
    heading, body = new[seed % len(new)]
    new[seed % len(new)] = (heading, body.replace("，", "，切实", 1))
    return compare(flat(TEXTS), flat(new))


def in_comparison(comparison: Comparison) -> Moves:
    places = section_paths_of(comparison)
    return sorted(
        (places[Side.OLD].path(row.old[0]), places[Side.NEW].path(row.new[0]))
        for row in comparison.rows
        if row.moved
    )


def in_csv(comparison: Comparison) -> Moves:
    text = render(comparison, "csv", ReportOptions(csv_rows=True)).decode("utf-8-sig")
    lines = csv.DictReader(io.StringIO(text))
    return sorted((row["旧版位置"], row["新版位置"]) for row in lines if "移动" in row["类型"])


def count_in_table(comparison: Comparison) -> int:
    """Rows of the 对照表 whose kind is a move."""
    xml = document_xml(render(comparison, "docx", ReportOptions(table=True))).decode()
    return len(re.findall(">(?:[^<>]+、)?移动(?:、[^<>]+)?<", xml))


def in_redline(comparison: Comparison) -> Moves:
    docx = render(comparison, "docx")
    if b"commentReference" not in document_xml(docx):
        return []
    comments = document_xml(docx, "word/comments.xml").decode()
    to, came = (re.findall(f"{word}“([^”]+)”", comments) for word in ("移至", "移自"))
    by_title = {path.partition(".")[2]: path for path in to}  # titles are unique here
    return sorted((path, by_title[path.partition(".")[2]]) for path in came)


def in_app(comparison: Comparison) -> Moves:
    renderer = RowRenderer(comparison, Words("zh", "app"), UNICODE)
    tags = [(renderer.tag(row, Side.NEW), renderer.tag(row, Side.OLD)) for row in comparison.rows]
    return sorted(
        (came.split("移自 ")[1], to.split("移至 ")[1])
        for came, to in tags
        if "移自" in came or "移至" in to
    )


@pytest.mark.parametrize("seed", range(1, 4))
def test_what_moved_is_the_same_everywhere(seed: int) -> None:
    comparison = shuffled(seed)
    moved = in_comparison(comparison)
    assert [in_csv(comparison), in_redline(comparison), in_app(comparison)] == [moved] * 3
    assert count_in_table(comparison) == len(moved)
    native = document_xml(render(comparison, "docx", ReportOptions(native_moves=True)))
    for tag in (b"<w:moveFromRangeStart", b"<w:moveToRangeStart"):
        assert native.count(tag) == 2 * len(moved)  # a heading and its text
