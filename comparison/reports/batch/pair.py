"""One pair of a batch: from bytes to counts, verdict and reports, or to an error as a value.

Nothing here reads a file, so a pair gives the same bytes in this process, in another process and
on another machine.
"""

import gc
import hashlib
import json
import threading
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct, field, to_builtins
from msgspec.structs import replace

from plandiff.comparison.engine import compare
from plandiff.comparison.options import Options
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.registry import render
from plandiff.comparison.reports.shared.json_values import counts_to_dict, verdict_to_dict
from plandiff.corpus.errors import PlandiffError, sentence
from plandiff.corpus.reading import read_plan
from plandiff.corpus.text.escape import escape_json

TABLE = "table"
"""Name of the comparison table in Word, in addition to the names of the registry's formats."""

_one_at_a_time = threading.Lock()
"""Serialises the threads of a cluster worker, which could not compute in parallel anyway."""


class PlanFile(NamedTuple):
    """A plan as `plandiff.corpus.formats.documents.read_content` gives it."""

    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        """The hash of the content, in hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()


class PairTask(Struct, frozen=True):
    """Everything that a worker needs for one pair."""

    old: str
    """Name of the file as the user gave it."""
    new: str
    old_file: PlanFile
    new_file: PlanFile
    encoding: str | None = None
    original: bool = False
    options: Options = field(default_factory=Options)
    reports: tuple[str, ...] = ()
    """Names of formats, or `TABLE`."""
    report_options: ReportOptions = field(default_factory=ReportOptions)


class JournalEntry(Struct, frozen=True):
    """The journal's record of one pair."""

    old: str
    new: str
    old_sha256: str | None
    """None if the file cannot be read at all."""
    new_sha256: str | None
    ok: bool
    counts: dict[str, Any] | None = None
    """The ``counts`` of a comparison's JSON; None if there is no comparison."""
    verdict: dict[str, Any] | None = None
    error: str | None = None
    """The error message, in the language of the run; None if the pair succeeded."""


class PairResult(Struct, frozen=True):
    """The result that a worker returns."""

    entry: JournalEntry
    reports: Mapping[str, bytes] = field(default_factory=dict)


def compare_pair(task: PairTask) -> PairResult:
    """Compare one pair; a plan or report that fails gives an entry with its error."""
    with _one_at_a_time:
        try:
            result = _compared(task)
        except PlandiffError as error:
            message = sentence(error, task.report_options.language)
            shas = (task.old_file.sha256, task.new_file.sha256)
            return PairResult(JournalEntry(task.old, task.new, *shas, ok=False, error=message))
        else:
            _exclude_loaded()
            return result
        finally:
            gc.collect()  # a worker runs with collection off, and would grow from pair to pair


@cache
def _exclude_loaded() -> None:
    """Exclude what the first pair loaded from later collections: dictionary, patterns, modules.

    They live as long as the process, and looking through them took a tenth of the time of a pair.
    """
    gc.collect()
    gc.freeze()


def _compared(task: PairTask) -> PairResult:
    old, new = (
        read_plan(name, encoding=task.encoding, original=task.original, data=data)
        for name, data in (task.old_file, task.new_file)
    )
    comparison = compare(old, new, task.options)
    reports = {
        name: render(
            comparison,
            "docx" if name == TABLE else name,
            replace(task.report_options, table=name == TABLE),
        )
        for name in task.reports
    }
    entry = JournalEntry(
        old=task.old,
        new=task.new,
        old_sha256=old.source.sha256,
        new_sha256=new.source.sha256,
        ok=True,
        counts=counts_to_dict(comparison),
        verdict=verdict_to_dict(comparison),
    )
    return PairResult(entry, reports)


def entry_to_line(entry: JournalEntry) -> bytes:
    r"""One line of the journal, with its closing newline; names that are not UTF-8 are escaped.

    >>> entry_to_line(JournalEntry("\udcb9.txt", "b.txt", None, None, False, error="无"))[:39]
    b'{"old": "\\udcb9.txt", "new": "b.txt", "'
    """
    line = json.dumps(to_builtins(entry), ensure_ascii=False, allow_nan=False)
    return (escape_json(line) + "\n").encode()


def entry_from_line(line: bytes) -> JournalEntry | None:
    """Parse a line of the journal; None for a line that is damaged or incomplete."""
    if not line.endswith(b"\n"):
        return None
    try:
        return msgspec.convert(json.loads(line), JournalEntry)
    except (ValueError, RecursionError):  # msgspec's errors are subclasses of these
        return None
