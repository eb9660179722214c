"""Names of bodies: split a list of names, and normalise names to compare them."""

from functools import cache
from pathlib import Path

from msgspec import Struct

from plandiff.corpus.packs import BODIES, pack_words
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.folding import fold

_LEVEL = re.compile(r"(?:自治区|自治州|自治县|省|市|县|区|州|盟|旗|镇|乡|校)(?=.{2})")
"""The level that a name begins with: 市 in 市教育局."""
_TAIL = re.compile(
    r"(?:等(?:有关|相关)?(?:部门|单位|科室)?|分别|共同|按(?:照)?职责分工|具体|要|应当?|须)\Z"
)
_HOW = re.compile(
    r"(?:按(?:照)?(?:各自)?职责(?:分工)?|分工|分别|各自|共同){1,3}(?:负责|配合|(?:抓好)?落实)?"
)
"""Joint action of the listed bodies at the end of a list: 按职责分工负责."""
_HEAD = re.compile(r"\A(?:由|请|并|和?依托|以及|及|和|与|同)(?!平|田|安|仁)")
_REST_OF_GOVERNMENT = re.compile(
    r"(?:[省市县区州盟旗镇乡]|自治[区州县]|直辖市|特区|开发区|\([^()]*\)){1,4}(?:人民)?政府"
)
"""End of a list of administrative levels, 各区、县(市)政府: one body, never split."""
_ONLY_LEVELS = re.compile(
    r"(?:各|各级)?(?:[省市县区州盟旗镇乡]|自治[区州县]|直辖市|特区|地级市){1,3}(?:\([^()]*\))?"
)
_STEM_END = re.compile(r"(?:委员会|(?<!政府)办公室|(?<!政府)办|厅|局|委)\Z")
_BORROWS_LEVEL = re.compile(
    r"(?:局|委|办|厅|委员会|办公室|妇联|文联|科协|残联|侨联|工商联|总工会|编办)\Z"
)
_LENDING = ("省", "市", "县", "区", "州", "旗")
_LEAGUE = re.compile(r"\A(?:共青)?团([省市县区州旗]?)委\Z")
_PLACE = re.compile(r"(?![各全每本整该我])[^\W\d_]{2,4}[区县](?<![地社园校小片灾景山辖]区)")
"""A district that acts as a body: 杨浦区."""
_LONGEST = 40


class _Names(Struct, frozen=True):
    endings: tuple[str, ...]
    offices: tuple[str, ...]
    general: frozenset[str]
    acting: re.Pattern[str]
    """An office followed by its action: 区住建局完成功能教室."""
    same: dict[str, str]
    """Maps a stem to its canonical stem."""


def split_bodies(text: str) -> tuple[str, ...]:
    """Return the names in a folded list of bodies, in order; an omitted level is added.

    >>> split_bodies("市人社局、文广新局,团市委")
    ('市人社局', '市文广新局', '团市委')
    >>> split_bodies("各区、县(市)政府,市财政、统计部门")
    ('各区、县(市)政府', '市财政部门', '市统计部门')
    """
    found: list[str] = []
    for piece in _pieces(text):
        if (
            found
            and _REST_OF_GOVERNMENT.fullmatch(piece)
            and _ONLY_LEVELS.fullmatch(found[-1].rpartition("、")[2])
        ):
            found[-1] = f"{found[-1]}、{piece}"
        else:
            found.append(piece)
    return tuple(dict.fromkeys(_with_levels(_with_common_ending(found))))


def are_bodies(text: str, *, strict: bool = False) -> bool:
    """Whether every item of a folded list looks like the name of a body.

    ``strict``: every item must look like an office, as required for a bracket without a label.

    >>> are_bodies("市教育局、各学校"), are_bodies("语文、数学"), are_bodies("中小学", strict=True)
    (True, False, False)
    """
    pieces = split_bodies(text)
    return bool(pieces) and all(_is_body(piece, strict=strict) for piece in pieces)


def own_level(names: tuple[str, ...]) -> str:
    """The most frequent level prefix of the names, taken as the issuer's; empty if none has one."""
    levels = [found[0] for name in names if (found := _LEVEL.match(name))]
    return max(sorted(set(levels)), key=levels.count, default="")


def canonical(name: str, level: str) -> str:
    """Normalise a name: drop the issuer's own level, spelling variants and the office's rank.

    省教育厅 in a provincial plan and 市教育局 in a municipal plan have the same canonical name.

    >>> canonical("市发改委", "市") == canonical("省发展和改革委员会", "省")
    True
    >>> canonical("区教育局", "市") == canonical("市教育局", "市")
    False
    """
    if league := _LEAGUE.match(name):
        name = f"{league[1]}共青团"
    if level and name.startswith(level) and len(name) > len(level) + 1:
        name = "本级" + name.removeprefix(level)
    prefix = "本级" if name.startswith("本级") else ""
    rest = name.removeprefix(prefix)
    if found := _LEVEL.match(rest):
        prefix, rest = prefix + found[0], rest[found.end() :]
    stem = _STEM_END.sub("", rest)
    known = _names().same.get(stem)
    if known is None and len(stem) < 2:
        return prefix + rest
    return prefix + (known or stem)


def _pieces(text: str) -> list[str]:
    """Split at separators outside brackets and drop the joining words."""
    parts: list[str] = []
    depth, begin = 0, 0
    for place, sign in enumerate(text):
        depth += (sign in "([") - (sign in ")]" and depth > 0)
        if depth == 0 and (sign in "、,;。\n\t/" or (sign == " " and _parts(text, place))):
            parts.append(text[begin:place])
            begin = place + 1
    parts.append(text[begin:])
    named = (part for part in parts if not _HOW.fullmatch(part.strip(" .")))
    return [piece for part in named for piece in _at_and(_trimmed(part)) if piece]


def _parts(text: str, space: int) -> bool:
    """Whether a space separates names; English names contain spaces themselves."""
    return not (text[space - 1 : space].isascii() and text[space + 1 : space + 2].isascii())


def _trimmed(part: str) -> str:
    part = _HEAD.sub("", part.strip(" .。,;、-"))
    while shorter := _TAIL.search(part):
        part = part[: shorter.start()].strip()
    return part


def _at_and(piece: str) -> list[str]:
    """Split at 和 or 与 if both sides end like names: 教育局和财政局."""
    for found in re.finditer(r"以及|[和与及]|(?<=[局委办厅科处])[ ]", piece):
        left, right = piece[: found.start()], piece[found.end() :]
        if _is_body(left, strict=True) and _is_body(right, strict=False):
            return [left, *_at_and(right)]
    return [piece]


def _with_common_ending(pieces: list[str]) -> list[str]:
    """Append the ending of the last name to names without one: 市财政、统计部门."""
    named: list[str] = []
    ending = ""
    for piece in reversed(pieces):
        found = re.search(r"(?:主管|行政)?部门\Z", piece)
        if found and found.start():
            ending = found[0]
        elif not ending or _is_body(piece, strict=False):
            ending = ""
        named.append(piece if found else piece + ending)
    return named[::-1]


def _with_levels(pieces: list[str]) -> list[str]:
    """Prefix names without a level with the level of an earlier name: 市人社局、文广新局."""
    level, named = "", []
    for piece in pieces:
        if found := _LEVEL.match(piece):
            level = found[0]
        borrows = not found and level in _LENDING and _borrows_level(piece)
        named.append(level + piece if borrows else piece)
    return named


def _borrows_level(piece: str) -> bool:
    if _LEAGUE.match(piece) or re.match(
        r"[各全本上国相有]|团|(?!城[乡镇市区])(?!.{0,4}社区).{1,12}[省市县区州旗镇乡]", piece
    ):
        return False
    return bool(_BORROWS_LEVEL.search(piece) or piece.endswith("部门"))


def _is_body(piece: str, *, strict: bool) -> bool:
    """Whether one name looks like a body: by list, as a district, or by its ending."""
    names = _names()
    if not 2 <= len(piece) <= _LONGEST:
        return False
    if piece in names.general or (not strict and _PLACE.fullmatch(piece)):
        return True
    endings = names.offices if strict else names.endings
    bare = re.sub(r"\([^()]*\)", "", piece)
    if names.acting.search(bare):
        return False
    return bare.endswith(endings) and not re.search(r"[,。;:!?\"]", bare)


def _names() -> _Names:
    """The built-in names with those of the active packs."""
    return _names_with(pack_words(BODIES))


@cache
def _lists() -> dict[str, list[str]]:
    """The lists of ``bodies.txt`` by name, one item per line."""
    parts: dict[str, list[str]] = {}
    current: list[str] = []
    for line in Path(__file__).with_name("bodies.txt").read_text(encoding="utf-8").splitlines():
        if re.fullmatch(r"\[\w+\]", line):
            current = parts.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            current.append(line)
    return parts


def acts() -> str:
    """A regex alternation of the verbs that describe a body's actions."""
    return "|".join(" ".join(_lists()["acts"]).split())


@cache
def _names_with(more: tuple[str, ...]) -> _Names:
    """Build the lookup tables; ``more``: endings added by packs."""
    parts = _lists()
    same = {stem: line.split()[0] for line in parts["same"] for stem in line.split()}
    return _Names(
        (*" ".join(parts["endings"]).split(), *map(fold, more)),
        (*" ".join(parts["offices"]).split(), *map(fold, more)),
        frozenset(" ".join(parts["general"]).split()),
        re.compile(f"[局委厅办](?:{acts()})"),
        same,
    )
