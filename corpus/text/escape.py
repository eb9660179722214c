"""Text of a plan made safe to show: no character of it may steer a terminal or hide.

Plans are hostile input: a control character could rename the window, write to the clipboard, or
reverse the order of what is read.  Each such character is shown as one visible mark, so spans of
the text stay spans of the shown text.
"""

import re

_CONTROL = {code: chr(0x2400 + code) for code in range(0x20) if code not in (0x09, 0x0A)}
_DELETE = {0x7F: "␡"}
_C1 = dict.fromkeys((*range(0x80, 0xA0), 0xFFFE, 0xFFFF), "�")
_BIDI = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "¿")
_INVISIBLE = dict.fromkeys(
    (0xAD, 0x200B, 0x200C, 0x2060, *range(0x2061, 0x2065), 0xFEFF, 0x180E, *range(0xFFF9, 0xFFFC)),
    "¦",
)
_LINE_BREAKS = {0x2028: " ", 0x2029: " ", 0x09: " "}
_TABLE = _CONTROL | _DELETE | _C1 | _BIDI | _INVISIBLE | _LINE_BREAKS
_SUSPECT = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e"
    "\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)


def visible(text: str) -> str:
    r"""The same number of characters with every control, bidi and invisible one as a mark.

    Newlines stay.  Lone surrogates, which no terminal can show, become ``�``.

    >>> visible("a\x1b]0;x\x07b")
    'a␛]0;x␇b'
    """
    if not _SUSPECT.search(text):
        return text
    return re.sub("[\ud800-\udfff]", "�", text.translate(_TABLE))


def visible_line(text: str) -> str:
    """Like `visible`, with newlines as spaces: for file names, headings and window titles."""
    return visible(text).replace("\n", " ")
