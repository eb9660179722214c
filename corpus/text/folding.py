"""Text folded for matching: width, quotes, dashes, white space, traditional forms.

Every fold keeps the length, so a span of the folded text is the same span of the text.
NFKC is no help here: it changes lengths (``…`` becomes ``...``) and meanings (``①`` becomes ``1``).
"""

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Protocol

from plandiff.corpus.lazy_import import LazyModule

if TYPE_CHECKING:
    import opencc
else:
    opencc = LazyModule("opencc")

from plandiff.corpus.text import lazy_re as re

_MARKS = {
    **dict.fromkeys("“”„‟〝〞〟＂「」『』", '"'),
    **dict.fromkeys("‘’‚‛＇`´｀", "'"),
    **dict.fromkeys("—–―‒‐‑−－─﹘﹣", "-"),
    **dict.fromkeys("～〜∼", "~"),
    **dict.fromkeys("・•‧∙●", "·"),
    **dict.fromkeys("〔【［﹝", "["),
    **dict.fromkeys("〕】］﹞", "]"),
    **dict.fromkeys("〈﹤", "<"),
    **dict.fromkeys("〉﹥", ">"),
    "￥": "¥",
    "｡": "。",
    "､": "、",
    "﹑": "、",
    **dict.fromkeys("\t\r\n\x0b\x0c\x85\xa0\u2028\u2029\u202f\u205f\u3000", " "),
    **dict.fromkeys(map(chr, range(0x2000, 0x200B)), " "),
}
_ONE_FORM = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | _MARKS
"""No character on the right stands on the left, so they can be replaced one after the other."""
_FORMS = re.compile(f"[{re.escape(''.join(_ONE_FORM))}]")
_NARROW = "\xa0\u2009\u202f"
_GROUPED = re.compile(rf"(?<![\d.,{_NARROW}])\d{{1,3}}(?:[{_NARROW}]\d{{3}})+(?!\d)")
"""Thousands parted by a space that breaks no line."""
_NARROW_SPACE = re.compile(f"[{_NARROW}]")
_OLD_FORMS_IN_GB2312 = re.compile("[乾吒夥後徵拚捱摺於榘菸薹袷醣麴麽]")
"""All other characters of GB 2312, the set of the simplified script, are their own plain form."""
_ZHE = re.compile(
    "著(?=[力手重眼实實落装裝])|(?<=[沿随隨本接味有带帶跟朝顺順围圍绕繞])著(?![名作述])"
)
"""着 as it is written in Taiwan, 著力 and 隨著; 著名 and 顯著 are written so everywhere."""
_PIECE = re.compile(r"[^。\0\n\x1e\x1f]+|[。\0\n\x1e\x1f]+")
"""No phrase of the dictionary goes on behind one of these signs; it would stop at NUL, too."""
_plain_characters: set[str] = set()
"""Characters met so far that stay as they are."""


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@cache
def _opencc() -> _Converter:
    converter: _Converter = opencc.OpenCC("hk2s")
    return converter


@cache
def _simplify_character(character: str) -> str:
    if not ("\u3400" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff"):
        return character
    if _is_plain(character):
        return character
    simplified = _opencc().convert(character)
    return simplified if len(simplified) == 1 else character


def _is_plain(text: str) -> bool:
    """Whether a text needs no look at the dictionary, which is slow; most texts are in GB 2312."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return _OLD_FORMS_IN_GB2312.search(text) is None


def fold_width(text: str) -> str:
    r"""Full-width letters, digits and marks as their ASCII forms; quotes, dashes, spaces as one.

    >>> fold_width("（一）达到８５％以上，“双减”——")
    '(一)达到85%以上,"双减"--'
    >>> fold_width("1\xa0500路")
    '1,500路'
    """
    if _NARROW_SPACE.search(text):
        text = _GROUPED.sub(lambda found: _NARROW_SPACE.sub(",", found[0]), text)
    for character in set(_FORMS.findall(text)):
        text = text.replace(character, _ONE_FORM[character])
    return text


def simplify(text: str) -> str:
    """Traditional characters as simplified ones, one for one.

    OpenCC's ``hk2s``, which is ``t2s`` and seven forms of Hong Kong (衞, 粧, 衹 …).

    >>> simplify("瞭解學前三年毛入園率")
    '了解学前三年毛入园率'
    """
    if text.isascii():
        return text
    if len(text) == 1:
        return _simplify_character(text)
    if "著" in text:
        text = _ZHE.sub("着", text)
    if _is_plain(text):
        return text
    unknown = set(text) - _plain_characters
    if not unknown:
        return text
    changed = {c for c in unknown if _simplify_character(c) != c}
    _plain_characters.update(unknown - changed)
    if not changed:
        return text
    return "".join(
        [piece if changed.isdisjoint(piece) else _convert(piece) for piece in _PIECE.findall(text)]
    )


@lru_cache(maxsize=1 << 14)
def _convert(piece: str) -> str:
    """The dictionary's own conversion, which knows phrases: 瞭 is 了 in 瞭解 and stays in 瞭望."""
    try:
        converted = _opencc().convert(piece)
    except UnicodeEncodeError:  # lone surrogates
        converted = ""
    if len(converted) == len(piece):
        return converted
    return "".join(map(_simplify_character, piece))


def fold(text: str) -> str:
    """Everything that is form and not substance made one, except case and white space runs."""
    return simplify(fold_width(text))


def fold_lines(text: str, keep: str = "\n") -> str:
    r"""The folded text with the signs that end its lines, which `fold` takes for spaces.

    ``keep``: the signs that stay, ``"\n\t"`` where cells must stay apart too.

    >>> fold_lines("應當\n１０\t％"), fold_lines("應當\n１０\t％", "\n\t")
    ('应当\n10 %', '应当\n10\t%')
    """
    return restore_signs(fold(text), text, keep)


def restore_signs(folded: str, text: str, keep: str) -> str:
    """The signs ``keep`` of ``text`` put back into its folded form, at their places."""
    pieces: list[str] = []
    start = 0
    for sign in re.finditer(f"[{re.escape(keep)}]", text):
        pieces += (folded[start : sign.start()], sign[0])
        start = sign.end()
    return "".join((*pieces, folded[start:]))
