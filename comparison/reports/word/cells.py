"""Cells of the comparison table: its layouts by regional convention, heads, marked text."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field

from plandiff.comparison.edits import Side
from plandiff.comparison.model import Row
from plandiff.comparison.reports.options import Meter, Preset, ReportOptions
from plandiff.comparison.reports.shared.labels import Labels
from plandiff.comparison.reports.shared.marks import Mark, Piece, is_removed_text
from plandiff.comparison.reports.shared.rows import SideLine, shortened_lines, side_lines
from plandiff.comparison.reports.shared.section_paths import SectionPaths
from plandiff.comparison.reports.shared.targets import TargetLine
from plandiff.comparison.reports.word.parts import Fonts, Look, cell, paragraph, run, table_row
from plandiff.corpus.model import Span


class Form(Struct, frozen=True):
    """One layout of the table; ``columns`` are label keys with their widths in dxa."""

    columns: tuple[tuple[str, int], ...]
    prefix: str
    """Prefix of the label keys for the columns and empty cells of this layout."""
    fonts: Fonts
    new: Look
    old: Look


_UNDERLINED = Look(underline=True)

# Regional conventions:
# Mainland: 修订前 before 修订后, new words bold and underlined, old words struck.
# Taiwan: 修正條文 before 現行條文, changed parts underlined on both sides.
# Japan: 改正後 before 改正前, changed parts underlined (傍線) on both sides.
FORMS: Mapping[Preset, Form] = {
    Preset.CN: Form(
        columns=(
            ("serial", 600),
            ("place", 1500),
            ("before", 4900),
            ("after", 4900),
            ("kind", 1120),
            ("remarks", 1550),
        ),
        prefix="cn",
        fonts=Fonts(),
        new=Look(bold=True, underline=True, color="1F3FAF"),
        old=Look(strike=True, color="B00000"),
    ),
    Preset.TW: Form(
        columns=(("after", 5700), ("before", 5700), ("remarks", 3170)),
        prefix="tw",
        fonts=Fonts("標楷體", "標楷體", "標楷體", "標楷體", "標楷體", "zh-TW"),
        new=_UNDERLINED,
        old=_UNDERLINED,
    ),
    Preset.JP: Form(
        columns=(("after", 5700), ("before", 5700), ("remarks", 3170)),
        prefix="jp",
        fonts=Fonts(),  # the texts are Chinese: Japanese fonts lack their simplified characters
        new=_UNDERLINED,
        old=_UNDERLINED,
    ),
}


CONSULT = Form(
    columns=(
        ("number", 700),
        ("place", 1700),
        ("before", 4200),
        ("after", 4200),
        ("opinion", 3770),
    ),
    prefix="cn",
    fonts=Fonts(),
    new=FORMS[Preset.CN].new,
    old=FORMS[Preset.CN].old,
)
"""The form in which colleagues comment on each change."""

TEXT_SIZE = 19
"""Type size in tables, in half points: small enough for two columns of prose on one page."""
_SHADE = "E7E6E6"
_PLACE_SHADE = "F5F5F5"
LONGEST_WHOLE = 600
"""Rows of up to this many characters are kept on one page; longer ones could leave half blank."""
_LONGEST_NARROW = 160
"""Maximum characters of one-sided text in its own column; longer text spans both columns."""

Located = tuple[Sequence[tuple[Side, str, Span]], str]
"""Places as (side, section id, span), and the remark on them."""


class Maker(Struct, frozen=True):
    """Shared inputs of all cells."""

    options: ReportOptions
    labels: Labels
    form: Form
    places: dict[Side, SectionPaths]
    paths: Mapping[str, str]
    targets: Mapping[str, Sequence[TargetLine]]
    located: Mapping[str, Sequence[Located]]
    """By row id, the remarks that belong to places in the row."""
    meter: Meter
    years: Mapping[str, str] = field(default_factory=dict)
    """Years of ``before`` and ``after`` in words, if they differ."""


def plain_cell(text: str, *, bold: bool = False) -> str:
    """One table paragraph per line of the text."""
    look = Look(bold=bold, size=TEXT_SIZE)
    return "".join(paragraph(run(line, look), "TableText") for line in text.split("\n"))


def header_row(
    columns: Iterable[tuple[str, int]], make: Maker, prefix: str, titles: Mapping[str, str]
) -> str:
    """The heading row; ``titles`` are second lines by column.

    If the plans have different years, the years are the heads of their columns.
    """
    center = '<w:jc w:val="center"/>'
    font = make.form.fonts.heading
    cells = []
    for name, width in columns:
        head = make.years.get(name) or make.labels[f"{prefix}.{name}"]
        word = run(head, Look(bold=True, size=TEXT_SIZE, font=font))
        lines = [paragraph(word, "TableText", center)]
        if titles.get(name):
            lines.append(
                paragraph(run(titles[name], Look(size=TEXT_SIZE - 2)), "TableText", center)
            )
        cells.append(cell("".join(lines), width, shade=_SHADE))
    return table_row(cells, header=True)


def marked_run(piece: Piece, *, heading: bool, make: Maker) -> str:
    """One run of text, formatted by its mark."""
    font = make.form.fonts.heading if heading else None
    if piece.mark is Mark.GAP:
        return run(make.labels["mark.gap"], Look(size=TEXT_SIZE))
    if not piece.mark.is_change:
        return run(piece.text, Look(size=TEXT_SIZE, font=font))
    look = make.form.old if is_removed_text(piece.mark) else make.form.new
    return run(
        piece.text,
        Look(look.bold, look.underline, look.strike, look.color, font, TEXT_SIZE),
    )


def place_row(text: str, columns: Sequence[tuple[str, int]]) -> str:
    """A row across all columns with the section of the rows below it."""
    look = Look(bold=True, size=TEXT_SIZE)
    line = paragraph(run(text, look), "TableText", "<w:keepNext/>")
    width = sum(width for _, width in columns)
    return table_row([cell(line, width, shade=_PLACE_SHADE, columns=len(columns))], whole=True)


ONCE = ("serial", "place", "kind")
"""Columns whose cells span all rows of a section."""


def row_cells(
    values: Mapping[str, str], make: Maker, alone: Side | None = None, merge: str | None = None
) -> Iterator[str]:
    """The cells of a row; a text of one side ``alone`` spans the columns of both sides.

    ``merge``: vertical merge of the cells that span all rows of a section.
    """
    widths = dict(make.form.columns)
    for name, width in make.form.columns:
        if name in ONCE:
            yield cell("" if merge == "continue" else values[name], width, merge=merge)
        elif alone and name == "before":
            text = values["before" if alone is Side.OLD else "after"]
            yield cell(text, width + widths["after"], columns=2)
        elif not alone or name != "after":
            yield cell(values[name], width)


def runs_over_both(size: int, make: Maker) -> bool:
    """Whether a text of one side is so long that it should span both columns."""
    return make.options.preset is Preset.CN and size > _LONGEST_NARROW


def word_of_one_side(side: Side, make: Maker) -> str:
    """``新增`` for text that only the new plan has, ``删除`` for text only in the old plan."""
    word = "added" if side is Side.NEW else "removed"
    return make.labels[f"{make.form.prefix}.cell-{word}"]


def side_cell(row: Row, side: Side, make: Maker) -> str:
    """The marked text of one side, or a word such as ``新增`` if that side has no text."""
    lines = side_lines(row, side)
    if not lines:
        word = word_of_one_side(side.other, make)
        return paragraph(run(word, Look(bold=True, size=TEXT_SIZE)), "TableText")
    alone = not row.sections(side.other)
    shown: Sequence[SideLine] = lines if alone else shortened_lines(lines, make.options.context)
    return "".join(
        paragraph(
            "".join(marked_run(piece, heading=line.heading, make=make) for piece in line.pieces),
            "TableText",
        )
        for line in shown
    )
