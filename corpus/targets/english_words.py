"""Patterns of the English grammar of targets; the words by themselves: `english_vocabulary`."""

from plandiff.corpus.model import Relation
from plandiff.corpus.targets.vocabulary import words
from plandiff.corpus.text import lazy_re as re


def _words(*parts: str) -> re.Pattern[str]:
    return re.compile("".join(parts), re.IGNORECASE)


# Numbers

UNITS = dict(zip(words("one two three four five six seven eight nine"), range(1, 10), strict=True))
TEENS = dict(
    zip(
        words("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"),
        range(10, 20),
        strict=True,
    )
)
TENS = dict(
    zip(
        words("twenty thirty forty fifty sixty seventy eighty ninety"),
        range(20, 100, 10),
        strict=True,
    )
)
NUMBER_WORDS = {**UNITS, **TEENS, **TENS}
PARTS = {
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
TIMES_A_YEAR = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
MULTIPLIERS = {"hundred": 100.0, "dozen": 12.0, "k": 1000.0}
SCALES = {"tn": "trillion", "trn": "trillion", "bn": "billion", "m": "million", "mn": "million"}
_SCALE = "trillion|billion|million|thousand|hundred|dozen"
_UNITS, _TENS = "|".join(UNITS), "|".join(TENS)
SMALL = rf"(?:(?:{_TENS})(?:[ -](?:{_UNITS})\b)?|{'|'.join(TEENS)}|{_UNITS})"
MONTHS = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_CURRENCIES = (
    r"(?:(?:US|U\.S\.|Hong Kong|Canadian|Australian|Singapore) )?dollars?|yuan|RMB|CNY|USD|"
    r"EUR|GBP|"
    r"HKD|euros?|pounds?(?: sterling)?(?! of (?:food|waste|fruit))|rupees|yen|won|francs|"
    r"rand|pesos"
)
NUMBER_HERE = _words(
    r"(?P<money>(?:US|HK|A|C|S|NZ)?\$|[£€¥]|(?:RMB|CNY|USD|EUR|GBP|HKD|Rs\.?) ?)?",
    r"(?:(?P<digits>\d{1,3}(?:,\d{3}){1,4}(?:\.\d+)?(?![\d,]\d)|\d{1,12}(?:\.\d{1,6})?)",
    rf"|(?P<fraction>(?:a|an|{_UNITS})[ -](?:half|third|quarter|fourth|fifth|sixth|tenth)s?)\b",
    r"(?= of\b|[ -](?:more|less|fewer|lower|higher)\b|(?<=by .{7})|(?<=by .{9})|(?<=by .{10}))",
    r"|(?P<half>half)(?= (?:of|all|the|our|its) |(?<=by half))(?! a [a-z]+ion)",
    r"|(?P<often>once|twice|thrice)(?= (?:a|an|per|each|every|daily|weekly|monthly|annually)\b)",
    rf"|(?P<word>{SMALL}(?= (?:{_SCALE}))|(?:half )?an?(?= (?:{_SCALE})\b)|{SMALL})\b)",
    rf"(?P<scale> (?:{_SCALE})\b(?: (?:million|billion)\b)?|(?(money) ?(?:trn|tn|bn|mn|m|"
    rf"k)\b|(?:tn|bn)\b))?",
    r"(?P<rate> ?%| ?per ?cent(?:age[ -]points?)?\b| (?:percentage|basis|per ?cent) "
    r"points?\b| ?pp\b)?",
    rf"(?P<currency> (?:{_CURRENCIES})\b)?",
)
NUMBER = _words(rf"(?<![\w.,$£€#/-])(?:{NUMBER_HERE.pattern})")
SHARE = _words(
    rf"\b(?P<part>{SMALL}|\d{{1,2}}) (?:in|out of)(?: every)? (?P<whole>{SMALL}|\d{{1,3}})\b",
    r"(?! ?(?:%|per ?cent|years?|months?|weeks?|days?|hours?|minutes?|20\d\d))(?= [a-z])",
)
"""One in five, nine out of ten."""
RANGE_LINK = re.compile(r" ?[-\u2013\u2014] ?| to | and |-to-")
PLUS = re.compile(r"\+(?![\d])")

NEUTRAL = _words(
    r"\b(?:an? (?:(?:annual|yearly|daily|monthly|net) )?(?:average|total|sum|rate|further|"
    r"additional|extra|range|band|",
    r"minimum annual)(?: of)?|another|an|averag(?:e|ing)|total(?:l?ing)?|a) \Z",
)
"""What stands between a bound and its number: by an average of 30 yuan."""
BOUNDS: tuple[tuple[Relation, re.Pattern[str]], ...] = (
    (
        Relation.AT_LEAST,
        _words(
            r"(?<![a-z])(?:(?:at|not|no) least|(?:no|not) (?:fewer|less|lower) than|(?:an? |the "
            r")?minimum(?: of)?|",
            r"not (?:fall|drop) below|not below|at or above|upwards of|a floor of|\u2265|>=) ?\Z",
        ),
    ),
    (
        Relation.AT_MOST,
        _words(
            r"(?<![a-z])(?:at (?:the )?most|(?:no|not) (?:more|higher|greater|longer|larger) than|",
            r"not (?:to )?exceed(?:ing)?|never exceed|up to|(?:an? |the )?maximum(?: of)?|"
            r"within(?: the)?|",
            r"limit(?:ed)? to|capped at|cap of|ceiling of|limit of|at or below|not (?:go|"
            r"rise) above|not above|",
            r"\u2264|<=) ?\Z",
        ),
    ),
    (
        Relation.MORE_THAN,
        _words(
            r"(?<![a-z])(?:(?:more|greater|higher|larger|longer|better) than|"
            r"over|above|exceed(?:ing|s)?|in "
            r"excess of|",
            r"surpass(?:ing|es)?|beyond|>) ?\Z",
        ),
    ),
    (
        Relation.LESS_THAN,
        _words(r"(?<![a-z])(?:(?:less|fewer|lower) than|below|under|<) ?\Z"),
    ),
    (
        Relation.ABOUT,
        _words(
            r"(?<![a-z])(?:about|around|approximately|approx\.?|roughly|some|nearly|almost|"
            r"close to|circa|",
            r"in the (?:region|order) of|an estimated|~|\u2248) ?\Z",
        ),
    ),
    (
        Relation.EQUAL,
        _words(
            r"(?<![a-z])(?:(?:in|de)creas\w+ by|reduc\w+ by|rais\w+ by|cut\w* by|by|to|",
            r"reach(?:ing|es)?|achiev(?:e|ing)) \Z",
        ),
    ),
)
STEP = _words(r"\b(?:by|to|down|up) \Z")
"""In front of a bound it says whether a change or a level is meant: by at least 6 percent."""
BOUND_BEHIND = _words(
    r" ?\(?(?:(?P<least>(?:or|and) (?:more|above|higher|over|better|upwards)|minimum|at "
    r"(?:the )?least)|",
    r"(?P<most>(?:or|and) (?:less|fewer|below|lower|under)|maximum|at (?:the )?most))\b\)?",
)
PERIODS = r"year|annum|term|semester|month|quarter|week|day|hour|night|season"
_HOLDERS = (
    r"person|head|capita|school|class|student|teacher|pupil|household|family|resident|"
    r"patient|child|"
    r"hectare|mu|tonne|ton|unit|ward|case|vehicle|passenger|trip|employee|worker|visit|place"
)
PER = _words(
    r"[^.,;\n]{0,30}?(?: per | an? | each | every |/)",
    rf"(?P<per>{PERIODS}|{_HOLDERS})\b(?! (?:of|and)\b)|[^.,;\n]{{0,30}}? "
    rf"(?P<often>annually|yearly|daily|weekly|monthly)\b",
)
ADVERB_PERIODS = {
    "annually": "year", "yearly": "year", "daily": "day", "weekly": "week", "monthly": "month",
    "hourly": "hour",
    "annum": "year",
}  # fmt: skip
PER_BEFORE = _words(
    r"\b(?:every|each) (?P<per>[a-z]+)",
    r"(?= (?:will|shall|must|should|has to|is to|with|receives?|gets?) )",
)
PERIOD_ADJECTIVE = _words(r"\b(?P<per>monthly|weekly|daily|hourly) [a-z]")
MEASURES = frozenset(
    words(
        "tons tonnes kilograms kilos kg grams hectares acres kilometres kilometers metres meters "
        "miles km kwh mw gw points"
    )
    + words(
        "credits litres liters mu times time hours hour minutes days day years months weeks year"
    )
    + words("month week kilometre kilometer megawatts gigawatts")
)
"""Nouns that measure something else than themselves."""
DURATIONS = frozenset(words("years months weeks year month week"))
LEVEL_BEFORE = _words(
    r"(?:\bto|\breach|\btotal|\baverage|than|least|most|below|under|above|of|maximum|minimum|exceed|at|:|\u2264|\u2265|"
    r"<|>) ?(?:about |around )?\Z"
)
COUNTED_UNITS = frozenset(words("times time hours hour minutes days day"))
"""Nouns that are read into the quote as units."""

# What is no quantity, and what is none of this plan's

NOT_BEHIND = _words(
    r"(?<![a-z])(?:section|sections|article|articles|figure|table|chapter|part|page|pages|"
    r"no\.?|phase|grade|year|level|",
    r"levels|stage|aged?|ages|room|version|step|goal|goals|objective|priority|target|pillar|"
    r"pillars|annex|",
    r"appendix|unit|every|years|grades|tables|key stage|scope|tier|category|class|type|line|"
    r"lines|route|",
    r"highway|road|platform|terminal|zone|action|actions|strategy|theme|outcome|output|measure|",
    r"policy|paragraph|para\.?|item|lot|block|building|group|band|covid|pm|co|sdg|under-|"
    r"over-|form|bill|act|regulation|",
    r"resolution|decree|document|circular|notice|order|day|week|chapters|schedule|clause|"
    r"question|note|",
    r"per|(?:grades?|years|ages?|aged|key stages?) \d{1,2}(?: (?:months|years))? (?:to|and|"
    r"through)) ?\Z",
)
NOT_BEFORE = _words(
    r"(?:st|nd|rd|th)\b| ?-?years?[ -]olds?|(?:st|nd|rd|th)? (?:of )?",
    rf"{MONTHS}\b|[:.]\d|/\d|-[a-z]+|(?: ?[ap]\.?m\b)|\(\d| o'clock|'s\b|s\b| [A-Z]{{1,3}}\d",
    r"|(?!(?:km2?|kg|ha|[mgk]w|kwh|mwh|gwh|ml|cm|mm|sqm|[mt])\b)[a-z]",
)
ASIDE = _words(
    r"\([^()\d\n]{1,60}\)|\((?:currently|now|baseline|from|up from|down from|20\d\d:?|"
    r"presently|today)[^()\n]{0,40}\)"
)
MONTH_BEFORE = re.compile(rf"{MONTHS},? \Z")
TOP_BEFORE = _words(r"\btop \Z")
REFERRED = _words(
    r"\b(?:the|these|those|our|its|their|all|both|other|first|last|next|previous|past|remaining) ",
    r"(?:existing |current |new |main |other |key |major )?\Z",
)
"""What is counted is known already: the three main crops, our 60 schools."""
PREVIOUS_VALUE = _words(
    r"(?:\b(?:up|down|rising|increased|increase|reduced|risen|falling|improved?) from|"
    r"compared (?:with|to)|against|versus|vs\.?|relative to|"
    r"baseline(?: value| level| figure| rate)?(?: of| is| was| in 20\d\d)?:?|rather than|"
    r"instead of|than the(?: \w+){0,4}|",
    r"than in|current(?:ly|\w* at| level of| rate of)?|now|previously|formerly|today's|",
    r"starting from|start from|at present|last year's|(?:figure|level|total|rate|average|"
    r"baseline|value) of|",
    r"on the 20\d\d(?: \w+){0,2}(?: of)?)",
    r"(?: an?| the)?(?: (?:about|around|some|nearly|over|roughly|estimated|only|"
    r"approximately|just))*[ (]*\Z",
)
"""The number behind is what there was: down from 5.6 per cent, against the 2024 baseline of 64."""
LEVEL_OF_VALUE = re.compile(r"(?:figure|level|total|rate|average|value) of\W", re.IGNORECASE)
BASELINE_NAMED = _words(
    r"\b(?:19|20)\d\d(?:[/-]\d\d)? (?:budget |baseline |actual )?(?:figure|level|total|rate|"
    r"average|baseline|value) of\b|\bbaseline",
)
CHANGE_OF = _words(
    r"\b(?:an?|the) (?:further |annual |average |net )*(?:increase|rise|growth|drop|"
    r"reduction|fall|decrease|decline|cut) of \Z"
)
"""In front of a change: an increase of 9.3 percent."""
CEILING = _words(r"\b(?:cap|limit|restrict)(?:s|p?ed|p?ing)?\b(?! of)[^.;,\n]{0,60}\b(?:at|to) \Z")
"""limit homework to 60 minutes: the value is a ceiling."""
CHANGE_FROM = _words(
    r"(?:,| \(|;)? ?(?:up|down|rising|falling|increased|reduced|improved|risen|compared "
    r"(?:with|to)|against|versus|from)(?: from)?(?: an?| the)?(?: (?:about|around|some|"
    r"nearly|currently))* \Z"
)
"""Between a value and what it was before: 91%, up from 86.5%."""
BEHIND_PREVIOUS = _words(
    r"(?: (?!(?:compared|relative|than|versus|against|on)\b)[a-z]+){0,3}? (?:today|now|"
    r"at present|currently|previously|last year|the "
    r"(?:previous|prior) year|",
    r"so far|to date|already|a year (?:ago|earlier))\b",
)
REPORTED = _words(
    r"\b(?:last year|previous year|past year|so far|to date|already|currently|at present|in "
    r"the past|over the past|",
    r"in recent years|since (?:19|20)\d\d|as of|until now|historically|ago|to-date|latest)\b",
)
TARGET_WORDS = _words(
    r"\b(?:projected|planned|proposed|targeted|anticipated|targets?|goals?|aims?|objectives?|"
    r"ambitions?|ceiling|cap|limit|quota|standard|"
    r"KPIs?|milestones?|",
    r"benchmark|requirement|pledge|commitment|deliverables?|target value)\b",
    r"[^.;\n]{0,60}\Z",
)
LABEL = _words(
    r"(?:\A|[\n.;] *)[^\w\n]*(?:KPIs?|targets?|goals?|indicators?|outputs?|outcomes?|"
    r"measures?|milestones?|",
    r"success measures?|performance indicators?|key results?|deliverables?|objectives?|",
    r"(?:our |the )?(?:ambition|vision|aim|commitment|pledge)s?|success criteri(?:a|on)|"
    r"desired result|by 20\d\d)",
    r"(?: (?:\d[\d.]*|[A-Z](?:\.\d+)*|\(?20\d\d[^:\n]{0,8}))?\s*[:\u2013\u2014-] ?[^.;\n]*\Z",
)
SUBORDINATE = _words(
    r"\b(?:with|given|despite|although|while|though|as|because|since|from|unlike) "
    r"(?:[a-z0-9-]+ ){0,3}\Z"
)

MODALITY = _words(
    r"\b(?:will|shall|must|should|aims? to|plans? to|strive to|expect(?:ed)? to|projected to|"
    r"commit to|may)\b"
)
PROMISE = _words(
    r"\b(?:is|are) (?:[a-z]+ly )?(?:expected|projected|planned|set|estimated|forecast|"
    r"scheduled|intended|required|",
    r"anticipated|committed|going|obliged|targeted|proposed|designed|determined|meant)(?: to)(?= "
    r"[a-z]+)|",
    r"\b(?:is|are|has|have|need|needs) to(?= [a-z])|\b(?:aim|plan|intend|strive|seek|hope|"
    r"commit|pledge|expect|want|propose|endeavou?r|",
    r"resolve|promise|agree|vow|work)s?(?:ing|ning|ting)? (?:to|for)(?= [a-z])|\b(?:aiming|"
    r"seeking|working|planning|striving) (?:to|for|towards?)\b|",
    r"\bcommitted to\b|\b(?:is|are) (?:now )?(?:proposing|planning|aiming|working|"
    r"seeking)(?: to)?\b|\blet us\b",
)
"""Verbs that promise what follows."""

# Names

MERE_CHANGE = _words(
    r"(?:(?:an?|the|annual|average|net|further|overall|real|year-on-year|total|minimum) )*",
    r"(?:drop|increases?|rise|fall|reductions?|growth|decrease|cut|gain|decline|improvement|"
    r"uplift|expansion|target|goal|change|savings?)\Z",
)
NOBODY = _words(r"\b(?:no|none of)(?: the)?(?: [a-z-]+){1,3} \Z")
ADDRESS = re.compile(r"(?:\w+ ){0,2}(?:Street|Road|Avenue|Lane|Square|Drive|Boulevard)\b")
MORE = _words(r" (?:more|further|additional)\b(?! [a-z-]+s\b)")
MORE_BEFORE = _words(r"\b(?:another|additional|further|extra|it will [a-z]+) \Z")
COUNTED_BEFORE = _words(r"\d ((?:[a-z'-]+ )?[a-z'-]+s)\b(?=[^.\n]{0,80}\Z)")
"""schools in 5 schools; this year we will open 8 more."""
SUM_OF = _words(
    r"\b(?:an?|the|of|with|and|,) (?P<noun>(?:[a-z-]+ ){0,2}(?!total|average|sum|rate|"
    r"minimum|maximum|least|further|target|goal|more)[a-z-]+) (?:of|worth) ",
    r"(?:up to |at least |about |around |over |more than |no more than |not more than |an? |"
    r"total |average |of )*\Z",
)
"""a bonus of $4,000."""
CIRCUMSTANCES = frozenset(words("cost costs rate rates price expense total pace end time least"))
"""Nouns behind at and in that say nothing of whose the things are: 600 texts at a cost of £900."""
GETTING = frozenset(words("receive receives get gets obtain attract have see"))
"""Verbs whose subject is the one that a sum is for."""
SPENDING = frozenset(
    words(
        "allocate spend invest dedicate devote reserve provide use commit pay award earmark grant"
    )
    + words("investing spending allocating investment allocated spent invested provided earmarked")
)
"""Verbs whose subject is who pays."""
SAYING = frozenset(words("be exceed reach total number amount average"))
"""Verbs that say how many there are of their subject: staff will total 40 people."""
MOVING = frozenset(
    words("stay remain rise grow fall increase reduce raise keep limit cap hold expand")
)
MOVING |= frozenset(
    words("maintain cut go come bring decrease decline drop extend offer lower range shrink")
)
MOVING |= frozenset(words("set restrict narrow widen"))
"""Verbs that say so with to, by or at: staff will be cut to 40 people."""
ENDS_PHRASE = re.compile(
    r" ?(?=[.,;:)\n]|\Z)|(?= (?:by|in|before|until|over|per|and|within|across|from|to|for|"
    r"during|this|next|a|each|every)\b)"
)
"""What may follow a number that counts nothing."""
PRONOUN = _words(r"(?:we|they|it|all|everybody|schools? and we)\Z")

# Levels without a verb, ratios, places, multiples

SENTENCE_END = re.compile(
    r"(?<=[a-z0-9%)\"'\]])(?<!\bU\.S)(?<!\bapprox)(?<!\bNo)(?<!\bvs)[.!?](?=[\"')\]*]*(?:\s|"
    r"\Z))|[;\n]"
)
FROM = _words(
    r"\b(?:from|of)(?: (?:about|around|some|the current|a baseline of|an estimated|just|only|"
    r"nearly|over|its|currently))* \Z"
)
TO = _words(
    r"(?: [a-z]+){0,3}?(?: ?\([^)\n]{0,40}\))?(?: (?:in|at the end of|for|baseline in) "
    r"(?:\w+ )?20\d\d(?:[-/]\d\d)?)?(?: (?:today|now|currently))?,? ?(?:up |down )?to",
    r"(?: (?:at least|about|around|over|more than|approximately|no more than|under|below|"
    r"nearly|some|an estimated|up to|a minimum of|at most|(?:no )?(?:less|fewer) than|above))? ",
)
TIMES = _words(
    r"(?<!\ba )(?<!\ban )(?<!the )(?<!of )\b(?P<verb>halve|double|triple|treble|quadruple)(?:d)? ",
    r"(?:the |our |its )?(?P<noun>[a-z][a-z' -]{2,60}?)",
    r"(?= (?:by|over|in|within|before|until|to|from|through|and|for|compared)\b|[.,;:\n]|\Z)",
)
TIMES_VALUES = {"halve": 0.5, "double": 2.0, "triple": 3.0, "treble": 3.0, "quadruple": 4.0}
TOP = _words(
    r"\b(?:in|into|among|within|reach) the (?:nation's |world's |country's )?top "
    r"(?P<rank>\d{1,3}|",
    rf"{'|'.join(NUMBER_WORDS)})\b(?! ?(?:%|per ?cent))",
    r"(?: (?P<noun>(?!of\b|in\b|by\b|for\b)[a-z]+))?",
)
RATIO = _words(
    r"(?:(?P<most>at or below|no more than|not exceed(?:ing)?|at most|below|under|within)|",
    r"(?P<least>at or above|at least|no less than)|to|of|at) ",
    r"(?P<above>\d{1,3}(?:\.\d)?)(?: ?: ?| to )(?P<below>\d{1,3})\b",
)
PERCENTILE = _words(
    r"\b(?:reach|to|exceed|meet|at|above|attain|(?P<least>at or above|at least)) "
    r"(?P<level>(?:the )?(?P<rank>\d{1,2})(?:st|nd|rd|th) percentile)\b"
)
OF_THEM = _words(r" of (?:them|these|those|which|whom)\b")
"""Behind a part of what the target in front counts: 120 of them in the north."""
RANKS = _words(
    r"\b(?:rank|place|finish|be|remain|stay|come|move|rise|climb|enter|reach)(?:s|"
    r"ed)?\b[^.;\n]{0,30}\Z"
)
_LABELS = r"(?:target|goal|baseline|actual|current(?: level| value)?|milestone|plan)s?"
LEVEL = _words(
    rf"(?:\b(?P<label>{_LABELS})(?: (?:for|in|by|value))?[ (]*(?P<labelled>(?:FY "
    rf"?)?20\d\d(?:[/-]\d\d)?)?|",
    rf"\b(?:in |by )?(?P<year>(?:FY ?)?20\d\d(?:[/-]\d\d)?)(?P<behind> {_LABELS})?)\)?",
    r"(?![-\u2013/]\d\d(?![\d.,%]| ?(?:%|per ?cent)))",
    r" ?[:=\u2013\u2014-] ?(?=[<>~\u2264\u2265$£€¥\d]|at least|at most|no more|over|under|"
    r"about|around|more than|below)",
)
"""2024 - 60 %; Target 2025: 80%; 2023 baseline: 71%; up to the value.  Not 2026-27, a year."""
NAME_LABEL = _words(
    r"[^\w\n]*(?:KPIs?|indicators?|measures?|targets?|outputs?|outcomes?|metrics?|goals?)(?: "
    r"\d[\d.]*| [A-Z])?\s*[:.\u2013\u2014-] ?"
)
BASELINE_LABEL = _words(r"baseline|actual|current")
