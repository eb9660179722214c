"""Cut text into the units that a reader sees as one: numbers, dates, labels, words, signs.

Rules come before the dictionary, because a dictionary cuts ``1,200`` in three and
``一千三百二十万`` in two.  A number includes its magnitude and sign (``12.5%``, ``1.2万``,
``≥95%``) but not its unit of measure: ``3640万元`` is ``3640万`` and ``元``, so that a changed
number is marked alone.
"""

from functools import cache
from itertools import pairwise

from msgspec import Struct

from plandiff.comparison.words.lexicon import terms
from plandiff.comparison.words.rules import (
    BEGINNING,
    CLINGING,
    DIGIT,
    HAN,
    LINE_LABEL,
    NUMERAL,
    OPENING_QUOTE,
    QUOTED,
    RULES,
)
from plandiff.comparison.words.segmentation import cut_run
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.folding import fold_width, simplify

_LONG_DASHES = "—–―‒"
"""Signs between words, never the sign of a number; folding would turn them into hyphens."""


_REST = re.compile(rf"[{HAN}]+|.", re.DOTALL)
_RUN = re.compile(r"[^\S\n]{2,}|-{2,}|…{2,}")
_TORN = re.compile(
    rf"(?<=[{HAN}])[ \u3000]+(?=[{HAN}{DIGIT}])|(?<=[{DIGIT}])[ \u3000]+(?=[{HAN}%％])"
)
_CLINGING = re.compile(CLINGING)


class NormalizedView(Struct, frozen=True):
    """One side of a comparison in four forms of equal length; spans are valid in all of them."""

    text: str
    """The original text."""
    plain: str
    """In simplified characters, the form that dictionary and rules use."""
    folded: str
    """The plain form in one width, with one kind of quotes and dashes."""
    bare: str
    """The folded form with ``_`` for long dashes; used to distinguish form from substance."""

    @classmethod
    def of(cls, text: str) -> "NormalizedView":
        """Compute all forms of a text."""
        plain = simplify(text)
        folded = fold_width(plain)
        dashed = any(dash in plain for dash in _LONG_DASHES)
        return cls(text, plain, folded, _bare(plain) if dashed else folded)

    def __len__(self) -> int:
        return len(self.text)

    def part(self, start: int, end: int) -> "NormalizedView":
        """Return all forms of a part."""
        return NormalizedView(
            self.text[start:end],
            self.plain[start:end],
            self.folded[start:end],
            self.bare[start:end],
        )


def bare(text: str) -> str:
    """Return only the `NormalizedView.bare` form of a text."""
    return _bare(simplify(text))


def _bare(plain: str) -> str:
    for dash in _LONG_DASHES:  # `str.translate` looks up every character
        plain = plain.replace(dash, "_")
    return fold_width(plain)


@cache
def _rule() -> re.Pattern[str]:
    """Compile the terms that the numeral rule would cut, and the rules in their order.

    No rule can begin at most Han characters: a lookahead at one character skips those.
    """
    numeral = re.compile(NUMERAL)
    names = sorted((term for term in terms() if numeral.search(term)), key=len, reverse=True)
    first = BEGINNING + "".join(sorted({name[0] for name in names} - set(BEGINNING)))
    rules = "|".join((QUOTED, *names, LINE_LABEL, *RULES.values()))
    return re.compile(f"(?:(?![{HAN}])|(?=[{first}])|(?<={OPENING_QUOTE}))(?:{rules})")


def is_by_rule(unit: str) -> bool:
    """Whether a unit is cut by rule (number, date, label, term …) and not by the dictionary.

    >>> is_by_rule("第七十五条"), is_by_rule("教育")
    (True, False)
    """
    return _rule().fullmatch(unit) is not None


def cut(text: str) -> list[int]:
    """Return the borders of the units of a text: from 0 to its length, ascending.

    Layout spaces between Chinese characters, or between these and digits, separate no unit:
    ``资源管 理``, ``五分 之四``, ``2025 年``.

    >>> text = "到2025年，新增学位1,200个"
    >>> [text[a:b] for a, b in pairwise(cut(text))]
    ['到', '2025年', '，', '新增', '学位', '1,200', '个']
    """
    boundaries = _cut_torn(text) if _TORN.search(text) else _cut_whole(text)
    return _without_clinging(text, boundaries) if _CLINGING.search(text) else boundaries


def _cut_torn(text: str) -> list[int]:
    """Return the borders of a text with spaces in its words, computed without the spaces.

    A space at a border becomes a unit of its own.
    """
    places = list(range(len(text)))
    for gap in reversed(list(_TORN.finditer(text))):
        del places[gap.start() : gap.end()]
    boundaries = [0]
    for at in _cut_whole("".join([text[place] for place in places]))[1:]:
        boundaries.append(places[at - 1] + 1)
        if at < len(places) and places[at] > boundaries[-1]:
            boundaries.append(places[at])
    return boundaries


def _cut_whole(text: str) -> list[int]:
    boundaries = [0]
    at = 0
    for match in _rule().finditer(text):
        _cut_rest(text, at, match.start(), boundaries)
        at = match.end()
        boundaries.append(at)
    _cut_rest(text, at, len(text), boundaries)
    return boundaries


def _cut_rest(text: str, start: int, end: int, boundaries: list[int]) -> None:
    """Cut the text between two matches of the rules into words and single signs."""
    for match in _REST.finditer(text, start, end):
        run = match.group()
        if len(run) == 1:
            boundaries.append(match.end())
        else:
            at = match.start()
            boundaries.extend([at + stop for stop in cut_run(run)])


def _without_clinging(text: str, boundaries: list[int]) -> list[int]:
    """Drop the borders inside a grapheme: before a combining mark, around a joiner."""
    return [
        at
        for at in boundaries
        if not 0 < at < len(text) or not (_CLINGING.match(text, at) or text[at - 1] == "\u200d")
    ]


def pieces(text: str) -> list[str]:
    """Return the units of a text; joined they are the text."""
    return [text[start:end] for start, end in pairwise(cut(text))]


def keys(view: NormalizedView, boundaries: list[int]) -> list[str]:
    """Return the units folded and without inner white space, so that form does not count.

    A run of white space or dashes becomes one character.
    """
    folded, text = view.folded, view.text
    found = [folded[start:end] for start, end in pairwise(boundaries)]
    if _RUN.search(folded):
        found = [key[0] if _RUN.fullmatch(key) else key for key in found]
    if "\n" in text:
        # A newline is white space, but unlike other white space it ends a sentence.
        found = [
            "\n" if text[end - 1] == "\n" else key
            for key, end in zip(found, boundaries[1:], strict=True)
        ]
    if " " in folded:
        return [key.replace(" ", "") or key for key in found]
    return found
