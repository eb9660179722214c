"""A thousand damaged variants of each file, read, compared and reported; only clear errors pass.

    python tests/fuzz/damage.py FILE [FILE ...] [--variants 1000] [--first 0]

A file of reviews (JSON) is listed, shown and merged instead.  Any exception that is no
`PlandiffError`, anything slower than 10 seconds of processor time and any
process that needs more than 1 GB is told with the number of the variant; the same number makes the
same bytes.
"""

import argparse
import io
import os
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

from plandiff.comparison.engine import compare
from plandiff.comparison.reports.registry import FORMATS, render
from plandiff.corpus.errors import PlandiffError
from plandiff.corpus.reading import read_plan
from plandiff.tui.command_line.review_commands import run as run_review_command

LONGEST = 10
"""Seconds of processor time for one variant: the machine may have other things to do."""
LARGEST = 1024
"""Megabytes for the process of one batch."""
MOST_BYTES = 500_000
"""A line of a plan two hundred times two hundred times is a matter of size, not of damage."""
BATCH = 50
_CONTROLS = (
    "\0", "\x1b[2J", "\x1b]52;c;aGk=\a", "\a", "\x7f", "\x85", "\u202e", "\u2066", "\u200b",
    "\ufeff", "\ufffe", "\ue000", "\U0001f468\u200d\U0001f469", "a\u0300\u0301\u0302", "\r",
    "\v", "\f", "\t\t", "\u2028", "\ud800",
)  # fmt: skip


def cut(data: bytes, dice: random.Random) -> bytes:
    """The beginning, the end, or all but the middle."""
    start, end = sorted(dice.randrange(len(data) + 1) for _ in "ab")
    return dice.choice((data[:start], data[end:], data[:start] + data[end:]))


def flip(data: bytes, dice: random.Random) -> bytes:
    """Up to sixteen bytes are others."""
    changed = bytearray(data)
    for _ in range(dice.randint(1, 16)):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def double_lines(data: bytes, dice: random.Random) -> bytes:
    """Some lines stand twice, one of them perhaps many times."""
    lines = data.split(b"\n")
    many = dice.randrange(len(lines))
    times = dice.choice((1, 2, 200))
    return b"\n".join(
        line
        for at, line in enumerate(lines)
        for _ in range(times if at == many else 1 + (dice.random() < 0.3))
    )


def shuffle_lines(data: bytes, dice: random.Random) -> bytes:
    """Lines in another order."""
    lines = data.split(b"\n")
    dice.shuffle(lines)
    return b"\n".join(lines)


def swap_blocks(data: bytes, dice: random.Random) -> bytes:
    """Two blocks change places."""
    a, b, c, d = sorted(dice.randrange(len(data) + 1) for _ in "abcd")
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def put_controls_in(data: bytes, dice: random.Random) -> bytes:
    """Control, bidi and joining characters at random places."""
    changed = data
    for _ in range(dice.randint(1, 30)):
        at = dice.randrange(len(changed) + 1)
        sign = dice.choice(_CONTROLS) * dice.choice((1, 1, 1, 500))
        changed = changed[:at] + sign.encode("utf-8", "surrogatepass") + changed[at:]
    return changed


WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    cut, flip, double_lines, shuffle_lines, swap_blocks, put_controls_in,
)  # fmt: skip


def variant(data: bytes, number: int) -> bytes:
    """Variant ``number`` of a file; of a package, every other one is damaged inside a part."""
    dice = random.Random(number)  # noqa: S311 - repeatable, not secret
    if data.startswith(b"PK") and number % 2:
        return _inside_a_part(data, dice)
    changed = data
    for _ in range(dice.choice((1, 1, 2, 3))):
        changed = dice.choice(WAYS)(changed or b"\n", dice)
    return changed[: max(len(data), MOST_BYTES)]


def _inside_a_part(data: bytes, dice: random.Random) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        names = old.namelist()
        favourite = "word/document.xml" if "word/document.xml" in names else names[0]
        chosen = favourite if dice.random() < 0.6 else dice.choice(names)
        for name in names:
            part = old.read(name)
            new.writestr(name, dice.choice(WAYS)(part or b"\n", dice) if name == chosen else part)
    return stream.getvalue()


def use(name: str, original: bytes, changed: bytes, *, binary_too: bool = False) -> str:
    """Read, compare both ways and report; what came of it in a word."""
    try:
        old, new = read_plan(name, data=original), read_plan(name, data=changed)
    except PlandiffError as error:
        str(error)
        return type(error).__name__
    there, back = compare(old, new), compare(new, old)
    if len(there.rows) != len(back.rows):
        raise AssertionError("the other way round there are other rows")
    for form in FORMATS.values():
        if binary_too or not form.binary:
            render(there, form.name)
    return "compared"


def use_review(original: bytes, changed: bytes) -> str:
    """List and show a file of reviews and merge it with the undamaged one."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "whole.json").write_bytes(original)
        (place / "damaged.json").write_bytes(changed)
        damaged = str(place / "damaged.json")
        came_of_it = "merged"
        for command in (["merge", str(place / "whole.json"), damaged],
                        ["list", "--review", damaged], ["show", "--review", damaged]):  # fmt: skip
            try:
                run_review_command(command, "zh", io.StringIO(), io.StringIO())
            except PlandiffError as error:
                came_of_it = type(error).__name__
    return came_of_it


def is_review(data: bytes) -> bool:
    return b'"plandiff.review/' in data[:200]


def _too_slow(_number: int, _frame: FrameType | None) -> None:
    raise TimeoutError(f"more than {LONGEST} seconds")


def run_batch(path: Path, numbers: range) -> int:
    """Try some variants in this process; the number of those that failed."""
    signal.signal(signal.SIGPROF, _too_slow)
    original, failed = path.read_bytes(), 0
    for number in numbers:
        signal.setitimer(signal.ITIMER_PROF, LONGEST)
        try:
            changed = variant(original, number)
            if is_review(original):
                use_review(original, changed)
            else:
                use(path.name, original, changed, binary_too=number % 20 == 0)
        except Exception:  # noqa: BLE001 - whatever it is, it is what we look for
            failed += 1
            print(f"{path} variant {number}\n{traceback.format_exc()}", flush=True)
        signal.setitimer(signal.ITIMER_PROF, 0)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    if used > LARGEST:
        failed += 1
        print(f"{path} variants {numbers}: {used} MB", flush=True)
    return failed


def batches(first: int, count: int) -> Iterator[range]:
    """Numbers of variants in parts that one process each takes."""
    for start in range(first, first + count, BATCH):
        yield range(start, min(start + BATCH, first + count))


def in_a_process(path: Path, numbers: range) -> bool:
    """Whether a batch went well; also a crash of the interpreter is one failure and no more."""
    child = os.fork()
    if not child:
        os._exit(min(run_batch(path, numbers), 100))
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        print(f"{path} variants {numbers}: ended by signal {os.WTERMSIG(status)}", flush=True)
    return status == 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--variants", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    asked = parser.parse_args()
    failed = 0
    for path in asked.files:
        started = time.monotonic()
        parts = list(batches(asked.first, asked.variants))
        bad = sum(not in_a_process(path, numbers) for numbers in parts)
        failed += bad
        seconds = time.monotonic() - started
        print(f"{path.name}: {asked.variants} variants, {bad} bad batches, {seconds:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
