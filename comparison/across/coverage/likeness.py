"""Classify how much of a requirement's wording its answer keeps."""

from collections.abc import Sequence

from rapidfuzz import fuzz

from plandiff.comparison.across.coverage.model import Likeness
from plandiff.comparison.edits import Op
from plandiff.comparison.force.pairing import PlacedClause
from plandiff.comparison.words import diff_texts
from plandiff.corpus.text import lazy_re as re

_COPIED, _REWORDED = 0.76, 0.42
_MOVED = (0.35, 38.0)
"""Least share of common character bigrams, and least likeness in per cent, of a rewording."""
LEVEL = re.compile(
    r"(?:全|我|本|各|该)?(?:省|自治区|市|县|区|州|盟|旗|国|乡镇|地)(?:级|直|属|、|和|\(|\)|市|县|区)*|各级各类|各级|中小学校?|大中小学"
)


def likeness_of(asked: Sequence[PlacedClause], given: Sequence[PlacedClause]) -> Likeness:
    """Classify the common wording of both sides, without level names."""
    texts = [
        LEVEL.sub("", ",".join(clause.folded for clause in clauses)) for clauses in (asked, given)
    ]
    return likeness_of_texts(*texts)


def likeness_of_texts(asked: str, given: str) -> Likeness:
    """Like `likeness_of`, for two folded texts without level names."""
    alike = share_alike(asked, given)
    if alike >= _COPIED:
        return Likeness.COPIED
    if alike >= _REWORDED or _shares_words(asked, given):
        return Likeness.REWORDED
    return Likeness.OWN


def _shares_words(asked: str, given: str) -> bool:
    """Whether the answer has the requirement's words in another order, which a diff misses."""
    pairs = {asked[at : at + 2] for at in range(len(asked) - 1)}
    held = sum(pair in given for pair in pairs) / max(len(pairs), 1)
    return held >= _MOVED[0] and fuzz.ratio(asked, given) >= _MOVED[1]


def share_alike(one: str, other: str) -> float:
    """Return the share of both texts' characters that the word diff keeps, 0 to 1."""
    kept = sum(len(edit.text) for edit in diff_texts(one, other) if edit.op is Op.EQUAL)
    total = len(one) + len(other)
    return 2 * kept / total if total else 1.0
