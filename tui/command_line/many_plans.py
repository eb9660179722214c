"""Commands on many plans: ``plandiff predecessor``, ``plandiff batch``."""

from collections.abc import Iterator
from pathlib import Path

from plandiff.comparison.reports.batch.pair import entry_to_line
from plandiff.comparison.reports.predecessor_list import render_predecessor
from plandiff.corpus.errors import UsageError
from plandiff.corpus.locales import Words
from plandiff.tui.command_line.arguments import IGNORABLE, add_reading
from plandiff.tui.command_line.commands import request_of
from plandiff.tui.command_line.parser import (
    OneLineParser,
    add_choice,
    comma_list,
    natural,
    new_parser,
)
from plandiff.tui.command_line.running import ExitCode
from plandiff.tui.terminal.streams import print_notes
from plandiff.tui.work.batch import OVERVIEW, REPORT_NAMES, BatchSummary, run_batch
from plandiff.tui.work.idle_options import refuse_both
from plandiff.tui.work.journal import NAME
from plandiff.tui.work.output import print_bytes, print_form
from plandiff.tui.work.seeking import predecessor_of


def predecessor_parser(language: str) -> OneLineParser:
    """``plandiff predecessor NEW [FOLDER …]``."""
    words = Words(language, "help")
    parser = new_parser(words, "plandiff predecessor NEW [FOLDER …]")
    parser.add_argument("new", metavar="NEW", help=words["argument.new-alone"])
    parser.add_argument("folders", nargs="*", metavar="FOLDER", help=words["argument.folders"])
    parser.add_argument("--library", metavar="FILE", help=words["option.library"])
    add_choice(parser, "--format", ("text", "json"), words["option.format"], "text")
    add_reading(parser, words)
    return parser


def predecessor(words: list[str], language: str) -> int:
    """Print the previous edition of a plan and the evidence; the status is 0 even without one."""
    request = request_of(predecessor_parser(language).read(words))
    found, unread = predecessor_of(request, language)
    form = request.reporting.format or "text"
    print_form(render_predecessor(found, unread, form, language), form)
    return ExitCode.DONE


def batch_parser(language: str) -> OneLineParser:
    """``plandiff batch OLD_DIR NEW_DIR -o OUT`` or ``plandiff batch MANIFEST.csv -o OUT``."""
    words = Words(language, "help")
    parser = new_parser(words, "plandiff batch OLD_DIR NEW_DIR|MANIFEST.csv -o OUT")
    add = parser.add_argument
    add("sources", nargs="+", metavar="OLD_DIR NEW_DIR", help=words["argument.sources"])
    add("-o", "--output", dest="out", metavar="OUT", help=words["option.out"])
    add(
        "--reports",
        type=comma_list("--reports", REPORT_NAMES),
        default=(),
        metavar="FORMATS",
        help=words("option.reports", known=" ".join(REPORT_NAMES)),
    )
    add("--jobs", type=natural("--jobs"), metavar="N", help=words["option.jobs"])
    add("--resume", action="store_true", help=words["option.resume"])
    add("--force", action="store_true", help=words["option.batch-force"])
    add("--scheduler", metavar="ADDRESS", help=words["option.scheduler"])
    add("--scheduler-file", metavar="FILE", help=words["option.scheduler-file"])
    add(
        "--ignore",
        type=comma_list("--ignore", IGNORABLE),
        default=(),
        metavar="KINDS",
        help=words["option.ignore"],
    )
    add_choice(parser, "--format", ("text", "json"), words["option.format"], "text")
    add_reading(parser, words)
    return parser


def batch(words: list[str], language: str) -> int:
    """Compare many pairs; the status is 1 if any of them failed."""
    asked = batch_parser(language).read(words)
    if len(asked.sources) > 2:
        raise UsageError("batch-sources", words=" ".join(asked.sources))
    if not asked.out:
        raise UsageError("missing", names="-o OUT", help="plandiff batch --help")
    given = {
        "--scheduler": asked.scheduler,
        "--scheduler-file": asked.scheduler_file,
        "--jobs": asked.jobs is not None,
        "--resume": asked.resume,
        "--force": asked.force,
    }
    refuse_both("--scheduler", "--scheduler-file", given)
    refuse_both("--jobs", "--scheduler", given)
    refuse_both("--jobs", "--scheduler-file", given)
    refuse_both("--resume", "--force", given)
    if asked.jobs == 0:
        raise UsageError("whole-number", option="--jobs", value="0")
    summary = run_batch(request_of(asked), language)
    if asked.format == "json":
        print_bytes(b"".join(map(entry_to_line, summary.entries)))
    print_notes(_told(summary, asked.out, Words(language, "reports")))
    return ExitCode.DIFFERENT if summary.failed else ExitCode.DONE


def _told(summary: BatchSummary, out: str, words: Words) -> Iterator[str]:
    """The results in numbers, and every file without a partner and failed pair."""
    plans = summary.plans
    for key, names in (("only-old", plans.only_old), ("only-new", plans.only_new)):
        for name in names:
            yield words("batch.left-alone", what=words[f"batch.{key}"], name=name)
    for entry in summary.failed:
        yield words("batch.pair-failed", old=entry.old, new=entry.new, error=entry.error)
    if plans.by_content:
        yield words("batch.by-content", count=plans.by_content)
    if summary.resumed:
        yield words("batch.resumed", count=summary.resumed)
    done = len(summary.entries) - len(summary.failed)
    overview, journal = (str(Path(out) / name) for name in (OVERVIEW, NAME))
    failed = len(summary.failed)
    yield words("batch.ended", done=done, failed=failed, overview=overview, journal=journal)
