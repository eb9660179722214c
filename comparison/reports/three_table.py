"""A draft compared with last year's plan and the superior plan (schema ``plandiff.three/1``)."""

from collections.abc import Iterator, Sequence
from typing import Any

from plandiff.comparison.across.coverage import Quote
from plandiff.comparison.across.three import Clause, JoinedTarget, Origin, ThreeWay
from plandiff.comparison.edits import Place
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.plain_table import PlainTable, render_table
from plandiff.comparison.reports.shared.json_values import (
    place_to_dict,
    plan_to_dict,
    to_json_bytes,
)
from plandiff.comparison.reports.shared.labels import Labels, labels_for
from plandiff.comparison.reports.shared.section_paths import SectionPaths, plan_name
from plandiff.comparison.reports.shared.targets import format_value
from plandiff.comparison.reports.shared.verification import verified
from plandiff.comparison.reports.text.lines import (
    DELETE,
    HEADING,
    INSERT,
    MUTED,
    NOTE,
    PLAIN,
    TITLE,
    Line,
    laid,
    styled,
)
from plandiff.corpus.model import Target
from plandiff.corpus.text.escape import visible_line

_WIDTHS = {"serial": 6, "origin": 12, "draft": 44, "last": 40, "parent": 40, "place": 24}
_STYLES = {Origin.NEW: INSERT, Origin.BOTH: MUTED, Origin.LAST: MUTED, Origin.PARENT: NOTE}


def render_three(three: ThreeWay, form: str, options: ReportOptions) -> bytes:
    """Render the three plans in a format; raises `UsageError` for an unknown format."""
    if form == "json":
        return to_json_bytes(_document(three))
    table = _Table(three, labels_for(options.language))
    if form == "text":
        lines = (styled(line, color=options.color) for line in table.text(options.width))
        return verified(("\n".join(lines) + "\n").encode("utf-8", "replace"), "text")
    return render_table(table.plain(options.language), form, options)


def _document(three: ThreeWay) -> dict[str, Any]:
    return {
        "schema": "plandiff.three/1",
        "last": plan_to_dict(three.last),
        "parent": plan_to_dict(three.parent),
        "draft": plan_to_dict(three.draft),
        "clauses": [
            {
                "draft": place_to_dict(clause.place),
                "last": [place_to_dict(place) for place in clause.last],
                "parent": [place_to_dict(place) for place in clause.parent],
                "origin": clause.origin.value,
            }
            for clause in three.clauses
        ],
        "missing": [
            {"parent": place_to_dict(quote.place), "quote": quote.text} for quote in three.missing
        ],
        "dropped": [
            {"last": place_to_dict(quote.place), "quote": quote.text} for quote in three.dropped
        ],
        "targets": [
            {
                "last": target.last.id if target.last else None,
                "parent": target.parent.id if target.parent else None,
                "draft": target.draft.id if target.draft else None,
            }
            for target in three.targets
        ],
        "counts": {
            name: three.counts[name] for name in (*(o.value for o in Origin), "missing", "dropped")
        },
    }


class _Table:
    """The clauses, the missing and dropped ones, and the targets, in words.

    Headings are omitted: the place of each clause contains them.
    """

    def __init__(self, three: ThreeWay, labels: Labels) -> None:
        self._three, self._labels = three, labels
        self._plans = {"last": three.last, "parent": three.parent, "draft": three.draft}
        self._paths = {name: SectionPaths(plan) for name, plan in self._plans.items()}
        self._parents = {
            name: {section.parent for section in plan.sections}
            for name, plan in self._plans.items()
        }
        self._clauses = [
            clause for clause in three.clauses if not self._is_heading("draft", clause.place)
        ]
        self._dropped = [
            quote for quote in three.dropped if not self._is_heading("last", quote.place)
        ]

    def plain(self, language: str) -> PlainTable:
        """One table: the clauses, then missing and dropped ones, then the targets."""
        rows = [
            *map(self._clause, self._clauses),
            *(self._lacking("missing", "parent", quote) for quote in self._three.missing),
            *(self._lacking("dropped", "last", quote) for quote in self._dropped),
            *map(self._target, self._three.targets),
        ]
        labels = self._labels
        return PlainTable(
            title=labels["three.title"],
            facts=tuple(self._facts()),
            columns=tuple((labels[f"three.{name}"], width) for name, width in _WIDTHS.items()),
            rows=tuple((str(number), *row) for number, row in enumerate(rows, 1)),
            language="zh-CN" if language.startswith("zh") else "en",
        )

    def text(self, width: int) -> Iterator[Line]:
        """The clauses, each preceded by its origin, then the lists."""
        labels = self._labels
        yield [(labels["three.title"], TITLE)]
        for fact in self._facts():
            yield from laid([(fact, PLAIN)], width, "", "  ")
        section = ""
        for clause in self._clauses:
            if clause.place.section != section:
                section = clause.place.section
                yield []
                yield from laid([(self._where("draft", clause.place), HEADING)], width, "", "  ")
            origin = labels[f"three.origin.{clause.origin.value}"]
            words = self._text("draft", clause.place)
            line: Line = [(f"[{origin}] ", _STYLES[clause.origin]), (words, PLAIN)]
            yield from laid(line, width, "  ", "    ")
        yield from self._list("missing", "parent", self._three.missing, width)
        yield from self._list("dropped", "last", self._dropped, width)
        if self._three.targets:
            yield []
            yield [(labels("three.targets", count=len(self._three.targets)), HEADING)]
        for target in self._three.targets:
            yield from laid([(self._target_line(target), PLAIN)], width, "  ", "    ")

    def _facts(self) -> Iterator[str]:
        names = {name: plan_name(plan) for name, plan in self._plans.items()}
        yield self._labels("three.plans", **names)
        counts = {
            origin.value: sum(clause.origin is origin for clause in self._clauses)
            for origin in Origin
        }
        yield self._labels("three.counts", count=len(self._clauses), **counts)
        missing = len(self._three.missing)
        yield self._labels("three.lacks", missing=missing, dropped=len(self._dropped))

    def _list(self, name: str, plan: str, quotes: Sequence[Quote], width: int) -> Iterator[Line]:
        if not quotes:
            return
        yield []
        yield [(self._labels(f"three.{name}", count=len(quotes)), HEADING)]
        for quote in quotes:
            where = self._where(plan, quote.place)
            line: Line = [("- ", MUTED), (visible_line(quote.text), DELETE), (f"  {where}", MUTED)]
            yield from laid(line, width, "  ", "    ")

    def _clause(self, clause: Clause) -> tuple[str, ...]:
        return (
            self._labels[f"three.origin.{clause.origin.value}"],
            self._text("draft", clause.place),
            "\n".join(self._text("last", place) for place in clause.last),
            "\n".join(self._text("parent", place) for place in clause.parent),
            self._where("draft", clause.place),
        )

    def _lacking(self, kind: str, plan: str, quote: Quote) -> tuple[str, ...]:
        text = visible_line(quote.text)
        return (
            self._labels[f"three.origin.{kind}"],
            "",
            text if plan == "last" else "",
            text if plan == "parent" else "",
            self._where(plan, quote.place),
        )

    def _target(self, target: JoinedTarget) -> tuple[str, ...]:
        name, place = self._named(target)
        values = self._values(target)
        cells = [
            self._labels("three.value", name=name, value=value) if value else "" for value in values
        ]
        last, parent, draft = cells
        return (self._labels["three.origin.target"], draft, last, parent, place)

    def _target_line(self, target: JoinedTarget) -> str:
        name, _ = self._named(target)
        none = self._labels["none"]
        last, parent, draft = (value or none for value in self._values(target))
        return self._labels("three.target", name=name, last=last, parent=parent, draft=draft)

    def _values(self, target: JoinedTarget) -> tuple[str, ...]:
        return tuple(
            format_value(one, self._labels) if one else ""
            for one in (target.last, target.parent, target.draft)
        )

    def _named(self, target: JoinedTarget) -> tuple[str, str]:
        """The name and the place of a target."""
        sides: tuple[tuple[str, Target | None], ...] = (
            ("draft", target.draft),
            ("last", target.last),
            ("parent", target.parent),
        )
        plan, found = next((plan, one) for plan, one in sides if one is not None)
        paths = self._paths[plan]
        return visible_line(found.name), paths.paths((paths.section(found.section),))

    def _text(self, plan: str, place: Place) -> str:
        section = self._paths[plan].section(place.section)
        return visible_line(section.text[place.start : place.end])

    def _where(self, plan: str, place: Place) -> str:
        paths = self._paths[plan]
        return paths.paths((paths.section(place.section),))

    def _is_heading(self, plan: str, place: Place) -> bool:
        section = self._paths[plan].section(place.section)
        leads = section.body or section.id in self._parents[plan]  # else the heading is a clause
        return bool(leads) and place.end <= len(section.heading)
