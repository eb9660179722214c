"""Sentences and the targets that a reader takes from each; the sentences are in data files.

A file of ``target_sentences`` is of one theme.  ``= title`` or ``= title / heading`` names the plan
that the sentences below it are in.  Below a sentence, indented, stands a line for each of its
targets: ``name: indicator relation value unit (baseline) | deadline``, without the name where it is
the indicator; ``*`` is a masked number and ``?`` none.  A line break in a sentence is ``\\n``.
"""

from collections import Counter
from pathlib import Path

import pytest

from plandiff.corpus.model import Section, Target
from plandiff.corpus.targets.finding import find_targets

Case = tuple[str, str, tuple[str, ...]]
"""The plan, the sentence and its targets."""


def _cases(file: Path) -> list[Case]:
    cases: list[Case] = []
    plan = ""
    for line in file.read_text("utf-8").splitlines():
        if line.startswith("="):
            plan = line[1:].strip()
        elif line.startswith("    "):
            of, sentence, targets = cases[-1]
            cases[-1] = of, sentence, (*targets, line[4:])
        elif line and not line.startswith("#"):
            cases.append((plan, line, ()))
    return cases


CASES = [
    case
    for file in sorted(Path(__file__).with_name("target_sentences").glob("*.txt"))
    for case in _cases(file)
]


def _targets(plan: str, sentence: str) -> tuple[Target, ...]:
    title, _, heading = plan.partition(" / ")
    body = sentence.replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\")
    if not heading:
        return find_targets((Section("s0", None, 0, None, None, title, body),))
    root = Section("s0", None, 0, None, None, title, "")
    return find_targets((root, Section("s1", "s0", 1, "一、", 1, heading, body)))


def _line(target: Target) -> str:
    value = "*" if target.masked else "?" if target.value is None else f"{target.value:g}"
    upper = f"-{target.upper:g}" if target.upper is not None else ""
    line = f"{target.indicator} {target.relation.value} {value}{upper} {target.unit}".strip()
    line += f" ({target.baseline})" if target.baseline else ""
    line += f" | {target.deadline}" if target.deadline else ""
    return line if target.name == target.indicator else f"{target.name}: {line}"


@pytest.mark.parametrize(
    ("plan", "sentence", "lines"), CASES, ids=[sentence[:40] for _, sentence, _ in CASES]
)
def test_a_sentence_gives_the_targets_that_a_reader_finds(
    plan: str, sentence: str, lines: tuple[str, ...]
) -> None:
    assert tuple(map(_line, _targets(plan, sentence))) == lines


def test_each_sentence_is_in_one_file_once() -> None:
    counts = Counter(sentence for _, sentence, _ in CASES)
    assert [sentence for sentence, count in counts.items() if count > 1] == []
    assert len(counts) > 600
