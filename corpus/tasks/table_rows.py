"""Find responsibility and deadline of tasks in table rows.

    工作任务 | 牵头单位 | 责任单位 | 完成时限

Without a header the columns are guessed from the cells: words, bodies, bodies, a date.
"""

from collections.abc import Iterator

from msgspec import Struct

from plandiff.corpus.tasks.bodies import are_bodies, split_bodies
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.table_cells import Cell, cells_of_lines

_HEADS = {
    "task": re.compile(
        r"(?:工作|重点|主要|具体|目标)*(?:任务|内容|事项|项目|措施|举措|要点|工作)(?:名称|内容|分解)?|(?i:task|action|activity|measure)"
    ),
    "person": re.compile(
        r"责任(?:领导|人)|负责(?:领导|人)|(?:分管|包联|联系|牵头)领导|联系人|经办人"
    ),
    "lead": re.compile(r"牵头|主办|主责|(?i:lead)"),
    "owner": re.compile(r"责任|负责|承办|落实|实施单位|主管|(?i:responsib|owner)"),
    "with": re.compile(r"配合|协办|参与|参加|协同|协助|(?i:support|partner)"),
    "due": re.compile(
        r"时限|期限|完成时间|时间(?:节点|安排|要求|进度)?|进度|(?i:deadline|due|by when|timeline)"
    ),
}
_DATE = re.compile(
    r"(?=.*[年月日季期]|长期|持续|20\d\d[-./])(?:到|至|于)?"
    r"[\d年月日底前末内上下旬半季度全每个学期第一二三四/.\-~至到起开始长期持续推进坚持实施 ]{2,24}"
)
_WHO = {"lead", "owner", "with", "person"}
_LONGEST_HEAD = 16


class RowStatement(Struct, frozen=True):
    """One table row: its span, task, lead bodies, cooperating bodies and deadline."""

    start: int
    end: int
    task: Cell
    lead: tuple[str, ...]
    helpers: tuple[str, ...]
    due: Cell | None


def find_row_statements(text: str) -> Iterator[RowStatement]:
    """Yield the table rows of folded ``text`` (tabs and newlines kept) that assign a task."""
    columns: dict[str, int] | None = None
    for cells in cells_of_lines(text):
        if cells is None:
            columns = None
        elif head := _read_head(text, cells):
            columns = head
        elif statement := _read_row(text, cells, columns):
            yield statement


def _read_head(text: str, cells: list[Cell]) -> dict[str, int] | None:
    """Map kinds of columns to indexes if the cells are a header with a column of bodies."""
    heads = [text[slice(*cell)].replace(" ", "") for cell in cells]
    if any(len(head) > _LONGEST_HEAD or re.search(r"\d", head) for head in heads):
        return None
    found: dict[str, int] = {}
    for index, head in enumerate(heads):
        kind = next(
            (
                kind
                for kind in ("due", "with", "person", "lead", "owner", "task")
                if _HEADS[kind].search(head)
            ),
            None,
        )
        if kind in _WHO or (kind and not are_bodies(head, strict=True)):
            found.setdefault(kind, index)
    says_who = found.keys() & _WHO
    return found if says_who and (len(found) > 1 or "task" in found) else None


def _read_row(text: str, cells: list[Cell], columns: dict[str, int] | None) -> RowStatement | None:
    """Read one row with the header's columns, else with guessed ones; None if it has no task."""
    columns = columns or _guess_columns(text, cells)
    if columns is None:
        return None

    def cell(kind: str) -> Cell | None:
        index = columns.get(kind)
        if index is None or index >= len(cells) or cells[index][0] >= cells[index][1]:
            return None
        return cells[index]

    def bodies(kind: str) -> tuple[str, ...]:
        place = cell(kind)
        return split_bodies(text[slice(*place)]) if place else ()

    lead, owner, helpers = bodies("lead"), bodies("owner"), bodies("with")
    owner = owner or (() if lead else bodies("person"))
    lead, helpers = (lead, owner + helpers) if lead else (owner, helpers)
    task = cell("task") or _longest(cells)
    due = cell("due")
    if not (lead or helpers or due) or task is None:
        return None
    return RowStatement(cells[0][0], cells[-1][1], task, lead, helpers, due)


def _guess_columns(text: str, cells: list[Cell]) -> dict[str, int] | None:
    """Guess the columns of a row without a header: words first, then bodies, then a date."""
    texts = [text[slice(*cell)] for cell in cells]
    bodies = [index for index, words in enumerate(texts) if are_bodies(words, strict=True)]
    dates = [index for index, words in enumerate(texts) if _DATE.fullmatch(words)]
    if not bodies or bodies[0] == 0 or not dates or dates[-1] < bodies[-1]:
        return None
    columns = {"lead": bodies[0], "due": dates[-1]}
    if len(bodies) > 1:
        columns["with"] = bodies[1]
    words = [index for index in range(bodies[0]) if len(texts[index]) > 3]
    return columns | {"task": words[-1]} if words else None


def _longest(cells: list[Cell]) -> Cell | None:
    return max(cells, key=lambda cell: cell[1] - cell[0], default=None)
