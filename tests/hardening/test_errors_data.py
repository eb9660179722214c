"""Failures keep their data: they can be made again from it, and be said in Chinese."""

import copy
import inspect

import pytest

from plandiff.corpus import errors
from plandiff.corpus.errors import (
    InputError,
    NoTextError,
    OutputError,
    Phrase,
    PlandiffError,
    sentence,
)
from plandiff.corpus.formats.pdf.sandbox import read_pdf_in_subprocess

KINDS = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, (InputError, OutputError)) and kind is not InputError
]
EMPTY_PAGE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


def an_error(kind: type[PlandiffError]) -> PlandiffError:
    """One of its kind, with the reason that it has in Chinese as the last argument."""
    names = list(inspect.signature(kind).parameters)
    facts = {name: f"<{name}>" for name in names if name != "facts"}
    phrases = {
        name: Phrase("reason.byte", number=7) for name in names if name in ("reason", "what")
    }
    return kind(**facts | phrases)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_failure_made_again_from_its_data_says_the_same(kind: type[PlandiffError]) -> None:
    error = an_error(kind)
    again = copy.copy(error)
    assert (str(again), vars(again)) == (str(error), vars(error))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_chinese_sentence_names_everything_that_the_failure_keeps(
    kind: type[PlandiffError],
) -> None:
    error = an_error(kind)
    chinese = sentence(error, "zh")
    assert chinese != str(error)
    facts = [sentence(f, "zh") if isinstance(f, Phrase) else str(f) for f in error.facts.values()]
    assert [fact for fact in facts if fact not in chinese] == []


def test_a_failure_met_in_the_process_that_reads_pdf_is_said_in_chinese() -> None:
    with pytest.raises(NoTextError) as met:
        read_pdf_in_subprocess("scan.pdf", EMPTY_PAGE)
    assert (
        sentence(met.value, "zh") == "scan.pdf：没有文字（页面是空白的或没有文字，请先做文字识别）"
    )
