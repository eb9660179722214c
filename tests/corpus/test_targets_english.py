import pytest

from plandiff.corpus.model import Section
from plandiff.corpus.targets import find_targets


def lines_of(text: str) -> list[str]:
    root = Section("s0", None, 0, None, None, "Riverside Education Plan 2024", text)
    return [
        f"{t.quote} | {t.indicator} | {t.relation.value} {t.value:g} {t.unit} | {t.deadline}"
        for t in find_targets((root,))
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "Raise the enrolment rate from 81% to 85% by 2026.",
            "to 85% | enrolment rate | = 85 % | by 2026",
        ),
        ("We will open at least 20 schools.", "at least 20 | schools | >= 20 schools | None"),
        (
            "Class size should be no more than 45 pupils.",
            "no more than 45 | Class size | <= 45 pupils | None",
        ),
        ("Invest $3.2 million in libraries.", "$3.2 million | libraries | = 3.2 million $ | None"),
        (
            "Hold four meetings per year.",
            "four meetings per year | meetings | = 4 meetings/year | None",
        ),
        ("Keep dropout below 2%.", "below 2% | dropout | < 2 % | None"),
    ],
)
def test_an_english_commitment_is_read_with_its_parts(text: str, line: str) -> None:
    assert lines_of(text) == [line]


@pytest.mark.parametrize(
    "text",
    [
        "In 2019, 300 schools were built.",
        "Children aged 3-6 attend kindergartens.",
        "See Section 3 and Table 12.",
        "The plan covers 2024 to 2026.",
        "Attendance was 92.5% last year.",
        "On May 15 the 3rd meeting took place.",
    ],
)
def test_what_is_no_english_commitment_gives_no_target(text: str) -> None:
    assert lines_of(text) == []
