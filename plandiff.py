"""Compare two plans section by section: what was added, dropped, moved and reworded.

>>> from plandiff import compare, read_plan, sample_paths
>>> old, new = (read_plan(path) for path in sample_paths())
>>> comparison = compare(old, new)
>>> comparison.target_counts["raised"] > 0
True

This file is the public interface; ``docs/api.md`` describes it.  In a wheel it is
``plandiff/__init__.py``, next to the folders ``corpus``, ``comparison`` and ``tui``.  In a checkout
these folders are next to it, and it uses its own folder as the package folder.

Names are imported on first use, since ``plandiff --help`` needs none of them.
"""

import os
import sys

TYPE_CHECKING = False  # importing typing takes a tenth of the run time of --help
if TYPE_CHECKING:
    from plandiff.comparison.across.coverage import (
        Addition,
        Addressee,
        Answer,
        Coverage,
        Demand,
        Likeness,
        Requirement,
        Status,
        cover,
    )
    from plandiff.comparison.across.series import Indicator, SectionLife, Series, series
    from plandiff.comparison.edits import Edit, Op, RowKind, Side
    from plandiff.comparison.engine import compare
    from plandiff.comparison.model import (
        Comparison,
        Notice,
        Replacement,
        Row,
        TargetChange,
        TargetChangeKind,
    )
    from plandiff.comparison.options import Ignore, Options, Pin, PinKind
    from plandiff.comparison.reports.coverage.registry import COVERAGE_FORMATS, render_coverage
    from plandiff.comparison.reports.options import Preset, ReportOptions, Show
    from plandiff.comparison.reports.registry import FORMATS, render
    from plandiff.corpus.errors import InputError, OutputError, PlandiffError, UsageError
    from plandiff.corpus.model import Finding, Pack, Plan, Relation, Removed, Section, Target
    from plandiff.corpus.packs import read_pack
    from plandiff.corpus.reading import read_plan
    from plandiff.corpus.samples import sample_paths

__version__ = "0.1.0"
__all__ = [
    "COVERAGE_FORMATS",
    "FORMATS",
    "Addition",
    "Addressee",
    "Answer",
    "Comparison",
    "Coverage",
    "Demand",
    "Edit",
    "Finding",
    "Ignore",
    "Indicator",
    "InputError",
    "Likeness",
    "Notice",
    "Op",
    "Options",
    "OutputError",
    "Pack",
    "Pin",
    "PinKind",
    "Plan",
    "PlandiffError",
    "Preset",
    "Relation",
    "Removed",
    "Replacement",
    "ReportOptions",
    "Requirement",
    "Row",
    "RowKind",
    "Section",
    "SectionLife",
    "Series",
    "Show",
    "Side",
    "Status",
    "Target",
    "TargetChange",
    "TargetChangeKind",
    "UsageError",
    "__version__",
    "compare",
    "cover",
    "read_pack",
    "read_plan",
    "render",
    "render_coverage",
    "sample_paths",
    "series",
]

_MODULES = {
    "comparison.across.coverage": (
        "Addition Addressee Answer Coverage Demand Likeness Requirement Status cover"
    ),
    "comparison.across.series": "Indicator SectionLife Series series",
    "comparison.edits": "Edit Op RowKind Side",
    "comparison.engine": "compare",
    "comparison.model": "Comparison Notice Replacement Row TargetChange TargetChangeKind",
    "comparison.options": "Ignore Options Pin PinKind",
    "comparison.reports.coverage.registry": "COVERAGE_FORMATS render_coverage",
    "comparison.reports.options": "Preset ReportOptions Show",
    "comparison.reports.registry": "FORMATS render",
    "corpus.errors": "InputError OutputError PlandiffError UsageError",
    "corpus.model": "Finding Pack Plan Relation Removed Section Target",
    "corpus.packs": "read_pack",
    "corpus.reading": "read_plan",
    "corpus.samples": "sample_paths",
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names.split()}

if "__path__" not in globals():
    # In a checkout: with ``__path__`` the import system finds `plandiff.corpus` in corpus/.
    __path__ = [os.path.dirname(os.path.abspath(__file__))]  # noqa: PTH100, PTH120 - pathlib costs 10 ms

if not TYPE_CHECKING:  # otherwise type checkers would accept misspelt names

    def __getattr__(name: str) -> object:
        """Import a public name on its first use and keep it."""
        if name not in _MODULE_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)
        from importlib import import_module  # noqa: PLC0415 - costs 1 ms, which --help saves

        value = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


if __name__ == "__main__":  # python -m plandiff in a checkout; a wheel has plandiff/__main__.py
    from plandiff.tui.cli import main

    sys.exit(main())
