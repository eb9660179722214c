"""jieba, imported when words are cut, and without what it would load and say."""

import logging
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


def load_jieba() -> ModuleType:
    """The package, in 30 ms; it has no types."""
    with _without("pkg_resources"), warnings.catch_warnings():
        # Its patterns hold escapes that Python warns of where it compiles the package first.
        warnings.simplefilter("ignore")
        import jieba  # noqa: PLC0415 - two plans without a changed word need no words
    # It sets its own logger to tell everything on standard error.
    jieba.setLogLevel(logging.WARNING)
    found: ModuleType = jieba
    return found


@contextmanager
def _without(name: str) -> Iterator[None]:
    """Let the import of a module fail for a while.

    jieba does without pkg_resources, which it would only open its files with: that takes 0.1 s
    and warns that it will be gone.
    """
    before = sys.modules.get(name)
    sys.modules[name] = None  # type: ignore[assignment]  # how the import system marks a failure
    try:
        yield
    finally:
        del sys.modules[name]
        if before is not None:
            sys.modules[name] = before
