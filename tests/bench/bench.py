"""``make bench``: what the reader waits for, in one run, with ratios.

Writes ``bench-latest.json`` and, with ``--compare FILE``, says which figures grew beyond noise.
The parts have benchmarks of their own: ``bench_alignment.py``, ``bench_words.py``.
"""

import argparse
import difflib
import json
import math
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from plandiff.corpus.samples import sample_paths
from tests.bench import bench_app
from tests.bench.synthetic import plan_pair

REPEATS = 5
NOISE = 1.25
JIEBA = "jieba.initialize()"
"""What all other figures are compared with: a known load makes ratios hold on any machine."""
_ENVIRON = {name: value for name, value in os.environ.items() if "BYTECODE" not in name}
"""With byte code kept, as after any installation."""
PLANDIFF = [sys.executable, "-m", "plandiff"]


def seconds(command: list[str], repeats: int = REPEATS) -> float:
    """Median processor time of a command with its children, after one run that warms the caches.

    Processor time, for the clock on the wall also counts what else the machine does.
    """
    times = []
    for _ in range(repeats + 1):
        start = spent_by_children()
        subprocess.run(
            command, check=True, capture_output=True, stdin=subprocess.DEVNULL, env=_ENVIRON
        )
        times.append(spent_by_children() - start)
    return statistics.median(times[1:])


def spent_by_children() -> float:
    """Processor time of all child processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def peak_megabytes(command: list[str]) -> float:
    """Peak memory of a command, by a process of its own that reports its children."""
    code = (
        "import resource,subprocess,sys\n"
        "subprocess.run(sys.argv[1:],check=True,capture_output=True,stdin=subprocess.DEVNULL)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    run = subprocess.run([sys.executable, "-c", code, *command], check=True, capture_output=True)
    return int(run.stdout) / 1024


def difflib_words(old: str, new: str) -> float:
    """Time of difflib over the paragraphs of two plans, the library everybody has."""
    start = time.perf_counter()
    difflib.SequenceMatcher(None, old.split("\n"), new.split("\n"), autojunk=False).get_opcodes()
    return time.perf_counter() - start


def measure(sizes: list[int], app_sizes: list[int]) -> dict[str, float]:
    """All figures, in seconds (megabytes where the name says so)."""
    old, new = (str(path) for path in sample_paths())
    figures = {"bare interpreter": seconds([sys.executable, "-c", "pass"])}
    figures[JIEBA] = seconds([sys.executable, "-c", "import jieba; jieba.initialize()"])
    figures["--help"] = seconds([*PLANDIFF, "--help"])
    figures["show"] = seconds([*PLANDIFF, "show", old, "--no-cache"])
    compare = [*PLANDIFF, old, new, "--format", "json"]
    figures["compare to json"] = seconds([*compare, "--no-cache"])
    figures["compare to json, read before"] = seconds(compare)
    figures["compare, MB"] = peak_megabytes([*PLANDIFF, old, new, "--format", "json"])
    figures |= bench_app.measure_paint()
    figures["show, 50,000 characters"] = measure_reading(50_000)
    for size in sizes:
        figures.update(measure_size(size))
    for size in app_sizes:
        figures.update(bench_app.measure_app(size))
    return figures


def measure_reading(characters: int) -> float:
    """Time to read a generated plan as long as a five-year plan."""
    text = plan_pair(characters // 100, 0)[0][:characters]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "plan.txt")
        path.write_text(text, "utf-8")
        return seconds([*PLANDIFF, "show", str(path), "--format", "json", "--no-cache"])


def measure_size(size: int) -> dict[str, float]:
    """Time and memory of a comparison of two generated plans of ``size`` sections."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in ("old.txt", "new.txt")]
        texts = plan_pair(size, 0.1)
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text, "utf-8")
        command = [*PLANDIFF, *map(str, paths), "--format", "json", "--no-cache"]
        return {
            f"{size} sections": seconds(command, 1 if size > 1000 else REPEATS),
            f"{size} sections, MB": peak_megabytes(command),
            f"{size} paragraphs, difflib": difflib_words(*texts),
        }


def tell(figures: dict[str, float]) -> None:
    bare, jieba = figures["bare interpreter"], figures[JIEBA]
    felt = {name: value for name, value in figures.items() if bench_app.measures(name)}
    for name, value in figures.items():
        if name in felt:
            continue
        if name.endswith("MB"):
            print(f"{name:36} {value:10.0f}")
        else:
            over = f"+{(value - bare) * 1000:.1f} over bare"
            print(f"{name:36} {value * 1000:10.1f} ms   {over:22} {value / jieba:6.2f} x jieba")
    bench_app.tell(felt)
    if {"300 sections", "3000 sections"} <= figures.keys():
        growth = (figures["3000 sections"] - bare) / (figures["300 sections"] - bare)
        print(f"{'3,000 sections over 300':36} {growth:10.2f} x")


def compare_with(earlier: Path, figures: dict[str, float]) -> None:
    """Print the figures that grew beyond noise since an earlier run; times as ratios to jieba."""
    before: dict[str, float] = json.loads(earlier.read_text("utf-8"))
    # Another day the same machine may be slower by half, and jieba with it.
    pace = figures[JIEBA] / before[JIEBA]
    for name, value in figures.items():
        allowed = NOISE * (1 if name.endswith(", MB") else pace)
        if not name.endswith("(wall)") and value > before.get(name, math.inf) * allowed:
            print(f"grew: {name}: {before[name]:.3f} -> {value:.3f}")


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",") if number]


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="30,300,3000")
    parser.add_argument("--app-sizes", default="0,30,300,10000", help="0: the sample plans")
    parser.add_argument("--compare", type=Path)
    parser.add_argument("--json", type=Path, default=Path("bench-latest.json"))
    asked = parser.parse_args(argv)
    figures = measure(_numbers(asked.sizes), _numbers(asked.app_sizes))
    tell(figures)
    asked.json.write_text(json.dumps(figures, indent=1), "utf-8")
    if asked.compare:
        compare_with(asked.compare, figures)


if __name__ == "__main__":
    main()
