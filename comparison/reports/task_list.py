"""任务分解表: the tasks of one plan, as a table or as JSON (schema ``plandiff.tasks/1``)."""

from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.plain_table import PlainTable, render_table
from plandiff.comparison.reports.shared.json_values import (
    plan_to_dict,
    task_to_dict,
    to_json_bytes,
)
from plandiff.comparison.reports.shared.labels import labels_for
from plandiff.comparison.reports.shared.section_paths import SectionPaths, plan_name
from plandiff.corpus.model import Plan

_WIDTHS = {"serial": 6, "task": 46, "lead": 20, "with": 26, "deadline": 16, "place": 30}


def render_tasks(plan: Plan, form: str, options: ReportOptions) -> bytes:
    """The tasks of ``plan`` in a format; raises `UsageError` for one that is unknown."""
    if form == "json":
        tasks = [task_to_dict(task) for task in plan.tasks]
        return to_json_bytes(
            {"schema": "plandiff.tasks/1", "plan": plan_to_dict(plan), "tasks": tasks}
        )
    return render_table(_table(plan, options.language), form, options)


def _table(plan: Plan, language: str) -> PlainTable:
    labels = labels_for(language)
    places = SectionPaths(plan)
    comma = labels["list.comma"]
    return PlainTable(
        title=labels["tasks.title"],
        facts=(labels("tasks.facts", plan=plan_name(plan), count=len(plan.tasks)),),
        columns=tuple((labels[f"tasks.{name}"], width) for name, width in _WIDTHS.items()),
        rows=tuple(
            (
                str(number),
                task.task,
                comma.join(task.lead),
                comma.join(task.helpers),
                task.deadline.text if task.deadline else "",
                places.path(places.section(task.section)),
            )
            for number, task in enumerate(plan.tasks, 1)
        ),
        language="zh-CN" if language.startswith("zh") else "en",
    )
