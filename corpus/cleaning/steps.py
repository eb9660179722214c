"""Run the cleaning steps in order."""

from typing import NamedTuple

from plandiff.corpus.cleaning.boilerplate import take_chat_words, take_site_words
from plandiff.corpus.cleaning.characters import split_lines, without_letter_spaces
from plandiff.corpus.cleaning.contents import take_contents
from plandiff.corpus.cleaning.fact_box import take_fact_box
from plandiff.corpus.cleaning.line_joining import join_wraps
from plandiff.corpus.cleaning.markup import (
    HIDDEN_CHARACTER,
    name_characters,
    take_hidden,
    take_markup,
)
from plandiff.corpus.cleaning.page_edges import take_page_edges
from plandiff.corpus.cleaning.page_marks import take_page_counts, take_page_markers
from plandiff.corpus.cleaning.spaces import in_parts, part_paragraphs
from plandiff.corpus.cleaning.titles import Titled, take_title
from plandiff.corpus.model import Document, Finding, Line, Removed

PAGED = frozenset({"txt", "md", "pdf", "ofd"})
"""Formats whose text may hold the headers and footers of its pages."""


WRITTEN = frozenset(
    {
        *("docx", "doc", "wps", "dot", "wpt", "odt", "rtf", "xml", "pdf", "ofd"),
        *("xlsx", "et", "xls", "ods", "pptx"),
    }
)
"""Formats that hold text written by a person and not text shown by a web page."""


class Cleaned(NamedTuple):
    """A plan's title, its paragraphs in order, and the removed texts with reasons."""

    title: str
    lines: tuple[Line, ...]
    removed: tuple[Removed, ...]
    findings: tuple[Finding, ...]


def clean(document: Document) -> Cleaned:
    """Remove text that is not the plan's, join broken lines, find the title.

    Never rewrites: except for white space, every character of the document is in the title, in a
    line or in a removed text, exactly once.
    """
    lines, removed = take_hidden(_single_lines(document.lines))
    findings = _hidden_findings(removed)
    lines, markup, stated = take_markup(lines)
    lines, counts = take_page_counts(lines)
    lines, markers = take_page_markers(lines)
    lines, edges = take_page_edges(part_paragraphs(lines), paged=document.source.format in PAGED)
    lines, spoken = take_chat_words(lines)
    box = take_fact_box(lines, (document.title or "").strip())
    lines, site, hints = take_site_words(
        box.lines,
        fewest=2 if document.source.format in WRITTEN else 1,
        stated=document.title or "",
    )
    titled = Titled(stated, lines, site)
    if not stated:
        stated = box.title or (document.title or "").strip()
        titled = take_title(lines, site, hints, stated, page=document.source.format not in WRITTEN)
    contents = take_contents(titled.lines)
    joined = join_wraps(contents.lines, contents.entries)
    lines = [line for line in joined if line.text.strip() or line.label]
    return Cleaned(
        without_letter_spaces(titled.title),
        tuple(lines),
        (
            *document.removed,
            *removed,
            *markup,
            *counts,
            *markers,
            *edges,
            *spoken,
            *box.removed,
            *titled.removed,
            *contents.removed,
        ),
        findings,
    )


def _single_lines(lines: tuple[Line, ...]) -> list[Line]:
    """Return one Line per line: a reader may leave breaks within a paragraph."""
    return [part for line in lines for part in in_parts(line, split_lines(line.text))]


def _hidden_findings(removed: list[Removed]) -> tuple[Finding, ...]:
    hidden = "".join(r.text for r in removed if r.reason == HIDDEN_CHARACTER)
    if not hidden:
        return ()
    return (Finding("hidden-characters", None, f"{len(hidden)} × {name_characters(hidden)}"),)
