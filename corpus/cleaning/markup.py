"""Remove editor markup (YAML front matter, HTML comments) and invisible characters.

Zero-width marks, direction marks and control characters hide differences (or fake them) and would
reach the terminal if they were kept.
"""

from typing import NamedTuple

from msgspec.structs import replace

from plandiff.corpus.model import Line, Removed
from plandiff.corpus.text import lazy_re as re

_KEY = re.compile(r"\s*[\w.-]+\s*:(\s|$)|\s*-\s|\s*#|\s*$|\s{2,}\S")
_TITLE = re.compile(r"\s*title\s*:\s*[\"']?(?P<title>.*?)[\"']?\s*$")
_LONGEST_FRONT_MATTER = 60
_LONGEST_COMMENT = 200
_LONGEST_LINE = 500

FRONT_MATTER = "front-matter"
COMMENT = "comment"


class FrontMatter(NamedTuple):
    """The number of lines it has, and the title it states."""

    length: int
    title: str = ""


def find_front_matter(lines: list[Line]) -> FrontMatter:
    """Find the block between two lines ``---`` at the very top; length 0 if there is none."""
    first = next((i for i, line in enumerate(lines) if line.text.strip()), None)
    if first is None or lines[first].text.strip() != "---":
        return FrontMatter(0)
    title = ""
    for i in range(first + 1, min(len(lines), first + _LONGEST_FRONT_MATTER)):
        text = lines[i].text
        if text.strip() in {"---", "..."}:
            return FrontMatter(i + 1, title)
        if len(text) > _LONGEST_LINE or not _KEY.match(text):
            break
        stated = _TITLE.match(text)
        title = stated["title"] if stated else title
    return FrontMatter(0)


def take_markup(lines: list[Line]) -> tuple[list[Line], list[Removed], str]:
    """Return the lines without front matter and comments, the removed text, and the stated title.

    The title is returned as text of the plan: the removed front matter no longer contains it.
    """
    matter = find_front_matter(lines)
    removed = []
    title = matter.title
    for line in lines[: matter.length]:
        stated = _TITLE.match(line.text)
        if stated and title and stated["title"] == title:
            before, after = line.text[: stated.start("title")], line.text[stated.end("title") :]
            removed.append(Removed((before + after).strip(), FRONT_MATTER))
        elif line.text.strip():
            removed.append(Removed(line.text.strip(), FRONT_MATTER))
    rest, comments = _take_comments(lines[matter.length :])
    return rest, removed + comments, title


def _take_comments(lines: list[Line]) -> tuple[list[Line], list[Removed]]:
    kept: list[Line] = []
    removed: list[Removed] = []
    i = 0
    while i < len(lines):
        end = _comment_end(lines, i)
        if end is None:
            kept.append(lines[i])
            i += 1
        else:
            removed.append(Removed("\n".join(line.text for line in lines[i:end]), COMMENT))
            i = end
    return kept, removed


def _comment_end(lines: list[Line], start: int) -> int | None:
    """Return the line after a comment that fills whole lines from ``start`` on."""
    if not lines[start].text.lstrip().startswith("<!--"):
        return None
    for i in range(start, min(len(lines), start + _LONGEST_COMMENT)):
        if "-->" in lines[i].text:
            return i + 1 if lines[i].text.rstrip().endswith("-->") else None
    return None


_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)

HIDDEN_CHARACTER = "hidden-character"


def take_hidden(lines: list[Line]) -> tuple[list[Line], list[Removed]]:
    """Remove the invisible characters, one removed text per line."""
    kept, removed = [], []
    for line in lines:
        hidden = _HIDDEN.findall(line.text)
        if hidden:
            removed.append(Removed("".join(hidden), HIDDEN_CHARACTER))
            line = replace(line, text=_HIDDEN.sub("", line.text))  # noqa: PLW2901
        kept.append(line)
    return kept, removed


def name_characters(text: str) -> str:
    r"""List the characters by code point, for a finding.

    >>> name_characters("\u202e\u200b\u200b")
    'U+200B U+202E'
    """
    return " ".join(f"U+{ord(c):04X}" for c in sorted(set(text)))
