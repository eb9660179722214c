"""Runs a batch: pairs, workers, journal, reports, overview."""

import csv
import io
import os
import posixpath
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from plandiff.comparison.across.pairing import Pairing, pair_by_name
from plandiff.comparison.across.predecessor import find_predecessor
from plandiff.comparison.options import Ignore, Options, count_cores
from plandiff.comparison.reports.batch.overview import Overview, OverviewRow, render_overview
from plandiff.comparison.reports.batch.pair import (
    TABLE,
    JournalEntry,
    PairResult,
    PairTask,
    PlanFile,
    compare_pair,
)
from plandiff.comparison.reports.registry import FORMATS
from plandiff.corpus.background import DefectError, EndedError
from plandiff.corpus.errors import (
    OutputError,
    Phrase,
    PlandiffError,
    UsageError,
    sentence,
)
from plandiff.corpus.formats.documents import read_content
from plandiff.corpus.formats.file_input import read_bytes
from plandiff.corpus.formats.text import decode_text
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.locations import locate
from plandiff.corpus.pool import Task, run_in_pool
from plandiff.corpus.text.atomic_write import replace_file
from plandiff.tui.request import Request
from plandiff.tui.terminal.streams import print_progress
from plandiff.tui.work.journal import Journal, Pair, output_folder
from plandiff.tui.work.reporting import report_options
from plandiff.tui.work.seeking import list_plans, read_editions

if TYPE_CHECKING:
    from plandiff.tui.work import cluster
else:
    cluster = LazyModule("plandiff.tui.work.cluster")

OVERVIEW = "overview.xlsx"
REPORTS = "reports"
REPORT_NAMES = (*FORMATS, TABLE)
"""Names of the reports that a pair can have."""
_HEADS = frozenset({"old", "旧", "旧版", "修订前", "上年", "original", "before"})
"""Values of a manifest's first cell that mark the first line as a header."""
_NOT_IN_FILE_NAME = re.compile(r"[^\w.-]+")


class Plans(Struct, frozen=True):
    """The pairs of a batch, by the names that the user gave, and files without a partner."""

    pairs: tuple[Pair, ...]
    only_old: tuple[str, ...] = ()
    only_new: tuple[str, ...] = ()
    by_content: int = 0
    """Number of pairs that were matched by content, not by name."""
    base: str = ""
    """Base folder of relative names."""

    def path(self, name: str) -> str:
        """The path of the file with this name."""
        return os.path.join(self.base, name)  # noqa: PTH118 - keeps names as they are


class BatchSummary(Struct, frozen=True):
    """The result of a run."""

    plans: Plans
    entries: tuple[JournalEntry, ...]
    """In the order of the pairs."""
    resumed: int
    """Number of pairs taken over from an earlier run."""

    @property
    def failed(self) -> tuple[JournalEntry, ...]:
        """The entries of failed pairs."""
        return tuple(entry for entry in self.entries if not entry.ok)


def run_batch(request: Request, language: str) -> BatchSummary:
    """Compare every pair and write journal, reports and overview into the folder of the request.

    Raises `UsageError` and `InputError` for an invalid request before anything is computed, and
    `OutputError` if a result cannot be written.
    """
    plans = pairs_of(request)
    out = Path(request.batch.out)
    with output_folder(out):
        journal = Journal(out)
        if journal.is_begun and not (request.batch.resume or request.reporting.force):
            raise OutputError(str(out), Phrase("reason.batch-begun"))
        run = _Run(request, language, plans, out, journal)
        if journal.is_begun and request.batch.resume:
            journal.resume(run.is_valid)
        resumed = len(journal.entries)
        try:
            journal.open()
            run.compute()
            journal.finish(plans.pairs)
        finally:
            journal.close()
        entries = tuple(journal.entries[pair] for pair in plans.pairs)
        run.write_overview(entries)
    return BatchSummary(plans, entries, resumed)


class _Run(Struct):
    """One run over the pairs that are not in the journal yet."""

    request: Request
    language: str
    plans: Plans
    out: Path
    journal: Journal
    hashes: dict[str, str] = field(default_factory=dict)
    """SHA-256 of the files read so far, by name."""

    def is_valid(self, entry: JournalEntry) -> bool:
        """Whether an entry of an earlier run is still valid: same files, and its reports exist."""
        pair = (entry.old, entry.new)
        if pair not in set(self.plans.pairs):
            return False
        try:
            hashes = [self._file(name).sha256 for name in pair]
        except PlandiffError:
            return False
        reports = self._report_paths(entry) if entry.ok else {}
        return hashes == [entry.old_sha256, entry.new_sha256] and all(
            (self.out / path).exists() for path in reports.values()
        )

    def compute(self) -> None:
        """Compute the missing pairs; each result is on disk before the next one is handled."""
        todo = [pair for pair in self.plans.pairs if pair not in self.journal.entries]
        total = len(self.plans.pairs)
        if self.request.batch.reports and todo:
            (self.out / REPORTS).mkdir(exist_ok=True)
        print_progress(f"{total - len(todo)}/{total}")
        for place, answer in self._answers([self._task(pair) for pair in todo]):
            result = answer if isinstance(answer, PairResult) else self._failed(todo[place], answer)
            paths = self._report_paths(result.entry)
            for form, data in result.reports.items():
                replace_file(self.out / paths[form], data, suffix=".saving")
            self.journal.add(result.entry)
            print_progress(f"{len(self.journal.entries)}/{total} {result.entry.new}")
        print_progress("")

    def write_overview(self, entries: Sequence[JournalEntry]) -> None:
        """Write the overview, one row per pair, with links to its reports."""
        rows = tuple(
            OverviewRow(entry, self._report_paths(entry) if entry.ok else {}) for entry in entries
        )
        overview = Overview(rows, self.plans.only_old, self.plans.only_new)
        replace_file(self.out / OVERVIEW, render_overview(overview, self.language))

    def _answers(self, tasks: Sequence[Task]) -> Iterator[tuple[int, PairResult | Exception]]:
        batch = self.request.batch
        if batch.scheduler is None and batch.scheduler_file is None:
            return run_in_pool(compare_pair, tasks, batch.jobs or count_cores())
        return cluster.run_on_cluster(compare_pair, tasks, batch.scheduler, batch.scheduler_file)

    def _task(self, pair: Pair) -> Task:
        options = Options(
            ignore=frozenset(Ignore(word) for word in self.request.comparing.ignore),
            ignore_patterns=self.request.comparing.ignore_pattern,
        )

        def arguments() -> tuple[object, ...]:
            reading = self.request.reading
            return (
                PairTask(
                    *pair,
                    old_file=self._file(pair[0]),
                    new_file=self._file(pair[1]),
                    encoding=reading.encoding,
                    original=reading.original,
                    options=options,
                    reports=self.request.batch.reports,
                    report_options=report_options(self.request, self.language),
                ),
            )

        return arguments

    def _file(self, name: str) -> PlanFile:
        file = PlanFile(*read_content(self.plans.path(name)))
        self.hashes[name] = file.sha256
        return file

    def _failed(self, pair: Pair, error: Exception) -> PairResult:
        """The entry of a pair without a result: it is unreadable, or its workers died."""
        if isinstance(error, EndedError):
            message = sentence(Phrase("batch.worker-died"), self.language)
        elif isinstance(error, PlandiffError | OSError | MemoryError):
            message = sentence(error, self.language)
        else:
            kind = error.kind if isinstance(error, DefectError) else type(error).__name__
            message = sentence(Phrase("batch.defect", kind=kind), self.language)
        old, new = map(self._hash, pair)
        return PairResult(JournalEntry(*pair, old, new, ok=False, error=message))

    def _hash(self, name: str) -> str | None:
        """SHA-256 of a plan, or of the bytes of an unparsable file; None if it is unreadable."""
        if name in self.hashes:
            return self.hashes[name]
        try:
            return PlanFile(name, read_bytes(locate(self.plans.path(name)).file)).sha256
        except PlandiffError:
            return None

    def _report_paths(self, entry: JournalEntry) -> dict[str, str]:
        """Paths of the reports of a pair by format, relative to the folder of results.

        Names consist of the new plan's name and a checksum of both paths, so that they do not
        change when files are added.
        """
        stem = posixpath.splitext(posixpath.basename(entry.new.replace(os.sep, "/")))[0]
        stem = _NOT_IN_FILE_NAME.sub("_", stem)[:40]
        number = zlib.crc32(f"{entry.old}\x1f{entry.new}".encode("utf-8", "surrogatepass"))
        return {
            form: f"{REPORTS}/{stem}-{number:08x}{_ending(form)}"
            for form in self.request.batch.reports
        }


def _ending(form: str) -> str:
    return "-table.docx" if form == TABLE else FORMATS[form].suffix


def pairs_of(request: Request) -> Plans:
    """The pairs of two folders or of a manifest.

    Raises `UsageError` if there are none, and an `InputError` for an unreadable manifest.
    """
    sources = request.batch.sources
    plans = _of_manifest(sources[0]) if len(sources) == 1 else _of_folders(request, *sources)
    if not plans.pairs:
        raise UsageError("no-pairs", sources=" ".join(sources))
    return plans


def _of_folders(request: Request, old: str, new: str) -> Plans:
    """Pair files by name, and the remaining ones by content if the match is certain."""
    names = [_names_below(folder, request.batch.out) for folder in (old, new)]
    found = pair_by_name(*names)
    more = _pairs_by_content(request, old, new, found)
    taken = ({pair[0] for pair in more}, {pair[1] for pair in more})
    pairs = sorted((*found.pairs, *more), key=lambda pair: (pair[1], pair[0]))
    return Plans(
        tuple((_joined(old, a), _joined(new, b)) for a, b in pairs),
        tuple(_joined(old, name) for name in found.only_old if name not in taken[0]),
        tuple(_joined(new, name) for name in found.only_new if name not in taken[1]),
        by_content=len(more),
    )


def _pairs_by_content(request: Request, old: str, new: str, found: Pairing) -> list[Pair]:
    """Pair new plans with their predecessors; each old plan is assigned to its best match."""
    if not (found.only_old and found.only_new):
        return []
    sides = [
        read_editions((_joined(folder, name) for name in names), request.reading)[0]
        for folder, names in ((old, found.only_old), (new, found.only_new))
    ]
    chosen = [
        (best.score, edition.path, best.edition.path)
        for edition in sides[1]
        if (best := find_predecessor(edition, sides[0]).chosen) is not None
    ]
    pairs: dict[str, Pair] = {}
    for _, after, before in sorted(chosen, key=lambda item: (-item[0], item[1])):
        pairs.setdefault(before, (before, after))
    return [(_relative(a, old), _relative(b, new)) for a, b in pairs.values()]


def _names_below(folder: str, out: str) -> list[str]:
    """Paths of the plans in a folder tree, relative to it, without output of an earlier run."""
    inside = os.path.join(os.path.realpath(out), "")  # noqa: PTH118 - keeps names as they are
    return [
        _relative(path, folder)
        for path in list_plans(folder)
        if not os.path.realpath(path).startswith(inside)
    ]


def _relative(path: str, folder: str) -> str:
    return os.path.relpath(path, folder).replace(os.sep, "/")


def _joined(folder: str, name: str) -> str:
    return os.path.join(folder, name)  # noqa: PTH118 - keeps names as they are


def _of_manifest(path: str) -> Plans:
    """Read pairs (old plan, new plan) from a CSV file; paths are relative to its folder.

    Further columns, a header line and empty lines are ignored.  A pair that is listed twice is
    returned once.
    """
    text = decode_text(path, read_bytes(path), None).text
    pairs: dict[Pair, None] = {}
    for number, row in enumerate(_rows(path, text), 1):
        cells = [cell.strip() for cell in row[:2]]
        if not any(cells) or (number == 1 and cells[0].casefold() in _HEADS):
            continue
        if len(cells) < 2 or not all(cells):
            raise UsageError("manifest-line", file=path, number=number)
        pairs[cells[0], cells[1]] = None
    return Plans(tuple(pairs), base=os.path.dirname(path))  # noqa: PTH120 - as above


def _rows(path: str, text: str) -> Iterable[list[str]]:
    lines = text.removeprefix("\ufeff")
    first = lines.partition("\n")[0]
    mark = max(",\t;", key=first.count)  # the separator of spreadsheets depends on the locale
    try:
        return list(csv.reader(io.StringIO(lines, newline=""), delimiter=mark))
    except csv.Error as error:
        raise UsageError("manifest-line", file=path, number=1) from error
