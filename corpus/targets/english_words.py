"""Regular expressions of the English grammar of targets; word sets: ``english_vocabulary``."""

from plandiff.corpus import word_patterns as re
from plandiff.corpus.model import Relation
from plandiff.corpus.word_lists import word_lists

_LISTS = word_lists()


def _words(*parts: str) -> re.Pattern[str]:
    return re.compile("".join(parts), re.IGNORECASE)


# Numbers

UNITS = dict(zip(_LISTS["UNITS"], range(1, 10), strict=True))
TEENS = dict(zip(_LISTS["TEENS"], range(10, 20), strict=True))
TENS = dict(zip(_LISTS["TENS"], range(20, 100, 10), strict=True))
NUMBER_WORDS = {**UNITS, **TEENS, **TENS}
PARTS = {
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
TIMES_A_YEAR = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
MULTIPLIERS = {"hundred": 100.0, "dozen": 12.0, "k": 1000.0}
SCALES = {"tn": "trillion", "trn": "trillion", "bn": "billion", "m": "million", "mn": "million"}
_SCALE = rf"{re.any_of('SCALE')}"
_UNITS, _TENS = "|".join(UNITS), "|".join(TENS)
SMALL = rf"(?:(?:{_TENS})(?:[ -](?:{_UNITS})\b)?|{'|'.join(TEENS)}|{_UNITS})"
MONTHS = rf"(?:{re.any_of('MONTHS')})"
_CURRENCIES = (
    rf"(?:(?:{re.any_of('CURRENCIES')}) )?dollars?|{re.any_of('CURRENCY_WORDS')}"
    rf"|pounds?(?: sterling)?(?! of (?:food|waste|fruit))|{re.any_of('CURRENCY_PLURALS')}"
)
NUMBER_HERE = _words(
    rf"(?P<money>(?:{re.any_of('DOLLARS')})?\$|[£€¥]"
    rf"|(?:{re.any_of('CURRENCY_CODES')}) ?)?(?:(?P<digits>\d{{1,3}}(?:,\d{{3}}){{1,4}}(?:\.\d+)?"
    r"(?![\d,]\d)|\d{1,12}(?:\.\d{1,6})?)|(?P<fraction>(?:a|an"
    rf"|{_UNITS})[ -](?:{re.any_of('FRACTION_NOUNS')})s?)\b(?= of\b"
    rf"|[ -](?:{re.any_of('FRACTION_COMPARED')})\b|(?<=by .{{7}})|(?<=by .{{9}})|(?<=by .{{10}}))"
    rf"|(?P<half>half)(?= (?:{re.any_of('BEHIND_HALF')}) |(?<=by half))(?! a [a-z]+ion)"
    rf"|(?P<often>once|twice|thrice)(?= (?:{re.any_of('BEHIND_ONCE')})\b)"
    rf"|(?P<word>{SMALL}(?= (?:{_SCALE}))|(?:half )?an?(?= (?:{_SCALE})\b)"
    rf"|{SMALL})\b)(?P<scale> (?:{_SCALE})\b(?: (?:million|billion)\b)?"
    rf"|(?(money) ?(?:{re.any_of('SHORT_SCALES')})\b|(?:tn|bn)\b))?(?P<rate> ?%"
    r"| ?per ?cent(?:age[ -]points?)?\b| (?:percentage|basis|per ?cent) points?\b"
    rf"| ?pp\b)?(?P<currency> (?:{_CURRENCIES})\b)?"
)
NUMBER = _words(rf"(?<![\w.,$£€#/-])(?:{NUMBER_HERE.pattern})")
SHARE = _words(
    rf"\b(?P<part>{SMALL}|\d{{1,2}}) (?:in|out of)(?: every)? (?P<whole>{SMALL}"
    rf"|\d{{1,3}})\b(?! ?(?:%|{re.any_of('SHARE')}|20\d\d))(?= [a-z])"
)
"""One in five, nine out of ten."""
RANGE_LINK = re.compile(r" ?[-\u2013\u2014] ?| to | and |-to-")
PLUS = re.compile(r"\+(?![\d])")

NEUTRAL = _words(
    rf"\b(?:an? (?:(?:{re.any_of('NEUTRAL_ADJECTIVES')}) )?(?:"
    rf"{re.any_of('NEUTRAL_NOUNS')})(?: of)?|another|an"
    r"|averag(?:e|ing)|total(?:l?ing)?|a) \Z"
)
"""Neutral words between a bound and its number: by an average of 30 yuan."""
BOUNDS: tuple[tuple[Relation, re.Pattern[str]], ...] = (
    (Relation.AT_LEAST, _words(rf"(?<![a-z])(?:{re.any_of('BOUNDS_LEAST')}) ?\Z")),
    (Relation.AT_MOST, _words(rf"(?<![a-z])(?:{re.any_of('BOUNDS_MOST')}) ?\Z")),
    (Relation.MORE_THAN, _words(rf"(?<![a-z])(?:{re.any_of('BOUNDS_MORE')}) ?\Z")),
    (Relation.LESS_THAN, _words(rf"(?<![a-z])(?:{re.any_of('BOUNDS_LESS')}) ?\Z")),
    (Relation.ABOUT, _words(rf"(?<![a-z])(?:{re.any_of('BOUNDS_ABOUT')}) ?\Z")),
    (Relation.EQUAL, _words(rf"(?<![a-z])(?:{re.any_of('BOUNDS_EQUAL')}) \Z")),
)
STEP = _words(rf"\b(?:{re.any_of('STEP')}) \Z")
"""Before a bound: marks a change (by) or a level (to): by at least 6 percent."""
BOUND_BEHIND = _words(
    rf" ?\(?(?:(?P<least>(?:or|and) (?:{re.any_of('MORE_BEHIND_NUMBER')})"
    r"|minimum|at (?:the )?least)"
    rf"|(?P<most>(?:or|and) (?:{re.any_of('LESS_BEHIND_NUMBER')})|maximum|at (?:the )?most))\b\)?"
)
PERIODS = rf"{re.any_of('PERIODS')}"
_HOLDERS = rf"{re.any_of('HOLDERS')}"
PER = _words(
    rf"[^.,;\n]{{0,30}}?(?:{re.any_of('PER_JOINTS')})(?P<per>{PERIODS}|"
    rf"{_HOLDERS})\b(?! (?:of|and)\b)|[^.,;\n]{{0,30}}? (?P<often>"
    rf"{re.any_of('ENGLISH_WORDS_PER')})\b"
)
PER_HOLDER = re.compile(r" per [a-z]+(?= (?:for|to|on|in)\b)")
"""What a sum is for each of, before its purpose: £2,750 per school for books."""
ADVERB_PERIODS = {
    "annually": "year", "yearly": "year", "daily": "day", "weekly": "week", "monthly": "month",
    "hourly": "hour",
    "annum": "year",
}  # fmt: skip
PER_BEFORE = _words(rf"\b(?:every|each) (?P<per>[a-z]+)(?= (?:{re.any_of('PER_BEFORE')}) )")
PERIOD_ADJECTIVE = _words(rf"\b(?P<per>{re.any_of('PERIOD_ADJECTIVE')}) [a-z]")
MEASURES = frozenset(_LISTS["MEASURES"])
"""Nouns that measure another noun: the hours in hours of training."""
DURATIONS = frozenset(_LISTS["DURATIONS"])
LEVEL_BEFORE = _words(
    rf"(?:{re.any_of('LEVEL_BEFORE', 'LEVEL_BEFORE_MORE')}|:|\u2264|\u2265|"
    r"<|>) ?(?:about |around )?\Z"
)
COUNTED_UNITS = frozenset(_LISTS["COUNTED_UNITS"])
"""Nouns that become part of the quote as its unit."""

# Numbers that are not quantities, or not quantities of this plan

NOT_BEHIND = _words(
    rf"(?<![a-z])(?:{re.any_of('NUMBERED_PARTS_OF_TEXT')}|no\.?|{re.any_of('NUMBERED_THINGS')}|pm|co"
    rf"|{re.any_of('NUMBERED_PAPERS')}|(?:{re.any_of('NOT_BEHIND')}) \d{{1,2}}(?: (?:months"
    r"|years))? (?:to|and|through)) ?\Z"
)
NOT_BEFORE = _words(
    rf" ?(?:{re.any_of('SPEED_LIMITS')}) (?:{re.any_of('SPEED_LIMITED')})s?\b"
    rf"|(?:{re.any_of('ORDINAL_ENDINGS')})\b| ?-?years?[ -]olds?"
    rf"|(?:{re.any_of('ORDINAL_ENDINGS_OF_DAYS')})? (?:of )?{MONTHS}\b"
    r"|[:.]\d|/\d|-[a-z]+|(?: ?[ap]\.?m\b)"
    rf"|\(\d| o'clock|'s\b|s\b| [A-Z]{{1,3}}\d|(?!(?:{re.any_of('NOT_BEFORE')})\b)[a-z]"
)
EVERY_PERIOD = _words(r"\b(?:every|each|a|per) (?:school |financial )?(?:day|week|year|term) \Z")
ASIDE = _words(rf"\([^()\d\n]{{1,60}}\)|\((?:{re.any_of('ENGLISH_WORDS_ASIDE')})[^()\n]{{0,40}}\)")
MONTH_BEFORE = re.compile(rf"{MONTHS},? \Z")
TOP_BEFORE = _words(r"\btop \Z")
WHOLES_PARTS = frozenset(_LISTS["PARTS_OF_A_WHOLE"])
"""Nouns before "of" that name a part or an order: one of 12 cities, the first of 3 phases."""
REFERRED = _words(rf"\b(?:{re.any_of('REFERRED')}) (?:{re.any_of('ENGLISH_WORDS_REFERRED')})?\Z")
"""The counted things already exist: the three main crops, our 60 schools."""
PREVIOUS_VALUE = _words(
    rf"(?:\b(?:{re.any_of('MOVED_FROM')}) from|compared (?:with|to)|against|versus|vs\.?"
    rf"|relative to|baseline(?:{re.any_of('BEHIND_BASELINE')})?(?:"
    rf"{re.any_of('BASELINE_JOINTS')})?:?|rather than|instead of"
    rf"|than the(?: \w+){{0,4}}|than in|current(?:{re.any_of('BEHIND_CURRENT')})?"
    rf"|{re.any_of('PREVIOUS_WORDS')}|(?:{re.any_of('NOUNS_OF_LEVEL')}) of"
    r"|on the 20\d\d(?: \w+){0,2}(?: of)?|(?<=\()from)(?: an?"
    rf"| the)?(?: (?:{re.any_of('ABOUT_PREVIOUS_VALUE')}))*[ (]*\Z"
)
"""Before an earlier value: down from 5.6 per cent, against the 2024 baseline of 64."""
LEVEL_OF_VALUE = re.compile(
    rf"(?:{re.any_of('LEVEL_OF_VALUE')}) of\W",
    re.IGNORECASE,
)
BASELINE_NAMED = _words(
    r"\b(?:19|20)\d\d(?:[/-]\d\d)? (?:budget |baseline |actual )?(?:"
    rf"{re.any_of('BASELINE_NAMED')}) of\b|\bbaseline"
)
CHANGE_OF = _words(
    rf"\b(?:an?|the) (?:{re.any_of('ENGLISH_WORDS_CHANGE_OF')})*(?:"
    rf"{re.any_of('CHANGE_OF')}) of \Z"
)
"""Before a change: an increase of 9.3 percent."""
CEILING = _words(r"\b(?:cap|limit|restrict)(?:s|p?ed|p?ing)?\b(?! of)[^.;,\n]{0,60}\b(?:at|to) \Z")
"""Before an upper limit: limit homework to 60 minutes."""
CHANGE_FROM = _words(
    rf"(?:,| \(|;)? ?(?:{re.any_of('CHANGED_FROM')})(?: from)?(?: an?"
    rf"| the)?(?: (?:{re.any_of('ABOUT_CHANGED_FROM')}))* \Z"
)
"""Between a value and its earlier value: 91%, up from 86.5%."""
BEHIND_PREVIOUS = _words(
    rf"(?: (?!(?:{re.any_of('COMPARED_BEHIND_VALUE')})\b)[a-z]+){{0,3}}? (?:"
    rf"{re.any_of('NOW_BEHIND_VALUE')})\b"
)
REPORTED = _words(rf"\b(?:{re.any_of('REPORTED')})\b")
TARGET_WORDS = _words(rf"\b(?:{re.any_of('TARGET_WORDS')})\b[^.;\n]{{0,60}}\Z")
LABEL = _words(
    rf"(?:\A|[\n.;] *)[^\w\n]*(?:{re.any_of('ENGLISH_WORDS_LABEL')}|(?:our "
    rf"|the )?(?:{re.any_of('LABEL')})s?|success criteri(?:a|on)|desired result"
    r"|by 20\d\d)(?: (?:\d[\d.]*|[A-Z](?:\.\d+)*"
    r"|\(?20\d\d[^:\n]{0,8}))?\s*[:\u2013\u2014-] ?[^.;\n]*\Z"
)
SUBORDINATE = _words(rf"\b(?:{re.any_of('SUBORDINATE')}) (?:[a-z0-9-]+ ){{0,3}}\Z")

MODALITY = _words(rf"\b(?:{re.any_of('MODALITY')})\b")
PROMISE = _words(
    rf"\b(?:is|are) (?:[a-z]+ly )?(?:{re.any_of('PROMISED_TO')})(?: to)(?= [a-z]+)"
    rf"|\b(?:{re.any_of('BE_AND_HAVE_TO')}) to(?= [a-z])"
    rf"|\b(?:{re.any_of('PROMISING_VERBS')})s?(?:ing|ning"
    rf"|ting)? (?:to|for)(?= [a-z])|\b(?:{re.any_of('PROMISING_GERUNDS')}) (?:to|for|towards?)\b"
    rf"|\bcommitted to\b|\b(?:is|are) (?:now )?(?:{re.any_of('PROMISING_NOW')})(?: to)?\b"
    r"|\blet us\b"
)
"""Verbs that promise the number after them."""

# Names

MERE_CHANGE = _words(
    rf"(?:(?:{re.any_of('CHANGE_ADJECTIVES')}) )*(?:{re.any_of('CHANGE_NOUNS')})\Z"
)
NOBODY = _words(r"\b(?:no|none of)(?: the)?(?: [a-z-]+){1,3} \Z")
ADDRESS = re.compile(rf"(?:\w+ ){{0,2}}(?:{re.any_of('ADDRESS')})\b")
MORE = _words(r" (?:more|further|additional)\b(?! [a-z-]+s\b)")
MORE_BEFORE = _words(rf"\b(?:{re.any_of('MORE_BEFORE')}) \Z")
COUNTED_BEFORE = _words(r"\d ((?:[a-z'-]+ )?[a-z'-]+s)\b(?=[^.\n]{0,80}\Z)")
"""A noun counted earlier: schools in 5 schools; this year we will open 8 more."""
SUM_OF = _words(
    rf"\b(?:{re.any_of('BEFORE_NOUN_OF_SUM')}) (?P<noun>(?:(?!(?:at"
    r"|an?|for|in)\b)[a-z-]+ ){0,2}(?!"
    rf"{re.any_of('NO_NOUN_OF_SUM')})[a-z-]+) (?:of|worth) (?:{re.any_of('SUM_OF')})*\Z"
)
"""A noun before its sum: a bonus of $4,000."""
OF_GERUND = _words(r" of (?P<gerund>[a-z]+ing)\b(?! [a-z]+(?:s|ing)?\b(?<!\bby)(?<!\bper))")
"""What a measure is of, in one word: 40 hours of mentoring."""
CIRCUMSTANCES = frozenset(_LISTS["CIRCUMSTANCES"])
SHARING = frozenset(_LISTS["SHARING"])
DOERS = frozenset(_LISTS["DOERS"])
"""Nouns after at and in that do not name a holder or place: 600 texts at a cost of £900."""
INSTITUTION = _words(rf"(?:[a-z-]+ )?(?:{re.any_of('INSTITUTIONS')}) (?:of|for)\b")
"""Those who do all that a plan promises, by their full name: Department for Health."""
SUMS = frozenset(_LISTS["SUMS"])
"""Nouns that say of a sum only that it is one."""
GETTING = frozenset(_LISTS["GETTING"])
"""Verbs whose subject is the recipient of a sum."""
SPENDING = frozenset(_LISTS["SPENDING"])
"""Verbs whose subject is the payer."""
SAYING = frozenset(_LISTS["SAYING"])
"""Verbs that state the number of their subject: staff will total 40 people."""
MOVING = frozenset(_LISTS["MOVING"])
"""Verbs that state the number of their subject with to, by or at: staff will be cut to 40."""
ENDS_PHRASE = re.compile(
    rf" ?(?=[.,;:)\n]|\Z)|(?= (?:(?:a|per|each|every) (?:{PERIODS})|{re.any_of('ENDS_PHRASE')})\b)"
)
"""Text that may follow a number without a counted noun."""
TO_ONE = re.compile(r" to 1\b(?![,.]?\d)")
"""The second part of a ratio: 600 to 1."""
PRONOUN = _words(rf"(?:{re.any_of('PRONOUN')})\Z")

# Levels without a verb, ratios, places, multiples

SENTENCE_END = re.compile(
    r"(?<=[a-z0-9%)\"'\]])(?<!\bU\.S)(?<!\bapprox)(?<!\bNo)(?<!\bvs)[.!?](?=[\"')\]*]*(?:\s|"
    r"\Z))|[;\n]|\t(?="
    rf"(?i:{'|'.join(_LISTS['DELIVER'])}) (?:and [a-z]+ )?(?:\d|an? |the |all |every |each |at ))"
)
FROM = _words(rf"\b(?:from|of)(?: (?:{re.any_of('FROM')}))* \Z")
TO = _words(
    r"(?: [a-z]+){0,3}?(?: ?\([^)\n]{0,40}\))?(?: (?:"
    rf"{re.any_of('ENGLISH_WORDS_TO')}) (?:\w+ )?20\d\d(?:[-/]\d\d)?)?(?: (?:today|"
    rf"now|currently))?,? ?(?:up |down )?to(?: (?:{re.any_of('TO')}))? "
)
TIMES = _words(
    r"(?<!\ba )(?<!\ban )(?<!the )(?<!of )\b(?P<verb>"
    rf"{re.any_of('MULTIPLYING_VERBS')})(?:d)? (?:the |our "
    r"|its )?(?P<noun>[a-z][a-z' -]{2,60}?)(?= (?:"
    rf"{re.any_of('BEHIND_MULTIPLIED_NOUN')})\b|[.,;:\n]|\Z)"
)
TIMES_VALUES = {"halve": 0.5, "double": 2.0, "triple": 3.0, "treble": 3.0, "quadruple": 4.0}
TOP = _words(
    rf"\b(?:{re.any_of('TOP')}) the (?:nation's |world's |country's )?top (?P<rank>\d{{1,3}}"
    rf"|{'|'.join(NUMBER_WORDS)})\b(?! ?(?:%"
    rf"|per ?cent))(?: (?P<noun>(?!{re.any_of('ENGLISH_WORDS_TOP')})[a-z]+))?"
)
RATIO = _words(
    rf"(?:(?P<most>{re.any_of('RATIO')})|(?P<least>at or above|at least|no less than)|to|of"
    r"|at) (?P<above>\d{1,3}(?:\.\d)?)(?: ?: ?| to )(?P<below>\d{1,3})\b"
)
PERCENTILE = _words(
    rf"\b(?:{re.any_of('PERCENTILE_VERBS')}|(?P<least>at or above"
    rf"|at least)) (?P<level>(?:the )?(?P<rank>\d{{1,2}})(?:{re.any_of('PERCENTILE')}) percentile)"
    r"\b"
)
OF_THEM = _words(rf" of (?:{re.any_of('OF_THEM')})\b")
"""After a number that is a part of the previous target: 120 of them in the north."""
OF_WHICH = _words(rf"\bof (?:{re.any_of('PART_OF_THEM')}),? \Z|,? including \Z")
"""Before a number that is a part of the previous target: of which at least 120 in the north."""
DURATION_OF = _words(
    rf"\b(?:{re.any_of('DURATION_OF')})(?: (?:{re.any_of('DURATION_NEEDED')}))?"
    r" to [a-z-]+ (?:(?:an?|the|our|their|its) )?\Z"
)
"""Before the object of a deed that takes time or money: average time to re-let a home."""
OF_TOTAL = _words(
    r"\bof (?:all )?(?:the|our|its|their) \d[\d,]* (?P<noun>[a-z][a-z' -]{2,40}s), \Z"
)
"""Before a number of those that exist: Of the 240 bus shelters, 80 will be replaced."""
PARTNERS_FIRST = _words(rf"[^\w\n]*(?:{re.any_of('PARTNERS_FIRST')})\b")
"""Opens a sentence with those who do the work with the author of the plan."""
SET_ASIDE = _words(rf" (?:{re.any_of('SET_ASIDE')})\b")
"""After a sum that the plan sets aside: with £4.8 million invested in buses."""
RANKS = _words(rf"\b(?:{re.any_of('RANKS')})(?:s|ed)?\b[^.;\n]{{0,30}}\Z")
_LABELS = rf"(?:{re.any_of('LABELS')})s?"
LEVEL = _words(
    rf"(?:\b(?P<label>{_LABELS})(?: (?:{re.any_of('ENGLISH_WORDS_LEVEL')}))?[ (]*(?P<labelled>"
    r"(?:FY ?)?20\d\d(?:[/-]\d\d)?)?|\b(?:in "
    rf"|by )?(?P<year>(?:FY ?)?20\d\d(?:[/-]\d\d)?)(?P<behind> {_LABELS})?)\)?(?![-\u2013/]\d\d"
    rf"(?![\d.,%]| ?(?:%|per ?cent))) ?[:=\u2013\u2014-] ?(?={re.any_of('LEVEL')})"
)
"""A year or label before its value: 2024 - 60 %; Target 2025: 80%; 2023 baseline: 71%.

The match ends before the value.  2026-27 is a school year, not a level.
"""
NAME_LABEL = _words(
    rf"[^\w\n]*(?:{re.any_of('NAME_LABEL')})(?: \d[\d.]*| [A-Z])?\s*[:.\u2013\u2014-] ?"
)
LISTED = _words(rf"[^\w\n]*(?P<name>[a-z][^:\n]{{2,90}}): (?={re.any_of('LEVEL')})")
"""The name of an indicator before its value in a list: Recycling rate: 52% (2025: 49.3%)."""
EARLIER_VALUE = _words(
    rf"(?P<noun>(?: [a-z]+){{0,3}}) ?\((?:(?:in )?(?P<year>20\d\d)(?:[/-]\d\d)?"
    rf"|{re.any_of('EARLIER_VALUE')})(?: ?[:=]| was)? (?={re.any_of('LEVEL')})"
)
"""After a value, before the value that it is to replace: 52% (2025: 49.3%), 24 days (now 29)."""
BASELINE_LABEL = _words(r"baseline|actual|current")

# Dates: years, deadlines, spans of time

_DAY = rf"(?:\d{{1,2}}(?:{re.any_of('DAY')})? )?"
_CALENDAR = (
    rf"(?:{_DAY}{MONTHS}(?: \d{{1,2}}(?:{re.any_of('ORDINAL_ENDINGS_OF_DATES')})?)?(?:,? 20\d\d)?"
    rf"|(?:(?:the )?(?:{re.any_of('CALENDAR')}) year |FY ?|Q[1-4],? ?(?:of )?"
    rf"|{re.any_of('SEASONS_BEFORE_YEAR')})*20\d\d(?:[-/\u2013](?:20)?\d\d)?"
    rf"(?! [a-z]+ (?:level|figure|baseline))"
    rf"|(?:{re.any_of('DETERMINERS_OF_YEAR')})?(?:{re.any_of('ENGLISH_DATES_CALENDAR')}"
    r"|next (?:school |fiscal |financial )?year))"
)
_COUNT = rf"(?:a|{SMALL}|\d{{1,2}})"
DEADLINE = _words(
    rf"\b(?:{re.any_of('DEADLINE_PREPOSITIONS')})(?: the)?(?: (?:"
    rf"{re.any_of('PARTS_OF_PERIOD')}"
    rf"|(?:{re.any_of('QUARTERS_TO_THE_LAST')}) quarter) of)?(?: the)? {_CALENDAR}\b(?!-end)"
    r"|(?<=\()20\d\d(?:[/-]\d\d)?(?=\))|\b(?:by|before) (?:the )?(?:year[- ]end|mid-year"
    r"|end of (?:the )?year)\b|\b(?:at|in) the (?:end|first half|second half"
    rf"|(?:{re.any_of('QUARTERS_BY_NUMBER')}) quarter) of {_CALENDAR}\b|\b(?:this"
    rf"|next) (?:{re.any_of('YEARS_OF_INSTITUTIONS')})?year\b"
    rf"|\b(?:{re.any_of('SPAN_PREPOSITIONS')})(?: the)?(?: (?:next|coming"
    rf"|following))? {_COUNT}[- ](?:{re.any_of('YEARS_IN_SPANS')})?(?:years?|months?"
    r"|decades?)\b(?! of\b)(?: period)?"
    rf"|\b(?:{re.any_of('PERIOD_PREPOSITIONS')})(?: the)? (?:{re.any_of('PLAN_PERIODS')}) period\b"
    rf"|\bover the (?:{re.any_of('LIVES_OF_PLANS')}) of (?:the|this) [a-z]+(?: period)?\b"
    rf"|(?<!\bthan )\b(?:in|for|during)(?: the)?(?: (?:{re.any_of('KINDS_OF_YEAR')}) year"
    rf"| FY| {MONTHS})? ?20\d\d(?:[-/\u2013](?:20)?\d\d)?\b(?! [a-z]+ (?:level|figure|baseline))"
)
DATE = _words(
    rf"(?:\bfor )?(?:{DEADLINE.pattern})|\b(?:{re.any_of('PER_PERIOD')}) (?:{PERIODS})\b(?! of)"
    rf"|\b(?:{re.any_of('SINCE_PREPOSITIONS')}) (?:the )?(?:{re.any_of('EARLIER_YEARS')}) year\b"
)
DEADLINE_ALONE = _words(rf"[^\w\n]*(?:by|before|in) (?:the )?(?:end of )?(?:{MONTHS})? ?")
"""Before a year: By July 2026: 3 nurseries open."""
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
DUE = _words(
    rf"\b(?:{re.any_of('ENGLISH_DATES_DUE')})\b:? ?(?:by )?"
    r"(?P<date>\d{1,2}[/.]\d{1,2}[/.]20\d\d|20\d\d-\d\d-\d\d"
    rf"|(?:(?:the )?end of )?{_CALENDAR}\b)"
)
"""A date in a separate field after an action: Lead: PTA. Due: 9/15/2024."""
