"""What a chapter gives account of, and what it announces.

    old: 一、2022年工作回顾  二、2023年工作安排      new: 一、2023年工作回顾  二、2024年工作安排

A report of two years says of the past year what the plan for it said, often in the same words; yet
the new plan continues the old plan, and the new account the old account.
"""

from enum import Enum

from plandiff.comparison.alignment.sides import Outlook
from plandiff.corpus.text import lazy_re as re

_ACCOUNT = re.compile(
    r"回顾|总结|(?:完成|进展|执行|落实)情况|(?:取得|主要|突出|工作|发展)的?(?:成绩|成效|成就|成果)"
    r"|(?i:\breview of|\bachievements\b|\bprogress (?:so far|to date)\b)"
)
_PLAN = re.compile(
    r"安排|打算|部署|目标|任务|要求|计划|规划|要点|思路|措施|举措|重点|下一步|建议"
    r"|(?i:\bgoals?\b|\btargets?\b|\bobjectives?\b|\bpriorities\b|\bplans?\b|\bactions?\b)"
)

Kinds = tuple[dict[int, "Kind"], dict[int, "Kind"]]
"""Of both sides, the places that a heading says something about."""


class Kind(Enum):
    """Whether a section tells what was done or what is to be done."""

    ACCOUNT = "account"
    PLAN = "plan"


def kinds_of(sides: tuple[Outlook, Outlook]) -> Kinds:
    """What the headings of two plans say; nothing unless both give account and both plan."""
    old, new = (_kinds(side) for side in sides)
    if all(set(kinds.values()) == set(Kind) for kinds in (old, new)):
        return old, new
    return {}, {}


def differ(kinds: Kinds, old: int, new: int) -> bool:
    """Whether one of two places gives account and the other plans."""
    mine, theirs = kinds[0].get(old), kinds[1].get(new)
    return mine is not None and theirs is not None and mine is not theirs


def _kinds(side: Outlook) -> dict[int, Kind]:
    """By a section's own heading or else by that of the nearest chapter above that says it."""
    found: dict[int, Kind] = {}
    for place in range(1, side.size):  # parents stand before their children
        kind = kind_of_heading(side.matter[place].heading) or found.get(side.parent[place])
        if kind:
            found[place] = kind
    return found


def kind_of_heading(heading: str) -> Kind | None:
    """What a folded heading says of its chapter; None where it names neither or both.

    >>> [kind_of_heading(h) for h in ("2023年工作回顾", "2024年工作安排", "总则")]
    [<Kind.ACCOUNT: 'account'>, <Kind.PLAN: 'plan'>, None]
    """
    account, plan = _ACCOUNT.search(heading), _PLAN.search(heading)
    if bool(account) is bool(plan):
        return None
    return Kind.ACCOUNT if account else Kind.PLAN
