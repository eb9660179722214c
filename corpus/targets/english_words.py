"""The words of the English grammar of targets, as compiled patterns."""

import re

from plandiff.corpus.model import Relation
from plandiff.corpus.targets.vocabulary import words


def _words(*parts: str) -> re.Pattern[str]:
    return re.compile("".join(parts), re.IGNORECASE)


NUMBER_WORDS = {
    word: float(number)
    for number, word in enumerate(
        words("one two three four five six seven eight nine ten eleven twelve"), start=1
    )
} | {"twenty": 20.0, "thirty": 30.0, "fifty": 50.0, "half": 50.0}
FRACTIONS = {"a third": 33.3333, "two thirds": 66.6667, "a quarter": 25.0, "three quarters": 75.0}
"""Their share in per cent."""
SCALES = {"bn": "billion", "m": "million", "k": "thousand"}

_MONTHS = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_FRACTION = "|".join(word.replace(" ", "[ -]") for word in FRACTIONS)
NUMBER = _words(
    r"(?<![\w.,$£€#/-])(?P<money>US\$|[$£€¥]|RMB ?|CNY ?)?",
    r"(?:(?P<digits>\d{1,3}(?:,\d{3}){1,4}(?:\.\d+)?(?![\d,])|\d{1,12}(?:\.\d{1,6})?)",
    rf"|(?P<fraction>{_FRACTION})(?:(?= of\b)|(?<=by a third)|(?<=by a quarter))",
    rf"|(?P<word>{'|'.join(NUMBER_WORDS)})\b)",
    r"(?P<scale> ?(?:million|billion|thousand|bn|m|k)\b)?",
    r"(?P<rate> ?%| per ?cent(?:age points?)?\b| percentage points?\b)?",
)
BOUNDS: tuple[tuple[Relation, re.Pattern[str]], ...] = (
    (
        Relation.AT_LEAST,
        _words(r"(?:at least|no fewer than|no less than|not less than|(?:a )?minimum of) \Z"),
    ),
    (
        Relation.AT_MOST,
        _words(
            r"(?:at most|no more than|not more than|not exceed(?:ing)?|up to|(?:a )?maximum of|",
            r"within|limited to|capped at) \Z",
        ),
    ),
    (
        Relation.MORE_THAN,
        _words(r"(?:more than|over|above|exceed(?:ing|s)?|in excess of|greater than) \Z"),
    ),
    (Relation.LESS_THAN, _words(r"(?:less than|fewer than|below|under) \Z")),
    (
        Relation.ABOUT,
        _words(r"(?:about|around|approximately|roughly|some|nearly|close to) \Z"),
    ),
    (
        Relation.EQUAL,
        _words(
            r"(?:(?:in|de)creas\w+ by|reduc\w+ by|rais\w+ by|cut\w* by|by|to|",
            r"reach(?:ing|es)?|achiev(?:e|ing)) \Z",
        ),
    ),
)
BOUND_BEHIND = _words(
    r" (?:(?P<least>or (?:more|above|higher|over))|(?P<most>or (?:less|fewer|below|lower)))\b"
)
PER = _words(
    r"[^.,;\n]{0,30}?(?: per | an? | each | every |/)",
    r"(?P<per>year|term|semester|month|quarter|week|day|school|class|student|teacher|pupil)\b",
)
_FUNCTION_WORDS = (
    "of|in|by|to|for|at|on|and|or|with|from|per|each|every|a|an|the|will|shall|must|should|are|is|"
    "more|further|others|were|was|that|which|who|have|has|during|before|until|through|across|within|"
    "over|under|between|daily|weekly|monthly|annually|saving|as|so|but|while|when|where|if|because|"
    "then|than|including|plus|not|also|only|both"
)
NOUNS = _words(rf"(?: (?!(?:{_FUNCTION_WORDS})\b)[A-Za-z][A-Za-z'-]{{0,30}}){{1,4}}")
WHOLE = _words(
    r" (?:of|in|on|for) (?:all |the |our )*(?P<noun>[A-Za-z][A-Za-z' -]{2,40}?)",
    r"(?= (?:will|shall|must|should|are|is|to|have|has|by|in|at|with|on|per|who|that|each|",
    r"every|a day|a week|a month|a term|a year|",
    r"attend|achieve|reach|meet|take|pass|receive|complete|hold|use|join|gain|participate)\b|",
    r"[.,;:\n]|\Z)",
)
COMMITMENT = _words(
    r"\b(?:build|open|train|recruit|hire|raise|increase|reduce|cut|lower|lift|invest|spend|",
    r"complete|establish|create|achieve|reach|deliver|hold|provide|fund|allocate|launch|plant|",
    r"renovate|expand|add|offer|run|organi[sz]e|host|admit|enrol|equip|install|publish|keep|",
    r"limit|maintain|double|support|secure|meet|visit|conduct|introduce|set up|bring|appoint|",
    r"designate|"
    r"place|fill|enroll|purchase|acquire|replace|employ|assign|award|receive|undertake|attend|have|grow|extend|upgrade|convert)\b",
)
FUTURE = _words(
    r"\b(?:will|shall|must|should|aims?|plans? to|targets?|goals?|intends?|to be|",
    r"by (?:the end of )?20\d\d|commit)\b",
)
PAST = _words(
    r"\b(?:was|were|had|has been|have been|rose|fell|grew|last year|previous year|so far|to date|",
    r"already|currently|in the past|achieved|completed|built|trained|opened|invested|spent|",
    r"recruited|increased from|there are|there is)\b|",
    r"\b(?:is|are|stands? at)(?: now| currently| still)?(?: an?| about| at)? \Z|",
    r"\b(?<!be )(?<!been )(?<!to )(?:raised|increased|decreased|reduced|improved|doubled|met) ",
    r"(?:their|its|the|our) |",
    r"\b(?<!be )(?<!been )(?<!to )(?!need|exceed|feed|succeed)[a-z]{3,}ed ",
    r"(?:to |by |from |at |over |about |nearly )?\Z",
)
NOT_BEHIND = _words(
    r"(?:section|article|figure|table|chapter|part|page|no\.?|phase|grade|year|level|stage|aged?|",
    r"ages|room|version|step|goal|objective|priority|target|pillar|annex|appendix|unit|every|top|"
    r"years|grades|tables|key stage|",
    r"(?:grades?|years|ages|key stages?) \d{1,2} (?:to|and|through)) ?\Z",
)
NOT_BEFORE = _words(rf"(?:st|nd|rd|th)\b| ?-?years?[ -]olds?| {_MONTHS}\b|[:.]\d|-year|/\d")
MONTH_BEFORE = re.compile(rf"{_MONTHS} \Z")
DEADLINE = _words(
    r"\b(?:by|before|until|no later than)(?: the)?(?: end of| start of)?",
    r"(?: (?:the )?(?:academic|school|financial|fiscal) year)? ?",
    rf"(?:{_MONTHS} )?(?:20\d\d(?:[-/]\d\d)?|the year|this year|next year)\b",
    r"|\b(?:this|next) (?:school |academic )?year\b|\bwithin (?:two|three|four|five|\d+) years\b",
    r"|\bin 20\d\d\b",
)
MODALITY = _words(
    r"\b(?:will|shall|must|should|aims? to|plans? to|strive to|expect to|commit to|may)\b"
)
LEAD = _words(
    r"\b(?:(?:rais|increas|reduc|achiev|halv)(?:e|ing)|(?:lower|lift|bring|keep|maintain|limit|",
    r"expand|extend|grow|reach|attain)(?:ing)?|cut(?:ting)?|ensur(?:e|ing)(?: that)?|have|make)",
    r"\s+(?!to |by |from )(?:the |our |its )?",
)
CHANGE = _words(
    r".*\b(?:raise|increase|reduce|cut|lower|lift|bring|keep|maintain|limit|expand|extend|grow)\b",
)
"""Verbs whose object is told before the number: limit homework to 60 minutes."""
SAID_OF = _words(r"\b(?:will|shall|must|should|may|is|are|be|to be|number|total|of) ?\Z")
"""What parts a subject from its number: class sizes will not exceed 30 pupils."""
NOBODY = _words(r"\bno(?:ne)? (?:[a-z]+ ){1,3}\Z")
MERE_CHANGE = _words(r"(?:drop|increase|rise|fall|reduction|growth|decrease|cut|gain|decline)\Z")
_DURATIONS = words("years months weeks year month week")
DURATIONS = frozenset(_DURATIONS)
MEASURES = frozenset(
    words("tons tonnes hectares acres kilometres kilometers metres meters km kwh points credits")
    + words("times time hours hour minutes days day")
    + _DURATIONS
)
"""Nouns that measure something else than themselves."""
PER_BEFORE = _words(
    r"\b(?:every|each) (?P<per>[a-z]+)",
    r"(?= (?:will|shall|must|should|has to|is to|with|receives?|gets?) )",
)
JOINED = _words(r"(?:[^.;\n]{0,40}?(?:,| and| with| including| plus))[^.;,\n\d]{0,30}\Z")
RANGE = _words(r"(?: ?[-–] ?| to | and )(?P<upper>\d{1,3}(?:,\d{3})*(?:\.\d+)?|[a-z]+)\b")
TIMES = _words(
    r"(?<!\ba )(?<!\ban )(?<!the )(?<!of )\b(?P<verb>halve|double|triple|treble|quadruple) ",
    r"(?:the |our |its )?(?P<noun>[a-z][a-z' -]{2,60}?)",
    r"(?= (?:by|over|in|within|before|until|to|from|through|and|for)\b|[.,;:\n]|\Z)",
)
TIMES_VALUES = {"halve": 0.5, "double": 2.0, "triple": 3.0, "treble": 3.0, "quadruple": 4.0}
TOP = _words(
    r"\b(?:in|into|among|within|reach) the top (?P<rank>\d{1,3}|",
    rf"{'|'.join(NUMBER_WORDS)})\b(?! ?(?:%|per ?cent))",
    r"(?: (?P<noun>(?!of\b|in\b|by\b|for\b)[a-z]+))?",
)
TAIL = _words(
    r"(?: (?:will|shall|must|should|aims|plans|expects|hopes|is|are|be|to|from|by|at|",
    r"of|reach|rise|grow|fall|increase|",
    r"decrease|stay|remain|be kept|kept|maintained|held|limited|capped|brought|and|down|up|",
    r"the|a|an|not|than|raised|increased|reduced|for))+\s*\Z",
)
SENTENCE_END = re.compile(r"(?<=[a-z0-9%)])[.!?](?=\s|\Z)|[;\n]")
MORE = _words(r" (?:more|further|additional)\b(?! [a-z]+s\b)")
COUNTED_BEFORE = _words(r"\d ((?:[a-z'-]+ )?[a-z'-]+s)\b(?=[^.\n]{0,80}\Z)")
"""schools in 5 schools; this year we will open 8 more."""
RATIO = _words(
    r"(?:(?P<most>at or below|no more than|not exceed(?:ing)?|at most|below|under|within)|",
    r"(?P<least>at or above|at least|no less than)|to|of|at) ",
    r"(?P<above>\d{1,3}(?:\.\d)?) ?: ?(?P<below>\d{1,3})\b",
)
JOINT = _words(r"(?:of|and|or|then) ")
ARTICLE = _words(r"(?:the|our|its|a|an) ")
TO_LEVEL = _words(
    r"\b(?:rais|increas|grow|expand|extend|reduc|cut|lower|lift|bring)[a-z]*\b[^.;\n]*\bto ",
    r"(?:at least |about |around |over |more than |no more than |under )?\Z",
)
"""Grow the number of volunteers from 800 to 1,200: the noun stands in front."""
ENDS_PHRASE = re.compile(
    r"(?=[.,;:)\n]|\Z)|(?= (?:by|in|before|until|over|per|and|within|across)\b)"
)
SUM_OF = _words(r"\b(?P<noun>(?!(?:a|an|the|our) )[a-z-]+(?: [a-z-]+)?) of \Z")
"""a bonus of $4,000."""
BARE_VERB = _words(
    r"(?:allocate|spend|invest|dedicate|devote|reserve|provide|use|secure|achieve|reach|maintain|",
    r"ensure|deliver|obtain|gain|raise)\Z",
)
FROM = _words(r"(?:from|of) \Z")
TO = _words(r" (?:\([^)]{0,40}\) )?(?:in 20\d\d )?to(?: (?:at least|about|over|more than))? ")
PRONOUN = _words(r"(?:we|they|it|all|everybody|schools? and we)\Z")
RANKS = _words(
    r"\b(?:rank|place|finish|be|remain|stay|come|move|rise|climb|enter|reach)(?:s|ed)?\b[^.;\n]{0,30}\Z"
)
RATE_BEHIND = _words(r" ?%| per ?cent\b")
