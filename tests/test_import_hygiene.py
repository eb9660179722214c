"""What is loaded when: the core without a terminal, help without anything slow."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def loaded(code: str, *names: str) -> set[str]:
    """Which of the modules ``names`` a fresh interpreter has after running ``code``."""
    script = f"import sys\n{code}\nprint(*[n for n in {names!r} if n in sys.modules])"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    return set(run.stdout.splitlines()[-1].split())


SLOW = (
    "textual",
    "rich",
    "jieba",
    "numpy",
    "docx",
    "lxml",
    "opencc",
    "snowballstemmer",
    "xlsxwriter",
    "jinja2",
    "msgspec",
)


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_load_nothing_slow(option: str) -> None:
    code = (
        "from plandiff.tui.cli import main\nimport contextlib, io\n"
        f"with contextlib.redirect_stdout(io.StringIO()): main([{option!r}])"
    )
    assert loaded(code, *SLOW) == set()


def test_the_core_runs_without_a_terminal_library() -> None:
    code = (
        "from plandiff.corpus.samples import sample_paths\n"
        "from plandiff.corpus.reading import read_plan\n"
        "from plandiff.comparison.engine import compare\n"
        "from plandiff.comparison.reports.registry import render\n"
        "old, new = (read_plan(str(p)) for p in sample_paths())\n"
        "result = compare(old, new)\n"
        "for name in ('text', 'md', 'json', 'csv', 'html'): render(result, name)"
    )
    assert loaded(code, "textual", "rich", "curses") == set()


def test_reading_plain_text_loads_no_document_library() -> None:
    code = (
        "from plandiff.corpus.samples import sample_paths\n"
        "from plandiff.corpus.reading import read_plan\n"
        "read_plan(str(sample_paths()[0]))"
    )
    assert loaded(code, "docx", "lxml", "pypdfium2", "selectolax", "jieba") == set()


def test_a_pair_as_json_loads_what_json_needs() -> None:
    code = (
        "from plandiff.corpus.samples import sample_paths\n"
        "from plandiff.tui.cli import main\nimport contextlib, io\n"
        "both = [str(p) for p in sample_paths()]\n"
        "sys.modules.pop('importlib.resources', None)\n"
        "with contextlib.redirect_stdout(io.StringIO()):\n"
        "    main(['compare', *both, '--format', 'json', '--no-cache'])"
    )
    others = ("html.parser", "csv", "subprocess")
    assert loaded(code, *others, "importlib.resources") == set()


def test_importing_plandiff_loads_none_of_its_modules() -> None:
    code = (
        "import plandiff\n"
        "assert [name for name in sys.modules if name.startswith('plandiff.')] == []"
    )
    assert loaded(code, *SLOW, "typing", "pathlib", "importlib.metadata") == set()


def test_the_review_screen_is_drawn_before_the_store_of_reviews_is_loaded() -> None:
    code = "import plandiff.tui.reviewing, plandiff.tui.screens.review"
    store = "plandiff.comparison.review.store"
    assert loaded(code, store, "rapidfuzz", "sqlite3") == set()


def imports_in_functions(path: Path) -> Iterator[str]:
    """Places of import statements inside functions, as ``module.py:12``."""
    functions = (
        node
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    lines = {
        inner.lineno
        for function in functions
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    }
    return (f"{path.relative_to(ROOT).as_posix()}:{line}" for line in sorted(lines))


MAY_IMPORT_IN_FUNCTIONS = (
    "plandiff.py", "tui/cli.py", "tui/command_line/", "tui/app/", "tui/terminal/streams.py",
    "tui/work/cluster.py",  # an optional extra
    "corpus/system.py", "corpus/background_worker.py",  # modules of one operating system
    "comparison/words/lexicon.py",  # jieba, whose warnings are kept off
)  # fmt: skip


def test_imports_inside_functions_are_few_and_where_a_program_starts() -> None:
    """All others are at the top, those that are slow as a `LazyModule`."""
    folders = (ROOT / name for name in ("corpus", "comparison", "tui"))
    paths = [ROOT / "plandiff.py", *(path for folder in folders for path in folder.rglob("*.py"))]
    found = [place for path in paths for place in imports_in_functions(path)]
    assert [place for place in found if not place.startswith(MAY_IMPORT_IN_FUNCTIONS)] == []
    assert len(found) <= 25
