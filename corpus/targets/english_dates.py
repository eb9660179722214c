"""Regular expressions for dates in English plans: years, deadlines, spans of time."""

from plandiff.corpus import word_patterns as re
from plandiff.corpus.targets.english_words import MONTHS, PERIODS, SMALL


def _dates(*parts: str) -> re.Pattern[str]:
    return re.compile("".join(parts), re.IGNORECASE)


_DAY = r"(?:\d{1,2}(?:st|nd|rd|th)? )?"
_CALENDAR = (
    rf"(?:{_DAY}{MONTHS}(?: \d{{1,2}}(?:st|nd|rd|th)?)?(?:,? 20\d\d)?|(?:(?:the )?(?:"
    rf"{re.any_of('CALENDAR')}) year |FY ?|Q[1-4],? ?(?:of )?|mid-|early |late |spr"
    r"ing |summer |autumn |fall |winter )*20\d\d(?:[-/\u2013](?:20)?\d\d)?(?! [a-z"
    r"]+ (?:level|figure|baseline))|(?:the |this |next |each )?(?:"
    rf"{re.any_of('ENGLISH_DATES_CALENDAR')}|next (?:school |fiscal |financial )?ye"
    r"ar))"
)
_COUNT = rf"(?:a|{SMALL}|\d{{1,2}})"
DEADLINE = _dates(
    r"\b(?:by|before|until|till|no later than|not later than|prior to)(?: the)?",
    r"(?: (?:end|close|start|beginning|middle|first half|second half|(?:first|second|third|"
    r"fourth|last) quarter) of)?",
    rf"(?: the)? {_CALENDAR}\b(?!-end)",
    r"|(?<=\()20\d\d(?:[/-]\d\d)?(?=\))|\b(?:by|before) (?:the )?(?:year[- ]end|mid-year|end "
    r"of (?:the )?year)\b",
    r"|\b(?:at|in) the (?:end|first half|second half|(?:first|second|third|fourth) quarter) of "
    rf"{_CALENDAR}\b",
    r"|\b(?:this|next) (?:school |academic |fiscal |financial )?year\b",
    rf"|\b(?:within|over|during|in|for)(?: the)?(?: (?:next|coming|following))? "
    rf"{_COUNT}[- ](?:school |academic |financial |fiscal )?(?:years?|months?|decades?)\b(?! "
    rf"of\b)(?: period)?",
    r"|\b(?:over|during|throughout|in|within)(?: the)? (?:plan|planning|programme|program|"
    r"strategy|project|five-year) period\b",
    r"|\bover the (?:life|course|lifetime|period) of (?:the|this) [a-z]+(?: period)?\b",
    r"|\b(?:in|for|during)(?: the)?(?: (?:academic|school|financial|fiscal|calendar) year| "
    r"FY)? ?20\d\d(?:[-/\u2013](?:20)?\d\d)?\b(?! [a-z]+ (?:level|figure|baseline))",
)
DATE = _dates(
    rf"(?:\bfor )?(?:{DEADLINE.pattern})|\b(?:per|a|an|each|every) (?:{PERIODS})\b(?! of)|",
    r"\b(?:over|than|from|on|in) (?:the )?(?:last|previous|past|prior) year\b",
)
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
DUE = _dates(
    r"\b(?:due|deadline|time ?(?:line|frame)|(?:target|completion|end|due) date|by when|"
    r"complete(?:d)? by)\b:? ?(?:by )?(?P<date>\d{1,2}[/.]\d{1,2}[/.]20\d\d|20\d\d-\d\d-\d\d|",
    rf"(?:(?:the )?end of )?{_CALENDAR}\b)",
)
"""A date in a separate field after an action: Lead: PTA. Due: 9/15/2024."""
