"""Learn the weights of answers in own words again, from superior and local plans with gold.

    python -m tests.training.coverage_weights FOLDER [FOLDER …] [--output FILE]

Each FOLDER holds gold files as ``../shared/coverage/GUIDE.md`` describes them, beside their texts.
For every pair, weights are learned from all the others; the table shows how many of its
requirements without an answer in the plan's own words get the right one by them, and how many gaps
stay.  FILE gets the weights learned from all pairs, as ``comparison/across/coverage/learned.py``.

Requirements are hidden from the first look where the gold does not call them copied, so that the
second look learns from many of them.

The shipped weights: ../shared/coverage tests/training/coverage.
"""

import argparse
import json
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plandiff.comparison.across.coverage.acts import Act, cut_acts
from plandiff.comparison.across.coverage.addressee import addressees_of
from plandiff.comparison.across.coverage.judging import MISSING, judge_acts, known_of
from plandiff.comparison.across.coverage.linking import link_clauses
from plandiff.comparison.across.coverage.model import Addressee
from plandiff.comparison.across.coverage.own_words import (
    Known,
    LocalText,
    Scores,
    Signals,
    text_signals,
    weigh,
    with_context,
)
from plandiff.comparison.force.pairing import PlacedClause
from plandiff.corpus.model import Plan
from plandiff.corpus.reading import read_plan
from tests.training.regression import BIAS, Row, fit, module_text

TEXT = (
    "wording",
    "sentence",
    "back",
    "short",
    "unit",
    "taken",
    "margin",
    "local_margin",
)
_ANSWERS = 0.3
"""Likelihood from which the table counts an answer."""
CONTEXT = (*TEXT, "support", "rival")
_PARTS = 3
_LONGEST_REPEAT = 6
"""How often the rows of a small pair count, so that large pairs do not decide alone."""

Weights = tuple[dict[str, float], dict[str, float]]


@dataclass(frozen=True, slots=True)
class Hidden:
    """A pair of plans in which requirements are taken as unanswered."""

    name: str
    wanted: tuple[int, ...]
    known: Known
    signals: Signals
    right: Mapping[int, Collection[int]]
    """Local clauses that answer, by act."""
    unseen: Collection[int]
    """Acts that the first look does not answer."""


def read_pairs(folder: Path) -> Iterator[Hidden]:
    """The labelled pairs of a folder by name."""
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        superior, local = (read_plan(folder / gold[k]) for k in ("superior_file", "lower_file"))
        yield from _variants(path.stem, superior, local, gold["requirements"])


def _variants(
    name: str, superior: Plan, plan: Plan, gold: Sequence[Mapping[str, Any]]
) -> Iterator[Hidden]:
    """The pair as it is, and with the answers to every third requirement left out."""
    yield _hidden(name, superior, plan, gold)
    for first in range(_PARTS):
        yield _hidden(f"{name}~{first}", superior, plan, gold, range(first, len(gold), _PARTS))


def _hidden(
    name: str,
    superior: Plan,
    plan: Plan,
    gold: Sequence[Mapping[str, Any]],
    left_out: Collection[int] = (),
) -> Hidden:
    acts = cut_acts(superior)
    addressees = addressees_of(acts, superior)
    links = link_clauses(acts, plan)
    unsaid = _answering([gold[at] for at in left_out], links.clauses)
    local = LocalText(links.clauses, unsaid)
    first = judge_acts(acts, addressees, links, plan)
    labels = [_labels(act, gold) for act in acts]
    wanted = tuple(
        at
        for at, act in enumerate(acts)
        if addressees[at] is Addressee.LOWER
        and labels[at]
        and not any(label["wording"] == "copied" for label in labels[at])
    )
    shown = [MISSING if at in wanted else judgement for at, judgement in enumerate(first)]
    known = known_of(shown)
    return Hidden(
        name,
        wanted,
        known,
        text_signals(acts, wanted, known, local),
        {at: _answering(labels[at], links.clauses) - unsaid for at in wanted},
        {at for at in wanted if not first[at].local},
    )


def _labels(act: Act, gold: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    core = [_bare(clause.section.text[clause.span.start : clause.span.end]) for clause in act.core]
    return [label for label in gold if any(_meet(text, _bare(label["quote"])) for text in core)]


def _answering(labels: Sequence[Mapping[str, Any]], clauses: Sequence[PlacedClause]) -> set[int]:
    answers = [_bare(answer["quote"]) for label in labels for answer in label["answers"]]
    texts = [_bare(c.section.text[c.span.start : c.span.end]) for c in clauses]
    return {at for at, text in enumerate(texts) if any(_meet(text, one) for one in answers)}


def _bare(text: str) -> str:
    return "".join(text.split())


def _meet(one: str, other: str) -> bool:
    return bool(one and other) and (one in other or other in one)


def learn(pairs: Sequence[Hidden]) -> Weights:
    """Weights of both looks, learned from the pairs."""
    by_text = fit(_rows(pairs, [pair.signals for pair in pairs]), (BIAS, *TEXT))
    scores = [weigh(by_text, pair.signals) for pair in pairs]
    by_all = by_text
    for _ in range(2):
        signals = [
            with_context(pair.signals, found, pair.known)
            for pair, found in zip(pairs, scores, strict=True)
        ]
        by_all = fit(_rows(pairs, signals), (BIAS, *CONTEXT))
        scores = [weigh(by_all, found) for found in signals]
    return by_text, by_all


def _rows(pairs: Sequence[Hidden], signals: Sequence[Signals]) -> list[Row]:
    """Each candidate of each hidden act; small pairs count more than once."""
    counts = [sum(map(len, pair.right.values())) for pair in pairs]
    found: list[Row] = []
    for pair, table, count in zip(pairs, signals, counts, strict=True):
        rows = [
            (values, place in pair.right[act])
            for act, candidates in table.items()
            for place, values in candidates.items()
        ]
        found += rows * max(1, min(_LONGEST_REPEAT, round(max(counts) / max(count, 1))))
    return found


def family(pair: Hidden) -> str:
    """The name of the labelled pair that a variant is of."""
    return pair.name.partition("~")[0]


def scores_of(pair: Hidden, weights: Weights) -> dict[int, Scores]:
    """Likelihoods by the product's two rounds."""
    scores = weigh(weights[0], pair.signals)
    for _ in range(2):
        scores = weigh(weights[1], with_context(pair.signals, scores, pair.known))
    return scores


def report(pair: Hidden, weights: Weights) -> str:
    """How a pair does: answered ones with the right clause first, gaps that stay."""
    scores = scores_of(pair, weights)
    right = found = gaps = kept = 0
    for act in pair.wanted:
        best = max(scores[act].items(), key=lambda item: item[1], default=(-1, 0.0))
        if pair.right[act]:
            found += 1
            right += best[1] >= _ANSWERS and best[0] in pair.right[act]
        else:
            gaps += 1
            kept += best[1] < _ANSWERS
    return f"{pair.name:28} answers {right}/{found}  gaps that stay {kept}/{gaps}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table and write the module."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--output", type=Path)
    options = parser.parse_args(arguments)
    pairs = [pair for folder in options.folders for pair in read_pairs(folder)]
    for name in dict.fromkeys(map(family, pairs)):
        others = [other for other in pairs if family(other) != name]
        weights = learn(others) if others else None
        for pair in pairs:
            if weights and family(pair) == name:
                sys.stdout.write(f"{report(pair, weights)}\n")
    if options.output:
        by_text, by_all = learn(pairs)
        doc = (
            "Learned weights of the signals of `comparison.across.coverage.own_words`.\n\n"
            "Written by ``python -m tests.training.coverage_weights``.\n"
        )
        options.output.write_text(
            module_text(doc, {"BY_TEXT": by_text, "BY_ALL": by_all}), encoding="utf-8"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
