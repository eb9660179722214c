"""Determine who must act on a requirement: the level below, the superior level, or others."""

from collections.abc import Sequence
from functools import cache

from plandiff.comparison.across import WORDS, any_word
from plandiff.comparison.across.coverage.acts import Act
from plandiff.comparison.across.coverage.model import Addressee
from plandiff.corpus.model import Plan
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.folding import fold

_OTHERS = any_word("OTHER_BODIES")
_NAMED_OTHERS = re.compile(_OTHERS)
_OWN_SCHOOLS = re.compile(any_word("OWN_SCHOOLS"))
_OTHER_ACTS = re.compile(
    rf"\A(?:{any_word('BEFORE_BODIES')})*(?:{_OTHERS}|{any_word('OTHER_SUBJECTS')})"
    rf"|{any_word('OTHER_ACTS')}"
)
_OWN_SUBJECT = re.compile(any_word("OWN_SUBJECTS"))
"""Beginning of an act whose subject differs from that of the previous act."""
_BY_MEANS = re.compile(any_word("MEANS"))
"""Beginning of an act that uses an act of the superior level as a means: 以全省展演为载体."""
_OWN_ACTS = any_word("LEVEL_ACTS")
_BODY = rf"(?:{any_word('LEVEL_BODIES')})(?=[^,;。的])"
_LEVELS = {level: names for level, _, names in (one.partition(">") for one in WORDS["LEVEL_NAMES"])}
_FUNDED = re.compile(any_word("FUNDED"))
"""Payments by the body of the previous act: 省级财政安排资金,支持老区."""


def own_level(plan: Plan) -> str:
    """Return the level of a plan's issuer: 国, 省, 自治区, 市 or 县; 省 if none is named.

    It is the first level named in the issuer's name or in the title.
    """
    text = f"{plan.issuer or ''} {plan.title}"
    if re.search(any_word("STATE_ISSUERS"), text):
        return "国"
    found = re.search(r"自治区|省|市|县|区", text)
    if found is None:
        return "省"
    return {"区": "县"}.get(found[0], found[0])


def is_for_others(heading: str) -> bool:
    """Whether a heading names bodies not run by the lower level, and none of its own schools.

    >>> is_for_others("深化高校艺术专业改革"), is_for_others("推动大学与中小学合作")
    (True, False)
    """
    return bool(_NAMED_OTHERS.search(heading)) and not _OWN_SCHOOLS.search(heading)


def addressees_of(acts: Sequence[Act], superior: Plan) -> list[Addressee]:
    """Return the addressees; an act without a subject has that of the act before it."""
    level = own_level(superior)
    for_others: set[str] = set()
    for section in superior.sections[1:]:  # parents come before their children
        if section.parent in for_others or is_for_others(fold(section.heading)):
            for_others.add(section.id)
    found: list[Addressee] = []
    subject, sentence = "", ("", -1)
    before = sentence
    for act in acts:
        first = act.clauses[0]
        here = (act.section.id, first.clause.sentence)
        goes_on = here[0] == sentence[0] and first.folded.startswith(("要", "还要", "并", "同时"))
        if here != sentence and not (goes_on and _in_paragraph(act)):
            subject, sentence = ",".join(clause.folded for clause in act.clauses), here
        sentence = here
        kept = bool(found) and here == before and found[-1] is Addressee.SELF
        before = here
        if kept and "财政" in subject and _FUNDED.match(first.folded):
            found.append(Addressee.SELF)
            continue
        among = act.section.id in for_others
        found.append(addressee_of(act, subject, level, among_others=among))
    return found


def _in_paragraph(act: Act) -> bool:
    """Whether something precedes the act in its paragraph."""
    return act.section.text[: act.place.start].rpartition("\n")[2].strip() != ""


def addressee_of(act: Act, subject: str, level: str, *, among_others: bool) -> Addressee:
    """Return who must act; ``subject`` is the beginning of the act's sentence.

    ``among_others``: a heading above it names bodies that the lower level does not run.
    """
    text = ",".join(clause.folded for clause in act.clauses)
    if _keeps(text, level):
        return Addressee.SELF
    if _OTHER_ACTS.search(text):
        return Addressee.OTHER
    if (among_others or _OTHER_ACTS.match(subject)) and not _OWN_SUBJECT.match(text):
        return Addressee.OTHER
    return Addressee.LOWER


def _keeps(text: str, level: str) -> bool:
    """Whether the superior level acts itself: 省财政安排, 全省“…”评比, 省级展演."""
    found = any(pattern.search(text) for pattern in _patterns(level))
    return found and not _BY_MEANS.match(text)


@cache
def _patterns(level: str) -> tuple[re.Pattern[str], ...]:
    """Compile patterns of acts that a level does itself; not 跨省 or 市、县级."""
    name = _LEVELS.get(level, level)
    of_level = rf"(?<![级和跨出外本各城超])(?:国家|{name})(?=级(?!、))"
    own = rf"(?:{of_level}|(?<![、级和跨出外本各城超向报送给])(?:{name})(?!级))级?"
    return tuple(
        re.compile(pattern)
        for pattern in (
            rf"{own}(?:财政|[^,;。、]{{0,4}}(?:厅|部门|委|局)(?![^,;。]*指导下))",
            rf"{own}(?![、市县区])[^,;。、]{{0,14}}?(?:{_OWN_ACTS})",
            rf"\A(?:\d{{4}}年[^,;。]{{0,4}},)?由?{own}(?![、市县区])[^,;。、]{{1,12}}?{_BODY}",
            rf"\A由?(?:{name})级(?![、和及以])",
            rf"全(?:{name})统一",
            rf"全(?:{name})\"[^\"]+\"(?:评|大|展)",
            rf"\"[^\"]{{1,6}}(?:{name})[^\"]*(?:网|中心)\"",
        )
    )
