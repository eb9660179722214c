"""Every word on the screen, in Chinese and English: catalogues with the same keys.

>>> Words("en")("fold", count=3)
'3 sections unchanged'
"""

import json
from functools import cache
from pathlib import Path

LANGUAGES = ("zh", "en")
_LOCALES = Path(__file__).parent / "locales"


@cache
def catalogue(language: str) -> dict[str, str]:
    """All words of a language by key."""
    words: dict[str, str] = json.loads((_LOCALES / f"{language}.json").read_text("utf-8"))
    return words


class Words:
    """The words of one language; call it with a key and what the sentence needs."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else "en"
        self._words = catalogue(self.language)

    def __call__(self, key: str, /, **values: object) -> str:
        """The words for a key; values are put in literally, never read as a format."""
        text = self._words[key]
        return text.format(**values) if values else text

    def has(self, key: str) -> bool:
        """Whether the catalogue knows a key."""
        return key in self._words

    def other(self) -> "Words":
        """The words of the next language."""
        index = LANGUAGES.index(self.language)
        return Words(LANGUAGES[(index + 1) % len(LANGUAGES)])
