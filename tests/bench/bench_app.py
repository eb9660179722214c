"""What the hand feels: the app in a pseudo terminal of 120 by 40, on plans of several sizes.

    python -m tests.bench.bench_app --sizes 30,300,10000

For each size: when the plans are on the screen, what a key costs until its last byte arrived (on
the wall, and as processor time of the app), a new size of the terminal, fifty of them at once, the
app's memory, and what it does while nobody does anything.  Each key is also pressed in an empty
Textual app of the same size that answers by painting its screen again.  Part of ``make bench``.
"""

import argparse
import glob
import json
import os
import select
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pexpect

from plandiff.corpus.samples import sample_paths
from tests.bench.synthetic import plan_pair

SIZE = (40, 120)
KEYS = {
    "line down": "j",
    "page down": " ",
    "half page up": "u",
    "next change": "]",
    "next section": "}",
    "next target": ".",
}
QUIET = 0.06
"""A key is answered when nothing came for so many seconds."""

_EMPTY = [sys.executable, "-c", "from textual.app import App\nApp().run()"]
_REPAINTS = """
from textual.app import App

class Repainting(App):
    def on_key(self):
        self.screen.refresh()

Repainting().run()
"""
_ANSWERING = [sys.executable, "-c", _REPAINTS]
_READY = r"reviewed \d+ of|reviewed \d+/"


class Driven:
    """A program in a pseudo terminal, with two clocks: the wall's and its processor time."""

    def __init__(self, command: list[str], size: tuple[int, int] = SIZE) -> None:
        environ = {name: value for name, value in os.environ.items() if "BYTECODE" not in name}
        self.began = time.perf_counter()
        self.child = pexpect.spawn(
            command[0], command[1:], dimensions=size, timeout=200, env=environ | {
                "TERM": "xterm-256color", "LC_ALL": "C.UTF-8",
            },
        )  # fmt: skip
        self.child.delaybeforesend = None

    def wait_for(self, shown: str) -> tuple[float, float]:
        """Seconds since the start until this is on the screen: wall, processor."""
        self.child.expect(shown)
        return time.perf_counter() - self.began, self.spent()

    def spent(self) -> float:
        """Processor seconds of the app itself, without the processes that it began."""
        total = 0
        for path in glob.glob(f"/proc/{self.child.pid}/task/*/schedstat"):  # noqa: PTH207 - dozens of times
            try:
                total += int(Path(path).read_text("ascii").split()[0])
            except OSError:  # the thread ended meanwhile
                continue
        return total / 1e9

    def after(self, act: Callable[[], object], quiet: float = QUIET) -> tuple[float, float, float]:
        """Seconds from an act to the first byte, to the last one, and processor seconds between."""
        spent, start = self.spent(), time.perf_counter()
        act()
        first = last = 0.0
        while select.select([self.child.child_fd], [], [], quiet if last else max(quiet, 1.0))[0]:
            if not os.read(self.child.child_fd, 65536):
                break
            last = time.perf_counter() - start
            first = first or last
        return first, last, self.spent() - spent

    def key(self, key: str) -> tuple[float, float, float]:
        """Press a key and wait for the whole answer."""
        return self.after(lambda: self.child.send(key))

    def calm(self, limit: float = 90.0) -> None:
        """Wait until the app rests: it sets rows out of sight while nobody presses a key."""
        until = time.perf_counter() + limit
        while self.after(lambda: None, 1.0)[2] > 0.1 and time.perf_counter() < until:
            pass

    def megabytes(self) -> float:
        """Memory of the app now."""
        status = Path(f"/proc/{self.child.pid}/status").read_text("ascii")
        return next(int(line.split()[1]) for line in status.splitlines() if "VmRSS" in line) / 1024


@contextmanager
def running(command: list[str]) -> Iterator[Driven]:
    """A program until the end of the block."""
    driven = Driven(command)
    try:
        yield driven
    finally:
        driven.child.close(force=True)


def app_on(old: str, new: str) -> list[str]:
    """The command that opens the app on two plans."""
    return [sys.executable, "-m", "plandiff", old, new, "--lang", "en"]


def measure_paint(repeats: int = 7) -> dict[str, float]:
    """First paint of the app beside the one of an empty Textual app, in turns."""
    old, new = map(str, sample_paths())
    shown = {
        "empty textual app": (_EMPTY, r"\x1b\[1;1H"),
        "review app": (app_on(old, new), Path(new).name),
    }
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in shown}
    for _ in range(repeats):
        for name, (command, text) in shown.items():
            with running(command) as driven:
                times[name].append(driven.wait_for(text))
    figures: dict[str, float] = {}
    for name, both in times.items():
        figures[f"{name}, first paint (wall)"] = statistics.median(wall for wall, _ in both)
        figures[f"{name}, first paint"] = statistics.median(spent for _, spent in both)
    return figures


def measure_app(size: int, repeats: int = 25) -> dict[str, float]:
    """Everything about plans of so many sections; the two sample plans where it is 0."""
    with tempfile.TemporaryDirectory() as folder:
        paths = _plans(Path(folder), size)
        label = f"app, {size} sections" if size else "app, sample plans"
        with running(app_on(*paths)) as driven, running(_ANSWERING) as empty:
            wall, _ = driven.wait_for(_READY)
            figures = {f"{label}: plans shown (wall)": wall}
            driven.calm()
            driven.key("\x1b")  # the summary that a new review opens on
            keys = _keys(driven, empty, repeats)
            figures |= {f"{label}: {n}": v for n, v in keys.items()}
            figures |= {f"{label}: {n}": v for n, v in _resizes(driven).items()}
            driven.calm()
            figures[f"{label}: idle, share of a processor"] = _idle(driven)
            figures[f"{label}, MB"] = driven.megabytes()
    return figures


def _plans(folder: Path, size: int) -> tuple[str, str]:
    if not size:
        old, new = sample_paths()
        return str(old), str(new)
    paths = folder / "old.txt", folder / "new.txt"
    for path, text in zip(paths, plan_pair(size, 0.1), strict=True):
        path.write_text(text, "utf-8")
    return str(paths[0]), str(paths[1])


def _keys(driven: Driven, empty: Driven, repeats: int) -> dict[str, float]:
    """What each key costs, and the same key in the empty app, pressed in turns."""
    figures: dict[str, float] = {}
    for name, key in KEYS.items():
        taken, beside = [], []
        for _ in range(repeats):
            beside.append(empty.key(key)[2])
            answer = driven.key(key)
            if not answer[1]:  # the end of a short plan
                driven.key("g")
                answer = driven.key(key)
            taken.append(answer)
        figures[f"{name}, first byte (wall)"] = statistics.median(t[0] for t in taken)
        figures[f"{name}, last byte (wall)"] = statistics.median(t[1] for t in taken)
        figures[name] = statistics.median(t[2] for t in taken)
        figures[f"{name}{_OF_EMPTY}"] = statistics.median(beside)
    return figures


def _resizes(driven: Driven) -> dict[str, float]:
    first, last, spent = driven.after(lambda: driven.child.setwinsize(40, 112), 0.5)
    figures = {
        "resize, first byte (wall)": first, "resize, last byte (wall)": last, "resize": spent,
    }  # fmt: skip

    def storm() -> None:
        for width in range(70, 120):
            driven.child.setwinsize(40, width)
            time.sleep(0.004)
        driven.child.send("j")

    figures["fifty resizes and a key, last byte (wall)"] = driven.after(storm, 0.5)[1]
    driven.after(lambda: driven.child.setwinsize(*SIZE), 1.0)
    return figures


def _idle(driven: Driven, seconds: float = 4.0) -> float:
    spent = driven.spent()
    driven.after(lambda: time.sleep(seconds), 0.01)
    return (driven.spent() - spent) / seconds


def measures(name: str) -> bool:
    """Whether a figure of this name comes from here."""
    return name.startswith("app, ") or "first paint" in name


def tell(figures: dict[str, float]) -> None:
    """Print all figures, and how they stand to what is wanted."""
    for name, value in figures.items():
        if name.endswith("MB"):
            print(f"{name:58} {value:9.0f}")
        elif "share" in name:
            print(f"{name:58} {value:9.2%}")
        else:
            print(f"{name:58} {value * 1000:9.1f} ms")
    for kind in ("", " (wall)"):
        ours, empty = (figures.get(f"{n}, first paint{kind}") for n in ("review app", _EMPTY_NAME))
        if ours and empty:
            print(f"{f'first paint over an empty app{kind}':58} {ours / empty:9.2f} x")
    for name in KEYS:
        few, many = (figures.get(f"app, {size} sections: {name}") for size in (30, 10000))
        if few and many:
            print(f"{f'{name}, 10,000 sections over 30':58} {many / few:9.2f} x")
    for name, value in figures.items():
        if (of_empty := figures.get(f"{name}{_OF_EMPTY}")) is not None:
            print(f"{f'{name}, over an empty app':58} {value / of_empty:9.2f} x")


_OF_EMPTY = ", in an empty app"
_EMPTY_NAME = "empty textual app"


def main(argv: list[str] | None = None) -> int:
    """Measure and print; with ``--json`` keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="0,30,300,10000")
    parser.add_argument("--repeats", type=int, default=25)
    parser.add_argument("--no-paint", action="store_true")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args(argv)
    figures = {} if asked.no_paint else measure_paint()
    for size in filter(None, asked.sizes.split(",")):
        figures |= measure_app(int(size), asked.repeats)
    tell(figures)
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
