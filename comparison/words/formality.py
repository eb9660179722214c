"""Which differences are of form only."""

from comparison.options import Options


def is_formal(old: str, new: str, options: Options = Options()) -> bool:
    """Whether the texts differ in form only, or in what the options ignore."""
    return old == new
