"""What is loaded when: the core without a terminal, help without anything slow."""

import subprocess
import sys

import pytest


def loaded(code: str, *names: str) -> set[str]:
    """Which of the modules ``names`` a fresh interpreter has after running ``code``."""
    script = f"import sys\n{code}\nprint(*[n for n in {names!r} if n in sys.modules])"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    return set(run.stdout.splitlines()[-1].split())


SLOW = ("textual", "rich", "jieba", "numpy", "docx", "lxml", "opencc", "xlsxwriter", "jinja2")


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_load_nothing_slow(option: str) -> None:
    code = (
        "from plandiff.tui.cli import main\nimport contextlib, io\n"
        f"with contextlib.redirect_stdout(io.StringIO()): main([{option!r}])"
    )
    assert loaded(code, *SLOW) == set()


def test_the_core_runs_without_a_terminal_library() -> None:
    code = (
        "from plandiff.corpus.samples import sample_paths\nfrom plandiff.corpus.reading import read_plan\n"
        "from plandiff.comparison.engine import compare\nfrom plandiff.comparison.reports.registry import render\n"
        "old, new = (read_plan(str(p)) for p in sample_paths())\n"
        "result = compare(old, new)\n"
        "for name in ('text', 'md', 'json', 'csv', 'html'): render(result, name)"
    )
    assert loaded(code, "textual", "rich", "curses") == set()


def test_reading_plain_text_loads_no_document_library() -> None:
    code = (
        "from plandiff.corpus.samples import sample_paths\nfrom plandiff.corpus.reading import read_plan\n"
        "read_plan(str(sample_paths()[0]))"
    )
    assert loaded(code, "docx", "lxml", "pypdfium2", "selectolax", "jieba") == set()
