"""Processes that write reviews, for the tests that kill them and let them write at once.

``python -m tests.review_worker mark FILE WHO FIRST LAST`` marks these changes one after the other
and prints each when the store has confirmed it; FILE ``-`` is the store of the state folder.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from plandiff.comparison.model import Comparison
from plandiff.tui.review.kept import KeptStore
from plandiff.tui.review.protocol import Mark
from plandiff.tui.review.store import open_store
from tests.review_plans import Part, compared

CHANGES = 400


def pair() -> Comparison:
    """A comparison with many changes; row ``rN`` is the Nth of them."""
    old: list[Part] = [
        (0, "长计划", ""),
        *((1, f"第{n}项", f"完成{n}件。") for n in range(CHANGES)),
    ]
    new = [(level, name, body.replace("完成", "确保完成")) for level, name, body in old]
    return compared(old, new)


def opened(file: str, who: str = "甲") -> KeptStore:
    """The store in a file, attached to the pair."""
    path = None if file == "-" else Path(file)
    store, warnings = open_store("old.txt", "new.txt", path, author=who)
    if warnings:
        raise SystemExit("\n".join(warnings))
    store.attach(pair())
    return store


def mark(file: str, who: str, rows: Iterable[int], output: int) -> None:
    """Mark rows and tell each one that is confirmed."""
    store = opened(file, who)
    for row in rows:
        store.set_mark(f"r{row}", Mark.REVIEWED)
        if store.trouble is not None:
            raise SystemExit(store.trouble.sentence("en"))
        os.write(output, f"{row}\n".encode())
    store.close()


def kill_at_many_points(file: str, points: int, seed: int) -> None:
    """Start a writer, kill it somewhere, and look whether all it had confirmed is there."""
    source = random.Random(seed)  # noqa: S311 - moments to kill at
    first = 1
    confirmed: set[int] = set()
    for _ in range(points):
        told = _killed(file, first, source)
        confirmed |= told
        store = opened(file)
        kept = {int(row[1:]) for row in store.marks()}
        store.close()
        if not confirmed <= kept <= confirmed | {max(told, default=first - 1) + 1}:
            raise SystemExit(f"confirmed {sorted(confirmed)} but kept {sorted(kept)}")
        confirmed = kept  # the last one may have been written and not told any more
        first = max(kept, default=0) + 1
        if first > CHANGES - 20:
            return


def _killed(file: str, first: int, source: random.Random) -> set[int]:
    """What a writer had confirmed before it was killed."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            mark(file, "甲", range(first, CHANGES), writer)
        finally:
            os._exit(0)
    os.close(writer)
    told = b""
    for _ in range(source.randint(0, 4)):
        told += os.read(reader, 4096)
    time.sleep(source.random() * 0.004)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while piece := os.read(reader, 4096):
        told += piece
    os.close(reader)
    return {int(line) for line in told.split(b"\n")[:-1]}


if __name__ == "__main__":
    command, name, *rest = sys.argv[1:]
    if command == "mark":
        mark(name, rest[0], range(int(rest[1]), int(rest[2])), sys.stdout.fileno())
    else:
        kill_at_many_points(name, int(rest[0]), int(rest[1]))
