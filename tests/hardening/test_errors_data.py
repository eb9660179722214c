"""Failures keep their data: they can be made again from it, and be said in Chinese."""

import inspect

import pytest

from plandiff.corpus import errors
from plandiff.corpus.errors import InputError, NoTextError, OutputError, PlandiffError
from plandiff.corpus.formats.pdf.isolated import read_pdf_apart
from plandiff.tui.error_words import in_chinese

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
    return kind(*(f"<{name}>" for name in inspect.signature(kind).parameters))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_failure_made_again_from_its_data_says_the_same(kind: type[PlandiffError]) -> None:
    error = an_error(kind)
    assert str(kind(**vars(error))) == str(error)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_chinese_sentence_names_everything_that_the_failure_keeps(
    kind: type[PlandiffError],
) -> None:
    error = an_error(kind)
    said = in_chinese(error)
    assert said != str(error)
    assert [fact for fact in vars(error).values() if fact not in said] == []


def test_a_failure_met_in_the_process_that_reads_pdf_is_said_in_chinese() -> None:
    with pytest.raises(NoTextError) as met:
        read_pdf_apart("scan.pdf", EMPTY_PAGE)
    assert in_chinese(met.value) == "scan.pdf：没有文字（页面是空白的或没有文字，请先做文字识别）"
