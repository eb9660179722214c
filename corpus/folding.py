"""Text folded for matching: width, quotes, dashes, white space, traditional forms.

Every fold keeps the length, so a span of the folded text is the same span of the text.
NFKC is no help here: it changes lengths (``…`` becomes ``...``) and meanings (``①`` becomes ``1``).
"""

import re
from functools import cache, lru_cache
from typing import Protocol

_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xFFE5: 0xA5}
_MARKS = str.maketrans(
    {
        **dict.fromkeys("“”„‟〝〞〟＂「」『』", '"'),
        **dict.fromkeys("‘’‚‛＇`´", "'"),
        **dict.fromkeys("—–―‒‐‑−－─﹘﹣", "-"),
        **dict.fromkeys("～〜∼", "~"),
        **dict.fromkeys("·・•‧∙●", "·"),
        **dict.fromkeys("〔【［﹝", "["),
        **dict.fromkeys("〕】］﹞", "]"),
        **dict.fromkeys("〈﹤", "<"),
        **dict.fromkeys("〉﹥", ">"),
        **dict.fromkeys("｡", "。"),
        **dict.fromkeys("､﹑", "、"),
        **dict.fromkeys("\t\r\n\x0b\x0c\x85\xa0\u2028\u2029\u202f\u205f", " "),
        **{chr(code): " " for code in range(0x2000, 0x200B)},
    }
)
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@cache
def _opencc() -> _Converter:
    from opencc import OpenCC  # noqa: PLC0415 - 20 ms that plans in simplified form need not pay

    converter: _Converter = OpenCC("t2s")
    return converter


@lru_cache(maxsize=16384)
def _simplify_character(character: str) -> str:
    simplified = _opencc().convert(character)
    return simplified if len(simplified) == 1 else character


@lru_cache(maxsize=4096)
def _simplify_characters(characters: str) -> dict[int, str]:
    return {ord(c): _simplify_character(c) for c in characters}


def fold_width(text: str) -> str:
    """Full-width letters, digits and marks as their ASCII forms; quotes, dashes, spaces as one.

    >>> fold_width("（一）达到８５％以上，“双减”——")
    '(一)达到85%以上,"双减"--'
    """
    return text.translate(_WIDTH).translate(_MARKS)


def simplify(text: str) -> str:
    """Traditional characters as simplified ones, one for one (OpenCC ``t2s``).

    >>> simplify("學前三年毛入園率")
    '学前三年毛入园率'
    """
    han = "".join(sorted(set(_HAN.findall(text))))
    return text.translate(_simplify_characters(han)) if han else text


def fold(text: str) -> str:
    """Everything that is form and not substance made one, except case and white space runs."""
    return simplify(fold_width(text))
