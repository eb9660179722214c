"""What the command line asks for, as one typed value that reaches the app and other processes.

`plandiff.tui.command_line.commands.request_of` makes it from the arguments; a field has the name
of its option.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # named here only; few have packs
    from plandiff.corpus.model import Pack


@dataclass(frozen=True, slots=True)
class Reading:
    """How plans are read."""

    encoding: str | None = None
    """Name of the encoding; None: detected."""
    original: bool = False
    """For Word files with tracked changes: the text before them."""
    no_cache: bool = False
    """Whether plans that were read before are read again, and none is kept."""
    no_packs: bool = False
    """Whether the user's packs are left out."""
    packs: "tuple[Pack, ...]" = ()
    """Words that the user adds to the vocabularies; values, so that workers have the same."""


@dataclass(frozen=True, slots=True)
class Comparing:
    """What counts as a difference."""

    ignore: tuple[str, ...] = ()
    """Values of `plandiff.comparison.options.Ignore`."""
    ignore_pattern: tuple[str, ...] = ()
    """Regular expressions; text that matches is not compared."""
    exit_code: bool = False
    """Whether the exit status says that the plans differ."""


@dataclass(frozen=True, slots=True)
class Reporting:
    """Which reports are written, where to and how."""

    format: str | None = None
    """What is printed; None: the summary."""
    output: tuple[str, ...] = ()
    """Files to write; the suffix decides on the format."""
    force: bool = False
    """Whether files are overwritten."""
    table: bool = False
    consult: bool = False
    """``.docx`` is a form for comments."""
    details: bool = False
    """``.xlsx`` with ids and probabilities."""
    preset: str = "cn"
    """A value of `plandiff.comparison.reports.options.Preset`."""
    native_moves: bool = False
    only: tuple[str, ...] = ()
    """Values of `plandiff.comparison.reports.options.Show`; empty: everything."""
    reviewed: bool = False
    context: int | None = None
    """Characters of unchanged text around a change; -1: all; None: as the format does."""
    top: int | None = None
    budget: int | None = None
    """Most characters of the format ``prompt``; None: its own measure."""
    short: bool = False
    full: bool = False
    rows: bool = False
    template: str | None = None
    date: str | None = None
    """ISO 8601, with the time; None: a fixed one."""
    color: str = "auto"
    """``auto``, ``always`` or ``never``."""
    width: int | None = None
    """Columns; None: those of the terminal, or 80 in a file."""


@dataclass(frozen=True, slots=True)
class Interaction:
    """Whether the app opens, and how."""

    no_tui: bool = False
    watch: bool = False
    """Read the plans again when one of the files changes."""
    no_mouse: bool = False
    served: bool = False
    """Whether a browser shows it: the reader may be at another machine."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Many pairs: where they come from, where results go, who computes."""

    sources: tuple[str, ...] = ()
    """Two folders, or one CSV file that lists the pairs."""
    out: str = ""
    """The folder of journal, overview and reports."""
    reports: tuple[str, ...] = ()
    """Formats of the reports of each pair; ``table`` is a comparison table in Word."""
    jobs: int | None = None
    """Processes at a time; None: as many as there are cores."""
    resume: bool = False
    """Whether what the journal holds is not computed again."""
    scheduler: str | None = None
    """Address of a Dask scheduler, ``tcp://host:8786``."""
    scheduler_file: str | None = None
    """File that a Dask scheduler wrote its address into."""


@dataclass(frozen=True, slots=True)
class Request:
    """Plans, and what is to be done with them."""

    old: str = ""
    """A path, or ``-`` for standard input; empty where the app lets the reader choose."""
    new: str = ""
    superior: str = ""
    """Of ``plandiff cover``: the plan that asks."""
    locals: tuple[str, ...] = ()
    """Of ``plandiff cover``: the plans that answer."""
    diffusion: str | None = None
    """Of ``plandiff cover``: the file for which sentence came from where."""
    folders: tuple[str, ...] = ()
    """Of ``plandiff predecessor``: where to look, folders or files."""
    library: str | None = None
    """File of the library of plans; None: the user's own."""
    lang: str | None = None
    """``zh`` or ``en`` where the reader named one."""
    review: str | None = None
    """The file of marks and notes; None: the store in the state folder."""
    author: str | None = None
    reading: Reading = field(default_factory=Reading)
    comparing: Comparing = field(default_factory=Comparing)
    reporting: Reporting = field(default_factory=Reporting)
    app: Interaction = field(default_factory=Interaction)
    batch: Batch = field(default_factory=Batch)
