"""Of two Word files the redline is a copy of the new one; of others it is said why it is not."""

from pathlib import Path

import pytest

from plandiff.comparison.reports.options import Originals, ReportOptions
from plandiff.corpus.errors import Phrase, sentence
from plandiff.tui.command_line import arguments
from plandiff.tui.command_line.commands import request_of
from plandiff.tui.work.comparing import comparison_of
from plandiff.tui.work.reporting import with_originals
from tests.word_documents import docx, p

OLD, NEW = (
    docx(p("青榆县计划") + p("新增学位100个。")),
    docx(p("青榆县计划") + p("新增学位120个。")),
)


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    files = tmp_path / "old.docx", tmp_path / "new.docx"
    for file, data in zip(files, (OLD, NEW), strict=True):
        file.write_bytes(data)
    return files


def chosen(*words: object) -> tuple[ReportOptions, Phrase]:
    request = request_of(arguments.compare_parser("zh").read([*map(str, words)]))
    return with_originals(comparison_of(request), request, ReportOptions())


def test_two_word_files_are_given_to_the_redline(pair: tuple[Path, Path]) -> None:
    options, said = chosen(*pair)
    assert options.originals == Originals(OLD, NEW)
    assert "已核对" in sentence(said, "zh")


def test_a_text_file_is_no_word_file_and_the_original_reading_is_no_copy(
    pair: tuple[Path, Path], tmp_path: Path
) -> None:
    text = tmp_path / "old.txt"
    text.write_text("青榆县计划\n新增学位100个。", "utf-8")
    for words, reason in (
        ((text, pair[1]), "因为old.txt 不是 .docx"),
        ((*pair, "--original"), "因为用了 --original"),
    ):
        options, said = chosen(*words)
        assert options.originals is None
        assert reason in sentence(said, "zh")


def test_a_file_that_was_changed_since_it_was_read_is_not_copied(pair: tuple[Path, Path]) -> None:
    request = request_of(arguments.compare_parser("zh").read([*map(str, pair)]))
    comparison = comparison_of(request)
    pair[1].write_bytes(OLD)
    options, said = with_originals(comparison, request, ReportOptions())
    assert options.originals is None
    assert "改动过" in sentence(said, "zh")


def test_a_file_with_macros_is_not_copied_to_one_that_must_not_have_them(
    pair: tuple[Path, Path],
) -> None:
    types = "[Content_Types].xml"
    macros = docx(p("青榆县计划") + p("新增学位120个。"), {types: _types_with_macros()})
    pair[1].write_bytes(macros)
    options, said = chosen(*pair)
    assert options.originals is None
    assert "带宏" in sentence(said, "zh")


def _types_with_macros() -> str:
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" '
        'ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
        '<Override PartName="/word/styles.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>'
    )
