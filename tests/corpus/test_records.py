"""Classes of `plandiff.corpus.records` behave as those of `dataclasses`."""

import copy
import dataclasses
import inspect
import pickle
from typing import Any

import pytest

from plandiff.corpus import records


def _classes(module: object) -> tuple[Any, Any, Any]:
    dataclass, field = vars(module)["dataclass"], vars(module)["field"]

    @dataclass(frozen=True, slots=True)
    class Frozen:
        a: int
        b: str = "b"
        seen: list[int] = field(default_factory=list, compare=False, repr=False)
        made: int = field(init=False, default=0)

        def __post_init__(self) -> None:
            object.__setattr__(self, "made", self.a + 1)

    @dataclass(frozen=True, slots=True)
    class Child(Frozen):
        c: tuple[int, ...] = ()

    @dataclass
    class Open:
        a: int
        b: list[int] = field(default_factory=list)

    for made in (Frozen, Child, Open):
        made.__qualname__ = made.__name__
    return Frozen, Child, Open


FROZEN, CHILD, OPEN = _classes(records)
STANDARD = _classes(dataclasses)


def test_representation_and_parameters_are_those_of_dataclasses() -> None:
    for ours, standard in zip((FROZEN, CHILD, OPEN), STANDARD, strict=True):
        assert repr(ours(1)) == repr(standard(1))
        assert [f.name for f in dataclasses.fields(ours)] == [
            f.name for f in dataclasses.fields(standard)
        ]
        assert list(inspect.signature(ours).parameters) == list(
            inspect.signature(standard).parameters
        )
        assert ours.__match_args__ == standard.__match_args__
        with pytest.raises(TypeError):
            ours()


def test_equal_fields_make_equal_objects_of_one_class() -> None:
    assert FROZEN(1, seen=[1]) == FROZEN(1, seen=[2])
    assert FROZEN(1) != FROZEN(2)
    assert FROZEN(1) != CHILD(1)
    assert len({FROZEN(1), FROZEN(1), FROZEN(1, "c")}) == 2
    assert FROZEN(1).seen is not FROZEN(1).seen
    with pytest.raises(TypeError, match="unhashable"):
        hash(OPEN(1))


def test_a_frozen_object_refuses_changes() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        FROZEN(1).a = 2
    with pytest.raises(dataclasses.FrozenInstanceError):
        del FROZEN(1).a
    assert not hasattr(FROZEN(1), "__dict__")
    changed = OPEN(1)
    changed.a = 2
    assert changed == OPEN(2)


def test_replace_runs_the_initialiser() -> None:
    for replace in (records.replace, dataclasses.replace):
        assert replace(CHILD(1, c=(2,)), a=5) == CHILD(5, c=(2,))
        assert replace(CHILD(1), a=5).made == 6
        with pytest.raises(TypeError):
            replace(CHILD(1), unknown=5)


def test_copies_and_pickles_are_equal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, kind in {"Frozen": FROZEN, "Child": CHILD, "Open": OPEN}.items():
        monkeypatch.setitem(globals(), name, kind)
        assert pickle.loads(pickle.dumps(kind(3))) == kind(3)  # noqa: S301 - made here
        assert copy.deepcopy(kind(3)) == kind(3)
    assert dataclasses.asdict(FROZEN(1)) == {"a": 1, "b": "b", "seen": [], "made": 2}
