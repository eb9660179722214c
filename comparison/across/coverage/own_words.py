"""Find answers in entirely different words: 在校生测评 is answered by 对孩子做一轮筛查.

Requirements that `plandiff.comparison.across.coverage.judging` leaves unanswered are matched by
content: concepts (synonyms), character bigrams and single characters, weighted by idf; the units
of their numbers; and the answers to neighbouring requirements.  A logistic regression combines
these signals.  Its weights were learned by ``python -m tests.training.coverage_weights``.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct

from plandiff.comparison.across import WORDS
from plandiff.comparison.across.coverage.acts import Act
from plandiff.comparison.across.coverage.learned import BY_ALL, BY_TEXT
from plandiff.comparison.across.coverage.linking import Sentence, sentence_of
from plandiff.comparison.force.pairing import PlacedClause
from plandiff.comparison.passages.scoring import likelihood
from plandiff.corpus.synonyms import concepts_in, is_matter
from plandiff.corpus.text import lazy_re as re

_ANSWERS = (0.45, 0.65)
"""Least likelihood of an answer: for a plan that often uses its own words, and for one whose first
step left almost nothing unanswered, so that the rest are more often gaps."""
_OFTEN = 0.75
"""Largest share of owed answers found in the first step for a plan with its own words."""
SURE = 0.6
"""Likelihood below which an answer is doubtful."""
DOUBTFUL = 0.12
"""Least likelihood of a possible answer, which makes a gap doubtful."""
_LEAST_ALIKE = 0.05
"""Cosine below which a clause is no candidate."""
_BY_CHANCE = 0.15
"""Cosine that some clause of a long plan has with any requirement by chance."""
_ONE_FIELD = 0.7
"""Least share of a local plan's subjects that the superior one also has, for plans of one field:
the mean of the shares of distinct subjects and of mentions."""
_FEW_MATTERS = 3
"""Subjects of another field added to the total (smoothing for short plans)."""
_ALIKE_PLANS = 0.45
"""Least bigram cosine of two plans on one subject, as 劳动教育: it was at least 0.54 for four pairs
of an office and its superior, at most 0.39 for 36 pairs of other plans."""
_FEWEST_PAIRS = 100
"""Least number of distinct bigrams of a plan; with fewer a cosine of 0.45 occurs by chance."""
_ROUNDS = 2
"""Number of rounds that rescore with the neighbouring answers."""
_PLAUSIBLE = 0.1
"""Least likelihood of an answer that supports its neighbours."""
_ACTS_AROUND, _CLAUSES_AROUND = 3, 5
"""Largest distance of supporting answers, in acts and in local clauses."""
_WEIGHTS = {"=": 1.5, ".": 0.5, "#": 0.8}
"""Weights by the first character of a token: concepts, single characters, numbers and Latin."""
_SHORT = 8
"""Number of characters up to which a clause is too short to identify its subject."""
_UNSEEN = 50
"""Clauses added to the total (smoothing), as the counts of a short plan are no statistics."""
_HAN = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[a-z]+|\d[\d.]*")
_FILLER = re.compile("[的地和与及并或等对在为以各要应将把向从中由被让使]")
_GENERAL = re.compile("|".join(WORDS["GENERAL"]))
"""Verbs of any act, which say nothing about its subject."""
_UNIT = re.compile(
    r"(?<!第)(?:\d[\d.,]*|[一二两三四五六七八九十百千半]+)[多余]?(?:个(?=小时|月|学期))?"
    r"(%|课时|学时|小时|分钟|平方米|万元|人次|[名人次元所个条节座间处户家期届月日周天年])"
)
_YEAR = re.compile(r"(?:19|20)\d\d年")

Scores = dict[int, float]
"""Likelihood by local clause."""


class Known(Struct, frozen=True):
    """The answers found in the first step."""

    answers: Mapping[int, Collection[int]]
    """Local clauses by the index of the act that they answer."""
    taken: Collection[int]
    """Local clauses that answer an act in its own words."""


def least_likelihood(answered: int, owed: int) -> float:
    """Return the least likelihood of an answer, by the share of owed answers already found."""
    beyond = max(answered / max(owed, 1) - _OFTEN, 0.0) / (1 - _OFTEN)
    return _ANSWERS[0] + beyond * (_ANSWERS[1] - _ANSWERS[0])


def are_of_one_field(acts: Sequence[Act], clauses: Sequence[PlacedClause]) -> bool:
    """Whether a local plan has the subjects or the vocabulary of the superior one.

    Plans of other fields have clauses with the same verbs, none of which is an answer.
    """
    if _cosine_of_pairs(acts, clauses) >= _ALIKE_PLANS:
        return True
    asked = {one for act in acts for clause in act.clauses for one in _matters(clause)}
    given = Counter(one for clause in clauses for one in _matters(clause))
    shared = {one: count for one, count in given.items() if one in asked}
    kinds = len(shared) / (len(given) + _FEW_MATTERS)
    mentions = sum(shared.values()) / (sum(given.values()) + _FEW_MATTERS)
    return kinds + mentions >= 2 * _ONE_FIELD


def _cosine_of_pairs(acts: Sequence[Act], clauses: Sequence[PlacedClause]) -> float:
    """Return the cosine of the bigram counts of the two plans; 0 if one is too short."""
    asked = _pairs(clause.folded for act in acts for clause in act.clauses)
    given = _pairs(clause.folded for clause in clauses)
    if min(len(asked), len(given)) < _FEWEST_PAIRS:
        return 0.0
    both = sum(count * given[pair] for pair, count in asked.items() if pair in given)
    lengths = math.hypot(*asked.values()) * math.hypot(*given.values())
    return both / lengths if lengths else 0.0


def _pairs(texts: Iterable[str]) -> Counter[str]:
    runs = (run for text in texts for run in _HAN.findall(text))
    return Counter(run[at : at + 2] for run in runs for at in range(len(run) - 1))


def _matters(clause: PlacedClause) -> set[str]:
    return set(filter(is_matter, concepts_in(clause.folded)))


def look_for_own_words(
    acts: Sequence[Act], wanted: Sequence[int], known: Known, local: "LocalText"
) -> dict[int, Scores]:
    """Return, for each wanted act (its index), likelihoods of the local clauses."""
    signals = text_signals(acts, wanted, known, local)
    scores = weigh(BY_TEXT, signals)
    for _ in range(_ROUNDS):
        scores = weigh(BY_ALL, with_context(signals, scores, known))
    return scores


Signals = dict[int, dict[int, dict[str, float]]]
"""Values of named signals, by act and local clause."""


def weigh(weights: Mapping[str, float], signals: Signals) -> dict[int, Scores]:
    """Return the likelihoods by logistic regression."""
    return {
        act: {place: likelihood(weights, values) for place, values in found.items()}
        for act, found in signals.items()
    }


class LocalText:
    """The clauses of a local plan as tokens, with an inverted index."""

    def __init__(self, clauses: Sequence[PlacedClause], without: Collection[int] = ()) -> None:
        """``clauses``: all that can answer, in order; the places in ``without`` are skipped."""
        self.clauses = clauses
        self.tokens = [tokens_of(clause.folded) for clause in clauses]
        self.units = [units_of(clause.folded) for clause in clauses]
        self.holders: defaultdict[str, list[int]] = defaultdict(list)
        self.sentences: defaultdict[Sentence, set[str]] = defaultdict(set)
        for place, tokens in enumerate(self.tokens):
            if place in without:
                continue
            self.sentences[sentence_of(clauses[place])] |= tokens
            for token in tokens:
                self.holders[token].append(place)


class _TokenWeights:
    """Inverse document frequency; integers, so that sums do not depend on their order."""

    def __init__(self, texts: Iterable[Collection[str]]) -> None:
        frequency: Counter[str] = Counter()
        total = _UNSEEN
        for text in texts:
            frequency.update(text)
            total += 1
        self._frequency, self._total = frequency, total
        self._weights: dict[str, int] = {}

    def weight(self, token: str) -> int:
        if token not in self._weights:
            idf = math.log(1 + self._total / (self._frequency[token] or 1))
            self._weights[token] = round(1000 * _WEIGHTS.get(token[0], 1.0) * idf)
        return self._weights[token]

    def weight_of(self, tokens: Iterable[str]) -> int:
        return sum(map(self.weight, tokens))


def text_signals(
    acts: Sequence[Act], wanted: Sequence[int], known: Known, local: LocalText
) -> Signals:
    """Return the signals of texts and numbers, for each act and candidate."""
    cores = [",".join(clause.folded for clause in act.core) for act in acts]
    asked = [tokens_of(core) for core in cores]
    idf = _TokenWeights((*asked, *local.tokens))
    weights = [max(idf.weight_of(tokens), 1) for tokens in local.tokens]
    alike = [_cosines(tokens, local, weights, idf) for tokens in asked]
    rivals = _best_two(alike)
    found: Signals = {}
    for at in wanted:
        core, tokens, cosines = cores[at], asked[at], alike[at]
        units, mass = units_of(core), max(idf.weight_of(tokens), 1)
        best = sorted(cosines.values(), reverse=True)[:2]
        found[at] = {}
        for place, cosine in cosines.items():
            clause = local.clauses[place]
            sentence = local.sentences[sentence_of(clause)]
            both = idf.weight_of(tokens & local.tokens[place])
            found[at][place] = {
                "wording": cosine,
                "sentence": idf.weight_of(tokens & sentence) / mass,
                "back": both / weights[place],
                "short": float(len(clause.folded) < _SHORT),
                "unit": float(bool(units & local.units[place])),
                "taken": float(place in known.taken),
                "margin": _margin(cosine, best),
                "local_margin": _margin(cosine, rivals[place]),
            }
    return found


def _cosines(
    tokens: Collection[str], local: LocalText, weights: Sequence[int], idf: _TokenWeights
) -> Scores:
    """Return the cosine (shared weight over the root of both weights) of each candidate."""
    shared: defaultdict[int, int] = defaultdict(int)
    for token in sorted(tokens):
        weight = idf.weight(token)
        for place in local.holders.get(token, ()):
            shared[place] += weight
    mass = max(idf.weight_of(tokens), 1)
    cosines = {place: both / math.sqrt(mass * weights[place]) for place, both in shared.items()}
    return {place: cosine for place, cosine in cosines.items() if cosine >= _LEAST_ALIKE}


def _best_two(alike: Iterable[Scores]) -> Mapping[int, list[float]]:
    """Return the two highest cosines of each local clause."""
    best: defaultdict[int, list[float]] = defaultdict(list)
    for cosines in alike:
        for place, cosine in cosines.items():
            best[place] = sorted((*best[place], cosine), reverse=True)[:2]
    return best


def _margin(cosine: float, best: Sequence[float]) -> float:
    """Return the margin over the best other cosine, from -1 to 1."""
    rival = best[1] if len(best) > 1 else 0.0
    rival = max(rival if cosine == best[0] else best[0], _BY_CHANCE)
    return (cosine - rival) / max(cosine, rival)


def with_context(signals: Signals, scores: Mapping[int, Scores], known: Known) -> Signals:
    """Add the signals of context: support by neighbouring answers, and rival acts."""
    strong: dict[int, Scores] = {
        act: dict.fromkeys(known.answers[act], 1.0) for act in known.answers
    }
    wanted: defaultdict[int, list[float]] = defaultdict(list)
    for act, found in scores.items():
        strong[act] = {place: score for place, score in found.items() if score >= _PLAUSIBLE}
        for place, score in found.items():
            wanted[place] = sorted((*wanted[place], score), reverse=True)[:2]
    return {
        act: {
            place: {
                **values,
                "support": _support(act, place, strong),
                "rival": _rival(scores[act][place], wanted[place]),
            }
            for place, values in found.items()
        }
        for act, found in signals.items()
    }


def _support(act: int, place: int, strong: Mapping[int, Scores]) -> float:
    """Return the likelihood that neighbouring requirements are answered near this clause."""
    total = 0.0
    for step in range(-_ACTS_AROUND, _ACTS_AROUND + 1):
        nearest = [
            score * (1 - abs(other - place) / (_CLAUSES_AROUND + 3))
            for other, score in (strong.get(act + step, {}) if step else {}).items()
            if abs(other - place) <= _CLAUSES_AROUND
        ]
        total += max(nearest, default=0.0) * (1 - abs(step) / (_ACTS_AROUND + 2))
    return total


def _rival(score: float, best: Sequence[float]) -> float:
    """Return the likelihood that the clause answers another act, if that is higher."""
    return best[0] if score < best[0] else 0.0


def tokens_of(folded: str) -> set[str]:
    """Return concepts, character bigrams, single characters, numbers and Latin words of a text.

    >>> sorted(tokens_of("建台账"))
    ['.台', '.建', '.账', '=备案', '台账', '建台']
    """
    folded = _GENERAL.sub(" ", folded)
    found = {f"={concept}" for concept in concepts_in(folded)}
    for text in _HAN.findall(folded):
        for run in _FILLER.split(text):
            found.update(run[at : at + 2] for at in range(len(run) - 1))
            found.update(f".{character}" for character in run)
    return found | {f"#{word}" for word in _LATIN.findall(folded)}


def units_of(folded: str) -> set[str]:
    """Return the units of the numbers of a text, without years."""
    return set(_UNIT.findall(_YEAR.sub(" ", folded)))
