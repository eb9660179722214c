"""Quality and time of alignment on generated plans, beside what else people use, in one run.

difflib over whole sections, rapidfuzz over all pairs and diff-match-patch over the whole text are
measured up to the sizes that they can do.  Real pairs are scored where their folder is at hand.
"""

import argparse
import difflib
import importlib
import random
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from diff_match_patch import diff_match_patch
from rapidfuzz import fuzz, process

from plandiff.comparison.alignment import align
from plandiff.corpus.model import Plan, Section, Source

ROOT = Path(__file__).resolve().parents[2]
Pair = tuple[int, int]
Matcher = Callable[[list[str], list[str]], set[Pair]]

_SYLLABLES = "云岚川溪渡桥坪湾岭塘沟泉屏滩堡浦港洲岩坡林田井门关口寨亭台阁"
_TASKS = (
    "校车", "食堂", "晨读", "合唱", "图书", "操场", "夜校", "供暖", "体检", "研学", "助学", "值周",
    "消防", "航模", "档案", "志愿", "劳动", "古琴", "宿舍", "近视", "教研", "家访", "托管", "实验",
)  # fmt: skip
_DEEDS = ("推进", "规范", "恢复", "改进", "扩大", "评估", "公开", "试行", "验收", "统筹", "督办")
_MEANS = (
    "邀请退休工匠进校讲授", "每月张榜公布结果", "由街道与学校轮流主持", "纳入年度考核",
    "安排专人登记台账", "委托第三方抽查", "利用周末开放场地", "与邻近乡镇结对", "建立问题清单",
    "设置便民窗口", "开展满意度回访", "更新设备并培训管理员", "编印简明手册", "组织现场观摩",
    "逐项核对预算", "签订共建协议", "设立举报信箱", "分批次轮训骨干",
)  # fmt: skip


@dataclass
class Truth:
    """Texts of both sides, which old one is which new one, and which new ones moved."""

    old: list[str]
    new: list[str] = field(default_factory=list)
    links: set[Pair] = field(default_factory=set)
    moved: set[int] = field(default_factory=set)


def make_pair(size: int, rate: float, seed: int = 1) -> Truth:
    """A plan of ``size`` sections and its revision; about ``rate`` of the sections are touched."""
    dice = random.Random(seed)  # noqa: S311 - repeatable, not secret
    truth = Truth([_section(dice) for _ in range(size)])
    pieces: list[tuple[set[int], str, bool]] = []
    at = 0
    while at < size:
        step, made = _touched(dice, truth.old, at, rate)
        pieces += [(sources, text, False) for sources, text in made]
        at += step
    for _ in range(round(size * rate / 10)):
        here, there = dice.randrange(len(pieces)), dice.randrange(len(pieces) - 1)
        sources, text, _ = pieces.pop(here)
        pieces.insert(there, (sources, text, len(sources) == 1 and abs(here - there) > 1))
    for place, (sources, text, moved) in enumerate(pieces):
        truth.new.append(text)
        truth.links |= {(source, place) for source in sources}
        truth.moved |= {place} if moved else set()
    return truth


def _section(dice: random.Random) -> str:
    town, task = "".join(dice.sample(_SYLLABLES, 2)), dice.choice(_TASKS)
    means = dice.sample(_MEANS, dice.randint(2, 5))
    return f"{dice.choice(_DEEDS)}{town}{task}。" + "".join(
        f"{town}片区{dice.choice(_DEEDS)}{task}{dice.randint(2, 900)}次，{mean}。" for mean in means
    )


def _touched(
    dice: random.Random, old: list[str], at: int, rate: float
) -> tuple[int, list[tuple[set[int], str]]]:
    text = old[at]
    deed = dice.random() / rate
    if deed < 0.15:
        return 1, []
    if deed < 0.3:
        return 1, [({at}, text), (set(), _section(dice))]
    if deed < 0.45:
        cut = text.index("。", len(text) // 2) + 1
        return 1, [({at}, piece) for piece in (text[:cut], text[cut:]) if piece]
    if deed < 0.6 and at + 1 < len(old):
        return 2, [({at, at + 1}, text + old[at + 1])]
    if deed < 1:
        text = text.replace("次，", f"次以上，{dice.choice(_DEEDS)}并", 2)
    return 1, [({at}, text)]


def as_plan(texts: Iterable[str]) -> Plan:
    """Sections below one root."""
    sections = [Section("s0", None, 0, None, None, "计划", "")]
    for at, text in enumerate(texts, 1):
        heading, _, body = text.partition("。")
        sections.append(Section(f"s{at}", "s0", 1, f"{at}.", at, heading, body))
    return Plan(Source("plan", "txt", None, "", 0), "计划", None, None, tuple(sections))


def by_plandiff(old: list[str], new: list[str]) -> tuple[set[Pair], set[int]]:
    """Links and moved new sections."""
    matches = align(as_plan(old), as_plan(new))
    links = {(int(a[1:]) - 1, int(b[1:]) - 1) for m in matches for a, b in m.links} - {(-1, -1)}
    return links, {int(i[1:]) - 1 for m in matches if m.moved for i in m.new}


def by_difflib(old: list[str], new: list[str]) -> set[Pair]:
    """Equal sections in order; what was replaced is paired in order."""
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return {
        pair
        for tag, i, j, k, m in matcher.get_opcodes()
        if tag in {"equal", "replace"}
        for pair in zip(range(i, j), range(k, m), strict=False)
    }


def by_rapidfuzz(old: list[str], new: list[str]) -> set[Pair]:
    """Best pairs first by edit ratio, one partner each."""
    scores = process.cdist(old, new, scorer=fuzz.ratio, score_cutoff=50)
    ranked = sorted(((-scores[i][j], i, j) for i, j in zip(*scores.nonzero(), strict=True)))
    links: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in ranked:
        if i not in links and j not in taken:
            links[int(i)] = int(j)
            taken.add(j)
    return set(links.items())


def by_diff_match_patch(old: list[str], new: list[str]) -> set[Pair]:
    """Sections that share half of the shorter one's characters in a diff of the whole text."""
    engine = diff_match_patch()
    engine.Diff_Timeout = 20
    shared: defaultdict[Pair, int] = defaultdict(int)
    here, there = (
        [place for place, text in enumerate(side) for _ in range(len(text) + 1)]
        for side in (old, new)
    )
    i = j = 0
    for op, text in engine.diff_main("\n".join(old), "\n".join(new), checklines=False):
        if op == 0:
            for step in range(len(text)):
                shared[here[i + step], there[j + step]] += 1
        i += len(text) if op <= 0 else 0
        j += len(text) if op >= 0 else 0
    return {(a, b) for (a, b), n in shared.items() if 2 * n >= min(len(old[a]), len(new[b]))}


OTHERS: tuple[tuple[str, Matcher, int], ...] = (
    ("difflib", by_difflib, 10_000),
    ("rapidfuzz, all pairs", by_rapidfuzz, 3_000),
    ("diff-match-patch", by_diff_match_patch, 300),
)


def f1(right: int, found: int, wanted: int) -> float:
    """Harmonic mean of precision and recall; 1 where nothing was to be found and nothing was."""
    return 2 * right / (found + wanted) if found + wanted else 1.0


def timed(matcher: Callable[[], set[Pair]]) -> tuple[set[Pair], float]:
    """Links and seconds of processor time: others may use the machine too."""
    start = time.process_time()
    return matcher(), time.process_time() - start


def measure(size: int, rate: float) -> float:
    """Print one size, ours first; seconds that ours took."""
    truth = make_pair(size, rate)
    start = time.process_time()
    links, moved = by_plandiff(truth.old, truth.new)
    seconds = time.process_time() - start
    quality = f1(len(links & truth.links), len(links), len(truth.links))
    moves = f1(len(moved & truth.moved), len(moved), len(truth.moved))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    name = f"{size} sections, rate {rate}"
    print(f"{name:28} {'plandiff':22} F1 {quality:.3f}  {seconds:8.2f} s"
          f"   moves F1 {moves:.3f}   peak {peak:.0f} MB")  # fmt: skip
    for other, matcher, largest in OTHERS:
        if size > largest:
            print(f"{'':28} {other:22} not at this size")
            continue
        found, spent = timed(partial(matcher, truth.old, truth.new))
        quality = f1(len(found & truth.links), len(found), len(truth.links))
        print(f"{'':28} {other:22} F1 {quality:.3f}  {spent:8.2f} s   {spent / seconds:.1f} x")
    return seconds


def real_pairs() -> None:
    """Score the pairs whose partners were decided by reading, where they are at hand."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        return
    sys.path.insert(0, str(ROOT))
    gold = importlib.import_module("tests.comparison.test_alignment_shared")
    for kind in ("revisions", "plans"):
        pairs = list(gold.golds(folder / kind))
        ours = partial(map, gold.score)
        others = (
            (name, partial(map, partial(score_texts, matcher))) for name, matcher, _ in OTHERS
        )
        for name, scored in (("plandiff", ours), *others):
            right, found, wanted = (sum(column) for column in zip(*scored(pairs), strict=True))
            print(f"{kind + ' decided by reading':28} {name:22} F1 {f1(right, found, wanted):.3f}"
                  f"   of {len(pairs)} pairs, {wanted} links")  # fmt: skip


def score_texts(matcher: Matcher, gold: dict[str, Any]) -> tuple[int, int, int]:
    """Right, found and wanted links of a matcher of texts; optional ones count neither way."""
    old, new = ([unit["text"] for unit in gold[side]] for side in ("old", "new"))
    links = {(gold["old"][a]["i"], gold["new"][b]["i"]) for a, b in matcher(old, new)}
    optional = {tuple(edge[:2]) for edge in gold["edges"] if edge[2] == "optional"}
    optional |= {tuple(edge[:2]) for edge in gold.get("optional_edges", [])}
    wanted = {tuple(edge[:2]) for edge in gold["edges"]} - optional
    return len(links & wanted), len(links - optional), len(wanted)


def main(argv: list[str] | None = None) -> int:
    """Print everything; sizes and rate of change may be chosen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="30,300,3000,10000")
    parser.add_argument("--rate", type=float, default=0.2)
    asked = parser.parse_args(argv)
    spent = {size: measure(size, asked.rate) for size in map(int, asked.sizes.split(","))}
    if {300, 3000} <= spent.keys():
        print(f"ten times the sections, 300 to 3,000: {spent[3000] / spent[300]:.1f} x the time")
    real_pairs()
    return 0


if __name__ == "__main__":
    sys.exit(main())
