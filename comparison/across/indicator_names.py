"""Match names of targets that denote one indicator, though editions word them differently.

新增城镇就业 and 新增就业岗位 are one; 全社会投资 and 区本级投资, 节水灌溉 and
奋斗镇节水灌溉 are two.
"""

from plandiff.comparison.target_changes.features import CONTRASTS
from plandiff.comparison.target_changes.units import base_unit
from plandiff.corpus import word_patterns as re
from plandiff.corpus.model import Target
from plandiff.corpus.text.folding import fold

_JOINED = re.compile("[、和及与]")
_MARKS = re.compile(r"[\W_]+")
_URBAN = re.compile("城镇|城市|市民")
_RURAL = re.compile(rf"{re.any_of('RURAL')}")
_RESIDENTS = re.compile(rf"{re.any_of('RESIDENTS')}")
_FORMAL = re.compile(rf"{re.any_of('FORMAL')}")
"""Words that a plan may omit without changing the quantity."""
_PROJECTS = re.compile("(?:项目|工程)\\Z")
_COUNTS = frozenset({"个", "人", "项"})


def shared_name(one: Target, other: Target) -> float:
    """Return the share of the shorter name's character bigrams that the other one has.

    0 if the names are known to differ: 全社会投资 and 区本级投资.
    """
    names = [target.name or target.indicator for target in (one, other)]
    for words in CONTRASTS:
        mine, theirs = ({word for word in words if word in name} for name in names)
        if mine and theirs and mine != theirs:
            return 0.0
    pairs = [
        {name[at : at + 2] for at in range(len(name) - 1)}
        for name in (_MARKS.sub("", fold(name)) for name in names)
    ]
    least = min(map(len, pairs))
    return len(pairs[0] & pairs[1]) / least if least else 0.0


def is_part(one: Target, other: Target) -> bool:
    """Whether two targets with similar names are of different things.

    奋斗镇节水灌溉 is a part of 节水灌溉; 12个菜篮子项目 are counted, 1.5万亩菜篮子项目 measured.
    """
    if (one.of is None) is not (other.of is None):
        named, bare = (one, other) if one.of else (other, one)
        if core_words(named.name.replace(named.of or "", "", 1)) == core_words(bare.name):
            return True
    units = [base_unit(target.unit).name for target in (one, other)]
    return (
        len(set(units)) > 1
        and not _COUNTS.isdisjoint(units)
        and all(_PROJECTS.search(target.name) for target in (one, other))
    )


def identity(target: Target) -> tuple[str, str, str]:
    """Return holder, name without holder and formal words, and kind of unit."""
    unit = base_unit(target.unit)
    name = "count" if unit.name in _COUNTS else unit.name
    return (*holder_and_core(target.name), f"{name}/{unit.per}")


def holder_and_core(name: str) -> tuple[str, str]:
    """Split a name into the holder of the quantity and the rest.

    >>> holder_and_core("农民人均纯收入增长率")
    ('rural', '可支配收入增长率')
    >>> holder_and_core("城镇常住居民人均可支配收入、农村常住居民人均可支配收入增长率")
    ('both', '可支配收入增长率')
    >>> holder_and_core("新增城镇就业")
    ('', '新增就业')
    """
    core = core_words(name)
    urban, rural = _URBAN.search(core), _RURAL.search(core)
    if "城乡" in core or (urban and rural):
        # Only the last name in 城镇…收入、农村…收入增长率 is complete.
        holder, core = "both", core_words(_JOINED.split(fold(name))[-1])
    else:
        holder = "urban" if urban else "rural" if rural else ""
    if not holder:
        return "", core
    bare = _RESIDENTS.sub("", _RURAL.sub("", _URBAN.sub("", core)))
    # Since 2013 the statistics use 可支配收入 instead of 纯收入.
    return holder, bare.replace("纯收入", "可支配收入")


def core_words(name: str) -> str:
    """Return a name without formal words and punctuation.

    >>> core_words("新增就业岗位"), core_words("地区生产总值同比增长率")
    ('新增就业', '地区生产总值增长率')
    """
    return _FORMAL.sub("", fold(name))
