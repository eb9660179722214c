"""Distinguish chapters that review a past year from chapters that plan the next one.

    old: 一、2022年工作回顾  二、2023年工作安排      new: 一、2023年工作回顾  二、2024年工作安排

A report's review of the past year often repeats the words of the plan for that year.  Still, the
new plan must match the old plan, and the new review the old review.
"""

from enum import Enum

from plandiff.comparison.alignment.plan_index import PlanIndex
from plandiff.corpus.text import lazy_re as re

_ACCOUNT = re.compile(
    r"回顾|总结|(?:完成|进展|执行|落实)情况|(?:取得|主要|突出|工作|发展)的?(?:成绩|成效|成就|成果)"
    r"|(?i:\breview of|\bachievements\b|\bprogress (?:so far|to date)\b)"
)
_PLAN = re.compile(
    r"安排|打算|部署|目标|任务|要求|计划|规划|要点|思路|措施|举措|重点|下一步|建议"
    r"|(?i:\bgoals?\b|\btargets?\b|\bobjectives?\b|\bpriorities\b|\bplans?\b|\bactions?\b)"
)

ChapterRoles = tuple[dict[int, "ChapterRole"], dict[int, "ChapterRole"]]
"""The roles of both sides by place, as far as a heading states one."""


class ChapterRole(Enum):
    """Whether a section reviews past work or plans future work."""

    REVIEW = "account"
    PLAN = "plan"


def chapter_roles(sides: tuple[PlanIndex, PlanIndex]) -> ChapterRoles:
    """Return the roles of chapters of two plans; empty unless both have reviews and plans."""
    old, new = (_kinds(side) for side in sides)
    if all(set(kinds.values()) == set(ChapterRole) for kinds in (old, new)):
        return old, new
    return {}, {}


def differ(kinds: ChapterRoles, old: int, new: int) -> bool:
    """Whether one of two places is in a review and the other in a plan."""
    mine, theirs = kinds[0].get(old), kinds[1].get(new)
    return mine is not None and theirs is not None and mine is not theirs


def _kinds(side: PlanIndex) -> dict[int, ChapterRole]:
    """Map places to roles by the section's own heading or else that of the nearest ancestor."""
    found: dict[int, ChapterRole] = {}
    for place in range(1, side.size):  # parents come before their children
        kind = role_of_heading(side.texts[place].heading) or found.get(side.parent[place])
        if kind:
            found[place] = kind
    return found


def role_of_heading(heading: str) -> ChapterRole | None:
    """Return the role that a folded heading states; None if it names neither or both.

    >>> [role_of_heading(h) for h in ("2023年工作回顾", "2024年工作安排", "总则")]
    [<ChapterRole.REVIEW: 'account'>, <ChapterRole.PLAN: 'plan'>, None]
    """
    account, plan = _ACCOUNT.search(heading), _PLAN.search(heading)
    if bool(account) is bool(plan):
        return None
    return ChapterRole.REVIEW if account else ChapterRole.PLAN
