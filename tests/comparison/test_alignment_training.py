"""Weights learned from labelled pairs: they tell right links from wrong ones, every time alike."""

import json
import random
from pathlib import Path

import pytest

from plandiff.comparison.alignment import learned
from plandiff.comparison.alignment.scoring import probability
from plandiff.corpus.reading import read_plan
from tests.alignment_plans import Text, revised
from tests.training.labelled_pairs import (
    LabelledPair,
    TrainingError,
    find_units,
    merged_variants,
    read_labelled_pairs,
)
from tests.training.regression import fit
from tests.training.section_weights import (
    SHIPPED,
    Candidates,
    JudgedLink,
    calibrate,
    count,
    gather,
    learn,
    learned_module,
    leave_one_out,
    look_again,
    main,
    measure,
    reliability,
)


def write_plan(path: Path, texts: list[Text]) -> list[dict[str, object]]:
    """Write sections as a numbered plan; the units that a reader would cut it into."""
    lines = [f"{n}.{heading or '其他'}\n{body}" for n, (heading, body) in enumerate(texts, 1)]
    path.write_text("\n".join(["蓝川县工作计划", *lines]), "utf-8")
    return [{"i": n, "label": "", "text": line} for n, line in enumerate(lines)]


def write_pair(folder: Path, seed: int) -> None:
    revision = revised(seed, 24, 0.6)
    gold = {
        "old": write_plan(folder / f"p{seed}.old.txt", revision.old),
        "new": write_plan(folder / f"p{seed}.new.txt", revision.new),
        "edges": [[old, new, "sure"] for old, new in sorted(revision.links)],
    }
    (folder / f"p{seed}.gold.json").write_text(json.dumps(gold), "utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pairs")
    for seed in (11, 12, 13, 14):
        write_pair(path, seed)
    return path


@pytest.fixture(scope="module")
def pairs(folder: Path) -> list[Candidates]:
    return [gather(labelled) for labelled in read_labelled_pairs(folder)]


def test_every_unit_of_a_plan_finds_its_section(folder: Path) -> None:
    labelled = read_labelled_pairs(folder)[0]
    for plan, places in zip((labelled.old, labelled.new), labelled.places, strict=True):
        # The root has place 0, so that unit N is section N + 1.
        assert places == {place: place - 1 for place in range(1, len(plan.sections))}


def test_units_are_found_in_the_order_of_the_plan_where_texts_are_repeated() -> None:
    check, report = "检查\n每月检查一次校舍安全。", "上报\n按季度上报进展。"
    plan = read_plan("plan.txt", data=f"计划\n1.{check}\n2.{report}\n3.{check}".encode())
    units = [(5, check), (6, report)]
    assert find_units(plan, units) == {1: 5, 2: 6}
    assert find_units(plan, [*units, (7, check)]) == {1: 5, 2: 6, 3: 7}
    assert find_units(plan, [(1, "完全无关的另一件事务")]) == {}


def test_learned_weights_tell_right_from_wrong_candidates_of_a_pair_they_have_not_seen(
    pairs: list[Candidates],
) -> None:
    weights = learn(pairs[1:])
    look_again(pairs[0], weights.by_text)
    found = [
        (probability(weights.by_all, values) > 0.5, linked) for values, linked in pairs[0].rows()
    ]
    assert len({linked for _, linked in found}) == 2
    assert sum(likely == linked for likely, linked in found) > 0.95 * len(found)


def test_each_pair_is_linked_by_weights_learned_from_the_others(pairs: list[Candidates]) -> None:
    assert [count(*held_out).f1 > 0.95 for held_out in leave_one_out(pairs)] == [True] * 4


def test_weights_follow_the_labels_also_where_these_are_turned_round(
    pairs: list[Candidates],
) -> None:
    rows = [(values, not linked) for pair in pairs for values, linked in pair.rows()]
    turned = fit(rows, tuple(learned.BY_TEXT))
    assert all((probability(turned, values) > 0.5) == linked for values, linked in rows[:20])
    assert turned["margin"] < 0 < learn(pairs).by_text["margin"]


def test_the_same_pairs_give_the_same_weights_in_any_order(
    folder: Path, pairs: list[Candidates]
) -> None:
    weights = learn(pairs)
    again = [gather(labelled) for labelled in read_labelled_pairs(folder)]
    random.Random(7).shuffle(again)  # noqa: S311 - repeatable, not secret
    assert learn(again) == weights


def test_measuring_counts_units_right_found_and_wanted(pairs: list[Candidates]) -> None:
    measured = measure(pairs[0], SHIPPED)
    assert measured.wanted == len(pairs[0].labelled.edges)
    assert 0 < measured.right <= min(measured.found, measured.wanted)


def test_the_module_written_is_the_one_that_is_read() -> None:
    source = Path(learned.__file__).read_text("utf-8")
    assert learned_module(SHIPPED) == source
    read: dict[str, object] = {}
    exec(source, read)  # noqa: S102 - our own module
    tables = (SHIPPED.by_text, SHIPPED.by_all, SHIPPED.calibration)
    assert tuple(read[name] for name in ("BY_TEXT", "BY_ALL", "CALIBRATION")) == tables


@pytest.mark.slow
def test_the_command_prints_a_line_for_each_pair_and_writes_the_weights(
    folder: Path, pairs: list[Candidates], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "learned.py"
    assert main([str(folder), "--output", str(output)]) == 0
    lines = capsys.readouterr().out.splitlines()
    first = [line.split()[0] for line in lines[:8] if line]
    assert first == ["pair", "p11", "p12", "p13", "p14", "mean", "confidence"]
    read: dict[str, dict[str, float]] = {}
    exec(output.read_text("utf-8"), read)  # noqa: S102 - our own module
    assert read["BY_TEXT"].keys() == learn(pairs).by_text.keys()


@pytest.mark.parametrize("gold", [None, "[]", "{", '{"old": [], "new": []}'])
def test_what_is_no_labelled_pair_is_refused_in_one_line(
    gold: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if gold is not None:
        (tmp_path / "a.gold.json").write_text(gold, "utf-8")
    assert main([str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_an_optional_edge_is_neither_right_nor_wrong(tmp_path: Path) -> None:
    write_pair(tmp_path, 21)
    file = tmp_path / "p21.gold.json"
    gold = json.loads(file.read_text("utf-8"))
    gold["edges"][0][2] = "optional"
    gold["optional_edges"] = [gold["edges"][1][:2]]
    file.write_text(json.dumps(gold), "utf-8")
    labelled: LabelledPair = read_labelled_pairs(tmp_path)[0]
    assert labelled.optional == {tuple(edge[:2]) for edge in gold["edges"][:2]}
    assert labelled.edges == {tuple(edge[:2]) for edge in gold["edges"][2:]}


def test_learning_needs_right_and_wrong_links() -> None:
    with pytest.raises(TrainingError, match="right and wrong"):
        fit([({"margin": 1.0}, True)], ("bias", "margin"))


def test_a_merged_variant_has_the_links_of_the_sections_that_it_put_together(
    folder: Path,
) -> None:
    pair = read_labelled_pairs(folder)[0]
    variants = list(merged_variants(pair))
    assert len(variants) == 4
    for variant in variants:
        counts = [len(plan.sections) for plan in (variant.old, variant.new)]
        assert sum(counts) < len(pair.old.sections) + len(pair.new.sections)
        assert [len(places) for places in variant.places] == [n - 1 for n in counts]
        for which in (0, 1):
            units = set(variant.places[which].values())
            assert {edge[which] for edge in variant.edges} <= units
            # What one section took in is part of its text.
            plan = (pair.old, pair.new)[which]
            merged = (variant.old, variant.new)[which]
            assert sum(len(s.text) for s in merged.sections) == sum(
                len(s.text) for s in plan.sections
            ) + len(plan.sections) - len(merged.sections)


def test_labels_without_units_count_the_sections_of_the_plans(folder: Path, tmp_path: Path) -> None:
    gold = {
        "old_file": "p11.old.txt",
        "new_file": "p11.new.txt",
        "sections": [
            len(read_plan(str(folder / f"p11.{side}.txt")).sections) for side in ("old", "new")
        ],
        "edges": [[0, 0, "sure"]],
    }
    file = tmp_path / "a.gold.json"
    file.write_text(json.dumps(gold), "utf-8")
    (pair,) = read_labelled_pairs(tmp_path, folder)
    assert pair.places[0] == {at: at for at in range(len(pair.old.sections))}
    file.write_text(json.dumps({**gold, "sections": [1, 1]}), "utf-8")
    with pytest.raises(TrainingError, match="sections"):
        read_labelled_pairs(tmp_path, folder)


def test_confidence_is_the_share_of_links_that_were_right() -> None:
    # Of links found 99 % likely every tenth is wrong, of those found even every second one.
    links = [JudgedLink(0.99, at % 10 > 0, 0.99) for at in range(200)]
    links += [JudgedLink(0.5, at % 2 > 0, 0.5) for at in range(20)]
    calibration = calibrate(links)
    lines = {line[:14]: line.split()[-2:] for line in reliability(links, calibration)}
    assert lines["0.500 to 0.600"] == ["0.500", "0.500"]
    sure = lines.get("0.900 to 0.950") or lines["0.800 to 0.900"]
    assert abs(float(sure[0]) - float(sure[1])) < 0.01
