"""Weights of tokens, and how natural a border between two tokens is."""

from collections.abc import Sequence
from itertools import accumulate

from plandiff.corpus.text import lazy_re as re

_CHINESE = (
    "的 地 得 了 着 和 与 及 以及 或 等 在 对 为 以 从 向 把 将 被 让 由 于 到 中 上 下 内 之 其"
    " 该 各 并 且 而 也 都 就 要 是 有 不 个 名 所 项 次"
)
_ENGLISH = "a an and are be by for in is of on or the to with"
_FUNCTION_WORDS = frozenset(f"{_CHINESE} {_ENGLISH}".split(" "))
SENTENCE_ENDS = frozenset("。！？!?；;\n")
CLAUSE_ENDS = SENTENCE_ENDS | frozenset("，,：:—…")
_OPENING = frozenset("“‘「『《〈（([【〔")
_CLOSING = frozenset("”’」』》〉）)]】〕")
_ATTACHED = frozenset("的地得了着等")

_NUMERIC = re.compile(r"[0-9]|第?[一二两三四五六七八九十百千]{2}|第.+[条款章项编]$")

_WRITTEN = re.compile("[一二两三四五六七八九十百千万亿零]{2,}")

_known: dict[str, float] = {}
_MOST_KNOWN = 100_000


def weigh(key: str) -> float:
    """Return the weight of a token: 0 for signs, 0.2 for function words, 2 for numbers and Latin.

    >>> [weigh(key) for key in ("毛入园率", "的", "，", "95%", "Wi-Fi")]
    [4.0, 0.2, 0.0, 2.0, 2.0]
    """
    found = _known.get(key)
    if found is None:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        found = _known[key] = _weigh(key)
    return found


def _weigh(key: str) -> float:
    if not any(map(str.isalnum, key)):
        return 0.0
    if key in _FUNCTION_WORDS:
        return 0.2
    return 2.0 if key.isascii() or _NUMERIC.match(key) else float(len(key))


def running_weights(keys: Sequence[str]) -> list[float]:
    """Return the prefix sums of the weights, so that a range weighs a difference."""
    return [0.0, *accumulate(map(weigh, keys))]


def is_number(key: str) -> bool:
    """Whether a folded token is a number, and not a name with a number in it.

    >>> [is_number(key) for key in ("95%", "2024年", "五十万", "第三条", "COVID-19x", "一些")]
    [True, True, True, False, False, False]
    """
    return key[0].isdecimal() or key[-1] in "0123456789%" or bool(_WRITTEN.fullmatch(key))


def border_rank(tokens: Sequence[str], at: int) -> float:
    """Return how natural a cut before token ``at`` is: 6 at the edge of the text, 0 in a phrase."""
    if at in (0, len(tokens)):
        return 6.0
    before, after = tokens[at - 1], tokens[at]
    if before[-1] in SENTENCE_ENDS:
        return 5.0
    if before[-1] in CLAUSE_ENDS:
        return 4.0
    if before == "、":
        return 3.0
    if after in _OPENING or before in _CLOSING:
        return 2.0
    if after[0] in CLAUSE_ENDS or after == "、":
        return 1.5
    if before in _ATTACHED:
        return 1.0
    if after in _ATTACHED or before in _OPENING or after in _CLOSING:
        return 0.0
    return 0.5
