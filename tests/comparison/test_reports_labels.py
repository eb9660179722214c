"""Laws of the words: both languages say the same things, and nothing asks for a missing word."""

import re
from pathlib import Path
from string import Formatter

import pytest

import plandiff.comparison.reports
from plandiff.comparison.model import RowKind, TargetChangeKind
from plandiff.comparison.reports import Preset, Show
from plandiff.comparison.reports.docx_presets import FORMS
from plandiff.comparison.reports.labels import labels_for
from plandiff.comparison.reports.labels_en import ENGLISH
from plandiff.comparison.reports.labels_zh import CHINESE
from plandiff.comparison.reports.marks import Mark
from plandiff.comparison.reports.page_rows import SIGNS
from plandiff.comparison.reports.registry import FORMATS
from plandiff.corpus.model import Relation

SOURCE = Path(plandiff.comparison.reports.__file__).parent


def test_both_languages_have_the_same_words_in_the_same_order() -> None:
    assert list(CHINESE) == list(ENGLISH)


def _places(wording: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(wording) if name)


def test_both_wordings_have_the_same_places() -> None:
    assert [key for key in CHINESE if _places(CHINESE[key]) != _places(ENGLISH[key])] == []


def test_no_wording_is_empty() -> None:
    assert all(CHINESE.values())
    assert all(ENGLISH.values())


def test_every_word_that_a_report_names_is_there() -> None:
    named = set()
    for file in [*SOURCE.glob("*.py"), *SOURCE.glob("assets/*.jinja")]:
        text = file.read_text(encoding="utf-8")
        named |= set(re.findall(r'(?:labels|label|say)[\[(]\s*"([a-z.-]+)"\s*[\]),]', text))
    assert named <= set(CHINESE), named - set(CHINESE)


def test_every_value_of_a_vocabulary_has_its_word() -> None:
    wanted = {f"kind.{kind}" for kind in (*RowKind, *SIGNS)}
    wanted |= {f"show.{show}" for show in Show}
    wanted |= {f"target.{kind}" for kind in TargetChangeKind}
    wanted |= {f"value.{relation.name}" for relation in Relation}
    wanted |= {f"evidence.{name}" for name in EVIDENCE}
    quiet = {Mark.SAME, Mark.GAP, Mark.FORM_IN, Mark.FORM_OUT}
    wanted |= {f"mark.{mark}" for mark in Mark if mark not in quiet}
    for preset in Preset:
        form = FORMS[preset]
        wanted |= {f"{form.prefix}.{name}" for name, _ in form.columns}
        wanted |= {f"{form.prefix}.{name}" for name in ("cell-added", "cell-removed", "legend")}
    assert wanted <= set(CHINESE), wanted - set(CHINESE)


EVIDENCE = (
    "identical", "wording", "rarity", "margin", "heading", "parent", "children", "sentences",
    "order", "residual", "numbers", "repeated", "place", "pinned",
)  # fmt: skip


def test_an_unknown_word_of_an_open_vocabulary_is_readable() -> None:
    assert labels_for("en").maybe("evidence.shape-of_list", "shape-of_list") == "shape of list"


@pytest.mark.parametrize(
    ("asked", "got"), [("zh", "zh"), ("zh-TW", "zh"), ("en", "en"), ("fr", "en")]
)
def test_chinese_answers_to_every_chinese_and_english_to_the_rest(asked: str, got: str) -> None:
    assert labels_for(asked).language == got


@pytest.mark.parametrize("form", FORMATS.values(), ids=lambda form: form.name)
def test_every_format_has_its_renderer(form: plandiff.comparison.reports.Format) -> None:
    assert callable(form.renderer)
    assert form.suffix.startswith(".")
