"""The sign between indicator and value: 不少于 … 以上, 控制在 … 以内, 约, 由 … 提高到 …."""

from dataclasses import dataclass

from plandiff.corpus.model import Relation
from plandiff.corpus.targets import vocabulary
from plandiff.corpus.text import lazy_re as re

_NOT = r"不(?:得|能|应|可|宜|许|再)?(?:要)?"
_JOIN = r"(?:达到|达|为|到|于|在|至)?[ ]?\Z"
_CHANGE = rf"(?:{vocabulary.RISES}|{vocabulary.FALLS})"
_LEFT = re.compile(
    rf"(?P<least>[≥≧]|{_NOT}(?:低于|少于|小于|下于|短于)|(?:达到或|等于或)超过|(?:至少|最少|"
    rf"起码){vocabulary.HAN}{{0,6}}?|最低|突破)"
    + _JOIN
    + rf"|(?P<most>[≤≦]|{_NOT}(?:超过|高于|多于|大于|突破|长于|超出|超)|"
    rf"(?:至多|最多){vocabulary.HAN}{{0,4}}?|最高|(?:控制|限制|限定|压缩|压减|控)(?:在|到|至)|"
    rf"(?:进入|跻身|位居|位列|排名|列|居){vocabulary.HAN}{{0,8}}?前)"
    + _JOIN
    + r"|(?P<more>超过|高于|大于|多于|超出|超|逾)[ ]?\Z"
    + r"|(?P<less>低于|少于|小于|未达到?|不到)[ ]?\Z"
    + rf"|(?:达到?|在|为|到|至|按|{_CHANGE})?(?P<about>约为?|大约为?|大致|接近|近)[ ]?\Z"
    + rf"|(?P<equal>{_CHANGE}(?:了|约)?(?:到|至|为)|达到?|到达|保持(?:在|为)?|稳定(?:在|为)|"
    rf"维持(?:在|为)|{_CHANGE}|等于|为)[ ]?\Z"
)
_RIGHT = re.compile(
    r"[ ]?(?:\(含\))?(?:(?P<least>(?:及|或|\()?以上\)?)|(?P<most>(?:及|或)?(?:以下|以内|"
    r"之内))|(?P<about>左右|上下))"
)
_FAR = re.compile(
    rf"(?:(?P<least>{_NOT}(?:低于|少于))|(?P<most>{_NOT}(?:超过|高于)))[^,;。\n]{{1,30}}(?:的|"
    rf"占[^,;。\n]{{1,8}}) ?\Z|(?P<equal>达到?|占到?|控制在)[^,;。\n达占率比重]{{2,16}}的 ?\Z"
)
"""不低于义务教育阶段课时的 20%: the measure stands between comparator and number."""
_WINDOW = 18
_FAR_WINDOW = 40


@dataclass(frozen=True, slots=True)
class Sign:
    """What binds a quantity, and how far it reaches to both sides."""

    start: int
    end: int
    relation: Relation
    left: str
    """Kind of the word in front: least, most, more, less, about, equal, or empty."""
    right: str
    """Kind of the word behind."""

    @property
    def explicit(self) -> bool:
        """Whether a word says that a bound is meant."""
        return self.left not in ("", "equal", "about") or bool(self.right)


_RELATIONS = {
    "least": Relation.AT_LEAST,
    "most": Relation.AT_MOST,
    "more": Relation.MORE_THAN,
    "less": Relation.LESS_THAN,
    "about": Relation.ABOUT,
    "equal": Relation.EQUAL,
    "": Relation.EQUAL,
}


def read_sign(text: str, floor: int, span: tuple[int, int]) -> Sign:
    """The comparator around the quantity at ``span``; nothing left of ``floor`` is looked at.

    >>> sign = read_sign("毛入园率达到85%以上", 0, (6, 9))
    >>> (sign.start, sign.end, sign.relation.value)
    (4, 11, '>=')
    """
    start, end = span
    low = max(floor, start - _WINDOW)
    left = _LEFT.search(text[low:start])
    if left is None:
        low = max(floor, start - _FAR_WINDOW)
        left = _FAR.search(text[low:start])
        if (
            left
            and left["equal"]
            and not (text[start:end].endswith("%") or "分之" in text[start:end])
        ):
            left = None
    right = _RIGHT.match(text, end)
    left_kind = str(left.lastgroup) if left else ""
    right_kind = str(right.lastgroup) if right else ""
    relation = _RELATIONS[right_kind or left_kind]
    return Sign(
        low + left.start() if left else start,
        right.end() if right else end,
        relation,
        left_kind,
        right_kind,
    )
