"""Two file names on one line: where there is no room for both, what tells them apart stays."""

from itertools import takewhile

from plandiff.tui.layout.width import cell_width, cut

_BEFORE = 2
"""Characters that stay in front of the first one that differs."""


def both_names(old: str, new: str, cells: int) -> tuple[str, str]:
    """Both names in so many cells together; each has half of them, and what the other leaves.

    >>> both_names("关于印发要点的通知（征求意见稿）.docx", "关于印发要点的通知（定稿）.docx", 32)
    ('…知（征求意见稿…', '…知（定稿）.docx')
    """
    half = cells // 2
    for_old = max(half, cells - cell_width(new))
    for_new = max(cells - half, cells - cell_width(old))
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    return _cut_around(old, for_old, same), _cut_around(new, for_new, same)


def _cut_around(name: str, cells: int, place: int) -> str:
    """The name cut to so many cells, with the character at ``place`` in sight."""
    head = cut(name, cells)
    if head == name or place < len(head) - 1 - _BEFORE:
        return head
    start = max(place - _BEFORE, 0)
    while start > 0 and cell_width(name[start - 1 :]) < cells:
        start -= 1
    return "…" + cut(name[start:], max(cells - 1, 0)) if start else head
