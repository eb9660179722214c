"""Part-of-speech tagger for English sentences, limited to what the grammar of targets needs.

It has no full lexicon: a word in no list is tagged as noun or adjective.  The neighbours decide
for words that are both verb and noun (increase, plan, training).
"""

from enum import Enum

from msgspec import Struct

from plandiff.corpus import word_patterns as re
from plandiff.corpus.targets import english_vocabulary as lists
from plandiff.corpus.targets.english_words import ASIDE, DATE, PROMISE

_TOKEN = re.compile(
    r"[$£€¥]?\d[\d,.]*\d%?|[$£€¥]?\d%?|[A-Za-z][A-Za-z'’&]*(?:[-/][A-Za-z0-9]+)*|\S"
)


class Tag(Enum):
    """Part of speech of a word in its sentence."""

    NOUN = "noun"
    """Nouns and adjectives."""
    VERB = "verb"
    """An imperative, a bare verb, a gerund with an object."""
    MODAL = "modal"
    """Will, shall, aims to, is expected to."""
    COPULA = "copula"
    """Is, are, has."""
    PAST = "past"
    PRESENT = "present"
    """Receives, employs."""
    PARTICIPLE = "participle"
    """A verb form governed by an earlier verb: increased in will be increased."""
    INFINITIVE = "to"
    DETERMINER = "determiner"
    PREPOSITION = "preposition"
    CONJUNCTION = "conjunction"
    RELATIVE = "relative"
    PRONOUN = "pronoun"
    ADVERB = "adverb"
    NUMBER = "number"
    DATE = "date"
    ASIDE = "aside"
    """Words in brackets: (GDP)."""
    MARK = "mark"


class Word(Struct, frozen=True):
    """A word or mark of a sentence; ``start`` and ``end`` are offsets in the section's text."""

    start: int
    end: int
    lower: str
    tag: Tag


_FIXED: dict[str, Tag] = {
    **dict.fromkeys(lists.PREPOSITIONS, Tag.PREPOSITION),
    **dict.fromkeys(lists.PRONOUNS, Tag.PRONOUN),
    **dict.fromkeys(lists.RELATIVE, Tag.RELATIVE),
    **dict.fromkeys(lists.DETERMINERS, Tag.DETERMINER),
    **dict.fromkeys(lists.CONJUNCTIONS, Tag.CONJUNCTION),
    **dict.fromkeys(lists.ADVERBS, Tag.ADVERB),
    **dict.fromkeys(lists.COPULAS, Tag.COPULA),
    **dict.fromkeys(lists.PAST_COPULAS, Tag.PAST),
    **dict.fromkeys(("we're", "they're", "it's", "we've", "they've"), Tag.COPULA),
    **dict.fromkeys(("we'll", "they'll", "it'll", "won't"), Tag.MODAL),
    **dict.fromkeys(lists.MODALS, Tag.MODAL),
}
_NOMINAL = frozenset((Tag.NOUN, Tag.DETERMINER, Tag.PREPOSITION, Tag.NUMBER))
_ROMAN = frozenset(("i", "ii", "iii", "iv"))
_YEAR_DIGITS = 4
_OBJECT = frozenset((Tag.NOUN, Tag.DETERMINER, Tag.NUMBER))
_GROUP = frozenset((Tag.MODAL, Tag.INFINITIVE, Tag.COPULA))


def tag_words(text: str, begin: int, end: int) -> tuple[Word, ...]:
    """Split the sentence ``text[begin:end]`` into words and tag each.

    >>> [word.tag.value for word in tag_words("Cut the increase in costs.", 0, 26)]
    ['verb', 'determiner', 'noun', 'preposition', 'noun', 'mark']
    """
    spans = [m.span() for m in _TOKEN.finditer(text, begin, end)]
    lowers = [text[start:stop].lower() for start, stop in spans]
    fixed = [
        *((m.span(), Tag.DATE) for m in DATE.finditer(text, begin, end)),
        *((m.span(), Tag.ASIDE) for m in ASIDE.finditer(text, begin, end)),
        *((m.span(), Tag.MODAL) for m in PROMISE.finditer(text, begin, end)),
    ]
    tags: list[Tag] = []
    for index, (start, _) in enumerate(spans):
        tag = next((tag for (low, high), tag in fixed if low <= start < high), None)
        tags.append(tag or _tag(lowers, index, tags))
    return tuple(
        Word(start, stop, lower, tag)
        for (start, stop), lower, tag in zip(spans, lowers, tags, strict=True)
    )


def _is_number(lower: str) -> bool:
    return lower[0].isdigit() or lower[0] in "$£€¥" or lower in lists.NUMERALS


def _numbers_noun(lower: str) -> bool:
    """Whether a word is a number of the noun before it: the 2 of grade 2, the I of Title I."""
    return lower in _ROMAN or (lower.isdigit() and len(lower) < _YEAR_DIGITS)


def _tag(lowers: list[str], index: int, tags: list[Tag]) -> Tag:
    """The tag of the word at ``index``, given the tags before it."""
    lower = lowers[index]
    following = _first_tag(lowers, index + 1)
    if index and lowers[index - 1] in lists.NUMBERED and _numbers_noun(lower):
        return Tag.NOUN
    if _is_number(lower):
        return Tag.NUMBER
    if not lower[0].isalpha():
        return Tag.MARK
    if lower == "per" and lowers[index + 1 : index + 2] == ["capita"]:
        return Tag.NOUN
    if index == 0 and lower in lists.NOUNS_TOO and _is_subject(lowers):
        return Tag.NOUN
    if lower.endswith("ed") and following is Tag.NOUN and _is_subject(lowers[index:]):
        return Tag.NOUN  # total fixed investment will
    if _is_counted_plural(lowers, index, tags):
        return Tag.NOUN
    if lower == "to":
        return Tag.INFINITIVE if following is Tag.VERB else Tag.PREPOSITION
    if lower == "have" and tags and tags[-1] in (Tag.MODAL, Tag.INFINITIVE):
        return Tag.PARTICIPLE
    if lower in ("be", "been", "being") and tags and tags[-1] is not Tag.MARK:
        return Tag.PARTICIPLE
    if lower == "given" and index and lowers[index - 1] in ("be", "been"):
        return Tag.PARTICIPLE
    if lower == "that":  # who meet that standard; schools that meet it
        return Tag.RELATIVE
    if fixed := _FIXED.get(lower.replace("\u2019", "'")):
        return fixed
    if _is_in_verb_group(lowers, index, tags, following):
        return Tag.PARTICIPLE
    if lower.endswith("ly") and lower not in lists.NOUNS_IN_LY:
        return Tag.ADVERB
    return _tag_verb(lower, _last_tag(tags), following, tags)


def _is_counted_plural(lowers: list[str], index: int, tags: list[Tag]) -> bool:
    """Whether a number needs the word as its plural noun: stands in 260 cycle stands.

    False after a plural (12 schools) and after sums and spans, which count nothing: a £5 million
    programme supports.
    """
    lower = lowers[index]
    if not lower.endswith("s") or not (lower in lists.THIRD_PERSON or lower in lists.COPULAS):
        return False
    if lower in ("is", "was", "has", "does"):
        return False
    place = index - 1
    while place >= 0 and tags[place] is Tag.NOUN and not lowers[place].endswith("s"):
        place -= 1
    if not 0 <= place < index - 1 or tags[place] is not Tag.NUMBER or lowers[place] == "1":
        return False
    led = place > 0 and (tags[place - 1] is Tag.DETERMINER or tags[place - 1] is Tag.NUMBER)
    return lowers[place][0].isdigit() and not led


def _is_in_verb_group(
    lowers: list[str], index: int, tags: list[Tag], following: Tag | None
) -> bool:
    """Whether the word at ``index`` must be a verb: wait in should wait, frozen in be frozen at."""
    if not tags or lowers[index].endswith("ly"):
        return False
    last = lowers[index - 1]
    if tags[-1] is Tag.MODAL:
        return last in lists.MODALS or last == "to"
    after_be = last in ("be", "been") and tags[-1] is Tag.PARTICIPLE
    return after_be and following in (Tag.PREPOSITION, Tag.NUMBER)


def _is_subject(lowers: list[str]) -> bool:
    """Whether the opening words are a subject before a modal: Transfer payments will exceed."""
    for lower in lowers[1:9]:
        if lower in lists.MODALS or lower in ("is", "are"):
            return True
        if not lower[0].isalpha() or lower in lists.DETERMINERS or lower in lists.CONJUNCTIONS:
            return False
    return False


def _tag_verb(lower: str, last: Tag | None, following: Tag | None, tags: list[Tag]) -> Tag:
    """Tag a word as verb, past, participle, present or noun."""
    if lower in lists.ACTIVE and (found := _tag_base(lower, last, following, tags)):
        return found
    if (lower in lists.PAST or lower.endswith("ed")) and (
        found := _tag_past(lower, last, following, tags)
    ):
        return found
    if lower in lists.GERUNDS or (lower.endswith("ing") and last is Tag.COPULA):
        return _tag_gerund(lower, last, following)
    ends = following in (None, Tag.MARK, Tag.MODAL, Tag.COPULA, Tag.CONJUNCTION)
    if lower in lists.DESCRIBE and lower in lists.NOUNS_TOO and last is Tag.NOUN and ends:
        return Tag.NOUN  # 99 per cent of housing rent
    if lower in lists.DESCRIBE:
        return Tag.PARTICIPLE if last in _GROUP else Tag.PRESENT if last in _SUBJECT else Tag.NOUN
    if lower in lists.THIRD_PERSON and last in _SUBJECT:
        base = lists.THIRD_PERSON[lower]
        if (
            base in lists.NOUNS_TOO
            and lower != "pays"
            and following not in (*_OBJECT, Tag.PREPOSITION, Tag.ADVERB)
        ):
            return Tag.NOUN
        if (
            base in lists.NOUNS_TOO
            and lower != "pays"
            and (base not in lists.CHANGES or _has_governor(tags))
        ):
            return Tag.NOUN
        return Tag.VERB if base in lists.LEVELS else Tag.PRESENT
    return Tag.NOUN


_SUBJECT = frozenset((Tag.NOUN, Tag.PRONOUN, Tag.RELATIVE, Tag.ADVERB))


def _tag_base(lower: str, last: Tag | None, following: Tag | None, tags: list[Tag]) -> Tag | None:
    """Tag a base form: a verb after to, will or we, at the start, or in a list of imperatives."""
    if lower in lists.STANDING and last is Tag.PRONOUN and not _has_governor(tags):
        return Tag.PRESENT
    if last is Tag.NUMBER and lower in lists.ADJECTIVES_TOO and following is Tag.NOUN:
        return Tag.NOUN  # 260 secure cycle hangars
    past = lower in lists.PAST  # set, cut, run, hit
    if last in _GROUP or last is Tag.PARTICIPLE:
        is_head = last in (Tag.MODAL, Tag.INFINITIVE) or not past
        return Tag.PARTICIPLE if last is not Tag.INFINITIVE or not is_head else Tag.VERB
    if last is Tag.RELATIVE and _is_of_noun(tags):
        return Tag.PRESENT
    if lower not in lists.NOUNS_TOO:
        return None if last in (Tag.DETERMINER, Tag.PREPOSITION) else _tag_plain(lower, last, tags)
    if last is None or last is Tag.PRONOUN:
        return Tag.VERB
    if last in (Tag.MARK, Tag.CONJUNCTION):
        return Tag.VERB if following in _OBJECT else None
    return None


def _has_governor(tags: list[Tag]) -> bool:
    """Whether an earlier verb governs the word: increases in Cap fee increases at 2 percent."""
    return Tag.RELATIVE not in tags and any(tag in (Tag.VERB, Tag.MODAL) for tag in tags)


def _tag_plain(lower: str, last: Tag | None, tags: list[Tag]) -> Tag:
    """Tag a base form as present if no earlier word promises: Our 2,300 employees serve."""
    promises = lower in lists.LEVELS or any(tag in (Tag.MODAL, Tag.VERB) for tag in tags)
    return Tag.PRESENT if last is Tag.NOUN and not promises else Tag.VERB


def _is_of_noun(tags: list[Tag]) -> bool:
    """Whether the relative pronoun at the end follows a noun: schools that meet the standard."""
    return len(tags) > 1 and tags[-2] is Tag.NOUN


def _tag_past(lower: str, last: Tag | None, following: Tag | None, tags: list[Tag]) -> Tag | None:
    """Tag a past form as participle or past; None if it is an adjective."""
    if lower.rsplit("-", 1)[-1] in lists.NOUNS_IN_ED:
        return None
    reduced = last is Tag.NOUN and lower in lists.EXPECTING and following is Tag.PREPOSITION
    if _has_auxiliary(tags) or reduced:  # a fee increase projected at 2 percent
        return Tag.PARTICIPLE
    if last in (Tag.DETERMINER, Tag.PREPOSITION, Tag.NUMBER, Tag.VERB, None):
        return None  # an adjective: the reduced rate, 20 refurbished schools
    if following is Tag.NOUN and all(tag is Tag.MARK for tag in tags):
        return None  # - Disadvantaged pupils: 65%
    if last is Tag.MARK or (last is Tag.CONJUNCTION and following is Tag.NOUN):
        return Tag.PARTICIPLE if last is Tag.MARK else None
    governed = any(tag in (Tag.MODAL, Tag.VERB, Tag.COPULA, Tag.PRESENT) for tag in tags)
    if governed and lower not in lists.PAST_ONLY and last is Tag.NOUN:
        return Tag.NOUN if following is Tag.NOUN else Tag.PARTICIPLE
    return Tag.PAST


def _has_auxiliary(tags: list[Tag]) -> bool:
    """Whether a form of be, have or will precedes, ignoring adverbs in between."""
    for tag in reversed(tags):
        if tag is Tag.ADVERB:
            continue
        return tag in (Tag.MODAL, Tag.COPULA, Tag.PARTICIPLE)
    return False


def _tag_gerund(lower: str, last: Tag | None, following: Tag | None) -> Tag:
    """Tag a form in -ing as verb or noun."""
    if last is Tag.COPULA:
        return Tag.VERB
    if lower in lists.GERUND_NOUNS and last not in (None, Tag.PREPOSITION):
        return Tag.NOUN
    if last in (Tag.NOUN, Tag.DETERMINER) and following not in _OBJECT:
        return Tag.NOUN
    if lower in lists.GERUND_NOUNS:
        return Tag.VERB if following is Tag.NUMBER else Tag.NOUN
    return Tag.VERB


def _last_tag(tags: list[Tag]) -> Tag | None:
    """The last tag that is not an adverb, a date or a bracket; None if there is none."""
    for tag in reversed(tags):
        if tag not in (Tag.ADVERB, Tag.DATE, Tag.ASIDE):
            return tag
    return None


def _first_tag(lowers: list[str], index: int) -> Tag | None:
    """The tag of a word in isolation, used as lookahead for the word before it."""
    if index >= len(lowers):
        return None
    lower = lowers[index]
    if _is_number(lower):
        return Tag.NUMBER
    if not lower[0].isalpha():
        return Tag.MARK
    if lower == "to":
        return Tag.PREPOSITION
    if fixed := _FIXED.get(lower):
        return Tag.VERB if lower in ("be", "have", "do") else fixed
    if lower in lists.ACTIVE or lower in ("become", "see", "need", "include"):
        return Tag.VERB
    return Tag.ADVERB if lower.endswith("ly") and lower not in lists.NOUNS_IN_LY else Tag.NOUN
