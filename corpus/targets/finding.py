"""From the sections of a plan to its targets, section by section in the grammar of its language."""

from collections.abc import Sequence

from corpus.folding import fold
from corpus.model import Section, Target
from corpus.targets.chinese import find_drafts
from corpus.targets.drafts import make_target
from corpus.targets.tense import find_past_sections, read_clock


def find_targets(sections: Sequence[Section]) -> tuple[Target, ...]:
    """Every quantity that a plan commits to, in document order.

    Tells promises from results by the headings above them, so it wants all sections of a plan,
    the root first.
    """
    clock = read_clock(sections)
    past = find_past_sections(sections, clock)
    texts = [section.text for section in sections]
    folded = fold("\0".join(texts)).replace("\0", "\0")
    targets: list[Target] = []
    start = 0
    for section, text in zip(sections, texts, strict=True):
        whole = _restore_newlines(folded[start : start + len(text)], text)
        start += len(text) + 1
        for draft in find_drafts(whole, clock, past_section=section.id in past):
            targets.append(make_target(draft, len(targets), section))
    return tuple(targets)


def _restore_newlines(folded: str, text: str) -> str:
    """Folding makes blanks of newlines; here they end sentences."""
    if "\n" not in text:
        return folded
    lines, position = [], 0
    for line in text.split("\n"):
        lines.append(folded[position : position + len(line)])
        position += len(line) + 1
    return "\n".join(lines)
