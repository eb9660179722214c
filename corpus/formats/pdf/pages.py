"""Pages of placed text to paragraphs: margins and contents set aside, lines joined."""

import re
from collections.abc import Iterable, Sequence

from plandiff.corpus.formats.pdf.columns import all_lines
from plandiff.corpus.formats.pdf.layout import Page, PrintedLine
from plandiff.corpus.formats.pdf.margins import take_margins
from plandiff.corpus.formats.pdf.paragraphs import join_paragraphs
from plandiff.corpus.formats.reading_parts import Reading
from plandiff.corpus.model import Finding, Line, Removed

_DOTTED = re.compile(r".{1,80}?(?:[.．·…‥]\s?){4,}\s*[-—(（]?\s*\d{1,4}\s*[-—)）]?")
_CONTENTS_WORDS = frozenset({"目录", "目錄", "目次", "contents", "tableofcontents"})


def pages_to_reading(pages: list[Page], findings: Sequence[Finding] = ()) -> Reading:
    """The paragraphs of the pages; headers, footers, contents and watermarks are in ``removed``."""
    watermarks = dict.fromkeys(text for page in pages for text in page.slanted)
    pages, margins = take_margins(pages)
    lines, contents = _take_contents(all_lines(pages))
    return Reading(
        lines=tuple(Line(text, whole=True) for text in join_paragraphs(lines) if text.strip()),
        removed=(
            *contents,
            *margins,
            *(Removed(text, "watermark") for text in watermarks),
        ),
        findings=tuple(findings),
    )


def _take_contents(lines: Iterable[PrintedLine]) -> tuple[list[PrintedLine], list[Removed]]:
    """Lines of a dotted table of contents (two or more), with the word 目录 above them."""
    kept: list[PrintedLine] = []
    dotted: list[PrintedLine] = []
    word: PrintedLine | None = None
    for line in lines:
        if _DOTTED.fullmatch(line.text[:200]):
            if not dotted and kept and _is_contents_word(kept[-1].text):
                word = kept[-1]
            dotted.append(line)
        else:
            kept.append(line)
    if len(dotted) < 2:
        merged = sorted([*kept, *dotted], key=lambda line: (line.column, -line.box.middle))
        return (merged if dotted else kept, [])
    taken = dotted if word is None else [word, *dotted]
    return (
        [line for line in kept if line is not word],
        [Removed(line.text, "contents") for line in taken],
    )


def _is_contents_word(text: str) -> bool:
    return "".join(text.split()).lower() in _CONTENTS_WORDS
