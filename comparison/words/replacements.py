"""Wording changed throughout."""

from collections.abc import Iterable

from comparison.model import Replacement, Row


def find_replacements(rows: Iterable[Row]) -> tuple[Replacement, ...]:
    """Replacements that were made again and again."""
    return ()
