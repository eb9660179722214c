"""Word sets of the English grammar of targets, in lower case.

The lists contain base forms of verbs; the forms in -s, -ed and -ing are derived.
"""

from collections.abc import Iterable

from plandiff.corpus.targets.vocabulary import words
from plandiff.corpus.word_lists import word_lists

_LISTS = word_lists()

DELIVER = _LISTS["DELIVER"]
"""Verbs for actions and results of a plan."""
STANDING = frozenset(words("serve educate employ"))
"""Verbs for permanent activities; their present form reports: We serve 900 pupils."""
RAISE = _LISTS["RAISE"]
LOWER = _LISTS["LOWER"]
DESCRIBE = _LISTS["DESCRIBE"]
"""Verbs that describe a state; their past forms report."""
IRREGULAR = dict(pair.split(":") for pair in _LISTS["IRREGULAR"])
PAST_ONLY = frozenset(_LISTS["PAST_ONLY"])
"""Past forms that are not participles."""
NOUNS_TOO = frozenset(_LISTS["NOUNS_TOO"])
"""Base forms that are also nouns; the word before decides."""
ADJECTIVES_TOO = frozenset(_LISTS["ADJECTIVES_TOO"])
"""Base forms that are also adjectives; between a number and a noun they are."""
GERUND_NOUNS = frozenset(_LISTS["GERUND_NOUNS"])
NOUNS_IN_ED = frozenset(_LISTS["NOUNS_IN_ED"])
ADVERBS = frozenset(_LISTS["ENGLISH_ADVERBS"])
NOUNS_IN_LY = frozenset(_LISTS["NOUNS_IN_LY"])
PREPOSITIONS = frozenset(_LISTS["PREPOSITIONS"])
DETERMINERS = frozenset(_LISTS["DETERMINERS"])
PRONOUNS = frozenset(_LISTS["PRONOUNS"])
RELATIVE = frozenset(_LISTS["RELATIVE"])
CONJUNCTIONS = frozenset(_LISTS["CONJUNCTIONS"])
NUMBERED = frozenset(_LISTS["NUMBERED"])
"""Nouns followed by an identifying number: grade 2, Key Stage 2, Title I."""
NUMERALS = frozenset(_LISTS["NUMERALS"])
"""Words that are parts of a quantity."""
MODALS = frozenset(_LISTS["MODALS"])
COPULAS = frozenset(_LISTS["COPULAS"])
PAST_COPULAS = frozenset(_LISTS["PAST_COPULAS"])
EXPECTING = frozenset(_LISTS["EXPECTING"])
"""Participles that make a promise together with ``to``: are projected to reach."""
DECIDED = frozenset(_LISTS["DECIDED"])
"""Participles of decisions, which promise although past: We have set the ratio at 3 percent."""


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
LEVELS = CHANGES | frozenset(_LISTS["LEVELS"])
"""Verbs that set a level also in the present: cancelled trips stay below 1.5 per cent."""
_ALL = sorted({*ACTIVE, *DESCRIBE})
THIRD_PERSON = {_third(verb): verb for verb in _ALL}
GERUNDS = _forms(sorted(ACTIVE), "ing")
PAST = _forms(_ALL, "ed") | IRREGULAR


def base_form(verb: str) -> str:
    """Return the base form of a verb, or the word itself if it is no form of a known verb."""
    for forms in (THIRD_PERSON, PAST, GERUNDS):
        if verb in forms:
            return forms[verb]
    return verb
