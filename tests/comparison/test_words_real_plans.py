"""Word marks on real plans and on plans whose true edits are known."""

import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from plandiff.comparison.edits import Edit, Op
from plandiff.comparison.words import diff_texts
from plandiff.comparison.words.tokens import cut
from plandiff.corpus.text.folding import simplify

pytestmark = pytest.mark.shared


def changed_pairs(shared: Path) -> Iterator[tuple[str, str]]:
    """Texts that people matched by hand, where they differ."""
    for path in sorted([*shared.glob("revisions/*.gold.json"), *shared.glob("plans/*.gold.json")]):
        gold = json.loads(path.read_text(encoding="utf-8"))
        texts = [{unit["i"]: unit["text"] for unit in gold[side]} for side in ("old", "new")]
        for old, new, *_ in gold["edges"]:
            if texts[0][old] != texts[1][new]:
                yield texts[0][old], texts[1][new]


def side(edits: tuple[Edit, ...], change: Op) -> list[str]:
    return [edit.text for edit in edits if edit.op in (Op.EQUAL, change)]


def test_on_real_pairs_all_edits_rejected_are_the_old_text_and_accepted_the_new(
    shared: Path,
) -> None:
    for old, new in changed_pairs(shared):
        edits = diff_texts(old, new)
        assert "".join(side(edits, Op.DELETE)) == old
        assert "".join(side(edits, Op.INSERT)) == new


def test_on_real_pairs_no_edit_begins_inside_a_number_or_word(shared: Path) -> None:
    for old, new in changed_pairs(shared):
        edits = diff_texts(old, new)
        for text, change in ((old, Op.DELETE), (new, Op.INSERT)):
            boundaries = set(accumulate(map(len, side(edits, change)), initial=0))
            inside = sorted(boundaries.difference(cut(simplify(text))))
            assert [at for at in inside if not parts_a_name(text, at)] == [], text


def parts_a_name(text: str, at: int) -> bool:
    """Whether a border parts a name of five characters or more between words of its own."""
    boundaries = cut(simplify(text))
    start = max(boundary for boundary in boundaries if boundary < at)
    end = min(boundary for boundary in boundaries if boundary > at)
    return end - start >= 5 and at - start >= 2 and end - at >= 2 and text[start:end].isalpha()


@pytest.fixture(scope="module")
def score(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", shared / "tools" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("seed", [2, 7, 11])
def test_marks_are_the_edits_that_were_made(
    shared: Path, score: ModuleType, tmp_path: Path, seed: int
) -> None:
    command = [sys.executable, str(shared / "tools" / "make_revisions.py"), "--size", "150"]
    command += ["--seeds-dir", str(shared / "seeds"), "--seed", str(seed), "--rate", "0.4"]
    subprocess.run([*command, "--out", str(tmp_path)], check=True, capture_output=True)
    old, new = (
        (tmp_path / f"{name}.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
        for name in ("old", "new")
    )
    gold = json.loads((tmp_path / "gold.json").read_text(encoding="utf-8"))
    figures = marks(score, old, new, gold)
    assert figures["p"] >= 0.96
    assert figures["r"] >= 0.98
    assert int(figures["partial"].split("/")[0]) <= 2
    assert figures["split_numbers"].startswith("0/")


def marks(score: ModuleType, old: list[str], new: list[str], gold: Any) -> Any:  # noqa: ANN401
    """Figures of the rows that the true links make."""
    texts = [[re.sub(r"^\d+\.", "", line) for line in lines] for lines in (old, new)]
    rows = [
        {
            "old": [link["old"][0]],
            "new": [link["new"][0]],
            "edits": [
                {"op": edit.op.value, "text": edit.text}
                for edit in diff_texts(texts[0][link["old"][0]], texts[1][link["new"][0]])
            ],
        }
        for link in gold["links"]
        if len(link["old"]) == 1 == len(link["new"])
    ]
    compared = {
        "rows": rows,
        "old": {"sections": [{"id": at, "text": text} for at, text in enumerate(texts[0])]},
        "new": {"sections": [{"id": at, "text": text} for at, text in enumerate(texts[1])]},
    }
    same = [{at: {at} for at in range(len(lines))} for lines in (old, new)]
    return score.marks(compared, gold, old, new, *same)
