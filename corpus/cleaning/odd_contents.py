"""Files that do not hold exactly one plan: the text twice, or a notice without its plan."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from plandiff.corpus.cleaning.characters import squash
from plandiff.corpus.cleaning.title_words import has_file_ending
from plandiff.corpus.model import Finding, Line
from plandiff.corpus.outline.candidates import attachment_list
from plandiff.corpus.outline.labels import Kind, match_label, starts_with_label
from plandiff.corpus.text import lazy_re as re

REPEATED_PLAN = "repeated-plan"
IN_ATTACHMENT = "plan-in-attachment"

_SHORTEST_LINE = 12
"""Characters of a line that is no cell and no caption."""
_FEWEST_REPEATED = 4
_REPEATED_SHARE = 0.6
"""Share of the text in longer lines, both copies counted."""
_IN_ORDER = 0.8
_LONGEST_NOTICE = 700
"""Largest size in characters of a text that only introduces an attachment."""
_ISSUED = re.compile(
    r"(?:[现現]|[业業][经經]).{0,80}(?:印[发發]|下[发發]|公布|[发發]布)(?:[给給][你您]|如下|施行|$|，|。)"
)
_ATTACHED = re.compile(r"\s*附\s*[件：:录錄表]")


def find_odd_contents(lines: Sequence[Line], attachments: Sequence[str] = ()) -> Iterator[Finding]:
    """Report a file that holds its plan twice, or only names an attachment that holds it.

    ``attachments`` are the names of files that the format links to.
    """
    repeated = _first_repeated(lines)
    if repeated:
        yield Finding(REPEATED_PLAN, None, repeated)
    names = [*attachments, *_attachments(lines)]
    if names and _only_introduces(lines, names, linked=bool(attachments)):
        yield Finding(IN_ATTACHMENT, None, "；".join(dict.fromkeys(names)))


def _first_repeated(lines: Sequence[Line]) -> str:
    """Return the first line of a text that is repeated as a whole; empty if there is none."""
    places: dict[str, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        text = squash(line.text)
        if len(text) >= _SHORTEST_LINE:
            places[text].append(i)
    total = sum(len(text) * len(at) for text, at in places.items())
    twice = {text: at for text, at in places.items() if len(at) > 1}
    share = sum(len(text) * len(at) for text, at in twice.items())
    if len(twice) < _FEWEST_REPEATED or share < _REPEATED_SHARE * total:
        return ""
    middle = min(at[1] for at in twice.values())
    in_order = sum(at[0] < middle <= at[1] for at in twice.values())
    first = min(twice, key=lambda text: twice[text][0])
    return first if in_order >= _IN_ORDER * len(twice) else ""


def _attachments(lines: Sequence[Line]) -> list[str]:
    """Return the lines that name an attachment, with those of the list that follows."""
    listed = attachment_list(tuple(lines))
    texts = [line.text.strip() for line in lines]
    return [
        text
        for i, text in enumerate(texts)
        if i in listed or _ATTACHED.match(text) or has_file_ending(text)
    ]


def _only_introduces(lines: Sequence[Line], names: Sequence[str], *, linked: bool) -> bool:
    """Whether the lines hold no plan: short, no labelled section, and a document issued."""
    listed = {squash(name) for name in names}
    own = [line for line in lines if squash(line.text) not in listed and line.text.strip()]
    if sum(len(squash(line.text)) for line in own) > _LONGEST_NOTICE:
        return False
    if any(line.label or _opens_section(line.text) for line in own):
        return False
    return linked or any(map(has_file_ending, names)) or any(_ISSUED.search(x.text) for x in own)


def _opens_section(text: str) -> bool:
    label = match_label(text.strip()) if starts_with_label(text) else None
    return label is not None and label.kind is not Kind.ATTACHMENT and not has_file_ending(text)
