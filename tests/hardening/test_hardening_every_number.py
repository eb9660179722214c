"""A number that changes anywhere in a plan or in the visible text of a page is told.

Numbers with a unit are changed in real plans and pages; each new number must be in an edit or in a
notice, and the comparison must count as a difference.
"""

import io
import random
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree, html

from plandiff.comparison.edits import Op
from plandiff.comparison.engine import compare
from plandiff.comparison.model import Comparison
from plandiff.corpus.errors import InputError
from plandiff.corpus.reading import read_plan

_NUMBER = re.compile(
    r"(?<![\d.])\d+(?:\.\d+)?(?=\s?(?:%|％|万|亿|个|人|所|名|元|次|公里|件|项|家|户|亩|吨|天|张|课时"
    r"|percent|million|billion))"
)
_COUNTER = re.compile(r"(?:浏览|阅读|点击|访问|下载)\D{0,6}$|^\s*(?:次|人)(?:看过|阅读)")
_UNSEEN = {"script", "style", "head", "title", "noscript", "template"}
_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
_AT_ONCE = 12
"""Numbers changed in one go; one comparison for each would take hours."""


class _Changer:
    """Changes numbers and remembers the new ones."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)  # noqa: S311 - the same numbers each time
        self.new: list[str] = []

    def change(self, text: str, most: int = _AT_ONCE) -> str:
        found = [m for m in _NUMBER.finditer(text) if not _COUNTER.search(text[: m.start()])]
        chosen = self._random.sample(found, min(most, len(found)))
        for match in sorted(chosen, key=lambda m: -m.start()):
            number = self._other(match[0])
            self.new.append(number)
            text = text[: match.start()] + number + text[match.end() :]
        return text

    def some(self, nodes: list[tuple[etree._Element, str]]) -> list[tuple[etree._Element, str]]:
        return self._random.sample(nodes, min(_AT_ONCE, len(nodes)))

    def _other(self, number: str) -> str:
        while True:
            other = "".join(self._random.choice("123456789") if c != "." else c for c in number)
            if other != number:
                return other


def _text_pair(data: bytes, changer: _Changer) -> tuple[bytes, bytes]:
    text = data.decode("utf-8-sig")
    return text.encode(), changer.change(text).encode()


def _page_pair(data: bytes, changer: _Changer) -> tuple[bytes, bytes]:
    root = html.document_fromstring(re.sub(r"<\?xml[^>]*\?>", "", data.decode("utf-8-sig")))
    nodes = [
        (element, part)
        for element in root.iter(etree.Element)
        if not {element.tag, *(a.tag for a in element.iterancestors())} & _UNSEEN
        for part in ("text", "tail")
        if _NUMBER.search(getattr(element, part) or "")
    ]
    before = html.tostring(root, encoding="utf-8")
    for element, part in changer.some(nodes):
        setattr(element, part, changer.change(getattr(element, part), 1))
    return before, html.tostring(root, encoding="utf-8")


def _word_pair(data: bytes, changer: _Changer) -> tuple[bytes, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(data))
    root = etree.fromstring(archive.read("word/document.xml"))
    nodes = [(node, "text") for node in root.iter(_TEXT) if _NUMBER.search(node.text or "")]
    for node, _ in changer.some(nodes):
        node.text = changer.change(node.text or "", 1)
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as writer:
        for part in archive.infolist():
            is_body = part.filename == "word/document.xml"
            writer.writestr(part, etree.tostring(root) if is_body else archive.read(part))
    return data, changed.getvalue()


_PAIRS = {
    ".txt": _text_pair,
    ".md": _text_pair,
    ".html": _page_pair,
    ".docx": _word_pair,
}


def _untold(comparison: Comparison, numbers: list[str]) -> list[str]:
    """The numbers that no edit and no notice holds."""
    told = [
        "".join(edit.text for edit in row.edits if edit.op is Op.INSERT) for row in comparison.rows
    ]
    told += [dict(notice.facts).get("new", "") for notice in comparison.notices]
    return [number for number in numbers if not any(number in text for text in told)]


PARTS = 16


def _files(shared: Path) -> Iterator[Path]:
    for folder in ("seeds", "plans", "changes", "revisions", "real", "files"):
        for path in sorted((shared / folder).rglob("*")):
            if path.suffix in _PAIRS:
                yield path


@pytest.mark.shared
@pytest.mark.parametrize(
    "part", [0, *(pytest.param(part, marks=pytest.mark.slow) for part in range(1, PARTS))]
)
def test_a_number_that_changes_anywhere_is_told(shared: Path, part: int) -> None:
    untold: dict[str, list[str]] = {}
    changed = 0
    for path in list(_files(shared))[part::PARTS]:
        changer = _Changer(path.name)
        try:
            before, after = _PAIRS[path.suffix](path.read_bytes(), changer)
            old, new = (read_plan(path.name, data=data) for data in (before, after))
        except (InputError, UnicodeDecodeError):
            continue  # an empty page, or not UTF-8: other tests read those
        if not changer.new:
            continue
        changed += len(changer.new)
        result = compare(old, new)
        if not result.differs_in_substance or (missed := _untold(result, changer.new)):
            untold[path.name] = missed
    assert changed > 20
    assert untold == {}
