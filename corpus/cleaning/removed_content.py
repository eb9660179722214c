"""Removed text that may be content: the safety net below every other step.

Removed text takes no part in the comparison of sections.  So text in it that looks like content
is a finding of the plan, and the removed texts of two plans are compared piece by piece.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from plandiff.corpus.cleaning.characters import squash
from plandiff.corpus.cleaning.page_marks import PAGE_MARKER
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.model import (
    LINE_NUMBER,
    REMOVED_CONTENT,
    REMOVED_SHARE,
    STRUCK,
    Finding,
    Removed,
    Section,
)
from plandiff.corpus.text import lazy_re as re

if TYPE_CHECKING:  # not for the comparison of two cached plans
    from plandiff.corpus.cleaning import boilerplate, content, contents
    from plandiff.corpus.targets import finding
else:
    boilerplate = LazyModule("plandiff.corpus.cleaning.boilerplate")
    content = LazyModule("plandiff.corpus.cleaning.content")
    contents = LazyModule("plandiff.corpus.cleaning.contents")
    finding = LazyModule("plandiff.corpus.targets.finding")

CONTENTS = "contents"
PAGE_NUMBER = "page-number"
REPEATED_TITLE = "repeated-title"
TAG = "html-tag"
ENTITY = "entity"

_MOST_REMOVED = 0.05
"""Share of a document that may be removed without a finding."""
_PLAIN = frozenset(
    {
        PAGE_NUMBER,
        PAGE_MARKER,
        LINE_NUMBER,
        "bullet",
        "markup",
        CONTENTS,
        REPEATED_TITLE,
        STRUCK,
        TAG,
        ENTITY,
    }
)
"""Reasons that remove nothing of the plan, or that have a finding of their own."""
_UNCOMPARED = frozenset({PAGE_NUMBER, LINE_NUMBER, PAGE_MARKER, "bullet", TAG, ENTITY})
_LONGEST_FINDING = 80
_LONGEST_PIECE = 120
"""Characters of a sentence that is compared as a whole."""
_SENTENCE = re.compile(r"(?:[^。！？.\n]|\.(?!\s+[A-Z]))+[。！？.]*")
_PARTS = re.compile(r"[\s，,；;、|]+")
_WORD = re.compile(r"\w")
_DUE = re.compile(
    r"(?:\d{1,4}|[一二三四五六七八九十〇]{1,4})\s*[年月日]\s*[初中底末]?\s*(?:之?前|以前|[内內])"
    r"|年[底末](?:之?前)?(?:完成|[达達]到)"
)
_COUNTER = re.compile(
    r"(?P<name>浏览|瀏覽|阅读|閱讀|点击|點擊|访问|訪問|访客|訪客|来访|來訪|在[线線]|下[载載]|收藏|点赞|點贊|评论|評論|分享"
    r"|[转轉]发|播放|人[气氣]|热度|熱度|[积積]分|金币|评分|大小|[页頁][数數]|字[数數]"
    r"|[赞贊]|在看|留言|喜[欢歡]|[Vv]iew(?:s|ed)?|[Hh]its?|[Rr]eads?|[Vv]isit(?:or)?s?|[Dd]ownload(?:s|ed)?|[Ll]ikes?)"
    r"(?P<between>[次量数數率人者]{0,3}\s*(?:[Nn]umber|[Nn]o\.|#)?\s*[:：]?\s*[（(\[]?\s*)"
    r"[\d,.]+\s*(?:[万萬]?次|KB|MB|人|字|[页頁]|times)?"
)
_PEOPLE = re.compile(
    r"[\d,.]+\s*[万萬]?\s*(?:人|次)\s*(?=看[过過]|[阅閱][读讀]|[浏瀏][览覽]|[点點][赞贊击擊]|下[载載]|收藏)"
    r"|(?<=第)\s*[\d,.]+\s*(?=[位个個名]\s*(?:[访訪]|[来來][访訪]|[浏瀏][览覽]|[读讀]者|[网網]友|用[户戶]|游客))"
    r"|[\d,]+(?:st|nd|rd|th)?\s*(?=(?:[Vv]iews?|[Vv]isit(?:or)?s?|[Hh]its|[Rr]eads|[Dd]ownloads|[Ll]ikes)\b)"
)
_SAVED = re.compile(
    r"(?P<name>\b(?:generated|printed|retrieved|accessed|visited)(?: on| at)?"
    r"|(?:打印|列印|访问|訪問|[浏瀏][览覽]|下[载載]|[当當]前|[现現]在|系[统統])[时時日][间間期]?)\s*[:：]?\s*"
    r"(?:\d{1,2} [A-Z][a-z]+ \d{4}|[A-Z][a-z]+ \d{1,2}, \d{4}|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?)"
    r"(?:,? (?:at )?\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]m)?)?"
)
"""When a page was shown or printed."""
_PAGES = re.compile(
    r"第\s*\d{1,4}\s*[页頁]|[共总總]\s*\d{1,4}\s*[页頁]|[-—–－]\s*\d{1,4}\s*[-—–－]"
)


class RemovedPiece(NamedTuple):
    """One sentence or line of the removed text."""

    text: str
    key: str
    """The text to compare: without white space, counters and page numbers."""


def find_removed_content(removed: Sequence[Removed], kept: int) -> Iterator[Finding]:
    """Report removed pieces that read as content, and a large removed share of the document.

    ``kept`` is the number of characters in the outline, white space excluded.
    """
    gone = 0
    for piece in removed:
        if piece.reason in _PLAIN:
            continue
        gone += len(squash(piece.text))
        for line in piece.text.split("\n"):
            if _reads_as_content(line):
                yield Finding(REMOVED_CONTENT, None, on_one_line(line))
    if gone > _MOST_REMOVED * (gone + kept):
        yield Finding(REMOVED_SHARE, None, f"{gone / (gone + kept):.0%}")


def _reads_as_content(line: str) -> bool:
    """Whether a line states a target or a deadline, and is no advertisement."""
    if boilerplate.is_site_line(line):
        return False
    if _DUE.search(line):
        return True
    if not content.holds_quantity(line):
        return False
    return bool(finding.find_targets([Section("s0", None, 0, None, None, "", line)]))


def on_one_line(text: str) -> str:
    """Return the text of a finding, shortened to one line."""
    bare = " ".join(text.split())
    return bare if len(bare) <= _LONGEST_FINDING else f"{bare[:_LONGEST_FINDING]}…"


def removed_pieces(removed: Iterable[Removed]) -> Iterator[RemovedPiece]:
    """Split the removed text into sentences and lines, without details that vary between copies.

    >>> removed = [Removed("浏览次数：25次", "site-words"), Removed("3", "page-number")]
    >>> [piece.key for piece in removed_pieces(removed)]
    ['浏览次数:#']
    """
    for item in removed:
        if item.reason in _UNCOMPARED:
            continue
        for text in _cut(item.text):
            key = _key(contents.bare_entry(text) if item.reason == CONTENTS else text)
            if _WORD.search(key):
                yield RemovedPiece(text, key)


def _cut(text: str) -> Iterator[str]:
    """Split into sentences, long ones also at commas and spaces to find each change in them."""
    for found in _SENTENCE.finditer(text):
        sentence = found[0].strip()
        yield from (sentence,) if len(sentence) <= _LONGEST_PIECE else _PARTS.split(sentence)


def _key(text: str) -> str:
    """Return the text in the form used for comparison."""
    text = _COUNTER.sub(r"\g<name>\g<between>#", text)
    text = _SAVED.sub(r"\g<name>#", text)
    return squash(_PAGES.sub("#", _PEOPLE.sub("#", text))).replace("：", ":")
