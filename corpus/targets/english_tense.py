"""Whether an English sentence tells of a number or promises it."""

import re

from plandiff.corpus.targets import english_words as words
from plandiff.corpus.targets.tense import Clock

REACH = 200
"""Characters on either side that can say something about a number."""
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def is_told(before: str, sentence: str, clock: Clock) -> bool:
    """Whether the number behind ``before`` has been reached already."""
    if words.FUTURE.search(sentence):
        return False
    if words.PAST.search(before) or words.PAST.search(sentence):
        return True
    years = [int(year) for year in YEAR.findall(sentence)]
    return bool(years) and clock.year is not None and max(years) < clock.year
