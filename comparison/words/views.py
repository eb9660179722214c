"""A text in the forms that the steps of the word diff look at, all of one length."""

from dataclasses import dataclass

from plandiff.corpus.folding import fold_width, simplify

_LONG_DASHES = "—–―‒"
"""Signs between words, never the sign of a number; folding alone makes them hyphens."""


@dataclass(frozen=True, slots=True)
class View:
    """One side of a comparison; a span of one form is the same span of the others."""

    text: str
    """As it stands."""
    plain: str
    """In simplified characters, which is what dictionary and rules know."""
    folded: str
    """Plain, and of one width, with one kind of quotes and dashes."""
    bare: str
    """Folded, with ``_`` for long dashes; for telling form from substance."""

    @classmethod
    def of(cls, text: str) -> "View":
        """All forms of a text."""
        plain = simplify(text)
        folded = fold_width(plain)
        dashed = any(dash in plain for dash in _LONG_DASHES)
        return cls(text, plain, folded, _bare(plain) if dashed else folded)

    def __len__(self) -> int:
        return len(self.text)

    def part(self, start: int, end: int) -> "View":
        """The same forms of a part."""
        return View(
            self.text[start:end],
            self.plain[start:end],
            self.folded[start:end],
            self.bare[start:end],
        )


def bare(text: str) -> str:
    """A text in the last of these forms alone."""
    return _bare(simplify(text))


def _bare(plain: str) -> str:
    for dash in _LONG_DASHES:  # `str.translate` looks every character up
        plain = plain.replace(dash, "_")
    return fold_width(plain)
