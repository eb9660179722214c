"""Every regular expression of the product, recorded as a process uses it; printed as JSON.

The module tree and one reading, comparison and report of each kind are gone through; patterns that
stand in the source as they are are added from there, also where nothing came by.  What remains are
places that put a pattern together and were not come by: `places_not_met` names them.
"""

import ast
import importlib
import json
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from plandiff.corpus.text import lazy_re

FOLDERS = ("corpus", "comparison", "tui")
ROOT = Path(__file__).resolve().parents[2]
NAMES = frozenset(
    ("compile", "match", "fullmatch", "search", "findall", "finditer", "sub", "subn", "split")
)
Pattern = str | bytes
_seen: dict[tuple[Pattern, int], str] = {}
_places: set[tuple[str, int]] = set()
_compile = re.compile
_COMPILING = [re.compile, lazy_re.compile]


def _recording(function: Callable[..., Any]) -> Callable[..., Any]:
    def record(pattern: Any, *rest: Any, **named: Any) -> Any:  # noqa: ANN401
        caller = sys._getframe(1)
        module = caller.f_globals["__name__"]
        if module.startswith("plandiff."):
            _places.add((module, caller.f_lineno))
            if isinstance(pattern, Pattern):
                flags = rest[:1] if function in _COMPILING else ()
                named_flags = {k: named[k] for k in named if k == "flags"}
                with suppress(re.error):  # names of word lists are put in, and recorded, later
                    compiled = _compile(pattern, *flags, **named_flags)
                    _seen.setdefault((pattern, compiled.flags), module)
        return function(pattern, *rest, **named)

    return record


def record_patterns() -> dict[tuple[Pattern, int], str]:
    """Pattern and flags -> the module that compiles it."""
    for name in NAMES:
        for module in (re, lazy_re):
            if hasattr(module, name):
                setattr(module, name, _recording(getattr(module, name)))
    # What it takes from `lazy_re` is recorded; only its own function is not yet.
    word_patterns = importlib.import_module("plandiff.corpus.word_patterns")
    _COMPILING.append(word_patterns.compile)
    vars(word_patterns)["compile"] = _recording(word_patterns.compile)
    for folder in FOLDERS:
        package = importlib.import_module(f"plandiff.{folder}")
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith("__main__"):
                importlib.import_module(found.name)
    _use()
    for module_name, call in _calls():
        pattern = _literal(call)
        if pattern is not None and not any(pattern == known for known, _ in _seen):
            flags = (ast.unparse(word) for word in (*call.args[1:], *map(_value, call.keywords)))
            told = [eval(text, {"re": re}) for text in flags if text.startswith("re.")]  # noqa: S307
            _seen[pattern, _compile(pattern, *told[:1]).flags] = module_name
    return _seen


def places_not_met() -> list[str]:
    """Where a pattern is put together that was not recorded: ``module:line``."""
    return sorted(
        f"{module}:{call.lineno}"
        for module, call in _calls()
        if _literal(call) is None and (module, call.lineno) not in _places
    )


def _calls() -> Iterator[tuple[str, ast.Call]]:
    """Each call of `re` in the source of the product, with the name of its module."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            module = ".".join(("plandiff", *path.relative_to(ROOT).with_suffix("").parts))
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    owner = node.func.value
                    if isinstance(owner, ast.Name) and owner.id == "re" and node.func.attr in NAMES:
                        yield module.removesuffix(".__init__"), node


def _literal(call: ast.Call) -> Pattern | None:
    try:
        found = ast.literal_eval(call.args[0])
    except ValueError:
        return None
    return found if isinstance(found, Pattern) else None


def _value(keyword: ast.keyword) -> ast.expr:
    return keyword.value


def _use() -> None:
    from plandiff.comparison.across.coverage import cover
    from plandiff.comparison.engine import compare
    from plandiff.comparison.reports.registry import FORMATS, render
    from plandiff.corpus.model import Pack
    from plandiff.corpus.packs import NAMES
    from plandiff.corpus.reading import read_plan
    from plandiff.corpus.samples import sample_paths
    from plandiff.tui.view.search import pattern_of

    old, new = (read_plan(str(path)) for path in sample_paths())
    english = (
        b"Work plan 2025\n1. Enrol 300 pupils by 2026.\n2. Cut the dropout rate to 2%.\n"
        b"3. Special bonds will be issued. We will issue 1.3 trillion yuan of such bonds."
    )
    result = compare(old, new)
    compare(result.old, read_plan("plan.txt", data=english))
    torn = "工作计划\n1.提高教 师待遇。\n2.新建学校3所。".encode()
    names = Pack("names", ((NAMES, ("三元乳业",)),))
    read_plan("a.txt", data=torn, packs=(names,))
    compare(read_plan("a.txt", data=torn), read_plan("b.txt", data=torn.replace(b"3", b"4")))
    everywhere = "工作计划\n1.在全部小学开展食堂督导检查。".encode()
    part = "工作计划\n1.在重点小学开展食堂督导检查。".encode()
    compare(read_plan("a.txt", data=everywhere), read_plan("b.txt", data=part))
    for name in FORMATS:
        render(result, name)
    pattern_of("85%")
    cover(old, [new])


if __name__ == "__main__":
    found = [
        [pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern, flags, module,
         isinstance(pattern, bytes)]
        for (pattern, flags), module in record_patterns().items()
    ]  # fmt: skip
    json.dump({"patterns": sorted(found), "not met": places_not_met()}, sys.stdout)
