"""A plan that is one undivided text, beside the same matter cut into sections.

    old: 计划 (everything in one paragraph)     new: 计划   一、校车   二、食堂

The undivided text is the partner of every section that it holds word for word: the row is a split
(or a merge), its words are compared as a whole, and what was added or left out stands out.  Without
it the whole text would be shown as removed, and every section as added.
"""

from plandiff.comparison.alignment import signals
from plandiff.comparison.alignment.links import Link
from plandiff.comparison.alignment.sides import Outlook
from plandiff.comparison.alignment.weights import HELD
from plandiff.comparison.model import Evidence

_RUN = 6
"""Characters in a row that two texts hardly share by chance."""


def link_undivided(sides: tuple[Outlook, Outlook]) -> list[Link]:
    """Links of the one section of a plan with the sections of the other; none for other plans."""
    if sides[0].size == 1:
        return [_link(0, place, share) for place, share in _held(sides[0], sides[1])]
    if sides[1].size == 1:
        return [_link(place, 0, share) for place, share in _held(sides[1], sides[0])]
    return []


def _link(old: int, new: int, share: float) -> Link:
    return Link(old, new, round(share, 4), (Evidence(signals.SENTENCES, round(share, 3)),), share)


def _held(whole: Outlook, cut: Outlook) -> list[tuple[int, float]]:
    """Sections of the cut plan that the whole one holds, with the share that it holds of each.

    A bare heading goes with what stands under it.
    """
    text = _runs(whole.matter[0].masked)
    held: dict[int, float] = {}
    for place in range(cut.size - 1, 0, -1):
        below = [held[child] for child in cut.children[place] if child in held]
        runs = _runs(cut.matter[place].masked)
        share = len(runs & text) / len(runs) if runs else 0.0
        if below and not cut.matter[place].body:
            share = max(share, *below)
        if share >= HELD:
            held[place] = share
    return sorted(held.items())


def _runs(text: str) -> set[str]:
    return {text[at : at + _RUN] for at in range(len(text) - _RUN + 1)}
