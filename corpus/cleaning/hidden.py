"""Characters that nobody sees: zero-width marks, direction marks, control characters.

They hide differences (or fake them) and reach the terminal if nobody stops them.
"""

from dataclasses import replace

from plandiff.corpus.model import Line, Removed
from plandiff.corpus.text import lazy_re as re

_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)

REASON = "hidden-character"


def take_hidden(lines: list[Line]) -> tuple[list[Line], list[Removed]]:
    """Lines without their invisible characters, and these characters, those of a line together."""
    kept, removed = [], []
    for line in lines:
        hidden = _HIDDEN.findall(line.text)
        if hidden:
            removed.append(Removed("".join(hidden), REASON))
            line = replace(line, text=_HIDDEN.sub("", line.text))  # noqa: PLW2901
        kept.append(line)
    return kept, removed


def name_characters(text: str) -> str:
    r"""The characters by code, for a finding.

    >>> name_characters("\u202e\u200b\u200b")
    'U+200B U+202E'
    """
    return " ".join(f"U+{ord(c):04X}" for c in sorted(set(text)))
