"""Learn the weights of the alignment of passages again, from sentences with labelled partners.

    python -m tests.training.passage_weights FOLDER [FOLDER …] [--output FILE]

Each FOLDER holds files ``NAME.json`` beside the two plans that they name:

    {"old_file": "a.txt", "new_file": "b.txt",
     "old_units": [{"id": "o1", "quote": "…"}], "new_units": [{"id": "n1", "quote": "…"}],
     "edges": [["o1", "n1", "sure"]], "optional_edges": [["o2", "n1"]]}

Units are sentences of one long section on each side, or of a few; an optional edge is neither right
nor wrong.  For every file, the weights are learned from all the others and measured on this one.
FILE gets the weights learned from all of them, as the module ``comparison/passages/learned.py``.

Folders at hand: ../shared/passages tests/training/passages.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from plandiff.comparison.alignment import align
from plandiff.comparison.alignment.plan_index import IdfWeights
from plandiff.comparison.edits import RowKind, Side
from plandiff.comparison.engine import matched_rows
from plandiff.comparison.options import Options
from plandiff.comparison.passages import learned
from plandiff.comparison.passages.build import Draft, draft_row, group_row, unit_idf
from plandiff.comparison.passages.learned import BY_ALL, BY_TEXT
from plandiff.comparison.passages.linking import same_units
from plandiff.comparison.passages.scoring import (
    PLAUSIBLE,
    SHIPPED,
    PassageWeights,
    add_context,
    likelihood,
    text_signals,
)
from plandiff.corpus.errors import PlandiffError
from plandiff.corpus.reading import read_plan
from tests.training.labelled_pairs import TrainingError
from tests.training.regression import Measured, Row, fit, module_text

Edge = tuple[str, str]
_RIDGE = 3.0
"""Penalty on the square of the weight of a standardised signal: labelled sentences are few."""
_SHORTEST = 6
"""Characters from which a unit that is part of a labelled one, or holds it, is the same."""


@dataclass(frozen=True, slots=True)
class LabelledPassages:
    """The rows that hold the labelled sentences of one file."""

    name: str
    drafts: tuple[Draft, ...]
    idf: IdfWeights
    named: dict[Side, dict[tuple[int, int], str]]
    """Label of a unit by the index of its draft and its place."""
    edges: frozenset[Edge]
    optional: frozenset[Edge]

    def edge(self, draft: int, old: int, new: int) -> Edge | None:
        """Return the labels of two units of a row; None where one of them has none."""
        one = self.named[Side.OLD].get((draft, old))
        other = self.named[Side.NEW].get((draft, new))
        return None if one is None or other is None else (one, other)

    def is_heading_of_other(self, draft: int, old: int, new: int) -> bool:
        """Whether one of two units is a heading and the other a labelled sentence."""
        sides = self.drafts[draft].old[old], self.drafts[draft].new[new]
        labelled = (draft, old) in self.named[Side.OLD], (draft, new) in self.named[Side.NEW]
        return sides[0].heading != sides[1].heading and any(labelled)


def read_labelled_passages(folder: Path) -> list[LabelledPassages]:
    """Read all files of a folder, by name.

    Raises TrainingError where there is none or one is malformed, InputError where a plan cannot be
    read.
    """
    files = sorted(folder.glob("*.json"))
    if not files:
        raise TrainingError(f"{folder}: holds no labelled passages (NAME.json)")
    return [_read(file) for file in files]


def _read(file: Path) -> LabelledPassages:
    try:
        gold = json.loads(file.read_text("utf-8"))
        old, new = (read_plan(str(file.with_name(gold[f"{side}_file"]))) for side in ("old", "new"))
        quotes = {side: {u["id"]: u["quote"] for u in gold[f"{side.value}_units"]} for side in Side}
        edges = frozenset((edge[0], edge[1]) for edge in gold["edges"])
        optional = frozenset((edge[0], edge[1]) for edge in gold["optional_edges"])
    except (ValueError, LookupError, TypeError) as error:
        raise TrainingError(f"{file}: does not hold labelled passages ({error!r})") from error
    rows = [
        row for row in matched_rows(old, new, align(old, new)) if row.kind is not RowKind.UNCHANGED
    ]
    drafts = tuple(draft_row(row, Options()) for row in rows)
    named = {side: _named(drafts, side, quotes[side]) for side in Side}
    return LabelledPassages(file.stem, drafts, unit_idf(drafts), named, edges - optional, optional)


def _named(
    drafts: Sequence[Draft], side: Side, quotes: dict[str, str]
) -> dict[tuple[int, int], str]:
    squashed = {name: "".join(quote.split()) for name, quote in quotes.items()}
    return {
        (at, place): name
        for at, draft in enumerate(drafts)
        for place, unit in enumerate(draft.units(side))
        for name, quote in squashed.items()
        if _is_same("".join(unit.text.split()), quote)
    }


def _is_same(unit: str, quote: str) -> bool:
    if unit == quote:
        return True
    return min(len(unit), len(quote)) >= _SHORTEST and (unit in quote or quote in unit)


def rows_by_text(passages: LabelledPassages) -> list[Row]:
    """Return the judged candidates with their signals of text."""
    return [row for _, row in _judged(passages, None)]


def rows_by_all(passages: LabelledPassages, by_text: dict[str, float]) -> list[Row]:
    """Return the judged candidates that are plausible by text, with all their signals."""
    return [row for score, row in _judged(passages, by_text) if score >= PLAUSIBLE]


def _judged(
    passages: LabelledPassages, by_text: dict[str, float] | None
) -> Iterator[tuple[float, Row]]:
    for at, draft in enumerate(passages.drafts):
        sides = draft.old, draft.new
        same, free = same_units(*sides)
        if not draft.row.old or not draft.row.new or draft.formal or not all(free):
            continue
        near, found = text_signals(sides, free, passages.idf)
        scores = dict.fromkeys(found, 1.0)
        if by_text is not None:
            scores = {pair: likelihood(by_text, values) for pair, values in found.items()}
            add_context(sides, near, found, scores, dict.fromkeys(same, 1.0))
        for pair, values in found.items():
            edge = passages.edge(at, *pair)
            if edge and edge not in passages.optional:
                yield scores[pair], (values, edge in passages.edges)
            elif edge is None and passages.is_heading_of_other(at, *pair):
                yield scores[pair], (values, False)


def learn(files: Sequence[LabelledPassages]) -> PassageWeights:
    """Fit the weights of both passes; the second sees what the first says of these rows."""
    by_text = fit(
        [row for each in files for row in rows_by_text(each)], tuple(BY_TEXT), standardised=_RIDGE
    )
    rows = [row for each in files for row in rows_by_all(each, by_text)]
    return PassageWeights(by_text, fit(rows, tuple(BY_ALL), standardised=_RIDGE))


def measure(passages: LabelledPassages, weights: PassageWeights) -> Measured:
    """Group the units of the rows with these weights, and count the labelled pairs."""
    found = {
        edge
        for at, draft in enumerate(passages.drafts)
        for old, new in group_row(draft, passages.idf, weights)
        for a in old
        for b in new
        if (edge := passages.edge(at, a, b))
    }
    edges, optional = passages.edges, passages.optional
    return Measured(len(found & edges), len(found - optional), len(edges))


def table(files: Sequence[LabelledPassages]) -> Iterator[str]:
    """Yield a line for each file, shipped and left-out weights beside each other, and the sum."""
    yield f"{'file':36} edges   shipped P     R    F1   left out P     R    F1"
    shipped, left_out = [], []
    for each in files:
        shipped.append(measure(each, SHIPPED))
        left_out.append(measure(each, learn([other for other in files if other is not each])))
        yield _line(each.name, shipped[-1], left_out[-1])
    yield _line("all", _total(shipped), _total(left_out))


def _total(measured: Iterable[Measured]) -> Measured:
    counts = [(one.right, one.found, one.wanted) for one in measured]
    right, found, wanted = map(sum, zip(*counts, strict=True))
    return Measured(right, found, wanted)


def _line(name: str, shipped: Measured, left_out: Measured) -> str:
    return f"{name:36} {shipped.wanted:5}      {shipped.figures()}       {left_out.figures()}"


def main(words: Sequence[str] | None = None) -> int:
    """Learn, print the table, and write the weights; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="passage_weights", description="Learn the weights of the alignment of passages."
    )
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE")
    arguments = parser.parse_args(words)
    try:
        files = [each for folder in arguments.folders for each in read_labelled_passages(folder)]
        weights = learn(files)
        if len(files) > 1:
            sys.stdout.writelines(f"{line}\n" for line in table(files))
        text = module_text(
            learned.__doc__ or "", {"BY_TEXT": weights.by_text, "BY_ALL": weights.by_all}
        )
        if arguments.output is None:
            sys.stdout.write(f"\n{text}")
        else:
            arguments.output.write_text(text, "utf-8")
    except (PlandiffError, TrainingError, OSError) as error:
        sys.stderr.write(f"passage_weights: {error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
