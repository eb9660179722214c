r"""Make the text of a plan safe to display and export: no control or invisible characters.

Plans are untrusted input: a control character could rename the window, write to the clipboard or
reverse the reading order, and an invisible letter can hide a difference.  On screens and in
reports each such character becomes one visible mark, so spans of the text stay valid; in JSON it
becomes a ``\u`` escape, so programs get the unchanged text.
"""

from plandiff.corpus.text import lazy_re as re

_SURROGATES = "\ud800-\udfff"
_C1_AND_DELETE = "\x7f-\x9f"
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = (
    "\xad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u2060-\u2065\u206a-\u206f\u2800\u3164"
    "\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff"
)
"""Invisible characters: Hangul fillers, the empty Braille cell, joiners, tags.

The zero-width joiner and the variation selectors are not included: they change the look of the
emoji or ideograph before them.
"""
_MARKS = {
    _SURROGATES: "�",
    "\x80-\x9f\ufffe\uffff": "�",
    "\x7f": "␡",
    _BIDI: "¿",
    _INVISIBLE: "¦",
    "\t\u2028\u2029": " ",
}
"""The mark for each class of characters; other control characters are shown as ␀ to ␟."""

_SUSPECT = re.compile(f"[\x00-\x08\x0b-\x1f{''.join(_MARKS)}]")
_UNSAFE_IN_JSON = f"[{_C1_AND_DELETE}{_BIDI}{_SURROGATES}]"
"""Compiled only when JSON is written, since ``--help`` does not need it."""


def _codes(characters: str) -> list[int]:
    """The codes of a character class in `re` syntax, with expanded ranges."""
    found = re.findall("(.)-(.)|(.)", characters, re.DOTALL)
    return [
        code
        for first, last, single in found
        for code in range(ord(first or single), ord(last or single) + 1)
    ]


_TABLE = {code: 0x2400 + code for code in range(0x20) if code != 0x0A} | {
    code: ord(mark) for characters, mark in _MARKS.items() for code in _codes(characters)
}


def visible(text: str) -> str:
    r"""Replace each control, bidi and invisible character by a mark; the length stays the same.

    Newlines are kept.  Lone surrogates, which no terminal can show, become ``�``.

    >>> visible("a\x1b]0;x\x07b\u3164")
    'a␛]0;x␇b¦'
    """
    return text.translate(_TABLE) if _SUSPECT.search(text) else text


def visible_line(text: str) -> str:
    """Like `visible`, but newlines become spaces: for file names, headings and window titles."""
    return visible(text).replace("\n", " ")


def escape_json(document: str) -> str:
    r"""Escape raw C1, DEL and bidi characters and surrogates in a JSON document.

    They can occur only inside strings, where ``\u`` escapes are allowed, so a parser returns the
    same strings, including lone surrogates; the result can be encoded as UTF-8.

    >>> escape_json('"a\x7fb"')
    '"a\\u007fb"'
    """
    return re.sub(_UNSAFE_IN_JSON, lambda found: f"\\u{ord(found[0]):04x}", document)
