"""How much of one section is in another, and how far that leads all other candidates.

A section that took in another one, or that was divided, is far longer than its partner: the cosine
of the two is low, and any short section on the same subject comes as near.  The share of the
*shorter* one's matter that the longer one holds stays high.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from plandiff.comparison.alignment import signals
from plandiff.comparison.alignment.signals import Signals
from plandiff.comparison.alignment.similarity import Bag, lead

Pair = tuple[int, int]
Bags = tuple[Sequence[Bag], Sequence[Bag]]


def containment_signals(bags: Bags, cosines: Mapping[Pair, float]) -> dict[Pair, Signals]:
    """Signals of candidate pairs, from their cosines and the masses of both texts.

    The cosine is the shared mass over the mean of the masses, so that no text is read again.
    """
    shares: tuple[dict[Pair, float], dict[Pair, float]] = ({}, {})
    rows: tuple[defaultdict[int, list[tuple[float, int]]], ...] = (
        defaultdict(list),
        defaultdict(list),
    )
    for pair, cosine in cosines.items():
        masses = [max(bags[which][pair[which]].mass, 1) for which in (0, 1)]
        for which in (0, 1):
            share = cosine * math.sqrt(masses[1 - which] / masses[which])
            shares[which][pair] = share
            rows[which][pair[which]].append((-share, pair[1 - which]))
    ranked = tuple(
        {place: {other: -share for share, other in sorted(row)} for place, row in side.items()}
        for side in rows
    )
    found: dict[Pair, Signals] = {}
    for pair in cosines:
        both = [shares[which][pair] for which in (0, 1)]
        leads = [lead(ranked[which][pair[which]], pair[1 - which], both[which]) for which in (0, 1)]
        found[pair] = {
            signals.SHARE_LEAD: min(leads),
            signals.BEST_SHARE_LEAD: max(leads),
            signals.SHARED: min(both),
        }
    return found
