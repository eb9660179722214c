"""The parsed command line as one typed value, which the app and worker processes receive.

`plandiff.tui.command_line.commands.request_of` creates it from the arguments; each field is named
after its option.
"""

from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:  # for annotations only; few users have packs
    from plandiff.corpus.model import Pack


class Reading(Struct, frozen=True):
    """Options for reading plans."""

    encoding: str | None = None
    """Name of the encoding; None: detected."""
    original: bool = False
    """For Word files with tracked changes: use the text before these changes."""
    no_cache: bool = False
    """Whether the cache of parsed plans is neither read nor written."""
    no_packs: bool = False
    """Whether the user's packs are ignored."""
    packs: "tuple[Pack, ...]" = ()
    """Words that the user adds to the vocabularies; passed by value, so that workers have them."""


class Comparing(Struct, frozen=True):
    """Options that define what counts as a difference."""

    ignore: tuple[str, ...] = ()
    """Values of `plandiff.comparison.options.Ignore`."""
    ignore_pattern: tuple[str, ...] = ()
    """Regular expressions; matching text is not compared."""
    exit_code: bool = False
    """Whether the exit status reports that the plans differ."""


class Reporting(Struct, frozen=True):
    """Options for reports: formats, files and contents."""

    format: str | None = None
    """Format of the printed report; None: the summary."""
    output: tuple[str, ...] = ()
    """Files to write; the suffix selects the format."""
    force: bool = False
    """Whether existing files are overwritten."""
    table: bool = False
    consult: bool = False
    """Write ``.docx`` as a form for comments."""
    details: bool = False
    """Write ``.xlsx`` with ids and probabilities."""
    preset: str = "cn"
    """A value of `plandiff.comparison.reports.options.Preset`."""
    native_moves: bool = False
    only: tuple[str, ...] = ()
    """Values of `plandiff.comparison.reports.options.Show`; empty: everything."""
    reviewed: bool = False
    context: int | None = None
    """Characters of unchanged text around a change; -1: all; None: the default of the format."""
    top: int | None = None
    budget: int | None = None
    """Maximum number of characters of the format ``prompt``; None: its default."""
    short: bool = False
    full: bool = False
    rows: bool = False
    template: str | None = None
    date: str | None = None
    """Date and time in ISO 8601; None: a fixed date."""
    color: str = "auto"
    """``auto``, ``always`` or ``never``."""
    width: int | None = None
    """Columns; None: the width of the terminal, or 80 for a file."""


class Interaction(Struct, frozen=True):
    """Options of the interactive app."""

    no_tui: bool = False
    watch: bool = False
    """Read the plans again when one of the files changes."""
    no_mouse: bool = False
    served: bool = False
    """Whether the app is shown in a browser, possibly on another machine."""


class Batch(Struct, frozen=True):
    """Options of a batch of pairs: sources, results and workers."""

    sources: tuple[str, ...] = ()
    """Two folders, or one CSV file that lists the pairs."""
    out: str = ""
    """Folder for the journal, the overview and the reports."""
    reports: tuple[str, ...] = ()
    """Report formats for each pair; ``table`` is a comparison table in Word."""
    jobs: int | None = None
    """Number of parallel processes; None: one per core."""
    resume: bool = False
    """Whether pairs that are already in the journal are skipped."""
    scheduler: str | None = None
    """Address of a Dask scheduler, ``tcp://host:8786``."""
    scheduler_file: str | None = None
    """File to which a Dask scheduler wrote its address."""


class Request(Struct, frozen=True):
    """The plans to process, and all options."""

    old: str = ""
    """A path, or ``-`` for standard input; empty if the reader chooses it in the app."""
    new: str = ""
    superior: str = ""
    """For ``plandiff cover``: the superior plan, which states the requirements."""
    locals: tuple[str, ...] = ()
    """For ``plandiff cover``: the local plans, which answer the requirements."""
    diffusion: str | None = None
    """For ``plandiff cover``: the output file that maps each sentence to its source."""
    folders: tuple[str, ...] = ()
    """For ``plandiff predecessor``: folders or files to search."""
    library: str | None = None
    """Library file of plans; None: the user's default library."""
    lang: str | None = None
    """``zh`` or ``en``; None: not specified."""
    review: str | None = None
    """File with marks and notes; None: the store in the state folder."""
    author: str | None = None
    reading: Reading = field(default_factory=Reading)
    comparing: Comparing = field(default_factory=Comparing)
    reporting: Reporting = field(default_factory=Reporting)
    app: Interaction = field(default_factory=Interaction)
    batch: Batch = field(default_factory=Batch)
