"""Keep brackets and quotes together with their partners.

A reader sees （市、区） and “放管服” as one unit: a mark that includes the opening sign but not the
closing one looks like an error.
"""

from collections.abc import Iterator, Mapping, Sequence

from plandiff.comparison.edits import EditNature, Side
from plandiff.comparison.words.changes import Change, Hunk, Pieces
from plandiff.comparison.words.weights import CLAUSE_ENDS, weigh

_KINDS = ("“‘「『", "”’」』"), ("《〈", "》〉"), ("（(", "）)"), ("[【〔［", "]】〕］")
_OPENING = {sign: kind for kind, (signs, _) in enumerate(_KINDS) for sign in signs}
_CLOSING = {sign: kind for kind, (_, signs) in enumerate(_KINDS) for sign in signs}
_PAIRED = _OPENING.keys() | _CLOSING.keys()
_MOST_BETWEEN = 3.2
"""Largest weight of the equal words up to the closing sign; heavier ones stay an island."""


def keep_brackets_whole(hunks: Sequence[Hunk], pieces: Pieces) -> list[Hunk]:
    """Split lone signs off the edges of hunks, and extend hunks up to near closing signs."""
    if _OPENING.keys().isdisjoint((*pieces.old, *pieces.new)):
        return list(hunks)
    apart = [part for hunk in hunks for part in _lone_signs_apart(hunk, pieces)]
    kept: list[Hunk] = []
    at = 0
    while at < len(apart):
        closed, following = _up_to_closing(apart, at, pieces)
        kept.append(closed)
        at = following
    return kept


def _lone_signs_apart(hunk: Hunk, pieces: Pieces) -> Iterator[Hunk]:
    """Split off a quote at the edge of a replacement if only one side has it there."""
    if not hunk.replaces:
        yield hunk
        return
    a, b, c, d = hunk.old_start, hunk.old_end, hunk.new_start, hunk.new_end
    lead = (
        _stands_alone(pieces.old[a:b], closing=True),
        _stands_alone(pieces.new[c:d], closing=True),
    )
    tail = (
        _stands_alone(pieces.old[a:b], closing=False),
        _stands_alone(pieces.new[c:d], closing=False),
    )
    if lead[0] != lead[1]:
        yield Hunk(a, a + lead[0], c, c + lead[1])
        a, c = a + lead[0], c + lead[1]
    if tail[0] != tail[1]:
        yield Hunk(a, b - tail[0], c, d - tail[1])
        yield Hunk(b - tail[0], b, d - tail[1], d)
    else:
        yield Hunk(a, b, c, d)


def _stands_alone(tokens: Sequence[str], *, closing: bool) -> bool:
    """Whether the first token closes (or the last one opens) a pair around other tokens."""
    signs, edge = (_CLOSING, tokens[0]) if closing else (_OPENING, tokens[-1])
    return edge in signs and len(tokens) > 1


def _up_to_closing(hunks: Sequence[Hunk], at: int, pieces: Pieces) -> tuple[Hunk, int]:
    """Extend a hunk up to the sign that closes what it opens, if that sign is near.

    Returns the hunk and the index of the next hunk.
    """
    hunk = hunks[at]
    joined, weight, following = hunk, 0.0, at + 1
    if not _is_open(hunk, pieces) or not _weighs(hunk, pieces):
        return hunk, following
    while _is_open(joined, pieces):
        after = hunks[following] if following < len(hunks) else None
        if after is not None and after.old_start == joined.old_end:
            joined = Hunk(joined.old_start, after.old_end, joined.new_start, after.new_end)
            following += 1
            continue
        key = pieces.old_keys[joined.old_end] if joined.old_end < len(pieces.old) else "\n"
        weight += weigh(key)
        if weight > _MOST_BETWEEN or key[-1] in CLAUSE_ENDS:
            return hunk, at + 1
        joined = Hunk(joined.old_start, joined.old_end + 1, joined.new_start, joined.new_end + 1)
    parts = hunks[at:following]
    if not any(part.old_start < part.old_end for part in parts) or not any(
        part.new_start < part.new_end for part in parts
    ):
        return hunk, at + 1  # the pair was added around a word that stayed
    return joined, following


def _weighs(hunk: Hunk, pieces: Pieces) -> bool:
    keys = (
        *pieces.old_keys[hunk.old_start : hunk.old_end],
        *pieces.new_keys[hunk.new_start : hunk.new_end],
    )
    return any(map(weigh, keys))


def _is_open(hunk: Hunk, pieces: Pieces) -> bool:
    """Whether a side of the hunk has an opening sign without its closing sign."""
    return bool(
        _unclosed(pieces.old[hunk.old_start : hunk.old_end])
        or _unclosed(pieces.new[hunk.new_start : hunk.new_end])
    )


def _unclosed(tokens: Sequence[str]) -> list[int]:
    """Return the kinds (indices in `_KINDS`) of the signs that are opened and not closed.

    >>> _unclosed(["《", "甲", "》", "（", "乙"])
    [2]
    """
    waiting: list[int] = []
    for token in tokens:
        if token in _OPENING:
            waiting.append(_OPENING[token])
        elif waiting and _CLOSING.get(token) == waiting[-1]:
            waiting.pop()
    return waiting


def share_natures(old: str, new: str, changes: Sequence[Change]) -> list[Change]:
    """Make a change of a single sign substantive if the change of its partner is.

    If 县（市、区） becomes 县、区, both signs must be marked, not only （市.
    """
    shared = list(changes)
    for side, text in ((Side.OLD, old), (Side.NEW, new)):
        lone = [index for index, change in enumerate(changes) if _is_lone(change, side, text)]
        if not lone:
            continue
        partners = _partners(text)
        marked = [
            range(*_span(change, side))
            for change in changes
            if change.nature is EditNature.SUBSTANCE
        ]
        for index in lone:
            places = [partners.get(at, -1) for at in range(*_span(changes[index], side))]
            if any(place in span for span in marked for place in places):
                shared[index] = changes[index]._replace(nature=EditNature.SUBSTANCE)
    return shared


def _span(change: Change, side: Side) -> tuple[int, int]:
    return change[:2] if side is Side.OLD else change[2:4]


def _is_lone(change: Change, side: Side, text: str) -> bool:
    """Whether a formal change only deletes or inserts a paired sign on this side."""
    start, end = _span(change, side)
    return (
        change.nature is EditNature.FORM
        and not change.replaces
        and not _PAIRED.isdisjoint(text[start:end])
    )


def _partners(text: str) -> Mapping[int, int]:
    """Map the places of opening and closing signs of one line to each other.

    >>> _partners("甲（乙、丙）")
    {5: 1, 1: 5}
    """
    waiting: list[tuple[int, int]] = []
    found: dict[int, int] = {}
    for at, character in enumerate(text):
        if character == "\n":
            waiting.clear()
        elif character in _OPENING:
            waiting.append((_OPENING[character], at))
        elif waiting and _CLOSING.get(character) == waiting[-1][0]:
            partner = waiting.pop()[1]
            found |= {at: partner, partner: at}
    return found
