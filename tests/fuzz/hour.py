"""Fuzzes every harness for a given time and says what came of it.

    python -m tests.fuzz.hour --minutes 60 [--work FOLDER] [--only pdf,word]

Each turn goes to the harness that has had the fewest inputs, and is a process with limits: 10 s of
processor time for an input, 1 GB of memory.  What was bred stays in the work folder, so that the
next run goes on from there.  The summary names inputs and findings for each harness; the exit
status is 1 where something was found.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.fuzz.harnesses import HARNESSES, seeds

TURN = 60
"""Seconds; long enough to make up for the start, short enough that the slow ones get more."""
LARGEST = 1024
"""Megabytes for the process of a harness."""
STUCK = 40
"""Seconds by the clock after which libFuzzer ends the process: what no signal of ours can stop."""
LONGEST_INPUT = 8_000
LONGEST_PAIR = 3_000
"""Bytes of two texts that are compared, where each character costs more."""
_COUNT = re.compile(r"^(?:#(\d+)\s|stat::number_of_executed_units:\s*(\d+))", re.MULTILINE)
_SPLIT = re.compile(rb"[\w:]{2,24}")


def prepare(name: str, work: Path) -> Path:
    """A folder with the seeds of a harness and a dictionary of their words."""
    folder = work / name / "corpus"
    folder.mkdir(parents=True, exist_ok=True)
    words: Counter[bytes] = Counter()
    for at, seed in enumerate(seeds(name)):
        (folder / f"seed-{at}").write_bytes(seed)
        words.update(_SPLIT.findall(seed))
    lines = (f'"{word.decode()}"' for word, _ in words.most_common(300) if word.isascii())
    (work / name / "words.dict").write_text("\n".join(lines) + "\n", "ascii")
    return folder


def take_turn(name: str, work: Path, seconds: int) -> int:
    """Fuzz one harness for a while; the number of inputs that were run."""
    folder = prepare(name, work)
    longest = LONGEST_PAIR if name in ("compare", "reports") else LONGEST_INPUT
    options = (
        f"-max_total_time={seconds}", f"-timeout={STUCK}", f"-rss_limit_mb={LARGEST}",
        f"-max_len={longest}", f"-dict={work / name / 'words.dict'}", "-print_final_stats=1",
        f"-report_slow_units={STUCK}",
        f"-artifact_prefix={work / name / 'ended-'}", "-verbosity=1",
    )  # fmt: skip
    command = [sys.executable, "-m", "tests.fuzz.atheris_run", name, str(work / name / "findings")]
    done = subprocess.run([*command, *options, str(folder)], capture_output=True, check=False)
    said = done.stderr.decode("utf-8", "replace")
    (work / name / "last.log").write_text(said, "utf-8")
    return max((int(a or b) for a, b in _COUNT.findall(said)), default=0)


def found(name: str, work: Path) -> list[Path]:
    """Inputs that raised, and those that ended the process (time, memory, a native crash)."""
    kept = [path for path in (work / name / "findings").glob("*") if path.suffix != ".txt"]
    return sorted([*kept, *(work / name).glob("ended-*")])


def main() -> int:
    """Take turns until the time is up; print what was run and found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "plandiff-fuzz")
    parser.add_argument("--only", default=",".join(HARNESSES))
    asked = parser.parse_args()
    names, end = asked.only.split(","), time.monotonic() + 60 * asked.minutes
    turn = min(TURN, 60 * asked.minutes / len(names))
    inputs = Counter(dict.fromkeys(names, 0))
    while (left := end - time.monotonic()) > 0:
        poorest = min(names, key=lambda name: inputs[name])
        inputs[poorest] += take_turn(poorest, asked.work, int(min(turn, left)) + 1)
    for name in names:
        findings = found(name, asked.work)
        print(f"{name}: {inputs[name]:,} inputs, {len(findings)} findings")
        for path in findings:
            print(f"  {path}")
    print(f"together: {inputs.total():,} inputs in {asked.minutes:g} minutes")
    return 1 if any(found(name, asked.work) for name in names) else 0


if __name__ == "__main__":
    sys.exit(main())
