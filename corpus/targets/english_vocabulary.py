"""The words of the English grammar of targets, as sets of lower-case words.

Verbs are listed in their base form; the forms in -s, -ed and -ing are derived.
"""

from collections.abc import Iterable

from plandiff.corpus.targets.vocabulary import words

DELIVER = words(
    "achieve acquire add admit adopt allocate appoint assign attain attract award begin "
    "bring build buy "
    "carry close collect commission commit complete conduct connect construct convert create "
    "deliver demolish deploy dismantle "
    "designate develop devote dedicate earmark employ enable enrol enroll ensure equip "
    "establish expand extend finance finish fund gain generate get give grant hire hold host "
    "identify implement improve install introduce invest issue keep launch lay limit "
    "maintain make meet "
    "mobilise mobilize modernise modernize move obtain offer open operate organise organize "
    "pay permit "
    "place plant prepare process procure produce promote protect provide publish purchase "
    "reach rebuild "
    "receive recruit refurbish register remove renew renovate repair replace require reserve "
    "resettle "
    "respond restore retain retrofit review roll run save secure sell serve set settle sign "
    "spend stage "
    "start stock subsidise subsidize supply support take test train transfer transform treat "
    "undertake upgrade use vaccinate visit win write observe attend join participate pass "
    "exercise "
    "exceed screen inspect audit survey digitise digitize electrify insulate line stay remain hit "
    "return release resurface answer cover cap restrict eliminate eradicate handle "
    "teach coach mentor read call contact present lead schedule distribute feed administer "
    "house assist resolve approve certify guarantee partner plan target aim "
    "rank approach amount total"
)
"""What a plan does or brings about."""
STANDING = frozenset(words("serve educate employ"))
"""What a body does all the time; the present form reports: We serve 900 pupils."""
RAISE = words(
    "boost climb double enhance expand extend gain go grow increase lift quadruple raise rise "
    "strengthen treble triple widen accelerate bring improve"
)
LOWER = words(
    "cut curb decline decrease drop ease fall halve lower minimise minimize narrow reduce shorten "
    "shrink slash trim"
)
DESCRIBE = words(
    "account comprise consist represent contain cost live own employ face show suggest indicate "
    "estimate report range average earn rent depend believe agree say feel suffer contribute "
    "occur "
    "describe explain apply belong include lack know find become see think come need rely want set"
)
"""What a plan says of the state of things; the past forms report."""
IRREGULAR = dict(
    pair.split(":")
    for pair in words(
        "built:build rebuilt:rebuild held:hold kept:keep brought:bring bought:buy "
        "made:make met:meet paid:pay ran:run run:run spent:spend won:win took:take "
        "taken:take gave:give given:give got:get sold:sell set:set cut:cut fell:fall "
        "fallen:fall grew:grow grown:grow rose:rise risen:rise went:go gone:go "
        "began:begin begun:begin laid:lay hit:hit wrote:write written:write found:find "
        "became:become came:come saw:see seen:see shrank:shrink shrunk:shrink "
        "undertook:undertake undertaken:undertake left:leave led:lead lost:lose said:say "
        "stood:stand taught:teach born:bear "
    )
)
PAST_ONLY = frozenset(
    words("ran took gave fell grew rose went began wrote became came saw shrank undertook stood")
)
"""Past forms that are no participles."""
NOUNS_TOO = frozenset(
    words(
        "aim answer award boost build cap climb close cost cover cut decline decrease double drop "
        "ease exercise spend hire handle supply fall finance finish fund gain grant group "
        "guarantee house partner increase issue join "
        "launch limit line move need offer pass pay permit place plan plant process produce "
        "promise "
        "purchase range rank reach repair report release reserve rest return review rise "
        "roll run sale "
        "screen set show sign stage start stock supply support survey target test total train "
        "transfer treat upgrade use visit win average account estimate rent rate "
        "call coach mentor contact present lead read schedule feed "
        "audit answer amount lift take hit trim approach return lay host share"
    )
)
"""Base forms that are nouns as well: what stands in front decides."""
GERUND_NOUNS = frozenset(
    words(
        "building training spending funding housing planning lending meeting opening offering "
        "financing recycling screening testing covering setting operating manufacturing "
        "engineering nursing parking learning teaching reading lighting crossing processing "
        "reporting saving savings beginning coming training ageing aging working running"
    )
)
NOUNS_IN_ED = frozenset(words("need speed seed feed breed bed shed deed weed bleed indeed"))
ADVERBS = frozenset(
    words(
        "not also only further again still now then soon already yet even just both either almost "
        "nearly together annually never always up down out off aside back equivalent equal"
    )
)
NOUNS_IN_LY = frozenset(
    words(
        "family supply early daily elderly assembly reply apply weekly monthly monopoly july italy"
    )
    + words(
        "yearly quarterly hourly friendly user-friendly anomaly tally rally ally fly poly likely"
    )
)
PREPOSITIONS = frozenset(
    words(
        "of for in on at to from with by among across within between through throughout into "
        "under "
        "over above below per against towards toward upon during before after until till about "
        "around near via without beyond versus than as despite given including excluding like"
    )
)
DETERMINERS = frozenset(
    words("the a an our its their his her each every all any some no this these those another such")
    + words("both many several more most additional")
)
PRONOUNS = frozenset(
    words("we they it he she you i there everyone everybody nobody who which that what where")
    + words("when while if because although though since whereas so whose")
)
RELATIVE = frozenset(
    words("who which that where when while if because although though whereas whose")
)
CONJUNCTIONS = frozenset(words("and or but nor plus"))
NUMBERED = frozenset(words("grade grades stage level tier phase title form zone ward"))
"""Nouns that a number behind them belongs to: grade 2, Key Stage 2, Title I."""
NUMERALS = frozenset(
    words(
        "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty"
    )
    + words("hundred thousand million billion trillion dozen percent yuan dollars euros pounds rmb")
)
"""Words that are parts of a quantity."""
MODALS = frozenset(words("will shall must should may can would could might ought"))
COPULAS = frozenset(
    words("is are am was were has have had be been being do does did stands stand remains")
)
PAST_COPULAS = frozenset(words("was were had did"))
EXPECTING = frozenset(
    words("expected projected planned set estimated forecast scheduled intended required designed")
    + words("obliged budgeted targeted anticipated going supposed proposed committed needed")
)
"""Participles that make a promise together with ``to``: are projected to reach."""
DECIDED = frozenset(
    words(
        "set agreed decided pledged fixed approved budgeted allocated earmarked adopted committed"
    )
    + words("proposed resolved reserved assigned")
)
"""What has been decided binds from now on: We have set the ratio at 3 percent."""


def _third(verb: str) -> str:
    if verb.endswith(("s", "x", "ch", "sh", "z", "o")):
        return verb + "es"
    return verb[:-1] + "ies" if verb[-1] == "y" and verb[-2] not in "aeiou" else verb + "s"


def _stems(verb: str) -> tuple[str, ...]:
    """The stems that take -ed and -ing: plan and plann, raise and rais, carry and carri."""
    if verb.endswith("e"):
        return (verb[:-1],)
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return (verb, verb[:-1] + "i")
    return (verb, verb + verb[-1]) if verb[-1] in "bdglmnprt" else (verb,)


def _forms(verbs: Iterable[str], ending: str) -> dict[str, str]:
    return {stem + ending: verb for verb in verbs for stem in _stems(verb)}


ACTIVE = frozenset((*DELIVER, *RAISE, *LOWER))
CHANGES = frozenset((*RAISE, *LOWER))
LEVELS = CHANGES | frozenset(words("stay remain keep reach exceed"))
"""Verbs that set a level also in the present: cancelled trips stay below 1.5 per cent."""
_ALL = sorted({*ACTIVE, *DESCRIBE})
THIRD_PERSON = {_third(verb): verb for verb in _ALL}
GERUNDS = _forms(ACTIVE, "ing")
PAST = _forms(_ALL, "ed") | IRREGULAR
