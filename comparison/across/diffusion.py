"""Trace sentences of a superior plan and of earlier local plans in local plans, with their edits.

The source of a sentence in a local plan is the most similar sentence of the superior plan or of
an earlier local plan.  A local plan is the source only if its sentence is clearly nearer than the
superior one, because both may have copied from the superior plan.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, groupby

from msgspec import Struct
from rapidfuzz import fuzz

from plandiff.comparison.across.coverage import Likeness, Quote
from plandiff.comparison.across.coverage.likeness import LEVEL, likeness_of_texts, share_alike
from plandiff.comparison.alignment.candidate_index import Index, TokenSet
from plandiff.comparison.alignment.plan_index import IdfWeights
from plandiff.comparison.alignment.section_text import without_sign_off
from plandiff.comparison.edits import Edit
from plandiff.comparison.passages.units import Unit, cut_units
from plandiff.comparison.words import diff_texts
from plandiff.corpus.model import Plan
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.folding import fold

SUPERIOR = -1
"""Index of the superior plan among the sources."""
_SHORT = 8
"""Least characters without dates; a shorter sentence may be written twice independently."""
_CANDIDATES = 4
"""Number of candidate sentences of each kind of source."""
_LEAST_KEPT = 0.25
"""Least share of kept characters; below it only common words are alike."""
_NEARER = 3.0
"""Margin in per cent by which a local plan must be nearer than the superior one."""
_SIGNED = re.compile(r"((?:19|20)\d\d)年(\d{1,2})月(?:(\d{1,2})日)?")
_NUMBER = re.compile(r"[〔\[(](?:19|20)\d\d[〕\])]\s*\d+号\W*\Z")
"""A document's own number, on a line of its own: （豫政办〔2016〕160号）."""
_DIGITS = re.compile(r"[\d年月日\W]+")
_FOOT = 120
"""Number of characters at the end of a plan that are searched for its date."""

Day = tuple[int, int, int]
"""Year, month, day; 0 if unknown, so that a year alone sorts first."""


class Travelled(Struct, frozen=True):
    """A sentence of a local plan that comes from another plan."""

    local: int
    quote: Quote
    """The sentence in the local plan."""
    source: int
    """Index of the source among the local plans, or `SUPERIOR`."""
    origin: Quote
    """The sentence in the source."""
    likeness: Likeness
    kept: float
    """Share of both sentences' characters that is the same, without level names."""
    edits: tuple[Edit, ...]
    """Edits from the source sentence to the local one."""


class Diffusion(Struct, frozen=True):
    """The result of `diffusion`."""

    superior: Plan
    locals: tuple[Plan, ...]
    days: tuple[Day, ...]
    """Date of each local plan, by its signature, else its year."""
    travelled: tuple[Travelled, ...]
    """By local plan, in the order of its text."""


class _Sentence(Struct, frozen=True):
    plan: int
    unit: Unit
    bare: str
    """A sentence, folded and without level names."""


def diffusion(
    superior: Plan,
    locals_: Sequence[Plan],
    progress: Callable[[int, int], object] = lambda _done, _total: None,
) -> Diffusion:
    """Find the source of each sentence of the local plans; own sentences are left out.

    ``progress`` is called with the number of finished local plans and of all.
    """
    plans = (superior, *locals_)
    days = tuple(map(issued_on, locals_))
    by_plan = {at: list(_sentences(at, plan)) for at, plan in enumerate(plans, SUPERIOR)}
    idf = _idf([one for sentences in by_plan.values() for one in sentences])
    above, beside = _Lookup(by_plan.pop(SUPERIOR), idf), _Lookup(chain(*by_plan.values()), idf)
    above.admit(SUPERIOR)
    found: dict[int, list[Travelled]] = {}
    # Plans of one day are no sources of each other, so they are admitted when all are traced.
    for _, group in groupby(sorted(by_plan, key=days.__getitem__), key=days.__getitem__):
        together = list(group)
        for local in together:
            traced = (_source(one, above.near(one), beside.near(one)) for one in by_plan[local])
            found[local] = list(filter(None, traced))
            progress(len(found), len(locals_))
        for local in together:
            beside.admit(local)
    ordered = tuple(one for local in sorted(found) for one in found[local])
    return Diffusion(superior, tuple(locals_), days, ordered)


def issued_on(plan: Plan) -> Day:
    r"""Return the day of the signature, else the plan's year, else zeros.

    >>> from plandiff.corpus.parsing import parse
    >>> from plandiff.corpus.formats.documents import read_document
    >>> text = "工作要点\n一、目标\n办好学校。\n澜川区教育局\n2024年2月26日\n"
    >>> issued_on(parse(read_document("a.txt", data=text.encode())))
    (2024, 2, 26)
    """
    text = fold("\n".join(section.text for section in plan.sections))[-_FOOT:]
    dates = [found.groups() for found in _SIGNED.finditer(text) if not text[found.end() :].strip()]
    if dates:
        year, month, day = dates[-1]
        return int(year), int(month), int(day or 0)
    return plan.year or 0, 0, 0


def _sentences(at: int, plan: Plan) -> Iterator[_Sentence]:
    """Yield sentences long enough to be recognised; no headings, no signature."""
    for unit in cut_units(plan.sections):
        folded = fold(unit.text)
        bare = LEVEL.sub("", without_sign_off(folded))
        long_enough = len(_DIGITS.sub("", bare)) >= _SHORT
        if not unit.heading and long_enough and not _NUMBER.search(bare):
            yield _Sentence(at, unit, bare)


def _idf(sentences: Sequence[_Sentence]) -> IdfWeights:
    frequency: Counter[str] = Counter()
    for one in sentences:
        frequency.update(one.unit.grams)
    return IdfWeights(frequency, len(sentences))


class _Lookup:
    """Sentences, indexed by their rare bigrams; those of admitted plans are found."""

    def __init__(self, sentences: Iterable[_Sentence], idf: IdfWeights) -> None:
        self._sentences, self._idf = tuple(sentences), idf
        self._postings: defaultdict[str, list[int]] = defaultdict(list)
        self._index = Index(list(map(self._tokens, self._sentences)), self._postings)
        self._of_plan: defaultdict[int, list[int]] = defaultdict(list)
        for at, sentence in enumerate(self._sentences):
            self._of_plan[sentence.plan].append(at)

    def admit(self, plan: int) -> None:
        """Let the sentences of a plan be found from now on."""
        for at in self._of_plan[plan]:
            for gram in self._sentences[at].unit.grams:
                self._postings[gram].append(at)

    def _tokens(self, sentence: _Sentence) -> TokenSet:
        return TokenSet(sentence.unit.grams, self._idf.weight_of(sentence.unit.grams))

    def near(self, sentence: _Sentence) -> list[_Sentence]:
        """Return the most similar sentences, the nearest first."""
        places = self._index.nearest(self._tokens(sentence), self._idf)
        return [self._sentences[at] for at in places][:_CANDIDATES]


def _source(
    sentence: _Sentence, above: Sequence[_Sentence], beside: Sequence[_Sentence]
) -> Travelled | None:
    ranked = [
        (fuzz.ratio(one.bare, sentence.bare) - lag, one)
        for lag, candidates in ((0.0, above), (_NEARER, beside))
        for one in candidates
    ]
    if not ranked:
        return None
    _, best = max(ranked, key=lambda item: item[0])
    kept = share_alike(best.bare, sentence.bare)
    likeness = likeness_of_texts(best.bare, sentence.bare)
    if likeness is Likeness.OWN or kept < _LEAST_KEPT:
        return None
    return Travelled(
        local=sentence.plan,
        quote=Quote(sentence.unit.place, sentence.unit.text),
        source=best.plan,
        origin=Quote(best.unit.place, best.unit.text),
        likeness=likeness,
        kept=round(kept, 4),
        edits=tuple(diff_texts(best.unit.text, sentence.unit.text)),
    )
