"""The result type of all format readers, and text functions that several of them share."""

from msgspec import Struct
from msgspec.structs import replace

from plandiff.corpus.model import Finding, Line, Removed
from plandiff.corpus.text import lazy_re as re


class Reading(Struct, frozen=True):
    """Lines in reading order and removed text: a `Document` of the model without its source."""

    lines: tuple[Line, ...]
    removed: tuple[Removed, ...] = ()
    findings: tuple[Finding, ...] = ()
    title: str | None = None
    attachments: tuple[str, ...] = ()
    """Names of the documents that a page links to."""
    characters: int | None = None
    """Length of the text if it is not the length of the lines; None to count the lines."""


def paired(text: str) -> str:
    r"""Combine pairs of surrogates into characters; lone surrogates become �.

    >>> paired("\ud840\udc00") == "\U00020000", paired("a\ud840")
    (True, 'a\ufffd')
    """
    if any("\ud800" <= character <= "\udfff" for character in text):
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


_ENDED = re.compile(r"[。！？；：!?;:.][”’」』）)\]]*$")


def heading_text(text: str) -> str:
    r"""Put a heading on one line: a line break next to Chinese is dropped, others become a space.

    >>> heading_text("关于印发\n《工作要点》的通知"), heading_text("Work\nPlan")
    ('关于印发《工作要点》的通知', 'Work Plan')
    """
    whole = ""
    for piece in soft_lines(text):
        beside_chinese = not whole or _is_wide(whole[-1]) or _is_wide(piece[0])
        whole += piece if beside_chinese else f" {piece}"
    return whole


def _is_wide(character: str) -> bool:
    return (
        "\u2e80" <= character <= "\u9fff"
        or "\uf900" <= character <= "\ufaff"
        or "\uff00" <= character <= "\uffef"
    )


def soft_lines(text: str) -> list[str]:
    """Split a paragraph at its soft breaks into stripped lines, without blank ones."""
    return [line for piece in text.split("\n") if (line := piece.strip())]


def without_false_wholes(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Clear ``whole`` if each paragraph is only one printed line of a wrapped text.

    Text pasted from a PDF has this form: lines of equal length that end inside a sentence.
    """
    lengths = sorted(len(line.text) for line in lines if _is_prose(line))
    if len(lengths) < 10:
        return lines
    usual = lengths[len(lengths) * 9 // 10]
    prose = [line for line in lines if _is_prose(line)]
    full = [line for line in prose if abs(len(line.text) - usual) <= 3]
    ended = sum(_ENDED.search(line.text) is not None for line in full)
    if len(full) * 2 < len(prose) or ended * 3 > len(full):
        return lines
    return tuple(replace(line, whole=False) for line in lines)


def _is_prose(line: Line) -> bool:
    table = "\t" in line.text
    return line.heading_level is None and len(line.text) >= 15 and not table
