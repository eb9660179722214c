"""English sentences whose number is governed by a verb, a label or a year, with name and date."""

import pytest

from plandiff.corpus.model import Section, Target
from plandiff.corpus.targets import find_targets

SENTENCES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "The water programme will receive 480 million US dollars.",
        ("water programme = 480 million US dollars",),
    ),
    (
        "Total fixed investment will reach 3.6 trillion yuan.",
        ("Total fixed investment = 3.6 trillion yuan",),
    ),
    (
        "Each depot receives a safety grant of €75,000.",
        ("safety grant = 75000 €/depot",),
    ),
    (
        "Unemployment will be kept below 5.2 per cent, down from 5.6 per cent.",
        ("Unemployment < 5.2 % (5.6 per cent)",),
    ),
    (
        "Boost cycling's share of all journeys from 4% to 12% by 2031.",
        ("cycling's share of all journeys = 12 % (4%) | by 2031",),
    ),
    (
        "Ninety-five per cent of calls are to be answered by noon.",
        ("calls are to be answered by noon = 95 %",),
    ),
    (
        "One in five residents will cycle to work by 2028, compared with one in twelve today.",
        ("residents will cycle to work = 20 % | by 2028",),
    ),
    (
        "At least two-thirds of new buses will be electric by the end of 2027.",
        ("new buses will be electric >= 66.6667 % | by the end of 2027",),
    ),
    (
        "Our goal is a 30 percent reduction in food waste by 2029.",
        ("food waste = 30 % | by 2029",),
    ),
    (
        "Annual ridership will be between 31 million and 33 million trips.",
        ("Annual ridership range 31-33 million trips",),
    ),
    (
        "Subsidies for rural clinics will increase by 40 yuan per person to 680 yuan per person.",
        (
            "Subsidies for rural clinics = 40 yuan/person",
            "Subsidies for rural clinics = 680 yuan/person",
        ),
    ),
    (
        "£4 million will be spent on flood defences over the next six years.",
        ("flood defences = 4 million £ | over the next six years",),
    ),
    (
        "We have set the deficit ratio at around 4 percent.",
        ("deficit ratio ~ 4 %",),
    ),
    (
        "It is proposed that the fee be set at 3 percent.",
        ("fee = 3 %",),
    ),
    (
        "The chain will cut 1,200 jobs, or 8 percent of its workforce, by June 2027.",
        ("jobs = 1200 jobs | by June 2027", "workforce = 8 % | by June 2027"),
    ),
    (
        "Reduce absence from 21.4% to 18% for boys and from 30% to 24% for girls.",
        ("absence (boys) = 18 % (21.4%)", "absence (girls) = 24 % (30%)"),
    ),
    (
        "No household should wait longer than 12 weeks for a repair.",
        ("household <= 12 weeks",),
    ),
    (
        "Average class size of 22 or fewer by September 2027",
        ("Average class size <= 22 | by September 2027",),
    ),
    (
        "Every bridge will be inspected twice a year.",
        ("bridge = 2 times/year",),
    ),
    (
        "The cap on admissions will rise by 200 to 2,400.",
        ("cap on admissions = 200", "cap on admissions = 2400"),
    ),
    (
        "Ferry bonds will be issued; two billion yuan of such bonds are to be sold in 2026.",
        ("Ferry bonds = 2 billion yuan | in 2026",),
    ),
    (
        "Recycling rate\nBaseline (2024): 62%; Target (2028): 80%",
        ("Recycling rate = 80 % (62%) | 2028",),
    ),
    (
        "Share of homes online: 2026 – 75 %, 2028 – 90 %",
        ("Share of homes online = 75 % | 2026", "Share of homes online = 90 % | 2028"),
    ),
    (
        "We have set the cost ratio at around 4 percent, an increase of 1 percent over last year.",
        ("cost ratio ~ 4 %",),
    ),
    (
        "KPI: Attendance: 2021 – 91 %, 2022 – 93 %, 2030 – 95 %",
        ("Attendance = 95 % (93 %) | 2030",),
    ),
    (
        "KPI 3: Staff turnover – target 2026: ≤ 8%",
        ("Staff turnover <= 8 % | 2026",),
    ),
    (
        "Ticket revenue should climb from $14.2 million to around $17 million.",
        ("Ticket revenue ~ 17 million $ ($14.2 million)",),
    ),
    (
        "Transfer payments to villages will exceed 10 trillion yuan.",
        ("Transfer payments to villages > 10 trillion yuan",),
    ),
    (
        "Staff will complete a minimum of 16 hours of training annually.",
        ("training >= 16 hours/year",),
    ),
    (
        "The programme has trained 2,000 nurses since 2020 and will train another 1,500 by 2027.",
        ("nurses = 1500 nurses | by 2027",),
    ),
    (
        "Staff turnover (currently 17%) to be no higher than 12% by year-end.",
        ("Staff turnover <= 12 % | by year-end",),
    ),
    (
        "A total of 1,200 households will be connected to the network by December 2026.",
        ("households = 1200 households | by December 2026",),
    ),
    (
        "Class sizes through grade 2 will not exceed 22 pupils.",
        ("Class sizes through grade 2 <= 22 pupils",),
    ),
    (
        "Hire 14 tutors by August 2027 and train no fewer than 220 teachers.",
        ("tutors = 14 tutors | by August 2027", "teachers >= 220 teachers | by August 2027"),
    ),
    (
        "Referrals will drop from 412 to fewer than 300.",
        ("Referrals < 300 (412)",),
    ),
    (
        "We will fund 450 places, 120 of them in the north.",
        ("places = 450 places", "places (north) = 120 places"),
    ),
    (
        "Set aside £27m for estate renewal and around £1.2 billion for the harbour.",
        ("estate renewal = 27 million £", "harbour ~ 1.2 billion £"),
    ),
    (
        "Growth in reading, measured by the spring test, will reach the 60th percentile.",
        ("Growth in reading = 60 percentile",),
    ),
    (
        "Keep the ratio of pupils to nurses below 600 to 1.",
        ("ratio of pupils to nurses <= 600 ratio",),
    ),
    (
        "Train all 8 science teachers. Lead: Principal. Due: 9/15/2026",
        ("science teachers = 8 teachers | 9/15/2026",),
    ),
    (
        "The share of apprentices who finish will rise by 4 percentage points.",
        ("share of apprentices who finish = 4 percentage points",),
    ),
    (
        "Place reading specialists in 16 schools and buy 600 texts at a cost of $9,000.",
        (
            "schools (reading specialists) = 16 schools",
            "texts = 600 texts",
            "cost = 9000 $",
        ),
    ),
    (
        "Agency spending will not exceed £240k and screening will cover 95 percent of pupils.",
        ("Agency spending <= 240000 £", "screening = 95 %"),
    ),
)

REPORTED = (
    "The borough is home to 212,000 people living in 86,000 households.",
    "Since the last strategy we have built 640 homes and spent £31 million.",
    "Roughly one in four adults has a long-term condition.",
    "Complaints rose 12% to 4,310 in 2024.",
    "Figure 6 shows that 58% of respondents agreed.",
    "Founded in 1994, the trust runs 31 academies.",
    "GDP per head is £29,400, 12% below the national average.",
    "The previous plan aimed for 70% but only 61% was achieved.",
    "A typical family pays £1,480 a year in council tax.",
    "Over 3 million pupils are due to leave school, and we must do more for them.",
    "We focus on one single policy and on the three main crops.",
    "The Harbour Plan (2021-2025) ends this year and we will write the next.",
    "We will foster 6G technology and sign the Upgrade Protocol 3.0 Agreement.",
    "The island's output (GDP) surpassed 12 billion dollars.",
)


def targets_of(text: str) -> tuple[Target, ...]:
    return find_targets((Section("s0", None, 0, None, None, "Riverside Plan 2026", text),))


def one_line(target: Target) -> str:
    """name relation value unit (baseline) | deadline."""
    upper = f"-{target.upper:g}" if target.upper is not None else ""
    line = f"{target.name} {target.relation.value} {target.value:g}{upper} {target.unit}".strip()
    baseline = f" ({target.baseline})" if target.baseline else ""
    return line + baseline + (f" | {target.deadline}" if target.deadline else "")


@pytest.mark.parametrize(("sentence", "lines"), SENTENCES, ids=[s[:40] for s, _ in SENTENCES])
def test_a_promised_number_is_read_with_name_baseline_and_date(
    sentence: str, lines: tuple[str, ...]
) -> None:
    assert tuple(map(one_line, targets_of(sentence))) == lines


@pytest.mark.parametrize("sentence", REPORTED, ids=[s[:40] for s in REPORTED])
def test_a_reported_number_is_no_target(sentence: str) -> None:
    assert targets_of(sentence) == ()


def test_the_qualifier_behind_an_indicator_is_a_field_of_its_own() -> None:
    (target,) = targets_of("Subsidies for rural clinics will rise by 5 percent.")
    assert (target.indicator, target.of) == ("Subsidies", "rural clinics")
