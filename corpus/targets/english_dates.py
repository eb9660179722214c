"""Regular expressions for dates in English plans: years, deadlines, spans of time."""

from plandiff.corpus import word_patterns as re
from plandiff.corpus.targets.english_words import MONTHS, PERIODS, SMALL


def _dates(*parts: str) -> re.Pattern[str]:
    return re.compile("".join(parts), re.IGNORECASE)


_DAY = rf"(?:\d{{1,2}}(?:{re.any_of('DAY')})? )?"
_CALENDAR = (
    rf"(?:{_DAY}{MONTHS}(?: \d{{1,2}}(?:{re.any_of('CALENDAR_A')})?)?(?:,? 20\d\d)?|("
    rf"?:(?:the )?(?:{re.any_of('CALENDAR')}) year |FY ?|Q[1-4],? ?(?:of )?|"
    rf"{re.any_of('CALENDAR_B')})*20\d\d(?:[-/\u2013](?:20)?\d\d)?(?! [a-z]+ (?:lev"
    rf"el|figure|baseline))|(?:{re.any_of('CALENDAR_C')})?(?:"
    rf"{re.any_of('ENGLISH_DATES_CALENDAR')}|next (?:school |fiscal |financial )?ye"
    r"ar))"
)
_COUNT = rf"(?:a|{SMALL}|\d{{1,2}})"
DEADLINE = _dates(
    rf"\b(?:{re.any_of('ENGLISH_DATES_DEADLINE_A')})(?: the)?(?: (?:"
    rf"{re.any_of('ENGLISH_DATES_DEADLINE_B')}|(?:"
    rf"{re.any_of('ENGLISH_DATES_DEADLINE_C')}) quarter) of)?(?: the)? {_CALENDAR}"
    r"\b(?!-end)|(?<=\()20\d\d(?:[/-]\d\d)?(?=\))|\b(?:by|before) (?:the )?(?:year"
    r"[- ]end|mid-year|end of (?:the )?year)\b|\b(?:at|in) the (?:end|first half|s"
    rf"econd half|(?:{re.any_of('ENGLISH_DATES_DEADLINE_D')}) quarter) of "
    rf"{_CALENDAR}\b|\b(?:this|next) (?:{re.any_of('DEADLINE_E')})?year\b|\b(?:"
    rf"{re.any_of('DEADLINE_F')})(?: the)?(?: (?:next|coming|following))? {_COUNT}["
    rf"- ](?:{re.any_of('DEADLINE_G')})?(?:years?|months?|decades?)\b(?! of\b)(?: p"
    rf"eriod)?|\b(?:{re.any_of('DEADLINE_H')})(?: the)? (?:"
    rf"{re.any_of('DEADLINE_I')}) period\b|\bover the (?:{re.any_of('DEADLINE_J')})"
    r" of (?:the|this) [a-z]+(?: period)?\b|\b(?:in|for|during)(?: the)?(?: (?:"
    rf"{re.any_of('DEADLINE_K')}) year| FY)? ?20\d\d(?:[-/\u2013](?:20)?\d\d)?\b(?!"
    r" [a-z]+ (?:level|figure|baseline))"
)
DATE = _dates(
    rf"(?:\bfor )?(?:{DEADLINE.pattern})|\b(?:{re.any_of('DATE_A')}) (?:{PERIODS})"
    rf"\b(?! of)|\b(?:{re.any_of('DATE_B')}) (?:the )?(?:{re.any_of('DATE_C')}) yea"
    r"r\b"
)
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
DUE = _dates(
    rf"\b(?:{re.any_of('ENGLISH_DATES_DUE')})\b:? ?(?:by )?(?P<date>\d{{1,2}}[/.]\d{{1"
    rf",2}}[/.]20\d\d|20\d\d-\d\d-\d\d|(?:(?:the )?end of )?{_CALENDAR}\b)"
)
"""A date in a separate field after an action: Lead: PTA. Due: 9/15/2024."""
