"""The verb that makes a value a change and not a level: ``增长9%`` is not ``9%``."""

import re

from plandiff.comparison.reports.labels import Labels
from plandiff.corpus.model import Target
from plandiff.corpus.targets.vocabulary import FALLS, RATES_OF_CHANGE, RISES
from plandiff.corpus.text.escape import visible_line

_ENGLISH = (
    r"(?:increas|ris|rais|grow|expand|add|gain|up|fall|declin|decreas|reduc|cut|lower|down|drop)"
    r"[a-z]*"
)
_CHINESE = re.compile(
    rf"\s*((?:同比|年均|每年|每年均)?(?:{RISES}|{FALLS}|翻))(?<!至)(?!.{{0,2}}[到至为])"
)
_RATES = tuple(RATES_OF_CHANGE.values())
_BY = re.compile(rf"\s*({_ENGLISH}(?: \w+)?? by)\b", re.IGNORECASE)


def verb_of_change(target: Target) -> str:
    """The verb as printed where the target's value is a difference; empty where it is a level.

    ``增长9%`` → ``增长``; ``提高到85%`` → nothing, since 85% is where it ends.
    Nothing either where the name says it: 地区生产总值增长率.
    """
    if target.name != target.indicator and target.name.endswith(_RATES):
        return ""
    found = _CHINESE.match(target.quote) or _BY.match(target.quote)
    return visible_line(found[1] if found else target.change or "")


_RISE = re.compile(f"(?:{RISES})$")
_PERIODS = {"同比": "year-on-year", "年均": "yearly", "每年": "yearly", "每年均": "yearly"}


def change_in_words(verb: str, value: str, labels: Labels) -> str:
    """The change as the language of the report says it: ``年均增长9%``, ``up 9% a year``.

    Chinese reports keep the verb as it is printed; others say its direction.
    """
    if verb.isascii() or labels.language == "zh":
        between = " " if verb.isascii() else ""
        return f"{verb}{between}{value}"
    if verb.endswith("翻"):
        return labels("change.doubled", value=value)
    said = labels("change.up" if _RISE.search(verb) else "change.down", value=value)
    period = next((key for word, key in _PERIODS.items() if verb.startswith(word)), None)
    return labels(f"change.{period}", said=said) if period else said
