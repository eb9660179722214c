r"""Text of a plan made safe to show and to hand on: nothing in it may steer a terminal or hide.

Plans are hostile input: a control character could rename the window, write to the clipboard, or
reverse the order of what is read, and an invisible letter hides a difference.  On screens and in
reports each such character is one visible mark, so spans of the text stay spans of the shown text;
in JSON it is a ``\u`` escape, so a program gets the very same text.
"""

from plandiff.corpus.text import lazy_re as re

_SURROGATES = "\ud800-\udfff"
_C1_AND_DELETE = "\x7f-\x9f"
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = (
    "\xad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u2060-\u2065\u206a-\u206f\u2800\u3164"
    "\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff"
)
"""Letters and signs without a shape: fillers of Hangul, the empty Braille cell, joiners, tags.

The zero-width joiner and the variation selectors are left: they belong to the emoji or the
ideograph before them, and change how it looks.
"""
_MARKS = {
    _SURROGATES: "�",
    "\x80-\x9f\ufffe\uffff": "�",
    "\x7f": "␡",
    _BIDI: "¿",
    _INVISIBLE: "¦",
    "\t\u2028\u2029": " ",
}
"""What stands for the characters of a class; ␀ to ␟ stand for the other control characters."""

_SUSPECT = re.compile(f"[\x00-\x08\x0b-\x1f{''.join(_MARKS)}]")
_UNSAFE_IN_JSON = f"[{_C1_AND_DELETE}{_BIDI}{_SURROGATES}]"
"""Compiled where JSON is written: the command line's help needs none."""


def _codes(characters: str) -> list[int]:
    """The codes of a character class as `re` writes it, ranges spelt out."""
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
    r"""The same number of characters with every control, bidi and invisible one as a mark.

    Newlines stay.  Lone surrogates, which no terminal can show, become ``�``.

    >>> visible("a\x1b]0;x\x07b\u3164")
    'a␛]0;x␇b¦'
    """
    return text.translate(_TABLE) if _SUSPECT.search(text) else text


def visible_line(text: str) -> str:
    """Like `visible`, with newlines as spaces: for file names, headings and window titles."""
    return visible(text).replace("\n", " ")


def escape_json(document: str) -> str:
    r"""A JSON document without raw C1, DEL and bidi characters, and encodable as UTF-8.

    They can occur only inside strings, and so can be written as ``\u`` escapes: a reader gets the
    very same strings back, lone surrogates too.

    >>> escape_json('"a\x7fb"')
    '"a\\u007fb"'
    """
    return re.sub(_UNSAFE_IN_JSON, lambda found: f"\\u{ord(found[0]):04x}", document)
