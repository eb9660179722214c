"""JSON as bytes: one list item a line, so that two reports can be compared by lines."""

import json
from collections.abc import Mapping
from typing import Any

from plandiff.corpus.text.escape import escape_json

_compact = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
"""`json.dumps` would make an encoder anew for each of the thousands of items."""


def _laid_out(value: Any, depth: int) -> str:  # noqa: ANN401 - any JSON value
    """The value with its lists and dictionaries opened down to ``depth`` levels."""
    if depth == 0 or not value or not isinstance(value, dict | list):
        return _compact(value)
    if isinstance(value, list):
        return "[\n" + ",\n".join(_compact(item) for item in value) + "\n]"
    parts = (f"{_compact(key)}: {_laid_out(item, depth - 1)}" for key, item in value.items())
    return "{" + ",\n ".join(parts) + "}"


def to_json_bytes(document: Mapping[str, Any]) -> bytes:
    r"""The document as UTF-8 with a closing newline.

    Characters that steer a terminal, and lone surrogates, which UTF-8 cannot hold, are written as
    ``\uXXXX`` escapes: a JSON reader gets back the very same string.
    """
    return (escape_json(_laid_out(dict(document), 3)) + "\n").encode()
