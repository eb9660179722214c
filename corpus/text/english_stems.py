"""Reduce English words to their stems, so that inflected and derived forms compare equal.

A light stemmer: one or two suffixes are removed where enough of the word remains.  Stems are keys
for comparing texts, not words to show.
"""

from functools import lru_cache

from plandiff.corpus.text import lazy_re as re

_FUNCTION_WORDS = """
    a about above across after against all along also among an and any are as at away be because
    been before being below between both but by can could did do does doing down during each either
    every few for from further had has have having he her here him his how i if in into is it its
    itself just least less many may might more most much must my near neither no nor not of off on
    once one only onto or other otherwise our out over own per re s shall she should since so some
    such t than that the their them then there these they this those through to too toward towards
    under until up upon us ve very via was we well were what when where whether which while who whom
    whose why will with within without would yet you your
    cent day days end first half hour hours last minute minutes month months new next number percent
    quarter second third time times twice week weeks year years
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
"""Words that any two sentences share, whatever their subject: also those of time and measure."""
_IRREGULAR = {
    "built": "build", "children": "child", "chosen": "choos", "fed": "feed", "feet": "foot",
    "found": "find", "given": "giv", "grew": "grow", "grown": "grow", "held": "hold",
    "kept": "keep", "knew": "know", "known": "know", "led": "lead", "lives": "lif",
    "lost": "los", "made": "mak", "men": "man", "met": "meet", "paid": "pay", "people": "person",
    "ran": "run", "risen": "ris", "sent": "send", "shown": "show", "sold": "sell", "spent": "spend",
    "spoken": "speak", "taken": "tak", "taught": "teach", "women": "woman", "written": "writ",
}  # fmt: skip
_PLURAL = re.compile(r"(?<=[a-z]{2})(?<![su])s$")
_TO_Y = re.compile(r"(?<=[a-z]{2})(?:ie|ied)$")
_LONG_SUFFIX = re.compile(
    r"(?:(?<=[a-z]{4})(?:[iy]?[sz]ation(?:al)?|[iy][sz](?:e|ed|er|ing)"
    r"|at(?:e|ed|ing|or|ion|ional|ionally)|[ai]bl[ey]|[ai]bility|ive(?:ly|ness)?|ivity|ity|ment"
    r"|[ae]nce|[ae]nt|ful|fully|ness|ship|al|ally|er|or|ee|ly)"
    r"|(?<=[a-z]{5})ion(?:al|ally)?|(?<=uc)tion)$"
)
_SHORT_SUFFIX = re.compile(r"(?<=[a-z]{3})(?:ing|ed|e)$")
_DOUBLED = re.compile(r"([bdgmnprt])\1$")
_LONGEST = 30
"""Characters of the longest word that is stemmed."""


@lru_cache(1 << 15)
def stem(word: str) -> str:
    """Return the stem of a lower-case word; short words and those of other scripts as they are.

    >>> [stem(word) for word in ("recruitment", "recruiting", "policies", "policy", "bus", "buses")]
    ['recruit', 'recruit', 'polici', 'polici', 'bus', 'bus']
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if not word.isascii() or not 3 < len(word) < _LONGEST:
        return word
    cut = _TO_Y.sub("y", _PLURAL.sub("", word))
    cut = _SHORT_SUFFIX.sub("", _LONG_SUFFIX.sub("", cut))
    if len(cut) > 3:
        cut = _DOUBLED.sub(r"\1", cut)
    if cut.endswith("y") and len(cut) > 2 and cut[-2] not in "aeiou":
        return cut[:-1] + "i"  # apply and applied, policy but not police
    return cut[:-1] + "s" if cut.endswith("nc") else cut  # licence and license
