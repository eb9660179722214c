"""Fold text for matching: width, quotes, dashes, white space, traditional characters.

Every fold preserves the length, so spans of the folded text are valid in the original text.
NFKC is unsuitable: it changes lengths (``…`` becomes ``...``) and meanings (``①`` becomes ``1``).
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
"""No value occurs as a key, so the replacements can be applied one after the other."""
_FORMS = re.compile(f"[{re.escape(''.join(_ONE_FORM))}]")
_NARROW = "\xa0\u2009\u202f"
_GROUPED = re.compile(rf"(?<![\d.,{_NARROW}])\d{{1,3}}(?:[{_NARROW}]\d{{3}})+(?!\d)")
"""Digit groups separated by a no-break space."""
_NARROW_SPACE = re.compile(f"[{_NARROW}]")
_OLD_FORMS_IN_GB2312 = re.compile("[乾吒夥後徵拚捱摺於榘菸薹袷醣麴麽]")
"""Only these characters of GB 2312, the simplified character set, have another simplified form."""
_ZHE = re.compile(
    "著(?=[力手重眼实實落装裝])|(?<=[沿随隨本接味有带帶跟朝顺順围圍绕繞])著(?![名作述])"
)
"""著 where Taiwan writes it for 着: 著力 and 隨著; 著名 and 顯著 are not variants."""
_PIECE = re.compile(r"[^。\0\n\x1e\x1f]+|[。\0\n\x1e\x1f]+")
"""No dictionary phrase extends across these separators; OpenCC would also stop at NUL."""
_plain_characters: set[str] = set()
"""Cache of characters that need no conversion."""


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
    """Whether a text needs no conversion, which is slow; true for most texts in GB 2312."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return _OLD_FORMS_IN_GB2312.search(text) is None


_PHRASE = 40
"""Characters of a text up to which its folded form is kept."""


def fold_width(text: str) -> str:
    r"""Replace full-width characters by ASCII; unify quotes, dashes and spaces.

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
    """Convert traditional to simplified characters, one for one.

    Uses OpenCC's ``hk2s``, which is ``t2s`` plus seven Hong Kong variants (衞, 粧, 衹 …).

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
    """Convert with OpenCC, which uses phrases: 瞭 is 了 in 瞭解 but stays in 瞭望."""
    try:
        converted = _opencc().convert(piece)
    except UnicodeEncodeError:  # lone surrogates
        converted = ""
    if len(converted) == len(piece):
        return converted
    return "".join(map(_simplify_character, piece))


def fold(text: str) -> str:
    """Apply all folds: width, marks, script; case and runs of white space are kept."""
    return _fold_phrase(text) if len(text) <= _PHRASE else simplify(fold_width(text))


@lru_cache(maxsize=1 << 14)
def _fold_phrase(text: str) -> str:
    """Fold a short text; indicators and headings are folded many times."""
    return simplify(fold_width(text))


def fold_lines(text: str, keep: str = "\n") -> str:
    r"""Fold the text but keep its line separators, which `fold` replaces by spaces.

    ``keep``: the characters to keep; ``"\n\t"`` also keeps cells separate.

    >>> fold_lines("應當\n１０\t％"), fold_lines("應當\n１０\t％", "\n\t")
    ('应当\n10 %', '应当\n10\t%')
    """
    return restore_signs(fold(text), text, keep)


def restore_signs(folded: str, text: str, keep: str) -> str:
    """Restore the characters ``keep`` of ``text`` at their offsets in its folded form."""
    pieces: list[str] = []
    start = 0
    for sign in re.finditer(f"[{re.escape(keep)}]", text):
        pieces += (folded[start : sign.start()], sign[0])
        start = sign.end()
    return "".join((*pieces, folded[start:]))
