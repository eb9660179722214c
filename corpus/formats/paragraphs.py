"""Text of paragraphs that several formats shape in the same way."""

import re

_HAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
_BREAK_IN_HEADING = re.compile(rf"(?<=[{_HAN}])\s*\n\s*|\s*\n\s*(?=[{_HAN}])")


def heading_text(text: str) -> str:
    r"""A heading on one line: a break inside it vanishes beside Chinese, else becomes a space.

    >>> heading_text("关于印发\n《工作要点》的通知"), heading_text("Work\nPlan")
    ('关于印发《工作要点》的通知', 'Work Plan')
    """
    return " ".join(_BREAK_IN_HEADING.sub("", text.strip()).split("\n"))


def soft_lines(text: str) -> list[str]:
    """The lines of a paragraph with soft breaks, each of them stripped, blank ones left out."""
    return [line for piece in text.split("\n") if (line := piece.strip())]
