"""Small files that would become large: refused before anybody unpacks them."""

import io
import zipfile
from contextlib import suppress

import pytest

from plandiff.corpus.errors import BrokenFileError, TooLargeError
from plandiff.corpus.formats import converter
from plandiff.corpus.formats.documents import read_document
from plandiff.corpus.formats.limits import MAX_XML_BYTES

MIB = 1024 * 1024


def package(*parts: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts:
            file.writestr(name, content)
    return stream.getvalue()


@pytest.fixture
def no_converter(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_words: object) -> bytes:
        pytest.fail("the converter was asked to unpack it")

    monkeypatch.setattr(converter, "convert_to_docx", refuse)


@pytest.mark.usefixtures("no_converter")
@pytest.mark.parametrize("part", ["content.xml", "styles.xml", "Object 1/content.xml"])
def test_a_bomb_in_an_opendocument_never_reaches_libreoffice(part: str) -> None:
    kind = ("mimetype", b"application/vnd.oasis.opendocument.text")
    bomb = package(kind, ("meta.xml", b"<a/>"), (part, b"<a>" + b" " * 30 * MIB + b"</a>"))
    assert len(bomb) < 100_000
    with pytest.raises(TooLargeError, match="200 times its packed size"):
        read_document("plan.odt", data=bomb)


def test_a_part_that_hardly_packs_may_not_be_too_large_either() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as stored:
        stored.writestr("[Content_Types].xml", "<Types>wordprocessingml</Types>")
        stored.writestr("word/document.xml", b"<a>" + b" " * MAX_XML_BYTES + b"</a>")
    with pytest.raises(TooLargeError, match="a part unpacks to"):
        read_document("plan.docx", data=stream.getvalue())


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8"])
def test_an_entity_bomb_in_any_encoding_is_refused(encoding: str) -> None:
    levels = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
    bomb = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE w:document [<!ENTITY l0 "目标">'
        f'{levels}]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/'
        'main"><w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body></w:document>'
    )
    data = package(
        ("[Content_Types].xml", b"<Types>wordprocessingml</Types>"),
        ("word/document.xml", bomb.encode(encoding)),
    )
    with pytest.raises(BrokenFileError):
        read_document("plan.docx", data=data)


@pytest.mark.parametrize("opening", ["<div>", "<ul><li>", "<table><tr><td>", "<blockquote><b>"])
def test_a_page_nested_a_hundred_thousand_times_ends_soon(opening: str) -> None:
    page = f"<html><h1>计划</h1><p>一、目标</p>{opening * 100_000}二、任务。办好学校。"
    with suppress(BrokenFileError):  # nested too deeply
        lines = read_document("plan.html", data=page.encode()).lines
        assert any("一、目标" in line.text for line in lines)
