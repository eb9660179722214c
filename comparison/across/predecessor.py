"""Find the predecessor of a plan among many plans.

Content decides which plans are of one family: the cosine over shared 4-grams of characters,
weighted by idf.  Editions of one issuer share some percent of that weight, unrelated plans about
one.  Within the family the title, the issuer and the year decide; if the years are equal or
unknown, none is chosen.
"""

import math
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import PurePath
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.folding import fold

if TYPE_CHECKING:
    from plandiff.comparison.alignment import section_text
    from plandiff.corpus import parsing
    from plandiff.corpus.formats import documents
    from plandiff.corpus.model import Plan
else:
    section_text = LazyModule("plandiff.comparison.alignment.section_text")
    documents = LazyModule("plandiff.corpus.formats.documents")
    parsing = LazyModule("plandiff.corpus.parsing")

FAMILY = {
    ("same", "same"): 0.03,
    ("same", "unknown"): 0.03,
    ("unknown", "same"): 0.03,
    ("other", "same"): 0.05,
    ("unknown", "unknown"): 0.08,
    ("other", "unknown"): 0.2,
}
"""Least likeness of two plans of one family, by agreement of (title, issuer).  Editions of one
issuer share less over the years, and unrelated plans from one template share some text.
Plans of other issuers are never predecessors; they are listed from `COUSINS` on."""
COUSINS = 0.05
COPY = 0.95
"""Least likeness of two plans of one year that are the same plan in two files."""
_LISTED = 10
_SAMPLE = 4
"""One of so many 4-grams is kept: a quarter of them gives the same results."""
_FARTHER = 0.85
"""Factor on a candidate's score for each nearer year that has a candidate."""

_DATED = frozenset({"front-matter", "fact-box"})
"""Removal reasons of text that dates the document: ``updated: 2025-02-27``, 发布日期."""
_HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"[{_HAN}#]|[^\W_{_HAN}]+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PLACE = re.compile(rf"[{_HAN}]{{2,}}?(?:自治区|自治州|地区|[省市州盟县區区旗镇鎮乡鄉])")
_LEVELS = frozenset("省市州县區区旗镇乡本我")
_OFFICE = re.compile(r"办公[厅室](?:\(室\))?|常务委员会")
_NOT_IN_STEM = re.compile(r"[\W\d_#]|(?<=#)[年学度届]+|全文|关于|印发|的?通知$")


class Edition(Struct, frozen=True):
    """The compared properties of a plan: issuer, year, title and a sample of its wording."""

    path: str
    """The path as the user gave it."""
    sha256: str
    """Hash of the file's bytes."""
    title: str
    issuer: str | None
    year: int | None
    """The plan's own year; if it states none, the only year in its file name."""
    last_year: int | None
    """The latest year that the text names, or a date above it."""
    shingles: frozenset[int]
    """Hashes of a quarter of its 4-grams of characters (of words in Latin text)."""


class Standing(StrEnum):
    """The relation of a plan to the new one."""

    EARLIER = "earlier"
    """Of the family and earlier: a possible predecessor."""
    UNDATED = "undated"
    """Of the family, but the order of the two is unknown."""
    SAME_YEAR = "same-year"
    LATER = "later"
    COPY = "copy"
    """The new plan itself in another file."""
    OTHER_ISSUER = "other-issuer"
    UNRELATED = "unrelated"


class Agreement(StrEnum):
    """Whether titles or issuers agree."""

    SAME = "same"
    UNKNOWN = "unknown"
    OTHER = "other"


class Candidate(Struct, frozen=True):
    """A plan that may be the predecessor, with the evidence."""

    edition: Edition
    standing: Standing
    score: float
    """How well it fits, 0 to 1; 0 unless it is of the family and earlier."""
    likeness: float
    """Cosine of the two texts over weighted 4-grams, 0 to 1."""
    issuer: Agreement
    title: Agreement
    years: int | None
    """Number of years that it is earlier; None if a year is unknown."""


class Predecessor(Struct, frozen=True):
    """The result: candidates, the best first, and the chosen one."""

    new: Edition
    candidates: tuple[Candidate, ...]
    """At most ten: those that could be chosen, then other related plans."""
    considered: int
    """Number of plans considered, without the new plan itself."""

    @property
    def chosen(self) -> Candidate | None:
        """The predecessor; None if no candidate qualifies."""
        first = next(iter(self.candidates), None)
        return first if first is not None and first.standing is Standing.EARLIER else None


def read_edition(path: str, *, encoding: str | None = None, original: bool = False) -> Edition:
    """Read a plan as an edition; arguments and errors as in `read_plan`."""
    # Imported lazily: a search in the library needs no readers of files.
    document = documents.read_document(path, encoding=encoding, original=original)
    return edition_of(parsing.parse(document, outline_only=True), path)


def edition_of(plan: "Plan", path: str) -> Edition:
    """Return the edition of a parsed plan."""
    text = "\n".join(section.text for section in plan.sections)
    dated = (text, *(piece.text for piece in plan.removed if piece.reason in _DATED))
    named = {int(year) for year in _YEAR.findall(fold(PurePath(path).stem))}
    return Edition(
        path=path,
        sha256=plan.source.sha256,
        title=plan.title,
        issuer=plan.issuer,
        year=plan.year or (named.pop() if len(named) == 1 else None),
        last_year=max(map(int, _YEAR.findall(fold("\n".join(dated)))), default=None),
        shingles=shingles(text),
    )


def shingles(text: str) -> frozenset[int]:
    """Return hashes of a sample of the 4-grams of characters (of words in Latin text).

    Numbers are masked and punctuation is left out, so that targets and layout have no effect.

    >>> shingles("到2024年，入园率达到85%") == shingles("到2025年入园率达到88%")
    True
    """
    tokens = _TOKEN.findall(section_text.mask_numbers(fold(text)).casefold())
    runs = {"\x1f".join(tokens[at : at + 4]) for at in range(len(tokens) - 3)}
    hashes = (zlib.crc32(run.encode("utf-8", "replace")) for run in runs)
    return frozenset(found for found in hashes if found % _SAMPLE == 0)


def find_predecessor(new: Edition, others: Iterable[Edition]) -> Predecessor:
    """Find the predecessor of ``new`` among others, whose order has no effect.

    A file with the same bytes as ``new`` is left out.
    """
    known = sorted(
        (other for other in others if other.sha256 != new.sha256), key=lambda other: other.path
    )
    likeness = _likeness_to(new, known)
    candidates = [_judge(new, *pair) for pair in zip(known, likeness, strict=True)]
    related = [one for one in candidates if one.standing is not Standing.UNRELATED]
    scored = _with_scores(new, related)
    scored.sort(key=lambda one: (-one.score, -one.likeness, one.edition.path))
    return Predecessor(new, tuple(scored[:_LISTED]), len(known))


def _likeness_to(new: Edition, others: Sequence[Edition]) -> list[float]:
    """Return the cosine with each other plan, over 4-grams weighted by idf among all the plans.

    Weights are integers, so that sums over sets do not depend on the iteration order.
    """
    frequency: Counter[int] = Counter(new.shingles)
    for other in others:
        frequency.update(other.shingles)
    total = len(others) + 1
    weight_at = [0, *(_weight(total, count) for count in range(1, total + 1))]
    weight = {run: weight_at[count] for run, count in frequency.items()}.__getitem__
    own = sum(map(weight, new.shingles))
    found = []
    for other in others:
        mass = own * sum(map(weight, other.shingles))
        both = sum(map(weight, new.shingles & other.shingles))
        found.append(both / math.sqrt(mass) if mass else 0.0)
    return found


def _weight(total: int, count: int) -> int:
    """Return the squared idf as an integer, as in alignment."""
    return round(1000 * math.log(1 + total / count) ** 2)


def _judge(new: Edition, other: Edition, likeness: float) -> Candidate:
    issuer, title = _issuers(new, other), _titles(new, other)
    years = new.year - other.year if new.year and other.year else None
    earlier = years if years is not None else _difference(new.last_year, other.last_year)
    if likeness < FAMILY.get((title.value, issuer.value), COUSINS):
        standing = Standing.UNRELATED
    elif issuer is Agreement.OTHER:
        standing = Standing.OTHER_ISSUER
    elif likeness >= COPY and not years:
        standing = Standing.COPY
    elif earlier:
        standing = Standing.EARLIER if earlier > 0 else Standing.LATER
    else:
        standing = Standing.UNDATED if years is None else Standing.SAME_YEAR
    return Candidate(other, standing, 0.0, likeness, issuer, title, years)


def _difference(new: int | None, other: int | None) -> int:
    return new - other if new and other else 0


def _with_scores(new: Edition, related: Sequence[Candidate]) -> list[Candidate]:
    """Score earlier plans: by likeness and title, and by the number of nearer years with a plan."""
    last = new.year or new.last_year or 0
    gaps = {
        one.edition.path: last - (one.edition.year or one.edition.last_year or 0)
        for one in related
        if one.standing is Standing.EARLIER
    }
    ranks = {gap: rank for rank, gap in enumerate(sorted(set(gaps.values())))}
    by_title = {Agreement.SAME: 1.0, Agreement.UNKNOWN: 0.9, Agreement.OTHER: 0.6}
    return [
        replace(
            one,
            score=one.likeness * by_title[one.title] * _FARTHER ** ranks[gaps[one.edition.path]],
        )
        if one.edition.path in gaps
        else one
        for one in related
    ]


def series_name(edition: Edition) -> str:
    """Return issuer and title of the series, without years and numbers.

    The file name replaces a missing title.
    """
    stem = _stem(edition.title) or _stem(PurePath(edition.path).stem)
    issuer = "" if _place(stem) else _body_name(edition)
    return " ".join(filter(None, (issuer, stem)))


def _titles(new: Edition, other: Edition) -> Agreement:
    """Compare the titles of two plans, without years and numbers."""
    stems = [_stem(edition.title) for edition in (new, other)]
    if not all(stems):
        return Agreement.UNKNOWN
    pairs = [{stem[at : at + 2] for at in range(len(stem) - 1)} or {stem} for stem in stems]
    dice = 2 * len(pairs[0] & pairs[1]) / (len(pairs[0]) + len(pairs[1]))
    return Agreement.SAME if dice >= 0.6 else Agreement.OTHER


def _stem(title: str) -> str:
    """Return a title without the parts that change between editions.

    >>> _stem("澜川区2024年教育工作要点"), _stem("澜川区二〇二五年教育工作要点（全文）")
    ('澜川区教育工作要点', '澜川区教育工作要点')
    """
    return _NOT_IN_STEM.sub("", section_text.mask_numbers(fold(title)).casefold())


def _issuers(new: Edition, other: Edition) -> Agreement:
    """Compare the issuers of two plans; other bodies of one place may be a renamed issuer."""
    names = [_body_name(edition) for edition in (new, other)]
    if all(names):
        short, long = sorted(names, key=len)
        if long.endswith(short):  # 海拉尔区人民政府 and 呼伦贝尔市海拉尔区人民政府
            return Agreement.SAME
    places = [_place(name or _stem(e.title)) for name, e in zip(names, (new, other), strict=True)]
    if all(places):
        return Agreement.UNKNOWN if places[0][-1] == places[1][-1] else Agreement.OTHER
    return Agreement.OTHER if all(names) else Agreement.UNKNOWN


def _body_name(edition: Edition) -> str:
    """Return the issuer without its office; empty if it names no place, as 市人民政府."""
    name = _OFFICE.sub("", fold(edition.issuer or ""))
    return "" if name[:1] in _LEVELS else name


def _place(name: str) -> list[str]:
    """Return the place names at the beginning of a body's name, the widest first.

    >>> _place("呼伦贝尔市海拉尔区人民政府"), _place("国务院")
    (['呼伦贝尔市', '海拉尔区'], [])
    """
    found: list[str] = []
    at = 0
    while place := _PLACE.match(name, at):
        found.append(place[0])
        at = place.end()
    return found
