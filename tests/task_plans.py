"""A plan of one section with the tasks in it."""

from plandiff.corpus.model import Plan, Section, Source
from plandiff.corpus.tasks import find_tasks


def plan_of(body: str, *, year: int | None = 2025, title: str = "工作安排") -> Plan:
    sections = (
        Section("s0", None, 0, None, None, title, ""),
        Section("s1", "s0", 1, "一、", 1, "重点工作", body),
    )
    tasks = find_tasks(sections, year)
    return Plan(Source("a", "txt", None, "", 0), title, year, None, sections, tasks=tasks)
