"""Tables of contents: every heading repeated in a row, with or without dots and page numbers.

A table begins at the word 目录, at a row of dotted lines, or at headings that all occur again.  It
ends before the line where its first entries occur again, or at the first sentence.  Within it, an
entry may be irregular: broken over two lines, worded differently from the heading, or unlabelled.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from plandiff.corpus.cleaning.characters import ends_sentence, likeness, squash, width
from plandiff.corpus.cleaning.content import holds_quantity
from plandiff.corpus.cleaning.removed_content import CONTENTS
from plandiff.corpus.model import Line, Removed
from plandiff.corpus.outline.labels import Kind, Label, match_label, starts_with_label
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.folding import fold

_WORD = r"(?:[图圖表附]{0,2}目\s*[录錄次]|(?:table\s+of\s+)?contents)"
_TITLE = re.compile(
    rf"[【\[（(]?\s*{_WORD}(?:\s*[/／|·]?\s*{_WORD})?\s*[】\]）)]?\s*[:：]?$", re.IGNORECASE
)
_GAP = r"[ \u3000\u00a0]*+"
"""Blanks within a cell; a tab ends it."""
_HEAD = re.compile(
    rf"(?:{_GAP}(?:章{_GAP}[节節]|[序编編]{_GAP}[号號]|[标標]{_GAP}[题題]|[题題栏欄项項]{_GAP}目"
    rf"|目{_GAP}[录錄次]|[内內]{_GAP}容|名{_GAP}[称稱]|部{_GAP}分|篇{_GAP}[章目名]?|[单單]{_GAP}元"
    rf"|section|chapter|part|no\.?|title|heading|contents?|topic|item)?{_GAP}[\t|｜]){{1,5}}{_GAP}"
    r"(?:[页頁]\s*[码碼次]|所在[页頁][码碼]?|pages?(?:\s+(?:no\.?|number))?)\s*$",
    re.IGNORECASE,
)
"""The head of a table of contents that is a table: 章节 | 标题 | 页码."""
_DOTS = r".．·…‥•\-—_"
_NUMBER = r"(?:[PpＰ]\.?\s?|第\s?)?(?:\d{1,4}|[IVXivx]{1,7}|[Ⅰ-Ⅻⅰ-ⅻ])\s?[页頁]?"
"""A page number: 3, iv, P3, 第3页."""
_LEADER = re.compile(
    rf"(?:(?:(?<!\s)\s++|(?<![{_DOTS}\s]))[{_DOTS}]{{3,}}+"
    r"|(?:(?<!\s)\s++|(?<![…\s]))…{1,2}+"
    rf"|(?<!\s)(?:\s{{2,}}+|\t))\s*+[-—–(（]?\s?(?:{_NUMBER})?\s?[-—–)）]?\s*+$"
    r"|(?<!\s)\s++\d{1,4}+\s*+$"
    rf"|(?<!\s)\s++[/／|]\s?{_NUMBER}\s*+$"
    r"|(?<![\s\d])[（(]\d{1,3}[)）]\s*+$"
)
"""Dots, a wide space or a number at the end; each run is entered at its start only, so that a line
of only such characters takes linear time."""
_DOTTED = re.compile(
    rf"\S\s*(?:[.．·•]\s?){{4,}}\s*[-—(（]?\s*(?:{_NUMBER})?\s*[-—)）]?\s*$"
    rf"|\S\s*…{{2,}}\s*[-—(（]?(?:{_NUMBER})?[-—)）]?\s*$"
)
_NUMBERED = re.compile(
    rf"\S(?:\t\s*|[ \u3000\u00a0]{{2,}}|\s[/／|]\s?)[-—(（]?{_NUMBER}[-—)）]?\s*$"
)
"""A page number separated by a tab, a wide space or a stroke."""
_PAGE = re.compile(r"[-—–－·•~(（\s]{0,4}(?:\d{1,4}|[IVXLivxl]{1,7}|[Ⅰ-Ⅻⅰ-ⅻ])[-—–－·•~)）\s]{0,4}$")
"""A line that is only a page number of the table."""
_MARKS = re.compile(r"[\W_]+")
_STOPS = re.compile(r"[。！？!?]")
_SHORTEST = 3
"""Smallest number of entries; two headings in a row are no table."""
_LONGEST_ENTRY = 60
_LONGEST_LINE = 200
"""Characters of an entry with its dots."""
_WIDEST_LOOSE = 120
"""Columns of a line that may be an irregular entry."""
_OPENING = 4
"""Number of leading characters by which lines are looked up."""
_MOST_COMPARED = 200
"""Largest number of lines with the same opening or label to check: keeps odd input linear."""
_MOST_LOOKED_THROUGH = 200
"""Lines searched for an entry that no line begins with."""
_MOST_ENTRIES = 3000
_TITLE_ZONE = 400
"""Filled lines at the top searched for the word 目录: prefaces come before it."""
_UNTITLED_ZONE = 80
_FIRST_ENTRIES = 6
"""Entries whose second occurrence marks the start of the text; the first may differ in wording."""
_SAME_WORDING = 0.5
_CERTAIN_SHARE = 0.5
_CERTAIN_SHARE_UNTITLED = 0.8


class TakenContents(NamedTuple):
    """The lines without tables of contents, the removed text, and the headings listed in it."""

    lines: list[Line]
    removed: list[Removed]
    entries: frozenset[str]
    """Headings reduced to letters and digits; those on two lines are also joined."""


def take_contents(lines: list[Line]) -> TakenContents:
    """Remove tables of contents from the lines."""
    filled = [i for i, line in enumerate(lines) if line.text.strip()]
    texts = [lines[i].text.strip() for i in filled]
    table = _Table(texts)
    block = table.find()
    places = {*block, *_dotted_places(texts)}
    if not places:
        return TakenContents(lines, [], frozenset())
    taken = {filled[k] for k in places}
    removed = [Removed(lines[i].text.strip(), CONTENTS) for i in sorted(taken)]
    entries = _headings_in([texts[k] for k in sorted(places)])
    lines, last = _cut_last_entry(lines, [filled[k] for k in block])
    kept = [line for i, line in enumerate(lines) if i not in taken]
    return TakenContents(kept, removed + last, entries)


def letters_of(text: str) -> str:
    """Return the letters and digits of a heading in one form, to compare it with its entry.

    >>> letters_of("第一篇　锚定目标，奋力前行")
    '第一篇锚定目标奋力前行'
    """
    return _MARKS.sub("", fold(text))


def bare_entry(entry: str) -> str:
    r"""Return an entry of a table of contents without its dots, page number and spaces.

    >>> bare_entry("一、发展基础…………3"), bare_entry("第二章 总体要求\t6")
    ('一、发展基础', '第二章总体要求')
    """
    return squash(_LEADER.sub("", entry)).rstrip("。.：:")


def is_dotted_entry(text: str) -> bool:
    """Whether a line ends with leader dots, with or without a page number.

    >>> is_dotted_entry("第一章 发展基础 ........ 3"), is_dotted_entry("达到3.5")
    (True, False)
    """
    return len(text) <= _LONGEST_LINE and _DOTTED.search(text) is not None


def is_contents_title(text: str) -> bool:
    """Whether a line is the title of a table of contents.

    >>> is_contents_title("目　录"), is_contents_title("目录管理")
    (True, False)
    """
    return _TITLE.match(text.strip()) is not None


def _opens_contents(text: str) -> bool:
    """Whether a line is the title of a table of contents, or the head of one with columns."""
    return _TITLE.match(text) is not None or _HEAD.match(text) is not None


def _headings_in(texts: Sequence[str]) -> frozenset[str]:
    bare = [letters_of(bare_entry(text)) for text in texts]
    pairs = (left + right for left, right in pairwise(bare))
    return frozenset(text for text in (*bare, *pairs) if len(text) >= _OPENING)


def _has_page(text: str) -> bool:
    """Whether a line ends like an entry with a page number."""
    return is_dotted_entry(text) or (
        len(text) <= _LONGEST_LINE and _NUMBERED.search(text) is not None
    )


def _cut_last_entry(lines: list[Line], taken: list[int]) -> tuple[list[Line], list[Removed]]:
    """Separate the last entry from the first heading where the two share a line.

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


def _dotted_places(texts: list[str]) -> set[int]:
    """Return all lines with leader dots, and the lines that belong to them.

    These are 目录 above, the first half of an entry on two lines, and page numbers between.
    """
    dotted = {k for k, text in enumerate(texts) if is_dotted_entry(text)}
    if len(dotted) < _SHORTEST - 1:
        return set()
    found = set(dotted)
    for k in sorted(dotted):
        found |= _above_dotted(texts, k, dotted)
    return found if len(found) >= _SHORTEST else set()


def _above_dotted(texts: list[str], k: int, dotted: set[int]) -> set[int]:
    """Return the lines right above a dotted one that belong to the table."""
    above = k - 1
    while above >= max(0, k - 2) and above not in dotted and _PAGE.match(texts[above]):
        above -= 1
    if above < 0:
        return set()
    if above in dotted or _TITLE.match(texts[above]):
        return {*range(above, k)}
    if above < k - 1 or not _is_first_half(texts[above], texts[k]):
        return set()
    titled = above and _TITLE.match(texts[above - 1])
    return {above, above - 1} if titled else {above}


def _is_first_half(text: str, dotted: str) -> bool:
    """Whether a line is a first half: it has a label and its second half has none."""
    return (
        starts_with_label(text)
        and not starts_with_label(dotted)
        and not _STOPS.search(text)
        and width(text) <= _WIDEST_LOOSE
    )


class _Opening(NamedTuple):
    """A line of the text by which entries are found again."""

    at: int
    text: str
    """Letters and digits, including those of the next line where the line is short."""


class _Table:
    """Finds the table of contents in the filled lines of a document."""

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts

    @cached_property
    def _openings(self) -> Mapping[str, list[_Opening]]:
        """Lines by their first letters; computed lazily, as most documents look up no line."""
        found: defaultdict[str, list[_Opening]] = defaultdict(list)
        bare = [letters_of(text[:_LONGEST_LINE]) for text in self.texts]
        for k, text in enumerate(bare):
            after = bare[k + 1] if k + 1 < len(bare) and len(text) < _LONGEST_ENTRY else ""
            found[text[:_OPENING]].append(_Opening(k, (text + after)[: 2 * _LONGEST_ENTRY]))
        return found

    @cached_property
    def _labelled(self) -> Mapping[tuple[Kind, int | None, tuple[int, ...]], list[_Opening]]:
        """The wordings of lines by their labels."""
        found: defaultdict[tuple[Kind, int | None, tuple[int, ...]], list[_Opening]]
        found = defaultdict(list)
        for k, text in enumerate(self.texts):
            label = _label_of(text)
            if label is not None:
                key = (label.kind, label.number, label.prefix)
                found[key].append(_Opening(k, _wording(text, label)))
        return found

    def find(self) -> range:
        """Return the lines of the table; an empty range if there is none."""
        zone = enumerate(self.texts[:_TITLE_ZONE])
        title = next((k for k, text in zone if _opens_contents(text)), None)
        if title is not None:
            end = self._end(title + 1, _CERTAIN_SHARE)
            return range(title, end) if end > title + 1 else range(0)
        for k in range(min(_UNTITLED_ZONE, len(self.texts))):
            if self._may_begin(k):
                end = self._end(k, _CERTAIN_SHARE_UNTITLED)
                if end - k >= _SHORTEST and self._mostly_labelled(k, end):
                    return range(k, end)
        return range(0)

    def _may_begin(self, k: int) -> bool:
        """Whether an untitled table may begin: a label, and a row of lines that occur again."""
        if not starts_with_label(self.texts[k]):
            return False
        row = range(k, min(k + _SHORTEST, len(self.texts)))
        return all(self._again(j) is not None or self._runs_in_again(j) for j in row)

    def _mostly_labelled(self, start: int, end: int) -> bool:
        labelled = sum(match_label(text) is not None for text in self.texts[start:end])
        return 2 * labelled >= end - start

    def _end(self, start: int, share: float) -> int:
        """Return the line after the last entry of a table whose first entry is at ``start``."""
        stop = self._first_sentence(start)
        again = self._text_begins(start, stop)
        certain = {k for k in range(start, min(stop, again)) if self._is_certain(k, stop)}
        end = max(certain, default=start - 1) + 1
        if again <= stop:
            end = max(end, self._without_title(end, again))
        while end < stop and end < again and _PAGE.match(self.texts[end]):
            end += 1
        entries = [k for k in range(start, end) if not _PAGE.match(self.texts[k])]
        found = sum(k in certain for k in entries)
        return end if found and found >= share * len(entries) else start

    def _without_title(self, certain: int, again: int) -> int:
        """Return where the entries end: the text's title may precede its first heading."""
        end = again
        while end > certain and not _is_named(self.texts[end - 1]):
            end -= 1
        return end

    def _first_sentence(self, start: int) -> int:
        """Return the first line that is no entry of any kind."""
        for k in range(start, min(start + _MOST_ENTRIES, len(self.texts))):
            if not self._may_be_entry(k):
                return k
        return min(start + _MOST_ENTRIES, len(self.texts))

    def _may_be_entry(self, k: int) -> bool:
        text = self.texts[k]
        if _has_page(text) or _PAGE.match(text) or _HEAD.match(text):
            return True
        if width(text) > _WIDEST_LOOSE or _STOPS.search(text):
            return False
        if "\t" in text:
            return self._again(k) is not None
        if ends_sentence(text) and match_label(text) is None:
            return False
        return not holds_quantity(text) or self._again(k) is not None

    def _text_begins(self, start: int, stop: int) -> int:
        """Return where the first entries occur again; the end of the document if they do not."""
        places = []
        for k in range(start, min(start + _FIRST_ENTRIES, stop)):
            at = self._again(k)
            at = self._again_reworded(k) if at is None else at
            if at is not None:
                places.append(self._back_to_first(start, k, at))
        return min(places, default=len(self.texts))

    def _back_to_first(self, start: int, k: int, at: int) -> int:
        """Return the heading of the first entry, if it directly precedes that of entry ``k``."""
        while k > start and at > k + 1:
            before, here = _label_of(self.texts[k - 1]), _label_of(self.texts[at - 1])
            same = before is not None and here is not None and before[:2] == here[:2]
            if not same and not self._opens_alike(k - 1, at - 1):
                break
            k, at = k - 1, at - 1
        return at

    def _opens_alike(self, k: int, at: int) -> bool:
        return letters_of(bare_entry(self.texts[k])) == letters_of(self.texts[at])

    def _is_certain(self, k: int, stop: int) -> bool:
        text = self.texts[k]
        if _has_page(text) or _HEAD.match(text):
            return True
        if self._again(k) is not None or self._runs_in_again(k):
            return True
        return self._again_reworded(k) is not None or self._is_broken_entry(k, stop)

    def _is_broken_entry(self, k: int, stop: int) -> bool:
        """Whether this line and the next are one entry."""
        if k + 1 >= stop or starts_with_label(self.texts[k + 1]):
            return False
        both = letters_of(bare_entry(self.texts[k] + self.texts[k + 1]))
        return len(both) <= 2 * _LONGEST_ENTRY and self._find(both, k + 1) is not None

    def _again(self, k: int) -> int | None:
        """Return the next line that begins with the words of line ``k``."""
        text = self.texts[k]
        if len(text) > _LONGEST_LINE or (ends_sentence(text) and not _has_page(text)):
            return None
        entry = letters_of(bare_entry(text))
        return self._find(entry, k) if len(entry) <= _LONGEST_ENTRY else None

    def _find(self, entry: str, k: int) -> int | None:
        if len(entry) < _OPENING:
            return self._find_name(entry, k)
        later = (o for o in self._openings.get(entry[:_OPENING], ()) if o.at > k)
        for opening, _ in zip(later, range(_MOST_COMPARED), strict=False):
            if opening.text.startswith(entry) and not _has_page(self.texts[opening.at]):
                return opening.at
        return None

    def _find_name(self, entry: str, k: int) -> int | None:
        """Find 前言, 附录 and the like: the line may hold only the name and the text's number."""
        if len(entry) < 2:
            return None
        later = (o.at for o in self._openings.get(entry, ()) if o.at > k)
        return next((at for at in later if letters_of(self.texts[at]) == entry), None)

    def _again_reworded(self, k: int) -> int | None:
        """Return the next line with the same label and similar words."""
        label = _label_of(self.texts[k])
        if label is None or _has_page(self.texts[k]) or holds_quantity(self.texts[k]):
            return None
        words = _wording(self.texts[k], label)
        key = (label.kind, label.number, label.prefix)
        later = (o for o in self._labelled.get(key, ()) if o.at > k)
        for opening, _ in zip(later, range(_MOST_COMPARED), strict=False):
            if likeness(words, opening.text) >= _SAME_WORDING:
                return opening.at
        return None

    def _runs_in_again(self, k: int) -> bool:
        """Whether a short labelled line occurs again, label included, in a later line."""
        text = self.texts[k]
        entry = bare_entry(text) if len(text) <= _LONGEST_LINE else ""
        if not _OPENING <= len(entry) <= _LONGEST_ENTRY or ends_sentence(text):
            return False
        label = match_label(entry)
        if label is None or len(entry) - label.end < _OPENING - 1:
            return False
        below: Iterable[str] = self.texts[k + 1 : k + 1 + _MOST_LOOKED_THROUGH]
        return any(entry in squash(text) for text in below)


def _label_of(text: str) -> Label | None:
    return match_label(text) if starts_with_label(text) else None


def _is_named(text: str) -> bool:
    """Whether a line is an entry by itself: it has a label, a page or the name of a part."""
    return starts_with_label(text) or _has_page(text) or _PART.match(text) is not None


_PART = re.compile(
    r"(?:[前序引导導绪緒]\s*[言论論]|序$|[总總]\s*[则則]|附\s*[录錄件表图圖则則]|[结結尾后後]\s*[语語记記论論]|[参參]考文[献獻]|致[谢謝]|名[词詞]解[释釋])"
)


def _wording(text: str, label: Label) -> str:
    """Return the words of a heading: after the label, up to the first stop, no dots or page."""
    rest = _STOPS.split(text[label.end : label.end + _LONGEST_LINE].strip(), maxsplit=1)[0]
    return letters_of(bare_entry(rest))
