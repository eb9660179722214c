"""Tables of contents: every heading once more, in a row, mostly with dots and page numbers."""

import re
from collections import defaultdict
from dataclasses import replace

from plandiff.corpus.cleaning.characters import ends_sentence, squash
from plandiff.corpus.model import Line, Removed
from plandiff.corpus.outline.labels import match_label, starts_with_label

_TITLE = re.compile(r"(?:目\s*[录錄次]|(?:table\s+of\s+)?contents)\s*[:：]?$", re.IGNORECASE)
_DOTS = r".．·…‥•\-—_"
_LEADER = re.compile(
    rf"(?:(?:(?<!\s)\s++|(?<![{_DOTS}\s]))[{_DOTS}]{{3,}}+"
    r"|(?:(?<!\s)\s++|(?<![…\s]))…{1,2}+"
    r"|(?<!\s)(?:\s{2,}+|\t))\s*+[\divxⅰ-ⅹ-]{0,6}+\s*+$"
    r"|(?<!\s)\s++\d{1,4}+\s*+$"
)
"""Dots, a wide space or a number at the end; each run is entered at its start only, so that a line
of nothing else costs no more than its length."""
_DOTTED = re.compile(
    r"\S\s*(?:[.．·•]\s?){4,}\s*[\dIVXivx-]{0,6}\s*$|\S\s*…{2,}\s*[\divx-]{0,6}\s*$"
)
_SHORTEST = 3
"""Entries; two headings in a row are no table."""
_LONGEST_ENTRY = 60
_LONGEST_LINE = 200
"""Characters of an entry with its dots."""
_OPENING = 4
"""Characters by which lines are looked up."""
_MOST_COMPARED = 50
"""Lines with the same opening that are looked at, the last ones: keeps odd input linear."""
_MOST_LOOKED_THROUGH = 200
"""Lines in which an entry is looked for where no line begins with it."""

CONTENTS = "contents"


def take_contents(lines: list[Line]) -> tuple[list[Line], list[Removed]]:
    """Lines without tables of contents: rows of short lines that all come again as headings."""
    filled = [i for i, line in enumerate(lines) if line.text.strip()]
    texts = [lines[i].text.strip() for i in filled]
    repeated = _repeated_places(texts)
    places = _dotted_places(texts) | repeated
    if not places:
        return lines, []
    taken = {filled[k] for k in places}
    removed = [Removed(lines[i].text.strip(), CONTENTS) for i in sorted(taken)]
    lines, last = _cut_last_entry(lines, [filled[k] for k in sorted(repeated)])
    return [line for i, line in enumerate(lines) if i not in taken], removed + last


def _cut_last_entry(lines: list[Line], taken: list[int]) -> tuple[list[Line], list[Removed]]:
    """Lines with the last entry cut off the first heading where the two share a line.

    ``4.2行动方向一、现状分析`` after a table that began with ``一、现状分析``.
    """
    after = taken[-1] + 1 if taken else len(lines)
    first = next((lines[i].text.strip() for i in taken if not _TITLE.match(lines[i].text)), "")
    if after >= len(lines) or not first:
        return lines, []
    text = lines[after].text
    entry = text[: max(text.find(first), 0)].strip()
    if not entry or len(entry) > _LONGEST_ENTRY or match_label(entry) is None:
        return lines, []
    rest = replace(lines[after], text=text[text.find(first) :])
    return [*lines[:after], rest, *lines[after + 1 :]], [Removed(entry, CONTENTS)]


def _bare(entry: str) -> str:
    return squash(_LEADER.sub("", entry)).rstrip("。.：:")


def _dotted_places(texts: list[str]) -> set[int]:
    """Runs of lines with leader dots, and the line 目录 above them."""
    dotted = [
        k for k, text in enumerate(texts) if len(text) <= _LONGEST_LINE and _DOTTED.search(text)
    ]
    titles = {k - 1 for k in dotted if k and _TITLE.match(texts[k - 1])}
    return {*dotted, *titles} if len(dotted) + len(titles) >= _SHORTEST else set()


def _repeated_places(texts: list[str]) -> set[int]:
    """Rows of entries that come again further down, at least half of them labelled."""
    title = next((k for k, text in enumerate(texts[:80]) if _TITLE.match(text)), None)
    start = 0 if title is None else title + 1
    lines_by_opening = _lines_by_opening(texts)
    run: list[int] = []
    for k in range(start, len(texts)):
        if _comes_again(texts[k], k, lines_by_opening) or _runs_in_again(texts, k):
            run.append(k)
        elif run and (title is not None or len(run) >= _SHORTEST):
            break
        elif title is not None or starts_with_label(texts[k]):
            return set()
        else:
            run = []
    return _whole_row(texts, run, title)


def _lines_by_opening(texts: list[str]) -> dict[str, list[tuple[int, str]]]:
    """Number and text of all lines, by their first four characters."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for k, text in enumerate(texts):
        bare = squash(text)
        found[bare[:_OPENING]].append((k, bare[:_LONGEST_ENTRY]))
    return found


def _comes_again(text: str, k: int, lines: dict[str, list[tuple[int, str]]]) -> bool:
    if len(text) > _LONGEST_LINE:
        return False
    entry = _bare(text)
    if not _OPENING <= len(entry) <= _LONGEST_ENTRY or ends_sentence(text):
        return False
    later = lines.get(entry[:_OPENING], [])[-_MOST_COMPARED:]
    return any(at > k and line.startswith(entry) for at, line in later)


def _runs_in_again(texts: list[str], k: int) -> bool:
    """Whether a short labelled line comes again within a line further down, label and all."""
    entry = _bare(texts[k])
    if not _OPENING <= len(entry) <= _LONGEST_ENTRY or ends_sentence(texts[k]):
        return False
    label = match_label(entry)
    if label is None or len(entry) - label.end < _OPENING - 1:
        return False
    return any(entry in squash(text) for text in texts[k + 1 : k + 1 + _MOST_LOOKED_THROUGH])


def _whole_row(texts: list[str], run: list[int], title: int | None) -> set[int]:
    labelled = sum(match_label(texts[k]) is not None for k in run)
    if not run or (title is None and (len(run) < _SHORTEST or 2 * labelled < len(run))):
        return set()
    return {*run} if title is None else {title, *run}
