"""A coverage as a Word document: 衔接对照表, gaps first, with the additions of each plan."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from plandiff.comparison.across.coverage.model import Coverage, Status
from plandiff.comparison.reports.coverage.table import Cell, CoverageTable, Line, percent
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.shared.labels import heading_number
from plandiff.comparison.reports.word.parts import (
    Fonts,
    Look,
    Page,
    add_paragraph_style,
    cell,
    document_bytes,
    new_document,
    paragraph,
    run,
    table,
    table_row,
)

_SIZE = 18
"""Type size in tables, in half points."""
_WHOLE_WIDTH = 14570
"""Width of a landscape page between its margins, in twentieths of a point."""
_NUMBER, _REQUIREMENT, _ADDRESSEE = 650, 4300, 1100
_SHADE, _GAP_SHADE = "E7E6E6", "FBE4D5"
_MOST_COLUMNS = 6
"""Number of plans whose answers are readable side by side on paper; with more, columns have numbers
for names and signs for answers."""
_SIGNS = {Status.COVERED: "●", Status.PARTLY: "◐", Status.MISSING: "○"}
_STYLE = "Coverage Cell"
_BOLD = Look(bold=True)
_QUIET = Look(color="595959")


def render_docx(coverage: Coverage, options: ReportOptions) -> bytes:
    """Return the document as bytes; the same coverage and options give the same bytes."""
    found = CoverageTable(coverage, options.language)
    document = new_document(Fonts(), Page(landscape=True))
    look = Look(size=_SIZE)
    add_paragraph_style(document, _STYLE, '<w:spacing w:before="20" w:after="20"/>', look)
    return document_bytes(document, _body(found), options, found.title)


def _body(found: CoverageTable) -> Iterator[str]:
    words = found.words
    yield paragraph(run(found.title), "Title")
    for label, text in found.head():
        yield paragraph(run(f"{label}  ", _BOLD) + run(text))
    for number, (title, part) in enumerate(_parts(found)):
        yield paragraph(run(f"{heading_number(number, words)}{title}"), "Heading1")
        yield from part
    yield paragraph("")  # Word requires a paragraph after a table


def _parts(found: CoverageTable) -> Iterator[tuple[str, Iterable[str]]]:
    words = found.words
    yield words["coverage.part.standings"], _standings(found)
    yield words["coverage.part.matrix"], _matrix(found)
    if len(found.names) > 1:
        yield words["coverage.part.chapters"], _chapters(found)
    if found.additions:
        yield words("coverage.group.additions", count=len(found.additions)), _additions(found)


def _is_brief(found: CoverageTable) -> bool:
    return len(found.names) > _MOST_COLUMNS


def _standings(found: CoverageTable) -> Iterator[str]:
    for standing in found.standings:
        number = f"[{standing.local + 1}] " if _is_brief(found) else ""
        name = run(f"{number}{standing.name}  ", _BOLD)
        yield paragraph(name + run(found.standing_words(standing)))


def _matrix(found: CoverageTable) -> Iterator[str]:
    words = found.words
    brief = _is_brief(found)
    columns = [str(at) for at, _ in enumerate(found.names, 1)] if brief else found.names
    if brief:
        legend = [f"{sign} {words[f'coverage.status.{key}']}" for key, sign in _SIGNS.items()]
        yield paragraph(run("   ".join(legend)))
    left = _WHOLE_WIDTH - _NUMBER - _REQUIREMENT - _ADDRESSEE
    each = left // max(len(found.names), 1)
    widths = [_NUMBER, _REQUIREMENT, _ADDRESSEE, *(each for _ in found.names)]
    names = [words[f"coverage.column.{name}"] for name in ("number", "requirement", "addressee")]
    head = _row([*names, *columns], widths)
    yield from table(widths, [head, *(_line(found, line, widths) for line in found.lines)])


def _line(found: CoverageTable, line: Line, widths: Sequence[int]) -> str:
    requirement = _paragraph(run(line.quote)) + _paragraph(run(line.place, _QUIET))
    if spread := found.spread(line):
        requirement += _paragraph(run(spread, _QUIET))
    cells = [
        cell(_paragraph(run(str(line.number))), widths[0]),
        cell(requirement, widths[1]),
        cell(_paragraph(run(line.addressee)), widths[2]),
    ]
    for one, width in zip(line.cells, widths[3:], strict=True):
        shade = _GAP_SHADE if one.gap else None
        cells.append(cell(_answer(one, brief=_is_brief(found)), width, shade=shade))
    return table_row(cells, whole=True)


def _answer(one: Cell, *, brief: bool) -> str:
    if brief:
        owed = one.gap or one.answer.status is not Status.MISSING
        return _paragraph(run(_SIGNS[one.answer.status] if owed else "—"))
    content = _paragraph(run(one.brief, _BOLD))
    quoted = zip(one.places, one.quotes, strict=True)
    for place, quotes in groupby(quoted, key=itemgetter(0)):
        content += "".join(_paragraph(run(quote)) for _, quote in quotes)
        content += _paragraph(run(place, _QUIET))
    return content


def _chapters(found: CoverageTable) -> Iterator[str]:
    first = 4300
    each = (_WHOLE_WIDTH - first) // len(found.names)
    widths = [first, *(each for _ in found.names)]
    names = found.names
    if _is_brief(found):
        names = tuple(str(at) for at, _ in enumerate(found.names, 1))
    rows = [_row([found.words["coverage.column.chapter"], *names], widths)]
    for chapter in found.chapters:
        texts = [chapter.name, *map(percent, chapter.copied)]
        cells = zip(texts, widths, strict=True)
        rows.append(table_row(cell(_paragraph(run(text)), width) for text, width in cells))
    yield from table(widths, rows)


def _additions(found: CoverageTable) -> Iterator[str]:
    """The additions; their plans are named only if there are several."""
    widths, names = [10570, 4000], ["added", "place"]
    several = len(found.names) > 1
    if several:
        widths, names = [3000, 7570, 4000], ["plan", *names]
    rows = [_row([found.words[f"coverage.column.{name}"] for name in names], widths)]
    for added in found.additions:
        texts = (*((found.short_names[added.local],) if several else ()), added.quote, added.place)
        cells = [
            cell(_paragraph(run(text)), width) for text, width in zip(texts, widths, strict=True)
        ]
        rows.append(table_row(cells, whole=True))
    yield from table(widths, rows)


def _row(texts: Sequence[str], widths: Sequence[int]) -> str:
    """The heading row of a table."""
    cells = zip(texts, widths, strict=True)
    return table_row(
        (cell(_paragraph(run(text, _BOLD)), width, shade=_SHADE) for text, width in cells),
        header=True,
    )


def _paragraph(runs: str) -> str:
    return paragraph(runs, _STYLE.replace(" ", ""))
