"""Every value of a vocabulary that a report can meet has its word in both languages."""

import ast
from pathlib import Path

import pytest

import plandiff.comparison.reports
from plandiff.comparison.edits import RowKind
from plandiff.comparison.model import TargetChangeKind
from plandiff.comparison.reports import Preset, Show
from plandiff.comparison.reports.html_page import SIGNS
from plandiff.comparison.reports.registry import FORMATS
from plandiff.comparison.reports.shared.labels import labels_for
from plandiff.comparison.reports.shared.marks import Mark
from plandiff.comparison.reports.word.cells import FORMS
from plandiff.corpus.cleaning import (
    boilerplate,
    markup,
    page_edges,
    page_marks,
    removed_content,
)
from plandiff.corpus.locales import LANGUAGES
from plandiff.corpus.model import Relation
from plandiff.corpus.outline import numbering, tree
from plandiff.corpus.parsing import TRUNCATED

CORPUS = Path(__file__).resolve().parents[3] / "corpus"
EVIDENCE = (
    "identical", "wording", "rarity", "margin", "heading", "parent", "children", "sentences",
    "order", "residual", "numbers", "repeated", "place", "pinned",
)  # fmt: skip
REASONS = {
    removed_content.CONTENTS, markup.HIDDEN_CHARACTER, markup.COMMENT, markup.FRONT_MATTER,
    removed_content.PAGE_NUMBER, page_edges.REPEATED_LINE, page_marks.PAGE_MARKER,
    boilerplate.SITE_WORDS, removed_content.REPEATED_TITLE, tree.BULLET,
    "header", "footer", "navigation", "markup",
}  # fmt: skip
FINDINGS = {
    numbering.DAMAGED, numbering.MASKED, numbering.GAP, numbering.DUPLICATE, numbering.DISORDER,
    TRUNCATED,
}  # fmt: skip


def named_in_the_source(function: str, position: int) -> set[str]:
    """Literals that are given to ``Removed`` or ``Finding`` anywhere in the core."""
    calls = (
        node
        for path in CORPUS.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == function
    )
    given = (call.args[position] for call in calls if len(call.args) > position)
    return {str(node.value) for node in given if isinstance(node, ast.Constant)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_of_a_vocabulary_has_its_word(language: str) -> None:
    wanted = {f"kind.{kind}" for kind in (*RowKind, *SIGNS, *Show)}
    wanted |= {f"target.{kind}" for kind in TargetChangeKind}
    wanted |= {f"value.{relation.name}" for relation in Relation}
    wanted |= {f"evidence.{name}" for name in EVIDENCE}
    wanted |= {f"removed.{reason}" for reason in REASONS | named_in_the_source("Removed", 1)}
    wanted |= {f"finding.{kind}" for kind in FINDINGS | named_in_the_source("Finding", 0)}
    wanted |= {"notice.ignored", "notice.word-diff-limited"}
    quiet = {Mark.SAME, Mark.GAP, Mark.FORM_IN, Mark.FORM_OUT}
    wanted |= {f"mark.{mark}" for mark in Mark if mark not in quiet}
    for preset in Preset:
        form = FORMS[preset]
        wanted |= {f"{form.prefix}.{name}" for name, _ in form.columns}
        wanted |= {f"{form.prefix}.{name}" for name in ("cell-added", "cell-removed", "legend")}
    assert wanted - set(labels_for(language).texts) == set()


def test_an_unknown_word_of_an_open_vocabulary_is_readable() -> None:
    assert labels_for("en").maybe("evidence.shape-of_list", "shape-of_list") == "shape of list"


@pytest.mark.parametrize("form", FORMATS.values(), ids=lambda form: form.name)
def test_every_format_has_its_renderer(form: plandiff.comparison.reports.Format) -> None:
    assert callable(form.renderer)
    assert form.suffix.startswith(".")
