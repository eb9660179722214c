"""The order in which rows are shown: the new plan's, removed sections where they stood."""

from collections.abc import Sequence
from dataclasses import replace

from plandiff.comparison.model import Match


def in_reading_order(
    matches: Sequence[Match], old_place: dict[str, int], new_place: dict[str, int]
) -> tuple[Match, ...]:
    """Sort rows by their first new section; a removed one follows its old predecessor."""
    key_of: dict[int, tuple[int, ...]] = {}
    row_at = {old_place[identity]: match for match in matches for identity in match.old}
    for place in range(len(old_place)):
        match = row_at[place]
        if id(match) not in key_of:
            key_of[id(match)] = (
                (min(new_place[identity] for identity in match.new),)
                if match.new
                else (*_key_before(place, row_at, key_of), place)
            )
    for match in matches:
        if not match.old:
            key_of[id(match)] = (new_place[match.new[0]],)
    shown = sorted(matches, key=lambda match: key_of[id(match)])
    number = {block: at for at, block in enumerate(_blocks(shown), start=1)}
    return tuple(
        replace(
            match,
            block=number[match.block] if match.block is not None else None,
            links=tuple(sorted(match.links, key=lambda link: _at(link, old_place, new_place))),
        )
        for match in shown
    )


def _blocks(matches: Sequence[Match]) -> list[int]:
    """Blocks in the order in which they are shown."""
    return list(dict.fromkeys(match.block for match in matches if match.block is not None))


def _at(
    link: tuple[str, str], old_place: dict[str, int], new_place: dict[str, int]
) -> tuple[int, int]:
    return old_place[link[0]], new_place[link[1]]


def _key_before(
    place: int, row_at: dict[int, Match], key_of: dict[int, tuple[int, ...]]
) -> tuple[int, ...]:
    """Key of the nearest row before that tells where this place is on the new side.

    There is one: the root stands before every section, and never moves.
    """
    after = row_at.get(place + 1)
    before = next(
        match
        for match in (row_at[earlier] for earlier in range(place - 1, -1, -1))
        if not match.moved or (after is not None and after.block == match.block)
    )
    return key_of[id(before)][:1]
