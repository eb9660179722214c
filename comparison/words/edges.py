"""What two texts have in common at their beginning and end."""

import re

_SAFE = re.compile(r"[。；！？\n](?=[\u3400-\u9fff])")
"""Behind such a sign no token reaches across, whatever stands there."""


def common_head(old: str, new: str) -> int:
    """Length of the common beginning.

    >>> common_head("教育局长", "教育局面")
    3
    """
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def safe_edges(old: str, new: str) -> tuple[int, int]:
    """Lengths of the common beginning and end, up to a place where no token reaches across."""
    head = common_head(old, new)
    head = max((match.end() for match in _SAFE.finditer(old, 0, head)), default=0)
    longest = min(len(old), len(new)) - head
    tail = common_head(old[::-1][:longest], new[::-1][:longest])
    first = _SAFE.search(old, len(old) - tail)
    return head, len(old) - first.end() if first else 0
