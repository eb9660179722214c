"""Whether two targets are of the same thing: the qualifier decides, not the tail.

A generic tail (投资, 项目, 产值) and a unit are no evidence: without their project, place or group
they name no quantity.  Two targets of the same thing can be ordered; if only the scope differs
(全区 and 区本级, the whole and one town), they are paired but not ordered; all others are different
things.  Every function is symmetric in its two targets.
"""

from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from plandiff.comparison.target_changes.english_names import compare_english_names
from plandiff.comparison.target_changes.features import Features
from plandiff.corpus import word_patterns as re
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.model import Pack
from plandiff.corpus.packs import packs_in_use

if TYPE_CHECKING:
    from rapidfuzz import distance
else:
    distance = LazyModule("rapidfuzz.distance")

_HAN = re.compile("[\u3400-\u9fff]")
_LEADS, _NOUNS, _NEUTRAL_WORDS, _PLACES, _DISTINCT_WORDS = (
    re.any_of(name) for name in ("GENERALLEADS", "GENERAL", "NEUTRAL", "PLACE", "DISTINCT")
)
_GENERAL = re.compile(f"(?:{_LEADS})*(?:{_NOUNS})*")
_NEUTRAL, _PLACE = re.compile(_NEUTRAL_WORDS), re.compile(_PLACES)
_DISTINCT = re.compile(_DISTINCT_WORDS)
_TEACHERS = re.compile("教职员?工")
_BUDGET = re.compile("(?:地方)?(?:一般)?公共财政预算|(?:地方)?财政一般预算|地方一般公共预算")
"""Earlier names of the general public budget."""
_LONG, _SHORT = 5, 4
_MOST_INSERTED = 5
_BEGINNING = 2
"""Equal first characters of two places that may be one under another name: 云岭园区."""


class Identity(Enum):
    """The relation between the things that two targets measure."""

    SAME = "same"
    SCOPE = "scope"
    """The same quantity of a whole and of a part, or one lacks the qualifier of the other."""
    OTHER = "other"


def compare_identity(old: Features, new: Features) -> Identity:
    """Compare the quantities and things that two targets name.

    English names are compared by their words: see `english_names`.
    """
    if not (_HAN.search(old.indicator) or _HAN.search(new.indicator)):
        return _compare_english(old, new)
    if (holders := _compare_holders(old, new)) is Identity.OTHER:
        return holders
    found = _compare_chinese(old, new)
    return holders if found is Identity.SAME else found


def _compare_chinese(old: Features, new: Features) -> Identity:
    """Compare the nouns and qualifiers of two Chinese names."""
    nouns = compare_names(old.core, new.core)
    owners = _compare_owners(old, new)
    if is_general(old.core) and is_general(new.core):
        return owners if nouns is not Identity.OTHER or _both_spend(old, new) else nouns
    lone = is_general(old.core) is not is_general(new.core)
    if (
        lone or nouns is Identity.OTHER
    ):  # 旧城区改造 + 计划投资 and 旧城区改造投资: one name, split differently
        short, long = sorted((_strip(_whole(old)), _strip(_whole(new))), key=len)
        if len(short) > _LONG and long.endswith(short):
            return Identity.SAME
        return compare_names(_whole(old), _whole(new))
    return nouns if owners is Identity.SAME else owners


def _compare_holders(old: Features, new: Features) -> Identity:
    """Compare the places or bodies that govern two targets; equal beginnings differ in scope.

    A place on one side only differs in scope, unless the other plan names it near the target.
    """
    mine, theirs = old.holder, new.holder
    if mine == theirs:
        return Identity.SAME
    if not mine or not theirs:
        lone, other = (old, new) if mine else (new, old)
        named = lone.holder in other.sentence or lone.holder in _whole(other)
        return Identity.SAME if named or lone.is_led_in else Identity.SCOPE
    found = compare_names(mine, theirs)
    alike = found is Identity.OTHER and mine[:_BEGINNING] == theirs[:_BEGINNING]
    return Identity.SCOPE if alike else found


def _compare_english(old: Features, new: Features) -> Identity:
    holders = (old.target.of or "", new.target.of or "")
    if holders[0] == holders[1]:
        names, holders = (old.target.indicator, new.target.indicator), ("", "")
    else:
        names = (_english_name(old), _english_name(new))
    return Identity(compare_english_names(*names, holders))


def _english_name(one: Features) -> str:
    return f"{one.target.of or ''} {one.target.indicator}"


def is_general(core: str) -> bool:
    """Whether an indicator is generic without its owner: 计划投资, 项目."""
    return _GENERAL.fullmatch(core) is not None


def _both_spend(old: Features, new: Features) -> bool:
    return old.unit.name == new.unit.name == "元"


def _whole(one: Features) -> str:
    return one.of + one.core


def _compare_owners(old: Features, new: Features) -> Identity:
    if old.of == new.of:
        return Identity.SAME
    if old.of and new.of:
        short, long = sorted((old.of, new.of), key=len)
        if len(short) >= _LONG and long.endswith(short):  # 县职校新校区二期工程, 新校区二期工程
            return Identity.SAME
        found = compare_names(old.of, new.of)
        whole = compare_names(_whole(old), _whole(new))
        return Identity.SAME if Identity.SAME in (found, whole) else found
    lone = old if old.of else new
    other = new if old.of else old
    if lone.of in other.sentence:  # 柳河镇 before the clause, which the other plan shortened
        return Identity.SAME
    if is_general(lone.core):
        return Identity.OTHER
    return Identity.SCOPE if lone.is_beside else Identity.SAME


def compare_names(one: str, other: str) -> Identity:
    """Compare two noun phrases; the result is symmetric.

    >>> [compare_names("旅游人数", other).value for other in ("旅游接待人数", "旅游收入")]
    ['same', 'other']
    >>> compare_names("固定资产投资", "区本级固定资产投资").value
    'scope'
    """
    return _compare_names(one, other, packs_in_use())


@lru_cache(maxsize=4096)
def _compare_names(
    one: str,
    other: str,
    packs: tuple[Pack, ...],  # noqa: ARG001 - part of the key
) -> Identity:
    short, long = sorted((_strip(one), _strip(other)), key=lambda name: (len(name), name))
    if short == long:
        return Identity.SAME
    if not short:
        return Identity.OTHER
    if (place := long.find(short)) >= 0:
        before, behind = long[:place], long[place + len(short) :]
        return _with_more(short, before, behind)
    return _inserted(short, long)


def _strip(name: str) -> str:
    name = _BUDGET.sub("一般公共预算", _TEACHERS.sub("教师", name))
    return _NEUTRAL.sub("", name) or name


def _with_more(short: str, before: str, behind: str) -> Identity:
    if behind:  # 地区生产总值 and 地区生产总值能耗: another measure
        return Identity.OTHER
    if is_general(short) and not _PLACE.search(before):
        return Identity.OTHER
    if _PLACE.search(before) or _DISTINCT.search(before) or len(short) < _LONG:
        return Identity.OTHER if before == "再" else Identity.SCOPE
    return Identity.SAME if len(before) < len(short) else Identity.SCOPE


def _inserted(short: str, long: str) -> Identity:
    """Compare names that differ by inserted characters only: 旅游人数 and 旅游接待人数."""
    parts = _difference(short, long)
    replaced = any(removed for removed, _ in parts)
    if len(short) < (2 * _LONG if replaced else _SHORT) or len(parts) > 2:
        return Identity.OTHER
    if replaced and short[0] != long[0]:  # 食品抽检合格率 and 药品抽检合格率: another head
        return Identity.OTHER
    for removed, added in parts:
        if removed and added and (len(removed) > 1 or len(added) > 1):
            return Identity.OTHER
        changed = removed + added
        if len(changed) > _MOST_INSERTED or _DISTINCT.search(changed):
            return Identity.OTHER
        if _PLACE.search(changed):
            return Identity.SCOPE
    return Identity.SAME


def _difference(short: str, long: str) -> list[tuple[str, str]]:
    """Return (removed, added) texts between the common characters, by longest matches."""
    parts: list[tuple[str, str]] = []
    before = True
    for op, a, b, c, d in distance.Indel.opcodes(short, long).as_list():
        if op != "equal":
            removed, added = ("", "") if before or not parts else parts.pop()
            parts.append((removed + short[int(a) : int(b)], added + long[int(c) : int(d)]))
        before = op == "equal"
    return parts
