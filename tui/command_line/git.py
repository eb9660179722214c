"""``plandiff git-setup`` and ``plandiff git-changes``: plans in a git repository.

``git diff`` shows a Word file as the text that plandiff extracts, ``git difftool -t plandiff``
opens the review app, and a continuous-integration job comments on the changed plans of a pull
request.
"""

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from plandiff.comparison.engine import compare
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.registry import render
from plandiff.corpus.errors import OutputError, PlandiffError, UsageError, sentence, system_reason
from plandiff.corpus.locales import Words
from plandiff.corpus.locations import HTML_SUFFIXES, MARKDOWN_SUFFIXES, PLAN_SUFFIXES
from plandiff.corpus.model import Plan
from plandiff.corpus.reading import read_plan
from plandiff.corpus.text.atomic_write import replace_file
from plandiff.tui.command_line.parser import OneLineParser, new_parser
from plandiff.tui.command_line.running import ExitCode
from plandiff.tui.terminal.streams import print_notes
from plandiff.tui.work.output import print_text

_BINARY = sorted(PLAN_SUFFIXES - MARKDOWN_SUFFIXES - HTML_SUFFIXES - {".txt"})
"""Suffixes of plans that git treats as binary; git compares text formats itself."""
_BEGIN, _END = "# plandiff git-setup: begin", "# plandiff git-setup: end"
_SECTIONS = ("diff.plandiff", "difftool.plandiff")


def git_setup(words: list[str], language: str) -> int:
    """``plandiff git-setup [--undo] [--global]``: write or remove git's configuration."""
    asked = setup_parser(language).read(words)
    scope = "--global" if asked.everywhere else "--local"
    attributes = _attributes_file(everywhere=asked.everywhere)
    _take_away(scope, attributes)
    texts = Words(language, "review")
    if asked.undo:
        print_notes([texts("git.undone", path=attributes)])
        return ExitCode.DONE
    _git("config", scope, "diff.plandiff.textconv", f"{_command()} show --full --utf8")
    _git("config", scope, "difftool.plandiff.cmd", f'{_command()} "$LOCAL" "$REMOTE"')
    lines = [_BEGIN, *(f"*{suffix} diff=plandiff" for suffix in _BINARY), _END]
    _write(attributes, [*_lines(attributes), *lines])
    print_notes([texts("git.done", path=attributes)])
    return ExitCode.DONE


def setup_parser(language: str) -> OneLineParser:
    """``plandiff git-setup``."""
    words = Words(language, "help")
    parser = new_parser(words, "plandiff git-setup")
    add = parser.add_argument
    add("--undo", action="store_true", help=words["option.undo"])
    add("--global", dest="everywhere", action="store_true", help=words["option.global"])
    return parser


def git_changes(words: list[str], language: str) -> int:
    """``plandiff git-changes [BASE [HEAD]]``: how plans changed, as Markdown for a comment.

    Without HEAD the staged files are compared.  The status is 1 if a plan changed in substance.
    """
    asked = changes_parser(language).read(words)
    reports = list(_reports(asked.base, asked.head, language))
    print_text("\n\n".join(text for text, _ in reports).encode("utf-8", "replace"))
    return ExitCode.DIFFERENT if any(differs for _, differs in reports) else ExitCode.DONE


def changes_parser(language: str) -> OneLineParser:
    """``plandiff git-changes``."""
    words = Words(language, "help")
    parser = new_parser(words, "plandiff git-changes")
    parser.add_argument(
        "base", nargs="?", default="HEAD", metavar="BASE", help=words["argument.base"]
    )
    parser.add_argument("head", nargs="?", metavar="HEAD", help=words["argument.head"])
    return parser


def _reports(base: str, head: str | None, language: str) -> Iterator[tuple[str, bool]]:
    """A report for each plan that changed, and whether it changed in substance."""
    words = Words(language, "review")
    span = ["--end-of-options", base, head] if head else ["--cached", "--end-of-options", base]
    # Paths are relative to the root and cover all folders, regardless of the user's git settings.
    listed = _git(
        "-c", "diff.relative=false",
        "diff", "--name-status", "-z", "--find-renames", "--diff-filter=AMRD", *span, "--",
    )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="plandiff-") as folder:
        for old, new in _pairs(listed.decode("utf-8", "surrogateescape").split("\0")):
            name = (new or old).replace("`", "'")
            if not old or not new:
                yield words("git.added" if new else "git.deleted", name=name), True
                continue
            try:
                before = _plan(f"{base}:{old}", Path(folder, "old", PurePosixPath(old).name))
                after = _plan(f"{head or ':0'}:{new}", Path(folder, "new", PurePosixPath(new).name))
                result = compare(before, after)
            except PlandiffError as error:
                yield words("git.unread", name=name, reason=sentence(error, language)), True
                continue
            text = render(result, "md", ReportOptions(language=language, short=True))
            yield text.decode(), result.differs_in_substance


def _pairs(words: list[str]) -> Iterator[tuple[str, str]]:
    """Old and new path of each plan in git's output; ``""`` for a missing side.

    >>> list(_pairs(["M", "a.docx", "R090", "b.md", "c.md", "A", "d.pdf", "M", "e.png", ""]))
    [('a.docx', 'a.docx'), ('b.md', 'c.md'), ('', 'd.pdf')]
    """
    rest = iter(words)
    for status in rest:
        if not status:
            return
        old = next(rest)
        new = next(rest) if status[0] == "R" else old
        if PurePosixPath(new).suffix.lower() in PLAN_SUFFIXES:
            yield "" if status == "A" else old, "" if status == "D" else new


def _plan(revision: str, path: Path) -> Plan:
    """Read the plan of a revision, under its original name."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(_git("cat-file", "blob", revision))
    return read_plan(path)


def _command() -> str:
    """The shell command with which git starts plandiff; from a checkout with this interpreter."""
    if shutil.which("plandiff"):
        return "plandiff"
    return f"{shlex.quote(sys.executable.replace(os.sep, '/'))} -m plandiff"


def _attributes_file(*, everywhere: bool) -> Path:
    """The path of git's attributes file: the user's, or this repository's uncommitted one."""
    if not everywhere:
        return Path(_git("rev-parse", "--git-path", "info/attributes").decode().strip())
    named = _git("config", "--global", "--type=path", "core.attributesFile", may_fail=True)
    home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(named.decode().strip()) if named.strip() else Path(home) / "git" / "attributes"


def _take_away(scope: str, attributes: Path) -> None:
    for section in _SECTIONS:
        _git("config", scope, "--remove-section", section, may_fail=True)
    lines = _lines(attributes)
    if _BEGIN in lines and _END in lines:
        _write(attributes, lines[: lines.index(_BEGIN)] + lines[lines.index(_END) + 1 :])


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8", "surrogateescape").splitlines()
    except FileNotFoundError:
        return []


def _write(path: Path, lines: list[str]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        text = "".join(f"{line}\n" for line in lines)
        replace_file(path, text.encode("utf-8", "surrogateescape"))
    except OSError as error:
        raise OutputError(str(path), system_reason(error)) from error


def _git(*words: str, may_fail: bool = False) -> bytes:
    """Run git and return its output; raises `UsageError` with git's error message."""
    try:
        run = subprocess.run(["git", *words], capture_output=True, check=False)  # noqa: S603, S607
    except OSError as error:
        raise UsageError("no-git", reason=system_reason(error)) from error
    if run.returncode and not may_fail:
        raise UsageError("git", reason=run.stderr.decode("utf-8", "replace").strip())
    return run.stdout
