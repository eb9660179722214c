"""Find the places, bodies and projects that a text names as owners, and how far each governs.

    云岭园区完成投资8亿元,实现产值7亿元,新建厂房5万平方米;      to the semicolon
    云岭园区:完成投资8亿元;新建厂房5万平方米。绿化3公顷。        to the end of the line
    加快云岭园区建设。完善配套。新建厂房5万平方米。              to the end of the line
    (一)云岭园区                                              a heading: to the end of the section

The next owner, or a phrase for the whole area (全县), ends the reach of the one before.
"""

from bisect import bisect_right

from msgspec import Struct

from plandiff.corpus import word_patterns as re
from plandiff.corpus.targets import vocabulary
from plandiff.corpus.targets.nouns import Phrase

_LABEL = (
    r"[-—·●]+|[一二三四五六七八九十]{1,3}[、是]|第?[一二三四五六七八九十]{1,3}[,、]"
    r"|\d{1,2}[.、]|\([一二三四五六七八九十\d]{1,3}\)"
)
_DATE = r"[到至在]?(?:20\d\d年|\d{1,2}月)[底末]?(?:之?前)?"
_OPENS = (
    rf"(?:{_LABEL}|{_DATE}|{re.any_of('OWNER_LEADS')}|{vocabulary.ACTION_VERBS}|"
    rf"{vocabulary.MODALITIES}|[ \",])*+"
)
_KIND = re.any_of("OWNER_KINDS")
_PROPER = r"[^\W\da-zA-Z_的了对向为各全每本我该有等其和与及由以]"
_GOVERNS = (
    rf"(?=[,:。;)\n]|\Z|{re.any_of('OWNER_FOLLOWS')}|{vocabulary.MODALITIES}|"
    rf"{vocabulary.ACTION_VERBS})(?!.{{0,2}}率)"
)
_AREA = (
    rf"(?!{_KIND}){_PROPER}(?:{_PROPER}{{0,11}}?(?:{re.any_of('AREA_ENDS')})"
    rf"|{_PROPER}{{1,6}}?(?:{re.any_of('AREA_SHORT_ENDS')})"
    rf"|{_PROPER}{{0,11}}?(?:{re.any_of('AREA_WEAK_ENDS')}){_GOVERNS})"
)
_FACILITY = rf"(?!{_KIND}){_PROPER}{{1,12}}?(?:{re.any_of('FACILITY_ENDS')}){_GOVERNS}"
_REST_OF_FACILITY = (
    rf"(?:第?[一二三四五六七八九十]{{1,2}}|{re.any_of('FACILITY_RANKS')})?"
    rf"(?:{re.any_of('FACILITY_ENDS')})"
)
"""What follows a place that is the beginning of a facility's name: 望江街道第二幼儿园."""
_OWNERS = (
    rf"(?:(?P<area>{_AREA}(?:[、和与及]{_AREA}){{0,5}})(?!达到?\d|\d|{_REST_OF_FACILITY})"
    rf"|(?P<facility>{_FACILITY}))"
)
_SUBJECT = re.compile(
    rf"(?:^|(?<=[,;:。!?\n\t(])){_OPENS}(?:{_OWNERS}|(?P<whole>[全各][省市县区州旗盟镇乡国校]))"
)
_NAME = re.compile(_OWNERS)
_PLACED = re.compile(rf",?(?:{re.any_of('PLACED')}){_OWNERS}")
"""The site after a number: 新建厂房5万平方米,全部位于云岭园区."""
_WIDE = re.compile(rf"{re.any_of('AREA_WIDE')}")
_ELSE = re.compile("[,;:。\\n]")
"""Marks between a number and an owner outside its clause."""
_TITLE_END = re.compile(rf"\"?(?:{re.any_of('TITLE_ENDS')})*(?=[。:\n]|\Z)")
_SENTENCE = re.compile("[;。!?\n]|\\Z")


class _Reach(Struct, frozen=True):
    """The stretch of text that an owner governs; the whole area has no owner."""

    start: int
    end: int
    owner: Phrase | None


class Owners(Struct, frozen=True):
    """All owners of one folded text, in order."""

    text: str
    near: tuple[_Reach, ...]
    titles: tuple[_Reach, ...]
    """Owners that open a line as its title, or a section as its heading."""

    def find(self, position: int, end: int, name: str = "") -> Phrase | None:
        """Return the owner of a number at ``position:end``; None if the text names none.

        A ``name`` of the whole area's economy takes the owner of its own clause only.

        >>> owners = find_owners("云岭园区完成投资8亿元,新建厂房5万平方米")
        >>> owners.text[slice(*owners.find(16, 21))]
        '云岭园区'
        """
        if behind := self._behind(end):
            return behind
        for reaches in (self.near, self.titles):
            place = bisect_right(reaches, position, key=lambda reach: reach.start) - 1
            if place >= 0 and position < reaches[place].end:
                owner = reaches[place].owner
                is_far = (
                    owner and _WIDE.search(name) and _ELSE.search(self.text, owner[1], position)
                )
                return None if is_far else owner
        return None

    def _behind(self, end: int) -> Phrase | None:
        """The owner in a bracket after the number, or its site in the next clause."""
        if self.text.startswith("(", end):
            place = bisect_right(self.near, end + 1, key=lambda reach: reach.start)
            found = self.near[place - 1] if place else None
            return found.owner if found and found.start == end + 1 else None
        placed = _PLACED.match(self.text, end)
        return placed.span(placed.lastgroup or 0) if placed else None


def find_owners(text: str) -> Owners:
    """Find every owner of folded ``text`` that opens a clause, a bracket, a line or the heading."""
    near: list[_Reach] = []
    titles: list[_Reach] = []
    heading = text.find("\n")
    for found in _SUBJECT.finditer(text):
        if found["whole"]:
            near.append(_Reach(found.start("whole"), _end_of_sentence(text, found.end()), None))
            continue
        owner = found.span(found.lastgroup or 0)
        stop = _TITLE_END.match(text, owner[1])
        if stop and (not found.start() or text[found.start() - 1] == "\n"):
            line_end = text.find("\n", stop.end())
            end = len(text) if 0 <= stop.end() == heading or line_end < 0 else line_end
            titles.append(_Reach(found.start(), end, owner))
        elif text.startswith(")", owner[1]) or (
            found["facility"] and not text.startswith(":", owner[1])
        ):
            near.append(_Reach(owner[0], _end_of_clause(text, owner[1]), owner))
        else:
            near.append(_Reach(owner[0], _end_of_sentence(text, owner[1]), owner))
    return Owners(text, tuple(near), tuple(titles))


def owner_of_title(heading: str) -> str:
    """Return the owner that a folded heading consists of; '' if it says more.

    >>> owner_of_title("加快云岭园区建设"), owner_of_title("做强工业主引擎")
    ('云岭园区', '')
    """
    titles = find_owners(heading).titles
    return heading[slice(*titles[0].owner)] if titles and titles[0].owner else ""


def is_far(text: str, owner: Phrase, position: int) -> bool:
    """Whether an owner is in an earlier clause of the sentence, so that its reach is a guess."""
    between = text[owner[1] : position]
    return "," in between and not between.startswith(":") and "。" not in between


def is_owner(text: str, span: Phrase) -> bool:
    """Whether a phrase is the name of a place, body or project."""
    return _NAME.fullmatch(text, *span) is not None


def _end_of_sentence(text: str, position: int) -> int:
    found = _SENTENCE.search(text, position)
    return found.start() if found else len(text)


def _end_of_clause(text: str, position: int) -> int:
    comma = text.find(",", position)
    end = _end_of_sentence(text, position)
    return min(end, comma) if comma >= 0 else end
