"""English sentences as plans write them, and what a careful reader takes from each as targets."""

import pytest

from plandiff.corpus.model import Section
from plandiff.corpus.targets import find_targets

SENTENCES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Build two kindergartens with 450 places.",
        ("kindergartens = 2 kindergartens", "places = 450 places"),
    ),
    ("Hold two fire drills per term.", ("fire drills = 2 drills/term",)),
    ("Guarantee 45 minutes of reading time.", ("reading time = 45 minutes",)),
    ("Partner with 25 local museums.", ("local museums = 25 museums",)),
    ("We want 70% of parents to join a workshop.", ("parents = 70 %",)),
    ("We serve 4,300 pupils in 12 schools.", ()),
    ("Harbour School Improvement Plan 2026-27", ()),
    ("Fights will fall by 30% compared with last year.", ("Fights = 30 %",)),
    (
        "All 90 members of staff will finish the course, and 85% will pass the test.",
        ("members of staff = 85 %",),
    ),
    ("Train the tutors to run clubs\tHead of year\t16 tutors trained", ("tutors = 16 tutors",)),
    ("Ensure that at least 85 % of pupils attend after-school clubs.", ("pupils >= 85 %",)),
    ("Raise the graduation rate from 88% to 93% by 2027.", ("graduation rate = 93 % (88%)",)),
    (
        "Reduce chronic absence from 18 per cent to 12 per cent.",
        ("chronic absence = 12 % (18 per cent)",),
    ),
    ("Halve the number of exclusions by 2026.", ("number of exclusions = 0.5 times",)),
    ("Double the number of school libraries.", ("number of school libraries = 2 times",)),
    (
        "Triple spending on teacher training over five years.",
        ("spending on teacher training = 3 times",),
    ),
    ("Every school will appoint one safeguarding lead.", ("safeguarding lead = 1 lead/school",)),
    ("Spend £6,500 per pupil.", ("Spend = 6500 £/pupil",)),
    ("Keep the pupil-teacher ratio at 1:15.", ("pupil-teacher ratio = 0.066667 ratio",)),
    ("Achieve a ratio of 1:15 in early years settings.", ("ratio = 0.066667 ratio",)),
    ("Rank among the top three districts in the province.", ("districts <= 3 rank",)),
    ("The college aims to be in the top 10 of the national table.", ("college <= 10 rank",)),
    ("Class sizes will not exceed 30 pupils.", ("Class sizes <= 30 pupils",)),
    ("Waiting lists should be fewer than 50 children.", ("Waiting lists < 50 children",)),
    ("Recruit between 20 and 25 new teachers.", ("new teachers range 20-25 teachers",)),
    ("Train 10-15 school leaders each year.", ("school leaders range 10-15 leaders/year",)),
    ("Increase attendance by two percentage points.", ("attendance = 2 percentage points",)),
    ("Cut energy use by a quarter.", ("energy use = 25 %",)),
    ("Two thirds of schools will have a nurse.", ("schools = 66.6667 %",)),
    ("All teachers receive 30 hours of training a year.", ("training = 30 hours/year",)),
    (
        "Organise at least three parents' evenings a year.",
        ("parents' evenings >= 3 evenings/year",),
    ),
    ("Maintain pupil satisfaction above 90%.", ("pupil satisfaction > 90 %",)),
    ("By 2030, 100% of schools will be connected to fibre.", ("schools = 100 %",)),
    ("The literacy rate is to reach 99.5 percent by 2026.", ("literacy rate = 99.5 %",)),
    (
        "Plant 3,000 trees and renovate 12 playgrounds.",
        ("trees = 3000 trees", "playgrounds = 12 playgrounds"),
    ),
    ("Limit homework to 60 minutes a day.", ("homework <= 60 minutes/day",)),
    ("We will invest an additional $4.5 million in buildings.", ("buildings = 4.5 million $",)),
    ("GDP growth of around 5 percent.", ("GDP growth ~ 5 %",)),
    ("Over 12 million urban jobs will be created.", ("urban jobs > 12 million jobs",)),
    (
        "Surveyed urban unemployment rate of no more than 5.5 percent.",
        ("Surveyed urban unemployment rate <= 5.5 %",),
    ),
    ("Grain output of over 650 million metric tons.", ("Grain output > 650 million tons",)),
    (
        "A drop of about 2.5 percent in energy consumption per unit of GDP.",
        ("energy consumption per unit of GDP ~ 2.5 %",),
    ),
    ("Provide each pupil with at least one hour of exercise a day.", ("exercise >= 1 hour/day",)),
    ("Ensure no school has more than 5% unqualified staff.", ("unqualified staff <= 5 %",)),
    ("Expand the breakfast programme to 40 schools.", ("breakfast programme = 40 schools",)),
    (
        "Increase nursery capacity from 1,200 to 1,500 places.",
        ("nursery capacity = 1500 places (1,200)",),
    ),
    (
        "We are committed to reducing fixed-term suspensions by 15% by July 2027.",
        ("fixed-term suspensions = 15 %",),
    ),
    ("Deliver 2,400 affordable homes over the plan period.", ("affordable homes = 2400 homes",)),
    ("Each ward will have at least two youth workers.", ("youth workers >= 2 workers/ward",)),
    ("Secure 90 per cent parental satisfaction.", ("parental satisfaction = 90 %",)),
    (
        "Create up to 300 apprenticeships by the end of 2026.",
        ("apprenticeships <= 300 apprenticeships",),
    ),
    (
        "The council will spend no less than £1.2m on road safety.",
        ("road safety >= 1.2 million £",),
    ),
    ("Bring the vacancy rate down to under 4%.", ("vacancy rate < 4 %",)),
    ("Over 80% of staff to complete first-aid training.", ("staff > 80 %",)),
    (
        "Teachers should observe at least six lessons per semester.",
        ("lessons >= 6 lessons/semester",),
    ),
    ("Half of all new hires will be local residents.", ("new hires = 50 %",)),
    ("Place 400 students in paid internships.", ("students = 400 students",)),
    (
        "Grow the number of active volunteers from 800 to 1,200.",
        ("number of active volunteers = 1200 (800)",),
    ),
    ("Increase enrolment to 1,200 by 2026.", ("enrolment = 1200",)),
    ("Fill 98% of teaching posts by the first day of school.", ("teaching posts = 98 %",)),
    (
        "Hire 20 counsellors and five social workers so that waiting ends.",
        ("counsellors = 20 counsellors", "social workers = 5 workers"),
    ),
    ("We will pay a bonus of $4,000 in subjects where teachers are short.", ("bonus = 4000 $",)),
)

PROMISES_NOTHING = (
    "Commitments for 2026-27",
    "Complete the new science block by September 2025.",
    "Publish a report every six months.",
    "Grade 3 pupils will study Unit 4.",
    "The 14th Five-Year Plan covers 2021-2025.",
    "Children aged 3 to 6 are welcome.",
    "In 2022 we opened 12 nurseries.",
    "Attendance rose to 94% last year.",
    "Contact us on 555 1234 before 5 pm.",
    "The school has 450 pupils and 32 teachers.",
    "One of our priorities is safety.",
    "Two key principles guide this plan.",
    "This is a three-year strategy.",
    "See Appendix 2, Table 3 and page 14.",
    "Pupils in Years 5 and 6 take part.",
    "The meeting is held at 9:30 on 12 March 2025.",
    "COVID-19 affected 40% of families in 2021.",
    "A one-stop service for parents.",
    "At 1 January 2024 there were 3,400 places.",
    "Priority 1: Improve reading.",
    "We face three challenges.",
    "Achieve carbon neutrality by 2040.",
    "The plan has three parts.",
    "There are 14 wards and 2 towns in the district.",
    "Between 2019 and 2023 enrolment fell by 12%.",
    "Our 2,300 employees serve 180,000 residents.",
    "About 30% of households currently rent.",
    "Chapter 4 describes five goals.",
    "The 24-hour helpline remains open.",
    "A Level 2 qualification is required.",
    "Tel. 020 7946 0000, Room 12.",
    "Since 2020 the budget has grown by 8%.",
    "Section 12(3) of the Act applies.",
    "He was born in 1990 and is 34 years old.",
    "We will bring grades 3 to 5 together.",
    "The graduation rate for 2022 is 80.4%.",
    "This is a 6 percentage point increase.",
    "Twelve schools raised their attendance rate to 92%.",
)


def lines_of(text: str) -> tuple[str, ...]:
    """indicator relation value unit (baseline) of each target."""
    root = Section("s0", None, 0, None, None, "Riverside Education Plan 2024", text)
    lines = []
    for t in find_targets((root,)):
        upper = f"-{t.upper:g}" if t.upper is not None else ""
        baseline = f" ({t.baseline})" if t.baseline else ""
        line = f"{t.indicator} {t.relation.value} {t.value:g}{upper} {t.unit}".strip()
        lines.append(line + baseline)
    return tuple(lines)


@pytest.mark.parametrize(("sentence", "lines"), SENTENCES, ids=[s[:40] for s, _ in SENTENCES])
def test_a_sentence_gives_the_targets_that_a_reader_finds(
    sentence: str, lines: tuple[str, ...]
) -> None:
    assert lines_of(sentence) == lines


@pytest.mark.parametrize("sentence", PROMISES_NOTHING, ids=[s[:40] for s in PROMISES_NOTHING])
def test_a_number_that_promises_nothing_gives_no_target(sentence: str) -> None:
    assert lines_of(sentence) == ()


def test_a_deadline_and_a_modal_word_are_printed_as_they_stand() -> None:
    root = Section("s0", None, 0, None, None, "Plan 2024", "We will plant 300 trees by May 2026.")
    (target,) = find_targets((root,))
    assert (target.deadline, target.modality) == ("by May 2026", "will")
