"""Every failure, and every reason for one that stands in the source, is said in Chinese too."""

import ast
import errno
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from plandiff.corpus import errors
from plandiff.corpus.formats import recognition
from plandiff.corpus.formats.encodings import NotTextError, decode, decode_as
from plandiff.tui.error_words import in_chinese, in_language, of_system
from plandiff.tui.reason_words import reason_in_chinese, usage_in_chinese

ROOT = Path(__file__).resolve().parents[2]
FACTS = {
    "BrokenFileError": ("name", "form", "reason"),
    "ConverterError": ("name", "reason"),
    "EncodingError": ("name", "encoding", "reason"),
    "NoTextError": ("name", "reason"),
    "OutputError": ("path", "reason"),
    "TooLargeError": ("name", "what", "limit"),
    "UnknownFormatError": ("name", "what"),
    "UnreadableError": ("name", "reason"),
    "UsageError": ("message",),
    "NotTextError": ("reason",),
    "ArgumentTypeError": ("complaint",),
}
ENGLISH = re.compile(r"[A-Za-z]{2,}")
NAMES = re.compile(
    r"plandiff|LibreOffice|TOML|OLE2|Word|XML|UTF-8|EPUB|MB|ZIP|[GB]?ZIP2?|7Z|RAR|XZ|PNG|JPEG|GIF|TIFF"
    r"|--[a-z-]+|-o|\.\w+|\[keys\]|keys|FILE|OLD|NEW|[a-z]+(?:\|[a-z]+)+|review(?: list| export)?"
    r"|true|false",
)  # fmt: skip
STAND_INS = ("7", "7 MB", ".odt", "7 s")
"""What may stand in the place of a value that the source puts into a sentence."""


def spoken(node: ast.expr, stand_in: str) -> str | None:
    """A text of the source with a stand-in for each value; None where it is made elsewhere."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = [spoken(part, stand_in) for part in node.values]
        return "".join(stand_in if part is None else part for part in parts)
    return None


def is_envelope(node: ast.expr) -> bool:
    """``f"{message}; see …"``: what is put into it is looked at where it is made."""
    ends = node.values[1:] if isinstance(node, ast.JoinedStr) else []
    return [spoken(end, "") or "" for end in ends][:1] in (
        ["; see plandiff --help"],
        ["; see plandiff review --help"],
    )


def reasons() -> Iterator[tuple[str, str, ast.expr]]:
    """Class, fact and expression of each reason that is given somewhere in the product."""
    for package in ("corpus", "comparison", "tui"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                    called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                    for fact, given in zip(FACTS.get(called, ()), node.args, strict=False):
                        if fact not in ("name", "path", "form", "encoding") and not (
                            is_envelope(given)
                        ):
                            yield called, fact, given


def in_words(kind: str, said: str) -> str:
    if kind == "ArgumentTypeError":
        return usage_in_chinese(f"argument --x: {said}; see plandiff --help")
    return usage_in_chinese(said) if kind == "UsageError" else reason_in_chinese(said)


def is_chinese(text: str) -> bool:
    return not ENGLISH.search(NAMES.sub("", text))


def test_every_reason_in_the_source_has_chinese_words() -> None:
    found = list(reasons())
    assert len(found) > 50
    english = []
    for kind, _, given in found:
        said = {spoken(given, stand_in) for stand_in in STAND_INS} - {None}
        if said and not any(is_chinese(in_words(kind, text)) for text in said if text):
            english.append((kind, min(text for text in said if text)))
    assert english == []


def test_everything_that_is_no_plan_has_a_chinese_name() -> None:
    foreign = [what for _, what in (*recognition._FOREIGN, *recognition._OLE2_STREAMS)]
    for what in foreign:
        if what.startswith(("a ", "an ")):
            assert is_chinese(in_chinese(errors.UnknownFormatError("计划", what))), what


@pytest.mark.parametrize(
    "number",
    [errno.EACCES, errno.ENOSPC, errno.EROFS, errno.EIO, errno.ELOOP, errno.EISDIR, errno.EFBIG],
)
def test_what_the_system_says_is_told_in_chinese(number: int) -> None:
    reason = os.strerror(number)
    for error in (errors.UnreadableError("计划", reason), errors.OutputError("报告", reason)):
        assert is_chinese(in_chinese(error))
    assert is_chinese(of_system(OSError(number, reason, "报告"), "zh"))
    assert of_system(OSError(number, reason, "a.md"), "en") == f"a.md: {reason}"


@pytest.mark.parametrize(("data", "encoding"), [(b"\xff\xfe\xfd", "utf-8"), (b"x", "klingon")])
def test_why_an_encoding_does_not_fit_is_told_in_chinese(data: bytes, encoding: str) -> None:
    with pytest.raises(NotTextError) as met:
        decode_as(data, encoding)
    assert is_chinese(reason_in_chinese(str(met.value)))
    with pytest.raises(NotTextError, match="binary data"):
        decode(bytes(range(32)) * 9)


def test_a_file_called_like_a_reason_keeps_its_name() -> None:
    assert in_chinese(errors.NotFoundError("it is empty")).startswith("it is empty：")
    assert "it is empty：" in in_chinese(errors.OutputError("it is empty", "Permission denied"))


def test_in_english_a_sentence_stays_as_it_is() -> None:
    assert in_language("two plans are needed", "en") == "two plans are needed"
