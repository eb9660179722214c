"""Every regular expression of the product, recorded as a process uses it; printed as JSON.

The module tree and one reading, comparison and report of each kind are gone through, so that
patterns that are compiled late are among them.
"""

import importlib
import json
import pkgutil
import re
import sys
from collections.abc import Callable
from typing import Any

PACKAGES = ("corpus", "comparison", "tui")
_seen: dict[tuple[str, int], str] = {}


def _recording(function: Callable[..., Any]) -> Callable[..., Any]:
    def record(pattern: str | re.Pattern[str], *rest: Any, **named: Any) -> Any:  # noqa: ANN401
        caller = sys._getframe(1).f_globals["__name__"]
        if isinstance(pattern, str) and caller.partition(".")[0] in PACKAGES:
            compiled = re_compile(pattern, *(rest[:1] if function is re_compile else ()), **named)
            _seen.setdefault((pattern, compiled.flags), caller)
        return function(pattern, *rest, **named)

    return record


re_compile = re.compile


def record_patterns() -> dict[tuple[str, int], str]:
    """Pattern and flags -> the module that compiles it."""
    for name in ("compile", "match", "fullmatch", "search", "findall", "finditer", "sub", "split"):
        setattr(re, name, _recording(getattr(re, name)))
    for package in PACKAGES:
        for module in pkgutil.walk_packages(
            importlib.import_module(package).__path__, f"{package}."
        ):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    _use()
    return _seen


def _use() -> None:
    from comparison.engine import compare
    from comparison.reports.registry import FORMATS, render
    from corpus.reading import read_plan
    from corpus.samples import sample_paths

    old, new = (read_plan(str(path)) for path in sample_paths())
    english = b"Work plan 2025\n1. Enrol 300 pupils by 2026.\n2. Cut the dropout rate to 2%."
    result = compare(old, new)
    compare(result.old, read_plan("plan.txt", data=english))
    torn = "工作计划\n1.提高教 师待遇。\n2.新建学校3所。".encode()
    compare(read_plan("a.txt", data=torn), read_plan("b.txt", data=torn.replace(b"3", b"4")))
    for name in FORMATS:
        render(result, name)


if __name__ == "__main__":
    found = [[pattern, flags, module] for (pattern, flags), module in record_patterns().items()]
    json.dump(sorted(found), sys.stdout)
