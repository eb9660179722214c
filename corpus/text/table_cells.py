"""Split table lines into cells at tabs (Word) or bars (Markdown)."""

from collections.abc import Iterator

Cell = tuple[int, int]
"""Start and end offset of a cell's content in the text."""


def cells_of_lines(text: str) -> Iterator[list[Cell] | None]:
    """Yield the cell spans of each line; None for a line that is not a row.

    >>> text = "| 甲 | 12 |"
    >>> [[text[slice(*cell)] for cell in row or ()] for row in cells_of_lines(text)]
    [['甲', '12']]
    """
    start = 0
    for line in text.split("\n"):
        mark = "\t" if "\t" in line else "|"
        parts = line.split(mark)
        cells, position = [], start
        for part in parts:
            blank = len(part) - len(part.lstrip())
            cells.append((position + blank, position + max(blank, len(part.rstrip()))))
            position += len(part) + 1
        if mark == "|" and len(cells) > 2 and line.strip().startswith("|"):
            cells = cells[1:-1] if line.rstrip().endswith("|") else cells[1:]
        yield cells if len(cells) > 1 else None
        start += len(line) + 1
