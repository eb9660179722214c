"""Noun phrases and dates beside an English number."""

from plandiff.corpus.targets import english_words as words

_Phrase = tuple[int, int]


def last_deadline(text: str, start: int, end: int) -> _Phrase | None:
    """Span of the last date by which something is due."""
    span = None
    for m in words.DEADLINE.finditer(text, start, end):
        span = m.span()
    return span


def subject_before(text: str, begin: int, end: int) -> _Phrase | None:
    """The noun phrase in front of a rate: the enrolment rate in Raise the enrolment rate from."""
    begin = max(begin, end - 110)
    comma = max(text.rfind(mark, begin, end) for mark in ",:")
    begin = comma + 1 if comma >= begin else begin
    if lead := words.LEAD.search(text, begin, end):
        begin = lead.end()
    if tail := words.TAIL.search(text, begin, end):
        end = tail.start()
    while begin < end and not text[begin].isalpha():
        begin += 1
    while joint := words.JOINT.match(text, begin, end):
        begin = joint.end()
    if article := words.ARTICLE.match(text, begin, end):
        begin = article.end()
    while begin < end and not text[end - 1].isalnum():
        end -= 1
    if words.BARE_VERB.match(text, begin, end):  # Allocate 20% of the budget
        return None
    return (begin, end) if begin < end else None


def whole_behind(text: str, start: int, end: int, only: str = "") -> _Phrase | None:
    """What follows of, in, on or for: schools in 85% of schools."""
    found = words.WHOLE.match(text, start, end) if text.startswith(f" {only}", start) else None
    return found.span("noun") if found else None
