"""Whole plans compared by plandiff and by what else people use, on the same texts in one run.

    python -m tests.bench.bench_whole_plans [--sizes 300,3000] [--json FILE]

Processor time over the bare interpreter, of a process each, reading and writing included.  Nobody
else says which sections belong together, reads targets, or writes data; what each does is told in
its name.  ``redlines`` takes part where it is installed, `SLOW` ones only on small plans.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

from tests.bench.bench import PLANDIFF, seconds, spent_by_children
from tests.bench.synthetic import plan_pair

_READ = "import sys;old,new=(open(p,encoding='utf-8').read() for p in sys.argv[1:]);"
OURS = "plandiff to JSON"
CLOCK = "plandiff to JSON, by the clock"
"""Large plans are read side by side, and so are there sooner than their processor time says."""
ALONE = "plandiff, comparison of two plans read"
_ALONE = (
    "import sys,time\nfrom plandiff.corpus.reading import read_plan\n"
    "from plandiff.comparison.engine import compare\n"
    "old,new=(read_plan(p) for p in sys.argv[1:])\n"
    "start=time.process_time();compare(old,new);print(time.process_time()-start)"
)
DMP = "diff-match-patch, characters, no time limit"
ALL_PAIRS = "rapidfuzz, all pairs of sections"
OTHERS = {
    DMP: _READ + (
        "from diff_match_patch import diff_match_patch as D;d=D();d.Diff_Timeout=0;"
        "d.diff_main(old,new)"
    ),
    ALL_PAIRS: _READ + (
        "from rapidfuzz import fuzz\n"
        "for a in old.split('\\n'):\n"
        "    for b in new.split('\\n'): fuzz.ratio(a,b)"
    ),
    "rapidfuzz, all pairs, cdist on one core": _READ + (
        "from rapidfuzz import fuzz,process;"
        "process.cdist(old.split('\\n'),new.split('\\n'),scorer=fuzz.ratio,workers=1)"
    ),
    "difflib, paragraphs": _READ + (
        "import difflib;"
        "difflib.SequenceMatcher(None,old.split('\\n'),new.split('\\n'),False).get_opcodes()"
    ),
    "jieba + difflib, words": _READ + (
        "import difflib,jieba;jieba.setLogLevel(60);"
        "difflib.SequenceMatcher(None,jieba.lcut(old),jieba.lcut(new),False).get_opcodes()"
    ),
    "redlines": _READ + "from redlines import Redlines;Redlines(old,new).output_json()",
}  # fmt: skip
SLOW = {"jieba + difflib, words": 300, "redlines": 300}
"""The largest plans, in sections, that these end on within minutes."""
LIMITS = {DMP: 0.4, ALL_PAIRS: 0.15}
"""At 3,000 sections nobody shall wait longer for plandiff, reading and writing included, than this
share of their time; they use one core, so theirs by the clock is no other."""
PATIENCE = 240
"""Seconds of processor time; what takes longer is ended, and its time told as at least that."""
GROWTH = 12
"""3,000 sections shall take no more than this many times the time of 300."""


def commands(old: str, new: str, size: int) -> dict[str, list[str]]:
    """Each way's name and command on two files of ``size`` sections."""
    words = "git diff --no-index --no-color --word-diff=porcelain"
    git = ["sh", "-c", f'{words} "$0" "$1" || true', old, new]  # it tells a difference by status 1
    made = {OURS: [*PLANDIFF, old, new, "--format", "json"], "git --word-diff": git}
    for name, code in OTHERS.items():
        if size <= SLOW.get(name, size) and (name != "redlines" or find_spec("redlines")):
            made[name] = [sys.executable, "-c", code, old, new]
    return made


def by_the_clock(command: list[str]) -> float:
    """Seconds that somebody waits; the lesser of two runs, for a machine has other things to do."""
    took = []
    for _ in range(2):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL)
        took.append(time.perf_counter() - start)
    return min(took)


def once(command: list[str]) -> float:
    """Processor time of one run, `PATIENCE` where it was ended there: then it is a least time."""
    start = spent_by_children()
    ended = ["sh", "-c", f'ulimit -t {PATIENCE}; exec "$0" "$@"', *command]
    subprocess.run(ended, check=False, capture_output=True, stdin=subprocess.DEVNULL)
    return spent_by_children() - start


def measure(size: int, bare: float) -> dict[str, float]:
    """Seconds over the bare interpreter by name."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in ("old.txt", "new.txt")]
        for path, text in zip(paths, plan_pair(size, 0.1), strict=True):
            path.write_text(text, "utf-8")
        took = {}
        for name, command in commands(str(paths[0]), str(paths[1]), size).items():
            base = 0.0 if command[0] == "sh" else bare
            took[name] = (once(command) if size > 1000 else seconds(command, 3)) - base
            least = ">" if took[name] > PATIENCE - 1 else " "
            print(f"{size:>6} sections  {name:46} {least}{took[name]:8.2f} s", flush=True)
        took[CLOCK] = by_the_clock([*PLANDIFF, *map(str, paths), "--format", "json"]) - bare
        print(f"{size:>6} sections  {CLOCK:46}  {took[CLOCK]:8.2f} s", flush=True)
        took[ALONE] = comparing(*map(str, paths))
        print(f"{size:>6} sections  {ALONE:46}  {took[ALONE]:8.2f} s", flush=True)
        return took


def comparing(*paths: str) -> float:
    """Processor time of the comparison alone, without reading and writing."""
    run = subprocess.run([sys.executable, "-c", _ALONE, *paths], capture_output=True, check=True)
    return float(run.stdout)


def tell_ratios(found: dict[int, dict[str, float]]) -> bool:
    """Print plandiff's share of the others' time and its growth; whether the limits are kept."""
    kept = True
    for size, took in found.items():
        for name in (name for name in took if name not in (OURS, CLOCK, ALONE)):
            limit = LIMITS.get(name) if size == 3000 else None
            whole, alone = took[CLOCK] / took[name], took[ALONE] / took[name]
            kept &= limit is None or whole <= limit
            wanted = f"(<= {limit})" if limit else ""
            print(
                f"{size:>6} sections  over {name:43} {whole:8.2f} x, alone {alone:.2f} x {wanted}"
            )
    if {300, 3000} <= found.keys():
        growth = found[3000][OURS] / found[300][OURS]
        kept &= growth <= GROWTH
        print(f"  3000 sections  over 300 {growth:48.2f} x (<= {GROWTH})")
    return kept


def main(argv: list[str] | None = None) -> int:
    """Measure, print, keep; the status is 1 where a limit is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="300,3000")
    parser.add_argument("--json", type=Path, default=Path("bench-whole-plans.json"))
    asked = parser.parse_args(argv)
    bare = seconds([sys.executable, "-c", "pass"])
    found = {size: measure(size, bare) for size in map(int, asked.sizes.split(","))}
    asked.json.write_text(json.dumps(found, indent=1), "utf-8")
    return 0 if tell_ratios(found) else 1


if __name__ == "__main__":
    sys.exit(main())
