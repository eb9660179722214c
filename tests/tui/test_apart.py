"""Work in a process of its own gives what it would give here, or says why not."""

import pickle
import time
from inspect import getmembers, isclass, signature

import pytest

from plandiff.comparison.engine import compare
from plandiff.comparison.model import Comparison
from plandiff.corpus import errors
from plandiff.corpus.errors import NotFoundError, PlandiffError
from plandiff.corpus.reading import read_plan
from plandiff.corpus.samples import sample_paths
from plandiff.tui.work.apart import DefectError, StoppedError, Work, begin, say

KINDS = [kind for _, kind in getmembers(errors, isclass) if issubclass(kind, PlandiffError)]


def samples_compared() -> Comparison:
    old, new = map(str, sample_paths())
    return compare(read_plan(old), read_plan(new))


def counted(end: int) -> int:
    for done in range(end):
        say(done + 1, end)
        time.sleep(0.25)
    return end


def broken(secret: str) -> None:
    raise KeyError(secret)


def test_a_comparison_made_apart_is_the_one_made_here() -> None:
    assert begin(samples_compared).answer() == samples_compared()


def test_a_failure_arrives_with_its_kind_its_sentence_and_its_data() -> None:
    with pytest.raises(NotFoundError, match="no such file") as met:
        begin(read_plan, "没有这份.txt").answer()
    assert met.value.name == "没有这份.txt"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_failure_survives_the_way_between_processes(kind: type[PlandiffError]) -> None:
    facts = list(signature(kind).parameters) if "__init__" in vars(kind) else ["sentence"]
    error = kind(*facts)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


def test_a_defect_tells_where_it_happened_and_no_value() -> None:
    with pytest.raises(DefectError) as met:
        begin(broken, "秘密").answer()
    assert met.value.kind == "KeyError"
    assert "broken" in met.value.frames
    assert "秘密" not in str(met.value)


def test_progress_is_heard() -> None:
    heard: list[tuple[int, int]] = []
    work: Work[int] = begin(counted, 3)
    assert work.answer(lambda done, total: heard.append((done, total))) == 3
    assert heard == [(1, 3), (2, 3), (3, 3)]


def test_work_can_be_ended() -> None:
    work = begin(time.sleep, 60)
    work.stop()
    with pytest.raises(StoppedError):
        work.answer()


def test_saying_something_where_nobody_waits_does_nothing() -> None:
    assert counted(0) == 0
    say(1, 2)


def test_where_no_process_can_be_started_the_work_is_done_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.executable", "/没有这个程序")
    assert begin(divmod, 7, 2).answer() == (3, 1)
