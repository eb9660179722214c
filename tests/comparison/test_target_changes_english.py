"""English targets have an order only where they are of the same quantity."""

import pytest

from plandiff.comparison.model import TargetChangeKind
from tests.target_plans import changes_of

RAISED, LOWERED = TargetChangeKind.RAISED, TargetChangeKind.LOWERED

SAME = (
    ("Build 3 clinics.", "Build 4 clinics.", RAISED),
    ("Invest US$3 million in parks.", "Invest 4 million dollars in parks.", RAISED),
    ("Spend 900 billion yuan on roads.", "Spend 1.2 trillion yuan on roads.", RAISED),
    ("Unemployment rate of 5%.", "Surveyed unemployment rate of 4%.", LOWERED),
    ("Call back within 2 hours.", "Call back within 1 hour.", LOWERED),
    ("Open two academies.", "Open one new academy.", LOWERED),
    ("Cut absence by 3%.", "Absence will be reduced by 2%.", LOWERED),
)
OTHER = (
    ("Youth unemployment will fall to 9%.", "Unemployment will fall to 5%."),
    ("Hire 12 social workers.", "Hire 20 youth workers."),
    ("Pensions will rise by 20 yuan.", "Pensions will rise to 180 yuan."),
    ("Renovate 650 council homes.", "Insulate 900 council homes."),
    ("Recruit 120 teachers.", "Train 300 teachers."),
    ("Place specialists in 16 schools.", "Place nurses in 14 schools."),
    ("Build 500 homes.", "Demolish 200 homes."),
    ("Install 400 chargers.", "Maintain 500 chargers."),
    ("Claims settled within 28 days: 85%.", "Claims settled within 56 days: 90%."),
    ("Create 12,000 jobs over five years.", "Create 3,000 jobs this year."),
    ("The number of buses will reach 400.", "We will buy 60 buses."),
    ("Graduation rate of 90%.", "Graduation rate of 88% for English learners."),
    ("The old town will receive an investment of $4m.", "The port will get an investment of $5m."),
    (
        "The allowance for foster families will be raised by 40 dollars.",
        "The allowance for carers will be raised by 60 dollars.",
    ),
)


@pytest.mark.parametrize(("old", "new", "kind"), SAME)
def test_the_same_quantity_in_other_words_has_an_order(
    old: str, new: str, kind: TargetChangeKind
) -> None:
    assert [change.kind for change in changes_of(old, new)] == [kind]


@pytest.mark.parametrize(("old", "new"), OTHER)
def test_another_quantity_is_never_raised_or_lowered(old: str, new: str) -> None:
    for one, other in ((old, new), (new, old)):
        kinds = {change.kind for change in changes_of(one, other)}
        assert kinds.isdisjoint({RAISED, LOWERED})
