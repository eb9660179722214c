"""``python tests/bench/bench_review.py``: processor time of the review store."""

import os
import statistics
import tempfile
import time
from collections.abc import Callable

from plandiff.comparison.model import Comparison
from plandiff.tui.review.kept import KeptStore
from plandiff.tui.review.protocol import Mark
from plandiff.tui.review.store import open_store
from tests.review_plans import Part, compared

MARKS = 10_000


def plans(sections: int, name: str) -> Comparison:
    """A comparison in which every section changed."""
    body = f"{name}全面推进各项重点工作，确保年内完成。" * 4
    old: list[Part] = [
        (0, name, ""),
        *((1, f"第{n}项", f"{n}{body}") for n in range(1, sections)),
    ]
    new = [(level, heading, text + "改") for level, heading, text in old]
    return compared(old, new, (f"{name}-old.txt", f"{name}-new.txt"))


def mark_all(result: Comparison) -> None:
    store = opened(result)
    store.set_marks(tuple(row.id for row in result.rows), Mark.REVIEWED)
    store.close()


def opened(result: Comparison) -> KeptStore:
    store, _ = open_store(None, None)
    store.attach(result)
    return store


def tell(what: str, action: Callable[[], object], repeats: int = 5) -> None:
    times = []
    for _ in range(repeats):
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
    print(f"{what:44} {statistics.median(times) * 1000:10.2f} ms")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = folder
        many = [plans(100, f"计划{n}") for n in range(MARKS // 100)]
        for result in many:
            mark_all(result)
        tell(f"open, {MARKS} marks in {len(many)} reviews", lambda: opened(many[7]).close())
        store = opened(many[7])
        rows = iter([row.id for row in many[7].rows])
        tell("mark one change", lambda: store.set_mark(next(rows), Mark.ACCEPTED), 50)
        tell("look at one mark", lambda: store.mark("r1"), 50)
        store.close()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = folder
        big = plans(MARKS, "大计划")
        mark_all(big)
        tell(f"open, {MARKS} marks in one review", lambda: opened(big).close())


if __name__ == "__main__":
    main()
